#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The helper writes nothing, starts nothing, needs no library, stays small.
# usage: check-purity.sh OBJECT...     with OUT BUILD MUSL
set -u

# In bytes; glibc, where it is static, brings more.
LIMIT=$((96 * 1024))
helper=$OUT/avenv-hook
full=$OUT/avenv-hook.full
failed=0

names='rename(at2?)?|renameat|unlink(at)?|remove|rmdir|mkdir(at)?|f(data)?sync|_?v?[fF]ork|clone3?'
names+='|exec(l|lp|le|v|vp|ve|vpe|veat)|fexecve|posix_spawnp?|system|popen'
names+='|creat|mkstemp|mkostemp|mkdtemp|tmpfile|mknod(at)?|mkfifo(at)?|symlink(at)?|link(at)?|f?truncate'
names+='|f?chmod(at)?|l?f?chown(at)?|utimensat|futimens|socket|connect|dlopen|getpw[a-z_]*|getaddrinfo|setlocale'
# stdio is no sin, only a cost; but fopen can write
names+='|fopen|freopen|fdopen'

bad() {
	echo "$1"
	failed=1
}

# Of a file that cannot be read nothing bad is seen either.
{ nm "$@" && readelf -d "$full"; } >/dev/null || {
	echo "the helper cannot be read by nm or readelf"
	exit 1
}

# What our own code asks for: true for every libc.
asked=$(nm -u "$@" | awk '{ print $NF }' | grep -xE "$names" | sort -u)
[ -z "$asked" ] || bad "the helper's code calls: ${asked//$'\n'/ }"

static() {
	! readelf -d "$full" | grep -q NEEDED
}

# A static libc brings nothing along either (glibc brings everything: not judged).
if static && nm "$full" | grep -q ' __libc_start_main_stage2\| __stdio_exit'; then
	held=$(nm --defined-only "$full" | awk '{ print $3 }' | grep -xE "$names" | sort -u)
	[ -z "$held" ] || bad "the helper holds: ${held//$'\n'/ }"
fi

if [ "$BUILD" = release ]; then
	size=$(stat -c %s "$helper")
	if [ -n "$MUSL" ]; then
		static || bad "avenv-hook is not static"
	elif static; then
		LIMIT=$((768 * 1024))
	fi
	[ "$size" -le $LIMIT ] || bad "avenv-hook has $size bytes; the limit is $LIMIT"
fi
exit $failed
