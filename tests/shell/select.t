#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv select`: the list, the line, what is typed there, and the shell afterwards."""

import fcntl
import os
import re
import struct
import sys
import termios

from harness import ESCAPES, PROMPT, READY, Skip, check, main, test

QUESTION = b"environment, or ^D: "
UP = "\x1b[A"


def text(data):
    return os.fsdecode(ESCAPES.sub(b"", data).replace(b"\r\n", b"\n"))


class Asking:
    """A shell in which `avenv select` is at its question."""

    def __init__(self, sh, command="avenv select"):
        self.sh = sh
        self.at = len(sh.buf)
        self.list = self.type(command)

    def type(self, line, end="\r"):
        """Type LINE; what is shown up to the next question."""
        start = len(self.sh.buf)
        self.sh.send(line + end)
        self.at = self.sh._find(QUESTION, start)
        return text(self.sh.buf[start:self.at])

    def end(self, keys):
        """Type KEYS, which end it; what is shown up to the shell's prompt."""
        start = len(self.sh.buf)
        self.sh.send(keys)
        return self.sh._settle(start, READY)


def tools(w, *names):
    """Environments side by side, each with a record."""
    made = [w.mkenv(f"{w.base}/tools/{name}") for name in names]
    w.avenv("allow", *made)
    return made


@test("the list has a number, name, place and state for each; {} chooses",
      cases=("a number", "a name", "a part", "a part in capitals", "a path", "a part of a path"))
def chooses(w, how):
    one, two, three = tools(w, "flask", "django", "django-old")
    typed, env = {
        "a number": ("2", three),
        "a name": ("django", two),
        "a part": ("lask", one),
        "a part in capitals": ("FLA", one),
        "a path": (f"../tools/{'flask'}", one),
        "a part of a path": ("tools/fl", one),
    }[how]
    sh = w.shell()
    asking = Asking(sh)
    lines = asking.list.split("\n")
    rows = [line.split() for line in lines if line.strip()[:1].isdigit()]
    check([row[:2] for row in rows], [["1", "django"], ["2", "django-old"], ["3", "flask"]], "the list")
    assert all(row[-1] == "ok" and row[2] == w.base + "/tools" for row in rows), f"the list: {rows}"
    asking.end(typed + "\r")
    sh.theirs(env)
    check(sh.prompt(), f"({os.path.basename(env)}) {PROMPT}", "prompt")
    sh.quiet("deactivate")
    sh.off()


def listed(shown):
    """What is listed by its number: a path beside it may hold any name."""
    return re.findall(r"^(\d+) +(\S+)", shown.replace("\r", ""), re.M)


@test("what is typed narrows: several are shown again by their numbers, none is said, an empty line begins anew")
def narrows(w):
    tools(w, "a1", "a2", "b1", "b2")
    sh = w.shell()
    asking = Asking(sh)
    check(listed(asking.type("b")), [("3", "b1"), ("4", "b2")], "what is shown of b")
    shown = asking.type("zzz")
    assert "avenv: none of them is called 'zzz'" in shown, f"shown {shown!r}"
    check([name for _, name in listed(asking.type(""))], ["a1", "a2", "b1", "b2"], "all of them")
    check(listed(asking.type("a")), [("1", "a1"), ("2", "a2")], "what is shown of a")
    asking.end("2\r")
    sh.theirs(w.base + "/tools/a2")


@test("what is left is narrowed further, and all is looked through where nothing there fits")
def narrows_further(w):
    tools(w, "web-old", "web-new", "cli-new", "cli-old")
    sh = w.shell()
    asking = Asking(sh)
    asking.type("web")
    asking.end("old\r")
    sh.theirs(w.base + "/tools/web-old")
    asking = Asking(sh)
    asking.type("web")
    shown = asking.type("cli")
    assert "cli-old" in shown, f"shown {shown!r}"
    asking.end("new\r")
    sh.theirs(w.base + "/tools/cli-new")


