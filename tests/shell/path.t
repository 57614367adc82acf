#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 13
"""Leaving gives PATH back as it was, and PYTHONHOME where it still is the user's. Nothing private is exported.
What is added to PATH inside, and PYTHONHOME step by step: walks.t."""

import os
import re

from harness import KINDS, POSIX, SYSTEM_PATH, Skip, check, main, story, test

PATHS = (
    ":" + SYSTEM_PATH, SYSTEM_PATH + ":", "::/usr/bin:::/bin::", "/usr/bin:/bin:/usr/bin",
    "/opt/a b:/opt/*:/usr/bin:~/bin:$HOME/bin", "bin:./x:../y:/usr/bin/",
)


def set_path(sh, value):
    """PATH becomes VALUE; fish has its own idea of empty elements."""
    sh.run(f"export PATH='{value}'")
    sh.path = sh.value("PATH")
    if sh.kind in POSIX:
        check(sh.path, value, "PATH as set")


@test("PATH of empty, double, relative and odd elements comes back byte for byte")
def exact(w):
    w.make("p q")
    env, sh = w.env_of("p"), w.shell()
    # Some entries look like ours.
    for value in (*PATHS, f"{env}/bin2:{env}:{SYSTEM_PATH}:x{env}/bin"):
        set_path(sh, value)
        sh.go(
            "cd p     => p",
            "cd ../q  => q",
            "cd ../p  => p",
            "cd ..    => off")


# As mise does, which is not in Debian: PATH as it was at the start, and a directory before it
LATE = r"""mkdir -p ~/late; printf '#!/bin/sh\necho late\n' >~/late/marker; chmod +x ~/late/marker
late_path=$PATH
late() { [[ $PWD = "$late_pwd" ]] || PATH=~/late:$late_path; late_pwd=$PWD; }
"""
for kind, calls in {"bash": "PROMPT_COMMAND=late", "zsh": "precmd_functions=(late)"}.items():
    story("a command of the prompt sets PATH: the environment is on it again at once", "p q",
        "cd p",
        "marker  == p/.venv",
        "cd ../q",
        "marker  == q/.venv",
        "cd ..",
        "marker  == late", kinds=(kind,), before=LATE + calls)


@test("PATH unset, empty or reduced to our entry: never an empty element")
def bare(w):
    env, sh = w.project("p"), w.shell()
    sh.go(
        "set -gx PATH" if w.kind == "fish" else "export PATH=",
        "cd p")
    check(sh.value("PATH"), env + "/bin", "PATH inside")
    sh.cd("..")
    assert not sh.value("PATH"), "PATH outside"
    sh.run("unset PATH")
    sh.path = None
    sh.go(
        "cd p   => p",
        "cd ..  => off",
        "cd p   => p",
        f"export PATH={env}/bin",
        "cd ..  => off")


@test("the user's own entry that is the same as ours stays")
def own_entry(w):
    w.make("p")
    sh = w.shell()
    set_path(sh, f"{SYSTEM_PATH}:{w.env_of('p')}/bin:/opt/x")
    sh.cd("p")
    assert sh.value("PATH").startswith(w.env_of("p") + "/bin:"), "not first in PATH"
    sh.go("cd ..  => off")


OWN = {
    "bash": 'own() { local PATH="/opt/x:$PATH"; "$@"; }; before() { PATH="/opt/y:$PATH" "$@"; }',
    "zsh": 'own() { local PATH="/opt/x:$PATH"; "$@"; }; before() { PATH="/opt/y:$PATH" "$@"; }',
    "fish": 'function own; set -lx PATH /opt/x $PATH; $argv; end; function before; PATH="/opt/y:$PATH" $argv; end',
}
for kind, functions in OWN.items():
    story("a function's own PATH: at the next prompt, or the next cd, PATH has what is on, and nothing of the function", "p q",
        "own cd p                => p",
        "own cd ..               => off",
        "cd p                    => p",
        "own cd ../q             => q",
        "own cd ../p             => p",
        "own cd ..; cd q         => q",
        "own own before cd ..    => off",
        "own cd p; own cd ..     => off",
        "before cd p             => p",
        "before cd ..            => off",
        "cd p                    => p",
        "own deactivate          => off",
        "own avenv activate      => p",
        "own cd .                => p",
        "before own avenv off    => off", kinds=(kind,), before=functions + "\n")


@test("fish_add_path while an environment is on survives leaving", kinds=("fish",))
def add_path(w):
    w.project("p")
    new, sh = w.dir("new"), w.shell(cwd="p")
    # fish 4.9 says what it did, 3.1 has no such function.
    if "Unknown" in sh.run(f"fish_add_path {new}"):
        raise Skip("fish has no fish_add_path")
    sh.path = f"{new}:{w.path}"
    sh.go("cd ..  => off")


