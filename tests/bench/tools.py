# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv and its peers: where each is, the line that loads it, what a project needs.

A peer is told the least that makes it turn on a project's .venv, so that no more than that is
measured. What deps.sh fetched is taken before what PATH leads to."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
import harness  # noqa: E402

DEPS = harness.ROOT / "out/deps"
ORACLE = f"{harness.ROOT}/out/oracle/avenv"
PLACES = f"{DEPS}/bin:{DEPS}/python/bin:{os.environ.get('PATH', harness.SYSTEM_PATH)}"


def find(name):
    """The path of the program NAME; None where it is not here."""
    return shutil.which(name, path=PLACES)


def version(program):
    """The first number with a dot that PROGRAM --version prints."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    found = re.search(r"\d+(?:\.\w+)+", done.stdout + done.stderr)
    return found.group() if found else "unknown"


class Tool:
    """One that turns environments on. A tool belongs to one world."""
    name = ""
    lines = {}  # shell: what loads it there
    wants = "not installed"

    def __init__(self, world):
        self.world = world
        os.symlink(self.program(), f"{world.bin}/{self.name}")

    @classmethod
    def program(cls):
        return find(cls.name)

    @classmethod
    def version(cls):
        return version(cls.program())

    def variables(self):
        """Variables that its shells and commands need."""
        return {}

    def call(self, *args, cwd=None):
        subprocess.run([self.program(), *args], env={**self.world.env, **self.variables()}, cwd=cwd,
                       check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def configure(self, project):
        """Write the files that PROJECT needs beside its environment."""

    def make(self, project):
        """The environment, as somebody else would make it: elsewhere, then renamed."""
        made = self.world.real(project + ".made")
        os.rename(made, project + "/.venv")


class Avenv(Tool):
    name = "avenv"
    lines = harness.LINE

    def __init__(self, world):  # which has it already
        self.world = world

    @classmethod
    def program(cls):
        return str(harness.BUILD / "avenv")

    def configure(self, project):
        self.call("allow", project)


class FirstEdition(Avenv):
    """The avenv that `make oracle` builds, with records of its own."""
    name = "first edition"
    lines = {kind: line.replace("avenv", ORACLE, 1) for kind, line in harness.LINE.items()}
    wants = "'make oracle' builds it"

    @classmethod
    def program(cls):
        return find(ORACLE)

    def variables(self):
        # Without this directory fish generates completions in the background.
        self.world.dir("first/fish/generated_completions")
        return {"XDG_DATA_HOME": self.world.base + "/first"}


class Direnv(Tool):
    name = "direnv"
    lines = {
        "bash": 'eval "$(direnv hook bash)"',
        "zsh": 'eval "$(direnv hook zsh)"',
        "fish": "direnv hook fish | source",
    }
    wants = "'apt-get install direnv' installs it"

    def configure(self, project):
        # `layout python3` starts a Python as well.
        self.world.write(project + "/.envrc",
                         'if [ -d .venv ]; then export VIRTUAL_ENV="$PWD/.venv"; PATH_add .venv/bin; fi\n')
        self.call("allow", project)


class Mise(Tool):
    name = "mise"
    lines = {
        "bash": 'eval "$(mise activate bash)"',
        "zsh": 'eval "$(mise activate zsh)"',
        "fish": "mise activate fish | source",
    }
    wants = "'tests/bench/deps.sh' fetches it"

    def configure(self, project):
        config = self.world.write(project + "/mise.toml", '[env]\n_.python.venv = ".venv"\n')
        self.call("trust", "-q", config)


class PyenvVirtualenv(Tool):
    """With a root of its own: its environments are below that, and a project names one."""
    name = "pyenv"
    lines = {
        "bash": 'eval "$(pyenv init - bash)"; eval "$(pyenv virtualenv-init - bash)"',
        "zsh": 'eval "$(pyenv init - zsh)"; eval "$(pyenv virtualenv-init - zsh)"',
        "fish": "pyenv init - fish | source; pyenv virtualenv-init - fish | source",
    }
    wants = "pyenv with pyenv-virtualenv is not installed"

    def __init__(self, world):
        super().__init__(world)
        self.root = world.dir("pyenv")
        world.dir("pyenv/versions")
        os.symlink(self.home() + "/plugins", self.root + "/plugins")

    @staticmethod
    def home():
        done = subprocess.run([find("pyenv"), "root"], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    @classmethod
    def program(cls):
        found = find("pyenv")
        return found if found and os.path.isdir(cls.home() + "/plugins/pyenv-virtualenv") else None

    def variables(self):
        return {"PYENV_ROOT": self.root}

    def configure(self, project):
        self.world.write(project + "/.python-version", os.path.basename(project) + "\n")

    def make(self, project):
        self.world.real(f"{self.root}/versions/{os.path.basename(project)}")


class Autoswitch(Tool):
    """A plug-in of zsh: a file, wherever a framework or a hand has put it."""
    name = "zsh-autoswitch-virtualenv"
    lines = {"zsh": 'AUTOSWITCH_SILENT=1; source "$HOME/../bin/zsh-autoswitch-virtualenv"'}
    FILE = "autoswitch_virtualenv.plugin.zsh"
    PLACES = ("~/.oh-my-zsh/custom/plugins/autoswitch_virtualenv", "~/.zsh/zsh-autoswitch-virtualenv",
              "~/.zsh-autoswitch-virtualenv", "/usr/share/zsh/plugins/zsh-autoswitch-virtualenv")

    @classmethod
    def program(cls):
        files = (os.path.join(os.path.expanduser(place), cls.FILE) for place in cls.PLACES)
        return next((file for file in files if os.path.exists(file)), None)

    @classmethod
    def version(cls):
        return re.search(r'AUTOSWITCH_VERSION="?([\w.]+)', Path(cls.program()).read_text(encoding="utf-8"))[1]


PEERS = (Direnv, Mise, PyenvVirtualenv, Autoswitch)
