# SPDX-License-Identifier: GPL-3.0-or-later
"""The start of a shell, its first prompt included, in a directory without a project."""

from measure import START, interactive
from projects import BARE, OURS, projects_of

# bash and zsh come to a prompt of their own and find the end of their input there.
FIRST = {"bash": "", "zsh": "", "fish": "drawn; exit\n"}
SOURCED = "avenv, its file sourced"
ADDED = "added to a bare shell"
PEER = "direnv"


def starting(bench, shell, line="", env=None):
    argv, more = interactive(bench.world, shell, line, START[shell], FIRST[shell])
    return lambda: bench.run(*argv, env={**more, **(env or {})})


def starts(bench, projects, shell):
    """A dict of (shell, what, who): the measurement."""
    whole = {BARE: starting(bench, shell)}
    for who, tool in projects.tools.items():
        if shell in tool.lines:
            whole[who] = starting(bench, shell, tool.lines[shell], tool.variables())
    whole[SOURCED] = starting(bench, shell, f"source {bench.world.hook_file(kind=shell)}")
    cells = {(shell, "to the first prompt", who): cell for who, cell in whole.items()}
    for who in (PEER, SOURCED, *OURS):
        if who in whole and PEER in whole:
            cells[shell, ADDED, who] = lambda cell=whole[who]: cell() - whole[BARE]()
    return cells


def rows(bench):
    projects = projects_of(bench)
    cells = {}
    for shell in bench.shells:
        cells.update(starts(bench, projects, shell))
    pairs = [("start", what, who, shell, (shell, what, who),
              (shell, what, PEER if what == ADDED else BARE)) for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], floor[2])
    yield from projects.absences("start")
    if PEER in projects.absent:
        yield bench.missing("start", None, f"{PEER} to compare with", what=ADDED)
