#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 10 12 31
"""Learning: a stock `activate` typed once is enough, and only where `avenv allow` would do.
tests/cli/learn.t has what is recorded, and where nothing is."""

from harness import check, main, story, test

LEARNT = "on whenever you are in"


@test("the lesson: python3 -m venv djvenv, activate, deactivate; from then on cd does it")
def lesson(w):
    w.make("tut/")
    sh = w.shell(cwd="tut")
    sh.run("python3 -m venv --without-pip djvenv")
    sh.go(
        f"source djvenv/bin/activate  => tut/djvenv  ?? 'djvenv' & {LEARNT}",
        f"python -c 'import sys; print(sys.prefix)'  == {w.home}/tut/djvenv",
        "deactivate                  => off",
        "true",
        "cd ..                       => off",
        "cd tut                      => tut/djvenv",
        "cd ..                       => off")
    w.shell(cwd="tut").shows("tut/djvenv")


story("'.venv' is learnt the same way, once, though the line goes on with a cd", "p*?",
    "cd p   ??",
    f"source .venv/bin/activate; cd /; cd ~/p  ?? '.venv' & {LEARNT}",
    "deactivate",
    "source .venv/bin/activate",
    "deactivate",
    "cd ..  => off",
    "cd p   => p")

story("the script of an environment that was moved here turns nothing on: one line says so, though this directory is denied",
    "third:venv*? w/",
    "mv third/venv w/.venv; cd w  => off  ?? '.venv' is here",
    "source .venv/bin/activate    => off  ?? '.venv' was moved from & third/venv', which its scripts still name; 'avenv' says",
    "avenv deny .                 => off  **",
    "source .venv/bin/activate    => off  ?? '.venv' was moved from & third/venv', which its scripts still name; 'avenv' says",
    "avenv allow                  => w  **")

QUIET = {"AVENV_QUIET": "1"}


def recorded(w):
    """The lines of the list of records that allow something."""
    return [line for line in w.avenv("allow", "--list").splitlines() if line.startswith("allow")]


def is_unknown(w):
    """Nothing was recorded, and cd does not turn on what is in q."""
    check(recorded(w), [], "records")
    w.shell(after="", env=QUIET).go("cd q  => off  **")


@test("nothing is learnt from the variables alone")
def by_variables(w):
    w.make("q*?")
    w.shell(cwd="q", env=QUIET).go(
        "export VIRTUAL_ENV=$HOME/q/.venv; read _OLD_VIRTUAL_PATH </dev/null",
        "true")
    is_unknown(w)


@test("nothing is learnt from a startup file, from what a shell inherits, or in HOME")
def not_typed(w):
    w.make("q*? +venv*")
    env = w.env_of("q")
    script = f"source {env}/bin/activate" + ".fish" * (w.kind == "fish")
    for before in ("", "avenv list >/dev/null 2>&1\n", "avenv activate >/dev/null 2>&1\n"):
        w.shell(after=before + script, cwd="q", env=QUIET).go(
            "",
            "true")
        is_unknown(w)
    w.shell(cwd="q", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}", "_OLD_VIRTUAL_PATH": w.path, **QUIET}
            ).go(
        "",
        "true")
    is_unknown(w)
    w.shell(env=QUIET).go("source ~/venv/bin/activate")
    check(recorded(w), [], "records, with one in HOME")


main()
