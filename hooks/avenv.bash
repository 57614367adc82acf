# shellcheck shell=bash disable=SC2016,SC2034,SC2066,SC2154,SC2209
# avenv: the hook for bash 3.2 and newer. `eval "$(avenv hook bash)"` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt and after each cd this compares the variables and files on which the environment
# depends with those of the last time. If one changed, it runs the helper, avenv-hook, and
# evaluates the code that this prints. src/hook.c describes the questions and the answers.
#
# These quirks of bash, and settings of the user's, shape the rest:
#
# - An alias may have the name of a builtin. A backslash before the name prevents its expansion.
# - After that backslash bash takes `\local x=$y` for any command, and splits the value of y into
#   words. So values are quoted there.
# - An assignment to a readonly variable ends the whole command line. `printf -v` goes on, but has
#   the status 0 in bash 3.2. So `for` tells whether a variable is readonly.
# - `set -x` traces functions, too. So the one that each prompt calls turns it off for itself.
# - A DEBUG or ERR trap sees each command in PROMPT_COMMAND, but not those in a function.
# - bash expands the text of PS1. So the name of an environment never becomes a part of it.
# - bash copies a function before it calls it. So the one that each prompt calls is short, and code
#   that is seldom needed has functions of its own.
if [[ $- != *i* || $- = *r* || ${BASHOPTS-} = *restricted_shell* ]]; then
	: # A restricted shell cannot set PATH.
elif [[ -n ${PATH+x} ]] && ! for PATH in "$PATH"; do :; done 2>/dev/null; then
	\echo "avenv: PATH is readonly: no environment can be turned on" >&2
elif [[ -n ${VIRTUAL_ENV+x} ]] && ! for VIRTUAL_ENV in "$VIRTUAL_ENV"; do :; done 2>/dev/null; then
	\echo "avenv: VIRTUAL_ENV is readonly: no environment can be turned on" >&2
