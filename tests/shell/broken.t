#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 16 17 26 29 31 39
"""Broken projects, homes and records: at most one line, a prompt, and nothing on."""

import os
import shutil

from harness import Skip, main, story, test

# Each makes an .venv in a project of its own, or spoils the one that is there.
BROKEN = (
    "mkfifo .venv", "ln -s nowhere .venv", "ln -s .venv .venv", "ln -s /dev/zero .venv", ": >.venv",
    "mkdir .venv", "echo ../nowhere >.venv", "echo .venv >.venv", "echo /etc/passwd >.venv",
    "printf '../good\\0bad\\n' >.venv", "printf '\\377\\376\\n' >.venv", "head -c 10000000 /dev/zero >.venv",
    "echo fifo >.venv; mkfifo fifo",
)
SPOILT = ("rm pyvenv.cfg; mkfifo pyvenv.cfg", "rm pyvenv.cfg; ln -s /dev/zero pyvenv.cfg",
          "echo version=3 >pyvenv.cfg", "rm -r bin", "yes '# no' | head -n 20000 >pyvenv.cfg")


def harmless(sh, command):
    """COMMAND says one line at most, brings the prompt back and leaves nothing on."""
    sh.go(f"{command} => off ?? | echo alive == alive | true")


@test("a broken .venv or pyvenv.cfg ends the search: one line, nothing on, not the outer one")
def files(w):
    w.make("+good/env +tree/.venv")
    w.avenv("allow", "--tree", "tree")
    sh = w.shell()
    for n, command in enumerate((*BROKEN, *SPOILT)):
        where = w.dir(f"home/tree/p{n}")
        if command in SPOILT:
            where = w.mkenv(where + "/.venv")
        w.write("make", f"cd {where}\n{command}\n")
        sh.run(f"sh {w.base}/make")
        harmless(sh, f"cd ~/tree/p{n}")
        sh.go("cd ~/tree => tree")


@test("a project, a part of it or a parent that cannot be read: no noise but cd's own")
def unreadable(w):
    wrap = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            raise Skip("setpriv is not installed")
        # Permissions hold for root as for everybody.
        wrap = (shutil.which("setpriv"), "--bounding-set=-dac_override,-dac_read_search")
    parts = (".venv/pyvenv.cfg", ".venv/bin", ".venv")
    w.make("p0 p1 p2 q q/a/b/")
    for n, part in enumerate(parts):
        os.chmod(f"{w.home}/p{n}/{part}", 0)
    sh = w.shell(wrap=wrap)
    for n, _ in enumerate(parts):
        harmless(sh, f"cd ~/p{n}")
    sh.go("cd ~/q/a/b => q", f"chmod 0 {w.home}/q ?? |  ?? | true ?? | cd / => off ??")


story("a deleted working directory, or project, makes no noise", "p p/a/b/",
      "cd p/a/b | rm -r ~/p/a | true => p | cd ~ => off | cd p => p | rm -r ~/p | true => off | cd ~ => off")


@test("HOME unset, empty, relative or nowhere: one line at most, nothing on without a record")
def wrong_home(w):
    w.project("p")
    for value in (None, "", "home", "/nowhere"):
        sh = w.shell()
        if value is None:
            sh.unset("HOME")
        else:
            sh.run(f"export HOME='{value}'")
        harmless(sh, f"cd {w.home}/p")


story("a file of records that others can write to: nothing is allowed, one line", "p",
      "chmod 606 ~/.local/share/avenv/records | cd p => off ?? | true | cd .. => off",
      "chmod 600 ~/.local/share/avenv/records | cd p => p")


@test("sudo -E: root in another user's HOME gets nothing from it")
def sudo(w):
    if os.geteuid() != 0:
        raise Skip("only root can be root in another user's home")
    w.project("p")
    for top, dirs, names in os.walk(w.base):
        for name in (".", *dirs, *names):
            os.chown(os.path.join(top, name), 12345, 12345, follow_symlinks=False)
    harmless(w.shell(), "cd p")


main()
