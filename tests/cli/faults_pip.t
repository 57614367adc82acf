#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create with pip while the threads that unpack fail, disks fill and limits are hit.
# shellcheck disable=SC2016 # for the shells that these start
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/ways.sh"

# ---- threads write ----------------------------------------------------------

with_pip
if can_trace; then
	for way in new clear merge; do
		# Each thread counts its own, and there are as many as processors, up to 8.
		for fault in write:error=ENOSPC:when=40 write:error=EDQUOT:when=80 \
			openat:error=EMFILE:when=80 openat:error=ENOSPC:when=60+50 mkdirat:error=ENOSPC:when=5; do
			before_each $way
			# shellcheck disable=SC2046 # none is none
			run strace -f -o "$T/.trace" -e inject="$fault" "${making[@]}" $(flags $way) "$D"
			is "$(
				wrong $way
				grep -q INJECTED "$T/.trace" || echo 'it was not struck'
			)" '' "$way, $fault"
		done
	done
else
	skip 'strace may not trace here' 15
fi

# refused NAME WANTED: it fails, says WANTED, and the target is as it was
refused() {
	is "$rc" 1 "$1: fails"
	like "$err" "avenv: *$2" "$1: said so"
	is "$(state "$way")" old "$1: as it was"
	is "$(strays)" '' "$1: nothing is left over"
}

# ---- disks -----------------------------------------------------------------

# small OPTIONS OLD COMMAND...: a command with a small disk where D is, and what is there afterwards
small() {
	apart bash -c 'mount -t tmpfs -o "mode=755,$1" tmpfs "${D%/*}" || exit 99
		[ -z "$2" ] || cp -a "$OLD" "$D"
		"${@:3}"
		rc=$?
		[ -z "$2" ] || "$SRCDIR/tests/oracle.py" "$OLD" "$D"
		(cd "${D%/*}" && ls -A)
		exit $rc' bash "$@"
}
export D OLD
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	for size in size=8k size=64k size=1m size=4m nr_inodes=20 nr_inodes=300; do
		run small $size '' "${create[@]}" "$D"
		is "$rc:$out" 1: "$size: fails, nothing is left over"
		like "$err" 'avenv: *: No space left on device' "$size: said so"
	done
	# Enough for the old one
	for size in size=5m size=5m,nr_inodes=20 size=5m,nr_inodes=300; do
		run small $size old "${create[@]}" --clear "$D"
		is "$rc:$out" 1:env "$size: --clear fails, as it was"
		like "$err" 'avenv: *: No space left on device' "$size: --clear: said so"
	done
	run small size=1m '' "${bare[@]}" "$D"
	is "$rc:$out$err" 0:env 'without pip it needs little'
else
	skip 'no mount namespaces here' 19
fi

# ---- limits ----------------------------------------------------------------

# limited WHAT N ARG...: create with a limit
limited() {
	local what=$1 n=$2
	shift 2
	(ulimit "$what" "$n" && exec "${create[@]}" "$@" "$D")
}
for way in new clear; do
	before_each $way
	# shellcheck disable=SC2046 # none is none
	run limited -f 10 $(flags $way)
	refused "$way, a limit of file sizes" 'File too large'
	if ! is_itself; then
		skip 'valgrind needs files of its own' 4
		continue
	fi
	before_each $way
	# shellcheck disable=SC2046
	run limited -n 6 $(flags $way)
	refused "$way, a limit of open files" 'Too many open files'
done

done_testing
