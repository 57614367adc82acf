# shellcheck shell=bash disable=SC2288,SC2034,SC2154,SC2295
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for bash 3.2 and newer, with or without bash-completion.
#
# Part of what "avenv hook bash" prints, and installed where bash-completion
# looks.  The line is split here, as COMP_WORDS is broken at each ':' and '=';
# what is inserted is quoted here, in the way in which the word was begun, as
# readline would quote names of files only.  Values come from the command, which
# executes nothing of a project's, already as words of bash.
#
# What shellcheck is told to pass over: \[ is the way round an alias of [, a
# pattern is meant as one, and variables are set in one function for another.
case $- in
*i*)
	# Nothing of this is for other programs, under "set -a" either.
	_avenv_all=
	case $- in *a*)
		_avenv_all=1
		\builtin set +a
		;;
	esac
	if \[ -z "${_avenv_cli-}" ]; then _avenv_cli='@AVENV@'; fi
	_avenv_commands=(hook init setup allow deny forget status list ls pythons create use
		move mv remove rm activate deactivate select off on run env path help)

	# The arguments and options of command $1 ('' for none), by the words of
	# "avenv __dump"; a + ends arguments of which the last may be repeated.
	_avenv_table() {
		args=()
		opts=()
		case $1 in
		hook | init) args=(SHELL) ;;
		setup)
			args=(SHELL +)
			opts=(-y --yes --print --found=DIR --undo --purge)
			;;
		allow)
			args=(DIR +)
			opts=(--tree --found --shared --by-path --tracked -l --list --json)
			;;
		deny)
			args=(DIR +)
			opts=(--tree)
			;;
		forget) args=(RECORD +) ;;
		status)
			args=(DIR)
			opts=(--json)
			;;
		list | ls) opts=(--names -0 --null --sort=KEY --size --json) ;;
		pythons) opts=(--json) ;;
		create)
			args=(DIR +)
			opts=(-p=PYTHON --python=PYTHON -r=FILE --requirement=FILE -c=FILE --constraint=FILE
				--keep --clear --upgrade --upgrade-deps --prompt=TEXT --system-site-packages --copies
				--symlinks --without-pip --without-scm-ignore-files --compile --tracked)
			;;
		use)
			args=(ENV)
			opts=(--clear)
			;;
		move | mv) args=(ENV DIR) ;;
		remove | rm)
			args=(ENV +)
			opts=(-y --yes)
			;;
		activate | path) args=(ENV) ;;
		select) opts=(--print) ;;
		run)
			args=(CMD)
			opts=(-e=ENV --env=ENV)
			;;
		env)
			args=(ENV)
			opts=(--shell=SHELL --json)
			;;
		help) args=(COMMAND) ;;
		'') opts=(-C=DIR -V --version -h --json) ;;
		esac
		opts+=(-q --quiet --help)
	}

	# The words of line $1: the values of all but the last in words, and where
	# each begins in starts; of the last its text in raw, its value in value, the
	# quotes that it is still in (' " or $) in quote, and in expands whether
	# something in it is to be expanded.
	_avenv_split() {
		\builtin local rest run mark ansi stops
		rest="$1"
		stops=$' \t\n\'"\\\\'
		words=()
		starts=()
		raw=
		value=
		quote=
		expands=
		ansi=
		while \[ -n "$rest" ]; do
			case $quote in
			\') run="${rest%%\'*}" ;;
			\") run="${rest%%[\"\\]*}" ;;
			\$) run="${rest%%[\'\\]*}" ;;
			*) run="${rest%%[$stops]*}" ;;
			esac
			rest="${rest:${#run}}"
			mark="${rest:0:1}"
			rest="${rest:1}"
			raw="$raw$run$mark"
			if \[ "$quote" = \$ ]; then ansi="$ansi$run"; else value="$value$run"; fi
			# $'...' and $"..." begin with the dollar before the mark.
			case $quote:$run$mark in
			:*\$\' | :*\$\") value="${value%\$}" ;;
			:*[\$\`]* | \":*[\$\`]*) expands=1 ;;
			esac
			case $quote:$run$mark in
			:*\\ | \":*\\)
				raw="$raw${rest:0:1}"
				# In "..." the backslash stays before most characters.
				case $quote:${rest:0:1} in
				:* | \":[\"\\\$\`]) ;;
				*) value="$value\\" ;;
				esac
				value="$value${rest:0:1}"
				rest="${rest:1}"
				;;
			\$:*\\)
				raw="$raw${rest:0:1}"
				ansi="$ansi\\${rest:0:1}"
				rest="${rest:1}"
				;;
			\$:*\')
				_avenv_ansi "$ansi"
				ansi=
				quote=
				;;
			\':*\' | \":*\") quote= ;;
			:*\$\') quote=\$ ;;
			:*\' | :*\") quote="$mark" ;;
			:*[$' \t\n'])
				raw="${raw%?}"
				if \[ -n "$raw" ]; then
					words+=("$value")
					starts+=($((${#1} - ${#rest} - 1 - ${#raw})))
				fi
				raw=
				value=
				expands=
				;;
			esac
		done
		_avenv_ansi "$ansi"
	}

	# Add to value what $'...' stands for.
	_avenv_ansi() {
		\builtin local decoded
		_avenv_swap "$1" "\\'" \'
		\builtin printf -v decoded %b "$swapped"
		value="$value$decoded"
	}

	# swapped: $1 with $3 for each $2, in a way that all versions read alike.
	_avenv_swap() {
		\builtin local rest
		rest="$1"
		swapped=
		while \[ "${rest#*"$2"}" != "$rest" ]; do
			swapped="$swapped${rest%%"$2"*}$3"
			rest="${rest#*"$2"}"
		done
		swapped="$swapped$rest"
	}

	# swapped: $1 as it has to stand in quotes $2, which stay open.
	_avenv_quote() {
		\builtin local rest part
		case $2 in
		\')
			_avenv_swap "$1" \' "'\\''"
			_avenv_swap "$swapped" $'\n' "'\$'\\n''"
			_avenv_swap "$swapped" $'\t' "'\$'\\t''"
			;;
		\")
			_avenv_swap "$1" \\ \\\\
			_avenv_swap "$swapped" \" \\\"
			_avenv_swap "$swapped" \$ \\\$
			_avenv_swap "$swapped" \` \\\`
			case $- in *H*) _avenv_swap "$swapped" ! "\"'!'\"" ;; esac
			_avenv_swap "$swapped" $'\n' "\"\$'\\n'\""
			_avenv_swap "$swapped" $'\t' "\"\$'\\t'\""
			;;
		\$)
			\builtin printf -v swapped %q "$1"
			case $swapped in
			\$\'*)
				swapped="${swapped#??}"
				swapped="${swapped%?}"
				;;
			*)
				_avenv_swap "$1" \\ \\\\
				_avenv_swap "$swapped" \' \\\'
				;;
			esac
			;;
		*)
			# %q makes $'...' of all where a newline is in it, and then what
			# several have in common is no prefix of what was typed.
			swapped=
			rest="$1"
			while \[ -n "$rest" ]; do
				part="${rest%%[$'\n\t']*}"
				rest="${rest:${#part}}"
				if \[ -n "$part" ]; then
					\builtin printf -v part %q "$part"
				fi
				swapped="$swapped$part"
				case $rest in
				$'\n'*) swapped="$swapped\$'\\n'" ;;
				$'\t'*) swapped="$swapped\$'\\t'" ;;
				esac
				rest="${rest:1}"
			done
			;;
		esac
	}

	# Have what the command prints of kind $1, as far as it begins with $2, in
	# got; $3 is the environment that is asked.
	_avenv_ask() {
		\builtin local out
		# The redirection stands outside: inside, bash would fork twice.
		{
			out=$(\builtin command "$_avenv_cli" ${globals[@]+"${globals[@]}"} \
				__complete --bash "$2" "$1" ${3+"$3"})
		} 2>/dev/null || :
		\builtin eval "got=($out)"
	}

	# Add to found what can be typed for $1, a word of the table, behind $2 (the
	# option, in --name=value); $3 is there so far.
	_avenv_values() {
		\builtin local got typed word tilde
		typed="$3"
		tilde=
		# Only there does bash expand it.
		case $2:$raw in
		:\~/*)
			tilde="${HOME-}"
			typed="$tilde${3#\~}"
			;;
		esac
		case $1:$typed in
		DIR:*) _avenv_ask dir "$typed" ;;
		FILE:*) _avenv_ask requirement "$typed" ;;
		RECORD:* | ENV:*/*)
			if \[ "$1" = ENV ]; then _avenv_ask dir "$typed"; else _avenv_ask record "$typed"; fi
			if \[ -z "${got+x}" ]; then _avenv_ask dir "$typed"; fi
			;;
		ENV:*)
			_avenv_ask env "$typed"
			if \[ -z "${got+x}" ]; then _avenv_ask dir "$typed"; fi
			;;
		PYTHON:*/* | CMD:*/* | ANY:*) _avenv_ask file "$typed" ;;
		PYTHON:*) _avenv_ask python "$typed" ;;
		SHELL:*) _avenv_ask shell "$typed" ;;
		KEY:*) _avenv_ask key "$typed" ;;
		COMMAND:*) got=("${_avenv_commands[@]}") ;;
		CMD:*)
			_avenv_ask command "$typed" ${env+"$env"}
			if \[ -n "$typed" ] || \[ -z "${got+x}" ]; then
				found+=(${got[@]+"${got[@]}"})
				_avenv_ask program "$typed"
			fi
			;;
		*) got=() ;;
		esac
		if \[ -z "$tilde$2" ]; then
			found+=(${got[@]+"${got[@]}"})
			\builtin return 0
		fi
		for word in ${got[@]+"${got[@]}"}; do
			if \[ -n "$tilde" ]; then word="~${word#"$tilde"}"; fi
			found+=("$2$word")
		done
	}

	# The option that $1 is, with its argument's name behind =: chosen; of an
	# abbreviation the one that it stands for.
	_avenv_option() {
		\builtin local option count
		count=0
		chosen=
		for option in "${opts[@]}"; do
			if \[ "${option%%=*}" = "$1" ]; then
				chosen="$option"
				\builtin return 0
			fi
			case $1:$option in
			--?*:"$1"*)
				chosen="$option"
				count=$((count + 1))
				;;
			esac
		done
		if ((count != 1)); then chosen=; fi
	}

	# What word $1, which begins with a dash, says.  chosen: its option; head: what
	# stands before the argument, attached: whether there is one.
	_avenv_dash() {
		\builtin local letters
		head="$1"
		attached=
		case $1 in
		--*=*)
			_avenv_option "${1%%=*}"
			head="${1%%=*}="
			attached=1
			;;
		--*) _avenv_option "$1" ;;
		*)
			letters="${1#-}"
			chosen=
			while \[ -n "$letters" ]; do
				_avenv_option "-${letters:0:1}"
				letters="${letters:1}"
				case $chosen:$letters in
				*=*:?*)
					attached=1
					head="${1%"$letters"}"
					;;
				*=*:) ;;
				*) \builtin continue ;;
				esac
				\builtin break
			done
			;;
		esac
	}

	# Go through the words before the last.  command: the command; want: what the
	# last word is, as the argument of an option; ended: it is no option; count:
	# how many arguments are before it; inner: where the command of "run" stands;
	# env: what -e names.
	_avenv_walk() {
		\builtin local i word head attached chosen
		i=0
		while ((i < ${#words[@]})) && \[ "${words[i]}" != "$1" ]; do i=$((i + 1)); done
		if ((i == ${#words[@]})); then i=0; fi
		_avenv_table ''
		for ((i++; i < ${#words[@]}; i++)); do
			word="${words[i]}"
			if \[ -n "$want" ]; then
				case $want in
				-C=*)
					case $word in \~/*) word="${HOME-}${word#\~}" ;; esac
					globals+=(-C "$word")
					;;
				*=ENV) env="$word" ;;
				esac
				want=
				\builtin continue
			fi
			case $ended:$word in
			:--) ended=1 ;;
			:-?*)
				_avenv_dash "$word"
				case $attached:$chosen in
				:*=*) want="$chosen" ;;
				1:*=ENV) env="${word#"$head"}" ;;
				esac
				;;
			*)
				if \[ -n "$command" ]; then
					count=$((count + 1))
					if \[ "$command" = run ]; then
						inner=$i
						\builtin return 0
					fi
				else
					command="$word"
					ended=
					_avenv_table "$command"
				fi
				;;
			esac
		done
	}

	# Add to found what the last word can be.
	_avenv_find() {
		\builtin local head attached chosen kind option
		case $raw in
		[\<\>]* | [0-9\&][\<\>]*)
			option="${value#*[<>]}"
			option="${option#[>&|]}"
			_avenv_values ANY "${value%"$option"}" "$option"
			\builtin return 0
			;;
		esac
		case ${starts[@]+"${COMP_LINE:${starts[${#starts[@]} - 1]}}"} in
		[\<\>]* | [0-9\&][\<\>]*)
			_avenv_values ANY '' "$value"
			\builtin return 0
			;;
		esac
		if \[ -n "$want" ]; then
			_avenv_values "${want#*=}" '' "$value"
			\builtin return 0
		fi
		case $ended:$value in
		:-*)
			_avenv_dash "$value"
			case $attached:$chosen in
			1:*=*)
				_avenv_values "${chosen#*=}" "$head" "${value#"$head"}"
				;;
			:*)
				for option in "${opts[@]}"; do found+=("${option%%=*}"); done
				;;
			esac
			;;
		*)
			if \[ -z "$command" ]; then
				_avenv_values COMMAND '' "$value"
				\builtin return 0
			fi
			kind="${args[count]-}"
			if ((${#args[@]})) && \[ "${args[${#args[@]} - 1]}" = + ] && ((count >= ${#args[@]} - 1)); then
				kind="${args[${#args[@]} - 2]}"
			fi
			_avenv_values "$kind" '' "$value"
			;;
		esac
	}

	# Hand found over as readline has to insert it in the place of $1.
	_avenv_reply() {
		\builtin local IFS word before full typed lead words starts
		# Where nothing was typed, there may be a thousand plain words.
		IFS=/
		case $raw$_avenv_old=${found[*]-} in
		?*=* | =*[!A-Za-z0-9/._-]*) ;;
		*)
			COMPREPLY=(${found[@]+"${found[@]}"})
			found=()
			;;
		esac
		IFS=$' \t\n'
		full="$value"
		typed="$raw"
		if \[ "${raw%"$1"}$1" != "$raw" ]; then \builtin return 0; fi
		_avenv_split "${typed%"$1"}"
		before="$value"
		for word in ${found[@]+"${found[@]}"}; do
			if \[ "${word:0:${#full}}" != "$full" ]; then \builtin continue; fi
			lead=
			case $before$quote:$typed in
			:\~/*)
				lead=\~/
				word="${word:2}"
				;;
			esac
			swapped="${word:${#before}}"
			case $swapped in
			*[!A-Za-z0-9/._-]*)
				_avenv_quote "$swapped" "$quote"
				# readline takes such an end for the end of what was begun.
				case $quote:$swapped in
				[\'\$]:*\') swapped="$swapped'" ;;
				\":*\") swapped="$swapped\"" ;;
				esac
				;;
			esac
			# Before version 4 nothing can be said of a single word.
			case $_avenv_old:$quote:$word in
			:* | *:?:* | *[/=]) ;;
			*) swapped="$swapped " ;;
			esac
			COMPREPLY+=("$lead$swapped")
		done
		if \[ -z "$_avenv_old" ] && ((${#COMPREPLY[@]} == 1)); then
			case ${COMPREPLY[0]} in *[/=]) \builtin compopt -o nospace ;; esac
		fi
	}

	# The line from word inner on is that command's own.
	_avenv_inner() {
		\builtin local i at gap spec option
		at=0
		for ((i = 0; i < COMP_CWORD; i++)); do
			gap="${COMP_LINE:at}"
			gap="${gap%%[! $'\t\n']*}"
			at=$((at + ${#gap}))
			if ((at >= starts[inner])); then \builtin break; fi
			at=$((at + ${#COMP_WORDS[i]}))
		done
		for option in _comp_command_offset _command_offset; do
			if \builtin declare -F "$option" >/dev/null; then
				"$option" "$i" || :
				\builtin return 0
			fi
		done
		COMP_LINE="${COMP_LINE:at}"
		COMP_POINT=$((COMP_POINT - at))
		COMP_WORDS=("${COMP_WORDS[@]:i}")
		COMP_CWORD=$((COMP_CWORD - i))
		{ spec=$(\builtin complete -p "${words[inner]##*/}"); } 2>/dev/null || spec=
		case $spec in
		*' -F '*)
			if \[ -z "$_avenv_old" ]; then
				for option in nospace filenames default bashdefault plusdirs dirnames; do
					case $spec in *" -o $option "*) \builtin compopt -o "$option" ;; esac
				done
			fi
			spec="${spec##* -F }"
			"${spec%% *}" "${COMP_WORDS[0]}" "$1" "${COMP_WORDS[COMP_CWORD - 1]}" || :
			;;
		*)
			_avenv_values ANY '' "$value"
			_avenv_reply "$1"
			;;
		esac
	}

	# $1: the command as typed, $2: what readline would replace.
	_avenv_complete() {
		\builtin local IFS words starts raw value quote expands swapped args opts found
		\builtin local globals command want ended count inner env
		IFS=$' \t\n'
		COMPREPLY=()
		found=()
		globals=()
		command=
		want=
		ended=
		count=0
		inner=
		\builtin unset -v env
		if \builtin shopt -q nocasematch; then
			\builtin shopt -u nocasematch
			_avenv_complete "$@"
			\builtin shopt -s nocasematch
			\builtin return 0
		fi
		_avenv_split "${COMP_LINE:0:COMP_POINT}"
		_avenv_walk "$1"
		if \[ -n "$inner" ]; then
			_avenv_inner "$2"
		elif \[ -z "$expands" ]; then
			_avenv_find
			_avenv_reply "$2"
		elif \[ -z "$_avenv_old" ]; then
			\builtin compopt -o default
		fi
	}

	# What compopt says of one word, an older bash has to be told of all.
	if ((BASH_VERSINFO[0] >= 4)); then
		_avenv_old=
		\builtin complete -F _avenv_complete avenv
	else
		_avenv_old=1
		\builtin complete -o nospace -F _avenv_complete avenv
	fi
	if \[ -n "$_avenv_all" ]; then \builtin set -a; fi
	\builtin unset -v _avenv_all
	;;
esac
