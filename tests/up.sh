#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # for the tests; run() leaves them
# For tests of avenv up, projects and stand-ins for the tools:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/up.sh"
. "${SRCDIR:?}/tests/create.sh"

unset VIRTUAL_ENV AVENV_TRUST
mkdir "$T/tools"
export T PATH=$T/tools:/usr/bin:/bin:$AVENV_BUILD_DIR

TOOLS=$(sed -n 's/^\t\.name = "\(.*\)",$/\1/p' "$SRCDIR"/src/declared/*.c)
# tools LINE...: all tools are on PATH, scripts with these lines; $TOOL is the name
tools() {
	local tool
	for tool in $TOOLS; do program "$T/tools/$tool" '#!/bin/sh' "TOOL=$tool" "$@"; done
}

# stand_ins: the tools note how they are called, make .venv, and install a 1.0 there; with FAILS they exit before
stand_ins() {
	mkenv "$T/model"
	export SITE
	tools ". '$T/stand_in'"
	cat >"$T/stand_in" <<-'S'
		printf '%s in %s on %s\n' "$TOOL${*:+ $*}" "${PWD##*/}" "${VIRTUAL_ENV##*/w/}" >>"$HOME/log"
		echo "out of $TOOL"
		echo "err of $TOOL" >&2
		env=${UV_PROJECT_ENVIRONMENT:-${VIRTUAL_ENV:-.venv}}
		[ -d "$env" ] || cp -a "$T/model" "$env"
		[ -z "$FAILS" ] || exit "$FAILS"
		mkdir -p "$env/$SITE/a-1.0.dist-info"
		printf 'Metadata-Version: 2.1\nName: a\nVersion: 1.0\n' >"$env/$SITE/a-1.0.dist-info/METADATA"
	S
}

# ran: what the stand-ins were called with since it was last asked
ran() { cat "$HOME/log" 2>/dev/null && rm "$HOME/log"; }

# runs WANTED TITLE [OPTION...]: up succeeds, and calls the tools so: "TOOL WORDS in DIRECTORY on ENVIRONMENT",
# where ENVIRONMENT is VIRTUAL_ENV as the tool sees it, empty before there is one
runs() {
	up "${@:3}"
	is "$rc" 0 "$2: succeeds"
	is "$(ran)" "$1" "$2"
}

PIP='.venv/bin/python -I -m pip install'
up() { run "$AVENV" up "$@"; }

# A project, one that asks for a, and lock files of that with a 1.0
PROJECT='[project]\nname = "p"\nversion = "1"\n'
NEEDS_A=$PROJECT'dependencies = ["a"]\n'
UV_LOCK='version = 1\n[[package]]\nname = "p"\nversion = "0"\nsource = { virtual = "." }\n'
UV_LOCK+='dependencies = [{ name = "a" }]\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "x" }\n'
POETRY_LOCK='[[package]]\nname = "a"\nversion = "1.0"\noptional = false\ngroups = ["main"]\n'
POETRY_LOCK+='[metadata]\nlock-version = "2.1"\n'
PDM_LOCK='[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\n'
PDM_LOCK+='[[package]]\nname = "a"\nversion = "1.0"\ngroups = ["default"]\n'
PIPFILE_LOCK='{"_meta": {"pipfile-spec": 6}, "default": {"a": {"version": "==1.0"}}, "develop": {}}\n'

# line WANTED TITLE [OPTION...]: up -n succeeds, and prints WANTED and nothing else, but the `avenv create` that comes first
# where WANTED does not begin with it
line() {
	up -n "${@:3}"
	[[ $1 = 'avenv create'* ]] || out=${out#avenv create*$'\n'}
	is "$rc:$out" "0:$1" "$2: ${1##*$'\n'}"
}

# up_refused TITLE WHY [OPTION...]: up says WHY, starts no tool, and changes nothing in the directory
up_refused() {
	stays "$1" "$2" . "$AVENV" up "${@:3}"
	[ ! -e "$HOME/log" ]
	tap $? "$1: no tool runs"
}

# project NAME [FILE [TEXT]]: a new directory NAME, in which the shell stands; FILE gets TEXT, with printf's escapes
project() {
	cd "$T/w" && rm -rf "$1" && mkdir "$1" && cd "$1" || exit
	[ $# = 1 ] || printf '%b' "${3-}" >"$2"
}

# allowed [ENV]: a sound environment is here, and allowed
allowed() { mkenv "${1-.venv}" && "$AVENV" -q allow; }
