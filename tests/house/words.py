#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each function of src/ has a name of its own, so that grep and a debugger's breakpoint find one; no
comment of src/ begins with What, Of, That or Who. Prints each fault and exits 1, or the counts."""

import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"^(?!(?:typedef|struct \w+ =))[a-z][^;={}()#]*?\b\*?(\w+)\([^;{}]*\)\n\{", re.M)
COMMENT = re.compile(r"/\*+(.*?)\*/|^\s*//(.*)$", re.S | re.M)
START = re.compile(r"[\s*-]*(What|Of|That|Who)\b")

places, starts, comments = {}, [], 0
for path in sorted(Path("src").rglob("*.[ch]")):
    text = path.read_text()
    for found in FUNCTION.finditer(text):
        # Variants of one file are one; each program has a main().
        if found[1] != "main" and str(path) not in places.setdefault(found[1], []):
            places[found[1]].append(str(path))
    for found in COMMENT.finditer(text):
        comments += 1
        if START.match(found[1] or found[2] or ""):
            line = text.count("\n", 0, found.start()) + 1
            starts.append(f"{path}:{line}: a comment begins with {START.match(found[1] or found[2])[1]}")
twice = [f"{name}() is in {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1]
print("\n".join(twice + starts) or f"{len(places)} functions, {comments} comments")
sys.exit(bool(twice or starts or not places))
