#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 6 7 33
"""`deactivate`, `avenv off`, `avenv on`, AVENV_DISABLE: how an environment goes off. How long, and one behind the other: walks.t."""

import re

from dialect import EXISTS
from harness import check, main, story, test

story("deactivate exists while an environment is on; it stays off until the shell leaves", "p p/a/",
    *(step for command in ("deactivate", "avenv deactivate", "avenv -q deactivate") for step in (
        EXISTS,
        "cd p       => p",
        f"{EXISTS}  == yes",
        f"{command}  => off",
        "cd ..      => off")),
    "cd p",
    "deactivate && cd a",
    "cd ..  => off",
    "rm -r .venv && cp -R ~/../template .venv; test x  => off")
story("it stays off, and no other one: the project's next environment is on, one made anew or chosen as well",
    "+p/.venv +p/venv +far/tool",
    "avenv -q allow p/.venv p/venv",
    "cd p                      => p",
    "deactivate                => off",
    "mv .venv x; cd .          => p/venv",
    "deactivate                => off",
    "cd .                      => off",
    "rm -r venv x; ~/../mkenv venv; cd .  => p/venv",
    "deactivate                => off",
    "avenv -q use ~/far/tool   => far/tool  **")
# Else `deactivate` resets the variables by itself, which is for a helper that is gone.
story("the hook is true where the helper answered", "p",
    "cd p                              => p",
    "_avenv_look deactivate; echo $?   == 0",
    kinds=("bash", "zsh", "fish"))
story("`avenv off` and `avenv on` with -q", "p",
    "cd p              => p",
    "avenv -q off      => off",
    "avenv on --quiet  => p")
story("AVENV_DISABLE acts at the next prompt, both ways; `avenv on` then says so and fails", "p",
    "cd p",
    "export AVENV_DISABLE=1  => off",
    "avenv on                => off  ?? AVENV_DISABLE",
    "avenv activate 2>/dev/null || echo failed  == failed",
    "export AVENV_DISABLE=0  => p")


@test("AVENV_DISABLE: `avenv` prints the command of this shell that unsets it, and that works as printed")
def unset(w):
    w.make("p")
    sh = w.shell("p", env={"AVENV_DISABLE": "1"})
    command = re.search(r"'([^']* \$?AVENV_DISABLE)'", sh.run("avenv"))[1]
    sh.go(f"{command}  => p")


@test("a command's output is not evaluated, whatever words stand in the line")
def printed(w):
    w.project("p")
    for name in ("off.txt", "on"):
        w.write("home/p/" + name, ": avenv\ntouch ran\n")
    sh = w.shell(cwd="p")
    for words in ("run cat off.txt", "-q run cat off.txt", "-q run cat on", "-C . run cat on"):
        check(sh.run(f"avenv {words}"), ": avenv\ntouch ran\n", "output")
    sh.go("ls -A|xargs  == .venv off.txt on")


main()
