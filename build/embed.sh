#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds the hook and the completion of each shell as strings: a portable #embed.
set -eu

# embed NAME FILE: print FILE as an array called NAME
embed() {
	printf '\nstatic const char %s[] = {\n' "$1"
	# Character constants: an int above 127 does not fit into a char.
	od -An -v -tx1 <"$2" | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
}

echo '/* made by build/embed.sh */'
echo '#include "cli/program.h"'
rows=
for hook in hooks/avenv.*; do
	shell=${hook#*.}
	embed "hook_$shell" "$hook"
	embed "completion_$shell" "completions/avenv.$shell"
	rows="$rows	{ \"$shell\", hook_$shell, completion_$shell },
"
done
printf '\nconst struct embedded embedded[] = {\n%s};\n' "$rows"
