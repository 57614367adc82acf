# SPDX-License-Identifier: GPL-3.0-or-later
"""Which faults there are: what a program calls, by strace, and how each of these calls can fail.

A place is one system call after main() began; what the loader and libc's start say of theirs is not ours.
Only the first thread is struck, and none of what the program starts.
"""

import os
import re
from dataclasses import dataclass, replace
from typing import Optional

LOOK = ("EACCES", "EIO", "ENOMEM")
MAKE = ("ENOSPC", "EACCES", "EIO")
# What is most likely in life comes first: a sample tries that one.
ERRORS = {
    **dict.fromkeys(("open", "openat", "openat2"), ("EMFILE", "EACCES", "EIO", "ENOMEM", "EINTR")),
    **dict.fromkeys(("stat", "lstat", "statx", "newfstatat", "fstatat64", "access", "faccessat", "faccessat2",
                     "readlink", "readlinkat", "chdir", "fchdir", "getcwd", "statfs", "fstatfs"), LOOK),
    **dict.fromkeys(("fstat", "getdents64", "lseek", "ioctl"), ("EIO", "ENOMEM")),
    **dict.fromkeys(("read", "pread64", "readv"), ("EIO", "EINTR")),
    **dict.fromkeys(("write", "pwrite64", "writev", "copy_file_range", "sendfile", "ftruncate", "fallocate"),
                    ("ENOSPC", "EIO", "EINTR")),
    **dict.fromkeys(("mkdir", "mkdirat", "symlink", "symlinkat", "link", "linkat", "rename", "renameat", "renameat2"),
                    MAKE),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown", "fchownat",
                     "lchown", "utimensat"), ("EACCES", "EIO")),
    **dict.fromkeys(("fsync", "fdatasync"), ("EIO", "ENOSPC", "EINTR")),
    **dict.fromkeys(("getxattr", "lgetxattr", "fgetxattr", "flistxattr", "fsetxattr"), ("EIO", "EACCES")),
    **dict.fromkeys(("close",), ("EIO", "EINTR")),
    **dict.fromkeys(("flock",), ("ENOLCK", "EINTR", "EIO")),
    **dict.fromkeys(("mmap", "brk", "mremap"), ("ENOMEM",)),
    **dict.fromkeys(("dup", "dup2", "dup3", "pipe", "pipe2"), ("EMFILE", "EINTR")),
    **dict.fromkeys(("fork", "vfork", "clone", "clone3"), ("EAGAIN", "ENOMEM")),
    **dict.fromkeys(("wait4", "waitid", "poll", "ppoll", "select", "pselect6", "nanosleep", "clock_nanosleep"),
                    ("EINTR",)),
}
# Calls that change what others see. A pair of these has nothing but looks in between.
CHANGING = re.compile(r"write|pwrite64|writev|copy_file_range|sendfile|ftruncate|fallocate|mkdir.*|rmdir|unlink.*|"
                      r"rename.*|link.*|symlink.*|f?chmod.*|[fl]?chown.*|utimensat|f(data)?sync|flock|v?fork|clone3?|"
                      r"wait4|waitid")
# What goes on failing once it has begun: a full disk, one that nothing is written to any more, no memory, no
# descriptors. What is to be taken back then fails as well.
LASTING = {
    "EROFS": ("pwrite64", "copy_file_range", "ftruncate", "mkdir", "mkdirat", "symlink", "symlinkat", "link", "linkat",
              "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "utimensat",
              "fsync"),
    "ENOSPC": ("write", "pwrite64", "copy_file_range", "mkdir", "mkdirat", "symlink", "symlinkat", "link", "linkat"),
    "ENOMEM": ("mmap", "brk", "mremap"),
    "EMFILE": ("openat", "dup", "pipe2"),
}
MOVING = ("read", "write", "pread64", "pwrite64", "copy_file_range")
CALL = re.compile(r"([a-z0-9_]+)\((.*)")
# What -y says of a descriptor.
DECODED = re.compile(r"\b(\d+|AT_FDCWD)<[^>]*>")
# Of the processes that a program asks about all are alike: so many are struck.
PROCESS = re.compile(r'["<]/proc/(\d+)[/">]')
PROCESSES_MAX = 2
# The first that main() does, of either program.
START = re.compile(r'fcntl\(0, F_GETFD|statx\(AT_FDCWD, "/", ')


@dataclass(frozen=True)
class Place:
    name: str
    # which one of that name, counted from the start of the program, as strace does
    nth: int
    # which one of all that move bytes, counted likewise; 0: it does not
    moved: int
    args: str
    # how many of each name came before; and in all where it becomes another program, else None
    before: tuple
    last: Optional[tuple] = None

    @property
    def changes(self):
        return bool(CHANGING.fullmatch(self.name)) or "O_CREAT" in self.args

    @property
    def what(self):
        """The same for all places that are alike."""
        return self.name + " " + re.sub(r"0x[0-9a-f]+|[0-9a-f]{8}|\d+", "#", self.args.split(" = ")[0])

    @property
    def shape(self):
        """The same for all that are alike but for names and contents."""
        return re.sub(r'"[^"]*"|/[*].*?[*]/|{.*}', "#", self.what)


