# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions of all parts of the benchmark.

All that is compared takes turns, round by round, so that what else goes on in the machine falls
on all alike; of the rounds the middle one counts. A ratio is made within each round, and again
the middle one counts. A part has a function

    rows(bench)     yields what bench.row() and bench.missing() return

and measures with bench.rounds(), bench.session() and bench.run()."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402
from budgets import budget_of  # noqa: E402
from session import CAPTURE, PROMPT, START, Session, Stuck, interactive  # noqa: E402, F401

MORE = 3  # times as many rounds again for what is near its budget, at most

TRUE = "$(static true)"


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
        """SHELL or WHAT None: all of them."""
        return {"part": part, "what": what, "shell": shell, "who": who, "missing": why}

    def absences(self, part):
        """A row for each shell that is not here."""
        for shell in harness.KINDS:
            if shell not in self.shells:
                yield self.missing(part, None, "not installed", shell)


def middle(times):
    return median(times)


def ratio(times, floor):
    """The median of the ratios of each round."""
    return median(a / b for a, b in zip(times, floor) if a is not None and b is not None)


def significant(number, digits=3):
    """NUMBER with as many digits as mean something."""
    return float(f"{number:.{digits}g}")
