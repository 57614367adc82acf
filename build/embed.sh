#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print C that holds the hooks and the completions as NUL-terminated strings: a portable #embed.
set -eu

# embed NAME FILE: FILE as an array of that name
embed() {
	printf '\nconst char %s[] = {\n' "$1"
	# Character constants: a byte above 127 is no int that fits a char.
	od -An -v -tx1 <"$2" | sed "s/ \\(..\\)/'\\\\x\\1',/g"
	printf "'\\\\0'};\n"
}

echo '/* made by build/embed.sh */'
echo '#include "command/hooks_embed.h"'
embed hook_bash hooks/avenv.bash
embed hook_zsh hooks/avenv.zsh
embed hook_fish hooks/avenv.fish
embed completion_bash completions/avenv.bash
embed completion_zsh completions/_avenv
embed completion_fish completions/avenv.fish
