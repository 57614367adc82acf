# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a victim and of an attacker who share a directory, and what must never be."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

VICTIM, ATTACKER, SHARED = 4242, 4343, 4300
# The directory in which both may write: its owner and mode
PARENTS = {
    "a directory of the attacker's": (ATTACKER, 0o777),
    "a sticky directory of the attacker's": (ATTACKER, 0o1777),
    "a directory of a group": (0, 0o2775),
    "a sticky directory": (0, 0o1777),
}


def put(path, uid, mode=0o755, text=None, to=None):
    """A directory, a file with TEXT, or a link TO, of user UID."""
    if to:
        os.symlink(to, path)
    elif text is not None:
        Path(path).write_text(text, encoding="utf-8")
    else:
        os.mkdir(path)
    os.chown(path, uid, SHARED if uid == 0 else uid, follow_symlinks=False)
    if not to:
        os.chmod(path, mode)
    return path


def mkenv(path, uid, poison=None):
    """An environment; with POISON one whose programs leave that mark."""
    put(path, uid)
    put(path + "/bin", uid)
    put(path + "/pyvenv.cfg", uid, 0o644, "home = /usr/bin\nversion = 3.11.2\n")
    for name in ("python", "python3", "ls", "pip") if poison else ():
        put(f"{path}/bin/{name}", uid, 0o755, f"#!/bin/sh\n: >'{poison}'\n")
    if not poison:
        put(path + "/bin/python3", uid, to="/usr/bin/python3")
        put(path + "/bin/python", uid, to="python3")


def listing(fd):
    """All below the directory open as FD, with the text of files."""
    found = {}
    for top, dirs, files, dir_fd in os.fwalk(".", dir_fd=fd):
        found.update({f"{top}/{name}": "dir" for name in dirs})
        for name in files:
            found[f"{top}/{name}"] = "other"
            if stat.S_ISREG(os.stat(name, dir_fd=dir_fd, follow_symlinks=False).st_mode):
                with open(os.open(name, os.O_RDONLY, dir_fd=dir_fd), encoding="utf-8") as text:
                    found[f"{top}/{name}"] = text.read()
    return found


class Ground:
    """The files, made anew for each attempt in the directory TOP, and what must never be."""

    def __init__(self, top, parent):
        self.top, self.parent, self.shared = top, parent, f"{top}/w/shared"
        self.home, self.mark, self.held = f"{top}/w/home", f"{top}/mark/ran", []

    def build(self):
        for fd, *_ in self.held:
            os.close(fd)
        shutil.rmtree(self.top + "/w", ignore_errors=True)
        put(self.top + "/w", 0)
        s, home = put(self.shared, *PARENTS[self.parent]), put(self.home, VICTIM, 0o711)
        for name in ("p", "thesis", "blank", "open"):
            put(f"{s}/{name}", VICTIM)
        put(s + "/.avenv-backup-kept", VICTIM, 0o700)
        for name in ("env", "p/.venv", "kept", ".avenv-backup-kept/env", "open/.venv"):
            mkenv(f"{s}/{name}", VICTIM)
        os.chown(s + "/open", VICTIM, SHARED)
        os.chmod(s + "/open", 0o2775)
        put(s + "/thesis/chapter", VICTIM, 0o644, "mine\n")
        for name in ("precious", "precious/sub", "proj", ".local", ".local/share"):
            put(f"{home}/{name}", VICTIM)
        put(home + "/.local/share/avenv", VICTIM, 0o700)
        for name in ("letter", "sub/deed"):
            put(f"{home}/precious/{name}", VICTIM, 0o644, "dear\n")
        mkenv(home + "/proj/.venv", VICTIM)
        mkenv(home + "/good", VICTIM)
        self.store, places = home + "/.local/share/avenv/records", (home + "/proj", s + "/p", s + "/open")
        done = subprocess.run(["stat", "-c", "allow slot %n/.venv in %i:%.9W", *places], capture_output=True,
                              text=True, check=True)
        self.recorded = done.stdout.splitlines(keepends=True)
        put(self.store, VICTIM, 0o600, done.stdout)
        self.foreign(s, home)
        fds = [(os.open(path, os.O_RDONLY | os.O_DIRECTORY), path) for path in (s + "/thesis", home + "/precious")]
        self.held = [(fd, path, listing(fd)) for fd, path in fds]

    def foreign(self, s, home):
        """The attacker's part."""
        mkenv(s + "/evil", ATTACKER, self.mark)
        put(s + "/evils", ATTACKER)
        for name in (".venv", "env"):
            mkenv(f"{s}/evils/{name}", ATTACKER, self.mark)
        for name, to in (("link", home + "/precious"), ("via", home + "/proj"), ("open/evil", s + "/evil")):
            put(f"{s}/{name}", ATTACKER, to=to)
        put(s + "/open/redirect", ATTACKER, 0o644, s + "/evil\n")
        os.mkfifo(s + "/open/fifo")
        os.chown(s + "/open/fifo", ATTACKER, ATTACKER)
        os.chmod(s + "/open/fifo", 0o666)

    def wrong(self, output, added):
        """A text of what must never be, or None. ADDED: a new name may be there."""
        if os.path.exists(self.mark):
            os.unlink(self.mark)
            return "the attacker's program ran"
        for fd, path, before in self.held:
            now = {name: text for name, text in listing(fd).items() if not added or name in before}
            if now != before:
                return f"{path}: {now}, it was {before}"
        # Of a project where something may be new; a tree alone turns nothing on.
        inodes = set() if added else {os.fstat(fd).st_ino for fd, *_ in self.held}
        inodes |= {entry.stat().st_ino for entry in os.scandir(self.shared) if entry.stat().st_uid == ATTACKER}
        for line in Path(self.store).read_text(encoding="utf-8").splitlines(keepends=True):
            words = line.split(" ")
            if line not in self.recorded and words[:2] == ["allow", "slot"] and int(words[4].split(":")[0]) in inodes:
                return f"recorded: {line}"
        for word in re.split(r"[\n:='\"]", output):
            if word.endswith("/bin") and word.startswith(self.top):
                for path in [word, *map(str, Path(word).parents)]:
                    if not os.path.lexists(path):
                        return f"'{word}' is given, and is not there"
                    info = os.lstat(path)
                    if info.st_uid not in (0, VICTIM) or info.st_mode & 0o1022 in (0o22, 0o20, 0o2):
                        return f"'{word}' is given, and '{path}' is the attacker's to change"
        return None
