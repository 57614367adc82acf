# SPDX-License-Identifier: GPL-3.0-or-later
"""The strikes: the system calls of a program's first thread, by strace, and how each can fail."""

import os
import random
import re
from dataclasses import dataclass
from typing import Optional

from changes import TOUCHED

LOOK = ("EIO", "EACCES")
MAKE = ("ENOSPC", "EDQUOT", "EACCES", "EIO")
ERRORS = {name: errors for names, errors in (
    ("open openat openat2", ("EMFILE", "EACCES", "EIO")),
    ("stat lstat statx newfstatat access faccessat faccessat2 readlink readlinkat", LOOK),
    ("chdir fchdir getcwd statfs fstatfs getxattr lgetxattr fgetxattr flistxattr", LOOK),
    ("fstat getdents64 lseek read pread64 close", ("EIO",)),
    ("write pwrite64 writev copy_file_range sendfile ftruncate fallocate", ("ENOSPC", "EDQUOT", "EIO")),
    ("mkdir mkdirat symlink symlinkat link linkat rename renameat renameat2", MAKE),
    ("unlink unlinkat rmdir chmod fchmod fchmodat", ("EACCES", "EIO")),
    ("chown fchown fchownat utimensat", ("EACCES", "EIO")),
    ("fsetxattr fremovexattr", ("ENOSPC", "EOPNOTSUPP", "EIO")),
    ("ioctl", ("EIO", "EPERM")),
    ("fsync fdatasync", ("EIO", "ENOSPC")),
    ("flock", ("ENOLCK",)),
    ("mmap brk mremap", ("ENOMEM",)),
    ("dup dup2 dup3 pipe pipe2", ("EMFILE",)),
    ("fork vfork clone clone3", ("EAGAIN",)),
) for name in names.split()}
# A signal may cut these short: they are called again.
RESTARTED = "read pread64 write pwrite64 wait4 waitid".split()
# Between two of these nothing changes: a kill at any other call is a kill at the next of them.
CHANGING = re.compile(
    r"p?write.*|copy_file_range|sendfile|ftruncate|fallocate|mkdir.*|rmdir|unlink.*|rename.*|"
    r"link(at)?|symlink.*|f?chmod.*|f?chown.*|fsetxattr|fremovexattr|utimensat|f(data)?sync|flock|v?fork|clone3?|wait4|"
    r"waitid|exit_group")
# Lasting errors: the disk is full, or read-only; there are no descriptors left.
FILLING = "pwrite64 copy_file_range mkdir mkdirat symlink symlinkat link linkat".split()
LASTING = {
    "ENOSPC": ["write", *FILLING],
    "EROFS": FILLING + ("ftruncate rename renameat renameat2 unlink unlinkat rmdir chmod fchmod "
                        "fchmodat utimensat fsync").split(),
    "EMFILE": "openat dup pipe2".split(),
}
# Threads that unpack count their own calls, and share the work: some of them get so far.
IN_THREADS = ("write:40:ENOSPC", "openat:60:KILL", "openat:80:EMFILE", "mkdirat:5:ENOSPC",
              "write:20:KILL", "write:150:KILL", "openat:60:ENOSPC+")
CALL = re.compile(r"([a-z0-9_]+)\((.*)")
# A descriptor, as -y shows it
DECODED = re.compile(r"\b(\d+|AT_FDCWD)<[^>]*>")
# The first call after the loader's and libc's own start
LIBC_IS_READY = "set_tid_address"
# A file, as -y shows it: a descriptor, maybe with a name in that directory, or a name alone
STRING = r'"((?:\\.|[^"\\])*)"'
FILE = re.compile(rf"\b(?:\d+|AT_FDCWD)<([^>]*)>(?:, {STRING})?|{STRING}")
# Calls that reach their file by a descriptor alone: what the names on the way lead to does not matter
BY_DESCRIPTOR = re.compile(r"p?(read|write)(v|64)?|fstat|fstatfs|getdents64|close|fcntl|lseek|f\w+xattr|ioctl|mmap")
# Calls that say nothing of a directory's entries, and of its times
WITHOUT_ENTRIES = re.compile(r"readlink(at)?|open(at2?)?|f?statfs|close|f?chdir|f?getxattr")
# The files of these have other names as well, or the kernel holds them for this program
UNTOLD = re.compile(r"\.avenv-(new|old)-|\.avenv-[0-9a-f]{8}\b|\(deleted\)|\"/proc/self|F_SETLEASE|F_GETLEASE|F_(OFD_)?SETLK")


