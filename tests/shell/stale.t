#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 80
"""One line after a `git pull`: the declared file is newer than the packages that are installed."""

from pathlib import Path

from harness import KINDS, Skip, bash_from, main, noting_helper, story, test

# requirements.txt asks for a package that is not there, and is older or newer than site-packages. Without pip
# or uv no hint would name up.
PIP = ".venv/lib/python3.11/site-packages/pip-24.0.dist-info"
MAKE = (f"cd p; mkdir -p {PIP}; printf 'Name: pip\\nVersion: 24.0\\n' >{PIP}/METADATA",
        "echo absent >requirements.txt; cd ..",
        "touch -d 2018-01-01 p/requirements.txt; touch -d 2019-01-01 p/.venv/lib/python3.11/site-packages")
NEW = "touch -d 2020-01-01 requirements.txt"
HINT = "?? 1 package differs from requirements.txt ('avenv check' lists it, 'avenv up' installs)"

story("a file that becomes newer: one line at the next prompt, and none while it changes again", "p",
    *MAKE,
    "cd p  => p",
    f"{NEW}  => p  {HINT}",
    "true  => p",
    "touch -d 2021-01-01 requirements.txt  => p",
    "true  => p")
story("... the next one after something was installed, and the file has changed again", "p",
    *MAKE,
    "cd p  => p",
    f"{NEW}  => p  {HINT}",
    "touch -d 2021-01-01 .venv/lib/python3.11/site-packages  => p",
    f"touch -d 2022-01-01 requirements.txt  => p  {HINT}")
story("a file that is newer at a cd: once a shell and time of the file", "p q",
    *MAKE,
    "cd p     => p",
    f"{NEW}  => p  {HINT}",
    "cd ../q  => q",
    "cd ../p  => p",
    "touch -d 2021-01-01 requirements.txt",
    f"cd .  => p  {HINT}",
    "cd ..    => off",
    "cd p     => p")
story("nothing where the packages are as declared, the file is a link, or AVENV_CHECK is 0", "p",
    *MAKE,
    "cd p                           => p",
    f"echo >requirements.txt; {NEW}  => p",
    "cd ..                          => off",
    "cd p                           => p",
    "echo absent >other; touch -d 2021-01-01 other; ln -sf other requirements.txt  => p",
    "cd .                           => p",
    "rm requirements.txt",
    f"export AVENV_CHECK=0; echo absent >requirements.txt; {NEW}  => p",
    "cd ..                          => off",
    "cd p                           => p")

EQUAL = ("cd p  => p", "echo >requirements.txt; touch -d 2020-01-01 requirements.txt  => p", "true  => p")
story("a file that changed and was found equal: one line when it is changed again", "p",
    *MAKE,
    *EQUAL,
    f"echo absent >requirements.txt  => p  {HINT}",
    "echo other >requirements.txt  => p",
      kinds=(*KINDS, "tcsh", "xonsh"))
story("... or replaced, but in bash, whose -N does not see that", "p",
    *MAKE,
    *EQUAL,
    f"echo absent >new; mv new requirements.txt  => p  {HINT}",
    "touch requirements.txt  => p", kinds=("zsh", "fish", "tcsh", "xonsh"))
story("nothing after a command has just said it", "p",
    *MAKE,
    "cd p                          => p",
    f"{NEW}; avenv check >out 2>&1  => p",
    "true                          => p",
    "touch -d 2021-01-01 requirements.txt; avenv check -v >out 2>&1  => p",
    "true                          => p",
    f"echo other >requirements.txt  => p  {HINT}")
story("... but after other files were compared", "p",
    *MAKE,
    "cd p  => p",
    f"{NEW}; avenv check -r requirements.txt >out 2>&1  => p  {HINT}")


# The project's file asks for a package that its lock file does not have. Nothing on PATH installs it.
LOCKED = (r"""cd p; printf '[project]\nname = "p"\n' >pyproject.toml; printf 'version = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\n' >uv.lock"""
          "; mkdir -p .venv/lib/python3.11/site-packages; touch -d 2018-01-01 uv.lock pyproject.toml; touch -d 2019-01-01 .venv/lib/python3.11/site-packages; cd ..")
story("a pyproject.toml that is newer than its lock file: one line at a cd", "p",
    LOCKED,
    """cd p   => p""",
    """echo 'dependencies = ["absent"]' >>pyproject.toml; touch -d 2020-01-01 pyproject.toml  => p""",
    "cd ..  => off",
    "cd p   => p  ?? 1 package differs from pyproject.toml ('avenv check' lists it)",
    "cd ..  => off",
    "cd p   => p")
PIPFILE = (r"""cd p; printf '[packages]\n' >Pipfile; printf '{"_meta": {"pipfile-spec": 6}}' >Pipfile.lock"""
           "; mkdir -p .venv/lib/python3.11/site-packages; touch -d 2018-01-01 Pipfile*; touch -d 2019-01-01 .venv/lib/python3.11/site-packages; cd ..")
story("... and a Pipfile", "p",
    PIPFILE,
    "cd p   => p",
    "echo 'absent = \"*\"' >>Pipfile; touch -d 2020-01-01 Pipfile",
    "cd ..  => off",
    "cd p   => p  ?? 1 package differs from Pipfile ('avenv check' lists it)")


story("`avenv` says it, and the prompt after it does not", "p",
    *MAKE,
    "cd p                    => p",
    f"{NEW}; avenv >out 2>&1  => p",
    "true                    => p",
    "avenv status >out 2>&1  => p")


@test("an idle prompt starts nothing, whatever the times of the file are")
def idle(w):
    w.make("p")
    sh = w.shell(line=f"source {w.hook_file(noting_helper(w))}")
    runs = Path(w.base, "runs")
    sh.go(
        *MAKE,
        *EQUAL)
    for times in ("-a -d 2019-06-01", "-d 2020-01-01", "-d 2040-01-01"):
        sh.go(
            f"touch {times} requirements.txt  => p",
            "true                            => p")
        before = runs.read_text()
        sh.go(
            "true  => p",
            "true  => p")
        assert runs.read_text() == before, f"touch {times}: the helper runs at each prompt"


@test("nothing at a shell's first prompt")
def first(w):
    if w.kind == "bash" and not bash_from(4, 0):
        raise Skip("bash before 4.0 compares files' times in seconds, and here all is typed in one")
    w.make("p")
    w.shell().go(
        *MAKE,
        "cd p  => p",
        f"{NEW}  => p  {HINT}")
    w.shell("p").go(
        "true  => p",
        f"echo other >requirements.txt  => p  {HINT}")
    w.shell("p").go(
        "true   => p",
        "cd ..  => off",
        f"cd p  => p  {HINT}")


main()
