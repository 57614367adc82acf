# SPDX-License-Identifier: GPL-3.0-or-later
"""An idle prompt: what each tool costs where nothing changed."""

from measure import CAPTURE, PROMPT, TRUE
from projects import BARE, DEEP, projects_of

# fish draws the name in the prompt itself each time; bash and zsh have it in a variable.
BODIES = {shell: {"": body} for shell, body in PROMPT.items()}
BODIES["fish"][", drawn"] = PROMPT["fish"] + "; fish_prompt >/dev/null"
NOTHING = {"bash": "nothing() { :; }", "zsh": "nothing() { :; }", "fish": "function nothing; end"}


def at(session, place, body):
    """Measures BODY where the shell has been for a prompt."""
    def measured():
        session.do(f"turn {place}; prompt")
        return session.time(body)
    return measured


def places(projects, who):
    project = projects.project(who)
    return {
        "in a project": project,
        "7 levels below it": f"{project}/{DEEP}",
        "in none, 7 levels deep": f"{projects.none}/{DEEP}",
    }


def prompts(projects, shell):
    """A dict of (what, who): what to measure."""
    cells = {}
    for who, session in projects.sessions(shell).items():
        if who == BARE:
            continue
        for where, place in places(projects, who).items():
            for drawn, body in BODIES[shell].items():
                if not drawn or who == "avenv":
                    cells[where + drawn, who] = at(session, place, body)
    return cells


def floors(bench, shell, sessions):
    """A dict of (what, who); that of the program is taken in the shell that the ratios are of."""
    sessions[BARE].do(NOTHING[shell])
    sessions["avenv"].do("prompt")
    return {
        ("floor", "empty function"): sessions[BARE].cell("nothing"),
        ("floor", TRUE): at(sessions["avenv"], bench.world.home, CAPTURE[shell].format(bench.true)),
    }


def rows(bench):
    projects = projects_of(bench)
    cells = {}
    for shell in bench.shells:
        sessions = projects.sessions(shell)
        cells.update(((shell, *key), cell) for key, cell in floors(bench, shell, sessions).items())
        cells.update(((shell, *key), cell) for key, cell in prompts(projects, shell).items())
    pairs = [("idle", what, who, shell, (shell, what, who), (shell, "floor", TRUE)) for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], TRUE)
    yield from projects.absences("idle")
