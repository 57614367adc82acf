#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds each hook file as a NUL-terminated string: a portable #embed.
# usage: embed.sh DIR/avenv.SHELL...
set -eu

echo '/* made by build/embed.sh */'
echo '#include "cli/hooks_embed.h"'
for file; do
	printf '\nconst char hook_%s[] = {\n' "${file##*.}"
	# Character constants: a byte above 127 is no int that fits a char.
	od -An -v -tx1 "$file" | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
done
