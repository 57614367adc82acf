# SPDX-License-Identifier: GPL-3.0-or-later
"""What the comparisons with the tools share: cases from a seed, the tools, an environment of metadata alone, avenv's answer,
and the smallest case that still differs, as a script."""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "proof"))
import projects  # noqa: E402
from projects import AVENV, DEPS, finish, key  # noqa: E402, F401  # for the others

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
# Cases of each kind; those that start a slow tool are fewer. And how many that differ are made smaller.
N = int(os.environ.get("N") or 100)
SHRINKS = int(os.environ.get("SHRINKS") or 6)
PYTHON = sys.executable
ENVIRON = {name: text for name, text in os.environ.items() if not re.match(r"(PIP|UV|SSL)_|https?_proxy", name, re.I)}
ENVIRON |= {"NO_COLOR": "1", "COLUMNS": "1000", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PDM_CHECK_UPDATE": "0", "PIPENV_VERBOSITY": "-1",
            "PIPENV_IGNORE_VIRTUALENVS": "1", "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never", "CI": "1"}
shrinks = 0


def tool(name):
    """The program NAME, fetched once, in an environment of its own; None: it cannot be fetched."""
    return programs(name) / name if projects.fetch(name) else None


def programs(name):
    return DEPS / f"tool-{name}/bin"


def run(words, where, env=None, timeout=300):
    return subprocess.run(words, cwd=where, env={**ENVIRON, **(env or {})}, capture_output=True, text=True, errors="surrogateescape",
                          stdin=subprocess.DEVNULL, timeout=timeout, check=False)


# ---- cases --------------------------------------------------------------------------


def rng(title, number):
    """Each case has its own: `N=1` and the same seed makes the same first one."""
    return random.Random(f"{SEED}/{title}/{number}")


def smaller(case):
    """Each case that is CASE, a dict, with one thing less: a member of a list or a dict, or a part of a text."""
    for name, value in case.items():
        if isinstance(value, (list, tuple)):
            yield from ({**case, name: value[:i] + value[i + 1:]} for i in range(len(value)))
            yield from ({**case, name: value[:i] + [each] + value[i + 1:]} for i, whole in enumerate(value) if isinstance(whole, dict) for each in smaller(whole))
        elif isinstance(value, dict):
            yield from ({**case, name: {k: v for k, v in value.items() if k != gone}} for gone in value)
            yield from ({**case, name: each} for each in smaller(value))
        elif isinstance(value, str) and len(value) > 1:
            yield from ({**case, name: value[:i] + value[i + 1:]} for i in range(len(value)))


def shrunk(case, differs, tries=60):
    """The smallest case of which DIFFERS is true that TRIES deletions lead to; of the first ones, as it takes its time."""
    global shrinks
    shrinks += 1
    left = tries if shrinks <= SHRINKS else 0
    while left > 0:
        for each in smaller(case):
            left -= 1
            try:
                if differs(each):
                    case = each
                    break
            except (KeyError, ValueError, IndexError):
                pass
            if left <= 0:
                break
        else:
            return case
    return case


def skip(title, why):
    projects.tap(True, f"{title} # SKIP {why}")


class Tally:
    """How often a tool and avenv agreed about a question."""

    def __init__(self, title):
        self.title, self.counts, self.different = title, Counter(), []

    def add(self, word, script=None):
        self.counts[word] += 1
        if script:
            self.different.append(script)

    def tell(self):
        words = ", ".join(f"{number} {word}" for word, number in sorted(self.counts.items()))
        lines = "\n".join(self.different[:20]).splitlines()
        projects.tap(not self.different, f"{self.title}: {sum(self.counts.values())} cases of seed {SEED}: {words}", *lines)


# ---- environments -------------------------------------------------------------------


def scratch():
    return tempfile.TemporaryDirectory(prefix="oracle-")


def bare_env(where):
    """WHERE, an environment without a package; its site-packages."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", where], check=True)
    return next(Path(where).glob("lib/python*/site-packages"))


def installed(site, name, version, requires=(), directory=None):
    """Metadata of a distribution, as pip leaves it."""
    info = site / f"{directory or key(name).replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in requires),
             *(["Provides-Extra: x"] if "extra" in "".join(requires) else []), ""]
    info.joinpath("METADATA").write_text("\n".join(lines))
    info.joinpath("INSTALLER").write_text("uv\n")
    info.joinpath("RECORD").write_text("".join(f"{info.name}/{file},,\n" for file in ("METADATA", "INSTALLER", "RECORD")))


def checked(where, *words, env=None):
    """What avenv check says: its exit status, {what differs}, {what is not judged}, and the whole."""
    done = run([AVENV, "check", "--json", *map(str, words)], where, {"AVENV_TRUST": "/", **(env or {})})
    if not done.stdout:
        return done.returncode, {"! " + done.stderr.strip()}, set(), done.stderr
    answer = json.loads(done.stdout)
    names = {key(each["name"]) for each in answer["differences"]} | {"python" for _ in answer["python"]}
    return done.returncode, names, {key(each["name"]) for each in answer["unjudged"]}, done.stdout