@test("what this directory gives becomes ours, as with activate")
def plain(w):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    sh.quiet("deactivate")
    Asking(sh).end("p\r")
    sh.on(env)


@test("what is active has a mark, and is left")
def marked(w):
    one, two = tools(w, "one", "two")
    sh = w.shell()
    sh.quiet(f"avenv activate {one}")
    asking = Asking(sh)
    assert any(line.split()[:3] == ["1", "*", "one"] for line in asking.list.split("\n")), f"the list: {asking.list!r}"
    asking.end("two\r")
    sh.theirs(two)


@test("one that cannot be used: said, and asked again")
def unusable(w):
    one, two = tools(w, "one", "two")
    os.unlink(one + "/bin/python")
    sh = w.shell()
    asking = Asking(sh)
    shown = asking.type("one")
    assert f"avenv: '{one}' cannot be used: its Python is gone" in shown, f"shown {shown!r}"
    asking.end("two\r")
    sh.theirs(two)


@test("TAB completes a name, and lists what is possible")
def tab(w):
    env, *_ = tools(w, "with space", "with-dash", "other")
    sh = w.shell()
    asking = Asking(sh)
    # As far as it is clear, then both.
    sh.send("w\t\t\t")
    sh._find(b"with-dash", asking.at)
    sh._find(QUESTION + b"with", asking.at)
    asking.end(" \t\r")
    sh.theirs(env)


@test("TAB completes a path")
def tab_path(w):
    tools(w, "other")
    env = w.mkenv(w.dir("home/some where") + "/unknown")
    sh = w.shell()
    asking = Asking(sh)
    sh.send("~/some\tunk\t")
    sh._find(b"unknown", asking.at)
    asking.end("\r")
    sh.theirs(env)


@test("{}: quiet, status {}, nothing changed, the terminal as it was",
      cases=(("^C", "130"), ("^C after a word", "130"), ("^C in a search", "130"), ("^D", "1"), ("^C in vi mode", "130"),
             ("another key for it", "130")))
def leaves(w, how, status):
    tools(w, "one")
    if how == "^C in vi mode":
        w.write("home/.inputrc", "set editing-mode vi\n")
    on = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    if how == "another key for it":
        sh.run("stty intr ^G")
    before = sh.run("stty -a")
    asking = Asking(sh)
    keys = {"^D": "\x04", "^C after a word": "one\x03", "^C in a search": "\x12on\x03", "another key for it": "\x07"}
    out = asking.end(keys.get(how, "\x03"))
    assert "avenv: " not in out and out.endswith("\n"), f"printed {out!r}"
    check(sh.run(f"echo {sh.status}"), status + "\n", "status")
    sh.on(on)
    check(sh.run("stty -a"), before, "terminal modes")
    sh.quiet("true", "")
    sh.on(on)


@test("^Z and ^\\ do nothing while a line is read")
def no_signals(w):
    env, = tools(w, "one")
    sh = w.shell()
    asking = Asking(sh)
    asking.end("\x1a\x1cone\r")
    sh.theirs(env)
    check(sh.run("jobs"), "" if w.kind != "fish" else "jobs: There are no jobs\n", "jobs")


@test("the shell's own history holds the command and nothing that was typed at the question")
def shell_history(w):
    tools(w, "one-of-them")
    sh = w.shell()
    Asking(sh).end("one-of-them\r")
    sh.quiet("deactivate")
    asking = Asking(sh)
    asking.type("nonsense-word")
    asking.end("\x03")
    seen = sh.run({"bash": "history", "zsh": "fc -l 1", "fish": "history"}[w.kind])
    assert "avenv select" in seen, f"history: {seen!r}"
    assert "one-of-them" not in seen and "nonsense" not in seen, f"history: {seen!r}"


