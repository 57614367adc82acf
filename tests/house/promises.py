#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each test names promises of tests/promises.md, and each of those has a test."""

import os
import re
import subprocess
import sys

# About the tree, not about what it does
OF_TREE = re.compile(r"tests/house/|tests/proof/(asan|compilers|mutants|mutation)\.t")
TEST = re.compile(r"tests/(?:unit|fuzz)/\w+\.c|tests/\w+/[\w-]+\.t")


def tests():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "tests"],
                         capture_output=True, check=True, text=True).stdout
    return [path for path in out.split("\n") if TEST.fullmatch(path) and os.path.exists(path)]


def named(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        found = re.search(r"^(?:#| \*|/\*) Promises: (.*?)(?: \*/)?$", file.read(2000), re.M)
    return found[1].split() if found else []


def main():
    with open("tests/promises.md", encoding="utf-8") as file:
        promises = re.findall(r"^(\d+)\. ", file.read(), re.M)
    held, wrong = set(), []
    for path in tests():
        numbers = named(path)
        wrong += [f"{path} names no promise"] if not numbers and not OF_TREE.match(path) else []
        wrong += [f"{path} names promise {n}, which is not there" for n in numbers if n not in promises]
        held.update(numbers)
    wrong += [f"promise {n} has no test" for n in promises if n not in held]
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
