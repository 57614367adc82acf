# SPDX-License-Identifier: GPL-3.0-or-later
"""A new environment with pip, by each program that makes one, and the same tree copied.

For a Python from 3.12 on, and for one below, whose environments get setuptools as well; on tmpfs,
on the file system of this tree, and on ext4 with a journal. Each place has a HOME and the caches of
uv and virtualenv. Each time in a fresh directory, and nothing is deleted before the end: ext4
without a journal takes a hundred times as long for a new file while many have just gone. PYTHON=
and PYTHONS= say whose environments; /usr/bin and pyenv are looked at after that."""

import contextlib
import functools
import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import harness
import tools
from measure import Stuck

OURS = "avenv create"
NEW, OLD = "an environment with pip", "one with setuptools too"
# Of so many rounds all but avenv and uv get one, of three times as many where no budget is: some
# take seconds.
RARELY = 7
NEEDED = 3 << 30  # bytes, of which few are used
ASK = "import sys, ensurepip; print(*sys.version_info[:3], sys.executable)"


def asked(python):
    """(version, path) of PYTHON where it has ensurepip; no shim, whose own time would count."""
    argv = [python, "-I", "-S", "-c", ASK]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    *version, path = done.stdout.strip().split(" ", 3)
    return None if done.returncode else (tuple(map(int, version)), path)


@functools.cache
def pythons():
    """{NEW: a Python, OLD: another}, as far as they are here: one that is named, else the newest."""
    named = [os.environ.get("PYTHON", harness.PYTHON), *os.environ.get("PYTHONS", "").split(":")]
    others = [*Path("/usr/bin").glob("python3.?*[0-9]"),
              *Path.home().glob(".pyenv/versions/3.*/bin/python3")]
    found = {}
    for version, path in [*filter(None, map(asked, filter(None, named))),
                          *sorted(filter(None, map(asked, others)), reverse=True)]:
        found.setdefault(NEW if version >= (3, 12) else OLD, path)
    return found


def interpreter():
    return asked(os.environ.get("PYTHON", harness.PYTHON))[1]


# ---- places ----------------------------------------------------------------------


def on_tmpfs(_, stack):
    for top in ("/dev/shm", tempfile.gettempdir()):
        kind = subprocess.run(["stat", "-f", "-c", "%T", top], capture_output=True, check=False)
        place = os.statvfs(top) if kind.stdout == b"tmpfs\n" else None
        if place and place.f_bavail * place.f_frsize >= NEEDED and not place.f_flag & os.ST_NOEXEC:
            made = tempfile.TemporaryDirectory(prefix="avenv-bench.", dir=top)
            return stack.enter_context(made)
    raise Stuck(f"no tmpfs with {NEEDED >> 30} GiB, and where programs may run")


def here(bench, _):
    return bench.world.dir("create")


def on_ext4(bench, stack):
    """In an image of its own, with the journal that mkfs.ext4 makes."""
    if os.geteuid():
        raise Stuck("root mounts it")
    image, top = bench.base + "/ext4.img", bench.world.dir("ext4")
    env = {"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"}
    with open(image, "wb") as file:
        file.truncate(NEEDED)
    bench.run("mkfs.ext4", "-q", "-F", "-O", "has_journal", image, env=env)
    # Inode tables are written by the kernel later, while others are measured.
    bench.run("mount", "-o", "loop,noinit_itable", image, top, env=env)
    stack.callback(bench.run, "umount", top, env=env)
    return top


PLACES = {"": on_tmpfs, ", here": here, ", ext4": on_ext4}


# ---- programs ----------------------------------------------------------------------


class Makers:
    """The programs that make environments of PYTHON below TOP."""

    def __init__(self, bench, top, python, rarely):
        self.bench, self.top, self.python, self.turns = bench, top, python, rarely
        self.env = {"HOME": top, "TMPDIR": top, "XDG_CACHE_HOME": top + "/cache"}
        self.places = (f"{top}/made/{n}/env" for n in itertools.count())

    def place(self):
        path = next(self.places)
        os.makedirs(os.path.dirname(path))
        return path

    def by(self, *argv):
        return lambda: self.bench.run(*argv, self.place(), env=self.env)

    def rarely(self, make):
        """MAKE in few rounds, the first that counts among them."""
        turns = itertools.cycle(n == 1 for n in range(self.turns))
        return lambda: make() if next(turns) else None

    def fetched(self, name, *args):
        """NAME with ARGS, or why not. The first run, which fills its cache, may fail."""
        if not tools.find(name):
            return "'tests/bench/deps.sh' fetches it"
        make = self.by(tools.find(name), *args, "-p", self.python)
        return self.bench.usable(make) or make

    def uv(self):
        """Its wheels are fetched once, as the user's network needs it, and lie on the same disk as
        the environments, which it makes of hard links."""
        seed, kept = ("--quiet", "venv", "--no-config", "--seed"), str(tools.DEPS / "uv-cache")
        if tools.find("uv"):
            subprocess.run([tools.find("uv"), *seed, "-p", self.python, self.place()], check=False,
                           env={**os.environ, "UV_CACHE_DIR": kept}, stderr=subprocess.DEVNULL)
            shutil.copytree(kept, f"{self.top}/cache/uv", symlinks=True, dirs_exist_ok=True)
        return self.fetched("uv", *seed, "--offline")

    def all(self):
        """{who: a function that returns its time, or why there is none}"""
        ours = self.by(self.bench.avenv, "create", "-q", "-p", self.python)
        ours()
        others = {
            "virtualenv, warm": self.fetched("virtualenv", "-q", "--no-periodic-update"),
            "python -m venv": self.by(self.python, "-m", "venv"),
            "cp -a of the same": self.by("cp", "-a", f"{self.top}/made/0/env"),
        }
        others = {who: self.rarely(make) if callable(make) else make for who, make in others.items()}
        return {OURS: ours, "uv venv --seed": self.uv(), **others}


def cells_of(bench, stack):
    """{(what, who): a function that returns its time, or why there is none}"""
    cells = {}
    for where, prepare in PLACES.items():
        try:
            top, why = prepare(bench, stack), None
        except (OSError, Stuck) as error:
            why = str(error)
        for what in (NEW, OLD):
            python = pythons().get(what)
            if why or not python:
                cells[what + where, None] = why or "no such Python"
            else:
                place = os.path.join(top, str(len(cells)))
                os.mkdir(place)
                makers = Makers(bench, place, python, 3 * RARELY if where else RARELY)
                cells.update(((what + where, who), make) for who, make in makers.all().items())
    return cells


def rows(bench):
    with contextlib.ExitStack() as stack:
        found = cells_of(bench, stack)
        cells = {key: make for key, make in found.items() if callable(make)}
        pairs = [("create", what, who, None, (what, who), (what, OURS)) for what, who in cells]
        times = bench.rounds(cells, pairs)
    for what, who in found:
        if (what, who) in cells:
            yield bench.row("create", what, who, times[what, who], floor=times[what, OURS], to=OURS)
        else:
            yield bench.missing("create", who, found[what, who], what=what)
