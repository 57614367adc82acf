# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2072,SC2128,SC2154,SC2178,SC2209
# avenv: the hook for bash 3.2 and newer.
#
# Loaded by  eval "$(avenv hook bash)"  or by sourcing the installed file; loading it again
# resets it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol. A
# backslash prevents the expansion of aliases. A call of a function costs bash 4 us, a fork 400.
case $-/${BASHOPTS-} in
*r*/* | *restricted_shell*) ;; # such a shell may neither redirect nor set PATH
*i*/*)
	# A parent shell may have exported these variables.
	\export -n _avenv_helper='@HELPER@' _avenv_cli='@AVENV@' _avenv_run=_avenv_prompt \
		_avenv_arg _avenv_name='' _avenv_word='' _avenv_state='' _avenv_last='' _avenv_out \
		_avenv_branch='' _avenv_names='' _avenv_here='' _avenv_traced='' _avenv_judged='' \
		_avenv_other_names='' _avenv_may='' _avenv_late='' _avenv_tools='' _avenv_there=''

	# Run at each prompt, first in PROMPT_COMMAND; $1: the status to return, $2: the last word of
	# the user's command. Where needed it runs last, too, without arguments. The helper
	# does not run if nothing has changed since the last answer. `set -x` shows three lines.
	_avenv_prompt() {
		case $- in *x*) \set +x && _avenv_traced=1 ;; esac
		if ! [[ $PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-} = "$_avenv_last" &&
			(-z $_avenv_here || ! -L ${VIRTUAL_ENV-} && $_avenv_here -ef $_avenv_there) &&
			(-z ${2-} || ${2#./} = */?* || $2 != *$_avenv_word* || -L ${2%/} ||
			! -e $2/pyvenv.cfg || $2$HISTCMD = "$_avenv_arg") && (-z $_avenv_names ||
			! -L .venv && ! -L venv && ! -L env && ! -L .env && ! -L virtualenv &&
			! -e .venv && ! -e venv && ! -e env && ! -e .env && ! -e virtualenv) ]] ||
			{ [[ -n $_avenv_other_names ]] && ! _avenv_other_names; }; then
			_avenv_arg=${2-}$HISTCMD && _avenv_look prompt
		fi
		[[ -z $_avenv_name$_avenv_late || ${PS1-} = *_avenv_name* &&
			-n ${1+$_avenv_late}$_avenv_judged ]] || _avenv_show "$@"
		[[ -n $_avenv_traced ]] || \return "${1-0}"
		{ _avenv_traced='' && \set -x && \return "${1-0}"; } 2>/dev/null
	}

	# Run the helper; $1: the event. Without an answer it is not run again before the next
	# change: one ^C ends a helper that hangs.
	_avenv_look() {
		_avenv_here='' _avenv_names='' _avenv_other_names=''
		_avenv_last=$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}
		{ _avenv_out=$("$_avenv_helper" bash 6 "$1" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "${PATH-}" "${_OLD_VIRTUAL_PATH-}" \
			"${AVENV_DISABLE-}" "${AVENV_QUIET-}"); } 2>&- && _avenv_apply
	}

	_avenv_apply() {
		\eval "$_avenv_out"
		_avenv_last=$PWD//${VIRTUAL_ENV-}//${AVENV_ENV-}//${_OLD_VIRTUAL_PATH+1}//${AVENV_DISABLE-}//${PATH-}
		[[ -z $_avenv_name || ${PS1-} = *_avenv_name* ]] || _avenv_late=$_avenv_may$_avenv_tools
		[[ -z $_avenv_name || -z ${_avenv_late-}${VIRTUAL_ENV_DISABLE_PROMPT-} && ${PS1:-.} = "${_avenv_judged-}" &&
			$PS1 != *"$_avenv_name"* && $PS1 != *"${VIRTUAL_ENV##*/}"* ]] || _avenv_judged=''
	}

	# Put the name before PS1, in a variable, since bash expands the text of PS1; but not if PS1
	# shows the environment. $1: the first call, which leaves it to a last one. That one ends if
	# the user's commands leave PS1 as it is, or show the environment. The text of a PS1 that expands
	# nothing, but a chroot as Debian's does, is kept in _avenv_judged: it shows an environment only
	# if it has its name.
	_avenv_show() {
		\local mark='${_avenv_name:+($_avenv_name) }' debian='${debian_chroot:+($debian_chroot)}'
		\local was="$_avenv_name" ps1="${PS1-}" new
		new=${ps1//"$mark"/}
		[[ -z $was || -n ${1+$_avenv_late} ]] || ! _avenv_shown "$new" || _avenv_name=''
		[[ -n $was && -z $_avenv_name ]] || new=$mark$new
		[[ $new = "$ps1" ]] || \printf -v PS1 %s "$new" 2>/dev/null || _avenv_name=''
		[[ -z ${1+$_avenv_late} ]] || \return 0
		_avenv_judged=${PS1-1} new=${new#"$mark"} new=" ${new//"$debian"/}"
		[[ $new != *[!\\][\$\`]* && $new != *\\[\\]* && $new != *\\[01]4* ]] || _avenv_judged=1
		[[ $ps1 != *_avenv_name* && $was = "$_avenv_name" ]] || _avenv_late=$_avenv_tools
	}

	# Whether the prompt $1 shows the environment: by VIRTUAL_ENV, its name or last component, in
	# the text that bash expands without a fork, a side effect or a word about it. The directory's path
	# and name do not show it, nor does the branch, once.
	_avenv_shown() {
		\local text=" ${1//\\[uhHwW]/ } "
		[[ -z ${VIRTUAL_ENV_DISABLE_PROMPT-} && $1 != *VIRTUAL_ENV* ]] && \shopt -q promptvars || \return 0
		if ! [[ $BASH_VERSION < '4.4' ]]; then
			text=${text//\\[0-7]/ } text=${text//\$[[(]/ } text=${text//[()\`]/ } text=${text//@P/@Q}
			text=${text//++/+} && { text=${text//--/-} && text=${text@P}; } 2>/dev/null
		fi
		[[ $1 = *\\[wW]* || $text = *"/${PWD##*/}"* ]] ||
			text=${text/[![:alnum:]_.-]"${PWD##*/}"[![:alnum:]_.-]/  }
		text=${text/[!\\a-ln-zA-Z0-9_.\/-]"${_avenv_branch:-::}"[![:alnum:]_\/-]/  }
		text+=${text//[0-9]m/ }
		[[ $text = *[!\\[:alnum:]_./-]"$_avenv_name"[![:alnum:]_/-]* ||
			$text = *[!\\[:alnum:]_./-]"${VIRTUAL_ENV##*/}"[![:alnum:]_/-]* ]]
	}

	# Some commands print code for this shell; any other may change which environment is found. A shell
	# that replays these functions has no variables.
	function avenv {
		\local re=$'^\n((-C\n|-[^C\n])[^\n]*\n)*((de)?activate|on|off|select)\n'
		\local IFS=$'\n' status=0
		if [[ -z ${_avenv_cli-} ]]; then
			\command avenv "$@" || status=$?
		elif [[ $'\n'"$*"$'\n' =~ $re ]]; then
			_avenv_out=$(_avenv_call "$@") || status=$?
			[[ $_avenv_out = ': avenv'* ]] && _avenv_apply ||
				\printf %s "${_avenv_out:+$_avenv_out$'\n'}"
		else
			_avenv_call "$@" || status=$?
			IFS=' ' && _avenv_look "command $*"
		fi
		\return "$status"
	}

	_avenv_call() {
		[[ -x $_avenv_cli ]] || ! \echo "avenv: '$_avenv_cli' is gone" >&2 || \return 127
		AVENV_SHELL='bash 6' AVENV_STATE=$_avenv_state AVENV_DISABLE=${AVENV_DISABLE-} \
			AVENV_PROMPTS="${_avenv_run#_avenv_}${PROMPT_COMMAND[*]-}${__vsc_original_prompt_command-}" AVENV_CD=$(\declare -f cd) \
			AVENV_OLD_PATH=${_OLD_VIRTUAL_PATH-} PATH=${PATH-} "$_avenv_cli" "$@"
	}

	# The first TAB removes this function and loads the completion; then bash completes again.
	_avenv_load() {
		\complete -r avenv && \unset -f _avenv_load
		! _avenv_out=$("$_avenv_cli" hook --completion bash 2>&-) || \eval "$_avenv_out"
		\return 124
	}
	\complete -F _avenv_load avenv

	# Let `cd x && python` use x's environment. A function of the user's own or of zoxide that
	# exists now is called by another name, and parsed without the aliases of today.
	for _avenv_arg in cd pushd popd __zoxide_cd; do
		_avenv_out="\\builtin $_avenv_arg"
		if \declare -F "$_avenv_arg" >/dev/null; then
			_avenv_out=$(\declare -f "$_avenv_arg" && \shopt -p expand_aliases)
			[[ $_avenv_out != *_avenv_* && $_avenv_out != *FUNCNAME* ]] || \continue
			\eval $'\\shopt -u expand_aliases\n_avenv_own_'"$_avenv_out"
			_avenv_out=_avenv_own_$_avenv_arg
		fi
		[[ $_avenv_out = *' _'* ]] ||
			\eval "function $_avenv_arg { $_avenv_out \"\$@\" || \\return; _avenv_look cd 2>/dev/null || :; \\return 0; }"
	done 2>/dev/null

	# PROMPT_COMMAND stays one string: VS Code and bash before 5.1 support no array. A DEBUG trap
	# sees one command, first, and an ERR trap none; a shell that inherits the string runs `:`.
	# Nothing sees a loop over no words, where no last call is needed. With a DEBUG trap only direnv
	# and mise have one, since it would start a timer.
	_avenv_arg=PROMPT_COMMAND
	[[ ${PROMPT_COMMAND-} != __vsc_prompt_cmd* ]] ||
		_avenv_arg=__vsc_original_prompt_command PROMPT_COMMAND=__vsc_prompt_cmd_original
	_avenv_out=${PROMPT_COMMAND:+$(\trap -p DEBUG)}
	[[ -z ${PROMPT_COMMAND-} || -n ${_avenv_out##*__bp_*} ]] || _avenv_may=1
	_avenv_out=${!_avenv_arg-}
	[[ $_avenv_out != *_direnv_hook* && $_avenv_out != *_mise_hook* ]] || _avenv_tools=1
	_avenv_late=$_avenv_may$_avenv_tools
	[[ $_avenv_out = *_avenv_run* ]] || \printf -v "$_avenv_arg" '%s\n%s\n%s' \
		'"${_avenv_run-:}" "$?" "$_" && for _avenv_out in; do :; done' "$_avenv_out" \
		'for _avenv_out in $_avenv_late; do _avenv_prompt; done' 2>/dev/null || _avenv_run=readonly
	;;
esac
