# SPDX-License-Identifier: GPL-3.0-or-later
# For plugin managers of zsh: load the hook of the avenv that is on PATH. The plugin installs no program.
if (( $+commands[avenv] )); then
	eval "$(command avenv hook zsh)"
elif [[ -o interactive && -x ~/.local/bin/avenv ]]; then
	print -ru2 -- "avenv: ~/.local/bin is not on PATH where this plugin is loaded"
else
	[[ -o interactive ]] && print -ru2 -- "avenv: not on PATH; to install it:  make -C ${(q-)${(%):-%x}:A:h} install PREFIX=$HOME/.local"
fi
