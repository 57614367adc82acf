#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 79
# A tool that installs the project is not on PATH: no command promises avenv up, and the lines that are
# printed get the tool, pasted as they are. apt-get, pipx and the tools are stand-ins here.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
quick_python

few=$T/few
mkdir "$few"
# shellcheck disable=SC2317 # called by a pasted line
avenv() { "$AVENV" "$@"; }

# stand_in NAME LINE...: to be installed by another
stand_in() { program "$T/$1" '#!/bin/sh' 'PATH=/usr/bin:/bin' "${@:2}"; }
stand_in tool 'exit 0'
# shellcheck disable=SC2016 # expanded in the stand-ins
{
	stand_in pipx '[ "$1" = install ] && mkdir -p ~/.local/bin && cp "$T/tool" ~/.local/bin/"$2"'
	stand_in uv '[ "$1 $2" = "tool install" ] && mkdir -p ~/.local/bin && cp "$T/tool" ~/.local/bin/"$3"'
	stand_in apt-get 'case $* in' 'update) : >"$T/updated" ;;' \
		'"install -y pipx") [ -e "$T/updated" ] && cp "$T/pipx" "$T/few" ;;' '*) exit 1 ;;' 'esac'
	stand_in sudo 'exec "$T/few/$@"'
	stand_in su 'PATH=$T/few:$PATH; [ "$1 $2" = "- -c" ] && eval "$3"'
}

# with PROGRAM...: these are on PATH, and no tool is at home
with() {
	rm -rf "$few" "$T/updated" "$HOME/.local/bin"
	mkdir "$few"
	for program; do cp "$T/$program" "$few/"; done
}

# gets TOOL TITLE COMMAND...: COMMAND does not name avenv up, and its lines get TOOL
gets() {
	local said line
	said=$(PATH=$few "${@:3}" 2>&1)
	unlike "$said" '*avenv up*' "$2: no avenv up"
	unlike "$said" "*-C * up*" "$2: none elsewhere"
	like "$said" "needs '$1'" "$2: the tool is named"
	line=$(grep -E '^(apt-get|sudo|su|pipx|uv|PATH=)' <<<"$said")
	[ -n "$line" ] || line=$(grep -oE "'(pipx|uv) [a-z ]+'" <<<"$said" | tr -d "'")
	# shellcheck disable=SC2015
	is "$(PATH=$few && eval "$line" && "$AVENV" up -n 2>&1 | /usr/bin/tail -n 1)" "$want" "$2: ${line//$'\n'/; }"
}

POETRY='[metadata]\nlock-version = "2.1"\n[[package]]\nname = "a"\nversion = "1"\ngroups = ["main"]\n'
for case in uv pipx apt-get 'apt-get sudo' 'apt-get su'; do
	# Only root does without sudo and su.
	[ "$case" != apt-get ] || is_root || continue
	project p poetry.lock "$POETRY"
	touch pyproject.toml
	want='poetry install'
	for command in 'up' '' 'create' 'check' 'recreate'; do
		# shellcheck disable=SC2086 # words
		with $case
		[ "$command" != create ] || command="create -p $PYTHON"
		# shellcheck disable=SC2086
		gets poetry "$case: ${command%% *}" "$AVENV" $command
	done
done

for row in 'uv uv.lock' 'pdm pdm.lock' 'pipenv Pipfile'; do
	with pipx
	project p "${row#* }" '[packages]'
	want=$(sed 's/pipenv/& install/; s/pdm/& sync/; s/uv/& sync/' <<<"${row% *}")
	gets "${row% *}" "${row#* }" "$AVENV" create -p "$PYTHON"
done

# ~/.local/bin is on PATH
project p poetry.lock
with pipx
PATH=$few:$HOME/.local/bin run "$AVENV"
like "$out" "*'pipx install poetry' gets it" 'one line where the tool is on PATH then'
PATH=$few:$HOME/.local/bin run "$AVENV" up
is "$rc:$(wc -l <<<"$err")" 1:1 'up: one line'
with apt-get
PATH=$few:$HOME/.local/bin run /usr/bin/env AVENV_SHELL='fish 6' "$AVENV"
unlike "$out" '*.local*' 'pipx is missing, too: the line for PATH is left out'
PATH=$few run /usr/bin/env AVENV_SHELL='fish 6' HOME="$T/a b" "$AVENV"
like "$out" "*set -gx PATH '*/a b/.local/bin' *" 'in the words of the shell'

# Nothing can get it.
with
for tool in poetry uv; do
	project p $tool.lock
	PATH=$few run "$AVENV" up
	like "$rc:$err" "1:*needs '$tool'*, nor *which get*" "no way to get $tool"
	PATH=$few run "$AVENV"
	unlike "$out" '*avenv up*' "no way to get $tool: status"
done
# No path to a program comes from HOME.
mkdir -p "$HOME/.local/bin" && cp "$T/tool" "$HOME/.local/bin/uv"
PATH=$few run "$AVENV" up
like "$rc:$err" "1:*needs 'uv', which *" 'a tool in ~/.local/bin'

done_testing
