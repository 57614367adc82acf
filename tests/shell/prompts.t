#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The indicator beside real prompt frameworks, as their packages set them up."""

import shutil
import sys

from framed import DEPS, follow, framed, need, projects
from harness import SYSTEM_PATH, Skip, check, main, test

APT = "apt-get install {} brings it"
FETCH = "make prompts-deps fetches it"


def liquidprompt(_):
    return "source " + need("/usr/share/liquidprompt/liquidprompt", APT.format("liquidprompt"))


def powerlevel9k(_):
    theme = need("/usr/share/powerlevel9k/powerlevel9k.zsh-theme", APT.format("zsh-theme-powerlevel9k"))
    return f"source {theme}"


def powerlevel9k_virtualenv(_):
    return "POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(context dir virtualenv vcs)\n" + powerlevel9k(_)


def powerline(w):
    place = need(f"/usr/share/powerline/bindings/{w.kind}", APT.format("powerline"))
    if w.kind == "fish":
        return f"set fish_function_path $fish_function_path {place}; powerline-setup"
    return f"source {place}/powerline.{'sh' if w.kind == 'bash' else 'zsh'}"


def pure(_):
    place = need(DEPS / "pure-prompt", FETCH)
    return f"fpath+=({place})\nautoload -Uz promptinit\npromptinit\nprompt pure"


def spaceship(_):
    return "source " + need(DEPS / "spaceship-prompt/spaceship.zsh", FETCH)


def typewritten(_):
    return "source " + need(DEPS / "typewritten/typewritten.zsh", FETCH)


def starship(w):
    found = shutil.which("starship", path=f"{DEPS}/bin:{SYSTEM_PATH}")
    if not found:
        raise Skip("starship is not built; make prompts-deps builds it")
    return f"{found} init fish | source" if w.kind == "fish" else f'eval "$({found} init {w.kind})"'


# Framework, shells, and whether the name is ours to show (None: it looks as ours would)
REAL = (
    (liquidprompt, ("bash", "zsh"), False),
    (powerlevel9k, ("zsh",), True),
    (powerlevel9k_virtualenv, ("zsh",), False),
    (powerline, ("bash", "zsh", "fish"), False),
    (pure, ("zsh",), False),
    (spaceship, ("zsh",), False),
    (typewritten, ("zsh",), None),
    (starship, ("bash", "zsh", "fish"), False),
)

# Behind the hook's line these come before what we do first, or after what we do last, and
# only a first prompt's own work can change that: from the second prompt on.
SECOND = (("bash", powerline), ("zsh", powerlevel9k))


def each(title, body, places=("before", "after")):
    for framework, kinds, ours in REAL:
        for place in places:
            test(f"{framework.__name__}, loaded {place} the hook: {title}", kinds=kinds,
                 cases=((framework, place == "before", ours),))(body)


def steps(w, framework, before, ours):
    projects(w)
    follow(framed(w, framework=framework(w), before=before), ours)


def first(w, framework, before, ours):
    projects(w)
    sh = framed(w, cwd=w.home + "/alpha", framework=framework(w), before=before)
    second = not before and (w.kind, framework) in SECOND
    for command in ("true", None, "", "cd .") if second else (None, "true", "", "cd ."):
        check(sh.names(command), ["alpha-env"], f"names after {command!r} in {sh.text!r}")
        if ours is not None:
            check(len(sh.ours()), int(ours), f"ours after {command!r} in {sh.text!r}")
    check(sh.names("cd .."), [], "names after leaving")


def disabled(w, framework, before, ours):
    projects(w)
    sh = framed(w, env={"VIRTUAL_ENV_DISABLE_PROMPT": "1"}, framework=framework(w), before=before)
    for command in ("cd alpha", "true", "cd ../beta", ""):
        names = sh.names(command)
        assert len(names) <= 1, f"{names} after {command!r}, in {sh.text!r}"
        if ours is not None:
            check(sh.ours(), [], f"ours after {command!r}")
    check(sh.names("cd .."), [], "names after leaving")


each("the name once at each step", steps)
each("once from the first prompt of a shell in a project", first)
each("nothing of ours with VIRTUAL_ENV_DISABLE_PROMPT", disabled, places=("before",))


if __name__ == "__main__":
    sys.exit(main())
