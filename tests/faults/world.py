# SPDX-License-Identifier: GPL-3.0-or-later
"""The small world in which a command is struck: a HOME, a directory to work in, and what is in them."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release").resolve()
AVENV = str(BUILD / "avenv")
HELPER = str(BUILD / "avenv-hook")
PYTHON = "/usr/bin/python3"
PROTOCOL = re.search(r'SHELL_PROTOCOL "(\w+)"', (ROOT / "src/shell/shell.h").read_text()).group(1)
SERIES = subprocess.run([PYTHON, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                        capture_output=True, text=True, check=True).stdout.strip()
SITE = f"lib/python{SERIES}/site-packages"
# What a run may leave, if the next one sweeps it.
LEFTOVER = re.compile(r"\.avenv-(new|old)-|\.avenv-[0-9a-f]{8}$|trust\.new$")
IGNORED = re.compile(r"^\.fault-|trust\.lock$|__pycache__$")
IDENTITY = re.compile(rb"\d+:\d+\.\d+")


class World:
    def __init__(self, base):
        self.base = Path(base)
        self.home = self.base / "home"
        self.w = self.base / "w"
        self.env = {
            "HOME": str(self.home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SHELL": "/bin/bash",
            "PYTHONDONTWRITEBYTECODE": "1", "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "ASAN_OPTIONS": "detect_leaks=0",
        }

    def clear(self):
        for entry in os.scandir(self.base):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry)
            elif not entry.name.startswith(".fault-"):
                os.unlink(entry)
        self.home.mkdir()
        self.w.mkdir()

    # --- what cases are made of ---

    def write(self, name, text, mode=0o644):
        path = self.w / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def mkenv(self, name, *extra):
        """An environment as far as avenv can tell, made in no time."""
        env = self.w / name
        (env / "bin").mkdir(parents=True)
        (env / SITE).mkdir(parents=True)
        self.write(f"{name}/pyvenv.cfg",
                   f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {SERIES}\n" + "".join(extra))
        os.symlink(PYTHON, env / "bin/python3")
        os.symlink("python3", env / "bin/python")
        return env

    def package(self, env, name, version="1"):
        """A distribution of one module in ENV."""
        info = f"{env}/{SITE}/{name}-{version}.dist-info"
        self.write(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        self.write(f"{info}/INSTALLER", "pip\n")
        self.write(f"{env}/{SITE}/{name}.py", "x = 1\n")
        self.write(f"{info}/RECORD", f"{name}.py,,\n{name}-{version}.dist-info/METADATA,,\n"
                                     f"{name}-{version}.dist-info/INSTALLER,,\n{name}-{version}.dist-info/RECORD,,\n")

    def avenv(self, *args):
        subprocess.run([AVENV, *args], cwd=self.w, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, check=True)

    # --- what is there ---

    def _entries(self, top):
        for name in sorted(os.listdir(top)):
            path = os.path.join(top, name)
            info = os.lstat(path)
            yield path, name, info
            if stat.S_ISDIR(info.st_mode):
                yield from self._entries(path)

    def identity(self):
        """Alike only where nothing was touched."""
        return [(path, info.st_ino, info.st_mtime_ns, info.st_ctime_ns) for path, name, info in self._entries(self.base)
                if not name.startswith(".fault-")]

    def state(self):
        """What is there: names, modes, links, contents; not what may be left over, nor what a place's name decides."""
        entries = {}
        skipped = None
        for path, name, info in self._entries(self.base):
            if skipped and path.startswith(skipped + "/"):
                continue
            if IGNORED.search(name) or LEFTOVER.search(name):
                skipped = path
                continue
            if stat.S_ISLNK(info.st_mode):
                content = os.readlink(path).encode()
            elif stat.S_ISREG(info.st_mode):
                content = Path(path).read_bytes()
            else:
                content = b""
            content = content.replace(os.fsencode(self.base), b"@")
            content = IDENTITY.sub(b"ID", content)
            # As the store has them, the numbers of inodes are in their order as well.
            if name == "trust":
                content = b"".join(sorted(content.splitlines(keepends=True)))
            name = os.path.relpath(path, self.base)
            # In HOME directories count by what is in them.
            if not (name.startswith("home/") and stat.S_ISDIR(info.st_mode)):
                entries[name] = (stat.filemode(info.st_mode), content)
        return entries

    def leftovers(self):
        return [os.path.relpath(path, self.base) for path, name, _ in
                self._entries(self.base) if LEFTOVER.search(name)]


def difference(a, b):
    """How the state B is not A, in a few words."""
    words = []
    for name in sorted(a.keys() | b.keys()):
        if a.get(name) != b.get(name):
            how = "is gone" if name not in b else "is new" if name not in a else "differs"
            words.append(f"{name} {how}")
            if how == "differs" and len(words) < 4:
                words.append(f"{a[name]!r} -> {b[name]!r}"[:300])
    return "; ".join(words[:6])


if sys.version_info < (3, 9):
    sys.exit("python3 is too old: 3.9 is needed")
