#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each look-up may have to wait for a server, an idle prompt looks up nothing.

strace tells the helper that its directory, or the environment, is on such a file system; one is real, of FUSE."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))
from slowfs import SlowFs, Unable  # noqa: E402

from harness import Looker, Skip, check, hint, main, test  # noqa: E402

TYPES = (("NFS", 0x6969), ("FUSE", 0x65735546), ("SMB", 0xFE534D42), ("9p", 0x01021997), ("autofs", 0x0187))


def poke(number, when=""):
    """strace's options with which each statfs of a helper says that the type is NUMBER; WHEN: which of them."""
    version = subprocess.run(["strace", "-V"], capture_output=True, text=True, check=True).stdout.split()[3]
    if int(version.split(".")[0]) < 6:
        raise Skip("a strace before 6 cannot change what a call says")
    # struct statfs begins with the type, a word of the machine.
    return ("-f", "-e", "trace=%file,execve,statfs", "-e",
            f"inject=statfs:poke_exit=@arg2={number.to_bytes(8, sys.byteorder).hex()}{when}")


def looks(looker, *commands):
    """What the shell and all that it starts look up with COMMANDS and two prompts, but for other programs' needs."""
    looker.sh.quiet("")
    looker.seen()
    for command in (*commands, "", ""):
        looker.sh.quiet(command)
    return [path for path in looker.seen() if not path.startswith("/") or path.endswith(("env", "envs", "pyvenv.cfg", "-hook"))]


@test("a directory on {0}: no look-up at an idle prompt, in a project, below it, in none and where avenv is off", cases=TYPES)
def far(w, name, number):
    env = w.project("p")
    w.dir("home/p/a/b")
    w.dir("home/none")
    looker = Looker(w, *poke(number))
    for where in ("p", "p/a/b", "none"):
        looker.sh.quiet(f"cd {w.home}/{where}")
        check(looks(looker), [], f"look-ups in {where}")
    looker.sh.quiet("avenv off")
    check(looks(looker), [], "look-ups where it is off")
    looker.sh.quiet("avenv on", f"cd {w.home}/p")
    looker.sh.on(env)
    status = looker.sh.run("avenv status")
    assert f"watch:    off between commands, as this directory is on {name}\n" in status, status


@test("a real one, where each question takes 5 ms: an idle prompt asks nothing; AVENV_WATCH={} asks {}",
      cases=(("", "nothing"), ("1", "something")))
def real(w, watch, what):
    w.mkenv(w.dir("near/p") + "/.venv")
    w.dir("near/p/a/b")
    w.dir("near/none")
    try:
        fs = SlowFs(w.base + "/near", w.dir("home/far"))
    except Unable as why:
        raise Skip(f"{why}") from None
    try:
        w.avenv("allow", w.home + "/far/p")
        fs.slow(0.005, 0)
        sh = w.shell(env={"AVENV_WATCH": watch})
        for where in ("p", "p/a/b", "none"):
            sh.quiet(f"cd {w.home}/far/{where}", "")
            asked = fs.asked
            sh.quiet("", "")
            check(fs.asked > asked, what == "something", f"questions in {where}")
        sh.cd(w.home + "/far/p")
        sh.on(w.home + "/far/p/.venv")
    finally:
        fs.close()


@test("the environment elsewhere, on NFS: no look-up at an idle prompt; status says why")
def far_env(w):
    w.redirected("p", "elsewhere")
    looker = Looker(w, *poke(0x6969, ":when=2"))
    looker.sh.quiet("cd p")
    check(looks(looker), [], "look-ups")
    status = looker.sh.run("avenv status")
    assert "watch:    off between commands, as the environment is on NFS\n" in status, status


@test("AVENV_WATCH=0: no look-up anywhere")
def nothing(w):
    w.project("p")
    looker = Looker(w, env={"AVENV_WATCH": "0"})
    for where in ("p", ".."):
        looker.sh.quiet(f"cd {where}")
        check(looks(looker), [], f"look-ups in {where}")
    status = looker.sh.run("avenv status")
    assert "watch:    off between commands, as AVENV_WATCH is 0\n" in status, status


@test("AVENV_WATCH=1: looked up even on NFS")
def everywhere(w):
    env = w.project("p")
    looker = Looker(w, *poke(0x6969), env={"AVENV_WATCH": "1"})
    looker.sh.quiet("cd p")
    assert looks(looker), "nothing was looked up"
    os.rename(env, w.base + "/gone")
    looker.sh.quiet("")
    looker.sh.off()
    assert "watch:" not in looker.sh.run("avenv status"), "status speaks of it"


@test("nothing looked up: `{}` is noticed all the same, at that prompt", cases=("cp -R {} .venv", "cp -R {} djvenv"))
def named(w, command):
    w.dir("home/p")
    sh = w.shell(env={"AVENV_WATCH": "0"})
    sh.cd("p")
    check(sh.run(command.format(w.model)), hint(command.split()[-1]), "output")
    check(sh.run(""), "", "the prompt after it")


@test("nothing looked up: removed by name is off at once; removed otherwise, at the next directory change")
def removed(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell(env={"AVENV_WATCH": "0"})
    sh.cd("p")
    sh.on(env)
    sh.quiet(f"mv .venv {w.base}/gone; true .venv")
    sh.off()
    sh.quiet(f"mv {w.base}/gone .venv; true .venv")
    sh.on(env)
    os.rename(env, w.base + "/gone")
    sh.quiet("")
    sh.on(env)
    sh.quiet("cd a")
    sh.off()


@test("nothing looked up: allow, deny and deactivate act at once")
def commands(w):
    env = w.project("p", allow=False)
    sh = w.shell(env={"AVENV_WATCH": "0"})
    check(sh.run("cd p"), hint(), "hint")
    sh.run("avenv allow")
    sh.on(env)
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("avenv activate")
    sh.on(env)
    sh.run("avenv deny")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
