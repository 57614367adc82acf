#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 18
"""mise in the same shell. `tests/fetch.sh mise` fetches it into out/deps."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from framed import need  # noqa: E402
from harness import ROOT, check, main, test  # noqa: E402


def mise(w):
    """A shell that loads mise before the hook; a directory of its own is on PATH in p and in plain."""
    program = need(ROOT / "out/deps/bin/mise", "mise is not in out/deps")
    w.make("p q own* plain/tools/ p/tools/")
    w.env.update(MISE_TRUSTED_CONFIG_PATHS=w.home, MISE_YES="1", MISE_OFFLINE="1", AVENV_LEARN="0")
    for name in ("p", "plain"):
        w.write(f"home/{name}/mise.toml", '[env]\n_.path = "./tools"\n')
    w.write("home/own/mise.toml", '[env]\n_.python.venv = ".venv"\n')
    line = f"{program} activate fish | source" if w.kind == "fish" else f'eval "$({program} activate {w.kind})"'
    return w.shell(before=line)


@test("mise, loaded before the hook: both work in one project, its own stays its, no PATH entry is left behind")
def beside(w):
    sh = mise(w)
    tools = [f"{w.home}/{name}/tools" for name in ("p", "plain")]
    env = {name: w.env_of(name) for name in ("p", "q", "own")}
    for name in 2 * ("p", "q", "p", "", "plain", "q", "", "own", ""):
        sh.run(f"cd ~/{name}")
        sh.run("")
        got = sh.state()
        check(got["VIRTUAL_ENV"], env.get(name), f"VIRTUAL_ENV in ~/{name}")
        parts = {part for part in got["PATH"].split(":") if part.startswith(w.home) and "/mise/" not in part}
        want = {f"{env[name]}/bin"} if name in env else set()
        check(parts, want | {tool for tool in tools if f"/{name}/tools" in tool}, f"PATH in ~/{name}")
        if name in env:
            check(sh.run("command -v python"), env[name] + "/bin/python\n", "the program in PATH")


main()
