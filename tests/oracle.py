#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How two environments differ that were made at one place, one after the other.

usage: oracle.py [--compile] THEIRS OURS

Names, types, modes, the targets of links and the bytes of files are compared; each
difference is a line, and any is exit status 1. Bytecode is not: .pyc files, what is a
__pycache__ without them, and the rows of a RECORD that name them are left out.

--compile: RECORD counts as a whole, and so do the names of the .pyc files and what
their first bytes say; those of OURS must be of the sources that lie there.
"""

import os
import stat
import sys

# What Python 3.7 begins with; before, a .pyc has no flags.
FLAGS_SINCE = 3390
# How many differences a reader wants to see.
SHOWN = 20

KINDS = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "link",
}


def kind(info):
    return KINDS.get(stat.S_IFMT(info.st_mode), "something else")


def tree(root):
    """Every name in and below ROOT, "." itself too, and what lstat says of it."""
    found = {".": os.lstat(root)}
    for top, dirs, files in os.walk(root, onerror=stop):
        for name in dirs + files:
            path = os.path.join(top, name)
            found[os.path.relpath(path, root)] = os.lstat(path)
    return found


def stop(error):
    raise error


def without_bytecode(found):
    kept = {name: info for name, info in found.items() if not name.endswith(".pyc")}
    parents = {os.path.dirname(name) for name in kept}
    return {
        name: info
        for name, info in kept.items()
        if os.path.basename(name) != "__pycache__" or name in parents
    }


def read(root, name):
    with open(os.path.join(root, name), "rb") as file:
        return file.read()


def is_record(name):
    return name.endswith(".dist-info" + os.sep + "RECORD")


def rows_without_bytecode(data):
    return b"\r\n".join(
        row for row in data.split(b"\r\n") if not row.split(b",")[0].endswith(b".pyc")
    )


def first_difference(theirs, ours):
    """The number of the first line that differs, and both."""
    a, b = theirs.split(b"\n"), ours.split(b"\n")
    for number, (x, y) in enumerate(zip(a, b), 1):
        if x != y:
            return "line %d: %r, ours %r" % (number, x[:200], y[:200])
    return "%d lines, ours %d" % (len(a), len(b))


class Header:
    """The first bytes of a .pyc file."""

    def __init__(self, data):
        self.magic = data[:4]
        rest = data[4:]
        self.flags = b""
        if int.from_bytes(self.magic[:2], "little") >= FLAGS_SINCE:
            self.flags, rest = rest[:4], rest[4:]
        self.mtime = int.from_bytes(rest[:4], "little")
        self.size = int.from_bytes(rest[4:8], "little")

    def is_of(self, source):
        info = os.stat(source)
        return (self.mtime, self.size) == (
            int(info.st_mtime) & 0xFFFFFFFF,
            info.st_size & 0xFFFFFFFF,
        )


def source_of(name):
    """a/__pycache__/b.cpython-311.pyc is of a/b.py."""
    directory, base = os.path.split(name)
    return os.path.join(os.path.dirname(directory), base.split(".")[0] + ".py")


def compare_pyc(theirs, ours, name):
    a, b = Header(read(theirs, name)), Header(read(ours, name))
    if (a.magic, a.flags) != (b.magic, b.flags):
        yield "%s: begins with %r, ours with %r" % (name, (a.magic, a.flags), (b.magic, b.flags))
    if not b.is_of(os.path.join(ours, source_of(name))):
        yield "%s: is not of the source that lies there" % name


def compare_file(theirs, ours, name, bytecode):
    if name.endswith(".pyc"):
        yield from compare_pyc(theirs, ours, name)
        return
    a, b = read(theirs, name), read(ours, name)
    if is_record(name) and not bytecode:
        a, b = rows_without_bytecode(a), rows_without_bytecode(b)
    if a != b:
        yield "%s: %s" % (name, first_difference(a, b))


def compare_entry(theirs, ours, name, a, b, bytecode):
    if kind(a) != kind(b):
        yield "%s: a %s, ours a %s" % (name, kind(a), kind(b))
        return
    if stat.S_ISLNK(a.st_mode):
        to, our_to = (os.readlink(os.path.join(root, name)) for root in (theirs, ours))
        if to != our_to:
            yield "%s: leads to '%s', ours to '%s'" % (name, to, our_to)
        return
    if a.st_mode != b.st_mode:
        yield "%s: mode %04o, ours %04o" % (name, stat.S_IMODE(a.st_mode), stat.S_IMODE(b.st_mode))
    if stat.S_ISREG(a.st_mode):
        yield from compare_file(theirs, ours, name, bytecode)


def compare(theirs, ours, bytecode=False):
    a, b = tree(theirs), tree(ours)
    if not bytecode:
        a, b = without_bytecode(a), without_bytecode(b)
    for name in sorted(a.keys() | b.keys()):
        if name not in b:
            yield "%s: not in ours" % name
        elif name not in a:
            yield "%s: in ours alone" % name
        else:
            yield from compare_entry(theirs, ours, name, a[name], b[name], bytecode)


def main(args):
    bytecode = args[:1] == ["--compile"]
    theirs, ours = args[bytecode:]
    differences = list(compare(theirs, ours, bytecode))
    for line in differences[:SHOWN]:
        print(line)
    if differences[SHOWN:]:
        print("and %d more" % len(differences[SHOWN:]))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
