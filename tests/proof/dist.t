#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71 70
# Alone: it writes out/dist
# make dist: the source builds; the archive installs without root and with busybox alone; each
# package is installed by its own tool into a root of its own, and leaves nothing. The recipes build and
# install. The same commit gives the same bytes in another clone, with another umask, and on another
# host. make release in a clone. out/deps/bin/apk, where it is, is Alpine's own.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
on_host=() nobody=()
make_dist() { "${on_host[@]}" env -u MAKEFLAGS make dist ARCHS=x86_64; }
made make_dist
version=$(sed -n 's/^VERSION := //p' Makefile)
dist=$SRCDIR/out/dist
ok 'SHA256SUMS' env -C "$dist" sha256sum --quiet -c SHA256SUMS
is "$(cd "$dist" && printf '%s\n' PKGBUILD avenv*)" "$(sed 's/.*  //' "$dist/SHA256SUMS")" 'names all of it'
(
	umask 077
	git clone -q "$SRCDIR" "$T/clone"
	mkdir -p "$T/clone/out/static"
	ln -s "$SRCDIR"/out/static/{tools-*,libs-*,sources} "$T/clone/out/static"
)
if [ "$(id -u)" = 0 ]; then
	on_host=(unshare -u sh -c 'hostname other; "$@"' sh)
	nobody=(setpriv --reuid nobody --regid nogroup --clear-groups)
fi
cd "$T/clone" || exit
ok 'made again' make_dist
ok 'the same bytes' diff -r out/dist "$dist"

# refused WANTED VERSION NAME: nothing is committed
refused() {
	run env -u MAKEFLAGS make release VERSION="$2"
	like "$rc:$err" "2:make release: $1*" "release: $3"
	is "$(git rev-parse HEAD)" "$head" "release: $3: nothing is committed"
}
head=$(git rev-parse HEAD)
git config user.name n && git config user.email e
refused 'VERSION= is no version; its form is VERSION=1.2.3' '' 'no version'
refused "0.0.1 is not newer than $version" 0.0.1 'an older one'
git tag v99.0.0
refused 'the tag v99.0.0 is there' 99.0.0 'one that is tagged'
touch new
refused 'the tree has changes' 99.0.1 'a dirty tree'
rm new
sed -i '/^## Unreleased$/,/^## [0-9]/{/^[- ]/d}' docs/changes.md
git commit -qam none
head=$(git rev-parse HEAD)
refused 'docs/changes.md has nothing' 99.0.1 'no changes'
git reset -q --hard HEAD~1
ok 'release' env -u MAKEFLAGS make release VERSION=99.0.1 ARCHS=x86_64
is "$(git describe):$(git status --porcelain)" 'v99.0.1:' 'release: tagged, and the tree is clean'
like "$(out/static/x86_64-linux-musl/avenv --version) $(echo out/dist/*.tar.gz)" '99.0.1*avenv-99.0.1.tar.gz' 'release: of that version'
is "$(grep '^## ' docs/changes.md | head -n 2 | tr '\n' ' ')" "## Unreleased ## 99.0.1 - $(date +%F) " 'release: the changes'
cd "$SRCDIR" || exit

# left DIR: what is in it, but for the tool's own directories
left() { (cd "$1" && find . -name '*avenv*' ! -path './var/*' ! -path './tmp/*'); }

mkdir "$T/source" "$T/archive" "$T/box" "$T/apk"
tar -xf "$dist/avenv-$version.tar.gz" -C "$T/source"
ok 'the source builds' env -u MAKEFLAGS make -s -C "$T/source/avenv-$version" all
tar -xf "$dist/avenv-$version-linux-x86_64.tar.gz" -C "$T/archive"
install=$T/archive/avenv-$version-linux-x86_64/install
run env PREFIX="$T/a'b" "$install"
is "$rc:$(wc -l <"$T/.err")" 2:1 'a PREFIX that a hook cannot hold: one line'
ok 'install' "$install"
ok 'it runs' "$HOME/.local/bin/avenv" hook bash
touch "$HOME/.local/bin/avenv.new"
ok 'install uninstall, after one that was interrupted' "$install" uninstall
is "$(left "$HOME")" '' 'nothing is left'

# With URL the recipes take a forge's files, of the same hashes.
cp -R "$dist" "$T/forge"
URL=https://forge.test/o/avenv build/recipes.sh "$version" "$T/forge" x86_64
is "$(grep -l "https://forge.test/o/avenv/releases/download/v$version/avenv-" "$T"/forge/{PKGBUILD,avenv.nix,avenv.rb} | wc -l)" 3 \
	'the recipes name the files of a forge'
if has ruby; then
	ok 'formula: its syntax' ruby -wc "$dist/avenv.rb"
	ok 'formula: the file, its hash, what it installs' env -C "${install%/*}" ruby -rdigest -e '
		class Formula
			def self.test; end
			def self.method_missing(name, *words) = block_given? ? yield : const_set(name.upcase, words[0])
			def prefix = ARGV[1]
		end
		load ARGV[0]
		Digest::SHA256.file(Avenv::URL.delete_prefix("file://")).hexdigest == Avenv::SHA256 || exit(1)
		Avenv.new.install || exit(1)' "$dist/avenv.rb" "$T/brew"
	ok 'formula: it runs' "$T/brew/bin/avenv" --version
