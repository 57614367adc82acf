#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 5 8
"""New shells: the environment of tmux or of a login is adopted or undone. Child shells: walks.t."""

import os

from harness import NAMED, PROMPT, check, main, story, test


@test("a shell that starts in a project has its environment at the first prompt")
def start_inside(w):
    w.make("p p/a/")
    for start in ("p", "p/a"):
        w.shell(cwd=start).shows("p")


story("a child shell that starts elsewhere undoes or switches", "p* q*",
    "env -C / $SHELL     => off",
    "cd ~/p              => p",
    "env -C ../q $SHELL  => q",
    "cd ..               => off", cwd="p")


LOGIN = {
    "bash": ("home/.bash_profile", "PATH=/opt/new:$PATH\n. ~/.bashrc\n"),
    "zsh": ("home/.zprofile", "path=(/opt/new $path)\n"),
    "nu": ("home/.config/nushell/login.nu", '$env.PATH = [/opt/new ...$env.PATH]\n'),
    "tcsh": ("home/.login", "setenv PATH /opt/new:${PATH}\n"),
    "fish": ("home/.config/fish/conf.d/login.fish",
             "status is-login; and set -gx PATH /opt/new $PATH\n"),
}


@test("a login shell whose profile puts something first: our entry is first at the prompt")
def login(w):
    env = w.project("p")
    w.dir("home/.config/fish/conf.d")
    w.write(*LOGIN[w.kind])
    sh = w.shell(cwd="p")
    sh.run("$SHELL -l")
    # The system's own profile may change PATH as well.
    first, sh.path = sh.value("PATH").split(":", 1)
    check(first, env + "/bin", "first in PATH")
    assert "/opt/new" in sh.path, f"PATH goes on as {sh.path!r}"
    sh.go(f"cd {w.home}  => off")


@test("inherited from outside: this project's is adopted, another one stays, ours deleted is undone")
def from_outside(w):
    w.make("p +tools/mine")

    def inherited(env, **more):
        sh = w.shell(cwd="p", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}", **more})
        sh.path = w.path
        return sh

    inherited(w.home + "/p/.venv").go(
        "true   => p",
        "cd ..  => off")
    inherited(w.home + "/tools/mine").go(
        "true   => $tools/mine",
        "cd ..  => $tools/mine",
        "cd p   => $tools/mine",
        "cd /   => $tools/mine")
    w.avenv("deny", "p")
    gone = w.home + "/p/gone"
    inherited(gone, AVENV_ENV=gone).shows("off")


@test("inherited, or set by hand, with its bin not on PATH: it is not active, and the variable goes")
def left_over(w):
    w.make("p +tools/mine")
    for env in (w.home + "/tools/mine", w.home + "/p/.venv"):
        w.shell(env={"VIRTUAL_ENV": env}).go(
            "true   => off",
            "cd p   => p",
            "cd ..  => off")
        w.shell(cwd="p", env={"VIRTUAL_ENV": env}).go(
            "true                      => p",
            "cd /                      => off",
            f"export VIRTUAL_ENV={env}  => off",
            "cd ~/p                    => p")


@test("inherited, and its bin is on PATH somewhere, or pyenv-virtualenv activated it: it stays")
def in_effect(w):
    w.make("p +tools/mine")
    env = w.home + "/tools/mine"
    os.symlink("tools", w.home + "/link")
    for more in ({"PATH": f"{w.path}:{env}/bin"}, {"PATH": f"{env}/bin/:{w.path}"},
                 {"PATH": f"{w.home}/link/mine/bin:{w.path}"}, {"PYENV_VIRTUAL_ENV": env}):
        sh = w.shell(cwd="p", env={"VIRTUAL_ENV": env, **more})
        for place in (w.home, "/", w.home + "/p"):
            sh.cd(place)
            check((sh.value("VIRTUAL_ENV"), sh.value("AVENV_ENV")), (env, None), f"{more} in {place}")


@test("a child shell of one turned on by hand shows its name, and says how it was turned on")
def by_hand_child(w):
    w.make("alpha")
    sh = w.shell()
    sh.go("avenv activate ~/alpha/.venv  => !alpha")
    sh.run("$SHELL")
    assert sh.prompt().startswith(NAMED.format("alpha")), sh.prompt()
    said = sh.run("avenv")
    assert "turned on by hand ('avenv activate')" in said, said
    sh.go("deactivate  => off")
    check(sh.prompt(), PROMPT, "prompt")


main()
