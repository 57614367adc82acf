#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 10 31 35
# Learning records what `avenv allow` would record without an option, and nothing else, in silence.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# learns DIR ENV WANTED NAME: DIR/.venv or what it is, sourced there, makes the one record WANTED
learns() {
	rm -rf "$HOME/.local"
	run "$AVENV" -C "$1" allow --learn -- "$PWD/$2"
	is "$(wc -l <<<"$err")" 1 "$4: in one line"
	is "$rc:$(avenv allow --list | awk 'NR > 1 { print $1, $2, $3 }')" "0:allow $PWD/$3" "$4: its slot"
}
fresh tut/venv odd/djvenv two/{.venv,venv} envs/e
mkdir led
ln -s ../envs/e led/.venv
learns odd odd/djvenv 'odd/djvenv ok' 'another name'
learns two two/.venv 'two/.venv ok' 'beside another one, which an archive brought: that environment alone'
learns led envs/e "led/.venv $PWD/envs/e" 'by way of a link'
learns tut tut/venv 'tut/venv ok' 'a usual name'
is_on tut tut/venv 'and then it is on'

# silent NAME ENV COMMAND [VAR=VALUE]: after COMMAND nothing is learnt of ENV in p, and nothing is said
silent() {
	local before
	fresh p/.venv
	(cd p && eval "$3")
	before=$(cat "$RECORDS" 2>/dev/null)
	run env "${@:4}" "$AVENV" -C p allow --learn -- "$2"
	is "$rc$out$err:$(cat "$RECORDS" 2>/dev/null)" "0:$before" "$1: in silence, nothing is learnt"
}
env=$T/w/p/.venv
silent 'known already' "$env" 'avenv -q allow'
silent 'not there' "$PWD/nothing" :
silent 'AVENV_LEARN=0' "$env" : AVENV_LEARN=0
silent 'no HOME' "$env" : HOME=
silent 'denied' "$env" 'avenv -q deny'
silent 'another one comes first' "$T/w/p/odd" 'mkenv odd'
silent 'broken' "$env" 'rm .venv/bin/python'
silent 'others may write to it' "$env" 'chmod 0777 .'
silent 'tracked by git' "$env" 'git init -q; git add -f .venv'
silent 'records that others may write to' "$env" "avenv -q allow --tree /; chmod 0777 '${RECORDS%/*}'"
done_testing
