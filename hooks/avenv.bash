# shellcheck shell=bash disable=SC2016,SC2034,SC2066,SC2154,SC2163,SC2209
# avenv: the hook for bash 3.2 and newer. `eval "$(avenv hook bash)"` loads it, or sourcing the
# installed file. Loading it again resets all but PROMPT_COMMAND and cd's wrappers.
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
# Tests: `make check T='shell/*:bash* hook/*'`; `tests/mutants/run --check`; `make proof T=shells`.
#
# What of bash, and of the user's shell, shapes the rest:
# - An alias may be called `local` or `cd`, too. A backslash before the name keeps bash from
#   expanding it, as in zoxide's hook, and so does the word `function` where a function is defined.
#   bash splits the value of `\local x=$y`: so "$y" is quoted.
# - A hardened /etc/profile has readonly variables, as PROMPT_COMMAND in starship's issue 4019. To
#   assign to one ends the command line. `printf -v` and `export` only fail, and `for` returns 1.
#   `local` fails, too: so the names of locals begin with _.
# - The user's ERR trap, which `set -E` lets run in functions, too, would run where a command of ours
#   fails. It does not run left of `||` and `&&`, nor in a function that is called there: so our
#   calls end with `|| :`.
# - A tool may copy our functions into a shell without our variables; Claude Code copies only those
#   whose name begins with no `_`. There cd, avenv and deactivate do what they would do without us:
#   each does our part only if our variables are set.
# - With `set -u`, reading an unset variable ends the command: users' variables are read as `${x-}`.
# - With functrace, which bash-preexec sets for __bp_enable_subshells, DEBUG and RETURN traps run in
#   functions and in `$(...)`, too. What they print there, as a title, would be run as code: so
#   _avenv_read, which removes them, reads all output for `eval`.
# - bash expands the text of PS1. So the name of an environment never becomes a part of it: PS1 gets
#   a variable.
# - bash copies a function before it calls it. So those that each prompt or cd calls are short.
#
# The first `for` sets PATH to its own value: it fails if PATH is readonly, and does nothing if PATH is
# unset. The second does the same to VIRTUAL_ENV.
if [[ $- != *i* || $- = *r* || ${BASHOPTS-} = *restricted_shell* ]]; then
	: # No prompt, or a restricted shell, which cannot set PATH
elif ! for PATH in ${PATH+"$PATH"}; do :; done 2>/dev/null ||
	! for VIRTUAL_ENV in ${VIRTUAL_ENV+"$VIRTUAL_ENV"}; do :; done 2>/dev/null; then
	\echo "avenv: PATH or VIRTUAL_ENV is readonly: no environment can be turned on" >&2
