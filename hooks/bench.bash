# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154,SC1090,SC2178,SC2128
# avenv bench: what bash runs before its first prompt, in place of ~/.bashrc or, bare,
# as PROMPT_COMMAND.  bench.posix stands before it.

# What the hook does at one prompt.
_avenv_bench_hook() {
	builtin eval "$_avenv_bench_hooked"
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
	if [[ -n $_avenv_bench_hooked ]]; then _avenv_bench_say hook 0; fi
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

# The hook's part of PROMPT_COMMAND, as it is from the first prompt on, which is measured,
# and ours behind all.  Where the hook is alone, room for a string is its part as well; an
# entry of ours would be company.
_avenv_bench_last() {
	builtin local IFS=$'\n' each alone=''
	_avenv_bench_hooked=''
	if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501)); then
		while builtin read -r each; do
			case $each in *_avenv_first*) _avenv_bench_hooked="$_avenv_bench_hooked$each"$'\n' ;; esac
		done <<<"${PROMPT_COMMAND-}"
		PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND
}_avenv_bench_prompt"
		builtin return 0
	fi
	if builtin declare -F _avenv_order >/dev/null; then
		_avenv_order
		_avenv_bench_hooked="$_avenv_end"
		if [[ ${PROMPT_COMMAND[*]} = ":"$'\n'"$_avenv_end" ]]; then alone=1; fi
	fi
	if [[ -n $alone ]]; then
		_avenv_bench_hooked=":"$'\n'"$_avenv_end"
		_avenv_end="$_avenv_end; _avenv_bench_prompt"
		PROMPT_COMMAND=(: "$_avenv_end")
	else
		PROMPT_COMMAND+=(_avenv_bench_prompt)
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
	fi
	_avenv_bench_last
	_avenv_bench_hook
	_avenv_bench_prompt
	;;
esac
