#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 2 25 27
"""Where the search for an environment goes and where it ends, seen from a prompt."""

import os
import sys

from harness import main, one_line, test


@test("the fixed names in their order, from below as well; AVENV_NAMES replaces the later ones")
def names(w):
    order = (".venv", "venv", "env", ".env", "virtualenv", "mine")
    w.dir("home/p/a/b")
    w.avenv("allow", "--tree", w.home + "/p")
    for name in order:
        w.mkenv(f"{w.home}/p/{name}")
    sh = w.shell()
    for name in order:
        for path in ("a/b", "."):
            sh.cd(f"{w.home}/p/{path}")
            sh.on(f"{w.home}/p/{name}", "mine" if name == "mine" else "p")
        sh.cd("/")
        if name != "mine":
            os.rename(f"{w.home}/p/{name}", w.dir("away") + f"/{name}")
    w.mkenv(w.home + "/p/env")
    sh = w.shell(env={"AVENV_NAMES": "mine:other"})
    sh.cd("p")
    sh.on(w.home + "/p/mine", "mine")


@test("another name: from below as well once it has a record; of two none, and one line says so")
def odd_names(w):
    env = w.project("p", "djvenv")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p/a/b")
    sh.on(env, "djvenv")
    w.avenv("allow", "--tree", w.dir("home/q"))
    for name in ("one", "two"):
        w.project("q", name, allow=False)
    one_line(sh.run("cd ~/q"))
    sh.off()
    sh.quiet("cd ..", "cd q")


@test("inside an environment, its project is the directory that holds it")
def inside(w):
    env = w.project("p")
    w.dir("home/p/.venv/lib/python3")
    sh = w.shell()
    sh.walk(("p/.venv", env), ("bin", env), ("../lib/python3", env))


@test("the search ends at HOME, by its real path as well, and at AVENV_CEILING")
def ends(w):
    w.mkenv(w.base + "/.venv")
    w.avenv("allow", w.base)
    w.dir("home/p/a/b")
    os.symlink("home", w.base + "/link")
    for home in ("home", "link"):
        sh = w.shell(env={"HOME": f"{w.base}/{home}"})
        for path in (f"{home}/p", "home/p", "home"):
            sh.walk((f"{w.base}/{path}", None))
    env = w.mkenv(w.home + "/.venv")
    w.avenv("allow", w.home)
    sh = w.shell()
    for path in (".", "p"):
        sh.cd(path)
        sh.on(env, "home")
    w.dir("other")
    sh.cd(w.base + "/other")
    sh.on(w.base + "/.venv", os.path.basename(w.base))
    sh = w.shell(env={"AVENV_CEILING": f"/nowhere:{w.home}/p/a"})
    sh.walk(("p/a/b", None))


if __name__ == "__main__":
    sys.exit(main())
