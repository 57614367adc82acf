#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 21 22 80
"""The processes that a prompt starts, counted by strace around a real interactive shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shell"))

from harness import LINE, POSIX, Counter, check, main, one_line, test, version  # noqa: E402


def counted(w, **options):
    """A counted shell with a project, a directory far below it, and an unknown environment."""
    w.make("p q unknown? p/a/b/c/d/e/f/g/ p/.venv/lib/python3.11/site-packages/")
    # A declared file, older than the packages: each idle prompt compares their times.
    os.utime(w.write("home/p/requirements.txt", "absent\n"), (0, 0))
    return Counter(w, **options)


@test("an idle prompt starts nothing: in a project, below, outside, after a hint, muted and off")
def idle(w):
    count = counted(w)
    for path in ("~", "p", "~/p/a/b/c/d/e/f/g", "/", "/usr/lib", "~"):
        count.sh.quiet(f"cd {path}")
        check(count.cost("", "true", "", ": word", ""), (0, 0), f"forks and execs in {path}")
    one_line(count.sh.run("cd unknown"))
    check(count.cost("", "true", ""), (0, 0), "after a hint")
    count.sh.quiet("cd ~/p", "deactivate", "")
    check(count.cost("", "true", ""), (0, 0), "muted")
    count.sh.run("avenv off")
    check(count.cost("", "true", ""), (0, 0), "off")


SPOILT = {
    "moved": "mv ~/p ~/old", "replaced": "mv ~/p ~/old; cp -a ~/old ~/p", "deleted": "rm -r ~/p",
    "made again": "rm -r ~/p; mkdir ~/p", "a deleted part": "rm -r ~/p/a", "unreadable": "chmod 0 ~/p",
    "another link": "ln -sfn ~/q ~/p/link", "named, then spoilt": "avenv activate ~/q; rm ~/q/.venv/pyvenv.cfg",
    "named, then a link": "avenv activate ~/q; mv ~/q/.venv ~/q/x; ln -s x ~/q/.venv",
}


@test("nor where the shell's directory is replaced, deleted, unreadable or another than PWD says")
def stale(w):
    count, fresh = counted(w), w.dir("fresh")
    w.dir("home/far")
    os.symlink("../far", w.home + "/p/link")
    # The same directories each time, so that their records hold
    subprocess.run(f"mv p q {fresh}", shell=True, cwd=w.home, check=True)
    for name, command in SPOILT.items():
        # nushell starts nothing in a deleted directory, and prints errors of its own.
        if w.kind == "nu" and name in ("moved", "replaced", "deleted", "made again", "a deleted part"):
            continue
        w.avenv("-q", "allow", *(shutil.copytree(f"{fresh}/{each}", f"{w.home}/{each}", symlinks=True) for each in "pq"))
        count.sh.run("cd ~/p/link" if "link" in command else "cd ~/p/a/b")
        if "link" not in command:
            check(count.sh.value("VIRTUAL_ENV"), w.env_of("p"), f"on, before it is {name}")
        count.sh.run(command)
        count.sh.run("")
        check(count.cost("", "true", "", ": word"), (0, 0), name)
        count.sh.run("deactivate" if "activate" in command else "")
        count.sh.run("cd ~")
        subprocess.run("if [ -e p ]; then chmod 755 p; fi; rm -rf p old q", shell=True, cwd=w.home, check=True)


@test("a cd costs one fork and one exec{}", cases=("", ", with AVENV_WATCH=0 as well"))
def transition(w, where):
    count = counted(w, env={"AVENV_WATCH": "0"} if where else {})
    # In xonsh `cd .` is no change.
    for path in ("p", *(["."] if w.kind != "xonsh" else []), "../q", "..", "p/a/b/c/d/e/f/g", ".."):
        check(count.cost(f"cd {path}"), (1, 1), f"forks and execs of cd {path}")
        check(count.cost("", ""), (0, 0), "the prompts after it")
    count.sh.quiet("cd")
    count.spent()
    # The hint waits for the prompt, which asks once more.
    one_line(count.sh.run("cd unknown"))
    check(count.spent(), (2, 2), "forks and execs of one with a hint")
    if w.kind != "xonsh":
        check(count.cost("cd ."), (1, 1), "forks and execs of one with a hint that was given")
    count.sh.quiet("cd ../p")
    check(count.cost("deactivate"), (1, 1), "forks and execs of deactivate")
    # tcsh starts env and true as well.
    check(count.cost("avenv activate")[1], 3 if w.kind == "tcsh" else 1, "execs of activate")
    if w.kind in POSIX:
        check(count.cost("cd nowhere 2>/dev/null", ""), (0, 0), "a cd that fails")


@test("a missing helper costs one fork at a cd at most, and none at a prompt")
def missing(w):
    count = counted(w, line=f"source {w.hook_file(w.base + '/nowhere')}")
    forks, _ = count.cost("cd p")
    assert forks <= 1, f"{forks} forks at a directory change"
    check(count.cost("", "true", ""), (0, 0), "prompts")


@test("start-up: one fork for the line, none for the sourced file, one question at the prompt")
def start(w):
    plain = counted(w, line="").spent()
    for what, line, most in (("line", LINE[w.kind], 2), ("file", f"source {w.hook_file()}", 1)):
        # tcsh asks a child for the value of an alias. In a startup file bash 3.2 forks twice for "$(...)".
        most += 2 * (w.kind == "tcsh") + (w.kind == "bash" and what == "line" and version("bash")[1] < (4, 0))
        forks, execs = Counter(w, line=line).spent()
        assert forks - plain[0] <= most and execs - plain[1] <= most, \
            f"the {what}: {forks} forks and {execs} execs, without the hook {plain}"


main()
