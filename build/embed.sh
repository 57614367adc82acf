#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds as NUL-terminated strings what each shell evaluates, its hook and
# its completion: a portable #embed.
# usage: embed.sh SHELL...
set -eu

# embed NAME: standard input as an array of that name
embed() {
	printf '\nconst char %s[] = {\n' "$1"
	# Character constants: a byte above 127 is no int that fits a char.
	od -An -v -tx1 | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
}

echo '/* made by build/embed.sh */'
echo '#include "cli/hooks_embed.h"'
for shell; do
	# Not by a pipe, which would end well where what writes to it does not.
	hook=$(build/hook.sh "$shell")
	printf '%s\n' "$hook" | embed "hook_$shell"
done
