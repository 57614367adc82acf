# SPDX-License-Identifier: GPL-3.0-or-later
# avenv bench: the .zshenv of a directory that zsh is told to be its ZDOTDIR, which goes
# on as the user has it.  bench.posix stands before it.

# What the hook does at one prompt: _avenv_last only where there are others.
_avenv_bench_hook() {
	_avenv_hook
	if [[ -n "$_avenv_bench_both" ]]; then _avenv_last; fi
}

# Every second prompt has a round; so there is one in between that is an idle prompt.
_avenv_bench_prompt() {
	_avenv_bench_say - 0
	builtin typeset -g _avenv_bench_number="$((${_avenv_bench_number:-0} + 1))"
	case "$_avenv_bench_number" in
	(1) _avenv_bench_facts ;;
	(*[13579]) _avenv_bench_round ;;
	esac
	_avenv_bench_say prompt 1
}

_avenv_bench_facts() {
	builtin emulate -L zsh
	builtin local each
	_avenv_bench_say version "$ZSH_VERSION"
	builtin typeset -g _avenv_bench_hooked='' _avenv_bench_both=''
	if (( ${+functions[_avenv_hook]} )) && [[ "${precmd_functions[*]-}" = *_avenv_hook* ]]; then
		_avenv_bench_hooked=1
		_avenv_bench_say hook 0
	fi
	if [[ "${precmd_functions[*]-}" = *_avenv_last* ]]; then _avenv_bench_both=1; fi
	for each in powerlevel10k/p10k powerlevel9k/prompt_powerlevel9k_setup oh-my-zsh/omz \
		prezto/pmodload zinit/zinit antidote/antidote antigen/antigen zplug/zplug zim/zimfw \
		znap/znap pure/prompt_pure_precmd spaceship/spaceship_exec_time_precmd_hook \
		typewritten/tw_redraw starship/starship_precmd oh-my-posh/_omp_precmd \
		liquidprompt/_lp_set_prompt powerline/_powerline_set_jobnum vcs_info/vcs_info \
		zsh-autosuggestions/_zsh_autosuggest_start zsh-syntax-highlighting/_zsh_highlight \
		fast-syntax-highlighting/fast-theme compinit/compdef fzf/fzf-history-widget \
		atuin/_atuin_precmd zoxide/__zoxide_hook direnv/_direnv_hook mise/_mise_hook \
		asdf/asdf pyenv/pyenv pyenv-virtualenv/_pyenv_virtualenv_hook conda/conda \
		virtualenvwrapper/workon zsh-autoswitch-virtualenv/check_venv nvm/nvm rbenv/rbenv \
		sdkman/sdk; do
		if (( ${+functions[${each#*/}]} )); then
			_avenv_bench_say has "${each%/*}"
		fi
	done
}

# First, as the hook knows whether it is the last.
_avenv_bench_first() {
	builtin emulate -L zsh
	builtin unset HISTFILE
	_avenv_bench_prompt
	precmd_functions=(_avenv_bench_prompt "${precmd_functions[@]}")
}

# The system's zshenv may have sent the shell elsewhere: then nothing is said.
_avenv_bench_say read 0

# What is scheduled runs behind all others at the first prompt, and what the startup
# files do to precmd_functions does not matter.
builtin zmodload zsh/datetime
builtin zmodload zsh/sched && builtin sched +0 _avenv_bench_first
builtin typeset -ga precmd_functions
if (( ${+_AVENV_BENCH_ZDOTDIR} )); then
	ZDOTDIR="$_AVENV_BENCH_ZDOTDIR"
else
	builtin unset ZDOTDIR
fi
case "$_AVENV_BENCH" in
(yours)
	if [[ -r "${ZDOTDIR-$HOME}/.zshenv" ]]; then
		builtin source "${ZDOTDIR-$HOME}/.zshenv"
	fi
	;;
(*)
	builtin setopt no_rcs no_global_rcs
	if [[ "$_AVENV_BENCH" = bare ]]; then
		builtin eval "$("$_AVENV_BENCH_AVENV" hook zsh)"
	fi
	;;
esac
