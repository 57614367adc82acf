#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78
"""avenv check on real projects, whose environments the real tools make: equal after that, and with a package removed
exactly what the tool's dry run would install. Other changes: check_kinds.t. The projects come as sdists from pip's
registry, and the lock files that they lack from the tool. ONLY=flask,pdm: some of them."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from projects import DEPS, ENVIRON, HTTPX, PIPFILE, POETRY, TOOLS, checked, fetch, finish, key, tap, unpack, wanted

PIP = "{pip} install --dry-run "
UV_PIP = "{uv} pip install -p .venv --dry-run "
VENV = "{python} -m venv .venv"
# Each: its tools, files that are added to, commands that make its environment, options of check, a
# dry run for each tool, the package that is removed
PROJECTS = {
    "flask": ("uv", {}, ["{uv} sync -q"], "", ["{uv} sync --dry-run"], "werkzeug"),
    "hatch": ("uv", {}, ["{uv} sync -q"], "", ["{uv} sync --dry-run"], "click"),
    "httpx": ("uv", {"requirements.txt": "\n".join(HTTPX) + "\n"}, [VENV, "{pip} install -q -r requirements.txt"], "",
              [PIP + "-r requirements.txt", UV_PIP + "-r requirements.txt"], "trio"),
    "black": ("uv", {}, [VENV, "{pip} install -q -e .[d,colorama]"], "--extra d --extra colorama",
              [PIP + ".[d,colorama]", UV_PIP + ".[d,colorama]"], "aiohttp"),
    "django-cms": ("uv", {}, [VENV, "{pip} install -q -r test_requirements/django-5.2.txt"],
                   "-r test_requirements/django-5.2.txt", [PIP + "-r test_requirements/django-5.2.txt"], "django"),
    "jupyterlab": ("uv", {}, ["{uv} venv -q .venv", "{uv} pip install -q -p .venv -r pyproject.toml"], "-r pyproject.toml",
                   [UV_PIP + "-r pyproject.toml"], "tornado"),
    "apache-airflow": ("uv", {}, ["sed -i /^.dependency-groups/,$d pyproject.toml", "{uv} pip compile -q pyproject.toml -o pylock.toml", "{uv} venv -q .venv",
                                  "{uv} pip sync -q -p .venv pylock.toml"], "",
                       ["{uv} pip sync -p .venv --dry-run pylock.toml"], "pendulum"),
    "poetry": ("poetry", {"pyproject.toml": POETRY}, ["{poetry} lock -q", "{poetry} install -q --no-root"], "",
               ["{poetry} install --no-root --dry-run --no-ansi"], "requests"),
    "pdm": ("pdm", {}, ["{pdm} lock -q", "{pdm} sync -q --no-self"], "", ["{pdm} sync --no-self --dry-run"], "rich"),
    "": ("pipenv", {"Pipfile": PIPFILE}, ["{pipenv} lock", "{pipenv} sync"], "", [PIP + "-r frozen.txt"], "werkzeug"),
}


def run(words, where, timeout=900):
    programs = {tool: DEPS / f"tool-{tool}/bin/{tool}" for tool in TOOLS}
    words = [word.format(**programs, python=sys.executable, pip=".venv/bin/pip") for word in words.split()]
    return subprocess.run(words, cwd=where, env=ENVIRON, capture_output=True, text=True, timeout=timeout, check=False)


def dry(command, where, own):
    """What the tool would install; pip never sees that argparse is there."""
    if "frozen.txt" in command:
        where.joinpath("frozen.txt").write_text(run("{pipenv} requirements", where).stdout)
    done = run(command, where)
    text = done.stdout + done.stderr
    names = re.findall(r"(?m)^ [+~] ([\w.-]+)", text) + re.findall(r"(?:Installing|Updating|Downgrading) ([\w.-]+) \((?!.*Skipped)", text)
    names += re.findall(r"(?m)^\s+[-•] ([\w.-]+) \d", text)
    for line in re.findall(r"Would install (.*==.*|.*-\d.*)", text):
        names += [word.rpartition("-")[0] for word in line.split()]
    return {key(name) for name in names} - {own, "argparse"}


def info(where, name):
    """The .dist-info of NAME."""
    return next(path for path in where.glob(".venv/lib/python*/site-packages/*.dist-info") if key(path.name.split("-")[0]) == name)


def agree(title, where, project, want):
    own = key(project)
    found, unjudged = checked(where, PROJECTS[project][3])
    tap(found - {own} == want, f"{title}: {sorted(found)}, {unjudged} not judged", f"wanted {sorted(want)}")
    for command in PROJECTS[project][4]:
        told = dry(command, where, own)
        tap(told == want, f"{title}: as {command}", f"{sorted(told)}")


def prove(project, scratch):
    tool, files, commands, _, _, other = PROJECTS[project]
    title = project or "a Pipfile"
    where = unpack(project, Path(scratch, "p"), files) if fetch("uv") and fetch(tool) else None
    if not where:
        return print(f"# {title}: cannot be fetched")
    for command in commands:
        done = run(command, where)
        if done.returncode:
            return tap(False, f"{title}: {command}", *(done.stdout + done.stderr).splitlines()[-5:])
    agree(f"{title}, as made", where, project, set())
    shutil.rmtree(info(where, other))
    agree(f"{title}, without {other}", where, project, {other})


def main():
    for project in PROJECTS:
        if wanted(project or "pipfile"):
            with tempfile.TemporaryDirectory() as scratch:
                prove(project, scratch)
    finish()


main()
