#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 13 30 45 67 69
"""TAB in bash, zsh and fish: keys pressed at a prompt, and the line after them."""

import os
import re
import shutil
import sys

from completion import Line, compinit
from harness import LINE, SYSTEM_PATH, Skip, check, main, test

COMMANDS = re.compile(r"(?m)^  ([a-z]+(?:, [a-z]+)*)  ")
LONG = re.compile(r"(?m)^ +(?:-\w, )?(--[\w-]+)")


@test("each command of `avenv help`, and each option of its --help")
def everything(w):
    line = Line(w)
    commands = {name for names in COMMANDS.findall(w.avenv("help")) for name in names.split(", ")}
    assert len(commands) > 20, commands
    check(line.offered("avenv "), commands, "commands")
    for name in sorted(commands):
        options = set(LONG.findall(w.avenv(name, "--help")))
        offered = {word.rstrip("=") for word in line.offered(f"avenv {name} --")}
        check(offered, options, f"options of {name}")


# Typed before TAB, and the line after it, in a project that values() makes.
LINES = (
    ("avenv stat", "avenv status"),
    ("avenv -q sta", "avenv -q status"),
    ("avenv help cre", "avenv help create"),
    ("avenv create --py", "avenv create --python"),
    ("avenv hook fi", "avenv hook fish"),
    ("avenv setup zs", "avenv setup zsh"),
    ("avenv env --shell fi", "avenv env --shell fish"),
    *((f"avenv {name} al", f"avenv {name} alpha")
      for name in ("use", "activate", "remove -y", "env", "path", "move", "doctor", "repair",
                   "recreate", "freeze", "packages", "run -e", "run --env", "remove beta")),
    ("avenv run -e alpha alpha-t", "avenv run -e alpha alpha-tool"),
    ("avenv run here-t", "avenv run here-tool"),
    ("avenv run dirnam", "avenv run dirname"),
    ("avenv run ls -a s", "avenv run ls -a sub\\ dir/"),
    *((f"avenv {name} s", f"avenv {name} sub\\ dir/")
      for name in ("status", "allow", "deny", "create", "-C", "move alpha")),
    ("avenv path ~/alp", "avenv path ~/alpha/"),
    ("avenv -C ../alpha status de", "avenv -C ../alpha status deep/"),
    ("avenv -C ../alpha create -r on", "avenv -C ../alpha create -r only.txt"),
    ("avenv -C ../alpha run alpha-t", "avenv -C ../alpha run alpha-tool"),
    ("avenv create -r re", "avenv create -r req.txt"),
    ("avenv create --clear --requirement re", "avenv create --clear --requirement req.txt"),
    # A value is no command, and an argument too many is none.
    ("avenv -C . create --prompt use --py", "avenv -C . create --prompt use --python"),
    ("avenv path alpha b", "avenv path alpha b"),
    # Other commands
    ("cat .venv/pyv", "cat .venv/pyvenv.cfg"),
    ("deactiv", "deactivate"),
)


@test("each kind of value; no interpreter, no git and no program of the project runs")
def values(w):
    here = w.project("here")
    for name in ("here", "alpha", "beta"):
        env = here if name == "here" else w.project(name)
        for tool in (f"{name}-tool", "avenv", "git", "python3"):
            w.write(f"{env}/bin/{tool}", f"#!/bin/sh\ntouch {w.home}/called\n", 0o755)
    for name in ("here/sub dir", "alpha/deep"):
        w.dir("home/" + name)
    for name in ("here/req.txt", "alpha/only.txt"):
        w.write("home/" + name, "")
    line = Line(w, cwd=w.home + "/here", line=w.hook_line(), env={"PATH": SYSTEM_PATH})
    line.sh.run("function avenv; touch ~/called; end" if w.kind == "fish" else
                "avenv() { touch ~/called; }")
    for typed, want in LINES:
        line.becomes(typed, want)
    check(line.offered("avenv hook "), {"bash", "zsh", "fish"}, "shells")
    check(line.offered("avenv use "), {"here", "alpha", "beta"}, "environments")
    line.type("avenv create -p \t")
    assert not os.path.exists(w.home + "/called"), "a program ran"