@test("arrow up brings back what was chosen in an earlier run, the last one first")
def earlier(w):
    one, two = tools(w, "one", "two")
    sh = w.shell()
    for name in ("one", "two", "one", "two"):
        Asking(sh).end(name + "\r")
    file = w.home + "/.local/state/avenv/select_history"
    check(open(file, encoding="utf-8").read(), "one\ntwo\n", "the file")
    check(os.stat(file).st_mode & 0o777, 0o600, "its mode")
    check(os.stat(os.path.dirname(file)).st_mode & 0o777, 0o700, "its directory's mode")
    Asking(sh).end(UP + UP + "\r")
    sh.theirs(one)
    other = w.shell()
    Asking(other).end(UP + "\r")
    other.theirs(one)


@test("of two that have one name it brings back the path")
def ambiguous(w):
    made = [w.mkenv(f"{w.base}/{place}/same") for place in ("one", "two")]
    w.avenv("allow", *made)
    sh = w.shell()
    Asking(sh).end("two/same\r")
    sh.theirs(made[1])
    file = w.home + "/.local/state/avenv/select_history"
    check(open(file, encoding="utf-8").read(), made[1] + "\n", "the file")


@test("no more than 100 choices are kept; {}", cases=("a long file", "a huge one", "a directory in its place"))
def bounded(w, what):
    tools(w, "one")
    file = os.path.join(w.dir("home/.local/state/avenv"), "select_history")
    if what == "a directory in its place":
        os.mkdir(file)
    else:
        w.write("home/.local/state/avenv/select_history",
                "".join(f"e{n}\n" for n in range(200 if what == "a long file" else 100000)))
    sh = w.shell()
    check(Asking(sh).end("one\r").count("avenv: "), 0, "messages")
    sh.theirs(w.base + "/tools/one")
    if what != "a directory in its place":
        lines = open(file, encoding="utf-8").read().split("\n")
        check(len(lines) - 1, 100 if what == "a long file" else 1, "lines")
        check(lines[-2], "one", "the last line")


@test("where no file may have anything in it, a choice is turned on all the same, and nothing is left", kinds=("bash",))
def limited(w):
    tools(w, "one")
    sh = w.shell()
    sh.run("ulimit -S -f 0")
    check(Asking(sh).end("one\r").count("avenv: "), 0, "messages")
    sh.run("ulimit -S -f unlimited")
    sh.theirs(w.base + "/tools/one")
    check(os.listdir(w.home + "/.local/state/avenv"), [], "what is there")


@test("choices are not written {}", cases=("through a link", "into somebody else's directory", "over somebody else's file"))
def not_written(w, where):
    tools(w, "one")
    place, kept = w.dir("home/.local/state/avenv"), w.write("home/kept", "mine\n")
    if where == "through a link":
        os.symlink(kept, place + "/select_history")
    elif os.geteuid() != 0:
        raise Skip("only root can give it away")
    elif where == "into somebody else's directory":
        os.chown(place, 12345, 12345)
    else:
        os.rename(kept, place + "/select_history")
        kept = place + "/select_history"
        os.chown(kept, 12345, 12345)
    before = os.listdir(place)
    sh = w.shell()
    check(Asking(sh).end("one\r").count("avenv: "), 0, "messages")
    check(open(kept, encoding="utf-8").read(), "mine\n", "what the link leads to, or is there")
    check(os.listdir(place), before, "what is there")


@test("XDG_STATE_HOME says where; a relative one is ignored")
def state_home(w):
    tools(w, "one")
    for value, place in ((w.base + "/state", w.base + "/state"), ("state", w.home + "/.local/state")):
        sh = w.shell(env={"XDG_STATE_HOME": value})
        Asking(sh).end("one\r")
        assert os.path.exists(place + "/avenv/select_history"), f"nothing in {place}"
    assert not os.path.exists(w.home + "/state"), "a relative one"


NAMES = ("with space", "it's", 'a"b', "$HOME", "$(touch pwned)", "*", "[x]", "-x", "~x", "é", "日本", "back\\slash", "a;b", "12",
         "%F{red}", "!x", " lead", "trail ")


