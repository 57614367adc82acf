# SPDX-License-Identifier: GPL-3.0-or-later
"""The strikes: the system calls of a program's first thread, by strace, and how each can fail."""

import random
import re
from dataclasses import dataclass
from typing import Optional

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

    @property
    def changes(self):
        return bool(CHANGING.fullmatch(self.name)) or "O_CREAT" in self.args

    @property
    def shape(self):
        """The same for all calls that are alike but for names and numbers."""
        return self.name + re.sub(r'"(\\.|[^"\\])*"|{.*}|0x[0-9a-f]+|\d+', "#", self.args.split(" = ")[0])

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


def places(trace, base):
    """The calls in TRACE from main() on, and until the program becomes another one."""
    counts, found, begun = {}, [], False
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for name, args in (call.groups() for call in map(CALL.match, lines) if call):
            if begun and name == "execve":
                break
            before = dict(counts)
            counts[name] = counts.get(name, 0) + 1
            if begun:
                found.append(Place(name, counts[name], DECODED.sub(r"\1", args), before, where(args, base)))
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


def every_change(case, found):
    """All changes of another program: behind each call at a file of the world; of those in a private directory that are
    alike, one."""
    near = [place for place in found if place.where == ""]
    near += {place.shape: place for place in found if place.where == "private"}.values()
    for at, kinds in case.aims:
        for kind in kinds:
            for place in near:
                yield Strike(place, kind, at=at)


def sample(case, found, seed):
    """Of a writer: a full disk from the first change on, a kill at the last rename or removal, one by chance, and a change
    of another program. Of the helper: two."""
    strikes, chance = list(every(case, found)), random.Random(f"{seed} {case.name}")
    if case.helper:
        return [strikes[0], strikes[-1]]
    ends = [strike for strike in strikes if strike.kind == "KILL" and
            strike.place.name.startswith(("rename", "unlink", "rmdir", "write"))]
    full = [strike for strike in strikes if strike.kind == "ENOSPC+" and not strike.threads]
    by_chance = [chance.choice(strikes), *([chance.choice(list(every_change(case, found)))] if case.aims else [])]
    return [ends[-1], *by_chance] if case.slow else [full[0], ends[-1], *by_chance]
