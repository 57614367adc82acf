# shellcheck shell=bash disable=SC2016,SC2034,SC2066,SC2154,SC2209
# avenv: the hook for bash 3.2 and newer. `eval "$(avenv hook bash)"` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# These quirks of bash, and settings of the user's, shape the rest:
#
# - An alias may have the name of a builtin or of a function of ours. A backslash before the name
#   prevents its expansion, and so does the word `function` where a function is defined.
# - `\local x=$y` is an ordinary command for bash, which splits the value of y into words. So
#   values are quoted there.
# - An assignment to a readonly variable ends the whole command line. `printf -v` goes on, but has
#   the status 0 in bash 3.2. So `for` tells whether a variable is readonly.
# - `set -x` traces functions, too. So the one that each prompt calls turns it off for itself.
# - A DEBUG or ERR trap sees each command in PROMPT_COMMAND, but those in a function only where the
#   user has set functrace or errtrace. A DEBUG trap may print, so a `$(...)` for `eval` has none.
# - bash expands the text of PS1. So the name of an environment never becomes a part of it.
# - bash copies a function before it calls it. So the one that each prompt calls is short, and code
#   that is seldom needed has functions of its own.
if [[ $- != *i* || $- = *r* || ${BASHOPTS-} = *restricted_shell* ]]; then
	: # No prompt, or a restricted shell, which cannot set PATH
elif [[ -n ${PATH+x} ]] && ! for PATH in "$PATH"; do :; done 2>/dev/null; then
	\echo "avenv: PATH is readonly: no environment can be turned on" >&2
elif [[ -n ${VIRTUAL_ENV+x} ]] && ! for VIRTUAL_ENV in "$VIRTUAL_ENV"; do :; done 2>/dev/null; then
	\echo "avenv: VIRTUAL_ENV is readonly: no environment can be turned on" >&2
