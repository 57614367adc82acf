# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv list` beside find over the same: projects with sources and an environment, half of them in
one allowed tree and half recorded singly."""

import os

COUNT = 1000
PACKAGES = 10
CONFIG = "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n"


def project(path):
    """A project as large as a usual one."""
    for name in ("src/pkg", "tests", "docs"):
        os.makedirs(f"{path}/{name}")
    env = f"{path}/.venv"
    site = f"{env}/lib/python3.11/site-packages"
    os.makedirs(f"{env}/bin")
    for number in range(PACKAGES):
        os.makedirs(f"{site}/package{number}")
        os.mkdir(f"{site}/package{number}-1.0.dist-info")
    with open(f"{env}/pyvenv.cfg", "w", encoding="ascii") as file:
        file.write(CONFIG)
    os.symlink("/usr/bin/python3", f"{env}/bin/python")


def rows(bench):
    # A HOME of its own: what other parts have made there is not to be listed.
    home, tree, single = (bench.world.dir(f"list/{name}") for name in ("home", "tree", "single"))
    for number in range(COUNT):
        project(f"{tree if number % 2 else single}/group{number // 40}/project{number}")
    env = {"HOME": home}
    bench.run(bench.avenv, "-q", "allow", "--tree", tree, env=env)
    bench.run(bench.avenv, "-q", "allow", "--found", single, env=env)
    cells = {
        "avenv list": lambda: bench.run(bench.avenv, "list", env=env),
        "avenv list --names": lambda: bench.run(bench.avenv, "list", "--names", env=env),
        "find -name pyvenv.cfg": lambda: bench.run("find", tree, single, "-name", "pyvenv.cfg"),
    }
    what, to = f"{COUNT:,} environments", "find -name pyvenv.cfg"
    times = bench.rounds(cells, [("list", what, who, None, who, to) for who in cells])
    for who in cells:
        yield bench.row("list", what, who, times[who], floor=times[to], to=to)