@dataclass(frozen=True)
class Fault:
    place: Place
    kind: str
    wrap: tuple

    def __str__(self):
        return f"{self.place.name} #{self.place.nth}, {self.kind}: {self.place.name}({self.place.args[:150]}"


def places(trace):
    """The calls of a program in TRACE, from main() on, and until it becomes another one."""
    counts, moved, begun, found, processes = {}, 0, False, [], {}
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            call = CALL.match(line)
            if not call:
                continue
            name, args = call[1], DECODED.sub(r"\1", call[2])
            if begun and name == "execve":
                last = tuple(sorted(counts.items()))
                return [replace(place, last=last) for place in found]
            begun = begun or bool(START.match(f"{name}({args}"))
            process = PROCESS.search(line)
            nth_process = processes.setdefault(process[1], len(processes)) if process else 0
            before = tuple(sorted(counts.items()))
            counts[name] = counts.get(name, 0) + 1
            moved += name in MOVING
            if begun and nth_process < PROCESSES_MAX:
                found.append(Place(name, counts[name], moved if name in MOVING else 0, args, before))
    return found


def _strace(names, *inject):
    return ("-e", f"trace={','.join(names)}", *(word for expression in inject for word in ("-e", f"inject={expression}")))


def _error(name, error):
    """As strace spells it; the kernel's brk() fails by telling where the end is, which is not where it was asked for."""
    return f"{name}:retval=0" if name == "brk" else f"{name}:error={error}"


def _fails(place, error):
    return Fault(place, error, _strace([place.name], f"{_error(place.name, error)}:when={place.nth}"))


def _from(place, name):
    """The call NAME from PLACE on, of the program that it is there."""
    first = dict(place.before).get(name, 0) + 1
    if place.last is None:
        return f"{first}+"
    last = dict(place.last).get(name, 0)
    return f"{first}..{last}" if first <= last else None


def _lasts(place, error, names):
    whens = {name: _from(place, name) for name in names if name in KNOWN}
    return Fault(place, f"{error} from here on",
                 _strace(whens, *(f"{_error(name, error)}:when={when}" for name, when in whens.items() if when)))


def _ends(place):
    return Fault(place, "the end too early", _strace([place.name], f"{place.name}:retval=0:when={place.nth}"))


def _signals(place, signal):
    return Fault(place, f"SIG{signal}", _strace([place.name], f"{place.name}:signal={signal}:when={place.nth}"))


def _short(place, lasting=""):
    return Fault(place, "one byte" + (" each" if lasting else ""), ("short", f"{place.moved}{lasting}"))


def can_fail(place):
    """Whether it can, and somebody would have to do something about it."""
    if place.name == "fcntl":
        return "DUPFD" in place.args
    if place.name == "write" and place.args.startswith("2,"):
        return False  # there would be nobody to tell
    return place.name in ERRORS and not (place.name == "brk" and place.args.startswith("NULL"))


def errors_of(place):
    errors = ("EMFILE",) if place.name == "fcntl" else ERRORS[place.name]
    return ("ENOSPC", *errors) if "O_CREAT" in place.args else errors


def last_of_each_shape(found):
    """Of the places FOUND that are alike but for names and contents the last, when most has been done."""
    return list({place.shape: place for place in found}.values())


def every(found, short, signals, each=True):
    """All that can go wrong at the places FOUND; with EACH also all that moves bytes, a byte at a time."""
    for place in found:
        if can_fail(place):
            for error in errors_of(place):
                yield _fails(place, error)
        for error, names in LASTING.items():
            if place.name in names:
                yield _lasts(place, error, names)
        if place.name == "read":
            yield _ends(place)
        if place.moved and short:
            yield _short(place)
        if place.changes and signals:
            for signal in ("INT", "TERM", "PIPE"):
                yield _signals(place, signal)
    yield from short_each(found, short and each)


def short_each(found, short):
    first = next((place for place in found if place.moved), None)
    if first and short:
        yield _short(first, "+")


def likely(found, short, last=False):
    """
    Each call that changes something, of those that are alike one, with the likeliest error; with LAST the last of each
    name, when most has been done; and all that moves bytes, a byte at a time.
    """
    seen = set()
    for place in reversed(found) if last else found:
        what = place.name if last else place.what
        if place.changes and can_fail(place) and what not in seen:
            seen.add(what)
            yield _fails(place, errors_of(place)[0])
    yield from short_each(found, short)


# strace refuses names that a machine does not have.
KNOWN = set(ERRORS)
if os.uname().machine == "aarch64":
    KNOWN -= {"open", "stat", "lstat", "access", "readlink", "mkdir", "symlink", "link", "rename", "unlink", "rmdir",
              "chmod", "chown", "lchown", "fork", "vfork", "poll", "select", "dup2", "pipe"}
