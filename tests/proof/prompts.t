#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 14
"""The environment's name in the prompt, beside frameworks that Debian or make check lacks.
`tests/fetch.sh` fetches some of them into out/deps; what is missing is skipped by name. No registry
has FRAMEWORKS: a checkout counts where it is out/deps/NAME."""

import re
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from framed import NAMES, OURS, framed, need, prompts  # noqa: E402
from harness import ROOT, SYSTEM_PATH, Skip, check, main, test  # noqa: E402

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


# The framework in out/deps, the files of its themes, and the lines that load theme @ of it
BASH_IT = ("bash-it", r"themes/([^/]+)/[^/]+\.theme\.bash", """export BASH_IT={} BASH_IT_THEME=@
source $BASH_IT/bash_it.sh
bind -m vi-insert -x '"\\C-x\\C-p": printf "\\e]7717;P\\a"'""")
OH_MY_BASH = ("oh-my-bash", r"themes/([^/]+)/[^/]+\.theme\.(?:ba)?sh", """export OSH={} OSH_THEME=@ DISABLE_AUTO_UPDATE=true
source $OSH/oh-my-bash.sh""")
OH_MY_ZSH = ("oh-my-zsh", r"themes/([^/]+)\.zsh-theme", """export ZSH={} ZSH_THEME=@ ZSH_DISABLE_COMPFIX=true
zstyle ':omz:update' mode disabled
source $ZSH/oh-my-zsh.sh""")
PREZTO = ("prezto", r"modules/prompt/functions/prompt_([^/]+)_setup", """[[ -e ~/.zprezto ]] || ln -s {} ~/.zprezto
zstyle ':prezto:load' pmodule environment terminal editor history directory spectrum utility python prompt
zstyle ':prezto:module:prompt' theme @
source ~/.zprezto/init.zsh""")
P10K = ("powerlevel10k", r"config/([^/]+)\.zsh", """source {0}/powerlevel10k.zsh-theme
source {0}/config/@.zsh
POWERLEVEL9K_DISABLE_GITSTATUS=true""")
LIQUIDPROMPT = ("liquidprompt", r"themes/([^/]+)/\1\.theme", "source {0}/liquidprompt\nsource {0}/themes/@/@.theme; lp_theme @")
TIDE = ("tide", r"functions/tide/configure/configs/([^/_]+)\.fish", """cp -R {0}/functions {0}/conf.d ~/.config/fish
functions -e fish_prompt fish_mode_prompt
set -U VIRTUAL_ENV_DISABLE_PROMPT true
source (functions --details _tide_sub_configure); _load_config @; _tide_finish
source ~/.config/fish/functions/fish_prompt.fish; source ~/.config/fish/functions/fish_mode_prompt.fish""")
FRAMEWORKS = (
    ("bash", *BASH_IT), ("bash", *OH_MY_BASH), ("bash", *OH_MY_BASH[:2], "OMB_PROMPT_SHOW_PYTHON_VENV=true\n" + OH_MY_BASH[2]),
    ("bash", *LIQUIDPROMPT), ("zsh", *LIQUIDPROMPT), ("zsh", *OH_MY_ZSH), ("zsh", *PREZTO), ("zsh", *P10K), ("fish", *TIDE))
# docs/questions.md says why there is no name; norbu keeps the last one.
NO_NAME = {("oh-my-bash", "powerbash10k"), ("oh-my-zsh", "amuse"), ("powerlevel10k", "p10k-robbyrussell")}
KEEPS = {("bash-it", "norbu")}


def walk(w, framework, theme, line):
    """The name is in the prompt of THEME once. tide draws its prompt again, later."""
    place = need(DEPS / framework, f"{framework} is not in out/deps")
    sh = framed(w, framework=line.format(place).replace("@", theme))
    for command, names in (("cd alpha", ["alpha-env"]), ("true", ["alpha-env"]), ("cd ../beta", ["beta-env"]), ("cd ..", [])):
        if framework == "tide":
            sh.run(command)
            time.sleep(1)
            sh.run("")
            drawn = [NAMES.findall(part) for part in re.split(r"[\r\n]+", sh.text)]
            check([*filter(None, drawn)][:1] or [[]], [names], f"names after {command!r} in {sh.text!r}")
            assert max(map(len, drawn)) <= 1 and not OURS.search(sh.text), sh.text
        elif names or (framework, theme) not in KEEPS:
            sh.names([] if (framework, theme) in NO_NAME else names, command, None)


for shell, name, files, load in FRAMEWORKS:
    found = {m[1] for f in (DEPS / name).rglob("*") if (m := re.fullmatch(files, str(f.relative_to(DEPS / name))))}
    shown = ", its display on" if "SHOW" in load else ""
    test(f"{name}'s {{1}}: the name once{shown}", (shell,), tuple((name, each, load) for each in sorted(found - {"random"}) or "?"))(walk)

EVERYWHERE = {"powerline": (powerline, False), "starship": (starship, False)}
TABLE = {
    "bash": EVERYWHERE,
    "zsh": {
        **EVERYWHERE,
        "pure": (fetched("fpath+=({})\nautoload -Uz promptinit; promptinit; prompt pure", "pure-prompt"), False),
        "spaceship": (fetched("source {}", "spaceship-prompt/spaceship.zsh"), False),
        "typewritten": (fetched("source {}", "typewritten/typewritten.zsh"), None),
        # Does what oh-my-zsh does at each prompt.
        "oh-my-zsh's agnoster": ("""setopt prompt_subst
prompt_virtualenv() {
    [[ -z $VIRTUAL_ENV || -z $VIRTUAL_ENV_DISABLE_PROMPT ]] || print -n "[${VIRTUAL_ENV:t}] "
}
PROMPT='%{%f%b%k%}$(prompt_virtualenv)%~ '""", True),
        "zsh's own adam1": ("autoload -Uz promptinit; promptinit; prompt adam1", True),
    },
    "fish": EVERYWHERE,
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
