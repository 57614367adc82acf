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
TOOLS=$PATH
. "$SRCDIR/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
quick_python

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"

# normal: paths, versions and sizes of this machine become words
normal() {
	sed -E -e "s#$T/(quick/)?bin#/usr/bin#g; s|$T/[a-z]+/home|/home/you|g; s|$AVENV_BUILD_DIR|/build|g" \
		-e 's/[23]\.[0-9]+\.[0-9]+/X.Y.Z/g' -e 's/[(][0-9]+K([,)])/(SIZE\1/; s/ +[0-9]+K$/ SIZE/' -e 's/python[23]\.[0-9]+/pythonX.Y/g'
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
	if [ -e "$T/ended" ]; then exit; fi
	printf '$ avenv%s\n' "${*:+$(printf ' %q' "$@")}"
	answer=$("$T/bin/avenv" "$@" 2>&1 </dev/null) || rc=$?
	if [ "$answer" ]; then printf '%s\n' "$answer"; fi
	if [ "$rc" != 0 ]; then printf '[%s]\n' "$rc"; fi
	follow "$answer" paste_it "$T/bin/avenv" "$@"
}

# quicken ENV: with the quick Python
# shellcheck disable=SC2317 # the sessions call it
quicken() {
	ln -sfn "$PYTHON" "$1/bin/python3"
	sed -i "s,^home = .*,home = ${PYTHON%/*}," "$1/pyvenv.cfg"
}

# commands: those that answers tell to type; a word in capitals is for the reader to fill in, and
# cli/everywhere_startup types what ends in a new shell
commands() {
	local program='(\.|avenv|cd|chmod|conda|cp|env|fuser|git|hatch|ln|mkdir|mv|pdm|poetry|rm|sed|source|unset|uv|[/~][^ ]*/(avenv|python)|[A-Z]+=[^ ]*)'
	sed '/unknown command/d; /failed with exit status/d' |
		grep -oE "'$program [^']*'|^(PATH=|$program [a-z-].*').*" |
		sed "s/^'\(.*\)'\$/\1/; s/^ *//" | grep -v -e ' [A-Z][A-Z]' -e --help -e '&& exec ' | sort -u
}

# names TEXT: it tells to type $PASTE
names() { [[ $1 == *"'$PASTE'"* || $'\n'$1$'\n' == *$'\n'"$PASTE"$'\n'* ]]; }

# replayed say ARG...: what its answer tells to type would change what later steps see
# shellcheck disable=SC2317 # the sessions call it
replayed() { local replayed=yes && "$@"; }

# follow ANSWER FUNCTION ARG...: FUNCTION ARG... types each command of ANSWER that none has told before, and what came
# of it is in $typed; for each of a replayed step the session is played once more up to it
follow() {
	if [ "$REPLAY" ]; then
		if ! names "$1"; then return; fi
		: >"$T/ended"
		result "${@:2}"
		exit
	fi
	local PASTE
	while read -r PASTE; do
		if PATH=$TOOLS grep -Fxqe "$PASTE" "$T/seen"; then continue; fi
		printf '%s\n' "$PASTE" >>"$T/seen"
		if [ "${replayed-}" ]; then result true; else result "${@:2}"; fi
	done < <(PATH=$TOOLS commands <<<"$1")
}
result() {
	typed=$T/typed/$(PATH=$TOOLS wc -l <"$T/seen")
	PATH=$TOOLS mkdir -p "$typed"
	printf '%s\n' "$PASTE" >"$typed/command"
	("$@")
}

# paste_it COMMAND...: type $PASTE here, then COMMAND... again
# shellcheck disable=SC2317 # for `follow`
paste_it() {
	local rc=0
	[[ $PASTE != avenv* ]] || PATH=$T/bin:$PATH
	eval "$PASTE" >"$typed/out" 2>&1 </dev/null || rc=$?
	if names "$("$@" 2>&1 </dev/null)"; then : >"$typed/again"; fi
	echo "$rc" >"$typed/rc"
}

# session NAME [COMMAND]: what is seen, in a home of its own; with COMMAND up to where it is told and typed
session() {
	rm -rf "${T:?}/$1" "$T/typed" "$T/ended"
	mkdir -p "$T/$1/home/src"
	(
		REPLAY=${2-} PASTE=${2-}
		HOME=$T/$1/home
		SHELL=/bin/bash
		PATH=$T/bin:$PATH
		cd "$HOME/src" || exit
		unset VIRTUAL_ENV "${!AVENV_@}" "${!XDG_@}"
		# shellcheck disable=SC1090 # one of several
		. "$SRCDIR/tests/messages/$1.sh"
	) | normal
}

# judge NAME TYPED: the command does what it is for, and is not named again; some need a shell, a terminal, an
# index or the tools that check.sh only has by name, or have findings
judge() {
	local command rc
	command=$(<"$2/command") rc=$(<"$2/rc")
	case $1:$command in
	check:* | *'recreate '* | *' activate'* | *' deactivate' | *' off' | *' on' | *' setup'* | *' doctor'* | *' remove '* | *' --group '*)
		ok "$1: '$command' is understood ($rc)" test "$rc" -lt 2
		;;
	*) ok "$1: '$command' works" test "$rc" = 0 || diag "$(cat "$2/out")" ;;
	esac
	case $1:$command in
	# It only looks.
	*' list'* | *'--list' | *doctor* | *' run'*) ;;
	# It needs a shell with the hook, a real tool or pip.
	check:* | up:* | *' activate'* | */activate | *' on' | *' off' | *' setup '[b-]* | *' pip '* | *:uv* | *:conda* | *:fuser* | *ensurepip*) ;;
	# The message is still true after it.
	*' remove'* | *recreate* | *' --clear'* | *' forget ~' | *' deny '* | *' use ~'* | */taken/.venv | 'move:avenv allow' | 'move:avenv create -p '*) ;;
	*) not_ok "$1: '$command' is not named again" test -e "$2/again" || diag "$(cat "$2/out")" ;;
	esac
	case $command in
	*'(touch '*) is "$(find "$T/$1" -name pwned)" '' "$1: and runs nothing of the name" ;;
	esac
}

cd "$SRCDIR/tests/messages" || exit
names=(*.sh)
touch "$T/seen"
if [ "${1-}" = --update ]; then
	shift
	for name in "${@:-${names[@]%.sh}}"; do
		[ -f "$name.sh" ] || { echo "no session $name.sh" >&2 && exit 1; }
		session "$name" >"$name.out"
	done
	exit
fi
for name in "${names[@]%.sh}"; do
	session "$name" >"$T/out"
	ok "$name ('tests/cli/messages.t --update $name' takes it over)" diff -u "$name.out" "$T/out"
	[ -d "$T/typed" ] || continue
	mv "$T/typed" "$T/all"
	for typed in "$T/all"/*; do
		if [ ! -e "$typed/rc" ]; then
			session "$name" "$(<"$typed/command")" >/dev/null 2>&1
			typed=$(echo "$T/typed"/*)
		fi
		judge "$name" "$typed"
	done
	rm -r "$T/all"
done
done_testing
