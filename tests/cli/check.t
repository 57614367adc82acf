#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 66 78
"""avenv check finds exactly the differences that check.txt says, and the command, in environments of metadata alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

AVENV = Path(os.environ["AVENV_BUILD_DIR"], "avenv")
CORPUS = Path(os.environ["SRCDIR"], "tests/cli/check.txt")
# What proof/oracle.t found: the kind of file, what is installed, the lines of the file, options, and what check finds.
FOUND = CORPUS.parents[1] / "oracle/found.txt"
HEADS = {
    "requirements": "-- requirements.txt",
    "poetry": '-- pyproject.toml\n[tool.poetry]\nname = "p"\npackage-mode = false\n[tool.poetry.dependencies]',
    "uv.lock": '-- uv.lock\nversion = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\n'
               'dependencies = [{ name = "a" }]',
    "files": "",
}
# Only their names tell: nothing is started.
SOURCES = Path(os.environ["SRCDIR"], "src/declared").glob("*.c")
TOOLS = (*(name for file in SOURCES for name in re.findall(r'^\t\.name = "(\w+)",$', file.read_text(), re.M)),
         "python3.11", "python3.12", "python3.13t")


def install(site, text):
    """A distribution: "a 1.0 (b>=1 | c)", behind it "@" for an editable or "%URL", "%." for a copy of the project."""
    parts = re.fullmatch(r"(\S+?)(?: ([^\s%@(]+))?(?: \((.*)\))?(@)?(?:%(\S+))?", text)
    name, version, requires, editable, url = parts.groups()
    info = site / f"{name}-{version or 1}.dist-info"
    info.mkdir()
    if not version:
        return
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {need.strip()}" for need in (requires or "").split("|") if need]
    info.joinpath("METADATA").write_text("\n".join([*lines, ""]))
    origin = {"url": url, "archive_info": {}}
    if editable or url == ".":
        origin = {"url": f"file://{site.parents[3]}", "dir_info": {"editable": True} if editable else {}}
    if editable or url:
        info.joinpath("direct_url.json").write_text(json.dumps(origin))


def write(directory, head, lines):
    name, *forms = head.split()
    path = directory / name.replace("%20", " ")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ("\r\n" if "crlf" in forms else "\n").join([*lines, ""])
    path.write_bytes(text.encode(next((form for form in forms if form != "crlf"), "utf-8")))


def found(directory, options):
    """The differences that check finds, in the words of the corpus; the command, and the exit status."""
    variables = dict(word.split("=", 1) for word in options if word[0] not in "-@" and "=" in word)
    words = [word for word in options if word.partition("=")[0] not in variables and word[0] != "@"]
    below = "".join(word[1:] for word in options if word[0] == "@")
    env = {**os.environ, "A_VERSION": "2", "AVENV_TRUST": str(directory),
           "PATH": f"{directory}/../tools:{os.environ['PATH']}", **variables}
    done = subprocess.run([AVENV, "check", "--json", *words], cwd=directory / below, capture_output=True, text=True,
                          timeout=30, env=env, check=False)
    if not done.stdout:
        return "! " + done.stderr.strip(), None, done.returncode
    answer = json.loads(done.stdout)
    words = [f"python={each['installed']}/{each['declared']}" for each in answer["python"]]
    words += [each["name"] + (f"={each['installed']}" if each["installed"] else "")
              for each in answer["differences"]]
    command = re.sub(r"\S*\.venv/bin/python -I -m pip", "pip", answer["command"] or "none")
    return " ".join(words + ["?" + each["name"] for each in answer["unjudged"]]), command, done.returncode


def wrong(directory, options, wanted, command):
    """What check finds where that is not as a case says; None: it is."""
    got, printed, status = found(directory, options.split())
    same = got == wanted
    if wanted.startswith("!"):
        same = len(wanted) > 2 and got.startswith("! ") and wanted[2:] in got
    right = status == (0 if not wanted or wanted.startswith("?") else 1)
    if same and right and command in ("", printed):
        return None
    return f"$ {options}\n# got:    {got}, exit {status}: {printed}\n# wanted: {wanted}: {command}"


def run(case, scratch):
    """Why a case is not as it says; None: it is."""
    directory = Path(scratch, "p")
    shutil.rmtree(directory, ignore_errors=True)
    site = directory / ".venv/lib/python3.11/site-packages"
    site.mkdir(parents=True)
    site.joinpath("../../../bin").mkdir()
    for name in ("python", "python3"):
        site.joinpath("../../../bin", name).symlink_to("/usr/bin/python3")
    directory.joinpath(".venv/pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    asked = re.compile(r"^(?:\$ ?(.*)\n)?=> ?(.*)\n(?:: (.*)\n)?", re.M)
    head, *files = re.split(r"^-- ", asked.sub("", case), flags=re.M)
    has = head.partition("installed:")[2].strip()
    for text in filter(None, re.findall(r"[^;(]+(?:\([^)]*\))?@?", has) if "(" in has else has.split("; ")):
        install(site, text.strip())
    for text in files:
        write(directory, *(lambda lines: (lines[0], lines[1:]))(text.rstrip("\n").split("\n")))
    asks = asked.findall(case)
    return next(filter(None, (wrong(directory, *ask) for ask in asks)), None if asks else "nothing is asked")


def main():
    cases = re.split(r"^== ", CORPUS.read_text(), flags=re.M)[1:]
    for line in FOUND.read_text().splitlines():
        if line.partition("\t")[0] in HEADS:
            kind, has, text, options, wanted = re.split(r"\s*\t+\s*", line)
            asked = f"$ {options.strip('-')}\n=> {wanted if wanted != '-' else ''}\n"
            lines = text.replace(" ;; ", "\n")
            cases.append(f"found: {kind} {text}\ninstalled: {has}\n{HEADS[kind]}\n{lines}\n{asked}")
    failed = 0
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "tools").mkdir()
        for tool in TOOLS:
            shutil.copy("/bin/false", Path(scratch, "tools", tool))
        for number, case in enumerate(cases, 1):
            title, _, rest = case.partition("\n")
            why = run(rest, scratch)
            failed += why is not None
            print(f"{'not ok' if why else 'ok'} {number} - {title}", *[f"# {why}"] * bool(why), sep="\n")
    sys.exit(failed > 0)


main()
