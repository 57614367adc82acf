#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For follow.sh and session.sh: which commands a message tells to type.

PROGRAM='(\.|avenv|cd|chmod|conda|cp|env|fuser|git|hatch|ln|mkdir|mv|pdm|poetry|rm|sed|source|unset|uv|[/~][^ ]*/(avenv|python)|[A-Z]+=[^ ]*)'
# One in quotes, and one with an apostrophe, which stands on a line of its own
QUOTED="'($PROGRAM [^']*)'"
OWN_LINE="^((PATH=|$PROGRAM [a-z~/'-].*').*)"

# commands_of TEXT: in $commands, a line each, in their order. A word in capitals is for the reader to fill in, and
# cli/everywhere_startup types what ends in a new shell.
commands_of() {
	local line found
	commands=
	while IFS= read -r line; do
		case $line in *'unknown command'* | *'failed with exit status'*) continue ;; esac
		while [[ $line =~ $OWN_LINE || $line =~ $QUOTED ]]; do
			found=${BASH_REMATCH[1]}
			line=${line#*"$found"}
			case $found in *' '[A-Z][A-Z]* | *--help* | *'&& exec '*) continue ;; esac
			if ! has_line "$commands" "$found"; then commands+=${commands:+$'\n'}$found; fi
		done
	done <<<"$1"
}

# has_line TEXT LINE
has_line() { [[ $'\n'$1$'\n' == *$'\n'"$2"$'\n'* ]]; }
