#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 12 20 25 27
"""Every way into a project and out of it; where the search for an environment ends."""

import os

from harness import LINE, POSIX, bash_from, check, main, quote, story, test

for kind, steps in {"bash": ("shopt -s autocd", "./p  => p  **", "..   => off  **"),
                    "zsh": ("setopt auto_cd", "./p  => p", "..   => off"),
                    "fish": ("./p    => p", "prevd  => off", "nextd  => p")}.items():
    if kind != "bash" or bash_from(4, 0):
        story("a directory typed as a command; fish's prevd and nextd", "p",
            *steps, kinds=(kind,))
story("`cd x && command` uses x's environment", "p",
    "cd p && marker  => p  == p/.venv",
    "cd .. && command -v marker || echo none  == none")
story("... at the first visit of what only a tree allows, too", "tree/p? tree/q?",
    "avenv -q allow --tree tree",
    "cd tree/p; marker  => tree/p  == tree/p/.venv",
    "cd ../q; marker    => tree/q  == tree/q/.venv",
    "cd                 => off")
story("a subshell's cd leaves the shell as it is", "p",
    "(cd p && marker)         => off  == p/.venv",
    'echo "[$(cd p && pwd)]"  => off  **',
    'cd p                     => p', kinds=POSIX)
story("a link to a project is that project, the logical directory comes first", "p q p/src/",
    "ln -s p l; ln -s p/src deep",
    "cd l     => p",
    "cd ..    => off",
    "cd deep  => p",
    "cd ..    => off",
    "cd l; ln -sfn q ~/l",
    "cd ../l  => q")
story("the names in their order, from below as well; AVENV_NAMES replaces all but the first",
      "p/a/b/ +p/.venv +p/venv +p/env +p/mine",
    "avenv -q allow p",
    "cd p/a/b           => p/.venv",
    "rm -r ../../.venv  => p/venv",
    "rm -r ../../venv   => p/env",
    "export AVENV_NAMES=mine:other; cd ..  => p/mine")
story("another name from below as well, with a record; of two none, and one line says so",
      "p:djvenv p/a/b/ q:one? q:two?",
    "cd p/a/b  => p/djvenv",
    "cd ~/q    => off  ??",
    "cd ..",
    "cd q      => off")


@test("$PWD stays as typed; the search ends at HOME, by its real path as well")
def home(w):
    w.mkenv(w.base + "/.venv")
    w.avenv("allow", w.base)
    w.dir("home/p")
    os.symlink("home", w.base + "/link")
    for name in ("home", "link"):
        sh = w.shell(env={"HOME": f"{w.base}/{name}"})
        for path in (f"{name}/p", "home/p", "home"):
            sh.go(
                f"cd {w.base}/{path}  => off",
                f"pwd                 == {w.base}/{path}")


@test("a script is left alone: no function, no variable, no output")
def not_interactive(w):
    w.project("p")
    names = "functions -a -n" if w.kind == "fish" else "typeset -f"
    code = (f'{LINE[w.kind]}\ncd {quote(w.kind, w.home)}/p\ncommand -v marker\n'
            f'echo "[$VIRTUAL_ENV]"; {names} | grep -i avenv; env | grep -i "^_*avenv_"; true')
    check(w.ran("-c", code), ("[]\n", "", 0), "output")


@test("SHELL -i -c: the environment is on before the command, and nothing is printed or recorded",
      kinds=("bash", "zsh", "fish"))
def command_string(w):
    w.make("p q? r/")
    marker = f"{w.home}/p/.venv/bin/marker"
    for where, first in (("p", marker), ("r", "none"), ("q", "none")):
        code = "command -v marker || echo none; cd ../p; marker; deactivate; command -v marker || echo off"
        without = w.ran("-i", "-c", "true", cwd=where, env={**w.env, "AVENV_DISABLE": "1"})
        out, err, rc = w.ran("-i", "-c", code, cwd=where)
        check((out.split(), rc), ([first, "p/.venv", "off"], 0), where)
        check(len(err.splitlines()), len(without[1].splitlines()), f"errors: {err!r}")
    assert "/q" not in w.avenv("allow", "--list"), "recorded"


main()
