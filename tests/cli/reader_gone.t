#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 61 66
# A reader that goes away ends no command between its steps; what it starts has the signals that avenv had.
. "${SRCDIR:?}/tests/lib.sh"

cd "$T" || exit 1
mkfifo gate
# unread COMMAND...: the same, surely: the reader has gone before the command starts
unread() {
	(
		exec 3>gate
		read -r _ <gate2
		"$@" >&3 2>&3
		echo "$?" >status
	) &
	exec 4<gate
	exec 4<&-
	echo >gate2
	wait
	cat status
}
mkfifo gate2
mkdir new to
is "$(unread "$AVENV" create --without-pip new/.venv):$("$AVENV" -C new path)" "0:$T/new/.venv" 'create: it is made and recorded'
is "$(unread "$AVENV" move new/.venv to/.venv):$("$AVENV" -C to path)" "0:$T/to/.venv" 'move: it is moved and recorded'
is "$("$AVENV" allow --list | grep -c .venv)" 1 '... under its new path alone'
is "$(unread "$AVENV" list)" 0 'list: no error'
is "$(unread "$AVENV" remove -y to/.venv):$(ls -A to)" 0: 'remove: it is removed'
mkenv p/.venv
"$AVENV" -q allow p
program "$T/p/.venv/bin/blocks" '#!/bin/sh' 'sed -n "/^SigIgn/s/.*\(.\)...$/\1/p" /proc/self/status'
is "$("$AVENV" -C p run blocks)" 0 'run: a program can die of SIGPIPE'
is "$(
	trap '' PIPE
	"$AVENV" -C p run blocks
)" 1 'run: unless it was ignored before'
done_testing
