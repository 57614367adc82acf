# SPDX-License-Identifier: GPL-3.0-or-later
"""An interactive shell on a pseudo-terminal: what a person types and sees, and what to check."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

KINDS = ("bash", "zsh", "fish")
POSIX = ("bash", "zsh")
ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release").resolve()
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
# Not sys.executable: a version manager's Python may be a script that needs HOME.
PYTHON = shutil.which("python3", path=SYSTEM_PATH)
TIMEOUT = 10.0
VARS = ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV", "PATH", "PYTHONHOME", "PWD")

# Sequences that no terminal shows: where a command starts, where a prompt ends.
START, READY = b"\x1b]7717;C\a", b"\x1b]7717;P\a"
PROMPT = "@> "
ESCAPES = re.compile(rb"\x1b(?:\][^\a\x1b]*(?:\a|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[()].|[=>78])|\x0f")


class Skip(Exception):
    """This test cannot run here; the text says why. "... is not installed" fails with CI=true."""


class Stuck(AssertionError):
    """The shell did not come back to its prompt in time."""


def check(got, want, what):
    assert got == want, f"{what}: got {got!r}, want {want!r}"


def hinted(text, name=".venv"):
    """One line that names the environment and the command to type."""
    one_line(text)
    for word in f"'{name}'", "'avenv allow'":
        assert word in text, f"no {word} in {text!r}"


def hint(name=".venv"):
    return f"avenv: '{name}' is here; 'avenv allow' turns it on from now on\n"


def at_most_one_line(text):
    assert text == "" or (text.startswith("avenv: ") and text.count("\n") == 1), f"printed {text!r}"


def one_line(text):
    assert text, "printed nothing"
    at_most_one_line(text)


def quote(kind, text):
    """One word of KIND's language that stands for TEXT, whatever bytes it has."""
    raw = os.fsencode(text)
    plain = all(32 <= c < 127 for c in raw)
    if kind == "fish":
        if plain:
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "".join(f"\\X{c:02x}" for c in raw)
    if plain:
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(f"\\{c:03o}" for c in raw) + "'"


def activation(kind, env):
    """The stock script of ENV that KIND sources."""
    return f"{env}/bin/activate" + (".fish" if kind == "fish" else "")


def binary(kind):
    """TEST_BASH and so on name another version to test."""
    return os.environ.get(f"TEST_{kind.upper()}") or shutil.which(kind, path=SYSTEM_PATH)


def bash_version():
    text = version("bash")
    return tuple(int(n) for n in re.search(r"version (\d+)\.(\d+)", text).groups())


def version(kind, known={}):
    if kind not in known:
        done = subprocess.run([binary(kind), "--version"], capture_output=True, text=True,
                              check=True)
        known[kind] = done.stdout.splitlines()[0]
    return known[kind]


