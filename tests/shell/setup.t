#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 13 46
"""`avenv setup`: new shells and login shells load the hook, and --undo takes it back."""

import os
import re
from pathlib import Path

from harness import RC, check, main, test

# Files that shells write themselves
OWN = re.compile(r"history|/xonsh(/|$)|fish_variables|fishd|generated_completions|/fish$|"
                 r"\.config/fish/(conf\.d|functions|completions)$")


def tree(home):
    """Names, modes and bytes of the user's files below HOME."""
    return {path: (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
            for path in Path(home).rglob("*") if not OWN.search(str(path.relative_to(home)))}


def works(sh):
    # The system's own profile may change PATH.
    sh.path = sh.value("PATH")
    sh.go(
        f"cd {sh.world.home}/p  => p",
        "cd ..                 => off")


SEEN = {"bash": "PROMPT_COMMAND='seen=$((seen+1))'", "zsh": "precmd() { seen=$((seen+1)); }", "fish": "set seen 9",
        "tcsh": "set seen = 9", "elvish": "var seen = 9", "xonsh": "seen = 9", "nu": "$env.seen = '9'"}


def world(w):
    """A startup file that does not end in a newline, and has something of the user's for each prompt."""
    w.project("p")
    w.startup(w.kind, before=SEEN[w.kind], after="true", line="")
    file = Path(w.home, RC[w.kind])
    file.write_bytes(file.read_bytes().rstrip(b"\n"))


@test("a new shell and a new login shell load the hook; after --undo none does, byte for byte")
def new_shells(w):
    world(w)
    w.write("home/.profile", "login=profile\n. ~/.bashrc\n")
    before = tree(w.home)
    for _ in range(2):
        w.avenv("setup")
    sh = w.shell()
    works(sh)
    assert int(sh.run("echo @(seen)" if w.kind == "xonsh" else "echo $seen")) > 3, "the user's own is lost"
    login = w.shell(args=("-l",))
    works(login)
    if w.kind == "bash":
        check(login.run("echo $login"), "profile\n", "the user's .profile is read")
    w.avenv("setup", "--undo")
    check(tree(w.home), before, "the home directory")
    w.shell().go("cd p  => off")


@test("a shell that is not the login shell is told that it has no line", kinds=("bash", "zsh", "fish"))
def another(w):
    world(w)
    login = "fish" if w.kind == "bash" else "bash"
    sh = w.shell(env={"SHELL": f"/bin/{login}"})
    said = f"this shell is {w.kind}, which does not load avenv yet: 'avenv setup {w.kind}' adds that line"
    assert said in sh.run("avenv setup"), "it says nothing of this shell"
    assert "this shell" not in sh.run(f"avenv setup {w.kind}"), "it does, though it was named"
    assert "this shell" not in sh.run("avenv setup"), "it does, though it has the line"


@test("typed at a terminal: no question, and `exec` loads the hook; without avenv the line is silent")
def typed(w):
    world(w)
    sh = w.shell()
    assert "exec" in sh.run(f"{w.bin}/avenv setup {w.kind}"), "it does not name 'exec'"
    sh.run("exec $SHELL")
    works(sh)
    os.unlink(w.bin + "/avenv")
    w.shell().go("echo fine  == fine")


main()
