#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 36 37 39 48 53 60
"""A second user exchanges two names between a command's look at them and its work.

Each scene is a command of the victim's and two names in a directory where both users may write.
strace stops the command after each call that names a file. The names are exchanged after the
Nth, and back after the Mth, for RACE_SECONDS. RACE_SEED repeats the order; words as arguments pick
scenes. ground.sh makes the files anew for each attempt."""

import contextlib
import ctypes
import glob
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.realpath(os.environ.get("AVENV_BUILD_DIR") or ROOT + "/out/release")
SECONDS = float(os.environ.get("RACE_SECONDS") or 60)
SEED = int(os.environ.get("RACE_SEED") or time.time())
PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', Path(ROOT, "src/shell/shell.h").read_text(encoding="utf-8"))[1]
AT_FDCWD, EXCHANGE = -100, 2
LIBC = ctypes.CDLL(None)
VICTIM, ATTACKER, SHARED = 4242, 4343, 4300
# The directory in which both may write: its owner and mode
PARENTS = {
    "a directory of the attacker's": (f"{ATTACKER}:{ATTACKER}", "777"),
    "a sticky directory of the attacker's": (f"{ATTACKER}:{ATTACKER}", "1777"),
    "a directory of a group": (f"0:{SHARED}", "2775"),
    "a sticky directory": ("0:0", "1777"),
}
# A name, and those that it is exchanged with
ENV = ("env", ("thesis", "evil", "link", "blank"))
MIXED = ("mixed", ("env", "thesis"))
NEW = (".avenv-[no]*", ("thesis", "evil", "link", "blank"))
WAY = ("p", ("evils", "link", "thesis"))
MADE = ("new", ("thesis", "evil", "link"))
INSIDE = ("open/.venv", ("open/evil", "open/redirect", "open/fifo"))
VIA = ("via", ("evils", "link", "p"))

# A directory of the victim's, the names that are exchanged, and the commands typed meanwhile
SCENES = (
    ("", (ENV, NEW), "remove -y env", "create --without-pip --clear env", "move env ~/moved"),
    # An environment with a file of the victim's own, exchanged with one without
    ("", (MIXED, NEW), "remove -y mixed", "create --without-pip --clear mixed"),
    ("", (ENV, NEW, MADE), "move env new"),
    ("", (ENV, ("env/.avenv-*", ("thesis", "link"))), "create --without-pip env"),
    ("", (ENV, NEW, ("env.old", ("thesis", "evil", "link", "blank"))), "recreate env"),
    ("", (ENV,), "repair env", "allow env", "env env", "run -e env ls", "packages env"),
    ("", (NEW, MADE), "create --without-pip new", "move ~/good new"),
    ("", (WAY,), "remove -y p/.venv", "create --without-pip p/new", "allow p", "allow --tree p",
     "deny p", "forget p", "list --size"),
    ("", (INSIDE,), "remove -y open/.venv", "allow open"),
    ("p", (WAY,), "use ~/good", "env", "run ls", "hook"),
    ("via", (VIA,), "env", "run ls", "status", "hook"),
    ("open", (INSIDE,), "use ~/good", "env", "hook"),
)


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


