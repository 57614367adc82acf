#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71 70
# make dist: the source builds; the archive installs without root and with busybox alone; each
# package is installed by its own tool into a root of its own, and leaves nothing. The same commit
# gives the same bytes in another clone, with another umask, and on another host.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
on_host=()
make_dist() { "${on_host[@]}" env -u MAKEFLAGS make dist ARCHS=x86_64; }
made make_dist
version=$(sed -n 's/^VERSION := //p' Makefile)
dist=$SRCDIR/out/dist
ok 'SHA256SUMS' env -C "$dist" sha256sum --quiet -c SHA256SUMS
is "$(cd "$dist" && printf '%s\n' avenv*)" "$(sed 's/.*  //' "$dist/SHA256SUMS")" 'names all of it'
(
	umask 077
	git clone -q "$SRCDIR" "$T/clone"
	mkdir -p "$T/clone/out/static"
	ln -s "$SRCDIR"/out/static/{tools-*,libs-*,sources} "$T/clone/out/static"
)
[ "$(id -u)" != 0 ] || on_host=(unshare -u sh -c 'hostname other; "$@"' sh)
cd "$T/clone" || exit
ok 'made again' make_dist
ok 'the same bytes' diff -r out/dist "$dist"
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
	ok "$1 removes it" "${tool[@]}" "$3" avenv
	is "$(left "$root")" '' "$1: nothing is left"
}
package dpkg -i -P "$dist"/avenv_*.deb --force-depends
package rpm -i -e "$dist"/avenv-*.rpm --nodeps
package pacman -U -R "$dist"/avenv-*.pkg.tar.zst --noconfirm
tar -xf "$dist"/avenv_*.apk -C "$T/apk" 2>"$T/log"
ok "apk: what is unpacked runs" "$T/apk/usr/bin/avenv" --version
done_testing