# The part before the first '|' is typed. Some patterns also match a file beside it.
NASTY = ("a| two words", "c|'single", 'd|"double', "e|$HOME", "g|[a-z]", "h|*", "i|\\n",
         "j|`touch called`", "k|;id", "l|&(id)", "n|~", "o|=ls", "q|!!#1", "s|{a,b}", "u|<x>|y",
         "v|été", "w|$(touch called)", "x|?")
DECOYS = ("gb", "h2", "sa", "sb", "xy")


@test("odd names of environments and of directories complete to words that mean them")
def odd_names(w):
    names = {name[0]: name.replace("|", "", 1) for name in NASTY}
    envs = {key: w.mkenv(f"{w.base}/odd/{name}") for key, name in names.items()}
    for name in names.values():
        w.mkenv(f"{w.home}/dirs/{name}")
    w.avenv("allow", *envs.values())
    for name in DECOYS:
        w.write("home/" + name, "")
    line = Line(w)
    for quoted in ("'a ", '"a ', "a\\ "):
        check(line.given(f"avenv path {quoted}\t"), envs["a"] + "\n", f"from {quoted!r}")
    for key, env in envs.items():
        check(line.given(f"avenv path {key}\t"), env + "\n", f"environment from {key!r}")
    line.sh.run("cd dirs")
    for key, name in names.items():
        check(line.given(f"avenv path ./{key}\t"), f"{w.home}/dirs/{name}\n",
              f"directory from {key!r}")
    line.sh.run("cd ..")
    for where in (w.home, w.home + "/dirs"):
        assert not os.path.exists(where + "/called"), "a name ran"


# An OSC in three encodings, a CSI, and characters that move the cursor.
EVIL = ("qa\x1b]7777;PWN\x07x", "qb\u009d7777;PWN\u009cx", "qc\udc9d7777;PWN\udc9cx",
        "qd\x1b[31mx", "qe\x1bcx", "qf\rx", "qg\bx")
ACTIVE = re.compile(rb"\x1b\]7777|\xc2?\x9d7777|\x1b\[31mx|\x1bcx|\rx|\x08x")


@test("names with control characters: the list has every name and no control character of them")
def visible(w):
    for name in EVIL:
        w.mkenv(f"{w.home}/clone/{name}")
        w.dir(f"home/clone/of/{name}")
        # zsh and fish show the path of an environment beside its name.
        w.avenv("allow", os.path.dirname(w.mkenv(f"{w.home}/by/{name}/q{name[1]}-plain/.venv")))
    line = Line(w, cwd=w.home + "/clone",
                after="zstyle ':completion:*' verbose yes\n" if w.kind == "zsh" else "")
    tabs = "\t\t\t" if w.kind == "bash" else "\t\t"
    for typed, least in (("use q", 7), ("path qa", 1), ("status of/q", 6),
                         (f"forget {w.home}/by/", 6)):
        raw = line.type(f"avenv {typed}{tabs}")[0]
        found = ACTIVE.search(raw)
        assert not found, f"{typed!r} sent {found.group()!r} to the terminal: {raw!r}"
        plain = re.sub(rb"\x1b\[[\d;]*m|\x1b\(B", b"", raw)
        names = set(re.findall(rb"q[a-z](?!\w)", plain))
        assert len(names) >= least, f"{typed!r} showed only {names}: {raw!r}"


# --- how completion gets there ---

