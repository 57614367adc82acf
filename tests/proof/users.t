#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second user swaps what a command looks at, between its look and its work.

Each scene is a command of the victim's and two names that the attacker can exchange, in a
directory in which both may write. swap.c exchanges them before the Nth system call that sees
files, for each N, and back again before the Mth, for as many pairs as RACE_SECONDS allow; what
is never to be is looked for after each. RACE_SEED repeats a run's choice of pairs.
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

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.realpath(os.environ.get("AVENV_BUILD_DIR") or os.path.join(ROOT, "out/release"))
SWAP = BUILD + "/races/swap"
SECONDS = float(os.environ.get("RACE_SECONDS") or 9)
# Of that: it runs at each prompt, and its scenes are few among those of the commands.
HOOK_SHARE = 0.3
with open(ROOT + "/src/shell/shell.h", encoding="utf-8") as header:
    PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', header.read())[1]
VICTIM, ATTACKER, SHARED = 4242, 4343, 4300
CFG = "home = /usr/bin\nversion = 3.11.2\n"


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


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
    return path


def link(to, path, uid):
    os.symlink(to, path)
    own(path, uid)


def mkenv(path, uid, poison=None):
    """An environment; where POISON is given, one whose `ls` and Python leave that mark."""
    mkdir(path, uid)
    mkdir(path + "/bin", uid)
    mkdir(path + "/lib", uid)
    write(path + "/pyvenv.cfg", CFG, uid)
    if poison:
        for name in ("python", "python3", "ls", "pip"):
            write(f"{path}/bin/{name}", f"#!/bin/sh\n: >'{poison}'\n", uid, 0o755)
    else:
        link("/usr/bin/python3", path + "/bin/python3", uid)
        link("python3", path + "/bin/python", uid)
    return path


def listing(fd):
    """All below the directory open as FD, with the text of files."""
    found = {}
    for top, dirs, files, dir_fd in os.fwalk(".", dir_fd=fd):
        for name in dirs:
            found[f"{top}/{name}"] = "dir"
        for name in files:
            info = os.stat(name, dir_fd=dir_fd, follow_symlinks=False)
            if stat.S_ISREG(info.st_mode):
                with open(os.open(name, os.O_RDONLY, dir_fd=dir_fd), encoding="utf-8") as text:
                    found[f"{top}/{name}"] = text.read()
            else:
                found[f"{top}/{name}"] = "other"
    return found


