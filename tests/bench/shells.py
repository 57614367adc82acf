# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of avenv, of direnv, of mise and of the stub in a shell: at an idle prompt, at a change of directory,
at the start; and of what runs without a prompt."""

import os
from functools import lru_cache, partial
from pathlib import Path

import stub
from measure import Cell, Stuck, harness
from session import PROMPT, START, interactive, timed

DEEP = "1/2/3/4/5/6/7"
LINES = {
    "avenv": harness.LINE,
    "direnv": {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"', "fish": "direnv hook fish | source"},
    "mise": {"bash": 'eval "$(mise activate bash)"', "zsh": 'eval "$(mise activate zsh)"', "fish": "mise activate fish | source"},
}
# The least that makes a peer turn on a project's environment: the file, its text, and the command that approves it
PEERS = {
    "direnv": (".envrc", 'export VIRTUAL_ENV="$PWD/.venv"; PATH_add .venv/bin\n', ("allow",)),
    "mise": ("mise.toml", '[env]\n_.python.venv = ".venv"\n', ("trust", "--quiet")),
}
# Times as fast as direnv's, and why a machine may miss that
IDLE = {"bash": ">= 50", "zsh": ">= 60", "fish": ">= 20"}
STARTS = "direnv starts a program, avenv none: the faster a machine starts programs, the less lies between them"
# Beside the stub
CD, TURN = "<= 1.5", "<= 1.6"
ASKS = "the stub asks neither the prompt for the name nor the disk, and starts a helper that looks up nothing"
# fish's own `cd` is a function that keeps a history.
BUILTIN = {"bash": "cd", "zsh": "cd", "fish": "builtin cd"}
# bash and zsh come to a prompt of their own and find the end of their input there.
FIRST = {"bash": "", "zsh": "", "fish": "drawn; exit\n"}
FILES = 100_000
SAMPLES = 5  # of the user's command a round, of which the least counts


@lru_cache(maxsize=None)
def tools(bench):
    """Those that are here. Below HOME are the projects p and q, and none, which is no project."""
    for tree in bench.trees():
        tree.world.make(f"p* q* none/{DEEP}/ p/{DEEP}/")
    here = ["avenv"]
    for name, (file, text, approve) in PEERS.items():
        program = bench.peer(name)
        if not program:
            continue
        here.append(name)
        os.symlink(program, f"{bench.world.bin}/{name}")
        for project in ("p", "q"):
            bench.world.write(f"home/{project}/{file}", text)
            bench.run(program, *approve, f"{bench.world.home}/{project}/{file}")
    return here


@lru_cache(maxsize=None)
def stub_in(bench, shell):
    tools(bench)
    return stub.hook(bench, shell, ("p", "q", "none"))


def time(tree, shell, place, body, count, who="avenv"):
    """Nanoseconds of BODY in a SHELL in PLACE below TREE's HOME, with the tool WHO loaded; with "": nothing."""
    line = LINES[who][shell] if who else ""
    spent, is_on = timed(tree.world, shell, line, f"{tree.world.home}/{place}", body, count)
    if is_on != (bool(who) and place[:2] in ("p", "p/", "q")):
        raise Stuck(f"{shell} with {who}: the environment in '{place}' is {'' if is_on else 'not '}on")
    return spent


def idle(bench):
    """The time that a tool adds to a prompt at which nothing changed, and avenv to a user's command."""
    def prompt(tree, shell, place, who):
        return time(tree, shell, place, PROMPT[shell], 50 if who in PEERS else 500, who)

    def own(tree, who="avenv"):
        return min(time(tree, "bash", "p", f"x=$({bench.true})", 50, who) for _ in range(SAMPLES))

    for shell in bench.shells:
        for place, what in ((f"p/{DEEP}", "idle prompt 7 levels below a project"), (f"none/{DEEP}", "idle prompt in none, 7 levels deep")):
            nothing = Cell(what, "nothing loaded", partial(prompt, bench.tree, shell, place, ""), shell)
            ours, *base = bench.both(what, "avenv", partial(prompt, shell=shell, place=place, who="avenv"), shell, less=nothing)
            yield from (nothing, ours, *base)
            for who in tools(bench)[1:]:
                yield Cell(what, who, partial(prompt, bench.tree, shell, place, who), shell, ours,
                           IDLE[shell] if who == "direnv" else "", STARTS, nothing)
    nothing = Cell("the user's own $(true)", "nothing loaded", partial(own, bench.tree, ""), "bash")
    yield from (nothing, *bench.both(nothing.what, "avenv", own, "bash", nothing))


