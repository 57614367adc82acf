# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases: how the world is prepared, the command, its exceptions from the rules in check.py."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

from changes import DROPPED, ENV, PLACE, TEXT
from world import AVENV, HELPER, PYTHON, ROOT, SITE

CASES = []


@dataclass(frozen=True)
class Case:
    name: str
    prepare: Callable
    # the command, or a function of the world that makes it
    argv: object
    cwd: str = "."
    # so many things are done, each by itself
    things: int = 1
    # it changes an environment in place: each of its files is old or new
    in_place: bool = False
    # it removes an environment: the rest of one is no success
    removes: bool = False
    # what it puts away is gone when it is done
    drops: bool = False
    # it renames the one to the other, and then writes the files in it
    moves: tuple = ()
    # below it are links for the programs on PATH: one that cannot be looked at counts as missing, as in a shell
    links: str = ""
    # the commands that finish where the same one cannot
    finish: tuple = ()
    # the command that leads back to the state before, said in place of the same one again
    back: str = ""
    # that it dies of, or catches
    signals: tuple = ("KILL",)
    # it runs pip or writes thousands of files: of calls that are alike one is struck
    slow: bool = False
    # threads write as well
    threads: bool = False
    # it is the helper
    helper: bool = False
    # an environment that is on in a directory above
    above: str = ""
    # what another program changes meanwhile, and how (changes.py)
    aims: tuple = ()


def case(name, prepare, line, **kwargs):
    CASES.append(Case(name, prepare, (AVENV, *line.split()), **kwargs))


def made(*steps):
    """What prepares a world by STEPS: "+ENV" makes an environment, "DIRECTORY/" a directory, "a -> b"
    a link b, "b < text" a file b, and all else is a command of avenv's."""
    def prepare(w):
        for step in steps:
            if callable(step):
                step(w)
            elif step[0] == "+":
                w.mkenv(step[1:])
            elif step[-1] == "/":
                (w.w / step).mkdir(parents=True)
            elif " -> " in step:
                target, name = step.split(" -> ")
                os.symlink(target.replace("@", str(w.w)), w.w / name)
            elif " < " in step:
                name, text = step.split(" < ")
                w.write(name, text.replace("@", str(w.w)) + "\n")
            else:
                w.avenv(step)
    return prepare


# ---- records: a project p, and records of other directories ----------------------

recorded = made("+p/.venv", "+q/.venv", "+r/.venv", "allow q", "deny r")
allowed = made(recorded, "allow p")
case("allow, the first record", made("+p/.venv"), "allow p")
case("allow", recorded, "allow", cwd="p", aims=[("home/.local/share/avenv/records", TEXT)])
case("allow what is denied", recorded, "allow r")
case("allow --tree", made(recorded, "+tree/a/.venv", "+tree/b/c/venv", "+tree/d/odd"), "allow --tree tree")
case("allow --shared", made(recorded, lambda w: (w.w / "p").chmod(0o777)), "allow --shared p")
case("deny", allowed, "deny p", aims=[("home/.local/share/avenv/records", TEXT)])
case("forget", allowed, "forget p", aims=[("home/.local/share/avenv/records", TEXT)])

# ---- create ----------------------------------------------------------------------


def to_install(w):
    wheels = w.base / "wheels"
    if not wheels.exists():
        subprocess.run([sys.executable, ROOT / "tests/mkwheel.py", wheels, "tiny"], check=True)
    w.write("new/requirements.txt", f"--no-index\n--find-links {wheels}/tiny\ntiny\n")


project = made(recorded, "new/")
old = made(project, f"create -p {PYTHON} --without-pip --prompt old new/.venv")
occupied = made(old, "new/.venv/share/mine < mine")
pip, bare = f"create -p {PYTHON}", f"create -p {PYTHON} --without-pip"
finish = {"things": 2, "finish": ["allow new/.venv"]}
case("create", project, f"{bare} new/.venv", **finish, aims=[("w/new/.venv", PLACE)])
case("create, in new directories", project, f"{bare} new/a/b/.venv", things=2, finish=["allow new/a/b/.venv"])
case("create --clear", occupied, f"{bare} --clear new/.venv", drops=True, **finish, aims=[("w/new/.venv", (*ENV, *DROPPED))])
case("create, with pip", project, f"{pip} new/.venv", slow=True, threads=True, **finish)
# pip installs into the one that was made.
case("create -r", made(project, to_install), f"{pip} -r requirements.txt", cwd="new", slow=True, things=2, in_place=True,
     signals=("KILL", "INT"), finish=["allow .venv", "remove -y .venv", f"{pip} -r requirements.txt"])

# ---- use, remove, move -------------------------------------------------------------

to_use = made(recorded, "new/", "+envs/one", "+envs/two")
used = made(to_use, "-C new use ../envs/one")
case("use", to_use, "use ../envs/one", cwd="new", things=2, aims=[("w/new/.venv", PLACE)])
case("use another", used, "use ../envs/two", cwd="new", things=2, aims=[("w/new/.venv", PLACE)])
case("use --clear", used, "use --clear", cwd="new", things=2, aims=[("w/new/.venv", PLACE)])


