#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of avenv up, projects and stand-ins for the tools:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/up.sh"
. "${SRCDIR:?}/tests/create.sh"

unset VIRTUAL_ENV AVENV_TRUST
mkdir "$T/tools"
export T PATH=$T/tools:/usr/bin:/bin:$AVENV_BUILD_DIR

# tools LINE...: uv, poetry, pdm and pipenv are on PATH, scripts with these lines; $TOOL is the name
tools() {
	local tool
	for tool in uv poetry pdm pipenv; do program "$T/tools/$tool" '#!/bin/sh' "TOOL=$tool" "$@"; done
}

up() { run "$AVENV" up "$@"; }

# project NAME [FILE [TEXT]]: an empty directory NAME with FILE; the shell stands there
project() {
	cd "$T/w" && rm -rf "$1" && mkdir "$1" && cd "$1" || exit
	[ $# = 1 ] || printf '%b' "${3-}" >"$2"
}
