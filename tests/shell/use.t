#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv use`: the next prompt acts on it."""

import os
import sys

from harness import check, main, quote, test


def used(env, project):
    return (f"avenv: '{project}/.venv' now leads to '{env}'\n"
            f"avenv: '{project}' is allowed; '{env}' is on from now on\n")


@test("an environment elsewhere: on at the next prompt, and in the next shell")
def elsewhere(w):
    env = w.mkenv(w.dir("tools") + "/mine")
    project = w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(sh.run(f"avenv use {env}"), used(env, project), "output")
    sh.on(env, "mine")
    sh.cd("..")
    sh.off()
    other = w.shell(cwd=project)
    check(other.greeting, "", "output of the next shell")
    other.on(env, "mine")


@test("several in one directory: the hint, use, another use, --clear")
def several(w):
    project = w.dir("home/p")
    one, two = (w.mkenv(f"{project}/{name}") for name in ("one", "two"))
    sh = w.shell()
    check(sh.run("cd p"), "avenv: 'one', 'two' are here; 'avenv use NAME' chooses one of them\n", "the hint")
    check(sh.run("avenv use two"), used(two, project), "output")
    sh.on(two, "two")
    check(sh.run("avenv -q use one"), "", "output with -q")
    sh.on(one, "one")
    sh.run("avenv use --clear")
    assert not os.path.exists(project + "/.venv"), "the redirect is there"
    # Two were allowed on the way.
    check(sh.run(""), "", "output")
    sh.off()


@test("several further up, in an allowed tree: the hint says where")
def several_above(w):
    for name in ("one", "two"):
        w.mkenv(f"{w.home}/p/{name}")
    w.dir("home/p/sub")
    sh = w.shell()
    sh.run("avenv -q allow --tree p")
    check(sh.run("cd p/sub"), "avenv: 'one', 'two' are in '…/p' and allowed; 'avenv use NAME' chooses one of them\n",
          "the hint")


@test("after a deactivate: the user's new word counts")
def muted(w):
    env = w.project("p", env="odd")
    sh = w.shell(cwd=w.home + "/p")
    sh.quiet("deactivate")
    sh.off()
    sh.run("avenv use odd")
    sh.on(env, "odd")


@test("written by another shell: noticed at the next prompt")
def other_shell(w):
    env = w.mkenv(w.dir("tools") + "/mine")
    sh = w.shell(cwd=w.dir("home/p"))
    w.avenv("use", env, cwd=w.home + "/p")
    sh.quiet("")
    sh.on(env, "mine")


@test("where the next prompt does not turn it on, it is not said to")
def obstacles(w):
    project = w.dir("home/p")
    env, mine = (w.mkenv(w.dir("tools") + name) for name in ("/one", "/mine"))
    sh = w.shell(cwd=project)
    sh.quiet(f"avenv activate {mine}")
    text = f"avenv: '{project}' is allowed; '{env}' is on whenever you are in it"
    last = f"avenv: '{project}/.venv' now leads to '{env}'\n"
    check(sh.run(f"avenv use {env}"), last + f"{text}, but now '{mine}' is, as you activated it\n", "over the user's own")
    sh.theirs(mine)
    sh.run("deactivate")
    sh.run("avenv off")
    check(sh.run("avenv allow"), f"{text}; avenv is off in this shell, 'avenv on' turns it on again\n", "off")
    sh.off()
    sh = w.shell(cwd=project, line="")
    out = sh.run("avenv allow")
    start = f"{text}; the hook is not loaded in this shell, 'avenv setup"
    assert out.startswith(start), f"it said {out!r}"
    assert out.endswith("' has new shells load the hook\n"), f"it said {out!r}"


@test("--clear: off at the next prompt")
def clear(w):
    env = w.mkenv(w.dir("tools") + "/mine")
    sh = w.shell(cwd=w.dir("home/p"))
    sh.run(f"avenv use {env}")
    sh.on(env, "mine")
    check(sh.run("avenv use --clear"),
          f"avenv: the redirect '{w.home}/p/.venv' is removed, and with it the record of '{env}'\n", "output")
    sh.off()


@test("a cloned redirect alone turns nothing on")
def cloned(w):
    env = w.mkenv(w.dir("tools") + "/mine")
    w.dir("home/p")
    w.write("home/p/.venv", env + "\n")
    sh = w.shell()
    check(sh.run("cd p"), "avenv: '.venv' is here; 'avenv allow' turns it on from now on\n", "output")
    sh.off()


@test("an environment called {!r}", cases=tuple((n,) for n in (
    "with space", "it's", 'a"b', "$HOME", "$(touch pwned)", "*", "[x]", "-x", "~", "é", "back\\slash", "a;b", "tab\tx")))
def names(w, name):
    project = w.dir("home/p")
    env = w.mkenv(f"{project}/{name}")
    sh = w.shell(cwd=project)
    sh.run(f"avenv use -- {quote(w.kind, name)}")
    got = sh.state()
    check(got["AVENV_ENV"], env, "AVENV_ENV")
    check(got["PATH"], f"{env}/bin:{w.path}", "PATH")
    check(sorted(os.listdir(project)), sorted([".venv", name]), "files there")
    sh.cd("..")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