class Ground:
    """What the two of them have, made anew for each attempt in the directory TOP."""

    def __init__(self, top, parent):
        self.top, self.parent, self.shared = top, parent, f"{top}/w/shared"
        self.home, self.mark = f"{top}/w/home", f"{top}/mark/ran"
        self.held = []

    def build(self):
        for fd, *_ in self.held:
            os.close(fd)
        shutil.rmtree(self.top + "/w", ignore_errors=True)
        mkdir(self.top + "/w", 0)
        mkdir(self.home, VICTIM, 0o711)
        s = mkdir(self.shared, *PARENTS[self.parent])
        mkenv(s + "/env", VICTIM)
        mkdir(s + "/p", VICTIM)
        mkenv(s + "/p/.venv", VICTIM)
        mkenv(s + "/kept", VICTIM)
        mkenv(mkdir(s + "/.avenv-backup-kept", VICTIM, 0o700) + "/env", VICTIM)
        mkdir(s + "/open", VICTIM)
        os.chown(s + "/open", VICTIM, SHARED)
        os.chmod(s + "/open", 0o2775)
        mkenv(s + "/open/.venv", VICTIM)
        mkdir(s + "/thesis", VICTIM)
        write(s + "/thesis/chapter", "mine\n", VICTIM)
        mkdir(s + "/blank", VICTIM)
        self.foreign(s)
        self.own_home(self.home)
        self.held = [(os.open(path, os.O_RDONLY | os.O_DIRECTORY), path)
                     for path in (s + "/thesis", self.home + "/precious")]
        self.held = [(fd, path, listing(fd)) for fd, path in self.held]

    def foreign(self, s):
        """What the attacker brings along."""
        mkenv(s + "/evil", ATTACKER, self.mark)
        mkdir(s + "/evils", ATTACKER)
        for name in (".venv", "env"):
            mkenv(f"{s}/evils/{name}", ATTACKER, self.mark)
        link(self.home + "/precious", s + "/link", ATTACKER)
        link(self.home + "/proj", s + "/via", ATTACKER)
        link(s + "/evil", s + "/open/evil", ATTACKER)
        write(s + "/open/redirect", s + "/evil\n", ATTACKER)
        os.mkfifo(s + "/open/fifo")
        own(s + "/open/fifo", ATTACKER, 0o666)

    def own_home(self, home):
        precious = mkdir(home + "/precious", VICTIM)
        write(precious + "/letter", "dear\n", VICTIM)
        # What a path through the attacker's link would name; not to be touched in any case but by that name.
        mkdir(precious + "/sub", VICTIM)
        write(precious + "/sub/deed", "house\n", VICTIM)
        mkdir(home + "/proj", VICTIM)
        mkenv(home + "/proj/.venv", VICTIM)
        mkenv(home + "/good", VICTIM)
        for name in (".local", ".local/share", ".local/share/avenv"):
            mkdir(f"{home}/{name}", VICTIM, 0o700)
        write(self.store, "".join(f"allow dir path {VICTIM} - - {path}\n" for path in (
            home + "/proj", self.shared + "/p", self.shared + "/open", self.shared + "/via")), VICTIM, 0o600)

    @property
    def store(self):
        return self.home + "/.local/share/avenv/trust"

    def records(self):
        with open(self.store, encoding="utf-8") as lines:
            return [line.rstrip("\n").split(" ", 6) for line in lines if line.startswith("allow")]

    def wrong(self, output, added=False):
        """What must never be, or None. ADDED: a name that leads elsewhere by now may have led there from the start."""
        if os.path.exists(self.mark):
            os.unlink(self.mark)
            return "the attacker's program ran"
        for fd, path, before in self.held:
            now = listing(fd)
            if added:
                now = {name: text for name, text in now.items() if name in before}
            if now != before:
                return f"{path}: {now}, it was {before}"
        foreign = {os.stat(self.shared + "/" + name).st_ino for name in os.listdir(self.shared)
                   if os.lstat(self.shared + "/" + name).st_uid == ATTACKER and name != "via"}
        held = {os.fstat(fd).st_ino for fd, *_ in self.held}
        for record in self.records():
            if record[2] != "path" and int(record[2].split(":")[0]) in foreign | held:
                return f"recorded: {record}"
        return self.wrong_entry(output)

    def wrong_entry(self, output):
        """Whether a line that would be evaluated leads to what is not only the victim's."""
        for word in output.replace("'", ":").replace('"', ":").replace("\n", ":").replace("=", ":").split(":"):
            if not word.endswith("/bin") or not word.startswith(self.top):
                continue
            steps = word.split("/")
            for n in range(2, len(steps) + 1):
                path = "/".join(steps[:n])
                if not os.path.lexists(path):
                    return f"'{word}' is given, and is not there"
                info = os.lstat(path)
                if info.st_uid not in (0, VICTIM) or (info.st_mode & 0o022 and not info.st_mode & stat.S_ISVTX):
                    return f"'{word}' is given, and '{path}' is the attacker's to change"
        return None


# The directory that both may write to: whose it is, and its mode
PARENTS = {
    "a directory of the attacker's": (ATTACKER, 0o777),
    "a sticky directory of the attacker's": (ATTACKER, 0o1777),
    "a directory of a group": (0, 0o2775),
    "a sticky directory": (0, 0o1777),
}

ENV = ("env", ("thesis", "evil", "link", "blank"))
NEW = (".avenv-[no]*", ("thesis", "evil", "link", "blank"))
KEPT = (".avenv-backup-kept", ("thesis", "evil", "link", "blank", "env"))
WAY = ("p", ("evils", "link", "thesis"))
MADE = ("new", ("thesis", "evil", "link"))
INSIDE = ("open/.venv", ("open/evil", "open/redirect", "open/fifo"))
VIA = ("via", ("evils", "link", "p"))

