# avenv: the hook for zsh 5.0 and newer. `eval "$(avenv hook zsh)"` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# These quirks of zsh, and settings of the user's, shape the rest:
#
# - An alias may be called `local` or `avenv`, too. A backslash before the name keeps zsh from
#   expanding it, as in zoxide's hook, and so does the word `function` where a function is defined.
# - Options change what code means; prezto sets forty. So most functions begin with `emulate -L zsh`:
#   until they return, zsh has its own options, and then the user's options and traps again. Only
#   promptpercent and promptsubst, which -R would change, stay the user's.
# - Without `emulate` run the functions that each prompt calls, because it takes time, and those that
#   draw the user's PROMPT, which needs his options. What they have means the same with any option.
# - The file is read with the user's options, too. So no pattern in it has parentheses outside of
#   `${...}`, which `emulate sh` forbids.
# - zsh may expand the text of PROMPT. So the name of an environment is put into an element of the
#   array psvar, which `%33v` in PROMPT shows. virtualenv's script uses the 9th, pure the 23rd.
# - liquidprompt sets PROMPT at each prompt, and pure psvar. So a second function runs after all
#   others. A theme that loads later adds its own behind it: so each answer puts ours first and last
#   again. zsh runs a copy of the array, so that takes effect at the next prompt.
# - Who types `set -x` wants to see his own commands. So the functions that a prompt or a cd calls
#   turn it off for themselves, which shows as one or two lines.
# - What a DEBUG trap prints in `$(...)` would be run as code. So a function removes the trap for
#   itself before a `$(...)` for `eval`.
#
# Tests: `make check T='shell/*:zsh* hook/*'`, and for all frameworks `make proof T=prompts`.
if [[ ! -o interactive || -o restricted ]]; then
	: # No prompt, or a restricted shell, which cannot set PATH
elif [[ "${(t)PATH-}${(t)VIRTUAL_ENV-}" = *readonly* ]]; then
	\print -ru2 "avenv: PATH or VIRTUAL_ENV is readonly: no environment can be turned on"
