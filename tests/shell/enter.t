#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 2 3 12 20 25 27
"""Every way into a project and out of it; where the search for an environment ends."""

import os
import subprocess
import sys

from harness import LINE, POSIX, binary, check, main, one_line, quote, test


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
def same_line(w):
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


@test("the fixed names in their order, from below as well; AVENV_NAMES replaces the later ones")
def names(w):
    order = (".venv", "venv", "env", ".env", "virtualenv", "mine")
    w.dir("home/p/a/b")
    for name in order:
        w.mkenv(f"{w.home}/p/{name}")
    w.avenv("allow", w.home + "/p")
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
