#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds the hook, the completion and the file of `setup --everywhere` of each shell as strings:
# a portable #embed.
set -eu

# embed NAME FILE: print FILE as an array called NAME
embed() {
	printf '\nstatic const char %s[] = {\n' "$1"
	# Character constants: an int above 127 does not fit into a char. A shell would read the comments of a
	# hook at each start, and tcsh evaluates one line, in which one would have no end. nushell loads a
	# completion with the hook alone.
	case $2 in
	hooks/avenv.nu) cat completions/avenv.nu "$2" | sed '/^[[:blank:]]*#/d' ;;
	hooks/avenv.* | */avenv.tcsh) sed '/^[[:blank:]]*#/d' "$2" ;;
	*) cat "$2" ;;
	esac | od -An -v -tx1 | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
}

echo '/* made by build/embed.sh */'
echo '#include "setup/program.h"'
rows=
for hook in hooks/avenv.*; do
	shell=${hook#*.}
	embed "hook_$shell" "$hook"
	embed "completion_$shell" "completions/avenv.$shell"
	embed "everywhere_$shell" "src/setup/everywhere.$shell"
	rows="$rows	{ \"$shell\", hook_$shell, completion_$shell, everywhere_$shell },
"
done
for name in sh agent; do
	embed "everywhere_$name" "src/setup/everywhere.$name"
	rows="$rows	{ \"$name\", \"\", \"\", everywhere_$name },
"
done
printf '\nconst struct embedded embedded[] = {\n%s};\n' "$rows"
