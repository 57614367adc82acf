#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 61 66
# A reader that goes away, or a limit of file sizes, ends no command between its steps; what it starts has the signals
# that avenv had.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

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
program "$T/p/.venv/bin/ignores" '#!/bin/sh' 'sed -n "s/^SigIgn:.*\(.......\)$/\1/p" /proc/self/status'
# Of SIGPIPE and SIGXFSZ
is "$((0x$("$AVENV" -C p run ignores) & 0x1001000))" 0 'run: a program can die of a write'
is "$(
	trap '' PIPE XFSZ
	echo $((0x$("$AVENV" -C p run ignores) & 0x1001000))
)" $((0x1001000)) 'run: unless the signals were ignored before'

# limited COMMAND...: files have at most 1024 bytes
limited() { (ulimit -f 1 && run "$@" && echo "$rc:$err"); }
# long FILE: FILE has 1000 bytes
long() { printf "# %$((998 - $(stat -c %s "$1")))s" >>"$1"; }
mkenv q/.venv
echo >>"$RECORDS"
long "$RECORDS"
echo >>"$RECORDS"
cp "$RECORDS" before
like "$(limited "$AVENV" allow q):$(cmp before "$RECORDS")" "1:avenv: cannot write '*records': File too large*:" \
	'ulimit -f: no part of a record'
: >"$HOME/.bashrc"
long "$HOME/.bashrc"
cp "$HOME/.bashrc" before
like "$(limited "$AVENV" setup bash):$(cmp before "$HOME/.bashrc")" "1:*.bashrc*File too large*:" \
	'... and no part of a line in a startup file'
like "$(limited "$AVENV" create new/.venv):$(ls -A new)" '1:*File too large*:' '... and of an environment nothing stays'
done_testing
