#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 56 58 62 66 68 84
# The wording of messages, pinned once: each tests/messages/NAME.sh is a session, and
# NAME.out is what a person sees in it. A command in quotes there, or on a line of its own, works when it is
# pasted, and runs nothing of a name.
#   tests/cli/messages.t [NAME...]            these sessions, or all
#   tests/cli/messages.t --update [NAME...]   writes what is seen now
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
# As tests/run has it, also when this file is called alone
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
. "$SRCDIR/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/session.sh"
quick_python

# judge NAME COMMAND RESULT: the command of session NAME does what it is for, and is not named again
judge() {
	local command=$2 result=$3 rc
	rc=$(<"$result.rc")
	case $1:$command in
	# It needs a shell, a terminal, an index or a tool that is there only by name, or it has findings.
	check:* | *'recreate '* | *' activate'* | *' deactivate' | *' off' | *' on' | *' setup'* | *' doctor'* | *' remove '* | *' --group '* | *' check' | other:*' up' | *'poetry lock'* | names:source*)
		ok "$1: '$command' is understood ($rc)" test "$rc" -lt 2
		;;
	*) ok "$1: '$command' works" test "$rc" = 0 || diag "$(cat "$result.out")" ;;
	esac
	case $1:$command in
	# It only looks.
	*' list'* | *'--list' | *doctor* | *' run'* | *' pythons' | *' check') ;;
	# It needs a shell with the hook, a real tool or pip.
	check:* | up:* | *' activate'* | */activate* | *' on' | *' off' | *' setup '[b-]* | *' pip '* | *:uv* | *:conda* | *:fuser* | *ensurepip* | create:*' up') ;;
	# The message is still true after it.
	*' remove'* | *recreate* | *' --clear'* | *' forget ~' | *' deny '* | *' use ~'* | */taken/.venv | 'move:avenv allow' | 'move:avenv create -p '*) ;;
	*) not_ok "$1: '$command' is not named again" test -e "$result.again" || diag "$(cat "$result.out")" ;;
	esac
	case $command in
	*'(touch '*) is "$(find "$T/$1" -name pwned)" '' "$1: and runs nothing of the name" ;;
	esac
}

cd "$SRCDIR/tests/messages" || exit
update=
if [ "${1-}" = --update ]; then update=yes && shift; fi
[ $# != 0 ] || set -- *.sh
for name in "${@%.sh}"; do
	[ -f "$name.sh" ] || { echo "no session $name.sh" >&2 && exit 1; }
	if [ "$update" ]; then
		play "$name" >"$name.out"
		continue
	fi
	play "$name" >"$T/out"
	ok "$name ('tests/cli/messages.t --update $name' takes it over)" diff -u "$name.out" "$T/out"
	mapfile -t commands <"$TYPED/commands"
	for number in "${!commands[@]}"; do
		[ -e "$TYPED/$number.rc" ] || play "$name" "$number" >"$T/out" 2>&1
		judge "$name" "${commands[number]}" "$TYPED/$number"
	done
done
[ "$update" ] || done_testing
