#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 7 65 67
"""`avenv select`: the list, the keys that choose from it, and the shell after it."""

import fcntl
import os
import struct
import sys
import termios

from harness import ESCAPES, READY, check, main, test

QUESTION = b"environment, or ^D: "


class Asking:
    """A shell in which `avenv select` is at its question."""

    def __init__(self, sh):
        self.sh = sh
        self.list = self.type("avenv select")

    def type(self, line):
        """Type LINE; the text up to the next question."""
        start = len(self.sh.buf)
        self.sh.send(line + "\r")
        self.at = self.sh._find(QUESTION, start)
        return os.fsdecode(ESCAPES.sub(b"", self.sh.buf[start:self.at]).replace(b"\r", b""))

    def end(self, keys):
        """Press KEYS that end it; the text up to the shell's prompt."""
        start = len(self.sh.buf)
        self.sh.send(keys)
        return self.sh._settle(start, READY)


def tools(w, *names):
    """Environments in one directory, each with a record."""
    made = [w.mkenv(f"{w.base}/tools/{name}") for name in names]
    w.avenv("allow", *made)
    return made


def rows(shown):
    """The number and the name in each row of the list."""
    return [tuple(line.split()[:2]) for line in shown.split("\n") if line.strip()[:1].isdigit()]


@test("a number, a name, a part of it and a path choose; the environment is then on by hand")
def chooses(w):
    flask, django, old = tools(w, "flask", "django", "django-old")
    sh = w.shell()
    for typed, env in (("2", old), ("django", django), ("FLA", flask), ("../tools/flask", flask)):
        asking = Asking(sh)
        check(rows(asking.list), [("1", "django"), ("2", "django-old"), ("3", "flask")], "list")
        asking.end(typed + "\r")
        sh.theirs(env)
        assert f"({os.path.basename(env)}) " in sh.prompt(), sh.prompt()
        sh.quiet("deactivate")
        sh.off()


@test("a part narrows the list, a word that fits none and an empty line show it; a bad one fails")
def narrows(w):
    envs = tools(w, "a1", "a2", "b1", "b2")
    os.unlink(envs[0] + "/bin/python")
    sh = w.shell()
    asking = Asking(sh)
    check(rows(asking.type("b")), [("3", "b1"), ("4", "b2")], "the list of b")
    assert "zzz" in asking.type("zzz"), "zzz is not named"
    check([name for _, name in rows(asking.type(""))], ["a1", "a2", "b1", "b2"], "all of them")
    assert "Python" in asking.type("a1"), "no reason"
    asking.end("2\r")
    sh.theirs(envs[1])
    asking = Asking(sh)
    marked = [line.split()[:3] for line in asking.list.split("\n") if "*" in line]
    check(marked, [["2", "*", "a2"]], "the mark of the active one")
    asking.end("\x04")


@test("TAB completes a name and a path, and lists the names that are left")
def tab(w):
    env, *_ = tools(w, "with space", "with-dash", "other")
    unknown = w.mkenv(w.dir("home/some where") + "/unknown")
    sh = w.shell()
    asking = Asking(sh)
    sh.send("w\t\t\t")
    sh._find(QUESTION + b"with", sh._find(b"with-dash", asking.at))
    asking.end(" \t\r")
    sh.theirs(env)
    asking = Asking(sh)
    sh.send("~/some\tunk\t")
    sh._find(b"unknown", asking.at)
    asking.end("\r")
    sh.theirs(unknown)


@test("^C and ^D: nothing changes, the terminal and the shell's history are as before")
def leaves(w):
    tools(w, "one")
    on = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    before = sh.run("stty -a")
    for keys, status in (("\x03", 130), ("secret\x03", 130), ("\x12on\x03", 130), ("\x04", 1)):
        asking = Asking(sh)
        asking.type("secret")
        assert "avenv: " not in asking.end(keys), "a message"
        check(sh.run(f"echo {sh.status}"), f"{status}\n", "status")
        sh.on(on)
        check(sh.run("stty -a"), before, "terminal modes")
    history = sh.run({"bash": "history", "zsh": "fc -l 1", "fish": "history"}[w.kind])
    assert "avenv select" in history and "secret" not in history, history


@test("arrow up brings back an earlier choice; a link in its file's place is not written")
def earlier(w):
    one, two = tools(w, "one", "two")
    sh = w.shell()
    for name in ("one", "two"):
        Asking(sh).end(name + "\r")
    other = w.shell()
    Asking(other).end("\x1b[A\x1b[A\r")
    other.theirs(one)
    kept = w.write("home/kept", "mine\n")
    file = w.home + "/.local/state/avenv/select_history"
    check(os.stat(file).st_mode & 0o777, 0o600, "its mode")
    os.unlink(file)
    os.symlink(kept, file)
    Asking(other).end("two\r")
    other.theirs(two)
    with open(kept, encoding="utf-8") as text:
        check(text.read(), "mine\n", "the file that the link leads to")


NAMES = ("with space", "it's", "$(touch pwned)", "*", "-x", "日本", "back\\slash", "a;b", " lead")


@test("odd names, by name and by number, are shown without control characters and never run")
def odd_names(w):
    sh = w.shell()
    for name in NAMES:
        env, = tools(w, name)
        for typed in (name, "1"):
            Asking(sh).end(typed + "\r")
            sh.theirs(env)
        w.avenv("forget", env)
        os.rename(env, w.base + "/gone" + str(NAMES.index(name)))
        sh.run("deactivate")
    env, = tools(w, "new\n\x1b]2;line")
    asking = Asking(sh)
    assert b"\x1b]2;" not in sh.buf and "\x1b" not in asking.list, asking.list
    asking.end("1\r")
    sh.theirs(env)
    assert not os.path.exists(w.home + "/pwned"), "the name ran"


@test("a small window shows as many rows as fit and says how many there are")
def window(w):
    tools(w, *(f"e{n:03}" for n in range(60)))
    sh = w.shell()
    fcntl.ioctl(sh.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    asking = Asking(sh)
    assert "e010" in asking.list and "e030" not in asking.list, asking.list
    assert len(asking.list.split("\n")) <= 25, asking.list
    asking.end("e059\r")
    sh.theirs(w.base + "/tools/e059")


@test("without a terminal, and without an environment: one line, status 1")
def refused(w):
    sh = w.shell()
    assert "avenv create" in sh.run("avenv select"), "no command to go on with"
    tools(w, "one")
    for command in ("avenv select </dev/null", f"{w.bin}/avenv select </dev/null"):
        out = sh.run(command)
        assert out.startswith("avenv: ") and out.count("\n") == 1, out
        check(sh.run(f"echo {sh.status}"), "1\n", "status")
        sh.off()


if __name__ == "__main__":
    sys.exit(main())
