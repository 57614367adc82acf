#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Functions of the tests of records and trust:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/trust.sh"
# `avenv path` answers which environment a directory has.

# shellcheck disable=SC2154 # run leaves them

# Another user has to get through.
chmod 0755 "$T"
mkdir "$T/template"
# shellcheck disable=SC2034 # for the tests
RECORDS=$HOME/.local/share/avenv/records
# shellcheck disable=SC2034,SC2088 # as messages show it
SHOWN_RECORDS='~/.local/share/avenv/records'

avenv() { "$AVENV" "$@"; }

# fresh [ENV...]: a directory to work in, with nothing in it but environments, and no record
fresh() {
	cd "$T" && rm -rf w "$HOME/.local" && mkdir w && cd w || exit 1
	mkenv "$@"
}

# is_on DIR ENV NAME: the environment ENV is on in DIR
is_on() {
	run "$AVENV" -C "$1" path
	is "$rc:$out" "0:$PWD/$2" "$3"
}

# is_off DIR NAME [REASON]: nothing is on in DIR, and one line says why
is_off() {
	run "$AVENV" -C "$1" path
	like "$rc:$out:$err" "1::avenv: *${3-}*" "$2"
}

# does NAME ARG...: avenv succeeds
does() {
	run "$AVENV" "${@:2}"
	is "$rc:${err:0:$rc*200}" 0: "$1"
}

# refuses NAME REASON ARG...: avenv fails, and REASON is in what it says
refuses() {
	run "$AVENV" "${@:3}"
	like "$rc:$err" "1:*avenv: *$2*" "$1"
}
