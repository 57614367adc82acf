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
done_testing
