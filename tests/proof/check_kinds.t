#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78 79
"""A project of each kind, made by its tool: avenv check agrees with the tool's own verdict when all is installed,
after each of four changes, and after the command that check names. ONLY=uv,poetry: some of them.

    kind            equal   a package is gone   another version   the project asks for more   it is gone itself
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from projects import AVENV, DEPS, ENVIRON, PIPFILE, POETRY, fetch, finish, key, tap, unpack, wanted

BUILD = '[build-system]\nrequires = ["hatchling<1.27"]\nbuild-backend = "hatchling.build"\n'
OWN = '[project]\nname = "own"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["idna", "toolz==1.0.0"]\n'
OPTIONAL = 'optional-dependencies = {web = ["six"]}\n'
GROUPS = '[dependency-groups]\ndev = ["iniconfig"]\ndocs = ["attrs"]\n'
MEMBER = '[project]\nname = "m"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["idna", "toolz==1.0.0"]\n' + BUILD
IN_POETRY = ('[tool.poetry]\nname = "own"\nversion = "1"\ndescription = ""\nauthors = []\n[tool.poetry.dependencies]\npython = "^3.9"\n'
             'idna = "^3"\ntoolz = "1.0.0"\n[tool.poetry.group.dev.dependencies]\niniconfig = "*"\n'
             '[tool.poetry.group.docs]\noptional = true\n[tool.poetry.group.docs.dependencies]\nattrs = "*"\n' + POETRY)
MORE = ('idna"', 'idna", "pluggy"')
VENV = "/usr/bin/python3 -m venv .venv"
# Each: the tool; files; the directory of the project; commands that make the environment; what is changed in which
# file, so that the project asks for more
KINDS = {
    "uv": ("uv", {"pyproject.toml": OWN + OPTIONAL + BUILD + GROUPS, "own/__init__.py": ""}, ".", ["uv sync"], MORE),
    "uv: a member without default groups": (
        "uv", {"pyproject.toml": OWN + '[tool.uv.workspace]\nmembers = ["m"]\n', "m/pyproject.toml": MEMBER + GROUPS + "[tool.uv]\ndefault-groups = []\n",
               "m/m/__init__.py": ""}, "m", ["uv sync"], MORE),
    "uv: a member with others": (
        "uv", {"pyproject.toml": OWN + '[tool.uv]\ndefault-groups = ["docs"]\n[tool.uv.workspace]\nmembers = ["m"]\n' + GROUPS,
               "m/pyproject.toml": MEMBER + '[dependency-groups]\nlint = ["six"]\n[tool.uv]\ndefault-groups = ["lint"]\n',
               "m/m/__init__.py": ""}, "m", ["uv sync"], ('"six"', '"six", "pluggy"')),
    "uv: a member below a virtual root": (
        "uv", {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["m"]\n' + GROUPS, "m/pyproject.toml": MEMBER, "m/m/__init__.py": ""}, "m", ["uv sync"], MORE),
    "uv: a virtual root": (
        "uv", {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["m"]\n' + GROUPS, "m/pyproject.toml": MEMBER, "m/m/__init__.py": ""}, ".", ["uv sync"],
        ('"iniconfig"', '"iniconfig", "pluggy"')),
    "poetry": ("poetry", {"pyproject.toml": OWN + OPTIONAL + GROUPS + "[tool.poetry]\npackage-mode = false\n" + POETRY}, ".",
               ["poetry lock", "poetry install"], MORE),
    "poetry, its own tables": ("poetry", {"pyproject.toml": IN_POETRY, "own/__init__.py": ""}, ".", ["poetry lock", "poetry install"],
                               ('idna = "^3"', 'idna = "^3"\npluggy = "*"')),
    "pdm, the project itself": ("pdm", {"pyproject.toml": OWN + GROUPS, "own.py": ""}, ".",
                                ["pdm lock", f"pdm venv create -f {sys.executable}", "pdm sync"], ('"iniconfig"', '"iniconfig", "pluggy"')),
    "pipenv": ("pipenv", {"Pipfile": PIPFILE.partition("requests")[0] + 'idna = "*"\ntoolz = "==1.0.0"\n[dev-packages]\niniconfig = "*"\n'}, ".",
               ["pipenv lock", "pipenv sync"], ('idna = "*"', 'idna = "*"\npluggy = "*"')),
    "pip: requirements.txt": ("", {"requirements.txt": "idna\ntoolz==1.0.0\n"}, ".", [VENV, ".venv/bin/pip install -r requirements.txt"],
                              ("idna", "idna\npluggy")),
    "pip: a project": ("", {"pyproject.toml": OWN + BUILD, "own/__init__.py": ""}, ".", [VENV, ".venv/bin/pip install -e ."], MORE),
    "uv: pylock.toml": ("uv", {"requirements.in": "idna\ntoolz==1.0.0\n"}, ".",
                        ["uv pip compile requirements.in -o pylock.toml", "uv venv .venv", "uv pip sync -p .venv pylock.toml"], None),
}


def run(where, command, path):
    return subprocess.run(command, shell=True, executable="/bin/bash", cwd=where, env={**ENVIRON, "PATH": path}, capture_output=True, text=True,
                          timeout=900, check=False)


def wants(where, root, tool, path):
    """What the tool would install, or that its lock file is too old, in its own words; "": nothing."""
    if tool == "uv" and (root / "pylock.toml").exists():
        done = run(where, "uv pip sync -p .venv --dry-run pylock.toml", path)
        return "" if "Would make no changes" in done.stderr else done.stderr
    if tool == "uv":
        done = run(where, "uv sync --check", path)
        return done.stderr if done.returncode else ""
    if tool == "poetry":
        fresh, dry = run(where, "poetry check --lock", path), run(where, "poetry install --no-root --dry-run --no-ansi", path)
        return (fresh.stderr if fresh.returncode else "") + "\n".join(line for line in dry.stdout.splitlines() if re.search("  - ", line) and "Skipped" not in line)
    if tool == "pdm":
        fresh, dry = run(where, "pdm lock --check", path), run(where, "pdm sync --dry-run", path)
        return (fresh.stderr if fresh.returncode else "") + ("" if "nothing to do" in dry.stdout else dry.stdout)
    if tool == "pipenv":
        fresh, run_pip = run(where, "pipenv verify", path), "pipenv requirements >frozen && .venv/bin/pip install --no-deps --dry-run -r frozen"
        dry = run(where, run_pip, path)
        return (fresh.stdout + fresh.stderr if fresh.returncode else "") + "".join(re.findall("Would install .*", dry.stdout))
    what = "-e ." if (root / "pyproject.toml").exists() else "-r requirements.txt"
    dry = run(where, f".venv/bin/pip install -q --dry-run --report report {what}", path)
    names = {key(each["metadata"]["name"]) for each in json.loads((where / "report").read_text())["install"]} if not dry.returncode else {dry.stderr}
    # pip installs the project itself each time.
    return " ".join(names - {"own"} if list(root.glob(".venv/lib/python*/site-packages/own-*")) else names)


def agree(title, where, root, tool, path, differs):
    done = run(where, f"{AVENV} check --json", path)
    answer, verdict = json.loads(done.stdout or "{}"), wants(where, root, tool, path)
    tap(bool(verdict) == differs and done.returncode == differs, title, f"avenv: {done.stdout}{done.stderr}", f"tool: {verdict}")
    return answer.get("command")


def gone(where, path):
    run(where, "uv pip uninstall -p .venv idna", path)


def gone_itself(where, path):
    run(where, "uv pip uninstall -p .venv own", path)


def older(where, path):
    run(where, "uv pip install -p .venv --no-deps toolz==0.12.0", path)


def prove(title, base):
    tool, files, below, commands, more = KINDS[title]
    root, path = unpack("", base / "p", files), f"{DEPS}/tool-{tool}/bin:{DEPS}/tool-uv/bin:{Path(AVENV).parent}:/usr/bin:/bin"
    where = root / below
    for command in commands:
        done = run(where, command, path)
        if done.returncode:
            return tap(False, f"{title}: {command}", *(done.stdout + done.stderr).splitlines()[-5:])
    run(root, f"{AVENV} allow -q", path)
    agree(f"{title}: equal", where, root, tool, path, False)

    def asks_for_more(*_):
        for name in ("pyproject.toml", "Pipfile", "requirements.txt"):
            if (where / name).exists():
                (where / name).write_text((where / name).read_text().replace(*more, 1))

    changes = {"a package is gone": gone, "another version": older, **({"asks for more": asks_for_more} if more else {})}
    # poetry users leave it out: it is not judged.
    if tool != "poetry" and list(root.glob(".venv/lib/python*/site-packages/own-1.*")):
        changes["it is gone itself"] = gone_itself
    for what, change in changes.items():
        change(root, path)
        if tool == "pdm" and change is gone_itself:
            # Its dry run says nothing of the project: see what `pdm sync` does.
            answer = json.loads(run(where, f"{AVENV} check --json", path).stdout)
            command, names = answer["command"], [each["name"] for each in answer["differences"]]
            tap(names == ["own"], f"{title}: {what}", f"avenv: {names}")
            done = run(where, "pdm sync", path)
            tap("Install own" in done.stdout + done.stderr, f"{title}: {what}: pdm sync", *(done.stdout + done.stderr).splitlines()[-5:])
            change(root, path)
        else:
            command = agree(f"{title}: {what}", where, root, tool, path, True)
        done = run(where, command or "false", path)
        tap(not done.returncode, f"{title}: {what}: {command}", *(done.stdout + done.stderr).splitlines()[-5:])
        agree(f"{title}: {what}, mended", where, root, tool, path, False)


def main():
    for title, (tool, *_) in KINDS.items():
        if wanted(tool or "pip") and fetch("uv") and (not tool or fetch(tool)):
            with tempfile.TemporaryDirectory() as base:
                prove(title, Path(base))
    finish()


main()
