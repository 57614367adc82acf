#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 10 11 12 31 33 35
"""Random walks: after each line a shell has what the promises say (model.py), and prints what the other shells print. A walk
that fails is shortened, and printed as the lines to type. Those of walks.txt are told in each run.
    SEED=7 SECONDS_EACH=300 tests/shell/walks.t tcsh xonsh      other walks, in these shells, for 300 seconds in all
    WALK='cd ~/p | avenv off' tests/shell/walks.t fish          this one
The shells walk at once; the proofs share the name SECONDS_EACH."""

import copy
import os
import random
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from harness import KINDS, NAMED, PROMPT, PYTHON, ROOT, World, missing
from model import Model, State, up
from terminal import ENV

SEED, SECONDS = int(os.environ.get("SEED") or 1), float(os.environ.get("SECONDS_EACH") or 0)
# Without SECONDS_EACH as many walks on each machine
WALKS = 20
# Lines drawn for a walk; what cannot be typed there is left out
LENGTH = 30
MOVED = "kept/moved"
PLACES = ("", "p", "p/a", "p/sub", "q", "r")
# The proof makes an environment with each program, in place of `avenv create`; their `activate` differ.
DEPS = ROOT / "out/deps"
TOOLS = {"tools/stdlib": (PYTHON, "-m", "venv", "--without-pip"),
         "tools/virtualenv21": (DEPS / "python/bin/virtualenv", "-q", "--no-seed"),
         "tools/virtualenv20": (DEPS / "virtualenv20/bin/virtualenv", "-q", "--no-seed"),
         "tools/uv": (DEPS / "python/bin/uv", "venv", "-q", "--offline", "-p", PYTHON)}
WITHOUT_PIP = "q/.venv"
MADE, ALLOWED = "p* p/a/ p/sub* q?* r/ tools/", ("p", "p/sub")
ENVS = ("p/.venv", "p/sub/.venv", "q/.venv", *TOOLS)


def cd(m, place):
    # To xonsh the same directory is no change: docs/shells.md.
    if is_moved(m, place) or m.now.kind == "xonsh" and place == m.now.cwd:
        return False
    m.set(cwd=place)
    m.look(prompt=False)


def pushd(m, place):
    # A directory that was renamed under the shell goes onto the stack by its old name.
    if MOVED in up(m.now.cwd):
        return False
    m.set(dirs=(*m.now.dirs, m.now.cwd))
    return cd(m, place)


def popd(m):
    if not m.now.dirs:
        return False
    *rest, place = m.now.dirs
    m.set(dirs=tuple(rest))
    return cd(m, place)


def edit(m, name, last=False):
    if name in m.now.path:
        return False
    m.set(path=(*m.now.path, name) if last else (name, *m.now.path))


def move(m, env, away, noticed=True):
    """The next prompt notices the active one that goes, and one that comes where the shell is (11); else a cd does."""
    if (env in m.exists) != away or is_moved(m, env):
        return False  # It is not there to be moved.
    comes_on = m.now.cwd + "/.venv" == env and m.now.by in ("", "avenv") and not m.now.off and not m.now.disabled
    if noticed and not (m.now.on == env if away else comes_on):
        return False  # It is typed with `; cd .` alone.
    m.exists ^= {env}


def rename(m, old, new):
    """The project OLD, with what is in it"""
    exists = {new + env.removeprefix(old) if old in up(env) else env for env in m.exists}
    inside = old in up(m.now.cwd)
    # In a directory that is gone nushell starts no program.
    if exists == m.exists or len(m.stack) > 1 or m.now.dirs or inside and m.now.kind == "nu":
        return False
    m.exists = exists
    m.set(cwd=new if inside else m.now.cwd)
    return None if new == MOVED else cd(m, new)


def is_moved(m, place):
    return "p" in up(place) and any(MOVED in up(env) for env in m.exists)


def record(m, place, word):
    if is_moved(m, place) or word is None and not m.records.get(place) or word == "allow" and place + "/.venv" not in m.exists:
        return False
    m.records[place] = word
    m.look(prompt=False)


