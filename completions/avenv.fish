# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for fish 3.1 and newer.
#
# Part of what "avenv hook fish" prints, and installed where fish looks.
complete -c avenv -n __fish_use_subcommand -f -a "(command avenv __dump | string match -r '^command\t.*' | string split -f 2 \t)"
