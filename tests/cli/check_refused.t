#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78
# avenv check of an environment that may not be on: the one command that it names.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
. "$SRCDIR/tests/commands.sh"

# check_names NEXT [pip]: NEXT is the one command that check names, whatever is declared, beside an environment with a pip
check_names() {
	local file
	[ $# = 1 ] || metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
	declare -A declared=([requirements.txt]=a [uv.lock]=$UV_LOCK [Pipfile]='[packages]\na = "*"\n'
		[poetry.lock]=$POETRY_LOCK [pylock.toml]='lock-version = "1.0"\n[[packages]]\nname = "a"\n')
	for file in "${!declared[@]}"; do
		printf '%b' "${declared[$file]}" >"$file"
		run "$AVENV" check -v
		commands_of "$out$err"
		like "$rc:$commands" "1:$1" "$file"
		run "$AVENV" check --json -r "$file" ./.venv
		commands_of "$out$err"
		like "$rc:$commands:$out" '1::*"command": null*' "$file: by name, as JSON"
		rm "$file"
	done
	rm -rf ".venv/$SITE/pip-24.0.dist-info"
}

case_check_not_allowed() {
	project off
	mkenv .venv
	check_names 'avenv allow'
	check_names 'avenv allow' pip
	printf '%s\n' '-e .' a >requirements.txt
	echo 'import setuptools; setuptools.setup()' >setup.py
	chmod 666 setup.py
	stays 'others can write to setup.py' "*'chmod go-w */setup.py'" . "$AVENV" check
	unlike "$err" '*pip install*' 'nothing of pip'
}

case_check_denied_and_tracked() {
	project off
	mkenv .venv
	"$AVENV" -q deny .
	check_names 'avenv allow' pip
	"$AVENV" -q forget
	"$AVENV" -q deny ..
	check_names 'avenv forget *'
	"$AVENV" -q forget ..
	"$AVENV" -q allow --tree ..
	check_names 'avenv allow' pip
	"$AVENV" -q forget ..
	has git || return
	git init -q && git add -f .venv
	check_names 'avenv allow --tracked' pip
}

run_cases
