# SPDX-License-Identifier: GPL-3.0-or-later
"""A new environment with pip, by each program that makes one, and the same tree copied and linked.

Each time in a fresh directory, and nothing is deleted before the end: ext4 without a journal takes
a hundred times as long for a new file while many have just gone. PYTHON= says whose environments."""

import itertools
import os
import subprocess

import harness
import tools

WHAT = "an environment with pip"
OURS = "avenv create"


def interpreter():
    """Not a shim, whose own time would count."""
    asked = [os.environ.get("PYTHON", harness.PYTHON), "-I", "-S", "-c", "import sys; print(sys.executable)"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


class Makers:
    """The programs that make environments."""

    def __init__(self, bench):
        self.bench = bench
        self.python = interpreter()
        self.places = (f"{bench.base}/made/{n}/env" for n in itertools.count())
        self.sample = self.place()
        self.avenv()(self.sample)
        self.uv_cache = bench.world.dir("uv-cache")

    def place(self):
        path = next(self.places)
        os.makedirs(os.path.dirname(path))
        return path

    def by(self, *argv, env=None):
        """A function that makes an environment at a path, by ARGV and that path."""
        return lambda path: self.bench.run(*argv, path, env=env)

    def avenv(self, *options):
        return self.by(self.bench.avenv, "create", "-q", "-p", self.python, *options)

    def virtualenv(self):
        data = self.bench.world.dir("virtualenv")
        return self.by(tools.find("virtualenv"), "-q", "-p", self.python, "--no-periodic-update", "--app-data", data)

    def uv(self):
        """Its wheels must be at hand before time counts, got in whichever way the user's network needs."""
        venv = [tools.find("uv"), "--quiet", "venv", "--no-config", "--seed", "-p", self.python]
        env = {"UV_CACHE_DIR": self.uv_cache, "UV_PYTHON_DOWNLOADS": "never"}
        subprocess.run([*venv, self.place()], env={**os.environ, **env}, stderr=subprocess.DEVNULL, check=False)
        return self.by(*venv, "--offline", env=env)

    def all(self):
        """A dict of who: a function of a path; a dict of who: why not."""
        makers = {
            OURS: self.avenv(),
            OURS + " --compile": self.avenv("--compile"),
            "python -m venv": self.by(self.python, "-m", "venv"),
            "cp -a of the same": self.by("cp", "-a", self.sample),
            "cp -al of the same": self.by("cp", "-al", self.sample),
        }
        absent = {}
        others = (("virtualenv, warm", "virtualenv", self.virtualenv), ("uv venv --seed", "uv", self.uv))
        for who, name, maker in others:
            why = "'tests/bench/deps.sh' fetches it"
            if tools.find(name):
                make = maker()
                why = self.bench.usable(lambda make=make: make(self.place()))
            if why:
                absent[who] = why
            else:
                makers[who] = make
        return makers, absent


def rows(bench):
    makers = Makers(bench)
    present, absent = makers.all()
    cells = {who: lambda make=make: make(makers.place()) for who, make in present.items()}
    pairs = [("create", WHAT, who, None, who, OURS) for who in cells]
    times = bench.rounds(cells, pairs)
    for who in cells:
        yield bench.row("create", WHAT, who, times[who], floor=times[OURS], to=OURS)
    for who, why in absent.items():
        yield bench.missing("create", who, why)
