# SPDX-License-Identifier: GPL-3.0-or-later
"""What a specifier, poetry's constraint and a marker mean: avenv check compared with uv, the packaging of pip and the newest,
and poetry. Where these differ among themselves, nothing is certain: avenv does not judge. cli/oracle.t asks pip alone, and
proof/oracle.t all of them."""

import itertools
import json
import platform
import re
import subprocess
from pathlib import Path

from oracle import N, Tally, bare_env, checked, installed, programs, python_with_pip, rng, run, scratch, skip, tool

# A question is a version and a specifier, or a marker. Each of these programs reads a list of them as JSON, and answers each with
# true, false, or null for what it refuses.
PACKAGING = """
import json, sys
from {0}.specifiers import SpecifierSet
from {0}.version import Version
from {0}.markers import Marker
def answer(question):
    try:
        if "marker" in question:
            return Marker(question["marker"]).evaluate({{"extra": ""}})
        return SpecifierSet(question["text"]).contains(Version(question["version"]), prereleases=True)
    except Exception:
        return None
print(json.dumps([answer(each) for each in json.load(sys.stdin)]))
"""
POETRY = """
import functools, gc, json, sys
from poetry.core.constraints.version import Version, parse_constraint
from poetry.core.version.markers import parse_marker
from poetry.utils.env import SystemEnv
from pathlib import Path
env = SystemEnv(Path(sys.prefix)).marker_env
caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
def answer(question):
    # Its caches take some markers for others.
    for cache in caches:
        cache.cache_clear()
    try:
        if "marker" in question:
            return parse_marker(question["marker"]).validate({**env, "extra": set()})
        return parse_constraint(question["text"]).allows(Version.parse(question["version"]))
    except Exception:
        return None
print(json.dumps([answer(each) for each in json.load(sys.stdin)]))
"""


