#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A home directory and its startup files, for tests of setup:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/setup.sh"
# shellcheck disable=SC2034,SC2154 # for the tests

DATA=$HOME/.local/share/avenv
# value USER [DATA]: the BASH_ENV of that user
value() { echo "\${EUID[1\${EUID//[!0-9]}!=1$1]:+${2-$DATA}/everywhere/bash}"; }
BASH_VALUE=$(value "$(id -u)")
mkdir "$T/system"
traps "$T"/system/pip{,3}
CLEAN=(env -i HOME="$HOME" PATH="$T/system:/usr/bin:/bin" SHELL=/bin/bash LC_ALL=C.UTF-8)
setup() { run "${CLEAN[@]}" "$AVENV" setup "$@"; }

# home [NAME CONTENT]...: a new home directory with these files, CONTENT as for printf
home() {
	rm -rf "$HOME"
	mkdir "$HOME"
	while [ $# -gt 0 ]; do
		# shellcheck disable=SC2059 # it is meant as a format
		mkdir -p "$HOME/$(dirname "$1")" && printf "$2" >"$HOME/$1"
		shift 2
	done
	tree "$HOME" >"$T/before"
}
