#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 21 22 80
"""What tests/hook/idle.t counts, in the shells of docs/shells.md: to trace these takes long."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from more import tell  # noqa: E402

tell("elvish nu tcsh xonsh", ["../hook/idle"], {})
