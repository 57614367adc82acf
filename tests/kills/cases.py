# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases: how the world is prepared, the command, its exceptions from the rules in check.py."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

from world import AVENV, HELPER, PYTHON, ROOT, SITE

CASES = []


@dataclass(frozen=True)
class Case:
    name: str
    prepare: Callable
    # the command, or a function of the world that makes it
    argv: object
    cwd: str = "."
    writes: bool = True
    # so many things are done, each by itself
    things: int = 1
    # it changes an environment in place: each of its files is old or new
    in_place: bool = False
    # redirects and links lead to it; one that may not be looked at is let be
    led_to: bool = False
    # it renames the one to the other, and then writes the files in it
    moves: tuple = ()
    # the commands that finish where the same one cannot
    finish: tuple = ()
    # it runs pip or writes thousands of files: of calls that are alike one is struck
    slow: bool = False
    # threads write as well
    threads: bool = False
    # a reader that prints what is wrong
    reports: bool = False
    # a reader that runs while somebody types
    silent: bool = False
    # of the helper: the shell that asks, and the environment on in a directory above
    shell: str = ""
    above: str = ""

    @property
    def helper(self):
        return bool(self.shell)


def case(name, prepare, *words, finish=(), **kwargs):
    CASES.append(Case(name, prepare, (AVENV, *words),
                      finish=tuple((AVENV, *line.split()) for line in finish), **kwargs))


# ---- records -------------------------------------------------------------------


def plain(w):
    """A project p, and nothing on record."""
    w.mkenv("p/.venv")


def recorded(w):
    """As plain, with records of other directories."""
    plain(w)
    w.mkenv("q/.venv")
    w.mkenv("r/.venv")
    w.avenv("allow", "q")
    w.avenv("deny", "r")


def allowed(w):
    recorded(w)
    w.avenv("allow", "p")


def many(w):
    recorded(w)
    w.mkenv("tree/a/.venv")
    w.mkenv("tree/b/c/venv")
    w.mkenv("tree/d/odd")


def open_to_others(w):
    recorded(w)
    (w.w / "p").chmod(0o777)


case("allow, the first record", plain, "allow", "p")
case("allow", recorded, "allow", cwd="p")
case("allow what is denied", recorded, "allow", "r")
case("allow --tree", many, "allow", "--tree", "tree")
case("allow --shared", open_to_others, "allow", "--shared", "p")
case("deny", allowed, "deny", "p")
case("forget", allowed, "forget", "p")

# ---- create --------------------------------------------------------------------


def project(w):
    recorded(w)
    (w.w / "new").mkdir()


def occupied(w):
    project(w)
    w.avenv("create", "-p", PYTHON, "--without-pip", "--prompt", "old", "new/.venv")
    w.write("new/.venv/share/mine", "mine\n")


def to_install(w):
    project(w)
    wheels = w.base / "wheels"
    if not wheels.exists():
        subprocess.run([sys.executable, ROOT / "tests/mkwheel.py", wheels, "tiny"], check=True)
    w.write("new/requirements.txt", f"--no-index\n--find-links {wheels}/tiny\ntiny\n")


bare = ("create", "-p", PYTHON, "--without-pip")
pip = ("create", "-p", PYTHON)
finish = {"things": 2, "finish": ["allow new/.venv"]}
case("create", project, *bare, "new/.venv", **finish)
case("create --clear", occupied, *bare, "--clear", "new/.venv", **finish)
case("create in place", occupied, *bare, "new/.venv", in_place=True)
case("create, with pip", project, *pip, "new/.venv", slow=True, threads=True, **finish)
case("create in place, with pip", occupied, *pip, "new/.venv", slow=True, threads=True,
     in_place=True)
case("create -r", to_install, *pip, "-r", "requirements.txt", cwd="new", slow=True,
     things=2, finish=["allow .venv"])

# ---- use, remove, move ---------------------------------------------------------


def to_use(w):
    recorded(w)
    (w.w / "new").mkdir()
    w.mkenv("envs/one")
    w.mkenv("envs/two")


def used(w):
    to_use(w)
    w.avenv("-C", "new", "use", "../envs/one")


def odd(w):
    """An environment with paths in it, on record; a redirect and a link lead to it."""
    recorded(w)
    w.mkenv("in/odd", f"command = python -m venv {w.w}/in/odd\n")
    w.write("in/odd/bin/activate", f"VIRTUAL_ENV={w.w}/in/odd\n")
    w.write("in/odd/bin/x", f"#!{w.w}/in/odd/bin/python\n", 0o755)
    os.symlink(w.w / "in/odd/lib", w.w / "in/odd/lib64")
    w.package("in/odd", "one", "1")
    (w.w / "to").mkdir()
    w.write("new/.venv", "../in/odd\n")
    (w.w / "linked").mkdir()
    os.symlink("../in/odd", w.w / "linked/.venv")
    w.avenv("allow", "new", "linked")
    w.avenv("-C", "in", "allow", "odd")


