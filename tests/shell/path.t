#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 13
"""Leaving gives PATH and PYTHONHOME back as they were. Nothing private is exported."""

import sys

from harness import POSIX, SYSTEM_PATH, Skip, check, main, test

PATHS = (
    ":" + SYSTEM_PATH, SYSTEM_PATH + ":", "/usr/bin::/bin", "::/usr/bin:::/bin::", "/usr/bin",
    "/usr/bin:/bin:/usr/bin:/bin:/usr/bin", "/opt/a b:/opt/*:/usr/bin:~/bin:$HOME/bin",
    "/usr/bin/:/bin//", "bin:./x:../y:/usr/bin",
)


def set_path(sh, value):
    """PATH becomes VALUE; fish has its own idea of empty elements."""
    sh.setx("PATH", value)
    sh.path = sh.state()["PATH"]
    if sh.kind in POSIX:
        check(sh.path, value, "PATH as set")


@test("PATH of empty, double, relative and odd elements comes back byte for byte")
def exact(w):
    env, other = w.project("p"), w.project("q")
    sh = w.shell(line=w.hook_line())
    for value in PATHS:
        set_path(sh, value)
        sh.walk(("p", env), ("../q", other), ("../p", env), ("..", None))


@test("PATH unset, empty or reduced to our entry: never an empty element")
def bare(w):
    env = w.project("p")
    sh = w.shell(line=w.hook_line())
    sh.setx("PATH", "")
    sh.cd("p")
    check(sh.state()["PATH"], env + "/bin", "PATH inside")
    sh.cd("..")
    assert not sh.state()["PATH"], "PATH outside"
    sh.unset("PATH")
    sh.path = None
    sh.walk(("p", env), ("..", None), ("p", env))
    sh.setx("PATH", env + "/bin")
    sh.walk(("..", None))


@test("the user's own entries stay: the same one, some that look like ours, some added inside")
def own_entries(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    set_path(sh, f"{SYSTEM_PATH}:{env}/bin:/opt/x")
    sh.cd("p")
    assert sh.state()["PATH"].startswith(env + "/bin:"), "not first in PATH"
    sh.walk(("..", None))
    set_path(sh, f"{env}/bin2:{env}:{SYSTEM_PATH}:x{env}/bin")
    sh.walk(("p", env), ("..", None))
    set_path(sh, w.path)
    sh.cd("p")
    fish = w.kind == "fish"
    sh.run("set -gx PATH /opt/new $PATH /opt/end" if fish else "PATH=/opt/new:$PATH:/opt/end")
    for path in (".", "a", ".."):
        sh.cd(path)
        check(sh.state()["PATH"], f"/opt/new:{env}/bin:{w.path}:/opt/end", "PATH")
    sh.cd("..")
    sh.off(f"/opt/new:{w.path}:/opt/end")


@test("our entry, lost from PATH, comes back at the next cd")
def entry_lost(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.setx("PATH", w.path)
    sh.cd("a")
    sh.on(env)


@test("fish_add_path while an environment is on survives leaving", kinds=("fish",))
def add_path(w):
    w.project("p")
    w.dir("new")
    sh = w.shell()
    sh.cd("p")
    # fish 4.9 says what it did, 3.1 has no such function.
    if "Unknown" in sh.run(f"fish_add_path {w.base}/new"):
        raise Skip("fish has no fish_add_path")
    sh.cd("..")
    sh.off(f"{w.base}/new:{w.path}")


@test("PYTHONHOME is unset inside and comes back: by cd, by deactivate, in a child shell")
def pythonhome(w):
    env = w.project("p")
    w.project("q")
    sh = w.shell(env={"PYTHONHOME": "/opt/a b"})

    def is_home(want):
        got = sh.state()
        check(got["PYTHONHOME"], want, "PYTHONHOME")
        check(got["env"].get("PYTHONHOME"), want, "exported PYTHONHOME")

    for path, home in (("p", None), ("../q", None), ("..", "/opt/a b"), ("p", None)):
        sh.cd(path)
        is_home(home)
    sh.on(env)
    sh.quiet("deactivate")
    is_home("/opt/a b")
    sh.quiet("cd ..", "cd p")
    sh.run(w.kind)
    is_home(None)
    sh.cd("..")
    is_home("/opt/a b")


@test("commands inherit three variables of ours and no other, and none outside")
def private(w):
    w.project("p")
    sh = w.shell()
    before = set(sh.state()["env"]) | {"OLDPWD"}
    sh.cd("p")
    check(set(sh.state()["env"]) - before, {"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV"},
          "exported names that entering adds")
    sh.cd("..")
    check(set(sh.state()["env"]) - before, set(), "exported names that leaving leaves")


if __name__ == "__main__":
    sys.exit(main())
