#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29
# Build: asan
# The helper's answer to a question that no hook asks. A state of any bytes: fuzz/state
. "${SRCDIR:?}/tests/lib.sh"

# silent STATUS NAME ARG...: no answer, no message, and this exit status
silent() {
	run env -i HOME="$HOME" "$AVENV-hook" "${@:3}"
	is "$rc:$out$err" "$1:" "$2: silence, exit status $1"
}

p=$HOME/p
mkenv "$p/.venv"
question "$p"
silent 2 'no arguments'
for protocol in 0 '' 999999; do
	silent 2 "protocol '$protocol'" bash "$protocol" "${arguments[@]:2}"
done
silent 1 'an unknown shell' ksh "${arguments[@]:1}"
(cd "$p" && env -i "$AVENV-hook" "${arguments[@]}" >/dev/full 2>"$T/.err")
is "$?$(<"$T/.err")" 1 'an answer that could not be written: exit 1, and silence'
(cd "$p" && env -i "$AVENV-hook" "${arguments[@]}" >&- 2>"$T/.err")
is "$?$(<"$T/.err")" 1 'nowhere to write: exit 1, and silence'
done_testing
