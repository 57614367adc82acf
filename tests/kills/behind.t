#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 61
# Another program renames what a command is working on, right behind a call of the command: nothing of it is carried off,
# nothing of it is on, and a line says where the environment is.
. "${SRCDIR:?}/tests/lib.sh"

needs_trace
cd "$T" || exit 1

# behind CALL N CHANGE ARG...: run avenv ARG..., and the lines CHANGE where it has made its Nth CALL
behind() {
	local call=$1 when=$2 change=$3 tracer pid i
	shift 3
	rm -f "$T/trace"
	strace -o "$T/trace" -e "trace=$call" -e "inject=$call:signal=SIGSTOP:when=$when" "$AVENV" "$@" >"$T/out" 2>&1 &
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
	grep -q 'stopped by SIGSTOP' "$T/trace" || out="not stopped: $out"
}
# ---- at a mount point ----------------------------------------------------------------

if can_mount_as_root; then
	cat >"$T/mounted.sh" <<-'END'
		cd "$T" && mkdir mount && mount -t tmpfs -o mode=755 none mount && cd mount && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit
		"$AVENV" -q create --without-pip || exit
		for fault in symlinkat:error=ENOSPC mkdirat:error=ENOSPC:when=2+ mkdirat:error=ENOSPC; do
			strace -o "$T/trace" -e trace=renameat -e inject=renameat:signal=SIGKILL:when=4 "$AVENV" -q create --clear --without-pip
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
		declare -f behind
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
