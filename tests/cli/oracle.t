#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47 55 78 79
"""The questions of proof/oracle.t that need no network, with the system's Python alone, from one seed.
The lines of found.txt about a file of a project: check.t."""

import os
import sys

os.environ.setdefault("SEED", "1")
os.environ.setdefault("N", "12")
sys.path.insert(0, os.environ["SRCDIR"] + "/tests/oracle")
import create  # noqa: E402
import freeze  # noqa: E402
import lines  # noqa: E402
import oracle  # noqa: E402
import specifiers  # noqa: E402

specifiers.specifiers_and_markers(specifiers.PIP, specifiers.PIP, 300)
lines.main(50)
freeze.main()
create.main()
oracle.finish()
