#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at every system call of avenv create: the target is old or new, or in place each
# file is, and a second run finishes and sweeps.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/kill.sh"
. "$SRCDIR/tests/ways.sh"

# invariant: after a kill of what went the way $way; kill.sh shows what it prints
invariant() {
	local problems
	# shellcheck disable=SC2154 # kill.sh leaves it
	rc=$struck err=$(cat "$T/.struck")
	problems=$(wrong "$way")
	printf '%s' "$problems"
	[ -z "$problems" ]
}
setup() { before_each "$way"; }

for way in new clear merge; do
	# shellcheck disable=SC2046 # none is none
	kill_matrix setup invariant "${making[@]}" $(flags $way) "$D"
done

# ---- with pip: the threads that unpack are killed at their own Nth call -------

# Each thread counts its own, and there are as many as processors, up to 8.
with_pip
for way in new clear merge; do
	bad='' struck=0
	for n in 20 40 60 80 100 150 300 1000; do
		made_ready setup "kill -9, with pip, $way" || break
		# shellcheck disable=SC2046 # none is none
		run strace -f -o /dev/null -e inject="$KILL_CALLS:signal=KILL:when=$n" \
			"${making[@]}" $(flags $way) "$D"
		if [ "$rc" = 137 ]; then struck=$((struck + 1)); fi
		problems=$(wrong $way)
		if [ -n "$problems" ]; then bad+="call $n: $problems"$'\n'; fi
	done
	is "$bad" '' "kill -9, with pip, $way"
	ok "with pip, $way: so many were struck" test $struck -ge 4
done

done_testing
