#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup: which files get the one line, what the line does, and that undoing it leaves
# the home directory byte for byte as it was.
. "$SRCDIR/tests/lib.sh"

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
P=$T/bin/avenv
# setup ARG...: with nothing of the caller's but what VARS adds
VARS=()
setup() {
	run env -i HOME="$HOME" PATH="$T/bin:/usr/bin:/bin" SHELL=/bin/bash LC_ALL=C.UTF-8 "${VARS[@]}" "$P" setup "$@"
}
# home [NAME CONTENT]...: a new home directory with these files; it is kept for undone
home() {
	rm -rf "$HOME" "$T/before"
	mkdir "$HOME"
	while [ $# -gt 0 ]; do
		mkdir -p "$(dirname "$HOME/$1")"
		printf "$2" >"$HOME/$1"
		shift 2
	done
	before
}
# before: remember the home directory as it is
before() {
	tree >"$T/before"
}
# tree: all that is below the home directory: names, types, modes, links, bytes
tree() {
	(cd "$HOME" && find . -mindepth 1 -printf '%p %y %m %l %n\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 -r md5sum)
}
# undone NAME [ARG...]: undoing works, and all is as it was
undone() {
	local name=$1
	shift
	setup --undo -y "$@"
	is "$rc" 0 "$name: undone"
	is "$(tree)" "$(cat "$T/before")" "$name: all is as it was"
}
# says TEXT NAME: as it stands, among what was said
says() {
	if [[ $err == *"$1"* ]]; then
		tap 0 "$2"
	else
		tap 1 "$2" || diag "said: $err"$'\n'"not:  $1"
	fi
}
# file NAME: its content, with a dot behind it
file() {
	cat "$HOME/$1"
	echo .
}

bash_line="if [ -n \"\${BASH_VERSION-}\" ] && [ -n \"\${PS1-}\" ] && [ -x $P ]; then eval \"\$($P hook bash)\"; fi"
# shellcheck disable=SC2016 # what is written
read_line='if [ -n "${BASH_VERSION-}" ] && [ -n "${PS1-}" ] && [ -r ~/.bashrc ]; then . ~/.bashrc; fi'
zsh_line="if [ -x $P ]; then eval \"\$($P hook zsh)\"; fi"
fish_line="if status is-interactive; and test -x $P; $P hook fish | source; end"
mark='  # avenv setup'

# ---- the places -------------------------------------------------------------

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
setup -y
is "$rc$out" 0 'bash: done'
is "$(file .bashrc)" $'a=1\n'"$bash_line$mark"$'\n.' 'bash: the line is at the end of .bashrc'
says "avenv: added to '$HOME/.bashrc', line 2:
  $bash_line$mark" 'bash: says file, line and text'
is "$(file .profile)" $'. ~/.bashrc\n.' 'bash: a .profile that reads .bashrc is left alone'
is "$(ls -A "$HOME")" $'.bashrc\n.profile' 'bash: no .bash_profile shadows it'
tree >"$T/once"
setup -y
is "$rc" 0 'bash: twice'
says "'$HOME/.bashrc', line 2, loads avenv already" 'bash: twice: said so'
is "$(tree)" "$(cat "$T/once")" 'bash: twice is once'
undone bash

home
setup -y fish
is "$(file .config/fish/conf.d/avenv.fish)" "$fish_line$mark (made this file and directories: 3)"$'\n.' 'fish: a file of its own'
undone 'fish: nothing there'

done_testing