SHOW = "sh -c 'echo \"[$PYTHONHOME]\"'"
# As the command `module` does it: a directory in PATH, and PYTHONHOME. Each shell has a word of its own for `unset`: so
# below PYTHONHOME is emptied.
LOAD = 'export PYTHONHOME=/opt/py PATH="/opt/py/bin:$PATH"'


@test("a module's PYTHONHOME: it comes back only where the module's directory is still on PATH; what shows a state leaves it")
def module(w):
    w.make("p q")
    sh = w.shell()
    for unload in (False, True):
        sh.run(LOAD)
        sh.go(
            "cd p",
            "cd ../q",
            f"{SHOW}  == []")
        if unload:
            sh.run(f'export PATH="{w.env_of("q")}/bin:{w.path}"')
        sh.go(
            "cd ..",
            f"{SHOW}  == [{'' if unload else '/opt/py'}]")
        sh.run("export PYTHONHOME=")
        sh.run(f'export PATH="{w.path}"')
    sh.go("cd p  => p")
    sh.run(LOAD)
    for command in ("avenv", "avenv doctor", "avenv list"):
        sh.go(
            f"{command}  **",
            f"{SHOW}  == [/opt/py]")
    sh.run("export PYTHONHOME=")
    sh.run(f'export PATH="{w.env_of("p")}/bin:{w.path}"')
    sh.go(
        "cd ..  => off",
        f"{SHOW}  == []")


@test("commands inherit three variables of ours and no other, and none outside")
def private(w):
    w.project("p")
    sh = w.shell()
    before = set(sh.exported()) | {"OLDPWD", "PWD", "LAST_RETURN_CODE"}
    for command, added in (("cd p", {"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV"}), ("cd ..", set())):
        sh.run(command)
        check(set(sh.exported()) - before, added, f"exported names that {command} adds")


# --- another Python before the environment's, and what says so ---


def before(w):
    """A directory with a python of its own, and one as conda has it."""
    for name in ("lbin", "conda/bin"):
        w.dir("home/" + name)
        w.write(f"home/{name}/python", "#!/bin/sh\n", 0o755)


@test("another python first on PATH: `avenv` and doctor say it, with a command that puts the environment's first")
def outranked(w):
    w.make("p +tools/mine")
    before(w)
    sh = w.shell()
    for enter, state in (("cd p", "p"), ("avenv activate ~/tools/mine", "!tools/mine")):
        sh.go(f"{enter}  => {state}")
        sh.run('export PATH="$HOME/lbin:$PATH"')
        said = sh.run("avenv")
        assert "'~/lbin/python' comes before it on PATH" in said and "' puts it first" in said, said
        assert "~/lbin/python" in sh.run("avenv doctor -q"), sh.text
        sh.run("avenv activate" + ("" if state == "p" else " ~/tools/mine"))
        assert "comes before" not in sh.run("avenv"), sh.text
        check(sh.value("PATH"), f"{w.env_of(state.strip('!'))}/bin:{w.home}/lbin:{w.path}", "PATH")
        sh.run("deactivate")
        sh.run(f'export PATH="{w.path}"')


@test("PATH alone from another shell, as in a tmux pane that a command opened: `avenv` and doctor say whose python that is, and what ends it",
      (*KINDS, "tcsh", "elvish", "xonsh", "nu"))
def path_alone(w):
    w.make("p q")
    os.symlink("python", w.env_of("p") + "/bin/python3")
    sh = w.shell(env={"PATH": f"{w.env_of('p')}/bin:{w.path}", "TMUX": "/tmp/tmux,1,0"})
    assert "'~/p/.venv/bin/python' comes first on PATH, but no environment is on" in sh.run("avenv"), sh.text
    said = sh.run("avenv doctor")
    check(said.count("'~/p/.venv/bin/python' comes first on PATH, but no environment is on"), 1, "lines of doctor")
    assert "nothing is wrong" in said, said
    sh.run(re.search("(?:\n|; ')(.*avenv deactivate)'?\\stakes it off PATH", said)[1])
    check(sh.value("PATH"), w.path, "PATH")
    assert "PATH" not in sh.run("avenv doctor"), sh.text
    sh.path = w.path
    sh.go("cd q  => q")
    # `deactivate` leaves the other entry.
    sh = w.shell(cwd="p", env={"PATH": f"{w.env_of('p')}/bin:{w.path}"})
    check(sh.run("avenv").splitlines()[-1], "nothing to do", "the last line")


@test("conda's environment, activated in a project: `avenv` and doctor say that it is first, and what ends that")
def conda(w):
    w.make("p")
    before(w)
    sh = w.shell(cwd="p")
    sh.run('export CONDA_PREFIX="$HOME/conda"; export PATH="$HOME/conda/bin:$PATH"')
    for command in ("avenv", "avenv doctor"):
        said = sh.run(command)
        assert "'~/conda/bin/python' comes before it on PATH" in said and "'conda deactivate'" in said, said


main()
