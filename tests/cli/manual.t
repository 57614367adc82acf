#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 69
"""Manual and README know every command and option of the help, and name none that is not there.

The manual knows every key of the JSON as well. Completion prints what the help prints."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(os.environ["SRCDIR"])
AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
MANUAL = (ROOT / "src/avenv.1").read_text()
COMMON = {"-q", "--quiet", "--help"}
count = failed = 0


def tap(good, title, *why):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {title}")
    print("".join(f"# {line}\n" for line in why if not good), end="")


def same(got, want, title):
    """Two sets are the same."""
    tap(got == want, title, f"not there: {sorted(got - want)}", f"missing: {sorted(want - got)}")


def output(*argv, **env):
    return subprocess.run(argv, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **env}).stdout


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


def section(title):
    return MANUAL.split(f"\n.Sh {title}\n")[1].split("\n.Sh ")[0]


def check_manual():
    found = set()
    for part in ("\n" + section("COMMANDS")).split("\n.Ss ")[1:]:
        title, body = part.split("\n", 1)
        items = "\n".join(re.findall(r"^\.(?:It|D1) .*", body, re.M))
        flags = re.findall(r"Fl (\S+)(?: , (-\S+))?", items)
        options = {"-" + flag for pair in flags for flag in pair if flag} | COMMON
        for name in title.split(", "):
            found.add(name)
            same(options, TABLE.get(name, set()), f"manual: options of '{name}'")
    same(found, NAMES, "manual: a section for each command")


def check_readme():
    text = (ROOT / "README.md").read_text()
    code = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text) + re.findall(r"`([^`\n]+)`", text)
    told, wrong = set(re.findall(r"(?m)^[a-z]+", "\n".join(code))), set()
    for line in "\n".join(code).splitlines():
        call = r"(?<![\w.@-])avenv +(?:-C +\S+ +|-q +)*([a-z]+)([^|;()`#]*)"
        for name, rest in re.findall(call, line):
            told.add(name)
            options = set(re.findall(r" (--[a-z-]+)", rest)) if name != "run" else set()
            if not options <= TABLE.get(name, set()) or name not in TABLE:
                wrong.add(line)
    tap(not wrong, "README: each command and option in it is there", *wrong)
    told |= {name for name in NAMES for other in told & NAMES if TABLE[name] is TABLE[other]}
    same(NAMES & told, NAMES, "README: each command is in it")


def check_json(home):
    os.environ["HOME"] = home
    os.chdir(home)
    output(AVENV, "-q", "create", "--without-pip")
    info = next(Path(".venv/lib").iterdir()) / "site-packages/x-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y\n")
    for command in "status", "list", "env", "pythons", "doctor", "packages", "packages --tree":
        text = output(AVENV, *command.split(), "--json")
        found = {key for key in re.findall(r'"(\w+)":', text) if not key.isupper()}
        known = set(re.findall(r"[A-Za-z_]+", section("JSON OUTPUT")))
        tap(found and found <= known, f"manual: the keys of '{command} --json'", found - known)


check_manual()
check_readme()
with tempfile.TemporaryDirectory() as place:
    check_json(place)
print(f"1..{count}")
raise SystemExit(failed > 0)
