#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 36 48 58 61
# Another program renames what a command is working on, right behind a call of the command: nothing of it is carried off,
# nothing of it is on, and a line says where the environment is.
. "${SRCDIR:?}/tests/lib.sh"

needs_trace

# stop_behind CALL N CHANGE ARG...: run avenv ARG..., stop it behind its Nth CALL, run the lines CHANGE, and let it go on.
# With at=FILE in front only the calls that are about FILE count. Leaves $rc, and in $out all that is printed. Fails where it
# has no such call.
stop_behind() {
	local call=$1 when=$2 change=$3 tracer pid i
	shift 3
	rm -f "$T/trace"
	strace -o "$T/trace" ${at:+-P "$PWD/$at"} -e "trace=$call" -e "inject=$call:signal=SIGSTOP:when=$when" "$AVENV" "$@" >"$T/out" 2>&1 &
	tracer=$!
	for ((i = 0; i < 1000; i++)); do
		if grep -q 'stopped by SIGSTOP' "$T/trace" 2>/dev/null || ! kill -0 "$tracer" 2>/dev/null; then break; fi
		sleep 0.02
	done
	eval "$change" || tap 1 "behind $call $when: $change"
	pid=$(cat "/proc/$tracer/task/$tracer/children" 2>/dev/null)
	[ -z "$pid" ] || kill -CONT "${pid% }"
	wait "$tracer"
	rc=$? out=$(<"$T/out")
	grep -q 'stopped by SIGSTOP' "$T/trace"
}

# behind CALL N CHANGE ARG...: the same; it has to be stopped
behind() { stop_behind "$@" || tap 1 "behind $1 $2: it was not stopped" "$out"; }

