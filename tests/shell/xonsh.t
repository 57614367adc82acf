#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 11 12 13 15 16 20 21 45 70 81 83 84
"""xonsh: the stories of bash, zsh and fish; docs/shells.md says what it cannot do."""

from harness import check, one_line, story, test
from more import STORIES, everywhere, script, tab, tell


@test("an older xonsh: one line at its start, and no environment", kinds=("xonsh",))
def older(w):
    w.make("p")
    sh = w.shell(greets=True, before="import xonsh; xonsh.__version__ = '0.13.4'")
    one_line(sh.greeting, "xonsh 0.25", "0.13.4")
    sh.go(
        "cd p        => off",
        "avenv path  **",
        "cd ..       => off")


story("a $PROMPT that is set later shows the name, too", "p q",
    "cd p     => p",
    r"$PROMPT = '@> \001\x1b]7717;P\x07\002'  => p",
    "cd ../q  => q",
    "cd ..    => off", kinds=("xonsh",))


@test("VIRTUAL_ENV_DISABLE_PROMPT: no name", kinds=("xonsh",))
def no_name(w):
    w.make("p")
    sh = w.shell()
    sh.go("cd p  => p")
    sh.run("$VIRTUAL_ENV_DISABLE_PROMPT = '1'")
    check(sh.prompt(), "@> ", "the prompt")


tab("xonsh")
script("xonsh", "--rc", "{}/.config/xonsh/rc.xsh")
everywhere("xonsh", ("--rc", "{}/.config/xonsh/rc.xsh"))
tell("xonsh", STORIES)
