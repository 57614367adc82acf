# SPDX-License-Identifier: GPL-3.0-or-later
"""The small world of a case, a HOME and a directory to work in, and how it is compared."""

import contextlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release").resolve()
AVENV, HELPER = str(BUILD / "avenv"), str(BUILD / "avenv-hook")
PYTHON = "/usr/bin/python3"
SERIES = "%d.%d" % sys.version_info[:2]
SITE = f"lib/python{SERIES}/site-packages"
RECORDS = "home/.local/share/avenv/records"
# A struck run may leave these; the next one sweeps them.
LEFTOVER = re.compile(r"/(\.avenv-(new|old)-[^/]*|\.avenv-[0-9a-f]{8})(?=/|$)")
# The next write removes records.new, under the lock.
IGNORED = re.compile(LEFTOVER.pattern + r"|records\.(lock|new)$|/__pycache__(/|$)")
# An inode and a birth time in a record
IDENTITY = re.compile(rb"\d+:\d+\.\d+")
SINCE = re.compile(rb" since \d+\.\d+")
TIMEOUT = 30
TOOLS = ("env", "git", "python3", "sh", "strace")


@dataclass
class Ran:
    """Exit status (negative: by that signal), stdout and stderr of a run."""
    code: int
    out: bytes
    err: bytes


def reach(act, path, error):
    """For rmtree(): remove PATH where a mode forbids that to an ordinary user."""
    if isinstance(error[1], FileNotFoundError):
        return
    os.chmod(os.path.dirname(path), 0o700)
    if act in (os.unlink, os.rmdir):
        act(path)
    else:
        os.chmod(path, 0o700)
        shutil.rmtree(path, onerror=reach)


class World:
    def __init__(self, base):
        self.base, self.home, self.w = Path(base), Path(base, "home"), Path(base, "w")
        # A directory with the programs that a case needs: `remove` looks at each link on PATH, and /usr/bin has hundreds.
        tools = Path(base, "tools")
        tools.mkdir()
        for name in TOOLS:
            os.symlink(shutil.which(name), tools / name)
        self.env = {
            "HOME": str(self.home), "PATH": str(tools), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "SHELL": "/bin/bash", "PYTHONDONTWRITEBYTECODE": "1", "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def clear(self):
        for top in (self.home, self.w, self.base / "program"):
            shutil.rmtree(top, onerror=reach)
            top.mkdir()

    def run(self, argv, cwd=".", timeout=TIMEOUT, meet=None):
        """Run ARGV; MEET is called with the process meanwhile."""
        late = False
        with subprocess.Popen(argv, cwd=self.w / cwd, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              start_new_session=True) as child:
            try:
                if meet:
                    meet(child)
                out, err = child.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                out, err, late = b"", b"no answer in time", True
            with contextlib.suppress(ProcessLookupError):  # what a killed command started
                os.killpg(child.pid, signal.SIGKILL)
        return Ran(124 if late else child.returncode, out, err)

    # ---- to prepare it with ----

    def avenv(self, line):
        ran = self.run((AVENV, "-q", *line.split()))
        if ran.code:
            raise RuntimeError(f"avenv {line}: {ran.err.decode()}")

    def write(self, name, text, mode=0o644):
        path = self.w / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def dress(self, *paths):
        """An attribute, where the file system has some"""
        for path in paths:
            with contextlib.suppress(OSError):
                os.setxattr(path, "user.kept", b"1")

    def mkenv(self, name, extra=""):
        """An environment as far as avenv can tell, made in no time."""
        self.write(f"{name}/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\n"
                                         f"version = {SERIES}\n{extra}")
        (self.w / name / "bin").mkdir()
        (self.w / name / SITE).mkdir(parents=True)
        os.symlink(PYTHON, self.w / name / "bin/python3")
        os.symlink("python3", self.w / name / "bin/python")

    # ---- to compare it by ----

    def _all(self):
        """Each name below the two directories, and its lstat."""
        for top in (self.home, self.w):
            for path in sorted(top.rglob("*")):
                yield path, path.lstat()

    def identity(self):
        """Alike only where nothing was touched."""
        return [(path, info.st_ino, info.st_mtime_ns, info.st_ctime_ns) for path, info in self._all()]

    def state(self):
        """{name: (mode, contents, attribute...)}, without leftovers, and without the world's own place and the
        identities, which differ from one time to the next."""
        entries = {}
        for path, info in self._all():
            name = str(path.relative_to(self.base))
            # A directory of HOME counts by what is in it.
            if IGNORED.search("/" + name) or name.startswith("home/") and stat.S_ISDIR(info.st_mode):
                continue
            content = b""
            if stat.S_ISLNK(info.st_mode):
                content = os.fsencode(os.readlink(path))
            elif stat.S_ISREG(info.st_mode):
                content = path.read_bytes()
            content = content.replace(os.fsencode(self.base), b"@")
            if name == RECORDS:
                content = b"".join(sorted(SINCE.sub(b"", IDENTITY.sub(b"ID", content)).splitlines(keepends=True)))
            attributes = [] if stat.S_ISLNK(info.st_mode) else sorted(
                (key, os.getxattr(path, key)) for key in os.listxattr(path))
            entries[name] = (stat.filemode(info.st_mode), content, *attributes)
        return entries

    def leftovers(self):
        return [str(path) for path, _ in self._all() if LEFTOVER.search(str(path))]

    def turned_on(self):
        """{directory: environment that is on in it}"""
        tops = {path.parents[path.name == "pyvenv.cfg"] for path, _ in self._all()
                if path.name in ("pyvenv.cfg", ".venv") and not LEFTOVER.search(str(path))}
        return {os.path.relpath(top, self.base): self.run((AVENV, "-C", top, "path")).out
                for top in tops if top.is_relative_to(self.w)}


def difference(a, b):
    """How the state B is not A, in a few words."""
    words = []
    for name in sorted(a.keys() | b.keys()):
        if a.get(name) != b.get(name):
            how = "is gone" if name not in b else "is new" if name not in a else "differs"
            words.append(f"{name} {how}")
            if how == "differs" and len(words) < 4:
                words.append(f"{a[name]!r} -> {b[name]!r}"[:400])
    return "; ".join(words[:6])
