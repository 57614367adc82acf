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
HOME = "/home/you"

COLUMNS, MARGIN = 80, 22
WIDTH, HEIGHT, SIZE = 8.4, 20, 14  # of a cell, and of the text in it
BACKGROUND, BORDER, TEXT = "#0d1117", "#484f58", "#e6edf3"
COLOURS = {
    30: "#6e7681", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341",
    34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#e6edf3",
}
FONTS = ("ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', "
         "'Liberation Mono', monospace")
ALT = "A bash session: cd turns a project's environment on and off."


# What a terminal does with the bytes that bash and avenv print; a colour and its end, "erase to the end"
TOKEN = re.compile(r"\x1b\[([0-9;]*)m|(\x1b\[K)|\x1b\[[?0-9]*[hl]|\x1b\][^\a]*\a|(.)", re.S)


def screen(text):
    """The lines that TEXT makes on a terminal, each a list of (character, style); a style is
    (bold, dim, colour)."""
    lines, column, style = [[]], 0, (False, False, None)
    for colours, erase, char in (token.groups() for token in TOKEN.finditer(text)):
        if colours is not None:
            for n in (int(n or 0) for n in colours.split(";")):
                bold, dim, colour = style
                style = {0: (False, False, None), 1: (True, dim, colour), 2: (bold, True, colour),
                         22: (False, False, colour), 39: (bold, dim, None)}.get(n) or (bold, dim, n)
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
        return os.fsdecode(shell.buf).replace(world.home, HOME)


def tag(name, text, **attributes):
    given = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{text}</{name}>"


def text_run(row, column, text, style):
    """Each run has its own place and length, so that any font keeps to the grid."""
    bold, dim, colour = style
    look = {"fill": COLOURS[colour]} if colour else {}
    look.update({"font_weight": "bold"} if bold else {}, **({"opacity": "0.65"} if dim else {}))
    return tag("text", escape(text), x=f"{MARGIN + column * WIDTH:g}",
               y=MARGIN + row * HEIGHT + SIZE, textLength=f"{len(text) * WIDTH:g}", **look)


def draw(shown):
    lines = [list(runs(line)) for line in screen(shown)]
    longest = max(run[0] + len(run[1]) for line in lines for run in line)
    if longest > COLUMNS:
        raise ValueError(f"a line of {longest} columns does not fit into {COLUMNS}")
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), len(lines) * HEIGHT + 2 * MARGIN
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           f'viewBox="0 0 {width} {height}" role="img">')
    yield "<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by tests/picture.py -->"
    yield tag("title", ALT)
    yield (f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" '
           f'fill="{BACKGROUND}" stroke="{BORDER}"/>')
    yield f'<g font-family="{FONTS}" font-size="{SIZE}" fill="{TEXT}">'
    for row, line in enumerate(lines):
        yield from (text_run(row, *run) for run in line)
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