# projects: p with an allowed environment, clone with one of somebody else's, and q with nothing
projects() {
	cd "$T/w" && rm -rf ./* "$HOME/.local" && mkdir q && mkenv p/.venv clone/.venv || exit
	"$AVENV" -q allow p
	touch clone/.venv/theirs
}
swap='mv p p.old && mv clone p'

# nothing_on DIR TITLE: no environment is on in DIR
nothing_on() {
	run "$AVENV" -C "$1" path
	is "$rc:$out" 1: "$2"
}

# says_where TITLE: behind() failed, with the path of the environment in p.old; what is in p now is whole, and not on
says_where() {
	like "$rc:$out" "1:*'$PWD/p.old/.venv'*" "$1: it fails, and says where the environment is"
	nothing_on p "$1: the other one's environment is not on"
	ok "$1: and is there" test -e p/.venv/theirs
}

case_move() {
	projects
	behind renameat2 1 'mv q/.venv aside && mv clone/.venv q/.venv' move p/.venv q/.venv
	ok 'what came to the new path stays there' test -e q/.venv/theirs
	not_ok 'and nothing came to the old one' test -e p/.venv
	like "$out" "*$PWD/aside*" 'a line says where the environment is'
	nothing_on q 'what came is not on'
}

case_move_and_a_file_comes() {
	projects
	behind renameat2 1 'mv q/.venv aside && touch q/.venv' move p/.venv q/.venv
	ok 'it stays there' test -f q/.venv
	like "$out" "*$PWD/aside*" 'a line says where the environment is'
}

case_move_and_a_project_comes() {
	projects
	behind renameat2 1 'mv q q.old && mv clone q' move p/.venv q/.venv
	nothing_on q 'it is not on'
}

case_create() {
	projects
	rm -r p/.venv
	behind renameat2 1 "$swap" -C p create --without-pip
	local line=${out##*; \'}
	says_where 'in a project'
	bash -c "PATH=${AVENV%/*}:\$PATH; ${line%%\' allows*}" >/dev/null 2>&1
	run "$AVENV" -C p.old path
	is "$out" "$PWD/p.old/.venv" 'the command of that line turns its own on'
	not_ok 'and repairs it' grep -q "$PWD/p/.venv" p.old/.venv/bin/activate
}

case_create_in_an_empty_directory() {
	projects
	rm -r p/.venv && mkdir p/.venv
	behind renameat2 2 "$swap" -C p create --without-pip
	is "$rc" 1 'it fails'
	nothing_on p "the other one's environment is not on"
	ok 'and is there' test -e p/.venv/theirs
}

case_create_clear() {
	projects
	behind renameat2 2 "$swap" -C p create --clear --without-pip
	says_where 'replaced'
	projects
	behind renameat2 2 'mv p p.old' -C p create --clear --without-pip
	like "$rc:$out" "1:*'$PWD/p.old/.venv'*" 'renamed: it fails, and says where the environment is'
	unlike "$out" '*is no environment*' 'renamed: and nothing else of the old path'
}

case_recreate() {
	projects
	"$AVENV" -q -C p create --clear --without-pip
	behind renameat2 2 "$swap" -C p recreate
	says_where 'in a project'
}

case_use() {
	projects
	mkenv env && touch env/theirs && rm -r p/.venv clone/.venv && touch clone/theirs
	behind getcwd 2 "$swap" -C p use "$PWD/env"
	is "$rc" 1 'it fails'
	not_ok 'and makes no link' test -L p/.venv
}

# At each look at the environment, before it is found, till the record, and after it
case_repair_looks() {
	for ((when = 1; ; when++)); do
		projects
		mv p r && sed -i "s:$PWD/clone/:$PWD/r/:" clone/.venv/bin/activate
		at=r/.venv/pyvenv.cfg stop_behind openat "$when" 'mv r r.old && mv clone r' repair r/.venv || break
		nothing_on r "look $when: what came is not on"
	done
	ok 'it looks several times' test "$when" -gt 5
}

case_create_looks() {
	for ((when = 1; ; when++)); do
		projects
		at=q/.venv stop_behind statx "$when" 'mv q q.old && mv clone q' -C q create --without-pip || break
		nothing_on q "look $when: what came is not on"
	done
	ok 'it looks several times' test "$when" -gt 5
}

case_up() {
	projects
	rm -r p/.venv && touch p/uv.lock && printf '[project]\nname = "p"\n' >p/pyproject.toml && cp p/uv.lock p/pyproject.toml clone
	mkdir tools
	program tools/uv '#!/bin/sh' "cd .. && $swap"
	PATH=$PWD/tools:$PATH run "$AVENV" -C p up
	like "$rc:$err" "1:*'$PWD/p' was replaced by another program*" 'its tool replaces the project: it fails, and says so'
	nothing_on p "the other one's environment is not on"
	ok 'and is there' test -e p/.venv/theirs
}

# mounted: standard input, as a script, in a directory with an environment at a mount point
# shellcheck disable=SC2016 # expanded there
mounted() {
	{
		declare -f behind stop_behind tap diag
		echo 'mount -t tmpfs -o mode=755 none . && cd "$PWD" && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit'
		echo '"$AVENV" -q create --without-pip || exit'
		cat
	} >"$T/mounted.sh"
	export AVENV T
	run apart bash "$T/mounted.sh"
}

case_killed_at_a_mount_point() {
	can_mount_as_root || return
	mounted <<-'END'
		for fault in symlinkat:error=ENOSPC mkdirat:error=ENOSPC:when=2+ mkdirat:error=ENOSPC; do
			strace -o "$T/trace" -e trace=renameat -e inject=renameat:signal=SIGKILL:when=4 "$AVENV" -q create --clear --without-pip
			[ $? = 137 ] || echo 'not killed'
			strace -o "$T/trace" -e "inject=$fault" "$AVENV" -q create --without-pip 2>/dev/null && echo "done with $fault"
			"$AVENV" -q create -p 3.99 2>/dev/null && echo "done without Python"
			"$AVENV" -q create --without-pip && ls -A .venv | grep '^\.avenv'
			"$AVENV" path
		done
	END
	is "$(sort <<<"$out" | uniq -c | xargs)" "3 $PWD/.venv" 'after a create that failed the next one completes it'
}

case_second_command_at_a_mount_point() {
	can_mount_as_root || return
	mounted <<-'END'
		for when in 1 2 3 4; do
			behind renameat "$when" '"$AVENV" create --without-pip >"$T/second" 2>&1; echo "second: $?"' create --clear --without-pip
			echo "$rc:$(ls -A .venv | grep '^\.avenv'):$("$AVENV" path)"
			grep -q 'another command is working\|is an environment already' "$T/second" || cat "$T/second"
			# The place as a project: that sweeps it, too.
			behind renameat "$when" '"$AVENV" -C .venv use --clear 2>/dev/null; echo "second: $?"' create --clear --without-pip
			echo "$rc:$(ls -A .venv | grep '^\.avenv'):$("$AVENV" path)"
		done
	END
	is "$(sort <<<"$out$err" | uniq -c | xargs)" "8 0::$PWD/.venv 8 second: 1" 'it disturbs nothing'
}

run_cases
