#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71 22
# Alone: it builds out/static
# make static: programs for two architectures that need no library, and the tests of a command pass
# with them. What is fetched is checked; where that fails: one line, and nothing half-built.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
made env -u MAKEFLAGS make static

for target in x86_64-linux-musl aarch64-linux-musl; do
	for program in avenv avenv-hook; do
		file=out/static/$target/$program
		is "$(readelf -ld "$file" | grep -c 'INTERP\|NEEDED')" 0 "$target: $program needs no library"
	done
	ok "$target: the licences of what is in it" test -s "out/static/$target/licenses/musl"
done
before=$(stat -c '%Y %n' out/static/*/avenv)
env -u MAKEFLAGS make static >"$T/log" 2>&1
is "$(cat "$T/log") $(stat -c '%Y %n' out/static/*/avenv)" " $before" 'again: nothing is fetched or built'
ok 'the tests of the command' env AVENV_BUILD_DIR="$SRCDIR/out/static/x86_64-linux-musl" tests/cli/complete.t

# foreign COMMAND...: in a namespace whose kernel starts programs of aarch64 by qemu; it reads the backslashes
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
foreign() {
	# shellcheck disable=SC2016 # for sh
	unshare -Urm sh -c 'dir=/proc/sys/fs/binfmt_misc && mount -t binfmt_misc none $dir &&
		printf %s "$0" >$dir/register && exec "$@"' ":aarch64:M::$magic:$mask:$qemu:F" "$@"
}
other=$SRCDIR/out/static/aarch64-linux-musl
if ! qemu=$(command -v qemu-aarch64-static); then
	skip 'aarch64: qemu-user-static is not installed'
elif ! foreign "$other/avenv" --version >/dev/null 2>&1; then
	skip 'aarch64: no namespace with a binfmt_misc of its own (Linux 6.7) can be had'
else
	# Not those that need a second user, whom that namespace does not have
	for name in allow env freeze list move; do
		ok "aarch64: cli/$name" foreign env AVENV_BUILD_DIR="$other" "tests/cli/$name.t"
	done
fi

# bad NAME WANTED VAR=VALUE...: in a cache that has the tools only
bad() {
	run env -u MAKEFLAGS "${@:3}" build/static.sh "$T/cache" x86_64-linux-musl
	is "$rc:$(wc -l <"$T/.err")" 1:1 "$1: one line"
	like "$err" "$2" "$1: says which"
	is "$(cd "$T/cache" && echo libs-* x86_64*)" 'libs-* x86_64*' "$1: nothing is built"
}
mkdir -p "$T/cache/sources" "$T/bin" "$T/other"
bad 'no network' 'cannot get zig from PyPI: *' PIP_RETRIES=0 PIP_INDEX_URL=http://127.0.0.1:9/
ln -s "$SRCDIR"/out/static/tools-* "$T/cache/"
if [ "$(id -u)" = 0 ]; then
	bad 'no network for apt' "cannot fetch 'libdeflate_*" unshare -n env
	is "$(ls "$T/cache/apt/updated" 2>/dev/null)" '' 'no network for apt: the next run asks again'
fi
head -c 1000 out/static/sources/libdeflate_* >"$T/cache/sources/libdeflate_1.14.orig.tar.gz"
cat >"$T/bin/apt-get" <<'EOT'
#!/bin/sh
case "$*" in
indextargets*) echo mirror ;;
*source*) [ -z "$APT_GIVES" ] || echo "$APT_GIVES" >libdeflate_1.14.orig.tar.gz ;;
esac
EOT
chmod +x "$T/bin/apt-get"
bad 'half a library, and no network' "cannot fetch 'libdeflate_1.14*sources'" PATH="$T/bin:$PATH" APT_GIVES=
bad 'another file' "'libdeflate_1.14.orig.tar.gz' is not the file*removed" PATH="$T/bin:$PATH" APT_GIVES=wrong
done_testing
