# SPDX-License-Identifier: GPL-3.0-or-later
"""A command line in bash, zsh or fish: keys are pressed, and the line and the list are read."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile

from harness import ESCAPES, binary, check, quote

# A key that writes the line to a file, empties it, and sends a mark that no terminal shows.
LOOK, LOOKED = "\x18\x02", b"\x1b]7717;L\a"
SETUP = {
    "bash": r"""__look() {
    builtin printf %s "$READLINE_LINE" >|@LINE@
    READLINE_LINE=
    builtin printf '\e]7717;L\a'
}
bind -x '"\C-x\C-b": __look'
bind 'set bell-style none'
bind 'set show-all-if-ambiguous off'
""",
    "zsh": r"""LISTMAX=10000
zstyle ':completion:*' verbose no
__look() {
    \builtin print -rn -- "$BUFFER" >|@LINE@
    BUFFER=''
    \builtin printf '\e]7717;L\a' >/dev/tty
}
zle -N __look
bindkey '^X^B' __look
""",
    "fish": r"""function __look
    commandline -b | string collect | read -lz line
    printf '%s' (string collect -- $line | string trim -r -c \n) >@LINE@
    commandline -r ''
    printf '\e]7717;L\a'
end
bind \cx\cb __look
""",
}


@functools.cache
def compinit():
    """The line that loads zsh's completion; its search of fpath takes its time, once."""
    base = tempfile.mkdtemp(prefix="avenv-shell.")
    atexit.register(shutil.rmtree, base)
    dump = f"autoload -Uz compinit && compinit -u -d {base}/dump"
    subprocess.run([binary("zsh"), "-fc", dump], check=True)
    return f"autoload -Uz compinit && compinit -C -d {base}/dump\n"


class Line:
    """The command line of a new shell."""

    def __init__(self, w, before=None, after="", cwd=None, **more):
        if before is None:
            before = compinit() if w.kind == "zsh" else ""
        keys = SETUP[w.kind].replace("@LINE@", w.base + "/line")
        self.w = w
        self.sh = w.shell(before=before, after=keys + after, cwd=cwd, **more)

    def type(self, keys):
        """Press KEYS; the bytes on the screen, and the line, which is then empty."""
        start = len(self.sh.buf)
        self.sh.send(keys + LOOK)
        end = self.sh._find(LOOKED, start)
        with open(self.w.base + "/line", "rb") as line:
            return self.sh.buf[start:end], os.fsdecode(line.read())

    def becomes(self, keys, want):
        """KEYS and TAB leave WANT, but for a blank, a slash or an '=' behind it."""
        got = self.type(keys + "\t")[1]
        check(got.rstrip(" /="), want.rstrip(" /="), f"the line after {keys!r}")

    def given(self, keys):
        """Press KEYS, which complete to a whole command, and Enter; its output."""
        out = self.w.base + "/out"
        self.sh.run(f"true >{out}")
        text = self.sh.keys(f"{keys} >{out}\r")
        with open(out, "rb") as result:
            return os.fsdecode(result.read()) or text

    def offered(self, typed):
        """All words that TYPED can become; of plain characters, and at least two."""
        if self.w.kind == "fish":
            rows = self.sh.run(f"complete -C {quote('fish', typed)}").splitlines()
            return {row.partition("\t")[0] for row in rows}
        if self.w.kind == "bash":
            begun = typed.split() if typed.endswith(" ") else typed.split()[:-1]
            return set(self.type(typed + "\x1b*")[1].split()[len(begun):])
        raw = self.type(typed + "\t")[0]
        # Behind the list the cursor goes up to the line.
        up = list(re.finditer(rb"\x1b\[\d*A", raw))
        assert up, f"no list after {typed!r}: {raw!r}"
        rows = os.fsdecode(ESCAPES.sub(b"", raw[:up[-1].start()])).split("\n")[1:]
        return {word for row in rows for word in row.split()}
