# SPDX-License-Identifier: GPL-3.0-or-later
"""Real interactive shells on a pseudo-terminal, each in a small world of its own.

A test file registers stories with story() and bodies with @test, and ends in main(). Each runs once
per shell with a World: a private HOME whose startup files load the hook by the line that the manual
gives. Paths are str (surrogateescape), so every byte survives."""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dialect import spoken
# Names that tests import from here.
from terminal import (  # noqa: F401
    BUILD, GENERIC, KINDS, NAMED, POSIX, PROMPT, PYTHON, READY, ROOT, START, SYSTEM_PATH, TIMEOUT,
    Shell, Skip, Stuck, at_most_one_line, bash_from, binary, check, one_line, quote, version)
from traced import Counter, noting_helper  # noqa: F401

PRELUDE = {
    "bash": r"""PS1='@> \[\e]7717;P\a\]' PS0=$'\e]7717;C\a'""",
    "zsh": r"""PS1=$'@> %{\e]7717;P\a%}'
unsetopt prompt_cr prompt_sp
__mark() { \builtin printf '\e]7717;C\a'; }
preexec_functions+=(__mark)""",
    "fish": r"""set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function fish_prompt; printf '@> \e]7717;P\a'; end
function fish_title; end
function fish_command_not_found; echo "not found: $argv[1]" >&2; end
function __mark --on-event fish_preexec; printf '\e]7717;C\a'; end""",
    # tcsh shows no sequence at the end. postcmd also runs before each line of a startup file.
    "tcsh": r"""if ( $?prompt ) set prompt = "@>%{\033]7717;P\007%} "
unset autologout
set symlinks = ignore
alias __mark 'echo -n "\033]7717;C\007" >/dev/tty'
alias precmd 'alias postcmd __mark'
""",
    "elvish": """set edit:prompt = { put '@> ' }
set edit:rprompt = { }
""",
    "xonsh": r"""$PROMPT = '@> \001\x1b]7717;P\x07\002'
$RIGHT_PROMPT = $BOTTOM_TOOLBAR = $TITLE = ''
$XONSH_SHOW_TRACEBACK = False
@events.on_precommand
def _mark(**_):
    print('\x1b]7717;C\x07', end='', flush=True)
def _x(text):
    import re
    return re.sub(r'\$\{?(\w+)\}?', lambda found: __xonsh__.env.detype().get(found[1], ''), text)
""",
    "nu": """$env.config.show_banner = false
$env.config.show_hints = false
$env.PROMPT_COMMAND = {|| '@> ' }
$env.PROMPT_COMMAND_RIGHT = ''
$env.PROMPT_INDICATOR = ''
""",
}
# After the hook: elvish draws no sequence, and nushell draws at each key, so the prompt is told before it is drawn.
EPILOGUE = {"elvish": r"""
set edit:before-readline = [$@edit:before-readline { print &sep='' ($edit:prompt) "\e]7717;P\a" }]
set edit:after-readline = [{|_| print "\e]7717;C\a" }]""",
            "nu": r"""
$env.config.hooks.pre_prompt ++= [{|| print -n ((do $env.PROMPT_COMMAND) + "\u{1b}]7717;P\u{7}") }]
$env.config.hooks.pre_execution ++= [{|| print -n "\u{1b}]7717;C\u{7}" }]"""}
RC = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish", "tcsh": ".tcshrc",
      "elvish": ".config/elvish/rc.elv", "xonsh": ".config/xonsh/rc.xsh",
      "nu": ".config/nushell/config.nu"}
SUFFIX = {"elvish": "elv", "xonsh": "xsh"}
LINE = {
    "bash": 'eval "$(avenv hook bash)"',
    "zsh": 'eval "$(avenv hook zsh)"',
    "fish": "avenv hook fish | source",
    "tcsh": 'eval "`avenv hook tcsh`"',
    "elvish": "eval (avenv hook elvish | slurp)",
    "xonsh": "execx($(avenv hook xonsh))",
    "nu": '$env.config.hooks.pre_prompt ++= [{condition: {|| "_avenv" not-in $env} code: (run-external avenv hook nu)}]',
}

# A program: an environment made where the shell is, in a copy's time.
MKENV = """#!/bin/sh
cp -R "${0%/*}/template" "$1" && printf "VIRTUAL_ENV='%s'\\n" "$PWD/${1%/}" >"$1/bin/activate"
"""


