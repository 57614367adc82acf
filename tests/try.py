#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour of `make try` without a terminal: each installed shell, interactive on
a pseudo-terminal, is led through the sample project, and what it shows is checked.

HOME is the private home that tests/try.sh made; its startup files load the hook."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time

HOME = os.environ["HOME"]
DEMO = os.path.join(HOME, "demo")
BIN = os.path.join(DEMO, ".venv/bin/")
TIMEOUT = 20.0
QUIET = 0.3  # no output for so long after a prompt: the shell waits for us
SHELLS = {
    "bash": ["bash", "--rcfile", os.path.join(HOME, ".bashrc"), "-i"],
    "zsh": ["zsh", "-i"],
    "fish": ["fish", "-i"],
}
ESCAPES = re.compile(
    r"\x1b(?:\][^\a\x1b]*(?:\a|\x1b\\)|P[^\x1b]*\x1b\\|\[[0-?]*[ -/]*[@-~]|[()].|[=>78])|[\x0f\u23ce]"
)


class Failed(Exception):
    pass


class Shell:
    """One interactive shell, standing in the sample project."""

    def __init__(self, kind):
        self.kind = kind
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(DEMO)
            os.environ.update(TERM="xterm-256color", SHELL=shutil.which(kind))
            os.execvp(SHELLS[kind][0], SHELLS[kind])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 400, 0, 0))
        self.prompt = ""

    def read(self):
        """Text up to the next prompt; escape sequences taken out."""
        raw, text, end = b"", "", time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            ready, _, _ = select.select([self.fd], [], [], QUIET)
            if ready:
                try:
                    more = os.read(self.fd, 65536)
                except OSError:
                    more = b""
                if not more:
                    raise Failed(f"{self.kind} ended: {text[-500:]!r}")
                raw += more
                if b"\x1b[c" in more or b"\x1b[0c" in more:
                    os.write(self.fd, b"\x1b[?62c")  # fish 4 asks what we are
                text = ESCAPES.sub("", raw.decode(errors="replace"))
                continue
            last = re.split(r"[\r\n]", text.rstrip("\r\n"))[-1]
            if last.endswith("$ "):
                self.prompt = last.strip()
                return text
        raise Failed(f"{self.kind} shows no prompt: {text[-500:]!r}")

    def type(self, line):
        """Type a line; the lines that its command printed."""
        print(f"  {self.prompt} {line}")
        os.write(self.fd, line.encode() + b"\r")
        text = self.read()
        lines = [part.split("\r")[-1] for part in re.split(r"\r*\n", text)]
        shown = [part for part in lines[1:-1] if part.strip()]
        for part in shown:
            print(f"  {part}")
        return shown

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def must(condition, what):
    if not condition:
        raise Failed(what)
    print(f"    ok: {what}")


def project_python(shell):
    """Is the python that would start now the project's?"""
    return any(line.startswith(BIN) for line in shell.type("command -v python3"))


def tour(shell):
    shell.read()
    must(shell.prompt.startswith("(demo)"), "the prompt shows (demo)")
    must(project_python(shell), "python is the project's")
    shell.type("cd ..")
    must("(demo)" not in shell.prompt, "leaving takes it away")
    must(not project_python(shell), "python is the system's again")
    shell.type("cd demo")
    must(shell.prompt.startswith("(demo)"), "coming back, it is on again")
    must(project_python(shell), "python is the project's once more")
    shown = shell.type("avenv")
    must(any("demo" in line for line in shown), "avenv says what is on")
    shell.type("cd ../other")
    shell.type("avenv allow")
    must(shell.prompt.startswith("(other)"), "what is allowed is on")
    shell.type("avenv forget")


def visit(kind):
    print(f"\n== {kind}")
    shell = Shell(kind)
    try:
        tour(shell)
        return True
    except Failed as error:
        print(f"    FAILED: {error}")
        return False
    finally:
        shell.close()


def main():
    sys.stdout.reconfigure(line_buffering=True)
    kinds = [kind for kind in SHELLS if shutil.which(kind)]
    done = [visit(kind) for kind in kinds]
    print(f"\n{sum(done)} of {len(kinds)} shells: {', '.join(kinds)}")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
