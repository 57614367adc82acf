#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 34 37
# A tree and a main checkout cover what was made in its place. That allows no command to write into
# an environment, or into parts of one, that an archive may have brought: it would look as if it were
# made there.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"
system=$PYTHON
quick_python
has git || done_testing

w=$T/w

# covers HOW: the directory $p, in a tree or a worktree of an allowed project, without a record
covers() {
	chmod -R u+w "$w"
	rm -rf "${w:?}"/* "$w"/.[a-z]* "$HOME/.local"
	case $1 in
	tree)
		mkdir p
		"$AVENV" -q allow --tree "$w"
		;;
	worktree)
		git init -q main
		git -C main commit -q --allow-empty -m one
		bare main/.venv
		git -C main worktree add -q --detach "$w/p"
		;;
	esac
}

# nothing_is_on NAME: nothing of the archive is on PATH in p, and nothing is recorded
nothing_is_on() {
	is "$(grep -c "slot $w/p/" "$HOME/.local/share/avenv/records")" 0 "$1: nothing is recorded"
	not_ok "$1: nothing is on" "$AVENV" -C p path
}

# Each puts into p/.venv what an archive may bring
# shellcheck disable=SC2317 # called by name
{
	whole() { bare other && mv other p/.venv; }
	as_if_here() { bare p/.venv && "$AVENV" -q forget p && mkdir "p/.venv/$SITE/evil" && touch p/.hg; }
	a_program() { mkdir -p p/.venv/bin && program p/.venv/bin/ls '#!/bin/sh' 'echo PWNED'; }
	path_file() { mkdir -p "p/.venv/$SITE" && echo 'import os' >"p/.venv/$SITE/evil.pth"; }
	without_cfg() { whole && rm p/.venv/pyvenv.cfg; }
}

for how in tree worktree; do
	for brings in whole as_if_here a_program path_file without_cfg; do
		covers $how
		$brings
		for options in '' --without-pip --tracked --upgrade-deps; do
			# shellcheck disable=SC2086 # words
			stays "$how, $brings: create $options" '' p \
				"$AVENV" -C p create -p "$PYTHON" $options
		done
		stays "$how, $brings: recreate ./.venv" '' p "$AVENV" -C p recreate -p "$PYTHON" ./.venv
		nothing_is_on "$how, $brings"
	done
	covers $how
	whole
	ok "$how: --clear replaces what was brought" "$AVENV" -q -C p create -p "$PYTHON" --without-pip --clear
	is "$("$AVENV" -C p path)" "$w/p/.venv" "$how: ... by one that is on"
done

# ---- what others can change ---------------------------------------------------------------

covers tree
mkdir p/.venv
chmod o+w p/.venv
refused 'an empty directory that others can write to' --without-pip p/.venv
covers tree
mkdir p/.venv
printf 'include-system-site-packages = true\nprompt = evil\n' >p/.venv/pyvenv.cfg
refused 'a pyvenv.cfg alone, which the new environment would keep' --without-pip p/.venv
# Nothing is started of what is not recorded.
covers tree
chmod o+w p
printf '%s\n' --no-index none >req.txt
run "$AVENV" -C p create -p "$system" -r ../req.txt
like "$rc:$(ls -A p):$err" "1:.venv:*'$w/p' can be written to*" \
	'in a project that others can write to: made, and who they are is said'
unlike "x$err" 'No matching distribution' '... and pip is not started'

# ---- repair and move -------------------------------------------------------------------

covers tree
bare sound
dist sound tiny 1.0
script sound tiny 1.0
mkdir brought theirs q
cp -a sound brought/.venv
printf '#!/bin/sh\n' >brought/.venv/bin/ls
# Mended by a command, an environment looks as if it were made where it is.
stays 'an archive brought it into a tree' '' brought "$AVENV" repair brought/.venv
cp -a sound linked
ln -s ../linked theirs/.venv
"$AVENV" -q allow theirs
rm theirs/.venv
cp -a sound theirs/.venv
mv theirs mine
run "$AVENV" repair mine/.venv
is "$rc" 1 'a word about a link is none about a directory in its place'
cp -a sound q/env
stays 'move of one that an archive brought' '' q "$AVENV" move q/env q/.venv
# What was made in its place is on at its first use. That is no word for a command that writes into it.
for how in tree worktree; do
	for command in "recreate -p $PYTHON p/.venv" 'move p/.venv p/env' 'create --without-pip p/.venv'; do
		covers $how
		bare p/.venv
		"$AVENV" -q forget p
		# shellcheck disable=SC2086 # words
		stays "$how: ${command%% *} of one that was made there" '' "$w" "$AVENV" $command
		is "$(grep -c "slot $w/p/" "$HOME/.local/share/avenv/records")" 0 '... and nothing is recorded'
		is "$("$AVENV" -C p path)" "$w/p/.venv" '... and it is on at its first use'
	done
done
done_testing
