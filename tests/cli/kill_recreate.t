#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at every system call of avenv recreate that changes something: the old environment is in
# its place, byte for byte, or whole in the backup; and the next command goes on from there.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/recreate.sh"
. "$SRCDIR/tests/kill.sh"

# made [ARG...]: $T/before has .venv, $T/after what recreate makes of it
made() {
	rm -rf "$T/before" "$T/after" .venv $BACKUP
	"$AVENV" create -q -p "$PYTHON" "$@"
}
kept() {
	old=$(sum .venv)
	new=$(names .venv)
	cp -a . "$T/before"
}
setup() {
	cd "$T" || return
	rm -rf w "$HOME"
	mkdir "$HOME"
	cp -a "$1" w
	cd w || return
}
before() { setup "$T/before"; }
after() { setup "$T/after"; }

# sum DIR: as manifest, in two processes
sum() {
	tar --format=posix --pax-option=delete=atime,delete=ctime --sort=name -C "$1" -cf - . | sha256sum
}

# state DIR: which environment that is
state() {
	if [ ! -e "$1" ]; then
		echo none
	elif [ "$(sum "$1")" = "$old" ]; then
		echo old
	elif [ "$(names "$1")" = "$new" ]; then
		echo new
	else
		echo broken
	fi
}

# where: which is where, "PLACE BACKUP"
where() { echo "$(state .venv) $(state $OLD)"; }

# none_left: all that is beside .venv is the backup
none_left() {
	local strays
	strays=$(strays | grep -vx "./$BACKUP")
	[ -z "$strays" ] || echo "left over: $strays"
}

# expect WANTED COMMAND...: it succeeds, and then all is as WANTED says
expect() {
	local wanted=$1 is
	shift
	"$AVENV" "$@" >"$T/.second" 2>&1 || echo "$*: $(cat "$T/.second")"
	is=$(where)
	[ "$is" = "$wanted" ] || echo "after $*: $is"
	none_left
}

# going_on [ARG...]: what is wrong with what was left, and with what can be done then
going_on() {
	case $(where) in
	'old none') ;;
	'old new')
		expect 'new old' recreate --undo .venv
		expect 'old new' recreate --undo .venv
		expect 'old none' recreate --discard .venv
		;;
	'new old')
		expect 'old new' recreate --undo .venv
		expect 'old none' recreate --discard .venv
		;;
	*)
		echo "neither: $(where)"
		return
		;;
	esac
	expect 'new old' recreate "$@" .venv
}
invariant() {
	local problems
	problems=$(going_on)
	printf '%s' "$problems"
	[ -z "$problems" ]
}

# How often files are opened depends on what else runs, as that is looked at. What comes
# before and after the opening of each that is made is struck, too.
KILL_CALLS=${KILL_CALLS/'?openat,'/}

# ---- each call --------------------------------------------------------------
made --without-pip
kept
kill_matrix before invariant "$AVENV" recreate .venv
before
"$AVENV" recreate -q .venv
cp -a . "$T/after"
kill_matrix after invariant "$AVENV" recreate --undo .venv

# discarded: after a kill of --discard the backup is whole, or gone with the next one
discarded() {
	case $(where) in
	'new old') expect 'new none' recreate --discard .venv ;;
	'new none')
		"$AVENV" recreate --discard .venv 2>/dev/null
		none_left
		;;
	*) echo "neither: $(where)" ;;
	esac
}
discard_invariant() {
	local problems
	problems=$(discarded)
	printf '%s' "$problems"
	[ -z "$problems" ]
}
kill_matrix after discard_invariant "$AVENV" recreate --discard .venv

# ---- where the file system cannot exchange ----------------------------------

# by_steps SETUP WANTED LEAST ARG...: killed at each rename, where none of them exchanges, of which
# there are LEAST; where it was in the midst of it, --undo leads to WANTED
by_steps() {
	local setup=$1 wanted=$2 least=$3 n=1 problems bad=
	shift 3
	while :; do
		made_ready "$setup" "by steps: recreate $*" || return
		{ strace -o "$T/.trace" -e inject=renameat2:error=EINVAL -e inject=renameat:signal=KILL:when=$n \
			"$AVENV" recreate "$@" .venv >"$T/.struck" 2>&1; } 2>/dev/null
		grep -q 'killed by SIGKILL' "$T/.trace" || break
		problems=$(
			if [ -e $BACKUP/away ]; then expect "$wanted" recreate --undo .venv; fi
			going_on
		)
		if [ -n "$problems" ]; then bad+="rename $n: $problems"$'\n'; fi
		n=$((n + 1))
	done
	is "$bad" '' "kill -9 by steps: recreate $*"
	ok "recreate $*: so many were struck" test $n -gt "$least"
}
by_steps before 'old new' 4
by_steps after 'new old' 3 --undo

# ---- with a package ---------------------------------------------------------
setup "$T/before"
made
.venv/bin/python -I -m pip -q install --no-compile --find-links "$WHEELS" tiny
kept
before
traced "trace=$KILL_CALLS" "$AVENV" recreate --offline "$WHEELS" .venv
is $struck 0 'with a package'
# When pip is started and while it runs; when paths are rewritten; the last of all.
places signal=KILL | awk '
	/^(vfork|clone|clone3|waitid) / { print; ran = 1 }
	ran && /^renameat / { list[++n] = $0 }
	/^renameat2 / { last = $0 }
	END { print list[1]; print list[n - 1]; print list[n]; print last }' | sort -u >"$T/.places"
bad=
while read -r name n; do
	made_ready before 'kill -9, with a package' || break
	traced "inject=$name:signal=KILL:when=$n" "$AVENV" recreate --offline "$WHEELS" .venv
	# A pip that lost its avenv ends by itself, and until then holds the lock.
	for stray in .avenv-new-*; do
		until [ ! -d "$stray" ] || flock -n "$stray" true; do sleep 0.1; done
	done
	problems=$(going_on --offline "$WHEELS")
	if [ -n "$problems" ]; then bad+="$name $n: $problems"$'\n'; fi
done <"$T/.places"
is "$bad" '' 'kill -9, with a package'
ok 'with a package: so many were struck' test "$(wc -l <"$T/.places")" -ge 5

done_testing
