#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 16 26 29 31
"""Broken projects and homes: at most one line, a prompt, and nothing on. tests/cli/redirects.t and tests/unit/venv.c
have all that can be wrong with a .venv, tests/cli/records_file.t with the records."""

import os
import shutil

from harness import main, story, test

HARMLESS = ("echo alive  == alive", "true")


@test("a project, a part of it or a parent that cannot be read: no noise but cd's own")
def unreadable(w):
    # Permissions hold for root as for everybody.
    wrap = (shutil.which("setpriv"), "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    w.make("p0 p1 p2 q q/a/b/")
    sh = w.shell(wrap=wrap)
    for n, part in enumerate((".venv/pyvenv.cfg", ".venv/bin", ".venv")):
        sh.go(
            f"chmod 0 ~/p{n}/{part}",
            f"cd ~/p{n}  => off  ??", *HARMLESS)
    sh.go(
        "cd ~/q/a/b   => q",
        "chmod 0 ~/q",
        "",
        "true",
        "cd /         => off")


story("a deleted working directory, or project, makes no noise", "p p/a/b/",
    "cd p/a/b",
    "rm -r ~/p/a",
    "true  => p",
    "cd ~  => off",
    "cd p  => p",
    "rm -r ~/p",
    "true  => off",
    "cd ~  => off")


@test("HOME unset, empty, relative or nowhere: one line at most, nothing on without a record")
def wrong_home(w):
    w.project("p")
    for command in ("unset HOME", "export HOME=", "export HOME=home", "export HOME=/nowhere"):
        w.shell().go(
            f"{command}",
            f"cd {w.home}/p  => off  ??", *HARMLESS)


main()
