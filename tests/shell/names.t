#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 7 12 15 31 43 67
"""Names that shells and prompts could take for code: exact in variables, executed nowhere."""

import os
import re
import unicodedata

from harness import KINDS, NAMED, POSIX, PROMPT, START, check, main, one_line, quote, story, test

# What is asked below is asked of a screen (screen.py), which hides what a terminal hides, and no more.
story("a carriage return overwrites in place, and erases nothing", "",
    "printf 'lost\\rX\\n'        == Xost",
    "printf 'lost\\rX\\033[K\\n'  == X", kinds=(*POSIX, "fish"))

# fuzz/quote has each character for each shell; here are prompts, `cd` and what a reader pastes.
NASTY = (
    " two  spaces ", "$(touch x) ${x-$(touch x)} $HOME", """it's "so" `touch x`""", "back\\slash \\n {a,b} [a & (touch x) #",
    "ta\tb; touch x", "%F{red} 100% %(!.x.y)", "wow!! '!!'", "*", "~", "~x", "%x", "-n", "'; touch x; '", "'`touch x`'", "!!",
    os.fsdecode(b"bad\xff\xfe"), "é\x9b31m\u202e", "venv\x1b]0;x\aX\x1b[31m", "n" * 200,
)
# For the shells whose quoting alone differs
FEW = NASTY[:5] + ("-n", "%(!.x.y) ~x !!", os.fsdecode(b"bad\xff\xfe"), "a\x1b]0;x\x07b\x1b[31m")
# xonsh ends where a directory's name is not UTF-8, and expands variables in PATH. nushell's text is
# UTF-8, and its cd takes escape sequences out of a name.
WITHOUT = {"xonsh": "[$\ud800-\udfff]", "nu": "[\x1b\ud800-\udfff]"}
PROMPTS = ("other", "'quoted'", "$(touch x)", "`touch x`", "%F{red}", "\\u\\$(touch x)", "\x1b]0;x\a", "!!")
# Prompts as eager as users make them.
EAGER = {"bash": "shopt -s promptvars", "zsh": "setopt prompt_subst prompt_bang", "fish": ""}


def nasty(w):
    """The names, with a number each."""
    return [(n, name) for n, name in enumerate(NASTY if w.kind in KINDS else FEW) if not re.search(WITHOUT.get(w.kind, "$^"), name)]


def nothing_executed(w, sh):
    for path, dirs, files in os.walk(w.base):
        assert "x" not in dirs + files, f"something was executed in {path!r}"
    assert b"\x1b]0;x" not in sh.buf, "the title of the terminal is set"


def is_on(sh, env):
    """ENV is on by exact values; its name is shown as it is, without control characters."""
    name = sh.value("VIRTUAL_ENV_PROMPT")
    assert name and all(ord(c) >= 32 for c in name), f"VIRTUAL_ENV_PROMPT is {name!r}"
    sh.shows(env, name)


@test("projects and environments of any name are on and named; a hint shows them as plain text")
def names(w):
    sh = w.shell(before=EAGER.get(w.kind, ""))
    for n, name in nasty(w):
        env = w.project(name)
        sh.cd(os.path.join(w.home, name))
        is_on(sh, env)
        env = w.project(f"p{n}", name)
        w.project(f"q{n}", name, allow=False)
        sh.cd(f"{w.home}/p{n}")
        is_on(sh, env)
        sh.quiet(f"deactivate; avenv activate -- {quote(w.kind, name)}")
        is_on(sh, "!" + env)
        sh.quiet("deactivate")
        start = len(sh.buf)
        out = sh.run(f"cd ../q{n}")
        one_line(out)
        assert b"\x1b[31m" not in sh.buf[start:].rpartition(START)[2], "the terminal is told what the name says"
        # The text of run() is a screen's, without control characters.
        raw = re.search(rb"avenv: .*?(?=\r?\n)", sh.buf[start:], re.S)[0]
        assert all(byte >= 32 for byte in raw), f"the hint is {raw!r}"
    sh.shows("off")
    nothing_executed(w, sh)


@test("a prompt in pyvenv.cfg is the name that is shown, whatever it says; a path close to PATH_MAX")
def config_prompt(w):
    sh = w.shell(before=EAGER.get(w.kind, ""))
    for n, text in enumerate(PROMPTS):
        env = w.mkenv(f"{w.home}/p{n}/.venv", config=f"home = /usr/bin\nprompt = {text}\n")
        w.avenv("allow", f"p{n}")
        sh.cd(f"{w.home}/p{n}")
        is_on(sh, env)
        if n < 2:
            check(sh.prompt(), NAMED.format(("other", "quoted")[n]) + PROMPT, "prompt")
    long = "/".join(["n" * 200] * 18)
    env = w.project(long)
    sh.go(f"cd ~/{long}")
    is_on(sh, env)
    nothing_executed(w, sh)


def printed(out):
    """The commands that OUT, without a character that a terminal acts on, names: each as a reader copies
    it, the line of its own or with the quotes around it."""
    bad = [c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    check(bad, [], f"characters in {out!r}")
    return re.findall(r"""^avenv .*'.*|'avenv [^']*'(?=[ ;\n])|"avenv .*?"(?=[ ;\n])(?! #)""", out, re.M)


def paste(w, sh, copied):
    """A command that was COPIED with quotes does nothing; without them it prints nothing."""
    if copied[0] in "'\"":
        sh.run(copied)
        nothing_executed(w, sh)
        copied = copied[1:-1]
    sh.quiet(copied.replace("avenv allow", "avenv -q allow", 1))


@test("a command that a message names is about that name: pasted, it does that and nothing else")
def pasted(w):
    sh = w.shell(before=EAGER.get(w.kind, ""))
    for n, name in nasty(w):
        # A project of that name, from elsewhere
        made = w.project(name + "/in", name, allow=False)
        said = sh.run(f"avenv -C {quote(w.kind, w.home + '/' + name + '/in')} status")
        line, = (line for line in printed(said) if "avenv allow" in line)
        paste(w, sh, line)
        sh.quiet(f"cd {quote(w.kind, os.path.dirname(made))}")
        is_on(sh, made)
        sh.quiet("cd ~")
    nothing_executed(w, sh)


story("a ':' in a path cannot be in PATH: refused in one line, allowed or not", "a:b/ c:d/ p/",
    "cp -R ~/../template c:d/.venv; cd c:d  => off  ?? which PATH cannot hold",
    "cd ..",
    "avenv -q allow --tree .",
    "cp -R ~/../template a:b/.venv; cp -R ~/../template p/c:d",
    "avenv -q allow a:b/.venv p/c:d",
    "cd a:b   => off  ?? which PATH cannot hold",
    "",
    "cd ../p  => off  ?? which PATH cannot hold",
    "true")

main()