else
	# ---- Variables. A parent shell may have exported some: `export -n` takes that back ----

	# The two programs
	\export -n _avenv_helper='@HELPER@' _avenv_cli='@AVENV@'
	# Set by the answer: the helper's state, which this file only hands back; the environment's
	# name for the prompt, or empty; the same name if the git branch has it, too, else empty
	\export -n _avenv_state='' _avenv_name='' _avenv_branch=''
	# The variables whose change makes a prompt ask, at the last look: those in _avenv_note, which
	# src/README.md lists. Empty until the first look: so the first prompt asks.
	\export -n _avenv_last=''
	# The output of a program, until it is evaluated; also the variable of loops outside of functions
	\export -n _avenv_out=''
	# The inputs of the last judgement, whether PS1 shows the name, except PS1 itself
	\export -n _avenv_judged_for=''
	# PS1 as _avenv_show left it. A prompt judges PS1 if it differs. _avenv_apply empties this
	# where another input has changed.
	\export -n _avenv_last_prompt=''
	# The function that PROMPT_COMMAND calls. A child shell that inherits only PROMPT_COMMAND
	# calls `:`.
	\export -n _avenv_run=_avenv_prompt
	# 1 if PROMPT_COMMAND calls that after the user's commands, too
	\export -n _avenv_after=''

	# ---- The idle test ----

	# PROMPT_COMMAND calls this with `before`, $? and $_, and maybe with `after`: _avenv_install
	# tells when. The user's commands find $? and $_ again: our status, and our last argument.
	_avenv_prompt() {
		# Hide the rest from `set -x`. Before bash 4.4 it shows: there is no `local -`.
		[[ $- = *x* ]] && { \local - && \set +x; } 2>/dev/null
		# The text of _avenv_note, whose call takes a tenth of an idle prompt. `make check
		# T=house/tree` compares the two. Only `before` looks up files: by _avenv_unchanged,
		# which the last answer defined, or _avenv_look.
		if [[ ${PWD-}//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-} != "$_avenv_last" ]] ||
			{ [[ $1 = before ]] && ! _avenv_unchanged; }; then
			_avenv_look prompt || :
		fi
		# Was PS1 set since _avenv_show, or has another environment come on? The user's
		# commands may set PS1, so `before` leaves this to `after`, if that is called.
		if [[ -n $_avenv_name && ${PS1-} != "$_avenv_last_prompt" ]] &&
			[[ $1 = after || -z $_avenv_after ]]; then
			_avenv_show || :
		fi
		\return "${2-0}"
	}

	# Note the variables whose change makes a prompt ask. PWD comes first: cd compares it.
	# _avenv_prompt has the same text.
	_avenv_note() { _avenv_last=${PWD-}//${VIRTUAL_ENV-}//${AVENV_DISABLE-}//${PATH-}; }

	# ---- Asking the helper ----

	# Read the output of the command "$@" into _avenv_out.
	_avenv_read() {
		if [[ $- = *T* ]]; then
			# DEBUG still fires for `trap`: >&- drops its output.
			_avenv_out=$({ \trap - DEBUG RETURN; } >&- 2>&- && "$@")
		else
			_avenv_out=$("$@")
		fi
	}

	# Ask because of the event $1. The answer defines _avenv_unchanged anew. Until then it is
	# true: if the helper fails, or a ^C ends it, no prompt asks until a variable changes.
	_avenv_look() {
		_avenv_note
		_avenv_unchanged() { \return 0; }
		_avenv_read _avenv_ask "$1" && _avenv_apply
	}

	# Become the helper, in the child that _avenv_read starts. If these words were arguments of
	# _avenv_read, the shell would expand them, too.
	_avenv_ask() {
		# 6 is SHELL_PROTOCOL: change it in _avenv_call, too. Without `exec` bash 3.2 forks
		# twice. 2>&- hides that the helper is gone.
		\exec "$_avenv_helper" bash 6 "$1" "$_avenv_state" "${PWD-}" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}" 2>&-
	}

	# Evaluate the answer. Then note the variables, also if the answer could not set a
	# readonly one: only a further change makes a prompt ask again.
	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_note
		\local _for="$_avenv_name//${VIRTUAL_ENV-}//${VIRTUAL_ENV_DISABLE_PROMPT-}"
		if [[ -n $_avenv_name && $_for != "$_avenv_judged_for" ]]; then
			_avenv_judged_for=$_for _avenv_last_prompt=''
		fi
	}

	# ---- The name in the prompt ----

	# Put a variable before PS1, unless PS1 has it (VS Code puts marks of its own before it) or
	# shows the environment. The variable shows the name, or nothing where none is on.
	_avenv_show() {
		\local _mark='${_avenv_name:+($_avenv_name) }' _own="${PS1-}"
		_own="${_own/"$_mark"/}"
		if _avenv_has_name "$_own"; then
			\printf -v PS1 %s "$_own" 2>/dev/null
		elif [[ ${PS1-} != *"$_mark"* ]]; then
			\printf -v PS1 %s "$_mark${PS1-}" 2>/dev/null
		fi
		_avenv_last_prompt=${PS1-}
	}

	# Whether the unexpanded prompt $1 shows a name already, or the user wants none. In the
	# directory app, for an environment called app on the branch main:
	#
	#   (app) \w\$       yes
	#   (app) \$         no   that is taken for the directory: avenv adds a second (app)
	#   app (app) \$     yes  only one word is taken for the directory
	#   ~/app (app) \$   yes  the path shows the directory
	_avenv_has_name() {
		[[ -n ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] && \return 0
		# Without this option bash would show the text of the variable.
		\shopt -q promptvars || \return 0
		# Add the name of a function that shows it here, if a framework has one.
		[[ $1 = *VIRTUAL_ENV* ]] && \return 0
		# Most prompts have neither the name nor that of the environment's directory.
		\local _base="${VIRTUAL_ENV-}"
		_base=${_base##*/}
		[[ $1 = *"$_avenv_name"* || $1 = *"$_base"* ]] || \return 1

		# The name counts only as a word, with an edge on both sides. The letter of an escape
		# such as \n becomes a blank: it is no part of a word.
		\local _text=" ${1//\\?/ } " _directory="${PWD-}" _edge='[![:alnum:]_./-]'
		_directory=${_directory##*/}
		# Take out one word for the directory, which oh-my-posh, powerline-go and liquidprompt
		# write into PS1, unless a \w or a path shows that. Two blanks stay, an edge for each
		# neighbour.
		if [[ $1 != *\\[wW]* && $1 != *"/$_directory"* ]]; then
			_text=${_text/$_edge"$_directory"$_edge/  }
		fi
		# Likewise one for the branch, which git's __git_ps1 writes.
		[[ -z $_avenv_branch ]] || _text=${_text/$_edge"$_avenv_branch"$_edge/  }
		[[ $_text = *$_edge"$_avenv_name"$_edge* || $_text = *$_edge"$_base"$_edge* ]]
	}

	# ---- The function avenv ----

	# Run the command. Some print code for this shell. Any other may change which environment
	# is found. A tool's copy, which has no variables of ours, only runs the program.
	function avenv {
		# IFS joins the words of "$*", which hook.c compares.
		\local _result=0 IFS=' '
		if [[ -z ${_avenv_cli-} ]]; then
			\command avenv "$@" || _result=$?
		elif _avenv_prints_code "$@"; then
			_avenv_read _avenv_call "$@" || _result=$?
			# Code begins so (`mark` in src/shell); else it is help, or was refused.
			if [[ $_avenv_out = ': avenv'* ]]; then
				_avenv_apply || :
			else
				\printf %s "${_avenv_out:+$_avenv_out$'\n'}"
				_avenv_look "command $*" || :
			fi
		else
			_avenv_call "$@" || _result=$?
			_avenv_look "command $*" || :
		fi
		\return "$_result"
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

	# Run the program, and tell it what this shell need not export. By AVENV_PROMPTS and AVENV_ALIAS
	# `status` and `doctor` tell if the prompt still calls this hook, and which program `python` is.
	_avenv_call() {
		if [[ ! -x $_avenv_cli ]]; then
			\printf "avenv: '%s' is gone; '%sexec bash' starts a shell without it\n" \
				"$_avenv_cli" "${VIRTUAL_ENV:+deactivate; }" >&2
			\return 127
		fi
		# In VS Code our calls are in its variable. A readonly PROMPT_COMMAND fails in `for`.
		\local _prompts="${PROMPT_COMMAND[*]-}${__vsc_original_prompt_command-}"
		for PROMPT_COMMAND in ${PROMPT_COMMAND+"$PROMPT_COMMAND"}; do :; done 2>/dev/null ||
			_prompts+=' readonly'
		AVENV_SHELL='bash 6' AVENV_STATE=$_avenv_state AVENV_DISABLE=${AVENV_DISABLE-} \
			AVENV_PROMPTS=$_prompts AVENV_ALIAS=$(\alias python 2>/dev/null) \
			AVENV_OLD_PATH=${_OLD_VIRTUAL_PATH-} PATH=${PATH-} "$_avenv_cli" "$@"
	}

	# ---- Completion ----

	# The first TAB loads the completion, which takes the place of this function, and calls it.
	_avenv_load() {
		_avenv_read "$_avenv_cli" hook --completion bash 2>/dev/null &&
			\eval "$_avenv_out" && _avenv_complete "$@"
	}
	\complete -o default -F _avenv_load avenv 2>/dev/null || :

	# ---- cd ----

	# Let the builtin or function $1 look after it has changed the directory: `cd x && python`
	# runs x's python.
	_avenv_wrap() {
		\local _call="\\builtin $1"
		if \declare -F "$1" >/dev/null; then
			_avenv_keep "$1" || \return 0
			_call=$_avenv_out
		fi
		# A copy has no _avenv_helper. A user's cd may change the directory and fail then,
		# as by `[ -f .nvmrc ] && nvm use`: so PWD is compared. 2>&- hides what bash says
		# of a readonly PATH. The answer after a cd prints nothing: what it has to say, the
		# next prompt's answer says.
		\eval "function $1 {
			\\local _avenv_status=0
			$_call \"\$@\" || _avenv_status=\$?
			if [[ -n \${_avenv_helper-} &&
				(\$_avenv_status = 0 || \$_avenv_last != \"\${PWD-}//\"*) ]]; then
				_avenv_look cd || :
			fi 2>&-
			\\return \"\$_avenv_status\"
		}"
	}

	# Copy the user's function $1, and put the name of the copy into _avenv_out. That begins with
	# no `_`, so that Claude Code copies it, too. Fail for a function that stays as it is.
	_avenv_keep() {
		\local _copy="before_avenv_$1" _text _aliases=-u
		_avenv_read declare -f "$1"
		_text=$_avenv_out
		# It is our wrapper, or calls us; or it is as `cd() { builtin "$FUNCNAME" "$@"; }`,
		# which would find the name of the copy.
		[[ $_text = *_avenv_* || $_text = *FUNCNAME* ]] && \return 1
		# Find a free name: append a `_` as long as another function has the name. That is the
		# copy of an earlier load, which a tool's cd, defined since, may still call.
		while _avenv_read declare -f "$_copy" && [[ $_avenv_out != "$_copy${_text#"$1"}" ]]; do
			_copy+=_
		done
		# Without aliases: in `cd() { builtin cd "$@" && ls; }` an `ls` that became an alias
		# later would be expanded. `eval` fails for a pattern of extglob, if that is off.
		\shopt -q expand_aliases && _aliases=-s
		\shopt -u expand_aliases
		\eval "$_copy${_text#"$1"}" 2>/dev/null || _copy=''
		\shopt "$_aliases" expand_aliases
		[[ -n $_copy ]] || \return 1
		# After `export -f cd` a script's cd is our wrapper, and calls the copy.
		[[ $(\declare -F)$'\n' = *"x $1"$'\n'* ]] && \export -f "$_copy"
		_avenv_out=$_copy
	}
	# 2>/dev/null: a function may be readonly.
	for _avenv_out in cd pushd popd; do _avenv_wrap "$_avenv_out" 2>/dev/null || :; done
	# zoxide's function, which calls the builtin cd
	if \declare -F __zoxide_cd >/dev/null; then _avenv_wrap __zoxide_cd || :; fi

	# ---- Loading ----

	# Whether `after` is to run behind the user's commands $1, where $2 is the DEBUG trap. Without it
	# no name is shown if these commands set PS1.
	_avenv_needs_after() {
		[[ -z $1 ]] && \return 1
		# direnv and mise set PATH, which matters more than a trap.
		[[ $1 = *_direnv_hook* || $1 = *_mise_hook* ]] && \return 0
		# A trap may be a timer, which would time `after`. bash-preexec's, __bp_, ignores us.
		[[ -z $2 || $2 = *__bp_* ]]
	}

	# Put our calls around the user's commands, which are in the string or array $1:
	#
	#   "${_avenv_run-:}" before "$?" "$_" && for _avenv_out in; do :; done
	#   the user's commands
	#   "${_avenv_run-:}" after
	#
	# bash-preexec, and startup files that are read again, expect the user's commands in [0]: so
	# `before` stands in that element, although PIPESTATUS would survive an element of its own.
	#
	# $2 is the text of all elements. $3 is the DEBUG trap, which bash hides where this file is
	# sourced: there no trap is spared.
	_avenv_install() {
		\local _before='"${_avenv_run-:}" before "$?" "$_"' _after='"${_avenv_run-:}" after'
		\local _newline=$'\n' _first="${!1-}"
		# Loaded before. A startup file that was read again may have set [0] alone.
		[[ $2 = *"$_after"* ]] && _avenv_after=1
		[[ $2 = *"$_before"* ]] && \return 0
		# The status of `before` is the last command's. Left of `&&` it runs no ERR trap. To
		# the right an empty `for`, unlike `:`, runs no DEBUG trap and leaves $_.
		_before+=' && for _avenv_out in; do :; done'
		\printf -v "$1" %s "$_before${_first:+$_newline$_first}" 2>/dev/null || \return 0
		if [[ -n $_avenv_after ]] || ! _avenv_needs_after "$2" "$3"; then
			\return 0
		elif [[ $2 = "$_first" || $BASH_VERSION =~ ^([34]|5\.0)\. ]]; then
			# A string, or an array of which bash before 5.1 runs [0] alone
			\printf -v "$1" %s "${!1}$_newline$_after"
		else
			# An array, all of whose elements run
			\printf -v 'PROMPT_COMMAND[-1]' %s "${PROMPT_COMMAND[-1]}$_newline$_after"
		fi
		_avenv_after=1
	}

	if [[ ${PROMPT_COMMAND-} =~ ^__vsc_prompt_cmd(_original)?$ ]]; then
		# VS Code's function, called here, runs the user's where no DEBUG trap sees them.
		\printf -v PROMPT_COMMAND %s __vsc_prompt_cmd_original 2>/dev/null || :
		_avenv_install __vsc_original_prompt_command "${__vsc_original_prompt_command-}" ''
	else
		# Without commands of the user's no trap matters, and nothing forks.
		_avenv_install PROMPT_COMMAND "${PROMPT_COMMAND[*]-}" "${PROMPT_COMMAND[*]:+$(\trap -p DEBUG)}"
	fi
	\unset -f _avenv_install _avenv_needs_after _avenv_wrap _avenv_keep
	# `bash -i -c` has no prompt: so look before its command. That answer prints nothing.
	[[ -z ${BASH_EXECUTION_STRING+x} ]] || _avenv_look cd 2>&- || :
fi
