#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 14
"""The environment's name in the prompt, beside frameworks that Debian or make check lacks.
tests/prompts-deps.sh fetches some of them into out/deps; what is missing is skipped by name."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
# pylint: disable=wrong-import-position
from framed import disabled, framed, need, projects, story  # noqa: E402
from harness import ROOT, SYSTEM_PATH, Skip, main, test  # noqa: E402

DEPS = ROOT / "out/deps"


def fetched(path):
    return need(DEPS / path, f"{path.split('/')[0]} is not here; make prompts-deps fetches it")


def powerline(w):
    place = need(f"/usr/share/powerline/bindings/{w.kind}",
                 "powerline is not here; apt-get install powerline brings it")
    if w.kind == "fish":
        return f"set fish_function_path $fish_function_path {place}; powerline-setup"
    return f"source {place}/powerline.{'sh' if w.kind == 'bash' else 'zsh'}"


def pure(_):
    return f"fpath+=({fetched('pure-prompt')})\nautoload -Uz promptinit; promptinit; prompt pure"


def spaceship(_):
    return "source " + fetched("spaceship-prompt/spaceship.zsh")


def typewritten(_):
    return "source " + fetched("typewritten/typewritten.zsh")


def starship(w):
    found = shutil.which("starship", path=f"{DEPS}/bin:{SYSTEM_PATH}")
    if not found:
        raise Skip("starship is not here; make prompts-deps builds it")
    return f"{found} init fish | source" if w.kind == "fish" else f'eval "$({found} init {w.kind})"'


def powerlevel9k(_):
    theme = need("/usr/share/powerlevel9k/powerlevel9k.zsh-theme",
                 "zsh-theme-powerlevel9k is not installed")
    return f"POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(dir virtualenv vcs)\nsource {theme}"


# A framework, its shells, and whether avenv shows the name (None: both would look the same).
REAL = ((powerlevel9k, ("zsh",), False), (pure, ("zsh",), False),
        (spaceship, ("zsh",), False), (typewritten, ("zsh",), None),
        (powerline, ("bash", "zsh", "fish"), False),
        (starship, ("bash", "zsh", "fish"), False))

for each, kinds, shown in REAL:
    @test(f"{each.__name__}: the name once at each step", kinds=kinds, cases=((each, shown),))
    def steps(w, framework, ours):
        story(w, framework(w), ours)

    @test(f"{each.__name__} and VIRTUAL_ENV_DISABLE_PROMPT: nothing of avenv's", kinds=kinds,
          cases=((each,),))
    def silent(w, framework):
        disabled(w, framework(w))


# These do what the framework does at each prompt.
STAND_INS = {
    "bash": {
        "bash-git-prompt": (r"""setGitPrompt() {
    PS1='\w \n$ '
    if [[ -n "${VIRTUAL_ENV-}" ]]; then PS1="\[\e[34m\](${VIRTUAL_ENV##*/})\[\e[0m\] $PS1"; fi
}
PROMPT_COMMAND=setGitPrompt""", None),
        "powerline-shell": (r"""_update_ps1() { PS1="${VIRTUAL_ENV:+<${VIRTUAL_ENV##*/}>}\w$ "; }
PROMPT_COMMAND="_update_ps1;${PROMPT_COMMAND-}" """, False),
    },
    "zsh": {
        "oh-my-zsh's robbyrussell": (
            "setopt prompt_subst\nPROMPT='%(?:%%:!) %c $(git_prompt_info)'\n"
            "git_prompt_info() { :; }", True),
        "oh-my-zsh's agnoster": ("""setopt prompt_subst
prompt_virtualenv() {
    [[ -z $VIRTUAL_ENV || -z $VIRTUAL_ENV_DISABLE_PROMPT ]] || print -n "[${VIRTUAL_ENV:t}] "
}
PROMPT='%{%f%b%k%}$(prompt_virtualenv)%~ '""", True),
        "a transient prompt": (r"""LONG='%~ %# ' RPROMPT='right'
PROMPT=$LONG
zle-line-finish() { PROMPT='T> '; zle reset-prompt; }
zle -N zle-line-finish
restore() { PROMPT=$LONG; }
precmd_functions+=(restore)""", True),
        **{f"zsh's own {theme}": (
            f"autoload -Uz promptinit; promptinit; prompt {theme}", True)
            for theme in ("adam1", "walters", "redhat", "suse")},
    },
    "fish": {
        "tide": ("""function fish_prompt
    _tide_item_python
    printf '> '
end
function _tide_item_python
    test -z "$VIRTUAL_ENV"; or printf 'py (%s) ' (string split -r -m1 / $VIRTUAL_ENV)[2]
end""", False),
    },
}

for kind, names in STAND_INS.items():
    @test("like {}: the name once at each step", kinds=(kind,), cases=tuple(names))
    def stand_in(w, name):
        story(w, *STAND_INS[w.kind][name])


@test("each of fish's sample prompts: the name once", kinds=("fish",))
def samples(w):
    found = sorted(Path("/usr/share/fish/tools/web_config/sample_prompts").glob("*.fish"))
    if not found:
        raise Skip("this fish has no sample prompts")
    projects(w)
    for sample in found:
        sh = framed(w, framework=f"source {sample}")
        for command, names in (("cd alpha", ["alpha-env"]), ("true", ["alpha-env"]), ("cd ..", [])):
            sh.shows(names, command, None)


if __name__ == "__main__":
    sys.exit(main())