class Scene:
    """One command, two names, one kind of directory around them, all in the directory TOP."""

    calls = {}  # of each command

    def __init__(self, top, parent, words, where, a, b):
        self.top, self.parent, self.words, self.where, self.a, self.b = top, parent, words, where, a, b
        self.shared, self.home, self.trace = f"{top}/w/shared", f"{top}/w/home", top + "/trace"
        self.struck = 0

    def __str__(self):
        return f"{self.words} in '{self.where}', {self.a} and {self.b}, in {self.parent}"

    def strike(self, n, m):
        """Exchange after call N and back after call M; a text of what went wrong, or None."""
        shutil.rmtree(self.top + "/w", ignore_errors=True)
        ids = map(str, (VICTIM, ATTACKER, SHARED))
        subprocess.run(["sh", ROOT + "/tests/proof/ground.sh", self.top + "/w", *ids, *PARENTS[self.parent]], check=True)
        records = Path(self.home, ".local/share/avenv/records")
        before = records.read_text(encoding="utf-8").splitlines()
        # Paths that must not change, wherever the environment is moved
        held = [os.open(path, os.O_RDONLY) for path in (self.shared + "/thesis", self.shared + "/mixed", self.home + "/precious")]
        texts = [listing(fd) for fd in held]
        try:
            done, output, error = self.run(n, m)
            # The helper always has an answer.
            if done < 0 or done >= (1 if self.words == "hook" else 124):
                fault = f"exit status {done}"
            else:
                new = set(records.read_text(encoding="utf-8").splitlines()) - set(before)
                fault = self.wrong(held, texts, output, new)
            return fault and f"{self}: after call {n}, back after {m}: {fault}: {(output + error)[-300:]!r}"
        finally:
            for fd in held:
                os.close(fd)

    def run(self, n, m):
        """The command's exit status and output."""
        cwd = os.path.join(self.shared, self.where).rstrip("/")
        command = [BUILD + "/avenv", *self.words.replace("~", self.home).split()]
        if self.words == "hook":
            command = [BUILD + "/avenv-hook", "bash", PROTOCOL, "cd", "", cwd, "", "", "/usr/bin:/bin", "", "", ""]
        words = ["strace", "-f", "-o", self.trace, "-e", "trace=%file", "-e", "inject=%file:signal=SIGSTOP"]
        with subprocess.Popen(
                words + command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
                stderr=subprocess.PIPE, user=VICTIM, group=VICTIM, extra_groups=[SHARED],
                env={"HOME": self.home, "PATH": "/usr/bin:/bin", "PWD": cwd}) as victim:
            over = threading.Event()
            threading.Thread(target=self.wake, args=(victim.pid, over)).start()
            self.follow((n, m))
            output, error = (os.fsdecode(text) for text in victim.communicate())
            over.set()
        return victim.returncode, output, error

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
        with open(self.trace, encoding="utf-8", errors="replace") as trace:
            for line in trace:
                # Each thread says that it is stopped.
                stopped |= "SIGSTOP {" in line
                if stopped and "stopped by SIGSTOP" in line:
                    calls, stopped = calls + 1, False
                    if calls in turns_at:
                        self.struck += self.exchange()
                    os.kill(int(line.split()[0]), signal.SIGCONT)
        self.calls[self.words] = max(calls, self.calls.get(self.words, 1))

    def exchange(self):
        """As the attacker: swap what the two patterns match; whether that could be done."""
        os.setegid(ATTACKER)
        os.seteuid(ATTACKER)
        names = [glob.glob(f"{self.shared}/{name}")[:1] for name in (self.a, self.b)]
        done = all(names) and not LIBC.renameat2(
            AT_FDCWD, os.fsencode(names[0][0]), AT_FDCWD, os.fsencode(names[1][0]), EXCHANGE)
        os.seteuid(0)
        os.setegid(0)
        return done

    def wrong(self, held, texts, output, new):
        """A text of what must never be, or None. HELD had TEXTS; NEW are the records that were made."""
        if os.path.exists(self.top + "/w.ran"):
            os.unlink(self.top + "/w.ran")
            return "the attacker's program ran"
        # A new name may be there, and then something of that project may be new.
        adds = self.words.split()[0] in ("create", "use")
        for fd, before in zip(held, texts):
            now = {name: text for name, text in listing(fd).items() if not adds or name in before}
            if now != before:
                return f"{now}, it was {before}"
        # A tree alone turns nothing on.
        inodes = set() if adds else {os.fstat(fd).st_ino for fd in held}
        inodes |= {entry.stat().st_ino for entry in os.scandir(self.shared) if entry.stat().st_uid == ATTACKER}
        for words in (line.split() for line in new):
            if words[:2] == ["allow", "slot"] and int(words[4].split(":")[0]) in inodes:
                return f"recorded: {words}"
        for word in re.split(r"[\n:='\"]", output):
            if word.endswith("/bin") and word.startswith(self.top):
                for path in [word, *map(str, Path(word).parents)]:
                    if not os.path.lexists(path):
                        return f"'{word}' is given, and is not there"
                    info = os.lstat(path)
                    if info.st_uid not in (0, VICTIM) or info.st_mode & 0o1022 in (0o22, 0o20, 0o2):
                        return f"'{word}' is given, and '{path}' is the attacker's to change"
        return None


def main():
    if os.geteuid() != 0 or not shutil.which("strace"):
        print("1..0 # SKIP only root can be two users, and strace follows one of them")
        return 0
    os.umask(0o022)
    rng, tries, faults = random.Random(SEED), 0, []
    top = os.path.realpath(tempfile.mkdtemp(prefix="avenv-users."))
    # The attacker's programs leave their mark here.
    os.chmod(top, 0o1777)
    os.mkfifo(top + "/trace")
    os.chmod(top + "/trace", 0o666)
    os.setgroups([SHARED])
    scenes = [Scene(top, parent, words, where, a, b) for parent in PARENTS
              for where, pairs, *commands in SCENES for words in commands for a, others in pairs for b in others]
    scenes = [scene for scene in scenes if all(word in str(scene) for word in sys.argv[1:])]
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        scene, tries = rng.choice(scenes), tries + 1
        n = rng.randint(1, scene.calls.get(scene.words, 40))
        faults += filter(None, [scene.strike(n, rng.choice((0, rng.randint(n + 1, n + 40))))])
    shutil.rmtree(top, ignore_errors=True)
    struck = sum(scene.struck for scene in scenes)
    print(f"1..1\n{'ok' if struck and not faults else 'not ok'} 1 - RACE_SEED={SEED}: {tries} attempts, {struck} exchanges")
    for fault in faults[:20]:
        print(f"# {fault}")
    return int(not struck or bool(faults))


sys.exit(main())
