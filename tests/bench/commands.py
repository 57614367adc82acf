# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands beside other programs that do the same: create, freeze and packages, check, list, TAB."""

import itertools
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

from measure import DEPS, Cell, Stuck, harness
from keys import Keys  # measure has said where it lies

COUNT, RECORDS, PACKAGES = 1000, 10_000, 100


# ---- create: each time in a fresh directory on tmpfs, and nothing is deleted before the end ----


def pythons():
    """{what: (a Python, the budgets beside uv and beside venv)}: the newest from 3.12 on and below, of
    PYTHONS=, /usr/bin and pyenv."""
    ask = "import sys, ensurepip; print(*sys.version_info[:3], sys.executable)"
    newest = {}
    for python in [*filter(None, os.environ.get("PYTHONS", "").split(":")), *Path("/usr/bin").glob("python3.?*[0-9]"),
                   *Path.home().glob(".pyenv/versions/3.*/bin/python3")]:
        done = subprocess.run([python, "-I", "-S", "-c", ask], capture_output=True, text=True, check=False)
        if not done.returncode:
            *version, path = done.stdout.split()
            version = tuple(map(int, version))
            newest[version >= (3, 12)] = max(newest.get(version >= (3, 12), ((),)), (version, path))
    budgets = {True: ("create, Python from 3.12 on", ">= 1", ">= 100"), False: ("create, Python below 3.12", ">= 0.909", ">= 60")}
    return {budgets[new][0]: (path, *budgets[new][1:]) for new, (_, path) in newest.items()}


def create(bench):
    top, uv = bench.tmpfs(), bench.peer("uv")
    env = {"TMPDIR": top, "XDG_CACHE_HOME": top + "/cache"}
    places = (f"{top}/made/{n}/env" for n in itertools.count())

    def by(*argv, home="home"):
        place = next(places)
        os.makedirs(os.path.dirname(place))
        return bench.run(*argv, place, env={**env, "HOME": f"{top}/{home}"})

    def created(tree, python):
        return by(tree.avenv, "create", "-q", "-p", python, home="ours" if tree is bench.tree else "base")

    for what, (python, beside_uv, beside_venv) in pythons().items():
        ours, *base = bench.both(what, "avenv", partial(created, python=python))
        yield from (ours, *base)
        yield Cell(what, "python -m venv", partial(by, python, "-m", "venv"), floor=ours, budget=beside_venv)
        if not uv:
            continue
        # Its wheels are fetched once, and lie on the same disk as the environments.
        seed, kept = ("venv", "--quiet", "--no-config", "--seed", "-p", python), str(DEPS / "uv-cache")
        subprocess.run([uv, *seed, next(places)], check=False, env={**os.environ, "UV_CACHE_DIR": kept})
        shutil.rmtree(top + "/cache", ignore_errors=True)
        shutil.copytree(kept, top + "/cache/uv", symlinks=True)
        yield Cell(what, "uv venv --seed", partial(by, uv, *seed, "--offline"), floor=ours, budget=beside_uv,
                   cause="both copy the same files of pip, and the disk takes most of the time")


# ---- packages: distributions of the size that they have on PyPI ----


def distribution(site, number):
    name, version = f"bench_{number:04}", f"1.{number % 10}"
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    needs = "".join(f"Requires-Dist: bench-{(number + k) % PACKAGES:04}>=1; python_version >= \"3.6\"\n" for k in (1, 2))
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n{needs}\n"
                    + "What it is for, and how it is used, in some detail.\n" * 190,
        "RECORD": "".join(f"{name}/module_{k:02}.py,sha256={'x' * 43},{k * 100}\n" for k in range(60)),
        "INSTALLER": "pip\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    for file, text in files.items():
        (info / file).write_text(text, encoding="utf-8")


def filled(bench, tree, name):
    """The new environment NAME below the home of TREE, with PACKAGES distributions."""
    env = f"{tree.world.home}/{name}"
    bench.run(tree.avenv, "create", "-q", "-p", harness.PYTHON, env, world=tree.world)
    site = next(Path(env).glob("lib/python*/site-packages"))
    for number in range(PACKAGES):
        distribution(site, number)
    return env


