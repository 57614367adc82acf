#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each room of src/ includes only the rooms below it, and no files include each other in a circle.

A header and the .c file of its name count as one file. Prints each fault and exits 1, or how many
files were checked and exits 0.
"""

import graphlib
import re
import sys
from pathlib import Path

# Section 10 of the design: a room includes only rooms named before it.
HELPER = ("core", "finders", "shell", "hook.c")
COMMAND = ("core", "finders", "shell", "system", "print", "records", "known", "python", "build",
           "installed", "mend", "setup", "command", "commands")
# src/system may not include src/shell
NOT_BELOW = {("system", "shell")}
LIBRARIES = re.compile(r"(readline|bsd)/|sha2\.h|archive|jansson\.h|pthread\.h|cmocka|libdeflate")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]*)[">]', re.M)


def may_include(room, other):
    order = HELPER if room in HELPER else COMMAND
    return room == other or (other in order and order.index(other) < order.index(room)
                             and (room, other) not in NOT_BELOW)


def read_includes():
    """{file: [(bracket, name)]} of all of src/."""
    includes = {}
    for path in sorted(map(str, Path("src").rglob("*.[ch]"))):
        with open(path, encoding="utf-8") as file:
            includes[path] = INCLUDE.findall(file.read())
    return includes


def layer_faults(includes):
    for path, names in includes.items():
        room = path.split("/")[1]
        if room not in HELPER + COMMAND:
            yield f"{path}: '{room}' is no room of section 10"
            continue
        for kind, name in names:
            other = name.split("/")[0]
            if f"src/{name}" in includes:
                if not may_include(room, other):
                    yield f"{path} includes {name}: {other} is not below {room}"
            elif kind == '"':
                yield f"{path} includes {name}, which is not in src/"
            elif room in HELPER and LIBRARIES.match(name):
                yield f"{path} includes <{name}>: only the command uses libraries"


def circle(includes):
    """The files of a circle, if there is one."""
    graph = {}
    for path, names in includes.items():
        others = {name[:-2] for _, name in names if f"src/{name}" in includes}
        graph.setdefault(path[4:-2], set()).update(others - {path[4:-2]})
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        names = sorted(set(error.args[1]))
        yield f"a circle of {len(names)} files: {' '.join(names)}"


files = read_includes()
wrong = [*sorted(layer_faults(files)), *circle(files)]
print("\n".join(wrong) or f"{len(files)} files: each room includes only rooms below it, no circles")
sys.exit(bool(wrong or not files))
