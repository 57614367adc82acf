#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78 79
"""avenv up with the real uv, poetry, pdm and pipenv, and with pips from 21 to 26: a project of each kind, and
the sources of real ones, from nothing to an environment that works, once more (no build),
and with a package removed, which alone check finds; once with each tool without a network; extras and groups.
It takes some minutes and shares one cache of downloads. ONLY=uv,pip,flask: some of them."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from projects import AVENV, DEPS, ENVIRON, HTTPX, PIPFILE, POETRY, SIMPLE, checked, fetch, finish, tap, unpack, wanted

# The oldest, and those at a change that up knows (declared/install.h)
PIPS = "21.3.1", "23.3.2", "25.0.1", "25.1.1", "26.1"
PROJECT = """[project]
name = "p"
version = "1"
requires-python = ">=3.8"
dependencies = ["toolz==1.0.0"]
[dependency-groups]
dev = ["iniconfig==2.0.0"]
"""
MEMBER = '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["click"]\n'
HATCH = PROJECT + '[build-system]\nrequires = ["hatchling<1.27"]\nbuild-backend = "hatchling.build"\n'
IN_POETRY = PROJECT + "[tool.poetry]\npackage-mode = false\n" + POETRY
SMALL_PIPFILE = PIPFILE.split("requests")[0] + 'toolz = "==1.0.0"\n'
PDM = PROJECT + "[tool.pdm]\ndistribution = false\n"
# Each: the tool, files, commands that make the lock, and the command that up prints last
KINDS = {
    "uv.lock": ("uv", {"pyproject.toml": PROJECT}, ["uv lock -q"], "uv sync"),
    "poetry.lock": ("poetry", {"pyproject.toml": IN_POETRY}, ["poetry lock -q"], "poetry install"),
    "poetry.lock in its store": ("poetry", {"pyproject.toml": IN_POETRY}, ["poetry lock -q"], "poetry install"),
    "pdm.lock": ("pdm", {"pyproject.toml": PDM}, ["pdm lock -q"], "pdm sync"),
    "Pipfile": ("pipenv", {"Pipfile": SMALL_PIPFILE}, [], "pipenv install"),
    "Pipfile.lock": ("pipenv", {"Pipfile": SMALL_PIPFILE}, ["pipenv lock"], "pipenv sync"),
    "Pipfile.lock in its store": ("pipenv", {"Pipfile": SMALL_PIPFILE}, ["pipenv lock"], "pipenv sync"),
    "pylock.toml": ("uv", {"pyproject.toml": PROJECT}, ["uv pip compile -q pyproject.toml -o pylock.toml"],
                    "uv pip sync -p .venv/bin/python pylock.toml"),
    "a workspace of uv's": ("uv", {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["m/*"]\n', "m/a/pyproject.toml": PROJECT,
                                   "m/b/pyproject.toml": MEMBER}, [],
                            "uv sync --inexact"),
    "requirements.txt": ("", {"requirements.txt": "toolz==1.0.0\n"}, [], ".venv/bin/python -I -m pip install -r requirements.txt"),
    "[project]": ("", {"pyproject.toml": HATCH, "p.py": ""}, [], ".venv/bin/python -I -m pip install -e ."),
}
EXTRA = '[project.optional-dependencies]\nx = ["click"]\n'
# Each: the tool, its lock file, files, what locks, options, and the command that up prints with these
OPTIONS = [
    ("uv", "uv.lock", {"pyproject.toml": PROJECT + EXTRA}, "uv lock -q", ("--extra", "x"), "uv sync --extra x"),
    ("poetry", "poetry.lock", {"pyproject.toml": PROJECT + EXTRA + "[tool.poetry]\npackage-mode = false\n" + POETRY}, "poetry lock -q",
     ("--extra", "x"), "poetry install --extras x"),
    ("pdm", "pdm.lock", {"pyproject.toml": PDM + EXTRA}, "pdm lock -q -G x", ("--extra", "x"), "pdm sync -G x"),
    ("pipenv", "Pipfile.lock", {"Pipfile": SMALL_PIPFILE + '[dev-packages]\niniconfig = "*"\n[docs]\nclick = "*"\n'}, "pipenv lock",
     ("--group", "docs"), "pipenv sync --categories 'packages docs'"),
]
PIP = ".venv/bin/python -I -m pip install "
# Each: its tool, files that are added to, commands that make the lock, the command that up prints last, and a
# package that it installs, and the tool can do without: the project may be the tool
REAL = {
    "flask": ("uv", {}, [], "uv sync", "werkzeug"),
    "httpx": ("", {"requirements.txt": "\n".join(HTTPX) + "\n"}, [], PIP + "-r requirements.txt", "trio"),
    "django-cms": ("", {}, [], PIP + "-e .", "django"),
    "apispec": ("uv", {}, ["uv pip compile -q pyproject.toml -o pylock.toml"], "uv pip sync -p .venv/bin/python pylock.toml", "packaging"),
    "crashtest": ("poetry", {"pyproject.toml": POETRY}, ["poetry lock -q"], "poetry install", "pytest"),
    "unearth": ("pdm", {}, ["pdm lock -q"], "pdm sync", "packaging"),
    "": ("pipenv", {"Pipfile": PIPFILE}, ["pipenv lock"], "pipenv sync", "werkzeug"),
    # Hundreds of packages: only printed
    "apache-airflow": ("uv", {}, [], "uv sync --inexact", None),
}


class World:
    """A home of its own in the new directory BASE, beside the cache that all share."""

    def __init__(self, base, tool, stored=False):
        cache = str(Path(base).parent / "cache")
        self.where = Path(base, "src/p")
        self.where.mkdir(parents=True)
        programs = Path(base, "bin")
        programs.mkdir()
        if tool:
            (programs / tool).symlink_to(DEPS / f"tool-{tool}/bin/{tool}")
        os.symlink(sys.executable, programs / "python3")
        self.env = {**ENVIRON, "HOME": base, "PATH": f"{programs}:/usr/bin:/bin", "XDG_CACHE_HOME": cache,
                    "POETRY_KEYRING_ENABLED": "false", "UV_PYTHON_DOWNLOADS": "never", "UV_INDEX_URL": SIMPLE,
                    "PIP_RETRIES": "0", "UV_HTTP_RETRIES": "0"}
        if stored:
            self.env["POETRY_VIRTUALENVS_IN_PROJECT"] = "false"
            del self.env["PIPENV_VENV_IN_PROJECT"]

    def run(self, *words, before=(), **env):
        done = subprocess.run([*before, *words], cwd=self.where, env={**self.env, **env}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, timeout=900, check=False)
        return done.returncode, done.stdout

    def up(self, *words, **more):
        return self.run(AVENV, "up", *words, **more)

    def imports(self, name):
        return self.run(AVENV, "run", "python", "-c", f"import {name}")[0] == 0

    def site(self):
        return Path(self.run(AVENV, "run", "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")[1].strip())

    def remove(self, name):
        for path in self.site().glob(name + "-*.dist-info"):
            shutil.rmtree(path)
        shutil.rmtree(self.site() / name, ignore_errors=True)


def story(w, project, files, locks, command, package="toolz", title=None):
    kind = title or project or "a Pipfile"
    w.where = unpack("" if title else project, w.where, files)
    if not w.where:
        print(f"# {kind}: cannot be fetched")
        return
    for lock in [*locks, "chmod -R go-w ."]:
        status, said = w.run(*lock.split())
        if status:
            tap(False, f"{kind}: {lock}", *said.splitlines()[-9:])
            return
    # Some tools lock in one, and pdm may leave a lock file that anybody can write to.
    for made in (w.where / ".venv", Path(w.env["XDG_CACHE_HOME"], "pypoetry/virtualenvs"), Path(w.env["HOME"], ".local/share/virtualenvs")):
        shutil.rmtree(made, ignore_errors=True)
    if not package:
        status, said = w.up("-n")
        tap(not status and command in said.splitlines(), f"{kind}: prints {command}", status, *said.splitlines()[-12:])
        return
    if kind.startswith("a workspace"):
        w.where /= "m/a"
    status, said = w.up()
    tap(not status and command in said.splitlines() and w.imports(package), f"{kind}: {command}", status, *said.splitlines()[-12:])
    status, said = w.run(AVENV, "run", "python", "-Im", "pip", "freeze")
    tap(status or said == w.run(AVENV, "freeze")[1], f"{kind}: freeze prints what its pip, if it has one, prints", *said.splitlines()[-12:])
    status, said = w.up(before=("strace", "-f", "-qq", "-e", "trace=execve", "-e", "signal=none"))
    # The first run has made the lock file.
    command = command.replace("pipenv install", "pipenv sync")
    # The project may have installed its own tool.
    lines = {line.removeprefix(".venv/bin/") for line in said.splitlines()} | set(said.splitlines())
    idle = re.fullmatch(r"execve\(.*\n.*avenv: nothing to do: .*\n(avenv: the group 'dev' is not .*\n)?", said) if "install -e" in command else command in lines
    tap(not status and idle, f"{kind}: once more, without a build", status, *said.splitlines()[-12:])
    check(w, kind)
    w.remove(package)
    found, _ = checked(w.where, env=w.env)
    tap(found == {package}, f"{kind}: without {package}, check finds that", *found)
    status, said = w.up()
    tap(not status and w.imports(package), f"{kind}: a removed package comes back", status, *said.splitlines()[-12:])
    if not title or "store" in kind:
        return
    w.remove(package)
    status, said = w.up(before=("unshare", "-rn"), XDG_CACHE_HOME=w.env["HOME"] + "/none", PIP_NO_CACHE_DIR="1", UV_NO_CACHE="1")
    tap(status and re.search(r"\navenv: .* failed with exit status \d+\n", said), f"{kind}: without a network", status,
        *said.splitlines()[-12:])
    status, said = w.up()
    tap(not status and w.imports(package), f"{kind}: with it again", status, *said.splitlines()[-12:])
    if kind.startswith("a workspace"):
        w.where = w.where.parent / "b"
        status, said = w.up()
        tap(not status and w.imports("click, toolz"), f"{kind}: another member, which takes nothing away", status, *said.splitlines()[-12:])
        for member in "a", "b":
            w.where = w.where.parent / member
            check(w, f"{kind}: {member}")


def check(w, kind):
    status, said = w.run(AVENV, "check")
    tap(not status, f"{kind}: then check finds nothing", status, *said.splitlines()[-12:])


def options(w, title, files, lock, words, command):
    """Extras and groups."""
    w.where = unpack("", w.where, files)
    for each in (lock, "chmod -R go-w ."):
        w.run(*each.split())
    shutil.rmtree(w.where / ".venv", ignore_errors=True)
    status, said = w.up(*words)
    tap(not status and command in said.splitlines() and w.imports("toolz, click"), f"{title}: {command}", status, *said.splitlines()[-12:])
    status, said = w.run(AVENV, "check", *words)
    tap(not status, f"{title}: then check finds nothing", status, *said.splitlines()[-12:])


def pips(top):
    """[project] with each pip, in an environment that the user made."""
    for version in PIPS:
        w = World(f"{top}/pip-{version}", "")
        w.where.joinpath("pyproject.toml").write_text(HATCH)
        w.where.joinpath("p.py").write_text("")
        w.run(AVENV, "-q", "create", "-p", sys.executable)
        w.run(".venv/bin/python", "-m", "pip", "install", "-q", "pip==" + version)
        groups = tuple(map(int, version.split(".")[:2])) >= (25, 1)
        status, said = w.up()
        tap(not status and w.imports("toolz, p") and not w.imports("iniconfig"), f"pip {version}: -e .", status, *said.splitlines()[-12:])
        status, said = w.up("--group", "dev")
        tap(bool(status) != groups and w.imports("iniconfig") == groups, f"pip {version}: --group dev", status, *said.splitlines()[-12:])
        status, said = w.up()
        tap(not status and "nothing to do" in said, f"pip {version}: then nothing to do", status, *said.splitlines()[-12:])


def main():
    stories = [(kind, *rest, "toolz", kind) for kind, rest in KINDS.items()] + [(project, *rest, None) for project, rest in REAL.items()]
    with tempfile.TemporaryDirectory() as top:
        for project, tool, files, locks, command, package, title in stories:
            if wanted(tool or "pip", project or "pipfile") and (not tool or fetch(tool)):
                w = World(tempfile.mkdtemp(dir=top), tool, "store" in project)
                story(w, project, files, locks, command, package, title)
        for tool, *rest in OPTIONS:
            if wanted(tool) and fetch(tool):
                options(World(tempfile.mkdtemp(dir=top), tool), *rest)
        if wanted("pip"):
            pips(top)
    finish()


main()
