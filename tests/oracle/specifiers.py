# SPDX-License-Identifier: GPL-3.0-or-later
"""What a specifier, poetry's constraint and a marker mean. A question is a line of a project's file about a package of its
own name:

    a7>=1.0,!=1.1             with a version of a7 installed: is it as the line wants it?
    a7 = "^1.0"               the same, in poetry's words
    a7; os_name == 'posix'    with nothing installed: does the line count here?

Who answers: pip's copy of `packaging`, the newest `packaging`, poetry and uv, each with true, false, or None for what it
refuses. Who is asked: `avenv check --json`, once, with all lines in one file; None is what it does not judge.
What is compared: avenv says what all tools say that take the line. Where these differ, or all refuse it, it does not judge;
and it judges at least the share FLOOR, an argument of ask(), of what they agree about.

cli/oracle.t asks pip alone, proof/oracle.t all of them. The same questions again, by the seed that is printed:
    SEED=7 N=12 prove -v -e tests/one tests/cli/oracle.t
    make proof T=oracle:specifiers SEED=7 N=100"""

import json
import platform
import re
import subprocess
from pathlib import Path

from oracle import N, Tally, bare_env, checked, installed, key, programs, python_with_pip, rng, run, scratch, skip, tool

# Programs that read a list of questions as JSON, and print the list of their answers.
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


def release_of(text):
    """The version TEXT without what stands behind its numbers"""
    return re.match(r"(\d+!)?[\d.]*\d", text).group()


# ---- questions ----------------------------------------------------------------------


def version(r):
    text = ".".join(str(r.choice((0, 0, 1, 1, 2, 3, 10))) for _ in range(r.choice((1, 2, 2, 3, 3))))
    text = r.choice(("", "", "", "", "", "1!")) + text
    for part, chance in (("a|b|rc", 4), (".post", 5), (".dev", 6)):
        if not r.randrange(chance):
            text += r.choice(part.split("|")) + str(r.randrange(3))
    return text + r.choice(("", "", "", "", "", "", "+cpu", "+1", "+abc.1"))


def near(r, text):
    """The version TEXT, or one like it."""
    public = text.split("+")[0]
    release = release_of(public)
    return r.choice((text, public, release, release + ".0", release + ".dev0", release + "a1", release + ".post1", release.rpartition(".")[0] or release,
                     public + ".dev1" if ".dev" not in public else public, version(r)))


def specifier(r, text):
    """One that is near the version TEXT"""
    op, wanted = r.choice(("==", "!=", "<", "<=", ">", ">=", "~=", "===", "==")), near(r, text)
    if op in ("<", "<=", ">", ">=", "~="):
        wanted = wanted.split("+")[0]
    if op in ("==", "!=") and not r.randrange(4):
        wanted = release_of(wanted) + ".*"
    return op + wanted


def specifiers(r, text):
    return ",".join(specifier(r, text) for _ in range(r.choice((1, 1, 1, 2, 3))))


def constraint(r, text):
    """One of poetry's that is near the version TEXT"""
    def one():
        wanted = near(r, text).split("+")[0]
        release = release_of(wanted)
        return r.choice(("^" + release, "~" + release, release + ".*", wanted, "*", specifiers(r, text), specifier(r, text), specifier(r, text)))
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
    text = ""
    for number in range(r.choice((1, 1, 1, 2, 3))):
        text += r.choice((" and ", " or ")) if number else ""
        text += f"({marker(r, 1)})" if not depth and not r.randrange(8) else comparison(r)
    return text


def specifiers_question(r, name):
    has = version(r)
    text = specifiers(r, has)
    return {"name": name, "version": has, "text": text, "line": name + text}


def constraint_question(r, name):
    has = version(r)
    text = constraint(r, has)
    return {"name": name, "version": has, "text": text, "line": f'{name} = "{text}"'}


def marker_question(r, name):
    text = marker(r)
    return {"name": name, "marker": text, "line": f"{name}; {text}"}


