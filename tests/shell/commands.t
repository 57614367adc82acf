#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 19 48 52 53 56 58 59
"""create, use, move, remove, recreate and doctor, typed in a shell: each next prompt shows
the environment of then."""

import os
import re
import shutil
import sys

from harness import PYTHON, READY, activation, check, main, quote, test

CREATE = f"avenv -q create --without-pip -p {PYTHON}"


def done(sh, command):
    """Type COMMAND, which must succeed; its output."""
    out = sh.run(command)
    check(sh.run(f"echo {sh.status}"), "0\n", f"status of {command!r}, which printed {out!r}")
    return out


def refused(sh, command, word):
    """Type COMMAND, which must fail and say WORD."""
    out = sh.run(command)
    check(sh.run(f"echo {sh.status}"), "1\n", f"status of {command!r}")
    assert word in out, f"{command!r} printed {out!r}"


# --- create ---

@test("create: on at the next prompt; again with --clear, --prompt, and after `deactivate`")
def create(w):
    env = w.dir("home/p") + "/.venv"
    sh = w.shell()
    sh.cd("p")
    check(done(sh, CREATE), "", "output")
    sh.on(env)
    sh.cd("..")
    sh.off()
    sh.cd("p")
    sh.on(env)
    done(sh, f"{CREATE} --clear")
    sh.on(env)
    done(sh, f"{CREATE} --prompt shop")
    sh.on(env, "shop")
    sh.run(f"deactivate; rm -rf .venv; {CREATE}")
    sh.on(env)
    # A .venv comes first.
    done(sh, f"{CREATE} djvenv")
    sh.on(env)
    w.dir("home/q")
    sh.cd("../q")
    done(sh, f"{CREATE} djvenv")
    sh.on(w.home + "/q/djvenv", "djvenv")


@test("create where avenv is off, denied, or the user's own is on: it stays so")
def create_only(w):
    mine = w.mkenv(w.dir("tools") + "/mine")
    for name, before, after in (
            ("off", "avenv off", "avenv on"), ("denied", "avenv -q deny .", "avenv -q allow"),
            ("own", f"avenv activate {mine}", "avenv activate .venv")):
        env = w.dir(f"home/{name}") + "/.venv"
        sh = w.shell(cwd=w.home + "/" + name)
        sh.run(before)
        sh.run(CREATE)
        assert os.path.exists(env + "/pyvenv.cfg"), name
        if name == "own":
            sh.theirs(mine)
        else:
            sh.off()
        sh.run(after)
        check(sh.state()["VIRTUAL_ENV"], env, f"VIRTUAL_ENV after {after!r}")


NAMES = ("it's \"a\" b", "$(touch pwned)", "*", "back\\slash;x", "-x", "~")


@test("odd names: create, activate and use take them, and nothing of a name runs")
def odd_names(w):
    w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    for name in NAMES:
        done(sh, f"{CREATE} -- {quote(w.kind, name)}")
        done(sh, f"avenv activate -- {quote(w.kind, name)}")
        sh.theirs(f"{w.home}/p/{name}")
    check(sorted(os.listdir(w.home + "/p")), sorted((".venv", *NAMES)), "files there")
    os.rename(w.home + "/p/.venv", w.base + "/unused")
    sh.run("deactivate")
    for name in NAMES[:4]:
        done(sh, f"avenv -q use -- {quote(w.kind, name)}")
        check(sh.state()["AVENV_ENV"], f"{w.home}/p/{name}", "AVENV_ENV")


# --- use ---

@test("use: the environment elsewhere is on, in the next shell too, and --clear takes it back")
def use(w):
    project = w.dir("home/p")
    one, two = (w.mkenv(f"{project}/{name}") for name in ("one", "two"))
    far = w.mkenv(w.dir("tools") + "/far")
    sh = w.shell()
    assert "avenv use" in sh.run("cd p"), "no hint"
    for env in (one, two, far):
        done(sh, f"avenv use {env}")
        sh.on(env, os.path.basename(env))
    sh.cd("..")
    sh.off()
    other = w.shell(cwd=project)
    check(other.greeting, "", "output of the next shell")
    other.on(far, "far")
    sh.cd("p")
    done(sh, "avenv use --clear")
    sh.off()
    check(os.path.lexists(project + "/.venv"), False, "the redirect is there")
    assert os.path.exists(far + "/pyvenv.cfg"), "the environment is gone"


# --- move ---