def asked(python, code, questions):
    """The answers of the program CODE in PYTHON"""
    done = subprocess.run([python, "-c", code], input=json.dumps(questions), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


# ---- generators ---------------------------------------------------------------------


def version(r):
    text = ".".join(str(r.choice((0, 0, 1, 1, 2, 3, 10))) for _ in range(r.choice((1, 2, 2, 3, 3))))
    text = r.choice(("", "", "", "", "", "1!")) + text
    for part, chance in (("a|b|rc", 4), (".post", 5), (".dev", 6)):
        if not r.randrange(chance):
            text += r.choice(part.split("|")) + str(r.randrange(3))
    return text + r.choice(("", "", "", "", "", "", "+cpu", "+1", "+abc.1"))


def near(r, text):
    """TEXT, or a version like it."""
    public = text.split("+")[0]
    release = re.match(r"(\d+!)?[\d.]*\d", public).group()
    return r.choice((text, public, release, release + ".0", release + ".dev0", release + "a1", release + ".post1", release.rpartition(".")[0] or release,
                     public + ".dev1" if ".dev" not in public else public, version(r)))


def specifier(r, text):
    """One that is near the version TEXT"""
    op = r.choice(("==", "!=", "<", "<=", ">", ">=", "~=", "===", "=="))
    wanted = near(r, text)
    if op in ("<", "<=", ">", ">=", "~="):
        wanted = wanted.split("+")[0]
    if op in ("==", "!=") and not r.randrange(4):
        wanted = re.match(r"(\d+!)?[\d.]*\d", wanted).group() + ".*"
    return op + wanted


def specifiers(r, text):
    return ",".join(specifier(r, text) for _ in range(r.choice((1, 1, 1, 2, 3))))


def constraint(r, text):
    """A constraint of poetry that is near the version TEXT"""
    def one():
        wanted = near(r, text).split("+")[0]
        release = re.match(r"(\d+!)?[\d.]*\d", wanted).group()
        return r.choice((lambda: "^" + release, lambda: "~" + release, lambda: release + ".*", lambda: wanted, lambda: "*",
                         lambda: specifiers(r, text), lambda: specifier(r, text), lambda: specifier(r, text)))()
    both = r.choice((",", ", ", " ")).join(one() for _ in range(r.choice((1, 1, 1, 2))))
    return r.choice((" || ", "||", " | ")).join([both, *(one() for _ in range(r.choice((0, 0, 1))))])


VALUES = {"python_version": [platform.python_version().rpartition(".")[0], "3.9", "3.11", "3.10", "3", "3.11.2", "3.12", "4", "2.7"],
          "python_full_version": ["3.11", "3.9.1", "3.12", "3.13.0", "3.10.0rc1"], "os_name": ["posix", "nt", "java"],
          "sys_platform": ["linux", "linux2", "win32", "darwin", "cygwin", "lin"], "platform_release": ["1", "5.10", platform.release(), "6.1"],
          "platform_system": ["Linux", "Windows", "Darwin", ""], "platform_machine": [platform.machine(), "x86_64", "aarch64", "arm64", "x86"],
          "platform_python_implementation": ["CPython", "PyPy"], "implementation_name": ["cpython", "pypy"],
          "implementation_version": ["3.9", "3.11", "3.12", "3"], "extra": ["x", "A_b", ""]}


def comparison(r):
    name = r.choice(list(VALUES))
    op = r.choice(("==", "==", "!=", "<", "<=", ">", ">=", "~=", "===", "in", "not in"))
    if name in ("os_name", "sys_platform", "extra", "platform_system") and r.randrange(3):
        op = r.choice(("==", "!="))
    if "in" in op:
        value = r.choice((" ", ", ", ",", "")).join(r.choice(VALUES[name]) for _ in range(r.choice((1, 2, 3))))
    else:
        value = r.choice(VALUES[name]) + (".*" if op == "==" and "version" in name and not r.randrange(4) else "")
    quote = r.choice("'\"")
    return f"{quote}{value}{quote} {op} {name}" if not r.randrange(6) else f"{name} {op} {quote}{value}{quote}"


def marker(r, depth=0):
    parts = [f"({marker(r, 1)})" if not depth and not r.randrange(8) else comparison(r) for _ in range(r.choice((1, 1, 1, 2, 3)))]
    return "".join(text for each in itertools.zip_longest(parts, [f" {r.choice(('and', 'or'))} " for _ in parts[1:]], fillvalue="") for text in each)


# ---- who knows ----------------------------------------------------------------------


def by_uv(where, questions):
    """uv's answers, each by a dry run of its own: what is satisfied it does not look for."""
    for question in questions:
        name = question["name"]
        if "marker" in question:
            words = [f"nobody-has-this-{name}; {question['marker']}"]
        else:
            words = [f"{name}{question['text']}"]
        done = run([tool("uv"), "pip", "install", "--dry-run", "--no-index", "--python", where / ".venv/bin/python", *words], where)
        refused = re.search(r"Failed to parse|error: unexpected|Expected", done.stderr)
        yield None if refused else ("marker" in question) != (done.returncode == 0)


def by_avenv(where, lines, names, file):
    """For each of NAMES whether avenv finds it as one of LINES in FILE wants it; None: not judged."""
    if file == "pyproject.toml":
        (where / "pyproject.toml").write_text("[tool.poetry]\nname = 'p'\nversion = '1'\npackage-mode = false\n[tool.poetry.dependencies]\n" + "\n".join(lines))
    else:
        (where / "requirements.txt").write_text("\n".join(lines) + "\n")
    _, different, unjudged, text = checked(where, *([] if file == "pyproject.toml" else ["-r", file]))
    if any(each.startswith("! ") for each in different):
        raise ValueError(text)
    return [None if name in unjudged else name not in different for name in names]


def judged(tally, question, answers, got, line):
    """Compare GOT, avenv's answer, with those of the tools that take the question."""
    known = {name: each for name, each in answers.items() if each is not None}
    if not known:
        return tally.add("refused by all")
    certain = len(set(known.values())) == 1
    if got is None:
        return tally.add("not judged" if certain else "the tools differ, not judged")
    if certain and got == next(iter(known.values())):
        return tally.add("agree")
    words = " ".join(f"{name}={each}" for name, each in answers.items())
    return tally.add("DIFFERENT", f"{line}   {question.get('version', '')}   {words} avenv={got}")


def ask(title, make, line_of, file, tools, most=N, floor=.9):
    """MOST questions that MAKE makes: each is a line of FILE, by LINE_OF, about a package of its own name. A version in it is
    installed, and true means that it is as the line wants it; without one nothing is, and true means that the line counts.
    TOOLS are functions that answer all of them, by name. Of what they judge avenv judges the share FLOOR."""
    tally = Tally(title, floor)
    questions = [{"name": f"a{number}", **make(rng(title, number))} for number in range(most)]
    with scratch() as base:
        where = Path(base)
        site = bare_env(where / ".venv")
        for each in questions:
            if "version" in each:
                installed(site, each["name"], each["version"])
        answers = {name: list(answer(where, questions)) for name, answer in tools.items()}
        lines = [line_of(each) for each in questions]
        got = by_avenv(where, lines, [each["name"] for each in questions], file)
        for i, each in enumerate(questions):
            if "version" not in each and got[i] is not None:
                got[i] = not got[i]
            judged(tally, each, {name: of[i] for name, of in answers.items()}, got[i], lines[i])
    tally.tell()


# The packaging of the pip that came with Python, and the newest
PIP = {"pip": lambda where, questions: asked(python_with_pip(), PACKAGING.format("pip._vendor.packaging"), questions)}
NEWEST = {"packaging": lambda where, questions: asked(programs("uv") / "python", PACKAGING.format("packaging"), questions)}


def with_version(text_of):
    def make(r):
        has = version(r)
        return {"version": has, "text": text_of(r, has)}
    return make


def specifiers_and_markers(specified, marked, most=N):
    """What those tools know about specifiers and about markers."""
    ask("specifiers", with_version(specifiers), lambda q: q["name"] + q["text"], "requirements.txt", specified, most=most)
    ask("markers", lambda r: {"marker": marker(r)}, lambda q: f"{q['name']}; {q['marker']}", "requirements.txt", marked, most * 2, .5)


def main():
    if not tool("uv") or not tool("poetry"):
        return skip("specifiers and markers", "uv and poetry could not be fetched")
    poetry = {"poetry": lambda where, questions: asked(programs("poetry") / "python", POETRY, questions)}
    uv = {"uv": by_uv}
    specifiers_and_markers({**PIP, **NEWEST, **uv}, {**PIP, **NEWEST, **poetry, **uv})
    ask("poetry's constraints", with_version(constraint), lambda q: f'{q["name"]} = "{q["text"]}"', "pyproject.toml", poetry, most=N * 3)
