#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hook costs in processes, counted by strace around a real interactive shell."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shell"))

from harness import LINE, POSIX, Counter, Looker, check, main, one_line, test  # noqa: E402

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


@test("each transition: one fork and one exec{}", cases=("", ", where nothing is watched"))
def transition(w, where):
    project(w)
    w.project("q")
    count = Counter(w, env={"AVENV_WATCH": "0"} if where else {})
    for path in ("p", ".", "../q", "..", "p/a/b/c/d/e/f/g", ".."):
        check(count.cost(f"cd {path}"), (1, 1), f"forks and execs of cd {path}")
        check(count.cost("", ""), (0, 0), "the prompts after it")
    count.sh.quiet("cd")
    count.spent()
    one_line(count.sh.run("cd unknown"))
    check(count.spent(), (1, 1), "forks and execs of one with a hint")
    count.sh.quiet("cd ../p")
    check(count.cost("deactivate"), (1, 1), "forks and execs of deactivate")
    check(count.cost("avenv activate"), (1, 1), "forks and execs of activate")


@test("a cd that fails: nothing is started", kinds=POSIX)
def nowhere(w):
    project(w)
    count = Counter(w)
    for path in ("p", ".."):
        count.sh.quiet(f"cd {path}")
        check(count.cost("cd nowhere 2>/dev/null", ""), (0, 0), "forks and execs")


# What is on; the last word of the last command, which may be a link, in fish not that; each name, which may be one.
ON = 1
WORD = 2
HERE = 2 * 6


@test("idle prompts: {1} look-ups {0}", cases=(
    ("in a project", ON + WORD), ("7 levels below it", ON + HERE + 4), ("in none, 7 levels deep", HERE)))
def looks(w, where, most):
    project(w)
    w.dir("home/a/b/c/d/e/f/g")
    looker = Looker(w)
    looker.sh.quiet({"in a project": "cd p", "7 levels below it": "cd p/a/b/c/d/e/f/g"}.get(where, "cd a/b/c/d/e/f/g"))
    seen = [path for path in looker.idle() if path.endswith(("env", "envs", "pyvenv.cfg")) or not path.startswith("/")]
    assert 0 < len(seen) <= most, f"{len(seen)} look-ups: {seen}"


@test("readonly VIRTUAL_ENV: told once, then nothing is started at each prompt", kinds=POSIX)
def readonly(w):
    project(w)
    count = Counter(w)
    count.sh.quiet("readonly VIRTUAL_ENV")
    one_line(count.sh.run("cd p"))
    check(count.cost("", "true", ""), (0, 0), "prompts")
    # Said once by nobody but this shell, it is not taken back, nor in the way of another.
    w.dir("home/none")
    sh = w.shell()
    sh.quiet("readonly VIRTUAL_ENV")
    one_line(sh.run("cd p; cd ."))
    sh.quiet("cd ..", "cd unknown; cd ../none", "")
    one_line(sh.run("cd ../unknown"))
    sh.quiet("cd ../none", "cd ../unknown")


@test("a helper that is missing costs a fork at a directory change at most")
def missing(w):
    project(w)
    count = Counter(w, line=f"source {w.hook_file(w.base + '/nowhere')}")
    forks, _ = count.cost("cd p")
    assert forks <= 1, f"{forks} forks at a directory change"
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
