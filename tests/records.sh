# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154 # run sets rc, out and err
# For tests of records:  . tests/lib.sh; . tests/records.sh

chmod 0755 "$T"
STORE=$HOME/.local/share/avenv/trust
cd "$HOME" || exit 1

# fresh NAME: an empty directory of its own, and no records
fresh() {
	rm -rf "$HOME/.local"
	mkdir "$HOME/$1"
	cd "$HOME/$1" || exit 1
}

# records: "verb scope path" of each record, sorted by path, the path below HOME as ~
records() {
	"$AVENV" allow --list 2>/dev/null | awk '{ print $1, $2, $3 }' | sed "s|$HOME|~|"
}

# on DIR: the environment that is on there, below HOME; empty where none is
on() {
	run "$AVENV" -C "$1" path
	printf '%s\n' "${out#"$HOME"/}"
}

# gives DIR ENV NAME: ENV, below the working directory, is on in DIR; "-": none is
gives() {
	local wanted=$PWD/$2
	if [ "$2" = - ]; then wanted=; fi
	run "$AVENV" -C "$1" path
	is "$out" "$wanted" "$3"
}

# refused NAME COMMAND...: exit 1, one line or more of ours, and the records stay
refused() {
	local name=$1 before
	shift
	before=$(cat "$STORE" 2>/dev/null)
	run "$@"
	like "$rc:$err" '1:avenv: *' "$name: refused"
	is "$(cat "$STORE" 2>/dev/null)" "$before" "$name: nothing is recorded"
}

# as_other COMMAND...: as uid 65534, in a home of its own; for root only
as_other() {
	run setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$T/other" "$@"
}
