#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Code lines of each room, then the largest files and functions.

A code line is neither blank nor a comment alone; one of more than 100 columns counts as
the lines it would take. Exits 1 where a file has more than 300 lines or a function more than
60, where a line of src or hooks, comments included, has more than 100 columns, and where a room
has more than 15 C files; commands has one a command.
"""

import ast
import os
import re
import subprocess
import sys

COLUMNS = 100
FILE_MAX, FUNCTION_MAX, FILES_MAX = 300, 60, 15
# In the order in which rooms include each other
ROOMS = [
    "src/core", "src/formats", "src/trust", "src/finders", "src/plan", "src/shell", "src/hook.c", "src/shim.c", "src/helper.c", "src/system",
    "src/print", "src/records", "src/context", "src/python", "src/installed", "src/declared", "src/lookup", "src/build",
    "src/up", "src/mend", "src/setup", "src/cli", "src/commands",
]
TOTALS = ["src", "hooks", "completions", "tests"]
RAW = ["src/avenv.1", "README.md", "docs/promises.md"]
CODE = re.compile(r"\.([ch]|py|sh|bash|zsh|fish|tcsh|elv|xsh|nu|t|pl)$|/[^./]+$")


def without_comments(path, lines):
    """The lines of PATH that are code, without their comments."""
    if path.endswith((".c", ".h")):
        text = re.sub(r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\')|/\*.*?\*/|//[^\n]*',
                      lambda m: m[1] or re.sub(r"[^\n]", "", m[0]), "\n".join(lines), flags=re.S)
        lines = text.split("\n")
    else:
        if path.endswith(".py") or "python" in lines[0]:
            for node in ast.walk(ast.parse("\n".join(lines))):
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                    lines[node.lineno - 1:node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
        lines = [line for line in lines if not line.lstrip().startswith("#")]
    return [line for line in lines if line.strip()]


def count(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        code = without_comments(path, file.read().split("\n"))
    return sum(-(-len(line.expandtabs(8)) // COLUMNS) for line in code)


def functions(path):
    """The length and name of each function, by the line that begins and the one that ends it."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    if path.endswith(".py") or "python" in lines[0]:
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef):
                yield node.end_lineno - node.lineno + 1, f"{path}: {node.name}"
        return
    c = path.endswith((".c", ".h"))
    start = name = None
    for number, line in enumerate(lines):
        called = re.match(r"[a-z].*?(\w+)\(" if c else r"(?:function )?(\w+)(?: ?\(\) [{(]|$)", line)
        name = called[1] if called else name
        if line == "{" if c else called and (line.endswith(("{", "(")) or path.endswith("fish")):
            start = number
        elif line in ("}", ")", "end") and start is not None:
            yield number - start + 1, f"{path}: {name}"
            start = None


def tree(*patterns):
    """The files of the tree, as git knows them or would."""
    out = subprocess.run(["git", "ls-files", "-zco", "--exclude-standard", *patterns], capture_output=True, check=True).stdout
    return [path for path in os.fsdecode(out).split("\0") if os.path.isfile(path)]


def problems(files):
    for name in ROOMS:
        c_files = sum(os.path.dirname(path) == name and path.endswith(".c") for path in files)
        if c_files > FILES_MAX and name != "src/commands":
            yield f"{name} has {c_files} C files; {FILES_MAX} are allowed"
    for path in files:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        if path.startswith(("src/", "hooks/")):
            yield from (f"{path}:{number} is wider than {COLUMNS} columns" for number, line in enumerate(lines, 1)
                        if len(line.expandtabs(8)) > COLUMNS)
        lengths = [(len(lines) - 1, path, FILE_MAX)]
        lengths += [(length, name, FUNCTION_MAX) for length, name in functions(path)]
        yield from (f"{name} has {length} lines; {most} are allowed" for length, name, most in lengths if length > most)


def show(lines):
    print(f"{'room':<16} {'code lines':>10}")
    for name in ROOMS + TOTALS:
        print(f"{name:<16} {lines[name]:>10,}")
    for path in RAW:
        print(f"{path:<16} {lines[path]:>10,}  raw lines")


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    files = {path: count(path) for path in tree("src", "hooks", "completions", "tests")
             if CODE.search(path) and not re.search(r"/(corpus|crash|dict)/|\.(md|out|txt|1)$", path)}
    lines = {}
    for path, code in files.items():
        top, room = path.split("/")[0], os.path.dirname(path)
        lines[top] = lines.get(top, 0) + code
        for name in (room, path):
            if name in ROOMS:
                lines[name] = lines.get(name, 0) + code
    for path in RAW:
        with open(path, encoding="utf-8") as file:
            lines[path] = file.read().count("\n")
    show(lines)
    print("\nlargest files, in code lines")
    for path in sorted(files, key=files.get, reverse=True)[:8]:
        print(f"  {files[path]:>5}  {path}")
    print("largest functions, in lines")
    for length, name in sorted((f for path in files for f in functions(path)), reverse=True)[:8]:
        print(f"  {length:>5}  {name}")
    wrong = list(problems(files))
    for line in wrong:
        print(f"size: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
