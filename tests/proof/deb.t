#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# The Debian package: lintian finds nothing, each file is in its place, two builds are the same
# bytes, what is installed runs, and purging leaves nothing.
. "${SRCDIR:?}/tests/lib.sh"

for tool in dpkg-buildpackage dh lintian zsh fish; do
	command -v $tool >/dev/null || skip_all "$tool is not installed"
done

build() {
	make --no-print-directory -C "$SRCDIR" deb NO_INSTALL=1 "$@"
}
ok 'the package is built' build DEB_DIR="$T/one"
deb=$(echo "$T"/one/avenv_*.deb)
[ -e "$deb" ] || done_testing
run lintian --allow-root --fail-on error,warning "$T"/one/*.changes
is "$rc:$out" 0: 'lintian finds nothing'
(umask 077 && TZ=Asia/Tokyo CFLAGS=-O0 PREFIX=/opt build DEB_DIR="$T/two" >"$T/log" 2>&1)
ok 'built again: the same bytes' cmp "$deb" "$T/two/${deb##*/}"

# Modes, owners and names; which documents there are is no matter
is "$(dpkg-deb -c "$deb" | awk '$1 !~ /^d/ && !/share\/doc/ { print $1, $2, $6 }')" "$(
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
is "$(dpkg-deb --ctrl-tarfile "$deb" | tar -t | sort | xargs)" './ ./control ./md5sums' \
	'no script of the package runs on any machine'

root=$T/root
if [ "$(id -u)" != 0 ]; then
	skip 'only root can install and purge' 4
	done_testing
fi
mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers}
touch "$root"/var/lib/dpkg/{status,available}
dpkg_there=(dpkg --root="$root" --path-include='*' --force-depends)
ok 'it is installed in a root of its own' "${dpkg_there[@]}" -i "$deb"
version=$(sed -n 's/^VERSION := //p' "$SRCDIR/Makefile")
is "$("$root/usr/bin/avenv" --version)" "avenv $version" 'it runs'
ok 'it is purged' "${dpkg_there[@]}" --purge avenv
is "$(cd "$root" && find . -mindepth 1 ! -path './var*')" '' 'nothing is left'
done_testing