class World:
    """A private HOME, an avenv on PATH, and the shells that a test starts there."""

    def __init__(self, kind, parent=None):
        self.kind, self.shells = kind, []
        self.base = os.path.realpath(tempfile.mkdtemp(prefix="avenv-shell.", dir=parent))
        self.home, self.bin = self.dir("home"), self.dir("bin")
        os.symlink(BUILD / "avenv", self.bin + "/avenv")
        self.no_pip = f"{BUILD}/avenv-no-pip"
        self.path = self.bin + ":" + SYSTEM_PATH
        # fish wants a run-time directory, and would look for another user's in /tmp.
        self.env = {"HOME": self.home, "PATH": self.path, "TERM": "xterm-256color",
                    "LC_ALL": "C.UTF-8", "SHELL": binary(kind), "XDG_RUNTIME_DIR": self.dir("run"),
                    "SHELL_TYPE": "readline"}
        for name in ("run", "run/elvish"):
            os.chmod(self.dir(name), 0o700)
        # Without it the first fish generates completions in the background.
        self.dir("home/.local/share/fish/generated_completions")
        for name in ("fish", "elvish", "xonsh", "nushell"):
            self.dir("home/.config/" + name)
        self.write("home/.zshenv", "setopt no_global_rcs\n")
        self.write("home/.hushlogin", "")
        for each in {*KINDS, kind}:
            self.startup(each)
        self.template = self.mkenv(self.base + "/template")
        self.write("mkenv", MKENV, 0o755)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for shell in self.shells:
            shell.close()
        subprocess.run(["chmod", "-R", "u+rwX", self.base], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(os.fsencode(self.base), ignore_errors=True)

    def hook_file(self, helper=BUILD / "avenv-hook"):
        """The hook as `make install` leaves it, asking HELPER."""
        name = f"avenv.{SUFFIX.get(self.kind, self.kind)}"
        return self.write(name, (ROOT / "hooks" / name).read_text().replace("@HELPER@", str(helper))
                          .replace("@AVENV@", str(BUILD / "avenv")))

    def startup(self, kind, before="", after="", line=None):
        """Write KIND's startup file: BEFORE, the hook's LINE, AFTER."""
        line = re.sub(r"\bavenv(?= hook)", self.bin + "/avenv", LINE[kind]) if line is None else spoken(kind, line)
        self.write(f"home/{RC[kind]}", "\n".join((PRELUDE[kind], before, line, after)) + EPILOGUE.get(kind, "") + "\n")

    def dir(self, name):
        """The path of the directory NAME below BASE, "home/p", made if it is not there."""
        path = os.path.join(self.base, name)
        os.makedirs(path, exist_ok=True)
        return path

    def write(self, name, text, mode=0o644):
        """The path of the file NAME below BASE, "home/p/x", with TEXT."""
        path = os.path.join(self.base, name)
        with open(path, "wb") as out:
            out.write(os.fsencode(text))
        os.chmod(path, mode)
        return path

    def mkenv(self, path, config="home = /usr/bin\nversion = 3.11.2\n"):
        """An environment in PATH, a whole one, as far as a shell can tell, made in no time; returns PATH."""
        os.makedirs(path + "/bin")
        self.write(path + "/pyvenv.cfg", config)
        os.symlink(PYTHON, path + "/bin/python")
        self.write(path + "/bin/pip", "#!/bin/sh\necho its own pip\n", 0o755)
        name = os.path.relpath(path, self.home)
        self.write(path + "/bin/activate", f"VIRTUAL_ENV={quote('bash', path)}\n")
        self.write(path + "/bin/marker", f"#!/bin/sh\necho {quote('bash', name)}\n", 0o755)
        return path

    def real(self, path):
        """An environment with the stock activation scripts, without pip and without a record."""
        self.avenv("-q", "create", "--without-pip", "-p", PYTHON, path)
        self.avenv("-q", "forget", path)
        return path

    def project(self, name, env=".venv", allow=True, real=False):
        """A project in the home directory; returns its environment."""
        path = os.path.join(self.home, name)
        os.makedirs(path, exist_ok=True)
        made = (self.real if real else self.mkenv)(os.path.join(path, env))
        if allow:
            self.avenv("allow", path)
        return made

    def make(self, words):
        """Below HOME: "DIRECTORY/", a project "NAME" or "NAME:ENV", "+ENV" alone. With "?" nothing
        is allowed, with "*" the environment has the stock scripts."""
        for word in words.split():
            name, env = word.strip("+?*").partition(":")[::2]
            if word[0] == "+":
                (self.real if "*" in word else self.mkenv)(f"{self.home}/{name}")
            elif word[-1] == "/":
                self.dir("home/" + word)
            else:
                self.project(name, env or ".venv", "?" not in word, "*" in word)

    def env_of(self, name):
        """The environment NAME, or the one of the project NAME, below HOME."""
        path = os.path.join(self.home, name)
        is_env = os.path.basename(path) in GENERIC or os.path.exists(path + "/pyvenv.cfg")
        return path if is_env else path + "/.venv"

    def installed(self, name="place"):
        """A directory that has the programs, in place of what was built; it may be taken away."""
        place = self.dir(name)
        shutil.copy(BUILD / "avenv", self.dir(name + "/bin") + "/avenv")
        shutil.copy(BUILD / "avenv-hook", self.dir(name + "/libexec/avenv") + "/avenv-hook")
        self.no_pip = shutil.copytree(BUILD / "avenv-no-pip", place + "/libexec/avenv/avenv-no-pip")
        os.unlink(self.bin + "/avenv")
        os.symlink(place + "/bin/avenv", self.bin + "/avenv")
        return place

    def avenv(self, *args):
        """Run the command outside of every shell; its output."""
        done = subprocess.run([self.bin + "/avenv", *args], env=self.env, cwd=self.home, timeout=TIMEOUT,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = os.fsdecode(done.stdout)
        assert done.returncode == 0, f"avenv {args} exited {done.returncode}: {text!r}"
        return text

    def ran(self, *args, env=None, cwd=""):
        """What a shell of this kind prints without a prompt in CWD, below HOME, its errors and its exit status."""
        done = subprocess.run([binary(self.kind), *args], env=env or self.env, cwd=os.path.join(self.home, cwd), timeout=TIMEOUT,
                              capture_output=True, text=True, check=False)
        return done.stdout, done.stderr, done.returncode

    def shell(self, cwd="", args=(), env=None, wrap=(), greets=False, **startup):
        """A shell in CWD, below HOME, which prints nothing at its start unless it GREETS; its startup
        file is written anew where STARTUP says how."""
        if startup:
            self.startup(self.kind, **startup)
        shell = Shell(self, os.path.join(self.home, cwd), args, {**self.env, **(env or {})}, wrap)
        if not greets:
            check(shell.greeting, "", "output at start")
        return shell


class Test(NamedTuple):
    kind: str
    title: str
    body: Callable
    args: tuple


TESTS = []
# The shells of a test that names none. more.py puts others here, and runs the test files once more.
every_shell = KINDS


def test(name, kinds=None, cases=(None,)):
    """Register a body: once for each of KINDS and, where given, for each of CASES. Without KINDS more.py tells it in the
    other four shells, too, if its title is there; a test that names its shells is told in these alone."""
    if kinds is None:
        kinds = every_shell
    elif every_shell != KINDS:
        kinds = ()

    def register(body):
        for case in cases:
            args = () if case is None else case if isinstance(case, tuple) else (case,)
            title = name.format(*args) if args else name
            TESTS.extend(Test(kind, title, body, args) for kind in kinds)
        return body
    return register


def story(name, made, *steps, kinds=None, **options):
    """Register a test that makes MADE, as make() has it, and types STEPS, as go() has them, in a
    shell with OPTIONS."""
    @test(name, kinds)
    def told(w):
        w.make(made)
        w.shell(**options).go(*steps)


def missing(kind):
    """Why there is no shell KIND to test; or None."""
    if not binary(kind):
        # Only Debian's shells must be here.
        return f"no {kind}: tests/fetch.sh fetches it" if kind in ("xonsh", "nu") else f"{kind} is not installed"
    if kind == "xonsh" and version(kind)[1] < (0, 25):
        return f"no xonsh 0.25: tests/fetch.sh fetches it, and this is {version(kind)[0]}"
    return None


def trouble_of(error):
    """What a failed check says, behind the lines of the test that it is in; of any other ERROR the traceback."""
    if not isinstance(error, AssertionError) or not str(error):
        return traceback.format_exc(limit=-3)
    lines = [str(at.lineno) for at in traceback.extract_tb(error.__traceback__) if at.filename.endswith(".t")]
    return f"line {', '.join(lines)}: {error}" if lines else str(error)


def attempt(kind, body, args):
    """Run one test; None, or the text of what went wrong."""
    if why := missing(kind):
        raise Skip(why)
    with World(kind) as world:
        try:
            body(world, *args)
        except Skip:
            raise
        except Exception as error:  # one broken test must not hide the others
            lines = [trouble_of(error)]
            for shell in world.shells:
                lines += ["transcript:", *(repr(line) for line in shell.transcript().split(b"\n"))]
            return "\n".join(lines)
    return None


def main():
    """Run what is registered and print TAP; TEST_CASE is a pattern for the titles of some."""
    os.umask(0o022)
    if not (BUILD / "avenv").exists():
        sys.exit(f"no avenv in {BUILD}: 'make' builds it")
    pattern = os.environ.get("TEST_CASE", "*")
    chosen = [t for t in TESTS if fnmatch.fnmatchcase(f"{t.kind}: {t.title}", pattern)]
    print(f"1..{len(chosen)}")
    for kind in {t.kind for t in chosen if binary(t.kind)}:
        print(f"# {version(kind)[0]}")
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
    sys.exit(1 if failed else 0)
