#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv remove, killed or failing anywhere: the environment is whole or gone, and a
# second run finishes.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

w=$T/w
store=$HOME/.local/share/avenv/trust

# An environment, projects that a redirect and a link lead to it, and a record of each
setup() {
	rm -rf "$w" "$HOME/.local"
	mkdir -p "$w/project" "$w/linked" "$w/in" && cd "$w" || return
	mkenv in/oddly
	ln -s lib in/oddly/lib64
	mkdir -p in/oddly/lib/python3/closed
	touch in/oddly/lib/python3/closed/x
	chmod 555 in/oddly/lib/python3/closed
	echo "$w/in/oddly" >project/.venv
	ln -s ../in/oddly linked/.venv
	"$AVENV" -q allow project linked && "$AVENV" -q -C in allow oddly
}

# whole DIR: all of it is there
whole() {
	[ "$(cd "$1" && find . | LC_ALL=C sort | tr '\n' ' ')" = "$all" ]
}

# The environment as it was or gone, and nothing but a leftover beside it; then a
# second run, which may find that there is nothing more to do.
invariant() {
	if [ -e in/oddly ] && ! whole in/oddly; then
		find in
		return 1
	fi
	"$AVENV" remove -y in/oddly
	[ -z "$(ls -A in)" ] && [ -z "$(ls -A project)$(ls -A linked)" ] && ! grep -q oddly "$store" && grep -q "$w/project\$" "$store"
}

setup || exit 1
all=$(cd in/oddly && find . | LC_ALL=C sort | tr '\n' ' ')
kill_matrix setup invariant "$AVENV" remove -y in/oddly

# The same where it can be repeated: nothing may be lost of what stays.
fail_matrix ENOSPC "?open,?openat,?write,?rename,?renameat,?renameat2,?fsync" setup invariant "$AVENV" remove -y in/oddly
fail_matrix EMFILE "?open,?openat" setup invariant "$AVENV" remove -y in/oddly
fail_matrix EIO "?unlinkat,?unlink,?getdents64" setup invariant "$AVENV" remove -y in/oddly
done_testing
