#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv use, killed or failing anywhere: the redirect is the old or the new one, the
# records are some of those that were to be, and a second run finishes.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

w=$T/w
store=$HOME/.local/share/avenv/trust

# A project that has nothing yet, and two environments elsewhere
setup_new() {
	rm -rf "$w" "$HOME/.local"
	mkdir -p "$w/p" && cd "$w" || return
	mkenv one
	mkenv two
}

# One that uses the first
setup_old() {
	setup_new && "$AVENV" -q -C p use ../one
}

# records: what is allowed, by its last component
records() {
	[ -e "$store" ] || return 0
	! grep -v '^#\|^allow \(dir\|env\) ' "$store" || return
	awk '/^allow/ { sub(".*/", "", $7); print $7 }' "$store" | LC_ALL=C sort | tr '\n' ' '
}

# one_of TEXT CHOICE...: else says what it is
one_of() {
	local text=$1 choice
	shift
	for choice; do
		if [ "$text" = "$choice" ]; then return 0; fi
	done
	echo "it is '$text'"
	return 1
}

redirect() {
	if [ -e p/.venv ]; then cat p/.venv; fi
}

# What a second run has to lead to.
finished() {
	"$AVENV" -C p use ../two || return
	one_of "$(redirect)" "$w/two" && one_of "$("$AVENV" -C p path)" "$w/two" &&
		one_of "$(ls -A p)" .venv
}

invariant_new() {
	one_of "$(redirect)" '' "$w/two" && one_of "$(records)" '' 'p two ' && finished
}

invariant_old() {
	one_of "$(redirect)" "$w/one" "$w/two" && one_of "$(records)" 'one p ' 'one p two ' && finished
}

# The record goes first; the redirect alone turns nothing on.
invariant_clear() {
	one_of "$(redirect)" '' "$w/one" && one_of "$(records)" 'p ' 'one p ' || return
	if [ -e p/.venv ]; then "$AVENV" -C p use --clear || return; fi
	one_of "$(ls -A p)" '' && one_of "$(records)" 'p '
}

kill_matrix setup_new invariant_new "$AVENV" -C p use ../two
kill_matrix setup_old invariant_old "$AVENV" -C p use ../two
kill_matrix setup_old invariant_clear "$AVENV" -C p use --clear

# Refused something it goes back: what it could not record is not used either.
all_or_nothing_new() {
	one_of "$(redirect):$(records)" ':' "$w/two:p two " && finished
}

all_or_nothing_old() {
	one_of "$(redirect):$(records)" "$w/one:one p " "$w/two:one p two " && finished
}

fail_matrix ENOSPC "?open,?openat,?write,?rename,?renameat,?renameat2,?mkdir" setup_new all_or_nothing_new "$AVENV" -C p use ../two
fail_matrix ENOSPC "?open,?openat,?write,?rename,?renameat,?renameat2" setup_old all_or_nothing_old "$AVENV" -C p use ../two
fail_matrix EIO "?fchmod,?fchmodat,?unlinkat,?flock" setup_old all_or_nothing_old "$AVENV" -C p use ../two

# After the last of its calls the store is the new one, though it could not say so.
either_store() {
	one_of "$(redirect):$(records)" "$w/one:one p " "$w/one:one p two " "$w/two:one p two " && finished
}

fail_matrix EIO '?fsync' setup_old either_store "$AVENV" -C p use ../two

# What is to survive a crash of the machine is on the disk before it has its name.
setup_old
traced trace=fsync,?rename,?renameat,?renameat2 "$AVENV" deny p
is "$(sed -nE 's/^(fsync|rename)[a-z0-9]*\(.*/\1/p' "$T/.trace" | tr '\n' ' ')" 'fsync rename fsync ' \
	'the store is synced, then renamed, then its directory synced'
done_testing
