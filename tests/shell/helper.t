#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 16 43 70
"""A helper that is missing, broken, killed or hanging: a working shell, and nothing half on."""

import os
import shutil
import subprocess
import time

from harness import BUILD, SYSTEM_PATH, TIMEOUT, Skip, at_most_one_line, check, main, noting_helper, test

STRACE = shutil.which("strace", path=SYSTEM_PATH)
# An error as strace injects it; "!" is shell code instead of the helper.
FAULTS = (
    "statx:error=EIO:when=1", "mmap:error=ENOMEM", "read:retval=0:when=1", "write:error=ENOSPC",
    "write:signal=KILL", '! "$helper" "$@" | head -c 30; exit 1',
    '! echo "export PATH=/hostile"; exit 1', '! echo "set -gx PATH /hostile"; exit 2',
)


@test("entering, switching and leaving while the helper fails, then works again")
def fails(w):
    if BUILD.name == "asan" and w.kind == "tcsh":
        raise Skip("tcsh says how a sanitized program ends")
    if not STRACE or subprocess.run([STRACE, "-o", "/dev/null", "true"], check=False).returncode:
        raise Skip("strace cannot trace here")
    w.make("one two none/")
    sh = w.shell("none", line=f"source {w.hook_file(noting_helper(w))}")
    for fault in FAULTS:
        sh.go("cd ~/one  => one")
        code = f'exec {STRACE} -o /dev/null -e inject={fault} "$helper" "$@"'
        w.write("answer", fault[2:] if fault[0] == "!" else code)
        for command in ("cd ../two", "", "cd ../none", "", "cd ../one"):
            at_most_one_line(sh.run(command))
            # One is on, or none, with all that belongs to it.
            sh.shows(sh.value("VIRTUAL_ENV") or "off")
        os.unlink(w.base + "/answer")
        # A helper that was killed several times is not asked at once.
        sh.go(
            "cd ..       **",
            "            **",
            "cd ~/two    => two",
            "cd ../none  => off")


@test("^C during a helper that hangs gives the prompt back, and the next cd makes up for it")
def interrupt(w):
    w.project("p")
    running = w.base + "/running"
    sh = w.shell(line=f"source {w.hook_file(noting_helper(w))}")
    w.write("answer", f"rm {w.base}/answer; : >{running}; exec sleep 600\n")
    sh.send("cd p\r")
    end = time.monotonic() + TIMEOUT
    while not os.path.exists(running):
        assert time.monotonic() < end, "the helper was not asked"
        sh.wait(0.01)
    sh.keys("\x03")
    sh.go(
        "",
        "cd .        => p",
        "echo alive  == alive")


HELPERS = (None, ("", 0o644), ("#!/bin/sh\nkill -9 $$\n", 0o755), ("#!/bin/sh\necho trouble >&2\n", 0o755),
           ("#!/bin/sh\necho 'echo GARBAGE; cd /; ('\nexit 1\n", 0o755))


@test("a helper that is missing, not executable, killed, noisy or garbled: a working, silent shell")
def never(w):
    w.project("p")
    for how in HELPERS:
        # tcsh cannot redirect standard error alone.
        if w.kind == "tcsh" and how and ">&2" in how[0]:
            continue
        if how:
            w.write("broken", *how)
        sh = w.shell(line=f"source {w.hook_file(w.base + '/broken')}")
        sh.go(
            "cd p",
            "",
            "true",
            "cd ..",
            "cd p",
            "cd / && pwd  => off  == /")


@test("avenv uninstalled while one is on: `deactivate` turns it off; a command: one line, exit 127")
def uninstalled(w):
    w.make("p q")
    place = w.installed()
    sh, outside = w.shell(cwd="p"), w.shell()
    sh.shows("p")
    shutil.rmtree(place)
    sh.go(
        "true",
        "cd ..",
        "cd p")
    # In the new shell it would stay on PATH, and nothing could turn it off.
    if w.kind in ("bash", "zsh", "fish"):
        said = sh.run("avenv status")
        assert f"is gone; 'deactivate; exec {w.kind}'" in said, said
    sh.go("deactivate  => off")
    outside.go(
        "true",
        "cd p  => off",
        "cd ..")
    # Errors of elvish and nushell have several lines; xonsh ends a line at a command that fails.
    for words in ("status", "allow") if w.kind not in ("elvish", "xonsh", "nu") else ():
        said = sh.run(f"avenv {words}")
        check(said.count("\n"), 1, "lines")
        assert f"is gone; 'exec {w.kind}'" in said, said
        sh.go(f"avenv {words} 2>/dev/null; echo $?  == 127")


@test("the hook loaded again after avenv was uninstalled: no word, and `deactivate` turns off what is on")
def again(w):
    w.make("p")
    place = w.installed()
    hook = w.hook_file(place + "/libexec/avenv/avenv-hook")
    sh = w.shell(cwd="p")
    sh.shows("p")
    shutil.rmtree(place)
    sh.go(
        f"source {hook}",
        "deactivate  => off")


main()
