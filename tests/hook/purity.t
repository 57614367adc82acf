#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 22
# The helper writes nothing, starts nothing, needs no library. As a shim it becomes
# another program, by execv() alone.
. "${SRCDIR:?}/tests/lib.sh"

OUT=$AVENV_BUILD_DIR
calls='rename(at2?)?|renameat|unlink(at)?|remove|rmdir|mkdir(at)?|f(data)?sync|_?v?[fF]ork|clone3?'
calls+='|exec(l|lp|le|v|vp|ve|vpe|veat)|fexecve|posix_spawnp?|system|popen'
calls+='|creat|mkstemp|mkostemp|mkdtemp|tmpfile|mknod(at)?|mkfifo(at)?|symlink(at)?|link(at)?|f?truncate'
calls+='|f?chmod(at)?|l?f?chown(at)?|utimensat|futimens|socket|connect|dlopen|getpw[a-z_]*|getaddrinfo|setlocale'
# stdio costs start-up time, and fopen can write.
calls+='|fopen|freopen|fdopen'

mapfile -t objects < <(find "$OUT/hobj" -name '*.o' ! -name shim.o)
ok 'the helper was built of objects' test ${#objects[@]} -gt 10
asked=$(nm -u "${objects[@]}" | awk '{ print $NF }' | grep -xE "$calls" | sort -u)
is "$asked" '' "the helper's code calls nothing that writes, starts or connects"
is "$(nm -u "$OUT/hobj/shim.o" | awk '{ print $NF }' | grep -xE "$calls")" execv 'nor does a shim, but execv()'
# A static glibc brings such functions along by itself.
if grep -q musl "$OUT/probe-HOOK.txt" || ! skip 'the helper is not linked with musl'; then
	held=$(nm --defined-only "$OUT/avenv-hook" | awk '{ print $3 }' | grep -xE "$calls" | grep -vxE 'execve?' | sort -u)
	is "$held" '' 'nor does it hold such a function'
	is "$(readelf -d "$OUT/avenv-hook" | grep NEEDED)" '' 'it needs no library'
	diag "avenv-hook has $(stat -c %s "$OUT/avenv-hook") bytes"
fi
done_testing
