#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 18
"""mise in the same shell. tests/fetch.sh mise fetches it into out/deps."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
# pylint: disable=wrong-import-position
from framed import need  # noqa: E402
from harness import ROOT, check, main, test  # noqa: E402


def mise(w):
    """The line that loads mise; a directory of its own is on PATH in p and in plain."""
    program = need(ROOT / "out/deps/bin/mise", "mise is not here; tests/fetch.sh mise fetches it")
    w.env.update(MISE_TRUSTED_CONFIG_PATHS=w.home, MISE_YES="1", MISE_OFFLINE="1")
    for name in ("p", "plain"):
        w.dir(f"home/{name}/tools")
        w.write(f"home/{name}/mise.toml", '[env]\n_.path = "./tools"\n')
    if w.kind == "fish":
        return f"{program} activate fish | source"
    return f'eval "$({program} activate {w.kind})"'


def parts(sh):
    """The directories in PATH that belong to a project."""
    projects = tuple(f"{sh.world.home}/{name}/" for name in ("p", "q", "plain"))
    return {name for name in sh.state()["PATH"].split(":") if name.startswith(projects)}


@test("mise, loaded before the hook: both work in one project, and leave no PATH entry behind")
def beside(w):
    p, q = w.project("p"), w.project("q")
    tools, plain = w.home + "/p/tools", w.home + "/plain/tools"
    sh = w.shell(before=mise(w))
    steps = (("p", p, {p + "/bin", tools}), ("q", q, {q + "/bin"}), ("p", p, {p + "/bin", tools}),
             ("", None, set()), ("plain", None, {plain}), ("q", q, {q + "/bin"}), ("", None, set()))
    for _ in range(2):
        for to, env, want in steps:
            sh.run(f"cd ~/{to}")
            sh.run("")
            check(parts(sh), want, f"PATH in ~/{to}")
            check(sh.state()["VIRTUAL_ENV"], env, f"VIRTUAL_ENV in ~/{to}")
            if env:
                check(sh.run("marker"), f"{to}/.venv\n", "the program in PATH")


@test("an environment that mise turns on stays mise's")
def theirs(w):
    env = w.project("p", real=True)
    line = mise(w)
    w.write("home/p/mise.toml", '[env]\n_.python.venv = ".venv"\n')
    sh = w.shell(before=line, env={"AVENV_LEARN": "0"})
    for _ in range(2):
        sh.run("cd ~/p")
        sh.run("")
        check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV inside")
        sh.run("cd ~")
        sh.run("")
        check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV outside")
        check(parts(sh), set(), "PATH outside")


main()
