#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hook costs in processes, counted by strace around a real interactive shell."""

import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shell"))

from harness import LINE, POSIX, Skip, check, main, one_line, test  # noqa: E402

CALLS = "clone,clone3,fork,vfork,execve"
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
        trace = (strace, "-f", "-qq", "-e", "signal=none", "-e", f"trace={CALLS}", "-o", str(self.log))
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


def project(w):
    w.project("p")
    w.dir("home/p/a/b/c/d/e/f/g")
    w.project("unknown", allow=False)


@test("idle prompts: nothing is started, in a project, below it and outside")
def idle(w):
    project(w)
    count = Counter(w)
    for path in ("~", "p", "~/p/a/b/c/d/e/f/g", "/", "/usr/lib"):
        count.sh.quiet(f"cd {path}")
        check(count.cost("", "true", "", ": word", ""), (0, 0), f"forks and execs in {path}")


@test("idle prompts where a hint was given, where it is muted, and where it is off")
def idle_special(w):
    project(w)
    count = Counter(w)
    one_line(count.sh.run("cd unknown"))
    check(count.cost("", "true", ""), (0, 0), "after a hint")
    count.sh.quiet("cd ~/p", "deactivate", "")
    check(count.cost("", "true", ""), (0, 0), "muted")
    count.sh.run("avenv off")
    check(count.cost("", "true", ""), (0, 0), "off")


@test("each transition: one fork and one exec")
def transition(w):
    project(w)
    w.project("q")
    count = Counter(w)
    for path in ("p", "../q", "..", "p/a/b/c/d/e/f/g", ".."):
        check(count.cost(f"cd {path}"), (1, 1), f"forks and execs of cd {path}")
        check(count.cost("", ""), (0, 0), "the prompts after it")


@test("readonly VIRTUAL_ENV: told once, then nothing is started at each prompt", kinds=POSIX)
def readonly(w):
    project(w)
    count = Counter(w)
    count.sh.quiet("readonly VIRTUAL_ENV")
    one_line(count.sh.run("cd p"))
    check(count.cost("", "true", ""), (0, 0), "prompts")


@test("a helper that is missing costs a fork at a directory change at most")
def missing(w):
    project(w)
    count = Counter(w, line=f"source {w.hook_file(w.base + '/nowhere')}")
    count.sh.quiet("cd p")
    check(count.cost("", "true", ""), (0, 0), "prompts")


@test("start-up: at most one fork for the line, none for the sourced file, and one question at the first prompt")
def start(w):
    project(w)
    plain = Counter(w, line="").spent()
    for what, line, most in (("line", LINE[w.kind], 2), ("file", f"source {w.hook_file()}", 1)):
        forks, execs = Counter(w, line=line).spent()
        assert forks - plain[0] <= most and execs - plain[1] <= most, \
            f"the {what}: {forks} forks and {execs} execs, without the hook {plain}"


if __name__ == "__main__":
    sys.exit(main())