@dataclass(frozen=True)
class Place:
    """One system call; NTH counts its name from the program's start, as strace does."""
    name: str
    nth: int
    args: str
    # how many of each name came before
    before: Optional[dict] = None
    # a file of the world's: "", or one in a private directory: "private"; None: neither
    where: Optional[str] = None
    # the world's files that it names
    names: tuple = ()
    # and all that they lead to; None: unknown
    files: Optional[frozenset] = None

    @property
    def changes(self):
        return bool(CHANGING.fullmatch(self.name)) or "O_CREAT" in self.args

    @property
    def shape(self):
        """The same for all calls that are alike but for names and numbers."""
        return self.name + re.sub(r'"(\\.|[^"\\])*"|{.*}|0x[0-9a-f]+|\d+', "#", self.args.split(" = ")[0])

    def shows(self, entries):
        """Whether the call changes anything, or can differ once ENTRIES of the world did, which changes their directories'
        times."""
        if self.changes or self.files is None:
            return True
        by_name = not is_by_descriptor(self.name, self.args)
        return any(file == entry or by_name and file.startswith(entry + "/") or
                   file == os.path.dirname(entry) and not WITHOUT_ENTRIES.fullmatch(self.name)
                   for file in self.files for entry in entries)

    def errors(self, every):
        """All if EVERY, or if the call changes something; of a look one, in turn."""
        if self.name == "write" and self.args.startswith("2,"):
            return ()  # there would be nobody to tell
        errors = (("ENOSPC",) * ("O_CREAT" in self.args) + ERRORS.get(self.name, ()) +
                  ("EINTR",) * (self.name in RESTARTED))
        first = self.nth % max(1, len(errors))
        return errors if every or self.changes else errors[first:first + 1]


@dataclass(frozen=True)
class Strike:
    """KIND is a signal, an error, an error and "+": from this call on; or with AT a change of that file."""
    place: Place
    kind: str
    threads: bool = False
    at: str = ""

    def __str__(self):
        return f"{self.place.name}:{self.place.nth}:{self.kind}" + ":threads" * self.threads + f":{self.at}" * bool(self.at)

    @property
    def error(self):
        """None: it is a signal."""
        return self.kind.rstrip("+") if self.kind[0] == "E" else None

    @property
    def lasting(self):
        return self.kind.endswith("+")

    def options(self):
        """As strace has them."""
        name, nth = self.place.name, self.place.nth
        if not self.error:
            injected = [f"{name}:signal={self.kind}:when={nth}"]
        elif self.lasting and self.place.before is not None:
            injected = [f"?{other}:error={self.error}:when={self.place.before.get(other, 0) + 1}+"
                        for other in LASTING[self.error]]
        elif name == "brk":  # the kernel's own fails by another answer than the one asked for
            injected = [f"brk:retval=0:when={nth}"]
        else:
            injected = [f"{name}:error={self.error}:when={nth}{'+' * self.lasting}"]
        only = ",".join(one.split(":")[0] for one in injected)
        return ["-f"] * self.threads + ["-e", f"trace={only}", *(f"-einject={one}" for one in injected)]


def where(args, base):
    """Whether a call with ARGS, as -y shows them, is at a file of the world at BASE."""
    if f"<{base}/" not in args and f'"{base}/' not in args:
        return None
    return "private" if re.search(r"\.avenv-new-[0-9a-f]{16}/|\.avenv-new-[0-9a-f]{16}>", args) else ""


def is_by_descriptor(name, args):
    return bool(BY_DESCRIPTOR.fullmatch(name)) or "AT_EMPTY_PATH" in args


def names_of(name, args, base):
    """The world's files that a call with ARGS, as -y shows them, names."""
    paths = [directory if is_by_descriptor(name, args) else os.path.join(directory, entry) if directory else text
             for directory, entry, text in FILE.findall(args)]
    return tuple(os.path.relpath(path, base) for path in paths if path.startswith(f"{base}/"))


def resolved(path, links):
    """Where PATH leads to in a world whose links are LINKS, {name: target}."""
    at, rest = "", path.split("/")
    for _ in range(64):
        if not rest:
            break
        at = os.path.normpath(os.path.join(at, rest.pop(0)))
        target = links.get(at)
        if target and target.startswith("@/"):
            at, rest = "", target[2:].split("/") + rest
        elif target:
            at, rest = os.path.dirname(at), target.split("/") + rest
    return at


