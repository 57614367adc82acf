#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 5 18 28 31
"""mise, zoxide, fzf, sudo and su in or around the same shell, and the environments
that the real poetry, pipenv, hatch and virtualenvwrapper make: on at cd.

`tests/fetch.sh mise zoxide` fetches these into out/deps. The tools come from
PyPI, into out/deps/tools, once."""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from framed import need  # noqa: E402
from harness import PYTHON, ROOT, Skip, check, main, test  # noqa: E402


@test("mise, loaded before the hook: both work in one project, its own stays its, no PATH entry is left behind")
def mise(w):
    program = need(ROOT / "out/deps/bin/mise", "mise is not in out/deps")
    w.make("p q own* plain/tools/ p/tools/")
    w.env.update(MISE_TRUSTED_CONFIG_PATHS=w.home, MISE_YES="1", MISE_OFFLINE="1", AVENV_LEARN="0")
    for name in ("p", "plain"):
        w.write(f"home/{name}/mise.toml", '[env]\n_.path = "./tools"\n')
    w.write("home/own/mise.toml", '[env]\n_.python.venv = ".venv"\n')
    line = f"{program} activate fish | source" if w.kind == "fish" else f'eval "$({program} activate {w.kind})"'
    sh = w.shell(before=line)
    for name in 2 * ("p", "q", "p", "", "plain", "q", "", "own", ""):
        sh.run(f"cd ~/{name}")
        sh.run("")
        got, env = sh.exported(), w.env_of(name) if name in ("p", "q", "own") else None
        check(got.get("VIRTUAL_ENV"), env, f"VIRTUAL_ENV in ~/{name}")
        parts = {part for part in got["PATH"].split(":") if part.startswith(w.home) and "/mise/" not in part}
        want = {f"{env}/bin"} if env else set()
        check(parts, want | ({f"{w.home}/{name}/tools"} if name in ("p", "plain") else set()), f"PATH in ~/{name}")


# --- programs that change directory or start a shell ---

JUMPS = {"zoxide": "z", "zoxide --cmd cd": "cd", "zoxide --hook prompt": "z"}


def program(w, name):
    """The path of NAME in the world's own bin."""
    found = shutil.which(name, path=f"{ROOT}/out/deps/bin:{w.path}")
    if not found:
        raise Skip(f"{name} is neither in out/deps nor on PATH")
    with contextlib.suppress(FileExistsError):
        os.symlink(found, f"{w.bin}/{name}")
    return found


@test("{}, loaded {} the hook: `x && python` is x's, except in bash with zoxide loaded after it",
      cases=tuple((name, place) for name in JUMPS for place in ("before", "after")))
def jump(w, name, place):
    tool, *options = name.split()
    found, word = program(w, tool), JUMPS[name]
    w.make("alpha beta")
    for project in ("alpha", "beta"):
        subprocess.run([found, "add", f"{w.home}/{project}"], env=w.env, check=True)
    line = f"{found} init {' '.join(options)} {w.kind}"
    sh = w.shell(**{place: f"{line} | source" if w.kind == "fish" else f'eval "$({line})"'})
    late = w.kind == "bash" and place == "after"
    for project, was in (("alpha", ""), ("beta", "alpha/.venv"), ("alpha", "beta/.venv")):
        said = sh.run(f"{word} {project}; marker 2>/dev/null").splitlines()[-1:]
        check(said, [was] if late and was else [] if late else [project + "/.venv"], f"output of {word} {project}")
        sh.shows(project)
    sh.go("cd ~  => off")


@test("fzf's Alt-C: the environment is on at the prompt that follows")
def key(w):
    program(w, "fzf")
    w.make("p q")
    bindings = need(f"/usr/share/doc/fzf/examples/key-bindings.{w.kind}", "fzf's key bindings are not here")
    load = f"source {bindings}" + ("; fzf_key_bindings" if w.kind == "fish" else "")
    sh = w.shell(env={"FZF_ALT_C_COMMAND": "echo q", "FZF_ALT_C_OPTS": "--select-1"}, before=load)
    sh.go(
        "cd p   => p",
        "cd ..  => off")
    # In bash and zsh it types a line.
    sh.keys("\x1bc", w.kind != "fish")
    sh.go(
        "true    => q",
        "marker  == q/.venv",
        "cd ..   => off")


@test("{}: no word, the name, and `deactivate` works", cases=("sudo -E -s", "su -p"))
def other_user(w, command):
    program(w, command.split()[0])
    if os.geteuid():
        raise Skip("it asks for a password")
    w.make("p q")
    sh = w.shell(cwd="p")
    sh.run(command)
    sh.path = sh.value("PATH").split(":", 1)[1]  # sudo may have one of its own
    sh.go(
        "true        => p",
        "marker      == p/.venv",
        "cd ../q     => q",
        "deactivate  => off",
        "cd ../p     => p",
        "exit        **")
    sh.path = w.path
    sh.go("true  => p")


# --- tools that make environments ---

TOOLS = ROOT / "out/deps/tools"
PROJECT = '[project]\nname = "My_Proj.Demo"\nversion = "1"\nrequires-python = ">=3.8"\n'
WRAPPER = f"""export VIRTUALENVWRAPPER_PYTHON={TOOLS}/bin/python; . {TOOLS}/bin/virtualenvwrapper.sh
mkvirtualenv -q -a "$PWD" -p {PYTHON} --no-download --no-setuptools demo"""
# For each the file of a project, the command that makes its environment, and the one that says where
NAMES = {
    "poetry": ("pyproject.toml", f"poetry env use {PYTHON}", "poetry env info --path"),
    "pipenv": ("Pipfile", f"pipenv --python {PYTHON}", "pipenv --venv"),
    "hatch": ("pyproject.toml", "hatch env create", "hatch env find"),
    "virtualenvwrapper": ("none", WRAPPER, "echo $HOME/.virtualenvs/demo"),
}


@functools.cache
def fetch():
    if not (TOOLS / "complete").exists():
        shutil.rmtree(TOOLS, ignore_errors=True)
        pip = [TOOLS / "bin/pip", "install", "-q", "--disable-pip-version-check", *NAMES]
        if any(subprocess.run(words, check=False).returncode for words in ([PYTHON, "-m", "venv", TOOLS], pip)):
            raise Skip("the tools could not be fetched")
        (TOOLS / "complete").touch()


def tool(w, command, cwd):
    """The last line that COMMAND prints."""
    env = {**w.env, "PATH": f"{TOOLS}/bin:{w.path}", "PIPENV_VERBOSITY": "-1", "NO_COLOR": "1"}
    done = subprocess.run(["bash", "-c", command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = os.fsdecode(done.stdout)
    assert done.returncode == 0, f"{command} exited {done.returncode}: {text}"
    return text.strip().split("\n")[-1]


@test("{}: its environment is on at cd, made anew on again, removed off", cases=tuple(NAMES))
def real(w, name):
    fetch()
    file, make, where = NAMES[name]
    # virtualenvwrapper cannot take a name with blanks.
    project = w.dir("home/" + ("projekt" if name == "virtualenvwrapper" else "Ein Projekt (ü)"))
    w.write(f"{project}/{file}", PROJECT if file == "pyproject.toml" else "")
    sh = w.shell()
    for _ in range(2):
        tool(w, make, project)
        env = tool(w, where, project)
        assert not env.startswith(project), f"{env} lies in the project"
        sh.cd(project)
        check(sh.value("VIRTUAL_ENV"), env, "VIRTUAL_ENV")
        shutil.rmtree(env)
        sh.go(
            "  => off  **",
            "cd ~")


main()
