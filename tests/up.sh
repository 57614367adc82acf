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

PIP='.venv/bin/python -I -m pip install'
up() { run "$AVENV" up "$@"; }

# line WANTED TITLE [OPTION...]: the last command that up -n prints
line() {
	up -n "${@:3}"
	is "$rc:$(tail -n 1 <<<"$out")" "0:$1" "$2: $1"
}

# up_refused TITLE WHY [OPTION...]: up says WHY and changes nothing in the directory
up_refused() { changes_nothing "$1" "1:*$2" . "$AVENV" up "${@:3}"; }

# project NAME [FILE [TEXT]]: a new directory NAME, in which the shell stands; FILE gets TEXT, with the escapes of printf
project() {
	cd "$T/w" && rm -rf "$1" && mkdir "$1" && cd "$1" || exit
	[ $# = 1 ] || printf '%b' "${3-}" >"$2"
}
