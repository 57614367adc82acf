# shellcheck shell=bash disable=SC2288,SC2034,SC2120,SC2119,SC2128,SC2178,SC2016
# avenv: the hook for bash 3.2 and newer.
#
# Loaded by  eval "$(avenv hook bash)"  or by sourcing the installed file.
# An idle prompt runs _avenv_hook alone, which compares with what the helper's
# last answer left: it forks nothing.  The text is kept safe from the
# user's aliases (\name), functions (\builtin), options (set -eua, posix,
# nocasematch) and IFS.  Locals begin with _av_, since none can be local that the
# user made readonly; under "set -k", local is not told of a value beside the name.
#
# What shellcheck is told to pass over: \[ is the way round an alias of [, the
# last arguments of export are not unused, PROMPT_COMMAND is a string or an array,
# and what stands in '...' is expanded at the prompt.
# A restricted shell may neither redirect nor set PATH.
case $-/${BASHOPTS-} in
*r*/* | */*restricted_shell*) ;;
*i*/*)
	# Nothing of ours is exported, nor ends the shell over what is readonly.
	_avenv_had="${-//[!ae]/}"
	\builtin set +ae
	\builtin export -n _avenv_had
	_avenv_helper='@HELPER@'
	_avenv_cli='@AVENV@'
	# What a parent shell exported under "set -a" is not ours.
	if \[ "${_avenv_pid-}" != "$$" ]; then
		\builtin unset -v _avenv_pid _avenv_entry _avenv_mutes _avenv_told \
			_avenv_off _avenv_msg _avenv_learn _avenv_arg _avenv_ps1 \
			_avenv_born _avenv_warned _avenv_stays _avenv_seen _avenv_ours _avenv_project \
			_avenv_left _avenv_was _avenv_busy _avenv_ask _avenv_name \
			_avenv_put _avenv_drawn _avenv_by _avenv_fold _avenv_pwd \
			_avenv_others _avenv_given
		_avenv_pid=$$
		# Without its function, what is active was inherited.
		if ! \builtin declare -F deactivate >/dev/null; then
			_avenv_born="${VIRTUAL_ENV-}"
		fi
	fi
	# Have the next prompt ask, whatever it finds.
	_avenv_again() {
		_avenv_seen="${_avenv_seen-}"
		_avenv_seen="?${_avenv_seen#\?}"
		\builtin export -n _avenv_seen
	}

	# Watch nothing but for changes in this shell.
	_avenv_quiet() {
		_avenv_present=/
		_avenv_here=
		_avenv_more=
		_avenv_fresh=
		_avenv_ask=
	}

	_avenv_again
	_avenv_quiet
	_avenv_fresh=s

	# Idle: nothing changed since the last answer, the active environment is
	# still there, and none has come to be: here, elsewhere on the way up, or
	# where the last word of the user's last command ($1) points, if that is a name in
	# this directory: what it says of others may hang.  $2: behind all others, that command's
	# status; then what is shown is what it was as well.  One [[, which is half of what \[
	# costs but knows no case under nocasematch; a call copies all that is in a function.
	_avenv_hook() {
		if ! [[ $PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}${2:+//${VIRTUAL_ENV_DISABLE_PROMPT-}//${#BASHOPTS}//${!PROMPT_COMMAND[*]}//${PROMPT_COMMAND-}//${PS1-}} = "$_avenv_seen${2:+${_avenv_drawn-}}" &&
			-e $_avenv_present &&
			($1 = */?* && ${1#"$PWD"/} = */?* && ${1#./} = */?* ||
			-L $1 || ! -e $1/pyvenv.cfg || $1${HISTCMD-} = "$_avenv_arg") &&
			(-z $_avenv_here ||
			! -L .venv && ! -L venv && ! -L env && ! -L .env && ! -L virtualenv && ! -L .python-envs &&
			! -e .venv && ! -e venv && ! -e env && ! -e .env && ! -e virtualenv && ! -e .python-envs &&
			($_avenv_here = 1 || ! -L ../.venv && ! -e ../.venv &&
			($_avenv_here = 2 || ! -L ../../.venv && ! -e ../../.venv))) ]] ||
			{ [[ -n $_avenv_more${_avenv_fold-} ]] && ! _avenv_rest; }; then
			_avenv_prompt "$1" "${2-}"
		fi
	}

	# What is rare to be looked at.
	_avenv_rest() {
		[[ -z ${_avenv_fold-} || -z ${PWD#"$_avenv_pwd"} ]] && { [[ -z $_avenv_more ]] || _avenv_more; }
	}

	# A shell that was restricted since may neither redirect nor set PATH.
	_avenv_is_restricted() {
		[[ ${-#*r} != "$-" ]] && _avenv_hook() { \builtin :; }
	}

	# Says so, if it is one.
	_avenv_restricted() {
		_avenv_is_restricted && \builtin printf '%s\n' "avenv: nothing can be done in a restricted shell; 'bash' starts one that is not" >&2
	}

	# Not idle.  $1 and $2: the hook's.
	_avenv_prompt() {
		\builtin local _av_env
		if _avenv_is_restricted; then \builtin return 0; fi
		_av_env="${VIRTUAL_ENV-}"
		if [[ -z ${2-} ]] || _avenv_is_drawn; then _avenv_tick "$1" || :; else _avenv_hook "$1"; fi
		if [[ -z ${2-} ]]; then \builtin return 0; fi
		if [[ ${VIRTUAL_ENV-} != "$_av_env" ]]; then _avenv_redo "$2"; fi
		if ! _avenv_is_drawn; then _avenv_late "$1" || :; fi
	}

	_avenv_is_drawn() {
		[[ //${VIRTUAL_ENV_DISABLE_PROMPT-}//${#BASHOPTS}//${!PROMPT_COMMAND[*]}//${PROMPT_COMMAND-}//${PS1-} = "${_avenv_drawn-}" ]]
	}

	# What changed at a prompt and not in a "cd" of ours, who shows the environment there
	# has not seen: once more then, by itself.  With ours before them it would be ours whom
	# they take for the user's string, or that has their PIPESTATUS; and of all that the
	# user runs there some may be run but once.  $1: the status.
	_avenv_redo() {
		_avenv_by
		if [[ -n $_avenv_drawer ]]; then
			{
				_avenv_status "${__vsc_status-$1}"
				"$_avenv_drawer"
			} </dev/null >/dev/null 2>&1 || :
		fi
	}

	_avenv_status() {
		\builtin return "$1"
	}

	# In the string of a bash before 5.1.  $1: "last", $2: the status and $3: the last word,
	# which those behind shall find.
	_avenv_first() {
		_avenv_hook "$3" "${1:+$2}"
		\builtin return "$2"
	}

	# The slow half of a prompt.
	_avenv_tick() {
		if [[ -n ${_avenv_msg-}${_avenv_learn-} && $_avenv_seen != \?* ]]; then
			_avenv_say
			_avenv_hook "$1"
		elif \[ -n "$_avenv_present" ] || _avenv_due "$1"; then
			_avenv_run p "$1${HISTCMD-}"
			_avenv_say
		fi
	}

	# Where nothing is to be looked up: something changed all the same, or the last
	# word has "env" in it.
	_avenv_due() {
		[[ $_avenv_seen = \?* || $1 = *env* && $1${HISTCMD-} != "$_avenv_arg" ]] || _avenv_changed
	}

	# Whether what _avenv_capture has is other than it was; not what _avenv_again says.
	_avenv_changed() {
		\builtin local _av_was
		_av_was="${_avenv_seen-}"
		\builtin local _avenv_seen _avenv_pwd
		_avenv_capture
		\[ "${_av_was#\?}" != "$_avenv_seen" ]
	}

	# Whether what _avenv_give has is as the last answer left it, or a script's "deactivate"
	# has unset what stands last in it: nothing of it is set for a command alone.
	_avenv_settled() {
		\builtin local _av_was
		_av_was="${_avenv_given-}"
		\builtin local _avenv_given
		_avenv_give
		\[ "$_av_was" = "$_avenv_given" ] ||
			{ \[ -z "${VIRTUAL_ENV+x}${AVENV_ENV+x}${VIRTUAL_ENV_PROMPT+x}" ] && \[ "${_av_was#"$_avenv_given"}" != "$_av_was" ]; }
	}

	# When all have had their turn, and what is shown is not what it was.
	_avenv_late() {
		if \[ -n "${_avenv_was+x}" ]; then
			_avenv_recheck
			_avenv_hook "$1"
		fi
		_avenv_show
	}

	# Other tools that keep PATH restore it at the prompt, after our cd: what
	# was left goes once more, and what is on must be there.
	_avenv_recheck() {
		if [[ ${-#*[aek]} != "$-" ]]; then
			_avenv_without _avenv_recheck
			\builtin return 0
		fi
		# The user's own activation of the same one is theirs.
		if \[ -n "${_avenv_left-}" ] && \[ "$_avenv_left" != "${_avenv_entry-}" ] && \[ "${PATH-}" != "$_avenv_was" ] && \[ "${VIRTUAL_ENV-}" = "${AVENV_ENV-}" ]; then
			{ _avenv_splice "$_avenv_left"; } 2>/dev/null
			_avenv_path
		fi
		\builtin unset -v _avenv_left _avenv_was _avenv_path
		if \[ -n "${_avenv_entry-}" ]; then
			case ":${PATH-}:" in *":$_avenv_entry:"*) ;; *) _avenv_again ;; esac
		fi
	}

	# _avenv_path: PATH, or $2, without the first element that is $1.  By comparison
	# and not by case, which under nocasematch finds what # and % do not.  By
	# bytes: in UTF-8, bash 5.2 has garbage for $'\xF2\\\\\\'.  Where the user's locale
	# is not installed, bash says so at the end: to be called with 2>/dev/null.
	_avenv_splice() {
		\builtin local LC_ALL=C || :
		_avenv_path=":${2-${PATH-}}:"
		if \[ -n "$1" ] && \[ "${_avenv_path#*":$1:"}" != "$_avenv_path" ]; then
			_avenv_path="${_avenv_path%%":$1:"*}:${_avenv_path#*":$1:"}"
		fi
		_avenv_path="${_avenv_path#:}"
		_avenv_path="${_avenv_path%:}"
	}

	# PATH as _avenv_splice left it: unset where nothing is left.
	_avenv_path() {
		{
			if \[ -n "$_avenv_path" ]; then
				\builtin export PATH="$_avenv_path"
			else
				\builtin unset -v PATH
			fi
		} 2>/dev/null || :
	}

	# Hints wait for a prompt, they never come in the middle of a line.
	_avenv_say() {
		if \[ -n "${_avenv_msg-}" ]; then
			\builtin printf '%s\n' "$_avenv_msg" >&2
			\builtin unset -v _avenv_msg
			# Said, it is not in the way of what is said of a project.
			if \[ -n "${_avenv_warned-}" ]; then
				_avenv_warned=u
				\builtin export -n _avenv_warned
			fi
		fi
		if \[ -n "${_avenv_learn-}" ]; then
			"$_avenv_cli" allow --learn -- "$_avenv_learn" || :
			\builtin unset -v _avenv_learn
		fi
		case $_avenv_seen in :*)
			_avenv_seen="/${_avenv_seen#*/}"
			\builtin export -n _avenv_seen
			;;
		esac
	}

	# Ask the helper and do as it says.  $1: what happened, in letters, and $2: the
	# last word of the user's last command, and that command's number; or nothing,
	# after a "cd", also to where PWD is what it was: another directory may have
	# that name by now.  A call copies all of a function: what
	# is rare in what a "cd" runs is in another one.
	_avenv_run() {
		\builtin local _av_out _av_options _av_word
		_av_word="${2-}" _av_options=
		if [[ $# = 0 ]]; then _avenv_busy=; fi
		# Interrupted twice, a helper that hangs is left alone for now.
		_avenv_busy="${_avenv_busy-}x"
		if [[ $_avenv_busy = xxx ]]; then
			\builtin unset -v _avenv_busy
			_avenv_quiet
			_avenv_capture
			_avenv_give
			_avenv_private
			\builtin return 0
		fi
		# What stands in $( ) is parsed by the child, in pages that it has to copy.
		# What _avenv_warned is of is said once, by nobody but this shell.
		\builtin set -- "$_avenv_helper" bash 3 \
			"${1-}${_avenv_fresh-}${_avenv_ask-}${_OLD_VIRTUAL_PATH+o}${_avenv_off:+x}${PATH+P}${_avenv_msg:+${_avenv_warned:-u}}:${AVENV_DISABLE-}:${AVENV_QUIET-}" \
			"$PWD" "${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "$_avenv_seen" \
			"${_avenv_entry-}" "${_avenv_project-}" "${_avenv_born-}" \
			"${_avenv_mutes-}" "${_avenv_told-}"
		# The redirection stands outside: inside, bash would fork twice.
		{
			_av_out=$("$@") || _avenv_failed "$?" || \builtin return 0
			# What follows must neither be exported nor be taken for the
			# environment of a command, nor end the shell over what is readonly.
			if [[ ${-#*[aek]} != "$-" ]]; then
				_av_options=$-
				\builtin set +aek
			fi
			\builtin eval "$_av_out"
		} 2>/dev/null || :
		_avenv_arg="$_av_word" _avenv_busy=
		_avenv_capture
		_avenv_give
		# Who put an array of his own there meant no harm to us.
		[[ ${PROMPT_COMMAND[*]-} = *_avenv_* || ${PROMPT_COMMAND-} = __vsc_* ]] || _avenv_order
		# There was no descriptor for the redirection: nobody was asked.
		[[ -n ${_av_out+x} ]] || _avenv_again
		[[ -z $_av_options ]] || _avenv_options "$_av_options"
	}

	# What was set under "set -a".
	_avenv_private() {
		\builtin export -n _avenv_present _avenv_here _avenv_more _avenv_fresh \
			_avenv_ask _avenv_busy _avenv_off _avenv_pwd _avenv_seen _avenv_given
	}

	# The helper's exit status is $1.  Killed, or interrupted by the user: asked
	# again next time.  No helper, or one of another time: quiet until a change.
	_avenv_failed() {
		case $1 in 129 | 1[3-9]? | 2??)
			_avenv_again
			_avenv_private
			\builtin return 1
			;;
		esac
		_av_out=_avenv_quiet
	}

	# What "set +aek" took away, of all the options in $1; by comparison, as E is another
	# option, which a case takes for e under nocasematch.
	_avenv_options() {
		\builtin export -n _avenv_ask _avenv_busy
		if [[ ${1#*a} != "$1" ]]; then \builtin set -a; fi
		if [[ ${1#*e} != "$1" ]]; then \builtin set -e; fi
		if [[ ${1#*k} != "$1" ]]; then \builtin set -k; fi
	}

	# A function of ours, as what follows in _avenv_run.
	_avenv_without() {
		\builtin local _av_options
		_av_options=$-
		\builtin set +aek
		"$@"
		_avenv_options "$_av_options"
	}

	# After the answer, so that a readonly variable causes no second question.  With
	# a colon before it, there is something to say.
	_avenv_capture() {
		_avenv_pwd="$PWD" _avenv_seen="${_avenv_msg:+:}${_avenv_learn:+:}$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}"
	}

	# What else an answer depends on, or changes; set and empty is not unset, which it is
	# again behind a command for which it was set.
	_avenv_give() {
		_avenv_given="${HOME-}//${XDG_DATA_HOME-}//${AVENV_TRUST-}//${AVENV_NAMES-}//${AVENV_CEILING-}//${AVENV_CROSS-}//${PYTHONHOME+x}${VIRTUAL_ENV+//x}${AVENV_ENV+//x}${VIRTUAL_ENV_PROMPT+//$VIRTUAL_ENV_PROMPT}"
	}

	# $1: environment, $2: its name, $3: the new PATH, $4: our part of it.
	_avenv_set() {
		\builtin local _av_name
		if ! _avenv_may VIRTUAL_ENV_PROMPT AVENV_ENV VIRTUAL_ENV PATH ${PYTHONHOME+"PYTHONHOME"} ${PYTHONHOME+"AVENV_PYTHONHOME"} ${_OLD_VIRTUAL_PATH+"_OLD_VIRTUAL_PATH"}; then
			_avenv_refused
			# What was on is not this directory's.
			if [[ -n ${_avenv_entry-} && ${VIRTUAL_ENV-} != "$1" ]]; then _avenv_undo; fi
			\builtin return 0
		fi
		\builtin export VIRTUAL_ENV="$1" VIRTUAL_ENV_PROMPT="$2" AVENV_ENV="$1" PATH="$3"
		[[ -z ${PYTHONHOME+x}${_OLD_VIRTUAL_PATH+x} ]] || _avenv_home
		# Also from one of ours to another: a script may have taken it away in between.
		_avenv_define
		_avenv_left="${_avenv_entry:-${_avenv_left-}}" _avenv_was="$3" _avenv_entry="$4" _avenv_name="$2" _avenv_drawn=
	}

	# Nothing half done: whether these may change, as none has by then; in the caller's
	# _av_name, what is readonly.
	_avenv_may() {
		for _av_name; do
			if [[ -n ${!_av_name+x} ]]; then
				\builtin export "$_av_name=${!_av_name}"
			else
				\builtin unset -v "$_av_name"
			fi || \builtin return 1
		done
	}

	# Said once, and where the user asks for it.
	_avenv_refused() {
		if \[ -z "${_avenv_warned-}" ] || \[ -n "${_avenv_stays-}" ]; then
			_avenv_warned=1 _avenv_stays=
			_avenv_msg="avenv: nothing was turned on: $_av_name is readonly"
		fi
	}

	# The same, which a hint may come over: it is not in the way of the other.
	_avenv_kept() {
		if \[ -z "${_avenv_warned-}" ]; then
			_avenv_warned=1 _avenv_stays=1
			_avenv_msg="avenv: nothing was turned off: $_av_name is readonly"
		fi
		_avenv_again
	}

	# What must not be set beside an environment of ours.
	_avenv_home() {
		\builtin unset -v _OLD_VIRTUAL_PATH
		if \[ -n "${PYTHONHOME+x}" ]; then
			\builtin export AVENV_PYTHONHOME="$PYTHONHOME"
			\builtin unset -v PYTHONHOME
		fi
	}

	# The user asks: what was said, or waits to be, is said anew.
	_avenv_asked() {
		if [[ ${_avenv_msg-} = "avenv: nothing was turned "* ]]; then \builtin unset -v _avenv_msg; fi
		\builtin unset -v _avenv_warned
	}

	# Nothing readonly was in the way of the last "deactivate".
	_avenv_is_left() {
		\[ -z "${VIRTUAL_ENV-}" ] || \[ -z "${_avenv_warned-}" ]
	}

	# That is the answer of a command: it comes at once, and a hint at the prompt.
	_avenv_leave() {
		\builtin local _av_msg
		if ! _avenv_restricted; then
			_avenv_asked
			_av_msg="${_avenv_msg-}"
			_avenv_undo "$@"
			if \[ -n "${_avenv_warned-}" ]; then
				\builtin printf '%s\n' "$_avenv_msg" >&2
				_avenv_msg="$_av_msg"
				\builtin export -n _avenv_msg _avenv_warned
			fi
			\builtin unset -v _avenv_stays
		fi
	}

	_avenv_define() {
		function deactivate { _avenv_leave "$@"; }
	}

	# What somebody else turned on: its part of PATH is ours to take off.
	_avenv_adopt() {
		_avenv_entry=
		if \[ -n "${VIRTUAL_ENV-}" ]; then
			case ":${PATH-}:" in
			*":$VIRTUAL_ENV/Scripts:"*) _avenv_entry="$VIRTUAL_ENV/Scripts" ;;
			*) _avenv_entry="$VIRTUAL_ENV/bin" ;;
			esac
		fi
	}

	# Another one may lie over what is on by now: that is taken off PATH, and then what
	# is there is the other's part.
	_avenv_over() {
		\builtin local _av_entry
		_av_entry="${_avenv_entry-}"
		if \[ "${_av_entry%/*}" != "${VIRTUAL_ENV-}" ]; then
			{ _avenv_splice "$_av_entry"; } 2>/dev/null
			_avenv_path
			_avenv_adopt
		fi
	}

	# Theirs, from a parent shell: a way to leave it.  $1: its part of PATH.
	_avenv_lend() {
		_avenv_entry="$1"
		_avenv_define
	}

	# Leave what was ours.  $1: the new PATH; none: unset.
	_avenv_clear() {
		\builtin local _av_name
		# What runs counts: of the others, each as it may.
		if ! _avenv_may VIRTUAL_ENV PATH; then
			_avenv_kept
			\builtin return 0
		fi
		if [[ -n ${1-} ]]; then \builtin export PATH="$1"; else \builtin unset -v PATH; fi || :
		\builtin unset -v VIRTUAL_ENV || :
		\builtin unset -v VIRTUAL_ENV_PROMPT || :
		\builtin unset -v AVENV_ENV || :
		\builtin unset -f deactivate || :
		_avenv_left="${_avenv_entry-}" _avenv_was="${1-}" _avenv_entry='' _avenv_name='' _avenv_drawn=''
		[[ -z ${AVENV_PYTHONHOME+x} ]] || _avenv_homeward
	}

	_avenv_homeward() {
		if \[ -z "${PYTHONHOME+x}" ]; then
			\builtin export PYTHONHOME="$AVENV_PYTHONHOME"
		fi
		\builtin unset -v AVENV_PYTHONHOME
	}

	# The user's own activation lies over ours: ours goes, theirs stays.
	_avenv_theirs() {
		if [[ -n ${1-} ]]; then \builtin export PATH="$1"; else \builtin unset -v PATH; fi || :
		# Set by hand, it brought neither a name nor a function: ours are there.
		if [[ -z ${_OLD_VIRTUAL_PATH+x} ]]; then
			if \[ "${VIRTUAL_ENV_PROMPT-}" = "${_avenv_name-}" ]; then \builtin unset -v VIRTUAL_ENV_PROMPT || :; fi
			_avenv_adopt
		else
			# Nor is ours to come back with what their script kept, which does not restore
			# an empty one.  What is like it in there by now is the user's.
			_avenv_splice "${_avenv_entry-}" "$_OLD_VIRTUAL_PATH"
			if [[ -n $_avenv_path && $_avenv_path != "$_OLD_VIRTUAL_PATH" ]]; then
				_OLD_VIRTUAL_PATH="$_avenv_path"
				\[ "${_avenv_entry%/*}" = "${VIRTUAL_ENV-}" ] || _avenv_entry=
			fi
			\builtin unset -v _avenv_path
		fi
		\builtin unset -v AVENV_ENV _avenv_name _avenv_drawn || :
	}

	# What a typed "deactivate" does, without the helper.  "nondestructive"
	# leaves the function, as in the stock scripts.
	_avenv_undo() {
		if [[ ${-#*[aek]} != "$-" ]]; then
			_avenv_without _avenv_undo "$@"
			\builtin return 0
		fi
		\builtin local _av_settled
		_av_settled=
		if _avenv_settled; then _av_settled=1; fi
		_avenv_over
		{ _avenv_splice "${_avenv_entry-}"; } 2>/dev/null
		{
			if \[ -n "$_avenv_path" ]; then _avenv_clear "$_avenv_path"; else _avenv_clear; fi
			# fish's script has exported it, in a parent shell.
			\builtin unset -v _OLD_VIRTUAL_PATH || :
		} 2>/dev/null
		\builtin unset -v _avenv_path
		if \[ "${1-}" = nondestructive ]; then _avenv_define; fi
		# What that changed was not set for one command alone.
		if \[ -n "$_av_settled" ]; then _avenv_give; fi
	}

	# The indicator: a variable that PS1 refers to, so that a name is never
	# expanded.  Without promptvars it is the name itself, in which the helper
	# left nothing that PS1 decodes.
	_avenv_show() {
		if [[ ${-#*[aek]} != "$-" ]]; then
			_avenv_without _avenv_show
			\builtin return 0
		fi
		_avenv_ps1=
		_avenv_by
		if \[ -n "${_avenv_name-}" ] && \[ -z "$_avenv_by" ]; then
			_avenv_ps1="($_avenv_name) "
		fi
		if \builtin shopt -q promptvars; then
			_avenv_prefix '${_avenv_ps1-}'
		else
			_avenv_prefix "$_avenv_ps1"
		fi
		_avenv_order
		_avenv_fold=
		if \builtin shopt -q nocasematch; then _avenv_fold=1; fi
		_avenv_drawn="//${VIRTUAL_ENV_DISABLE_PROMPT-}//${#BASHOPTS}//${!PROMPT_COMMAND[*]}//${PROMPT_COMMAND-}//${PS1-}"
	}

	# PS1 begins with $1, where there is something to show, and not with what
	# was put there before.
	_avenv_prefix() {
		\builtin local _av_ps1
		_av_ps1="${PS1-}"
		if \[ "$1" != "${_avenv_put-}" ]; then _av_ps1="${_av_ps1#"${_avenv_put-}"}"; fi
		if \[ -n "$_avenv_ps1" ] && \[ "${_av_ps1#*"$1"}" = "$_av_ps1" ]; then _av_ps1="$1$_av_ps1"; fi
		_avenv_put="$1"
		# Readonly, it stays.
		\builtin printf -v PS1 %s "$_av_ps1" 2>/dev/null || :
	}

	# _avenv_by: who shows the environment, or why nobody is to.  _avenv_drawer: the function
	# that does.
	_avenv_by() {
		_avenv_by=
		_avenv_drawer=
		case "${PROMPT_COMMAND[*]-} ${__vsc_original_prompt_command[*]-} ${precmd_functions[*]-}/${PS1-}" in
		*starship_precmd*/*) _avenv_by=starship _avenv_drawer=starship_precmd ;;
		*__lp_set_prompt*/*)
			_avenv_drawer=__lp_set_prompt
			if \[ "${LP_ENABLE_VIRTUALENV-}" != 0 ]; then _avenv_by=liquidprompt; fi
			;;
		*_update_ps1*/*) _avenv_by=powerline _avenv_drawer=_update_ps1 ;;
		*setGitPrompt*/*)
			_avenv_drawer=setGitPrompt
			case "${PS1-}" in *"${VIRTUAL_ENV+${VIRTUAL_ENV##*/}}"*) _avenv_by=bash-git-prompt ;; esac
			;;
		*VIRTUAL_ENV*) _avenv_by=PS1 ;;
		esac
		if \[ -n "${VIRTUAL_ENV_DISABLE_PROMPT-}" ]; then _avenv_by=VIRTUAL_ENV_DISABLE_PROMPT; fi
	}

	# The user's entries stay what and where they are, above all the first, which is
	# what PROMPT_COMMAND means as a string: who takes it for one and looks, adds, keeps or
	# assigns finds the user's.  Ours is behind them.
	_avenv_order() {
		\builtin local _av_entry _av_entries _av_others _av_end _av_ours
		if ! ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then \builtin return 0; fi
		# Readonly, it stays.
		\builtin printf -v 'PROMPT_COMMAND[0]' %s "${PROMPT_COMMAND-}" 2>/dev/null || \builtin return 0
		_av_ours=
		case "${PROMPT_COMMAND[*]} ${__vsc_original_prompt_command[*]-}" in *"$_avenv_end"*) _av_ours=1 ;; esac
		_av_others=()
		_av_end=("$_avenv_end")
		_avenv_apart
		for _av_entry in "${_av_entries[@]}"; do
			case $_av_entry in
			# What comes behind that is to bash-preexec what the user typed.
			__bp_interactive_mode | *$'\n'__bp_interactive_mode)
				_av_entry="${_av_entry%__bp_interactive_mode}"
				_av_entry="${_av_entry%$'\n'}"
				_av_end+=(__bp_interactive_mode)
				;;
			__vsc_prompt_cmd | __vsc_prompt_cmd_original)
				_av_entry=__vsc_prompt_cmd_original
				_avenv_within
				_av_end=()
				;;
			esac
			case $_av_entry in '' | : | "$_avenv_end") \builtin continue ;; esac
			if [[ -n $_av_ours ]] && _avenv_again_there; then \builtin continue; fi
			_av_others+=("$_av_entry")
		done
		_avenv_others=("${_av_others[@]}")
		# Not empty: who finds nothing there puts an array in its place.
		PROMPT_COMMAND=("${_av_others[@]:-:}" "${_av_end[@]}")
	}

	# In an array direnv and mise look for themselves, and take themselves out, as a whole
	# entry: not as a name at the beginning of a string, where they put themselves.
	_avenv_apart() {
		_av_entries=()
		for _av_entry in "${PROMPT_COMMAND[@]}"; do
			case ";$_av_entry;" in *";_direnv_hook;"* | *";_mise_hook"*)
				while [[ $_av_entry = *\;?* && ${_av_entry%%;*} != *[^[:alnum:]_]* ]]; do
					_av_entries+=("${_av_entry%%;*}")
					_av_entry="${_av_entry#*;}"
				done
				;;
			esac
			_av_entries+=("$_av_entry")
		done
	}

	# Who takes an array for a string adds itself at each reading of a startup file.
	# Whether _av_entry is in _av_others as often as it was, but once.
	_avenv_again_there() {
		\builtin local _av_each _av_left
		_av_left=0
		for _av_each in "${_avenv_others[@]}"; do
			if [[ $_av_each = "$_av_entry" ]]; then _av_left=$((_av_left + 1)); fi
		done
		if ((_av_left == 0)); then _av_left=1; fi
		for _av_each in "${_av_others[@]}"; do
			if [[ $_av_each = "$_av_entry" ]]; then _av_left=$((_av_left - 1)); fi
		done
		((_av_left <= 0))
	}

	# To VS Code an entry beside its own is what the user typed; it runs what there was
	# before it.
	_avenv_within() {
		case "${__vsc_original_prompt_command[*]-}" in *"$_avenv_end"*) \builtin return 0 ;; esac
		__vsc_original_prompt_command+=("$_avenv_end")
		# What stood beside it until now has begun already.
		__vsc_update_prompt 2>/dev/null || :
	}

	# So that "cd x && python" uses what x has.  A user's own functions are left
	# as they are; the next prompt catches up.
	_avenv_free() {
		case " ${_avenv_ours-} " in *" $1 "*) \builtin return 0 ;; esac
		if \builtin declare -F "$1" >/dev/null; then \builtin return 1; fi
		_avenv_ours="${_avenv_ours-} $1"
	}
	if _avenv_free cd; then
		function cd {
			\builtin cd "$@" || \builtin return
			_avenv_run
		}
	fi
	if _avenv_free pushd; then
		function pushd {
			\builtin pushd "$@" || \builtin return
			_avenv_run
		}
	fi
	if _avenv_free popd; then
		function popd {
			\builtin popd "$@" || \builtin return
			_avenv_run
		}
	fi

	# An environment that the user named: on whatever the directory gives, and
	# the user's own.  $1: environment, $2: its name, $3: its part of PATH, $4: its
	# project.
	_avenv_named() {
		# A stock activation is undone by its own script's function.
		if \[ -n "${_OLD_VIRTUAL_PATH+x}" ] && \builtin declare -F deactivate >/dev/null; then
			\deactivate || :
		fi
		if \[ -n "${_avenv_entry-}${VIRTUAL_ENV-}" ]; then _avenv_undo; fi
		_avenv_set "$1" "$2" "$3${PATH:+:$PATH}" "$3"
		if \[ "${VIRTUAL_ENV-}" != "$1" ]; then \builtin return 1; fi
		\builtin unset -v AVENV_ENV || :
		_avenv_project="$4"
		# Where this directory gives the same, it is ours, as if inherited.
		_avenv_born="$1"
		_avenv_run a
		_avenv_born=
	}

	# Nothing is turned on any more, so a hint to what would be is none, until
	# the user is back.
	_avenv_turn_off() {
		_avenv_asked
		if \[ -n "${_avenv_msg-}" ]; then \builtin unset -v _avenv_msg _avenv_told; fi
		_avenv_off=1
		_avenv_run ""
		_avenv_is_left
	}

	# What this directory gives, also behind a "deactivate".
	_avenv_activate() {
		_avenv_asked
		\builtin unset -v _avenv_off
		_avenv_run a
		if \[ "${_avenv_warned-}" = 1 ]; then \builtin return 1; fi
		if \[ -z "${AVENV_ENV-}" ] || \[ "$AVENV_ENV" != "${VIRTUAL_ENV-}" ]; then
			\builtin unset -v _avenv_msg
			_avenv_command '' "$@"
		fi
	}

	# The user's own environment was taken away by a command of ours: nobody
	# said that what the directory gives is to stay off, so none is muted.
	_avenv_lost() {
		if \[ "${AVENV_ENV-}${_OLD_VIRTUAL_PATH+x}" != "$VIRTUAL_ENV" ] &&
			\builtin declare -F deactivate >/dev/null; then
			\deactivate || :
			_avenv_capture
		fi
	}

	# A command that prints what this shell is to do, or something to be read.
	_avenv_eval() {
		\builtin local _av_out _av_st _av_options
		_av_st=0
		_av_options=$-
		_av_out=$(_avenv_command e "$@") || _av_st=$?
		case $_av_out in
		'_avenv_named '*) ;;
		*)
			if \[ -n "$_av_out" ]; then \builtin printf '%s\n' "$_av_out"; fi
			\builtin return "$_av_st"
			;;
		esac
		\builtin set +aek
		{ \builtin eval "$_av_out" || _av_st=1; } 2>/dev/null
		_avenv_options "$_av_options"
		\builtin return "$_av_st"
	}

	# The command, and whether there is more than that and a -q, in _av_what and
	# _av_more of the caller.
	_avenv_parse() {
		\builtin local _av_word
		for _av_word in "$@"; do
			case $_av_what:$_av_word in
			:-C) _av_what=-C _av_more=1 ;;
			-C:*) _av_what='' ;;
			*:-q | *:--quiet | :--) ;;
			allow:--list | allow:-l) _av_what=list ;;
			:*) _av_what="$_av_word" ;;
			*) _av_more=1 ;;
			esac
		done
	}

	# Since the last answer nothing was turned on or off but by us; or off, and the yes is
	# to that.
	_avenv_is_ours() {
		[[ -n ${_avenv_ask-} && -z ${VIRTUAL_ENV-}${AVENV_ENV-}${_OLD_VIRTUAL_PATH+x} ]] || ! _avenv_changed
	}

	# 3 in the caller's _av_r: the user's yes to what an earlier "deactivate" was of outlives
	# that, as does what was made in its place, maybe by a new name; a later one it does not.
	_avenv_yes() {
		\builtin local _av_yes
		_av_yes=
		if \[ -z "${VIRTUAL_ENV-}" ]; then _av_yes=w; fi
		case $_av_r:$_av_what in
		3:allow | 3:use) _av_r=0 _avenv_ask="$_av_yes" ;;
		3:create | 3:move | 3:mv | 3:recreate) _av_r=0 _avenv_ask="n$_av_yes" ;;
		esac
	}

	# What is set there stays: PATH is neither set for a command nor a function's own.
	_avenv_is_global() {
		(\builtin unset -v PATH && \[ -z "${PATH+x}" ]) 2>/dev/null
	}

	# What a command changed is on, or off, for what follows on the line and for what shows
	# it at the prompt, which asks once more and says what there is to say.  Not where the
	# user turned something on or off since: that is the prompt's.
	_avenv_at_once() {
		case $1 in
		0:create | 0:allow | 0:use | 0:recreate | 0:move | 0:mv | 0:remove | 0:rm | 0:deny | 0:forget | 0:repair)
			if _avenv_is_ours && _avenv_is_global; then _avenv_run ""; fi
			;;
		esac
	}

	function avenv {
		if _avenv_restricted; then \builtin return 1; fi
		\builtin local _av_r _av_what _av_more _av_settled
		_av_r=0
		_av_what=
		_av_more=
		_av_settled=
		_avenv_parse "$@"
		case $_av_what/$_av_more in
		off/)
			_avenv_turn_off || _av_r=1
			;;
		on/)
			\builtin unset -v _avenv_off
			_avenv_run ""
			if \[ -n "${AVENV_DISABLE-}${_avenv_mutes-}" ]; then _avenv_command '' "$@" || _av_r=$?; fi
			;;
		activate/)
			_avenv_activate "$@" || _av_r=$?
			;;
		activate/1 | select/*)
			_avenv_asked
			_avenv_eval "$@" || _av_r=$?
			;;
		deactivate/)
			if [[ -n ${VIRTUAL_ENV-} ]] && ! \builtin declare -F deactivate >/dev/null; then
				# It came without one, set by hand or by avenv env; or that was taken away.
				_avenv_leave
				_avenv_is_left || _av_r=1
			elif [[ -n ${_avenv_entry-} && (-z ${_OLD_VIRTUAL_PATH+x} || ${_avenv_entry%/*} = "${VIRTUAL_ENV-}") && -n ${VIRTUAL_ENV-} ]]; then
				\deactivate || _av_r=$?
				_avenv_is_left || _av_r=1
			else
				_avenv_command '' "$@" || _av_r=$?
			fi
			;;
		*)
			if _avenv_settled; then
				_av_settled=1
				# The user's own "cd" does not ask, or "builtin cd".
				if \[ "$PWD" != "$_avenv_pwd" ] && _avenv_is_global; then _avenv_run; fi
			fi
			_av_more=
			if [[ -n ${VIRTUAL_ENV-} && -e ${VIRTUAL_ENV-}/pyvenv.cfg ]]; then _av_more=1; fi
			_avenv_command my "$@" || _av_r=$?
			if [[ -n $_av_more && ! -e $VIRTUAL_ENV/pyvenv.cfg ]]; then _avenv_lost; fi
			_avenv_yes
			if \[ -n "$_av_settled" ]; then _avenv_at_once "$_av_r:$_av_what"; fi
			_avenv_again
			;;
		esac
		_avenv_private
		# What waits to be said may have been answered: then the next prompt asks.
		case $_avenv_seen in \?*) ;; *) _avenv_say ;; esac
		\builtin return "$_av_r"
	}

	# The command itself, told what only this shell knows.  $1: e, where what it
	# prints is evaluated; m and y, where a status of 3 is understood.
	_avenv_command() {
		\builtin local _av_e _av_name
		_av_e="$1"
		\builtin shift
		# In a shell of its own, as what may change is exported.
		if \[ -n "${_avenv_warned-}" ]; then
			(_avenv_may VIRTUAL_ENV_PROMPT AVENV_ENV VIRTUAL_ENV PATH PYTHONHOME AVENV_PYTHONHOME _OLD_VIRTUAL_PATH) 2>/dev/null || _av_e="r$_av_e"
		fi
		if \[ ! -x "$_avenv_cli" ]; then
			\builtin printf '%s\n' "avenv: '$_avenv_cli' is gone; start a new shell, or install avenv again" >&2
			\builtin return 127
		fi
		AVENV_HOOK="bash 3 $_av_e${_OLD_VIRTUAL_PATH+o}${_avenv_off:+x}:${AVENV_DISABLE-}" \
			AVENV_HOOK_SEEN="$_avenv_seen" AVENV_HOOK_ENTRY="${_avenv_entry-}" \
			AVENV_HOOK_PROJECT="${_avenv_project-}" \
			AVENV_HOOK_BORN="${_avenv_born-}" AVENV_HOOK_MUTES="${_avenv_mutes-}" \
			AVENV_HOOK_PROMPT="${_avenv_by-}" \
			"$_avenv_cli" "$@"
	}

	# As of bash 5.1 each entry of an array has "$_", the last word of the user's command, $?,
	# its status, and PIPESTATUS; of a string the first alone, and what is not the last of
	# a list sets off no trap.
	_avenv_end='_avenv_hook "$_" "$?"'
	if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
		_avenv_order
	else
		case "${PROMPT_COMMAND-}" in
		*_avenv_first*) ;;
		# Readonly, it stays.
		'') \builtin printf -v PROMPT_COMMAND %s '_avenv_first last "$?" "$_" && : "$_"' 2>/dev/null || : ;;
		*)
			\builtin printf -v PROMPT_COMMAND %s '_avenv_first "" "$?" "$_" && : "$_"'"
$PROMPT_COMMAND
"'_avenv_first last "$?" "" && :' 2>/dev/null || :
			;;
		esac
	fi
	case $_avenv_had in ?*) \builtin set "-$_avenv_had" ;; esac
	\builtin unset -v _avenv_had
	;;
esac
