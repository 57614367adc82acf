# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of directory, up to and with the next prompt, and what turning an environment on and
off costs where no program is started for it."""

import os

from measure import CAPTURE, TRUE, Stuck
from projects import BARE, projects_of
from tools import Avenv

READ = {"bash": "{}=$(<{})", "zsh": "{}=$(<{})", "fish": "set -g {} (cat {})"}
EVAL = {"bash": 'eval "${}"', "zsh": 'eval "${}"', "fish": "eval ${}"}
# fish's own `cd` is a function that keeps a history.
BUILTIN = {"bash": "cd", "zsh": "cd", "fish": "builtin cd"}
ACTIVATE = {"bash": "activate", "zsh": "activate", "fish": "activate.fish"}


def halved(session, *bodies):
    """Measures several BODIES as if they were one of their kind."""
    timed = session.cell("; ".join(bodies))
    return lambda: timed() / len(bodies)


def turns(projects, who, session):
    """A dict of (what, who): what to measure."""
    p, q, none = projects.project(who), projects.project(who, "q"), projects.none
    return {
        ("enter", who): session.cell(f"turn {p}", before=f"turn {none}"),
        ("leave", who): session.cell(f"turn {none}", before=f"turn {p}"),
        ("switch", who): halved(session, f"turn {q}", f"turn {p}"),
        ("within a project", who): halved(session, f"turn {p}/1", f"turn {p}"),
        ("where no project is", who): halved(session, f"turn {none}/other", f"turn {none}"),
    }


def with_answers(bench, projects, shell):
    """A session with avenv in which $on and $off hold what its helper answers on entering and leaving."""
    world, cd, project = bench.world, BUILTIN[shell], projects.project("avenv")
    answer = f"{bench.base}/answer.{shell}"
    helper = world.write(f"helper.{shell}", f'#!/bin/sh\n{Avenv.helper()} "$@" >{answer} && cat {answer}\n', 0o755)
    session = bench.session(shell, line=f"source {world.hook_file(helper, shell)}")
    for name, start, place in (("on", projects.none, project), ("off", project, projects.none)):
        session.do(f"turn {start}; {cd} {place}")
        os.rename(answer, f"{answer}.{name}")
        session.do(READ[shell].format(name, f"{answer}.{name}"))
    for name, env in (("on", project + "/.venv"), ("off", "")):
        session.do(EVAL[shell].format(name))
        if session.value("$VIRTUAL_ENV") != env:
            raise Stuck(f"{shell}: the answer alone does not turn it {name}")
    return session


def floors(bench, projects, shell):
    """A dict of (what, who). What starts no program is halved: it turns on, and then off."""
    sessions, evaluate = projects.sessions(shell), EVAL[shell]
    stock = f"source {projects.project('avenv')}/.venv/bin/{ACTIVATE[shell]}"
    return {
        ("floor", TRUE): sessions["avenv"].cell(CAPTURE[shell].format(bench.true)),
        ("floor", "avenv's answer, evaluated"): halved(
            with_answers(bench, projects, shell), evaluate.format("on"), evaluate.format("off")),
        ("floor", "source bin/activate; deactivate"): halved(sessions[BARE], stock, "deactivate"),
    }


def transition(projects, shell):
    """The `cd` alone, in and out, without the prompts."""
    cd, session = BUILTIN[shell], projects.sessions(shell)["avenv"]
    timed = halved(session, f"{cd} {projects.project('avenv')}", f"{cd} {projects.none}")

    def measured():
        session.do(f"turn {projects.none}")
        return timed()
    return {("transition", "avenv"): measured}


def rows(bench):
    projects = projects_of(bench)
    cells = {}
    for shell in bench.shells:
        kinds = [floors(bench, projects, shell), transition(projects, shell)]
        kinds += [turns(projects, who, session) for who, session in projects.sessions(shell).items()]
        cells.update(((shell, *key), cell) for kind in kinds for key, cell in kind.items())
    pairs = [("cd", what, who, shell, (shell, what, who), (shell, "floor", TRUE)) for shell, what, who in cells]
    times = bench.rounds(cells, pairs)
    for part, what, who, shell, name, floor in pairs:
        yield bench.row(part, what, who, times[name], shell, times[floor], TRUE)
    yield from projects.absences("cd")
