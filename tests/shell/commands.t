#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 11 48 52 53 56 58 59 79
"""create, use, move, remove, recreate and doctor, typed in a shell: each next prompt shows
the environment of then."""

import base64
import hashlib
import os
from pathlib import Path

from harness import PYTHON, check, main, story, test

CREATE = f"avenv -q create --without-pip -p {PYTHON}"

story("create: on at the next prompt; again with --clear, and after `deactivate`", "p/ q/",
    "cd p",
    f"{CREATE}                            => p",
    "cd ..                               => off",
    "cd p                                => p",
    f"{CREATE} --clear                    => p",
    f"deactivate; rm -rf .venv; {CREATE}  => p",
    f"{CREATE} djvenv                     => p",
    "cd ../q",
    f"{CREATE} djvenv                     => q/djvenv")
story("create where avenv is off, denied, or the user's own is on: it stays so", "a/ b/ c/ +tools/mine",
    "cd a",
    "avenv off",
    f"{CREATE}              => off  **",
    "avenv on              => a",
    "cd ../b",
    "avenv -q deny .",
    f"{CREATE}              => off  **",
    "avenv -q allow        => b  **",
    "cd ../c",
    "avenv activate ~/tools/mine",
    f"{CREATE}              => !tools/mine  **",
    "avenv activate .venv  => !c")
story("-C with a directory that is called like a command, and -C among other letters: activate", "on C",
    "avenv -C on activate      => !on",
    "deactivate                => off",
    "avenv -q -C on activate   => !on",
    "deactivate                => off",
    "avenv -C on               **",
    "avenv -qC C activate      => !C",
    "deactivate                => off",
    "avenv -CC activate        => !C",
    "deactivate                => off",
    "avenv -qC C               **",
    "avenv -qqC on activate    => !on",
    "deactivate                => off",
    "avenv -C on -qq activate  => !on",
    "deactivate                => off",
    "avenv -Con activate       => !on")
story("-C with a directory that is called like a command: another command has the terminal", "on",
    "avenv -C on run test -t 1; echo $?  == 0",
    "avenv -q -C on run test -t 1; echo $?  == 0",
    "avenv -C                            ?? needs an argument")
story("use: the environment elsewhere is on, in the next shell too, and --clear takes it back",
      "p/ q* +p/one +p/two +tools/far",
    "cd p                       ?? avenv use",
    "avenv use ./one            => p/one  **",
    "avenv use ./two            => p/two  **",
    "avenv use ~/tools/far      => tools/far  **",
    "cd ..                      => off",
    "cd p                       => tools/far",
    "avenv -q use --clear       => off  **",
    "avenv -q use ~/q",
    "avenv|grep -o '^([a-z]*)'  == (p)",
    "avenv -q use --clear       => off  **",
    "ls -a|grep -c venv         == 0",
    "ls ~/tools/far/pyvenv.cfg|grep -c cfg  == 1")
story("move: on under its new name, off where it was, on where it is; activate works there", "p* q/ odd/",
    "cd p",
    "avenv -q move .venv venv       => p/venv",
    "cd venv/bin; avenv -q move ~/p/venv ~/x  => p/venv  ?? this shell is in",
    "cd ../..",
    "avenv -q mv venv ../q/.venv    => off",
    "test -e .venv || echo gone     == gone",
    "cd ../q                        => q",
    "cd ..",
    "avenv -q move q/.venv 'odd/a*b'",
    "source 'odd/a*b'/bin/activate  => @odd/a*b",
    "deactivate                     => off")
story("move what `activate ENV` turned on: a line has the command that does so again; none where it is this directory's", "tools:one p",
    "avenv activate tools/one",
    "avenv move tools/one p/kit 2>said              => off",
    "grep -o 'avenv activate [^ ]*[a-z]' said       == avenv activate ~/p/kit",
    "avenv activate ~/p/kit                         => !p/kit",
    "cd p; avenv -q move .venv ../tools/two         => !p/kit",
    "avenv move kit .venv 2>said                    => p",
    "grep -c activate said                          == 0")
