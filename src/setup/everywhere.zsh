# Written by 'avenv setup --everywhere': .zshenv reads it. A script file gets the variables alone.
. '@DATA@'/everywhere/sh
{ [[ -n ${ZSH_EXECUTION_STRING+x} && ! -o interactive ]] || return 0 } 2>/dev/null
{
	# @HOOK@
	_avenv_chpwd() { { _avenv_look || : } 2>/dev/null }
	chpwd_functions+=(_avenv_chpwd)
	_avenv_chpwd
} 2>/dev/null
