# SPDX-License-Identifier: GPL-3.0-or-later
"""An interactive shell in which a piece of code is timed again and again."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402
from harness import Stuck  # noqa: E402

SAMPLE = 10_000_000  # nanoseconds that a sample in a shell lasts, where one run of it is shorter
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
# The functions that each shell defines at its start. `mark` prints the shell's clock; fish has
# none, so it prints an empty line, and the reader takes the time. `prompt` runs PROMPT; `turn DIR`
# runs all that the command `cd DIR` makes run, the next prompt included. `drawn` is fish's first
# prompt, which has no command before it.
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
function mark; echo; end
function prompt; """ + PROMPT["fish"] + r"""; end
function drawn; """ + DRAWN + """; end
function turn
    emit fish_preexec "cd $argv[1]"; builtin cd $argv[1]; emit fish_postexec "cd $argv[1]"; drawn
end
""",
}
# Run a program and keep its output
CAPTURE = {"bash": "x=$({})", "zsh": "x=$({})", "fish": "set x ({})"}
# Commands come from standard input, which the programs that they start do not get.
SERVE = {
    "bash": 'while IFS= \\builtin read -r _line; do \\builtin eval "$_line" </dev/null; done; exit\n',
    "zsh": 'while IFS= builtin read -r _line; do builtin eval "$_line" </dev/null; done; exit\n',
    "fish": "while read -l _line; begin; eval $_line; end </dev/null; end; exit\n",
}
LOOP = {
    "bash": "for ((_i = 0; _i < {n}; _i++)); do {body}; done",
    "zsh": "repeat {n}; do {body}; done",
    "fish": "for _i in $_list; {body}; end",
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


class Session:
    """A running interactive shell, loaded with LINE, that times pieces of code."""

    def __init__(self, world, shell, line=""):
        self.shell, self.counts = shell, {}
        argv, more = interactive(world, shell, line, START[shell], SERVE[shell])
        self.process = subprocess.Popen(
            argv, env={**world.env, **more}, cwd=world.home, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, KEPT))
        self.do("prompt")

    def close(self):
        self.process.kill()
        self.process.communicate()

    # --- talking to it ---

    def _send(self, command):
        os.write(self.process.stdin.fileno(), os.fsencode(command) + b"\n")

    def _answer(self):
        """The next line, and when it came."""
        signal.signal(signal.SIGALRM, lambda *_: self.process.kill())
        signal.alarm(PATIENCE)
        line, came = self.process.stdout.readline(), time.perf_counter_ns()
        signal.alarm(0)
        if not line:
            raise Stuck(f"{self.shell} gave no answer")
        return line.decode().strip(), came

    def _mark(self):
        line, came = self._answer()
        if not line:
            return came
        seconds, fraction = line.split(".")
        return int(seconds) * 10**9 + int(fraction[:9].ljust(9, "0"))

    def do(self, command):
        """Run COMMAND, which prints nothing."""
        self._send(f"{command}; mark")
        self._mark()

    def value(self, word):
        """What WORD expands to."""
        self._send(f'echo "{word}"')
        return self._answer()[0]

    # --- timing ---

    def once(self, body, count):
        """Nanoseconds for one BODY, of COUNT in a row."""
        loop = LOOP[self.shell].format(n=count, body=body)
        if self.shell == "fish":
            self.do(f"set _list (seq {count})")
            # The first mark may be read late, even after the loop: the clock starts here.
            start = time.perf_counter_ns()
            self._send(f"{loop}; mark")
        else:
            self._send(f"mark; {loop}; mark")
            start = self._mark()
        return (self._mark() - start) / count

    def time(self, body):
        """As once(), as often in a row as makes a sample."""
        if body not in self.counts:
            self.counts[body] = max(1, round(SAMPLE / min(self.once(body, 20) for _ in range(2))))
        return self.once(body, self.counts[body])
