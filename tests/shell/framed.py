# SPDX-License-Identifier: GPL-3.0-or-later
"""Shells with a prompt of somebody else's. The prompt holds no mark of the harness: the shell's
line editor tells where it ends. The names of environments in it are counted."""

import os
import re
import termios

from harness import LINE, NAMED, PRELUDE, RC, READY, TIMEOUT, Shell, Skip, bash_from, check, test

# Bash and zsh send PASTE when a line can be edited. PROBE is a key that answers with a mark. An older bash sends
# nothing: there the terminal gives each key at once, and TYPED is shown, and taken away.
PASTE, PAINT, PROBE = b"\x1b[?2004h", b"\x1b]7717;E\a", "\x18\x10"
TYPED = b"~~~"
NAMES = re.compile(r"alpha-env|beta-env")
OURS = re.compile(r"(?:^|[\r\n])" + re.escape(NAMED).replace(r"\{\}", f"({NAMES.pattern})"))

EDITOR = {
    "bash": r"""bind 'set enable-bracketed-paste on'
bind -x '"\C-x\C-p": printf "\e]7717;P\a"'""",
    "zsh": "",
    "fish": r"""function __paint --on-event fish_prompt; printf '\e]7717;E\a'; end
function __probe; printf '\e]7717;P\a'; end
bind \cx\cp __probe""",
}


class Framed(Shell):
    """Its `text` is all that was shown from the command's start to where the line is edited."""

    def find(self, mark, start, timeout=TIMEOUT):
        if mark != READY:
            return super().find(mark, start, timeout)
        if self.kind == "bash" and not bash_from(4, 4):
            while termios.tcgetattr(self.fd)[3] & termios.ICANON:
                self.wait(0.05)
            self.send(TYPED)
            at = super().find(TYPED, start, timeout)
            # Typed in the moment before the command: the terminal shows that, and the prompt once more.
            if at == start + len(TYPED):
                self.buf = self.buf[:start] + self.buf[at:]
                at = super().find(TYPED, start, timeout)
            self.send("\x15")
            return at
        at = super().find(PAINT if self.kind == "fish" else PASTE, start, timeout)
        if self.kind != "zsh":
            self.send(PROBE)
            at = super().find(READY, at, timeout)
        return at

    def names(self, names, command=None, ours=True):
        """NAMES are in the prompt after COMMAND, in avenv's form if OURS; None: in any form."""
        if command is not None:
            self.run(command)
        # Some draw their prompt twice, the second time over the first.
        drawn = [part for part in re.split(r"\r\r(?!\n)", self.text) if part.strip()][-1]
        check(NAMES.findall(drawn), names, f"names after {command!r} in {self.text!r}")
        if ours is not None:
            check(OURS.findall(self.text), names[:1] if ours else [], f"avenv's form after {command!r} in {self.text!r}")


def framed(w, cwd="", env=None, framework=""):
    """A shell that loads FRAMEWORK and then avenv, as README says, and two projects; their
    environments' directory and prompt are called the same."""
    for name in ("alpha", "beta"):
        if not os.path.exists(f"{w.home}/{name}"):
            w.mkenv(f"{w.home}/{name}/{name}-env", f"home = /usr/bin\nversion = 3.11.2\nprompt = '{name}-env'\n")
            w.avenv("allow", name)
    w.write(f"home/{RC[w.kind]}", "\n".join((PRELUDE[w.kind], EDITOR[w.kind], framework, LINE[w.kind])) + "\n")
    return Framed(w, f"{w.home}/{cwd}", (), {**w.env, "LANG": "C.UTF-8", **(env or {})}, ())


def need(path, why):
    if not os.path.exists(path):
        raise Skip(why)
    return str(path)


def steps(w, framework, ours, disabled):
    """The name is in the prompt once at each step, from the first prompt on; with
    VIRTUAL_ENV_DISABLE_PROMPT avenv shows nothing."""
    framework = framework(w) if callable(framework) else framework
    alpha, beta = ["alpha-env"], ["beta-env"]
    sh = framed(w, framework=framework)
    for command, names in (
            (None, []), ("cd alpha", alpha), ("false", alpha), ("", alpha), ("cd ../beta", beta), ("cd ..", []),
            ("cd alpha", alpha), ("deactivate", []), ("true", []), ("avenv activate", alpha), ("cd ..", [])):
        sh.names(names, command, ours)
    inside = framed(w, cwd="alpha", framework=framework)
    for command in (None, "true"):
        inside.names(alpha, command, ours)
    if disabled:
        sh = framed(w, env={"VIRTUAL_ENV_DISABLE_PROMPT": "1"}, framework=framework)
        for command in ("cd alpha", "true", "cd ../beta", ""):
            sh.run(command)
            assert len(NAMES.findall(sh.text)) <= 1 and not OURS.search(sh.text), f"after {command!r}: {sh.text!r}"
        sh.names([], "cd ..", None)


def prompts(table, also_disabled=()):
    """Register a test of each row of TABLE: {shell: {name: (prompt, ours)}}. A prompt is the text
    that sets it, or a function of the world; OURS: avenv has to show the name, as it does not."""
    for kind, rows in table.items():
        for name, row in rows.items():
            test(f"{name}: the name once at each step", (kind,), ((*row, name in also_disabled),))(steps)
