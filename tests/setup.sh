#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A home directory and its startup files, for tests of setup:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/setup.sh"
# shellcheck disable=SC2016,SC2034,SC2154 # for the tests

DATA=$HOME/.local/share/avenv
# value USER [DATA]: the BASH_ENV of that user
value() { echo "\${EUID[1\${EUID//[!0-9]}!=1$1]:+${2-$DATA}/everywhere/bash}"; }
BASH_VALUE=$(value "$(id -u)")
# The PATH of each shell. Not each system has a pip, and this one has.
SYSTEM=$T/system:/usr/bin:/bin
mkdir "$T/system"
traps "$T"/system/pip{,3}
CLEAN=(env -i HOME="$HOME" PATH="$SYSTEM" SHELL=/bin/bash LC_ALL=C.UTF-8)
P=$AVENV
setup() { run "${CLEAN[@]}" "$P" setup "$@"; }

# put_on_path: $P is an avenv on PATH, a link as a package manager makes it
put_on_path() {
	mkdir "$T/bin"
	P=$T/bin/avenv
	ln -s "$AVENV" "$P"
	CLEAN+=(PATH="$T/bin:$SYSTEM")
}

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

# untouched NAME: the home directory is as home() has left it
untouched() { is "$(tree "$HOME")" "$(<"$T/before")" "$1"; }

# undone NAME [--everywhere]: setup --undo works, and leaves it so
undone() {
	setup "${@:2}" --undo
	is "$rc:$(tree "$HOME")" "0:$(<"$T/before")" "$1"
}

# A line of setup's in .zshrc, and all bytes of that file
LINE='[ ! -x /a/avenv ] || eval "$(/a/avenv hook zsh)"  # avenv setup'
shown() { [ ! -e "$HOME/.zshrc" ] || cat -A "$HOME/.zshrc"; }
