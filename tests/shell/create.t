#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv create`: the next prompt turns on what was made."""

import re
import sys

from harness import check, main, quote, test

PYTHON = "/usr/bin/python3"


def create(sh, *words):
    """Run it; what it says, without the line that names the Python."""
    made, _, rest = sh.run(" ".join(["avenv create --without-pip -p", PYTHON, *words])).partition("\n")
    assert made.startswith(("avenv: made '", "avenv: renewed '")), made
    return rest


@test("in a project: on at the next prompt, and nothing more is said")
def plain(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(create(sh), "", "output")
    sh.on(f"{w.home}/p/.venv", "p")
    sh.cd("..")
    sh.off()
    sh.cd("p")
    sh.on(f"{w.home}/p/.venv", "p")


@test("an odd name: on as well")
def odd(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(create(sh, "djvenv"), "", "output")
    sh.on(f"{w.home}/p/djvenv", "djvenv")


@test("an odd name beside .venv: .venv stays on, and how to have the other is said")
def beside(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    said = "avenv: '.venv' comes first there; 'avenv activate djvenv' turns on 'djvenv'\n"
    check(create(sh, "djvenv"), said, "output")
    sh.on(env)
    sh.run("avenv activate djvenv")
    sh.theirs(f"{w.home}/p/djvenv")


@test("the active one made anew: stays on")
def anew(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    create(sh)
    sh.on(f"{w.home}/p/.venv", "p")
    check(create(sh, "--clear"), "", "output")
    sh.on(f"{w.home}/p/.venv", "p")


@test("another --prompt for what is on: shown at the next prompt")
def renamed(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    create(sh)
    sh.on(f"{w.home}/p/.venv", "p")
    for name in ("one", "two"):
        check(create(sh, "--prompt", name), "", "output")
        sh.on(f"{w.home}/p/.venv", name)
    sh.run(f"avenv create -q --without-pip -p {PYTHON} --prompt three; echo {sh.status} >status")
    sh.on(f"{w.home}/p/.venv", "three")
    with open(f"{w.home}/p/status", encoding="ascii") as file:
        check(file.read(), "0\n", "exit status")
    sh.cd("..")
    sh.off()


@test("the shell's own directory")
def here(w):
    w.dir("home/p/mine")
    sh = w.shell()
    sh.cd("p/mine")
    check(create(sh, "."), "", "output")
    sh.on(f"{w.home}/p/mine", "mine")


@test("denied: made, but not turned on, and why")
def denied(w):
    project = w.dir("home/p")
    w.avenv("deny", project)
    sh = w.shell()
    sh.cd("p")
    said = f"avenv: '{project}/.venv' is not turned on: '{project}' is denied; \"avenv allow\" takes that back\n"
    check(create(sh), said, "output")
    sh.off()


# --- after a deactivate ---


@test("`deactivate`, then {} create: on again", cases=("rm -rf .venv;", "avenv remove -y .venv;", "renewing", "--clear"))
def again(w, way):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    create(sh)
    sh.quiet("deactivate")
    sh.off()
    if way.endswith(";"):
        sh.run(way.rstrip(";"))
        sh.off()
    check(create(sh, *([way] if way.startswith("-") else [])), "", "output")
    sh.on(f"{w.home}/p/.venv", "p")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("all on one line: on again, with exit status 0")
def one_line(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    create(sh)
    sh.run(f"deactivate; rm -rf .venv; avenv create -q --without-pip -p {PYTHON}; echo {sh.status} >status")
    sh.on(f"{w.home}/p/.venv", "p")
    with open(f"{w.home}/p/status", encoding="ascii") as file:
        check(file.read(), "0\n", "exit status")


@test("after a deactivate, a create that fails and one of another leave it off")
def still_off(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.quiet("deactivate")
    for words in ("-p /nonexistent", f"--without-pip -p {PYTHON} djvenv", f"--without-pip -p {PYTHON} ~/q/.venv"):
        sh.run("avenv create " + words)
        sh.off()
    sh.run("avenv move djvenv ~/x")
    sh.off()


@test("moved to where the deactivated one was: on")
def moved(w):
    w.project("p")
    w.project("q")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.run("rm -rf .venv")
    sh.run("avenv mv ../q/.venv .venv")
    sh.on(f"{w.home}/p/.venv")


@test("avenv is off: said, with what turns it on")
def switched_off(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    sh.run("avenv off")
    check(create(sh), "avenv: avenv is off in this shell; 'avenv on' turns it on again\n", "output")
    sh.off()
    sh.run("avenv on")
    sh.on(f"{w.home}/p/.venv", "p")


@test("the user's own is on: said, with what turns the new one on")
def theirs(w):
    w.dir("home/p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    sh.source(mine)
    sh.cd("p")
    said = f"avenv: '{mine}' is on, as you activated it; 'avenv activate .venv' turns on '.venv'\n"
    check(create(sh), said, "output")
    sh.theirs(mine)
    sh.run("avenv activate .venv")
    sh.on(f"{w.home}/p/.venv", "p")


# --- what is said can be typed ---


NAMES = ("e 2", "it's a $x", "-x", "back\\slash", "é~")


def typed(said):
    """The line that SAID names first."""
    found = re.search(r"""'(avenv activate [^']*|source [^']*)'|"((?:avenv activate|source) .*?)" turns""", said)
    assert found, f"no line in {said!r}"
    return found.group(1) or found.group(2)


@test("an odd name {!r} beside .venv: the line that is said turns it on", cases=NAMES)
def activate_line(w, name):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.run(typed(create(sh, "--", quote(sh.kind, name))))
    check(sh.state()["VIRTUAL_ENV"], f"{w.home}/p/{name}", "VIRTUAL_ENV")


@test("without the hook, {!r}: the line that is said turns it on", cases=(*NAMES, "qq"))
def by_hand(w, name):
    w.dir("home/p")
    sh = w.shell(line="")
    sh.run("cd p")
    sh.run(typed(create(sh, "--", quote(sh.kind, name))))
    check(sh.state()["VIRTUAL_ENV"], f"{w.home}/p/{name}", "VIRTUAL_ENV")


if __name__ == "__main__":
    sys.exit(main())
