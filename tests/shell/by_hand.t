#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 6 8 9
"""Environments that the user turns on by hand: they stay, and PATH never has two."""

import sys

from harness import PROMPT, activation, check, main, test

# The tests are about what stays on, not about learning.
NO_LEARN = {"AVENV_LEARN": "0"}


def mine(w, name="mine"):
    """An environment of no project, with the stock scripts."""
    return w.real(w.dir("tools") + "/" + name)


@test("a stock activation stays wherever the shell goes, until `deactivate`")
def stays(w):
    env = w.project("p")
    own = mine(w)
    sh = w.shell(env=NO_LEARN)
    sh.source(own)
    sh.theirs(own)
    for path in ("p", "..", own, w.home + "/p", "/"):
        sh.cd(path)
        sh.theirs(own)
    sh.quiet("deactivate")
    sh.off()
    sh.walk((w.home + "/p", env))


def by_variables(kind, env):
    if kind == "fish":
        return f"set -gx VIRTUAL_ENV {env}; set -gx PATH {env}/bin $PATH"
    return f"export VIRTUAL_ENV={env} PATH={env}/bin:$PATH"


@test("turned on elsewhere by hand: its own project's prompt says once that it goes off outside")
def adopted(w):
    env, other = w.real(w.dir("home/p") + "/.venv"), w.project("q")
    w.avenv("allow", w.home + "/p")
    sh = w.shell()
    sh.source(env)
    told = "avenv: '.venv' goes off when you leave; 'avenv activate .venv' keeps it on\n"
    check(sh.run("cd p"), told, "the line")
    sh.on(env)
    sh.walk(("../q", other), ("..", None), ("p", env))


@test("turned on by its variables alone: it stays, and `avenv deactivate` turns it off")
def variables(w):
    env = w.project("p")
    own = w.mkenv(w.base + "/tools/mine")
    for over_ours in (False, True):
        sh = w.shell()
        sh.cd("p" if over_ours else "/")
        sh.quiet(by_variables(w.kind, own))
        for path in ("/", w.home + "/p", "/"):
            sh.cd(path)
            sh.theirs(own)
        sh.quiet("avenv deactivate")
        sh.off()
        sh.walk((w.home + "/p", env))


@test("a stock activation over ours: shown once, alone on PATH, and one `deactivate` ends it")
def over_ours(w):
    env = w.project("p")
    own = mine(w)
    sh = w.shell(env=NO_LEARN)
    for away in (False, True):
        sh.walk((w.home + "/p", env))
        sh.source(own)
        check(sh.prompt(), f"(mine) {PROMPT}", "prompt")
        sh.theirs(own)
        if away:
            sh.cd("..")
            sh.theirs(own)
        sh.quiet("deactivate")
        sh.off()
        sh.walk(("/", None))


@test("a stock activation of the environment that is on: shown once, one `deactivate` ends it")
def same(w):
    env = w.project("p", real=True)
    sh = w.shell()
    sh.cd("p")
    sh.source(env)
    check(sh.prompt().count("("), 1, f"indicators in {sh.prompt()!r}")
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["PATH"], f"{env}/bin:{w.path}", "PATH")
    sh.run("deactivate")
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("two stock activations over ours: ours does not come back with the first one's PATH")
def twice(w):
    env = w.project("p", real=True)
    first, last = mine(w, "first"), mine(w, "last")
    for each in (first, env):
        sh = w.shell(env=NO_LEARN)
        sh.walk(("p", env))
        sh.source(each)
        sh.source(last)
        sh.theirs(last)
        sh.cd("..")
        sh.theirs(last)
        sh.quiet("deactivate", "")
        sh.off()


@test("a stock activation in a child shell over what it inherits: nothing is left of either")
def child(w):
    w.project("p")
    own = mine(w)
    sh = w.shell(cwd=w.home + "/p", env=NO_LEARN)
    sh.run(w.kind)
    sh.source(own)
    sh.theirs(own)
    sh.quiet("deactivate", "cd ..")
    sh.off()


@test("`avenv activate ENV` replaces a stock activation, also with `deactivate` on the same line")
def replaced(w):
    w.project("p")
    stock, other = mine(w, "stock"), w.mkenv(w.base + "/tools/other")
    sh = w.shell(env=NO_LEARN)
    script = activation(w.kind, stock)
    for command in (f"source {script}; avenv activate {other}",
                    f"deactivate; avenv activate {other}",
                    f"cd p; deactivate; source {script}; avenv activate {other}; cd /"):
        sh.quiet(command)
        sh.theirs(other)
        check(sh.prompt(), f"(other) {PROMPT}", "prompt")
    sh.quiet("deactivate")
    sh.off()


@test("`avenv activate ENV` stays on when the shell leaves that environment's project")
def named(w):
    env = w.project("p")
    sh = w.shell()
    sh.quiet("avenv activate p/.venv")
    for path in ("p", "..", "/"):
        sh.cd(path)
        sh.theirs(env)


if __name__ == "__main__":
    sys.exit(main())
