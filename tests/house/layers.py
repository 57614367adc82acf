#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each room of src/ includes only the rooms below it, and libraries belong to the command."""

import glob
import os
import re
import sys

# The rooms that each room may include beside itself
BELOW = {"core": (), "shell": ("core",), "hook.c": ("core", "shell"), "cli": ("core", "shell")}
LIBRARIES = re.compile(r"(readline|bsd|nettle)/|archive|jansson\.h|pthread\.h|cmocka")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]*)[">]', re.M)


def problems():
    for path in glob.glob("src/**/*.[ch]", recursive=True):
        room = path.split("/")[1]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for kind, name in INCLUDE.findall(text):
            other = name.split("/")[0]
            if os.path.exists(f"src/{name}"):
                if other != room and other not in BELOW[room]:
                    yield f"{path} includes {name}: {room} knows only {', '.join(BELOW[room]) or 'itself'}"
            elif kind == '"':
                yield f"{path} includes {name}, which is not in src/"
            elif room != "cli" and LIBRARIES.match(name):
                yield f"{path} includes <{name}>: only the command uses libraries"


wrong = sorted(problems())
print("\n".join(wrong))
sys.exit(bool(wrong))
