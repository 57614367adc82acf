#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 19 33 35 52
"""A command that changes an environment counts at the next prompt of the shell that typed it."""

import os
import sys

from harness import PYTHON, check, main, test

CREATE = f"create --without-pip -p {PYTHON}"


def typed(sh, words, env, name=None):
    sh.run(f"avenv -q {words}")
    sh.shows(env and f"{sh.world.home}/{env}", name)


@test("allow, deny, forget")
def records(w):
    w.project("p", allow=False)
    sh = w.shell()
    sh.run("cd p")
    for words, on in (("allow", True), ("deny", False), ("allow", True), ("forget", False),
                      ("allow .", True)):
        typed(sh, words, "p/.venv" if on else None)
    sh.cd("/")
    sh.run(f"avenv deny {w.home}/p")
    sh.walk((w.home + "/p", None))


@test("create, move, recreate, repair, use, remove")
def environments(w):
    w.dir("home/p")
    w.mkenv(w.home + "/q/far")
    sh = w.shell()
    sh.cd("p")
    typed(sh, CREATE, "p/.venv")
    typed(sh, f"{CREATE} --clear", "p/.venv")
    typed(sh, "move .venv djvenv", "p/djvenv", "djvenv")
    typed(sh, "move djvenv .venv", "p/.venv")
    for words in ("repair", "recreate"):
        python = f"{w.home}/p/.venv/bin/python3"
        os.remove(python)
        os.symlink("/nowhere/python3", python)
        sh.run("cd ..; cd p")
        sh.off()
        typed(sh, words, "p/.venv")
    typed(sh, "remove -y .venv", None)
    typed(sh, "use ../q/far", "q/far", "far")
    typed(sh, "use --clear", None)
    sh.walk(("..", None))


@test("the user's own environment is removed: this directory's is on")
def removed_by_hand(w):
    env = w.project("p")
    mine = w.real(w.home + "/mine")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    sh.source(mine)
    sh.cd("p")
    sh.theirs(mine)
    sh.run(f"avenv -q remove -y {mine}")
    sh.on(env)


@test("allowed or denied in another shell: on or off at the next cd")
def another_shell(w):
    env = w.project("p", allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    sh.run("cd p")
    w.avenv("allow", w.home + "/p")
    sh.walk(("a", env))
    w.avenv("deny", w.home + "/p")
    sh.walk(("..", None))


if __name__ == "__main__":
    sys.exit(main())
