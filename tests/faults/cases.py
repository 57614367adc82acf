# SPDX-License-Identifier: GPL-3.0-or-later
"""What is struck: NAME, how the world is prepared, the command; what has to hold is in check.py."""

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Optional

from world import AVENV, HELPER, PROTOCOL, PYTHON, ROOT, SERIES, SITE

CASES = []
# Commands that nothing is struck of, and why.
WITHOUT = {
    "bench": "its shells take seconds each time: what fails of its own is in tests/cli/bench.t",
    "help": "it prints what is in it",
    **dict.fromkeys(("activate", "deactivate", "off", "on"), "the hook does it; the command only says so"),
}


@dataclass(frozen=True)
class Case:
    name: str
    prepare: Callable
    # what is run, or what makes it of the world
    argv: object
    cwd: str = "."
    # it changes nothing
    reads: bool = False
    # what is wrong is what it prints
    reports: bool = False
    # an answer of the helper's, not a command's
    helper: bool = False
    # of the helper: what is on, and what is allowed in a directory above
    active: str = ""
    above: str = ""
    # what is typed, where it asks on a terminal
    typed: Optional[bytes] = None
    # what it runs takes long: few of it are in the sample
    slow: bool = False
    # it writes thousands of files: of the calls that are alike not all are struck
    vast: bool = False
    # what finishes it after a failure, where that is another command
    mends: tuple = ()
    # what finishes it where it was kept from it just before the last step: said once more, it names that itself
    settles: tuple = ()
    # it does several things, each by itself
    each: bool = False
    # done in part, it cannot be said again: the rest goes by other names
    once: bool = False
    # what it passes over, having said so in words like these; what others keep closed in silence
    passes_over: bytes = b""
    # calls and errors after which it does not hold, as is known
    known: str = "$^"
    # what it changes may as well stay as it was, in silence
    lightly: bool = False
    # it goes back and forth: said again, it is as before
    toggles: bool = False
    # without a word, as it runs while somebody types
    silent: bool = False


def case(name, prepare, *argv, **options):
    CASES.append(Case(name, prepare, (AVENV, *argv), **options))


# ---- worlds -------------------------------------------------------------------

def plain(w):
    """A project p, and nothing on record."""
    w.mkenv("p/.venv")


def recorded(w):
    """As plain, with records of other directories."""
    plain(w)
    for name in ("q", "r"):
        (w.w / name).mkdir()
    w.avenv("-q", "allow", "q")
    w.avenv("-q", "deny", "r")


def allowed(w):
    recorded(w)
    w.avenv("-q", "allow", "p")


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
case("allow, nothing there yet", recorded, "allow", "q")
case("allow what was denied", recorded, "allow", "r")
case("allow --tree", many, "allow", "--tree", "tree")
case("allow --found", many, "allow", "--found", "tree", each=True)
# Only absolute paths are learned.
CASES.append(Case("allow --learn", many, lambda w: (AVENV, "allow", "--learn", "--", f"{w.w}/tree/d/odd"), silent=True))
case("allow --shared", open_to_others, "allow", "--shared", "p")
case("allow --by-path", recorded, "allow", "--by-path", "p")
case("deny", allowed, "deny", "p")
case("deny --tree", allowed, "deny", "--tree", "p")
case("forget", allowed, "forget", "p")

# ---- making -------------------------------------------------------------------


def project(w):
    recorded(w)
    (w.w / "new").mkdir()


def one_name(w):
    """As project; its interpreter has no other name in another directory."""
    project(w)
    w.env["PATH"] = "/usr/bin"


def to_clear(w):
    project(w)
    w.avenv("-q", "create", "-p", PYTHON, "--without-pip", "--prompt", "old", "new/.venv")
    w.write("new/.venv/share/mine", "mine\n")


@lru_cache(None)
def wheels():
    """A directory of wheels, made once for all."""
    where = os.path.join(os.environ["FAULTS_SCRATCH"], "wheels")
    if not os.path.isdir(where):
        subprocess.run([sys.executable, ROOT / "tests/mkwheel.py", where, "tiny"], check=True)
    return where + "/tiny"


def to_install(w):
    project(w)
    w.write("new/requirements.txt", f"--no-index\n--find-links {wheels()}\ntiny\n")


bare = ("create", "-p", PYTHON, "--without-pip")
case("create", project, *bare, "new/.venv", mends=("allow", "new/.venv"))
# Of several names of an interpreter one that cannot be looked at is passed over.
case("create, by its version", one_name, "create", "-p", SERIES, "--without-pip", "new/.venv", mends=("allow", "new/.venv"),
     passes_over=b"cannot look at '/usr")
