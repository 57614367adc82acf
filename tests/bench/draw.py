#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/bench.svg, and the figures in README.md, from docs/bench.json and nothing else.

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
from table import span  # noqa: E402
from tools import harness  # noqa: E402

PICTURE = harness.ROOT / "docs/bench.svg"
README = harness.ROOT / "README.md"
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
# What is drawn of the shells: (part, what, how it is called)
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
# What is drawn as bars, in two columns: (title, part, what)
BARS = (
    (("A new environment with pip", "create", "an environment with pip"),),
    (("What is installed, of 100 packages", "packages", "freeze, 100 packages"),
     ("All environments, of 1,000", "list", "1,000 environments")),
)
# What is drawn as curves: (title, its series, the lines of it: what, shell, how it is called)
CURVES = (
    ("directory levels above", "a directory level", (("avenv-hook", None, "helper"),)),
    ("files in the directory", "a file in the directory", (("avenv-hook", None, "helper"),)),
    ("trust records", "a record", (("avenv-hook", None, "helper"),)),
    ("entries of PATH, cd in and out", "an entry of PATH",
     (("avenv", "fish", "fish"), ("avenv", "bash", "bash"), ("avenv-hook", None, "helper"))),
    ("environments", "an environment", (("avenv list", None, "list"), ("avenv __complete env", None, "completion"))),
    ("packages", "a package", (("avenv packages", None, "packages"), ("avenv freeze", None, "freeze"))),
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
            *(f".of-{name}{{fill:{colours[name]}}}.line-{name}{{stroke:{colours[name]}}}" for name, _, _ in TOOLS),
        ])
    fixed = (".title{font-weight:600;font-size:14px}.head{font-weight:600}.small{font-size:10.5px}"
             ".over{paint-order:stroke;stroke-width:3px}"
             ".grid,.floor,.curve{fill:none}.floor{stroke-dasharray:3 3}.curve{stroke-width:1.6}")
    return f"{fixed}{rules(LIGHT)}@media(prefers-color-scheme:dark){{{rules(DARK)}}}"


class Rows:
    """What was measured, to be asked for."""

    def __init__(self, found):
        self.rows = [row for row in found["rows"] if "missing" not in row]

    def all(self, part, what, shell=None):
        return [row for row in self.rows if (row["part"], row["what"], row["shell"]) == (part, what, shell)]

    def curve(self, what, series, shell=None):
        """Points as (how many, microseconds)."""
        return sorted((row["x"], row["us"]) for row in self.all("growth", what, shell) if row.get("series") == series)

    def one(self, part, what, who, shell=None):
        """None where that was not measured."""
        return next((row for row in self.all(part, what, shell) if row["who"] == who), None)


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


# ---- what grows: curves on two logarithmic axes --------------------------------

ACROSS, TALL, AXIS = 3, 142, 46
TIMES = (100, 1_000_000)  # microseconds


def each(rows, what, shell, unit):
    """What one more costs, in words."""
    row = rows.one("growth", f"{what}: {unit}", "each", shell)
    if not row:
        return ""
    return span(float(f"{row['us']:.2g}")) if row["us"] else "flat"


def curve_x(points, left, width):
    """From a count to its place."""
    low, high = math.log10(min(points)), math.log10(max(points))
    return lambda count: left + width * (math.log10(count) - low) / (high - low)


def curve_y(top, bottom):
    """From microseconds to their place."""
    low, high = (math.log10(us) for us in TIMES)
    return lambda us: bottom - (bottom - top) * (min(max(math.log10(us), low), high) - low) / (high - low)


def curves(svg, rows, panel, left, width, top):
    title, unit, lines = panel
    lines = [(called, each(rows, what, shell, unit), rows.curve(what, unit, shell)) for what, shell, called in lines]
    lines = [line for line in lines if line[2]]
    counts = [count for _, _, points in lines for count, _ in points]
    x, y = curve_x(counts, left + AXIS, width - AXIS), curve_y(top + 14, top + TALL - 56)
    svg.text(left + AXIS, top + 4, title, "head")
    for us in (100, 1_000, 10_000, 100_000, 1_000_000):
        svg.rule(left + AXIS, y(us), left + width, y(us), "grid")
        if us != 10_000:
            svg.text(left + AXIS - 6, y(us) + 3.5, span(us), "small soft", "end")
    for called, more, points in lines:
        spots = [f"{number(x(count))} {number(y(us))}" for count, us in points]
        svg.tag("path", d="M" + "L".join(spots), class_="curve line-avenv")
    for count, anchor in ((min(counts), "start"), (max(counts), "end")):
        svg.text(x(count), top + TALL - 43, f"{count:,}", "small soft", anchor)
    named = ", ".join(f"{called} {more}" for called, more, _ in lines)
    svg.text(left + AXIS, top + TALL - 28, f"each: {named}", "small")


