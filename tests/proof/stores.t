#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 28 31
"""The real poetry, pipenv, hatch, pdm and virtualenvwrapper: the environment that each makes is on at cd.

The tools come from PyPI, into out/deps/tools, once."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
# pylint: disable=wrong-import-position
from harness import PYTHON, ROOT, Skip, check, main, test  # noqa: E402

TOOLS = ROOT / "out/deps/tools"
NAMES = ("poetry", "pipenv", "hatch", "pdm", "virtualenvwrapper")
PROJECT = '[project]\nname = "My_Proj.Demo"\nversion = "1"\nrequires-python = ">=3.8"\n'
WRAPPER = f"""export VIRTUALENVWRAPPER_PYTHON={TOOLS}/bin/python
. {TOOLS}/bin/virtualenvwrapper.sh
mkvirtualenv -q -a "$PWD" -p {PYTHON} --no-download --no-setuptools demo"""
# By these words each makes the environment of the working directory.
MAKE = {
    "poetry": ["poetry", "env", "use", PYTHON],
    "pipenv": ["pipenv", "--python", PYTHON],
    "hatch": ["hatch", "env", "create"],
    "pdm": ["sh", "-c", f"pdm config venv.in_project false && pdm venv create -w venv {PYTHON}"],
    "virtualenvwrapper": ["bash", "-c", WRAPPER],
}
# Where they say what they made; the last line
WHERE = {
    "poetry": ["poetry", "env", "info", "--path"],
    "pipenv": ["pipenv", "--venv"],
    "hatch": ["hatch", "env", "find"],
    "pdm": ["pdm", "venv", "--path", "3.11"],
    "virtualenvwrapper": ["sh", "-c", "echo $HOME/.virtualenvs/demo"],
}


@functools.cache
def fetch():
    if all((TOOLS / "bin" / name).exists() for name in (*NAMES[:4], "virtualenvwrapper.sh")):
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    done = subprocess.run([PYTHON, "-m", "venv", TOOLS], check=False)
    pip = [TOOLS / "bin/pip", "install", "-q", "--disable-pip-version-check", *NAMES]
    if done.returncode or subprocess.run(pip, check=False).returncode:
        raise Skip("the tools could not be fetched")


def tool(w, words, cwd):
    env = {**w.env, "PATH": f"{TOOLS}/bin:{w.path}", "PIPENV_VERBOSITY": "-1", "NO_COLOR": "1"}
    done = subprocess.run(words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = os.fsdecode(done.stdout)
    assert done.returncode == 0, f"{words} exited {done.returncode}: {text}"
    return text.strip().split("\n")[-1] if text.strip() else ""


def made(w, name, project):
    tool(w, MAKE[name], project)
    return tool(w, WHERE[name], project)


@test("{}: its environment is on at cd, made anew on again, removed off", cases=NAMES)
def real(w, name):
    fetch()
    # virtualenvwrapper cannot take a name with blanks.
    place = "projekt" if name == "virtualenvwrapper" else "Ein Projekt (ü)"
    project = w.dir(f"home/{place}")
    if name == "pipenv":
        w.write(f"home/{place}/Pipfile", "[packages]\n")
    elif name != "virtualenvwrapper":
        w.write(f"home/{place}/pyproject.toml", PROJECT)
    env = made(w, name, project)
    assert not env.startswith(project), f"{env} lies in the project"
    sh = w.shell()
    for _ in range(2):
        sh.cd(project)
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        shutil.rmtree(env)
        sh.run("")
        check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV once it is removed")
        sh.quiet("cd ~")
        check(made(w, name, project), env, "the environment made anew")


main()
