#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For cli/messages.t: plays the sessions of tests/messages, and types the commands that their answers name.
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/create.sh"; . "$SRCDIR/tests/session.sh"
#
# A command is typed once a session, where it is named first. Where it would change what later steps see, the step
# stands behind `replayed`, or `later` is set, and the session is played once more up to there.
# TYPED has the file `commands`, a line each, and of line N, counted from 0, N.out, its output; N.rc, its exit status; and
# N.again, if the step names it once more after it was typed.
# shellcheck disable=SC2030,SC2031 # a session is a subshell: what it sets is for its own steps
. "${SRCDIR:?}/tests/commands.sh"
TYPED=$T/typed

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"

# play NAME [N]: prints what a person sees, in a home of its own; with N up to where command N is named and typed
play() {
	rm -rf "${T:?}/$1"
	mkdir -p "$T/$1/home/src"
	[ $# = 2 ] || { rm -rf "$TYPED" && mkdir "$TYPED" && : >"$TYPED/commands"; }
	(
		only=${2-} later=
		HOME=$T/$1/home
		SHELL=/bin/bash
		PATH=$T/bin:$PATH
		cd "$HOME/src" || exit
		unset VIRTUAL_ENV "${!AVENV_@}" "${!XDG_@}"
		# shellcheck disable=SC1090 # one of several
		. "$SRCDIR/tests/messages/$1.sh"
	) </dev/null | normal
}

# normal: paths, versions and sizes of this machine become words
normal() {
	sed -E -e "s#$T/(quick/)?bin#/usr/bin#g; s|$T/[a-z]+/home|/home/you|g; s|$AVENV_BUILD_DIR|/build|g" \
		-e 's/[23]\.[0-9]+\.[0-9]+/X.Y.Z/g' -e 's/[(][0-9]+K([,)])/(SIZE\1/; s/ +[0-9]+K$/ SIZE/' -e 's/python[23]\.[0-9]+/pythonX.Y/g'
}

# ---- for the sessions ----------------------------------------------------------

# at DIR: change there
at() {
	printf '$ cd %q\n' "$1"
	cd "$1" || exit
}

# say ARG...: avenv ARG..., as typed and answered
say() {
	local answer rc=0
	# In a pipeline the step with the wanted command could not end the session.
	if [ -e "$TYPED/$only.rc" ]; then exit; fi
	printf '$ avenv'
	[ $# = 0 ] || printf ' %q' "$@"
	answer=$("$T/bin/avenv" "$@" 2>&1) || rc=$?
	printf '\n%s' "${answer:+$answer$'\n'}"
	[ "$rc" = 0 ] || printf '[%s]\n' "$rc"
	type_named "$answer" type_here "$T/bin/avenv" "$@"
}

# replayed STEP...: the commands that it names are typed in another play
replayed() { local later=yes && "$@"; }

# quicken ENV: with the quick Python
quicken() {
	ln -sfn "$PYTHON" "$1/bin/python3"
	sed -i "s,^home = .*,home = ${PYTHON%/*}," "$1/pyvenv.cfg"
}

# type_named ANSWER FUNCTION ARG...: FUNCTION ARG... types each command that ANSWER names, if none has named it before:
# $command, and its files begin with $typed
type_named() {
	local commands command typed seen
	commands_of "$1"
	while IFS= read -r command; do
		mapfile -t seen <"$TYPED/commands"
		typed=$TYPED/${only:-${#seen[@]}}
		if [ "$only" ]; then
			if [ "$command" = "${seen[only]}" ]; then "${@:2}" && exit; fi
		elif ! has_line "$(<"$TYPED/commands")" "$command"; then
			printf '%s\n' "$command" >>"$TYPED/commands"
			[ "$later" ] || ("${@:2}")
		fi
	done < <([ -z "$commands" ] || printf '%s\n' "$commands")
}

# type_here STEP...: type $command here, then STEP... again
type_here() {
	local rc=0 commands
	[[ $command != avenv* ]] || PATH=$T/bin:$PATH
	eval "$command" >"$typed.out" 2>&1 </dev/null || rc=$?
	commands_of "$("$@" 2>&1 </dev/null)"
	if has_line "$commands" "$command"; then : >"$typed.again"; fi
	echo "$rc" >"$typed.rc"
}
