#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 36 37 39 48 53 60
"""A second user exchanges two names between a command's look at them and its work.

Each scene is a command of the victim's and two names in a directory where both users may write.
swap.c exchanges them before the Nth system call, for each N, and back before the Mth, for
RACE_SECONDS. RACE_SEED repeats the order; words in the arguments pick scenes.
"""

import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.realpath(os.environ.get("AVENV_BUILD_DIR") or ROOT + "/out/release")
SWAP = BUILD + "/proof/swap"
SECONDS = float(os.environ.get("RACE_SECONDS") or 60)
VICTIM, ATTACKER, SHARED = 4242, 4343, 4300


def own(path, uid, mode=None):
    os.chown(path, uid, SHARED if uid == 0 else uid, follow_symlinks=False)
    if mode is not None:
        os.chmod(path, mode)


def mkdir(path, uid, mode=0o755):
    os.mkdir(path)
    own(path, uid, mode)
    return path


def write(path, text, uid, mode=0o644):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    own(path, uid, mode)


def link(target, path, uid):
    os.symlink(target, path)
    own(path, uid)


def mkenv(path, uid, poison=None):
    """An environment; with POISON one whose programs leave that mark."""
    mkdir(path, uid)
    mkdir(path + "/bin", uid)
    write(path + "/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n", uid)
    for name in ("python", "python3", "ls", "pip") if poison else ():
        write(f"{path}/bin/{name}", f"#!/bin/sh\n: >'{poison}'\n", uid, 0o755)
    if not poison:
        link("/usr/bin/python3", path + "/bin/python3", uid)
        link("python3", path + "/bin/python", uid)


def listing(fd):
    """All below the directory open as FD, with the text of files."""
    found = {}
    for top, dirs, files, dir_fd in os.fwalk(".", dir_fd=fd):
        found.update({f"{top}/{name}": "dir" for name in dirs})
        for name in files:
            found[f"{top}/{name}"] = "other"
            if stat.S_ISREG(os.stat(name, dir_fd=dir_fd, follow_symlinks=False).st_mode):
                with open(os.open(name, os.O_RDONLY, dir_fd=dir_fd), encoding="utf-8") as text:
                    found[f"{top}/{name}"] = text.read()
    return found


class Ground:
    """The files of both users, made anew for each attempt in the directory TOP."""

    def __init__(self, top, parent):
        self.top, self.parent, self.shared = top, parent, f"{top}/w/shared"
        self.home, self.mark, self.held = f"{top}/w/home", f"{top}/mark/ran", []

    def build(self):
        for fd, *_ in self.held:
            os.close(fd)
        shutil.rmtree(self.top + "/w", ignore_errors=True)
        mkdir(self.top + "/w", 0)
        s, home = mkdir(self.shared, *PARENTS[self.parent]), mkdir(self.home, VICTIM, 0o711)
        for name in ("p", "thesis", "blank", "open"):
            mkdir(f"{s}/{name}", VICTIM)
        mkdir(s + "/.avenv-backup-kept", VICTIM, 0o700)
        for name in ("env", "p/.venv", "kept", ".avenv-backup-kept/env"):
            mkenv(f"{s}/{name}", VICTIM)
        os.chown(s + "/open", VICTIM, SHARED)
        os.chmod(s + "/open", 0o2775)
        mkenv(s + "/open/.venv", VICTIM)
        write(s + "/thesis/chapter", "mine\n", VICTIM)
        for name in ("precious", "precious/sub", "proj", ".local", ".local/share"):
            mkdir(f"{home}/{name}", VICTIM)
        mkdir(home + "/.local/share/avenv", VICTIM, 0o700)
        for name in ("letter", "sub/deed"):
            write(f"{home}/precious/{name}", "dear\n", VICTIM)
        mkenv(home + "/proj/.venv", VICTIM)
        mkenv(home + "/good", VICTIM)
        self.store = home + "/.local/share/avenv/trust"
        write(self.store, "".join(
            f"allow dir path {VICTIM} - - {path}\n"
            for path in (home + "/proj", s + "/p", s + "/open", s + "/via")), VICTIM, 0o600)
        self.foreign(s, home)
        fds = [(os.open(path, os.O_RDONLY | os.O_DIRECTORY), path)
               for path in (s + "/thesis", home + "/precious")]
        self.held = [(fd, path, listing(fd)) for fd, path in fds]

    def foreign(self, s, home):
        """The attacker's part."""
        mkenv(s + "/evil", ATTACKER, self.mark)
        mkdir(s + "/evils", ATTACKER)
        for name in (".venv", "env"):
            mkenv(f"{s}/evils/{name}", ATTACKER, self.mark)
        link(home + "/precious", s + "/link", ATTACKER)
        link(home + "/proj", s + "/via", ATTACKER)
        link(s + "/evil", s + "/open/evil", ATTACKER)
        write(s + "/open/redirect", s + "/evil\n", ATTACKER)
        os.mkfifo(s + "/open/fifo")
        own(s + "/open/fifo", ATTACKER, 0o666)

    def wrong(self, output, added):
        """A text of what must never be, or None. ADDED: a new name may be there."""
        if os.path.exists(self.mark):
            os.unlink(self.mark)
            return "the attacker's program ran"
        for fd, path, before in self.held:
            now = {name: text for name, text in listing(fd).items() if not added or name in before}
            if now != before:
                return f"{path}: {now}, it was {before}"
        inodes = {os.fstat(fd).st_ino for fd, *_ in self.held}
        for entry in os.scandir(self.shared):
            if entry.stat(follow_symlinks=False).st_uid == ATTACKER and entry.name != "via":
                inodes.add(entry.stat().st_ino)
        with open(self.store, encoding="utf-8") as lines:
            for line in lines:
                identity = line.split(" ")[2:3]
                if line.startswith("allow") and identity != ["path"] \
                        and int(identity[0].split(":")[0]) in inodes:
                    return f"recorded: {line}"
        return self.wrong_entry(output)

    def wrong_entry(self, output):
        """Whether the output names a bin directory that is not the victim's alone."""
        for word in re.split(r"[\n:='\"]", output):
            if not word.endswith("/bin") or not word.startswith(self.top):
                continue
            steps = word.split("/")
            for n in range(2, len(steps) + 1):
                path = "/".join(steps[:n])
                if not os.path.lexists(path):
                    return f"'{word}' is given, and is not there"
                info = os.lstat(path)
                if info.st_uid not in (0, VICTIM) or info.st_mode & 0o1022 in (0o22, 0o20, 0o2):
                    return f"'{word}' is given, and '{path}' is the attacker's to change"
        return None