def child(m, kind, replaces):
    # Behind a child's end `cd .` is typed, which fish refuses in a directory that was renamed under it.
    if len(m.stack) >= 4 or MOVED in up(m.now.cwd):
        return False
    return Model.child(m, kind, replaces)


def leave(m):
    if len(m.stack) == 1:
        return False
    m.stack.pop()
    m.look()


# What can be typed, and the rule of it, which changes the model. A rule answers False, if its line is not to be typed now,
# else None.
STEPS = {
    **{f"cd ~/{place}": (cd, place) for place in PLACES},
    # A PATH of the function's own ends with it.
    **{f'own() {{ local PATH="$HOME/edit:$PATH"; cd ~/{place}; }}; own': (cd, place) for place in ("", "p", "q")},
    "cd ~/link": (cd, "p"), "pushd ~/p >/dev/null": (pushd, "p"), "pushd ~/q >/dev/null": (pushd, "q"), "popd >/dev/null": (popd,),
    "deactivate": (Model.deactivate,), "avenv deactivate": (Model.deactivate, True),
    "avenv off": (Model.switch, True), "avenv on": (Model.switch, False), "avenv activate": (Model.activate,),
    **{f"avenv activate ~/{env}": (Model.activate, env) for env in ENVS},
    **{f"source ~/{env}/bin/activate": (Model.source, env) for env in ENVS},
    'export PATH="$HOME/edit:$PATH"': (edit, "EDIT"), 'export PATH="$PATH:$HOME/edit"': (edit, "EDIT", True),
    'export CONDA_PREFIX="$HOME/conda" PATH="$HOME/conda/bin:$PATH"': (edit, "CONDA"),
    'export PATH="$SYSTEM"': (lambda m: m.set(path=("SYSTEM",)),),
    "export AVENV_DISABLE=1": (lambda m: m.set(disabled=True),), "export AVENV_DISABLE=0": (lambda m: m.set(disabled=False),),
    **{f"mv ~/{env} ~/kept/{env}{then}": (move, env, True, not then) for env in ENVS for then in ("", "; cd .")},
    **{f"mv ~/kept/{env} ~/{env}{then}": (move, env, False, not then) for env in ENVS for then in ("", "; cd .")},
    f"mv ~/p ~/{MOVED}": (rename, "p", MOVED), f"mv ~/{MOVED} ~/p; cd ~/p": (rename, MOVED, "p"),
    **{f"avenv -q {verb} ~/{place}": (record, place, verb if verb != "forget" else None)
       for verb in ("allow", "deny", "forget") for place in ("p", "p/sub", "q")},
    **{line + kind: (child, kind, bool(line)) for line in ("", "exec ") for kind in ("$SHELL", *KINDS)},
    "exit": (leave,),
}
# By the first word: two of them may be on one line.
JOINED = ("cd", "pushd", "popd", "deactivate", "avenv", "source", "export")
# By the first word: docs/shells.md
WITHOUT = {"fish": ("own()",), "tcsh": ("own()",), "elvish": ("source", "pushd", "popd", "own()"),
           "xonsh": ("source", "own()"), "nu": ("source", "pushd", "popd", "own()")}
# Shells in which a command that is refused ends its line
ENDS_A_LINE = ("elvish", "xonsh", "nu")


