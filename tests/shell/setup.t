#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv setup`: new shells have the hook, login shells as well; and --undo, while one is open."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from harness import BUILD, POSIX, RC, SYSTEM_PATH, check, main, test


def setup(w, *args, code=0, program="avenv"):
    """Run it without a terminal; what it says."""
    env = {**w.env, "SHELL": "/bin/" + w.kind}
    done = subprocess.run([w.bin + "/" + program, "setup", *args], env=env, cwd=w.home, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = os.fsdecode(done.stdout)
    check(done.returncode, code, f"exit status of setup {args}: {text!r}")
    return text


def tree(home):
    """Names, types, modes and bytes of all below HOME, but for what shells keep of their own."""
    seen = {}
    for base, dirs, files in os.walk(home):
        for at in (os.path.join(base, name) for name in dirs + files):
            content = None
            if os.path.islink(at):
                content = os.readlink(at)
            elif os.path.isfile(at):
                content = Path(at).read_bytes()
            seen[os.path.relpath(at, home)] = (os.lstat(at).st_mode, content)
    return {at: what for at, what in seen.items() if not OWN.search(at)}


OWN = re.compile(r"history|fish_variables|fishd|generated_completions|/fish$|\.config/fish/(conf\.d|functions|completions)$")


def works(w, sh, env):
    path = sh.state()["PATH"]
    sh.cd(os.path.dirname(env))
    sh.on(env, path=path)
    sh.cd("..")
    sh.off(path=path)


@test("a new shell has it, and a new login shell; once it is undone, none")
def new_shells(w):
    env = w.project("p")
    w.startup(w.kind, line="")
    w.write("home/.profile", "login=profile\n")
    before = tree(w.home)
    setup(w, "-y")
    works(w, w.shell(), env)
    login = w.shell(args=("-l",))
    works(w, login, env)
    if w.kind == "bash":
        check(login.run("echo $login"), "profile\n", "the user's own .profile is read")
    setup(w, "--undo", "-y")
    check(tree(w.home), before, "the home directory")
    check(w.shell().defined("_avenv_run"), False, "the hook is still loaded")


@test("none of bash's login files is there: one is made", kinds=("bash",))
def login_made(w):
    env = w.project("p")
    w.startup("bash", line="")
    setup(w, "-y")
    works(w, w.shell(args=("-l",)), env)
    setup(w, "--undo", "-y")
    check(os.path.exists(w.home + "/.bash_profile"), False, ".bash_profile")


@test("at the end, what came before is in place: its PROMPT_COMMAND, precmd and prompt stay", kinds=POSIX)
def at_the_end(w):
    env = w.project("p")
    before = {"bash": "PROMPT_COMMAND='seen=$((seen+1))'", "zsh": "precmd() { seen=$((seen+1)); }"}[w.kind]
    w.startup(w.kind, before=before, line="")
    setup(w, "-y")
    sh = w.shell()
    works(w, sh, env)
    assert int(sh.run("echo $seen")) > 3, "the user's own was lost"


@test("typed at a terminal it is done without a question; exec has it at once")
def typed(w):
    env = w.project("p")
    w.startup(w.kind, line="")
    sh = w.shell()
    said = sh.run(f"{w.bin}/avenv setup {w.kind}")
    assert f"avenv: now 'exec {w.kind}', or open a new shell\n" in said, said
    assert w.home in said, said
    sh.run(f"exec {w.kind}")
    works(w, sh, env)


@test("undone and uninstalled: the shell that is open goes on, and HOME is as it was")
def uninstalled(w):
    env = w.project("p")
    w.startup(w.kind, line="")
    place = w.installed()
    before = tree(w.home)
    setup(w, "-y")
    inside, outside = w.shell(), w.shell()
    inside.cd("p")
    inside.on(env)
    setup(w, "--undo", "-y")
    shutil.rmtree(place)
    os.unlink(w.bin + "/avenv")
    check(tree(w.home), before, "the home directory")
    inside.quiet("true", "cd ..", "cd p", "deactivate")
    inside.off()
    outside.quiet("true", "cd p", "cd ..", "true")
    outside.off()
    check(inside.run("echo fine"), "fine\n", "it goes on")


@test("the line stays though avenv is gone: a new shell starts without a word")
def gone(w):
    w.startup(w.kind, line="")
    setup(w, "-y")
    os.unlink(w.bin + "/avenv")
    sh = w.shell()
    check(sh.greeting, "", "greeting")
    sh.off()
    check(w.shell(args=("-l",)).greeting, "", "greeting of a login shell")


@test("an avenv in an odd place", cases=("it's", "a b", "dol$HOME", "back\\slash", "br[ack]et", "hash # x"))
def odd(w, name):
    env = w.project("p")
    w.startup(w.kind, line="")
    place = w.dir(name + "/bin")
    shutil.copy(BUILD / "avenv", place + "/avenv")
    shutil.copy(BUILD / "avenv-hook", w.dir(name + "/libexec/avenv") + "/avenv-hook")
    os.unlink(w.bin + "/avenv")
    subprocess.run([place + "/avenv", "setup", "-q", "-y", w.kind], env=w.env, check=True, stdin=subprocess.DEVNULL)
    w.path = place + ":" + SYSTEM_PATH
    works(w, w.shell(), env)


@test("zsh: ZDOTDIR that only .zshenv knows", kinds=("zsh",))
def zdotdir(w):
    env = w.project("p")
    w.startup("zsh", line="")
    os.rename(f"{w.home}/{RC['zsh']}", w.dir("home/z") + "/.zshrc")
    w.write("home/.zshenv", "setopt no_global_rcs\nZDOTDIR=~/z\n")
    said = setup(w, "-y", code=1)
    line = said.partition("type in zsh: ")[2].partition("\n")[0]
    check(line, f"ZDOTDIR=$ZDOTDIR {w.bin}/avenv setup zsh", "what to type")
    sh = w.shell()
    said = sh.run(line)
    assert f"added to '{w.home}/z/.zshrc'" in said, said
    works(w, w.shell(), env)


if __name__ == "__main__":
    sys.exit(main())
