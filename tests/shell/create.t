#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv create`: the next prompt turns on what was made."""

import sys

from harness import check, main, test

PYTHON = "/usr/bin/python3"


def create(sh, *words):
    """Run it; what it says, without the line that names the Python."""
    made, _, rest = sh.run(" ".join(["avenv create --without-pip -p", PYTHON, *words])).partition("\n")
    assert made.startswith(("avenv: made '", "avenv: renewed '")), made
    return rest


@test("in a project: on at the next prompt, and nothing more is said")
def plain(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(create(sh), "", "output")
    sh.on(f"{w.home}/p/.venv", "p")
    sh.cd("..")
    sh.off()
    sh.cd("p")
    sh.on(f"{w.home}/p/.venv", "p")


@test("an odd name: on as well")
def odd(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(create(sh, "djvenv"), "", "output")
    sh.on(f"{w.home}/p/djvenv", "djvenv")


@test("an odd name beside .venv: .venv stays on, and how to have the other is said")
def beside(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    said = "avenv: 'avenv activate djvenv' turns it on: something else is what is on there\n"
    check(create(sh, "djvenv"), said, "output")
    sh.on(env)
    sh.run("avenv activate djvenv")
    sh.theirs(f"{w.home}/p/djvenv")


@test("the active one made anew: stays on")
def anew(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    create(sh)
    sh.on(f"{w.home}/p/.venv", "p")
    check(create(sh, "--clear"), "", "output")
    sh.on(f"{w.home}/p/.venv", "p")


@test("the shell's own directory")
def here(w):
    w.dir("home/p/mine")
    sh = w.shell()
    sh.cd("p/mine")
    check(create(sh, "."), "", "output")
    sh.on(f"{w.home}/p/mine", "mine")


@test("denied: made, but not turned on, and why")
def denied(w):
    project = w.dir("home/p")
    w.avenv("deny", project)
    sh = w.shell()
    sh.cd("p")
    said = f"avenv: '{project}/.venv' is not turned on: '{project}' is denied; 'avenv allow' takes that back\n"
    check(create(sh), said, "output")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