# ---- who answers: the answers to QUESTIONS about the environment in WHERE -----------------


def by_program(python, code, where, questions):
    done = subprocess.run([python, "-c", code], cwd=where, input=json.dumps(questions), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def by_pip(where, questions):
    """The packaging of the pip that came with Python"""
    return by_program(python_with_pip(), PACKAGING.format("pip._vendor.packaging"), where, questions)


def by_newest_packaging(where, questions):
    return by_program(programs("uv") / "python", PACKAGING.format("packaging"), where, questions)


def by_poetry(where, questions):
    return by_program(programs("poetry") / "python", POETRY, where, questions)


def by_uv(where, questions):
    """A dry run for each line: what is satisfied, or does not count, is not looked for in an index that is empty."""
    for question in questions:
        line = f"nobody-has-this-{question['line']}" if "marker" in question else question["line"]
        done = run([tool("uv"), "pip", "install", "--dry-run", "--no-index", "--python", where / ".venv/bin/python", line], where)
        refused = re.search(r"Failed to parse|error: unexpected|Expected", done.stderr)
        yield None if refused else ("marker" in question) != (done.returncode == 0)


def by_avenv(where, questions, file):
    head = "" if file == "requirements.txt" else "[tool.poetry]\nname = 'p'\nversion = '1'\npackage-mode = false\n[tool.poetry.dependencies]\n"
    (where / file).write_text(head + "".join(each["line"] + "\n" for each in questions))
    _, differ, unjudged, text = checked(where, *([] if head else ["-r", file]))
    if any(each.startswith("! ") for each in differ):
        raise ValueError(text)
    for question in questions:
        # A line that is no requirement has no name: check shows all of it.
        if unjudged & {question["name"], key(question["line"])}:
            yield None
        else:
            yield (question["name"] in differ) == ("marker" in question)


# ---- what is compared ---------------------------------------------------------------


def verdict(tools, avenv):
    """The word, as oracle.COLUMNS has it, for the answers of TOOLS, a list, and of AVENV."""
    known = {each for each in tools if each is not None}
    if avenv is None:
        return "refused by all" if not known else "not judged" if len(known) == 1 else "the tools differ, not judged"
    return "agree" if known == {avenv} else "DIFFERENT"


def ask(title, question_of, file, tools, most=N, floor=.9):
    """MOST questions, which QUESTION_OF makes of random numbers and a name, as lines of FILE; TOOLS: {name: who answers}"""
    tally = Tally(title, floor)
    questions = [question_of(rng(title, number), f"a{number}") for number in range(most)]
    with scratch() as base:
        where = Path(base)
        site = bare_env(where / ".venv")
        for each in questions:
            if "version" in each:
                installed(site, each["name"], each["version"])
        of_tools = zip(*(answer(where, questions) for answer in tools.values()), strict=True)
        for question, answers, avenv in zip(questions, of_tools, by_avenv(where, questions, file), strict=True):
            words = " ".join(f"{name}={each}" for name, each in {**dict(zip(tools, answers)), "avenv": avenv}.items())
            word = verdict(answers, avenv)
            tally.add(word, f"{question['line']}   {question.get('version', '')}   {words}" if word == "DIFFERENT" else None)
    tally.tell()


def specifiers_and_markers(specified, marked, most=N):
    """What these tools know about specifiers and about markers."""
    ask("specifiers", specifiers_question, "requirements.txt", specified, most)
    ask("markers", marker_question, "requirements.txt", marked, most * 2, .5)


PIP = {"pip": by_pip}


def main():
    if not tool("uv") or not tool("poetry"):
        return skip("specifiers and markers", "uv and poetry could not be fetched")
    all_but_poetry, poetry = {**PIP, "packaging": by_newest_packaging, "uv": by_uv}, {"poetry": by_poetry}
    specifiers_and_markers(all_but_poetry, {**all_but_poetry, **poetry})
    ask("poetry's constraints", constraint_question, "pyproject.toml", poetry, N * 3)
