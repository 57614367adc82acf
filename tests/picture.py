#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/session.svg, the picture in README.md: a real bash with a real avenv.

usage: picture.py FILE

STEPS is typed; the rest is what bash and avenv answered in a private HOME, which is shown as
/home/you. No step prints a version, a date or a name of this machine: the bytes stay the same."""

import os
import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent / "shell"))
from harness import World  # noqa: E402

STEPS = (
    "cd django",
    "which python",
    "cd ..",
    "cd flask   # an archive that came with an environment",
    "avenv",
    "avenv allow",
    "mkdir ../new && cd ../new",
    "avenv create -q",
    "deactivate",
    "",
)
PS1 = r"PS1='\w $ \[\e]7717;P\a\]'"
TOP, LINE_HEIGHT = 22, 20
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" width="716" height="{0}" viewBox="0 0 716 {0}" role="img">
<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by tests/picture.py -->
<title>A bash session: cd turns a project's environment on and off.</title>
<rect width="716" height="{0}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
 font-size="14" fill="#e6edf3" xml:space="preserve">
{1}
</g>
</svg>
"""


def session():
    """The lines on the terminal, as SVG has them: the directory blue, the command bold."""
    with World("bash") as world:
        for name in ("django", "flask"):
            world.avenv("-q", "create", f"src/{name}/.venv")
        # As an archive would have brought it: nobody has allowed it.
        world.avenv("-q", "forget", "src/flask")
        shell = world.shell(cwd=world.home + "/src", before=PS1)
        for step in STEPS:
            name, place = re.fullmatch(r"(\(.*\) )?(.*) \$ ", shell.prompt()).groups("")
            yield f'{name}<tspan fill="#79c0ff">{place}</tspan> $ <tspan font-weight="bold">{escape(step)}</tspan>'
            yield from escape(shell.run(step)).replace(world.home, "/home/you").splitlines()


os.umask(0o022)
lines = [f'<text x="{TOP}" y="{TOP + LINE_HEIGHT * n}">{line}</text>' for n, line in enumerate(session(), 1)]
Path(sys.argv[1]).write_text(FRAME.format(2 * TOP + LINE_HEIGHT * len(lines), "\n".join(lines)), encoding="utf-8")
