#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Functions of the tests of records and trust:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/trust.sh"
# `avenv path` answers which environment a directory has.

# Another user has to get through.
chmod 0755 "$T"
# shellcheck disable=SC2034 # for the tests
STORE=$HOME/.local/share/avenv/records
# shellcheck disable=SC2034,SC2088 # as messages show it
SHOWN_STORE='~/.local/share/avenv/records'

# shellcheck disable=SC2218 # that of lib.sh
mkenv "$T/template/env"

avenv() { "$AVENV" "$@"; }

# fresh [ENV...]: a directory to work in, with nothing in it but environments, and no record
fresh() {
	cd "$T" && rm -rf w "$HOME/.local" && mkdir w && cd w || exit 1
	mkenv "$@"
}

# is_root: only root can give a file to another user
is_root() {
	[ "$(id -u)" = 0 ]
}

# run COMMAND...: as that of lib.sh, without a process for each output
run() {
	rc=0
	"$@" >"$T/.out" 2>"$T/.err" </dev/null || rc=$?
	out=$(<"$T/.out") err=$(<"$T/.err")
}

# mkenv DIR...: as that of lib.sh, by copies
mkenv() {
	local dir
	for dir; do mkdir -p "$dir" && cp -a "$T/template/env/." "$dir"; done
}

# is_on DIR ENV NAME: the environment ENV is on in DIR
is_on() {
	run "$AVENV" -C "$1" path
	is "$rc:$out" "0:$PWD/$2" "$3"
}

# is_off DIR NAME [REASON]: nothing is on in DIR, and one line says why
is_off() {
	run "$AVENV" -C "$1" path
	like "$rc:$out:$err" "1::avenv: *${3-}" "$2"
}

# does NAME ARG...: avenv succeeds
does() {
	run "$AVENV" "${@:2}"
	is "$rc:${err:0:$rc*200}" 0: "$1"
}

# refuses NAME REASON ARG...: avenv fails, and REASON is in what it says
refuses() {
	run "$AVENV" "${@:3}"
	like "$rc:$err" "1:*avenv: *$2" "$1"
}
