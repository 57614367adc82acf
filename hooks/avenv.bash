# shellcheck shell=bash disable=SC2016,SC2034,SC2128,SC2178
# avenv: the hook for bash 3.2 and newer.
#
# Loaded by  eval "$(avenv hook bash)"  or by sourcing the installed file; loading it again
# resets it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol. A
# backslash prevents the expansion of aliases. A call of a function costs bash 4 us, a fork 400.
case $-/${BASHOPTS-} in
*r*/* | *restricted_shell*) ;; # such a shell may neither redirect nor set PATH
*i*/*)
	# A parent shell may have exported these variables.
	\export -n _avenv_helper='@HELPER@' _avenv_cli='@AVENV@' _avenv_out='' _avenv_arg='' \
		_avenv_state='' _avenv_name='' _avenv_last='' \
		_avenv_here='' _avenv_there='' _avenv_names='' _avenv_other_names='' _avenv_word=''

	# Run at each prompt, first and last in PROMPT_COMMAND; $1: the last word of the user's
	# command, in the first run. The helper does not run if nothing has changed since the last
	# answer.
	_avenv_prompt() {
		\local status="$?"
		if ! [[ $PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-} = "$_avenv_last" &&
			(-z $_avenv_here || ! -L ${VIRTUAL_ENV-} && $_avenv_here -ef $_avenv_there) &&
			(-z ${1-} || ${1#./} = */?* || $1 != *$_avenv_word* || -L ${1%/} || ! -e $1/pyvenv.cfg ||
			$1$HISTCMD = "$_avenv_arg") &&
			(-z $_avenv_names ||
			! -L .venv && ! -L venv && ! -L env && ! -L .env && ! -L virtualenv &&
			! -e .venv && ! -e venv && ! -e env && ! -e .env && ! -e virtualenv) ]] ||
			{ [[ -n $_avenv_other_names ]] && ! _avenv_other_names; }; then
			_avenv_arg=${1-}$HISTCMD
			_avenv_look prompt
		fi
		# The name is in a variable, since bash expands the text of PS1.
		[[ -z $_avenv_name || ${PS1-} = *_avenv_name* ]] || PS1='${_avenv_name:+($_avenv_name) }'${PS1-}
		\return "$status"
	}

	# Save the values that the idle test compares.
	_avenv_keep() {
		_avenv_last=$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}
	}

	# Run the helper; $1: the event. Without an answer it is not run again before the next
	# change: one ^C ends a helper that hangs.
	_avenv_look() {
		_avenv_here='' _avenv_names='' _avenv_other_names=''
		_avenv_keep
		{
			_avenv_out=$("$_avenv_helper" bash 5 "$1" "$_avenv_state" "$PWD" "${VIRTUAL_ENV-}" \
				"${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" "${AVENV_DISABLE-}" \
				"${AVENV_QUIET-}")
		} 2>&- || \return 1
		_avenv_apply
	}

	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_keep
		[[ -z $_avenv_name ]] || _avenv_hide_name
	}

	# Clear the name if the user's prompt shows the environment.
	_avenv_hide_name() {
		case "${VIRTUAL_ENV_DISABLE_PROMPT:+VIRTUAL_ENV} ${PROMPT_COMMAND[*]-} ${__vsc_original_prompt_command-} ${precmd_functions[*]-} ${PS1-}" in
		*starship_precmd* | *_lp_set_prompt* | *_update_ps1* | *setGitPrompt* | *VIRTUAL_ENV*) _avenv_name='' ;;
		esac
		\shopt -q promptvars || _avenv_name=''
	}

	# The function `deactivate`; $1: our entry in PATH, in case that the helper does not answer.
	_avenv_deactivate() {
		! _avenv_look deactivate || \return 0
		PATH=:$PATH:
		PATH=${PATH/":$1:"/:}
		PATH=${PATH#:}
		PATH=${PATH%:}
		\unset -v VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV
		\unset -f deactivate
		_avenv_name=''
	}

	# Let `cd x && python` use x's environment. A function of the user's own is kept: the next
	# prompt looks.
	for _avenv_out in cd pushd popd; do
		\declare -F "$_avenv_out" >/dev/null ||
			\eval "function $_avenv_out { \\builtin $_avenv_out \"\$@\" || \\return; _avenv_look cd; \\return 0; }"
	done

	# Some commands print code for this shell; any other may change which environment is found.
	function avenv {
		\local status=0
		if _avenv_prints "$@"; then
			_avenv_out=$(_avenv_call "$@") || status=$?
			case $_avenv_out in
			': avenv'*) _avenv_apply ;;
			?*) \printf '%s\n' "$_avenv_out" ;;
			esac
		else
			_avenv_call "$@" || status=$?
			_avenv_look command
		fi
		\return "$status"
	}

	_avenv_prints() {
		while [[ ${1-} = -* ]]; do
			[[ $1 != -C || $# = 1 ]] || \shift
			\shift
		done
		[[ ' activate deactivate on off select ' = *" ${1-} "* ]]
	}

	_avenv_call() {
		[[ -x $_avenv_cli ]] || ! \echo "avenv: '$_avenv_cli' is gone" >&2 || \return 127
		AVENV_SHELL='bash 5' AVENV_STATE=$_avenv_state AVENV_OLD_PATH=${_OLD_VIRTUAL_PATH-} \
			AVENV_DISABLE=${AVENV_DISABLE-} PATH=${PATH-} "$_avenv_cli" "$@"
	}

	# The first TAB removes this function and loads the completion; then bash completes again.
	_avenv_load() {
		\complete -r avenv
		\unset -f _avenv_load
		! _avenv_out=$("$_avenv_cli" hook --completion bash 2>/dev/null) || \eval "$_avenv_out"
		\return 124
	}
	\complete -F _avenv_load avenv

	# Run first, so that a prompt that shows the environment finds it, and last, since direnv
	# and mise set PATH at the prompt. Use one string: VS Code and bash before 5.1 support no
	# array. The newline is needed if the user's string ends with a comment.
	_avenv_wrap() {
		\local all="${!1-}"
		all=${all%"${all##*[![:space:];]}"}
		\printf -v "$1" %s '_avenv_prompt "$_";'"${all:-:}"$'\n_avenv_prompt'
	}
	case "${precmd_functions[*]-} ${__vsc_original_prompt_command-} ${PROMPT_COMMAND-}" in
	*_avenv_prompt*) ;;
	'  ') PROMPT_COMMAND='_avenv_prompt "$_"' ;;
	*' '__vsc_prompt_cmd*) _avenv_wrap __vsc_original_prompt_command && PROMPT_COMMAND=__vsc_prompt_cmd_original ;;
	*__bp_*) precmd_functions=(_avenv_prompt "${precmd_functions[@]}" _avenv_prompt) ;;
	*) _avenv_wrap PROMPT_COMMAND ;;
	esac
	;;
esac
