#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58
# avenv move for each interpreter: a moved environment has the bytes that `python -m venv` makes
# at the new place, from and to paths with a space, and paths longer than a first line may be.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

long=$(printf 'x%.0s' {1..120})
pairs=('old:with space' 'with space:new' "$long:new" "new:$long")

# moved NAME PYTHON OLD:NEW [FLAG...]: moved from $T/OLD to $T/NEW is the same as made there
moved() {
	local name=$1 python=$2 old=$T/${3%%:*}
	D=$T/${3#*:}
	shift 3
	as_made() {
		rm -rf "$old" && mkdir -p "${old%/*}" &&
			make_theirs "$python" "$@" && "${CLEAN[@]}" "$AVENV" create -q -p "$python" "$@" "$old" &&
			"$AVENV" move "$old" "$D" && [ ! -e "$old" ] && oracle
	}
	ok "$python: $name" as_made "$@"
}

for python in "$SYSTEM_PYTHON" $(other_pythons); do
	for pair in "${pairs[@]}" a/env:b/env; do moved "${pair//$long/long}" "$python" "$pair" --without-pip; done
	moved 'a prompt' "$python" old:new --without-pip --prompt "it's"
	moved 'with pip' "$python" old:new
done
# The launchers of pip take another form where a path has a space, or is too long.
for pair in "${pairs[@]}"; do moved "with pip, ${pair//$long/long}" "$SYSTEM_PYTHON" "$pair"; done
# What virtualenv and uv make, moved and made there; repair, after mv, writes the same.
PATH=$PATH:$SRCDIR/out/deps/python/bin
for make in "virtualenv -q -p $SYSTEM_PYTHON" "uv venv -q --seed -p $SYSTEM_PYTHON"; do
	if ! command -v "${make%% *}" >/dev/null; then
		skip "${make%% *} is not in out/deps: tests/fetch.sh fetches it" 2
		continue
	fi
	for how in move repair; do
		rm -rf "$T"/{a,b,was}
		mkdir "$T"/{a,b}
		$make "$T/a/env"
		if [ $how = move ]; then
			"$AVENV" -q move "$T/a/env" "$T/b/env"
		else
			mv "$T/a/env" "$T/b/env"
			"$AVENV" -q repair "$T/b/env" >"$T/.out"
		fi
		mv "$T/b/env" "$T/was"
		$make "$T/b/env"
		ok "${make%% *}: $how" diff -r --no-dereference -x '*.pyc' -x __pycache__ "$T/was" "$T/b/env"
	done
done
done_testing