else

	# ---- Variables. A parent shell may have exported some: `export -n` takes that back ----

	# The two programs
	\export -n _avenv_helper='@HELPER@' _avenv_cli='@AVENV@'
	# Set by the answer: the helper's own state; the environment's name for the prompt, or
	# nothing; the same name if the git branch has it, else nothing
	\export -n _avenv_state='' _avenv_name='' _avenv_branch=''
	# The variables on which the environment depends, now and at the last look
	\export -n _avenv_now='' _avenv_last=''
	# Output of a program
	\export -n _avenv_out=''
	# PS1 as _avenv_show left it, or nothing after an answer
	\export -n _avenv_judged=''
	# The function that PROMPT_COMMAND calls
	\export -n _avenv_run=_avenv_prompt
	# 1: `last` is called after the user's commands, so `first` leaves PS1 to it
	\export -n _avenv_late=''

	# ---- The idle test ----

	# PROMPT_COMMAND calls `first STATUS WORD` before the user's commands, and `last` after some
	# of these. STATUS is that of the command line, and is returned: the user's commands find it
	# in $?. WORD is the last word of the command line: as our last argument it stays in $_.
	_avenv_prompt() {
		# bash before 4.4 has no `local -`: there the user's trace shows this function.
		[[ $- != *x* ]] || { \local - && \set +x; } 2>/dev/null

		_avenv_note_now
		if [[ $_avenv_now != "$_avenv_last" ]]; then
			_avenv_look prompt
		elif [[ $1 = first ]] && ! _avenv_unchanged; then
			_avenv_look prompt
		fi

		# The user's commands may still set PS1: `last` judges it.
		if [[ $1 = first && -n $_avenv_late ]]; then
			\return "$2"
		fi
		# PS1 is judged once after each answer, and whenever it was set anew.
		if [[ -n $_avenv_name && ${PS1-} != "$_avenv_judged" ]]; then
			_avenv_show
		fi
		\return "${2-0}"
	}

	_avenv_note_now() {
		_avenv_now="$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}"
	}

	# Look up the files on which the last answer depends. Each answer defines this anew.
	_avenv_unchanged() { \return 0; }

	# ---- Asking the helper ----

	# Ask because of the event $1. Before that the variables are noted, and no file is watched:
	# if the helper fails, or a ^C ends it, no prompt asks again until something changes.
	_avenv_look() {
		_avenv_unchanged() { \return 0; }
		_avenv_note_now
		_avenv_last=$_avenv_now
		# 2>&-: the helper prints no errors, and bash would print that it is missing.
		# Without `exec` bash 3.2 would fork twice at a prompt.
		{ _avenv_out=$(\exec "$_avenv_helper" bash 6 "$1" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}"); } 2>&- && _avenv_apply
	}

	# Evaluate the answer. The variables are noted once more: one that the answer could not set
	# is no change at the next prompt.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_note_now
		_avenv_last=$_avenv_now
		_avenv_judged=''
	}

	# ---- The name in the prompt ----

	# Put a variable with the name before PS1, unless PS1 shows the environment.
	_avenv_show() {
		\local mark='${_avenv_name:+($_avenv_name) }' prompt="${PS1-}"
		prompt=${prompt//"$mark"/}
		if _avenv_lacks_name "$prompt"; then
			prompt=$mark$prompt
		fi
		# PS1 may be readonly. Without promptvars bash would not expand the variable.
		if [[ $prompt != "${PS1-}" ]] && \shopt -q promptvars; then
			\printf -v PS1 %s "$prompt" 2>/dev/null
		fi
		_avenv_judged=${PS1-}
	}

	# Whether avenv has to put the name before the prompt $1. Nothing of it is expanded.
	_avenv_lacks_name() {
		# The user wants no name.
		[[ -z ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] || \return 1
		# The prompt uses a variable of the environment by itself.
		[[ $1 != *VIRTUAL_ENV* ]] || \return 1
		# Most prompts have neither the name nor that of the environment's directory.
		[[ $1 = *"$_avenv_name"* || $1 = *"${VIRTUAL_ENV##*/}"* ]] || \return 0
		! _avenv_has_word "$1"
	}

	# Whether the prompt $1 has the name, or that of the environment's directory, as a word. A
	# component of a path is no word.
	_avenv_has_word() {
		\local directory="${VIRTUAL_ENV##*/}" here="${PWD##*/}" edge='[![:alnum:]_./-]'
		# The letter of an escape such as \w is no part of a word.
		\local text=" ${1//\\?/ } "
		# The shell's directory may have the same name. If the prompt shows the directory
		# neither by \w or \W nor at the end of a path, the first such word is it.
		if [[ $1 != *\\[wW]* && $1 != *"/$here"* ]]; then
			text=${text/$edge"$here"$edge/  }
		fi
		# The first word that is the name of the git branch is the branch.
		if [[ -n $_avenv_branch ]]; then
			text=${text/$edge"$_avenv_branch"$edge/  }
		fi
		# In \e[32mNAME the m of the colour is no part of the word. So the text is searched
		# with and without each `2m`: a name may end so, as py3m.
		text+=${text//[0-9]m/ }
		[[ $text = *$edge"$_avenv_name"$edge* || $text = *$edge"$directory"$edge* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some commands print code for this shell. Any other may change which
	# environment is found. A tool may copy this function into another shell, but not the
	# variables: there it runs the program.
	function avenv {
		# IFS joins the words of "$*".
		\local status=0 IFS=' '
		if [[ -z ${_avenv_cli-} ]]; then
			\command avenv "$@" || status=$?
		elif _avenv_prints_code "$@"; then
			_avenv_out=$(_avenv_call "$@") || status=$?
			# Code begins so. Else it is help.
			if [[ $_avenv_out = ': avenv'* ]]; then
				_avenv_apply
			elif [[ -n $_avenv_out ]]; then
				\printf '%s\n' "$_avenv_out"
			fi
		else
			_avenv_call "$@" || status=$?
			_avenv_look "command $*" || :
		fi
		\return "$status"
	}

	# Whether the first word that is no option is one of these commands; -C has a value.
	_avenv_prints_code() {
		while [[ ${1-} = -* ]]; do
			[[ $1 != -C || $# = 1 ]] || \shift
			\shift
		done
		case ${1-} in
		activate | deactivate | on | off | select) \return 0 ;;
		esac
		\return 1
	}

	# Run the program, and tell it about this shell. By AVENV_PROMPTS, AVENV_CD and AVENV_ALIAS
	# `status` and `doctor` tell if the prompt and cd still call this hook, and which program
	# `python` is.
	_avenv_call() {
		if [[ ! -x $_avenv_cli ]]; then
			\echo "avenv: '$_avenv_cli' is gone" >&2
			\return 127
		fi
		\local prompts="${PROMPT_COMMAND[*]-}${__vsc_original_prompt_command-}" alias
		for PROMPT_COMMAND in "${PROMPT_COMMAND-}"; do :; done 2>/dev/null ||
			prompts+=' readonly'
		alias=$(\alias python 2>/dev/null)
		AVENV_SHELL='bash 6' AVENV_STATE=$_avenv_state AVENV_DISABLE=${AVENV_DISABLE-} \
			AVENV_PROMPTS=$prompts AVENV_CD=$(\declare -f cd) AVENV_ALIAS=${alias#*=} \
			AVENV_OLD_PATH=${_OLD_VIRTUAL_PATH-} PATH=${PATH-} "$_avenv_cli" "$@"
	}

	# ---- Completion ----

	# The first TAB replaces this function by the completion, and calls it: 124, by which a
	# function asks to complete again, is not in bash 3.2.
	_avenv_load() {
		\complete -r avenv && \unset -f _avenv_load
		_avenv_out=$("$_avenv_cli" hook --completion bash 2>&-) && \eval "$_avenv_out" &&
			_avenv_complete "$@"
	}
	# Some builds of bash have no completion.
	\complete -o default -F _avenv_load avenv 2>/dev/null || :

	# ---- cd ----

	# Let the builtin or function $1 look after it has changed the directory: `cd x && python`
	# runs x's python. A function of the user's is kept as before_avenv_NAME: some tools copy
	# functions into another shell, but not those that begin with an underscore.
	_avenv_wrap() {
		\local own="\\builtin $1" aliases=-u
		if \declare -F "$1" >/dev/null; then
			own=$(\declare -f "$1")
			# It is wrapped already, or it asks for its own name.
			[[ $own != *_avenv_* && $own != *FUNCNAME* ]] || \return 0
			# bash would expand aliases in it that are newer than the function.
			! \shopt -q expand_aliases || aliases=-s
			\shopt -u expand_aliases
			\eval "before_avenv_$own"
			\shopt "$aliases" expand_aliases
			own=before_avenv_$1
		fi
		# 2>&-: a copy of this function may lack _avenv_look, or PATH be readonly by now.
		\eval "function $1 {
			$own \"\$@\" || \\return
			_avenv_look cd 2>&- || :
		}"
	}
	# zoxide's function calls the builtin.
	for _avenv_out in cd pushd popd __zoxide_cd; do
		if [[ $_avenv_out != __* ]] || \declare -F "$_avenv_out" >/dev/null; then
			# The function may be readonly.
			_avenv_wrap "$_avenv_out" 2>/dev/null
		fi
	done

	# ---- Loading ----

	# Put the calls around the user's PROMPT_COMMAND; $1: the DEBUG trap, which a function does
	# not see. A child shell may inherit PROMPT_COMMAND, but not the hook: there `:` is called.
	# The first call returns the user's status: an ERR trap would fire, but not before `&&`.
	# Behind that stands an empty `for`: a command would fire a DEBUG trap and change $_.
	_avenv_install() {
		\local variable=PROMPT_COMMAND whole index end others
		\local first='"${_avenv_run-:}" first "$?" "$_" && for _avenv_out in; do :; done'
		\local last='"${_avenv_run-:}" last'

		# VS Code, if it was loaded before, has moved the user's commands.
		if [[ ${PROMPT_COMMAND-} = __vsc_prompt_cmd* ]]; then
			variable=__vsc_original_prompt_command
			\printf -v PROMPT_COMMAND %s __vsc_prompt_cmd_original 2>/dev/null || :
		fi
		whole="${variable}[*]"
		others=${!whole-}
		# This file may have been loaded before.
		others=${others#"$first"$'\n'}
		others=${others%$'\n'"$last"}

		# Our calls stay, if they are still in it: bash-preexec puts its own before them.
		if [[ $others = *_avenv_run* ]]; then
			[[ ${!whole} != *"$last"* ]] || _avenv_late=1
			\return 0
		fi
		if [[ $others = *_direnv_hook* || $others = *_mise_hook* ]]; then
			# They change PATH.
			_avenv_late=1
		elif [[ -n $others ]] && [[ -z $1 || $1 = *__bp_* ]]; then
			# They may set PS1. A DEBUG trap, but that of bash-preexec, would take the
			# last call for a command of the user's.
			_avenv_late=1
		fi
		# The calls are parts of the user's strings, as VS Code and bash before 5.1 know no
		# array. Of an array the last element runs last. They may be readonly.
		end=$variable
		for index in "${!PROMPT_COMMAND[@]}"; do
			[[ $index = 0 || $variable != PROMPT_COMMAND ]] ||
				end="PROMPT_COMMAND[$index]"
		done
		[[ ${!variable-} = "$first"* ]] ||
			\printf -v "$variable" %s "$first"$'\n'"${!variable-}" 2>/dev/null || :
		[[ -z $_avenv_late || ${!end-} = *"$last" ]] ||
			\printf -v "$end" %s "${!end-}"$'\n'"$last" 2>/dev/null || :
	}
	_avenv_install "${PROMPT_COMMAND:+$(\trap -p DEBUG)}"
	\unset -f _avenv_install _avenv_wrap
fi
