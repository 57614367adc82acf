# Written by 'avenv setup --everywhere': .zshenv reads it. A script file gets the variables alone.
. '@DATA@'/everywhere/sh
{ [[ -n ${ZSH_EXECUTION_STRING+x} && ! -o interactive ]] || return 0; } 2>/dev/null
{
	typeset -g +x _avenv_helper='@HELPER@' _avenv_out='' _avenv_state='' _avenv_name=''
	typeset -g +x _avenv_start="${AVENV_ENV-}"
	_avenv_look() {
		\setopt localoptions localtraps noxtrace
		\trap - DEBUG
		{ _avenv_out="$("$_avenv_helper" zsh 6 "${1-cd}" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" 1)"; } 2>&- && \eval "$_avenv_out"
	}
	_avenv_chpwd() { { _avenv_look || :; } 2>/dev/null; }
	chpwd_functions+=(_avenv_chpwd)
	_avenv_chpwd
} 2>/dev/null
