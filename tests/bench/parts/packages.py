# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of packages: avenv beside the pip of the same environment, and beside uv.

The distributions are made here, of the size that they have on PyPI: METADATA of some 10 KB,
RECORD of 60 rows. PYTHON= says whose environment it is."""

import os
import subprocess
from pathlib import Path

import tools
from measure import Stuck
from parts.create import interpreter

SIZES = (10, 100, 500)
PIPS = 100  # that of them in which the others are asked as well
CLASSIFIERS = "".join(f"Classifier: Programming Language :: Python :: 3.{minor}\n" for minor in range(30))
TEXT = "What it is for, and how it is used, in some detail.\n" * 160
WHEEL = "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def distribution(site, number, count):
    """One of COUNT, that needs the two behind it."""
    name, version = f"bench_{number:04}", f"1.{number % 10}"
    needs = "".join(f"Requires-Dist: bench-{(number + k) % count:04}>=1; python_version >= \"3.6\"\n" for k in (1, 2))
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    (site / name).mkdir()
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n"
                    f"{CLASSIFIERS}{needs}\n{TEXT}",
        "RECORD": "".join(f"{name}/module_{k:02}.py,sha256={'x' * 43},{k * 100}\n" for k in range(60)),
        "INSTALLER": "pip\n",
        "REQUESTED": "",
        "WHEEL": WHEEL,
    }
    for file, text in files.items():
        (info / file).write_text(text, encoding="utf-8")


def environment(bench, count, name=None):
    env = bench.world.home + f"/packages/{name or count}"
    bench.run(bench.avenv, "create", "-q", "--compile", "-p", interpreter(), env)
    for number in range(count):
        distribution(next(Path(env).glob("lib/python*/site-packages")), number, count)
    return env


def same(bench, env):
    """The lines that are timed are the same lines."""
    said = [subprocess.run(argv, env=bench.world.env, capture_output=True, check=True).stdout
            for argv in ([bench.avenv, "freeze", env], [env + "/bin/pip", "freeze"])]
    if said[0] != said[1]:
        raise Stuck("avenv freeze and pip freeze say different things")


def moved(bench):
    """An environment of PIPS packages, for repair: it is elsewhere than it was made."""
    env = environment(bench, PIPS, "made")
    os.rename(env, env + ".moved")
    return env + ".moved"


def commands(bench, envs):
    """A dict of (what, who, count): what to measure."""
    cells = {(word, f"avenv {word}", count): lambda word=word, env=env: bench.run(bench.avenv, word, env)
             for word in ("freeze", "packages") for count, env in envs.items()}
    env, away, quiet = envs[PIPS], moved(bench), {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    cells["repair -n", "avenv repair -n", PIPS] = lambda: bench.run(bench.avenv, "repair", "-n", away)
    for word, theirs in (("freeze", "freeze"), ("packages", "list")):
        cells[word, f"pip {theirs}", PIPS] = lambda theirs=theirs: bench.run(env + "/bin/pip", theirs, env=quiet)
        if tools.find("uv"):
            uv = [tools.find("uv"), "--no-config", "--no-cache", "pip", theirs, "-p", env + "/bin/python"]
            cells[word, f"uv pip {theirs}", PIPS] = lambda uv=uv: bench.run(*uv)
    return cells


def rows(bench):
    envs = {count: environment(bench, count) for count in SIZES}
    same(bench, envs[PIPS])
    cells = commands(bench, envs)
    pairs = [("packages", f"{word}, {count} packages", who, None, (word, who, count), (word, f"avenv {word}", PIPS))
             for word, who, count in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], f"avenv {name[0]}, {PIPS} packages")
    if not tools.find("uv"):
        yield bench.missing("packages", "uv", "'tests/bench/deps.sh' fetches it")
