#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 11 12 13 15 16 20 21 45 70 81 83 84
"""nushell: the stories of bash, zsh and fish; docs/shells.md says what it cannot do."""

from harness import LINE, check, story, test
from more import NOTHING, QUOTED, STORIES, everywhere, tab, tell

story("`cd x; command` uses x's environment, and the status is the command's own", "p q",
    "cd p; marker            => p  == p/.venv",
    "cd ../q; marker         => q  == q/.venv",
    "sh -c 'exit 7'",
    "echo $?                 == 7",
    "avenv activate nowhere  ??",
    "echo $?                 == 1", kinds=("nu",))


@test("a script is left alone, also one that reads the startup file", kinds=("nu",))
def script(w):
    w.make("p")
    code = f"cd {w.home}/p; print ($env.VIRTUAL_ENV? | default none) (which marker avenv | length)"
    for words in (("-c", LINE["nu"].replace("avenv hook", f"{w.bin}/avenv hook") + "\n" + code), ("-l", "-c", code)):
        check(w.ran(*words), ("none\n1\n", "", 0), "output")


tab("nu", menus=(*NOTHING, QUOTED[2]))
everywhere("nu", ("--config", "{}/.config/nushell/config.nu"))
tell("nu", STORIES)
