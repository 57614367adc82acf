# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt at which nothing changed: the time that a tool adds to it and to a user's command."""

from measure import CAPTURE, PROMPT, TRUE
from projects import BARE, DEEP, OURS, projects_of

OWN = "the user's own $(true)"
SAMPLES = 5  # of the user's command a round; the least counts, since the budget is 3 %


def at(place, body, session, bare=None):
    """Measures BODY in PLACE, where a prompt was before; BARE's time for it is taken off."""
    def measured():
        spent = []
        for each in filter(None, (session, bare)):
            each.do(f"turn {place}; prompt")
            spent.append(each.time(body))
        return spent[0] - sum(spent[1:])
    return measured


def own(place, body, session):
    """Measures BODY in PLACE several times; the least counts."""
    def measured():
        session.do(f"turn {place}; prompt")
        return min(session.time(body) for _ in range(SAMPLES))
    return measured


def places(projects, who):
    project = projects.project(who)
    return {
        "in a project": project,
        "7 levels below it": f"{project}/{DEEP}",
        "in none, 7 levels deep": f"{projects.none}/{DEEP}",
    }


def cells_of(bench, projects, shell):
    """A dict of (what, who): the measurement."""
    sessions, body = projects.sessions(shell), CAPTURE[shell].format(bench.true)
    bare = sessions[BARE]
    cells = {("floor", TRUE): at(bench.world.home, body, sessions["avenv"])}
    for who, session in sessions.items():
        if who != BARE:
            for where, place in places(projects, who).items():
                cells[where, who] = at(place, PROMPT[shell], session, bare)
    if shell == "bash":
        for who in (BARE, *OURS):
            if who in sessions:
                cells[OWN, who] = own(projects.project(who), body, sessions[who])
    return cells


def rows(bench):
    projects = projects_of(bench)
    cells = {(shell, *key): cell for shell in bench.shells
             for key, cell in cells_of(bench, projects, shell).items()}
    pairs = [("idle", what, who, shell, (shell, what, who),
              (shell, OWN, BARE) if what == OWN else (shell, "floor", TRUE))
             for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], floor[2])
    yield from projects.absences("idle")
