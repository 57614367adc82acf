# SPDX-License-Identifier: GPL-3.0-or-later
"""What the comparisons with the tools share: cases from a seed, the tools, an environment of metadata alone, avenv's answer,
and the smallest case that still differs, as a script."""

import functools
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
from projects import AVENV, DEPS, key  # noqa: E402, F401  # for the others

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
# Cases of each kind; those that start a slow tool are fewer. And how many that differ are made smaller.
N = int(os.environ.get("N") or 100)
# Of what the tools judge avenv judges at least this share, where there are some cases.
FLOOR = 1 / 3
SHRINKS = int(os.environ.get("SHRINKS") or 6)
PYTHON = sys.executable
FOUND = Path(__file__).with_name("found.txt")
ENVIRON = {name: text for name, text in os.environ.items() if not re.match(r"(PIP|UV|SSL)_|https?_proxy", name, re.I)}
ENVIRON |= {"NO_COLOR": "1", "COLUMNS": "1000", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PDM_CHECK_UPDATE": "0", "PIPENV_VERBOSITY": "-1",
            "PIPENV_IGNORE_VIRTUALENVS": "1", "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never", "CI": "1"}
NEW = 'import sys; print("yes" if sys.version_info >= (3, 8) and sys.implementation.name == "cpython" else "no")'
shrinks = 0


def tool(name):
    """The program NAME, fetched once, in an environment of its own; None: it cannot be fetched."""
    return programs(name) / name.partition("-")[0] if projects.fetch(name) else None


def programs(name):
    return DEPS / f"tool-{name}/bin"


def run(words, where, env=None, timeout=300, umask=-1):
    return subprocess.run(words, cwd=where, env={**ENVIRON, **(env or {})}, capture_output=True, text=True, errors="surrogateescape",
                          stdin=subprocess.DEVNULL, timeout=timeout, umask=umask, check=False)


@functools.cache
def python_with_pip():
    """This Python, which may have none, as Debian's; then an environment of it."""
    if not run([PYTHON, "-c", "import pip"], "/").returncode:
        return PYTHON
    where = tempfile.mkdtemp()
    subprocess.run([PYTHON, "-m", "venv", where], check=True)
    return where + "/bin/python"


# ---- cases --------------------------------------------------------------------------


def rng(title, number):
    """Each case has its own: `N=1` and the same seed makes the same first one."""
    return random.Random(f"{SEED}/{title}/{number}")


def smaller(case):
    """Each case that is CASE, a dict, with one thing less: a member of a list or a dict, or a letter of a directory's name."""
    for name, value in case.items():
        if isinstance(value, (list, tuple)):
            half = len(value) // 2
            yield from ({**case, name: each} for each in (value[:half], value[half:]) if half > 1)
            yield from ({**case, name: value[:i] + value[i + 1:]} for i in range(len(value)))
            yield from ({**case, name: value[:i] + [each] + value[i + 1:]} for i, whole in enumerate(value) if isinstance(whole, dict) for each in smaller(whole))
        elif isinstance(value, dict):
            yield from ({**case, name: {k: v for k, v in value.items() if k != gone}} for gone in value)
            yield from ({**case, name: each} for each in smaller(value))
        elif name == "dir" and len(value) > 1:
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


def compare(title, case_of, compared, share=1, tries=60):
    """The lines of found.txt, and cases of CASE_OF, a function of their random numbers: COMPARED(case, a directory) is a word and why."""
    tally = Tally(title)
    cases = [json.loads(line.partition("\t")[2]) for line in FOUND.read_text().splitlines() if line.startswith(title + "\t")]
    cases += [case_of(rng(title, number)) for number in range(max(1, int(N * share)))]
    with scratch() as base:
        for case in cases:
            word, why = compared(case, Path(base))
            if word == "DIFFERENT":
                case = shrunk(case, lambda each: compared(each, Path(base))[0] == "DIFFERENT", tries)
                why = compared(case, Path(base))[1] + f"\n  {title}\t" + json.dumps(case, ensure_ascii=False)
            tally.add(word, why if word == "DIFFERENT" else None)
    tally.tell()


def skip(title, why):
    projects.tap(True, f"{title} # SKIP {why}")


class Tally:
    """How often a tool and avenv agreed about a question."""

    def __init__(self, title, floor=FLOOR):
        self.title, self.floor, self.counts, self.different = title, floor, Counter(), []

    def add(self, word, script=None):
        self.counts[word] += 1
        if script:
            self.different.append(script)

    def tell(self):
        words = ", ".join(f"{number} {word}" for word, number in sorted(self.counts.items()))
        lines = "\n".join(self.different[:20]).splitlines()
        TALLIES.append(self)
        judged, left = len(self.different), 0
        for word, number in self.counts.items():
            judged += number * (COLUMNS.get(word) in ("agree", "both refuse"))
            left += number * (COLUMNS.get(word) == "not judged")
        if judged + left >= 20 and judged < self.floor * (judged + left):
            lines.append(f"of {judged + left} cases that the tools judge avenv judges {judged}")
        refused = sum(number for word, number in self.counts.items() if COLUMNS.get(word) == "refused")
        if not self.counts:
            lines.append("no case was asked")
        if refused >= 20 and refused == sum(self.counts.values()):
            lines.append("the tools judge no case")
        projects.tap(not lines, f"{self.title}: {sum(self.counts.values())} cases of seed {SEED}: {words}", *lines)


