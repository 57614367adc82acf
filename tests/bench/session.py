# SPDX-License-Identifier: GPL-3.0-or-later
"""A piece of code, timed in an interactive shell."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402

PATIENCE = 60  # seconds after which a shell is stuck

# fish draws a prompt by functions; the hook's name stands in one of them.
DRAWN = "emit fish_prompt; begin; fish_mode_prompt; fish_prompt; end >/dev/null"
# All that a shell runs for a prompt after the command `git status`. bash sets $_ to the last word
# of the user's command before each element. The loops measure this text and not a function with
# it: a call of a function costs zsh as much as the hook.
PROMPT = {
    "bash": r'for c in "${PROMPT_COMMAND[@]}"; do : status; \builtin eval "$c"; done',
    "zsh": "for f in $precmd_functions; do $f; done",
    "fish": f'emit fish_preexec "git status"; emit fish_postexec "git status"; {DRAWN}',
}
# The functions that each shell defines at its start. `mark` prints the time; fish has no clock, and
# starts a program for it, once for hundreds of runs. `prompt` runs PROMPT; `turn DIR` runs all that
# the command `cd DIR` makes run, the next prompt included. `drawn` is fish's first prompt, which has
# no command before it.
START = {
    "bash": r"""
mark() { \builtin printf '%s\n' "${EPOCHREALTIME-}"; }
prompt() { \builtin local c; """ + PROMPT["bash"] + r"""; }
turn() { cd "$1" && prompt; }
""",
    "zsh": r"""
zmodload zsh/datetime
mark() { builtin print -r -- "$EPOCHREALTIME"; }
prompt() { local f; """ + PROMPT["zsh"] + r"""; }
turn() { local f c="cd $1"; for f in $preexec_functions; do $f $c $c $c; done; cd $1 && prompt; }
""",
    "fish": r"""
function fish_prompt; end
function mark; command date +%s.%N; end
function prompt; """ + PROMPT["fish"] + r"""; end
function drawn; """ + DRAWN + """; end
function turn
    emit fish_preexec "cd $argv[1]"; builtin cd $argv[1]; emit fish_postexec "cd $argv[1]"; drawn
end
""",
}
LOOP = {
    "bash": "for ((_i = 0; _i < {n}; _i++)); do {body}; done",
    "zsh": "repeat {n}; do {body}; done",
    "fish": "for _i in (seq {n}); {body}; end",
}


def interactive(world, shell, *texts):
    """The command that starts an interactive SHELL with TEXTS as its only startup file, and the
    variables that the command needs."""
    folder = tempfile.mkdtemp(prefix="rc.", dir=world.base)
    rc = folder + "/.zshrc"
    Path(rc).write_text("\n".join(texts), encoding="utf-8")
    program = harness.binary(shell)
    if shell == "bash":
        return [program, "--noprofile", "--rcfile", rc, "-i"], {}
    if shell == "zsh":
        return [program, "-d", "-i"], {"ZDOTDIR": folder}
    return [program, "--no-config", "-i", "-C", f"source {rc}"], {}


# A shell and its children keep to one processor, which another program seldom uses, if there are
# two: a move to the other one costs more than what is measured, and comes as the scheduler likes.
KEPT = {max(os.sched_getaffinity(0))}


def timed(world, shell, line, place, body, count):
    """Nanoseconds for one BODY, of COUNT in a row, in a SHELL loaded with LINE, after `cd PLACE`; and
    whether an environment is on there."""
    loop = LOOP[shell].format(n=count, body=body)
    argv, more = interactive(world, shell, line, START[shell],
                             f'prompt; turn {place}; prompt; echo "on:$VIRTUAL_ENV"; mark; {loop}; mark; exit')
    done = subprocess.run(argv, env={**world.env, **more}, cwd=world.home, stdin=subprocess.DEVNULL, timeout=PATIENCE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, text=True,
                          preexec_fn=lambda: os.sched_setaffinity(0, KEPT))
    on, *marks = done.stdout.split()[-3:]
    begin, end = (int(seconds) * 10**9 + int(fraction[:9].ljust(9, "0"))
                  for seconds, fraction in (mark.split(".") for mark in marks))
    return (end - begin) / count, on != "on:"
