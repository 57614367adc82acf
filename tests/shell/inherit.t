#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 5 8
"""New shells: the environment of a parent shell, of tmux or of a login is adopted or undone."""

from harness import KINDS, check, main, test


@test("a shell that starts in a project has its environment at the first prompt")
def start_inside(w):
    w.make("p p/a/")
    for start in ("p", "p/a"):
        sh = w.shell(cwd=start)
        check(sh.greeting, "", "output at start")
        sh.shows("p")


@test("a child shell adopts what is on, after `exec` as well, and leaves it like its own")
def adopt(w):
    w.make("p q")
    sh = w.shell(cwd="p")
    sh.go(f"{w.kind} => p | exec {w.kind} => p")
    assert sh.defined("deactivate"), "no deactivate"
    sh.go("cd .. => off | cd p => p | deactivate => off")


@test("a child shell of another kind adopts; one that starts elsewhere undoes or switches")
def elsewhere(w):
    w.make("p q")
    for inner in KINDS:
        sh = w.shell(cwd="p")
        sh.run(inner)
        sh.kind = inner
        sh.go(" => p | cd .. => off")
    sh = w.shell(cwd="p")
    sh.go(f"env -C / {w.kind} => off | cd ~/p => p | env -C ../q {w.kind} => q | cd .. => off")


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
    sh = w.shell(cwd="p", line=w.hook_line())
    sh.run(f"{w.kind} -l")
    # The system's own profile may change PATH as well.
    first, rest = sh.state()["PATH"].split(":", 1)
    check(first, env + "/bin", "first in PATH")
    assert "/opt/new" in rest and env not in rest, f"PATH goes on as {rest!r}"
    sh.cd("..")
    sh.off(rest)


@test("inherited from outside: this project's is adopted, another one stays, ours deleted is undone")
def from_outside(w):
    w.make("p +tools/mine")

    def inherited(env, **more):
        sh = w.shell(cwd="p", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}", **more})
        sh.path = w.path
        return sh

    inherited(w.home + "/p/.venv").go(" => p | cd .. => off")
    inherited(w.home + "/tools/mine").go(
        " => !tools/mine | cd .. => !tools/mine | cd p => !tools/mine | cd / => !tools/mine")
    w.avenv("forget", "p")
    gone = w.home + "/p/gone"
    inherited(gone, AVENV_ENV=gone).off()


main()
