#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 56 58 62 66 68 84
# The wording of messages, pinned once: each tests/messages/NAME.sh is a session, and
# NAME.out is what a person sees in it. A command in quotes there, or on a line of its own, works when it is
# pasted, and runs nothing of a name.
#   tests/cli/messages.t [NAME...]            these sessions, or all
#   tests/cli/messages.t --update [NAME...]   writes what is seen now
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
# As tests/one has it, also when this file is called alone
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
. "$SRCDIR/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/session.sh"
quick_python
# Three questions about SESSION:COMMAND, a reason a line

# may_fail: 1 is an answer, too
may_fail() {
	case $1 in
	*' remove '* | *'recreate '* | *' --below '*) ;;   # it asks, and nobody answers
	*' off' | names:source*) ;;                        # without a shell that has the hook
	*' --group '* | other:*' up' | *'poetry lock'*) ;; # without an index and the real tool
	check:* | *' check' | *' doctor'*) ;;              # it has findings
	*) return 1 ;;
	esac
}

# only_looks: the message is the same after it
only_looks() {
	case $1 in
	*' list'* | *'--list' | *doctor* | *' run'* | *' pythons' | *' check') ;;
	*) return 1 ;;
	esac
}

# stays_true: it changes something, but not here, or not what the message is about
stays_true() {
	case $1 in
	*' activate'* | */activate* | *' on' | *' off' | *' setup '[b-]*) ;;                                       # it needs a shell with the hook
	check:* | up:* | create:*' up' | other:*' up' | *' pip '* | *ensurepip* | *:uv* | *:conda* | *:fuser*) ;;  # a real tool
	*recreate* | *' --clear'* | *' remove'* | */taken/.venv) ;;                                                # it asks, and is named by another
	*' forget ~' | *' --below '* | *' deny '* | *' use ~'* | 'move:avenv allow' | 'move:avenv create -p '*) ;; # one of several ways
	*) return 1 ;;
	esac
}

# judge NAME COMMAND RESULT: the command of session NAME does what it is for, and is not named again
judge() {
	local command=$2 result=$3 rc
	rc=$(<"$result.rc")
	if may_fail "$1:$command"; then
		ok "$1: '$command' is understood ($rc)" test "$rc" -lt 2
	else
		ok "$1: '$command' works" test "$rc" = 0 || diag "$(cat "$result.out")"
	fi
	if ! only_looks "$1:$command" && ! stays_true "$1:$command"; then
		not_ok "$1: '$command' is not named again" test -e "$result.again" || diag "$(cat "$result.out")"
	fi
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
