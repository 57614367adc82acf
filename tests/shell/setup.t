#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 13 46
"""`avenv setup`: new shells and login shells load the hook, and --undo takes it back."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from harness import BUILD, POSIX, RC, SYSTEM_PATH, check, main, test

# Files that shells write themselves
OWN = re.compile(r"history|fish_variables|fishd|generated_completions|/fish$|"
                 r"\.config/fish/(conf\.d|functions|completions)$")


def setup(w, *args, program=None):
    """Run it without a terminal; its output."""
    done = subprocess.run([program or w.bin + "/avenv", "setup", *args], cwd=w.home, check=False,
                          env={**w.env, "SHELL": "/bin/" + w.kind}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = os.fsdecode(done.stdout)
    check(done.returncode, 0, f"exit status of setup {args}: {text!r}")
    return text


def tree(home):
    """Names, types, modes and bytes of the user's files below HOME."""
    seen = {}
    for base, dirs, files in os.walk(home):
        for at in (os.path.join(base, name) for name in dirs + files):
            content = Path(at).read_bytes() if os.path.isfile(at) else None
            seen[os.path.relpath(at, home)] = (os.lstat(at).st_mode, content)
    return {at: entry for at, entry in seen.items() if not OWN.search(at)}


def works(sh, env):
    path = sh.state()["PATH"]
    sh.cd(os.path.dirname(env))
    sh.on(env, path=path)
    sh.cd("..")
    sh.off(path=path)


@test("a new shell and a new login shell load the hook; after --undo none does, byte for byte")
def new_shells(w):
    env = w.project("p")
    # Neither file ends in a newline.
    w.startup(w.kind, after="true", line="")
    file = Path(w.home, RC[w.kind])
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    w.write("home/.profile", "login=profile\n. ~/.bashrc\n")
    before = tree(w.home)
    for _ in range(2):
        setup(w)
    works(w.shell(), env)
    login = w.shell(args=("-l",))
    works(login, env)
    if w.kind == "bash":
        check(login.run("echo $login"), "profile\n", "the user's .profile is read")
    setup(w, "--undo")
    check(tree(w.home), before, "the home directory")
    sh = w.shell()
    sh.quiet("cd p")
    sh.off()


@test("PROMPT_COMMAND and precmd from earlier in the file still run", kinds=POSIX)
def at_the_end(w):
    env = w.project("p")
    before = {"bash": "PROMPT_COMMAND='seen=$((seen+1))'",
              "zsh": "precmd() { seen=$((seen+1)); }"}[w.kind]
    w.startup(w.kind, before=before, line="")
    setup(w)
    sh = w.shell()
    works(sh, env)
    assert int(sh.run("echo $seen")) > 3, "the user's own was lost"


@test("typed at a terminal: no question, and `exec` loads the hook")
def typed(w):
    env = w.project("p")
    w.startup(w.kind, line="")
    sh = w.shell()
    assert "exec" in sh.run(f"{w.bin}/avenv setup {w.kind}"), "it does not name 'exec'"
    sh.run(f"exec {w.kind}")
    works(sh, env)


@test("undone and uninstalled: open shells go on, and the home directory is as it was")
def uninstalled(w):
    w.project("p")
    w.startup(w.kind, line="")
    place = w.installed()
    before = tree(w.home)
    setup(w)
    inside, outside = w.shell(), w.shell()
    inside.cd("p")
    inside.on(w.home + "/p/.venv")
    setup(w, "--undo")
    shutil.rmtree(place)
    os.unlink(w.bin + "/avenv")
    check(tree(w.home), before, "the home directory")
    inside.quiet("true", "cd ..", "cd p", "deactivate")
    inside.off()
    outside.quiet("true", "cd p", "cd ..", "true")
    outside.off()


@test("avenv is gone but its line is there: the shell says so, and works")
def gone(w):
    w.startup(w.kind, line="")
    setup(w)
    os.unlink(w.bin + "/avenv")
    sh = w.shell()
    assert w.bin + "/avenv" in sh.greeting, "the missing program is not named"
    check(sh.run("echo fine"), "fine\n", "the shell works")


@test("avenv installed in a directory with blanks, quotes and a dollar: its line works")
def odd(w):
    env = w.project("p")
    w.startup(w.kind, line="")
    name = "it's [a] \"b\" $HOME # c\\d"
    place = w.dir(name + "/bin")
    shutil.copy(BUILD / "avenv", place + "/avenv")
    shutil.copy(BUILD / "avenv-hook", w.dir(name + "/libexec/avenv") + "/avenv-hook")
    os.unlink(w.bin + "/avenv")
    setup(w, "-q", w.kind, program=place + "/avenv")
    w.path = place + ":" + SYSTEM_PATH
    works(w.shell(), env)


if __name__ == "__main__":
    sys.exit(main())