@test("move: on under its new name, off where it was, on where it is; activate works there")
def move(w):
    env = w.project("p", real=True)
    q, odd = w.dir("home/q"), w.dir("home/odd") + "/it is *"
    sh = w.shell()
    sh.cd("p")
    done(sh, "avenv move .venv venv")
    sh.on(w.home + "/p/venv")
    refused(sh, "cd venv/bin; avenv move ~/p/venv ~/x", "cd ")
    sh.on(w.home + "/p/venv")
    sh.cd("../..")
    done(sh, "avenv mv venv ../q/.venv")
    check(os.path.lexists(env), False, "the old one is there")
    sh.off()
    sh.cd("../q")
    sh.on(q + "/.venv")
    sh.cd("..")
    done(sh, f"avenv move q/.venv {quote(w.kind, odd)}")
    sh.run("source " + quote(w.kind, activation(w.kind, odd)))
    sh.theirs(odd)
    sh.quiet("deactivate")
    sh.off()


@test("move of an environment that a {0} leads to: the {0} follows", cases=("redirect", "link"))
def followed(w, by):
    env = w.redirected("p", "shared", by)
    new = w.dir("home/envs") + "/moved"
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "shared")
    done(sh, f"avenv move {env} {new}")
    sh.on(new, "moved")
    done(sh, f"avenv remove -y {new}")
    sh.off()
    check(os.listdir(w.home + "/p"), [], "the files of the project")


# --- remove ---

QUESTION = b"[y/N] "


def ask(sh, command, keys):
    """Type COMMAND, and KEYS at its question; what came after it."""
    start = len(sh.buf)
    sh.send(command + "\r")
    at = sh._find(QUESTION, start)
    asked = os.fsdecode(sh.buf[start:at])
    sh.send(keys)
    sh._settle(at, READY)
    return asked


@test("remove asks and names the environment; only y and yes remove it")
def remove(w):
    env, inner = w.project("p"), w.project("p/sub")
    sh = w.shell()
    sh.cd("p/sub")
    for keys in ("\r", "n\r", "yess\r", "\x04", "\x03", "y\x03"):
        asked = ask(sh, "avenv remove .venv", keys)
        assert "sub/.venv" in asked, f"it asked {asked!r}"
        if "\x03" in keys:
            sh.run("true")  # zsh's prompt stands behind the ^C
        sh.on(inner)
    refused(sh, "cd .venv/bin; avenv remove -y ~/p/sub/.venv", "cd ")
    sh.cd("../..")
    sh.on(inner)
    ask(sh, "avenv remove .venv", "y\r")
    sh.on(env)
    check(os.listdir(w.home + "/p/sub"), [], "the files of the project")
    sh.cd("..")
    ask(sh, "avenv -q remove .venv", "n\x7fyes\r")
    sh.off()
    check(os.listdir(w.home + "/p"), ["sub"], "the files of the project")


@test("the user's own, turned on by {}, goes by {!r}: off, and this directory's is on",
      cases=(("avenv activate", "avenv remove -y {0}"),
             ("its own activate", "avenv -q move {0} {0}.new"),
             ("the parent shell", "avenv remove -y {0}")))
def own(w, how, command):
    here = w.project("p")
    env = w.real(w.dir("tools") + "/one")
    other = w.mkenv(w.base + "/tools/two")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    if how == "its own activate":
        sh.source(env)
    else:
        sh.quiet(f"avenv activate {env}")
    if how == "the parent shell":
        sh.quiet(w.kind)
    sh.cd("p")
    done(sh, f"avenv remove -y {other}")
    sh.theirs(env)
    sh.run(command.format(env))
    check(os.path.exists(env), False, "it is there")
    sh.on(here)
    sh.cd("..")
    sh.off()


# --- recreate, doctor ---

@test("recreate: on at the next prompt, after --undo and --discard too; its Python starts")
def recreate(w):
    env = w.project("p", env="odd", real=True)
    first = os.stat(env).st_ino
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "odd")
    done(sh, "avenv recreate -q")
    sh.on(env, "odd")
    second = os.stat(env).st_ino
    assert second != first, "it is the same one"
    check(sh.run("python -c 'import sys; print(sys.prefix)'"), env + "\n", "sys.prefix")
    for words, want in (("--undo", first), ("--undo", second), ("--discard", second)):
        done(sh, f"avenv recreate -q {words}")
        sh.on(env, "odd")
        check(os.stat(env).st_ino, want, f"the environment after {words}")


@test("doctor: the command that it prints for a copy whose path has a space mends it")
def doctor(w):
    env = w.dir("home/q") + "/one two"
    shutil.copytree(w.project("p", real=True), env, symlinks=True)
    sh = w.shell()
    command = "avenv doctor " + quote(w.kind, env)
    mend = re.findall(r'"(avenv repair [^"]*)"', sh.run(command))
    check(len(mend), 1, "commands that mend it")
    done(sh, mend[0])
    check(done(sh, command + " -q"), "", "what is wrong after that")


if __name__ == "__main__":
    sys.exit(main())
