#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 13 30 45
"""TAB in bash, zsh and fish: keys pressed at a prompt, and the line after them."""

import os
import shutil

from harness import BUILD, LINE, ROOT, SYSTEM_PATH, Skip, bash_from, check, main, test
from keys import COMPINIT, Keys

# Typed before TAB, and what that adds, in a project that values() makes. tests/cli/complete.t has the tables.
LINES = (
    ("avenv stat", "us"), ("avenv -q help cre", "ate"), ("avenv create --py", "thon"), ("avenv env --shell=fi", "sh"),
    ("avenv use al", "pha"), ("avenv remove beta al", "pha"), ("avenv run --env=al", "pha"),
    ("avenv run here-t", "ool"), ("avenv run dirnam", "e"), ("avenv run --env=alpha ls -a s", "ub\\ dir"),
    ("avenv -C s", "ub\\ dir"), ("avenv path ~/alp", "ha"), ("avenv create --requirement=re", "q.txt"),
    ("avenv path alpha b", ""), ("avenv path >ot", "her"),
    # Its path, as it is not allowed
    ("avenv activate brou", "ght/"),
    # Other commands
    ("cat .venv/pyv", "env.cfg"), ("deactiv", "ate"),
)


@test("each kind of value; no interpreter, no git and no program of the project runs")
def values(w):
    for name in ("here", "alpha", "beta"):
        env = w.project(name)
        for tool in (f"{name}-tool", "avenv", "git", "python3"):
            w.write(f"{env}/bin/{tool}", f"#!/bin/sh\ntouch {w.home}/called\n", 0o755)
    w.dir("home/here/sub dir")
    w.mkenv(w.home + "/here/brought")
    for name in ("req.txt", "other"):
        w.write("home/here/" + name, "")
    keys = Keys(w, cwd=w.home + "/here", env={"PATH": SYSTEM_PATH})
    keys.sh.run("function avenv; touch ~/called; end" if w.kind == "fish" else
                "avenv() { touch ~/called; }")
    # `run` starts programs only.
    keys.sh.run("function here-tail; end" if w.kind == "fish" else "here-tail() { :; }")
    for typed, added in LINES:
        keys.becomes(typed, typed + added)
    assert not os.path.exists(w.home + "/called"), "a program ran"


# The part before the first '|' is typed. Some patterns also match a file beside it.
NASTY = ("a| two words", "c|'single", 'd|"double', "e|$HOME", "g|[a-z]", "h|*", "i|\\n", "j|`touch called`", "l|;&(id)",
         "n|~", "o|=ls", "q|!!#1", "s|{a,b}", "u|<x>|y", "v|été", "w|$(touch called)", "x|?", "z|\nnewline")


@test("odd names of environments and of directories complete to words that mean them")
def odd_names(w):
    names = {name[0]: name.replace("|", "", 1) for name in NASTY}
    envs = {key: w.mkenv(f"{w.base}/odd/{name}") for key, name in names.items()}
    for name in names.values():
        w.mkenv(f"{w.home}/dirs/{name}")
    w.avenv("allow", *(env for key, env in envs.items() if key != "z"))
    for name in ("gb", "h2", "sa", "sb", "xy"):
        w.write("home/" + name, "")
    keys = Keys(w)
    del names["z"]
    for typed in ("'a ", '"a ', "a\\ ", *names):
        keys.runs(f"avenv path {typed}", envs[typed.strip("'\"\\ ")])
    keys.sh.run("cd dirs")
    for typed, name in names.items():
        keys.runs(f"avenv path ./{typed}", f"{w.home}/dirs/{name}")
    for where in (w.home, w.home + "/dirs"):
        assert not os.path.exists(where + "/called"), "a name ran"


# --- how completion gets there ---

PACKAGE = "/usr/share/bash-completion/bash_completion"
# Where the installed file lies, and what finds it
INSTALLED = {
    "bash": ("data/completions/avenv", "avenv.bash", {"line": f"source {PACKAGE}"}),
    "zsh": ("home/site/_avenv", "avenv.zsh", {"before": "fpath=(~/site $fpath)\n" + COMPINIT}),
    "fish": ("home/.config/fish/completions/avenv.fish", "avenv.fish", {}),
}


@test("the installed file alone, without the hook")
def installed(w):
    w.make("alpha sub/")
    place, source, start = INSTALLED[w.kind]
    if w.kind == "bash" and not os.path.exists(PACKAGE):
        raise Skip("bash-completion is not installed")
    if w.kind == "bash" and not bash_from(4, 2):
        raise Skip("bash-completion is for bash 4.2 and newer")
    w.dir(os.path.dirname(place))
    w.write(place, (ROOT / "completions" / source).read_text().replace("@AVENV@", str(BUILD / "avenv")))
    keys = Keys(w, env={"BASH_COMPLETION_USER_DIR": w.base + "/data"}, **{"line": "", **start})
    for typed, added in (("sta", "tus"), ("path al", "pha"), ("run --env=alpha ls -a su", "b")):
        keys.becomes(f"avenv {typed}", f"avenv {typed}{added}")


@test("before compinit: TAB completes files; loaded again after it, commands", kinds=("zsh",))
def no_compinit(w):
    w.write("home/file", "")
    keys = Keys(w, before="")
    keys.becomes("avenv path fi", "avenv path file")
    keys.sh.quiet(COMPINIT.strip() + "; " + LINE["zsh"])
    keys.becomes("avenv sta", "avenv status")


@test("avenv is gone {} the first TAB: TAB prints nothing, the command says so, and the shell works", cases=("before", "after"))
def gone(w, when):
    place = w.installed()
    keys = Keys(w)
    if when == "after":
        keys.becomes("avenv sta", "avenv status")
    shutil.rmtree(place)
    os.unlink(w.bin + "/avenv")
    for typed in ("avenv sta", "avenv path x", "avenv run -e x y"):
        _, raw, got = keys.press(typed + "\t")
        assert got.startswith(typed), f"the line is {got!r}"
        assert b"o such" not in raw and b"not found" not in raw, f"TAB printed {raw!r}"
    for command in ("avenv list", "avenv on"):
        said = keys.sh.run(command)
        assert "is gone" in said, said
    keys.sh.go("echo fine  == fine")


SETTINGS = {
    "bash": ("set -uf -o posix", "shopt -s failglob nullglob", "IFS=ae:",
             "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/}"),
    "zsh": ("setopt no_unset sh_word_split glob_subst null_glob", "setopt ksh_arrays",
            "setopt complete_aliases; alias -g -- --help='touch ~/called' -h='touch ~/called'"),
    "fish": ("function count; touch ~/called; end; function math; touch ~/called; end",),
}


def settings(w, setting):
    env = w.project("it s a=b")
    keys = Keys(w)
    keys.sh.run(setting)
    show = "builtin set -o; builtin shopt; builtin echo \"$IFS\"" if w.kind == "bash" else "true"
    before = keys.sh.run(show)
    for typed in ("it", "'it s a", "it\\ s\\ a="):
        keys.runs(f"avenv path {typed}", env)
    keys.becomes("avenv env --shell=fi", "avenv env --shell=fish")
    check(keys.sh.run(show), before, "options and IFS")
    assert not os.path.exists(w.home + "/called"), "the user's alias or function ran"


for each, cases in SETTINGS.items():
    test("under {!r}", kinds=(each,), cases=cases)(settings)


main()
