# SPDX-License-Identifier: GPL-3.0-or-later
"""What a far file system makes of it, on which each question takes 5 ms: how many of them there
are, and how long that is felt. What is there is known for KEEP seconds once it was asked for, as
NFS has it; what is not there is asked for each time."""

import os
import time
from pathlib import Path

from measure import PROTOCOL, Stuck
from slowfs import SlowFs, Unable

from harness import BUILD, LINE

DELAY, KEEP = 0.005, 2
FEW, MANY = 10, 100
CFG = "home = /usr/bin\nversion = 3.11.2\n"


class Far:
    """Projects far away, the shell's home and the trust store nearby."""

    def __init__(self, bench):
        self.bench = bench
        near, self.top = bench.world.dir("far.near"), bench.world.dir("far")
        self.home = bench.world.dir("far.home")
        self.env = {"HOME": self.home, "XDG_DATA_HOME": self.home + "/data", "LC_ALL": "C.UTF-8"}
        for i in range(MANY):
            self.project(f"{near}/src/p{i}")
        os.makedirs(near + "/src/p0/1/2/3")
        os.makedirs(near + "/none/1/2/3")
        self.records(range(2))
        self.fs = SlowFs(near, self.top)
        self.places = {name: f"{self.top}/{path}" for name, path in (
            ("p", "src/p0"), ("below", "src/p0/1/2/3"), ("q", "src/p1"), ("none", "none/1/2"), ("other", "none/1/2/3"))}
        self.places["near"] = self.home

    @staticmethod
    def project(path):
        site = path + "/.venv/lib/python3.11/site-packages"
        os.makedirs(path + "/.venv/bin")
        os.makedirs(site + "/a-1.dist-info")
        Path(path, ".venv/pyvenv.cfg").write_text(CFG, encoding="ascii")
        os.symlink("/usr/bin/python3", path + "/.venv/bin/python")

    def records(self, which):
        directory = self.env["XDG_DATA_HOME"] + "/avenv"
        os.makedirs(directory, mode=0o700, exist_ok=True)
        file = Path(directory, "trust")
        file.write_text("".join(f"allow dir path - - - {self.top}/src/p{i}\n" for i in which), encoding="utf-8")
        file.chmod(0o600)

    def row(self, what, who, measured, shell=None, delay=DELAY, keep=KEEP):
        """Once: it is waited for, and the same each time."""
        time.sleep(KEEP)  # until nothing is known any more
        asked = self.fs.asked
        self.fs.slow(delay, keep)
        spent = measured()
        self.fs.slow(0, 0)
        asked = self.fs.asked - asked
        # Where nothing was delayed: what asks one thing after another waits for the sum.
        return {**self.bench.row("far", what, who, [spent if delay else asked * DELAY * 1e9], shell), "trips": asked}

    def command(self, what, place, *argv, keep=KEEP):
        return self.row(what, Path(argv[0]).name, lambda: self.bench.run(*argv, env=self.env, cwd=self.places[place]),
                        delay=0, keep=keep)


def prompts(far, shell):
    bench, places = far.bench, far.places
    session = bench.session(shell, line=LINE[shell].replace("avenv", bench.avenv, 1), env=far.env, cwd=far.home)

    if shell == "zsh":
        # There the last word would be the hook's own name, which has "env" in it; zsh's own call leaves
        # the user's.
        session.do("functions -c _avenv_hook drawn; prompt() { drawn; }")
    session.do(f"turn {places['p']}")
    if session.value("$VIRTUAL_ENV") != places["p"] + "/.venv":
        raise Stuck(f"far away nothing is turned on in {shell}")
    for what, place in (("idle prompt in a project", "p"), ("idle prompt 3 levels below", "below"),
                        ("idle prompt in none", "none")):
        session.do(f"turn {places[place]}; prompt")
        yield far.row(what, "avenv", lambda: session.once("prompt", 1), shell)
    for what, start, to in (("enter", "near", "p"), ("leave", "p", "near"), ("switch", "p", "q"),
                            ("cd within a project", "p", "below"), ("cd without any", "none", "other")):
        session.do(f"turn {places[start]}; prompt")
        # As one types it. A last word with "env" in it has the hook ask again where looking is slow, and
        # the path of this bench may well have that in it.
        way = os.path.relpath(places[to], places[start])
        yield far.row(what, "avenv", lambda way=way: session.once(f"turn {way}", 1), shell)
    bare = bench.session(shell, env=far.env, cwd=far.home)
    bare.do(f"turn {places['none']}")
    yield far.row("cd without any", "nothing loaded", lambda: bare.once(f"turn {places['other']}", 1), shell)


def commands(far):
    for place, what in (("p", "found here"), ("below", "found 3 levels up"), ("none", "nothing, 3 levels"),
                        ("other", "nothing, 4 levels")):
        helper = [str(BUILD / "avenv-hook"), "bash", PROTOCOL, "pP", far.places[place], *[""] * 9]
        yield far.command(what, place, *helper)
        yield far.command(what + ", nothing kept", place, *helper, keep=0)
    avenv = far.bench.avenv
    yield far.command("status", "p", avenv, "status")
    for count in FEW, MANY:
        far.records(range(count))
        yield far.command(f"list, {count} of them", "near", avenv, "list")
        yield far.command(f"completion, {count} of them", "near", avenv, "__complete", "env")


def rows(bench):
    try:
        far = Far(bench)
    except Unable as why:
        yield bench.missing("far", "avenv", str(why))
        return
    try:
        for shell in bench.shells:
            yield from prompts(far, shell)
        yield from commands(far)
    finally:
        far.fs.close()