@test("the installed file alone, without the hook")
def installed(w):
    w.project("alpha")
    start = {"line": ""}
    if w.kind == "bash":
        package = "/usr/share/bash-completion/bash_completion"
        if not os.path.exists(package):
            raise Skip("bash-completion is not installed")
        w.completion("avenv.bash", "data/completions/avenv")
        start.update(line=f"source {package}", env={"BASH_COMPLETION_USER_DIR": w.base + "/data"})
    elif w.kind == "zsh":
        w.completion("_avenv", "home/site/_avenv")
        start.update(before="fpath=(~/site $fpath)\n"
                     "autoload -Uz compinit && compinit -u -D\n")
    else:
        w.completion("avenv.fish", "home/.config/fish/completions/avenv.fish")
    line = Line(w, **start)
    for _ in range(2):
        line.becomes("avenv sta", "avenv status")
        line.becomes("avenv path al", "avenv path alpha")
        line.becomes("avenv create --py", "avenv create --python")


@test("compinit {} the hook: no output, and TAB works where compinit is", kinds=("zsh",),
      cases=("after", "without"))
def compinit_late(w, where):
    line = Line(w, before="", after=compinit() if where == "after" else "")
    check(line.sh.greeting, "", "output at start")
    line.becomes("avenv sta", "avenv status" if where == "after" else "avenv sta")


@test("the hook loaded again, before and after the first TAB: TAB works")
def loaded_again(w):
    line = Line(w, line=LINE[w.kind] + "\n" + LINE[w.kind])
    for _ in range(2):
        line.becomes("avenv sta", "avenv status")
        check(line.sh.run(LINE[w.kind]), "", "output")


@test("avenv is gone {} the first TAB: TAB prints nothing, and the shell works",
      cases=("before", "after"))
def gone(w, when):
    place = w.installed()
    line = Line(w)
    if when == "after":
        line.becomes("avenv sta", "avenv status")
    shutil.rmtree(place)
    os.unlink(w.bin + "/avenv")
    for typed in ("avenv sta", "avenv path x", "avenv run -e x y"):
        raw, got = line.type(typed + "\t")
        assert got.startswith(typed), f"the line is {got!r}"
        # fish 3.6 says that the command is unknown.
        quiet = b"o such" not in raw and b"not found" not in raw
        assert quiet or (w.kind, when) == ("fish", "after"), f"TAB printed {raw!r}"
    check(line.sh.run("echo fine"), "fine\n", "the shell works")


SETTINGS = {
    "bash": ("set -uf -o posix", "shopt -s failglob nullglob", "IFS=ae:",
             "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/}"),
    "zsh": ("setopt no_unset sh_word_split glob_subst null_glob", "setopt ksh_arrays",
            "setopt complete_aliases; alias -g -- --help='touch ~/called' -h='touch ~/called'"),
    "fish": ("function count; touch ~/called; end; function math; touch ~/called; end",),
}


def settings(w, setting):
    env = w.project("it s a=b")
    w.project("other")
    after = ("" if w.kind == "bash" else setting) + "\n"
    line = Line(w, after=after if w.kind == "fish" else "",
                before=compinit() + after if w.kind == "zsh" else "")
    check(line.sh.greeting, "", "output at start")
    if w.kind == "bash":
        line.sh.run(setting)
    state = "builtin set -o; builtin shopt; builtin echo \"$IFS\"" if w.kind == "bash" else "true"
    before = line.sh.run(state)
    for typed in ("avenv path it", "avenv path 'it s a", "avenv path it\\ s\\ a"):
        got = line.given(typed + "\t").replace("'", "")
        check(got, env + "\n", f"from {typed!r}")
    line.becomes("avenv env --shell fi", "avenv env --shell fish")
    assert {"--python", "--requirement"} <= {
        word.rstrip("=") for word in line.offered("avenv create --")}, "options"
    check(line.sh.run(state), before, "options and IFS")
    assert not os.path.exists(w.home + "/called"), "the user's alias or function ran"


for kind, cases in SETTINGS.items():
    test("under {!r}", kinds=(kind,), cases=cases)(settings)


if __name__ == "__main__":
    sys.exit(main())
