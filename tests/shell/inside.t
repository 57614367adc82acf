#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 86
"""An environment without pip: no pip of another Python answers, wherever it is on.
That its second entry in PATH comes and goes with the first one: walks.t."""

import shutil
import subprocess

from harness import check, main, story, test

PIPS = ("pip", "pip3", "pip3.8", "pip3.12", "pip3.15")


def elsewhere(w, *names):
    """Another Python's programs, behind the environment's on PATH"""
    w.path = w.env["PATH"] = w.dir("elsewhere") + ":" + w.path
    for name in names:
        w.write("elsewhere/" + name, f"#!/bin/sh\necho {name} of another\n", 0o755)


def without(w, name):
    """The line of the project NAME below HOME, which has no pip"""
    return f"avenv: '~/{name}/.venv' has no pip; '~/{name}/.venv/bin/python -I -m ensurepip --default-pip' installs it\n"


@test("pip and its names in an environment without and with one, and in none; in a child and in make as well")
def every_pip(w):
    elsewhere(w, *PIPS)
    w.make("p* q")
    w.write("home/makefile", "all: ; @pip install x\n")
    sh = w.shell()
    sh.go("cd p  => p")
    for name in PIPS:
        for words in ("", " --version", " install x"):
            # Some shells print a line for each status other than 0.
            said = sh.run(name + words)
            assert said.startswith(without(w, "p")) and "of another" not in said, f"{name + words}: {said!r}"
    for command in ("pip install x", "pip3 --version", "make -s -f ../makefile"):
        check(sh.run(f"sh -c '{command}; true'").split("make: ")[0], without(w, "p"), "in a child: " + command)
    sh.go("python -c 'import sys; print(sys.prefix)'  == " + w.home + "/p/.venv")
    sh.go(
        "cd ~/q   => q",
        "pip      == its own pip",
        "pip3.12  == pip3.12 of another",
        "cd ~/p   => p",
        "cd ..    => off",
        "pip      == pip of another")


@test("uv on PATH: its command is named, and acts on this environment")
def uv(w):
    elsewhere(w, "uv", "pip")
    w.make("p*")
    w.shell().go(
        "cd p                    => p",
        "sh -c 'pip list; true'  ?? '~/p/.venv' has no pip; 'uv pip list' does that there")


story("a pip that is installed later comes first by itself; one that goes is missed at the next look", "p* q",
    "cd p               => p",
    "sh -c 'pip; true'  ?? has no pip",
    "cp ../q/.venv/bin/pip .venv/bin",
    "pip                == its own pip",
    "cd ..              => off",
    "cd p               => p",
    "rm .venv/bin/pip",
    "cd ..              => off",
    "cd p               => p",
    "sh -c 'pip; true'  ?? has no pip")
story("a shell that remembers where pip was", "p* q",
    "cd p  => p",
    "pip   ?? has no pip",
    "cp ../q/.venv/bin/pip .venv/bin",
    "pip   == its own pip", kinds=("bash", "zsh", "fish"))

@test("the helper is gone: deactivate takes both entries")
def helper_gone(w):
    place = w.installed()
    w.make("p*")
    sh = w.shell()
    sh.go("cd p  => p")
    shutil.move(place + "/libexec/avenv/avenv-hook", place + "/away")
    sh.run("deactivate")
    check(sh.value("PATH"), sh.path, "PATH")


@test("what `avenv run` starts in a shell")
def run(w):
    elsewhere(w, "pip", "pip3")
    w.make("p*")
    sh = w.shell(cwd="p")
    check(sh.run("avenv run sh -c 'pip list; true'"), without(w, "p"), "a child of run")


story("the environment of a copied project: its scripts' Python is that of the first one, and a line says so once a shell", "p*",
    "cp -r p q",
    "cd q          => off  ?? 'avenv allow' turns it on",
    "avenv allow   => q  **",
    "$SHELL        => q  ?? '.venv' was copied from '~/p/.venv', which its scripts still name; 'avenv repair' repairs it",
    "cd ..         => off",
    "cd q          => q",
    "avenv repair  **",
    "$SHELL        => q")
story("the script of a copied environment, sourced, turns on the first one, which is learnt for neither project", "p?*",
    "cp -r p q",
    "cd q                  => off  ?? 'avenv allow'",
    ". .venv/bin/activate  => @p",
    "cd ..                 => @p",
    "deactivate            => off",
    "cd p                  => off  ?? 'avenv allow'", kinds=("bash", "zsh"))


@test("a command string, by --everywhere; a shim in an environment and in none", kinds=("bash", "zsh", "fish"))
def strings(w):
    elsewhere(w, "pip")
    w.make("p* none/")
    w.avenv("-q", "setup", "--everywhere", w.kind)
    for kind in ("bash", "sh") if w.kind == "bash" else (w.kind,):
        for where, wanted in (("p", ("", without(w, "p"), 1)), ("none", ("pip of another\n", "", 0))):
            line = f"[ ! -e ~/.profile ] || . ~/.profile; cd ~/{where}; exec {kind} -c 'pip list'"
            done = subprocess.run(["sh", "-c", line], env=w.env, capture_output=True, text=True, check=False)
            check((done.stdout, done.stderr, done.returncode), wanted, f"{kind} in {where}")


main()
