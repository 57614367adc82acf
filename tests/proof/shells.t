#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many shells at once enter, allow, deny, forget, create, recreate, move and remove the same projects.

RACE_SHELLS interactive shells, bash, zsh and fish in turn, for RACE_SECONDS; RACE_SEED repeats
what each of them does, though not when. Each records projects of its own as well, of which
none may be missing in the end.
"""

import fcntl
import os
import random
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../shell"))

from harness import KINDS, World, binary  # noqa: E402

SECONDS = float(os.environ.get("RACE_SECONDS") or 8)
SHELLS = int(os.environ.get("RACE_SHELLS") or 10)
PROJECTS = 6
# Nothing here takes long; what does not come back within it hangs.
HANG = 180.0
# fish has no function of that name until an environment is on, as is right.
SAID = re.compile(r"avenv: |ok$|$|not found: deactivate$")
PRINT_PATH = {"fish": "echo PATH=(string join : $PATH)"}

# What is typed in a project that all have; the environment comes and goes under it.
ACTIONS = (
    (6, "cd {home}"),
    (4, "cd {home}/denied"),
    (4, "cd {home}/unknown"),
    (3, "avenv allow"),
    (2, "avenv forget {home}/p{other}"),
    (1, "avenv deny {home}/p{other}"),
    (3, "avenv create --without-pip .venv"),
    (2, "avenv create --without-pip --clear .venv"),
    (2, "avenv remove -y .venv"),
    (2, "avenv recreate .venv"),
    (2, "avenv recreate --discard .venv"),
    (1, "avenv recreate --undo .venv"),
    (1, "avenv move .venv {home}/p{other}/.venv"),
    # What it mends is data, in lines of its own.
    (1, "avenv repair .venv >/dev/null"),
    (1, "avenv use ~/far"),
    (1, "avenv use --clear"),
    (1, "deactivate 2>/dev/null"),
    (1, "avenv activate"),
)


class User(threading.Thread):
    """One shell and who sits at it."""

    def __init__(self, number, shell, seed, end):
        super().__init__()
        self.number, self.shell, self.end = number, shell, end
        self.rng = random.Random(f"{seed}/{number}")
        self.steps, self.own, self.faults = 0, [], []

    def type(self, line):
        self.steps += 1
        out = self.shell.run(line, timeout=HANG)
        for said in out.splitlines():
            if not SAID.match(said):
                self.faults.append(f"{self.shell.kind} says to '{line}': {said!r}")
        return out

    def record_own(self):
        path = f"{self.shell.world.home}/own/{self.number}-{len(self.own):06}"
        os.mkdir(path)
        if "\nok\n" in "\n" + self.type(f"avenv allow {path} && echo ok"):
            self.own.append(path)

    def look_at_path(self):
        line = PRINT_PATH.get(self.shell.kind, 'echo "PATH=$PATH"')
        home = self.shell.world.home
        path = self.shell.run(line, timeout=HANG).split("PATH=", 1)[-1].strip()
        ours = [entry for entry in path.split(":") if entry.startswith(home)]
        if len(ours) > 1 or any(not re.fullmatch(re.escape(home) + r"/(p\d|good)/\.venv/bin|.*/far/bin", e) for e in ours):
            self.faults.append(f"{self.shell.kind} has on PATH: {ours}")
        if "" in path.split(":"):
            self.faults.append(f"an empty entry in {path}")

    def step(self):
        home = self.shell.world.home
        lines = [line for weight, line in ACTIONS for _ in range(weight)]
        self.type(f"cd {home}/p{self.rng.randrange(PROJECTS)}")
        self.type(self.rng.choice(lines).format(home=home, other=self.rng.randrange(PROJECTS)))
        self.look_at_path()
        if self.rng.random() < 0.3:
            self.record_own()

    def run(self):
        try:
            while time.monotonic() < self.end:
                self.step()
            self.type(f"cd {self.shell.world.home}/good")
            self.look_at_path()
        except (AssertionError, OSError) as error:
            self.faults.append(f"{self.shell.kind}: {error}; {self.shell.transcript()[-300:]!r}")


def prepare(world):
    world.dir("home/own")
    for kind in KINDS:
        # Of one history for so many fish complains itself.
        world.startup(kind, before="set -g fish_history ''" if kind == "fish" else "")
    for number in range(PROJECTS):
        world.project(f"p{number}")
    world.mkenv(world.home + "/far")
    world.project("good")
    world.project("unknown", allow=False)
    world.project("denied", allow=False)
    world.avenv("deny", world.home + "/denied")


def leftovers(home):
    """Private names of ours below HOME. A backup that has an environment in it is the user's."""
    for top, dirs, files in os.walk(home):
        for name in dirs + files:
            if name.startswith((".avenv-new-", ".avenv-old-")) or name == "trust.new":
                yield os.path.join(top, name)


def broken(world):
    """Environments that are neither whole nor absent."""
    for number in range(PROJECTS):
        path = f"{world.home}/p{number}/.venv"
        if not os.path.isdir(path):
            continue
        done = subprocess.run([path + "/bin/python", "-I", "-c", "import sys; print(sys.prefix)"],
                              capture_output=True, text=True, check=False)
        if done.stdout.strip() != path or not os.path.isfile(path + "/pyvenv.cfg"):
            yield f"{path}: {done}"


def lost(world, users):
    """Records that somebody made and that are not there."""
    done = subprocess.run([world.bin + "/avenv", "allow", "--list"], env=world.env, capture_output=True, text=True,
                          check=True)
    have = done.stdout + done.stderr
    yield from (path for user in users for path in user.own if path not in have)
    yield from (line for line in done.stdout.splitlines() if line.startswith("damaged "))


def is_locked(home):
    """Somebody still holds the store's lock."""
    with open(home + "/.local/share/avenv/trust.lock", "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def report(number, name, faults):
    faults = list(faults)
    print(f"{'not ok' if faults else 'ok'} {number} - {name}")
    for fault in faults[:8]:
        print(f"# {fault}")
    return bool(faults)


def main():
    for name in [n for n in os.environ if n.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV", "XDG_", "AVENV_"))]:
        if name != "AVENV_BUILD_DIR":
            del os.environ[name]
    os.umask(0o022)
    kinds = [kind for kind in KINDS if binary(kind)]
    if not kinds:
        print("1..0 # SKIP no shell is installed")
        return 0
    seed = int(os.environ.get("RACE_SEED") or time.time())
    with World(kinds[0]) as world:
        prepare(world)
        shells = [world.shell(kinds[n % len(kinds)]) for n in range(SHELLS)]
        end = time.monotonic() + SECONDS
        users = [User(n, shell, seed, end) for n, shell in enumerate(shells)]
        for user in users:
            user.start()
        for user in users:
            user.join()
        print(f"# RACE_SEED={seed}")
        bad = [
            report(1, f"{len(users)} shells, {sum(u.steps for u in users)} commands: each comes back, and says what "
                      "it has to in avenv's words", (f for u in users for f in u.faults)),
            report(2, f"none of {sum(len(u.own) for u in users)} records is lost, the store is sound",
                   lost(world, users)),
            report(3, "each environment is whole or absent", broken(world)),
            report(4, "no lock is held", ["trust.lock"] if is_locked(world.home) else []),
            report(5, "nothing private is left behind", leftovers(world.home)),
        ]
    print("1..5")
    return any(bad)


if __name__ == "__main__":
    sys.exit(main())