story("remove -y of the user's own: off, and this directory's is on", "p +tools/one +tools/two",
    "avenv activate ~/tools/one",
    "cd p",
    "avenv -q remove -y ~/tools/two  => !tools/one",
    "avenv -q remove -y ~/tools/one  => p  **",
    "cd ..                           => off")
story("recreate: on at the next prompt; its Python starts", "p:odd*",
    "cd p                          => p/odd",
    "stat -c %i odd >~/1",
    "avenv recreate -q             => p/odd",
    "stat -c %i odd >~/2",
    "cmp -s ~/1 ~/2 || echo other  == other",
    "python -c 'print(1)'          == 1")
story("doctor: the command that it prints for a copy whose path has a space repairs it", "p* q/",
    "cp -a p/.venv 'q/one two'; avenv -q allow 'q/one two'; avenv doctor 'q/one two' >said  **",
    "grep -c 'to fix it:$' said  == 1",
    """grep '^avenv repair' said >mend; source mend  **""",
    """avenv doctor -q 'q/one two'""")


def ask(sh, keys, command="avenv remove .venv", meanwhile=None):
    """Type KEYS at the question of remove, which names the environment, after the call MEANWHILE."""
    asked = sh.ask(command, b"[y/N] ")
    assert "p/.venv" in asked or meanwhile, f"it asked {asked!r}"
    if meanwhile:
        meanwhile()
    sh.keys(keys)
    # zsh's prompt stands behind a ^C
    sh.run("true")


@test("remove asks and names the environment; only y and yes remove it")
def remove(w):
    w.project("p")
    sh = w.shell(cwd="p")
    for keys in ("\r", "n\r", "yess\r", "\x04", "\x03", "y\x03"):
        ask(sh, keys)
        sh.shows("p")
    sh.go(
        "cd .venv/bin; avenv remove -y ~/p/.venv  => p  ?? this shell is in",
        "cd ../..")
    mine = Path(w.home, "p/.venv/mine")
    ask(sh, "y\r", meanwhile=mine.touch)
    sh.shows("p")
    mine.unlink()
    ask(sh, "n\x7fyes\r")
    sh.shows("off")
    check(os.listdir(w.home + "/p"), [], "the files of the project")


@test("remove --gone leaves the environment of a project that is back when the user answers")
def remove_gone(w):
    env, project = Path(w.home, ".virtualenvs/e"), Path(w.home, "q/old")
    w.make("q/kept/sub/ +.virtualenvs/e")
    w.write("home/.virtualenvs/e/.project", f"{project}\n")
    os.utime(env, (1, 1))
    sh = w.shell()
    for is_back in (True, False):
        ask(sh, "y\r", "avenv remove --gone", project.mkdir if is_back else lambda: None)
        check(env.exists(), is_back, f"after the answer, the project is back: {is_back}")
        if is_back:
            project.rmdir()


@test("up: on at this prompt without another word, from below too, and in a store; not what came with a clone")
def up(w):
    w.make("p/sub/ r* q/ clone?")
    for name in ("p", "q", "clone"):
        w.write(f"home/{name}/{'uv' if name != 'q' else 'poetry'}.lock", "")
    w.write("home/q/pyproject.toml", '[tool.poetry]\nname = "q"\n')
    key = base64.urlsafe_b64encode(hashlib.sha256(os.fsencode(w.home + "/q")).digest())[:8].decode()
    store = f".cache/pypoetry/virtualenvs/q-{key}-py3.11"
    for tool, env in (("uv", ".venv"), ("poetry", f"{w.home}/{store}")):
        w.write(f"bin/{tool}", f"#!/bin/sh\nmkdir -p '{os.path.dirname(env) or '.'}'\ncp -R '{w.template}' '{env}'\n", 0o755)
    w.shell().go(
        "cd p/sub                        => off  **",
        "avenv up                        => p  **",
        "cd ~                            => off",
        "cd p                            => p",
        "cd ../q                         => off  **",
        f"avenv -q up                     => {store}  **",
        "cd ../r                         => r",
        "cd ../clone                     => off  **",
        "avenv -q up                     => off  ?? avenv allow",
        "ls .venv/lib 2>/dev/null|wc -l  == 0")


main()
