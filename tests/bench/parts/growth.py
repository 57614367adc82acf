# SPDX-License-Identifier: GPL-3.0-or-later
"""How the cost grows with what there is: levels, entries, records, PATH, environments, packages.

Microseconds of processor time, of the program or of the shell alone: that grows with the work and
not with what else goes on in the machine; and system calls. Each curve ends in a row that says
what one more costs, and whether that stays so to the end."""

import itertools
import os
import shutil
import subprocess
from pathlib import Path

from measure import PROTOCOL, Stuck, middle, significant

from harness import BUILD, LINE

HELPER = str(BUILD / "avenv-hook")
SYSTEM = "/usr/bin:/bin"
WARM = 0.5  # seconds in all that a cell is measured again for, beyond three times
CFG = "home = /usr/bin\nversion = 3.11.2\n"
TRACED = 1000  # of more, system calls are not counted: a trace of them takes its time
STEEPER = 2  # times as much for one more in the last stretch as before it is no line any more
FLAT = 1.5  # times as much at the end as where it is to end to grow
NOISE = 0.1  # of a time may be another's: for it a small slope is not told from none


class Curve:
    """WHO's cost of one more UNIT; POINTS is a dict of x: function that returns nanoseconds. ENDS is
    the x from which on it is flat, and CALLS_END that for system calls. COUNTED is a dict of x:
    argv, env and cwd to be traced, and what is called before that, or None."""

    def __init__(self, who, unit, points, counted=None, ends=None, shell=None):
        self.who, self.unit, self.points, self.counted, self.ends = who, unit, points, counted or {}, ends
        self.calls_end = ends
        self.shell = shell
        self.times = {x: [] for x in points}


# ---- processor time ----------------------------------------------------------

def spent(argv, env, cwd, before):
    """A function that runs ARGV and returns the nanoseconds of the processor that it took."""
    def measured():
        if before:
            before()
        null = os.open(os.devnull, os.O_RDWR)
        here = os.open(".", os.O_RDONLY)
        os.chdir(cwd)
        pid = os.posix_spawn(argv[0], argv, env, file_actions=[(os.POSIX_SPAWN_DUP2, null, fd) for fd in range(3)])
        os.fchdir(here)
        os.close(null)
        os.close(here)
        _, status, usage = os.wait4(pid, 0)
        if status:
            raise Stuck(f"{' '.join(argv[:3])} in {cwd}: status {status}")
        return (usage.ru_utime + usage.ru_stime) * 1e9
    return measured


