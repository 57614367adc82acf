#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 36 71
# Where the system has less: no /proc, as in some sandboxes and on macOS; a kernel before Linux 4.11;
# a sandbox that forbids the newer calls.
. "${SRCDIR:?}/tests/lib.sh"
cd "$HOME" || exit

# story NAME COMMAND...: create, the hook, a shim, setup and others, started by COMMAND
story() {
	local name=$1 in=("${@:2}") p=$HOME/$1
	mkdir -p "$p/sub" "$p/shims"
	ln -s "$AVENV-hook" "$p/shims/python"
	cd "$p" || return
	ok "$name: create" "${in[@]}" "$AVENV" -q create --without-pip
	run "${in[@]}" "$AVENV" hook bash
	like "$rc:$out" "0:*$AVENV-hook*" "$name: hook"
	run "${in[@]}" bash --norc -ic "eval \"\$('$AVENV' hook bash)\"; cd sub; echo \$VIRTUAL_ENV; cd /; echo off:\$VIRTUAL_ENV"
	is "$out" "$p/.venv"$'\n'off: "$name: on and off at cd"
	run "${in[@]}" env PATH="$p/shims:$PATH" python -c 'import sys; print(sys.prefix)'
	is "$out" "$p/.venv" "$name: a shim starts the environment's Python"
	run "${in[@]}" env -C / PATH="$p/shims" python -c 'print(1)'
	is "$rc:$err" "127:avenv: there is no command 'python3' on PATH" "$name: a shim is never its own next program"
	run "${in[@]}" "$AVENV" run python -c 'import sys; print(sys.prefix)'
	is "$out" "$p/.venv" "$name: run"
	run "${in[@]}" "$AVENV" doctor .venv
	is "$rc:$err" 0: "$name: doctor"
	ok "$name: setup" "${in[@]}" "$AVENV" -q setup bash
	ok "$name: setup --undo" "${in[@]}" "$AVENV" -q setup --undo bash
	ok "$name: move" "${in[@]}" "$AVENV" -q move .venv venv
	run "${in[@]}" "$AVENV" list --names
	like "$out" "*$name*" "$name: list"
	ok "$name: remove" "${in[@]}" "$AVENV" -q remove -y venv
}

# two_machines OLD...: one home on two machines, of which that where OLD starts commands has no birth times. What
# is typed on one holds on the other: nothing changed.
two_machines() {
	local old=("$@") new=(env) on slot command
	mkdir "$HOME/two" "$HOME/two/link" && cd "$HOME/two" || return
	"$AVENV" -q create --without-pip made/.venv
	"$AVENV" -q create --without-pip envs/one
	ln -s ../envs/one link/.venv
	for slot in made link; do
		for on in new old new old old new new; do
			local -n here=$on
			ok "two machines: allow $slot on the $on one" "${here[@]}" "$AVENV" -q allow $slot
			run "${new[@]}" "$AVENV" -C $slot path
			like "$rc:$err" 0: '... on the new one it is on'
			run "${old[@]}" "$AVENV" -C $slot path
			like "$rc:$err" 0: '... on the old one, too'
			is "$("$AVENV" allow --list | grep -c "/$slot/.venv .* ok")" 1 '... one record'
		done
	done
	for on in new old; do
		local -n here=$on
		"${here[@]}" "$AVENV" -q deny made
		for command in new old; do
			local -n there=$command
			run "${there[@]}" "$AVENV" -C made path
			like "$err" "*you denied '*'avenv allow *" "two machines: denied on the $on one, on the $command one"
		done
		"${there[@]}" "$AVENV" -q allow made
		is "$("$AVENV" -C made path 2>&1)" "$PWD/made/.venv" '... and allowed again'
	done
}

if can_mount_as_root; then
	apart sh -c 'mount -t tmpfs none /proc && [ ! -e /proc/self ]' || skip 'a /proc that cannot be hidden'
	no_proc() { apart sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$@"; }
	story no-proc no_proc
fi
if gcc -o "$T/oldkernel" "$SRCDIR/tests/oldkernel.c" 2>/dev/null && "$T/oldkernel" ENOSYS true; then
	story older-kernel "$T/oldkernel" ENOSYS
	story sandbox "$T/oldkernel" EPERM
	two_machines "$T/oldkernel" ENOSYS
else
	skip 'no seccomp here'
fi
done_testing
