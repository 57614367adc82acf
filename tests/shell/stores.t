#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 12 28 31 35
"""Environments in the stores of other tools: on at cd, without a word."""

import base64
import hashlib
import os
import shutil
import sys

from harness import check, main, one_line, test


def key(name, text):
    digest = hashlib.new(name, os.fsencode(text)).digest()
    return base64.urlsafe_b64encode(digest)[:8].decode()


def layout(w, tool, name="p"):
    """A project in NAME as TOOL has it; its environment, not made yet."""
    path = f"{w.home}/{name}"
    w.dir(f"home/{name}/sub")
    store = f"{w.home}/.local/share"
    if tool == "pipenv":
        w.write(f"home/{name}/Pipfile", "")
        return f"{store}/virtualenvs/{name}-{key('sha256', path + '/Pipfile')}"
    if tool == "virtualenvwrapper":
        return f"{w.home}/.virtualenvs/w"
    w.write(f"home/{name}/pyproject.toml", '[project]\nname = "p"\n')
    if tool == "poetry":
        return f"{w.home}/.cache/pypoetry/virtualenvs/p-{key('sha256', path)}-py3.11"
    if tool == "pdm":
        return f"{store}/pdm/venvs/{name}-{key('md5', path)}-3.11"
    return f"{store}/hatch/env/virtual/p/{key('sha256', path)}/p"


def make(w, tool, env, name="p"):
    w.mkenv(env)
    if tool == "virtualenvwrapper":
        w.write(os.path.relpath(env + "/.project", w.base), f"{w.home}/{name}\n")


@test("{}: on at cd without a word, made anew on, removed off, denied off",
      cases=("poetry", "pipenv", "hatch", "pdm", "virtualenvwrapper"))
def through(w, tool):
    env = layout(w, tool)
    make(w, tool, env)
    sh = w.shell()
    for _ in range(2):
        sh.quiet("cd ~/p/sub")
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        check(sh.run("marker"), os.path.relpath(env, w.home) + "\n", "the program in PATH")
        shutil.rmtree(env)
        sh.run("")
        sh.off()
        make(w, tool, env)
        sh.quiet("cd ~")
    sh.run("cd ~/p; avenv -q deny")
    sh.off()
    sh.quiet("cd ~; cd ~/p")
    sh.off()


@test("poetry in a directory with blanks and UTF-8: its environment is on")
def names(w):
    env = layout(w, "poetry", "Grüße an alle")
    w.mkenv(env)
    sh = w.shell()
    sh.quiet("cd 'Grüße an alle'")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")


@test("a clone's poetry.toml and .python-version: a hint, and nothing on PATH",
      cases=("poetry.toml", ".python-version"))
def chosen(w, file):
    layout(w, "poetry")
    w.dir("home/.cache/pypoetry")
    w.mkenv(f"{w.home}/p/in/p-{key('sha256', w.home + '/p')}-py3.11")
    w.mkenv(w.home + "/.pyenv/versions/3.11.4/envs/other")
    os.symlink("3.11.4/envs/other", w.home + "/.pyenv/versions/other")
    text = '[virtualenvs]\npath = "in"\n' if file == "poetry.toml" else "other\n"
    w.write("home/p/" + file, text)
    sh = w.shell()
    said = sh.run("cd p")
    one_line(said)
    assert file in said and "avenv allow" in said, f"said {said!r}"
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
