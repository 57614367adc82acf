#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 11 12 13 15 16 20 21 45 70 81 83 84
"""elvish: the stories of bash, zsh and fish; docs/shells.md says what it cannot do."""

from more import QUOTED, STORIES, everywhere, tab, tell

tab("elvish", menus=QUOTED)
everywhere("elvish")
tell("elvish", STORIES, {
    "by_hand: *stock activation*": "there is no activation script for elvish",
    "by_hand: turned on elsewhere by hand*": "there is no activation script for elvish",
    "enter: `cd x*": "elvish has no pushd",
    "enter: a link*": "elvish knows the real path only",
    "enter: $PWD stays*": "elvish knows the real path only",
    "enter: a script is left alone*": "elvish reads no startup file for a script, and its functions are not listed",
    "commands: move:*": "there is no activation script for elvish",
    "setup: a new shell and*": "elvish has no login shells",
    "inherit: a login shell*": "elvish has no startup file for a login",
})
