# avenv: the hook for zsh 5.0 and newer. `eval "$(avenv hook zsh)"` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt and after each cd this compares the variables and files on which the environment
# depends with those of the last time. If one changed, it runs the helper, avenv-hook, and
# evaluates the code that this prints. src/hook.c describes the questions and the answers.
#
# The rest of this file deals with what the user may have set, and with quirks of zsh:
#
# - An alias may have the name of a builtin. A backslash before the name prevents its expansion.
# - Options change how a line is read. `emulate -L zsh` around a fork would cost more than all the
#   rest. So values are quoted, `;` stands before each `}`, and patterns are plain.
# - zsh may expand the text of PROMPT. So the name of an environment is put into an element of the
#   array psvar, which %33v shows: no theme has so many.
# - A theme may set PROMPT and psvar at each prompt. So a second function runs after all others.
# - A prompt is awaited: a fork takes 400 us, the call of a function 10 us.
if [[ ! -o interactive || -o restricted ]]; then
	: # A restricted shell cannot set PATH.
elif [[ "${(t)PATH-}${(t)VIRTUAL_ENV-}" = *readonly* ]]; then
	\print -ru2 "avenv: PATH or VIRTUAL_ENV is readonly: no environment can be turned on"
else

	# ---- Variables. A parent shell may have exported some: +x takes that back ----

	# The two programs
	\typeset -g +x _avenv_helper='@HELPER@' _avenv_cli='@AVENV@'
	# Set by the answer: the helper's own state; the environment's name for the prompt, or
	# nothing; the same name, if the git branch is called so, too
	\typeset -g +x _avenv_state='' _avenv_name='' _avenv_branch=''
	# The names of the variables on which the environment depends, for ${(e)...} to expand; the
	# variables at the last look
	\typeset -g +x _avenv_variables='$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}' _avenv_last=''
	_avenv_variables+='//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}'
	# Output of a program
	\typeset -g +x _avenv_out=''
	# PROMPT as it was left when it was last judged whether it shows the environment by itself
	\typeset -g +x _avenv_judged=''

	# ---- The idle test ----

	# The first one of precmd_functions
	_avenv_prompt() {
		# Keep the rest from the trace of `set -x`.
		[[ ! -o xtrace ]] || \setopt localoptions noxtrace

		if [[ "${(e)_avenv_variables}" != "$_avenv_last" ]] || ! _avenv_unchanged; then
			if [[ -n "${__p9k_instant_prompt_active-}" ]]; then
				# Nothing may be printed now. After a cd nothing is.
				_avenv_look cd
			else
				_avenv_look prompt
			fi
			_avenv_order
		fi
	}

	# Look up the files on which the last answer depends. Each answer defines this anew.
	_avenv_unchanged() { \return 0; }

	# The last one of precmd_functions
	_avenv_prompt_end() {
		[[ ! -o xtrace ]] || \setopt localoptions noxtrace

		# direnv and mise have set PATH.
		[[ "$_avenv_last" = *"//${PATH-}" ]] || _avenv_look prompt

		# PROMPT is judged once after each answer, and when it or psvar was set anew.
		if [[ -z "$_avenv_judged" || "$PROMPT" != "$_avenv_judged" ||
			"${psvar[33]-}" != "$_avenv_name" ]]; then
			_avenv_show
		fi
	}

	# Others may have been added. The array may be readonly.
	_avenv_order() {
		[[ "${(t)precmd_functions}" != *readonly* ]] || \return 0
		precmd_functions=(
			_avenv_prompt "${(@)precmd_functions[@]:#_avenv_*}" _avenv_prompt_end)
	}

	# ---- Asking the helper ----

	# Ask because of the event $1; after a cd zsh passes none. The variables are noted before:
	# without an answer no prompt asks again until something changes. So one ^C is enough if the
	# helper hangs. Its stderr is closed, as only zsh would write there, if the program is
	# missing.
	_avenv_look() {
		[[ ! -o xtrace ]] || \setopt localoptions noxtrace
		_avenv_unchanged() { \return 0; }
		_avenv_last="${(e)_avenv_variables}"
		{ _avenv_out="$("$_avenv_helper" zsh 6 "${1-cd}" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}")"; } 2>&- && _avenv_apply
	}

	# Evaluate the answer, and note what the variables are now.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_judged=''
		_avenv_last="${(e)_avenv_variables}"
		# A widget that changes directory may draw the prompt without precmd.
		[[ -z "${WIDGET-}" ]] || _avenv_show
		# compinit starts anew from its dump, which lacks this entry.
		[[ -z "${_comps+1}" ]] || _comps[avenv]=_avenv
	}

	# ---- The name in the prompt ----

	# Put the element with the name before PROMPT, unless PROMPT shows the environment.
	_avenv_show() {
		\emulate -L zsh -o noxtrace
		\local mark='%(33V.(%33v) .)'
		\local users=${PROMPT//"$mark"/}
		psvar[33]=$_avenv_name
		# PROMPT may be readonly.
		if [[ -n $_avenv_name && ${(t)PROMPT} != *readonly* ]]; then
			if _avenv_shown $users; then
				PROMPT=$users
			else
				PROMPT=$mark$users
			fi
		fi
		_avenv_judged=$PROMPT
	}

	# Whether the name is not to be put before the prompt $1. Nothing of it is expanded.
	_avenv_shown() {
		\local word code text
		# The user wants no name.
		[[ -z ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] || \return 0

		# The code: the text of the prompt, and the functions that it calls. A function that
		# reads PS1 only looks whether the name is there.
		code="$1 $RPROMPT"
		for word in ${=code//[^a-zA-Z0-9_-]/ }; do
			code+=" ${${functions[$word]-}:#*PS1*}"
		done
		# starship's program shows the environment.
		[[ $code != *starship*prompt* ]] || \return 0
		# The code uses a variable of the environment. If it has VIRTUAL_ENV_DISABLE_PROMPT
		# as well, it shows something only where that is set.
		if [[ $code = *[^A-Z_]VIRTUAL_ENV* && $code != *VIRTUAL_ENV_DISABLE* ]]; then
			\return 0
		fi

		# The text that is shown: that of the prompt, without %F{...} and the directory's
		# path; the elements of psvar; and the values of parameters in the code.
		text="$1 $RPROMPT"
		text=${(S)text//\{*\}/ }
		text=" ${text//$PWD/} ${psvar[1,32]}"
		for word in ${=code//[^a-zA-Z0-9_]/ } POWERLEVEL9K_{LEFT,RIGHT}_PROMPT_ELEMENTS; do
			if [[ ${parameters[$word]-export} != *(export|special)* ]]; then
				text+=" ${(P)word}"
			fi
		done
		# A branch of that name is no environment.
		if [[ -n $_avenv_branch ]]; then
			text=${text//$_avenv_branch/ }
		fi
		# It shows the environment if it has one of these as a word: the name, that of the
		# environment's directory, powerlevel9k's word. A component of a path is no word.
		\local before='[^a-zA-Z0-9_./-]' after='[^a-zA-Z0-9_/-]'
		[[ "$text " = *${~before}("$_avenv_name"|"${VIRTUAL_ENV:t}"|virtualenv)${~after}* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some commands print code for this shell. Any other may change which
	# environment is found. A shell that has a copy of this function without the variables runs
	# the program.
	function avenv {
		\local code=0
		if [[ -z "${_avenv_cli-}" ]]; then
			\command avenv "$@" || code="$?"
		elif _avenv_prints_code "$@"; then
			_avenv_out="$(_avenv_call "$@")" || code="$?"
			if [[ "$_avenv_out" = ': avenv'* ]]; then
				_avenv_apply
			elif [[ -n "$_avenv_out" ]]; then
				# Help, or an error
				\print -r -- "$_avenv_out"
			fi
		else
			_avenv_call "$@" || code="$?"
			_avenv_look "command $*"
		fi
		\return "$code"
	}

	# Whether the first word that is no option is one of these commands; -C has a value.
	_avenv_prints_code() {
		while [[ "${1-}" = -* ]]; do
			[[ "$1" != -C || "$#" = 1 ]] || \shift
			\shift
		done
		case "${1-}" in
		activate | deactivate | on | off | select) \return 0 ;;
		esac
		\return 1
	}

	# Run the program, and tell it about this shell.
	_avenv_call() {
		if [[ ! -x "$_avenv_cli" ]]; then
			\print -ru2 "avenv: '$_avenv_cli' is gone"
			\return 127
		fi
		AVENV_SHELL='zsh 6' AVENV_STATE="$_avenv_state" AVENV_DISABLE="${AVENV_DISABLE-}" \
			AVENV_PROMPTS="${(t)precmd_functions} ${precmd_functions[*]}" \
			AVENV_ALIAS="${aliases[python]-}" AVENV_OLD_PATH="${_OLD_VIRTUAL_PATH-}" \
			PATH="${PATH-}" "$_avenv_cli" "$@"
	}

	# ---- Completion ----

	# The first TAB replaces this function by the completion, or by _default if that is missing.
	_avenv() {
		_avenv() { _default "$@"; }
		\eval "$("$_avenv_cli" hook --completion zsh 2>/dev/null)"
		_avenv "$@"
	}

	# ---- cd, and loading ----

	\typeset -ga precmd_functions chpwd_functions psvar
	_avenv_order
	# `cd x && python` runs x's python.
	if [[ "${(t)chpwd_functions}" != *readonly* ]]; then
		chpwd_functions=("${(@)chpwd_functions[@]:#_avenv_*}" _avenv_look)
	fi
fi