# The directory in which both may write: its owner and mode
PARENTS = {
    "a directory of the attacker's": (ATTACKER, 0o777),
    "a sticky directory of the attacker's": (ATTACKER, 0o1777),
    "a directory of a group": (0, 0o2775),
    "a sticky directory": (0, 0o1777),
}

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

    def command(self, cwd):
        if self.words == "hook":
            # The one place that knows the helper's arguments.
            return [BUILD + "/avenv-hook", "bash", "3", "Pp", cwd, "", "", "/usr/bin:/bin",
                    f"{cwd}////", "", "", "", "", ""]
        return [BUILD + "/avenv", *self.words.replace("~", self.ground.home).split()]

    def strike(self, n, m):
        """Exchange before call N and back before call M; a text of what went wrong, or None."""
        g = self.ground
        g.build()
        cwd = os.path.join(g.shared, self.where).rstrip("/")
        out, count = os.pipe()
        words = [SWAP, ATTACKER, ATTACKER, f"{g.shared}/{self.a}", f"{g.shared}/{self.b}", n, m,
                 count, VICTIM, VICTIM, *self.command(cwd)]
        done = subprocess.run(
            [str(word) for word in words], cwd=cwd, stdin=subprocess.DEVNULL, pass_fds=(count,),
            env={"HOME": g.home, "PATH": "/usr/bin:/bin", "PWD": cwd, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        os.close(count)
        with open(out, encoding="ascii") as text:
            told = [int(word) for word in text.read().split()]
        stdout = os.fsdecode(done.stdout)
        self.output = stdout + os.fsdecode(done.stderr)
        if len(told) < 2 or done.returncode >= (1 if self.words == "hook" else 124):
            return f"exit status {done.returncode}"
        self.calls, self.struck = max(self.calls, told[0]), self.struck + told[1]
        return g.wrong(stdout, self.words.split()[0] in ("create", "use"))


def scenes(top):
    for parent in PARENTS:
        ground = Ground(top, parent)
        for where, pairs, *commands in SCENES:
            yield from (Scene(ground, words, where, a, b)
                        for words in commands for a, others in pairs for b in others)


def turns(chosen, rng):
    """Before each call of each scene, in an order of chance; then pairs of calls, without end."""
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
    """Strike until the time is up; how often, and the faults of each command."""
    chosen = [s for s in scenes(top) if all(w in str(s) for w in sys.argv[1:])]
    rng.shuffle(chosen)
    end, tries, faults = time.monotonic() + SECONDS, Counter(), {}
    for scene, n, m in turns(chosen, rng):
        if time.monotonic() > end:
            break
        name = scene.words.split()[0]
        tries[name] += 1
        fault = scene.strike(n, m)
        if fault:
            faults.setdefault(name, []).append(
                f"{scene}: before call {n}, back before {m}: {fault}: {scene.output[-300:]!r}")
    return tries, faults, sum(s.struck for s in chosen)


def main():
    if os.geteuid() != 0:
        print("1..0 # SKIP only root can be two users")
        return 0
    os.umask(0o022)
    seed = int(os.environ.get("RACE_SEED") or time.time())
    top = os.path.realpath(tempfile.mkdtemp(prefix="avenv-users."))
    os.chmod(top, 0o755)
    mkdir(top + "/mark", 0, 0o777)
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
