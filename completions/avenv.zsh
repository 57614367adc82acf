#compdef avenv
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for zsh 5.0 and newer, under the options of zsh's completion system.
# `avenv __complete` says what can be typed. It is data, which zsh quotes.
_avenv() {
	local -a out
	local kind number
	out=("${(@f)$(command '@AVENV@' __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
	kind="${out[1]%% *}" number="${out[1]##* }"
	shift out
	if (( $#out )) && _describe -t avenv avenv out; then
		return
	fi
	case "$kind" in
	(command)
		shift "$number" words
		(( CURRENT -= number ))
		if (( CURRENT == 1 )); then _command_names -e; else _normal; fi
		;;
	(dirs|files)
		compset -P '--[^=]#='
		if [[ "$kind" = dirs ]]; then _path_files -/; else _files; fi
		;;
	esac
}
