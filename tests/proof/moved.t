#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58
# avenv move for each interpreter: a moved environment has the bytes that `python -m venv` makes
# at the new place. tests/cli/move.t has other places, and flags.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

# as_made PYTHON OLD: moved from OLD, and made at the new place
as_made() {
	rm -rf "$2" && make_theirs "$1" && "${CLEAN[@]}" "$AVENV" create -q -p "$1" "$2" && "$AVENV" move "$2" "$D" &&
		[ ! -e "$2" ] && oracle
}
for python in "$SYSTEM_PYTHON" $(other_pythons); do
	# The launchers of pip take another form where a path has a space, or is too long.
	for old in 'with space' "$(printf 'x%.0s' {1..120})"; do ok "$python, ${old::10}" as_made "$python" "$T/$old"; done
done
# Environments of virtualenv and uv, moved and made there; repair, after mv, writes the same.
PATH=$PATH:$SRCDIR/out/deps/python/bin
for make in "virtualenv -q -p $SYSTEM_PYTHON" "uv venv -q --seed -p $SYSTEM_PYTHON"; do
	if ! command -v "${make%% *}" >/dev/null; then
		skip "${make%% *} is not in out/deps: tests/fetch.sh fetches it"
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
