# SPDX-License-Identifier: GPL-3.0-or-later
"""Real interactive shells on a pseudo-terminal, each in a small world of its own.

A test file registers bodies with @test and ends in main(); each body runs once per
shell with a World: a private HOME whose startup files load the hook by the line
that the manual gives. Paths are str (surrogateescape), so every byte survives.
"""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback
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

# The second half of an interrupted line is the same call; a thread is no process.
FORK = re.compile(rb"(?<![<. a-z])(?:clone3?|v?fork)\((?!.*CLONE_THREAD)")
EXEC = re.compile(rb"execve\(")

# Sequences that no terminal shows: where a command starts, where a prompt ends.
START, READY = b"\x1b]7717;C\a", b"\x1b]7717;P\a"
PROMPT = "@> "
ESCAPES = re.compile(rb"\x1b(?:\][^\a\x1b]*(?:\a|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[()].|[=>78])|\x0f")

PRELUDE = {
    "bash": r"""PS1='@> \[\e]7717;P\a\]' PS0=$'\e]7717;C\a'
__state() {
    \builtin printf '%s\0' @VALUES@ >|@STATE@
    @ENV@ -0 2>/dev/null >|@STATE@.env
}""",
    "zsh": r"""PS1=$'@> %{\e]7717;P\a%}'
unsetopt prompt_cr prompt_sp
__mark() { \builtin printf '\e]7717;C\a'; }
preexec_functions+=(__mark)
__state() {
    \builtin emulate -L zsh
    \builtin printf '%s\0' @VALUES@ >|@STATE@
    @ENV@ -0 2>/dev/null >|@STATE@.env
}""",
    "fish": r"""set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function fish_prompt; printf '@> \e]7717;P\a'; end
function fish_title; end
function fish_command_not_found; echo "not found: $argv[1]" >&2; end
function __mark --on-event fish_preexec; printf '\e]7717;C\a'; end
function __state
    for name in @NAMES@
        if set -q $name; printf '=%s\0' "$$name"; else; printf '\0'; end
    end >@STATE@
    @ENV@ -0 2>/dev/null >@STATE@.env
end""",
}
RC = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
LINE = {
    "bash": 'eval "$(avenv hook bash)"',
    "zsh": 'eval "$(avenv hook zsh)"',
    "fish": "avenv hook fish | source",
}


class Skip(Exception):
    """This test cannot run here; the text says why. "... is not installed" fails with CI=true."""


class Stuck(AssertionError):
    """The shell did not come back to its prompt in time."""


def check(got, want, what):
    assert got == want, f"{what}: got {got!r}, want {want!r}"


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


