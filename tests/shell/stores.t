#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 12 28 31 35
"""Environments in the stores of other tools: on at cd, without a word. tests/hook/stores.t has each
tool and the rules, tests/proof/stores.t the tools themselves."""

import base64
import hashlib
import os
import shutil

from harness import check, main, test


def poetry(w, name):
    """A project of poetry's; its environment, not made yet."""
    path = os.path.dirname(w.dir(f"home/{name}/sub"))
    w.write(path + "/pyproject.toml", '[project]\nname = "p"\n')
    key = base64.urlsafe_b64encode(hashlib.sha256(os.fsencode(path)).digest())[:8].decode()
    return f"{w.dir('home/.cache/pypoetry/virtualenvs')}/p-{key}-py3.11"


@test("{}: on at cd without a word, made anew on, removed off, denied off", cases=("poetry", "virtualenvwrapper"))
def through(w, tool):
    name = "Grüße an alle"
    env = poetry(w, name) if tool == "poetry" else w.home + "/.virtualenvs/w"
    sh = w.shell()
    for _ in range(2):
        shutil.rmtree(env, ignore_errors=True)
        sh.go(" => off ** | cd ~")
        w.mkenv(env)
        if tool != "poetry":
            w.write(env + "/.project", w.dir(f"home/{name}") + "\n")
            w.dir(f"home/{name}/sub")
        sh.cd(f"{w.home}/{name}/sub")
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        sh.go("marker == " + os.path.relpath(env, w.home))
    sh.go("avenv -q deny .. => off ** | cd ~ | cd - >/dev/null => off")


@test("a clone's {}: a hint, and nothing on PATH", cases=("poetry.toml", ".python-version"))
def chosen(w, file):
    w.mkenv(f"{w.home}/p/in/{os.path.basename(poetry(w, 'p'))}")
    w.mkenv(w.home + "/.pyenv/versions/3.11.4/envs/other")
    os.symlink("3.11.4/envs/other", w.home + "/.pyenv/versions/other")
    w.write("home/p/" + file, '[virtualenvs]\npath = "in"\n' if file == "poetry.toml" else "other\n")
    w.shell().go(f"cd p => off ?? {file} & avenv allow")


main()
