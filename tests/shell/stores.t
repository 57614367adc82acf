#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 12 28 31 35
"""Environments in the stores of other tools: on at cd, without a word. tests/hook/stores.t has the rules."""

import base64
import hashlib
import os
import shutil

from harness import check, main, test


def key(name, text):
    return base64.urlsafe_b64encode(hashlib.new(name, os.fsencode(text)).digest())[:8].decode()


def layout(w, tool, name="p"):
    """A project in NAME as TOOL has it; its environment, not made yet."""
    path, share = w.dir(f"home/{name}"), f"{w.home}/.local/share"
    w.dir(f"home/{name}/sub")
    if tool in ("poetry", "hatch", "pdm"):
        w.write(path + "/pyproject.toml", '[project]\nname = "p"\n')
    if tool == "pipenv":
        w.write(path + "/Pipfile", "")
    return {
        "poetry": f"{w.home}/.cache/pypoetry/virtualenvs/p-{key('sha256', path)}-py3.11",
        "pipenv": f"{share}/virtualenvs/{name}-{key('sha256', path + '/Pipfile')}",
        "hatch": f"{share}/hatch/env/virtual/p/{key('sha256', path)}/p",
        "pdm": f"{share}/pdm/venvs/{name}-{key('md5', path)}-3.11",
        "virtualenvwrapper": f"{w.home}/.virtualenvs/w",
    }[tool]


@test("{}: on at cd without a word, made anew on, removed off, denied off",
      cases=("poetry", "pipenv", "hatch", "pdm", "virtualenvwrapper"))
def through(w, tool):
    name = "Grüße an alle" if tool == "poetry" else "p"
    env, project = layout(w, tool, name), f"{w.home}/{name}"
    sh = w.shell()
    for _ in range(2):
        shutil.rmtree(env, ignore_errors=True)
        sh.go(" => off ** | cd ~")
        w.mkenv(env)
        if tool == "virtualenvwrapper":
            w.write(env + "/.project", project + "\n")
        sh.cd(project + "/sub")
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        sh.go("marker == " + os.path.relpath(env, w.home))
    sh.go("avenv -q deny .. => off ** | cd ~ | cd - >/dev/null => off")


@test("a clone's {}: a hint, and nothing on PATH", cases=("poetry.toml", ".python-version"))
def chosen(w, file):
    layout(w, "poetry")
    w.dir("home/.cache/pypoetry")
    w.mkenv(f"{w.home}/p/in/p-{key('sha256', w.home + '/p')}-py3.11")
    w.mkenv(w.home + "/.pyenv/versions/3.11.4/envs/other")
    os.symlink("3.11.4/envs/other", w.home + "/.pyenv/versions/other")
    w.write("home/p/" + file, '[virtualenvs]\npath = "in"\n' if file == "poetry.toml" else "other\n")
    w.shell().go(f"cd p => off ?? {file} & avenv allow")


main()
