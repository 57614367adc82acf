#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 12 28 31 35
"""Environments in the stores of other tools: on at cd, without a word. tests/hook/stores.t has each
tool and the rules, tests/proof/others.t the tools themselves."""

import base64
import hashlib
import os

from harness import main, test


def poetry(w, name):
    """A project of poetry's; its environment, not made yet."""
    path = os.path.dirname(w.dir(f"home/{name}/sub"))
    w.write(path + "/pyproject.toml", '[project]\nname = "p"\n')
    key = base64.urlsafe_b64encode(hashlib.sha256(os.fsencode(path)).digest())[:8].decode()
    w.dir("home/.cache/pypoetry/virtualenvs")
    return f".cache/pypoetry/virtualenvs/p-{key}-py3.11"


@test("poetry's: on at cd without a word, removed off, made anew on, denied off")
def through(w):
    name = "Grüße an alle"
    env = poetry(w, name)
    w.mkenv(f"{w.home}/{env}")
    w.shell().go(f"cd '{name}/sub' => {env} | marker == {env} | rm -r ~/{env} => off ** | cp -R ~/../model ~/{env}",
                 f"cd . => {env} | avenv -q deny .. => off ** | cd ~ | cd - >/dev/null => off")


@test("a clone's {}: a hint, and nothing on PATH", cases=("poetry.toml", ".python-version"))
def chosen(w, file):
    w.mkenv(f"{w.home}/p/in/{os.path.basename(poetry(w, 'p'))}")
    w.mkenv(w.home + "/.pyenv/versions/3.11.4/envs/other")
    os.symlink("3.11.4/envs/other", w.home + "/.pyenv/versions/other")
    w.write("home/p/" + file, '[virtualenvs]\npath = "in"\n' if file == "poetry.toml" else "other\n")
    w.shell().go(f"cd p => off ?? {file} & avenv allow")


main()
