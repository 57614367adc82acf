#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 36 37 39 48 53 60
"""A second user exchanges two names between a command's look at them and its work.

Each scene is a command of the victim's and two names in a directory where both users may write.
strace stops the command after each call that names a file. The names are exchanged after the
Nth, for each N, and back after the Mth, for RACE_SECONDS. RACE_SEED repeats the order; words as
arguments pick scenes."""

import contextlib
import ctypes
import glob
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from two_users import ATTACKER, PARENTS, SHARED, VICTIM, Ground, put

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.realpath(os.environ.get("AVENV_BUILD_DIR") or ROOT + "/out/release")
SECONDS = float(os.environ.get("RACE_SECONDS") or 60)
PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', Path(ROOT, "src/shell/shell.h").read_text(encoding="utf-8"))[1]
AT_FDCWD, EXCHANGE = -100, 2
LIBC = ctypes.CDLL(None)
# A name, and those that it is exchanged with
ENV = ("env", ("thesis", "evil", "link", "blank"))
NEW = (".avenv-[no]*", ("thesis", "evil", "link", "blank"))
KEPT = (".avenv-backup-kept", ("thesis", "evil", "link", "blank", "env"))
WAY = ("p", ("evils", "link", "thesis"))
MADE = ("new", ("thesis", "evil", "link"))
INSIDE = ("open/.venv", ("open/evil", "open/redirect", "open/fifo"))
VIA = ("via", ("evils", "link", "p"))

# A directory of the victim's, the names that are exchanged, and the commands typed meanwhile
SCENES = (
    ("", (ENV, NEW), "remove -y env", "create --without-pip --clear env", "move env ~/moved"),
    ("", (ENV, NEW, MADE), "move env new"),
    ("", (ENV, ("env/.avenv-*", ("thesis", "link"))), "create --without-pip env"),
    ("", (ENV, NEW, (".avenv-backup-env", ("thesis", "evil", "link", "blank"))), "recreate env"),
    ("", (ENV,), "repair env", "allow env", "env env", "run -e env ls", "packages env"),
    ("", (NEW, MADE), "create --without-pip new", "move ~/good new"),
    ("", (KEPT, ("kept", ("thesis", "evil", "link", "blank"))), "recreate --undo kept"),
    ("", (KEPT, NEW), "recreate --discard kept"),
    ("", (WAY,), "remove -y p/.venv", "create --without-pip p/new", "allow p", "allow --tree p",
     "deny p", "forget p", "list --size"),
    ("", (INSIDE,), "remove -y open/.venv", "allow open"),
    ("p", (WAY,), "use ~/good", "env", "run ls", "hook"),
    ("via", (VIA,), "env", "run ls", "status", "hook"),
    ("open", (INSIDE,), "use ~/good", "env", "hook"),
)


