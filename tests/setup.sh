# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154
# For the tests of avenv setup:  . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/setup.sh"
#
# $P is an avenv on PATH, and a link as a package manager makes it; the lines that setup
# writes for it are $bash_line, $read_line (for a login file), $zsh_line and $fish_line,
# each followed by $mark.

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
P=$T/bin/avenv
bash_line="if [ -n \"\${BASH_VERSION-}\" ] && [ -n \"\${PS1-}\" ] && [ -x $P ]; then eval \"\$($P hook bash)\"; fi"
# shellcheck disable=SC2016 # what is written
read_line='if [ -n "${BASH_VERSION-}" ] && [ -n "${PS1-}" ] && shopt -q login_shell && [ "${_avenv_rc-${_avenv_pid-}}" != $$ ] && [ -r ~/.bashrc ]; then _avenv_rc=$$; . ~/.bashrc; unset _avenv_rc; fi'
zsh_line="if [ -x $P ]; then eval \"\$($P hook zsh)\"; fi"
fish_line="if status is-interactive; and test -x $P; $P hook fish | source; end"
mark='  # avenv setup'

# What the command is given of the caller's; VARS adds to it.
CLEAN=(env -i HOME="$HOME" PATH="$T/bin:/usr/bin:/bin" SHELL=/bin/bash LC_ALL=C.UTF-8)
VARS=()

# setup ARG...: leaves $out, $err and $rc
setup() {
	run "${CLEAN[@]}" "${VARS[@]}" "$P" setup "$@"
}

# home [NAME CONTENT]...: a new home directory with these files, CONTENT as for printf
home() {
	chmod -R u+rwX "$HOME"
	rm -rf "$HOME"
	mkdir "$HOME"
	while [ $# -gt 0 ]; do
		mkdir -p "$(dirname "$HOME/$1")"
		# shellcheck disable=SC2059 # it is meant as a format
		printf "$2" >"$HOME/$1"
		shift 2
	done
	before
}

# tree: all below the home directory: names, types, modes, where links lead, bytes
tree() {
	(cd "$HOME" && find . -mindepth 1 -printf '%p %y %m %l %n\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 -r md5sum)
}

# before: what undone will compare with
before() {
	tree >"$T/before"
}

# untouched NAME: all is as it was
untouched() {
	is "$(tree)" "$(cat "$T/before")" "$1"
}

# undone NAME: undoing works, and all is as it was
undone() {
	setup --undo -y
	is "$rc" 0 "$1: undone"
	untouched "$1: undone: all is as it was"
}

# file NAME: its content, with a dot behind it
file() {
	cat "$HOME/$1"
	echo .
}

# says TEXT NAME: literally, among what was said
says() {
	if [[ $err == *"$1"* ]]; then
		tap 0 "$2"
	else
		tap 1 "$2" || diag "said: $err"$'\n'"not:  $1"
	fi
}

# silent_on TEXT NAME: that was not said, by a setup that ran
silent_on() {
	if [ "$rc" -gt 1 ] || [[ $err == *"$1"* ]]; then
		tap 1 "$2" || diag "said ($rc): $err"
	else
		tap 0 "$2"
	fi
}
