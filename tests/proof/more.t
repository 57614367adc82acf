#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 11 21 22 80
"""The stories that `make check` does not tell in the shells of docs/shells.md, as it would take too long."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from more import REST, tell  # noqa: E402

tell("elvish nu tcsh xonsh", REST)
