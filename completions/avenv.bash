# shellcheck shell=bash disable=SC2288,SC2295
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for bash 3.2 and newer, with or without bash-completion.
# `avenv __complete` says what can be typed. It is data: quoted as the word began, never expanded.
_avenv_complete() {
	\local cur="${COMP_WORDS[COMP_CWORD]}" quotes="[\"']" marks="[\\\\\"']" head text i at words out name
	words=() at=(0) COMPREPLY=()
	# readline would begin anew behind a quote inside of a word.
	text=${cur#$quotes}
	text=${text//\\?/}
	[[ $text != *$quotes* && ${COMP_WORDS[COMP_CWORD - 1]} != *[\<\>]* ]] || \return 0
	# bash makes several words of one at each '=', ':' and '@', and readline completes the last: $2.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		text=${COMP_WORDS[i]//$marks/}
		if ((i > 1)) && [[ $text = [=:@]* || ${COMP_WORDS[i - 1]} = [=:@]* ]]; then
			words[${#words[@]} - 1]+=$text
		else
			words+=("$text")
			at+=("$i")
		fi
	done
	text=${words[${#words[@]} - 1]}
	head=${text%"${2//$marks/}"}
	# With the redirection inside, bash would fork twice.
	{ text=$(\command '@AVENV@' __complete bash "${words[@]}"); } 2>/dev/null || \return 0
	i=${text%%$'\n'*}
	if [[ $i = command* ]]; then
		i=${at[${i#* }]}
		if [[ $i = "$COMP_CWORD" ]]; then
			# The program itself is no function and no builtin.
			IFS=$'\n' \read -r -d '' -a out <<<"$(\compgen -c -- "$cur")"
			for name in ${out[@]+"${out[@]}"}; do
				[[ $name != */* ]] && ! \type -P -- "$name" >/dev/null || text+=$'\n'$name
			done
		elif \declare -F _command_offset >/dev/null; then
			_command_offset "$i"
		fi
	fi
	IFS=$'\n' \read -r -d '' -a out 2>/dev/null <<<"$text"
	for text in ${out[@]+"${out[@]:1}"}; do
		text=${text#"$head"}
		case $cur in
		\'*) [[ $text != *\'* ]] || \continue ;;
		\"*) [[ $text != *[\"\$\`\\!]* ]] || \continue ;;
		*) \printf -v text %q "$text" ;;
		esac
		COMPREPLY+=("$text")
	done
	# readline completes files where there is nothing of ours, unless it is told otherwise.
	case $i in
	dirs*) \compopt +o default -o dirnames ;;
	none*) \compopt +o default ;;
	esac 2>/dev/null
}
\complete -o default -F _avenv_complete avenv
