# SPDX-License-Identifier: GPL-3.0-or-later
"""Shells whose prompt is another's: nothing of ours stands in it, so that its end is
told by what the shell's line editor does, and what it shows is counted."""

import os
import re

from harness import ESCAPES, LINE, RC, READY, ROOT, START, Shell, Skip, check

DEPS = ROOT / "out/deps"
# What bash and zsh tell the terminal when a line can be edited, and what is made to.
PASTE, PAINT, PROBE = b"\x1b[?2004h", b"\x1b]7717;E\a", "\x18\x10"
NAMES = re.compile(r"alpha-env|beta-env")

PRELUDE = {
    "bash": r"""PS0=$'\e]7717;C\a'
bind 'set enable-bracketed-paste on'
bind -x '"\C-x\C-p": printf "\e]7717;P\a"'""",
    "zsh": r"""unsetopt prompt_cr prompt_sp
__mark() { \builtin printf '\e]7717;C\a'; }
preexec_functions+=(__mark)""",
    "fish": r"""set -g fish_greeting
function __mark --on-event fish_preexec; printf '\e]7717;C\a'; end
function __paint --on-event fish_prompt; printf '\e]7717;E\a'; end
function __probe; printf '\e]7717;P\a'; end
bind \cx\cp __probe""",
}


class Framed(Shell):
    """run() returns all that was shown from the command's start to where it can be edited."""

    def _find(self, mark, start, timeout=30.0):
        if mark != READY:
            return super()._find(mark, start, timeout)
        at = super()._find(PAINT if self.kind == "fish" else PASTE, start, timeout)
        if self.kind != "zsh":
            self.send(PROBE)
            at = super()._find(READY, at, timeout)
        return at

    def _settle(self, start, *marks, timeout=30.0):
        for mark in marks:
            begin, start = start, self._find(mark, start, timeout)
        self.seen = start
        self.text = os.fsdecode(ESCAPES.sub(b"", self.buf[begin:start]))
        return self.text

    def run(self, command="", timeout=30.0):
        start = len(self.buf)
        self.send(command + "\r")
        return self._settle(start, START if command.strip() else b"\n", READY, timeout=timeout)

    def names(self, command=None):
        """The names of environments in the prompt that follows COMMAND."""
        if command is not None:
            self.run(command)
        return NAMES.findall(self.text)

    def ours(self):
        """The names that stand there in our way."""
        return re.findall(r"(?:^|[\r\n])\((alpha-env|beta-env)\) ", self.text)


def framed(w, cwd=None, env=None, framework="", before=False, after=""):
    """A shell with FRAMEWORK's line BEFORE or behind the hook's."""
    parts = (framework, LINE[w.kind]) if before else (LINE[w.kind], framework)
    w.write(f"home/{RC[w.kind]}", "\n".join((PRELUDE[w.kind], *parts, after)) + "\n")
    full = {**w.env, "LANG": "C.UTF-8", **(env or {})}
    return Framed(w, w.kind, cwd or w.home, (), full, ())


def projects(w):
    """Two environments that have one name, whether a framework takes the directory's or the prompt."""
    for name in ("alpha", "beta"):
        w.mkenv(f"{w.home}/{name}/{name}-env", f"home = /usr/bin\nversion = 3.11.2\nprompt = '{name}-env'\n")
        w.avenv("allow", f"{w.home}/{name}")


def need(path, how):
    if not os.path.exists(path):
        raise Skip(f"'{os.path.basename(path)}' is not here; {how}")
    return str(path)


def follow(sh, ours):
    """The name is there once, at each step; ours where OURS says so."""
    def shows(names, what):
        got = sh.names(what)
        check(got, names, f"names after {what!r} in {sh.text!r}")
        if ours is not None:
            check(sh.ours(), names if ours else [], f"ours after {what!r} in {sh.text!r}")

    shows([], None)
    shows(["alpha-env"], "cd alpha")
    for idle in ("true", "", "false"):
        shows(["alpha-env"], idle)
    shows(["beta-env"], "cd ../beta")
    shows([], "cd ..")
    shows([], "true")
    shows(["alpha-env"], "cd alpha")
    shows([], "deactivate")
    shows([], "true")
    shows(["alpha-env"], "avenv activate")
    shows([], "cd ..")