class Scene:
    """One command, two names, one kind of directory around them."""

    def __init__(self, ground, words, where, a, b):
        self.ground, self.words, self.where, self.a, self.b = ground, words, where, a, b
        self.calls = self.struck = 0

    def __str__(self):
        return f"{self.words} in '{self.where}', {self.a} and {self.b}, in {self.ground.parent}"

    def strike(self, n, m):
        """Exchange after call N and back after call M; a text of what went wrong, or None."""
        g = self.ground
        g.build()
        cwd = os.path.join(g.shared, self.where).rstrip("/")
        command = [BUILD + "/avenv", *self.words.replace("~", g.home).split()]
        if self.words == "hook":
            command = [BUILD + "/avenv-hook", "bash", PROTOCOL, "cd", "", cwd, "", "", "/usr/bin:/bin", "", "", ""]
        words = ["strace", "-f", "-o", g.top + "/trace", "-e", "trace=%file", "-e", "inject=%file:signal=SIGSTOP"]
        with subprocess.Popen(
                words + command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
                stderr=subprocess.PIPE, user=VICTIM, group=VICTIM, extra_groups=[SHARED],
                env={"HOME": g.home, "PATH": "/usr/bin:/bin", "PWD": cwd}) as victim:
            over = threading.Event()
            threading.Thread(target=self.wake, args=(victim.pid, over)).start()
            self.follow((n, m))
            stdout, stderr = (os.fsdecode(text) for text in victim.communicate())
            over.set()
        self.output = stdout + stderr
        # The helper always has an answer.
        if victim.returncode < 0 or victim.returncode >= (1 if self.words == "hook" else 124):
            return f"exit status {victim.returncode}"
        return g.wrong(stdout, self.words.split()[0] in ("create", "use"))

    @staticmethod
    def wake(group, over):
        """Two threads that stop at once are one stop in the trace: whoever still sleeps goes on. After
        60 seconds the command is killed."""
        for _ in range(60):
            if over.wait(1):
                return
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGCONT)
        os.killpg(group, signal.SIGKILL)

    def follow(self, turns_at):
        """Let the command go on after each call, and exchange the names after some."""
        calls, stopped = 0, False
        with open(self.ground.top + "/trace", encoding="utf-8", errors="replace") as trace:
            for line in trace:
                # Each thread says that it is stopped.
                stopped |= "SIGSTOP {" in line
                if stopped and "stopped by SIGSTOP" in line:
                    calls, stopped = calls + 1, False
                    if calls in turns_at:
                        self.struck += self.exchange()
                    os.kill(int(line.split()[0]), signal.SIGCONT)
        self.calls = max(self.calls, calls)

    def exchange(self):
        """As the attacker: swap what the two patterns match; whether that could be done."""
        os.setegid(ATTACKER)
        os.seteuid(ATTACKER)
        names = [glob.glob(f"{self.ground.shared}/{name}")[:1] for name in (self.a, self.b)]
        done = all(names) and not LIBC.renameat2(
            AT_FDCWD, os.fsencode(names[0][0]), AT_FDCWD, os.fsencode(names[1][0]), EXCHANGE)
        os.seteuid(0)
        os.setegid(0)
        return done


def turns(chosen, rng):
    """After each call of each scene, in an order of chance; then pairs of calls, without end."""
    yield from ((scene, 1, 0) for scene in chosen)
    # In a sticky directory there is little that the attacker can rename.
    left = [s for s in chosen if s.struck or "*" in s.a]
    singles = [(s, n, 0) for s in left for n in range(2, s.calls + 1)]
    rng.shuffle(singles)
    yield from singles
    while left:
        n = rng.randint(1, 200)
        yield rng.choice(left), n, rng.randint(n + 1, n + 40)


def attempt(top, rng):
    """Strike until the time is up; how often, the faults of each command, and the exchanges."""
    chosen = [Scene(ground, words, where, a, b) for ground in (Ground(top, parent) for parent in PARENTS)
              for where, pairs, *commands in SCENES for words in commands for a, others in pairs for b in others]
    chosen = [scene for scene in chosen if all(word in str(scene) for word in sys.argv[1:])]
    rng.shuffle(chosen)
    end, tries, faults = time.monotonic() + SECONDS, Counter(), {}
    for scene, n, m in turns(chosen, rng):
        if time.monotonic() > end:
            break
        name = scene.words.split()[0]
        tries[name] += 1
        if fault := scene.strike(n, m):
            faults.setdefault(name, []).append(
                f"{scene}: after call {n}, back after {m}: {fault}: {scene.output[-300:]!r}")
    return tries, faults, sum(s.struck for s in chosen)


def main():
    if os.geteuid() != 0 or not shutil.which("strace"):
        print("1..0 # SKIP only root can be two users, and strace follows one of them")
        return 0
    os.umask(0o022)
    seed = int(os.environ.get("RACE_SEED") or time.time())
    top = os.path.realpath(tempfile.mkdtemp(prefix="avenv-users."))
    os.chmod(top, 0o755)
    put(top + "/mark", 0, 0o777)
    os.mkfifo(top + "/trace")
    os.chmod(top + "/trace", 0o666)
    os.setgroups([SHARED])
    try:
        tries, faults, struck = attempt(top, random.Random(seed))
    finally:
        shutil.rmtree(top, ignore_errors=True)
    print(f"1..{len(tries) + 1}\n# RACE_SEED={seed}")
    for number, (name, count) in enumerate(sorted(tries.items()), 1):
        print(f"{'not ok' if name in faults else 'ok'} {number} - {name}: {count} times")
        for fault in faults.get(name, [])[:5]:
            print(f"# {fault}")
    print(f"{'ok' if struck else 'not ok'} {len(tries) + 1} - {struck} exchanges took place")
    return int(not struck or bool(faults))


if __name__ == "__main__":
    sys.exit(main())