class Ground:
    """A home in which shells of one kind walk, one walk after the other."""

    def __init__(self, kind, tools):
        self.w = World(kind)
        self.w.make(MADE)
        for env in TOOLS:
            if env in tools:
                subprocess.run([*TOOLS[env], f"{self.w.home}/{env}"], env=self.w.env, check=True)
            else:
                self.w.make(f"+{env}*")
        os.symlink("p", self.w.home + "/link")
        for env in ENVS:
            self.w.dir(f"home/kept/{os.path.dirname(env)}")
            if env != WITHOUT_PIP:
                self.w.write(f"home/{env}/bin/pip", "#!/bin/sh\n", 0o755)
            self.marker(f"home/{env}/bin", env)
        for place, name in (("home/edit", "EDIT"), ("home/conda/bin", "CONDA"), ("bin", "SYSTEM")):
            self.w.dir(place)
            self.marker(place, name)
        self.w.env.update(SYSTEM=self.w.path)
        # xonsh is a Python program itself.
        if kind != "xonsh":
            self.w.env["PYTHONHOME"] = "/opt/a b"
        self.records = Path(self.w.home, ".local/share/avenv")
        shutil.copytree(self.records, self.w.base + "/records")

    def marker(self, place, name):
        """A program that each environment has: it notes the variables that it gets."""
        self.w.write(place + "/marker", f"#!/bin/sh\n{ENV} -0 >{self.w.base}/state\necho {name}\n", 0o755)

    def close(self):
        self.w.__exit__()

    def start(self):
        """A shell in a home that is as it was."""
        for shell in self.w.shells:
            shell.close()
        self.w.shells.clear()
        for kept, place in ((MOVED, "p"), *((f"kept/{env}", env) for env in ENVS)):
            if os.path.exists(f"{self.w.home}/{kept}"):
                os.rename(f"{self.w.home}/{kept}", f"{self.w.home}/{place}")
        shutil.rmtree(self.records)
        shutil.copytree(self.w.base + "/records", self.records)
        return self.w.shell()

    def type_lines(self, plan):
        """What is seen after each line of PLAN; less, if the shell is stuck."""
        seen = []
        try:
            sh = self.start()
            for line, after, _ in plan:
                said = sh.run(line)
                sh.kind = after.kind
                # Shells differ in what they say at their end. What the child recorded counts in its parent at the next cd.
                if line == "exit":
                    said = sh.run("cd .")
                seen.append(self.observed(sh, said))
        except (AssertionError, OSError, KeyError) as error:
            seen.append(({}, f"{type(error).__name__}: {error}"))
        return seen

    def observed(self, sh, said):
        """(the state, in the words of the model, and what was printed)"""
        def short(text):
            # Each shell has its own word (unset_line in src/shell).
            text = re.sub(r"'(set -e |unsetenv |unset-env |hide-env |del \$)", "'unset ", text)
            return text.replace(self.w.home + "/", "").replace(self.w.home, "~")
        Path(self.w.base, "state").unlink(missing_ok=True)
        prompt, marker = sh.prompt(), sh.run("marker").strip()
        got = dict(v.split("=", 1) for v in os.fsdecode(Path(self.w.base, "state").read_bytes()).split("\0") if "=" in v)
        env = got.get("VIRTUAL_ENV", "")
        names = {f"{env}/bin": "ENV", self.w.no_pip: "NO_PIP", self.w.home + "/edit": "EDIT", self.w.home + "/conda/bin": "CONDA"}
        path = got["PATH"].replace(self.w.path, "SYSTEM").split(":")
        return {
            "on": short(env),
            "is avenv's": "AVENV_ENV" in got,
            "PATH": " ".join(names.get(each) or short(each) for each in path),
            "marker": marker,
            "name": got.get("VIRTUAL_ENV_PROMPT", ""),
            "the prompt": prompt,
            "PYTHONHOME": got.get("PYTHONHOME", ""),
        }, short(said)


def first(state):
    """The first on PATH"""
    return state.on if state.path[0] == "ENV" else state.path[0]


def state_of(state, kind):
    """What observed() has to see of STATE, a shell of the model, as far as the promises say it."""
    name = os.path.basename(os.path.dirname(state.on) if state.on.endswith("/.venv") else state.on)
    # A script has no entry for a pip that is not there (86).
    both = "ENV NO_PIP" if state.on == WITHOUT_PIP and state.by != "script" else "ENV"
    wanted = {
        "on": state.on,
        "is avenv's": state.by == "avenv",
        "PATH": " ".join(state.path).replace("ENV", both),
        "marker": first(state),
    }
    # A script sets them in its own way.
    if state.by != "script" and not state.inherited:
        wanted["name"] = name
        wanted["the prompt"] = NAMED.format(name) + PROMPT if name else PROMPT
    if state.by != "script" and state.pythonhome != "?" and kind != "xonsh":
        wanted["PYTHONHOME"] = "/opt/a b" if state.pythonhome == "set" else ""
    return wanted


