#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 66 67
# The wording of messages, pinned once: each tests/messages/NAME.sh is a session, and
# NAME.out is what a person sees in it.
#   tests/cli/messages.t --update [NAME...]   writes what is seen now
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$SRCDIR/tests/lib.sh"

# normal: paths and versions of this machine become words
normal() {
	sed -E -e "s|$T|/T|g" -e 's/[23]\.[0-9]+\.[0-9]+/X.Y.Z/g' -e 's/python[23]\.[0-9]+/pythonX.Y/g'
}

# say ARG...: avenv ARG..., as typed and answered
# shellcheck disable=SC2317 # the sessions call it
say() {
	local rc=0
	printf '$ avenv'
	printf ' %q' "$@"
	printf '\n'
	"$AVENV" "$@" 2>&1 </dev/null || rc=$?
	if [ $rc != 0 ]; then printf '[%s]\n' $rc; fi
}

# session NAME: what is seen, in a home of its own
session() (
	HOME=$T/$1/home
	mkdir -p "$HOME/src"
	cd "$HOME/src" || exit
	unset VIRTUAL_ENV AVENV_ENV AVENV_HOOK
	PWD=$HOME/src
	# shellcheck disable=SC1090 # one of several
	. "$SRCDIR/tests/messages/$1.sh" | sed "s|$T/$1|$T|g" | normal
)

cd "$SRCDIR/tests/messages" || exit
names=(*.sh)
if [ "${1-}" = --update ]; then
	shift
	for name in "${@:-${names[@]%.sh}}"; do session "$name" >"$name.out"; done
	exit
fi
for name in "${names[@]%.sh}"; do
	session "$name" >"$T/out"
	ok "what is said: $name ('tests/cli/messages.t --update $name' takes it over)" diff -u "$name.out" "$T/out"
done
done_testing