else

	# ---- Variables. A parent shell may have exported some: `export -n` takes that back ----

	# The two programs
	\export -n _avenv_helper='@HELPER@' _avenv_cli='@AVENV@'
	# Set by the answer: the helper's own state; the environment's name for the prompt, or
	# nothing; the same name if the git branch is also called so, else nothing
	\export -n _avenv_state='' _avenv_name='' _avenv_branch=''
	# The variables on which the environment depends, at the last look
	\export -n _avenv_last=''
	# Output of a program; while this file is loaded also the variable of a loop
	\export -n _avenv_out=''
	# PS1 as _avenv_show left it, or nothing after an answer
	\export -n _avenv_judged=''
	# The function that PROMPT_COMMAND calls. A child shell that inherits PROMPT_COMMAND without
	# the hook has no such variable, and calls `:`.
	\export -n _avenv_run=_avenv_prompt
	# 1: `last` is called after the user's commands, so `first` leaves PS1 to it
	\export -n _avenv_late=''

	# ---- The idle test ----

	# PROMPT_COMMAND calls `first STATUS WORD` before the user's commands and, if _avenv_late is
	# set, `last` after them. STATUS is that of the command line, and is returned: the user's
	# commands find it in $?. WORD is the last word of the command line: as our last argument it
	# stays in $_.
	_avenv_prompt() {
		# bash before 4.4 has no `local -`: there the user's trace shows this function.
		[[ $- != *x* ]] || { \local - && \set +x; } 2>/dev/null

		# The same text as in _avenv_note
		if [[ "$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}" != "$_avenv_last" ]] ||
			{ [[ $1 = first ]] && ! _avenv_unchanged; }; then
			_avenv_look prompt
		fi

		# `last` judges PS1, which the user's commands may set, and looks up no files.
		[[ $1 = last || -z $_avenv_late ]] || \return "$2"
		# PS1 is judged once after each answer, and whenever it was set anew.
		[[ -z $_avenv_name || ${PS1-} = "$_avenv_judged" ]] || _avenv_show
		\return "${2-0}"
	}

	# ---- Asking the helper ----

	_avenv_note() { _avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}"; }

	# Ask because of the event $1. The answer defines _avenv_unchanged, which looks up the files
	# on which it depends. Before that the variables are noted, and no file is looked up: if the
	# helper fails, or a ^C ends it, no prompt asks again until something changes.
	_avenv_look() {
		# A DEBUG trap would print into the answer; `trap -` there would slow each cd down.
		[[ $- != *T* ]] || { \set +T && { _avenv_look "$@" || :; } && \set -T && \return; }
		_avenv_note
		_avenv_unchanged() { \return 0; }
		# 2>&-: bash would print that the helper is missing. Without `exec` bash 3.2 would
		# fork twice at a prompt. 6 is SHELL_PROTOCOL.
		{ _avenv_out=$(\exec "$_avenv_helper" bash 6 "$1" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}"); } 2>&- && _avenv_apply
	}

	# Evaluate the answer. The variables are noted once more: one that the answer could not set
	# is no change at the next prompt.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_note
		_avenv_judged=''
	}

	# ---- The name in the prompt ----

	# Put a variable with the name before PS1, unless PS1 shows the environment. The variable
	# stays where it is, if PS1 has it: VS Code puts marks of its own around the prompt.
	_avenv_show() {
		\local mark='${_avenv_name:+($_avenv_name) }' prompt="${PS1-}"
		# Without promptvars bash would show the text of the variable.
		if ! \shopt -q promptvars || ! _avenv_lacks_name "${prompt//"$mark"/}"; then
			prompt=${prompt//"$mark"/}
		elif [[ $prompt != *"$mark"* ]]; then
			prompt=$mark$prompt
		fi
		# PS1 may be readonly.
		[[ $prompt = "${PS1-}" ]] || \printf -v PS1 %s "$prompt" 2>/dev/null
		_avenv_judged=${PS1-}
	}

	# Whether avenv has to put the name before the prompt $1, whose text is judged unexpanded.
	_avenv_lacks_name() {
		# The user wants no name.
		[[ -z ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] || \return 1
		# The prompt uses a variable of the environment by itself.
		[[ $1 != *VIRTUAL_ENV* ]] || \return 1
		# Most prompts have neither name: they need no search for a word, which costs more.
		[[ $1 = *"$_avenv_name"* || $1 = *"${VIRTUAL_ENV##*/}"* ]] || \return 0
		! _avenv_has_word "$1"
	}

	# Whether the prompt $1 has the name, or that of the environment's directory, as a word. A
	# component of a path is no word.
	_avenv_has_word() {
		\local directory="${VIRTUAL_ENV##*/}" here="${PWD##*/}" edge='[![:alnum:]_./-]'
		# The letter of an escape such as \w is no part of a word.
		\local text=" ${1//\\?/ } "
		# Where neither \w, \W nor /NAME shows the shell's directory, the first word that
		# is its name does.
		if [[ $1 != *\\[wW]* && $1 != *"/$here"* ]]; then
			text=${text/$edge"$here"$edge/  }
		fi
		# The first word that is the name of the git branch is the branch.
		[[ -z $_avenv_branch ]] || text=${text/$edge"$_avenv_branch"$edge/  }
		# In \e[32mNAME the m belongs to the colour, in py3m to the name. So the text is
		# searched with and without each `2m`.
		text+=${text//[0-9]m/ }
		[[ $text = *$edge"$_avenv_name"$edge* || $text = *$edge"$directory"$edge* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some commands print code for this shell. Any other may change which
	# environment is found. A tool may copy this function into another shell, but not the
	# variables: there it runs the program.
	function avenv {
		# IFS joins the words of "$*".
		\local result=0 IFS=' '
		if [[ -z ${_avenv_cli-} ]]; then
			\command avenv "$@" || result=$?
		elif _avenv_prints_code "$@"; then
			_avenv_out=$({ \trap - DEBUG; } >&- 2>&- && _avenv_call "$@") || result=$?
			# Code begins so. Else it is help.
			if [[ $_avenv_out = ': avenv'* ]]; then
				_avenv_apply
			elif [[ -n $_avenv_out ]]; then
				\printf '%s\n' "$_avenv_out"
			fi
		else
			_avenv_call "$@" || result=$?
			_avenv_look "command $*" || :
		fi
		\return "$result"
	}

	# Whether the first word that is no option is one of these; -C and -qC have a value.
	_avenv_prints_code() {
		while [[ ${1-} = -* ]]; do
			[[ $1 != "${1%%C*}C" || $# = 1 ]] || \shift
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
		\complete -r avenv
		\unset -f _avenv_load
		_avenv_out=$({ \trap - DEBUG; } >&- 2>&- &&
			"$_avenv_cli" hook --completion bash 2>&-) &&
			\eval "$_avenv_out" && _avenv_complete "$@"
	}
	# Some builds of bash have no completion.
	\complete -o default -F _avenv_load avenv 2>/dev/null || :

	# ---- cd ----

	# Let the builtin or function $1 look after it has changed the directory: `cd x && python`
	# runs x's python. A function of the user's is kept as before_avenv_NAME: some tools copy
	# functions into another shell, but not those that begin with an underscore.
	_avenv_wrap() {
		\local own="\\builtin $1" aliases=-u
		[[ $1 != __* ]] || \declare -F "$1" >/dev/null || \return 0 # no zoxide
		if \declare -F "$1" >/dev/null; then
			own=$({ \trap - DEBUG; } >&- && \declare -f "$1")
			# It is wrapped already, or it uses FUNCNAME.
			[[ $own != *_avenv_* && $own != *FUNCNAME* ]] || \return 0
			# bash would expand aliases in it that are newer than the function.
			! \shopt -q expand_aliases || aliases=-s
			\shopt -u expand_aliases
			\eval "before_avenv_$own" && own=before_avenv_$1
			\shopt "$aliases" expand_aliases
			# Its patterns may need extglob.
			[[ $own = "before_avenv_$1" ]] || \return 0
			# An exported function calls this one in a child shell.
			[[ $(\declare -F)$'\n' != *"x $1"$'\n'* ]] || \export -f "before_avenv_$1"
		fi
		# The user's may move and then fail. No answer to cd prints, and 2>&- is for a
		# copy without _avenv_look, or a readonly PATH.
		\eval "function $1 {
			\\local _avenv_status=0
			$own \"\$@\" || _avenv_status=\$?
			{ [[ \$_avenv_status != 0 && \${_avenv_last-} = \"\$PWD//\"* ]] ||
				_avenv_look cd || :; } 2>&-
			\\return \"\$_avenv_status\"
		}"
	}
	# zoxide's function calls the builtin. A function may be readonly.
	for _avenv_out in cd pushd popd __zoxide_cd; do
		_avenv_wrap "$_avenv_out" 2>/dev/null
	done

	# ---- Loading ----

	# Whether `last` has to run after the user's commands $1; $2: the DEBUG trap
	_avenv_needs_last() {
		# Yes: these set PATH.
		[[ $1 != *_direnv_hook* && $1 != *_mise_hook* ]] || \return 0
		# No: nothing sets PS1.
		[[ -n $1 ]] || \return 1
		# Yes, but not if a DEBUG trap other than bash-preexec's would see `last`.
		[[ -z $2 || $2 = *__bp_* ]]
	}

	# Put the calls around the user's commands, which are in the variable or array $1. $2: the
	# DEBUG trap, which a function does not see. `first` returns the user's status: left of `&&`
	# it fires no ERR trap. Right of it stands an empty `for`: a command would fire a DEBUG trap
	# and change $_.
	_avenv_install() {
		\local first='"${_avenv_run-:}" first "$?" "$_" && for _avenv_out in; do :; done'
		\local last='"${_avenv_run-:}" last' newline=$'\n' variable="$1" all="$1[*]" users
		users=${!all-}

		# This file was loaded before. bash-preexec may have put its own calls before ours.
		if [[ $users = *_avenv_run* ]]; then
			[[ $users != *"$last"* ]] || _avenv_late=1
			\return 0
		fi

		# The calls are parts of the user's strings, as VS Code and bash before 5.1 know no
		# array. A newline joins them, as the user's may end in `;`. They may be readonly.
		\printf -v "$1" %s "$first${!variable:+$newline${!variable}}" 2>/dev/null || :
		_avenv_needs_last "$users" "$2" || \return 0
		_avenv_late=1
		# bash runs the last element of an array last, but before 5.1 only the first one.
		if [[ ${#PROMPT_COMMAND[@]} -gt 1 && $BASH_VERSION != [34].* &&
			$BASH_VERSION != 5.0.* ]]; then
			variable='PROMPT_COMMAND[-1]'
		fi
		\printf -v "$variable" %s "${!variable-}$newline$last" 2>/dev/null || :
	}
	if [[ ${PROMPT_COMMAND-} = __vsc_prompt_cmd* ]]; then
		# VS Code was loaded before: this function of it runs the user's commands.
		\printf -v PROMPT_COMMAND %s __vsc_prompt_cmd_original 2>/dev/null || :
		_avenv_install __vsc_original_prompt_command "$(\trap -p DEBUG)"
	else
		# Without commands of the user's no trap matters, and nothing forks.
		_avenv_install PROMPT_COMMAND "${PROMPT_COMMAND[*]:+$(\trap -p DEBUG)}"
	fi
	\unset -f _avenv_install _avenv_needs_last _avenv_wrap
fi
