#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an environment is looked for, as far as a shell can show it."""

import os
import sys

from harness import check, main, one_line, test


@test("'{}' in the project is found, also from below", cases=(".venv", "venv", "env", ".env", "virtualenv"))
def fixed_name(w, name):
    env = w.project("p", name)
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.cd("a/b")
    sh.on(env)


@test("AVENV_NAMES replaces the names after .venv")
def names(w):
    w.project("p", "venv")
    env = w.mkenv(w.home + "/p/mine")
    sh = w.shell(env={"AVENV_NAMES": "mine:other"})
    sh.cd("p")
    sh.on(env, "mine")


@test(".venv comes before venv, and venv before env")
def order(w):
    last = w.project("p", "env")
    sh = w.shell()
    sh.cd("p")
    sh.on(last)
    for name in ("venv", ".venv"):
        sh.quiet(f"cp -R {w.model} {name}")
        sh.cd("..")
        sh.cd("p")
        sh.on(f"{w.home}/p/{name}", "p")


@test("an oddly named environment is found from below as well, once it has a record")
def odd_name(w):
    env = w.project("p", "djvenv")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p/a/b")
    sh.on(env, "djvenv")


@test("two oddly named environments: neither, and one line")
def ambiguous(w):
    w.avenv("allow", "--tree", w.dir("home/p"))
    w.project("p", "one", allow=False)
    w.project("p", "two", allow=False)
    sh = w.shell()
    one_line(sh.run("cd p"))
    sh.off()
    sh.quiet("cd ..", "cd p")


@test("inside an environment, its project is the directory that holds it")
def inside(w):
    env = w.project("p")
    w.dir("home/p/.venv/lib/python3")
    sh = w.shell()
    for path in (".venv", "bin", "../lib/python3"):
        sh.cd(path if path != ".venv" else "p/.venv")
        sh.on(env)


@test("HOME is searched, nothing above it from below")
def home(w):
    w.mkenv(w.base + "/.venv")
    w.avenv("allow", w.base)
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    sh.off()
    env = w.mkenv(w.home + "/.venv")
    w.avenv("allow", w.home)
    sh.cd("..")
    sh.on(env, "home")
    sh.cd("p")
    sh.on(env, "home")
    w.dir("other")
    sh.cd(w.base + "/other")
    sh.on(w.base + "/.venv", os.path.basename(w.base))


@test("HOME is a link: nothing above it from below, by its real path neither")
def home_link(w):
    w.mkenv(w.base + "/.venv")
    w.avenv("allow", w.base)
    w.dir("home/p")
    os.symlink("home", w.base + "/link")
    sh = w.shell(env={"HOME": w.base + "/link"})
    for path in ("link/p", "home/p", "home"):
        sh.cd(f"{w.base}/{path}")
        sh.off()


@test("the walk ends at AVENV_CEILING")
def ceiling(w):
    env = w.project("p")
    w.dir("home/p/a/b")
    sh = w.shell(env={"AVENV_CEILING": f"/nowhere:{w.home}/p/a"})
    sh.cd("p/a/b")
    sh.off()
    sh.cd(w.home + "/p")
    sh.on(env)


@test("Scripts counts where bin is missing")
def scripts(w):
    env = w.project("p")
    os.rename(env + "/bin", env + "/Scripts")
    os.rename(env + "/Scripts/python", env + "/Scripts/python.exe")
    sh = w.shell()
    sh.cd("p")
    check(sh.state()["PATH"], f"{env}/Scripts:{w.path}", "PATH")
    sh.cd("..")
    sh.off()


@test("Scripts instead of bin: on in a child shell too, and leaving it restores PATH exactly")
def scripts_child(w):
    env = w.project("p", allow=False)
    os.rename(env + "/bin", env + "/Scripts")
    os.unlink(env + "/Scripts/python")
    w.write("home/p/.venv/Scripts/python.exe", "#!/bin/sh\n", 0o755)
    w.avenv("allow", w.home + "/p")
    w.dir("home/p/a")
    sh = w.shell(cwd=w.home + "/p")
    check(sh.run(w.kind), "", "output at start")
    for path in (".", "a"):
        sh.cd(path)
        check(sh.state()["PATH"], f"{env}/Scripts:{w.path}", "PATH")
        check(sh.run("marker"), "p/.venv\n", "what runs")
    sh.cd("../..")
    sh.off()


@test("a prompt in pyvenv.cfg is the name that is shown")
def prompt(w):
    env = w.project("p", allow=False)
    w.write("home/p/.venv/pyvenv.cfg", "home = /usr/bin\nprompt = 'other'\n")
    w.avenv("allow", w.home + "/p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "other")


@test("a project with blanks and beyond ASCII in its name")
def blanks(w):
    env = w.project("my prøject")
    sh = w.shell()
    sh.cd("my prøject")
    sh.on(env)
    sh.cd("..")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