TALLIES = []
# The word of a case, and the column in which it counts.
COLUMNS = {"agree": "agree", "agree, refused": "both refuse", "not judged": "not judged", "agree, some not judged": "not judged", "the tools differ, not judged": "tools differ",
           "refused by the tool": "refused", "refused by all": "refused"}


def finish():
    """Print all as a table. "not judged": avenv says so with -v; "tools differ": among themselves; the rest is shown above."""
    names = ["cases", *dict.fromkeys(COLUMNS.values()), "different"]
    rows = [["question", *names]]
    for each in TALLIES:
        counts = Counter()
        for word, number in each.counts.items():
            counts[COLUMNS.get(word, "different")] += number
        rows.append([each.title, *(str({**counts, "cases": sum(counts.values())}.get(name, 0)) for name in names)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("# " + row[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(row[1:], widths[1:])), sep="  ", flush=True)
    projects.finish()


# ---- environments -------------------------------------------------------------------


@functools.lru_cache
def pythons():
    """This one and those in PYTHONS that avenv makes environments for."""
    return [PYTHON, *(each for each in os.environ.get("PYTHONS", "").split(":") if each and "yes" in run([each, "-ISc", NEW], "/").stdout)]


def scratch():
    return tempfile.TemporaryDirectory(prefix="oracle-")


def bare_env(where):
    """WHERE, an environment without a package; its site-packages."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", where], check=True)
    return next(Path(where).glob("lib/python*/site-packages"))


def installed(site, name, version, requires=(), directory=None):
    """Metadata of a distribution, as pip leaves it: its directory."""
    info = site / f"{directory or key(name).replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in requires),
             *(f"Provides-Extra: {each}" for each in "xy" if f"extra == '{each}'" in "".join(requires)), ""]
    info.joinpath("METADATA").write_text("\n".join(lines))
    info.joinpath("INSTALLER").write_text("uv\n")
    info.joinpath("RECORD").write_text("".join(f"{info.name}/{file},,\n" for file in ("METADATA", "INSTALLER", "RECORD")))
    return info


def prompted(where, env):
    """Of a bash in WHERE: the environment that its first prompt turns on, the line that this prints, and what `avenv` then says."""
    script = 'answer=$("$1-hook" bash "$2" prompt "" "$PWD" "" "" "$PATH" "" "" "") && eval "$answer"; echo "$VIRTUAL_ENV"; AVENV_SHELL="bash $2" AVENV_STATE=$_avenv_state "$1"'
    # Read here: the root in which proof/create.t imports this file has the tests alone.
    protocol = re.search(r'SHELL_PROTOCOL "(\w+)"', (Path(__file__).resolve().parents[2] / "src/shell/shell.h").read_text())[1]
    done = run(["bash", "-c", script, "", AVENV, protocol], where, env)
    on, _, said = done.stdout.partition("\n")
    return on, done.stderr, said


def line_differs(where, on, env=None):
    """How the line of a prompt of which ON is the environment differs from `avenv check`; None: both say the same."""
    env = {"AVENV_TRUST": "/", **(env or {}), "VIRTUAL_ENV": str(on), "AVENV_ENV": str(on)}
    check, line = run([AVENV, "check"], where, env), run([AVENV, "check", "--hint"], where, env)
    wanted = re.search(r"^(avenv: .*(?:differs?|asks for) .*?)(?:; '(avenv .*)' installs what is declared)?$", check.stderr, re.M) if check.returncode else None
    got = re.match(r"(.*) \('avenv check' (?:lists (?:it|them)|says more)(?:, '(.*)' installs)?\)\n$", line.stderr)
    if (wanted.groups() if wanted else None) == (got.groups() if got else None) and (got or not line.stderr):
        return None
    return f"check: {check.stderr}  the prompt's line: {line.stderr}"


def checked(where, *words, env=None):
    """What avenv check says: its exit status, {what differs}, {what is not judged}, and the whole."""
    done = run([AVENV, "check", "--json", *map(str, words)], where, {"AVENV_TRUST": "/", **(env or {})})
    if not done.stdout:
        return done.returncode, {"! " + done.stderr.strip()}, set(), done.stderr
    answer = json.loads(done.stdout)
    names = {key(each["name"]) for each in answer["differences"]} | {"python" for _ in answer["python"]}
    return done.returncode, names, {key(each["name"]) for each in answer["unjudged"]}, done.stdout