def growth(svg, rows, top):
    """The lower end of what was drawn, where there is any of it."""
    panels = [panel for panel in CURVES if any(rows.curve(what, panel[1], shell) for what, shell, _ in panel[2])]
    if not panels:
        return top
    svg.text(MARGIN, top, "How it grows, and what one more costs", "title")
    svg.text(WIDTH - MARGIN, top, "time of the processor, both axes logarithmic", "soft", "end")
    width = (WIDTH - 2 * MARGIN - (ACROSS - 1) * GAP) / ACROSS
    for place, panel in enumerate(panels):
        curves(svg, rows, panel, MARGIN + place % ACROSS * (width + GAP), width, top + 24 + place // ACROSS * TALL)
    return top + 8 + -(-len(panels) // ACROSS) * TALL


# ---- the picture ---------------------------------------------------------------

def where(found):
    """Two lines: the machine, and what was measured."""
    machine = found["machine"]
    yield (f"{machine['cpu']}, {machine['cores']} cores, {machine['kernel']}, {machine['system']}; "
           f"{found['date']}, commit {found['commit']}")
    yield ", ".join(f"{name} {version}" for name, version in found["versions"].items())


def picture(found):
    rows, svg = Rows(found), Svg()
    bottom = in_shells(svg, rows, MARGIN + 14)
    bottom = commands(svg, rows, bottom + 32)
    bottom = growth(svg, rows, bottom + 40)
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
    return f"An idle prompt in bash, in a project: {idle}. More of it is in docs/bench.json."


# ---- the figures in README.md --------------------------------------------------

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
    """What OURS takes, and how many times as long the others."""
    row = rows.one(part, what, ours)
    others = ", ".join(f"`{who}` {span(other['us'])} ({times(other['ratio'])} times as long)" for who in theirs
                       if (other := rows.one(part, what, who)))
    return f"`{ours}` takes {span(row['us'])}, {others}."


def missed(row):
    """What is said of one that missed its budget: which row it is of those together, what it took, the budget."""
    timed = row["budget"].endswith(" us")
    ratio = row["ratio"] if not timed else None
    words = [row["shell"], None if row["who"] in ("avenv", "each") else f"`{row['who']}`",
             span(row["least"]) if timed else None if ratio is None else f"{ratio:.3g}", f"(not {row['budget']})"]
    times = "" if ratio is None else f" (× `{row['to']}`)"
    return f"{row['part']}, {row['what']}{times}", " ".join(word for word in words if word)


def by_median(row):
    """The same of a limit in time that was held by the least, where the median is over it; else None."""
    if row["us"] <= float(row["budget"].split()[1]):
        return None
    return f"{row['part']}, {row['what']}: " + " ".join(filter(None, (row["shell"], span(row["us"]))))


def budgets(rows):
    """How many this run was held to, and each that it missed."""
    held, things = [row["held"] for row in rows.rows if "held" in row], {}
    for thing, said in (missed(row) for row in rows.rows if row.get("held") is False):
        things.setdefault(thing, []).append(said)
    named = "; ".join(f"{thing}: {', '.join(said)}" for thing, said in things.items())
    said = (f"Of {len(held)} budgets this run missed {held.count(False)}: {named}." if named else
            f"All {len(held)} budgets are held in this run.")
    timed = [row for row in rows.rows if row.get("held") and row["budget"].endswith(" us")]
    over = "; ".join(filter(None, map(by_median, timed)))
    if over:
        said += (" Ratios are medians; what has a limit in time is held by its least, and is over it by its median in: "
                 f"{over}.")
    return said


def figures(found):
    rows = Rows(found)
    yield f"![{alt(rows)}](docs/bench.svg)"
    yield ""
    yield from shell_table(rows)
    yield ""
    text = " ".join((
        sentence(rows, "avenv create", "create", "an environment with pip",
                 ("python -m venv", "virtualenv, warm", "uv venv --seed")), "With 100 packages",
        sentence(rows, "avenv freeze", "packages", "freeze, 100 packages", ("pip freeze", "uv pip freeze"))))
    yield from textwrap.wrap(text, 118, break_on_hyphens=False)
    yield ""
    yield from textwrap.wrap(budgets(rows), 118, break_on_hyphens=False)


def readme(found):
    """README.md with these figures."""
    text = README.read_text(encoding="utf-8")
    return BLOCK.sub(lambda _: "\n" + "\n".join(figures(found)) + "\n\n", text)


def draw():
    found = results.read()
    PICTURE.write_text(picture(found), encoding="utf-8")
    README.write_text(readme(found), encoding="utf-8")


def stale():
    """The files that are not what draw() makes."""
    found = results.read()
    for file, text in ((PICTURE, picture(found)), (README, readme(found))):
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
