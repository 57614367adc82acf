# SPDX-License-Identifier: GPL-3.0-or-later
"""Shells under strace: the processes that they start, the files that they look up."""

import os
import re
import shutil
from pathlib import Path

from terminal import Skip

# The second half of an interrupted line is the same call; a thread is no process.
FORK = re.compile(rb"(?<![<. a-z])(?:clone3?|v?fork)\((?!.*CLONE_THREAD)")
EXEC = re.compile(rb"execve\(")


class Counter:
    """The calls that a traced shell has made since it was last asked."""

    def __init__(self, w, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log = Path(w.base, "strace")
        self.at = 0
        trace = (strace, "-f", "-qq", "-e", "signal=none",
                 "-e", "trace=clone,clone3,fork,vfork,execve", "-o", str(self.log))
        self.sh = w.shell(wrap=trace, **options)

    def spent(self):
        """(forks, execs)"""
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        lines = [line.split(None, 1)[-1] for line in new.splitlines() if b"resumed>" not in line]
        return sum(bool(FORK.match(x)) for x in lines), sum(bool(EXEC.match(x)) for x in lines)

    def cost(self, *commands):
        self.spent()
        for command in commands:
            self.sh.quiet(command)
        return self.spent()


class Looker:
    """The paths that a traced shell itself has looked up since it was last asked."""

    def __init__(self, w, *inject, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log = Path(w.base, "strace")
        self.at = 0
        trace = (strace, "-qq", "-e", "signal=none", "-e", "trace=%file", *inject,
                 "-o", str(self.log))
        self.sh = w.shell(wrap=trace, **options)

    def seen(self):
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        paths = re.findall(rb'(?m)^(?:\d+ +)?\w+\([^"\n]*"((?:[^"\\]|\\.)+)"', new)
        return [os.fsdecode(path) for path in paths]

    def idle(self):
        """Those of one more prompt."""
        self.sh.quiet("")
        self.seen()
        self.sh.quiet("")
        return self.seen()
