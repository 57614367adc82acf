# SPDX-License-Identifier: GPL-3.0-or-later
"""The stub: in each shell the least hook that could do avenv's work.

It starts a static program that writes an answer of avenv's helper, recorded before, evaluates the
answer, and compares one string at a prompt. It decides nothing, and asks nothing of the disk."""

import json
from pathlib import Path

from measure import harness
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
# In fish a look at the prompt's text and at the directory's names has to be made by commands. The least that
# keeps those promises, and leaves the rest to avenv's helper:
LEAST = r"""
set -g _avenv_last ''
function least_look --on-variable PWD
    set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH"
    set -l out (@HELPER@ fish 6 cd "$_avenv_state" "$PWD" "$VIRTUAL_ENV" "$AVENV_ENV" "$PATH" '' '' '' 2>&-)
    and eval $out
    set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH"
end
function least_prompt --on-event fish_prompt
    test "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH" = "$_avenv_last"
    and _avenv_unchanged
    or least_look
end
functions -c fish_mode_prompt least_mode_prompt
function fish_mode_prompt
    test -z "$_avenv_name"; or string match -q -- "*$_avenv_name*" (fish_prompt); or printf '(%s) ' "$_avenv_name"
    least_mode_prompt
end
""".replace("@HELPER@", str(harness.BUILD / "avenv-hook"))
USE_RECORDER = {"bash": "_avenv_helper={}", "zsh": "_avenv_helper={}", "fish": "set -g _avenv_helper {}"}
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
    answers = Path(bench.base, f"answers.{shell}")
    answers.mkdir()
    helper = harness.BUILD / "avenv-hook"
    recorder = bench.world.write(f"recorder.{shell}", f'#!/bin/sh\nexec {helper} "$@" | tee "{answers}/${{5##*/}}"\n', 0o755)
    body = "; ".join(f"cd {bench.world.home}/{place}" for place in places)
    line = f"{harness.LINE[shell]}\n{USE_RECORDER[shell].format(recorder)}"
    timed(bench.world, shell, line, f"{bench.world.home}/{places[-1]}", body, 1)
    return {place: (answers / place).read_text(encoding="utf-8") for place in places}


def hook(bench, shell, places):
    """The text of the stub's hook for SHELL, between PLACES: the last is the first to be left."""
    answers = record(bench, shell, places)
    # JSON quotes these texts as C does.
    table = ", ".join(f"{{ {json.dumps(name)}, {json.dumps(text, ensure_ascii=False)} }}" for name, text in answers.items())
    return HOOK[shell].replace("@STUB@", bench.compiled(f"stub-{shell}", PROGRAM.replace("@ANSWERS@", table)))