case("create, with its parents", project, *bare, "new/a/b/env", mends=("allow", "new/a/b/env"))
case("create --clear", to_clear, *bare, "--clear", "new/.venv", mends=("allow", "new/.venv"))
case("create in place", to_clear, *bare, "new/.venv", each=True)
case("create, with pip", project, "create", "-p", PYTHON, "new/.venv", mends=("allow", "new/.venv"), slow=True, vast=True)
case("create --clear, with pip", to_clear, "create", "-p", PYTHON, "--clear", "new/.venv", mends=("allow", "new/.venv"), slow=True, vast=True)
case("create -r", to_install, "create", "-p", PYTHON, "-r", "requirements.txt", cwd="new", mends=("allow", ".venv"), slow=True, vast=True)

# ---- using, removing, moving ----------------------------------------------------


def to_use(w):
    recorded(w)
    (w.w / "new").mkdir()
    w.mkenv("envs/one")
    w.mkenv("envs/two")


def used(w):
    to_use(w)
    w.avenv("-q", "-C", "new", "use", "../envs/one")


def odd(w):
    """An environment with paths in it, a record of it, and projects that a redirect and a link lead to it."""
    recorded(w)
    w.mkenv("in/odd", f"command = python -m venv {w.w}/in/odd\n")
    w.write("in/odd/bin/x", f"#!{w.w}/in/odd/bin/python\n", 0o755)
    os.symlink(w.w / "in/odd/lib", w.w / "in/odd/lib64")
    w.package("in/odd", "one")
    (w.w / "to").mkdir()
    w.write("new/.venv", "../in/odd\n")
    (w.w / "linked").mkdir()
    os.symlink("../in/odd", w.w / "linked/.venv")
    w.avenv("-q", "allow", "new", "linked")
    w.avenv("-q", "-C", "in", "allow", "odd")


# A record alone, or a redirect, turns nothing on.
case("use", to_use, "use", "../envs/one", cwd="new", each=True)
case("use another", used, "use", "../envs/two", cwd="new", each=True)
case("use --clear", used, "use", "--clear", cwd="new", each=True)
case("remove", odd, "remove", "-y", "in/odd", each=True)
case("remove several", many, "remove", "-y", "tree/a/.venv", "tree/d/odd", each=True, once=True)
case("move", odd, "move", "in/odd", "to/new", each=True, once=True)

# ---- mending --------------------------------------------------------------------


def moved(w):
    odd(w)
    os.rename(w.w / "in/odd", w.w / "to/odd")
    os.unlink(w.w / "to/odd/bin/python")
    w.write(f"to/odd/{SITE}/one.pth", f"{w.w}/in/odd/src\n")


def made(w):
    project(w)
    w.avenv("-q", *bare, "new/.venv")
    w.write("new/.venv/share/mine", "mine\n")


def remade(w):
    made(w)
    w.avenv("-q", "recreate", "new/.venv")


case("repair", moved, "repair", "to/odd", each=True)
case("repair --dry-run", moved, "repair", "--dry-run", "to/odd", reads=True)
case("recreate", made, "recreate", "new/.venv", settles=("recreate", "--undo", "new/.venv"))
case("recreate --undo", remade, "recreate", "--undo", "new/.venv", toggles=True)
case("recreate --discard", remade, "recreate", "--discard", "new/.venv")

# ---- startup files, history -------------------------------------------------------


def startup(w):
    recorded(w)
    (w.home / ".bashrc").write_text("a=1")


def set_up(w):
    startup(w)
    w.avenv("-q", "setup", "-y", "bash", "fish")
    history = w.home / ".local/state/avenv/select_history"
    history.parent.mkdir(parents=True)
    history.write_text("one\n")


def chosen(w):
    allowed(w)
    history = w.home / ".local/state/avenv/select_history"
    history.parent.mkdir(parents=True)
    history.write_text("one\ntwo\n")


case("setup", startup, "setup", "-y", "bash", "fish", each=True)
case("setup --undo", set_up, "setup", "-y", "--undo", each=True)
case("setup --undo --purge", set_up, "setup", "-y", "--undo", "--purge", each=True)
# What it remembers is a convenience. Where there is no memory, readline ends it all by itself; it is of no use to nobody.
case("select", chosen, "select", "--print", typed=b"1\r\x04", lightly=True,
     known="(brk|mmap) ENOMEM from here on|.* SIGPIPE")

# ---- reading ------------------------------------------------------------------------


def installed(w):
    allowed(w)
    w.package("p/.venv", "one")
    w.package("p/.venv", "two", "2.0")
    os.symlink("lib", w.w / "p/.venv/lib64")


