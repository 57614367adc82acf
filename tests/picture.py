#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/session.svg, the picture in README.md: a real bash with a real avenv.

usage: picture.py [FILE]; without FILE the picture goes to standard output.

What is typed is in STEPS. All else is what bash and avenv answered on a
pseudo-terminal in a private HOME, but for one thing: that HOME is called /home/you.
No step prints a version, a date or a name of this machine, so that whoever makes the
picture anew gets the same bytes."""

import os
import re
import sys
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent / "shell"))
import harness  # noqa: E402

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
)
# A command is bold as long as it is being typed. The marks are the harness's.
BASHRC = r"""PS1='\[\e[34m\]\w\[\e[m\] $ \[\e[1m\e]7717;P\a\]'
PS0=$'\e[m\e]7717;C\a'
bind 'set enable-bracketed-paste off'
eval "$(avenv hook bash)"
"""
COLUMNS, MARGIN = 80, 22
WIDTH, HEIGHT, SIZE = 8.4, 20, 14  # of a cell, and of the text in it
# Bold, and the colours that are used
LOOKS = {1: {"font-weight": "bold"}, 2: {"opacity": "0.65"}, 31: {"fill": "#ff7b72"}, 32: {"fill": "#7ee787"},
         33: {"fill": "#e3b341"}, 34: {"fill": "#79c0ff"}, 36: {"fill": "#76e3ea"}}
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img">
<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by tests/picture.py -->
<title>A bash session: cd turns a project's environment on and off.</title>
<rect x="0.5" y="0.5" width="{2}" height="{3}" rx="8" fill="#0d1117" stroke="#484f58"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" """ \
    """font-size="14" fill="#e6edf3">"""
# What a terminal does with the bytes that bash and avenv print: looks, "erase to the end", text
TOKEN = re.compile(r"\x1b\[([0-9;]*)m|(\x1b\[K)|\x1b\[[?0-9]*[hl]|\x1b\][^\a]*\a|(.)", re.S)


def screen(text):
    """The lines that TEXT makes on a terminal, each a list of (character, the numbers of its looks)."""
    lines, column, style = [[]], 0, frozenset()
    for looks, erase, char in (token.groups() for token in TOKEN.finditer(text)):
        if looks is not None:
            for n in (int(n or 0) for n in looks.split(";")):
                ended = {0: range(40), 22: (1, 2), 39: range(30, 40)}.get(n)
                style = style.difference(ended) if ended else style | {n}
        elif erase:
            del lines[-1][column:]
        elif char == "\n":
            lines.append([])
        elif char and char.isprintable():
            lines[-1][column:column + 1] = [(char, style)]
            column += 1
        column = {"\n": 0, "\r": 0, "\b": column - 1}.get(char, column)
    return lines


def runs(line):
    """LINE's runs of one style as (column, text, style). Where more than one space stands a new one
    begins, as viewers make one of them."""
    text, column = "".join(char for char, _ in line), 0
    for style, cells in groupby(line, key=lambda cell: cell[1]):
        end = column + len(list(cells))
        yield from ((m.start(), m.group(), style) for m in re.compile(r"\S+(?: \S+)*").finditer(text, column, end))
        column = end


def session():
    """All that the terminal showed, with its escape sequences."""
    with harness.World("bash") as world:
        world.write("home/.bashrc", BASHRC)
        for name in ("django", "flask"):
            world.avenv("-q", "create", f"src/{name}/.venv")
        # As an archive would have brought it: nobody has allowed it.
        world.avenv("-q", "forget", "src/flask")
        shell = world.shell(cwd=world.home + "/src")
        for step in STEPS:
            shell.run(step)
        return os.fsdecode(shell.buf).replace(world.home, "/home/you")


def draw(shown):
    lines = [list(runs(line)) for line in screen(shown)]
    longest = max(column + len(text) for line in lines for column, text, _ in line)
    if longest > COLUMNS:
        raise ValueError(f"a line of {longest} columns does not fit into {COLUMNS}")
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), len(lines) * HEIGHT + 2 * MARGIN
    yield FRAME.format(width, height, width - 1, height - 1)
    for row, line in enumerate(lines):
        # Each run has its own place and length, so that any font keeps to the grid.
        for column, text, style in line:
            looks = "".join(f' {key}="{value}"' for n in sorted(style, key=lambda n: (n < 30, n))
                            for key, value in LOOKS[n].items())
            yield (f'<text x="{MARGIN + column * WIDTH:g}" y="{MARGIN + row * HEIGHT + SIZE}" '
                   f'textLength="{len(text) * WIDTH:g}"{looks}>{escape(text)}</text>')
    yield "</g>\n</svg>"


def main():
    os.umask(0o022)
    picture = "\n".join(draw(session())) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(picture, encoding="utf-8")
    else:
        sys.stdout.write(picture)


if __name__ == "__main__":
    main()
