# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of directory where no project is: what the helper costs, and what builtins would to find
out that it need not be asked. That is a floor, their look-ups alone: of each directory on the way
up its pyvenv.cfg and the names that count, which may be links, and of each entry of the last one
its pyvenv.cfg, behind no link, as what a hostile tree leads to must not be looked at.

The hooks do without. It would be a second list of what the finders seek, in three languages, to be
wrong where one is added; and no builtin of bash or fish tells that another shell has changed the
records, which name environments in the directories above that no name betrays."""

from measure import CAPTURE, TRUE
from parts.cd import BUILTIN, halved
from projects import DEEP

from harness import LINE

NAMES = (".venv", "venv", "env", ".env", "virtualenv", ".python-envs")
LEVELS = 7
ENTRIES = (0, 10, 100)


def tests(shell, level):
    up = "../" * level
    links = [f"-L {up}{name}" for name in NAMES]
    there = [f"-e {up}{name}" for name in (*NAMES, "pyvenv.cfg")]
    return (" -o " if shell == "fish" else " || ").join(links + there)


# Whether something is found among the entries; nothing that a user's options could do is in the way.
SCAN = {
    "bash": "shopt -s nullglob dotglob; for e in *; do [[ ! -L $e && -e $e/pyvenv.cfg ]] && return; done",
    "zsh": "setopt localoptions nullglob globdots; for e in *; do [[ ! -L $e && -e $e/pyvenv.cfg ]] && return; done",
    "fish": 'for e in .* *; test ! -L "$e" -a -e "$e/pyvenv.cfg"; and return; end',
}


def checker(shell):
    """A function that looks all of it up."""
    lines = [tests(shell, level) for level in range(LEVELS)]
    if shell == "fish":
        return "function check; " + "; ".join(f"test {line}; and return" for line in lines) + f"; {SCAN[shell]}; end"
    return "check() { local e; " + "; ".join(f"[[ {line} ]] && return" for line in lines) + f"; {SCAN[shell]}; }}"


def places(bench, count):
    """Two directories side by side, so deep, with COUNT entries each."""
    for name in ("one", "other"):
        place = f"home/negative/{count}/{DEEP}/{name}"
        for i in range(count):
            bench.world.dir(f"{place}/entry{i}")
        yield bench.world.dir(place)


def rows(bench):
    cells = {}
    for shell in bench.shells:
        bare = bench.session(shell)
        avenv = bench.session(shell, line=LINE[shell].replace("avenv", bench.avenv, 1))
        bare.do(checker(shell))
        cells[shell, "floor", TRUE] = avenv.cell(CAPTURE[shell].format(bench.true))
        for count in ENTRIES:
            one, other = places(bench, count)
            what = f"cd without any project, {count} entries"
            for who, session, then in (("avenv", avenv, ""), ("no hook", bare, ""), ("look-ups by builtins", bare, "; check")):
                cells[shell, what, who] = halved(session, *(f"{BUILTIN[shell]} {place}{then}" for place in (one, other)))
    pairs = [("negative", what, who, shell, (shell, what, who), (shell, "floor", TRUE)) for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], TRUE)