@test("an environment called {!r}, by {}", cases=tuple((n, h) for n in NAMES for h in ("name", "number")))
def names(w, name, how):
    env = w.mkenv(w.dir("home/tools") + "/" + name)
    w.avenv("allow", env)
    sh = w.shell(cwd=w.home + "/tools")
    sh.quiet("deactivate")
    sh.cd("..")
    asking = Asking(sh)
    assert name.replace("\\", "\\\\") in asking.list, f"the list: {asking.list!r}"
    asking.end(("1" if how == "number" else name) + "\r")
    sh.theirs(env)
    check(os.listdir(w.home + "/tools"), [name], "files there")


@test("a name with a newline: shown escaped, chosen by its number, not kept")
def newline(w):
    env, = tools(w, "new\nline")
    sh = w.shell()
    asking = Asking(sh)
    assert "new\\012line" in asking.list, f"the list: {asking.list!r}"
    asking.end("1\r")
    sh.theirs(env)
    assert not os.path.exists(w.home + "/.local/state"), "something was kept"


@test("a small window shows as many as fit, and says how many there are")
def window(w):
    tools(w, *(f"e{n:03}" for n in range(60)))
    sh = w.shell()
    fcntl.ioctl(sh.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    shown = Asking(sh, "avenv select")
    assert "e020" in shown.list and "e021" not in shown.list, f"shown {shown.list!r}"
    assert "and 39 more: type a part of a name or a path" in shown.list, f"shown {shown.list!r}"
    fcntl.ioctl(sh.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 100, 80, 0, 0))
    # The question may come again, to fit.
    start = len(sh.buf)
    sh.send("\r")
    sh._find(QUESTION, sh._find(b"e059", start))
    shown.end("60\r")
    sh.theirs(w.base + "/tools/e059")


@test("--print prints the path and turns nothing on")
def prints(w):
    env, = tools(w, "one")
    sh = w.shell()
    asking = Asking(sh, "avenv select --print")
    out = asking.end("one\r")
    assert out.endswith(f"\n{env}\n"), f"printed {out!r}"
    sh.off()
    set_it = "avenv select --print | read got" if w.kind == "fish" else "got=$(avenv select --print)"
    Asking(sh, set_it).end("one\r")
    check(sh.run('echo "$got"'), env + "\n", "the value")
    sh.off()


@test("without a terminal ({}): says so, and what else picks", cases=("</dev/null", "2>&1 | cat"))
def no_terminal(w, how):
    tools(w, "one")
    sh = w.shell()
    said = "avenv: there is no terminal to ask on; 'avenv list --names | fzf' picks a name, too\n"
    command = f"{w.bin}/avenv select --print {how}"
    check(sh.run(command), said, "output")
    if how == "</dev/null":
        check(sh.run(f"avenv select {how}"), said, "output of the hook's")
        check(sh.run(f"echo {sh.status}"), "1\n", "status")
    sh.off()


@test("no environment is known: said")
def nothing(w):
    sh = w.shell()
    check(sh.run("avenv select"), "avenv: no environment is known; 'avenv create' makes one\n", "output")


@test("without the hook: the line that loads it, before anything is asked; --print works")
def hookless(w):
    env, = tools(w, "one")
    sh = w.shell(line="", env={"SHELL": f"/bin/{w.kind}"})
    out = sh.run("avenv select")
    assert out.startswith("avenv: the hook is not loaded in this shell; '"), f"printed {out!r}"
    out = Asking(sh, "avenv select --print").end("one\r")
    assert out.endswith(f"\n{env}\n"), f"printed {out!r}"


@test("usage and help are printed")
def usage(w):
    sh = w.shell()
    assert sh.run("avenv select --help").startswith("usage: avenv select [--print]\n"), "help"
    check(sh.run("avenv select x"), "avenv select: it takes no arguments; see 'avenv select --help'\n", "usage")


if __name__ == "__main__":
    sys.exit(main())
