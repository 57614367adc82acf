#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each room of src/ includes only the rooms below it, links with those alone, and calls no banned
function; no files include each other in a circle.

A header and the .c file of its name count as one file. Symbols are read from the objects of the
build. Prints each fault and exits 1, or how many files were checked and exits 0.
"""

import graphlib
import os
import re
import subprocess
import sys
from pathlib import Path

# As in src/README.md: a room includes only rooms named before it.
HELPER = ("core", "formats", "trust", "finders", "plan", "shell", "helper.h", "helper.c", "shim.h", "shim.c", "hook.c")
COMMAND = ("core", "formats", "trust", "finders", "plan", "shell", "system", "print", "records", "context",
           "python", "installed", "declared", "lookup", "build", "up", "mend", "setup", "cli", "commands")
# src/system may not include src/shell
NOT_BELOW = {("system", "shell")}
LIBRARIES = re.compile(r"(readline|bsd)/|sha2\.h|archive|jansson\.h|pthread\.h|cmocka|libdeflate")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]*)[">]', re.M)
# The table of commands is in cli, the commands are behind it.
UPWARDS = re.compile(r"cli/\w+\.o cmd_\w+")
MAIN = "cli/main.o"
# They write without a bound, keep a hidden state, start a shell, or look twice.
BANNED = re.compile(r"_*(strcpy|strcat|strncpy|strncat|strtok|v?sprintf|gmtime|localtime|ctime|mktemp|system"
                    r"|popen|atoi|atol|putenv|access|vfork)(_chk)?")
OBJECTS = os.path.join(os.environ.get("AVENV_BUILD_DIR", "out/release"), "obj")

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
            yield f"{path}: '{room}' is no room of src/README.md"
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


def read_symbols():
    """{object's file in src/: (the symbols that it defines, those that it needs)}."""
    symbols = {}
    objects = [f"{OBJECTS}/{path.parent.name}/{path.stem}.o" for path in Path("src").glob("*/*.c")]
    objects += [next(Path(OBJECTS).parent.glob(f"*/{path.stem}.o")) for path in Path("src").glob("*.c")]
    out = subprocess.run(["nm", "-A", *objects], capture_output=True, check=True, text=True).stdout
    for path, kind, name in re.findall(r"^(.*?\.o):[0-9a-f ]* ([A-Za-z]) (\S+)$", out, re.M):
        defines, needs = symbols.setdefault(os.path.relpath(path, OBJECTS), (set(), set()))
        if kind in "TDBRVW":
            defines.add(name)
        elif kind == "U":
            needs.add(name)
    return symbols


def symbol_faults(symbols):
    room_of = {name: path.split("/")[0] for path, (defines, _) in symbols.items() if path[0] != "." for name in defines}
    for path, (_, needs) in symbols.items():
        # hook.o is of hook.c, beside the rooms.
        room = os.path.basename(path)[:-1] + "c" if path.startswith("..") else path.split("/")[0]
        for name in sorted(needs):
            if path != MAIN and name in symbols[MAIN][0]:
                yield f"{path} needs {name}(), which is in the program and not in its library"
            if not may_include(room, room_of.get(name, room)) and not UPWARDS.fullmatch(f"{path} {name}"):
                yield f"{path} needs {name}(): {room_of[name]} is not below {room}"
            if BANNED.fullmatch(name):
                yield f"{path} calls {name}(), which is banned"


files, objects = read_includes(), read_symbols()
wrong = [*sorted(layer_faults(files)), *circle(files), *symbol_faults(objects)]
print("\n".join(wrong) or f"{len(files)} files, {len(objects)} objects: each room needs only rooms below it, no circles")
sys.exit(bool(wrong or not files or not objects))
