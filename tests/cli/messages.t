#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 56 58 62 66 68 84
# The wording of messages, pinned once: each tests/messages/NAME.sh is a session, and
# NAME.out is what a person sees in it. A command in quotes there, or on a line of its own, works when it is
# pasted, and runs nothing of a name.
#   tests/cli/messages.t --update [NAME...]   writes what is seen now
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
# As tests/run has it, also with --update
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
. "$SRCDIR/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
quick_python

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"

# normal: paths, versions and sizes of this machine become words
normal() {
	sed -E -e "s#$T/(quick/)?bin#/usr/bin#g; s|$T/[a-z]+/home|/home/you|g; s|$AVENV_BUILD_DIR|/build|g" \
		-e 's/[23]\.[0-9]+\.[0-9]+/X.Y.Z/g' -e 's/[(][0-9]+K, /(SIZE, /' -e 's/python[23]\.[0-9]+/pythonX.Y/g'
}

# at DIR: change there
# shellcheck disable=SC2317 # the sessions call it
at() {
	printf '$ cd %q\n' "$1"
	cd "$1" || exit
}

# say ARG...: avenv ARG..., as typed and answered
# shellcheck disable=SC2317 # the sessions call it
say() {
	local answer rc=0
	steps=$((steps + 1))
	if [ -e "$T/pasted.rc" ] || { [ "${PASTE-}" ] && [ "${alone-}" ] && [ "$steps" -lt "$STEP" ]; }; then return; fi
	printf '$ avenv'
	if [ $# != 0 ]; then printf ' %q' "$@"; fi
	printf '\n'
	answer=$("$T/bin/avenv" "$@" 2>&1 </dev/null) || rc=$?
	if [ "$answer" ]; then printf '%s\n' "$answer"; fi
	if [ "$rc" != 0 ]; then printf '[%s]\n' "$rc"; fi
	printf '%s\n' "$answer" >"$T/answers/$steps"
	if [ "${PASTE-}" ] && names "$answer"; then paste_it "$@"; fi
}

# commands: those that answers tell to type; a word in capitals is for the reader to fill in, and
# cli/everywhere_startup types what ends in a new shell
commands() {
	local program='(\.|avenv|cd|chmod|conda|cp|env|fuser|git|hatch|ln|mkdir|mv|pdm|poetry|rm|sed|source|unset|uv|[/~][^ ]*/(avenv|python)|[A-Z]+=[^ ]*)'
	sed '/unknown command/d; /failed with exit status/d' |
		grep -oE "'$program [^']*'|^(PATH=|$program [a-z-].*').*" |
		sed "s/^'\(.*\)'\$/\1/; s/^ *//" | grep -v -e ' [A-Z][A-Z]' -e --help -e '&& exec '
}

# names TEXT: it tells to type $PASTE
names() { [[ $1 == *"'$PASTE'"* || $'\n'$1$'\n' == *$'\n'"$PASTE"$'\n'* ]]; }

# paste_it ARG...: type $PASTE here, then avenv ARG... again, and end the session
paste_it() {
	local PATH=$PATH
	rc=0
	[[ $PASTE != avenv* ]] || PATH=$T/bin:$PATH
	eval "$PASTE" >"$T/pasted" 2>&1 </dev/null || rc=$?
	if names "$("$T/bin/avenv" "$@" 2>&1 </dev/null)"; then echo again >"$T/pasted.again"; fi
	echo "$rc" >"$T/pasted.rc"
	exit
}

# session NAME: what is seen, in a home of its own. With `alone` set, no step needs the one before it.
session() {
	steps=0
	rm -rf "${T:?}/$1"
	mkdir -p "$T/$1/home/src" "$T/answers"
	(
		HOME=$T/$1/home
		SHELL=/bin/bash
		PATH=$T/bin:$PATH
		cd "$HOME/src" || exit
		unset VIRTUAL_ENV "${!AVENV_@}" "${!XDG_@}"
		# shellcheck disable=SC1090 # one of several
		. "$SRCDIR/tests/messages/$1.sh"
	) | normal
}

# pasted NAME COMMAND: it does what it is for, and is not named again; some need a shell, a terminal, an index
# or the tools that check.sh only has by name, or have findings
pasted() {
	local rc
	rm -f "$T/pasted.again"
	PASTE=$2 session "$1" >/dev/null 2>&1
	rc=$(cat "$T/pasted.rc")
	rm -f "$T/pasted.rc"
	case $1:$2 in
	check:* | *'recreate '* | *' activate'* | *' deactivate' | *' off' | *' on' | *' setup'* | *' doctor'* | *' remove '* | *' --group '*)
		ok "$1: '$2' is understood ($rc)" test "$rc" -lt 2
		;;
	*) ok "$1: '$2' works" test "$rc" = 0 || diag "$(cat "$T/pasted")" ;;
	esac
	# These look, need a real tool, or leave true what names them.
	case $1:$2 in
	check:* | up:* | *' activate'* | */activate | *' on' | *' off' | *' remove'* | *recreate* | *' --clear'* | *' list'* | *'--list' | \
		*' forget ~' | *' pip '* | *doctor* | *' run'* | *' setup '[b-]* | *' use ~'* | *:uv* | *:conda* | *:fuser* | */taken/.venv | 'move:avenv allow') ;;
	*) not_ok "$1: '$2' is not named again" test -e "$T/pasted.again" || diag "$(cat "$T/pasted")" ;;
	esac
	case $2 in
	*'(touch '*) is "$(find "$T/$1" -name pwned)" '' "$1: and runs nothing of the name" ;;
	esac
}

cd "$SRCDIR/tests/messages" || exit
names=(*.sh)
if [ "${1-}" = --update ]; then
	shift
	for name in "${@:-${names[@]%.sh}}"; do
		[ -f "$name.sh" ] || { echo "no session $name.sh" >&2 && exit 1; }
		session "$name" >"$name.out"
	done
	exit
fi
declare -A seen
for name in "${names[@]%.sh}"; do
	rm -rf "$T/answers"
	session "$name" >"$T/out"
	ok "$name ('tests/cli/messages.t --update $name' takes it over)" diff -u "$name.out" "$T/out"
	for step in "$T/answers"/*; do commands <"$step" | sed "s/^/${step##*/} /"; done | sort -k 2 -u >"$T/commands"
	while read -r STEP command; do
		if [ "${seen[$command]-}" ]; then continue; fi
		seen[$command]=yes
		pasted "$name" "$command"
	done <"$T/commands"
done
done_testing
