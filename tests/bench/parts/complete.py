# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion: a TAB on a terminal, beside one that the shell itself completes; and what reading the
text costs at the start of a shell.

There are 1,000 environments among 10,000 records."""

import os
import subprocess
import time

import harness
from measure import Stuck

COUNT, RECORDS = 1000, 10_000
# Keys that say unseen that they had their turn; GONE empties the line as well.
HERE, GONE, MARK = "\x18\x01", "\x18\x02", b"\x1b]7717;L\a"
KEYS = {
    "bash": r"""__here() { printf '\e]7717;L\a'; }
__gone() { READLINE_LINE=; READLINE_POINT=0; __here; }
bind -x '"\C-x\C-a": __here'
bind -x '"\C-x\C-b": __gone'
""",
    "zsh": r"""autoload -Uz compinit && compinit -u -D
__here() { printf '\e]7717;L\a' >/dev/tty; }
__gone() { BUFFER=; __here; }
zle -N __here
zle -N __gone
bindkey '^X^A' __here
bindkey '^X^B' __gone
""",
    "fish": r"""function __here; printf '\e]7717;L\a'; end
function __gone; commandline -r ''; __here; end
bind \cx\ca __here
bind \cx\cb __gone
""",
}
COMPLETIONS = {"bash": "avenv.bash", "zsh": "_avenv", "fish": "avenv.fish"}
# (what, who): what is typed, the key that is timed, what it adds to the line
TYPED = {
    ("TAB: an environment of 1,000", "avenv"): ("avenv path p777", "\t", "x"),
    ("TAB: a command", "avenv"): ("avenv recr", "\t", "eate"),
    ("TAB: a directory of 1,000", "the shell's own"): ("ls src/p777", "\t", "x/"),
    ("no TAB", "a letter"): ("ls src/p777", "x", "x"),
}
READ = ("its text read at the start", "avenv")


def known(world):
    """Environments, and the store with their records and those of others that are gone."""
    store = world.dir("home/.local/share/avenv")
    os.chmod(store, 0o700)
    src = world.home + "/src"
    projects = [f"{src}/p{number}x" for number in range(COUNT)]
    for project in projects:
        os.makedirs(project + "/.venv")
        with open(project + "/.venv/pyvenv.cfg", "w", encoding="utf-8") as cfg:
            cfg.write("home = /usr/bin\n")
    done = subprocess.run(["stat", "-c", "%i:%.9W", *projects], capture_output=True, text=True, check=True)
    lines = [f"allow slot {project}/.venv in {identity}\n"
             for project, identity in zip(projects, done.stdout.split())]
    lines += [f"allow slot {src}/gone/{n}/.venv in 1:1.000000000\n" for n in range(RECORDS - COUNT)]
    world.write("home/.local/share/avenv/records", "".join(lines), 0o600)


def press(shell, keys):
    """Nanoseconds from KEYS to the mark that the last of them makes."""
    start, begin = len(shell.buf), time.perf_counter_ns()
    shell.send(keys)
    shell._find(MARK, start)
    return time.perf_counter_ns() - begin


def tab(shell, keys, key, rest):
    """Measures KEY behind KEYS, which it completes by REST."""
    def measured():
        press(shell, keys + HERE)
        start = len(shell.buf)
        spent = press(shell, key + HERE)
        shown = os.fsdecode(harness.ESCAPES.sub(b"", shell.buf[start:]))
        press(shell, GONE)
        if rest not in shown:
            raise Stuck(f"{shell.kind}: {keys!r} and TAB made {shown!r}")
        return spent
    return measured


def rows(bench):
    with harness.World("bash", parent=bench.base) as world:
        known(world)
        cells = {}
        for kind in bench.shells:
            shell = world.shell(kind, **{"after" if kind != "zsh" else "before": KEYS[kind]})
            cells.update(((kind, *key), tab(shell, *typed)) for key, typed in TYPED.items())
            text = harness.ROOT / "completions" / COMPLETIONS[kind]
            cells[kind, *READ] = bench.session(kind).cell(f"source {text}")
        pairs = [("complete", what, who, kind, (kind, what, who), None) for kind, what, who in cells]
        times = bench.rounds(cells, pairs)
        own = "TAB: a directory of 1,000", "the shell's own"
        for part, what, who, kind, name, _ in pairs:
            floor = None if name[1:] == READ else times[kind, *own]
            yield bench.row(part, what, who, times[name], kind, floor, own[1])
