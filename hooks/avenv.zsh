# avenv: the hook for zsh 5.0 and newer.
#
# Loaded by  eval "$(avenv hook zsh)"  or by sourcing the installed file; loading it again
# resets it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol.
# `emulate -L zsh` around a fork costs more than the rest of the hook, so everything is quoted,
# for all options of the user. A backslash prevents the expansion of aliases.
if [[ -o interactive && ! -o restricted ]]; then
	# A parent shell may have exported these variables.
	\typeset -g +x _avenv_helper='@HELPER@' _avenv_cli='@AVENV@' _avenv_out='' _avenv_arg='' \
		_avenv_seen='' _avenv_state='' _avenv_name='' _avenv_last='' _avenv_word='' _avenv_branch=''
	\typeset -g +x _avenv_here='' _avenv_there='' _avenv_names='' _avenv_other_names=''

	# Run at each prompt, before all other functions. The helper does not run if nothing has
	# changed since the last answer. Nothing may be printed under powerlevel10k's instant
	# prompt: the event is then its value, which the helper reads as a cd. `set -x` shows three
	# lines.
	_avenv_prompt() {
		\local word="$_" && [[ ! -o xtrace ]] || \setopt localoptions noxtrace
		if [[ "$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}" != "$_avenv_last" ||
			( -n "$_avenv_here" && ( -L "${VIRTUAL_ENV-}" || ! "$_avenv_here" -ef "$_avenv_there" ) ) ||
			( "${word#./}" != */?* && "$word" = *${_avenv_word}* && ! -L "${word%/}" &&
			-e "$word/pyvenv.cfg" && "$word$HISTCMD" != "$_avenv_arg" ) ||
			( -n "$_avenv_names" && (
			-L .venv || -L venv || -L env || -L .env || -L virtualenv ||
			-e .venv || -e venv || -e env || -e .env || -e virtualenv ) ) ]] ||
			{ [[ -n "$_avenv_other_names" ]] && ! _avenv_other_names; }; then
			_avenv_arg="$word$HISTCMD"
			_avenv_look "${__p9k_instant_prompt_active-prompt}"
			[[ "${precmd_functions[-1]}" = _avenv_* ]] || _avenv_order
		fi
		[[ "${precmd_functions[-1]}" = _avenv_last || "$PROMPT" = "$_avenv_seen" ]] || _avenv_last
	}

	# Run last at a prompt, since direnv and mise set PATH there, and themes set PROMPT and
	# psvar.
	_avenv_last() {
		[[ "$_avenv_last" = *"//${PATH-}" ]] || _avenv_look prompt
		[[ "${psvar[33]-}$PROMPT" = "$_avenv_name$_avenv_seen" ]] || _avenv_show
	}

	# Put _avenv_prompt first, and _avenv_last behind other functions, if any: the call of a
	# function costs more than its tests.
	_avenv_order() {
		precmd_functions=(_avenv_prompt "${(@)precmd_functions[@]:#_avenv_*}")
		[[ "${#precmd_functions[@]}" = 1 ]] || precmd_functions+=(_avenv_last)
	}

	# Put the name before PROMPT, in an element of psvar, since zsh may expand the text of PROMPT.
	# But not if PROMPT shows the environment: by a variable, by its name or last component, in a
	# parameter, or in a function that it calls. One that reads PS1 only looks whether it does; one
	# with VIRTUAL_ENV_DISABLE_PROMPT does so only where that is set. A branch is no environment.
	_avenv_show() {
		\emulate -L zsh -o noxtrace
		\local ours='%(33V.(%33v) .)' word text raw all
		psvar[33]=$_avenv_name _avenv_seen=$PROMPT
		[[ -n $_avenv_name && ${(t)PROMPT} != *readonly* ]] || \return 0
		PROMPT=${PROMPT//"$ours"/}
		raw="$PROMPT $RPROMPT" text=${(S)raw//\{*\}/ } all=" ${text//$PWD/} ${psvar[1,32]}"
		for word in ${=raw//[^a-zA-Z0-9_-]/ }; do
			raw+=" ${${functions[$word]-}:#*PS1*}"
		done
		for word in ${=raw//[^a-zA-Z0-9_]/ } POWERLEVEL9K_{LEFT,RIGHT}_PROMPT_ELEMENTS; do
			[[ ${parameters[$word]-export} = *(export|special)* ]] || all+=" ${(P)word}"
		done
		[[ -n ${VIRTUAL_ENV_DISABLE_PROMPT-} || $raw = *starship*prompt* ||
			$raw = *[^A-Z_]VIRTUAL_ENV* && $raw != *VIRTUAL_ENV_DISABLE* ||
			"${all//${_avenv_branch:- }/ } " = *[^a-zA-Z0-9_./-]("$_avenv_name"|"${VIRTUAL_ENV:t}"|virtualenv)[^a-zA-Z0-9_/-]* ]] ||
			PROMPT=$ours$PROMPT
		_avenv_seen=$PROMPT
	}

	# Run the helper; $1: the event, none from chpwd, so that `cd x && python` uses x's
	# environment. Without an answer it is not run again before the next change: one ^C ends a
	# helper that hangs.
	_avenv_look() {
		[[ ! -o xtrace ]] || \setopt localoptions noxtrace
		_avenv_here='' _avenv_names='' _avenv_other_names='' _avenv_seen='' _avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}"
		{ _avenv_out="$("$_avenv_helper" zsh 6 "${1-cd}" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}")"; } 2>&- && _avenv_apply
	}

	_avenv_apply() {
		# compinit, before the hook or after it, starts with the content of its dump: add
		# avenv again.
		[[ -z "${_comps+1}" ]] || _comps[avenv]=_avenv
		\eval "$_avenv_out"
		_avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}" _avenv_seen=''
		# A widget may redraw the prompt; else it is judged after the user's functions.
		[[ -z "${WIDGET-}" ]] || _avenv_show
	}

	# Some commands print code for this shell; any other may change which environment is found. A shell
	# that replays these functions has no variables.
	function avenv {
		\local code=0
		[[ -n ${_avenv_cli-} ]] || { \command avenv "$@"; \return }
		if _avenv_prints "$@"; then
			_avenv_out="$(_avenv_call "$@")" || code="$?"
			[[ "$_avenv_out" = ': avenv'* ]] && _avenv_apply ||
				[[ -z "$_avenv_out" ]] || \print -r -- "$_avenv_out"
		else
			_avenv_call "$@" || code="$?"
			_avenv_look "command $*"
		fi
		\return "$code"
	}

	_avenv_prints() {
		\emulate -L zsh -o extendedglob && \local n=$'\n'
		[[ "$n${(F)@}$n" = $n((-C$n|-[^C$n])[^$n]#$n)#((de|)activate|on|off|select)$n* ]]
	}

	_avenv_call() {
		[[ -x $_avenv_cli ]] || ! \print -ru2 "avenv: '$_avenv_cli' is gone" || \return 127
		AVENV_SHELL='zsh 6' AVENV_STATE="$_avenv_state" AVENV_DISABLE="${AVENV_DISABLE-}" \
			AVENV_PROMPTS="${(t)precmd_functions} ${precmd_functions[*]}" \
			AVENV_OLD_PATH="${_OLD_VIRTUAL_PATH-}" PATH="${PATH-}" "$_avenv_cli" "$@"
	}

	# The first TAB replaces this function by the completion, or by _default if that is missing.
	_avenv() {
		_avenv() { _default "$@"; }
		\eval "$("$_avenv_cli" hook --completion zsh 2>/dev/null)"
		_avenv "$@"
	}

	\typeset -ga precmd_functions chpwd_functions psvar
	[[ "${(t)precmd_functions}" = *readonly* ]] || _avenv_order
	[[ "${(t)chpwd_functions}" = *readonly* ]] || chpwd_functions=("${(@)chpwd_functions[@]:#_avenv_*}" _avenv_look)
fi