# What the victim runs, where, and what is swapped meanwhile
SCENES = [
    (("remove", "-y", "env"), "", (ENV, NEW)),
    (("remove", "-y", "p/.venv"), "", (WAY,)),
    (("remove", "-y", "open/.venv"), "", (INSIDE,)),
    (("create", "--without-pip", "new"), "", (NEW, MADE)),
    (("create", "--without-pip", "env"), "", (ENV, ("env/.avenv-*", ("thesis", "link")))),
    (("create", "--without-pip", "--clear", "env"), "", (ENV, NEW)),
    (("create", "--without-pip", "p/new"), "", (WAY,)),
    (("move", "env", "new"), "", (ENV, NEW, MADE)),
    (("move", "env", "~/moved"), "", (ENV, NEW)),
    (("move", "~/good", "new"), "", (NEW, MADE)),
    (("recreate", "env"), "", (ENV, NEW, (".avenv-backup-env", ("thesis", "evil", "link", "blank")))),
    (("recreate", "--undo", "kept"), "", (KEPT, ("kept", ("thesis", "evil", "link", "blank")))),
    (("recreate", "--discard", "kept"), "", (KEPT, NEW)),
    (("repair", "env"), "", (ENV,)),
    (("use", "~/good"), "open", (INSIDE,)),
    (("use", "~/good"), "p", (WAY,)),
    (("allow", "p"), "", (WAY,)),
    (("allow", "env"), "", (ENV,)),
    (("allow", "open"), "", (INSIDE,)),
    (("allow", "--tree", "p"), "", (WAY,)),
    (("deny", "p"), "", (WAY,)),
    (("forget", "p"), "", (WAY,)),
    (("env",), "p", (WAY,)),
    (("env",), "via", (VIA,)),
    (("env",), "open", (INSIDE,)),
    (("env", "env"), "", (ENV,)),
    (("run", "ls"), "p", (WAY,)),
    (("run", "ls"), "via", (VIA,)),
    (("run", "-e", "env", "ls"), "", (ENV,)),
    (("list", "--size"), "", (ENV, WAY)),
    (("packages", "env"), "", (ENV,)),
    (("status",), "via", (VIA,)),
    (("hook",), "p", (WAY,)),
    (("hook",), "via", (VIA,)),
    (("hook",), "open", (INSIDE,)),
]


class Scene:
    """One command, two names, one kind of directory around them."""

    def __init__(self, ground, args, where, a, b):
        self.ground, self.args, self.where, self.a, self.b = ground, args, where, a, b
        self.calls = self.struck = 0

    def __str__(self):
        return f"{' '.join(self.args)} in '{self.where}', {self.a} and {self.b}, in {self.ground.parent}"

    def command(self, cwd):
        if self.args == ("hook",):
            path = "/usr/bin:/bin"
            return [BUILD + "/avenv-hook", "bash", PROTOCOL, "Pp", cwd, "", "", path, f"{cwd}////", "", "", "", "", ""]
        return [BUILD + "/avenv", *(a.replace("~", self.ground.home) for a in self.args)]

    def strike(self, n, m):
        """Exchange before call N, and back before call M; what is wrong then, and whether it could be exchanged."""
        g = self.ground
        g.build()
        cwd = os.path.join(g.shared, self.where).rstrip("/")
        env = {"HOME": g.home, "PATH": "/usr/bin:/bin", "PWD": cwd, "LC_ALL": "C.UTF-8"}
        words = [SWAP, str(ATTACKER), str(ATTACKER), f"{g.shared}/{self.a}", f"{g.shared}/{self.b}", str(n), str(m)]
        out, count = os.pipe()
        words += [str(count), str(VICTIM), str(VICTIM), *self.command(cwd)]
        try:
            done = subprocess.run(words, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                                  pass_fds=(count,), check=False)
        finally:
            os.close(count)
            with open(out, encoding="ascii") as text:
                told = text.read().split()
        self.output = done.stdout.decode(errors="surrogateescape") + done.stderr.decode(errors="surrogateescape")
        # The helper always has an answer.
        if done.returncode >= (1 if self.args == ("hook",) else 124) or len(told) < 2:
            return f"exit status {done.returncode}", 0
        self.calls = max(self.calls, int(told[0]))
        return g.wrong(done.stdout.decode(errors="surrogateescape"), self.args[0] in ("create", "use")), int(told[1])