def calls(argv, env, cwd, before, trace):
    """How many system calls that makes; None where strace may not trace."""
    if not shutil.which("strace"):
        return None
    if before:
        before()
    done = subprocess.run(["strace", "-f", "-qq", "-e", "signal=none", "-o", trace, *argv], env=env, cwd=cwd, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        return None
    return sum(b"resumed>" not in line for line in Path(trace).read_bytes().splitlines())


def thread_time(pid):
    """The nanoseconds that the threads of PID have had so far, without its children."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())


# ---- what there is -----------------------------------------------------------

class Growing:
    """The places of one run, each with a home and a store of its own."""

    def __init__(self, bench):
        self.base = bench.world.dir("growth")
        self.fresh = itertools.count()
        self.avenv = bench.avenv
        self.trace = self.base + "/trace"

    def home(self, records=()):
        """A new home with RECORDS in its store; also the environment variables that lead there."""
        home = f"{self.base}/{next(self.fresh)}"
        os.makedirs(home)
        env = {"HOME": home, "XDG_DATA_HOME": home + ".data", "PATH": SYSTEM, "LC_ALL": "C.UTF-8"}
        self.store(env, records)
        return home, env

    @staticmethod
    def store(env, records):
        os.makedirs(env["XDG_DATA_HOME"] + "/avenv", mode=0o700, exist_ok=True)
        file = Path(env["XDG_DATA_HOME"] + "/avenv/trust")
        file.write_text("".join(line + "\n" for line in records), encoding="utf-8")
        file.chmod(0o600)

    @staticmethod
    def environment(path, packages=1):
        site = path + "/lib/python3.11/site-packages"
        os.makedirs(path + "/bin")
        for i in range(packages):
            info = f"{site}/name_{i}-1.{i % 10}.dist-info"
            os.makedirs(info)
            for name, text in (("METADATA", f"Name: name-{i}\nVersion: 1.{i % 10}\n\n"), ("INSTALLER", "pip\n"),
                               ("RECORD", f"name_{i}.py,,\n"), ("REQUESTED", "")):
                Path(info, name).write_text(text, encoding="ascii")
        Path(path, "pyvenv.cfg").write_text(CFG, encoding="ascii")
        os.symlink("/usr/bin/python3", path + "/bin/python")

    def curve(self, who, unit, worlds, argv, ends=None, before=None):
        """A Curve for WORLDS, a dict of x: (directory, variables), in each of which ARGV(directory) is run."""
        runs = {x: (argv(place), env, place, before and (lambda env=env: before(env)))
                for x, (place, env) in worlds.items()}
        points = {x: spent(*run) for x, run in runs.items()}
        return Curve(who, unit, points, runs, ends)


def asked(place, path=SYSTEM):
    """What a hook runs at a directory change to PLACE."""
    return [HELPER, "bash", PROTOCOL, "pP", place, "", "", path, "", "", "", "", "", ""]


# ---- the helper --------------------------------------------------------------

def levels(g):
    worlds = {}
    for n in (1, 10, 30, 60):
        home, env = g.home()
        place = home + "/d" * (n - 1)
        os.makedirs(place, exist_ok=True)
        worlds[n] = place, env
    return g.curve("avenv-hook", "a directory level", worlds, asked)


def entries(g, unit, make, calls_end):
    """As many are looked at as CALLS_END says, of as many as one read of the directory gives."""
    worlds = {}
    for n in sorted({10, calls_end, 1024, 10000}):
        home, env = g.home()
        for i in range(n):
            make(f"{home}/{i}")
        worlds[n] = home, env
    curve = g.curve("avenv-hook", unit, worlds, asked, 1024)
    curve.calls_end = calls_end
    return curve


def records(g, unit, form):
    """FORM is a record with {i} for its number and {p} for the project, which has one beside all of them."""
    worlds = {}
    for n in (1, 10, 100, 1000, 10000):
        home, env = g.home()
        g.environment(home + "/p/.venv")
        place = home + "/p/a/b/c"
        os.makedirs(place)
        g.store(env, [form.format(i=i, p=home + "/p") for i in range(n)] + [f"allow dir path - - - {home}/p"])
        worlds[n] = place, env
    return g.curve("avenv-hook", unit, worlds, asked)


def long_path(n):
    return ":".join([SYSTEM, *(f"/opt/pkg{i:05}/bin" for i in range(n - 2))])


def paths(g):
    home, env = g.home()
    g.environment(home + "/p/.venv")
    g.store(env, [f"allow dir path - - - {home}/p"])
    runs = {n: (asked(home + "/p", long_path(n)), env, home + "/p", None) for n in (10, 100, 1000, 5000)}
    return Curve("avenv-hook", "an entry of PATH", {n: spent(*run) for n, run in runs.items()}, runs)


def helper(g):
    yield levels(g)
    yield entries(g, "a file in the directory", lambda path: Path(path).touch(), 1024)
    yield entries(g, "a subdirectory of it", os.mkdir, 64)
    stale = "123456:1700000000.000000001 0 - -"
    yield records(g, "a record", f"allow dir {stale} /elsewhere/some/where/project{{i}}")
    yield records(g, "a record of a tree", f"allow tree {stale} /elsewhere/some/where/project{{i}}")
    yield records(g, "a record that denies", f"deny dir {stale} /elsewhere/some/where/project{{i}}")
    yield records(g, "a record of the same", f"allow dir {stale} {{p}}")
    yield records(g, "a record of one there", f"allow env {stale} {{p}}/a/gone{{i}}")
    yield paths(g)


# ---- the shells --------------------------------------------------------------

def shell_paths(g, bench, shell):
    """What enter and leave cost the shell itself, which has PATH as often as it is changed."""
    home, env = g.home()
    g.environment(home + "/p/.venv")
    g.store(env, [f"allow dir path - - - {home}/p"])
    os.mkdir(home + "/q")

    def both(n):
        variables = {**env, "PATH": long_path(n)}
        session = bench.session(shell, line=LINE[shell].replace("avenv", bench.avenv, 1), env=variables, cwd=home)
        session.do(f"turn {home}/p")
        if session.value("$VIRTUAL_ENV") != home + "/p/.venv":
            raise Stuck(f"{shell}: with {n} entries of PATH nothing is turned on")

        def measured():
            start = thread_time(session.process.pid)
            for _ in range(4):
                session.do(f"turn {home}/q; turn {home}/p")
            return (thread_time(session.process.pid) - start) / 8
        return measured

    return Curve("avenv", "an entry of PATH", {n: both(n) for n in (10, 100, 1000, 5000)}, shell=shell)


# ---- commands ----------------------------------------------------------------

def many(g):
    """Two dicts of n: (home, variables) of N environments: recorded one by one, and as a tree.

    What is recorded one by one needs no more environments than the largest tree has."""
    single, tree = {}, {}
    for n in (10000, 1000, 100, 10, 1):
        home, env = g.home()
        places = [f"{home}/src/group{i // 40}/project{i}" for i in range(n)]
        for place in places:
            g.environment(place + "/.venv")
        g.store(env, [f"allow tree path - - - {home}/src"])
        tree[n] = home, env
        if not single:
            largest, all_places = home, places
        single[n] = largest, {**env, "HOME": largest, "XDG_DATA_HOME": f"{home}.single"}
        g.store(single[n][1], [f"allow dir path - - - {place}" for place in all_places[:n]])
    return dict(sorted(single.items())), dict(sorted(tree.items()))


def commands(g):
    single, tree = many(g)
    for unit, *args in (("an environment", "list"), ("an environment", "list", "--names"),
                        ("an environment", "list", "--json"), ("an environment", "__complete", "env"),
                        ("a record", "status"), ("a record", "allow", "--list")):
        yield g.curve("avenv " + " ".join(args), unit, single, lambda _, args=args: [g.avenv, *args])
    for unit, *args in (("one in an allowed tree", "list"), ("one in an allowed tree", "__complete", "env")):
        yield g.curve("avenv " + " ".join(args), unit, tree, lambda _, args=args: [g.avenv, *args])
    known = {n: (home, {**env, "XDG_DATA_HOME": home + ".known"}) for n, (home, env) in tree.items()}
    for home, env in known.values():
        g.store(env, [f"allow dir path - - - {place}" for place in Path(home).glob("src/*/*")])
    yield g.curve("avenv -q allow --found src", "one allowed before", known,
                  lambda _: [g.avenv, "-q", "allow", "--found", "src"])
    new = {n: (home, {**env, "XDG_DATA_HOME": home + ".new"}) for n, (home, env) in tree.items()}
    yield g.curve("avenv -q allow --found src", "one that is new", new,
                  lambda _: [g.avenv, "-q", "allow", "--found", "src"], before=lambda env: g.store(env, ()))
    packages = {}
    for n in (1, 10, 100, 1000):
        home, env = g.home()
        g.environment(home + "/env", n)
        packages[n] = home, env
    for command in "freeze", "packages":
        yield g.curve(f"avenv {command}", "a package", packages, lambda _, command=command: [g.avenv, command, "env"])


# ---- rows --------------------------------------------------------------------

def measure(bench, curves):
    """In turns, all of them; what takes long less often."""
    cells = [(curve.times[x], point) for curve in curves for x, point in curve.points.items()]
    for turn in range(bench.count + 1):
        for times, point in cells:
            if turn <= 3 or sum(times) < WARM * 1e9:
                times.append(point())
    for times, _ in cells:
        del times[0]


def shape(points, ends):
    """What one more costs at the end of POINTS, (x, y) in order of x, and whether it is as it should be."""
    if ends:
        at = dict(points)
        return 0, points[-1][1] <= FLAT * at[ends]
    # One that costs more than a larger one was disturbed: from the least on it grows.
    (x0, y0), (x1, y1), (x2, y2) = min(points[:-2], key=lambda point: point[1]), points[-2], points[-1]
    first, last = max((y1 - y0 + NOISE * y1) / (x1 - x0), 0), (y2 - y1) / (x2 - x1)
    # Where all of it is lost in the cost of a start, it is flat.
    return last, last <= STEEPER * first or y2 <= FLAT * y0


def curve_rows(bench, curve, trace):
    counted = {x: calls(*run, trace) for x, run in curve.counted.items() if x <= TRACED or curve.ends}
    for x, times in curve.times.items():
        yield bench.row("growth", curve.who, "", times, curve.shell, series=curve.unit, x=x, calls=counted.get(x))
    us = [(x, middle(times) / 1000) for x, times in curve.times.items()]
    slope, held = shape(us, curve.ends)
    per_call = None
    if None not in counted.values() and len(counted) > 2:
        per_call, few = shape(list(counted.items()), curve.calls_end)
        held = held and few
    yield {"part": "growth", "what": f"{curve.who}: {curve.unit}", "shell": curve.shell, "who": "each",
           "us": max(significant(slope), 0), "ratio": None, "to": None, "n": len(us),
           "calls": None if per_call is None else significant(per_call),
           "budget": f"flat from {curve.ends} on" if curve.ends else "linear", "held": held}


def rows(bench):
    g = Growing(bench)
    for group in (helper(g), (shell_paths(g, bench, shell) for shell in bench.shells), commands(g)):
        curves = list(group)
        measure(bench, curves)
        for curve in curves:
            yield from curve_rows(bench, curve, g.trace)
