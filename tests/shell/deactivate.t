#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 6 7 33
"""`deactivate`, `avenv off`, `avenv on`, AVENV_DISABLE: how an environment goes off, how long."""

import os
import sys

from harness import check, main, one_line, test


@test("deactivate exists while an environment is on; it stays off until the shell leaves")
def sticks(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    for command in ("deactivate", "avenv deactivate", "avenv -q deactivate"):
        assert not sh.defined("deactivate"), "deactivate before"
        sh.walk(("p", env))
        assert sh.defined("deactivate"), "no deactivate"
        sh.quiet(command)
        sh.off()
        sh.quiet("", "true")
        sh.walk(("a", None), ("..", None), (".", None), ("..", None), ("p/a", env), ("../..", None))
    sh.cd("p")
    sh.quiet("deactivate && cd a", "cd ..")
    sh.off()
    sh.quiet(f"rm -r {env} && cp -R {w.model} {env}")
    sh.off()


@test("a nested project is not muted with the outer one, nor the outer one with it")
def nested(w):
    outer, inner = w.project("p"), w.project("p/sub")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.walk(("sub", inner), ("..", None), ("..", None), ("p/sub", inner))
    sh.quiet("deactivate")
    sh.off()
    sh.walk(("..", outer))


@test("`avenv activate` turns a muted one on; other commands leave it off, and allow says so")
def again(w):
    env = w.project("p")
    w.project("q", allow=False)
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    for other in ("allow --list", "allow ../q", "-C ../q allow", "list", "allow --help"):
        sh.run("avenv " + other)
        sh.off()
    assert "'avenv activate' turns it on again" in sh.run("avenv allow"), sh.text
    sh.off()
    sh.run("avenv activate")
    sh.on(env)


@test("a command's output is not evaluated, whatever words stand in the line")
def printed(w):
    w.project("p")
    w.write("home/p/off.txt", ": avenv\ntouch off\n")
    w.write("home/p/on", ": avenv\ntouch on2\n")
    sh = w.shell()
    sh.cd("p")
    for words in ("run cat off.txt", "-q run cat off.txt", "-q run cat on", "-C . run cat on"):
        assert "touch" in sh.run(f"avenv {words}"), sh.text
    check(sorted(os.listdir(w.home + "/p")), [".venv", "off.txt", "on"], "files")


@test("`avenv off` and `avenv on` act at once, with -q as well")
def off_on(w):
    env = w.project("p")
    show = 'echo "$VIRTUAL_ENV"'
    sh = w.shell()
    sh.cd("p")
    for off, on in (("avenv off", "avenv on"), ("avenv -q off", "avenv on --quiet")):
        check(sh.run(f"{off}; {show}"), "\n", "what is on, on the line")
        sh.walk(("..", None), ("../home/p", None))
        check(sh.run(f"{on}; {show}"), env + "\n", "what is on, on the line")
        sh.on(env)
        sh.cd("..")
        sh.quiet(off, on)
        sh.walk((".", None), ("p", env))


@test("AVENV_DISABLE acts at the next prompt, both ways; `avenv on` then says so and fails")
def disable(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.setx("AVENV_DISABLE", "1")
    sh.off()
    for command in ("avenv on", "avenv activate"):
        out = sh.run(f"{command}; echo {sh.status}")
        assert out.endswith("\n1\n") and "AVENV_DISABLE" in out, f"printed {out!r}"
        one_line(out[:-2])
    sh.walk(("..", None), ("p", None))
    sh.unset("AVENV_DISABLE")
    sh.on(env)
    sh.setx("AVENV_DISABLE", "0")
    sh.on(env)


if __name__ == "__main__":
    sys.exit(main())
