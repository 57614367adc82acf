# shellcheck shell=bash disable=SC2288,SC2034,SC2207
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for bash 3.2 and newer, with or without bash-completion.
#
# Part of what "avenv hook bash" prints, and installed where bash-completion
# looks.  The line is split here and not by COMP_WORDS, which is broken at each
# ':' and '=', and what is inserted is quoted here, as the word was begun.
# Values come from "avenv __complete", which executes nothing of a project's.
case $- in
*i*)
	# The arguments and options of command $1; _avenv_args ends in + where the last
	# may be repeated.  The words are those of "avenv __dump".
	_avenv_table() {
		_avenv_args=()
		_avenv_opts=()
		case $1 in
		hook | init) _avenv_args=(SHELL) ;;
		allow)
			_avenv_args=(DIR +)
			_avenv_opts=(--tree --found --shared --by-path --tracked -l --list --json)
			;;
		deny)
			_avenv_args=(DIR +)
			_avenv_opts=(--tree)
			;;
		forget) _avenv_args=(RECORD +) ;;
		status)
			_avenv_args=(DIR)
			_avenv_opts=(--json)
			;;
		create)
			_avenv_args=(DIR +)
			_avenv_opts=(-p=PYTHON --python=PYTHON -r=FILE --requirement=FILE -c=FILE --constraint=FILE
				--keep --clear --upgrade --upgrade-deps --prompt=TEXT --system-site-packages --copies
				--without-pip --without-scm-ignore-files --compile --tracked)
			;;
		use)
			_avenv_args=(ENV)
			_avenv_opts=(--clear)
			;;
		activate | path) _avenv_args=(ENV) ;;
		select) _avenv_opts=(--print) ;;
		list | ls) _avenv_opts=(--names -0 --null --sort=KEY --size --json) ;;
		move | mv) _avenv_args=(ENV DIR) ;;
		remove | rm)
			_avenv_args=(ENV +)
			_avenv_opts=(-y --yes)
			;;
		run)
			_avenv_args=(CMD)
			_avenv_opts=(-e=ENV --env=ENV)
			;;
		env)
			_avenv_args=(ENV)
			_avenv_opts=(--shell=SHELL --json)
			;;
		pythons) _avenv_opts=(--json) ;;
		help) _avenv_args=(COMMAND) ;;
		'') _avenv_opts=(-C=DIR -V --version --json) ;;
		esac
		_avenv_opts+=(-q --quiet --help)
	}
	_avenv_commands=(hook init allow deny forget status create use activate deactivate
		select off on list ls move mv remove rm run env path pythons help)
	_avenv_complete() {
		COMPREPLY=()
		if ((COMP_CWORD == 1)); then
			COMPREPLY=($(\builtin compgen -W "${_avenv_commands[*]}" -- "$2"))
		fi
	}
	\builtin complete -F _avenv_complete avenv
	;;
esac