def scenes(top):
    for parent in PARENTS:
        ground = Ground(top, parent)
        for args, where, pairs in SCENES:
            for a, others in pairs:
                for b in others:
                    yield Scene(ground, args, where, a, b)


class Tally:
    """What was tried of one command, and what went wrong."""

    def __init__(self):
        self.tries = self.struck = 0
        self.faults = []

    def add(self, scene, n, m):
        fault, struck = scene.strike(n, m)
        scene.struck += struck
        self.tries += 1
        self.struck += struck
        if fault:
            self.faults.append(f"{scene}: before call {n}, back before {m}: {fault}: {scene.output[-300:]!r}")


def turns(all_scenes, rng):
    """Before each call of each scene, in an order of chance; then pairs of calls, without end."""
    for scene in all_scenes:
        yield scene, 1, 0
    # In a sticky directory there is little that the attacker can rename.
    all_scenes = [s for s in all_scenes if s.struck or "*" in s.a]
    singles = [(s, n) for s in all_scenes for n in range(2, s.calls + 1)]
    rng.shuffle(singles)
    for scene, n in singles:
        yield scene, n, 0
    while all_scenes:
        scene = rng.choice(all_scenes)
        n = rng.randint(1, max(scene.calls, 1))
        yield scene, n, rng.randint(n + 1, n + 40)


def attempt(all_scenes, rng, end):
    """The hook and the commands in turn until END, so that each has its share of the time."""
    tallies = {}
    shares = {True: HOOK_SHARE, False: 1 - HOOK_SHARE}
    left = {is_hook: turns([s for s in all_scenes if (s.args == ("hook",)) == is_hook], rng) for is_hook in shares}
    spent = dict.fromkeys(shares, 0.0)
    now = time.monotonic()
    while left and now < end:
        who = min(left, key=lambda who: spent[who] / shares[who])
        turn = next(left[who], None)
        if turn:
            tallies.setdefault(" ".join(turn[0].args[:2]), Tally()).add(*turn)
        else:
            del left[who]
        began, now = now, time.monotonic()
        spent[who] += now - began
    return tallies


def main():
    if os.geteuid() != 0:
        skip_all("only root can be two users")
    if not os.path.exists(SWAP):
        skip_all("races/swap is not built")
    os.umask(0o022)
    seed = int(os.environ.get("RACE_SEED") or time.time())
    rng = random.Random(seed)
    top = os.path.realpath(tempfile.mkdtemp(prefix="avenv-users."))
    os.chmod(top, 0o755)
    mkdir(top + "/mark", 0, 0o777)
    try:
        chosen = [s for s in scenes(top) if all(w in str(s) for w in sys.argv[1:])]
        rng.shuffle(chosen)
        tallies = attempt(chosen, rng, time.monotonic() + SECONDS)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    print(f"# RACE_SEED={seed}")
    for number, (name, tally) in enumerate(sorted(tallies.items()), 1):
        state = "not ok" if tally.faults else "ok"
        print(f"{state} {number} - {name}: {tally.tries} times, of which {tally.struck} exchanges took place")
        for fault in tally.faults[:5]:
            print(f"# {fault}")
    struck = sum(t.struck for t in tallies.values())
    print(f"{'ok' if struck else 'not ok'} {len(tallies) + 1} - {struck} exchanges took place in all")
    print(f"1..{len(tallies) + 1}")
    return not struck or any(t.faults for t in tallies.values())


if __name__ == "__main__":
    sys.exit(main())
