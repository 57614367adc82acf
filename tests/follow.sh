#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of the commands that messages name, after lib.sh and create.sh: they are typed as printed.

. "${SRCDIR:?}/tests/commands.sh"

w=$T/w
# These environments have no pip: `up -n` names uv.
mkdir "$T/with_uv"
program "$T/with_uv/uv" '#!/bin/sh'
PATH=$PATH:$T/with_uv
avenv() { "$AVENV" "$@"; }

# env_at DIR: a sound environment, without a record
env_at() {
	bare "$1"
	"$AVENV" -q forget "$1"
}

# fresh BAR: the directory w with p in it, and what BAR makes
fresh() {
	cd "$w" && rm -rf "${w:?}"/* "$HOME/.local" && mkdir p && : >p/requirements.txt && "$1"
	cd p || exit 1
}

# follow BAR COMMAND...: COMMAND, and as long as something is refused the last command that its message names,
# which may be COMMAND itself with another option. $steps: what was followed, and then "done", if COMMAND was;
# else "on", if the environment is and no other command was named, or "stuck"
follow() {
	local said commands line
	fresh "$1"
	steps=
	said=$("${@:2}" 2>&1) && steps="done" && return
	for _ in 1 2 3 4 5; do
		commands_of "$said"
		line=${commands##*$'\n'}
		[ -n "$line" ] || break
		steps+="${line//$w/W}; "
		said=$(eval "$line" 2>&1) || continue
		if [[ $line == "avenv $3"* ]] || said=$("${@:2}" 2>&1); then
			steps+="done"
			return
		fi
	done
	if avenv path >"$T/.out" 2>&1; then steps+=on; else steps+=stuck; fi
}

# typed: a table on standard input, with a head. BAR BAR...|COMMAND, COMMAND...|THE STEPS to each of these commands
typed() {
	local bar bars commands command want
	read -r
	while IFS='|' read -r bars commands want; do
		for bar in $bars; do
			while read -r command; do
				# shellcheck disable=SC2086 # words
				follow "$bar" avenv $command
				is "${steps//-p $SERIES/-p SERIES}" "$want" "$bar: $command"
			done <<<"${commands//, /$'\n'}"
		done
	done
}
