#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58
# avenv move for each interpreter: a moved environment has the bytes that `python -m venv` makes
# at the new place, from and to paths with a space, and paths longer than a first line may be.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

long=$(printf 'x%.0s' {1..120})

# moved_as_made PYTHON OLD NEW [FLAG...]: moved from $T/OLD to $T/NEW, and made there, compared
moved_as_made() {
	local python=$1 old=$T/$2
	D=$T/$3
	shift 3
	rm -rf "$old"
	mkdir -p "${old%/*}"
	make_theirs "$python" "$@" && "${CLEAN[@]}" "$AVENV" create -q -p "$python" "$@" "$old" &&
		"$AVENV" move "$old" "$D" && [ ! -e "$old" ] && oracle
}

for python in "$SYSTEM_PYTHON" $(other_pythons); do
	for pair in 'old:with space' 'with space:new' "$long:new" "new:$long" a/env:b/env; do
		ok "$python: ${pair//$long/long}" \
			moved_as_made "$python" "${pair%%:*}" "${pair#*:}" --without-pip
	done
	ok "$python: a prompt, copies" \
		moved_as_made "$python" old new --without-pip --copies --prompt "it's"
	ok "$python: with pip" moved_as_made "$python" old new
done
# The launchers of pip take another form where a path has a space, or is too long.
for pair in 'old:with space' 'with space:new' "new:$long" "$long:new"; do
	ok "with pip, ${pair//$long/long}" \
		moved_as_made "$SYSTEM_PYTHON" "${pair%%:*}" "${pair#*:}"
done
# What virtualenv and uv make, moved and made there; repair, after mv, writes the same.
for tool in virtualenv uv; do
	if ! command -v "$tool" >/dev/null; then
		skip "$tool is not installed" 2
		continue
	fi
	make=("$tool" -q -p "$SYSTEM_PYTHON")
	[ "$tool" = virtualenv ] || make=(uv venv -q --seed -p "$SYSTEM_PYTHON")
	for how in move repair; do
		rm -rf "$T"/{a,b,was}
		mkdir "$T"/{a,b}
		"${make[@]}" "$T/a/env"
		if [ $how = move ]; then
			"$AVENV" -q move "$T/a/env" "$T/b/env"
		else
			mv "$T/a/env" "$T/b/env"
			"$AVENV" -q repair "$T/b/env" >"$T/.out"
		fi
		mv "$T/b/env" "$T/was"
		"${make[@]}" "$T/b/env"
		ok "$tool: $how" diff -r --no-dereference -x '*.pyc' -x __pycache__ "$T/was" "$T/b/env"
	done
done
done_testing
