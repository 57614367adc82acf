#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 12 31 32 33 34 35 36 37 40 57
"""Nothing gets onto PATH without the user's word, and the hint asks for it once, in one line.
tests/cli (allow, archives, deny, redirects, owners) and tests/unit/trust.c have all that speaks for an environment and
against one."""

import os
import subprocess

from harness import POSIX, Skip, main, story, test

HINT = "?? '.venv' & 'avenv allow'"

story("an unknown environment stays off with a hint that works, from below as well", "p? p/a/ q:djvenv?",
    f"cd p/a  => off  {HINT}",
    "avenv allow  => p  **",
    "cd ~/q       => off  ?? 'djvenv' is here; 'avenv allow'",
    "avenv allow  => q/djvenv  **",
    "cd ..        => off",
    "cd q         => q/djvenv")
story("the hint comes once per shell and project, at a prompt, though not in passing", "p? p/a/ q? r?",
    f"cd p  {HINT}",
    "",
    "cd a",
    "cd ../..",
    "cd p/a",
    "cd ../..",
    "cd; cd q; cd ..",
    f"cd r; cd ../q  {HINT}",
    f"cd ../r  {HINT}",
    "cd ../q",
    "cd ../r")
story("AVENV_QUIET=1: no hint, nor where the environment is deleted, or was copied", "p? q? r s",
    "cd p          => off",
    "cd ../q       => off",
    "avenv -q deny",
    "cd ../r       => r",
    "rm -r .venv   => off",
    "cp -a ~/s ~/t; avenv -q -C ~/t allow",
    "cd ../t       => t", env={"AVENV_QUIET": "1"})
story("a hint that is answered on its line does not come, nor where it is denied", "p? q?",
    "cd p && avenv -q allow    => p",
    "cd ../q && avenv -q deny  => off",
    "cd ..",
    "cd q                      => off",
    "cd ..",
    "avenv -q forget q",
    f"cd q  => off  {HINT}")
story("a hint is neither printed nor used up by a subshell", "p?",
    "(cd p && echo in)  == in",
    f'x="$(cd p && pwd)"; echo ${{x##*/}}  == p',
    f'cd p  {HINT}', kinds=POSIX)
story("a project that its user moved: the hint says where from, and repair is all that it needs", "shop",
    "mv shop work",
    "cd work                          => off  ?? moved from '~/shop', which you allowed; & 'avenv repair'",
    "avenv repair                     => work  **",
    "avenv allow --list|grep -c shop  == 0")
story("a project that was moved, and its environment made anew: the hint does not call that one moved", "shop q:env?",
    "mv shop work; rm -r work/.venv; mv q/env work/.venv; cd work  => off  ?? is in a project that was moved from '~/shop', which you & 'avenv allow'",
    "avenv allow                      => work  **",
    "avenv allow --list|grep -c shop  == 0")

@test("another user's environment: silence, and no other one in its place")
def foreign(w):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another user")
    w.make("p p/sub?")
    os.chown(w.home + "/p/sub/.venv", 12345, 12345)
    w.shell().go("cd p/sub  => off")


@test("`avenv {}` refuses what git tracks: no hint at that prompt, nor at a later cd, promises `allow`", cases=(
    "allow", "run true", "-q run true", "env", "path", "create", "recreate", "activate"))
def refused(w, words):
    env = w.project("p", allow=False)
    git = ["git", "-C", w.home + "/p", "-c", "user.name=a", "-c", "user.email=a@b"]
    for args in (["init", "-q"], ["add", "-f", env], ["commit", "-q", "-m", "x"]):
        subprocess.run(git + args, check=True)
    w.shell().go(
        f"cd p; avenv {words}  => off  ?? git tracks",
        "                     => off",
        "cd .                 => off",
        "cd ..",
        "cd p                 => off")


main()
