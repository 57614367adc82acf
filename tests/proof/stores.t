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
from harness import PYTHON, ROOT, Skip, check, main, test  # noqa: E402

TOOLS = ROOT / "out/deps/tools"
PROJECT = '[project]\nname = "My_Proj.Demo"\nversion = "1"\nrequires-python = ">=3.8"\n'
WRAPPER = f"""export VIRTUALENVWRAPPER_PYTHON={TOOLS}/bin/python; . {TOOLS}/bin/virtualenvwrapper.sh
mkvirtualenv -q -a "$PWD" -p {PYTHON} --no-download --no-setuptools demo"""
# For each the file of a project, the command that makes its environment, and the one that says where
NAMES = {
    "poetry": ("pyproject.toml", f"poetry env use {PYTHON}", "poetry env info --path"),
    "pipenv": ("Pipfile", f"pipenv --python {PYTHON}", "pipenv --venv"),
    "hatch": ("pyproject.toml", "hatch env create", "hatch env find"),
    "pdm": ("pyproject.toml", f"pdm config venv.in_project false && pdm venv create -w venv {PYTHON}",
            "pdm venv --path 3.11"),
    "virtualenvwrapper": ("none", WRAPPER, "echo $HOME/.virtualenvs/demo"),
}


@functools.cache
def fetch():
    if not (TOOLS / "complete").exists():
        shutil.rmtree(TOOLS, ignore_errors=True)
        done = subprocess.run([PYTHON, "-m", "venv", TOOLS], check=False)
        pip = [TOOLS / "bin/pip", "install", "-q", "--disable-pip-version-check", *NAMES]
        if done.returncode or subprocess.run(pip, check=False).returncode:
            raise Skip("the tools could not be fetched")
        (TOOLS / "complete").touch()


def tool(w, command, cwd):
    """The last line that COMMAND prints."""
    env = {**w.env, "PATH": f"{TOOLS}/bin:{w.path}", "PIPENV_VERBOSITY": "-1", "NO_COLOR": "1"}
    done = subprocess.run(["bash", "-c", command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = os.fsdecode(done.stdout)
    assert done.returncode == 0, f"{command} exited {done.returncode}: {text}"
    return text.strip().split("\n")[-1]


@test("{}: its environment is on at cd, made anew on again, removed off", cases=tuple(NAMES))
def real(w, name):
    fetch()
    file, make, where = NAMES[name]
    # virtualenvwrapper cannot take a name with blanks.
    project = w.dir("home/" + ("projekt" if name == "virtualenvwrapper" else "Ein Projekt (ü)"))
    w.write(f"{project}/{file}", PROJECT if file == "pyproject.toml" else "")
    sh = w.shell()
    for _ in range(2):
        tool(w, make, project)
        env = tool(w, where, project)
        assert not env.startswith(project), f"{env} lies in the project"
        sh.cd(project)
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        shutil.rmtree(env)
        sh.run("")
        check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV once it is removed")
        sh.go("cd ~")


main()
