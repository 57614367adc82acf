#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `python -m venv` makes, and what avenv makes at the same place:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/oracle.sh"

command -v python3 >/dev/null || skip_all 'no python3 to compare with'
python3 -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'

# shellcheck disable=SC2034 # for the tests
SYSTEM_PYTHON=$(command -v python3)

# All that a Python or pip is told, theirs and ours alike.
CLEAN=(env -i HOME="$HOME" PATH="$PATH" LC_ALL=C.UTF-8)
# A sanitizer cannot look for leaks while it is traced.
case $AVENV_BUILD_DIR in
*/asan) CLEAN+=(ASAN_OPTIONS=detect_leaks=0) ;;
esac
# Where environments are made, and where theirs lies then.
D=$T/d/env
THEIRS=$T/theirs

# other_pythons: those that AVENV_TEST_PYTHONS names and avenv makes natively, a line each
other_pythons() {
	local python
	tr : '\n' <<<"${AVENV_TEST_PYTHONS-}" | while read -r python; do
		if "$python" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null; then
			printf '%s\n' "$python"
		fi
	done
}

# before: what lies at $D when either begins; a test may define it anew
before() { :; }

# within COMMAND...: what wraps both; a test may define it anew
within() { "$@"; }

# make_theirs PYTHON [FLAG...]: at $D, moved aside to $THEIRS
make_theirs() {
	local python=$1
	shift
	rm -rf "$D" "$THEIRS"
	mkdir -p "$(dirname "$D")"
	before && within "${CLEAN[@]}" "$python" -m venv "$@" "$D" && mv "$D" "$THEIRS"
}

# make_ours PYTHON [FLAG...]: at $D
make_ours() {
	local python=$1
	shift
	rm -rf "$D"
	mkdir -p "$(dirname "$D")"
	before && within "${CLEAN[@]}" "$AVENV" create -q -p "$python" "$@" "$D"
}

# oracle [--compile]: $THEIRS and what now lies at $D
# shellcheck disable=SC2120 # tests pass it
oracle() {
	"$SRCDIR/tests/oracle.py" "$@" "$THEIRS" "$D"
}

# both PYTHON [FLAG...]: make both, compare
both() {
	# shellcheck disable=SC2119 # not the flags
	make_theirs "$@" && make_ours "$@" && oracle
}

# same NAME PYTHON [FLAG...]: both are the same
same() {
	local name=$1
	shift
	ok "$name" both "$@"
}

# ---- interpreters -----------------------------------------------------------

# loose_python DIR: one that is not installed, a library of links; sets $LOOSE. Its wheels are
# in DIR/wheels, which is not there yet.
loose_python() {
	local stdlib file
	stdlib=$("$SYSTEM_PYTHON" -I -S -c 'import os; print(os.path.dirname(os.__file__))')
	LOOSE=$1/bin/python3
	LOOSE_LIB=$1/lib/$(basename "$stdlib")
	mkdir -p "$1/bin" "$LOOSE_LIB"
	cp "$(realpath "$SYSTEM_PYTHON")" "$LOOSE"
	ln -s "$stdlib"/* "$LOOSE_LIB/"
	for file in "$LOOSE_LIB"/_sysconfigdata_*.py; do
		sed "s|^ 'WHEEL_PKG_DIR': .*| 'WHEEL_PKG_DIR': '$1/wheels',|" "$file" >"$T/sysconfigdata"
		rm "$file"
		cp "$T/sysconfigdata" "$file"
	done
}
