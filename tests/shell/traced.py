# SPDX-License-Identifier: GPL-3.0-or-later
"""Shells under strace: the processes that they start, the files that they look up."""

import os
import re
import shutil
from pathlib import Path

from terminal import Skip

# The second half of an interrupted line is the same call; a thread is no process.
FORK = re.compile(rb"(?<![<. a-z])(?:clone3?|v?fork)\((?!.*CLONE_THREAD)")


class Traced:
    """A shell and the calls that it has made since it was last asked."""

    def __init__(self, w, *words, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log, self.at = Path(w.base, "strace"), 0
        self.sh = w.shell(wrap=(strace, "-qq", "-e", "signal=none", *words, "-o", str(self.log)), **options)

    def new(self):
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        return new


class Counter(Traced):
    """Counts processes."""

    def __init__(self, w, **options):
        super().__init__(w, "-f", "-e", "trace=clone,clone3,fork,vfork,execve", **options)

    def spent(self):
        """(forks, execs)"""
        lines = [line.split(None, 1)[-1] for line in self.new().splitlines() if b"resumed>" not in line]
        return sum(bool(FORK.match(x)) for x in lines), sum(x.startswith(b"execve(") for x in lines)

    def cost(self, *commands):
        self.spent()
        self.sh.quiet(*commands)
        return self.spent()


class Looker(Traced):
    """Lists the paths that the shell itself looks up."""

    def __init__(self, w, *words, **options):
        super().__init__(w, "-e", "trace=%file", *words, **options)

    def seen(self):
        paths = re.findall(rb'(?m)^(?:\d+ +)?\w+\([^"\n]*"((?:[^"\\]|\\.)+)"', self.new())
        return [os.fsdecode(path) for path in paths]