def cd(bench):
    """A change of directory: the `cd` alone, and with the prompt after it; half of two that lead back."""
    def halved(tree, shell, place, other, command, who="avenv"):
        body = f"{command} {tree.world.home}/{place}; {command} {tree.world.home}/{other}"
        return time(tree, shell, other, body, 10 if who in PEERS else 100, who) / 2

    LINES["stub"] = {shell: stub_in(bench, shell) for shell in bench.shells}
    for shell in bench.shells:
        for what, place, other in (("cd into a project and out", "p", "none"), ("cd from one to another", "q", "p")):
            for name, command, peers, budget in ((what, "turn", tools(bench)[1:], TURN), (f"{what}, alone", BUILTIN[shell], (), CD)):
                measured = partial(halved, shell=shell, place=place, other=other, command=command)
                least = Cell(name, "stub", partial(measured, bench.tree, who="stub"), shell)
                ours, *base = bench.both(name, "avenv", measured, shell, least, "" if shell == "fish" else budget, ASKS)
                yield from (least, ours, *base)
                for who in peers:
                    yield Cell(name, who, partial(measured, bench.tree, who=who), shell, ours)


def growth(bench):
    """A change of directory where there is much of something, beside the same where there is little."""
    tools(bench)

    def turning(tree, place, more="", count=100):
        home = tree.world.home
        body = f"cd {home}/{place}; cd {home}/none"
        return timed(tree.world, "bash", f"{LINES['avenv']['bash']}\n{more}", f"{home}/none", body, count)[0] / 2

    def recorded(tree, count):
        records = Path(tree.world.home, ".local/share/avenv/records")
        own = records.read_text(encoding="utf-8")
        records.write_text("".join(f"allow slot {tree.world.home}/src/p{n}/.venv in {n + 1}:1.000000000\n" for n in range(count))
                           + own, encoding="utf-8")
        spent = turning(tree, "p")
        records.write_text(own, encoding="utf-8")
        return spent

    def entries(tree, count):
        return turning(tree, "p", f"PATH={':'.join(f'/none/{n}' for n in range(count))}:$PATH")

    def toml(tree, count):
        """The costliest for its parser: dotted keys."""
        store = Path(tree.world.home, ".cache/pypoetry")
        store.mkdir(parents=True)
        tree.world.write("home/toml/pyproject.toml", "")
        tree.world.write("home/toml/poetry.toml", "".join(f"{n:06}{'.a' * 120}=1\n" for n in range(count // 249)))
        spent = turning(tree, "toml", count=20)
        store.rmdir()
        return spent

    def files(tree, count):
        return turning(tree, "many" if count else "few", count=20)

    for tree in bench.trees():
        tree.world.make("few/ many/ toml/")
        for n in range(FILES):
            os.close(os.open(f"{tree.world.home}/many/{n}", os.O_CREAT | os.O_WRONLY))
    for what, (few, measure), *rest in (
            ("records", (10, recorded), (100, "<= 1.1"), (10_000, "<= 1.5")),
            ("entries in PATH", (10, entries), (300, "<= 1.5")),
            ("bytes of TOML", (0, toml), (200_000, "<= 50000 us")),
            ("files in a directory", (0, files), (FILES, "<= 4"))):
        least = Cell(f"cd, {few} {what}", "avenv", partial(measure, bench.tree, few), "bash")
        yield least
        for many, budget in rest:
            yield from bench.both(f"cd, {many:,} {what}", "avenv", partial(measure, count=many), "bash", least, budget, "all of them are read at each look")


def start(bench):
    """What is added to the start of a shell, its first prompt included, in a directory without a project."""
    def starting(tree, shell, line):
        argv, more = interactive(tree.world, shell, line(tree), START[shell], FIRST[shell])
        return bench.run(*argv, env=more, world=tree.world)

    def sourced(tree, shell):
        """The hook's text, in a file."""
        place = Path(tree.world.base, f"sourced.{shell}")
        if not place.exists():
            bench.run("sh", "-c", f"exec {tree.avenv} hook {shell} >{place}", world=tree.world)
        return f"source {place}"

    for shell in bench.shells:
        measured, what = partial(starting, shell=shell), "start of a shell"
        nothing = Cell(what, "nothing loaded", partial(measured, bench.tree, line=lambda _: ""), shell)
        yield nothing
        peers = {who: Cell(what, who, partial(measured, bench.tree, line=lambda _, t=LINES[who][shell]: t), shell, less=nothing)
                 for who in tools(bench)[1:]}
        yield from peers.values()
        direnv = peers.get("direnv")
        for who, line, budget in ((what, lambda _, shell=shell: LINES["avenv"][shell], "<= 0.5"),
                                  (f"{what}, hook sourced", lambda tree, shell=shell: sourced(tree, shell), "<= 0.25")):
            yield from bench.both(who, "avenv", partial(measured, line=line), shell, direnv, budget if direnv else "",
                                  "the shell parses avenv's hook, which is longer, and the first prompt starts the helper", less=nothing)


def everywhere(bench):
    """Without a prompt: a shim beside the program that it starts, and a command string of bash."""
    tools(bench)
    for tree in bench.trees():
        bench.run(tree.avenv, "-q", "setup", "--everywhere", world=tree.world)

    def data(tree):
        return tree.world.home + "/.local/share/avenv"

    def python(tree, path=None):
        return bench.run(path or data(tree) + "/shims/python", "-c", "pass", cwd=tree.world.home + "/p", world=tree.world)

    own = Cell("python -c pass", "the environment's own", partial(python, bench.tree, bench.world.home + "/p/.venv/bin/python"))
    yield own
    shim, *base = bench.both("python -c pass by a shim", "avenv", python, "", own, "<= 1.1")
    yield from (shim, *base)
    pyenv = os.path.expanduser("~/.pyenv")
    if os.path.exists(pyenv + "/shims/python"):
        version = Path(pyenv, "version").read_text(encoding="utf-8").split()[0]
        real = os.path.dirname(os.path.realpath(f"{pyenv}/versions/{version}/bin/python"))
        alone = Cell("added by a shim", "pyenv's own", partial(python, bench.tree, real + "/python"))
        theirs = Cell(alone.what, "pyenv", lambda: bench.run(pyenv + "/shims/python", "-c", "pass", env={"PYENV_ROOT": pyenv},
                                                             cwd=bench.world.home + "/p"), less=alone)
        yield from (alone, theirs)
        yield Cell(alone.what, "avenv", partial(python, bench.tree), "", theirs, "<= 0.05", less=own)
    else:
        bench.missing.append("pyenv")

    def string(tree, bash_env):
        return bench.run("bash", "-c", ":", cwd=tree.world.home + "/p", env={"BASH_ENV": bash_env(tree)}, world=tree.world)

    least = bench.world.write("stub.bash", stub_in(bench, "bash") + "stub_look\n")
    what = "bash -c : after setup --everywhere"
    yield Cell(what, "nothing loaded", partial(string, bench.tree, lambda _: ""))
    stubbed = Cell(what, "stub", partial(string, bench.tree, lambda _: least))
    yield from (stubbed, *bench.both(what, "avenv", partial(string, bash_env=lambda tree: data(tree) + "/everywhere/bash"),
                                     "", stubbed, "<= 1.25", ASKS))