def denied_inside(w):
    """An environment with a denied one in it, and a tree that is allowed beside it."""
    odd(w)
    w.mkenv("in/odd/src/.venv")
    w.avenv("-C", "in/odd", "deny", "src")
    w.avenv("allow", "--tree", "to")


case("use", to_use, "use", "../envs/one", cwd="new", things=2)
case("use another", used, "use", "../envs/two", cwd="new", things=2)
case("use --clear", used, "use", "--clear", cwd="new", things=2)
case("remove", odd, "remove", "-y", "in/odd", things=4, led_to=True)
moving = {"things": 5, "led_to": True, "in_place": True, "moves": ("w/in/odd", "w/to/new"),
          "finish": ["allow to/new"]}
case("move", odd, "move", "in/odd", "to/new", **moving)
case("move, denied inside", denied_inside, "move", "in/odd", "to/new", **moving)

# ---- repair, recreate ----------------------------------------------------------


def moved(w):
    odd(w)
    os.rename(w.w / "in/odd", w.w / "to/odd")
    os.unlink(w.w / "to/odd/bin/python")
    w.write(f"to/odd/{SITE}/one.pth", f"{w.w}/in/odd/src\n")


def remade(w):
    occupied(w)
    w.avenv("recreate", "new/.venv")


case("repair", moved, "repair", "to/odd", things=4, in_place=True)
case("recreate", occupied, "recreate", "new/.venv", finish=["recreate --undo new/.venv"])
case("recreate --undo", remade, "recreate", "--undo", "new/.venv")
case("recreate --discard", remade, "recreate", "--discard", "new/.venv")

# ---- setup ---------------------------------------------------------------------


def startup(w):
    recorded(w)
    (w.home / ".bashrc").write_text("a=1")


def set_up(w):
    startup(w)
    w.avenv("setup", "bash", "fish")


case("setup", startup, "setup", "bash", "fish", things=3)
case("setup --undo", set_up, "setup", "--undo", things=3)

# ---- readers -------------------------------------------------------------------


def installed(w):
    allowed(w)
    w.package("p/.venv", "one", "1")
    w.package("p/.venv", "two", "2.0")
    os.symlink("lib", w.w / "p/.venv/lib64")


for line in ("freeze", "packages", "run /bin/true"):
    case(line, installed, *line.split(), cwd="p", writes=False)
for line in ("status", "list", "doctor", "hook bash"):
    case(line, installed, *line.split(), cwd="p", writes=False, reports=line != "hook bash")
for line in ("__complete bash path p", "__complete bash run p"):
    case(line, installed, *line.split(), cwd="p", writes=False, reports=True, silent=True)

# ---- the helper ----------------------------------------------------------------

PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', (ROOT / "src/shell/shell.h").read_text()).group(1)


def ask(name, prepare, cwd, active="", above="", shell="bash"):
    """The helper after cd to CWD from ACTIVE, which avenv turned on."""
    def argv(w):
        on = f"{w.w}/{active}" if active else ""
        path = f"{on}/bin:/usr/bin:/bin" if on else "/usr/bin:/bin"
        return HELPER, shell, PROTOCOL, "cd", "", f"{w.w}/{cwd}", on, on, path, "", "", ""
    CASES.append(Case(f"helper: {name}", prepare, argv, cwd=cwd, writes=False, shell=shell,
                      above=above))


def nested(w):
    """Projects of each kind in a project that is allowed."""
    allowed(w)
    for kind in ("denied", "new", "names"):
        w.mkenv(f"p/{kind}/venv")
    w.avenv("deny", "p/denied")
    w.avenv("allow", "p/names")
    w.mkenv("elsewhere")
    w.write("p/redirect/.venv", f"{w.w}/elsewhere\n")
    w.write("p/unknown/.venv", f"{w.w}/elsewhere\n")
    w.avenv("allow", "p/redirect")
    w.mkenv("p/clone")
    w.write("p/clone/.git/HEAD", "ref: refs/heads/main\n")


def overruled(w):
    """Denied, in a tree that the user's environment allows."""
    plain(w)
    w.env["AVENV_TRUST"] = str(w.w)
    w.avenv("deny", "p")


ask("nothing", recorded, "q/.venv")
ask("found", allowed, "p")
ask("found, for fish", allowed, "p", shell="fish")
ask("left", allowed, "q", active="p/.venv")
ask("not allowed", recorded, "p")
ask("denied, in an allowed tree", overruled, "p")
for one in ("denied", "new", "unknown", "clone"):
    ask(f"{one}, in an allowed project", nested, f"p/{one}", above="p/.venv")
ask("switched", nested, "p/redirect", active="p/.venv", above="p/.venv")
ask("switched, for fish", nested, "p/names", active="p/.venv", above="p/.venv", shell="fish")
