# SPDX-License-Identifier: GPL-3.0-or-later
"""A shell under strace: the processes that are started, the files that are looked up; and a helper that notes its runs."""

import os
import re
import shutil
from pathlib import Path

from dialect import quote
from terminal import BUILD, Skip

# The second half of an interrupted line is the same call; a thread is no process.
FORK = re.compile(rb"\d+ +(?:clone3?|v?fork)\((?!.*CLONE_THREAD)")
CALL = re.compile(rb'(?m)^(\d+) +\w+\([^"\n]*"((?:[^"\\]|\\.)+)"')


class Counter:
    """A shell and the calls that it and its children have made since it was last asked."""

    def __init__(self, w, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log, self.at = Path(w.base, f"strace{len(w.shells)}"), 0
        self.sh = w.shell(wrap=(strace, "-f", "-qq", "-e", "signal=none", "-e", "trace=%file,clone,clone3,fork,vfork",
                                "-o", str(self.log)), **options)

    def new(self):
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        return new

    def spent(self):
        """(forks, execs)"""
        lines = [line for line in self.new().splitlines() if b"resumed>" not in line]
        return sum(bool(FORK.match(x)) for x in lines), sum(b" execve(" in x for x in lines)

    def cost(self, *commands):
        self.spent()
        self.sh.quiet(*commands)
        return self.spent()

    def seen(self):
        """The paths that the shell itself looked up; fish colours words in a thread of its own."""
        shell = self.log.read_bytes().split(None, 1)[0]
        return [os.fsdecode(path) for pid, path in CALL.findall(self.new()) if pid == shell]


def noting_helper(w):
    """A helper that notes each run in the file "runs", and then does what the file "answer" says, while
    there is one: shell code, in which $helper is the real one."""
    w.write("runs", "")
    return w.write("helper", f"""#!/bin/sh
echo run >>{w.base}/runs
helper={quote('bash', str(BUILD / 'avenv-hook'))}
if [ -e {w.base}/answer ]; then . {w.base}/answer; fi
exec "$helper" "$@"
""", 0o755)
