# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of directory: the `cd` alone, and with the prompt after it."""

from measure import CAPTURE, TRUE
from projects import BARE, OURS, projects_of

# fish's own `cd` is a function that keeps a history.
BUILTIN = {"bash": "cd", "zsh": "cd", "fish": "builtin cd"}


def halved(session, place, other, command):
    """Measures COMMAND to PLACE and then to OTHER, as if they were one; both begin in OTHER."""
    def measured():
        session.do(f"turn {other}")
        return session.time(f"{command} {place}; {command} {other}") / 2
    return measured


def turns(projects, who, session):
    """A dict of (what, who): the measurement, of `turn`: a `cd` and the prompt after it."""
    p, q, none = projects.project(who), projects.project(who, "q"), projects.none
    cells = {
        ("enter", who): session.cell(f"turn {p}", before=f"turn {none}"),
        ("leave", who): session.cell(f"turn {none}", before=f"turn {p}"),
        ("switch", who): halved(session, q, p, "turn"),
        ("within a project", who): halved(session, f"{p}/1", p, "turn"),
        ("where no project is", who): halved(session, f"{none}/other", none, "turn"),
    }
    if who in OURS:
        cd = BUILTIN[session.shell]
        cells["in and out", who] = halved(session, p, none, "turn")
        cells["cd alone, in and out", who] = halved(session, p, none, cd)
        cells["cd alone, switch", who] = halved(session, q, p, cd)
    return cells


def rows(bench):
    projects = projects_of(bench)
    cells = {}
    for shell in bench.shells:
        sessions = projects.sessions(shell)
        cells[shell, "floor", TRUE] = sessions["avenv"].cell(CAPTURE[shell].format(bench.true))
        for who, session in sessions.items():
            if who != BARE:
                found = turns(projects, who, session)
                cells.update(((shell, *key), cell) for key, cell in found.items())
    pairs = [("cd", what, who, shell, (shell, what, who), (shell, "floor", TRUE))
             for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], TRUE)
    yield from projects.absences("cd")
