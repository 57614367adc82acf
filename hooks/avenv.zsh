# avenv: the hook for zsh 5.0 and newer.
#
# Loaded by  eval "$(avenv hook zsh)"  or by sourcing the installed file; loading it again
# resets it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol.
# `emulate -L zsh` around a fork costs more than the rest of the hook, so everything is quoted,
# for all options of the user. A backslash prevents the expansion of aliases.
if [[ -o interactive && ! -o restricted ]]; then
	# A parent shell may have exported these variables.
	\typeset -g +x _avenv_helper='@HELPER@' _avenv_cli='@AVENV@' _avenv_out='' _avenv_arg=''
	\typeset -g +x _avenv_state='' _avenv_name='' _avenv_last='' _avenv_word=''
	\typeset -g +x _avenv_here='' _avenv_there='' _avenv_names='' _avenv_other_names=''

	# Run at each prompt, before all other functions. The helper does not run if nothing has
	# changed since the last answer. Nothing may be printed under powerlevel10k's instant
	# prompt: the event is then its value, which the helper reads as a cd.
	_avenv_prompt() {
		\local word="$_"
		if [[ "$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}" != "$_avenv_last" ||
			( -n "$_avenv_here" && ( -L "${VIRTUAL_ENV-}" || ! "$_avenv_here" -ef "$_avenv_there" ) ) ||
			( "${word#./}" != */?* && "$word" = *${_avenv_word}* && ! -L "${word%/}" && -e "$word/pyvenv.cfg" &&
			"$word$HISTCMD" != "$_avenv_arg" ) ||
			( -n "$_avenv_names" && (
			-L .venv || -L venv || -L env || -L .env || -L virtualenv ||
			-e .venv || -e venv || -e env || -e .env || -e virtualenv ) ) ]] ||
			{ [[ -n "$_avenv_other_names" ]] && ! _avenv_other_names; }; then
			_avenv_arg="$word$HISTCMD"
			_avenv_look "${__p9k_instant_prompt_active-prompt}"
			[[ "${precmd_functions[-1]}" = _avenv_* ]] || _avenv_order
		fi
		[[ -z "$_avenv_name" || "${psvar[33]-}$PROMPT" = "$_avenv_name"*%33v* ]] || _avenv_show
	}

	# Run last at a prompt, since direnv and mise set PATH there, and themes set PROMPT and
	# psvar.
	_avenv_last() {
		[[ "$_avenv_last" = *"//${PATH-}" ]] || _avenv_look prompt
		[[ -z "$_avenv_name" ]] || _avenv_show
	}

	# Put _avenv_prompt first, and _avenv_last behind other functions, if any: the call of a
	# function costs more than its tests.
	_avenv_order() {
		precmd_functions=(_avenv_prompt "${(@)precmd_functions[@]:#_avenv_*}")
		[[ "${#precmd_functions[@]}" = 1 ]] || precmd_functions+=(_avenv_last)
	}

	# The name is in an element of psvar, since zsh may expand the text of PROMPT.
	_avenv_show() {
		\local i=33 && [[ ! -o ksharrays ]] || i=32
		psvar[i]="$_avenv_name"
		[[ -z "$_avenv_name" || "$PROMPT" = *%33v* ]] || PROMPT='%(33V.(%33v) .)'"$PROMPT"
	}

	# Run the helper; $1: the event, none from chpwd, so that `cd x && python` uses x's
	# environment. Without an answer it is not run again before the next change: one ^C ends a
	# helper that hangs.
	_avenv_look() {
		_avenv_here='' _avenv_names='' _avenv_other_names=''
		_avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}"
		{ _avenv_out="$("$_avenv_helper" zsh 5 "${1-cd}" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}")"; } 2>&- || \return 1
		_avenv_apply
	}

	_avenv_apply() {
		# compinit, before the hook or after it, starts with the content of its dump: add
		# avenv again.
		[[ -z "${_comps+1}" ]] || _comps[avenv]=_avenv
		\eval "$_avenv_out"
		_avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}"
		[[ -z "$_avenv_name" ]] || _avenv_hide_name
		# A widget needs this, too: it may redraw the prompt.
		_avenv_show
	}

	# Clear the name if the user's prompt shows the environment.
	_avenv_hide_name() {
		case "${VIRTUAL_ENV_DISABLE_PROMPT:+VIRTUAL_ENV} ${precmd_functions[*]} $PROMPT ${RPROMPT-}" in
		(*_p9k_precmd*|*powerlevel9k*|*pure_precmd*|*starship_precmd*|*__lp_set_prompt*|\
			*VIRTUAL_ENV*|*virtualenv_prompt_info*) _avenv_name='' ;;
		esac
	}

	# The function `deactivate`; $1: our entry in PATH, in case that the helper does not answer.
	_avenv_deactivate() {
		! _avenv_look deactivate || \return 0
		path=("${(@)path[@]:#$1}")
		\unset -v VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV
		\unset -f deactivate
		_avenv_name=''
		_avenv_show
	}

	# Some commands print code for this shell; any other may change which environment is found.
	function avenv {
		\local code=0
		if _avenv_prints "$@"; then
			_avenv_out="$(_avenv_call "$@")" || code="$?"
			case "$_avenv_out" in
			(': avenv'*) _avenv_apply ;;
			(?*) \print -r -- "$_avenv_out" ;;
			esac
		else
			_avenv_call "$@" || code="$?"
			_avenv_look command
		fi
		\return "$code"
	}

	_avenv_prints() {
		while [[ "${1-}" = -* ]]; do
			if [[ "$1" = -C && "$#" != 1 ]]; then \shift 2; else \shift; fi
		done
		[[ ' activate deactivate on off select ' = *" ${1-} "* ]]
	}

	_avenv_call() {
		[[ -x $_avenv_cli ]] || ! \print -ru2 "avenv: '$_avenv_cli' is gone" || \return 127
		AVENV_SHELL='zsh 5' AVENV_STATE="$_avenv_state" AVENV_DISABLE="${AVENV_DISABLE-}" \
			AVENV_OLD_PATH="${_OLD_VIRTUAL_PATH-}" PATH="${PATH-}" "$_avenv_cli" "$@"
	}

	# The first TAB replaces this function by the completion, or by _default if that is missing.
	_avenv() {
		_avenv() { _default "$@"; }
		\eval "$("$_avenv_cli" hook --completion zsh 2>/dev/null)"
		_avenv "$@"
	}

	\typeset -ga precmd_functions chpwd_functions psvar
	_avenv_order
	chpwd_functions=("${(@)chpwd_functions[@]:#_avenv_*}" _avenv_look)
fi
