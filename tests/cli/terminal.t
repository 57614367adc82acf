#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 60 67
"""Every command of the table, each option of it, on a terminal, with names that a terminal would act on.

Of control characters and those that turn or hide text nothing arrives; in a pipe data is as it is."""

import codecs
import fcntl
import itertools
import json
import os
import pty
import select
import shutil
import subprocess
import tempfile
import termios
import time
import unicodedata
from pathlib import Path

AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
# C0, DEL, C1, direction, no width, a tag, a blank letter; bytes that are no text: a lone surrogate,
# too long a form, C1 and any byte.
ACTS = (b"\x1b]0;PWNED\a\x1b[31m\b\t\r\x7f", "\x9b31m\x85\xad\u202e\u2066\u200b\u2028\ufeff\u3164\U000E0041".encode(),
        b"\xed\xa0\x80\xc0\x9b\xe0\x80\x9b\x9b31m\x90\xff", "é日本".encode() + b"\\x '\"; touch PWN #")
NAME, TEXT = b"v" + b"".join(ACTS), b"v" + ACTS[0].replace(b"\r", b"") + ACTS[1] + ACTS[3]
# Without C0, for which alone a quote may look; with a newline, which avenv refuses
PLAIN, LINES = b"w" + ACTS[1], b"a\nb\x1b[31m"
# Questions of `select` and `remove`: candidates, none, no
KEYS = b"\t\tq\n"


def write(path, *parts):
    Path(os.fsdecode(path)).parent.mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(path)).write_bytes(b"".join(parts))


def make_env(env):
    """An environment whose files say TEXT wherever they may say anything, one of them NAME."""
    write(env + b"/pyvenv.cfg", b"home = /usr/bin\nversion = 3.11.2", TEXT, b"\nprompt = ", TEXT, b"\n")
    os.makedirs(env + b"/bin")
    os.symlink("/usr/bin/python3", env + b"/bin/python3")
    os.symlink("python3", env + b"/bin/python")
    write(env + b"/bin/" + NAME, b"#!/nowhere/", NAME, b"\n")
    site = env + b"/lib/python3.11/site-packages/"
    for n, name in enumerate((TEXT, b"x", NAME)):
        info = site + b"%d-1.dist-info/" % n
        write(info + b"METADATA", b"Metadata-Version: 2.1\nName: ", name, b"\nVersion: 1", TEXT,
              b"\nHome-page: ", TEXT, b"\nRequires-Dist: y", TEXT, b"\nRequires-Dist: z>1\n\n")
        write(info + b"RECORD", b"bin/", PLAIN, b",,\nbin/", ACTS[0], b",,\n")
        write(info + b"INSTALLER", TEXT, b"\n")
        write(info + b"direct_url.json", json.dumps(
            {"url": "file:///nowhere/" + TEXT.decode(), "dir_info": {"editable": n == 1}}).encode())


class World:
    """A private HOME with the project NAME and in p the environment PLAIN."""

    def __init__(self):
        self.base = os.fsencode(os.path.realpath(tempfile.mkdtemp()))
        self.home = self.base + b"/home"
        self.project = self.home + b"/" + NAME
        self.env = {"HOME": self.home, "PATH": "/usr/bin:/bin", "TERM": "dumb", "SHELL": "/bin/bash",
                    "AVENV_SHELL": "bash 4", "LC_ALL": "C.UTF-8", "INPUTRC": self.base + b"/inputrc",
                    "VIRTUAL_ENV": self.project + b"/.venv", "PIP_NO_INDEX": "1",
                    **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        write(self.base + b"/inputrc", b"set bell-style none\nset enable-bracketed-paste off\n")
        make_env(self.project + b"/.venv")
        make_env(self.home + b"/p/" + PLAIN)
        for name in (b"poetry.lock", b"requirements.txt", b".python-version", LINES):
            write(self.project + b"/" + name, TEXT, b"\n")
        write(self.project + b"/pyproject.toml", b"[project]\nrequires-python = '>=3.99'\n")
        self.pipe("-q", "allow", self.project, self.home + b"/p/" + PLAIN)

    def pipe(self, *args):
        return subprocess.run([AVENV, *args], env=self.env, cwd=self.project, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout

    def terminal(self, *args):
        """What a terminal gets."""
        master, slave = pty.openpty()
        modes = termios.tcgetattr(slave)
        modes[3] &= ~(termios.ECHO | termios.ECHOCTL)
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        with subprocess.Popen([AVENV, *args], env=self.env, cwd=self.project, stdin=slave, stdout=slave, stderr=slave,
                              preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0))) as child:
            os.close(slave)
            os.write(master, KEYS)
            out, end = b"", time.monotonic() + 120
            while time.monotonic() < end and select.select([master], [], [], 120)[0]:
                try:
                    out += os.read(master, 65536)
                except OSError:
                    break
            child.kill()
        os.close(master)
        return out

    def files(self):
        """What a command could have changed: each path with its inode and times."""
        return [(path, names, [(name, info.st_ino, info.st_mtime_ns, info.st_ctime_ns)
                               for name in dirs + names for info in [os.lstat(path + b"/" + name)]])
                for path, dirs, names in os.walk(self.base)]

    def close(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.base], check=False)
        shutil.rmtree(self.base)


