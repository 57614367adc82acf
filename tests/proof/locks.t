#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78
"""avenv check on many forms of files: lock files with extras in conflict, of workspaces and of an older poetry, after
the tool has installed from them, and requirements files, of which pip would install exactly what differs.
ONLY=uv,poetry,pip: some of them."""

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from projects import DEPS, ENVIRON, PIPFILE, POETRY, TOOLS, checked, fetch, finish, key, tap, unpack, wanted

TOOLS["poetry-1.8"] = ["poetry==1.8.5"]
OWN = '[project]\nname = "own"\nversion = "1"\nrequires-python = ">=3.9,<4"\n'
DEPENDENCIES = """dependencies = ["requests[socks]>=2", "toolz>=1; python_version>='3.11'", "colorama; sys_platform=='win32'"]
optional-dependencies = {x = ["iniconfig<2.1"], y = ["click"]}
"""
GROUPS = """[dependency-groups]
dev = ["attrs", {include-group = "test"}]
test = ["pluggy"]
docs = ["markupsafe>=3"]
"""
FORKS = OWN + """dependencies = ["requests[socks]>=2", "toolz<1; python_version<'3.11'", "toolz>=1; python_version>='3.11'"]
optional-dependencies = {x = ["iniconfig<2.1", "own[z]"], y = ["iniconfig>=2.1"], z = ["click"]}
""" + GROUPS + "[tool.uv]\npackage = false\n"
UV_SYNC = [("uv sync -q", ""), ("uv sync -q --extra x", "--extra x"), ("uv sync -q --group docs", "--group docs")]
IN_POETRY = """[tool.poetry]
package-mode = false
extras.x = ["iniconfig"]
group.dev.dependencies.attrs = "*"
group.docs = {optional = true, dependencies = {markupsafe = "*"}}
[tool.poetry.dependencies]
python = ">=3.9,<4"
requests = {version = "^2", extras = ["socks"]}
toolz = [{version = "<1", python = "<3.11"}, {version = ">=1", python = ">=3.11"}]
colorama = {version = "*", markers = "sys_platform == 'win32'"}
iniconfig = {version = "*", optional = true}
""" + POETRY
POETRY_INSTALL = [("poetry install -q --no-root", ""), ("poetry install -q --no-root --extras x", "--extra x"),
                  ("poetry install -q --no-root --with docs", "--group docs")]
BUILD = '[build-system]\nrequires = ["hatchling<1.27"]\nbuild-backend = "hatchling.build"\n'


def member(name, needs, more=""):
    return f'[project]\nname = "{name}"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = {json.dumps(needs)}\n{more}{BUILD}'


MEMBERS = {"p/a/pyproject.toml": member("m-a", ["m-b", "iniconfig"], "[tool.uv.sources]\nm-b.workspace = true\n"),
           "p/a/m_a/__init__.py": "", "p/b/pyproject.toml": member("m-b", ["click"]), "p/b/m_b/__init__.py": "",
           "p/c/pyproject.toml": member("m-c", ["colorama"]), "p/c/m_c/__init__.py": ""}
WORKSPACE = '[tool.uv.workspace]\nmembers = ["p/*"]\n'
ROOT = {**MEMBERS, "pyproject.toml": member("root", ["m-a", "toolz"], WORKSPACE + "[tool.uv.sources]\nm-a.workspace = true\n"), "root/__init__.py": ""}
# Each: the tool, files, commands that lock, and commands that install, with options of check. In brackets a
# directory below, for both.
LOCKS = {
    "uv: extras in conflict": ("uv", {"pyproject.toml": FORKS + 'conflicts = [[{extra = "x"}, {extra = "y"}]]\n'}, ["uv lock -q"],
                               [*UV_SYNC, ("uv sync -q --extra y", "--extra y")]),
    "uv: a workspace": ("uv", ROOT, ["uv lock -q"], [("uv sync -q", ""), ("[p/a] uv sync -q", "")]),
    "uv: a workspace without a project": ("uv", {**MEMBERS, "pyproject.toml": WORKSPACE + GROUPS}, ["uv lock -q"], [("uv sync -q", "")]),
    "poetry 1.8": ("poetry-1.8", {"pyproject.toml": IN_POETRY}, ["poetry lock -q"], POETRY_INSTALL),
    "pipenv": ("pipenv", {"Pipfile": PIPFILE + '[docs]\nmarkupsafe = "*"\n'}, ["pipenv lock"],
               [("pipenv sync", ""), ("pipenv sync --dev", "--group dev"), ("pipenv sync --categories 'packages docs'", "--group docs")]),
}
TREE = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n' + OWN + DEPENDENCIES + "[tool.setuptools]\npy-modules = []\n"

def run(where, command, path):
    below, _, command = command.removeprefix("[").partition("] ") if command[0] == "[" else ("", "", command)
    return below, subprocess.run(shlex.split(command), cwd=where / below, env={**ENVIRON, "PATH": f"{path}:/usr/bin:/bin"}, capture_output=True,
                                 text=True, timeout=900, check=False)


def lock(title, where, tool, files, locks, installs):
    unpack("", where, files)
    programs = DEPS / f"tool-{tool}/bin"
    for command in locks:
        run(where, command, programs)
    for command, options in installs:
        below, done = run(where, command, programs)
        found, unjudged = checked(where / below, *options.split(), where / ".venv")
        tap(not done.returncode and not found, f"{title}: {command}, {unjudged} not judged", found, *(done.stdout + done.stderr).splitlines()[-5:])


def requirements(base):
    pip = base / "e/bin/pip"
    ENVIRON.update(X_VERSION="1.0.0", X_FILE="more")
    for words in ([sys.executable, "-m", "venv", base / "e"], [pip, "install", "-q", "-U", "pip"],
                  [pip, "install", "-q", "toolz==1.0.0", "requests==2.32.3", "iniconfig==2.0.0", "click==8.1.7", "attrs==24.2.0"],
                  [pip, "download", "-q", "--no-deps", "-d", base / "wheels", "iniconfig==2.1.0"]):
        subprocess.run(words, env=ENVIRON, check=True)
    for number, text in enumerate(Path(__file__).with_name("requirements_forms.txt").read_text().split("==\n")[1:]):
        parts = ("requirements.txt\n" + text.replace("TREE\n", TREE)).split("\n-- ")
        where = unpack("", base / str(number), {part.partition("\n")[0]: part.partition("\n")[2] + "\n" for part in parts})
        where.joinpath("wheels").symlink_to(base / "wheels")
        done = subprocess.run([pip, "install", "-q", "--dry-run", "--report", "report", "-r", "requirements.txt"], cwd=where, env=ENVIRON,
                              capture_output=True, text=True, check=False)
        report = json.loads((where / "report").read_text()) if not done.returncode else {"install": []}
        want = {key(each["metadata"]["name"]) for each in report["install"]}
        found, _ = checked(where, "-r", "requirements.txt", base / "e")
        tap(not done.returncode and found == want, f"pip: {text.splitlines()[0]}: {sorted(want)}", found, done.stderr)


def main():
    for title, (tool, *rest) in LOCKS.items():
        if wanted(tool) and fetch(tool):
            with tempfile.TemporaryDirectory() as base:
                lock(title, Path(base), tool, *rest)
    if wanted("pip"):
        with tempfile.TemporaryDirectory() as base:
            requirements(Path(base))
    finish()


main()
