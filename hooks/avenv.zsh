# avenv: the hook for zsh 5.0 and newer.
#
# Loaded by  eval "$(avenv hook zsh)"  or by sourcing the installed file.
# An idle prompt runs _avenv_hook alone, which compares with what the helper's
# last answer left: it forks nothing.  The text holds under the user's
# functions (builtin) and options (ksh_arrays, err_exit, no_unset,
# sh_word_split, glob_subst, warn_create_global, warn_nested_var and the like),
# since "emulate -L zsh" around a fork would cost more than all the rest.
# build/hook.sh sees to it that no alias is expanded in it, and sets _avenv_helper
# and _avenv_cli.
if [[ -o interactive && ! -o restricted ]]; then
	builtin typeset -g _avenv_all=
	if [[ -o allexport ]]; then
		builtin typeset -g _avenv_all=1
		builtin unsetopt allexport
	fi
	builtin typeset -g +x _avenv_helper _avenv_cli
	# What a parent shell exported under allexport is not ours.
	if [[ "${_avenv_pid-}" != "$$" ]]; then
		builtin unset _avenv_pid _avenv_entry _avenv_mutes _avenv_told _avenv_off \
			_avenv_msg _avenv_learn _avenv_arg _avenv_born _avenv_warned _avenv_stays \
			_avenv_seen _avenv_later _avenv_project _avenv_left _avenv_was \
			_avenv_ask _avenv_name _avenv_put _avenv_drawn _avenv_by \
			_avenv_was_given 2>/dev/null
		builtin typeset -g _avenv_pid=$$ _avenv_mutes= _avenv_told= _avenv_off= \
			_avenv_arg= _avenv_born= _avenv_warned= _avenv_seen= _avenv_later= \
			_avenv_name= _avenv_put= _avenv_drawn= _avenv_by= _avenv_was_given=
		# Without its function, what is active was inherited.
		if ! builtin typeset -f deactivate >/dev/null; then
			builtin typeset -g _avenv_born="${VIRTUAL_ENV-}"
		fi
	fi
	# Have the next prompt ask, whatever it finds.
	_avenv_again() {
		builtin typeset -g _avenv_seen="?${_avenv_seen#\?}"
		# Beside a value, +x would do nothing under allexport.
		builtin typeset -g +x _avenv_seen
	}

	# Watch nothing but for changes in this shell.
	_avenv_quiet() {
		builtin typeset -g _avenv_present=/ _avenv_here= _avenv_more= _avenv_fresh= _avenv_ask=
	}

	_avenv_again
	_avenv_quiet
	builtin typeset -g _avenv_fresh=s

	# Idle: nothing changed since the last answer, the active environment is
	# still there, and none has come to be: here, elsewhere on the way up, or
	# where the last word of the user's last command points, if that is a name in this
	# directory: what it says of others may hang.  $1: not that, but what comes
	# last.  $2: that word, where "$_" is no longer the user's.  A call of a function
	# costs more than all that is in this one.
	_avenv_hook() {
		builtin local w="${2-$_}"
		# compinit, whenever it runs, begins with what its dump says.
		if [[ -n "${_comps+x}" && -z "${_comps[avenv]-}" && "${(t)_comps}" = association* ]]; then
			_comps[avenv]=_avenv
		fi
		if [[ -n "${1-}" ]]; then
			:
		elif [[ "$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}" != "$_avenv_seen" ||
			! -e "$_avenv_present" || ( ( "$w" != */?* || "${w#"$PWD"/}" != */?* || "${w#./}" != */?* ) &&
			! -L "$w" && -e "$w/pyvenv.cfg" && "$w$HISTCMD" != "$_avenv_arg" ) ||
			( -n "$_avenv_here" && (
			-L .venv || -L venv || -L env || -L .env || -L virtualenv || -L .python-envs ||
			-e .venv || -e venv || -e env || -e .env || -e virtualenv || -e .python-envs ||
			( "$_avenv_here" != 1 && ( -L ../.venv || -e ../.venv ||
			( "$_avenv_here" != 2 && ( -L ../../.venv || -e ../../.venv ) ) ) ) ) ) ]]; then
			_avenv_tick "$w"
		elif [[ -n "$_avenv_more" ]]; then
			_avenv_more || _avenv_tick "$w"
		fi
		if [[ "${VIRTUAL_ENV_DISABLE_PROMPT-}//${psvar[*]-}//${precmd_functions[*]-}//${PROMPT-}" != "$_avenv_drawn" ||
			( -o promptpercent && "$_avenv_put" = \(* ) || ( ! -o promptpercent && "$_avenv_put" = %* ) ]]; then
			_avenv_late "${1-}" "$w"
		fi
		builtin return 0
	}

	# Such a shell may neither redirect nor set PATH, and is one only behind its startup files.
	_avenv_is_restricted() {
		[[ -o restricted ]] && _avenv_hook() { builtin :; }
	}

	# Says so, if it is one.
	_avenv_restricted() {
		_avenv_is_restricted && builtin print -r -u2 -- "avenv: nothing can be done in a restricted shell; 'zsh' starts one that is not"
	}

	# The slow half of a prompt.  $1: the last word of the user's last command.
	_avenv_tick() {
		if _avenv_is_restricted; then builtin return 0; fi
		if [[ -n "${_avenv_msg-}${_avenv_learn-}" && "$_avenv_seen" != \?* ]]; then
			if _avenv_say; then
				_avenv_hook '' "$1"
			fi
		elif [[ -n "$_avenv_present" ]] || _avenv_due "$1"; then
			_avenv_run p "$1$HISTCMD"
			_avenv_say || :
		fi
		builtin return 0
	}

	# Where nothing is to be looked up: something changed all the same, or the last
	# word has "env" in it.
	_avenv_due() {
		[[ "$_avenv_seen" = \?* || ( "$1" = *env* && "$1$HISTCMD" != "$_avenv_arg" ) ]] || _avenv_changed
	}

	# Whether what _avenv_capture has is other than it was; not what _avenv_again says.
	_avenv_changed() {
		builtin local seen="${_avenv_seen#\?}" _avenv_seen=
		_avenv_capture
		[[ "$_avenv_seen" != "$seen" ]]
	}

	# Where there are others: last at a prompt, behind what keeps PATH and what
	# writes PROMPT.  The hook itself is first, so that a prompt which shows the
	# environment itself shows what is on now.
	_avenv_last() {
		_avenv_hook last ''
	}

	# When all have had their turn, and what is shown is not what it was.  $1 and $2 as
	# the hook's.
	_avenv_late() {
		if [[ -z "$1" && "${precmd_functions[-1]-}" = _avenv_last ]]; then builtin return 0; fi
		if [[ -n "${_avenv_was+x}" ]]; then
			_avenv_recheck
			_avenv_hook '' "$2"
		fi
		_avenv_show
	}

	# Other tools that keep PATH restore it at the prompt, after our chpwd: what
	# was left goes once more, and what is on must be there.
	_avenv_recheck() {
		builtin emulate -L zsh
		builtin local REPLY
		# The user's own activation of the same one is theirs.
		if [[ -n "${_avenv_left-}" && "$_avenv_left" != "${_avenv_entry-}" && "${PATH-}" != "$_avenv_was" && "${(t)PATH-}" != *readonly* && "${VIRTUAL_ENV-}" = "${AVENV_ENV-}" ]]; then
			_avenv_splice "$_avenv_left"
			if [[ -n "$REPLY" ]]; then builtin export PATH="$REPLY"; else builtin unset PATH; fi
		fi
		builtin unset _avenv_left _avenv_was
		if [[ -n "${_avenv_entry-}" && ":${PATH-}:" != *":$_avenv_entry:"* ]]; then
			_avenv_again
		fi
	}

	# REPLY: PATH, or $2, without the first element that is $1.  Called under emulate.
	_avenv_splice() {
		REPLY=":${2-${PATH-}}:"
		if [[ -n "$1" && "$REPLY" = *":$1:"* ]]; then
			REPLY="${REPLY%%":$1:"*}:${REPLY#*":$1:"}"
		fi
		REPLY="${REPLY#:}"
		REPLY="${REPLY%:}"
	}

	# Hints wait for a prompt, they never come in the middle of a line, and
	# under an instant prompt not before the second one.
	_avenv_say() {
		if (( ${+__p9k_instant_prompt_active} )) && [[ -z "$_avenv_later" ]]; then
			builtin typeset -g _avenv_later=1
			builtin typeset -g +x _avenv_later
			builtin return 1
		fi
		if [[ -n "${_avenv_msg-}" ]]; then
			builtin print -r -u2 -- "$_avenv_msg"
			builtin unset _avenv_msg
			# Said, it is not in the way of what is said of a project.
			if [[ -n "$_avenv_warned" ]]; then
				builtin typeset -g _avenv_warned=u
				builtin typeset -g +x _avenv_warned
			fi
		fi
		if [[ -n "${_avenv_learn-}" ]]; then
			"$_avenv_cli" allow --learn -- "$_avenv_learn" || :
			builtin unset _avenv_learn
		fi
		if [[ "$_avenv_seen" = :* ]]; then
			builtin typeset -g _avenv_seen="/${_avenv_seen#*/}"
			builtin typeset -g +x _avenv_seen
		fi
		builtin return 0
	}

	# Ask the helper and do as it says.  $1: what happened, in letters, and $2: the
	# last word of the user's last command, and that command's number; or nothing,
	# after a "cd", also to where PWD is what it was: another directory may have
	# that name by now.  A call of a function is much of what
	# this costs, so there are few.
	_avenv_run() {
		builtin local out='' st=255 all='' aliases='' word="${2-}"
		# What _avenv_warned is of is said once, by nobody but this shell.
		builtin set -- "$_avenv_helper" zsh 3 \
			"${1-}$_avenv_fresh$_avenv_ask${_OLD_VIRTUAL_PATH+o}${_avenv_off:+x}${PATH+P}${_avenv_msg:+${_avenv_warned:-u}}:${AVENV_DISABLE-}:${AVENV_QUIET-}" \
			"$PWD" "${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "$_avenv_seen" \
			"${_avenv_entry-}" "${_avenv_project-}" "$_avenv_born" "$_avenv_mutes" "$_avenv_told"
		{
			st=0
			out=$("$@") || st=$?
			# Killed, or interrupted by the user: asked again next time.
			if (( st > 128 )); then
				_avenv_again
				builtin return 0
			fi
			if [[ -o allexport ]]; then
				all=1
				builtin unsetopt allexport
			fi
			if [[ -o aliases ]]; then
				aliases=1
				builtin unsetopt aliases
			fi
			# No helper, or one of another time: quiet until a change.
			if (( st )); then _avenv_quiet; else builtin eval "$out"; fi
		} 2>/dev/null || :
		# There was no descriptor for the redirection: nobody was asked.
		if (( st == 255 )); then
			_avenv_again
			builtin return 0
		fi
		# As _avenv_capture has it.
		builtin typeset -g _avenv_arg="$word" _avenv_seen="${_avenv_msg:+:}${_avenv_learn:+:}$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}"
		_avenv_given _avenv_was_given
		_avenv_redraw
		if [[ -n "$all" ]]; then builtin setopt allexport; fi
		if [[ -n "$aliases" ]]; then builtin setopt aliases; fi
		builtin return 0
	}

	# The parameter $1: what an answer depends on, or changes, besides what _avenv_seen has; set
	# and empty is not unset, which it is again behind a command for which it was set.
	_avenv_given() {
		builtin typeset -g "$1=${HOME-}//${XDG_DATA_HOME-}//${AVENV_TRUST-}//${AVENV_NAMES-}//${AVENV_CEILING-}//${AVENV_CROSS-}//${PYTHONHOME+x}${VIRTUAL_ENV+//x}${AVENV_ENV+//x}${VIRTUAL_ENV_PROMPT+//$VIRTUAL_ENV_PROMPT}"
	}

	# After the answer, so that a readonly parameter causes no second question.  With
	# a colon before it, there is something to say.
	_avenv_capture() {
		builtin typeset -g _avenv_seen="${_avenv_msg:+:}${_avenv_learn:+:}$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}"
	}

	# A widget may draw the prompt anew; at the next one all is still to be done.
	_avenv_redraw() {
		if [[ -n "${WIDGET-}" ]]; then _avenv_show; builtin typeset -g _avenv_drawn=; fi
	}

	# $1: environment, $2: its name, $3: the new PATH, $4: our part of it.
	_avenv_set() {
		builtin local name
		if ! _avenv_may VIRTUAL_ENV_PROMPT AVENV_ENV VIRTUAL_ENV PATH ${PYTHONHOME+"PYTHONHOME"} ${PYTHONHOME+"AVENV_PYTHONHOME"} ${_OLD_VIRTUAL_PATH+"_OLD_VIRTUAL_PATH"}; then
			_avenv_refused
			# What was on is not this directory's.
			if [[ -n "${_avenv_entry-}" && "${VIRTUAL_ENV-}" != "$1" ]]; then _avenv_undo; fi
			builtin return 0
		fi
		builtin export PATH="$3" VIRTUAL_ENV="$1" VIRTUAL_ENV_PROMPT="$2" AVENV_ENV="$1"
		if [[ -n "${PYTHONHOME+x}" ]]; then
			builtin export AVENV_PYTHONHOME="$PYTHONHOME"
			builtin unset PYTHONHOME
		fi
		if [[ -n "${_OLD_VIRTUAL_PATH+x}" ]]; then builtin unset _OLD_VIRTUAL_PATH; fi
		# Also from one of ours to another: a script may have taken it away in between.
		_avenv_define
		builtin typeset -g _avenv_left="${_avenv_entry:-${_avenv_left-}}" _avenv_was="$3" \
			_avenv_entry="$4" _avenv_name="$2" _avenv_drawn=
	}

	# Nothing half done: whether these may change; in the caller's name, what is readonly, as an
	# assignment to that would end the whole eval.
	_avenv_may() {
		for name; do
			if [[ "${(Pt)name-}" = *readonly* ]]; then builtin return 1; fi
		done
	}

	# Each as it may.
	_avenv_drop() {
		builtin local name
		for name; do
			if [[ "${(Pt)name-}" != *readonly* ]]; then builtin unset "$name"; fi
		done
	}

	# Said once, and where the user asks for it.
	_avenv_refused() {
		if [[ -z "$_avenv_warned" || -n "${_avenv_stays-}" ]]; then
			builtin typeset -g _avenv_warned=1 _avenv_stays= _avenv_msg="avenv: nothing was turned on: $name is readonly"
		fi
	}

	# The same, which a hint may come over: it is not in the way of the other.
	_avenv_kept() {
		if [[ -z "$_avenv_warned" ]]; then
			builtin typeset -g _avenv_warned=1 _avenv_stays=1 _avenv_msg="avenv: nothing was turned off: $name is readonly"
		fi
		_avenv_again
	}

	# The user asks: what was said, or waits to be, is said anew.
	_avenv_asked() {
		if [[ "${_avenv_msg-}" = "avenv: nothing was turned "* ]]; then builtin unset _avenv_msg; fi
		builtin typeset -g _avenv_warned=
		builtin typeset -g +x _avenv_warned
	}

	# Nothing readonly was in the way of the last "deactivate".
	_avenv_is_left() {
		[[ -z "${VIRTUAL_ENV-}" || -z "$_avenv_warned" ]]
	}

	# That is the answer of a command: it comes at once, and a hint at the prompt.
	_avenv_leave() {
		builtin local said
		if ! _avenv_restricted; then
			_avenv_asked
			said="${_avenv_msg-}"
			_avenv_undo "$@"
			if [[ -n "$_avenv_warned" ]]; then
				builtin print -r -u2 -- "$_avenv_msg"
				builtin typeset -g _avenv_msg="$said"
			fi
			builtin typeset -g _avenv_stays=
			builtin typeset -g +x _avenv_msg _avenv_warned _avenv_stays
		fi
	}

	_avenv_define() {
		function deactivate { _avenv_leave "$@"; }
	}

	# What somebody else turned on: its part of PATH is ours to take off.
	_avenv_adopt() {
		builtin typeset -g _avenv_entry="${VIRTUAL_ENV:+$VIRTUAL_ENV/bin}"
		if [[ -n "${VIRTUAL_ENV-}" && ":${PATH-}:" = *":$VIRTUAL_ENV/Scripts:"* ]]; then
			builtin typeset -g _avenv_entry="$VIRTUAL_ENV/Scripts"
		fi
	}

	# Another one may lie over what is on by now: that is taken off PATH, and then what
	# is there is the other's part.  Called under emulate, with a REPLY.
	_avenv_over() {
		if [[ "${(t)PATH-}" != *readonly* && "${${_avenv_entry-}%/*}" != "${VIRTUAL_ENV-}" ]]; then
			_avenv_splice "${_avenv_entry-}"
			if [[ -n "$REPLY" ]]; then builtin export PATH="$REPLY"; else builtin unset PATH; fi
			_avenv_adopt
		fi
	}

	# Theirs, from a parent shell: a way to leave it.  $1: its part of PATH.
	_avenv_lend() {
		builtin typeset -g _avenv_entry="$1"
		_avenv_define
	}

	# Leave what was ours.  $1: the new PATH; none: unset.
	_avenv_clear() {
		builtin local name
		if ! _avenv_may VIRTUAL_ENV PATH; then
			_avenv_kept
			builtin return 0
		fi
		if (( $# )); then
			builtin export PATH="$1"
		else
			builtin unset PATH
		fi
		# What runs counts.
		_avenv_drop VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV
		if [[ -n "${AVENV_PYTHONHOME+x}" ]]; then
			if [[ -z "${PYTHONHOME+x}" ]]; then
				builtin export PYTHONHOME="$AVENV_PYTHONHOME"
			fi
			_avenv_drop AVENV_PYTHONHOME
		fi
		builtin typeset -g _avenv_left="${_avenv_entry-}" _avenv_was="${1-}" _avenv_name= _avenv_drawn=
		builtin unset _avenv_entry
		builtin unset -f deactivate || :
	}

	# The user's own activation lies over ours: ours goes, theirs stays.
	_avenv_theirs() {
		builtin emulate -L zsh
		builtin local REPLY
		if [[ "${(t)PATH-}${(t)AVENV_ENV-}" != *readonly* ]]; then
			if [[ -n "${1-}" ]]; then builtin export PATH="$1"; else builtin unset PATH; fi
			builtin unset AVENV_ENV
		fi
		# Set by hand, it brought neither a name nor a function: ours are there.
		if [[ -z "${_OLD_VIRTUAL_PATH+x}" ]]; then
			if [[ "${VIRTUAL_ENV_PROMPT-}" = "$_avenv_name" && "${(t)VIRTUAL_ENV_PROMPT-}" != *readonly* ]]; then
				builtin unset VIRTUAL_ENV_PROMPT
			fi
			_avenv_adopt
		else
			# Nor is ours to come back with what their script kept, which does not restore
			# an empty one.  What is like it in there by now is the user's.
			_avenv_splice "${_avenv_entry-}" "$_OLD_VIRTUAL_PATH"
			if [[ -n "$REPLY" && "$REPLY" != "$_OLD_VIRTUAL_PATH" ]]; then
				builtin typeset -g _OLD_VIRTUAL_PATH="$REPLY"
				if [[ "${_avenv_entry%/*}" != "${VIRTUAL_ENV-}" ]]; then builtin unset _avenv_entry; fi
			fi
		fi
		builtin typeset -g _avenv_name= _avenv_drawn=
	}

	# What a typed "deactivate" does, without the helper.  "nondestructive"
	# leaves the function, as in the stock scripts.
	_avenv_undo() {
		builtin emulate -L zsh
		builtin local REPLY settled=
		if _avenv_settled; then settled=1; fi
		_avenv_over
		_avenv_splice "${_avenv_entry-}"
		{
			if [[ -n "$REPLY" ]]; then _avenv_clear "$REPLY"; else _avenv_clear; fi
			# fish's script has exported it, in a parent shell.
			_avenv_drop _OLD_VIRTUAL_PATH
		} 2>/dev/null
		if [[ "${1-}" = nondestructive ]]; then _avenv_define; fi
		# What that changed was not set for one command alone.
		if [[ -n "$settled" ]]; then _avenv_given _avenv_was_given; fi
		_avenv_redraw
		builtin return 0
	}

	# The indicator: an element of psvar that PROMPT shows when it is set, so
	# that a name is never expanded.  Without PROMPT_PERCENT it is the name
	# itself, in which the helper left nothing that PROMPT expands.
	_avenv_show() {
		builtin local name="$_avenv_name" mark='%(33V.(%33v) .)'
		if [[ -o allexport ]]; then
			builtin unsetopt allexport
			_avenv_show
			builtin setopt allexport
			builtin return 0
		fi
		_avenv_by
		if [[ -n "$_avenv_by" ]]; then name=; fi
		if [[ -o ksharrays ]]; then psvar[32]="$name"; else psvar[33]="$name"; fi
		if [[ ! -o promptpercent ]]; then mark="${name:+($name) }"; fi
		# Readonly, it stays.
		if [[ "${(t)PROMPT-}" != *readonly* ]]; then
			if [[ "$mark" != "$_avenv_put" && -n "$_avenv_put" && "${PROMPT-}" = "$_avenv_put"* ]]; then
				PROMPT="${PROMPT#"$_avenv_put"}"
			fi
			if [[ -n "$name" && "${PROMPT-}" != *"$mark"* ]]; then
				PROMPT="$mark${PROMPT-}"
			fi
		fi
		builtin typeset -g _avenv_put="$mark"
		# What has come to be behind us writes PROMPT after us.
		if [[ -z "$_avenv_by" && "${precmd_functions[-1]-}" != _avenv_last && "${precmd_functions[-1]-}" != _avenv_hook ]]; then
			_avenv_behind
		fi
		builtin typeset -g _avenv_drawn="${VIRTUAL_ENV_DISABLE_PROMPT-}//${psvar[*]-}//${precmd_functions[*]-}//${PROMPT-}"
	}

	_avenv_behind() {
		builtin emulate -L zsh
		precmd_functions=("${(@)precmd_functions:#_avenv_last}" _avenv_last)
	}

	# _avenv_by: who shows the environment, or why nobody is to.
	_avenv_by() {
		builtin typeset -g _avenv_by=
		if [[ -n "${VIRTUAL_ENV_DISABLE_PROMPT-}" ]]; then
			builtin typeset -g _avenv_by=VIRTUAL_ENV_DISABLE_PROMPT
			builtin return 0
		fi
		case "${precmd_functions[*]-} ${PROMPT-}${RPROMPT-}" in
		(*_p9k_precmd*) builtin typeset -g _avenv_by=powerlevel10k ;;
		(*prompt_pure_precmd*) builtin typeset -g _avenv_by=pure ;;
		(*tw_async_init_tasks*) builtin typeset -g _avenv_by=typewritten ;;
		(*__lp_set_prompt*) if [[ "${LP_ENABLE_VIRTUALENV-}" != 0 ]]; then builtin typeset -g _avenv_by=liquidprompt; fi ;;
		(*powerlevel9k_prepare_prompts*)
			if [[ "${POWERLEVEL9K_LEFT_PROMPT_ELEMENTS[*]-} ${POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS[*]-}" = *virtualenv* ]]; then
				builtin typeset -g _avenv_by=powerlevel9k
			fi
			;;
		(*VIRTUAL_ENV*) builtin typeset -g _avenv_by=PROMPT ;;
		esac
	}

	# An environment that the user named: on whatever the directory gives, and
	# the user's own.  $1: environment, $2: its name, $3: its part of PATH, $4: its
	# project.
	_avenv_named() {
		builtin emulate -L zsh
		# A stock activation is undone by its own script's function.
		if [[ "${(t)PATH-}" != *readonly* ]] && (( ${+_OLD_VIRTUAL_PATH} )) && builtin typeset -f deactivate >/dev/null; then
			deactivate
		fi
		if [[ -n "${_avenv_entry-}${VIRTUAL_ENV-}" ]]; then _avenv_undo; fi
		_avenv_set "$1" "$2" "$3${PATH:+:$PATH}" "$3"
		if [[ "${VIRTUAL_ENV-}" != "$1" ]]; then builtin return 1; fi
		builtin unset AVENV_ENV
		builtin typeset -g _avenv_project="$4"
		# Where this directory gives the same, it is ours, as if inherited.
		builtin typeset -g _avenv_born="$1"
		_avenv_run a
		builtin typeset -g _avenv_born=
	}

	# Nothing is turned on any more, so a hint to what would be is none, until
	# the user is back.
	_avenv_turn_off() {
		_avenv_asked
		if [[ -n "${_avenv_msg-}" ]]; then
			builtin unset _avenv_msg
			builtin typeset -g _avenv_told=
		fi
		builtin typeset -g _avenv_off=1
		_avenv_run ''
		_avenv_is_left
	}

	# What this directory gives, also behind a "deactivate".
	_avenv_activate() {
		_avenv_asked
		builtin typeset -g _avenv_off=
		_avenv_run a
		if [[ "$_avenv_warned" = 1 ]]; then builtin return 1; fi
		if [[ -z "${AVENV_ENV-}" || "$AVENV_ENV" != "${VIRTUAL_ENV-}" ]]; then
			builtin unset _avenv_msg
			_avenv_command '' "$@"
		fi
	}

	# The user's own environment was taken away by a command of ours: nobody
	# said that what the directory gives is to stay off, so none is muted.
	_avenv_lost() {
		if [[ "${AVENV_ENV-}${_OLD_VIRTUAL_PATH+x}" != "$VIRTUAL_ENV" ]] &&
			builtin typeset -f deactivate >/dev/null; then
			deactivate || :
			_avenv_capture
		fi
	}

	# A command that prints what this shell is to do, or something to be read.
	_avenv_eval() {
		builtin local out='' st=0
		out=$('_avenv_command' 'e' "$@") || st=$?
		case "$out" in
		('_avenv_named '*) { builtin eval "'_avenv_named' ${out#* }" || st=1; } 2>/dev/null ;;
		(?*) builtin print -r -- "$out" ;;
		esac
		builtin return "$st"
	}

	# The command, and whether there is more than that and a -q, in what and more of
	# the caller.
	_avenv_parse() {
		builtin emulate -L zsh
		builtin local word
		for word in "$@"; do
			case "$what:$word" in
			(:-C) what=-C more=1 ;;
			(-C:*) what='' ;;
			(*:-q|*:--quiet|:--) ;;
			(allow:--list|allow:-l) what=list ;;
			(:*) what="$word" ;;
			(*) more=1 ;;
			esac
		done
	}

	# Whether that is as the last answer left it, or a script's "deactivate" has unset what
	# stands last in it: nothing of it is set for a command alone.
	_avenv_settled() {
		builtin local _avenv_is_given=
		_avenv_given _avenv_is_given
		[[ "$_avenv_is_given" = "$_avenv_was_given" || ( -z "${VIRTUAL_ENV+x}${AVENV_ENV+x}${VIRTUAL_ENV_PROMPT+x}" && "$_avenv_was_given" = "$_avenv_is_given"* ) ]]
	}

	# Since the last answer nothing was turned on or off but by us; or off, and the yes is
	# to that.
	_avenv_is_ours() {
		[[ -n "$_avenv_ask" && -z "${VIRTUAL_ENV-}${AVENV_ENV-}${_OLD_VIRTUAL_PATH+x}" ]] || ! _avenv_changed
	}

	# What a command changed is on, or off, for what follows on the line and for what shows
	# it at the prompt, which asks once more and says what there is to say.  Not where the
	# user turned something on or off since: that is the prompt's.
	_avenv_at_once() {
		case "$1" in
		(0:create|0:allow|0:use|0:recreate|0:move|0:mv|0:remove|0:rm|0:deny|0:forget|0:repair)
			if [[ "${(t)PATH-}" != *local* ]] && _avenv_is_ours; then _avenv_run ''; fi
			;;
		esac
	}

	function avenv {
		if _avenv_restricted; then builtin return 1; fi
		builtin local r=0 what='' more='' settled='' yes=''
		_avenv_parse "$@"
		case "$what/$more" in
		(off/)
			_avenv_turn_off || r=1
			;;
		(on/)
			builtin typeset -g _avenv_off=
			_avenv_run ''
			if [[ -n "${AVENV_DISABLE-}${_avenv_mutes-}" ]]; then _avenv_command '' "$@" || r=$?; fi
			;;
		(activate/)
			_avenv_activate "$@" || r=$?
			;;
		(activate/1|select/*)
			_avenv_asked
			_avenv_eval "$@" || r=$?
			;;
		(deactivate/)
			if [[ -n "${VIRTUAL_ENV-}" ]] && ! builtin typeset -f deactivate >/dev/null; then
				# It came without one, set by hand or by avenv env; or that was taken away.
				_avenv_leave
				_avenv_is_left || r=1
			elif [[ -n "${_avenv_entry-}" && -n "${VIRTUAL_ENV-}" && ( -z "${_OLD_VIRTUAL_PATH+x}" || "${_avenv_entry%/*}" = "$VIRTUAL_ENV" ) ]]; then
				deactivate || r=$?
				_avenv_is_left || r=1
			else
				_avenv_command '' "$@" || r=$?
			fi
			;;
		(*)
			more=
			if [[ -n "${VIRTUAL_ENV-}" && -e "${VIRTUAL_ENV-}/pyvenv.cfg" ]]; then more=1; fi
			if _avenv_settled; then settled=1; fi
			_avenv_command my "$@" || r=$?
			if [[ -n "$more" && ! -e "$VIRTUAL_ENV/pyvenv.cfg" ]]; then _avenv_lost; fi
			# 3: the user's yes to what an earlier "deactivate" was of outlives that, as does
			# what was made in its place, maybe by a new name; a later one it does not.
			if [[ -z "${VIRTUAL_ENV-}" ]]; then yes=w; fi
			case "$r:$what" in
			(3:allow|3:use) r=0; builtin typeset -g _avenv_ask="$yes" ;;
			(3:create|3:move|3:mv|3:recreate) r=0; builtin typeset -g _avenv_ask="n$yes" ;;
			esac
			if [[ -n "$settled" ]]; then _avenv_at_once "$r:$what"; fi
			_avenv_again
			;;
		esac
		builtin typeset -g +x _avenv_off _avenv_seen _avenv_ask
		# What waits to be said may have been answered: then the next prompt asks.
		if [[ "$_avenv_seen" != \?* ]]; then _avenv_say || :; fi
		builtin return "$r"
	}

	# The command itself, told what only this shell knows.  $1: e, where what it
	# prints is evaluated; m and y, where a status of 3 is understood.
	_avenv_command() {
		builtin local e="$1" name
		builtin shift
		if [[ -n "$_avenv_warned" ]]; then
			_avenv_may VIRTUAL_ENV_PROMPT AVENV_ENV VIRTUAL_ENV PATH PYTHONHOME AVENV_PYTHONHOME _OLD_VIRTUAL_PATH || e="r$e"
		fi
		if [[ ! -x "$_avenv_cli" ]]; then
			builtin print -r -u2 -- "avenv: '$_avenv_cli' is gone; start a new shell, or install avenv again"
			builtin return 127
		fi
		AVENV_HOOK="zsh 3 $e${_OLD_VIRTUAL_PATH+o}${_avenv_off:+x}:${AVENV_DISABLE-}" \
			AVENV_HOOK_SEEN="$_avenv_seen" AVENV_HOOK_ENTRY="${_avenv_entry-}" AVENV_HOOK_PROJECT="${_avenv_project-}" \
			AVENV_HOOK_BORN="$_avenv_born" AVENV_HOOK_MUTES="$_avenv_mutes" \
			AVENV_HOOK_PROMPT="$_avenv_by" \
			"$_avenv_cli" "$@"
	}

	builtin typeset -ga precmd_functions chpwd_functions psvar
	() {
		builtin emulate -L zsh
		if [[ "${precmd_functions[*]-}" != *_avenv_hook* ]]; then
			if [[ -n "${precmd_functions[*]-}" ]]; then
				precmd_functions+=(_avenv_last)
			fi
			precmd_functions=(_avenv_hook "${precmd_functions[@]}")
		fi
		if [[ "${chpwd_functions[*]-}" != *_avenv_run* ]]; then
			# A tool that saves PATH there shall save it as this leaves it.
			chpwd_functions=(_avenv_run "${chpwd_functions[@]}")
		fi
	}
	if [[ -n "$_avenv_all" ]]; then builtin setopt allexport; fi
	builtin unset _avenv_all
else
	builtin unset _avenv_helper _avenv_cli
fi
