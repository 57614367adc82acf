#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print how two environments differ that were made at one path, one after the other.

usage: oracle.py THEIRS OURS

The comparison covers names, types, modes, link targets and the bytes of files. Each
difference is one line, and exit status 1. Bytecode does not count: .pyc files, a
__pycache__ that holds nothing else, and the rows of a RECORD for them are left out. Nor does
a .gitignore in OURS alone: Python writes it since 3.13, avenv for every Python.
"""

import os
import stat
import sys

GITIGNORE = b"# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n"
KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "link"}


def kind(info):
    return KINDS.get(stat.S_IFMT(info.st_mode), "something else")


def stop(error):
    raise error


def tree(root):
    """Every name in ROOT with its lstat, "." included, bytecode left out."""
    found = {".": os.lstat(root)}
    for top, dirs, files in os.walk(root, onerror=stop):
        for name in dirs + files:
            path = os.path.join(top, name)
            if not name.endswith(".pyc"):
                found[os.path.relpath(path, root)] = os.lstat(path)
    parents = {os.path.dirname(name) for name in found}
    return {
        name: info
        for name, info in found.items()
        if os.path.basename(name) != "__pycache__" or name in parents
    }


def read(root, name):
    """The bytes of a file; of a RECORD without the rows for bytecode."""
    with open(os.path.join(root, name), "rb") as file:
        data = file.read()
    if not name.endswith(".dist-info/RECORD"):
        return data
    rows = data.split(b"\r\n")
    return b"\r\n".join(row for row in rows if not row.split(b",")[0].endswith(b".pyc"))


def first_difference(theirs, ours):
    a, b = theirs.split(b"\n"), ours.split(b"\n")
    for number, (x, y) in enumerate(zip(a, b), 1):
        if x != y:
            return "line %d: %r, ours %r" % (number, x[:200], y[:200])
    return "%d lines, ours %d" % (len(a), len(b))


def compare_entry(roots, name, a, b):
    if kind(a) != kind(b):
        yield "%s: a %s, ours a %s" % (name, kind(a), kind(b))
    elif stat.S_ISLNK(a.st_mode):
        to, our_to = (os.readlink(os.path.join(root, name)) for root in roots)
        if to != our_to:
            yield "%s: leads to '%s', ours to '%s'" % (name, to, our_to)
    elif a.st_mode != b.st_mode:
        yield "%s: mode %04o, ours %04o" % (name, stat.S_IMODE(a.st_mode), stat.S_IMODE(b.st_mode))
    elif stat.S_ISREG(a.st_mode):
        data, our_data = (read(root, name) for root in roots)
        if data != our_data:
            yield "%s: %s" % (name, first_difference(data, our_data))


def compare(theirs, ours):
    a, b = tree(theirs), tree(ours)
    for name in sorted(a.keys() | b.keys()):
        if name not in b:
            yield "%s: not in ours" % name
        elif name not in a:
            if name != ".gitignore" or read(ours, name) != GITIGNORE:
                yield "%s: in ours alone" % name
        else:
            yield from compare_entry((theirs, ours), name, a[name], b[name])


if __name__ == "__main__":
    differences = list(compare(*sys.argv[1:]))
    print("\n".join(differences[:20]))
    sys.exit(bool(differences))
