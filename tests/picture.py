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


WORDS = re.compile(r"\S+(?: \S+)*")


class Screen:
    """As much of a terminal as the session needs; what it does not know is an error."""

    TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b\][^\a]*\a|(.)", re.S)

    def __init__(self):
        self.lines = [[]]
        self.column = 0
        self.style = (False, False, None)  # bold, dim, colour

    def feed(self, text):
        for token in self.TOKEN.finditer(text):
            args, final, char = token.groups()
            if char is not None:
                self.put(char)
            elif final == "m":
                self.attributes([int(n or 0) for n in args.split(";")])
            elif final == "K" and args in ("", "0"):
                del self.lines[-1][self.column:]
            elif final not in (None, "h", "l"):
                raise ValueError(f"not understood: {token.group()!r}")

    def attributes(self, numbers):
        bold, dim, colour = self.style
        for n in numbers:
            if n == 0:
                bold, dim, colour = False, False, None
            elif n in (1, 2, 22):
                bold, dim = n == 1, n == 2
            elif n == 39 or n in COLOURS:
                colour = None if n == 39 else n
            else:
                raise ValueError(f"no such attribute: {n}")
        self.style = (bold, dim, colour)

    def put(self, char):
        if char == "\n":
            self.lines.append([])
            self.column = 0  # always after a CR: the terminal is not raw
        elif char == "\r":
            self.column = 0
        elif char == "\b":
            self.column -= 1
        elif char.isprintable():
            self.lines[-1][self.column:self.column + 1] = [(char, self.style)]
            self.column += 1
        else:
            raise ValueError(f"not understood: {char!r}")

    def runs(self):
        """For each line its runs of one style as (column, text, style). Where more than one
        space stands a new one begins, as viewers make one of them."""
        for line in self.lines:
            text, runs, column = "".join(char for char, _ in line), [], 0
            for style, cells in groupby(line, key=lambda cell: cell[1]):
                end = column + len(list(cells))
                runs += [(m.start(), m.group(), style) for m in WORDS.finditer(text, column, end)]
                column = end
            yield runs


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


def draw(screen):
    lines = list(screen.runs())
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
    screen = Screen()
    screen.feed(session())
    picture = "\n".join(draw(screen)) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(picture, encoding="utf-8")
    else:
        sys.stdout.write(picture)


if __name__ == "__main__":
    main()
