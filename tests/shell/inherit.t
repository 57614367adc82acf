#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 5 8
"""New shells: the environment of a parent shell, of tmux or of a login is adopted or undone."""

import sys

from harness import KINDS, check, main, test


@test("a shell that starts in a project has its environment at the first prompt")
def start_inside(w):
    env = w.project("p")
    w.dir("home/p/a")
    for start in ("p", "p/a"):
        sh = w.shell(cwd=f"{w.home}/{start}")
        check(sh.greeting, "", "output at start")
        sh.on(env)


@test("a child shell adopts what is on, after `exec` as well, and leaves it like its own")
def adopt(w):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    for command in (w.kind, f"exec {w.kind}"):
        check(sh.run(command), "", "output at start")
        sh.on(env)
        assert sh.defined("deactivate"), "no deactivate"
    sh.walk(("..", None), ("p", env))
    sh.quiet("deactivate")
    sh.off()


@test("a child shell of another kind adopts as well")
def adopt_other(w):
    env = w.project("p")
    for inner in KINDS:
        if inner == w.kind:
            continue
        sh = w.shell(cwd=w.home + "/p")
        sh.run(inner)
        sh.kind = inner
        sh.on(env)
        sh.walk(("..", None))


@test("a child shell that starts elsewhere undoes what it inherits, or switches")
def undo(w):
    env, other = w.project("p"), w.project("q")
    sh = w.shell(cwd=w.home + "/p")
    check(sh.run(f"env -C / {w.kind}"), "", "output at start")
    sh.off()
    sh.walk((w.home + "/p", env))
    sh.run(f"env -C ../q {w.kind}")
    sh.on(other)
    sh.walk(("..", None))


LOGIN = {
    "bash": ("home/.bash_profile", "PATH=/opt/new:$PATH\n. ~/.bashrc\n"),
    "zsh": ("home/.zprofile", "path=(/opt/new $path)\n"),
    "fish": ("home/.config/fish/conf.d/login.fish",
             "status is-login; and set -gx PATH /opt/new $PATH\n"),
}


@test("a login shell whose profile puts something first: our entry is first at the prompt")
def login(w):
    env = w.project("p")
    w.dir("home/.config/fish/conf.d")
    w.write(*LOGIN[w.kind])
    sh = w.shell(cwd=w.home + "/p", line=w.hook_line())
    sh.run(f"{w.kind} -l")
    # The system's own profile may change PATH as well.
    first, rest = sh.state()["PATH"].split(":", 1)
    check(first, env + "/bin", "first in PATH")
    assert "/opt/new" in rest and env not in rest, f"PATH goes on as {rest!r}"
    sh.cd("..")
    sh.off(rest)


def inherited(w, env, **more):
    """A shell in p that inherits ENV as a script or a server would set it."""
    sh = w.shell(cwd=w.home + "/p",
                 env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}", **more})
    sh.path = w.path
    return sh


@test("VIRTUAL_ENV inherited from outside: this project's is adopted, another one stays")
def from_outside(w):
    env = w.project("p")
    sh = inherited(w, env)
    sh.on(env)
    sh.walk(("..", None))
    mine = w.mkenv(w.base + "/tools/mine")
    sh = inherited(w, mine)
    sh.theirs(mine)
    for path in ("..", "p", "/"):
        sh.cd(path)
        sh.theirs(mine)


@test("an environment inherited as ours that is deleted by now: undone")
def gone(w):
    env = w.dir("home/p") + "/.venv"
    inherited(w, env, AVENV_ENV=env).off(w.path)


if __name__ == "__main__":
    sys.exit(main())
