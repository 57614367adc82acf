# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of completion share: the table of commands, nasty names, a line to type on."""

import os
import re
import subprocess
from collections import namedtuple

from harness import BUILD, ESCAPES, check

# A key that shows the test the line as it is, empties it, and says so unseen.
LOOK, LOOKED = "\x18\x02", b"\x1b]7717;L\a"

Option = namedtuple("Option", "letter name arg help")
Command = namedtuple("Command", "alias args summary options")

# What is typed to tell each from the others stands before its '|'.
NASTY = ("a| two words", "b|\nline", "c|'single", 'd|"double', "e|$HOME", "f|:colon", "g|[a-z]", "h|*", "i|\\n", "j|`id`",
         "k|;id", "l|&", "m|(id)", "n|~", "o|=ls", "p|#1", "q|!!", "r|%s", "s|{a,b}", "t||id", "u|<x>y", "v|\u00e9t\u00e9",
         "w|$(id)", "x|?", "y|--help", "z|^")


def table():
    """The commands of avenv by name; "" is avenv itself."""
    text = subprocess.run([BUILD / "avenv", "__dump"], capture_output=True, text=True, check=True).stdout
    commands = {"": Command("", "", "", [])}
    for kind, name, *rest in (line.split("\t") for line in text.splitlines()):
        if kind == "command":
            commands[name] = Command(*rest, [])
        elif rest[-1]:
            commands[name].options.append(Option(*rest))
    return commands


COMMON = ("quiet", "help")


def spellings(option):
    return [word for word in (f"-{option.letter}", f"--{option.name}") if word.strip("-")]


def options(commands, name):
    """The options that NAME takes."""
    return commands[name].options + [o for o in commands[""].options if name and o.name in COMMON]


class Line:
    """The command line of a shell, typed by keys."""

    def __init__(self, sh):
        self.sh = sh

    def type(self, keys):
        """Type KEYS; what came to the screen, and the line as it then stands, which is taken away."""
        start = len(self.sh.buf)
        self.sh.send(keys + LOOK)
        end = self.sh._find(LOOKED, start)
        with open(self.sh.world.base + "/line", "rb") as line:
            return self.sh.buf[start:end], os.fsdecode(line.read())

    def becomes(self, keys, want):
        check(self.type(keys)[1], want, f"the line after {keys!r}")

    def given(self, keys):
        """Type KEYS, which complete to a whole command, and Enter; what it writes."""
        out = self.sh.world.base + "/out"
        self.sh.run(f"true >{out}")
        text = self.sh.keys(f"{keys} >{out}\r")
        with open(out, "rb") as result:
            return os.fsdecode(result.read()) or text


def shown(raw):
    """RAW as lines of text."""
    return os.fsdecode(ESCAPES.sub(b"", raw).replace(b"\r\n", b"\n")).split("\n")


def nasty(w):
    """Environments of nasty names, each with a record: name by what is typed for it."""
    names = {name.split("|", 1)[0]: name.replace("|", "", 1) for name in NASTY}
    w.avenv("allow", *(w.mkenv(f"{w.base}/nasty/{name}") for name in names.values()))
    return names


# To the terminal an OSC, in three encodings of what begins it, a CSI, and what clears it.
EVIL = ("qa\x1b]7777;PWN\x07x", "qb\u009d7777;PWN\u009cx", "qc\udc9d7777;PWN\udc9cx", "qd\x1b[31mx", "qe\x1bcx", "qf\rx", "qg\bx")
ACTIVE = re.compile(rb"\x1b\]7777|\xc2?\x9d7777|\x1b\[31mx|\x1bcx|\rx|\x08x")


def evil(w):
    """A clone with environments that nobody vouches for, beside allowed ones; a directory of the same names."""
    clone = w.dir("home/clone")
    for name in EVIL:
        w.mkenv(f"{clone}/{name}")
        w.dir(f"home/clone/of/{name}")
        # By its path, which the terminal gets as a description.
        w.avenv("allow", os.path.dirname(w.mkenv(f"{w.home}/by/{name}/q{name[1]}-plain/.venv")))
    w.project("qz")
    return clone


def inert(w, line, keys="\t\t"):
    """What KEYS show of those: every name, none as it is."""
    for typed, least in (("use ", 9), ("use q", 9), ("path qa", 2), ("status of/", 6), ("status of/q", 6), ("forget ~/", 0),
                         (f"forget {w.home}/by", 6), ("use q\t", 7), ("use q\t\t", 7)):
        raw = line.type(f"avenv {typed}{keys}")[0]
        found = ACTIVE.search(raw)
        assert not found, f"{typed!r} sent {found.group()!r} to the terminal: {raw!r}"
        plain = re.sub(rb"\x1b\[[\d;]*m|\x1b\(B", b"", raw)
        names = set(re.findall(rb"q[a-z](?:-plain)?(?!\w)", plain))
        assert len(names) >= least, f"{typed!r} showed only {names}: {raw!r}"


def check_elsewhere(w, line):
    """Values are those of the directory that -C leads to, however it is written."""
    for typed in ("-C a\\ b/p", "-C 'a b' -q -C p", "-C ~/a\\ b/p", f"-C '{w.home}'/a\\ b/p", '-C "a b/"p'):
        line.becomes(f"avenv {typed} create -r on\t", f"avenv {typed} create -r only.txt ")
        line.becomes(f"avenv {typed} status d\t", f"avenv {typed} status deep/")
        line.becomes(f"avenv {typed} run spe\t", f"avenv {typed} run special ")
    line.becomes("avenv -C a\\ b -C p\t", "avenv -C a\\ b -C p/")
    line.becomes("avenv -C a\\ b/p -C /us\t", "avenv -C a\\ b/p -C /usr/")


def make_elsewhere(w):
    """What check_elsewhere() looks for."""
    w.project("a b/p")
    w.write("home/a b/p/only.txt", "")
    w.write("home/a b/p/.venv/bin/special", "", 0o755)
    w.dir("home/a b/p/deep")


def check_nasty(w, line, envs):
    """Each of ENVS, what nasty() has made, completes to what works, and is forgotten on the way."""
    for quoted in ("'a ", '"a ', "a\\ "):
        check(line.given(f"avenv path {quoted}\t"), f"{w.base}/nasty/{envs['a']}\n", f"within {quoted}")
    for typed, name in envs.items():
        # PATH could not hold a colon, so that none can be turned on.
        if ":" not in name:
            check(line.given(f"avenv path {typed}\t"), f"{w.base}/nasty/{name}\n", f"what {typed!r} gives")
        line.given(f"avenv forget {w.base}/nasty/{typed}\t")
    check(w.avenv("allow", "--list"), "avenv: nothing is recorded yet\n", "what was not forgotten")
