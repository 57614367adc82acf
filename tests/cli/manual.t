#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 69
"""Manual, README and docs/ know every command, option and argument of the help, and name none that is not there.

docs/json.md knows every key of the JSON, and its tables name no other."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(os.environ["SRCDIR"])
AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
MANUAL = (ROOT / "src/avenv.1").read_text()
COMMON = {"-q", "--quiet", "-h", "--help"}
results = []


def tap(good, title, *why):
    results.append(good)
    print(f"{'ok' if good else 'not ok'} {len(results)} - {title}", *(f"# {line}" for line in why if not good), sep="\n")


def same(got, want, title):
    """Two sets are the same."""
    tap(got == want, title, f"not there: {sorted(got - want)}", f"missing: {sorted(want - got)}")


def output(*argv, **env):
    return subprocess.run(argv, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **env}).stdout


def arguments(command):
    """The arguments of COMMAND and of its options in the help, but for OPTION."""
    usage, _, rest = output(AVENV, command, "--help").partition("\n")
    return set(re.findall(r"\b[A-Z]{2,}\b", "\n".join([usage, *re.findall(r"(?m)^  .{4}--\S+ [A-Z]+", rest)]))) - {"OPTION"}


def read_table():
    """{command or alias: its options}; an alias has the set of its command."""
    table = {}
    for names in re.findall(r"(?m)^  ([a-z]+(?:, [a-z]+)*)  ", output(AVENV, "help")):
        text = output(AVENV, names.split(",")[0], "--help")
        lines = re.findall(r"(?m)^  (?:  )?(-\w)?(?:, |  )(--[\w-]+)", text)
        table.update(dict.fromkeys(names.split(", "), {word for pair in lines for word in pair if word}))
    return table


TABLE = read_table()
NAMES = set(TABLE)


def check_manual():
    found = set()
    commands = MANUAL.split("\n.Sh COMMANDS\n")[1].split("\n.Sh ")[0]
    for part in ("\n" + commands).split("\n.Ss ")[1:]:
        title, body = part.split("\n", 1)
        items = "\n".join(re.findall(r"^\.(?:It|D1) .*", body, re.M))
        options = {"-" + flag for flag in re.findall(r"Fl (\S+)", items)} | COMMON
        wanted = set().union(*map(arguments, title.split(", ")))
        same(set(re.findall(r"\b[A-Z]{2,}\b", items)) - {"OPTION"}, wanted, f"manual: arguments of '{title}'")
        for name in title.split(", "):
            found.add(name)
            same(options, TABLE.get(name, set()), f"manual: options of '{name}'")
    same(found, NAMES, "manual: a section for each command")


def code_of(page):
    """The lines of PAGE that are code."""
    text = page.read_text()
    blocks = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)]).splitlines()


def check_page(page):
    """Each command and option that PAGE tells to type is there. Returns the commands."""
    told, wrong = set(), set()
    for line in code_of(page):
        call = r"(?<![\w.@-])avenv +(?:-C +\S+ +|-q +)*([a-z]+)([^|;()`#]*)"
        for name, rest in re.findall(call, line):
            told.add(name)
            options = set(re.findall(r" (--[a-z-]+)", rest)) if name != "run" else set()
            if not options <= TABLE.get(name, set()) or name not in TABLE:
                wrong.add(line)
    tap(not wrong, f"{page.name}: each command and option in it is there", *wrong)
    return told


def check_pages():
    told = check_page(ROOT / "README.md") | {"deactivate"}
    for page in sorted(ROOT.glob("docs/*.md")):
        if page.name != "changes.md":
            more = check_page(page)
            told |= more if page.name in ("commands.md", "install.md") else set()
    told |= {name for name in NAMES for other in told & NAMES if TABLE[name] is TABLE[other]}
    same(NAMES & told, NAMES, "README, commands.md, install.md: each command is in one of them")


def check_json(home):
    os.environ["HOME"] = home
    os.chdir(home)
    output(AVENV, "-q", "create", "--without-pip")
    # A pip that cannot start is a finding of doctor's.
    Path(".venv/bin/pip").touch()
    info = next(Path(".venv/lib").iterdir()) / "site-packages/x-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y\n")
    Path("requirements.txt").write_text("y\n")
    for title, text in re.findall(r"(?ms)^## avenv (.*?) --json\n(.*?)(?=^## |\Z)", (ROOT / "docs/json.md").read_text()):
        more = {"list": ["list --size"]}.get(title, [])
        shown = "".join(output(AVENV, *command.split(), "--json") for command in [title, *more])
        found = {key for key in re.findall(r'"(\w+)":', shown) if not key.isupper()} - {"schema"}
        keys = set(re.findall(r"`(\w+)`", "".join(re.findall(r"(?m)^\| (`[^|]*`) \|", text.split("| id |")[0]))))
        known = set(re.findall(r"`(\w+)`", text))
        tap(found <= known and keys <= found, f"json.md: the keys of '{title} --json'", found - known, keys - found)


check_manual()
check_pages()
with tempfile.TemporaryDirectory() as place:
    check_json(place)
print(f"1..{len(results)}")
raise SystemExit(not all(results))
