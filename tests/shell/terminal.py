# SPDX-License-Identifier: GPL-3.0-or-later
"""An interactive shell on a pseudo-terminal: what a person types and sees, and what to check.

Each shell is told (PRELUDE in harness.py; of elvish and nushell EPILOGUE) to send START before a command's output and READY
behind its prompt. So no test looks at a clock: find() reads until a mark is there, and screen.py says what a terminal shows
of the bytes between two. wait() is for what is not to come."""

import contextlib
import fcntl
import functools
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import termios
import time
from pathlib import Path

from dialect import quote, spoken
from screen import COLUMNS, screen

KINDS = ("bash", "zsh", "fish")
POSIX = ("bash", "zsh")
ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release").resolve()
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
# Not sys.executable: a version manager's Python may be a script that needs HOME.
PYTHON = shutil.which("python3", path=SYSTEM_PATH)
ENV = shutil.which("env", path=SYSTEM_PATH)
# Each wait ends with what it waits for: this long only where that never comes, on a busy machine, too
TIMEOUT = 120.0
# The prompt shows the project's name for these.
GENERIC = (".venv", "venv", "env", ".env", "virtualenv")

# Sequences that no terminal shows
START, READY = b"\x1b]7717;C\a", b"\x1b]7717;P\a"
PROMPT = "@> "
# What avenv puts before the prompt, for the name {}
NAMED = "({}) "
# What a shell asks the terminal: fish 4 what it is, before its first prompt, nushell and xonsh where the cursor is
QUERIES = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[0c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}
ESCAPES = re.compile(r"\x1b(?:\][^\a\x1b]*(?:\a|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[()].|[=>78])|\x0f")
# A step of go(): COMMAND, STATE, a sign, and the text behind it
STEP = re.compile(r"(.*?)(?:(?:^|  +)=> (\S+))?(?:(?:^|  +)(==|\?\?|\*\*)(?: (.*))?)?", re.S)
# => or a sign in what STEP takes for a command: a blank is missing before it
SIGN = re.compile(r" (=>|==|\?\?|\*\*)( |$)")
# The lines by which a shell itself tells of a process that failed
ITS_OWN = {"tcsh": r"(?m)^Killed\n",
           "elvish": r"(?m)^Exception: \S+ (exited|killed).*\n(Traceback:\n| .*\n|\[tty.*\n)*"}


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


def binary(kind):
    """TEST_BASH and so on name another version to test."""
    return os.environ.get(f"TEST_{kind.upper()}") or shutil.which(kind, path=f"{SYSTEM_PATH}:{ROOT}/out/deps/python/bin:{ROOT}/out/deps/bin")


@functools.cache
def version(kind):
    """(the line that KIND --version prints, the numbers in it)"""
    done = subprocess.run([binary(kind), "--version"], capture_output=True, text=True, check=True)
    line = done.stdout.split("\n")[0]
    return line, tuple(map(int, re.search(r"(\d+)\.(\d+)", line).groups()))


def bash_from(*numbers):
    """The bash that is tested is this version, or a newer one."""
    return version("bash")[1] >= numbers


