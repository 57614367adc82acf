#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 10 12 31 35 38
"""Learning: a stock `activate` typed once is enough, and only where `avenv allow` would do."""

import os
import shutil
import subprocess
import sys

from harness import Skip, activation, at_most_one_line, check, hinted, main, one_line, test


def learnt(text, name):
    one_line(text)
    for word in f"'{name}'", "on whenever you are in":
        assert word in text, f"no {word} in {text!r}"


@test("the lesson: python3 -m venv djvenv, activate, deactivate; from then on cd does it")
def lesson(w):
    project = w.dir("home/tut")
    env = project + "/djvenv"
    sh = w.shell()
    sh.cd("tut")
    hinted(sh.run("python3 -m venv --without-pip djvenv", timeout=60), "djvenv")
    learnt(sh.source("djvenv"), "djvenv")
    check(sh.prompt(), "(djvenv) @> ", "prompt")
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["PATH"], f"{env}/bin:{w.path}", "PATH")
    check(sh.run("python -c 'import sys; print(sys.prefix)'"), env + "\n", "sys.prefix")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("", "cd ..")
    sh.off()
    sh.cd("tut")
    sh.on(env, "djvenv")
    sh.walk(("..", None))
    other = w.shell(cwd=project)
    check(other.greeting, "", "output of the next shell")
    other.on(env, "djvenv")


@test("'.venv' is learnt the same way, once, though the line goes on with a cd")
def once(w):
    env = w.project("p", allow=False, real=True)
    sh = w.shell()
    hinted(sh.run("cd p"))
    learnt(sh.run(f"source {activation(w.kind, '.venv')}; cd /; cd {w.home}/p"), ".venv")
    sh.quiet("deactivate", f"source {activation(w.kind, '.venv')}", "deactivate", "cd ..")
    sh.off()
    sh.walk(("p", env))


def is_unknown(w, sh, what):
    """Nothing was recorded, and cd does not turn on what is in q."""
    listed = w.avenv("allow", "--list")
    for line in listed.splitlines():
        assert not (line.startswith("allow") and "/q" in line), f"{what}: recorded: {line}"
    sh.run("deactivate" if sh.defined("deactivate") else "")
    sh.run("cd /")
    sh.run(f"cd {w.home}/q")
    sh.off()


@test("nothing is learnt with AVENV_LEARN=0, over a deny, in HOME, or from variables alone")
def not_learnt(w):
    env = w.project("q", allow=False, real=True)
    script = f"source {activation(w.kind, env)}"
    sh = w.shell(env={"AVENV_LEARN": "0", "AVENV_QUIET": "1"}, cwd=w.home + "/q")
    check(sh.run(script), "", "output with AVENV_LEARN=0")
    is_unknown(w, sh, "AVENV_LEARN=0")
    sh = w.shell(env={"AVENV_QUIET": "1"}, cwd=w.home + "/q")
    if w.kind == "fish":
        sh.quiet(f"set -gx VIRTUAL_ENV {env}; set -g _OLD_VIRTUAL_PATH $PATH")
    else:
        sh.quiet(f'export VIRTUAL_ENV={env}; _OLD_VIRTUAL_PATH="$PATH"')
    sh.quiet("", "true")
    is_unknown(w, w.shell(), "variables alone")
    w.avenv("deny", w.home + "/q")
    sh = w.shell(cwd=w.home + "/q")
    check(sh.run(script), "", "output over a deny")
    is_unknown(w, sh, "a deny")
    home = w.real(w.home + "/venv")
    sh = w.shell()
    at_most_one_line(sh.run(f"source {activation(w.kind, home)}"))
    assert f"{w.home}\n" not in w.avenv("allow", "--list"), "HOME is recorded"


@test("nothing is learnt from a startup file or from what a shell inherits")
def not_typed(w):
    env = w.project("q", allow=False, real=True)
    script = f"source {activation(w.kind, env)}"
    for before in ("", "avenv list >/dev/null 2>&1\n", "avenv activate >/dev/null 2>&1\n"):
        sh = w.shell(after=before + script, cwd=w.home + "/q", env={"AVENV_QUIET": "1"})
        check(sh.greeting, "", "output at start")
        sh.quiet("", "true")
        is_unknown(w, w.shell(after=""), "a startup file")
    sh = w.shell(cwd=w.home + "/q", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}",
                                         "AVENV_QUIET": "1", "_OLD_VIRTUAL_PATH": w.path})
    sh.quiet("", "true")
    is_unknown(w, w.shell(), "the environment of a parent")


@test("nothing is learnt that `avenv allow` refuses: open to others, tracked by git")
def refused(w):
    if not shutil.which("git"):
        raise Skip("git is not installed")
    env = w.project("q", allow=False, real=True)

    def typed(what):
        sh = w.shell(cwd=w.home + "/q", env={"AVENV_QUIET": "1"})
        at_most_one_line(sh.source(".venv"))
        is_unknown(w, sh, what)

    os.chmod(env + "/bin", 0o777)
    typed("open to others")
    os.chmod(env + "/bin", 0o755)
    for words in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", w.home + "/q", *words], env=w.env, check=True)
    typed("tracked")


if __name__ == "__main__":
    sys.exit(main())
