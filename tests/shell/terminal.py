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
# The prompt shows the project's name for these.
GENERIC = (".venv", "venv", "env", ".env", "virtualenv")

# Sequences that no terminal shows: where a command starts, where a prompt ends.
START, READY = b"\x1b]7717;C\a", b"\x1b]7717;P\a"
PROMPT = "@> "
ESCAPES = re.compile(rb"\x1b(?:\][^\a\x1b]*(?:\a|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[()].|[=>78])|\x0f")
STEP = re.compile(r"(.*?)(?:(?:^| )=> (\S+))?(?:(?:^| )(==|\?\?|\*\*) ?(.*))?", re.S)


class Skip(Exception):
    """This test cannot run here; the text says why. "... is not installed" fails with CI=true."""


class Stuck(AssertionError):
    """The shell did not come back to its prompt in time."""


def check(got, want, what):
    assert got == want, f"{what}: got {got!r}, want {want!r}"


def at_most_one_line(text):
    assert text == "" or (text.startswith("avenv: ") and text.count("\n") == 1), f"printed {text!r}"


def one_line(text, *words):
    """TEXT is one line of avenv's with all of WORDS."""
    assert text, "printed nothing"
    at_most_one_line(text)
    for word in words:
        assert word in text, f"no {word} in {text!r}"


def hinted(text, name=".venv"):
    one_line(text, f"'{name}'", "'avenv allow'")


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


def binary(kind):
    """TEST_BASH and so on name another version to test."""
    return os.environ.get(f"TEST_{kind.upper()}") or shutil.which(kind, path=SYSTEM_PATH)


def version(kind, known={}):
    """(the line that KIND --version prints, the numbers in it)"""
    if kind not in known:
        words = [binary(kind), "--version"]
        line = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\n")[0]
        known[kind] = line, tuple(map(int, re.search(r"(\d+)\.(\d+)", line).groups()))
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
        self.greeting = self.settle(0, READY)

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

    def find(self, mark, start, timeout=TIMEOUT):
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

    def settle(self, start, *marks, timeout=TIMEOUT):
        """Wait for MARKS in turn; the text shown between the last two of them."""
        for mark in marks:
            begin, start = start, self.find(mark, start, timeout)
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
        bare = not raw.strip() or (self.kind == "bash" and version("bash")[1] < (4, 4))
        start = len(self.buf)
        self.send(raw + b"\r")
        return self.settle(start, b"\n" if bare else START, READY, timeout=timeout)

    def keys(self, keys):
        """Press KEYS that lead to a new prompt."""
        start = len(self.buf)
        self.send(keys)
        return self.settle(start, READY)

    def quiet(self, *commands):
        """Run COMMANDS, none of which may print a thing."""
        for command in commands:
            check(self.run(command), "", f"output of {command!r}")

    def succeeds(self, command, timeout=TIMEOUT):
        out = self.run(command, timeout)
        check(self.run(f"echo {self.status}"), "0\n", f"status of {command!r}, which printed {out!r}")
        return out

    def cd(self, path):
        self.quiet(f"cd {quote(self.kind, path)}")

    def prompt(self):
        return os.fsdecode(self.shown)

    def source(self, env):
        """Type what the manual of venv says for this shell."""
        return self.run(f"source {env}/bin/activate" + ".fish" * (self.kind == "fish"))

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

    # --- the states that most tests end in ---

    def _is(self, env, ours, path, **wanted):
        got, exported = self.state(), ("VIRTUAL_ENV", "AVENV_ENV", *wanted)
        path = self.path if path is None else path
        wanted.update(VIRTUAL_ENV=env, AVENV_ENV=ours,
                      PATH=":".join(filter(None, (env and env + "/bin", path))) if env else path)
        check({key: got[key] for key in wanted}, wanted, "variables")
        for key in exported:
            check(got["env"].get(key), wanted[key], f"exported {key}")
        return got

    def on(self, env, name=None, path=None):
        """ENV is on, ours, first in PATH, in the prompt as NAME, and known to children."""
        base, project = os.path.basename(env), os.path.basename(os.path.dirname(env))
        name = name or (project if base in GENERIC else base)
        check(self.prompt(), f"({name}) {PROMPT}", "prompt")
        return self._is(env, env, path, VIRTUAL_ENV_PROMPT=name)

    def off(self, path=None):
        """Nothing is on and nothing of ours is left over."""
        check(self.prompt(), PROMPT, "prompt")
        return self._is(None, None, path, VIRTUAL_ENV_PROMPT=None)

    def theirs(self, env, path=None):
        """ENV is on, but the user's own doing: no mark of ours."""
        return self._is(env, None, path)

    def shows(self, state):
        """STATE is as in go()."""
        if state in (None, "off"):
            return self.off()
        env = self.world.env_of(state.lstrip("!"))
        return self.theirs(env) if state[0] == "!" else self.on(env)

    def go(self, *stories):
        """Type the steps of STORIES, which " | " separates; a step is

            COMMAND [=> STATE] [== OUTPUT | ?? WORDS | **]

        STATE is the project or environment below HOME that is then on, "!ENV" where the user's own
        doing is on, or "off". Printed is nothing; or the line OUTPUT; or one line of avenv's with
        each of WORDS, which " & " separates, or none where there are no WORDS; or anything."""
        for step in " | ".join(stories).split(" | "):
            command, state, how, text = STEP.fullmatch(step.strip()).groups()
            if self.kind == "fish":
                command = command.replace("bin/activate", "bin/activate.fish")
            try:
                said = self.run(command)
                if how == "??":
                    one_line(said, *text.split(" & ")) if text else at_most_one_line(said)
                elif how != "**":
                    check(said, text + "\n" if how else "", "output")
                if state:
                    self.shows(state)
            except AssertionError as error:
                raise AssertionError(f"after {step.strip()!r}: {error}") from error
