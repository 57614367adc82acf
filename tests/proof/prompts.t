#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 14
"""The environment's name in the prompt, beside frameworks that Debian or make check lacks.
`tests/fetch.sh` fetches some of them into out/deps; what is missing is skipped by name."""

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