class Shell:
    """One interactive shell; run() is what a person types and what comes back."""

    def __init__(self, world, kind, cwd, args, env, wrap):
        self.world, self.kind = world, kind
        self.buf, self.seen, self.shown = b"", 0, b""
        self.status = "$status" if kind == "fish" else "$?"
        env = {k: v for k, v in env.items() if v is not None}
        # "${PATH-}" of a shell is what the test set out with, exported or not.
        self.path = env.get("PATH")
        argv = [*wrap, binary(kind), *args]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 1000, 0, 0))
                os.chdir(cwd)
                # Python ignores them, which the shell would inherit.
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                os.execve(argv[0], argv, env)
            finally:
                os._exit(127)
        world.shells.append(self)
        self.greeting = self._settle(0, READY)

    def close(self):
        for step in (lambda: os.kill(self.pid, signal.SIGKILL), lambda: os.close(self.fd)):
            try:
                step()
            except OSError:
                pass
        os.waitpid(self.pid, 0)

    def transcript(self):
        return re.sub(rb" {9,}", b" ... ", self.buf[-8000:])

    # --- the terminal ---

    def send(self, keys):
        data = os.fsencode(keys)
        while data:
            data = data[os.write(self.fd, data):]

    def _find(self, mark, start, timeout=TIMEOUT):
        """The offset after the next MARK in the output from START on."""
        end = time.monotonic() + timeout
        while (at := self.buf.find(mark, start)) < 0:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise Stuck(f"no {mark!r} within {timeout} s")
            try:
                data = os.read(self.fd, 65536)
            except OSError as error:
                raise Stuck("the shell is gone") from error
            # fish 4 asks what the terminal is before its first prompt.
            if b"\x1b[c" in data or b"\x1b[0c" in data:
                os.write(self.fd, b"\x1b[?62;22c")
            self.buf += data
        return at + len(mark)

    def _settle(self, start, *marks, timeout=TIMEOUT):
        """Wait for MARKS in turn; the text shown between the last two of them."""
        for mark in marks:
            begin, start = start, self._find(mark, start, timeout)
        self.seen = start
        text = ESCAPES.sub(b"", self.buf[begin:start]).replace(b"\r\n", b"\n")
        lines = [line.rsplit(b"\r", 1)[-1] for line in text.split(b"\n")]
        self.shown = lines.pop()
        return os.fsdecode(b"".join(line + b"\n" for line in lines))

    # --- what a person does and sees ---

    def run(self, command="", timeout=TIMEOUT):
        """Type COMMAND and Enter; what it printed up to the next prompt."""
        raw = os.fsencode(command)
        # What a terminal or a history would not take as it stands comes from a file.
        if len(raw) > 800 or not all(32 <= c < 127 and c != ord("!") for c in raw):
            script = self.world.write("typed", command + "\n")
            raw = os.fsencode(f"source {quote(self.kind, script)}")
        # An empty line starts nothing, and a bash before 4.4 has no PS0: output follows the echo.
        bare = not raw.strip() or (self.kind == "bash" and bash_version() < (4, 4))
        start = len(self.buf)
        self.send(raw + b"\r")
        return self._settle(start, b"\n" if bare else START, READY, timeout=timeout)

    def keys(self, keys):
        """Press KEYS that lead to a new prompt."""
        start = len(self.buf)
        self.send(keys)
        return self._settle(start, READY)

    def quiet(self, *commands):
        """Run COMMANDS, none of which may print a thing."""
        for command in commands:
            check(self.run(command), "", f"output of {command!r}")

    def cd(self, path):
        self.quiet(f"cd {quote(self.kind, path)}" if path != "-" else "cd - >/dev/null")

    def prompt(self):
        return os.fsdecode(self.shown)

    def source(self, env):
        """Type what the manual of venv says for this shell."""
        return self.run(f"source {activation(self.kind, env)}")

    def setx(self, name, value):
        if self.kind != "fish":
            return self.run(f"export {name}={quote(self.kind, value)}")
        words = [w for w in value.split(":") if w] if name == "PATH" else [value]
        return self.run(f"set -gx {name} " + " ".join(quote("fish", w) for w in words))

    def unset(self, name):
        return self.run(f"set -e {name}" if self.kind == "fish" else f"unset {name}")

    def defined(self, name):
        return self.run(f"type {name} >/dev/null 2>&1 && echo yes") == "yes\n"

    def state(self):
        """VARS as the shell has them (None where unset); "env" holds the exported ones."""
        state = Path(self.world.base, "state")
        # Not to be read where the shell does not answer.
        state.unlink(missing_ok=True)
        self.run("__state")
        values = [os.fsdecode(v) for v in state.read_bytes().split(b"\0")[:-1]]
        got = {k: v[1:] if v else None for k, v in zip(VARS, values, strict=True)}
        exported = os.fsdecode(Path(f"{state}.env").read_bytes())
        got["env"] = dict(v.split("=", 1) for v in exported.split("\0") if "=" in v)
        return got

    # --- the two states most tests end in ---

    def on(self, env, name=None, path=None):
        """ENV is on, ours, first in PATH, in the prompt as NAME, and known to children."""
        shown = self.prompt()
        got = self.state()
        for key in ("VIRTUAL_ENV", "AVENV_ENV"):
            check(got[key], env, key)
            check(got["env"].get(key), env, f"exported {key}")
        path = self.path if path is None else path
        check(got["PATH"], f"{env}/bin:{path}" if path else f"{env}/bin", "PATH")
        name = name or os.path.basename(os.path.dirname(env))
        check(got["VIRTUAL_ENV_PROMPT"], name, "VIRTUAL_ENV_PROMPT")
        check(shown, f"({name}) {PROMPT}", "prompt")
        return got

    def off(self, path=None):
        """Nothing is on and nothing of ours is left over."""
        shown = self.prompt()
        got = self.state()
        for key in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV"):
            check(got[key], None, key)
            check(got["env"].get(key), None, f"exported {key}")
        check(got["PATH"], self.path if path is None else path, "PATH")
        check(shown, PROMPT, "prompt")
        return got

    def shows(self, env, name=None):
        """ENV is on, or, without one, nothing is."""
        return self.on(env, name) if env else self.off()

    def walk(self, *steps):
        """Each of STEPS is a directory and the environment that is on there, or None."""
        for path, env in steps:
            self.cd(path)
            self.shows(env)

    def theirs(self, env, path=None):
        """ENV is on, but the user's own doing: no mark of ours."""
        got = self.state()
        check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        check(got["AVENV_ENV"], None, "AVENV_ENV")
        check(got["PATH"], f"{env}/bin:{self.path if path is None else path}", "PATH")
        return got
