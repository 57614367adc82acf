#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 7 15 31 43
"""Names that shells and prompts could take for code: exact in variables, executed nowhere."""

import os
import sys

from harness import PROMPT, START, at_most_one_line, check, main, one_line, quote, test

NASTY = (
    " two  spaces ", "it's", 'say "so"', "$(touch x)", "`touch x`", "back\\slash", "\\n spelled",
    "ta\tb", "%F{red}", "100%", "wow!", "!!", "*", "~", "-n", "-rf", "; touch x", "{a,b}", "#",
    "a#b", os.fsdecode(b"bad\xff\xfe"), "é", "n" * 200, "$HOME", "%(!.x.y)", "%(?.x.y)",
    "${x-$(touch x)}", "\x1b[31m", "a\x1b]0;x\x07b", "[a", "&", "(touch x)",
)
PROMPTS = ("$(touch x)", "`touch x`", "%F{red}", "\\u\\$(touch x)", "${x:=$(touch x)}",
           "\x1b]0;x\a", "!!")
# Prompts as eager as users make them.
EAGER = {"bash": "shopt -s promptvars", "zsh": "setopt prompt_subst prompt_bang", "fish": ""}


def eager(w):
    return w.shell(before=EAGER[w.kind])


def nothing_executed(w, sh):
    for path, dirs, files in os.walk(w.base):
        assert "x" not in dirs + files, f"something was executed in {path!r}"
    assert b"\x1b]0;x" not in sh.buf, "the title of the terminal is set"


def is_on(sh, env):
    """ENV is on by exact values; its name is shown as it is, without control characters."""
    shown = sh.prompt()
    got = sh.state()
    for key in ("VIRTUAL_ENV", "AVENV_ENV"):
        check(got[key], env, key)
        check(got["env"].get(key), env, f"exported {key}")
    check(got["PATH"], f"{env}/bin:{sh.path}", "PATH")
    name = got["VIRTUAL_ENV_PROMPT"]
    assert name and all(ord(c) >= 32 for c in name), f"VIRTUAL_ENV_PROMPT is {name!r}"
    check(shown, f"({name}) {PROMPT}", "prompt")


@test("projects of any name are entered and left")
def project(w):
    sh = eager(w)
    for name in NASTY:
        env = w.project(name)
        sh.cd(os.path.join(w.home, name))
        is_on(sh, env)
    sh.walk((w.home, None))
    nothing_executed(w, sh)


@test("environments of any name are on where they are allowed; a hint shows them as plain text")
def environment(w):
    sh = eager(w)
    for n, name in enumerate(NASTY):
        env = w.project(f"p{n}", name)
        w.project(f"q{n}", name, allow=False)
        sh.cd(f"{w.home}/p{n}")
        is_on(sh, env)
        sh.quiet(f"deactivate; avenv activate -- {quote(w.kind, name)}")
        got = sh.state()
        check((got["VIRTUAL_ENV"], got["PATH"]), (env, f"{env}/bin:{w.path}"), "activated by name")
        sh.quiet("deactivate")
        start = len(sh.buf)
        out = sh.run(f"cd ../q{n}")
        one_line(out)
        printed = sh.buf[start:].rpartition(START)[2]
        assert b"\x1b[31m" not in printed, "the terminal is told what the name says"
        assert all(ord(c) >= 32 for c in out[:-1]), f"the hint is {out!r}"
    sh.off()
    nothing_executed(w, sh)


@test("a prompt in pyvenv.cfg is the name that is shown, whatever it says")
def config_prompt(w):
    sh = eager(w)
    for n, text in enumerate(("other", "'quoted'", *PROMPTS)):
        w.mkenv(f"{w.home}/p{n}/.venv", config=f"home = /usr/bin\nprompt = {text}\n")
        w.avenv("allow", f"{w.home}/p{n}")
        sh.cd(f"{w.home}/p{n}")
        is_on(sh, f"{w.home}/p{n}/.venv")
        if n < 2:
            check(sh.prompt(), f"({('other', 'quoted')[n]}) {PROMPT}", "prompt")
        sh.quiet("", "true")
    nothing_executed(w, sh)


@test("a ':' in a path cannot be in PATH: refused in one line")
def colon(w):
    w.avenv("allow", "--tree", w.home)
    sh = w.shell()
    for project_name, env_name in (("a:b", ".venv"), ("p", "c:d")):
        w.project(project_name, env_name, allow=False)
        one_line(sh.run(f"cd ~/{project_name}"))
        sh.off()
        sh.quiet("", "true")


@test("a path close to PATH_MAX")
def deep(w):
    long = "/".join(["n" * 200] * 18)
    env = w.project(long)
    sh = w.shell()
    at_most_one_line(sh.run(f"cd {long}"))
    is_on(sh, env)
    sh.walk((w.home, None))


if __name__ == "__main__":
    sys.exit(main())
