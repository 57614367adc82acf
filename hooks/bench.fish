# SPDX-License-Identifier: GPL-3.0-or-later
# avenv bench: what fish runs after the user's files and before its first prompt.  Each
# line to the descriptor _AVENV_BENCH_FD says what begins now, and how often it is done;
# what is timed ends with the next line.  fish has no clock of its own.

# $argv: what, how often.
function _avenv_bench_say
    builtin echo "$argv[1] $argv[2]" >&$_AVENV_BENCH_FD
end

# Nothing is forked to count to fifty.
set -g _avenv_bench_fifty (string split '' -- (string repeat -n 50 x))

function _avenv_bench_true
    _avenv_bench_say true 5
    for i in $_avenv_bench_fifty[1..5]
        set -l out ($_AVENV_BENCH_HELPER)
    end
    _avenv_bench_say - 0
end

function _avenv_bench_idle
    # What is left to do after a transition is no idle prompt's.
    _avenv_prompt
    fish_prompt >/dev/null
    _avenv_prompt
    _avenv_bench_say $argv[1] 50
    for i in $_avenv_bench_fifty
        _avenv_prompt
    end
    _avenv_bench_say - 0
end

# As the user would type it; fish's own function, which remembers directories, is
# no part of a bare shell.  $argv: what, where.
if test "$_AVENV_BENCH" = yours
    function _avenv_bench_cd
        _avenv_bench_say $argv[1] 1
        cd $argv[2]
        _avenv_bench_say - 0
    end
else
    function _avenv_bench_cd
        _avenv_bench_say $argv[1] 1
        builtin cd $argv[2]
        _avenv_bench_say - 0
    end
end

function _avenv_bench_round
    _avenv_bench_cd - $_AVENV_BENCH_DIR/away
    _avenv_bench_true
    if functions -q _avenv_prompt
        _avenv_bench_idle idle
        for i in 1 2 3
            _avenv_bench_cd elsewhere $_AVENV_BENCH_DIR/elsewhere
            _avenv_bench_cd elsewhere $_AVENV_BENCH_DIR/away
            _avenv_bench_cd in $_AVENV_BENCH_DIR/project
            if test "$VIRTUAL_ENV" != $_AVENV_BENCH_DIR/project/.venv
                _avenv_bench_say off 0
            else if test $i = 1
                _avenv_bench_idle idle_in
            end
            _avenv_bench_cd out $_AVENV_BENCH_DIR/away
        end
    end
    _avenv_bench_say round 0
end

# Every second prompt has a round; so there is one in between that is an idle prompt.
function _avenv_bench_prompt --on-event fish_prompt
    _avenv_bench_say - 0
    switch "$_avenv_bench_odd"
        case first
            _avenv_bench_facts
            set -g _avenv_bench_odd 1
        case 0
            _avenv_bench_round
            set -g _avenv_bench_odd 1
        case 1
            set -g _avenv_bench_odd 0
    end
    _avenv_bench_say prompt 1
end
set -g _avenv_bench_odd first

function _avenv_bench_facts
    _avenv_bench_say version $FISH_VERSION
    functions -q _avenv_prompt; and _avenv_bench_say hook 0
    for each in fisher/fisher oh-my-fish/omf tide/tide starship/starship_transient_prompt_func \
        oh-my-posh/set_poshcontext pure/_pure_prompt hydro/_hydro_prompt \
        spacefish/spacefish_prompt bobthefish/__bobthefish_start_segment \
        powerline/powerline-setup fzf/fzf_key_bindings fzf.fish/_fzf_search_history \
        atuin/_atuin_preexec zoxide/__zoxide_hook direnv/__direnv_export_eval \
        mise/__mise_env_eval asdf/asdf pyenv/pyenv virtualfish/vf conda/conda nvm/nvm rbenv/rbenv
        functions -q (string split / -- $each)[2]; and _avenv_bench_say has (string split / -- $each)[1]
    end
end

# Where none were made yet, fish looks for a Python to make completions of every manual
# page in the background, which would be all that is measured.
function __fish_anypython
    return 1
end

if test "$_AVENV_BENCH" = bare
    $_AVENV_BENCH_AVENV hook fish | source
end
