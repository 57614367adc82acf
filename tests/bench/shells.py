# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tool costs in a shell: at an idle prompt, at a change of directory, at the start.

A peer is told the least that makes it turn on a project's .venv, so that no more is measured."""

import os
from functools import lru_cache

from measure import CAPTURE, Cell, Stuck, find, harness
from session import PROMPT, START, interactive

DEEP = "1/2/3/4/5/6/7"
# For each the lines that load it, a file that a project needs, and what allows that
TOOLS = {
    "avenv": (harness.LINE, None, "allow ."),
    "direnv": ({"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"', "fish": "direnv hook fish | source"},
               (".envrc", 'if [ -d .venv ]; then export VIRTUAL_ENV="$PWD/.venv"; PATH_add .venv/bin; fi\n'), "allow"),
}
IDLE = {"bash": "<= 0.1", "zsh": "<= 0.1", "fish": "<= 0.2"}
CD = {"bash": "<= 1.5", "zsh": "<= 1.55", "fish": "<= 2.2"}
TURN = {"bash": "<= 1.7", "zsh": "<= 1.75", "fish": "<= 2.5"}
# fish's own `cd` is a function that keeps a history.
BUILTIN = {"bash": "cd", "zsh": "cd", "fish": "builtin cd"}
# bash and zsh come to a prompt of their own and find the end of their input there.
FIRST = {"bash": "", "zsh": "", "fish": "drawn; exit\n"}
SAMPLES = 5  # of the user's command a round; the least counts, since the budget is 3 %


@lru_cache(maxsize=None)
def tools(bench):
    """{tool: its lines}, of those that are here; two projects of each are made below HOME."""
    bench.world.dir(f"home/none/{DEEP}")
    found = {}
    for name, (lines, file, allow) in TOOLS.items():
        if name != "avenv" and not find(name):
            bench.missing.append(name)
            continue
        if name != "avenv":
            os.symlink(find(name), f"{bench.world.bin}/{name}")
        for project in (f"{bench.world.home}/{name}/p", f"{bench.world.home}/{name}/q"):
            bench.world.dir(f"{project}/{DEEP}")
            bench.world.real(project + "/.venv")
            if file:
                bench.world.write(f"{project}/{file[0]}", file[1])
            bench.run("env", "-C", project, bench.world.bin + "/" + name, *allow.split())
        found[name] = lines
    return found


@lru_cache(maxsize=None)
def sessions(bench, shell):
    """{tool: a shell with it, in which it works}; None: a shell with nothing loaded"""
    found = {None: bench.session(shell)}
    for name, lines in tools(bench).items():
        session = found[name] = bench.session(shell, line=lines[shell])
        for place, on in ((f"{bench.world.home}/{name}/p", True), (f"{bench.world.home}/none", False)):
            session.do(f"turn {place}")
            if bool(session.value("$VIRTUAL_ENV")) != on:
                raise Stuck(f"{name} in {shell}: the environment in '{place}' is {'not ' if on else ''}on")
    return found


def floor(bench, shell):
    """$(static true) in SHELL with avenv loaded, where nothing is on."""
    session, body = sessions(bench, shell)["avenv"], CAPTURE[shell].format(bench.true)

    def measured():
        session.do(f"turn {bench.world.home}; prompt")
        return session.time(body)
    return Cell("floor", "$(static true)", measured, shell)


def idle(bench):
    """The time that a tool adds to a prompt at which nothing changed, and to a user's command."""
    def prompt(session, place, bare, body):
        spent = []
        for each in (session, bare):
            each.do(f"turn {place}; prompt")
            spent.append(each.time(body))
        return spent[0] - spent[1]

    def own(session, place, body):
        session.do(f"turn {place}; prompt")
        return min(session.time(body) for _ in range(SAMPLES))

    home = bench.world.home
    for shell in bench.shells:
        true, loaded = floor(bench, shell), sessions(bench, shell)
        yield true
        for who in tools(bench):
            for what, place in {"7 levels below a project": f"{who}/p/{DEEP}", "in none, 7 levels deep": f"none/{DEEP}"}.items():
                yield Cell(f"idle prompt {what}", who, lambda s=loaded[who], at=place, b=loaded[None], body=PROMPT[shell]:
                           prompt(s, f"{home}/{at}", b, body), shell, true, IDLE[shell] if who == "avenv" else "")
        if shell == "bash":
            body, at = CAPTURE[shell].format(bench.true), f"{home}/avenv/p"
            bare = Cell("the user's own $(true)", "nothing loaded", lambda s=loaded[None]: own(s, at, body), shell)
            yield bare
            yield Cell(bare.what, "avenv", lambda s=loaded["avenv"]: own(s, at, body), shell, bare, "<= 1.03")


def cd(bench):
    """A change of directory: the `cd` alone, and with the prompt after it; half of two that lead back."""
    def halved(session, place, other, command):
        session.do(f"turn {other}")
        return session.time(f"{command} {place}; {command} {other}") / 2

    for shell in bench.shells:
        true = floor(bench, shell)
        yield true
        for who in tools(bench):
            home, session = f"{bench.world.home}/{who}", sessions(bench, shell)[who]
            ways = {"cd into a project and out": (home + "/p", f"{bench.world.home}/none"),
                    "cd from one to another": (home + "/q", home + "/p")}
            for what, (place, other) in ways.items():
                ours = who == "avenv"
                yield Cell(what, who, lambda s=session, p=place, o=other: halved(s, p, o, "turn"), shell, true,
                           TURN[shell] if ours else "")
                if ours:
                    yield Cell(what + ", alone", who, lambda s=session, p=place, o=other, c=BUILTIN[shell]:
                               halved(s, p, o, c), shell, true, CD[shell])


def start(bench):
    """The start of a shell, its first prompt included, in a directory without a project."""
    for shell in bench.shells:
        def starting(line, shell=shell):
            argv, more = interactive(bench.world, shell, line, START[shell], FIRST[shell])
            return lambda: bench.run(*argv, env=more)

        bench.world.kind = shell
        lines = {"avenv": (harness.LINE[shell], "<= 0.5"),
                 "avenv, sourced": (f"source {bench.world.hook_file()}", "<= 0.25")}
        bare, peer, found = starting(""), None, tools(bench)
        if "direnv" in found:
            direnv = starting(found["direnv"][shell])
            peer = Cell("start of a shell, added", "direnv", lambda d=direnv, b=bare: d() - b(), shell)
            yield peer
        for who, (line, budget) in lines.items():
            yield Cell("start of a shell, added", who, lambda s=starting(line), b=bare: s() - b(), shell, peer,
                       budget if peer else "")