def with_bases(w):
    """As installed, with more in what else is on the import path, and a file that is nobody's."""
    installed(w)
    w.write("p/.venv/pyvenv.cfg", (w.w / "p/.venv/pyvenv.cfg").read_text().replace("= false", "= true"))
    w.write(f"p/.venv/{SITE}/more.pth", f"{w.w}/more\n")
    w.package("q", "three")
    os.rename(w.w / "q" / SITE, w.w / "more")
    w.write(f"p/.venv/{SITE}/odd/x.py", "")


for words in (("status",), (), ("path",), ("env", "--shell", "bash"), ("run", "/bin/true"), ("packages",),
              ("packages", "--verify"), ("freeze",), ("doctor",)):
    case(" ".join(words) or "plain avenv", installed, *words, cwd="p", reads=True,
         reports=words[:1] in ((), ("status",), ("doctor",)) or "--verify" in words)
case("pythons", installed, "pythons", reads=True, passes_over=b"cannot look at ")
case("packages --verify, where more is", with_bases, "packages", "--verify", cwd="p", reads=True, reports=True)
case("freeze, where more is", with_bases, "freeze", cwd="p", reads=True)
for words in (("list",), ("list", "--size"), ("allow", "--list"), ("hook", "bash"), ("doctor", "--all")):
    case(" ".join(words), installed, *words, reads=True, reports=words[0] in ("allow", "list", "doctor"))
for word in ("env", "python", "record", "package"):
    case(f"__complete {word}", installed, "__complete", word, cwd="p", reads=True, silent=True)

# ---- the helper ---------------------------------------------------------------------


def ask(name, prepare, cwd, active="", above="", shell="bash"):
    """The helper at a directory change; ACTIVE is on, and ours; ABOVE would be found where nothing nearer is."""
    def argv(w):
        on = f"{w.w}/{active}" if active else ""
        path = f"{on}/bin:/usr/bin:/bin" if on else "/usr/bin:/bin"
        seen = f"{w.w}//{on}//{on}//////" if on else ""
        return (HELPER, shell, PROTOCOL, "pP", f"{w.w}/{cwd}", on, on, path, seen, f"{on}/bin" if on else "",
                os.path.dirname(on), "", "", "")
    CASES.append(Case(f"helper: {name}", prepare, argv, cwd=cwd, reads=True, helper=True,
                      active=active, above=above))


def below(w):
    allowed(w)
    (w.w / "p/a/b").mkdir(parents=True)


def nested(w):
    """Inside a project that is allowed, one of another kind each."""
    allowed(w)
    w.mkenv("p/denied/.venv")
    w.avenv("-q", "deny", "p/denied")
    w.mkenv("p/new/.venv")
    w.mkenv("p/names/venv")
    w.avenv("-q", "allow", "p/names")
    w.mkenv("p/scan/odd")
    w.avenv("-q", "-C", "p/scan", "allow", "odd")
    w.mkenv("p/several/one")
    w.mkenv("p/several/two")
    w.mkenv("elsewhere")
    w.write("p/led/.venv", f"{w.w}/elsewhere\n")
    w.avenv("-q", "allow", "p/led")
    (w.w / "p/link").mkdir()
    os.symlink(w.w / "elsewhere", w.w / "p/link/venv")
    w.avenv("-q", "allow", "p/link")
    w.write("p/list/.python-envs", "../../elsewhere\n")
    w.avenv("-q", "allow", "p/list")
    # A clone that calls itself env: the record of the project does not speak of it.
    w.mkenv("p/clone/env")
    w.write("p/clone/env/.git/HEAD", "ref: refs/heads/main\n")
    record = w.home / ".local/share/avenv/trust"
    w.avenv("-q", "allow", "--by-path", "p/clone")
    lines = [line for line in record.read_text().splitlines() if not line.endswith("/clone/env")]
    record.write_text("\n".join(lines) + "\n")


def overruled(w):
    """Denied, in a tree that the user's environment allows."""
    plain(w)
    w.env["AVENV_TRUST"] = str(w.w)
    w.avenv("-q", "deny", "p")


ask("nothing", recorded, "q")
ask("found", allowed, "p")
ask("found, for fish", allowed, "p", shell="fish")
ask("found above", below, "p/a/b")
ask("left", allowed, "q", active="p/.venv")
ask("stays", below, "p/a", active="p/.venv")
ask("not allowed", recorded, "p")
ask("denied, in a tree that is allowed", overruled, "p")
for kind in ("denied", "new", "names", "scan", "several", "led", "link", "list", "clone"):
    ask(f"{kind}, in a project", nested, f"p/{kind}", above="p/.venv")
ask("switched", nested, "p/names", active="p/.venv", above="p/.venv")
ask("switched, for fish", nested, "p/names", active="p/.venv", above="p/.venv", shell="fish")
