#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/bench.svg, and the figures in docs/bench.md, from docs/bench.json and nothing else.

usage: draw.py [--check]   --check writes nothing and exits 1 where they are not of that file"""

import math
import re
import sys
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import results  # noqa: E402
from results import Rows, where  # noqa: E402
from table import span  # noqa: E402
from tools import harness  # noqa: E402

PICTURE = harness.ROOT / "docs/bench.svg"
PAGE = harness.ROOT / "docs/bench.md"
SHELLS = harness.KINDS
FONTS = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, 'DejaVu Sans', sans-serif"

# Each tool has a colour and a shape of its own: (name, what it is called, path around 0,0)
CIRCLE = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z"
TOOLS = (
    ("avenv", "avenv", CIRCLE),
    ("direnv", "direnv", "M-3.5 -3.5h7v7h-7z"),
    ("mise", "mise", "M0 -4.5L4.5 3.5h-9z"),
    ("pyenv", "pyenv-virtualenv", "M0 -4.8L4.8 0L0 4.8L-4.8 0z"),
    ("zsh-autoswitch-virtualenv", "zsh-autoswitch-virtualenv",
     "M-4 -2L-2 -4L0 -2L2 -4L4 -2L2 0L4 2L2 4L0 2L-2 4L-4 2L-2 0z"),
)
FLOOR = "$(static true)"
BARE = "nothing loaded"
# Rows of the picture, a line each: (part, what, how it is called)
PROMPTS = (
    ("idle", "in a project", "idle prompt in a project"),
    ("idle", "in none, 7 levels deep", "idle prompt in none"),
    ("cd", "enter", "cd into a project"),
    ("cd", "leave", "cd out of it"),
    ("cd", "switch", "cd from one to another"),
    ("cd", "within a project", "cd within a project"),
    ("cd", "where no project is", "cd where no project is"),
    ("start", "to the first prompt", "start of a shell"),
)
# Bars of the picture, in two columns: (title, part, what)
BARS = (
    (("A new environment with pip", "create", "an environment with pip"),),
    (("What is installed, of 100 packages", "packages", "freeze, 100 packages"),
     ("All environments, of 1,000", "list", "1,000 environments")),
)
LIGHT = {"back": "#ffffff", "edge": "#d1d9e0", "text": "#1f2328", "soft": "#59636e", "grid": "#e4e8ec",
         "avenv": "#0969da", "direnv": "#bc4c00", "mise": "#1a7f37", "pyenv": "#8250df",
         "zsh-autoswitch-virtualenv": "#bf3989", "other": "#8c959f"}
DARK = {"back": "#0d1117", "edge": "#3d444d", "text": "#f0f6fc", "soft": "#9198a1", "grid": "#262c36",
        "avenv": "#4493f8", "direnv": "#f0883e", "mise": "#3fb950", "pyenv": "#ab7df8",
        "zsh-autoswitch-virtualenv": "#db61a2", "other": "#656c76"}

WIDTH, MARGIN = 860, 20
LABELS, GAP, STEP = 166, 14, 24
DECADES = (0, 6)  # of a microsecond, on the axis of the shells


class Svg:
    """Lines of a picture."""

    def __init__(self):
        self.lines = []

    def tag(self, name, text=None, **attributes):
        given = "".join(f' {key.strip("_").replace("_", "-")}="{number(value)}"' for key, value in attributes.items())
        self.lines.append(f"<{name}{given}/>" if text is None else f"<{name}{given}>{escape(text)}</{name}>")

    def text(self, x, y, text, kind=None, anchor=None):
        more = {**({"class_": kind} if kind else {}), **({"text_anchor": anchor} if anchor else {})}
        self.tag("text", text, x=x, y=y, **more)

    def rule(self, x1, y1, x2, y2, kind):
        self.tag("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=kind)

    def mark(self, x, y, who):
        shape = next(path for name, _, path in TOOLS if name == who)
        self.tag("path", d=shape, transform=f"translate({number(x)} {number(y)})", class_=f"of-{who}")


def number(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def style():
    def rules(colours):
        return "".join([
            f".back{{fill:{colours['back']};stroke:{colours['edge']}}}",
            f"text{{fill:{colours['text']}}}.over{{stroke:{colours['back']}}}",
            f".soft{{fill:{colours['soft']}}}", f".grid{{stroke:{colours['grid']}}}",
            f".floor{{stroke:{colours['soft']}}}", f".of-other{{fill:{colours['other']}}}",
            *(f".of-{name}{{fill:{colours[name]}}}" for name, _, _ in TOOLS),
        ])
    fixed = (".title{font-weight:600;font-size:14px}.head{font-weight:600}.small{font-size:10.5px}"
             ".over{paint-order:stroke;stroke-width:3px}"
             ".grid,.floor{fill:none}.floor{stroke-dasharray:3 3}")
    return f"{fixed}{rules(LIGHT)}@media(prefers-color-scheme:dark){{{rules(DARK)}}}"


# ---- in the shells: points on a logarithmic axis -------------------------------

def log_x(left, width, us):
    low, high = DECADES
    return left + width * (min(max(math.log10(us), low), high) - low) / (high - low)


def axis(svg, left, width, top, bottom):
    low, high = DECADES
    for decade in range(low, high + 1):
        x = log_x(left, width, 10 ** decade)
        svg.rule(x, top, x, bottom, "grid")
        if decade % 2:
            svg.text(x, bottom + 14, span(10 ** decade), "small soft", "middle")


def points(svg, rows, shell, left, width, top):
    """A column of SHELL's, one line for each of PROMPTS."""
    bottom = top + len(PROMPTS) * STEP
    svg.text(left + width / 2, top - 8, shell, "head", "middle")
    axis(svg, left, width, top, bottom)
    true = rows.one("idle", "floor", FLOOR, shell)
    if true:
        x = log_x(left, width, true["us"])
        svg.rule(x, top, x, bottom, "floor")
    for line, (part, what, _) in enumerate(PROMPTS):
        y = top + (line + 0.5) * STEP
        for who, _, _ in reversed(TOOLS):
            row = rows.one(part, what, who, shell)
            if row:
                x = log_x(left, width, row["us"])
                svg.mark(x, y, who)
                if who == "avenv":
                    svg.text(x - 8, y + 3.5, span(row["us"]), "small over", "end")


