#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 36 48 58 61
# Another program renames what a command is working on, right behind a call of the command: nothing of it is carried off,
# nothing of it is on, and a line says where the environment is.
. "${SRCDIR:?}/tests/lib.sh"

needs_trace
cd "$T" || exit 1

# behind CALL N CHANGE ARG...: run avenv ARG..., and the lines CHANGE where it has made its Nth CALL, of those at the file $at
behind() {
	local call=$1 when=$2 change=$3 tracer pid i
	shift 3
	rm -f "$T/trace"
	strace -o "$T/trace" ${at:+-P "$PWD/$at"} -e "trace=$call" -e "inject=$call:signal=SIGSTOP:when=$when" "$AVENV" "$@" >"$T/out" 2>&1 &
	tracer=$!
	for ((i = 0; i < 1000; i++)); do
		if grep -q 'stopped by SIGSTOP' "$T/trace" 2>/dev/null || ! kill -0 $tracer 2>/dev/null; then break; fi
		sleep 0.02
	done
	eval "$change"
	pid=$(cat "/proc/$tracer/task/$tracer/children" 2>/dev/null)
	[ -z "$pid" ] || kill -CONT "${pid% }"
	wait $tracer
	rc=$? out=$(<"$T/out")
	grep -q 'stopped by SIGSTOP' "$T/trace" || tap 1 "behind $call $when: it was not stopped" "$out"
}
# world: an allowed environment in p, another project, and nothing in q
world() {
	cd "$T" && rm -rf w && mkdir -p w/q && cd w || exit 1
	mkenv p/.venv
	"$AVENV" -q allow p
	mkenv clone/.venv
	touch clone/.venv/theirs
}
swap='mv p p.old && mv clone p'
is_off() {
	run "$AVENV" -C p path
	is "$rc:$out" '1:' "$1: the other one's environment is not on"
	ok '... and is there' test -e p/.venv/theirs
}

# ---- move -------------------------------------------------------------------------

world
behind renameat2 1 'mv q/.venv aside && mv clone/.venv q/.venv' move p/.venv q/.venv
ok 'move: what came to the new path stays there' test -e q/.venv/theirs
ok '... and nothing to the old one' test ! -e p/.venv
like "$out" "*$PWD/aside*" '... and a line says where the environment is'
run "$AVENV" -C q path
is "$rc" 1 '... and what came is not on'
world
behind renameat2 1 'mv q/.venv aside && touch q/.venv' move p/.venv q/.venv
ok 'move: a file that came to the new path stays there' test -f q/.venv
like "$out" "*$PWD/aside*" '... and a line says where the environment is'
world
mkdir q2 && mv clone/.venv q2/.venv
behind renameat2 1 'mv q q.old && mv q2 q' move p/.venv q/.venv
run "$AVENV" -C q path
is "$rc:$out" '1:' 'move: a project that came to the new path is not on'

# ---- create, recreate, up -------------------------------------------------------------

