#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make deb: lintian has no word to say, each file is in its place, what is installed runs, and
# purging leaves nothing. Built twice, by two who have little in common: the same bytes.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/asan | */valgrind | */cov) skip_all 'the package is built by its own rules' ;;
esac
for tool in dpkg-buildpackage dh lintian zsh fish; do
	command -v $tool >/dev/null || skip_all "$tool is not installed"
done

# ---- building ---------------------------------------------------------------

build() {
	make --no-print-directory -C "$SRCDIR" deb NO_INSTALL=1 "$@"
}
run build DEB_DIR="$T/none" VERSION=99.9
is "$((rc > 0))" 1 'a version that the changelog does not know is refused'
like "$err$out" "build/debian/changelog is of *-v 99.9' adds an entry" 'it says so'
ok 'the packages are built' build DEB_DIR="$T/one"
deb=$(echo "$T"/one/avenv_*.deb)
arch=$(dpkg --print-architecture)
version=$(sed -n 's/^VERSION := //p' "$SRCDIR/Makefile")
is "$(cd "$T/one" && echo *.deb)" "avenv-dbgsym_${version}_$arch.deb avenv_${version}_$arch.deb" 'a package, and its symbols'
[ -e "$deb" ] || done_testing

run lintian --allow-root --fail-on error,warning "$T"/one/*.changes
is "$rc$out" 0 'lintian finds nothing'
diag "$err"

(umask 077 && TZ=Asia/Tokyo LC_ALL=C CFLAGS=-O0 PREFIX=/opt PYTHONHASHSEED=1 build DEB_DIR="$T/two" >"$T/.out" 2>&1)
for file in "$T"/one/*.deb; do
	ok "built again: ${file##*/} is the same" cmp "$file" "$T/two/${file##*/}"
done

# ---- what is in it ----------------------------------------------------------

# Modes, owners and names; of the documents that they are there
is "$(dpkg-deb -c "$deb" | awk '$1 !~ /^d/ { print $1, $2, $6 }' | grep -v /usr/share/doc/)" "$(
	cat <<-'EOT'
		-rwxr-xr-x root/root ./usr/bin/avenv
		-rwxr-xr-x root/root ./usr/libexec/avenv/avenv-hook
		-rw-r--r-- root/root ./usr/share/avenv/avenv.bash
		-rw-r--r-- root/root ./usr/share/avenv/avenv.fish
		-rw-r--r-- root/root ./usr/share/avenv/avenv.zsh
		-rw-r--r-- root/root ./usr/share/bash-completion/completions/avenv
		-rw-r--r-- root/root ./usr/share/fish/vendor_completions.d/avenv.fish
		-rw-r--r-- root/root ./usr/share/lintian/overrides/avenv
		-rw-r--r-- root/root ./usr/share/man/man1/avenv.1.gz
		-rw-r--r-- root/root ./usr/share/zsh/vendor-completions/_avenv
	EOT
)" 'the files, each in its place'
is "$(dpkg-deb -c "$deb" | awk '$1 !~ /^-/ { print $1, $2 }' | sort -u)" 'drwxr-xr-x root/root' 'the directories'
is "$(dpkg-deb -c "$deb" | sed -n 's|.* ./usr/share/doc/avenv/\(.\)|\1|p' | xargs)" \
	'README.Debian README.md.gz changelog.gz copyright' 'the documents'
is "$(dpkg-deb --ctrl-tarfile "$deb" | tar -t | sort | xargs)" './ ./control ./md5sums' \
	'no script of the package runs on any machine'
like "$(dpkg-deb -f "$deb" Depends)" 'libc6*libjansson4*libnettle*libreadline8*libarchive13' 'the libraries are depended on'
like "$(dpkg-deb -f "$deb" Recommends)" python3-venv 'what create needs is recommended'

# ---- installed --------------------------------------------------------------

root=$T/root
dpkg_there() {
	dpkg --root="$root" --path-include='*' --force-depends "$@"
}
if [ "$(id -u)" = 0 ]; then
	mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers}
	touch "$root"/var/lib/dpkg/{status,available}
	ok 'it is installed in a root of its own' dpkg_there -i "$deb"
else
	ok 'it is unpacked' dpkg-deb -x "$deb" "$root"
fi

is "$("$root/usr/bin/avenv" --version)" "avenv $version" 'the program runs'
is "$(readelf -d "$root/usr/libexec/avenv/avenv-hook" | grep -c NEEDED)" 0 'the helper needs no library'
is "$(readelf -dW "$root/usr/bin/avenv" | grep -o 'NOW PIE')" 'NOW PIE' 'the program is hardened'

# installed COMMAND...: where the package lies over /usr, as after an installation
# shellcheck disable=SC2016 # for that shell
installed() {
	run apart sh -c 'mount -t overlay -o "lowerdir=$1:/usr" overlay /usr && shift && "$@"' sh "$root/usr" "$@"
}
installed true
if [ "$rc" = 0 ]; then
	for shell in bash zsh fish; do
		installed /usr/bin/avenv hook $shell
		is "$out" "$(cat "$root/usr/share/avenv/avenv.$shell")" "hook $shell: the installed file"
		like "$out" "'/usr/libexec/avenv/avenv-hook'" "hook $shell: the installed helper"
		like "$out" "'/usr/bin/avenv'" "hook $shell: the installed program"
	done
	installed bash --norc -ic '. /usr/share/bash-completion/completions/avenv && complete -p avenv'
	is "$rc" 0 'bash completes it'
	# shellcheck disable=SC2016 # for zsh
	installed zsh -fc 'autoload -Uz compinit && compinit -u -D && echo "$_comps[avenv]"'
	is "$out" _avenv 'zsh completes it'
	installed fish -ic 'complete -C "avenv crea"'
	like "$out" create 'fish completes it'
	installed env -i HOME="$HOME" PATH="$PATH" avenv help create
	like "$out" 'avenv create*--clear' 'the manual is found'
	installed env -i HOME="$HOME" PATH="$PATH" avenv create -q -p /usr/bin/python3 "$T/env"
	is "$rc$err" 0 'create'
	is "$("$T/env/bin/python" -c 'import sys; print(sys.prefix)')" "$T/env" 'create: it works'
else
	skip 'nothing can be mounted over /usr here' 15
fi

if [ "$(id -u)" = 0 ]; then
	ok 'it is purged' dpkg_there --purge avenv
	is "$(cd "$root" && find . -mindepth 1 ! -path './var*')" '' 'nothing is left'
else
	skip 'only root can install and purge' 2
fi

done_testing
