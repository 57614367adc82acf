#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58
# Environments of virtualenv and uv, moved, and made at the new place: the same bytes. repair, after mv,
# writes the same. tests/cli/move.t has those of venv.
. "${SRCDIR:?}/tests/lib.sh"

SYSTEM_PYTHON=$(command -v python3)
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
		"$AVENV" -q allow "$T/a/env"
		if [ $how = move ]; then
			"$AVENV" -q move "$T/a/env" "$T/b/env"
		else
			mv "$T/a/env" "$T/b/env"
			"$AVENV" -q allow "$T/b/env"
			"$AVENV" -q repair "$T/b/env" >"$T/.out"
		fi
		mv "$T/b/env" "$T/was"
		$make "$T/b/env"
		ok "${make%% *}: $how" diff -r --no-dereference -x '*.pyc' -x __pycache__ "$T/was" "$T/b/env"
	done
done
done_testing
