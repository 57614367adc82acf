#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 11 12 13 15 16 20 21 45 70 81 83 84
"""elvish: the stories of bash, zsh and fish; docs/shells.md says what it cannot do."""

from more import QUOTED, STORIES, everywhere, tab, tell

tab("elvish", menus=QUOTED)
everywhere("elvish")
tell("elvish", STORIES)
