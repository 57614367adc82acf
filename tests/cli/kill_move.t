#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv move, killed or failing anywhere: the old environment is whole or the new one
# is, or both; and once it is said again, what was meant is so.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

w=$T/w

# An environment that is on record, with paths to rewrite, and projects led to it: by
# a redirect, by a link
setup() {
	rm -rf "$w" "$HOME/.local"
	mkdir -p "$w/project" "$w/linked" "$w/in" "$w/to" && cd "$w" || return
	mkenv in/oddly
	printf '#!%s/bin/python\n' "$w/in/oddly" >in/oddly/bin/x
	chmod 755 in/oddly/bin/x
	printf 'command = python -m venv %s\n' "$w/in/oddly" >>in/oddly/pyvenv.cfg
	ln -s "$w/in/oddly/lib" in/oddly/lib64
	mkdir in/oddly/lib/python3 && echo x >in/oddly/lib/python3/x
	echo ../in/oddly >project/.venv
	ln -s ../in/oddly linked/.venv
	"$AVENV" -q allow project linked && "$AVENV" -q -C in allow oddly
}

# whole DIR: all of it is there, and names itself only
whole() {
	[ "$(cd "$1" && find . | LC_ALL=C sort | tr '\n' ' ')" = "$all" ] &&
		[ "$(head -n 1 "$1/bin/x")" = "#!$w/$1/bin/python" ] &&
		[ "$(readlink "$1/lib64")" = "$w/$1/lib" ] &&
		tail -n 1 "$1/pyvenv.cfg" | grep -qx "command = python -m venv $w/$1"
}

# Each place: an environment that is whole, or nothing. Said again: moved; where that
# is refused, as both are there, removing the old one is what is left to do.
invariant() {
	for place in in/oddly to/new; do
		if [ -e "$place" ] && ! whole "$place"; then
			echo "$place is not whole"
			find "$place" -printf '%P %l\n'
			return 1
		fi
	done
	if [ ! -e in/oddly ] && [ ! -e to/new ]; then
		find .
		return 1
	fi
	[ -e "project/$(cat project/.venv)/pyvenv.cfg" ] || [ -e "$(cat project/.venv)/pyvenv.cfg" ] || {
		echo 'the redirect leads nowhere'
		return 1
	}
	case $(readlink linked/.venv)/$([ -e linked/.venv/pyvenv.cfg ] && echo there) in
	../in/oddly/there | ../to/new/there) ;;
	*)
		echo 'the link leads nowhere'
		return 1
		;;
	esac
	if [ -e to/new ]; then
		"$AVENV" remove -y in/oddly
	else
		"$AVENV" move in/oddly to/new && [ "$("$AVENV" -C project path)" = "$w/to/new" ] || return
		[ "$(readlink linked/.venv)" = ../to/new ] && [ "$(ls -A linked)" = .venv ] || return
	fi
	whole to/new && [ ! -e in/oddly ] && [ -z "$(ls -A in)" ] && [ "$(ls -A to)" = new ]
}

setup || exit 1
all=$(cd in/oddly && find . | LC_ALL=C sort | tr '\n' ' ')
kill_matrix setup invariant "$AVENV" move in/oddly to/new

fail_matrix ENOSPC "?open,?openat,?write,?rename,?renameat,?renameat2,?mkdirat,?symlinkat,?linkat" setup invariant "$AVENV" move in/oddly to/new
fail_matrix EMFILE "?open,?openat" setup invariant "$AVENV" move in/oddly to/new
fail_matrix EIO "?read,?getdents64,?unlinkat" setup invariant "$AVENV" move in/oddly to/new

# Whatever becomes of it, what is denied is on nowhere; here a record allows all that is around.
setup_denied() {
	rm -rf "$w" "$HOME/.local"
	mkdir -p "$w/in" "$w/to" && cd "$w" || return
	mkenv in/oddly
	"$AVENV" -q allow --tree to && "$AVENV" -q -C in deny oddly
}

invariant_denied() {
	if "$AVENV" -C to path; then return 1; fi
	[ -e to/new ] || "$AVENV" move in/oddly to/new || return
	"$AVENV" -C to path 2>&1 | grep "'$w/to/new' is denied"
}

kill_matrix setup_denied invariant_denied "$AVENV" move in/oddly to/new
fail_matrix ENOSPC "?write,?rename,?renameat,?renameat2" setup_denied invariant_denied "$AVENV" move in/oddly to/new

# Nor what is denied in it.
setup_within() {
	rm -rf "$w" "$HOME/.local"
	mkdir -p "$w/in" "$w/to" && cd "$w" || return
	mkenv in/oddly
	mkenv in/oddly/src/.venv
	"$AVENV" -q allow --tree to && "$AVENV" -q -C in/oddly deny src
}

invariant_within() {
	[ -e to/new ] || "$AVENV" move in/oddly to/new || return
	"$AVENV" -C to/new/src path 2>&1 | grep "'$w/to/new/src/.venv' is denied"
}

kill_matrix setup_within invariant_within "$AVENV" move in/oddly to/new
done_testing