else

	# ---- Variables. A parent shell may have exported some: +x takes that back ----

	# The two programs
	\typeset -g +x _avenv_helper='@HELPER@' _avenv_cli='@AVENV@'
	# Set by the answer: the helper's state, which this file only hands back; the environment's
	# name for the prompt, or empty; the same name if the git branch has it, too, else empty
	\typeset -g +x _avenv_state='' _avenv_name='' _avenv_branch=''
	# The variables whose change makes a prompt ask: ${(e)_avenv_now} is their values now, which
	# takes a sixth of a function's call, and _avenv_last those at the last look. The others that
	# the helper is told of take effect when it is asked next. src/README.md has the list, too.
	\typeset -g +x _avenv_now='${PWD-}//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}'
	\typeset -g +x _avenv_last=''
	# Output of a program
	\typeset -g +x _avenv_out=''
	# What shows the name, or nothing where none is on
	\typeset -g +x _avenv_mark='%(33V.(%33v) .)'
	# The inputs of the last judgement, whether PROMPT and RPROMPT show the name: the environment,
	# the prompts, and settings. Its result: what is put before PROMPT, the mark or nothing
	\typeset -g +x _avenv_judged_for='' _avenv_prefix=''
	# PROMPT and RPROMPT as _avenv_show left them. If they differ, the next prompt calls
	# _avenv_show. Each answer empties this.
	\typeset -g +x _avenv_last_prompt=''

	# ---- The idle test ----

	# The first one of precmd_functions. _avenv_unchanged looks up files. The last answer defined
	# it, or _avenv_look.
	_avenv_prompt() {
		[[ -o xtrace ]] && \setopt localoptions noxtrace
		if [[ "${(e)_avenv_now}" != "$_avenv_last" ]] || ! _avenv_unchanged; then
			_avenv_look prompt
		fi
	}

	# The last one of precmd_functions
	_avenv_prompt_end() {
		[[ -o xtrace ]] && \setopt localoptions noxtrace
		# direnv and mise, which run after _avenv_prompt, set PATH.
		[[ "${(e)_avenv_now}" = "$_avenv_last" ]] || _avenv_look prompt
		# Was there an answer, or did a theme set PROMPT, RPROMPT or psvar? With each option
		# this slice is the element 33.
		[[ "$PROMPT//${RPROMPT-}" = "$_avenv_last_prompt" &&
			"${psvar[@]:32:1}" = "$_avenv_name" ]] || _avenv_show
	}

	# Put our functions first and last.
	_avenv_order() {
		\emulate -L zsh
		precmd_functions=(
			_avenv_prompt ${precmd_functions:#_avenv_*} _avenv_prompt_end)
		# `cd x && python` runs x's python. When a plugin, as oh-my-zsh's poetry-env, asks
		# its tool for an environment, the old directory's is off.
		chpwd_functions=(_avenv_look ${chpwd_functions:#_avenv_*} _avenv_chpwd_end)
	}

	# ---- Asking the helper ----

	# Ask because of the event $1; chpwd passes none, which means cd. Return false if there was
	# no answer. The function `deactivate`, which an answer defines, calls this, and if it is
	# false resets the variables by itself.
	_avenv_look() {
		\emulate -L zsh -o noxtrace
		\trap - DEBUG
		\local event=${1-cd}
		# While powerlevel10k draws its instant prompt, nothing may be printed. The answer
		# to a cd has no message, but an _avenv_unchanged that is false at the next prompt.
		[[ -n $__p9k_instant_prompt_active ]] && event=cd

		# The answer defines _avenv_unchanged anew. If the helper fails, or a ^C ends it, no
		# prompt asks again until a variable changes.
		_avenv_last=${(e)_avenv_now}
		_avenv_unchanged() { \return 0; }
		# 6 is SHELL_PROTOCOL: change it in _avenv_call, too. 2>&- hides what zsh says if
		# the helper was uninstalled. The helper says nothing, and the code of the answer
		# has stderr again.
		{ _avenv_out="$("$_avenv_helper" zsh 6 "$event" "$_avenv_state" "$PWD" \
			"$VIRTUAL_ENV" "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" \
			"$AVENV_DISABLE" "$AVENV_QUIET")"; } 2>&- && _avenv_apply
	}

	# Evaluate the answer. Then note the variables, also if the answer could not set one: only a
	# further change makes a prompt ask again.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_last=${(e)_avenv_now}
		# Put ours first and last again, unless they are, or the user removed them.
		case "${precmd_functions[*]}" in
		_avenv_prompt*_avenv_prompt_end) ;;
		*_avenv_prompt_end*) _avenv_order ;;
		esac
		# The next prompt shows the name.
		_avenv_last_prompt=''
		# compinit may run after this file, and forgets entries. So enter it at each answer.
		[[ -n ${_comps+1} ]] && _comps[avenv]=_avenv
		\return 0
	}

	# ---- The name in the prompt ----

	# Put the mark before PROMPT, unless PROMPT or RPROMPT shows the environment. Only drawing them
	# tells, which may take long: so they are drawn only for another environment or other prompts
	# than last time. That needs the user's options. If one of the stand-ins appears, `avenv-name`,
	# the prompt shows the environment. PWD is /, so that ${PWD##*/} in a prompt is empty.
	# 2>/dev/null: the user's code in PROMPT may miss a file of an environment that is not there.
	_avenv_show() {
		_avenv_take_out || {
			\set -- "$PROMPT ${RPROMPT-}" "${VIRTUAL_ENV:t}" "${PWD:t}"
			\local -x VIRTUAL_ENV=/avenv-name/avenv-name VIRTUAL_ENV_PROMPT=avenv-name PWD=/
			[[ -o promptsubst ]] && \set -- "${(e)1}" "$2" "$3"
			_avenv_has_name "$@" || \typeset -g _avenv_prefix="$_avenv_mark"
		} 2>/dev/null
		PROMPT="${_avenv_name:+$_avenv_prefix}$PROMPT"
		# -g: with warnnestedvar a plain assignment would print a warning.
		\typeset -g _avenv_last_prompt="$PROMPT//${RPROMPT-}"
	}

	# A widget that changes directory, as oh-my-zsh's dirhistory, may draw the prompt before a theme's
	# precmd has run there: judge what is drawn now, and forget that judgement.
	_avenv_chpwd_end() {
		\zle || \return 0
		_avenv_show
		\typeset -g _avenv_judged_for='' _avenv_last_prompt=''
	}

	# Put the name into psvar, and take the mark out of PROMPT. Return 0 if nothing is to be drawn: no
	# environment, the same inputs, or no place for the name.
	_avenv_take_out() {
		\emulate -L zsh -o noxtrace
		psvar[33]=$_avenv_name
		# A script may have put something before the mark.
		PROMPT=${PROMPT//"$_avenv_mark"/}
		[[ -z $_avenv_name ]] && \return 0
		\local all="$_avenv_name//$VIRTUAL_ENV//$VIRTUAL_ENV_DISABLE_PROMPT//"
		# Without the digits: a timer, a status or the time of day changes at each prompt.
		all+="$options[promptpercent]//${PROMPT//[0-9]/}//${RPROMPT//[0-9]/}"
		[[ $all = "$_avenv_judged_for" ]] && \return 0
		_avenv_judged_for=$all _avenv_prefix=''
		# After `emulate -R sh`, which unsets promptpercent, zsh would show the mark itself.
		# powerlevel10k draws once for each expansion, and starship's program takes 10 ms: both
		# show the environment, unless their user took that away. Another framework is added
		# here, if drawing does not tell.
		[[ -n $VIRTUAL_ENV_DISABLE_PROMPT || ! -o promptpercent ||
			$PROMPT = *_p9k_on_expand* || $PROMPT = *starship*prompt* ]]
	}

	# Whether the prompt $1, whose variables are expanded, shows the environment. $2 is the name of
	# the environment's directory, $3 of the shell's. A wrong yes hides the name, a wrong no shows it
	# twice. In the directory app, for an environment called app, if a theme's precmd has put these
	# words into PROMPT:
	#
	#   <app> %~      yes
	#   <app> ~/app   yes
	#   <app>         no   that is taken for the directory: avenv adds (app)
	#   <app> app     yes  only one word is
	#
	# tests/shell/prompts.t has a prompt for each rule.
	_avenv_has_name() {
		\emulate -L zsh -o extendedglob
		\local drawn=${(%)1}
		[[ $drawn = *avenv-name* ]] && \return 0
		# Most prompts have neither the name nor that of the environment's directory.
		[[ $drawn = *"$_avenv_name"* || $drawn = *"$2"* ]] || \return 1

		# A theme's precmd, as pure's and prezto's, has put the real name in before, and is not
		# run again: that may print a title, or write a history. So look for the name, and for
		# the name of the environment's directory, as words. An edge on both sides keeps out
		# parts of words and of paths.
		\local edge='[^a-zA-Z0-9_./-]' directory='%[-0-9]#[~/dcC.]'
		# Take out what shows the directory, the user or the host,
		\local text=${${1//${~directory}/ }//\%[nmM]/ }
		# expand the other escapes, and take out titles, as \e]0;x\a,
		text=${(S)${(%)text}//$'\e]'*($'\a'|$'\e\\')/ }
		# and colours, as \e[32m. The blanks are edges.
		text=" ${(S)text//$'\e['*[a-zA-Z]/ } "
		# Take out one word for the shell's directory, unless an escape or a path shows that.
		# Two blanks stay, an edge for each neighbour.
		[[ $1 = *${~directory}* || $text = */"$3"* ]] || text=${text/${~edge}"$3"${~edge}/  }
		# Likewise one for the git branch.
		[[ -n $_avenv_branch ]] && text=${text/${~edge}"$_avenv_branch"${~edge}/  }
		[[ $text = *${~edge}"$_avenv_name"${~edge}* || $text = *${~edge}"$2"${~edge}* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some print code for this shell. Any other may change which environment
	# is found. A tool's copy, which has no variables of ours, only runs the program.
	function avenv {
		\emulate -L zsh
		# IFS joins the words of "$*", which hook.c compares.
		\local result=0 IFS=' '
		if [[ -z ${_avenv_cli-} ]]; then
			\command avenv "$@" || result=$?
		elif _avenv_prints_code "$@"; then
			\trap - DEBUG
			_avenv_out=$(_avenv_call "$@") || result=$?
			# Code begins so (`mark` in src/shell); else it is help, or was refused.
			if [[ $_avenv_out = ': avenv'* ]]; then
				_avenv_apply
			else
				[[ -z $_avenv_out ]] || \print -r -- "$_avenv_out"
				_avenv_look "command $*"
			fi
		else
			_avenv_call "$@" || result=$?
			_avenv_look "command $*"
		fi
		\return $result
	}

	# Whether the first word that is no option is one of the commands that print code.
	_avenv_prints_code() {
		while [[ $# -gt 1 && $1 = -* ]]; do
			# -C has a value, in -qC, too; in -CC it is the second C.
			[[ $1 = -*C && $1 != -*C*C ]] && \shift
			\shift
		done
		[[ ' activate deactivate on off select ' = *" ${1-} "* ]]
	}

	# Run the program, and tell it what this shell need not export. By AVENV_PROMPTS, AVENV_CHPWD
	# and AVENV_ALIAS `status` and `doctor` tell if the prompt still calls this hook, which plugin
	# does the same, and which program `python` is.
	_avenv_call() {
		if [[ ! -x $_avenv_cli ]]; then
			\print -ru2 "avenv: '$_avenv_cli' is gone;" \
				"'${VIRTUAL_ENV:+deactivate; }exec zsh' starts a shell without it"
			\return 127
		fi
		AVENV_SHELL='zsh 6' AVENV_STATE="$_avenv_state" AVENV_DISABLE="${AVENV_DISABLE-}" \
			AVENV_PROMPTS="${precmd_functions[*]-}" \
			AVENV_CHPWD="${chpwd_functions[*]-}" AVENV_ALIAS="${aliases[python]-}" \
			AVENV_OLD_PATH="${_OLD_VIRTUAL_PATH-}" PATH="${PATH-}" "$_avenv_cli" "$@"
	}

	# ---- Completion ----

	# The first TAB replaces this function by the completion, or by _default if that is missing.
	_avenv() {
		\setopt localoptions localtraps
		\trap - DEBUG
		_avenv() { _default "$@"; }
		\eval "$("$_avenv_cli" hook --completion zsh 2>/dev/null)"
		_avenv "$@"
	}

	# ---- Loading ----

	_avenv_order
	# `zsh -i -c` has no prompt: so look before its command. That answer prints nothing.
	[[ -z "${ZSH_EXECUTION_STRING+x}" ]] || _avenv_look cd
fi