def files_of(name, args, names, links):
    """NAMES, and what they lead to by each of LINKS; or None."""
    relative = not is_by_descriptor(name, args) and any(text and text[0] != "/" for _, _, text in FILE.findall(args))
    if relative or UNTOLD.search(args) or (name.startswith("readlink") and '"...' in args):
        return None
    return frozenset(names) | {resolved(path, each) for path in names for each in links}


def places(trace, base, links):
    """The calls in TRACE from main() on, and until the program becomes another one. LINKS: the world's, before and after."""
    counts, found, begun = {}, [], False
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for name, args in (call.groups() for call in map(CALL.match, lines) if call):
            if begun and name == "execve":
                break
            before = dict(counts)
            counts[name] = counts.get(name, 0) + 1
            if begun:
                names = names_of(name, args, base)
                found.append(Place(name, counts[name], DECODED.sub(r"\1", args), before, where(args, base),
                                   names, files_of(name, args, names, links)))
            begun = begun or name == LIBC_IS_READY
    return found


def every(case, found):
    """All strikes there are, of a case whose undisturbed run made the calls FOUND."""
    if case.slow:
        found = list({place.shape: place for place in found}.values())
    for place in found:
        for error in place.errors(case.helper):
            yield Strike(place, error)
        if not case.helper:
            for error, names in LASTING.items():
                if place.name in names:
                    yield Strike(place, error + "+")
            if place.changes:
                for signal in case.signals:
                    yield Strike(place, signal)
    if case.threads:
        for name, nth, kind in (one.split(":") for one in IN_THREADS):
            yield Strike(Place(name, int(nth), ""), kind, True)


def near(found):
    """The calls at a file of the world; of those in a private directory that are alike, one."""
    private = {place.shape: place for place in found if place.where == "private"}
    return [place for place in found if place.where == "" or private.get(place.shape) is place]


def entries_of(found, kind, at):
    """What another program's change of KIND at AT touches, under each name that it gets meanwhile."""
    entries = {at + TOUCHED.get(kind.split("/")[0], "")}
    if kind == "again":  # what the command itself changes
        entries = {name for place in found if place.changes for name in place.names}
    renames = [pair for place in found if place.name.startswith("rename") and len(place.names) == 2
               for pair in (place.names, place.names[::-1])]
    for _ in renames:
        entries |= {new + entry[len(old):] for old, new in renames for entry in entries if f"{entry}/".startswith(f"{old}/")}
    return entries


def stops(found, kind, at):
    """The calls behind which a change of KIND at AT comes. Of two between which no call changes anything, nor can tell that
    the change came, only the later one: what follows is the same. A command that is killed then tells nothing."""
    entries, last, wanted = entries_of(found, kind, at), None, {(place.name, place.nth) for place in near(found)}
    for place in found:
        if last and (place.changes if kind.endswith("/KILL") else place.shows(entries)):
            yield last
            last = None
        if (place.name, place.nth) in wanted:
            last = place
    if last:
        yield last


def every_stop(found, _kind, _at):
    """The same, without that rule"""
    return near(found)


def every_change(trial, choose):
    """All changes of another program, behind each call that CHOOSE says."""
    # The same command, said again, has no aim.
    aims = {"again" if kind == "again" else (at, kind): (at, kind) for at, kinds in trial.case.aims for kind in kinds}
    for at, kind in aims.values():
        for place in choose(trial.calls_beside(kind, at), kind, at):
            yield Strike(place, kind, at=at)


def sample(trial, seed):
    """Of a writer: a full disk from the first change on, a kill at the last rename or removal, one by chance, and a change
    of another program. Of the helper: two."""
    case = trial.case
    strikes, chance = list(every(case, trial.found)), random.Random(f"{seed} {case.name}")
    if case.helper:
        return [strikes[0], strikes[-1]]
    ends = [strike for strike in strikes if strike.kind == "KILL" and
            strike.place.name.startswith(("rename", "unlink", "rmdir", "write"))]
    full = [strike for strike in strikes if strike.kind == "ENOSPC+" and not strike.threads]
    by_chance = [chance.choice(strikes)]
    if case.aims:
        at, kinds = chance.choice(case.aims)
        kind = chance.choice(kinds)
        by_chance.append(Strike(chance.choice(list(stops(trial.calls_beside(kind, at), kind, at))), kind, at=at))
    return [ends[-1], *by_chance] if case.slow else [full[0], ends[-1], *by_chance]
