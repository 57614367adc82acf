#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 2 3 12 20
"""Every way into a project and out of it turns its environment on and off."""

import os
import subprocess
import sys

from harness import LINE, POSIX, binary, check, main, quote, test


@test("cd into a project, below it, into another, into one inside, and out")
def cd(w):
    one, two, inner = w.project("p"), w.project("q"), w.project("p/sub")
    w.dir("home/p/a/b")
    sh = w.shell()
    check(sh.greeting, "", "output at start")
    sh.walk(("p", one))
    check(sh.run("marker"), "p/.venv\n", "command found")
    sh.walk(("../q", two), ("-", one), ("a/b", one), ("../../sub/", inner), ("..", one),
            ("..", None), ("p/a/b", one), ("../../sub", inner), ("../../q", two), ("/", None))


@test("pushd, popd, prevd, nextd and a directory typed as a command")
def moves(w):
    env = w.project("p")
    sh = w.shell()
    sh.quiet({"bash": "shopt -s autocd", "zsh": "setopt auto_cd", "fish": ""}[w.kind])
    stack = (("pushd p >/dev/null", env), ("pushd / >/dev/null", None),
             ("popd >/dev/null", env), ("popd >/dev/null", None))
    for command, on in (*stack, *((("prevd", env), ("nextd", None)) if w.kind == "fish" else ())):
        sh.quiet(command)
        sh.shows(on)
    sh.run("./p")
    sh.on(env)
    sh.run("..")
    sh.off()


@test("`cd x && command` uses x's environment, and pushd and popd do as well")
def one_line(w):
    env = w.project("p")
    w.project("q")
    sh = w.shell()
    check(sh.run("cd p && python -c 'import sys; print(sys.prefix)'"), env + "\n", "sys.prefix")
    sh.on(env)
    check(sh.run("cd .. && command -v marker || echo none"), "none\n", "marker outside")
    sh.cd("q")
    check(sh.run("pushd ../p >/dev/null && marker"), "p/.venv\n", "after pushd")
    check(sh.run("popd >/dev/null && marker"), "q/.venv\n", "after popd")


@test("$(cd x && pwd) prints the path alone; a subshell's cd leaves the shell as it is")
def substitution(w):
    w.project("p")
    w.project("unknown", allow=False)
    sh = w.shell()
    for name in ("p", "unknown"):
        path = f"{w.home}/{name}"
        inner = f"(cd {path} && pwd)"
        out = sh.run("printf '[%s]\\n' " + (inner if w.kind == "fish" else f'"${inner}"'))
        # In fish the shell itself moves, so a hint may follow.
        check(out.split("\n")[0] if w.kind == "fish" else out.rstrip("\n"), f"[{path}]", name)
    if w.kind in POSIX:
        check(sh.run("(cd p && marker)"), "p/.venv\n", "command found in a subshell")
        sh.off()


@test("a link to a project is that project, and $PWD stays as typed")
def symlink(w):
    env = w.project("p")
    other = w.project("q")
    w.dir("home/p/src")
    os.symlink("p", w.home + "/l")
    os.symlink("p/src", w.home + "/deep")
    sh = w.shell()
    for link in ("l", "deep"):
        sh.cd(link)
        check(sh.on(env)["PWD"], f"{w.home}/{link}", "PWD")
        sh.walk(("..", None))
    sh.walk(("l", env))
    sh.run("ln -sfn q ~/l")
    sh.walk(("../l", other))


@test("a script is left alone: no function, no variable, no output")
def not_interactive(w):
    w.project("p")
    names = "functions -a -n" if w.kind == "fish" else "typeset -f"
    code = (f'{LINE[w.kind]}\ncd {quote(w.kind, w.home)}/p\ncommand -v marker\n'
            f'echo "[$VIRTUAL_ENV]"; {names} | grep -i avenv; true')
    done = subprocess.run([binary(w.kind), "-c", code], env=w.env, capture_output=True, text=True,
                          timeout=10, check=True)
    check(done.stdout + done.stderr, "[]\n", "output")


if __name__ == "__main__":
    sys.exit(main())
