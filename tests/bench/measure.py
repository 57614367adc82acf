# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of the benchmark have in common.

All that is compared takes turns, round by round, so that what else goes on in the machine falls
on all alike; of the rounds the middle one counts. A ratio is made within each round, and again
the middle one counts. A part has a function

    rows(bench)     yields what bench.row() and bench.missing() return

and measures with bench.rounds(), bench.session() and bench.run()."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402
from budgets import budget_of  # noqa: E402

SAMPLE = 0.010  # seconds that a sample in a shell lasts at least, where one run of it is shorter
RUNS_MAX = 20_000  # of one sample
PATIENCE = 60  # seconds after which a shell is stuck
MORE = 3  # times as many rounds again for what is near its budget, at most

TRUE = "$(static true)"


class Stuck(Exception):
    """A shell gave no answer, or did not do what it was to do."""


class Bench:
    """One run: a world, how many rounds, what is compared."""

    def __init__(self, rounds):
        out = harness.ROOT / "out"
        out.mkdir(exist_ok=True)
        self.count = rounds
        self.world = harness.World("bash", parent=out)
        self.base = self.world.base
        self.avenv = self.world.bin + "/avenv"
        self.shells = [kind for kind in harness.KINDS if harness.binary(kind)]
        self.true = self._static_true()
        self.sessions = []

    def close(self):
        for session in self.sessions:
            session.close()
        self.world.__exit__()

    def _static_true(self):
        """The smallest program there is: what starting any costs."""
        source = self.world.write("true.c", "int main(void) { return 0; }\n")
        cc = shutil.which("musl-gcc") or "cc"
        subprocess.run([cc, "-Os", "-static", "-o", self.base + "/true", source], check=True)
        return self.base + "/true"

    # --- what can be measured: each returns nanoseconds ---

    def run(self, *argv, env=None, cwd=None, wanted=0):
        """Start ARGV, wait for its end; WANTED is its exit status."""
        env = {**self.world.env, **(env or {})}
        start = time.perf_counter_ns()
        done = subprocess.run(argv, env=env, cwd=cwd or self.world.home, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        spent = time.perf_counter_ns() - start
        if done.returncode != wanted:
            raise Stuck(f"{argv[0]} exited {done.returncode}: {os.fsdecode(done.stderr)[-300:]}")
        return spent

    @staticmethod
    def usable(cell):
        """None, or why CELL cannot be measured."""
        try:
            cell()
        except (OSError, Stuck) as error:
            return str(error).strip().splitlines()[-1]
        return None

    def session(self, shell, **options):
        """A running interactive SHELL, as Session has it; without OPTIONS nothing is loaded."""
        self.sessions.append(Session(self.world, shell, **options))
        return self.sessions[-1]

    # --- rounds ---

    def rounds(self, cells, pairs=()):
        """Measure CELLS, a dict of name: function that returns nanoseconds, in turn; a dict of
        name: times, one a round, None where it was not measured again. The first round is not counted:
        it warms what all find warm later.
        PAIRS are (part, what, who, shell, name, name of the floor): what has a budget and is near it is
        measured again, with its floor, before anything is said to be missed."""
        times = {name: [] for name in cells}
        self._turns(cells, times, self.count + 1)
        for each in times.values():
            del each[0]
        for _ in range(MORE):
            near = {name for pair in pairs if self._is_near(times, *pair) for name in pair[4:] if name}
            if not near:
                break
            self._turns({name: cells[name] for name in cells if name in near}, times, self.count)
        return times

    @staticmethod
    def _turns(cells, times, count):
        for _ in range(count):
            for name, each in times.items():
                each.append(cells[name]() if name in cells else None)

    def _is_near(self, times, part, what, who, shell, name, floor):
        budget = budget_of(part, what, who, shell)
        return budget and budget.is_near(self.row(part, what, who, times[name], shell, times.get(floor)))

    # --- rows ---

    @staticmethod
    def row(part, what, who, times, shell=None, floor=None, to=None):
        """TIMES in nanoseconds, of which "us" is the middle and "least" the least, in microseconds;
        FLOOR are those of what is called TO."""
        floor, to = (None, None) if floor is times else (floor, to)
        taken = [time for time in times if time is not None]
        row = {"part": part, "what": what, "shell": shell, "who": who, "us": significant(middle(taken) / 1000),
               "least": significant(min(taken) / 1000), "ratio": significant(ratio(times, floor)) if floor else None,
               "to": to, "n": len(taken)}
        budget = budget_of(part, what, who, shell)
        if budget:
            row["budget"] = str(budget)
            row["held"] = budget.holds(row)
        return row

    @staticmethod
    def missing(part, who, why, shell=None, what=None):
        """What is None is all of them."""
        return {"part": part, "what": what, "shell": shell, "who": who, "missing": why}

    def absences(self, part):
        """Of the shells that are not here."""
        for shell in harness.KINDS:
            if shell not in self.shells:
                yield self.missing(part, None, "not installed", shell)


def middle(times):
    return median(times)


def ratio(times, floor):
    """Of what was measured in the same round."""
    return median(a / b for a, b in zip(times, floor) if a is not None and b is not None)


def significant(number, digits=3):
    """NUMBER with as many digits as mean something."""
    return float(f"{number:.{digits}g}")


# What a shell runs at a prompt. It does so by itself: a function around that would cost zsh as
# much as what is measured.
PROMPT = {
    "bash": r'for c in "${PROMPT_COMMAND[@]}"; do \builtin eval "$c"; done',
    "zsh": "for f in $precmd_functions; do $f; done",
    "fish": "emit fish_prompt",
}
# What each shell is told first. `mark` says when it was: by the shell's own clock, or by an
# empty line that whoever reads it times. `prompt` runs PROMPT, `turn DIR` all
# that a command `cd DIR` makes run up to and with the next prompt.
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
turn() { local f; for f in $preexec_functions; do $f "cd $1" "cd $1" "cd $1"; done; cd $1 && prompt; }
""",
    "fish": r"""
function fish_prompt; end
function mark; echo; end
function prompt; """ + PROMPT["fish"] + r"""; end
function drawn; prompt; fish_prompt >/dev/null; end
function turn; emit fish_preexec "cd $argv[1]"; cd $argv[1]; emit fish_postexec "cd $argv[1]"; emit fish_prompt; end
""",
}
# What stands for something else in each shell's language
CAPTURE = {"bash": "x=$({})", "zsh": "x=$({})", "fish": "set x ({})"}
# Standard input is where commands come from, and not for what they run.
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
    """The command that starts an interactive SHELL with TEXTS as its only startup file, and what has to
    be in its environment for that."""
    folder = tempfile.mkdtemp(prefix="rc.", dir=world.base)
    rc = folder + "/.zshrc"
    Path(rc).write_text("\n".join(texts), encoding="utf-8")
    program = harness.binary(shell)
    if shell == "bash":
        return [program, "--noprofile", "--rcfile", rc, "-i"], {}
    if shell == "zsh":
        return [program, "-d", "-i"], {"ZDOTDIR": folder}
    return [program, "--no-config", "-i", "-C", f"source {rc}"], {}


class Session:
    """A running interactive shell with LINE loaded in which a piece of code is timed again and again."""

    def __init__(self, world, shell, line="", env=None, cwd=None):
        self.shell = shell
        self.counts = {}
        self.data = b""
        argv, more = interactive(world, shell, line, START[shell], SERVE[shell])
        self.errors = tempfile.TemporaryFile(dir=world.base)
        self.process = subprocess.Popen(argv, env={**world.env, **(env or {}), **more}, cwd=cwd or world.home,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.do("prompt")

    def close(self):
        self.process.kill()
        self.process.wait()
        for file in (self.process.stdin, self.process.stdout, self.errors):
            file.close()

    # --- talking to it ---

    def _send(self, command):
        try:
            os.write(self.process.stdin.fileno(), os.fsencode(command) + b"\n")
        except BrokenPipeError:
            raise Stuck(self._why("is gone")) from None

    def _why(self, what):
        self.errors.seek(0)
        return f"{self.shell} {what}; it said: {os.fsdecode(self.errors.read()[-500:])}"

    def _answer(self):
        """The next line, and when it came."""
        end = time.monotonic() + PATIENCE
        came = time.perf_counter_ns()
        while b"\n" not in self.data:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise Stuck(self._why(f"gave no answer in {PATIENCE} s"))
            data = os.read(self.process.stdout.fileno(), 65536)
            came = time.perf_counter_ns()
            if not data:
                raise Stuck(self._why("is gone"))
            self.data += data
        line, self.data = self.data.split(b"\n", 1)
        return line.decode(), came

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

    def once(self, body, count, before=None):
        """Nanoseconds for one BODY, of COUNT in a row; with BEFORE, what runs untimed before each of them."""
        loop = LOOP[self.shell].format(n=count, body=f"{before}; mark; {body}; mark" if before else body)
        if self.shell == "fish":
            self.do(f"set _list (seq {count})")
            if not before:
                # It has no clock, and a first mark may be read late: at worst when all is over.
                start = time.perf_counter_ns()
                self._send(f"{loop}; mark")
                return (self._mark() - start) / count
        self._send(loop if before else f"mark; {loop}; mark")
        spent = 0
        for _ in range(count if before else 1):
            start = self._mark()
            spent += self._mark() - start
        return spent / count

    def _enough(self, body, before):
        """How often in a row makes a sample, by runs of which one may have been disturbed."""
        count = 1
        while True:
            each = min(self.once(body, count, before) for _ in range(2))
            if each * count >= SAMPLE * 1e9 / 4 or count >= RUNS_MAX:
                return max(1, min(RUNS_MAX, round(SAMPLE * 1e9 / each)))
            count = min(RUNS_MAX, count * 4)

    def time(self, body, before=None):
        """As once(), as often in a row as makes a sample of SAMPLE seconds."""
        known = self.counts.get((body, before))
        if known is None:
            self.once(body, 1, before)
            known = self.counts[body, before] = self._enough(body, before)
        return self.once(body, known, before)

    def cell(self, body, before=None):
        """For bench.rounds()."""
        return lambda: self.time(body, before)
