#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and first words. Each function of src/ has a name of its own, so that grep and a debugger's
breakpoint find one; a header's guard is its file's name; no comment of the tree begins with What, Of,
That or Who. Prints each fault and exits 1, or the counts."""

import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"^(?!(?:typedef|struct \w+ =))[a-z][^;={}()#]*?\b\*?(\w+)\([^;{}]*\)\n\{", re.M)
COMMENT = {True: re.compile(r"/\*+(.*?)\*/|^\s*//(.*)$", re.S | re.M), False: re.compile(r"(?:^|\s)#+ (.*)()$", re.M)}
START = re.compile(r"[\s*-]*(What|Of|That|Who)\b")
GUARD = re.compile(r"^#ifndef (\w+)", re.M)

places, faults, comments = {}, [], 0
for path in sorted(p for room in ("src", "tests", "build", "hooks", "completions") for p in Path(room).rglob("*")):
    if not path.is_file() or path.suffix in (".patch", ".pyc", ".1", ".md"):
        continue
    text, is_c = path.read_text(errors="replace"), path.suffix in (".c", ".h")
    for found in COMMENT[is_c].finditer(text):
        comments += 1
        if START.match(found[1] or found[2] or ""):
            line = text.count("\n", 0, found.start()) + 1
            faults.append(f"{path}:{line}: a comment begins with {START.match(found[1] or found[2])[1]}")
    if not is_c or path.parts[0] != "src":
        continue
    guard = "AVENV_" + path.stem.upper() + "_H"
    if path.suffix == ".h" and GUARD.search(text)[1] != guard:
        faults.append(f"{path}: the guard is not {guard}")
    for found in FUNCTION.finditer(text):
        # Variants of one file are one; each program has a main().
        if found[1] != "main" and str(path) not in places.setdefault(found[1], []):
            places[found[1]].append(str(path))
faults += [f"{name}() is in {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1]
print("\n".join(faults) or f"{len(places)} functions, {comments} comments")
sys.exit(bool(faults or not places))
