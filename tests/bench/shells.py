# SPDX-License-Identifier: GPL-3.0-or-later
"""What avenv and direnv cost in a shell: at an idle prompt, at a change of directory, at the start."""

import os
from functools import lru_cache, partial

from measure import Cell, Stuck, find, harness
from session import CAPTURE, PROMPT, START, interactive, timed

DEEP = "1/2/3/4/5/6/7"
LINES = {
    "avenv": harness.LINE,
    "direnv": {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"', "fish": "direnv hook fish | source"},
}
# The least that makes direnv turn on a project's environment
ENVRC = 'export VIRTUAL_ENV="$PWD/.venv"; PATH_add .venv/bin\n'
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
    """Those that are here. Below HOME are the projects p and q, and none, which is no project."""
    bench.world.make(f"p* q* none/{DEEP}/ p/{DEEP}/")
    direnv = find("direnv")
    if not direnv:
        bench.missing.append("direnv")
        return ["avenv"]
    os.symlink(direnv, bench.world.bin + "/direnv")
    for project in ("p", "q"):
        bench.world.write(f"home/{project}/.envrc", ENVRC)
        bench.run(direnv, "allow", f"{bench.world.home}/{project}")
    return ["avenv", "direnv"]


def time(bench, shell, place, body, count, who="avenv"):
    """Nanoseconds of BODY in a SHELL in PLACE below HOME, with the tool WHO loaded; with "": nothing."""
    line = LINES[who][shell] if who else ""
    spent, is_on = timed(bench.world, shell, line, f"{bench.world.home}/{place}", body, count)
    if is_on != (bool(who) and place[:2] in ("p", "p/", "q")):
        raise Stuck(f"{shell} with {who}: the environment in '{place}' is {'' if is_on else 'not '}on")
    return spent


def floor(bench, shell):
    """$(static true) in SHELL with avenv loaded, where nothing is on."""
    tools(bench)
    return Cell("floor", "$(static true)", partial(time, bench, shell, "none", CAPTURE[shell].format(bench.true), 300), shell)


def idle(bench):
    """The time that a tool adds to a prompt at which nothing changed, and avenv to a user's command."""
    def prompt(shell, place, who):
        count = 500 if who == "avenv" else 50
        return time(bench, shell, place, PROMPT[shell], count, who) - time(bench, shell, place, PROMPT[shell], count, "")

    def own(who):
        return min(time(bench, "bash", "p", CAPTURE["bash"].format(bench.true), 50, who) for _ in range(SAMPLES))

    for shell in bench.shells:
        true = floor(bench, shell)
        yield true
        for what, place in (("7 levels below a project", f"p/{DEEP}"), ("in none, 7 levels deep", f"none/{DEEP}")):
            for who in tools(bench):
                yield Cell(f"idle prompt {what}", who, partial(prompt, shell, place, who), shell, true,
                           IDLE[shell] if who == "avenv" else "")
    bare = Cell("the user's own $(true)", "nothing loaded", partial(own, ""), "bash")
    yield bare
    yield Cell(bare.what, "avenv", partial(own, "avenv"), "bash", bare, "<= 1.03")


def cd(bench):
    """A change of directory: the `cd` alone, and with the prompt after it; half of two that lead back."""
    def halved(shell, place, other, command, who):
        body = f"{command} {bench.world.home}/{place}; {command} {bench.world.home}/{other}"
        return time(bench, shell, other, body, 100 if who == "avenv" else 10, who) / 2

    for shell in bench.shells:
        true = floor(bench, shell)
        yield true
        for what, *places in (("cd into a project and out", "p", "none"), ("cd from one to another", "q", "p")):
            for who in tools(bench):
                yield Cell(what, who, partial(halved, shell, *places, "turn", who), shell, true,
                           TURN[shell] if who == "avenv" else "")
            yield Cell(what + ", alone", "avenv", partial(halved, shell, *places, BUILTIN[shell], "avenv"), shell, true, CD[shell])


def start(bench):
    """What is added to the start of a shell, its first prompt included, in a directory without a project."""
    for shell in bench.shells:
        def starting(line, shell=shell):
            argv, more = interactive(bench.world, shell, line, START[shell], FIRST[shell])
            return lambda: bench.run(*argv, env=more)

        def added(who, line, peer=None, budget="", shell=shell, bare=starting("")):
            loaded = starting(line)
            return Cell("start of a shell, added", who, lambda: loaded() - bare(), shell, peer, budget if peer else "")

        bench.world.kind = shell
        peer = added("direnv", LINES["direnv"][shell]) if "direnv" in tools(bench) else None
        if peer:
            yield peer
        yield added("avenv", harness.LINE[shell], peer, "<= 0.5")
        yield added("avenv, sourced", f"source {bench.world.hook_file()}", peer, "<= 0.25")


def everywhere(bench):
    """Without a prompt: a shim beside the program that it starts, and a command string of bash."""
    tools(bench)
    bench.run(bench.avenv, "-q", "setup", "--everywhere")
    data, p = bench.world.home + "/.local/share/avenv", bench.world.home + "/p"

    def python(path, place=p):
        return lambda: bench.run(path, "-c", "pass", cwd=place)

    own = Cell("python -c pass", "the environment's own", python(p + "/.venv/bin/python"))
    yield own
    yield Cell(own.what, "by a shim", python(data + "/shims/python"), floor=own, budget="<= 1.1")
    pyenv = os.path.expanduser("~/.pyenv")
    if os.path.exists(pyenv + "/shims/python"):
        real = os.path.dirname(os.path.realpath(pyenv + "/versions/" + open(pyenv + "/version", encoding="utf-8").read().split()[0] + "/bin/python"))
        theirs = Cell("added by a shim", "pyenv", lambda: bench.run(
            pyenv + "/shims/python", "-c", "pass", env={"PYENV_ROOT": pyenv}, cwd=p) - python(real + "/python")())
        yield theirs
        yield Cell(theirs.what, "avenv", lambda: python(data + "/shims/python")() - python(p + "/.venv/bin/python")(),
                   floor=theirs, budget="<= 0.05")
    else:
        bench.missing.append("pyenv")
    bare = Cell("bash -c :", "nothing loaded", lambda: bench.run("bash", "-c", ":", cwd=p))
    yield bare
    yield Cell(bare.what, "avenv", lambda: bench.run("bash", "-c", ":", cwd=p, env={"BASH_ENV": data + "/everywhere/bash"}),
               floor=bare, budget="<= 1.6")
