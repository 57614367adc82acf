# SPDX-License-Identifier: GPL-3.0-or-later
"""The stub: in each shell the least hook that could do avenv's work.

It starts a static program that writes an answer of avenv's helper, recorded before, evaluates the
answer, and compares one string at a prompt. It decides nothing, and asks nothing of the disk."""

import json
from pathlib import Path

from measure import harness, installed
from session import timed

HOOK = {
    "bash": r"""
stub_look() { stub_out=$(@STUB@ "$PWD"); eval "$stub_out"; stub_last=$PWD/${VIRTUAL_ENV-}/$PATH; }
stub_prompt() { [[ $PWD/${VIRTUAL_ENV-}/$PATH = "$stub_last" ]] || stub_look; }
cd() { builtin cd "$@" && stub_look; }
PROMPT_COMMAND=stub_prompt
""",
    "zsh": r"""
stub_look() { stub_out=$(@STUB@ "$PWD"); eval "$stub_out"; stub_last=$PWD/${VIRTUAL_ENV-}/$PATH; }
stub_prompt() { [[ $PWD/${VIRTUAL_ENV-}/$PATH = "$stub_last" ]] || stub_look; }
chpwd_functions+=(stub_look)
precmd_functions+=(stub_prompt)
""",
    "fish": r"""
function stub_look --on-variable PWD
    set -l stub_out (@STUB@ "$PWD")
    eval $stub_out
    set -g stub_last "$PWD/$VIRTUAL_ENV/$PATH"
end
function stub_prompt --on-event fish_prompt
    test "$PWD/$VIRTUAL_ENV/$PATH" = "$stub_last"; or stub_look
end
""",
}
# The program finds the answer by the last component of its argument.
PROGRAM = r"""
#include <string.h>
#include <unistd.h>
static const char *const answers[][2] = { @ANSWERS@ };
int main(int argc, char **argv)
{
	const char *name = argc > 1 ? strrchr(argv[1], '/') : NULL;

	for (size_t i = 0; name && i < sizeof(answers) / sizeof(*answers); i++)
		if (!strcmp(name + 1, answers[i][0]))
			return write(1, answers[i][1], strlen(answers[i][1])) < 0;
	return 1;
}
"""


def record(bench, shell, places):
    """The helper's answer to a change into each of PLACES, directories below HOME."""
    world = bench.world
    answers = Path(world.dir(f"answers.{shell}"))
    # A copy of avenv, whose helper is a script that keeps what the real one prints
    avenv = Path(installed(world, harness.BUILD, f"recorder.{shell}"))
    helper = avenv.parents[1] / "libexec/avenv/avenv-hook"
    # By another name it would be a shim.
    real = helper.rename(Path(world.dir(f"real.{shell}"), helper.name))
    world.write(helper, f'#!/bin/sh\nexec {real} "$@" | tee "{answers}/${{PWD##*/}}"\n', 0o755)
    body = "; ".join(f"cd {world.home}/{place}" for place in places)
    timed(world, shell, harness.LINE[shell], f"{world.home}/{places[-1]}", body, 1)
    Path(world.bin, "avenv").unlink()
    Path(world.bin, "avenv").symlink_to(bench.avenv)
    return {place: (answers / place).read_text(encoding="utf-8") for place in places}


def hook(bench, shell, places):
    """The text of the stub's hook for SHELL, between PLACES: the last is the first to be left."""
    answers = record(bench, shell, places)
    # JSON quotes these texts as C does.
    table = ", ".join(f"{{ {json.dumps(name)}, {json.dumps(text, ensure_ascii=False)} }}" for name, text in answers.items())
    return HOOK[shell].replace("@STUB@", bench.compiled(f"stub-{shell}", PROGRAM.replace("@ANSWERS@", table)))
