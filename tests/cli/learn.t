#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 10 31 35
# Learning records what `avenv allow` would record without an option, and nothing else, in silence.
. "${SRCDIR:?}/tests/lib.sh"

STORE=$HOME/.local/share/avenv/records
mkdir "$HOME/learn"
cd "$HOME/learn" || exit

# records: "verb scope path" of each record, the path below HOME as ~
records() {
	"$AVENV" allow --list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3 }'
}

# learns ENV WANTED NAME: the record that is made by it
learns() {
	rm -rf "$HOME/.local"
	run "$AVENV" -C "${1%/*}" allow --learn -- "$PWD/$1"
	is "$rc:$(records)" "0:$2" "$3"
	is "$(wc -l <<<"$err")" 1 "$3: in one line"
}

# silent ENV NAME [VAR=VALUE]: nothing is learnt and nothing is said
silent() {
	local before
	before=$(cat "$STORE" 2>/dev/null)
	run env "${@:3}" "$AVENV" -C "$(dirname "$1")" allow --learn -- "$1"
	is "$rc$out$err:$(cat "$STORE" 2>/dev/null)" "0:$before" "$2: in silence, nothing is learnt"
}

mkenv tut/venv
learns tut/venv 'allow ~/learn/tut/venv ok' 'a usual name: its slot'
is "$("$AVENV" -C tut path)" "$PWD/tut/venv" 'and then it is on'
silent "$PWD/tut/venv" 'known already'
mkenv odd/djvenv
learns odd/djvenv 'allow ~/learn/odd/djvenv ok' 'another name: its slot'
mkenv a/.venv
silent a/.venv 'a relative path'
silent "$PWD/nothing" 'not there'
silent "$PWD/a/.venv" 'AVENV_LEARN=0' AVENV_LEARN=0
silent "$PWD/a/.venv" 'no HOME' HOME=
"$AVENV" -q deny a
silent "$PWD/a/.venv" 'denied'
mkenv b/.venv
mkenv b/odd
silent "$PWD/b/odd" 'another one comes first'
mkenv c/.venv
rm c/.venv/bin/python
silent "$PWD/c/.venv" 'broken'
mkenv d/.venv
chmod 0777 d
silent "$PWD/d/.venv" 'others may write to it'
git init -q e
mkenv e/.venv
git -C e add -f .venv
silent "$PWD/e/.venv" 'tracked by git'
mkenv f/.venv
chmod 0777 "${STORE%/*}"
silent "$PWD/f/.venv" 'records that others may write to'
chmod 0700 "${STORE%/*}"
# One that an archive brought is not learnt with it.
mkenv g/.venv
mkenv g/venv
learns g/.venv 'allow ~/learn/g/.venv ok' 'beside another one: that environment alone'
# What leads to it here is what is learnt, not the place where it lies.
mkdir led
mkenv envs/e
ln -s ../envs/e led/.venv
rm -rf "$HOME/.local"
run "$AVENV" -C led allow --learn -- "$PWD/envs/e"
is "$(records)" 'allow ~/learn/led/.venv ~/learn/envs/e' 'by way of a link: its slot'
done_testing