def take(m, line, kind):
    """M after LINE; None, if that cannot be typed now in a shell of KIND"""
    # PATH and VIRTUAL_ENV are what they were: no prompt asks, and the script's name stays in front.
    if 'PATH="$SYSTEM"; source' in line:
        return None
    m = copy.deepcopy(m)
    m.printed = None
    for part in [line] if line in STEPS else line.removesuffix("; marker").split("; "):
        rule, *args = STEPS[part]
        # These look up the commands of a line before they run it: docs/shells.md.
        if m.now.kind in ("tcsh", "elvish") and part == "deactivate" and not line.startswith(part):
            return None
        if m.now.kind in ENDS_A_LINE and rule == Model.switch and m.now.disabled and part != line:
            return None
        # In these it acts at the next prompt.
        if m.now.kind in ("tcsh", "nu") and rule == record and part != line:
            return None
        given = [kind if arg == "$SHELL" else arg for arg in args]
        if part.split()[0] in WITHOUT.get(m.now.kind, ()) or any(missing(each) for each in given if each in KINDS):
            return None
        if rule(m, *given) is False:
            return None
    if line.endswith("; marker"):
        m.printed = first(m.now)
    m.look()
    return m


def plan(kind, lines):
    """(line, the shell after it, what it prints; None: unknown) of those LINES that a shell of KIND can take"""
    m, taken = Model([State(kind)], {*ENVS}, dict.fromkeys(ALLOWED, "allow")), []
    for line in lines:
        if after := take(m, line, kind):
            m = after
            # avenv's commands print what they do, and a look what is wrong.
            taken.append((line, m.now, m.printed or (None if "avenv" in line or not m.silent else "")))
    return taken


def whole(kind, lines):
    """A shell of KIND can take each of LINES."""
    return [line for line, *_ in plan(kind, lines)] == lines


class Found(NamedTuple):
    lines: list     # to the first difference
    words: str
    kinds: tuple    # the shells in which it is seen


def first_difference(grounds, pool, lines):
    """Where a shell has not what the model has, or prints what the one before does not; None"""
    plans = {kind: plan(kind, lines) for kind in grounds}
    walks = pool.map(lambda kind: grounds[kind].type_lines(plans[kind]), grounds)
    found, printed = None, {}
    for kind, seen in zip(grounds, walks):
        typed = []
        for (line, after, wanted), (got, said) in zip(plans[kind], seen):
            typed.append(line)
            what = [f"{key} is {got.get(key)!r}, the model's {value!r}"
                    for key, value in state_of(after, kind).items() if got.get(key) != value]
            # Beside the program's output there may be a line of avenv's.
            if wanted is not None and said != wanted and (not wanted or wanted not in said.splitlines()):
                what.append(f"it prints {said!r}, the model {wanted!r}")
            before, other = printed.setdefault(tuple(typed), (kind, said))
            kinds = (kind,) if what else (before, kind)
            if said != other:
                what.append(f"it prints {said!r}, {before} {other!r}")
            if what:
                if not found or len(typed) < len(found.lines):
                    found = Found(typed, " | ".join(typed) + f"\n{kind}: " + "; ".join(what), kinds)
                break
    return found


