# SPDX-License-Identifier: GPL-3.0-or-later
"""The start of a shell, up to and with its first prompt, in a directory without a project."""

from measure import START, interactive
from projects import BARE, projects_of

FIRST = {"bash": "prompt; exit\n", "zsh": "prompt; exit\n", "fish": "drawn; exit\n"}


def starting(bench, shell, line="", env=None):
    argv, more = interactive(bench.world, shell, line, START[shell], FIRST[shell])
    return lambda: bench.run(*argv, env={**more, **(env or {})})


def starts(bench, projects, shell):
    """A dict of who: what to measure."""
    cells = {
        BARE: starting(bench, shell),
        "avenv": starting(bench, shell, projects.tools["avenv"].lines[shell]),
        "avenv, its file sourced": starting(bench, shell, f"source {bench.world.hook_file(kind=shell)}"),
    }
    for who, tool in projects.tools.items():
        if shell in tool.lines and who not in cells:
            cells[who] = starting(bench, shell, tool.lines[shell], tool.variables())
    return cells


def rows(bench):
    projects = projects_of(bench)
    cells = {(shell, who): cell for shell in bench.shells for who, cell in starts(bench, projects, shell).items()}
    times = bench.rounds(cells)
    for shell, who in cells:
        yield bench.row("start", "to the first prompt", who, times[shell, who], shell, times[shell, BARE], BARE)
    yield from projects.absences("start")