class Shell:
    """One interactive shell; run() is what a person types and what comes back."""

    def __init__(self, world, cwd, args, env, wrap):
        self.world, self.kind = world, world.kind
        self.buf, self.text, self.shown = b"", "", ""
        self.client = None
        env = {k: v for k, v in env.items() if v is not None}
        # What the test takes for the user's own PATH: shows() wants it back, behind an environment's entries.
        self.path = env.get("PATH")
        argv = [*wrap, binary(self.kind), *args]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
                os.chdir(cwd)
                # Python ignores them, which the shell would inherit.
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                os.execve(argv[0], argv, env)
            finally:
                os._exit(127)
        world.shells.append(self)
        self.greeting = self.settle(0, READY)
        # elvish's daemon ends with its last client; between a shell and the one that it `exec`s there is this one.
        if self.kind == "elvish":
            self.client = socket.socket(socket.AF_UNIX)
            self.client.connect(f"{world.base}/run/elvish/sock")

    def close(self):
        # Each xonsh in another one stays when its terminal goes, and reads on.
        if self.world.kind == "xonsh":
            for stat in Path("/proc").glob("[0-9]*/stat"):
                with contextlib.suppress(OSError):
                    if int(stat.read_text().rpartition(")")[2].split()[3]) == self.pid:
                        os.kill(int(stat.parent.name), signal.SIGKILL)
        if self.client:
            self.client.close()
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
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
            for query, answer in QUERIES.items():
                # It may have begun in the read before.
                if query in self.buf[1 - len(query):] + data:
                    os.write(self.fd, answer)
            self.buf += data
        return at + len(mark)

    def wait(self, seconds):
        """Let SECONDS pass, in which the shell may ask the terminal."""
        with contextlib.suppress(Stuck):
            self.find(b"\0", len(self.buf), seconds)

    def settle(self, start, *marks):
        """Wait for MARKS in turn; what is shown between the last two of them, above the cursor. Sets `text`, all that was
        sent between them, and `shown`, the cursor's line."""
        for mark in marks:
            begin, start = start, self.find(mark, start)
        text = os.fsdecode(self.buf[begin:start])
        self.text = ESCAPES.sub("", text)
        # Below the cursor is what a line editor offers.
        lines, cursor = screen(text)
        self.shown = lines[cursor]
        return re.sub(ITS_OWN.get(self.kind, "$^"), "", "".join(line + "\n" for line in lines[:cursor]))

    # --- what a person does and sees ---

    def run(self, command=""):
        """Type COMMAND and Enter; what it printed up to the next prompt."""
        line = spoken(self.kind, command)
        # A line that a terminal or a history would change comes from a file.
        if len(line) > 800 or not all(" " <= char <= "~" and char != "!" for char in line):
            line = spoken(self.kind, f"source {self.world.write('typed', line + chr(10))}")
        start = len(self.buf)
        self.send(line + "\r")
        return self.settle(start, self.before_output(line), READY)

    def before_output(self, line):
        """What the shell sends before it runs LINE: START, or where it has no way to, the end of what was typed."""
        if self.kind in ("elvish", "nu") or self.kind == "fish" and version("fish")[1] < (3, 2):
            return START
        # For an empty line the others send none, and bash before 4.4 for no line.
        if not line.strip() or self.kind == "bash" and version("bash")[1] < (4, 4):
            return b"\n"
        return START

    def keys(self, keys, accept=False):
        """Press KEYS that lead to a new prompt; to the one after a line has run, if they ACCEPT one."""
        start = len(self.buf)
        self.send(keys)
        return self.settle(start, *[START] * accept, READY)

    def ask(self, line, question):
        """Type LINE; what is shown up to and with QUESTION."""
        start = len(self.buf)
        self.send(line + "\r")
        self.settle(start, question)
        return self.text

    def quiet(self, *commands):
        """Run COMMANDS, none of which may print a thing."""
        for command in commands:
            check(self.run(command), "", f"output of {command!r}")

    def cd(self, path):
        self.quiet(f"cd {quote(self.kind, path)}")

    def prompt(self):
        # tcsh ends no prompt in a sequence.
        return self.shown.removesuffix(" ") + " "

    def exported(self):
        """The variables that a command gets."""
        file = Path(self.world.base, "state")
        file.unlink(missing_ok=True)
        # quiet(): a line of avenv's that comes only now was due at the prompt before.
        self.quiet(f"{ENV} -0 >{file}")
        return dict(v.split("=", 1) for v in os.fsdecode(file.read_bytes()).split("\0") if "=" in v)

    def value(self, name):
        """The exported variable NAME, or None."""
        return self.exported().get(name)

    def shows(self, state, name=None):
        """STATE, in the words of go(), is on by the variables and by the prompt, where what avenv turned on is NAME, once."""
        prompt, got = self.prompt(), self.exported()
        wanted = dict.fromkeys(("VIRTUAL_ENV", "AVENV_ENV", "VIRTUAL_ENV_PROMPT")) | {"PATH": self.path}
        prompts = [PROMPT]
        if state != "off":
            how = state[0] if state[0] in "!@$" else ""
            env = self.world.env_of(state.removeprefix(how))
            directory, project = os.path.basename(env), os.path.basename(os.path.dirname(env))
            # An environment that these tests remove had a pip.
            has_pip = os.path.lexists(env + "/bin/pip") or not os.path.lexists(env)
            name = name or (project if directory in GENERIC else directory)
            # The entry in place of a pip is avenv's, as the name is; a script shows the directory's.
            entries = [env + "/bin", *[self.world.no_pip] * (not has_pip and how in ("", "!")), *filter(None, [self.path])]
            wanted = {"VIRTUAL_ENV": env, "AVENV_ENV": None if how else env, "PATH": ":".join(entries)}
            if how in ("", "!"):
                wanted["VIRTUAL_ENV_PROMPT"] = name
                prompts = [NAMED.format(name) + PROMPT]
            else:
                # Of the variables alone a shell shows a name only where it had none at its start, or one of avenv's before.
                prompts = [f"({directory}) {PROMPT}", *[PROMPT] * (how == "$")]
        check({key: got.get(key) for key in wanted}, wanted, "variables")
        assert prompt in prompts, f"the prompt is {prompt!r}, want {prompts}"

    def go(self, *steps):
        """Type STEPS. A step is what is typed, and behind two blanks or more what is then seen:

            COMMAND  [=> STATE]  [== OUTPUT | ?? WORDS | **]

        STATE is the project or environment below HOME that is then on, or "off". "!ENV" was named by
        `activate ENV`, "@ENV" was turned on by its script, "$ENV" by its variables alone. Printed is
        nothing; or the line OUTPUT; or one line of avenv's with each of WORDS, which " & " separates,
        or with any; or (**) anything, also before the prompt. The signs stand in this order.
        A state is asked for by a line of its own: the step behind it does not have COMMAND's `$?`."""
        for step in steps:
            command, state, how, text = STEP.fullmatch(step).groups()
            assert not SIGN.search(command), f"one blank before a sign in {step!r}"
            assert how == "??" or "=> " not in (text or ""), f"the state stands behind the sign in {step!r}"
            assert how != "**" or not text, f"** has no text: {step!r}"
            try:
                said = self.run(command)
                if how != "**":
                    assert self.shown.startswith((NAMED[0], PROMPT.rstrip())), f"before the prompt: {self.shown!r}"
                if how == "??":
                    one_line(said, *(text or "").split(" & "))
                elif how != "**":
                    check(said, (text or "") + "\n" if how else "", "output")
                if state:
                    self.shows(state)
            except AssertionError as error:
                raise AssertionError(f"after {step!r}: {error}") from error
