#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 53 58 61
# Somebody puts another directory or file in the place of the one that remove, move or
# create --clear has looked at, while the command works. No file of the user's goes.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

# A sanitizer cannot be traced.
AVENV=$SRCDIR/out/release/avenv
needs_trace

# fresh: an environment that the project p leads to, and a directory that is no environment
fresh() {
	cd "$T" && rm -rf "$T/w" "$HOME/.local" && mkdir -p w/data w/p && cd w || exit 1
	echo thesis >data/thesis
	mkenv env
	ln -s ../env p/.venv
	"$AVENV" -q allow p
}

# held: $T/.trace has as many calls as the delay waits for
held() {
	[ "$(grep -cs '^[a-z]' "$T/.trace")" -ge "$1" ] 2>/dev/null
}

# meanwhile ACTION CALL N COMMAND...: COMMAND waits at its Nth CALL, a regular expression,
# while ACTION is evaluated; leaves $rc and $err
meanwhile() {
	local action=$1 call=$2 n=$3
	rm -f "$T/.trace"
	strace -o "$T/.trace" -e "trace=/$call" -e "inject=/$call:delay_enter=2000000:when=$n" \
		"${@:4}" >"$T/.err" 2>&1 </dev/null &
	for _ in {1..200}; do
		if held "$n"; then break; fi
		sleep 0.05
	done
	held "$n" || tap 1 "call $n of $call: ${*:4}"
	sleep 0.1
	eval "$action"
	rc=0
	wait $! || rc=$?
	err=$(cat "$T/.err")
}

swap='mv env kept && mv data env'

# safe NAME: the directory that came in the environment's place is whole, and so is the environment
safe() {
	is "$(find . -name thesis -exec cat {} +)" thesis "$1: the new directory is whole"
	is "$(ls -m kept)" 'bin, lib, pyvenv.cfg' "$1: the old one is"
	is "$(find . -path './.avenv-*')" '' "$1: nothing is left"
}

for call in ^flock ^rename; do
	fresh
	meanwhile "$swap" $call 1 "$AVENV" remove -y env
	safe "remove, at $call"
	fresh
	meanwhile "$swap" $call 1 "$AVENV" create -q -p "$PYTHON" --clear --without-pip env
	is "$rc" 1 "create --clear, at $call: says so"
	safe "create --clear, at $call"
	fresh
	meanwhile "$swap" $call 1 "$AVENV" move env new
	is "$(cat {env,new}/thesis 2>/dev/null)" thesis "move, at $call: the new directory is whole"
	ok "move, at $call: the old one is" test -f kept/pyvenv.cfg
done

for command in 'remove -y env' 'move env new'; do
	fresh
	# shellcheck disable=SC2086 # the words of a command
	meanwhile 'ln -sfn ../data p/.venv' ^flock 1 "$AVENV" $command
	is "$(readlink p/.venv):$(ls -mA p)" ../data:.venv "$command: a link led elsewhere stays"
done
done_testing
