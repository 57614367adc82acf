#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv remove as a person uses it: the question, the answer, and what the next prompt shows."""

import os
import sys

from harness import PROMPT, READY, check, main, test

QUESTION = b"Remove it? [y/N] "


def ask(sh, command):
    """Type COMMAND, up to its question; where the answer begins."""
    start = len(sh.buf)
    sh.send(command + "\r")
    return sh._find(QUESTION, start)


def answer(sh, start, keys):
    """What KEYS at the question lead to, up to the next prompt."""
    sh.send(keys)
    return sh._settle(start, READY)


@test("the active environment is off at the next prompt")
def active(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    start = ask(sh, "avenv remove .venv")
    out = answer(sh, start, "y\r")
    assert f"avenv: removed '{env}' (" in out, f"it said {out!r}"
    sh.off()
    check(os.listdir(w.home + "/p"), [], "what is left")


@test("-y asks nothing; the outer project's comes back")
def outer(w):
    env = w.project("p")
    inner = w.project("p/sub")
    sh = w.shell()
    sh.cd("p/sub")
    sh.on(inner)
    out = sh.run("avenv rm -y .venv")
    assert out.startswith(f"avenv: removed '{inner}' ("), f"it said {out!r}"
    sh.on(env)


@test("one that is active elsewhere by a {}", cases=("redirect", "link"))
def redirected(w, by):
    env = w.redirected("p", "shared", by)
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "shared")
    sh.run(f"avenv remove -y {env}")
    sh.off()
    check(os.listdir(w.home + "/p"), [], "what is left")


@test("the shell in it: refused, still on, with the way out")
def inside(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p/.venv/bin")
    check(sh.run("avenv remove -y ~/p/.venv"), f"avenv: this shell is in '{env}'; 'cd ../..' first\n", "it said")
    sh.on(env)


@test("the answer {0!r}: nothing is removed", cases=(("\r",), ("n\r",), ("yess\r",), ("\x04",), ("\x03",), ("y\x03",)))
def no(w, keys):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    start = ask(sh, "avenv remove .venv")
    out = answer(sh, start, keys)
    assert "avenv: nothing was removed\n" in out, f"it said {out!r}"
    sh.on(env)
    assert os.path.exists(env + "/pyvenv.cfg"), "it is gone"


@test("the answer {0!r}: removed", cases=(("Y\r",), ("yes\r",), ("n\x7fy\r",)))
def yes(w, keys):
    env = w.project("p")
    sh = w.shell()
    start = ask(sh, "avenv remove p/.venv")
    answer(sh, start, keys)
    check(os.path.exists(env), False, "it is there")
    check(sh.prompt(), PROMPT, "prompt")


@test("what would go is shown before the question, also with -q")
def shown(w):
    env = w.project("p")
    sh = w.shell()
    start = len(sh.buf)
    end = ask(sh, "avenv -q remove p/.venv")
    text = os.fsdecode(sh.buf[start:end])
    assert f"'{env}' (" in text and f"used by '{w.home}/p'" in text, f"it said {text!r}"
    answer(sh, end, "n\r")


def turn_on(w, sh, how, env):
    """ENV as the user's own, in one of WAYS."""
    if how == "named":
        sh.quiet(f"avenv activate {env}")
    elif how == "inherited":
        sh.quiet(f"avenv activate {env}", w.kind)
    else:
        sh.source(env)
    sh.theirs(env, sh.path)


WAYS = ("named", "stock", "inherited")
AWAY = {"remove": "avenv remove -y {0}", "move": "avenv -q move {0} {0}.new", "remove -C": "avenv -C / rm -y -q -- {0}"}


@test("the user's own, {}, {}: off at the next prompt, and nothing is muted",
      cases=tuple((how, what) for how in WAYS for what in AWAY))
def own(w, how, what):
    env = w.real(w.dir("tools") + "/one")
    here = w.project("p")
    sh = w.shell()
    turn_on(w, sh, how, env)
    sh.cd("p")
    sh.run(AWAY[what].format(env))
    check(os.path.exists(env), False, "it is there")
    sh.on(here)
    sh.cd("..")
    sh.off()


@test("what `avenv activate ENV` turned on, gone by other hands: off at the next prompt; in {}, {}",
      cases=(("p", "nothing else"), ("q", "the directory's comes on")))
def by_others(w, where, _):
    env = w.mkenv(w.dir("tools") + "/one")
    here = w.project("q")
    w.dir("home/p")
    sh = w.shell()
    sh.quiet(f"avenv activate {env}")
    sh.cd(where)
    sh.theirs(env)
    w.avenv("remove", "-y", env)
    sh.quiet("")
    if where == "q":
        sh.on(here)
    else:
        sh.off()


@test("a stock activation of what is gone by other hands: left alone")
def stock_by_others(w):
    env = w.real(w.dir("tools") + "/one")
    sh = w.shell()
    sh.source(env)
    w.avenv("remove", "-y", env)
    sh.quiet("", "cd /", "")
    sh.theirs(env)
    sh.run("deactivate")
    sh.off()


@test("avenv remove of another: the user's own stays on, {!r}", cases=WAYS)
def another(w, how):
    env, other = (w.real(w.dir("tools") + "/" + name) for name in ("one", "two"))
    sh = w.shell()
    turn_on(w, sh, how, env)
    sh.run(f"avenv remove -y {other}")
    sh.theirs(env)


sys.exit(main())
