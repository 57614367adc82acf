# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions of all parts of the benchmark.

Each round measures every cell once, so that a busy machine slows all of them alike. A time is the
median over the rounds. A ratio is made within each round; its median counts. A part has a function

    rows(bench)     yields the rows that bench.row() and bench.missing() return

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

MORE = 3  # a cell near its budget gets at most so many times the rounds again

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
        """The smallest program: its time is the cost of starting any."""
        source = self.world.write("true.c", "int main(void) { return 0; }\n")
        cc = shutil.which("musl-gcc") or "cc"
        subprocess.run([cc, "-Os", "-static", "-o", self.base + "/true", source], check=True)
        return self.base + "/true"

    # --- cells: each returns nanoseconds ---

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
        """Measure CELLS, a dict of name: function that returns nanoseconds, in turn. Returns a
        dict of name: times, one a round, None in a round that left the cell out. The first round
        fills the caches and does not count.
        PAIRS are (part, what, who, shell, name, name of the floor). A row that misses its budget
        by little gets more rounds, together with its floor."""
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
        """A row. TIMES and FLOOR, the times of TO, are in nanoseconds; "us", their median, and
        "least" are in microseconds."""
        floor, to = (None, None) if floor is times else (floor, to)
        taken = [time for time in times if time is not None]
        row = {"part": part, "what": what, "shell": shell, "who": who, "us": significant(median(taken) / 1000),
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


def ratio(times, floor):
    """The median of the ratios of each round."""
    return median(a / b for a, b in zip(times, floor) if a is not None and b is not None)


def significant(number, digits=3):
    """NUMBER with as many digits as mean something."""
    return float(f"{number:.{digits}g}")
