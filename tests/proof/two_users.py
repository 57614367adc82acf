# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a victim and of an attacker who share a directory, and what must never be."""

import os
import re
import shutil
import stat
import subprocess

VICTIM, ATTACKER, SHARED = 4242, 4343, 4300
# The directory in which both may write: its owner and mode
PARENTS = {
    "a directory of the attacker's": (ATTACKER, 0o777),
    "a sticky directory of the attacker's": (ATTACKER, 0o1777),
    "a directory of a group": (0, 0o2775),
    "a sticky directory": (0, 0o1777),
}


def own(path, uid, mode=None):
    os.chown(path, uid, SHARED if uid == 0 else uid, follow_symlinks=False)
    if mode is not None:
        os.chmod(path, mode)


def mkdir(path, uid, mode=0o755):
    os.mkdir(path)
    own(path, uid, mode)
    return path


def write(path, text, uid, mode=0o644):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    own(path, uid, mode)


def link(target, path, uid):
    os.symlink(target, path)
    own(path, uid)


def mkenv(path, uid, poison=None):
    """An environment; with POISON one whose programs leave that mark."""
    mkdir(path, uid)
    mkdir(path + "/bin", uid)
    write(path + "/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n", uid)
    for name in ("python", "python3", "ls", "pip") if poison else ():
        write(f"{path}/bin/{name}", f"#!/bin/sh\n: >'{poison}'\n", uid, 0o755)
    if not poison:
        link("/usr/bin/python3", path + "/bin/python3", uid)
        link("python3", path + "/bin/python", uid)


def identity(path):
    """The inode and birth time, as a record has them."""
    words = ["stat", "-c", "%i:%.9W", path]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


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
    """The files of both users, made anew for each attempt in the directory TOP."""

    def __init__(self, top, parent):
        self.top, self.parent, self.shared = top, parent, f"{top}/w/shared"
        self.home, self.mark, self.held = f"{top}/w/home", f"{top}/mark/ran", []

    def build(self):
        for fd, *_ in self.held:
            os.close(fd)
        shutil.rmtree(self.top + "/w", ignore_errors=True)
        mkdir(self.top + "/w", 0)
        s, home = mkdir(self.shared, *PARENTS[self.parent]), mkdir(self.home, VICTIM, 0o711)
        for name in ("p", "thesis", "blank", "open"):
            mkdir(f"{s}/{name}", VICTIM)
        mkdir(s + "/.avenv-backup-kept", VICTIM, 0o700)
        for name in ("env", "p/.venv", "kept", ".avenv-backup-kept/env"):
            mkenv(f"{s}/{name}", VICTIM)
        os.chown(s + "/open", VICTIM, SHARED)
        os.chmod(s + "/open", 0o2775)
        mkenv(s + "/open/.venv", VICTIM)
        write(s + "/thesis/chapter", "mine\n", VICTIM)
        for name in ("precious", "precious/sub", "proj", ".local", ".local/share"):
            mkdir(f"{home}/{name}", VICTIM)
        mkdir(home + "/.local/share/avenv", VICTIM, 0o700)
        for name in ("letter", "sub/deed"):
            write(f"{home}/precious/{name}", "dear\n", VICTIM)
        mkenv(home + "/proj/.venv", VICTIM)
        mkenv(home + "/good", VICTIM)
        self.store = home + "/.local/share/avenv/records"
        self.recorded = [f"allow slot {path}/.venv in {identity(path)}\n"
                         for path in (home + "/proj", s + "/p", s + "/open")]
        write(self.store, "".join(self.recorded), VICTIM, 0o600)
        self.foreign(s, home)
        fds = [(os.open(path, os.O_RDONLY | os.O_DIRECTORY), path)
               for path in (s + "/thesis", home + "/precious")]
        self.held = [(fd, path, listing(fd)) for fd, path in fds]

    def foreign(self, s, home):
        """The attacker's part."""
        mkenv(s + "/evil", ATTACKER, self.mark)
        mkdir(s + "/evils", ATTACKER)
        for name in (".venv", "env"):
            mkenv(f"{s}/evils/{name}", ATTACKER, self.mark)
        link(home + "/precious", s + "/link", ATTACKER)
        link(home + "/proj", s + "/via", ATTACKER)
        link(s + "/evil", s + "/open/evil", ATTACKER)
        write(s + "/open/redirect", s + "/evil\n", ATTACKER)
        os.mkfifo(s + "/open/fifo")
        own(s + "/open/fifo", ATTACKER, 0o666)

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
        for entry in os.scandir(self.shared):
            info = entry.stat()
            if info.st_uid == ATTACKER:
                inodes.add(info.st_ino)
        with open(self.store, encoding="utf-8") as lines:
            for line in lines:
                words = line.split(" ")
                if line not in self.recorded and words[:2] == ["allow", "slot"] \
                        and int(words[4].split(":")[0]) in inodes:
                    return f"recorded: {line}"
        return self.wrong_entry(output)

    def wrong_entry(self, output):
        """Whether the output names a bin directory that is not the victim's alone."""
        for word in re.split(r"[\n:='\"]", output):
            if not word.endswith("/bin") or not word.startswith(self.top):
                continue
            steps = word.split("/")
            for n in range(2, len(steps) + 1):
                path = "/".join(steps[:n])
                if not os.path.lexists(path):
                    return f"'{word}' is given, and is not there"
                info = os.lstat(path)
                if info.st_uid not in (0, VICTIM) or info.st_mode & 0o1022 in (0o22, 0o20, 0o2):
                    return f"'{word}' is given, and '{path}' is the attacker's to change"
        return None
