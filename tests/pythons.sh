# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154 # used, and set, by the tests
# For tests of interpreters: those that only answer, and what avenv chooses among them.

SYSTEM=/usr/bin:/bin:$AVENV_BUILD_DIR
export FAKE_LOG=$T/log
CLEAN=(env -i HOME="$HOME" LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS-}" FAKE_LOG="$FAKE_LOG"
	PYTHONPATH=/evil PYTHONHOME=/evil __PYVENV_LAUNCHER__=/evil)
gcc -o "$T/fake" "${SRCDIR:?}/tests/fakepython.c" || exit

# fake PREFIX X.Y.Z [t|pypy]: an installation of CPython, free-threaded, or of PyPy, that only answers
fake() {
	local base=python kind=cpython threads=${3-} lib
	[ "${3-}" != pypy ] || base=pypy kind=pypy threads=
	lib=$base${2%.*}$threads
	mkdir -p "$1/bin" "$1/lib/$lib/ensurepip"
	cp "$T/fake" "$1/bin/$lib"
	ln -s "$lib" "$1/bin/python3"
	ln -s python3 "$1/bin/python"
	[ "$lib" = "python${2%.*}" ] || ln -s "$lib" "$1/bin/python${2%.*}"
	[ $base = python ] || ln -s "$lib" "$1/bin/pypy3"
	: >"$1/lib/$lib/os.py"
	echo "$2 $kind ${threads:--} lib/$lib" >"$1/answer"
}

# found DIR VAR=VALUE...: the interpreters below $T that avenv pythons lists in DIR, one a line:
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

# gets WANTED NAME DIR [VAR=VALUE...]: the default interpreter in DIR is WANTED, below $T
gets() {
	is "$(found "$3" PATH="$search" "${@:4}" | sed -n 's/.* \(.*\) default$/\1/p')" "$1" "$2"
}

# says TEXT WANTED [DIR]: TEXT in .python-version of the project
says() {
	printf '%b' "$1" >"$p/.python-version"
	gets "$2" ".python-version: ${1//$T/}" "${3:-$p}"
}
# create ARG...: a new $p/made
create() {
	rm -rf "$p/made"
	run env -C "$p" "${CLEAN[@]}" HOME="$T" PATH="$search" PYENV_ROOT="$HOME/.pyenv" \
		"$AVENV" create --without-pip "$@" "$p/made"
}
