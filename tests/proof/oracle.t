#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 28 78 97
"""Somebody who knows: random cases, of which the tool itself tells the answer. What differs is shrunk and printed, and the
last lines are a table of all.
SEED=1 N=100: the cases and how many; SHRINKS=6: how many are shrunk. Regressions: tests/oracle/found.txt, by cli/check.t."""

import fnmatch
import os
import sys

sys.path.insert(0, os.environ["SRCDIR"] + "/tests/oracle")
import create  # noqa: E402
import freeze  # noqa: E402
import lines  # noqa: E402
import oracle  # noqa: E402
import packages  # noqa: E402
import places  # noqa: E402
import specifiers  # noqa: E402

print(f"# SEED={oracle.SEED} N={oracle.N}", flush=True)
for each in (specifiers, lines, packages, places, freeze, create):
    if fnmatch.fnmatch(each.__name__, os.environ.get("TEST_CASE", "*")):
        each.main()
oracle.finish()