def faults(out):
    """Characters in OUT that a terminal acts on, and bytes that are none."""
    found = []
    codecs.register_error("seen", lambda e: (found.append(e.object[e.start:e.end]) or "", e.end))
    text = out.decode("utf-8", "seen")
    return found + [c for c in text if c not in "\r\n\t" and (
        unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or c == "\u3164")]


def words(world, *args):
    """The candidates of a completion."""
    return [os.fsdecode(w) for w in world.pipe("__complete", "bash", *args).splitlines()[1:]]


def lines_of(world, command, options):
    """Arguments for COMMAND: none, names, and each of OPTIONS, with two of them."""
    names = (NAME, world.project, PLAIN, b"./" + LINES)
    yield from ([], *([name] for name in names), [b"x", NAME], [b"--" + NAME], [b"-" + NAME[1:]])
    for option in options:
        if option != "--help":
            yield from ([option, NAME], [option, PLAIN])


TESTS = 0


def result(trouble, name):
    global TESTS
    TESTS += 1
    print(f"{'not ' if trouble else ''}ok {TESTS} - {name}")
    for line in trouble:
        print(f"# {line}"[:2000], flush=True)


def check_command(command):
    """Each line of COMMAND finds a world as new: one that a line changed is not used again."""
    trouble, ran, world, new = [], 0, World(), None
    options = words(world, command, "--")
    for number in range(1000):
        if new != world.files():
            world.close()
            world = World()
            new = world.files()
        lines = [[command, *line] for line in lines_of(world, command, options)] if command else [
            [NAME], ["-C", NAME], ["-C", world.project], ["--json"], ["help", NAME], ["hook", NAME], ["--" + "x"]]
        if number == len(lines):
            break
        bad = faults(out := world.terminal(*lines[number]))
        ran += 1
        if bad:
            trouble += [f"avenv {lines[number]} says {bad}:", repr(out)]
        if os.path.exists(world.project + b"/PWN"):
            trouble += [f"avenv {lines[number]} ran what a name says"]
    world.close()
    result(trouble if ran else ["nothing ran"], f"avenv {command}: nothing that a terminal acts on")


def main():
    world = World()
    for command in ["", *words(world, "")]:
        check_command(command)
    env = world.project + b"/.venv"
    result([] if world.pipe("path") == env + b"\n" else [repr(world.pipe("path"))], "path: in a pipe, as it is")
    # Where a locale names no UTF-8, its terminals may act on any byte beyond ASCII.
    for locale in ("de_DE.ISO-8859-1", "zh_CN.GB18030", "de_DE@euro"):
        world.env["LC_ALL"] = locale
        trouble = [repr(out) for command in ("", "status", "list", "packages", "doctor", "path", "freeze")
                   if not (out := world.terminal(*command.split())).isascii() or not out]
        result(trouble, f"{locale}: ASCII alone")
    world.env["LC_ALL"] = "C.UTF-8"
    for kind, name in itertools.product(("bash", "zsh", "fish"), (NAME, PLAIN)):
        code = world.terminal("env", "--shell", kind, name).replace(b"\r", b"")
        if not shutil.which(kind):
            result([], f"env: {kind} # SKIP {kind} is not installed")
            continue
        done = subprocess.run([kind, "-c", code + b'printf %s "$VIRTUAL_ENV"'], stdout=subprocess.PIPE,
                              env={"LC_ALL": "C.UTF-8", "HOME": world.base}, check=False)
        result([] if name in done.stdout else [repr(code), repr(done.stdout)],
               f"env: what a terminal shows is the code, in {kind}")
    world.close()
    print(f"1..{TESTS}")


main()
