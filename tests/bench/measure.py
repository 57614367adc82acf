# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells, which are measured in turn, and what becomes of them.

Each round measures every cell once, so that a busy machine slows all of them alike, and every other round goes
backwards. A time is the median over the rounds. A ratio is made within each round; its median counts."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Callable, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402
from harness import Stuck  # noqa: E402, F401

MORE = 3  # a cell near its budget gets at most so many times the rounds again
NEAR = 0.3  # a miss by less than this part of a budget may be due to other programs
SLOWER = 1.03  # times what BASE takes
# What may take longer, with the reason: {(what, shell): (times what BASE takes, why)}
RECORDS = ("each look asks who can write on the way to the records, and reads in bin/activate where an environment was made: "
           "six system calls more")
EXCEPTIONS = {
    **{("idle prompt 7 levels below a project", shell): (1.07, "it looks up bin/python, whose removal it notices")
       for shell in ("bash", "fish")},
    **{(what + alone, shell): (limit, RECORDS + why)
       for what in ("cd into a project and out", "cd from one to another") for alone in ("", ", alone")
       for shell, limit, why in (("bash", 1.08, ""), ("zsh", 1.07, ""),
                                 ("fish", 1.1, "; and the user's prompt is judged by a stand-in for the name, "
                                                "so that a cd in one project does not draw it twice"))},
    **{(what, "bash"): (1.08, RECORDS)
       for what in ("cd, 100 records", "cd, 10,000 records", "cd, 300 entries in PATH", "cd, 100,000 files in a directory")},
    ("check --hint, 100 packages", ""): (1.09, "it also judges what pip 23 and newer ones judge differently"),
}
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
    """MEASURE returns nanoseconds; what counts is what they are more than those of LESS, if that is a cell. BUDGET is
    "<= 0.1" or ">= 50" times FLOOR, another cell, or "<= 100000 us": of these the least counts, since other programs
    only add to them. CAUSE says why it is missed where it is. BASE measures the same with BASE's programs."""
    what: str
    who: str
    measure: Callable
    shell: str = ""
    floor: Optional["Cell"] = None
    budget: str = ""
    cause: str = ""
    less: Optional["Cell"] = None
    base: Optional["Cell"] = None
    times: dict = field(default_factory=dict)  # nanoseconds by round

    def added(self):
        return {turn: self.times[turn] - self.less.times[turn] for turn in self.times} if self.less else self.times

    @property
    def us(self):
        return median(self.added().values()) / 1000

    @property
    def ratio(self):
        floor = self.floor.added()
        return median(spent / floor[turn] for turn, spent in self.added().items())

    def value(self):
        return min(self.added().values()) / 1000 if self.budget.endswith("us") else self.ratio

    def held(self):
        sign, limit = self.budget.split()[:2]
        return self.value() <= float(limit) if sign == "<=" else self.value() >= float(limit)

    def beside_base(self):
        """Times what BASE takes. Other programs only add to a time, so two measures have to agree on more."""
        return min(median(spent / self.base.times[turn] for turn, spent in self.times.items()),
                   min(self.times.values()) / min(self.base.times.values()))

    def allowed(self):
        return EXCEPTIONS.get((self.what, self.shell), (SLOWER, ""))

    def is_slower(self):
        return self.base is not None and self.beside_base() > self.allowed()[0]

    def is_near(self):
        limit = float(self.budget.split()[1]) if self.budget else 0
        return self.is_slower() or bool(limit) and not self.held() and abs(self.value() - limit) <= NEAR * limit


@dataclass
class Tree:
    """An avenv, in a world of its own. The paths of two trees have the same length."""
    world: harness.World
    avenv: str


class Bench:
    """One run: the two trees, how many rounds, what is missing. BUILD and BASE hold the programs; BASE may be None."""

    def __init__(self, count, build, base):
        (harness.ROOT / "out").mkdir(exist_ok=True)
        self.count, self.missing = count, []
        self.tree, self.base = self.planted(build), self.planted(base) if base else None
        self.world, self.avenv = self.tree.world, self.tree.avenv
        self.shells = [kind for kind in harness.KINDS if harness.binary(kind)]
        self.missing += [kind for kind in harness.KINDS if kind not in self.shells]
        # The smallest program
        self.true = self.compiled("true", "int main(void) { return 0; }\n")

    def planted(self, build):
        world = harness.World("bash", parent=harness.ROOT / "out")
        world.env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        return Tree(world, installed(world, build, "place"))

    def close(self):
        for tree in self.trees():
            tree.world.__exit__()

    def trees(self):
        return [self.tree, *([self.base] if self.base else [])]

    def both(self, what, who, measure, *rest, **more):
        """The cell of WHO that MEASURE(tree) measures, and before it the same for BASE."""
        twin = self.base and Cell(what, "BASE", partial(measure, self.base), *rest[:1], less=more.get("less"))
        cell = Cell(what, who, partial(measure, self.tree), *rest, **more, base=twin)
        return [cell, *([twin] if twin else [])]

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
        source, program = self.world.write(name + ".c", source), f"{self.world.base}/{name}"
        subprocess.run([shutil.which("musl-gcc") or "cc", "-Os", "-static", "-o", program, source], check=True)
        return program

    def run(self, *argv, env=None, cwd=None, world=None):
        """Start ARGV in CWD of WORLD, wait for its end; nanoseconds."""
        world = world or self.world
        start = time.perf_counter_ns()
        done = subprocess.run(argv, env={**world.env, **(env or {})}, cwd=cwd or world.home, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        spent = time.perf_counter_ns() - start
        if done.returncode:
            raise Stuck(f"{argv[0]} exited {done.returncode}: {os.fsdecode(done.stderr)[-300:]}")
        return spent

    def rounds(self, cells):
        """Measure CELLS in turn. The first round fills the caches and does not count. Those that are near their budgets,
        and what they are compared with, get more rounds."""
        cells = measured = list(cells)
        for turn in range(1 + self.count * (1 + MORE)):
            if turn % self.count == 1 % self.count and turn > 1:
                measured = needed(cell for cell in measured if cell.is_near())
            for cell in measured[::-1] if turn % 2 else measured:
                spent = cell.measure()
                if turn:
                    cell.times[turn] = spent
        return cells


def needed(cells):
    """CELLS and all that they are compared with."""
    found, more = {}, list(cells)
    while more:
        cell = more.pop()
        if cell and cell not in found:
            found[cell] = True
            more += [cell.less, cell.floor, cell.base]
    return list(found)


def installed(world, build, name):
    """The path of avenv, copied from BUILD with its helper into NAME of WORLD, and first on PATH there."""
    place, build = world.dir(name), Path(build)
    shutil.copy(build / "avenv", world.dir(name + "/bin") + "/avenv")
    shutil.copy(build / "avenv-hook", world.dir(name + "/libexec/avenv") + "/avenv-hook")
    shutil.copytree(build / "avenv-no-pip", place + "/libexec/avenv/avenv-no-pip")
    os.unlink(world.bin + "/avenv")
    os.symlink(place + "/bin/avenv", world.bin + "/avenv")
    return place + "/bin/avenv"
