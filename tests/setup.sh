# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154
# For the tests of avenv setup:  . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/setup.sh"
# $P is an avenv on PATH, and a link as a package manager makes it.

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
P=$T/bin/avenv

# The environment of the command; VARS adds to it.
CLEAN=(env -i HOME="$HOME" PATH="$T/bin:/usr/bin:/bin" SHELL=/bin/bash LC_ALL=C.UTF-8)
VARS=()

# setup ARG...: leaves $out, $err and $rc
setup() {
	run "${CLEAN[@]}" "${VARS[@]}" "$P" setup -y "$@"
}

# home [NAME CONTENT]...: a new home directory with these files, CONTENT as for printf
home() {
	chmod -R u+rwX "$HOME"
	rm -rf "$HOME"
	mkdir "$HOME"
	while [ $# -gt 0 ]; do
		mkdir -p "$(dirname "$HOME/$1")"
		# shellcheck disable=SC2059 # it is meant as a format
		printf "$2" >"$HOME/$1"
		shift 2
	done
	before
}

# tree: all below the home directory: names, types, modes, where links lead, bytes
tree() {
	(cd "$HOME" && find . -mindepth 1 -printf '%p %y %m %U %G %l %n\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 -r md5sum)
}

# before: what undone compares with
before() {
	tree >"$T/before"
}

# untouched NAME: all is as it was
untouched() {
	is "$(tree)" "$(cat "$T/before")" "$1"
}

# lines FILE: how many of its lines load avenv
lines() {
	grep -c 'avenv hook' "$1"
}

# added NAME FILE: setup worked, and put one line at the end of FILE, where a second run finds it
added() {
	is "$rc:$(lines "$2"):$(tail -n 1 "$2" | grep -c 'avenv hook')" 0:1:1 "$1: one line, at the end"
	tree >"$T/once"
	setup "${@:3}"
	is "$rc:$(tree)" "0:$(cat "$T/once")" "$1: twice is once"
}

# undone NAME: undoing works, and all is as it was
undone() {
	setup --undo
	is "$rc" 0 "$1: undone"
	untouched "$1: undone, all is as it was"
}

# refused NAME WORD [SHELL]: it was, for a reason with WORD, and nothing is written
refused() {
	setup "${@:3}"
	like "$rc:$err" "1:avenv: *$2" "$1: refused"
	untouched "$1: nothing is written"
}
