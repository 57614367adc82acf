# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/promises.md as a program: what is on after each step of a walk, in whatever shell. The numbers are promises.
Places are below HOME. An environment is called p/.venv, if it is the project p's, or tools/uv."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class State:
    """What one shell knows; its child inherits it (4, 6, 83)."""

    kind: str
    cwd: str = ""
    on: str = ""                    # the environment that is active,
    by: str = ""                    # turned on by "avenv", or by hand: by a "script" or by "name" (8)
    inherited: bool = False         # in a parent shell
    muted: frozenset = frozenset()  # what `deactivate` turned off, until the shell leaves its project (6)
    off: bool = False               # avenv off (7)
    disabled: bool = False          # AVENV_DISABLE (7)
    path: tuple = ("SYSTEM",)       # PATH; ENV is the environment's entry
    saved: tuple = ()               # PATH, as the script saved it for its own `deactivate`
    # PYTHONHOME, or who has it meanwhile (5): "avenv", the "script"; "?": a script in a parent shell saved it, and this one
    # cannot know.
    pythonhome: str = "set"
    dirs: tuple = ()                # pushd's


@dataclass
class Model:
    stack: list
    exists: set     # the environments that are there
    records: dict   # "allow" or "deny", by project
    sourced: bool = False           # on this line
    ours: bool = False              # avenv's was on at the last look
    ended: str = ""                 # what a script's own `deactivate` left off, until avenv sees that
    silent: bool = True             # nothing has to be said
    printed: str = None             # by a program, on this line; None: unknown

    now = property(lambda self: self.stack[-1])

    def set(self, **changes):
        self.stack[-1] = replace(self.now, **changes)

    def found(self):
        """The nearest environment (1, 25), and whether the user has allowed it (31), and denied none above (35)."""
        for project in up(self.now.cwd):
            if project + "/.venv" in self.exists:
                denied = "deny" in map(self.records.get, up(self.now.cwd))
                return project + "/.venv", "deny" if denied else self.records.get(project)
        return "", None

    def usable(self):
        env, word = self.found()
        return env if word == "allow" and not self.now.off and not self.now.disabled else ""

    def turn(self, env, by):
        """ENV is on, first in PATH. What was on goes in the same step (1), and nothing else of PATH (5, 8)."""
        rest = tuple(each for each in self.now.path if each != "ENV")
        keeper = ("set" if not env else "script" if by == "script" and self.now.pythonhome != "avenv" else "avenv")
        self.set(on=env, by=by if env else "", path=("ENV", *rest) if env else rest, saved=(), inherited=False,
                 pythonhome="?" if self.now.pythonhome == "?" else keeper)

    def look(self, prompt=True):
        """What a cd, or the next PROMPT, makes of it."""
        env, word = self.found()
        gone = self.now.on and self.now.on not in self.exists
        self.silent = not gone and (not env or word == "allow")
        self.note_muted()
        # It is deleted (11), or left over: PATH does not lead to it (4).
        if gone or self.now.by not in ("", "avenv") and "ENV" not in self.now.path:
            self.turn("", "")
        if prompt:
            self.learn(env, word)
        if self.now.by not in ("script", "name"):
            self.follow()
        elif prompt:
            self.adopt()
        self.ours = self.now.by == "avenv"

    def note_muted(self):
        """What a script's own `deactivate` left off is muted. Leaving its project ends that, and each other, and so does
        turning it on by hand (6)."""
        if self.ended and not self.now.on:
            self.set(muted=self.now.muted | {self.ended})
        self.ended = ""
        turned_on = {self.now.on} & {self.usable()}
        self.set(muted=frozenset(env for env in self.now.muted - turned_on if env.removesuffix("/.venv") in up(self.now.cwd)))

    def learn(self, env, word):
        """Sourcing `activate` of this directory's environment records it (10)."""
        if self.sourced and env == self.now.on and word is None and not self.now.off and not self.now.disabled:
            self.records[env.removesuffix("/.venv")] = "allow"
        self.sourced = False

    def follow(self):
        """This directory's environment is on (1), unless it is muted (6)."""
        wanted = "" if self.usable() in self.now.muted else self.usable()
        if wanted != self.now.on or wanted and "ENV" not in self.now.path:
            self.turn(wanted, "avenv")

    def adopt(self):
        """What was turned on by hand stays. In its own project it becomes avenv's, unless it was named (8)."""
        now = self.now
        if now.by == "script" and now.on == self.usable():
            self.set(by="avenv", inherited=False, saved=(), muted=now.muted - {now.on},
                     pythonhome=now.pythonhome.replace("script", "avenv"))

    # The rules of what is typed. Here is what promises.md numbers of an environment that is on; walks.t has what only changes
    # the ground: files, records, PATH, the stack of shells.

    def deactivate(self, command=False):
        if not self.now.on:
            return False
        # The script's own puts back PATH as it saved it.
        path = () if command else self.now.saved
        # This directory's is muted; another one says nothing of it (6).
        mutes = self.now.on if self.now.on == self.usable() else ""
        scripts = self.now.by == "script" and not self.now.inherited and not command
        if scripts:
            # Sourced over one of avenv's on this line, it leaves that as it was (6).
            self.ended = "" if self.ours else mutes
        else:
            self.set(muted=self.now.muted | {mutes} - {""})
        self.turn("", "")
        self.set(path=path or self.now.path)
        # avenv's turns the next one on at once.
        if not scripts:
            self.look(prompt=False)

    def switch(self, off):
        if self.now.disabled:
            return None  # It is refused, and typed all the same.
        self.set(off=off)
        return self.look(prompt=False)

    def activate(self, env=None):
        if not env:
            self.set(off=False)
            self.set(muted=self.now.muted - {self.usable()})
        # Without a usable one it is refused, and not typed.
        if (env or self.usable()) not in self.exists:
            return False
        return self.turn(env or self.usable(), "name" if env else "avenv")

    def source(self, env):
        # Not drawn: the same one in a child. It is recorded, but not in fish, whose script exports what it saves and stops.
        if env not in self.exists or self.now.inherited and self.now.on == env:
            return False
        self.sourced = self.sourced or self.now.on != env or self.now.by != "script"
        # It begins with the `deactivate` of an earlier one.
        path = tuple(each for each in self.now.saved or self.now.path if each != "ENV")
        self.turn(env, "script")
        self.set(path=("ENV", *path), saved=path)

    def child(self, kind, replaces=False):
        if not replaces:
            self.stack.append(self.now)
        # A script's variables are exported in fish only.
        self.set(kind=kind, inherited=self.now.by in ("script", "name"), saved=self.now.saved if self.now.kind == "fish" else (),
                 dirs=(), pythonhome=self.now.pythonhome.replace("script", "?"))
        if self.now.by == "avenv":
            # A startup file may have put others first.
            self.turn(self.now.on, "avenv")


def up(place):
    """PLACE and all above it, below HOME."""
    return [place.rsplit("/", n)[0] for n in range(place.count("/") + 1)] if place else []
