#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 10 12 31 35 38
"""Learning: a stock `activate` typed once is enough, and only where `avenv allow` would do.
tests/cli/learn.t has what is recorded."""

from harness import check, hinted, main, story, test

LEARNT = "on whenever you are in"


@test("the lesson: python3 -m venv djvenv, activate, deactivate; from then on cd does it")
def lesson(w):
    w.make("tut/")
    sh = w.shell(cwd="tut")
    hinted(sh.run("python3 -m venv --without-pip djvenv", timeout=60), "djvenv")
    sh.go(f"source djvenv/bin/activate => tut/djvenv ?? 'djvenv' & {LEARNT}")
    check(sh.run("python -c 'import sys; print(sys.prefix)'"), w.home + "/tut/djvenv\n", "sys.prefix")
    sh.go("deactivate => off | true | cd .. => off | cd tut => tut/djvenv | cd .. => off")
    other = w.shell(cwd="tut")
    check(other.greeting, "", "output of the next shell")
    other.shows("tut/djvenv")


story("'.venv' is learnt the same way, once, though the line goes on with a cd", "p*?",
      f"cd p ?? | source .venv/bin/activate; cd /; cd ~/p ?? '.venv' & {LEARNT} | deactivate",
      "source .venv/bin/activate | deactivate | cd .. => off | cd p => p")


def is_unknown(w, what):
    """Nothing was recorded, and cd does not turn on what is in q."""
    listed = w.avenv("allow", "--list").splitlines()
    assert not [x for x in listed if x.startswith("allow") and "/q" in x], f"{what}: recorded: {listed}"
    w.shell(after="").go("cd q => off **")


@test("nothing is learnt with AVENV_LEARN=0, over a deny, where `allow` refuses, from variables alone")
def not_learnt(w):
    w.make("q*?")
    env = w.env_of("q")
    source = "source .venv/bin/activate"
    unset = "set -g _OLD_VIRTUAL_PATH $PATH" if w.kind == "fish" else '_OLD_VIRTUAL_PATH="$PATH"'
    git = ("git init -q; git add -f .", "rm -rf .git")
    for before, typed, after in (
            ("export AVENV_LEARN=0", source, ""), ("", f"export VIRTUAL_ENV={env}; {unset}", ""),
            ("chmod 777 .venv/bin", source + " ??", "chmod 755 .venv/bin"), (git[0], source + " ??", git[1]),
            ("avenv -q deny", source, "")):
        sh = w.shell(cwd="q", env={"AVENV_QUIET": "1"})
        sh.go(f"{before} ** | {typed} | true")
        is_unknown(w, before)
        sh.go(f"{after} **")


@test("nothing is learnt from a startup file, from what a shell inherits, or in HOME")
def not_typed(w):
    w.make("q*? +venv*")
    env = w.env_of("q")
    script = f"source {env}/bin/activate" + ".fish" * (w.kind == "fish")
    for before in ("", "avenv list >/dev/null 2>&1\n", "avenv activate >/dev/null 2>&1\n"):
        sh = w.shell(after=before + script, cwd="q", env={"AVENV_QUIET": "1"})
        check(sh.greeting, "", "output at start")
        sh.go(" | true")
        is_unknown(w, "a startup file")
    sh = w.shell(cwd="q", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}",
                               "AVENV_QUIET": "1", "_OLD_VIRTUAL_PATH": w.path})
    sh.go(" | true")
    is_unknown(w, "the environment of a parent")
    w.shell().go("source ~/venv/bin/activate ??")
    assert f"{w.home}\n" not in w.avenv("allow", "--list"), "HOME is recorded"


main()