world
rm -rf p/.venv
behind renameat2 1 "$swap" -C p create --without-pip
is "$rc" 1 'create in a project that is another one now fails'
like "$out" "*'$PWD/p.old/.venv'*" '... and says where the environment is'
out_made=$out
is_off create
# The command of the line is followed.
line=${out_made##*; \'}
bash -c "PATH=${AVENV%/*}:\$PATH; ${line%%\' allows*}" >/dev/null 2>&1
run "$AVENV" -C p.old path
is "$out" "$PWD/p.old/.venv" '... and its own is on after the command of that line'
is "$(grep -c "$PWD/p/.venv" p.old/.venv/bin/activate)" 0 '... and repaired'
world
rm -rf p/.venv && mkdir p/.venv
behind renameat2 2 "$swap" -C p create --without-pip
is "$rc" 1 'create in an empty directory the same'
is_off create
world
behind renameat2 2 "$swap" -C p create --clear --without-pip
is "$rc" 1 'create --clear the same'
is_off 'create --clear'
world
behind renameat2 2 'mv p p.old' -C p create --clear --without-pip
is "$rc" 1 'create --clear in a project that was renamed fails'
like "$out" "*'$PWD/p.old/.venv'*" '... and says where the environment is'
unlike "$out" '*is no environment*' '... and nothing else of the old path'
world
"$AVENV" -q -C p create --clear --without-pip
behind renameat2 2 "$swap" -C p recreate
is "$rc" 1 'recreate in a project that is another one now fails'
like "$out" "*'$PWD/p.old/.venv'*" '... and says where the environment is'
is_off recreate

# ---- use, repair, up ------------------------------------------------------------------

world
mkenv env && touch env/theirs && rm -rf p/.venv clone/.venv && touch clone/theirs
behind getcwd 2 "$swap" -C p use "$PWD/env"
is "$rc" 1 'use in a project that is another one now fails'
ok '... and makes no link' test ! -L p/.venv
# Between the look that finds the environment and the record: a number of looks says where, if roughly.
for when in 3 4 5 6; do
	world
	mv p r && sed -i "s:$PWD/clone/:$PWD/r/:" clone/.venv/bin/activate
	at=r/.venv/pyvenv.cfg behind openat $when 'mv r r.old && mv clone r' repair r/.venv
	run "$AVENV" -C r path
	is "$rc:$out" '1:' 'repair in a project that is another one now: that is not on'
	world
	at=q/.venv behind statx $((when + 2)) 'mv q q.old && mv clone q' -C q create --without-pip
	run "$AVENV" -C q path
	is "$rc:$out" '1:' 'create in a project that becomes another one: that is not on'
done
world
world
rm -rf p/.venv && mkdir tools && touch p/uv.lock && printf '[project]\nname = "p"\n' >p/pyproject.toml && cp p/uv.lock p/pyproject.toml clone
program tools/uv '#!/bin/sh' 'cd .. && mv p p.old && mv clone p'
PATH=$PWD/tools:$PATH run "$AVENV" -C p up
is "$rc" 1 'up whose tool replaces the project fails'
like "$err" "*'$PWD/p' was replaced by another program*" '... and says so'
is_off up

# ---- at a mount point ----------------------------------------------------------------

if can_mount_as_root; then
	cat >"$T/mounted.sh" <<-'END'
		cd "$T" && mkdir mount && mount -t tmpfs -o mode=755 none mount && cd mount && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit
		"$AVENV" -q create --without-pip || exit
		for fault in symlinkat:error=ENOSPC mkdirat:error=ENOSPC:when=2+ mkdirat:error=ENOSPC; do
			strace -o "$T/trace" -e trace=renameat -e inject=renameat:signal=SIGKILL:when=4 "$AVENV" -q create --clear --without-pip
			[ $? = 137 ] || echo 'not killed'
			strace -o "$T/trace" -e "inject=$fault" "$AVENV" -q create --without-pip 2>/dev/null && echo "done with $fault"
			"$AVENV" -q create -p 3.99 2>/dev/null && echo "done without Python"
			"$AVENV" -q create --without-pip && ls -A .venv | grep '^\.avenv'
			"$AVENV" path
		done
	END
	export AVENV T
	run apart bash "$T/mounted.sh"
	is "$out" "$(printf '%s\n' "$T"/mount/.venv "$T"/mount/.venv "$T"/mount/.venv)" \
		'create --clear that was killed at a mount point: after a create that failed the next one completes it'
	{
		declare -f behind tap diag
		cat <<-'END'
			cd "$T" && mkdir mount2 && mount -t tmpfs -o mode=755 none mount2 && cd mount2 && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit
			"$AVENV" -q create --without-pip || exit
			for when in 1 2 3 4; do
				behind renameat $when '"$AVENV" create --without-pip >"$T/second" 2>&1; echo "second: $?"' create --clear --without-pip
				echo "$rc:$(ls -A .venv | grep '^\.avenv'):$("$AVENV" path)"
				grep -q 'another command is working\|is an environment already' "$T/second" || cat "$T/second"
				# The place as a project: that sweeps it, too.
				behind renameat $when '"$AVENV" -C .venv use --clear 2>/dev/null; echo "second: $?"' create --clear --without-pip
				echo "$rc:$(ls -A .venv | grep '^\.avenv'):$("$AVENV" path)"
			done
		END
	} >"$T/second.sh"
	run apart bash "$T/second.sh"
	is "$(sort -u <<<"$out$err" | xargs)" "0::$T/mount2/.venv second: 1" 'a second command at a mount point disturbs nothing'
fi
done_testing