def packages(bench):
    envs = {tree.avenv: filled(bench, tree, "packages") for tree in bench.trees()}
    env = envs[bench.avenv]
    said = [subprocess.run(argv, env=bench.world.env, capture_output=True, check=True).stdout
            for argv in ([bench.avenv, "freeze", env], [env + "/bin/pip", "freeze"])]
    if said[0] != said[1]:
        raise Stuck("avenv freeze and pip freeze say different things")

    def listed(tree, word):
        return bench.run(tree.avenv, word, envs[tree.avenv], world=tree.world)

    for word, theirs in (("freeze", "freeze"), ("packages", "list")):
        ours, *base = bench.both(f"{word}, {PACKAGES} packages", "avenv", partial(listed, word=word))
        yield from (ours, *base)
        yield Cell(ours.what, f"pip {theirs}", partial(bench.run, env + "/bin/pip", theirs), floor=ours, budget=">= 50")


def check(bench):
    envs = {tree.avenv: filled(bench, tree, "checked/.venv") for tree in bench.trees()}
    for env in envs.values():
        Path(env).with_name("requirements.txt").write_text("".join(f"bench-{number:04}==1.{number % 10}\n" for number in range(PACKAGES)))
    env = envs[bench.avenv]
    options = ("-r", str(Path(env).with_name("requirements.txt")))

    def checked(tree):
        env = envs[tree.avenv]
        return bench.run(tree.avenv, "check", "-q", "-r", str(Path(env).with_name("requirements.txt")), env, world=tree.world)

    def hinted(tree):
        env = envs[tree.avenv]
        return bench.run(tree.avenv, "-C", os.path.dirname(env), "check", "--hint", env={"VIRTUAL_ENV": env, "AVENV_ENV": env}, world=tree.world)

    ours, *base = bench.both(f"check, {PACKAGES} packages", "avenv", checked)
    yield from (ours, *base)
    if uv := bench.peer("uv"):
        dry = (uv, "pip", "install", "--quiet", "--no-config", "--offline", "-p", env, "--dry-run", *options)
        yield Cell(ours.what, "uv pip install --dry-run", lambda: bench.run(*dry), floor=ours, budget=">= 3",
                   cause="both take a few milliseconds, of which starting them is the most")
    pip = (f"{env}/bin/pip", "install", "-q", "--no-index", "--dry-run", *options)
    yield Cell(ours.what, "pip install --dry-run", lambda: bench.run(*pip), floor=ours, budget=">= 50")
    yield from bench.both(f"check --hint, {PACKAGES} packages", "avenv", hinted, "", None, "<= 20000 us")


# ---- 1,000 environments among 10,000 records: list, and TAB on a terminal ----

# The typed words, and the text that TAB adds
TYPED = {"TAB: an environment of 1,000": ("avenv path p777", "x"), "TAB: a command": ("avenv recr", "eate")}


def tab(keys, typed, rest):
    """Nanoseconds that TYPED and TAB take, which completes it by REST."""
    spent, _, line = keys.press(typed + "\t" if rest else typed)
    if line != typed + rest:
        raise Stuck(f"{keys.sh.kind}: {typed!r} and TAB made {line!r}")
    return spent


def known(bench):
    worlds = {}
    for tree in bench.trees():
        world = worlds[tree.avenv] = harness.World("bash", parent=tree.world.base)
        Path(world.bin, "avenv").unlink()
        Path(world.bin, "avenv").symlink_to(tree.avenv)
        projects = [f"{world.home}/src/p{number}x" for number in range(COUNT)]
        for project in projects:
            world.mkenv(project + "/.venv")
        done = subprocess.run(["stat", "-c", "allow slot %n/.venv in %i:%.9W", *projects], capture_output=True, text=True, check=True)
        gone = [f"allow slot {world.home}/gone/{n}/.venv in 1:1.000000000\n" for n in range(RECORDS - COUNT)]
        os.chmod(world.dir("home/.local/share/avenv"), 0o700)
        world.write("home/.local/share/avenv/records", done.stdout + "".join(gone), 0o600)

    listed = bench.both(f"list, {COUNT:,} environments", "avenv",
                        lambda tree: bench.run(tree.avenv, "list", world=worlds[tree.avenv]), "", None, "<= 100000 us")
    yield from listed
    for kind in bench.shells:
        keys = {}
        for name, world in worlds.items():
            world.kind = kind
            keys[name] = Keys(world)
        for what, (typed, rest) in TYPED.items():
            alone = Cell(what, "typing alone", partial(tab, keys[bench.avenv], typed, ""), kind)
            yield alone
            yield from bench.both(what, "avenv", lambda tree, k=keys, t=typed, r=rest: tab(k[tree.avenv], t, r), kind, listed[0], "<= 0.25",
                                  "the shell sorts and draws what it was given", less=alone)
