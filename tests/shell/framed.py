# SPDX-License-Identifier: GPL-3.0-or-later
"""Shells with a prompt of somebody else's. The prompt holds no mark of the harness: the shell's
line editor tells where it ends. The names of environments in it are counted."""

import os
import re

from harness import ESCAPES, LINE, RC, READY, START, Shell, Skip, check

# Bash and zsh send PASTE when a line can be edited. PROBE is a key that answers with a mark.
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
    """run() returns all that was shown from the command's start to where the line is edited."""

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

    def shows(self, names, command=None, ours=True):
        """NAMES are in the prompt after COMMAND, in avenv's form if OURS; None: in any form."""
        if command is not None:
            self.run(command)
        check(NAMES.findall(self.text), names, f"names after {command!r} in {self.text!r}")
        if ours is not None:
            form = re.findall(r"(?:^|[\r\n])\((alpha-env|beta-env)\) ", self.text)
            check(form, names if ours else [], f"'(name) ' after {command!r} in {self.text!r}")


def framed(w, cwd=None, env=None, framework=""):
    """A shell that loads FRAMEWORK and then avenv, as README says."""
    text = "\n".join((PRELUDE[w.kind], framework, LINE[w.kind])) + "\n"
    w.write(f"home/{RC[w.kind]}", text)
    full = {**w.env, "LANG": "C.UTF-8", **(env or {})}
    return Framed(w, w.kind, cwd or w.home, (), full, ())


def projects(w):
    """Two environments whose directory and whose prompt are called the same."""
    for name in ("alpha", "beta"):
        w.mkenv(f"{w.home}/{name}/{name}-env",
                f"home = /usr/bin\nversion = 3.11.2\nprompt = '{name}-env'\n")
        w.avenv("allow", f"{w.home}/{name}")


def need(path, why):
    if not os.path.exists(path):
        raise Skip(why)
    return str(path)


def story(w, framework, ours):
    """The name is in the prompt once at each step, from the first prompt on."""
    projects(w)
    sh = framed(w, framework=framework)
    alpha, beta = ["alpha-env"], ["beta-env"]
    for command, names in (
            (None, []), ("cd alpha", alpha), ("false", alpha), ("", alpha),
            ("cd ../beta", beta), ("cd ..", []), ("true", []), ("cd alpha", alpha),
            ("deactivate", []), ("true", []), ("avenv activate", alpha), ("cd ..", [])):
        sh.shows(names, command, ours)
    inside = framed(w, cwd=w.home + "/alpha", framework=framework)
    for command in (None, "true"):
        inside.shows(alpha, command, ours)


def disabled(w, framework):
    """With VIRTUAL_ENV_DISABLE_PROMPT avenv shows nothing."""
    projects(w)
    sh = framed(w, env={"VIRTUAL_ENV_DISABLE_PROMPT": "1"}, framework=framework)
    for command in ("cd alpha", "true", "cd ../beta", ""):
        sh.run(command)
        names = NAMES.findall(sh.text)
        assert len(names) <= 1 and "-env) " not in sh.text, f"after {command!r}: {sh.text!r}"
    sh.shows([], "cd ..", None)
