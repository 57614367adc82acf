#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 56 62
# A directory with files in the place of the environment: the command that is named works in that state.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

# named NAME ARG...: after the command that avenv ARG... names, `create` does
named() {
	local line
	rm -rf taken
	mkdir -p taken/.venv taken/.venv.old
	touch taken/.venv/mine
	cd taken || return
	run "$AVENV" "${@:2}"
	line=$(sed -nE "s/.*'(mv [^']*)'.*/\1/p" "$T/.out" "$T/.err" | head -n 1)
	is "$line" "mv $PWD/.venv $PWD/.venv.old.old" "files in the place of .venv, $1"
	eval "$line"
	bare .venv
	is "$?:$(cd .venv.old.old && ls -A)" 0:mine 'and then create makes one'
	cd ..
}
named avenv
named status status
named doctor doctor
named up up
named create create
named check check
named allow allow
named 'allow .venv' allow .venv
named 'path .venv' path .venv
rm -r taken
mkdir -p taken/.venv
cd taken || exit
run "$AVENV"
like "$out" "'avenv create' makes one" 'an empty directory in the place of .venv'
ok 'and so it does' bare
cd .. && mkdir env && touch env/main.py && cd env || exit
run "$AVENV"
like "$out" "'avenv create' makes one" 'a project that has the name of an environment is not moved'
run "$AVENV" path .
like "$err" "'avenv create' makes one" 'nor is it where it is named'
cd .. && rm -r taken
done_testing
