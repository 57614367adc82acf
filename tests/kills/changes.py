# SPDX-License-Identifier: GPL-3.0-or-later
"""
The third question: somebody changes something where a command is stopped. What is changed, as lines of sh, and the
rules after it: no word of the user's is lost, nothing is on that was not, the same command finishes or says why not.
"""

import contextlib
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from check import UGLY, LINES_MAX, quoted

WORD = "word-of-the-users"
# $at is what the command works on. Lines before "stop" run before the command is started.
PUT = """
make() { mkdir other; echo "$word" >other/thesis; }
aside() { if [ -e "$at" ] || [ -L "$at" ]; then mv -T "$at" aside; fi; }
environment() { make; mkdir other/bin; ln -s /usr/bin/python3 other/bin/python; echo 'home = /usr/bin' >other/pyvenv.cfg; }
"""
CHANGES = {
    # at an environment, or a place for one
    "file in it": 'stop; echo "$word" >"$at/thesis"',
    "pip.conf": 'stop; echo "$word" >"$at/pip.conf"',
    "another directory": 'make; stop; aside; mv -T other "$at"',
    "another environment": 'environment; stop; aside; mv -T other "$at"',
    "a link": 'make; stop; aside; ln -s "$PWD/other" "$at"',
    "a file": 'echo "$word" >other; stop; aside; mv -T other "$at"',
    "moved away": 'stop; mv -T "$at" aside; echo "$word" >aside/thesis',
    "made": 'stop; mkdir "$at"; echo "$word" >"$at/thesis"',
    "parent": 'stop; echo "$word" >"$at.txt"; chmod 500 "${at%/*}"',
    "inside": 'cd "$at"; stop; echo "$word" >thesis',
    "below": 'cd "$at/lib"; stop; echo "$word" >thesis',
    "empty": 'mkdir "$at/src"; cd "$at/src"; stop; echo "$word" >thesis',
    "open": 'exec 3>>"$at/bin/activate"; stop; echo "$word" >&3',
    "again": 'stop; again',
    # at a file
    "line": 'stop; echo "# $word" >>"$at"',
    "saved": '(cat "$at"; echo "# $word") >other; stop; mv -T other "$at"',
    "line, open": 'exec 3>>"$at"; stop; echo "# $word" >&3',
}
# The entry that comes, goes, or is written to, where that is not $at itself
TOUCHED = {"file in it": "/thesis", "pip.conf": "/pip.conf", "parent": ".txt", "inside": "/thesis", "below": "/lib/thesis",
           "empty": "/src/thesis", "open": "/bin/activate"}
DROPPED = ("file in it/KILL", "another directory/KILL", "inside/KILL")
ENV = ("file in it", "pip.conf", "another directory", "another environment", "a link", "a file", "moved away", "parent",
       "inside", "empty", "below", "again")
PLACE = ("another directory", "another environment", "a link", "a file", "made", "parent", "again")
# What cannot be held (docs/security.md): where a command removed the environment, and said so, a file that a program which
# was in one of its own directories has written there.
NOT_HELD = ("below",)
TEXT = ("line", "saved", "line, open", "a link", "again")


class Change:
    """Another program, which changes something at AT in the world where it is told to go."""

    def __init__(self, trial, what, at):
        self.lines, self.world = CHANGES[what.split("/")[0]], trial.world
        env = {**trial.world.env, "at": str(trial.world.base / at), "word": WORD}
        argv = trial.case.argv
        script = PUT + 'stop() { echo; read -r go; }\nagain() { "$@" </dev/null >/dev/null 2>&1; }\n'.replace('"$@"', '"$avenv" $args')
        env.update(avenv=argv[0], args=" ".join(argv[1:]), PATH=os.environ["PATH"])
        # Where it works: beside the command's world, which is searched for the word.
        (trial.world.base / "program").mkdir(exist_ok=True)
        cwd = trial.world.w / trial.case.cwd if what.startswith("again") else trial.world.base / "program"
        self.process = subprocess.Popen(("sh", "-c", script + self.lines), cwd=cwd, env=env, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.process.stdout.readline()

    def go(self, seconds):
        """Change it now. Waits for SECONDS at most: a lease may keep it waiting until the command is done."""
        if not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def end(self):
        """Whether it was done, and wrote a word."""
        self.go(60)
        self.process.stdout.close()
        return self.process.wait() == 0 and "$word" in self.lines


def words(world):
    """The files with the word."""
    return [path for top in (world.base / "program", world.home, world.w) for path in top.rglob("*")
            if path.is_file() and not path.is_symlink() and WORD.encode() in path.read_bytes()]


def stopped(child, trace):
    """The process id of CHILD's own child once it has stopped; None: it has ended."""
    while child.poll() is None:
        if b"stopped by SIGSTOP" in trace.read_bytes():
            kids = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
            return int(kids[0]) if kids else None
        time.sleep(0.001)
    return None


def strike(trial, one):
    """Stop the command behind the call of ONE, change something, and let it go on, or kill it."""
    change = Change(trial, one.kind, one.at)

    def meet(child):
        pid = stopped(child, trial.trace)
        if pid:
            change.go(0.5 if "line" in one.kind else 20)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if one.kind.endswith("/KILL") else signal.SIGCONT)
    trial.ran = trial.run("strace", "-o", trial.trace, "-e", f"trace={one.place.name}",
                          f"-einject={one.place.name}:signal=STOP:when={one.place.nth}", meet=meet)
    trial.has_word = change.end()


def problems_of_change(trial):
    world, ran = trial.world, trial.ran
    killed = trial.strike.kind.endswith("/KILL")
    if UGLY.search(ran.err):
        yield f"it says {quoted(ran.err)}"
    if ran.code not in (0, 1) and not killed:
        yield f"exit status {ran.code}: {quoted(ran.err)}"
    if ran.code == 1 and not re.search(rb"^avenv: ", ran.err, re.MULTILINE):
        yield f"it fails without a line of avenv's: {quoted(ran.err)}"
    if ran.code == 1 and len(ran.err.splitlines()) > LINES_MAX * trial.case.things:
        yield f"it says many lines: {quoted(ran.err)}"
    has_word, not_held = trial.has_word, trial.strike.kind in NOT_HELD and trial.case.drops
    if has_word and not words(world) and not (not_held and not ran.code):
        yield f"LOST: it exits {ran.code}: {quoted(ran.err)}"
        return
    # Where a directory has come at the target of `move`, the environment is moved into it.
    into = os.fsencode(world.base / trial.case.moves[1]) + b"/" if trial.case.moves else None
    for place, on in world.turned_on().items():
        if into and on.startswith(into):
            continue
        if on and on not in (on_then.get(place) for on_then in trial.on):
            yield f"in {place} is on: {quoted(on)}"
    again = [trial.run() for _ in range(2)]
    if has_word and not words(world) and not not_held:
        yield f"LOST by the same command, said again: {quoted(again[0].err)}, {quoted(again[1].err)}"
    if again[1].code and not re.search(rb"^avenv: ", again[1].err, re.MULTILINE):
        yield f"said again, it exits {again[1].code}: {quoted(again[1].err)}"
    left = world.leftovers()
    # After a kill a sweep keeps an environment that has the user's word; and where the command is refused, there is none.
    if left and not killed:
        yield f"said again, it leaves {left}: {quoted(again[1].err)}"
