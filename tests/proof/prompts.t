#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 14
"""The environment's name in the prompt, beside frameworks that Debian or make check lacks.
`tests/fetch.sh` fetches some of them into out/deps; what is missing is skipped by name. No registry
has bash-it, oh-my-bash, oh-my-zsh, prezto, powerlevel10k, bobthefish and hydro: a checkout of them
counts where it is out/deps/NAME."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from framed import framed, need, prompts  # noqa: E402
from harness import ROOT, SYSTEM_PATH, Skip, main, test  # noqa: E402

DEPS = ROOT / "out/deps"


def fetched(before, path):
    return lambda _: before.format(need(DEPS / path, f"{path.split('/')[0]} is not in out/deps"))


def powerline(w):
    place = need(f"/usr/share/powerline/bindings/{w.kind}", "powerline is not here")
    if w.kind == "fish":
        return f"set fish_function_path $fish_function_path {place}; powerline-setup"
    return f"source {place}/powerline.{'sh' if w.kind == 'bash' else 'zsh'}"


def starship(w):
    found = shutil.which("starship", path=f"{DEPS}/bin:{SYSTEM_PATH}")
    if not found:
        raise Skip("starship is not in out/deps")
    return f"{found} init fish | source" if w.kind == "fish" else f'eval "$({found} init {w.kind})"'


def themes(path, line, names):
    """Rows of the framework in out/deps/PATH, loaded by LINE, in which @ is one of its themes NAMES."""
    return {f"{path}'s {name}": (fetched(line.replace("@", name), path), None) for name in names.split()}


BASH_IT = "export BASH_IT={} BASH_IT_THEME=@\nsource $BASH_IT/bash_it.sh"
OH_MY_BASH = "export OSH={} OSH_THEME=@ DISABLE_AUTO_UPDATE=true OMB_PROMPT_SHOW_PYTHON_VENV=%s\nsource $OSH/oh-my-bash.sh"
OH_MY_ZSH = """export ZSH={} ZSH_THEME=@ ZSH_DISABLE_COMPFIX=true
zstyle ':omz:update' mode disabled
source $ZSH/oh-my-zsh.sh"""
PREZTO = """[[ -e ~/.zprezto ]] || ln -s {} ~/.zprezto
zstyle ':prezto:load' pmodule environment terminal editor history directory spectrum utility python prompt
zstyle ':prezto:module:prompt' theme @
source ~/.zprezto/init.zsh"""
P10K = "POWERLEVEL9K_DISABLE_GITSTATUS=true\nsource {0}/powerlevel10k.zsh-theme\nsource {0}/config/@.zsh"
BOBTHEFISH = "set -g theme_display_virtualenv @\nfor f in {0}/functions/*.fish; source $f; end"
HYDRO = "source {0}/conf.d/@.fish\nsource {0}/functions/fish_prompt.fish"
EVERYWHERE = {"powerline": (powerline, False), "starship": (starship, False)}
TABLE = {
    "bash": {
        **EVERYWHERE,
        **themes("bash-it", BASH_IT, "bobby powerline-multiline pure lambda wanelo brainy sexy demula modern"),
        **themes("oh-my-bash", OH_MY_BASH % "true", "font agnoster axin brainy powerline"),
        **{name + ", no display": row for name, row in themes(
            "oh-my-bash", OH_MY_BASH % "false", "font agnoster axin").items()},
    },
    "zsh": {
        **EVERYWHERE,
        "pure": (fetched("fpath+=({})\nautoload -Uz promptinit; promptinit; prompt pure", "pure-prompt"), False),
        "spaceship": (fetched("source {}", "spaceship-prompt/spaceship.zsh"), False),
        "typewritten": (fetched("source {}", "typewritten/typewritten.zsh"), None),
        **themes("oh-my-zsh", OH_MY_ZSH, "robbyrussell bira gnzh muse half-life kennethreitz agnoster"),
        **themes("prezto", PREZTO, "sorin paradox nicoulaj peepcode"),
        **themes("powerlevel10k", P10K, "p10k-lean p10k-classic p10k-pure"),
        # Does what oh-my-zsh does at each prompt.
        "oh-my-zsh's agnoster": ("""setopt prompt_subst
prompt_virtualenv() {
    [[ -z $VIRTUAL_ENV || -z $VIRTUAL_ENV_DISABLE_PROMPT ]] || print -n "[${VIRTUAL_ENV:t}] "
}
PROMPT='%{%f%b%k%}$(prompt_virtualenv)%~ '""", True),
        "zsh's own adam1": ("autoload -Uz promptinit; promptinit; prompt adam1", True),
    },
    "fish": {**EVERYWHERE, **themes("bobthefish", BOBTHEFISH, "yes no"), **themes("hydro", HYDRO, "hydro")},
}
prompts(TABLE, ("powerline", "starship", "pure", "spaceship"))


@test("each of fish's sample prompts: the name once", kinds=("fish",))
def samples(w):
    found = sorted(Path("/usr/share/fish/tools/web_config/sample_prompts").glob("*.fish"))
    if not found:
        raise Skip("this fish has no sample prompts")
    for sample in found:
        sh = framed(w, framework=f"source {sample}")
        for command, names in (("cd alpha", ["alpha-env"]), ("true", ["alpha-env"]), ("cd ..", [])):
            sh.names(names, command, None)


main()
