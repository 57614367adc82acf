# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Interpreters that nothing can start:  . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/pythons.sh"

# shellcheck disable=SC2034 # for the tests
SYSTEM=/usr/bin:/bin
CLEAN=(env -i HOME="$HOME" LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS-}")

# fake PREFIX X.Y.Z [t]: an installation; t is for one without the global lock
fake() {
	local series=${2%.*}
	local dir=python$series${3-}
	mkdir -p "$1/bin" "$1/lib/$dir/ensurepip/_bundled" "$1/include/$dir"
	printf 'no interpreter\n' >"$1/bin/python$series"
	chmod 755 "$1/bin/python$series"
	ln -s "python$series" "$1/bin/python3"
	ln -s python3 "$1/bin/python"
	: >"$1/lib/$dir/os.py"
	printf '#define PY_VERSION "%s"\n' "$2" >"$1/include/$dir/patchlevel.h"
}

# found DIR VAR=VALUE...: what avenv pythons finds below $T when run in DIR, one a line:
# version, implementation, source, path, and "default" after the one for DIR
found() {
	env -C "$1" "${CLEAN[@]}" "${@:2}" "$AVENV" pythons --json | /usr/bin/python3 -I -S -c '
import json, sys
for p in json.load(sys.stdin)["pythons"]:
    path = p["path"].replace(sys.argv[1] + "/", "")
    if path[0] != "/":
        kind = p["implementation"] + "t" * p["free_threaded"]
        print(p["version"], kind, p["source"], path + " default" * p["default"])' "$T"
}
