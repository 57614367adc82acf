# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of avenv, of direnv, of mise and of the stub in a shell: at an idle prompt, at a change of directory,
at the start; and the cost of the helper alone."""

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
# bash that has parsed the hook's text in a function that is never called, in an environment: from then
# on each fork copies more pages
PARSED = "text that is not run"
LINES[PARSED] = {"bash": 'eval "text() {\n$(avenv hook bash)\n}"\n. ~/p/.venv/bin/activate'}
# Times as fast as direnv's
IDLE = {"bash": ">= 50", "zsh": ">= 60", "fish": ">= 20"}
# Beside the stub
CD, TURN = "<= 1.5", "<= 1.6"
# Beside the least hook of fish, which takes 1.5 to 1.6 times what the stub takes
LEAST_TURN = "<= 1.15"
# fish's own `cd` is a function that keeps a history.
BUILTIN = {"bash": "cd", "zsh": "cd", "fish": "builtin cd"}
# bash and zsh come to a prompt of their own and find the end of their input there.
FIRST = {"bash": "", "zsh": "", "fish": "drawn; exit\n"}
FILES = 100_000
SAMPLES = 5  # of the user's command a round; the least counts, since the budget is 10 %


@lru_cache(maxsize=None)
def tools(bench):
    """Those that are here. Below HOME are the projects p and q, and none, which is no project."""
    bench.world.make(f"p* q* none/{DEEP}/ p/{DEEP}/")
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


def time(bench, shell, place, body, count, who="avenv"):
    """Nanoseconds of BODY in a SHELL in PLACE below HOME, with the tool WHO loaded; with "": nothing."""
    line = LINES[who][shell] if who else ""
    spent, is_on = timed(bench.world, shell, line, f"{bench.world.home}/{place}", body, count)
    if is_on != (bool(who) and place[:2] in ("p", "p/", "q")):
        raise Stuck(f"{shell} with {who}: the environment in '{place}' is {'' if is_on else 'not '}on")
    return spent


def idle(bench):
    """The time that a tool adds to a prompt at which nothing changed, and avenv to a user's command."""
    def prompt(shell, place, who):
        count = 500 if who == "avenv" else 50
        return time(bench, shell, place, PROMPT[shell], count, who) - time(bench, shell, place, PROMPT[shell], count, "")

    def own(who):
        return min(time(bench, "bash", "p", f"x=$({bench.true})", 50, who) for _ in range(SAMPLES))

    for shell in bench.shells:
        for what, place in (("7 levels below a project", f"p/{DEEP}"), ("in none, 7 levels deep", f"none/{DEEP}")):
            ours, *peers = (Cell(f"idle prompt {what}", who, partial(prompt, shell, place, who), shell) for who in tools(bench))
            yield ours
            for peer in peers:
                peer.floor, peer.budget = ours, IDLE[shell] if peer.who == "direnv" else ""
                yield peer
    bare = Cell("the user's own $(true)", "nothing loaded", partial(own, ""), "bash")
    parsed = Cell(bare.what, PARSED, partial(own, PARSED), "bash", bare)
    yield from (bare, parsed)
    yield Cell(bare.what, "avenv", partial(own, "avenv"), "bash", parsed, "<= 1.15")


def cd(bench):
    """A change of directory: the `cd` alone, and with the prompt after it; half of two that lead back."""
    def halved(shell, place, other, command, who):
        body = f"{command} {bench.world.home}/{place}; {command} {bench.world.home}/{other}"
        return time(bench, shell, other, body, 10 if who in PEERS else 100, who) / 2

    LINES["stub"] = {shell: stub_in(bench, shell) for shell in bench.shells}
    LINES["least hook"] = {"fish": stub.LEAST}
    for shell in bench.shells:
        least = [who for who in ("least hook",) if shell in LINES[who]]
        turns = ("turn", ["stub", *least, *tools(bench)], LEAST_TURN if least else TURN)
        for what, *places in (("cd into a project and out", "p", "none"), ("cd from one to another", "q", "p")):
            for name, (command, everyone, budget) in ((what, turns), (f"{what}, alone", (BUILTIN[shell], ("stub", "avenv"), CD))):
                floor = None
                for who in everyone:
                    cell = Cell(name, who, partial(halved, shell, *places, command, who), shell, floor,
                                budget if who == "avenv" else "")
                    floor = cell if who in ("stub", *least) else floor
                    yield cell


def pieces(bench):
    """Where the time of a `cd` within a project goes: its fork, the helper, the answer, the name in the prompt."""
    tools(bench)
    nothing = bench.compiled("nothing", "int main(void) { return 0; }")
    for shell in ("bash", "zsh"):
        for what, body in (("_avenv_look without the helper", f"_avenv_helper={nothing}; _avenv_look cd"),
                           ("eval of the answer", r'\eval "$_avenv_out"'),
                           *((name, name) for name in ("_avenv_apply", "_avenv_look cd", "_avenv_unchanged", "_avenv_show"))):
            yield Cell(what, "avenv", partial(time, bench, shell, "p", body, 200), shell)


def growth(bench):
    """A change of directory where there is much of something, beside the same where there is little."""
    tools(bench)
    world, shell = bench.world, "bash"
    records = Path(world.home, ".local/share/avenv/records")
    own = records.read_text(encoding="utf-8")

    def turning(place, more=""):
        body = f"cd {world.home}/{place}; cd {world.home}/none"
        line = f"{LINES['avenv'][shell]}\n{more}"
        return timed(world, shell, line, f"{world.home}/none", body, 100)[0] / 2

    def recorded(count):
        records.write_text("".join(f"allow slot {world.home}/src/p{n}/.venv in {n + 1}:1.000000000\n" for n in range(count))
                           + own, encoding="utf-8")
        spent = turning("p")
        records.write_text(own, encoding="utf-8")
        return spent

    def entries(count):
        return turning("p", f"PATH={':'.join(f'/none/{n}' for n in range(count))}:$PATH")

    def toml(size):
        """The costliest for its parser: dotted keys."""
        store = Path(world.home, ".cache/pypoetry")
        store.mkdir(parents=True)
        world.write("home/few/pyproject.toml", "")
        world.write("home/few/poetry.toml", "".join(f"{n:06}{'.a' * 120}=1\n" for n in range(size // 249)))
        spent = turning("few")
        store.rmdir()
        return spent

    world.make("few/ many/")
    for n in range(FILES):
        os.close(os.open(f"{world.home}/many/{n}", os.O_CREAT | os.O_WRONLY))
    for what, (few, measure), *rest in (
            ("records", (10, recorded), (100, "<= 1.1"), (10_000, "<= 1.5")),
            ("entries in PATH", (10, entries), (300, "<= 1.5")),
            ("bytes of TOML", (0, toml), (200_000, "<= 50000 us")),
            ("files in a directory", (0, lambda n: turning("many" if n else "few")), (FILES, "<= 4"))):
        least = Cell(f"cd, {what}", str(few), partial(measure, few), shell)
        yield least
        for many, budget in rest:
            yield Cell(least.what, f"{many:,}", partial(measure, many), shell, least, budget)


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
    least = bench.world.write("stub.bash", stub_in(bench, "bash") + "stub_look\n")

    def string(who, bash_env, floor=None, budget=""):
        return Cell("bash -c :", who, lambda: bench.run("bash", "-c", ":", cwd=p, env={"BASH_ENV": str(bash_env)}), "", floor, budget)

    bare = string("nothing loaded", "")
    stubbed = string("stub", least, bare)
    yield from (bare, stubbed, string("avenv", data + "/everywhere/bash", stubbed, "<= 1.25"))