def legend(svg, rows, y):
    x = MARGIN
    for who, called, _ in TOOLS:
        if any(row["who"] == who for row in rows.rows):
            svg.mark(x + 5, y - 4, who)
            svg.text(x + 14, y, called)
            x += 14 + 7.2 * len(called) + 16
    svg.rule(x + 2, y - 11, x + 2, y + 2, "floor")
    svg.text(x + 9, y, f"{FLOOR}: starting the smallest program there is")


def in_shells(svg, rows, top):
    """The lower end of what was drawn."""
    present = [shell for shell in SHELLS if rows.one("idle", "floor", FLOOR, shell)]
    svg.text(MARGIN, top, "What a tool costs in the shell", "title")
    svg.text(WIDTH - MARGIN, top, "median time, logarithmic: each line is ten times the one to its left", "soft", "end")
    legend(svg, rows, top + 24)
    top += 60
    for line, (_, _, called) in enumerate(PROMPTS):
        svg.text(MARGIN, top + (line + 0.5) * STEP + 4, called)
    width = (WIDTH - 2 * MARGIN - LABELS - (len(present) - 1) * GAP) / max(1, len(present))
    for column, shell in enumerate(present):
        points(svg, rows, shell, MARGIN + LABELS + column * (width + GAP), width, top)
    return top + len(PROMPTS) * STEP + 20


# ---- commands: bars on a linear axis -------------------------------------------

def bars(svg, found, title, left, width, top):
    """The lower end of what was drawn."""
    svg.text(left, top, title, "title")
    most, names = max(row["us"] for row in found), 164
    for line, row in enumerate(sorted(found, key=lambda row: row["us"])):
        y = top + 10 + line * 21
        ours = row["who"].startswith("avenv")
        length = max(1.0, (width - names - 62) * row["us"] / most)
        svg.text(left, y + 14, row["who"], "head" if ours else None)
        svg.tag("rect", x=left + names, y=y + 4, width=length, height=13, class_="of-avenv" if ours else "of-other")
        svg.text(left + names + length + 6, y + 14, span(row["us"]), "small" if ours else "small soft")
    return top + 10 + len(found) * 21


