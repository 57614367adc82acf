# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells, which are measured in turn, and what becomes of them.

Each round measures every cell once, so that a busy machine slows all of them alike. A time is the
median over the rounds. A ratio is made within each round; its median counts."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Callable, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402
from harness import Stuck  # noqa: E402, F401

MORE = 3  # a cell near its budget gets at most so many times the rounds again
NEAR = 0.3  # a miss by less than this part of a budget may be due to other programs
DEPS = harness.ROOT / "out/deps"
PLACES = f"{DEPS}/bin:{DEPS}/python/bin:{os.environ.get('PATH', harness.SYSTEM_PATH)}"


def span(us):
    """Microseconds for people."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if us >= size:
            return f"{us / size:.3g} {unit}"
    return f"{us:.3g} µs"


@dataclass(eq=False)
class Cell:
    """MEASURE returns nanoseconds. BUDGET is "<= 0.1" or ">= 50" times FLOOR, another cell, or
    "<= 100000 us": of these the least counts, since other programs only add to them."""
    what: str
    who: str
    measure: Callable
    shell: str = ""
    floor: Optional["Cell"] = None
    budget: str = ""
    times: list = field(default_factory=list)

    @property
    def us(self):
        return median(self.times) / 1000

    @property
    def ratio(self):
        return median(a / b for a, b in zip(self.times, self.floor.times))

    def value(self):
        return min(self.times) / 1000 if self.budget.endswith("us") else self.ratio

    def held(self):
        sign, limit = self.budget.split()[:2]
        return self.value() <= float(limit) if sign == "<=" else self.value() >= float(limit)

    def is_near(self):
        limit = float(self.budget.split()[1]) if self.budget else 0
        return bool(limit) and not self.held() and abs(self.value() - limit) <= NEAR * limit


class Bench:
    """One run: a world, how many rounds, what is missing."""

    def __init__(self, count):
        (harness.ROOT / "out").mkdir(exist_ok=True)
        self.count, self.missing = count, []
        self.world = harness.World("bash", parent=harness.ROOT / "out")
        self.base, self.avenv = self.world.base, self.world.bin + "/avenv"
        self.world.env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        self.shells = [kind for kind in harness.KINDS if harness.binary(kind)]
        self.missing += [kind for kind in harness.KINDS if kind not in self.shells]
        # The smallest program
        self.true = self.compiled("true", "int main(void) { return 0; }\n")

    def close(self):
        self.world.__exit__()

    def peer(self, name):
        """The path of the program NAME; None where it is missing."""
        path = shutil.which(name, path=PLACES)
        self.missing += [name] if not path and name not in self.missing else []
        return path

    def tmpfs(self):
        """A directory there, until the end."""
        top = tempfile.mkdtemp(prefix="avenv-bench.", dir="/dev/shm")
        atexit.register(shutil.rmtree, top, ignore_errors=True)
        return top

    def compiled(self, name, source):
        """The path of a static program NAME of the C text SOURCE."""
        source, program = self.world.write(name + ".c", source), f"{self.base}/{name}"
        subprocess.run([shutil.which("musl-gcc") or "cc", "-Os", "-static", "-o", program, source], check=True)
        return program

    def run(self, *argv, env=None, cwd=None):
        """Start ARGV in CWD, wait for its end; nanoseconds."""
        start = time.perf_counter_ns()
        done = subprocess.run(argv, env={**self.world.env, **(env or {})}, cwd=cwd or self.world.home, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        spent = time.perf_counter_ns() - start
        if done.returncode:
            raise Stuck(f"{argv[0]} exited {done.returncode}: {os.fsdecode(done.stderr)[-300:]}")
        return spent

    def rounds(self, cells):
        """Measure CELLS in turn. The first round fills the caches and does not count. While one is
        near its budget, there are more rounds."""
        cells = list(cells)
        for turn in range(1 + self.count * (1 + MORE)):
            if turn % self.count == 1 and turn > 1 and not any(cell.is_near() for cell in cells):
                break
            times = [cell.measure() for cell in cells]
            for cell, time in zip(cells, times if turn else ()):
                cell.times.append(time)
        return cells