fi
if has nix-instantiate; then
	ok 'nix: its syntax' nix-instantiate --parse "$dist/avenv.nix" "$T/forge/avenv.nix"
fi
if has makepkg; then
	chmod 0711 "$T"
	install -d -m 0777 "$T/arch"
	cp "$dist/PKGBUILD" "$dist/avenv-$version.tar.gz" "$T/arch"
	ok 'PKGBUILD: it builds' env -C "$T/arch" -u MAKEFLAGS HOME="$T/arch" "${nobody[@]}" makepkg --nodeps
	tar -xf "$T"/arch/avenv-*.pkg.tar.* -C "$T/arch" usr
	ok 'PKGBUILD: it runs' "$T/arch/usr/bin/avenv" --version
fi

# As apk reads it: two gzip streams, of which the first has the hash of the second, and each file has its own.
ok "apk: its format" python3 - "$dist"/avenv_*.apk <<-'END'
	import hashlib, io, re, sys, tarfile, zlib
	data, parts = open(sys.argv[1], "rb").read(), []
	while data:
	    stream = zlib.decompressobj(31)
	    plain = stream.decompress(data)
	    parts.append((data[:len(data) - len(stream.unused_data)], plain))
	    data = stream.unused_data
	(_, control), (packed, files) = parts
	first = tarfile.open(fileobj=io.BytesIO(control))
	info = dict(re.findall(r"^(\w+) = (.*)$", first.extractfile(".PKGINFO").read().decode(), re.M))
	assert (info["pkgname"], info["arch"]) == ("avenv", "x86_64"), info
	assert re.fullmatch(r"\d+(\.\d+)*(-r\d+)?", info["pkgver"]), info
	assert info["datahash"] == hashlib.sha256(packed).hexdigest()
	for file in tarfile.open(fileobj=io.BytesIO(files)):
	    assert not file.name.startswith(("/", ".")) and not file.uid | file.gid, file.name
	    if file.isreg():
	        body = tarfile.open(fileobj=io.BytesIO(files)).extractfile(file.name).read()
	        assert file.pax_headers["APK-TOOLS.checksum.SHA1"] == hashlib.sha1(body).hexdigest(), file.name
END

if [ "$(id -u)" != 0 ]; then
	skip 'only root can enter a root'
	done_testing
fi
if command -v busybox >/dev/null; then
	mkdir "$T/box/bin" "$T/box/proc"
	cp "$(command -v busybox)" "$T/box/bin/"
	cp -R "$T/archive/." "$T/box/"
	chroot "$T/box" /bin/busybox --install -s /bin
	ok 'with busybox alone' chroot "$T/box" /bin/sh -c "HOME=/ '/${install#"$T/archive/"}' && /.local/bin/avenv --version"
fi
# package TOOL INSTALL REMOVE FILE OPTION...
package() {
	local root=$T/$1 tool=("$1" --root "$T/$1" "${@:5}")
	if ! command -v "$1" >/dev/null; then
		skip "$1 is not installed"
		return
	fi
	mkdir -p "$root"/var/lib/{dpkg/{info,updates,triggers},pacman}
	touch "$root"/var/lib/dpkg/{status,available}
	ok "$1 installs it" "${tool[@]}" "$2" "$4"
	ok "$1: it runs" "$root/usr/bin/avenv" hook bash
	ok "$1: the licences" grep -q 'Copyright .* Eric Biggers' "$root/usr/share/doc/avenv/copyright"
	ok "$1 removes it" "${tool[@]}" "$3" avenv
	is "$(left "$root")" '' "$1: nothing is left"
}
package dpkg -i -P "$dist"/avenv_*.deb --force-depends
package rpm -i -e "$dist"/avenv-*.rpm --nodeps
package pacman -U -R "$dist"/avenv-*.pkg.tar.zst --noconfirm
PATH=$PATH:$SRCDIR/out/deps/bin
if command -v apk >/dev/null; then
	apk=(apk --root "$T/apk" --no-network --allow-untrusted --arch x86_64)
	ok 'apk: installs it' "${apk[@]}" add --initdb "$dist"/avenv_*.apk
	ok 'apk: it is whole' "${apk[@]}" audit --system
else
	skip 'no apk is in out/deps/bin'
	tar -xf "$dist"/avenv_*.apk -C "$T/apk" 2>"$T/log"
fi
ok 'apk: it runs where nothing else is, no libc and no /proc' chroot "$T/apk" /usr/bin/avenv status
ok 'apk: the licences' grep -q 'Copyright .* Eric Biggers' "$T/apk/usr/share/doc/avenv/copyright"
if [ "${apk-}" ]; then
	ok 'apk: removes it' "${apk[@]}" del avenv
	is "$(left "$T/apk")" '' 'apk: nothing is left'
fi
done_testing
