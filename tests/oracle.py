#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print how two environments differ that were made at one path, one after the other.

usage: oracle.py THEIRS OURS

The comparison covers names, types, modes, link targets and the bytes of files. Each
difference is one line, and exit status 1. Bytecode does not count: .pyc files, a
__pycache__ that holds nothing else, and the rows of a RECORD for them are left out. Nor does
a .gitignore in OURS alone: Python writes it since 3.13, avenv for every Python."""

import os
import stat
import sys

GITIGNORE = b"# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n"


def entry(path):
    """(type and mode, lines)"""
    info = os.lstat(path)
    if stat.S_ISLNK(info.st_mode):
        return "link", [os.fsencode(os.readlink(path))]
    lines = []
    if stat.S_ISREG(info.st_mode):
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
        if path.endswith(".dist-info/RECORD"):
            lines = [line for line in lines if not line.split(b",")[0].endswith(b".pyc")]
    return stat.filemode(info.st_mode), lines


def stop(error):
    raise error


def tree(root):
    """{name: entry}, "." included."""
    paths = [root] + [os.path.join(top, name) for top, dirs, files in os.walk(root, onerror=stop)
                      for name in dirs + files if not name.endswith(".pyc")]
    parents = {os.path.dirname(path) for path in paths}
    return {os.path.relpath(path, root): entry(path) for path in paths
            if os.path.basename(path) != "__pycache__" or path in parents}


def compare(theirs, ours):
    for name in sorted(theirs.keys() | ours.keys()):
        a, b = theirs.get(name, ("nothing", [])), ours.get(name, ("nothing", []))
        if a[0] != b[0] and (name, a[0], b"\n".join(b[1])) != (".gitignore", "nothing", GITIGNORE):
            yield f"{name}: {a[0]}, ours {b[0]}"
        elif a[0] == b[0] and a[1] != b[1]:
            number = next((n for n, (x, y) in enumerate(zip(a[1], b[1])) if x != y), min(len(a[1]), len(b[1])))
            yield f"{name}: line {number + 1}: {a[1][number:number + 1]!r:.200}, ours {b[1][number:number + 1]!r:.200}"


differences = list(compare(*map(tree, sys.argv[1:3])))
print("\n".join(differences[:20]))
sys.exit(bool(differences))