def odd_env(w):
    """An environment with paths in it, and a distribution."""
    w.mkenv("in/odd", f"command = python -m venv {w.w}/in/odd\n")
    w.write("in/odd/bin/x", f"#!{w.w}/in/odd/bin/python\n", 0o755)
    info = f"in/odd/{SITE}/one-1.dist-info"
    w.write(f"{info}/METADATA", "Metadata-Version: 2.1\nName: one\nVersion: 1\n")
    w.write(f"{info}/INSTALLER", "pip\n")
    w.write(f"{info}/RECORD", "".join(f"one-1.dist-info/{file},,\n" for file in ("METADATA", "INSTALLER", "RECORD")))


# On record; a redirect and a link lead to it.
odd = made(recorded, odd_env, "in/odd/bin/activate < VIRTUAL_ENV=@/in/odd", "@/in/odd/lib -> in/odd/lib64", "to/",
           "new/.venv < ../in/odd", "linked/", "../in/odd -> linked/.venv", "allow new linked", "-C in allow odd")
case("remove", odd, "remove -y in/odd", things=2, removes=True, drops=True, aims=[("w/in/odd", (*ENV, *DROPPED))])
moving = {"things": 5, "in_place": True, "moves": ("w/in/odd", "w/to/new"),
          "finish": ["allow to/new", "repair to/new", "forget --gone"]}
case("move", odd, "move in/odd to/new", **moving, aims=[("w/in/odd", (*ENV, "open")), ("w/to/new", PLACE)])
case("move, denied inside", made(odd, "+in/odd/src/.venv", "-C in/odd deny src", "allow --tree to"),
     "move in/odd to/new", **moving)

# ---- repair, recreate, setup ---------------------------------------------------------


def moved(w):
    odd(w)
    os.rename(w.w / "in/odd", w.w / "to/odd")
    os.unlink(w.w / "to/odd/bin/python")
    w.write(f"to/odd/{SITE}/one.pth", f"{w.w}/in/odd/src\n")
    w.dress(w.w / f"to/odd/{SITE}/one.pth", w.w / "to/odd/pyvenv.cfg")


case("repair", made(moved, "allow to/odd"), "repair to/odd", things=4, in_place=True, aims=[("w/to/odd", (*ENV, "open")), ("w/to/odd/bin/x", TEXT)])
case("recreate", occupied, "recreate new/.venv", things=2,
     finish=["remove -y new/.venv.old", "recreate new/.venv"], aims=[("w/new/.venv", (*ENV, "open"))])
startup = made(recorded, lambda w: (w.home / ".bashrc").write_text("a=1"),
               lambda w: w.dress(w.home / ".bashrc"))
case("setup", startup, "setup bash fish", things=3, aims=[("home/.bashrc", TEXT)])
case("setup --undo", made(startup, "setup bash fish"), "setup --undo", things=3, aims=[("home/.bashrc", TEXT), ("home/.config/fish/config.fish", TEXT)])
shims = "home/.local/share/avenv/shims/"
case("setup --everywhere", startup, "setup --everywhere", things=3, links=shims, aims=[("home/.profile", TEXT), ("home/.local/share/avenv/everywhere/bash", ("a file",)), (f"{shims}python", ("a file", "a link"))])
case("setup --everywhere, taken back", startup, "setup --everywhere", things=3, links=shims, back="setup --everywhere --undo")
case("setup --everywhere --undo", made(startup, "setup --everywhere"), "setup --everywhere --undo", things=3, aims=[("home/.profile", TEXT), ("home/.local/share/avenv/everywhere/bash", ("a file",)), (f"{shims}python", ("a file", "a link"))])

# ---- the helper ------------------------------------------------------------------------

PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', (ROOT / "src/shell/shell.h").read_text()).group(1)


def ask(name, prepare, cwd, active="", above=""):
    """The helper after cd to CWD from ACTIVE, which avenv turned on."""
    def argv(w):
        on = f"{w.w}/{active}" if active else ""
        path = f"{on}/bin:/usr/bin:/bin" if on else "/usr/bin:/bin"
        return HELPER, "bash", PROTOCOL, "cd", "", f"{w.w}/{cwd}", on, on, path, "", "", ""
    CASES.append(Case(f"helper: {name}", prepare, argv, cwd=cwd, helper=True, above=above))


def overruled(w):
    """Denied, in a tree that the user's environment allows."""
    w.mkenv("p/.venv")
    w.env["AVENV_TRUST"] = str(w.w)
    w.avenv("deny p")


# Projects of each kind in a project that is allowed
nested = made(allowed, "+p/denied/venv", "+p/new/venv", "+p/names/venv", "deny p/denied", "allow p/names",
              "+elsewhere", "p/redirect/.venv < @/elsewhere", "p/unknown/.venv < @/elsewhere", "allow p/redirect",
              "+p/clone", "p/clone/.git/HEAD < ref: refs/heads/main")
ask("nothing", recorded, "q/.venv")
ask("found", allowed, "p")
ask("left", allowed, "q", active="p/.venv")
ask("not allowed", recorded, "p")
ask("denied, in an allowed tree", overruled, "p")
ask("denied, in an allowed project", nested, "p/denied")
for one in ("new", "unknown", "clone"):
    ask(f"{one}, in an allowed project", nested, f"p/{one}", above="p/.venv")
ask("switched", nested, "p/redirect", active="p/.venv", above="p/.venv")
