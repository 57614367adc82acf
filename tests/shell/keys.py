# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys pressed at a prompt, and the line after them."""

import os
import time

from harness import Skip, bash_from, check

# A key that writes the line to a file, empties it, and sends a mark that no terminal shows.
LOOK, LOOKED = "\x18\x02", b"\x1b]7717;L\a"
# A line that is not complete ends at a prompt, too: no test waits for what it would print.
SETUP = {
    "bash": r"""PS2=$PS1
__look() {
    builtin printf %s "$READLINE_LINE" >|@LINE@
    READLINE_LINE=
    builtin printf '\e]7717;L\a'
}
bind -x '"\C-x\C-b": __look'
bind 'set bell-style none'
""",
    "zsh": r"""PS2=$PS1
__look() {
    \builtin print -rn -- "$BUFFER" >|@LINE@
    BUFFER=''
    \builtin printf '\e]7717;L\a' >/dev/tty
}
zle -N __look
bindkey '^X^B' __look
""",
    "fish": r"""function __look
    printf '%s' (commandline -b | string collect) >@LINE@
    commandline -r ''
    printf '\e]7717;L\a'
end
bind \cx\cb __look
""",
}
COMPINIT = "autoload -Uz compinit && compinit -u -D\n"


class Keys:
    """The command line of a new shell, in which completion works."""

    def __init__(self, w, before=None, after="", **more):
        self.file = w.base + "/line"
        before = (COMPINIT if w.kind == "zsh" else "") if before is None else before
        self.sh = w.shell(before=before, after=SETUP[w.kind].replace("@LINE@", self.file) + after, **more)

    def press(self, keys):
        """Press KEYS; nanoseconds, the bytes on the screen, and the line, which is then empty."""
        if self.sh.kind == "bash" and not bash_from(4, 0):
            raise Skip("bash before 4.0 gives no key the line")
        start, begin = len(self.sh.buf), time.perf_counter_ns()
        self.sh.send(keys + LOOK)
        end = self.sh.find(LOOKED, start)
        spent = time.perf_counter_ns() - begin
        with open(self.file, "rb") as line:
            return spent, self.sh.buf[start:end], os.fsdecode(line.read()).rstrip(" /\n")

    def becomes(self, keys, want):
        """With KEYS and TAB the line is WANT."""
        check(self.press(keys + "\t")[2], want.rstrip("/"), f"the line after {keys!r}")

    def runs(self, keys, want):
        """With KEYS, TAB and Enter the output is WANT."""
        out = self.file + ".out"
        text = self.sh.keys(f"{keys}\t >{out}\r")
        with open(out, "rb") as result:
            check(os.fsdecode(result.read()) or text, want + "\n", f"from {keys!r}")
