# shellcheck shell=bash disable=SC2288,SC2034,SC2154,SC2295
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for bash 3.2 and newer, with or without bash-completion.
#
# "avenv hook --completion bash" prints it at the first TAB, and it is installed where
# bash-completion looks.  The line is split here, as COMP_WORDS is broken at each ':' and '=';
# what is inserted is quoted here, in the way in which the word was begun, as
# readline would quote names of files only.  Values come from the command, which
# executes nothing of a project's, already as words of bash.
#
# What shellcheck is told to pass over: \[ is the way round an alias of [, a
# pattern is meant as one, and variables are set in one function for another.
#
# Variables begin with _av_, which the comments leave out, since none can be local
# that the user made readonly.
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
		move mv packages freeze doctor repair recreate remove rm activate deactivate select off on run env path help)

	# The arguments and options of command $1 ('' for none), by the words of
	# "avenv __dump"; a + ends arguments of which the last may be repeated.
	_avenv_table() {
		_av_args=()
		case $1 in
		hook | init) _av_args=(SHELL) ;;
		setup) _av_args=(SHELL +) ;;
		status) _av_args=(DIR) ;;
		allow | deny | create) _av_args=(DIR +) ;;
		forget) _av_args=(RECORD +) ;;
		use | packages | freeze | repair | recreate | activate | env | path) _av_args=(ENV) ;;
		doctor | remove | rm) _av_args=(ENV +) ;;
		move | mv) _av_args=(ENV DIR) ;;
		run) _av_args=(CMD) ;;
		help) _av_args=(COMMAND) ;;
		esac
		_avenv_opts "$1"
		_av_opts+=(-q --quiet --help)
	}

	# Its options, but for those that each command has.
	_avenv_opts() {
		_av_opts=()
		case $1 in
		hook | init) _av_opts=(--completion) ;;
		setup) _av_opts=(--undo) ;;
		allow) _av_opts=(--tree --found --shared --tracked -l --list --json) ;;
		forget) _av_opts=(--gone) ;;
		status | pythons) _av_opts=(--json) ;;
		list | ls) _av_opts=(--names -0 --null --sort=KEY --size --json) ;;
		create)
			_av_opts=(-p=PYTHON --python=PYTHON -r=FILE --requirement=FILE -c=FILE --constraint=FILE
				--clear --upgrade --upgrade-deps --prompt=TEXT --system-site-packages --copies
				--symlinks --without-pip --without-scm-ignore-files --tracked)
			;;
		use) _av_opts=(--clear) ;;
		packages) _av_opts=(--tree --verify --json) ;;
		freeze) _av_opts=(--all -l --local --exclude=PACKAGE --exclude-editable --portable) ;;
		doctor) _av_opts=(--all --json) ;;
		repair) _av_opts=(-n --dry-run) ;;
		recreate) _av_opts=(-p=PYTHON --python=PYTHON -r=FILE --requirement=FILE --undo --discard) ;;
		remove | rm) _av_opts=(-y --yes) ;;
		select) _av_opts=(--print) ;;
		run) _av_opts=(-e=ENV --env=ENV) ;;
		env) _av_opts=(--shell=SHELL --json) ;;
		'') _av_opts=(-C=DIR -V --version -h --json) ;;
		esac
	}

	# The words of line $1: the values of all but the last in words, and where
	# each begins in starts; of the last its text in raw, its value in value, the
	# quotes that it is still in (' " or $) in quote, and in expands whether
	# something in it is to be expanded.
	_avenv_split() {
		\builtin local _av_line _av_rest _av_run _av_mark _av_ansi _av_stops
		_av_line="$1"
		_av_rest="$1"
		_av_stops=$' \t\n\'"\\\\'
		_av_words=()
		_av_starts=()
		_av_raw=
		_av_value=
		_av_quote=
		_av_expands=
		_av_ansi=
		while \[ -n "$_av_rest" ]; do
			case $_av_quote in
			\') _av_run="${_av_rest%%\'*}" ;;
			\") _av_run="${_av_rest%%[\"\\]*}" ;;
			\$) _av_run="${_av_rest%%[\'\\]*}" ;;
			*) _av_run="${_av_rest%%[$_av_stops]*}" ;;
			esac
			_av_rest="${_av_rest:${#_av_run}}"
			_av_mark="${_av_rest:0:1}"
			_av_rest="${_av_rest:1}"
			_av_raw="$_av_raw$_av_run$_av_mark"
			if \[ "$_av_quote" = \$ ]; then _av_ansi="$_av_ansi$_av_run"; else _av_value="$_av_value$_av_run"; fi
			# $'...' and $"..." begin with the dollar before the mark.
			case $_av_quote:$_av_run$_av_mark in
			:*\$\' | :*\$\") _av_value="${_av_value%\$}" ;;
			:*[\$\`]* | \":*[\$\`]*) _av_expands=1 ;;
			esac
			_avenv_mark
		done
		_avenv_ansi "$_av_ansi"
	}

	# What mark does behind run; more of rest where that is a backslash.
	_avenv_mark() {
		case $_av_quote:$_av_run$_av_mark in
		:*\\ | \":*\\)
			_av_raw="$_av_raw${_av_rest:0:1}"
			# In "..." the backslash stays before most characters.
			case $_av_quote:${_av_rest:0:1} in
			:* | \":[\"\\\$\`]) ;;
			*) _av_value="$_av_value\\" ;;
			esac
			_av_value="$_av_value${_av_rest:0:1}"
			_av_rest="${_av_rest:1}"
			;;
		\$:*\\)
			_av_raw="$_av_raw${_av_rest:0:1}"
			_av_ansi="$_av_ansi\\${_av_rest:0:1}"
			_av_rest="${_av_rest:1}"
			;;
		\$:*\')
			_avenv_ansi "$_av_ansi"
			_av_ansi=
			_av_quote=
			;;
		\':*\' | \":*\") _av_quote= ;;
		:*\$\') _av_quote=\$ ;;
		:*\' | :*\") _av_quote="$_av_mark" ;;
		:*[$' \t\n'])
			_av_raw="${_av_raw%?}"
			if \[ -n "$_av_raw" ]; then
				_av_words+=("$_av_value")
				_av_starts+=($((${#_av_line} - ${#_av_rest} - 1 - ${#_av_raw})))
			fi
			_av_raw=
			_av_value=
			_av_expands=
			;;
		esac
	}

	# Add to value what $'...' stands for.
	_avenv_ansi() {
		\builtin local _av_decoded
		_avenv_swap "$1" "\\'" \'
		\builtin printf -v _av_decoded %b "$_av_swapped"
		_av_value="$_av_value$_av_decoded"
	}

	# swapped: $1 with $3 for each $2, in a way that all versions read alike.
	_avenv_swap() {
		\builtin local _av_rest
		_av_rest="$1"
		_av_swapped=
		while \[ "${_av_rest#*"$2"}" != "$_av_rest" ]; do
			_av_swapped="$_av_swapped${_av_rest%%"$2"*}$3"
			_av_rest="${_av_rest#*"$2"}"
		done
		_av_swapped="$_av_swapped$_av_rest"
	}

	# swapped: $1, which %q leaves outside of $'...', as it has to stand in quotes $2.
	_avenv_plain() {
		case $2 in
		\') _avenv_swap "$1" \' "'\\''" ;;
		\")
			_avenv_swap "$1" \\ \\\\
			_avenv_swap "$_av_swapped" \" \\\"
			_avenv_swap "$_av_swapped" \$ \\\$
			_avenv_swap "$_av_swapped" \` \\\`
			case $- in *H*) _avenv_swap "$_av_swapped" ! "\"'!'\"" ;; esac
			;;
		*) \builtin printf -v _av_swapped %q "$1" ;;
		esac
	}

	# The same where %q makes $'...' of all as one character needs that, and then what
	# several have in common is no prefix of what was typed: of such characters only.
	_avenv_chars() {
		\builtin local _av_rest _av_part _av_char _av_coded _av_done
		_av_rest="$1"
		_av_part=
		_av_done=
		while \[ -n "$_av_rest" ]; do
			_av_char="${_av_rest%%[!A-Za-z0-9/._-]*}"
			_av_rest="${_av_rest:${#_av_char}}"
			_av_part="$_av_part$_av_char"
			_av_char="${_av_rest:0:1}"
			_av_rest="${_av_rest:1}"
			\builtin printf -v _av_coded %q "$_av_char"
			case $_av_coded in
			\$\'*) _av_coded="$2$_av_coded$2" ;;
			*)
				_av_part="$_av_part$_av_char"
				_av_coded=
				if \[ -n "$_av_rest" ]; then \builtin continue; fi
				;;
			esac
			if \[ -n "$_av_part" ]; then
				_avenv_plain "$_av_part" "$2"
				_av_done="$_av_done$_av_swapped"
				_av_part=
			fi
			_av_done="$_av_done$_av_coded"
		done
		_av_swapped="$_av_done"
	}

	# swapped: $1 as it has to stand in quotes $2, which stay open.
	_avenv_quote() {
		\builtin printf -v _av_swapped %q "$1"
		case $2:$_av_swapped in
		\$:\$\'*)
			_av_swapped="${_av_swapped#??}"
			_av_swapped="${_av_swapped%?}"
			;;
		\$:*)
			_avenv_swap "$1" \\ \\\\
			_avenv_swap "$_av_swapped" \' \\\'
			;;
		*:\$\'*) _avenv_chars "$1" "$2" ;;
		*) _avenv_plain "$1" "$2" ;;
		esac
		# readline takes such a beginning for the quote that stands there already.
		case $2$_av_swapped in
		\'\'* | \"\"*) _av_swapped="$2$_av_swapped" ;;
		esac
	}

	# Have what the command prints of kind $1, as far as it begins with $2, in
	# got; $3 is the environment that is asked.
	_avenv_ask() {
		\builtin local _av_out
		# The redirection stands outside: inside, bash would fork twice.
		{
			_av_out=$(\builtin command "$_avenv_cli" ${_av_globals[@]+"${_av_globals[@]}"} \
				__complete --for bash --prefix "$2" "$1" ${3+"$3"})
		} 2>/dev/null || :
		\builtin eval "_av_got=($_av_out)"
	}

	# Add to found what can be typed for $1, a word of the table, behind $2 (the
	# option, in --name=value); $3 is there so far.
	_avenv_values() {
		\builtin local _av_got _av_typed _av_word _av_tilde
		_av_typed="$3"
		_av_tilde=
		# Only there does bash expand it.
		case $2:$_av_raw in
		:\~/*)
			_av_tilde="${HOME-}"
			_av_typed="$_av_tilde${3#\~}"
			;;
		esac
		case $1:$_av_typed in
		DIR:*) _avenv_ask dir "$_av_typed" ;;
		FILE:*) _avenv_ask requirement "$_av_typed" ;;
		RECORD:* | ENV:*/*)
			if \[ "$1" = ENV ]; then _avenv_ask dir "$_av_typed"; else _avenv_ask record "$_av_typed"; fi
			if \[ -z "${_av_got+x}" ]; then _avenv_ask dir "$_av_typed"; fi
			;;
		ENV:*)
			_avenv_ask env "$_av_typed"
			if \[ -z "${_av_got+x}" ]; then _avenv_ask dir "$_av_typed"; fi
			;;
		PYTHON:*/* | CMD:*/* | ANY:*) _avenv_ask file "$_av_typed" ;;
		PYTHON:*) _avenv_ask python "$_av_typed" ;;
		SHELL:*) _avenv_ask shell "$_av_typed" ;;
		KEY:*) _avenv_ask key "$_av_typed" ;;
		PACKAGE:*) _avenv_ask package "$_av_typed" ${_av_env+"$_av_env"} ;;
		COMMAND:*) _av_got=("${_avenv_commands[@]}") ;;
		CMD:*)
			_avenv_ask command "$_av_typed" ${_av_env+"$_av_env"}
			if \[ -n "$_av_typed" ] || \[ -z "${_av_got+x}" ]; then
				_av_found+=(${_av_got[@]+"${_av_got[@]}"})
				_avenv_ask program "$_av_typed"
			fi
			;;
		*) _av_got=() ;;
		esac
		if \[ -z "$_av_tilde$2" ]; then
			_av_found+=(${_av_got[@]+"${_av_got[@]}"})
			\builtin return 0
		fi
		for _av_word in ${_av_got[@]+"${_av_got[@]}"}; do
			if \[ -n "$_av_tilde" ]; then _av_word="~${_av_word#"$_av_tilde"}"; fi
			_av_found+=("$2$_av_word")
		done
	}

	# The option that $1 is, with its argument's name behind =: chosen; of an
	# abbreviation the one that it stands for.
	_avenv_option() {
		\builtin local _av_option _av_count
		_av_count=0
		_av_chosen=
		for _av_option in "${_av_opts[@]}"; do
			if \[ "${_av_option%%=*}" = "$1" ]; then
				_av_chosen="$_av_option"
				\builtin return 0
			fi
			case $1:$_av_option in
			--?*:"$1"*)
				_av_chosen="$_av_option"
				_av_count=$((_av_count + 1))
				;;
			esac
		done
		if ((_av_count != 1)); then _av_chosen=; fi
	}

	# What word $1, which begins with a dash, says.  chosen: its option; head: what
	# stands before the argument, attached: whether there is one.
	_avenv_dash() {
		\builtin local _av_letters
		_av_head="$1"
		_av_attached=
		case $1 in
		--*=*)
			_avenv_option "${1%%=*}"
			_av_head="${1%%=*}="
			_av_attached=1
			;;
		--*) _avenv_option "$1" ;;
		*)
			_av_letters="${1#-}"
			_av_chosen=
			while \[ -n "$_av_letters" ]; do
				_avenv_option "-${_av_letters:0:1}"
				_av_letters="${_av_letters:1}"
				case $_av_chosen:$_av_letters in
				*=*:?*)
					_av_attached=1
					_av_head="${1%"$_av_letters"}"
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
	# env: what -e or the argument ENV names.
	_avenv_walk() {
		\builtin local _av_i _av_word _av_head _av_attached _av_chosen
		_av_i=0
		while ((_av_i < ${#_av_words[@]})) && \[ "${_av_words[_av_i]}" != "$1" ]; do _av_i=$((_av_i + 1)); done
		if ((_av_i == ${#_av_words[@]})); then _av_i=0; fi
		_avenv_table ''
		for ((_av_i++; _av_i < ${#_av_words[@]}; _av_i++)); do
			_av_word="${_av_words[_av_i]}"
			if \[ -n "$_av_want" ]; then
				case $_av_want in
				-C=*)
					case $_av_word in \~/*) _av_word="${HOME-}${_av_word#\~}" ;; esac
					_av_globals+=(-C "$_av_word")
					;;
				*=ENV) _av_env="$_av_word" ;;
				esac
				_av_want=
				\builtin continue
			fi
			case $_av_ended:$_av_word in
			:--) _av_ended=1 ;;
			:-?*)
				_avenv_dash "$_av_word"
				case $_av_attached:$_av_chosen in
				:*=*) _av_want="$_av_chosen" ;;
				1:*=ENV) _av_env="${_av_word#"$_av_head"}" ;;
				esac
				;;
			*)
				if \[ -n "$_av_command" ]; then
					case ${_av_args[_av_count]-} in ENV) _av_env="$_av_word" ;; esac
					_av_count=$((_av_count + 1))
					if \[ "$_av_command" = run ]; then
						_av_inner=$_av_i
						\builtin return 0
					fi
				else
					_av_command="$_av_word"
					_av_ended=
					_avenv_table "$_av_command"
				fi
				;;
			esac
		done
	}

	# Add to found what the last word can be.
	_avenv_find() {
		\builtin local _av_head _av_attached _av_chosen _av_kind _av_option
		case $_av_raw in
		[\<\>]* | [0-9\&][\<\>]*)
			_av_option="${_av_value#*[<>]}"
			_av_option="${_av_option#[>&|]}"
			_avenv_values ANY "${_av_value%"$_av_option"}" "$_av_option"
			\builtin return 0
			;;
		esac
		case ${_av_starts[@]+"${COMP_LINE:${_av_starts[${#_av_starts[@]} - 1]}}"} in
		[\<\>]* | [0-9\&][\<\>]*)
			_avenv_values ANY '' "$_av_value"
			\builtin return 0
			;;
		esac
		if \[ -n "$_av_want" ]; then
			_avenv_values "${_av_want#*=}" '' "$_av_value"
			\builtin return 0
		fi
		case $_av_ended:$_av_value in
		:-*)
			_avenv_dash "$_av_value"
			case $_av_attached:$_av_chosen in
			1:*=*)
				_avenv_values "${_av_chosen#*=}" "$_av_head" "${_av_value#"$_av_head"}"
				;;
			:*)
				for _av_option in "${_av_opts[@]}"; do _av_found+=("${_av_option%%=*}"); done
				;;
			esac
			;;
		*)
			if \[ -z "$_av_command" ]; then
				_avenv_values COMMAND '' "$_av_value"
				\builtin return 0
			fi
			_av_kind="${_av_args[_av_count]-}"
			if ((${#_av_args[@]})) && \[ "${_av_args[${#_av_args[@]} - 1]}" = + ] && ((_av_count >= ${#_av_args[@]} - 1)); then
				_av_kind="${_av_args[${#_av_args[@]} - 2]}"
			fi
			_avenv_values "$_av_kind" '' "$_av_value"
			;;
		esac
	}

	# readline inserts what all words have in common as they are quoted, which may
	# end within an escape ($'\351' and $'\350').  Then $1, what they have in common
	# quoted by itself, is one word more, unless they are only shown (63) or inserted
	# (42, 37).
	_avenv_whole() {
		\builtin local _av_next
		case ${COMP_TYPE-} in 37 | 42 | 63) \builtin return 0 ;; esac
		_av_next="${COMPREPLY[0]:${#1}:1}"
		# A space is the end of a word, which is there twice.
		case $_av_next in '' | ' ') \builtin return 0 ;; esac
		for _av_word in "${COMPREPLY[@]}"; do
			case $_av_word in "$1$_av_next"*) ;; *) \builtin return 0 ;; esac
		done
		COMPREPLY+=("$1")
	}

	# Hand found over as readline has to insert it in the place of $1.
	_avenv_reply() {
		\builtin local IFS _av_word _av_before _av_full _av_typed _av_lead _av_words _av_starts _av_common
		# Where nothing was typed, there may be a thousand plain words.
		IFS=/
		case $_av_raw$_avenv_old=${_av_found[*]-} in
		?*=* | =*[!A-Za-z0-9/._-]*) ;;
		*)
			COMPREPLY=(${_av_found[@]+"${_av_found[@]}"})
			_av_found=()
			;;
		esac
		IFS=$' \t\n'
		_av_full="$_av_value"
		_av_typed="$_av_raw"
		if \[ "${_av_raw%"$1"}$1" != "$_av_raw" ]; then \builtin return 0; fi
		_avenv_split "${_av_typed%"$1"}"
		_av_before="$_av_value"
		for _av_word in ${_av_found[@]+"${_av_found[@]}"}; do
			if \[ "${_av_word:0:${#_av_full}}" != "$_av_full" ]; then \builtin continue; fi
			_av_lead=
			case $_av_before$_av_quote:$_av_typed in
			:\~/*)
				_av_lead=\~/
				_av_word="${_av_word:2}"
				;;
			esac
			_av_swapped="${_av_word:${#_av_before}}"
			if ((${#COMPREPLY[@]} == 0)); then _av_common="$_av_swapped"; fi
			while \[ "${_av_swapped:0:${#_av_common}}" != "$_av_common" ]; do
				_av_common="${_av_common:0:${#_av_common}-1}"
			done
			case $_av_swapped in
			*[!A-Za-z0-9/._-]*)
				_avenv_quote "$_av_swapped" "$_av_quote"
				# readline takes such an end for the end of what was begun.
				case $_av_quote:$_av_swapped in
				[\'\$]:*\') _av_swapped="$_av_swapped'" ;;
				\":*\") _av_swapped="$_av_swapped\"" ;;
				esac
				;;
			esac
			# Before version 4 nothing can be said of a single word.
			case $_avenv_old:$_av_quote:$_av_word in
			:* | *:?:* | *[/=]) ;;
			*) _av_swapped="$_av_swapped " ;;
			esac
			COMPREPLY+=("$_av_lead$_av_swapped")
		done
		if ((${#COMPREPLY[@]} > 1)) && \[ -n "${_av_common+x}" ]; then
			_av_swapped=
			if \[ -n "$_av_common" ]; then _avenv_quote "$_av_common" "$_av_quote"; fi
			_avenv_whole "$_av_lead$_av_swapped"
		elif \[ -z "$_avenv_old" ] && ((${#COMPREPLY[@]} == 1)); then
			case ${COMPREPLY[0]} in *[/=]) \builtin compopt -o nospace ;; esac
		fi
	}

	# The line from word inner on is that command's own.
	_avenv_inner() {
		\builtin local _av_i _av_at _av_gap _av_spec _av_option
		_av_at=0
		for ((_av_i = 0; _av_i < COMP_CWORD; _av_i++)); do
			_av_gap="${COMP_LINE:_av_at}"
			_av_gap="${_av_gap%%[! $'\t\n']*}"
			_av_at=$((_av_at + ${#_av_gap}))
			if ((_av_at >= _av_starts[_av_inner])); then \builtin break; fi
			_av_at=$((_av_at + ${#COMP_WORDS[_av_i]}))
		done
		for _av_option in _comp_command_offset _command_offset; do
			if \builtin declare -F "$_av_option" >/dev/null; then
				"$_av_option" "$_av_i" || :
				\builtin return 0
			fi
		done
		COMP_LINE="${COMP_LINE:_av_at}"
		COMP_POINT=$((COMP_POINT - _av_at))
		COMP_WORDS=("${COMP_WORDS[@]:_av_i}")
		COMP_CWORD=$((COMP_CWORD - _av_i))
		{ _av_spec=$(\builtin complete -p "${_av_words[_av_inner]##*/}"); } 2>/dev/null || _av_spec=
		case $_av_spec in
		*' -F '*)
			if \[ -z "$_avenv_old" ]; then
				for _av_option in nospace filenames default bashdefault plusdirs dirnames; do
					case $_av_spec in *" -o $_av_option "*) \builtin compopt -o "$_av_option" ;; esac
				done
			fi
			_av_spec="${_av_spec##* -F }"
			"${_av_spec%% *}" "${COMP_WORDS[0]}" "$1" "${COMP_WORDS[COMP_CWORD - 1]}" || :
			;;
		*)
			_avenv_values ANY '' "$_av_value"
			_avenv_reply "$1"
			;;
		esac
	}

	# $1: the command as typed, $2: what readline would replace.
	_avenv_complete() {
		\builtin local IFS _av_words _av_starts _av_raw _av_value _av_quote _av_expands _av_swapped _av_args _av_opts _av_found
		\builtin local _av_globals _av_command _av_want _av_ended _av_count _av_inner _av_env
		IFS=$' \t\n'
		COMPREPLY=()
		# A shell that was restricted since may neither redirect nor name the command.
		if [[ ${-#*r} != "$-" ]]; then \builtin return 0; fi
		_av_found=()
		_av_globals=()
		_av_command=
		_av_want=
		_av_ended=
		_av_count=0
		_av_inner=
		\builtin unset -v _av_env
		if \builtin shopt -q nocasematch; then
			\builtin shopt -u nocasematch
			_avenv_complete "$@"
			\builtin shopt -s nocasematch
			\builtin return 0
		fi
		_avenv_split "${COMP_LINE:0:COMP_POINT}"
		_avenv_walk "$1"
		if \[ -n "$_av_inner" ]; then
			_avenv_inner "$2"
		elif \[ -z "$_av_expands" ]; then
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
