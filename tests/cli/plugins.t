#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# The files that plugin managers of zsh and fish load: the hook of the avenv on PATH, or one line.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit
mkenv p/.venv
"$AVENV" -q allow p
mkdir on_path
ln -s "$AVENV" on_path/avenv

# loads SHELL OPTIONS FILE
loads() {
	if ! command -v "$1" >/dev/null; then
		skip "$1 is not installed"
		return
	fi
	# shellcheck disable=SC2086,SC2016 # words; for the shell
	{
		run env PATH="$HOME/on_path:/usr/bin:/bin" "$1" $2 -ic "source $SRCDIR/$3; cd p; echo \$VIRTUAL_ENV"
		like "$out$err" "*$HOME/p/.venv" "$1: the hook of the avenv on PATH is loaded"
		run env PATH=/usr/bin:/bin "$1" $2 -ic "source $SRCDIR/$3; echo goes on"
		like "$out:$err" 'goes on:*avenv: not on PATH; *' "$1: without avenv one line, and the shell goes on"
		run env PATH=/usr/bin:/bin "$1" $2 -c "source $SRCDIR/$3"
		is "$out:$err" : "$1: silent in a script"
	}
}
loads zsh -f avenv.plugin.zsh
loads fish --no-config conf.d/avenv.fish
done_testing
