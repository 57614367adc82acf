#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that shells and prompts could take for code: exact in every variable, executed nowhere."""

import os
import sys

from harness import PROMPT, START, at_most_one_line, check, main, one_line, test

NASTY = (
    " two  spaces ", "it's", 'say "so"', "$(touch x)", "`touch x`", "back\\slash", "\\n spelled",
    "new\nline", "ta\tb", "%F{red}", "100%", "wow!", "*", "~", "-n", "; touch x", "{a,b}", "#", "a#b",
    os.fsdecode(b"bad\xff\xfe"), "é", "n" * 200, "$HOME", "%(!.x.y)", "${x-$(touch x)}", "\x1b[31m", "[a", "&",
    "(touch x)",
)
MEANING = set("$`\\%!'\"") | {chr(c) for c in range(32)}
# What has to be exact when prompts are as eager as users make them.
EAGER = {"bash": "shopt -s promptvars", "zsh": "setopt prompt_subst prompt_bang", "fish": ""}


def nothing_executed(w):
    for path, dirs, files in os.walk(w.base):
        assert "x" not in dirs + files, f"something was executed in {path!r}"


def check_on(sh, env):
    """ENV is on by exact values; what the prompt shows of it has no meaning to any prompt."""
    shown = sh.prompt()
    got = sh.state()
    for key in ("VIRTUAL_ENV", "AVENV_ENV"):
        check(got[key], env, key)
        check(got["env"].get(key), env, f"exported {key}")
    check(got["PATH"], f"{env}/bin:{sh.path}", "PATH")
    name = got["VIRTUAL_ENV_PROMPT"]
    assert name and not MEANING & set(name), f"VIRTUAL_ENV_PROMPT is {name!r}"
    check(shown, f"({name}) {PROMPT}", "prompt")


@test("project directory {!r}", cases=NASTY)
def project(w, name):
    env = w.project(name)
    sh = w.shell(before=EAGER[w.kind])
    for _ in range(2):
        sh.cd(os.path.join(w.home, name))
        check_on(sh, env)
        check(sh.run("python -c 'import sys; sys.stdout.buffer.write(ascii(sys.prefix).encode())'; echo"),
              ascii(env) + "\n", "sys.prefix")
        sh.cd("..")
        sh.off()
    nothing_executed(w)


@test("environment {!r}", cases=NASTY)
def environment(w, name):
    env = w.project("p", name, allow=False)
    w.project("q", name, allow=False)
    w.avenv("allow", w.home + "/p")
    sh = w.shell(before=EAGER[w.kind])
    sh.cd("p")
    check_on(sh, env)
    sh.cd("..")
    sh.off()
    start = len(sh.buf)
    out = sh.run("cd q")
    one_line(out)
    # Of all that came, as no sequence is left in what is above.
    assert b"\x1b[31m" not in sh.buf[start:].rpartition(START)[2], "the terminal is told what the name says"
    assert not set(out[:-1]) & {chr(c) for c in range(32)}, f"the hint is {out!r}"
    nothing_executed(w)


PROMPTS = ("$(touch x)", "`touch x`", "%F{red}", "\\u\\$(touch x)", "${x:=$(touch x)}", "\x1b]0;x\a", "!!")


@test("prompt = {!r} in pyvenv.cfg", cases=PROMPTS)
def config_prompt(w, text):
    env = w.project("p")
    w.write("home/p/.venv/pyvenv.cfg", f"home = /usr/bin\nprompt = {text}\n")
    sh = w.shell(before=EAGER[w.kind])
    sh.cd("p")
    check_on(sh, env)
    sh.quiet("", "true")
    nothing_executed(w)


COLONS = (("project", "a:b", ".venv"), ("environment", "p", "c:d"))


@test("a ':' in the {}: cannot be in PATH, one clear line", cases=COLONS)
def colon(w, _, project_name, env_name):
    w.project(project_name, env_name, allow=False)
    w.avenv("allow", "--tree", w.home)
    sh = w.shell()
    one_line(sh.run(f"cd {project_name}"))
    sh.off()
    sh.quiet("", "true")


@test("depth 60, from below and at the bottom")
def deep(w):
    top, bottom = "p/" + "d/" * 59, "q/" + "d/" * 59
    outer, inner = w.project("p"), w.project(bottom)
    w.dir("home/" + top)
    sh = w.shell()
    sh.cd(top)
    sh.on(outer)
    sh.cd(w.home + "/" + bottom)
    sh.on(inner.replace("//", "/"))


@test("a path close to PATH_MAX")
def long(w):
    path = "/".join(["n" * 200] * 18)
    env = w.project(path)
    sh = w.shell()
    at_most_one_line(sh.run(f"cd {path}"))
    check_on(sh, env)
    sh.cd(w.home)
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
