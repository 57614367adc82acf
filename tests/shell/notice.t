#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 11 12 19 29 32 33 35 52
"""Changes that the next prompt notices: environments that come and go, and commands of avenv."""

import os
import re
import sys

from harness import PYTHON, Looker, Skip, at_most_one_line, check, hinted, main, test, version


@test("the active environment deleted and made again: off, on; in one line: on all the time")
def deleted(w):
    outer, env = w.project("p"), w.project("p/sub")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.walk(("p/sub", env))
    sh.quiet("rm -r .venv")
    sh.on(outer)
    sh.quiet(f"cp -R {w.model} .venv")
    sh.on(env)
    sh.quiet(f"rm -r .venv && cp -R {w.model} .venv")
    sh.on(env)
    sh.walk(("../a/b", outer))
    sh.quiet("rm -r ../../.venv")
    sh.off()


@test("a project that is moved away under the shell is off; so is an environment by another name")
def moved(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.run("mv .venv old")
    sh.off()
    sh.run("cd ..; cd p")
    sh.off()
    sh.run("mv old .venv")
    sh.on(env)
    at_most_one_line(sh.run(f"mv {w.home}/p {w.home}/q"))
    sh.off()


@test("made here under each fixed name: on where it is allowed, else the hint at that prompt")
def made(w):
    w.dir("home/unknown")
    w.avenv("allow", "--tree", w.dir("home/tree"))
    names = (".venv", "venv", "env", ".env", "virtualenv")
    sh = w.shell()
    for n, name in enumerate(names):
        w.dir(f"home/tree/p{n}")
        sh.cd(f"{w.home}/tree/p{n}")
        sh.off()
        # No word of the command names it.
        sh.quiet(f"cp -R {w.model} {name}; command true nothing")
        sh.on(f"{w.home}/tree/p{n}/{name}", f"p{n}")
    sh.cd(w.home + "/unknown")
    hinted(sh.run(f"cp -R {w.model} .venv; command true nothing"))
    sh.quiet("", "true")
    sh.off()


@test("made here while an outer one is on: the nearer one is on")
def nearer(w):
    outer = w.project("p")
    w.avenv("allow", "--tree", w.dir("home/p/sub"))
    sh = w.shell()
    sh.walk(("p/sub", outer))
    sh.quiet(f"cp -R {w.model} .venv; command true nothing")
    sh.on(w.home + "/p/sub/.venv")


@test("the last command names it: on where it is allowed, else the hint with its name")
def named(w):
    if w.kind == "fish" and "version 3.1" in version("fish"):
        raise Skip("fish 3.1 says no last word")
    w.avenv("allow", "--tree", w.dir("home/tree"))
    w.dir("home/tree/p")
    sh = w.shell()
    sh.cd("tree/p")
    sh.quiet(f"cp -R {w.model} djvenv")
    sh.on(w.home + "/tree/p/djvenv", "djvenv")
    for n, form in enumerate(("djvenv", "djvenv   ", "djvenv/", "./djvenv")):
        sh.cd(w.dir(f"home/p{n}"))
        hinted(sh.run(f"cp -R {w.model} {form}"), "djvenv")
        sh.quiet("")
        sh.off()


@test("AVENV_WATCH=0: an idle prompt looks nothing up; what the last command names is noticed")
def no_watch(w):
    if w.kind == "fish" and "version 3.1" in version("fish"):
        raise Skip("fish 3.1 says no last word")
    env = w.project("p")
    w.dir("home/p/a")
    looker = Looker(w, env={"AVENV_WATCH": "0"})
    sh = looker.sh
    sh.walk(("p", env))
    looked = [p for p in looker.idle() if not p.startswith("/") or p.endswith(("env", ".cfg"))]
    check(looked, [], "look-ups")
    os.rename(env, w.base + "/gone")
    sh.quiet("")
    sh.on(env)
    sh.walk(("a", None), ("..", None))
    sh.quiet(f"mv {w.base}/gone .venv; command true .venv")
    sh.on(env)


@test("a path elsewhere that the last command names is not looked up: its server may be gone")
def named_elsewhere(w):
    w.dir("home/p/a/b")
    looker = Looker(w)
    looker.sh.quiet("cd p")
    looker.seen()
    for name in (w.base + "/model", "../p/a", "a/b", "/proc/self/cwd/a"):
        looker.sh.quiet(f"command true {name}", "")
    ends = tuple(name + end for name in ("model", "a", "b") for end in ("", "/pyvenv.cfg"))
    check([path for path in looker.seen() if path.endswith(ends)], [], "look-ups")


@test("a link without a record, here or named by the last command, is not followed")
def link(w):
    w.project("p")
    looker = Looker(w, "-f")
    sh, log = looker.sh, looker.log
    for place in ("p/a", "q"):
        os.mkdir(f"{w.home}/{place}")
        sh.cd(f"{w.home}/{place}")
        os.symlink(w.model, f"{w.home}/{place}/odd")
        sh.quiet("")
        mark = log.stat().st_size
        sh.quiet("command true odd", "")
        os.symlink(w.model, f"{w.home}/{place}/.venv")
        at_most_one_line(sh.run(""))
        at_most_one_line(sh.run("cd ."))
        seen = log.read_bytes()[mark:]
        assert b'odd"' in seen and b'.venv"' in seen, "the links were not looked at"
        # Below p its own environment may be looked at; ENOENT is from before the link was made.
        own = os.fsencode(w.home + "/p/.venv")
        followed = [x for x in seen.splitlines() if own not in x and b"NOFOLLOW" not in x
                    and b"ENOENT" not in x
                    and re.search(rb'\(.*"(?:[^"]*/)?(?:\.venv["/]|odd/)', x)
                    and b"readlink" not in x and b"lstat(" not in x]
        check(followed, [], "calls that follow a link")
        assert os.fsencode(w.model) not in seen, "the link's target was looked at"


@test("its python is of another minor version: on, with a hint once that works; AVENV_QUIET: none")
def upgraded(w):
    env = w.project("p")
    w.dir("home/p/a")
    os.makedirs(env + "/lib/python3.99")
    w.write(env.removeprefix(w.base + "/") + "/pyvenv.cfg", "home = /usr/bin\nversion = 3.99.1\n")
    series = re.search(r"3\.\d+", os.path.realpath(PYTHON)).group()
    told = (f"avenv: '.venv' was made for Python 3.99, and its python is {series} now; "
            f"'avenv recreate -p {series}' makes it anew\n")
    sh = w.shell()
    check(sh.run("cd p"), told, "the hint")
    sh.on(env)
    sh.quiet("", "cd a", "cd ../..", "cd p")
    quiet = w.shell(env={"AVENV_QUIET": "1"}, cwd=w.home + "/p")
    check(quiet.greeting, "", "output of a quiet shell")
    quiet.on(env)
    sh.run(f"avenv -q recreate -p {series}")
    sh.on(env)
    check(w.shell(cwd=w.home + "/p").greeting, "", "output once it is made anew")


CREATE = f"create --without-pip -p {PYTHON}"


def typed(sh, words, env, name=None):
    sh.run(f"avenv -q {words}")
    sh.shows(env and f"{sh.world.home}/{env}", name)


@test("allow, deny, forget")
def records(w):
    w.project("p", allow=False)
    sh = w.shell()
    sh.run("cd p")
    for words, on in (("allow", True), ("deny", False), ("allow", True), ("forget", False),
                      ("allow .", True)):
        typed(sh, words, "p/.venv" if on else None)
    sh.cd("/")
    sh.run(f"avenv deny {w.home}/p")
    sh.walk((w.home + "/p", None))


@test("create, move, recreate, repair, use, remove")
def environments(w):
    w.dir("home/p")
    w.mkenv(w.home + "/q/far")
    sh = w.shell()
    sh.cd("p")
    typed(sh, CREATE, "p/.venv")
    typed(sh, f"{CREATE} --clear", "p/.venv")
    typed(sh, "move .venv djvenv", "p/djvenv", "djvenv")
    typed(sh, "move djvenv .venv", "p/.venv")
    for words in ("repair", "recreate"):
        python = f"{w.home}/p/.venv/bin/python"
        os.remove(python)
        os.symlink("/nowhere/python3", python)
        sh.run("cd ..; cd p")
        sh.off()
        typed(sh, words, "p/.venv")
    typed(sh, "remove -y .venv", None)
    typed(sh, "use ../q/far", "q/far", "far")
    typed(sh, "use --clear", None)
    sh.walk(("..", None))


@test("allowed or denied in another shell: on or off at the next cd")
def another_shell(w):
    env = w.project("p", allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    sh.run("cd p")
    w.avenv("allow", w.home + "/p")
    sh.walk(("a", env))
    w.avenv("deny", w.home + "/p")
    sh.walk(("..", None))


if __name__ == "__main__":
    sys.exit(main())
