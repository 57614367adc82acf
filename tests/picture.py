#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/session.svg, the picture in README.md: a real bash with a real avenv.

usage: picture.py FILE

STEPS is typed; the rest is what bash and avenv answered in a private HOME, which is shown as
/home/you. No step prints a version, a date or a name of this machine: the bytes stay the same. So
uv is a stand-in that says nothing, and the address of the clone leads to a repository in HOME."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent / "shell"))
from harness import World  # noqa: E402

STEPS = (
    "git clone -q https://git.example.com/django && cd django",
    "avenv up",
    "which python",
    "git pull -q",
    "avenv up",
    "cd ..",
    "cd flask   # an archive that came with an environment",
    "avenv",
    "avenv allow",
    "mkdir ../new && cd ../new",
    "avenv create -q",
    "deactivate",
    "",
)
UV = """#!/bin/sh
[ -d .venv ] || "{0}/avenv" -q create --without-pip
names=$(sed -n 's/^name = "\\(.*\\)"/\\1/p' uv.lock)
cd .venv/lib/python3*/site-packages
for name in $names; do
\tmkdir -p "$name-1.dist-info"
\tprintf 'Name: %s\\nVersion: 1\\n' "$name" >"$name-1.dist-info/METADATA"
done
"""
PS1 = r"PS1='\w $ \[\e]7717;P\a\]'"
TOP, LINE_HEIGHT = 22, 20
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" width="716" height="{0}" viewBox="0 0 716 {0}" role="img">
<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by tests/picture.py -->
<title>A bash session: from a clone to an environment that is on, and off.</title>
<rect width="716" height="{0}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
 font-size="14" fill="#e6edf3" xml:space="preserve">
{1}
</g>
</svg>
"""


def commit(world, *packages):
    """A commit whose uv.lock has PACKAGES."""
    needs = ", ".join(f'{{ name = "{name}" }}' for name in packages)
    lock = f'version = 1\n[[package]]\nname = "site"\nsource = {{ virtual = "." }}\ndependencies = [{needs}]\n'
    world.write("origin/django/uv.lock", lock + "".join(f'[[package]]\nname = "{name}"\nversion = "1"\n' for name in packages))
    world.write("origin/django/pyproject.toml", '[project]\nname = "site"\n')
    for words in ("init -q", "add -A", "-c user.name=a -c user.email=a commit -qm a"):
        subprocess.run(["git", "-C", world.base + "/origin/django", *words.split()], env=world.env, check=True)


def session():
    """The lines on the terminal, as SVG has them: the directory blue, the command bold."""
    with World("bash") as world:
        world.avenv("-q", "create", "src/flask/.venv")
        # As an archive would have brought it: nobody has allowed it.
        world.avenv("-q", "forget", "src/flask")
        world.write("home/.gitconfig", f'[url "{world.base}/origin/"]\ninsteadOf = https://git.example.com/\n')
        world.write("bin/uv", UV.format(world.bin), 0o755)
        world.dir("origin/django")
        commit(world, "django")
        shell = world.shell(cwd=world.home + "/src", before=PS1)
        for step in STEPS:
            name, place = re.fullmatch(r"(\(.*\) )?(.*) \$ ", shell.prompt()).groups("")
            yield f'{name}<tspan fill="#79c0ff">{place}</tspan> $ <tspan font-weight="bold">{escape(step)}</tspan>'
            if step.startswith("git pull"):
                commit(world, "django", "redis")
                # Some file systems have times in seconds.
                time.sleep(1.1)
            yield from escape(shell.run(step)).replace(world.home, "/home/you").splitlines()


os.umask(0o022)
lines = [f'<text x="{TOP}" y="{TOP + LINE_HEIGHT * n}">{line}</text>' for n, line in enumerate(session(), 1)]
Path(sys.argv[1]).write_text(FRAME.format(2 * TOP + LINE_HEIGHT * len(lines), "\n".join(lines)), encoding="utf-8")
