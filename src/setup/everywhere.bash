# shellcheck shell=bash disable=SC1090,SC2015,SC2016,SC2088,SC2128
# Written by 'avenv setup --everywhere': BASH_ENV, which bash reads before a command string and a
# script. It reads the user's own BASH_ENV first, and in a script does nothing else: $? and $_ are
# the same as without it. The trace of `bash -x`, which is not the user's, goes where standard error
# is closed.
#
# A here-document expands what bash expands in BASH_ENV: parameters, commands and arithmetic. The
# colons keep the text from being the line that ends it, and a last backslash from joining that
# line. Not read are a file like this one, of another home directory, which might read this one; a
# value of two lines; and ~NAME, which `.` does not expand. A name without a slash is no command to
# search for on PATH.
{
	_avenv_word=${_-} _avenv_out=''
	if [[ -n ${AVENV_BASH_ENV-} &&
		$AVENV_BASH_ENV != */avenv/everywhere/bash* &&
		$AVENV_BASH_ENV != *$'\n'* ]]; then
		\eval $'IFS= \\builtin read -r _avenv_out <<_\n:'"$AVENV_BASH_ENV"$':\n_' || :
		_avenv_out=${_avenv_out#:} _avenv_out=${_avenv_out%:}
		case $_avenv_out in
		'~/'*) _avenv_out=~/${_avenv_out#*/} ;;
		'~'*) _avenv_out='' ;;
		*/* | '') ;;
		*) _avenv_out=./$_avenv_out ;;
		esac
	fi
	[[ ! -r $_avenv_out ]]
} 2>&- || . "$_avenv_out" || :
{
	# The last argument of a function stays in $_. A restricted shell, in which a cd could not
	# set PATH, has no r in $- yet.
	_avenv_end() {
		\unset -v _avenv_out _avenv_word && \unset -f _avenv_end
		\shopt -q restricted_shell
	}
	if _avenv_end "$_avenv_word" || [[ -z ${BASH_EXECUTION_STRING+x} ]]; then \return 0; fi
	# direnv and mise read the variables of their bash back, and would export ours as theirs. In
	# direnv's, and below it, DIRENV_DIR is not set yet; in what `direnv exec` starts, it is.
	if [[ -n ${DIRENV_WATCHES-}${DIRENV_IN_ENVRC-} && -z ${DIRENV_DIR-} ||
		$BASH_EXECUTION_STRING = *$'\nexport -p\n' ]]; then
		\return 0
	fi
} 2>&-
{
	_avenv_helper='@HELPER@' _avenv_state='' _avenv_name='' _avenv_start=${AVENV_ENV-}
	_avenv_look() {
		# A DEBUG trap may print, and its output is no code.
		{ _avenv_out=$({ \trap - DEBUG; } >&- && \exec "$_avenv_helper" bash 6 "$1" \
			"$_avenv_state" "$PWD" "${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" \
			"${_OLD_VIRTUAL_PATH-}" "${AVENV_DISABLE-}" 1); } 2>&- &&
			\eval "$_avenv_out"
	}

	# Run cd, pushd or popd, and look.
	_avenv_go() {
		\local _avenv_status=0
		\builtin "$@" 2>&- || _avenv_status=$?
		if [[ $_avenv_status = 0 ]]; then
			_avenv_look cd || :
			# A warning of a cd that succeeds: this directory was removed.
			[[ . -ef ${PWD-} ]] || (\builtin cd .) || :
			\return 0
		fi

		# The error begins with this file's name and a line in it, "FILE: line 30: cd: ".
		# Without these functions it would be the caller's.
		_avenv_out=$(\builtin "$@" 2>&1 >&-) || :
		if [[ $_avenv_out != "$BASH_SOURCE: "* ]]; then
			[[ -z $_avenv_out ]] || \printf '%s\n' "$_avenv_out" >&2
			\return "$_avenv_status"
		fi
		_avenv_out=${_avenv_out#"$BASH_SOURCE: "}
		\set -- "${_avenv_out%%[0-9]*}" "${_avenv_out#*[0-9]}"
		\printf '%s: %s%s%s\n' "${BASH_SOURCE[2]:-$0}" "$1" "${BASH_LINENO[1]}" \
			"${2#"${2%%[!0-9]*}"}" >&2
		\return "$_avenv_status"
	}
	# An agent replays functions without those whose name begins with "_".
	for _avenv_out in cd pushd popd; do
		\declare -F "$_avenv_out" || \eval "function $_avenv_out {"'
			{ \local _avenv_x=${-//[!x]/} && \set +x; } 2>&-
			if \declare -F _avenv_go >/dev/null; then
				\set -- _avenv_go "$FUNCNAME" "$@"
			else
				\set -- \builtin "$FUNCNAME" "$@"
			fi
			"$@" && \set -- 0 || \set -- "$?"
			{ [[ -z $_avenv_x ]] || \set -x && \return "$1"; } 2>&-
		}'
	done >/dev/null
	_avenv_look cd || :
} 2>&-
