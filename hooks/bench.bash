# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154,SC1090,SC2178,SC2128
# avenv bench: what bash runs before its first prompt, in place of ~/.bashrc or, bare,
# as PROMPT_COMMAND.  Each line to the descriptor _AVENV_BENCH_FD says what begins now,
# how often it is done, and when that is where there is a clock; what is timed ends with
# the next line.
#
# All is parsed before the user's files are read, who may have aliases for any word.

_avenv_bench_say() { # WHAT COUNT
	builtin printf '%s %s %s\n' "$1" "$2" "${EPOCHREALTIME-}" >&"$_AVENV_BENCH_FD"
}

_avenv_bench_true() { # COUNT
	builtin local i=0 out
	_avenv_bench_say true "$1"
	while [[ $i -lt $1 ]]; do
		i=$((i + 1))
		out=$("$_AVENV_BENCH_HELPER") || builtin :
	done
	_avenv_bench_say - 0
}

_avenv_bench_hooked() {
	[[ -n ${_avenv_begin-} && -n ${_avenv_end-} ]]
}

# What the hook does at one prompt.
_avenv_bench_hook() {
	builtin eval "$_avenv_begin"
	builtin eval "$_avenv_end"
}

_avenv_bench_idle() { # WHAT COUNT
	builtin local i=0
	# What is left to do after a transition is no idle prompt's.
	_avenv_bench_hook
	_avenv_bench_say "$1" "$2"
	while [[ $i -lt $2 ]]; do
		i=$((i + 1))
		_avenv_bench_hook
	done
	_avenv_bench_say - 0
}

# As the user would type it, with aliases.
_avenv_bench_cd() { # WHAT DIR
	_avenv_bench_say "$1" 1
	builtin eval 'cd "$2"'
	_avenv_bench_say - 0
}

_avenv_bench_round() {
	builtin local i=0
	_avenv_bench_cd - "$_AVENV_BENCH_DIR/away"
	_avenv_bench_true 5
	if _avenv_bench_hooked; then
		_avenv_bench_idle idle 50
		while [[ $i -lt 3 ]]; do
			i=$((i + 1))
			_avenv_bench_cd elsewhere "$_AVENV_BENCH_DIR/elsewhere"
			_avenv_bench_cd elsewhere "$_AVENV_BENCH_DIR/away"
			_avenv_bench_cd in "$_AVENV_BENCH_DIR/project"
			if [[ ${VIRTUAL_ENV-} != "$_AVENV_BENCH_DIR/project/.venv" ]]; then
				_avenv_bench_say off 0
			elif [[ $i = 1 ]]; then
				_avenv_bench_idle idle_in 50
			fi
			_avenv_bench_cd out "$_AVENV_BENCH_DIR/away"
		done
	fi
	_avenv_bench_say round 0
}

# Every second prompt has a round; so there is one in between that is an idle prompt.
_avenv_bench_prompt() {
	_avenv_bench_say - 0
	_avenv_bench_number=$((${_avenv_bench_number-0} + 1))
	case $_avenv_bench_number in
	1) _avenv_bench_facts ;;
	*[13579]) _avenv_bench_round ;;
	esac
	_avenv_bench_say prompt 1
}

_avenv_bench_facts() {
	builtin local each
	_avenv_bench_say version "${BASH_VERSION%%'('*}"
	if _avenv_bench_hooked; then _avenv_bench_say hook 0; fi
	for each in ble.sh/ble bash-it/_bash-it-describe oh-my-bash/_omb_module_require \
		bash-preexec/__bp_precmd_invoke_cmd starship/starship_precmd \
		oh-my-posh/_omp_hook liquidprompt/_lp_set_prompt \
		powerline/_powerline_set_prompt powerline-shell/_update_ps1 \
		bash-git-prompt/setGitPrompt git-prompt/__git_ps1 vte/__vte_prompt_command \
		bash-completion/_init_completion fzf/__fzf_history__ atuin/_atuin_precmd \
		zoxide/__zoxide_hook direnv/_direnv_hook mise/_mise_hook asdf/asdf \
		pyenv/pyenv pyenv-virtualenv/_pyenv_virtualenv_hook conda/conda \
		virtualenvwrapper/workon nvm/nvm rbenv/rbenv sdkman/sdk; do
		if builtin declare -F "${each#*/}" >/dev/null; then
			_avenv_bench_say has "${each%/*}"
		fi
	done
}

_avenv_bench_last() {
	if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
		PROMPT_COMMAND+=(_avenv_bench_prompt)
	else
		PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND
}_avenv_bench_prompt"
	fi
}

case $_AVENV_BENCH in
yours)
	if [[ -r ~/.bashrc ]]; then . ~/.bashrc; fi
	# Read as ever, and never written.
	if [[ -n ${HISTFILE-} ]]; then builtin history -r 2>/dev/null || builtin :; fi
	builtin unset -v HISTFILE
	_avenv_bench_last
	;;
*)
	# This is the first prompt already.
	PROMPT_COMMAND=
	if [[ $_AVENV_BENCH = bare ]]; then
		builtin eval "$("$_AVENV_BENCH_AVENV" hook bash)"
		_avenv_bench_hook
	fi
	_avenv_bench_last
	_avenv_bench_prompt
	;;
esac
