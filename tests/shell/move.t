#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv move as a person uses it: what the next prompt shows, and that activating by hand works where it lies now."""

import os
import sys

from harness import PROMPT, activation, check, main, quote, test


def moved(old, new, *more):
    """What is said; nothing is baked into what the harness makes."""
    lines = [f"avenv: moved '{old}' to '{new}'; 0 files were rewritten", *more]
    return "".join(line + "\n" for line in lines)


def on(project, name):
    """What is said of another directory in which it is on."""
    return f"avenv: from now on '{name}' is on whenever you are in '…/{project}'"


@test("the active one, to another project: off here, on there")
def away(w):
    env = w.project("p")
    w.dir("home/q")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    check(sh.run("avenv move .venv ../q"), moved(env, w.home + "/q/.venv", on("q", ".venv")), "it said")
    sh.off()
    sh.cd("../q")
    sh.on(w.home + "/q/.venv")
    sh.cd("../p")
    sh.off()


@test("the active one, within its project: on under its new name")
def renamed(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.run("avenv mv .venv venv")
    sh.on(w.home + "/p/venv")


@test("one that is active elsewhere by a {0}: the {0} follows", cases=("redirect", "link"))
def redirected(w, by):
    env = w.redirected("p", "shared", by)
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "shared")
    new = w.dir("home/envs") + "/moved"
    out = sh.run(f"avenv move {env} {new}")
    check(out, moved(env, new, f"avenv: '{w.home}/p/.venv' leads to it now", on("envs", "moved")), "it said")
    sh.on(new, "moved")


@test("a link beside it, which it is active by: on under its new name")
def beside(w):
    env = w.project("p", "x")
    os.symlink("x", w.home + "/p/.venv")
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "x")
    sh.run("avenv move x z")
    sh.on(w.home + "/p/z", "z")


@test("the shell in it: refused, still on, with the way out")
def inside(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p/.venv/bin")
    check(sh.run("avenv move ~/p/.venv ~/x"), f"avenv: this shell is in '{env}'; 'cd ../..' first\n", "it said")
    sh.on(env)


@test("the stock activate of one that was moved to {!r}", cases=("plain", "with space", "it's \"$HOME\""))
def stock(w, name):
    new = w.dir("home/q") + "/" + name
    w.avenv("move", w.project("p", env="old", allow=False, real=True), new)
    sh = w.shell()
    script = activation(sh.kind, new)
    sh.run("source " + quote(sh.kind, script))
    shown = sh.prompt()
    sh.theirs(new)
    # What a dollar means in a prompt is the shell's own business.
    if "$" not in name:
        check(shown, f"({name}) {PROMPT}", "prompt")
    sh.quiet("deactivate")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
