#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 6 12 16
"""Shells that were open when avenv was upgraded: the first edition's hook beside this edition's
helper and command, and this edition's hook beside the first edition's."""

import os
import subprocess
import sys

from harness import BUILD, LINE, RC, ROOT, Skip, at_most_one_line, check, main, one_line, quote, test

FIRST_EDITION = "bb2193a"


def counted(w):
    """A helper that notes each run, and does what the file "answer" says, while there is one."""
    w.write("runs", "")
    return w.write("helper", f"""#!/bin/sh
echo run >>{w.base}/runs
if [ -e {w.base}/answer ]; then . {w.base}/answer; fi
exec {BUILD}/avenv-hook "$@"
""", 0o755)


def first_hook(w, helper):
    """The first edition's hook, as it was installed."""
    path = f"{FIRST_EDITION}:hooks/avenv.{w.kind}"
    done = subprocess.run(["git", "-C", ROOT, "show", path], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise Skip(f"git's history here ends before {FIRST_EDITION}")
    text = done.stdout.replace("@HELPER@", helper).replace("@AVENV@", str(BUILD / "avenv"))
    if w.kind == "zsh":
        text = f"_avenv_helper='{helper}' _avenv_cli='{BUILD}/avenv'\n{text}"
    return w.write(f"first.{w.kind}", text)


def first_answer(w, env):
    """Have the helper answer as the first edition's does where ENV is to be turned on."""
    path = [env + "/bin", *w.path.split(":")]
    name = os.path.basename(os.path.dirname(env))
    words = [env, name, *(path[:1] + path if w.kind == "fish" else [":".join(path), path[0]])]
    line = "_avenv_set " + " ".join(quote(w.kind, word) for word in words)
    w.write("reply", line + "\n")
    w.write("answer", f"cat {w.base}/reply; exit 0\n")


def runs(w):
    """How often the helper ran since the last call."""
    with open(w.base + "/runs", "r+", encoding="ascii") as file:
        count = len(file.readlines())
        file.truncate(0)
    return count


def quietly(w, sh, *commands):
    """COMMANDS print nothing, ask once each and once at the prompt; then nothing asks."""
    runs(w)
    for command in commands:
        sh.quiet(command)
        assert runs(w) <= 2, f"the helper's runs after {command!r}"
        sh.quiet("", "true")
        check(runs(w), 0, f"the helper's runs at idle prompts after {command!r}")


def upgraded(w, **options):
    """A shell of the first edition in whose project the environment is on, then the upgrade."""
    env = w.project("p")
    helper = counted(w)
    hook = first_hook(w, helper)
    first_answer(w, env)
    sh = w.shell(cwd=w.home + "/p", line=f"source {hook}", **options)
    sh.quiet("")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV before")
    os.unlink(w.base + "/answer")
    w.startup(w.kind, line=f"source {w.hook_file(helper)}")
    runs(w)
    return sh, env


@test("the first edition's hook with this helper: no word, no loop, and `deactivate` works")
def old_hook(w):
    w.project("q")
    sh, _ = upgraded(w)
    quietly(w, sh, "cd ~/q", "cd ~/p", "cd /", "cd ~/p")
    sh.quiet("deactivate")
    sh.off()
    quietly(w, sh, "cd ~/q", "cd ~", "cd ~/p")
    sh.off()


@test("the first edition's hook with this command: each works, or says what to do")
def old_hook_command(w):
    sh, _ = upgraded(w)
    for command in ("avenv activate", "avenv activate ~/p", "avenv on", "avenv off", "avenv select"):
        at_most_one_line(sh.run(command))
    assert f"exec {w.kind}" in sh.run("avenv"), "status is silent"
    assert "another version" in sh.run("avenv doctor"), "doctor is silent"
    for command in ("avenv allow -q", "avenv deny -q", "avenv forget -q", "avenv deactivate"):
        at_most_one_line(sh.run(command))
    quietly(w, sh, "cd /", "cd ~/p")
    check(sh.run("echo alive"), "alive\n", "output")


@test("a child of a first edition's shell takes over what is on, and PYTHONHOME comes back")
def child(w):
    sh, env = upgraded(w, env={"PYTHONHOME": "/usr/local"})
    check(sh.state()["env"]["AVENV_PYTHONHOME"], "/usr/local", "AVENV_PYTHONHOME")
    sh.quiet(w.kind)
    sh.on(env)
    sh.quiet("cd ..")
    check(sh.off()["PYTHONHOME"], "/usr/local", "PYTHONHOME")


@test("this edition's hook, loaded over the first edition's: as in a new shell")
def reload(w):
    sh, env = upgraded(w)
    sh.quiet(f"source ~/{RC[w.kind]}")
    w.dir("home/none")
    sh.quiet("")
    runs(w)
    for _ in range(2):
        quietly(w, sh, "cd ~/none")
        check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV outside")
        quietly(w, sh, "cd ~/p")
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV inside")
    sh.quiet("deactivate")
    check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV after deactivate")


@test("this edition's hook with the first edition's helper: no word, no loop, `deactivate` works")
def old_helper(w):
    env, other = w.project("p"), w.project("q")
    sh = w.shell(cwd=w.home + "/p", line=f"source {w.hook_file(counted(w))}")
    sh.on(env)
    # The first edition's helper answers no other protocol.
    w.write("answer", "exit 2\n")
    quietly(w, sh, "cd ~/q", "cd ~/p")
    sh.quiet("deactivate")
    sh.off()
    quietly(w, sh, "cd ~/q", "cd ~/p", "cd ~")
    os.unlink(w.base + "/answer")
    sh.walk(("q", other), ("../p", env), ("..", None))


if __name__ == "__main__":
    sys.exit(main())
