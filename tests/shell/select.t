#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 7 67
"""`avenv select`: the list, the keys that choose from it, and the shell after it."""

import os

from harness import NAMED, check, main, story, test

QUESTION = b"number, name or part of it (q: none): "


def ask(sh, line="avenv select"):
    """Type LINE; the text up to the next question."""
    return sh.ask(line, QUESTION)


def choose(sh, keys, env):
    ask(sh)
    sh.keys(keys + "\r")
    sh.shows("!" + env)


def tools(w, *names):
    """Environments in one directory, each with a record."""
    made = [w.mkenv(f"{w.home}/tools/{name}") for name in names]
    w.avenv("allow", *made)
    return made


def rows(shown):
    """The number, a mark and the name in each row of the list."""
    return [" ".join(line.split()[:3 if "*" in line else 2]) for line in shown.split("\n") if line.strip()[:1].isdigit()]


@test("a number, a name, a part of it, TAB and a path choose; the environment is then on by hand")
def chooses(w):
    flask, django, old = tools(w, "flask", "django", "django-old")
    sh = w.shell()
    check(rows(ask(sh)), ["1 django", "2 django-old", "3 flask"], "list")
    sh.keys("\x04")
    for typed, env in (("2", old), ("django", django), ("FLA", flask), ("~/tools/flask", flask), ("fl\t", flask)):
        choose(sh, typed, env)
        assert NAMED.format(os.path.basename(env)) in sh.prompt(), sh.prompt()
    sh.go("deactivate  => off")


@test("a part narrows the list; a word that fits none, a bad choice")
def narrows(w):
    envs = tools(w, "a1", "a2", "b1", "b2")
    os.unlink(envs[0] + "/bin/python")
    sh = w.shell()
    ask(sh)
    check(rows(ask(sh, "b")), ["1 b1", "2 b2"], "the list of b")
    assert "zzz" in ask(sh, "zzz"), "zzz is not named"
    sh.keys("q\r")
    ask(sh)
    shown = ask(sh, "a1")
    assert "Python" in shown, "no reason"
    check(len(rows(shown)), 4, "all of them")
    sh.keys("2\r")
    sh.shows("!" + envs[1])
    check(rows(ask(sh))[1], "2 * a2", "the mark of the active one")
    sh.keys("\x04")


@test("^C, ^D, q and an empty line: nothing changes, and the terminal is as before")
def leaves(w):
    tools(w, "one")
    w.project("p")
    sh = w.shell(cwd="p")
    before = sh.run("stty -a")
    interrupted = 1 if w.kind == "zsh" else 130
    for keys, status in (("\x03", interrupted), ("secret\x03", interrupted), ("\x04", 1), ("\r", 1), ("q\r", 1)):
        ask(sh)
        ask(sh, "secret")
        assert "avenv: " not in sh.keys(keys), "a message"
        sh.go(f"echo $?  => p  == {status}")
        check(sh.run("stty -a"), before, "terminal modes")


story("without an environment, and without a terminal: one line, status 1", "",
    "avenv select             ?? no environment is known",
    "mkdir p; cp -R ~/../template p/.venv; avenv -q allow p",
    "avenv select </dev/null  => off  ??",
    "avenv select </dev/null 2>/dev/null || echo failed  == failed")

main()
