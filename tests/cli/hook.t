#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv hook: the text that a shell evaluates, and where it says the programs are.
. "${SRCDIR:?}/tests/lib.sh"

for shell in bash zsh fish; do
	run "$AVENV" hook "$shell"
	is "$rc$err" 0 "$shell: printed"
	unlike "$out" '@HELPER@' "$shell: the helper's place is filled in"
	unlike "$out" '@AVENV@' "$shell: the command's place is filled in"
	like "$out" "'$AVENV_BUILD_DIR/avenv-hook'" "$shell: the helper beside the command"
	is "$("$AVENV" init "$shell")" "$out" "$shell: init is another name for it"
	if command -v "$shell" >/dev/null; then
		printf '%s\n' "$out" >"$T/hook"
		ok "$shell: it parses" "$shell" -n "$T/hook"
	else
		skip "$shell is not installed"
	fi
done
is "$("$AVENV" hook /bin/zsh)" "$("$AVENV" hook zsh)" 'a path of a shell names it'

run "$AVENV" hook
is "$rc" 2 'no shell: exit 2'
like "$err" 'bash, zsh or fish' 'no shell: which there are'
run "$AVENV" hook tcsh
is "$rc:$err" "2:avenv hook: unknown shell 'tcsh'; there are bash, zsh and fish; see 'avenv hook --help'" 'another shell: said so'

# ---- installed anywhere -----------------------------------------------------

if [[ $AVENV_BUILD_DIR == */valgrind ]]; then
	skip 'a copy starts the program of the build' 6
else
	place="$T/it's \$(touch x)"
	mkdir -p "$place/bin" "$place/libexec/avenv"
	cp "$AVENV" "$place/bin/avenv"
	cp "$AVENV_BUILD_DIR/avenv-hook" "$place/libexec/avenv/"
	for shell in bash zsh fish; do
		if ! command -v "$shell" >/dev/null; then
			skip "$shell is not installed"
			continue
		fi
		"$place/bin/avenv" hook "$shell" >"$T/hook"
		# The line that sets the helper's place, run by that shell.
		line=$(grep -m 1 '_avenv_helper[= ]' "$T/hook" | sed 's/^[[:space:]]*//')
		# shellcheck disable=SC2016 # for that shell
		is "$("$shell" -c "$line"'; printf %s "$_avenv_helper"')" "$place/libexec/avenv/avenv-hook" \
			"$shell: a place with a quote in it"
	done
	ok 'nothing of the place is executed' test ! -e x
	rm "$place/libexec/avenv/avenv-hook"
	run "$place/bin/avenv" hook bash
	if [ "$rc" = 0 ]; then
		# Where `make install` put this very build's helper, it is found.
		skip 'avenv is installed' 2
	else
		is "$rc:$out" 1: 'no helper: nothing is printed'
		like "$err" "cannot find 'avenv-hook'" 'no helper: said so'
	fi
fi

# ---- bash 3.2 ---------------------------------------------------------------

# What came to bash after 3.2, as far as one could slip in.
newer='declare -[A-Za-z]*g|local -n|declare -[nA]|\$\{[A-Za-z_]+@|\$\{[A-Za-z_]+(\^|,)|;;?&|&>>|\|&|coproc|mapfile|readarray|\[\[ -v|printf -v [a-z]+\[|\$\{ |EPOCH|BASHPID|shopt -s (globstar|lastpipe)|\{fd\}'
is "$(grep -nE "$newer" "$SRCDIR/hooks/avenv.bash" "$SRCDIR/completions/avenv.bash")" '' 'bash: nothing that 3.2 does not know'
# shellcheck disable=SC2016 # samples
for line in 'declare -g x' 'x=${y@Q}' 'x=${y^^}' 'a |& b' '[[ -v x ]]' 'local -n x'; do
	like "$(grep -E "$newer" <<<"$line")" '?' "bash: '$line' would be seen"
done
done_testing
