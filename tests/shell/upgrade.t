#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 6 12 16
"""Shells that were open when avenv was upgraded: the first edition's hook beside this edition's
helper and command, and this edition's hook beside another edition's helper."""

import os
import subprocess

from harness import BUILD, RC, ROOT, Skip, check, main, quote, test

FIRST_EDITION = "bb2193a"


def counted(w):
    """A helper that notes each run, and does what the file "answer" says, while there is one."""
    w.write("runs", "")
    return w.write("helper", f"""#!/bin/sh
echo run >>{w.base}/runs
if [ -e {w.base}/answer ]; then . {w.base}/answer; fi
exec {BUILD}/avenv-hook "$@"
""", 0o755)


def quietly(sh, *commands):
    """COMMANDS print nothing, ask once each and once at the prompt; then nothing asks."""
    runs = sh.world.base + "/runs"
    for command in commands:
        os.truncate(runs, 0)
        sh.quiet(command)
        assert os.path.getsize(runs) <= len("run\nrun\n"), f"the helper's runs after {command!r}"
        os.truncate(runs, 0)
        sh.go(" | true")
        check(os.path.getsize(runs), 0, f"the bytes of runs at idle prompts after {command!r}")


@test("the first edition's hook with this helper and command: no word, no loop, and `deactivate` works")
def old_hook(w):
    w.make("p q")
    env, helper = w.env_of("p"), counted(w)
    done = subprocess.run(["git", "-C", ROOT, "show", f"{FIRST_EDITION}:hooks/avenv.{w.kind}"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise Skip(f"git's history here ends before {FIRST_EDITION}")
    text = done.stdout.replace("@HELPER@", helper).replace("@AVENV@", str(BUILD / "avenv"))
    if w.kind == "zsh":
        text = f"_avenv_helper='{helper}' _avenv_cli='{BUILD}/avenv'\n{text}"
    # The first edition's helper answers so where the environment is to be turned on.
    path = [env + "/bin", *w.path.split(":")]
    words = [env, "p", *(path[:1] + path if w.kind == "fish" else [":".join(path), path[0]])]
    w.write("reply", "_avenv_set " + " ".join(quote(w.kind, word) for word in words) + "\n")
    w.write("answer", f"cat {w.base}/reply; exit 0\n")
    sh = w.shell(cwd="p", line="source " + w.write(f"first.{w.kind}", text))
    sh.quiet("")
    check(sh.value("VIRTUAL_ENV"), env, "VIRTUAL_ENV before")
    os.unlink(w.base + "/answer")
    w.startup(w.kind)
    sh.go("avenv activate ?? | avenv off ?? | avenv allow -q ??")
    assert f"exec {w.kind}" in sh.run("avenv"), "status is silent"
    quietly(sh, "cd ~/q", "cd ~/p", "cd /", "cd ~/p")
    sh.go("deactivate => off")
    quietly(sh, "cd ~/q", "cd ~", "cd ~/p")
    sh.shows("off")
    sh.go(f"source ~/{RC[w.kind]} | cd ~ => off | cd p => p | cd .. => off")


@test("this edition's hook with another edition's helper: no word, no loop, `deactivate` works")
def old_helper(w):
    w.make("p q")
    sh = w.shell(cwd="p", line=f"source {w.hook_file(counted(w))}")
    sh.shows("p")
    # A helper answers no other protocol.
    w.write("answer", "exit 2\n")
    quietly(sh, "cd ~/q", "cd ~/p")
    sh.go("deactivate => off")
    quietly(sh, "cd ~/q", "cd ~/p", "cd ~")
    os.unlink(w.base + "/answer")
    sh.go("cd q => q | cd ../p => p | cd .. => off")


main()
