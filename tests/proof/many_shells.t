#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 19 31 39 61
"""Many shells at once enter, allow, deny, create, recreate, move and remove the same projects.

16 shells, bash, zsh and fish in turn, for RACE_SECONDS; RACE_SEED repeats what each of them types,
though not when. Each records projects of its own as well: none may be lost."""

import os
import random
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../shell"))

from harness import KINDS, binary, main, test  # noqa: E402

SECONDS = float(os.environ.get("RACE_SECONDS") or 60)
SEED = int(os.environ.get("RACE_SEED") or time.time())
SHELLS, PROJECTS = 16, 6
# A shell that does not come back in this time hangs.
HANG = 180.0
EXPECTED = re.compile(r"avenv: |ok$|$|not found: deactivate$")
ACTIONS = (
    "cd ~", "cd ~/denied", "cd ~/unknown", "avenv allow", "avenv allow", "avenv forget ~/p{0}", "avenv deny ~/p{0}",
    "avenv create --without-pip .venv", "avenv create --without-pip --clear .venv", "avenv remove -y .venv",
    "avenv recreate .venv", "avenv recreate --discard .venv", "avenv recreate --undo .venv",
    "avenv move .venv ~/p{0}/.venv", "avenv repair .venv >/dev/null", "avenv use ~/far", "avenv use --clear",
    "deactivate 2>/dev/null", "avenv activate",
)


class User(threading.Thread):
    """One shell and the person who types in it."""

    def __init__(self, number, shell, end):
        super().__init__()
        self.number, self.shell, self.end = number, shell, end
        self.random, self.own, self.faults = random.Random(f"{SEED}/{number}"), [], []

    def type(self, line):
        out = self.shell.run(line, timeout=HANG)
        self.faults += [f"'{line}': {said!r}" for said in out.splitlines() if not EXPECTED.match(said)]
        return out

    def look_at_path(self):
        home, path = self.shell.world.home, self.shell.run("sh -c 'echo \"$PATH\"'", timeout=HANG).splitlines()[-1].split(":")
        ours = [entry for entry in path if entry.startswith(home)]
        allowed = re.compile(re.escape(home) + r"/(p\d/\.venv|good/\.venv|far)/bin")
        if len(ours) > 1 or "" in path or not all(map(allowed.fullmatch, ours)):
            self.faults.append(f"{self.shell.kind} has PATH {path}")

    def run(self):
        try:
            while time.monotonic() < self.end:
                self.type(f"cd ~/p{self.random.randrange(PROJECTS)}")
                self.type(self.random.choice(ACTIONS).format(self.random.randrange(PROJECTS)))
                self.look_at_path()
                if self.random.random() < 0.3:
                    path = f"{self.shell.world.home}/own/{self.number}-{len(self.own):06}"
                    self.shell.world.mkenv(path + "/.venv")
                    if "\nok\n" in "\n" + self.type(f"avenv allow {path} && echo ok"):
                        self.own.append(path)
        except (AssertionError, OSError) as error:
            self.faults.append(f"{self.shell.kind}: {error}; {self.shell.transcript()[-300:]!r}")


def leftovers(w):
    """Private names of ours, and environments that are neither whole nor absent."""
    for top, dirs, files in os.walk(w.home):
        for name in dirs + files:
            if name.startswith((".avenv-new-", ".avenv-old-")) or name == "records.new":
                yield os.path.join(top, name)
    for number in range(PROJECTS):
        path = f"{w.home}/p{number}/.venv"
        if os.path.isdir(path):
            words = [path + "/bin/python", "-I", "-c", "import sys; print(sys.prefix)"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.stdout.strip() != path:
                yield f"{path}: {done}"


def lost(w, users):
    """Records that somebody made and that are not there; damaged lines."""
    listed = w.avenv("allow", "--list")
    yield from (path for user in users for path in user.own if f"~{path.removeprefix(w.home)}/.venv" not in listed)
    if "damaged" in listed:
        yield listed


@test(f"RACE_SEED={SEED}: each shell comes back, no record is lost, each environment is whole or absent", ("bash",))
def race(w):
    w.make("own/ +far good unknown? denied? " + " ".join(f"p{n}" for n in range(PROJECTS)))
    w.avenv("deny", "denied")
    # Many fish of one history complain by themselves.
    w.startup("fish", before="set -g fish_history ''")
    kinds, users = [kind for kind in KINDS if binary(kind)], []
    end = time.monotonic() + SECONDS
    for number in range(SHELLS):
        w.kind = kinds[number % len(kinds)]
        users.append(User(number, w.shell(greets=True), end))
    for step in (User.start, User.join):
        for user in users:
            step(user)
    faults = [*(fault for user in users for fault in user.faults), *lost(w, users), *leftovers(w)]
    assert not faults, "\n".join(map(str, faults[:12]))


main()
