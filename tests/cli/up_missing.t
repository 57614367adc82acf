#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 79
# A tool that installs the project is not on PATH: no command promises avenv up, and the lines that are
# printed get the tool, pasted as they are. apt-get, pipx and the tools are stand-ins here.
# shellcheck disable=SC2001,SC2086 # a pattern; words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
quick_python

few=$T/few
# shellcheck disable=SC2317 # called by a pasted line
avenv() { "$AVENV" "$@"; }

# stand_in NAME LINE...: to be installed by another
stand_in() { program "$T/$1" '#!/bin/sh' 'PATH=/usr/bin:/bin' "${@:2}"; }
stand_in tool 'exit 0'
# shellcheck disable=SC2016 # expanded in the stand-ins
{
	stand_in pipx '[ "$1" = install ] && mkdir -p ~/.local/bin && cp "$T/tool" ~/.local/bin/"$2"'
	stand_in uv '[ "$1 $2" = "tool install" ] && mkdir -p ~/.local/bin && cp "$T/tool" ~/.local/bin/"$3"'
	stand_in apt-get 'case $* in' 'update) : >"$T/few/updated" ;;' \
		'"install -y pipx") [ -e "$T/few/updated" ] && cp "$T/pipx" "$T/few" ;;' '*) exit 1 ;;' 'esac'
	stand_in sudo 'exec "$T/few/$@"'
	stand_in su 'PATH=$T/few:$PATH; [ "$1 $2" = "- -c" ] && eval "$3"'
}

# with PROGRAM...: these are on PATH, and no tool is at home
with() {
	rm -rf "$few" "$HOME/.local/bin"
	mkdir "$few"
	for program; do cp "$T/$program" "$few/"; done
}

# gets LINE TITLE COMMAND...: COMMAND does not name avenv up; with the lines that it names up -n prints LINE
gets() {
	local said line
	said=$(PATH=$few "${@:3}" 2>&1)
	unlike "$(sed 's/ -C [^ ]*//' <<<"$said")" '*avenv up*' "$2: no avenv up"
	line=$(grep -E '^(apt-get|sudo|su|pipx|uv|PATH=)' <<<"$said")
	[ -n "$line" ] || line=$(grep -oE "'(pipx|uv) [a-z ]+'" <<<"$said" | tr -d "'")
	# shellcheck disable=SC2015
	is "$(PATH=$few && eval "$line" && "$AVENV" up -n 2>&1 | /usr/bin/tail -n 1)" "$1" "$2: ${line//$'\n'/; }"
}

# got_by PROGRAM...: with these each command gets poetry
got_by() {
	local command
	project p poetry.lock "$POETRY_LOCK"
	touch pyproject.toml
	for command in up status "create -p $PYTHON" check recreate; do
		with "$@"
		# shellcheck disable=SC2086 # words
		gets 'poetry install' "${command%% *}" "$AVENV" $command
	done
}
case_uv() { got_by uv; }
case_pipx() { got_by pipx; }
# Only root does without sudo and su.
case_apt_get() { ! is_root || got_by apt-get; }
case_apt_get_by_sudo() { got_by apt-get sudo; }
case_apt_get_by_su() { got_by apt-get su; }

case_other_tools() {
	for row in 'uv.lock=uv sync' 'pdm.lock=pdm sync' 'Pipfile=pipenv install'; do
		with pipx
		project p "${row%=*}" '[packages]'
		gets "${row#*=}" "${row%=*}" "$AVENV" create -p "$PYTHON"
	done
}

case_home_on_path() {
	project p poetry.lock
	with pipx
	for command in up status; do
		PATH=$few:$HOME/.local/bin run "$AVENV" $command
		like "$out$err" "'pipx install poetry'" "$command: one line where the tool is on PATH then"
	done
	with apt-get
	PATH=$few:$HOME/.local/bin run "$AVENV"
	unlike "$out" '*.local*' 'pipx is missing, too: the line for PATH is left out'
	PATH=$few run /usr/bin/env AVENV_SHELL="fish $PROTOCOL" HOME="$T/a b" "$AVENV"
	like "$out" "*set -gx PATH '*/a b/.local/bin' *" 'in the words of the shell'
}

case_nothing_gets_it() {
	with
	for tool in poetry uv; do
		project p $tool.lock
		for command in up status; do
			PATH=$few run "$AVENV" $command
			unlike "$out$err" '*avenv up*' "$tool: $command names no up"
		done
		# No path to a program comes from HOME.
		mkdir -p "$HOME/.local/bin" && cp "$T/tool" "$HOME/.local/bin/$tool"
		PATH=$few run "$AVENV" up
		like "$rc:$err" "1:*'$tool'*" "$tool in ~/.local/bin"
	done
}

run_cases
