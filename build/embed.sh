#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds what each shell evaluates, its hook and its completion, as a
# NUL-terminated string: a portable #embed.
# usage: embed.sh SHELL...
set -eu

echo '/* made by build/embed.sh */'
echo '#include "cli/hooks_embed.h"'
for shell; do
	printf '\nconst char hook_%s[] = {\n' "$shell"
	# Character constants: a byte above 127 is no int that fits a char.
	build/hook.sh "$shell" | od -An -v -tx1 | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
done
