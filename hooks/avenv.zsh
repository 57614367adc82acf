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
#   expanding it, and so does the word `function` where a function is defined.
# - Options change what code means. `emulate -L zsh` sets them for a function, but takes 20 us. So
#   only _avenv_show and what it calls have it: they run after an answer, or where a theme sets the
#   prompt. Everywhere else all values are quoted, and patterns mean the same with any option.
# - With sh_glob, set before, zsh cannot read this file. That is not supported.
# - zsh may expand the text of PROMPT. So the name of an environment is put into an element of the
#   array psvar, which `%33v` in PROMPT shows. No theme has so many elements.
# - A theme may set PROMPT and psvar at each prompt. So a second function runs after all others.
#   Each answer makes it the last one again, from the next prompt on: zsh runs a copy of the array.
#   Only powerlevel10k does the same. It shows the environment itself, or is told not to.
# - `set -x` traces functions, too. So those that a prompt or a cd calls turn it off for themselves,
#   which shows as one or two lines.
# - A DEBUG trap sees each command, also in `$(...)`, and may print. So a function removes the trap
#   for itself before a `$(...)` for `eval`.
# - The call of a function takes 10 us. So the text that each prompt compares is written out three
#   times.
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
	# The four variables whose change makes a prompt ask, as they were at the last look. PATH is
	# the last one: _avenv_prompt_end compares it alone. The others that the helper is told of
	# take effect when it is asked next.
	\typeset -g +x _avenv_last=''
	# Output of a program
	\typeset -g +x _avenv_out=''
	# PROMPT as _avenv_show left it; empty after an answer: even for the same name, the
	# directory, the branch or the theme's parameters may be others
	\typeset -g +x _avenv_judged=''

	# ---- The idle test ----

	# The first one of precmd_functions
	_avenv_prompt() {
		[[ -o xtrace ]] && \setopt localoptions noxtrace

		# The same text as in _avenv_look and _avenv_apply
		if [[ "$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}" != "$_avenv_last" ]] ||
			! _avenv_unchanged; then
			_avenv_look_at_prompt
		fi
	}

	# While powerlevel10k draws its instant prompt, nothing may be printed. So ask as after a
	# cd: that answer has no message, but an _avenv_unchanged that is false at the next prompt.
	_avenv_look_at_prompt() {
		if [[ -n "${__p9k_instant_prompt_active-}" ]]; then
			_avenv_look cd
		else
			_avenv_look prompt
		fi
	}

	# The last one of precmd_functions
	_avenv_prompt_end() {
		[[ -o xtrace ]] && \setopt localoptions noxtrace

		# Is PATH still the end of _avenv_last? direnv and mise, which run after
		# _avenv_prompt, set it. If they set others of the four, the next prompt asks.
		[[ "$_avenv_last" = *"//${PATH-}" ]] || _avenv_look_at_prompt

		# Was PROMPT or psvar set, or was there an answer? With each option this slice is
		# the element 33.
		if [[ "$PROMPT" != "$_avenv_judged" || "${psvar[@]:32:1}" != "$_avenv_name" ]]; then
			_avenv_show
		fi
	}

	# Put our functions first and last.
	_avenv_order() {
		# The array may be readonly.
		[[ "${(t)precmd_functions}" = *readonly* ]] && \return 0
		precmd_functions=(
			_avenv_prompt "${(@)precmd_functions[@]:#_avenv_*}" _avenv_prompt_end)
	}

	# ---- Asking the helper ----

	# Ask because of the event $1; chpwd passes none, which means cd. Return false if there was
	# no answer. The function `deactivate`, which an answer defines, calls this, and if it is
	# false resets the variables by itself.
	_avenv_look() {
		\setopt localoptions localtraps noxtrace
		\trap - DEBUG

		# The answer defines _avenv_unchanged anew. If the helper fails, or a ^C ends it, no
		# prompt asks again until a variable changes.
		_avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}"
		_avenv_unchanged() { \return 0; }
		# 6 is SHELL_PROTOCOL: change it in _avenv_call, too. 2>&- hides what zsh says if
		# the helper was uninstalled. The helper says nothing, and the code of the answer
		# has stderr again.
		{ _avenv_out="$("$_avenv_helper" zsh 6 "${1-cd}" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}")"; } 2>&- && _avenv_apply
	}

	# Evaluate the answer, and note what it made of the four variables: that is no change at the
	# next prompt. One may have become readonly since loading.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_last="$PWD//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}"
		# Put ours first and last again, unless they are, or the user removed them.
		case "${precmd_functions[*]-}" in
		_avenv_prompt*_avenv_prompt_end) ;;
		*_avenv_prompt_end*) _avenv_order ;;
		esac
		# A widget that changes directory may draw the prompt without precmd. The parameters
		# of a theme are then as they were at the last prompt: so the next one judges again.
		[[ -n "${WIDGET-}" ]] && _avenv_show
		_avenv_judged=''
		# compinit may run after this file, and forgets entries. So enter it at each answer.
		[[ -n "${_comps+1}" ]] && _comps[avenv]=_avenv
		\return 0
	}

	# ---- The name in the prompt ----

	# Put the element with the name before PROMPT, unless PROMPT shows the environment. Without
	# a name PROMPT stays as it is: the mark shows nothing then.
	_avenv_show() {
		# Read this option before `emulate` sets it.
		\local percent=''
		[[ -o promptpercent ]] && percent=1
		\emulate -L zsh -o noxtrace
		\local mark='%(33V.(%33v) .)'
		\local text=${PROMPT//"$mark"/}
		# Both may be readonly.
		[[ ${(t)psvar} = *readonly* ]] && \return 0
		psvar[33]=$_avenv_name
		if [[ -n $_avenv_name && ${(t)PROMPT} != *readonly* ]]; then
			# Without promptpercent zsh would show the mark itself.
			if [[ -n $percent ]] && ! _avenv_has_name $text; then
				text=$mark$text
			fi
			PROMPT=$text
		fi
		_avenv_judged=$PROMPT
	}

	# Whether the prompt $1, which is not expanded, has a name already, or the user wants none.
	# Three questions, each for prompts of which the one before cannot tell: does the user want
	# a name; does the code of the prompt use the environment; does the text have its name?
	# A wrong yes hides the name, a wrong no shows it twice. tests/shell/prompts.t has a prompt
	# for each rule.
	_avenv_has_name() {
		[[ -n ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] && \return 0

		# The code is the text, the right prompt, and the functions that these name, as in
		# `$(git_prompt_info)`. The functions that those call are not looked at.
		\local word code="$1 $RPROMPT" IFS=' '
		for word in ${=code//[^a-zA-Z0-9_-]/ }; do
			# Skip one that has PS1: oh-my-zsh's only test if that shows the name.
			if [[ ${functions[$word]-} != *PS1* ]]; then
				code+=" ${functions[$word]-}"
			fi
		done
		# starship's program shows the environment. powerlevel10k does, too, unless its user
		# took that away, and a name of ours would be gone at the next prompt.
		[[ $code = *(starship*prompt|_p9k_on_expand)* ]] && \return 0
		# So does code that uses VIRTUAL_ENV or VIRTUAL_ENV_PROMPT, but not oh-my-zsh's
		# ZSH_THEME_VIRTUAL_ENV_... If it also has VIRTUAL_ENV_DISABLE_PROMPT, as the theme
		# amuse, it shows the environment only if that is set, and it is not.
		if [[ $code = *[^A-Z_]VIRTUAL_ENV* && $code != *VIRTUAL_ENV_DISABLE* ]]; then
			\return 0
		fi
		_avenv_has_word "$1 $RPROMPT" $code
	}

	# Whether the prompts $1, psvar, or the parameters that the code $2 names, have the
	# environment's name or that of its directory as a word: an edge on both sides keeps out
	# parts of words and of paths.
	_avenv_has_word() {
		\local word words=$1 edge='[^a-zA-Z0-9_./-]' env_directory=${VIRTUAL_ENV:t} IFS=' '
		# %B is no part of the word in %Benv%b. {...} is none in %F{red} and ${name[key]}:
		# a parameter counts by its value, below. (S) takes the shortest {...}.
		words=${(S)words//(\{*\}|%[a-zA-Z])/ }
		words=" $words ${psvar[1,32]} "
		words+="$POWERLEVEL9K_LEFT_PROMPT_ELEMENTS "
		words+="$POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS "
		# Add the values of the parameters, as prezto's `info`. Skip those that are
		# exported, which are paths, or special to zsh; and local ones: for a theme's
		# `$words` this would read our `words`.
		for word in ${(u)=2//[^a-zA-Z0-9_]/ }; do
			if [[ ${parameters[$word]-none} != *(none|export|special|local)* ]]; then
				words+="${(P)word} "
			fi
		done
		# The last part of the working directory `/srv/my env` is no word.
		words=${words//"$PWD"/"/"}
		# If the git branch has the name, the prompt probably shows that, as vcs_info does.
		# So take one word out, and leave an edge for each neighbour. If the name is still
		# there, it is the environment's.
		if [[ -n $_avenv_branch ]]; then
			words=${words/${~edge}"$_avenv_branch"${~edge}/  }
		fi
		# powerlevel9k's word for an environment is virtualenv.
		[[ $words = *${~edge}("$_avenv_name"|"$env_directory"|virtualenv)${~edge}* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some print code for this shell. Any other may change which environment
	# is found. A tool's copy, which has no variables of ours, only runs the program.
	function avenv {
		# IFS joins the words of "$*", which hook.c compares.
		\local result=0 IFS=' '
		if [[ -z "${_avenv_cli-}" ]]; then
			\command avenv "$@" || result="$?"
		elif _avenv_prints_code "$@"; then
			\setopt localoptions localtraps
			\trap - DEBUG
			_avenv_out="$(_avenv_call "$@")" || result="$?"
			# All code begins so. Else it is help.
			if [[ "$_avenv_out" = ': avenv'* ]]; then
				_avenv_apply
			elif [[ -n "$_avenv_out" ]]; then
				\print -r -- "$_avenv_out"
			fi
		else
			_avenv_call "$@" || result="$?"
			# With err_exit a failure would end the shell, though not in precmd.
			_avenv_look "command $*" || :
		fi
		\return "$result"
	}

	# Whether the first word that is no option is one of the commands that print code.
	_avenv_prints_code() {
		while [[ "$#" -gt 1 && "$1" = -* ]]; do
			[[ "$1" = -*C && "$1" != -*C*C ]] && \shift # and its value
			\shift
		done
		[[ ' activate deactivate on off select ' = *" ${1-} "* ]]
	}

	# Run the program, and tell it what this shell need not export. By AVENV_PROMPTS and
	# AVENV_ALIAS `status` and `doctor` tell if the prompt still calls this hook, and which
	# program `python` is.
	_avenv_call() {
		if [[ ! -x "$_avenv_cli" ]]; then
			\print -ru2 "avenv: '$_avenv_cli' is gone;" \
				"'exec zsh' starts a shell without it"
			\return 127
		fi
		AVENV_SHELL='zsh 6' AVENV_STATE="$_avenv_state" AVENV_DISABLE="${AVENV_DISABLE-}" \
			AVENV_PROMPTS="${(t)precmd_functions-} ${precmd_functions[*]-}" \
			AVENV_ALIAS="${aliases[python]-}" AVENV_OLD_PATH="${_OLD_VIRTUAL_PATH-}" \
			PATH="${PATH-}" "$_avenv_cli" "$@"
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

	# ---- cd, and loading ----

	\typeset -ga precmd_functions chpwd_functions psvar
	_avenv_order
	# `cd x && python` runs x's python.
	if [[ "${(t)chpwd_functions}" != *readonly* ]]; then
		chpwd_functions=("${(@)chpwd_functions[@]:#_avenv_*}" _avenv_look)
	fi
	# `zsh -i -c` has no prompt: so look before its command. That answer prints nothing.
	[[ -z "${ZSH_EXECUTION_STRING+x}" ]] || _avenv_look cd || :
fi