def commands(svg, rows, top):
    """The lower end of what was drawn."""
    width, lower = (WIDTH - 2 * MARGIN - 2 * GAP) / 2, top
    for column, stack in enumerate(BARS):
        y = top
        for title, part, what in stack:
            found = rows.all(part, what)
            if found:
                y = bars(svg, found, title, MARGIN + column * (width + 2 * GAP), width, y) + 30
        lower = max(lower, y - 30)
    return lower


# ---- the picture ---------------------------------------------------------------

def picture(found):
    rows, svg = Rows(found), Svg()
    bottom = in_shells(svg, rows, MARGIN + 14)
    bottom = commands(svg, rows, bottom + 32)
    for line in where(found):
        bottom += 17
        svg.text(MARGIN, bottom + 5, line, "small soft")
    height = int(bottom + MARGIN)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" font-family="{FONTS}" font-size="12">',
        "<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by tests/bench/draw.py -->",
        f"<title>{escape(alt(rows))}</title>", f"<style>{style()}</style>",
        f'<rect class="back" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        *svg.lines, "</svg>", ""])


def alt(rows):
    idle = "; ".join(f"{called} {span(row['us'])}" for who, called, _ in TOOLS
                     if (row := rows.one("idle", "in a project", who, "bash")))
    return f"An idle prompt in bash, in a project: {idle}. More of it is in bench.json."


# ---- the figures in docs/bench.md ----------------------------------------------

BLOCK = re.compile(r"(?<=<!-- from docs/bench.json: -->\n).*?(?=<!-- : docs/bench.json -->)", re.S)


def shell_table(rows):
    names = [(who, called) for who, called, _ in TOOLS if rows.one("idle", "in a project", who, "bash")]
    yield "| in bash | " + " | ".join(called for _, called in names) + " |"
    yield "| --- |" + " --- |" * len(names)
    for part, what, called in PROMPTS:
        cells = [rows.one(part, what, who, "bash") for who, _ in names]
        bare = rows.one(part, what, BARE, "bash")
        called += f" (with nothing loaded {span(bare['us'])})" if part == "start" else ""
        yield f"| {called} | " + " | ".join(span(row["us"]) if row else "" for row in cells) + " |"


def times(ratio):
    """RATIO to two digits, 230 and not 2.3e+02."""
    return f"{float(f'{ratio:.2g}'):g}"


def sentence(rows, ours, part, what, theirs):
    """The time of OURS, and how many times as long the others take."""
    row = rows.one(part, what, ours)
    others = ", ".join(f"`{who}` {span(other['us'])} ({times(other['ratio'])} times as long)" for who in theirs
                       if (other := rows.one(part, what, who)))
    return f"`{ours}` takes {span(row['us'])}, {others}."


def figures(found):
    rows = Rows(found)
    yield f"![{alt(rows)}](bench.svg)"
    yield ""
    yield from shell_table(rows)
    yield ""
    text = " ".join((
        sentence(rows, "avenv create", "create", "an environment with pip",
                 ("python -m venv", "virtualenv, warm", "uv venv --seed")), "With 100 packages",
        sentence(rows, "avenv freeze", "packages", "freeze, 100 packages", ("pip freeze", "uv pip freeze"))))
    for paragraph in (text, " ".join(where(found))):
        yield from textwrap.wrap(paragraph, 118, break_on_hyphens=False)
        yield ""


def page(found):
    """docs/bench.md with these figures."""
    text = PAGE.read_text(encoding="utf-8")
    return BLOCK.sub(lambda _: "\n" + "\n".join(figures(found)) + "\n", text)


def draw():
    found = results.read()
    PICTURE.write_text(picture(found), encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")


def stale():
    """The files that are not what draw() makes."""
    found = results.read()
    for file, text in ((PICTURE, picture(found)), (PAGE, page(found))):
        if file.read_text(encoding="utf-8") != text:
            yield file.name


def main():
    if sys.argv[1:] != ["--check"]:
        draw()
        return 0
    names = list(stale())
    for name in names:
        print(f"{name} is not of {results.FILE.name}: tests/bench/draw.py makes it so")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