def shortened(grounds, pool, found):
    """The shortest walk that one gets by leaving out lines, halves first, and what differs there, as far as two minutes go."""
    lines, end = found.lines, time.monotonic() + 120
    grounds = {kind: grounds[kind] for kind in found.kinds}
    size = max(1, len(lines) // 2)
    while size:
        at = 0
        while at < len(lines) and time.monotonic() < end:
            fewer = lines[:at] + lines[at + size:]
            if fewer and (other := first_difference(grounds, pool, fewer)):
                lines, found = other.lines, other
            else:
                at += size
        size //= 2
    return found


# What takes back a line that has the first words in it, where there are the second ones in their place
TAKEN_BACK = (("off", "on"), ("DISABLE=1", "DISABLE=0"), (" deny ", " allow "), (" forget ", " allow "), ("pushd ~/p", "popd"),
              ("pushd ~/q", "popd"))


def undoing(line):
    """The steps that take LINE back: without them an environment that was moved away never comes back in most walks."""
    rule = STEPS[line][0]
    lines = {line.replace(done, back) for done, back in TAKEN_BACK if done in line}
    if rule == edit:
        lines.add('export PATH="$SYSTEM"')
    if rule == child:
        lines.add("exit")
    if move := re.match(r"mv (\S+) ([^\s;]+)(.*)", line):
        lines |= {f"mv {move[2]} {move[1]}{then}" for then in (move[3], "; cd ~/p")}
    return sorted(back for back in lines if back in STEPS and back != line)


def drawn(rng):
    """The lines of a walk. There are a few of the steps in it, each often: what they do to one another shows sooner."""
    rules = {}
    for line, (rule, *_) in STEPS.items():
        rules.setdefault(rule, []).append(line)
    menu = [*rng.sample(rules[cd], 3), *(rng.choice(lines) for lines in rng.sample([*rules.values()], 5))]
    menu += [back for line in menu for back in undoing(line)]
    parts = [line for line in menu if line.split()[0] in JOINED]
    return [f"{rng.choice(parts)}; {rng.choice([*parts, 'marker'])}" if rng.random() < 0.15 else rng.choice(menu)
            for _ in range(LENGTH)]


def main():
    os.umask(0o022)
    proof = "--tools" in sys.argv
    wanted = [arg for arg in sys.argv[1:] if arg != "--tools"] or KINDS
    skips = {kind: why for kind in wanted if (why := missing(kind))}
    tools = [env for env, argv in TOOLS.items() if proof and os.path.exists(argv[0])]
    if proof:
        skips |= {env: f"no {argv[0]}: tests/fetch.sh fetches it" for env, argv in TOOLS.items() if env not in tools}
    print(f"1..{2 + len(skips)}")
    for what, why in skips.items():
        print(f"ok - {what} # SKIP {why}")
    grounds = {kind: Ground(kind, tools) for kind in wanted if kind not in skips}
    with ThreadPoolExecutor(len(grounds) or 1) as pool:
        try:
            walk_all(grounds, pool)
        finally:
            for ground in grounds.values():
                ground.close()


def walk_all(grounds, pool):
    """WALK alone; or those of walks.txt, then others: WALKS, or for SECONDS."""
    text = os.environ.get("WALK") or Path(ROOT, "tests/shell/walks.txt").read_text()
    kept = [line.split(" | ") for line in text.splitlines() if line[:1] != "#"]
    failed = [" | ".join(lines) + f"\n{KINDS[0]} cannot take each of its steps" for lines in kept if not whole(KINDS[0], lines)]
    failed += [found.words for lines in kept if (found := first_difference(grounds, pool, lines))]
    counts = [f"{sum(whole(kind, lines) for lines in kept)} in {kind}" for kind in grounds]
    result(f"{len(kept)} walks of walks.txt, as they are: {', '.join(counts)}", failed)
    rng, end, walks, steps, found, met = random.Random(SEED), time.monotonic() + SECONDS, 0, 0, None, set()
    while not found and "WALK" not in os.environ and (time.monotonic() < end if SECONDS else walks < WALKS):
        lines = drawn(rng)
        taken = [line for line, *_ in plan(KINDS[0], lines)]
        walks, steps = walks + 1, steps + len(taken)
        met |= {part for line in taken for part in ([line] if line in STEPS else line.split("; "))} & {*STEPS}
        found = first_difference(grounds, pool, lines)
    wrong = [shortened(grounds, pool, found).words] if found else []
    if steps < 5 * walks:
        wrong.append("too few of the lines that are drawn can be taken")
    result(f"{walks} random walks of {steps} lines, {len(met)} of the {len(STEPS)} steps, SEED={SEED}", wrong)
    if failed or wrong:
        sys.exit(1)


def result(title, failed):
    print(f"{'not ' * bool(failed)}ok - {title}")
    for line in "\n".join(failed).splitlines():
        print("#", line)
    sys.stdout.flush()


main()