class World:
    """A private HOME, an avenv on PATH, and the shells that a test starts there."""

    def __init__(self, kind, parent=None):
        self.kind = kind
        self.shells = []
        self.base = os.path.realpath(tempfile.mkdtemp(prefix="avenv-shell.", dir=parent))
        self.home = self.dir("home")
        self.bin = self.dir("bin")
        os.symlink(BUILD / "avenv", self.bin + "/avenv")
        self.path = self.bin + ":" + SYSTEM_PATH
        self.env = {
            "HOME": self.home,
            "PATH": self.path,
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            # fish wants one, and would look for another user's in /tmp.
            "XDG_RUNTIME_DIR": self.dir("run"),
        }
        os.chmod(self.dir("run"), 0o700)
        # Without it the first fish generates completions in the background.
        self.dir("home/.local/share/fish/generated_completions")
        self.dir("home/.config/fish")
        self.write("home/.zshenv", "setopt no_global_rcs\n")
        self.write("home/.hushlogin", "")
        for each in KINDS:
            self.startup(each)
        self.model = self.mkenv(self.base + "/model")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for shell in self.shells:
            shell.close()
        subprocess.run(["chmod", "-R", "u+rwX", self.base], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(os.fsencode(self.base), ignore_errors=True)

    def hook_line(self):
        """The hook's line for a shell whose PATH does not lead to avenv."""
        return LINE[self.kind].replace("avenv", self.bin + "/avenv", 1)

    def hook_file(self, helper=BUILD / "avenv-hook", kind=None):
        """The hook as `make install` leaves it, asking HELPER."""
        kind = kind or self.kind
        text = subprocess.run(["build/hook.sh", kind], cwd=ROOT, capture_output=True, text=True,
                              check=True).stdout
        text = text.replace("@HELPER@", str(helper)).replace("@AVENV@", str(BUILD / "avenv"))
        return self.write(f"avenv.{kind}", text)

    def completion(self, source, name):
        """Write NAME, the completion SOURCE as `make install` leaves it."""
        self.dir(os.path.dirname(name))
        return self.write(name, (ROOT / "completions" / source).read_text().replace("@AVENV@", str(BUILD / "avenv")))

    def startup(self, kind, before="", after="", line=None):
        """Write KIND's startup file: BEFORE, the hook's LINE, AFTER."""
        values = " ".join(f'"${{{name}+=${name}}}"' for name in VARS)
        prelude = PRELUDE[kind].replace("@STATE@", quote(kind, self.base + "/state"))
        prelude = prelude.replace("@VALUES@", values).replace("@NAMES@", " ".join(VARS))
        prelude = prelude.replace("@ENV@", shutil.which("env", path=SYSTEM_PATH))
        line = LINE[kind] if line is None else line
        self.write(f"home/{RC[kind]}", "\n".join((prelude, before, line, after)) + "\n")

    def dir(self, name):
        path = os.path.join(self.base, name)
        os.makedirs(path, exist_ok=True)
        return path

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.base, name)
        with open(path, "wb") as out:
            out.write(os.fsencode(text))
        os.chmod(path, mode)
        return path

    def mkenv(self, path, config="home = /usr/bin\nversion = 3.11.2\n"):
        """An environment in PATH as far as a shell can tell, made in no time."""
        os.makedirs(path + "/bin")
        self.write(path + "/pyvenv.cfg", config)
        os.symlink(PYTHON, path + "/bin/python")
        name = os.path.relpath(path, self.home)
        self.write(path + "/bin/marker", f"#!/bin/sh\necho {quote('bash', name)}\n", 0o755)
        return path

    def real(self, path, *args):
        """An environment with the stock activation scripts."""
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", *args, path], env=self.env, check=True)
        return path

    def project(self, name, env=".venv", allow=True, real=False):
        """A project in the home directory; returns its environment."""
        path = os.path.join(self.home, name)
        os.makedirs(path, exist_ok=True)
        made = (self.real if real else self.mkenv)(os.path.join(path, env))
        if allow:
            self.avenv("allow", path)
        return made

    def redirected(self, name, env, by="redirect"):
        """A project in the home directory with an environment beside it, to which its .venv leads, a "redirect" or a
        "link"; returns the environment."""
        made = self.mkenv(os.path.join(self.home, env))
        os.makedirs(os.path.join(self.home, name))
        if by == "link":
            os.symlink(f"../{env}", os.path.join(self.home, name, ".venv"))
        else:
            self.write(f"home/{name}/.venv", f"../{env}\n")
        self.avenv("allow", os.path.join(self.home, name))
        return made

    def installed(self):
        """A directory that has the programs, in place of what was built; it may be taken away."""
        place = self.dir("place")
        self.dir("place/libexec/avenv")
        shutil.copy(BUILD / "avenv", self.dir("place/bin") + "/avenv")
        shutil.copy(BUILD / "avenv-hook", place + "/libexec/avenv/avenv-hook")
        os.unlink(self.bin + "/avenv")
        os.symlink(place + "/bin/avenv", self.bin + "/avenv")
        return place

    def avenv(self, *args, code=0, cwd=None):
        """Run the command outside of every shell; its output."""
        done = subprocess.run(["avenv", *args], env=self.env, executable=self.bin + "/avenv",
                              cwd=cwd or self.home, stdin=subprocess.DEVNULL, timeout=TIMEOUT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = os.fsdecode(done.stdout)
        assert done.returncode == code, f"avenv {args} exited {done.returncode}: {text!r}"
        return text

    def shell(self, kind=None, cwd=None, args=(), env=None, wrap=(), **startup):
        kind = kind or self.kind
        if startup:
            self.startup(kind, **startup)
        return Shell(self, kind, cwd or self.home, args, {**self.env, **(env or {})}, wrap)


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

    def theirs(self, env, path=None):
        """ENV is on, but the user's own doing: no mark of ours."""
        got = self.state()
        check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
        check(got["AVENV_ENV"], None, "AVENV_ENV")
        check(got["PATH"], f"{env}/bin:{self.path if path is None else path}", "PATH")
        return got


class Counter:
    """The calls that a traced shell has made since it was last asked."""

    def __init__(self, w, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log = Path(w.base, "strace")
        self.at = 0
        trace = (strace, "-f", "-qq", "-e", "signal=none", "-e", "trace=clone,clone3,fork,vfork,execve", "-o", str(self.log))
        self.sh = w.shell(wrap=trace, **options)

    def spent(self):
        """(forks, execs)"""
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        lines = [line.split(None, 1)[-1] for line in new.splitlines() if b"resumed>" not in line]
        return sum(bool(FORK.match(x)) for x in lines), sum(bool(EXEC.match(x)) for x in lines)

    def cost(self, *commands):
        self.spent()
        for command in commands:
            self.sh.quiet(command)
        return self.spent()


class Looker:
    """The paths that a traced shell itself has looked up since it was last asked."""

    def __init__(self, w, *inject, **options):
        strace = shutil.which("strace")
        if not strace:
            raise Skip("strace is not installed")
        self.log = Path(w.base, "strace")
        self.at = 0
        self.sh = w.shell(wrap=(strace, "-qq", "-e", "signal=none", "-e", "trace=%file", *inject, "-o", str(self.log)), **options)

    def seen(self):
        data = self.log.read_bytes()
        new, self.at = data[self.at:], len(data)
        return [os.fsdecode(path) for path in re.findall(rb'(?m)^(?:\d+ +)?\w+\([^"\n]*"((?:[^"\\]|\\.)+)"', new)]

    def idle(self):
        """Those of one more prompt."""
        self.sh.quiet("")
        self.seen()
        self.sh.quiet("")
        return self.seen()


def bash_version():
    text = version("bash")
    return tuple(int(n) for n in re.search(r"version (\d+)\.(\d+)", text).groups())


def version(kind, known={}):
    if kind not in known:
        done = subprocess.run([binary(kind), "--version"], capture_output=True, text=True, check=True)
        known[kind] = done.stdout.splitlines()[0]
    return known[kind]


TESTS = []


def test(name, kinds=KINDS, cases=(None,)):
    """Register a body: once for each of KINDS and, where given, for each of CASES."""
    def register(body):
        for case in cases:
            title = name if case is None else name.format(*case) if isinstance(case, tuple) else name.format(case)
            args = () if case is None else case if isinstance(case, tuple) else (case,)
            TESTS.extend((kind, title, body, args) for kind in kinds)
        return body
    return register


def attempt(kind, body, args):
    """Run one test; None, or the text of what went wrong."""
    if not binary(kind):
        raise Skip(f"{kind} is not installed")
    with World(kind) as world:
        try:
            body(world, *args)
        except Skip:
            raise
        except Exception as error:  # one broken test must not hide the others
            where = [f for f in traceback.extract_tb(error.__traceback__) if f.name == body.__name__][-1:]
            lines = [f"line {f.lineno}: {f.line}" for f in where] + [f"{type(error).__name__}: {error}"]
            for shell in world.shells:
                lines += ["transcript:", *(repr(line) for line in shell.transcript().split(b"\n"))]
            return "\n".join(lines)
    return None


def main():
    """Run what is registered and print TAP; arguments select tests by words in their titles."""
    os.umask(0o022)
    for name in [n for n in os.environ if n.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV", "XDG_", "AVENV_"))]:
        del os.environ[name]
    if not (BUILD / "avenv").exists():
        print(f"Bail out! no avenv in {BUILD}: 'make' builds it")
        return 1
    words = sys.argv[1:]
    chosen = [t for t in TESTS if all(w in f"{t[0]}: {t[1]}" for w in words)]
    print(f"1..{len(chosen)}")
    for kind in {t[0] for t in chosen if binary(t[0])}:
        print(f"# {version(kind)}")
    failed = 0
    for number, (kind, title, body, args) in enumerate(chosen, 1):
        title = f"{number} - {kind}: {title}".replace("#", r"\#").replace("\n", " ")
        try:
            trouble = attempt(kind, body, args)
        except Skip as skip:
            print(f"ok {title} # SKIP {skip}", flush=True)
            continue
        failed += trouble is not None
        print(f"ok {title}" if trouble is None else f"not ok {title}", flush=True)
        for line in (trouble or "").splitlines():
            print(f"# {line}", flush=True)
    return 1 if failed else 0
