#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 11 12 19 29 32 33 35
"""Changes that the next prompt notices: environments that come and go, records that change."""

import os
import re

from harness import KINDS, POSIX, PYTHON, Counter, binary, check, main, story, test, version

MODEL = "~/../mkenv"
# No word of the last command names it.
UNNAMED = "; command true nothing"

story("the active environment deleted and made again: off, on; in one line: on all the time", "p p/sub p/a/b/",
      f"cd p/sub => p/sub | rm -r .venv => p | {MODEL} .venv => p/sub | rm -r .venv && {MODEL} .venv => p/sub",
      "cd ../a/b => p | rm -r ../../.venv => off")
story("a project that is moved away under the shell is off; so is an environment by another name", "p",
      "cd p | mv .venv old => off ** | cd ..; cd p => off ** | mv old .venv => p ** | mv ~/p ~/q => off ??")
story("made here under each fixed name: on where it is allowed, else the hint at that prompt", "tree/ unknown/",
      "avenv -q allow --tree tree", *(
          f"mkdir ~/tree/p{n}; cd ~/tree/p{n} => off | {MODEL} {name}{UNNAMED} => tree/p{n}/{name}"
          for n, name in enumerate((".venv", "venv", "env", ".env", "virtualenv"))),
      f"cd ~/unknown | {MODEL} .venv{UNNAMED} => off ?? '.venv' & 'avenv allow' | true => off")
story("made here while an outer one is on: the nearer one is on", "p p/sub/",
      f"avenv -q allow --tree p/sub | cd p/sub => p | {MODEL} .venv{UNNAMED} => p/sub")
story("allow, deny and forget act at the next prompt", "p?",
      "cd p ?? | avenv -q allow => p | avenv -q deny => off | avenv -q allow . => p | avenv -q forget => off ** ",
      "avenv -q allow . => p | cd / | avenv -q deny ~/p | cd ~/p => off")


for verb, made, state in (("allow", "p?", "p"), ("deny", "p", "off")):
    story(f"{verb} in another shell: it counts at the next cd", made + " p/a/",
          f"cd p ?? | sh -c 'avenv -q {verb} .' && cd a => {state} ??")


def last_word():
    """fish 3.1 says no last word."""
    return KINDS if binary("fish") and version("fish")[1] >= (3, 2) else POSIX


story("the last command names it: on where it is allowed, else the hint with its name", "tree/p/ p0/ p1/ p2/",
      f"avenv -q allow --tree tree | cd tree/p | {MODEL} djvenv => tree/p/djvenv",
      *(f"cd ~/p{n} | {MODEL} {form} => off ?? 'djvenv' & 'avenv allow' |  => off"
        for n, form in enumerate(("djvenv   ", "djvenv/", "./djvenv"))), kinds=last_word())


@test("AVENV_WATCH=0: an idle prompt looks nothing up; what the last command names is noticed", last_word())
def no_watch(w):
    w.make("p p/a/")
    looker = Counter(w, env={"AVENV_WATCH": "0"})
    looker.sh.go("cd p => p | ")
    looker.seen()
    looker.sh.quiet("")
    looked = [p for p in looker.seen() if not p.startswith("/") or p.endswith(("env", ".cfg"))]
    check(looked, [], "look-ups")
    os.rename(w.env_of("p"), w.base + "/gone")
    looker.sh.go(" => p/.venv | cd a => off | cd .. => off | mv ~/../gone .venv; command true .venv => p")


@test("a path elsewhere that the last command names is not looked up: its server may be gone")
def named_elsewhere(w):
    w.make("p/a/b/")
    looker = Counter(w, cwd="p")
    for name in (w.base + "/model", "../p/a", "a/b", "/proc/self/cwd/a"):
        looker.sh.quiet(f"command true {name}", "")
    ends = tuple(name + end for name in ("/model", "/a", "/b") for end in ("", "/pyvenv.cfg"))
    check([path for path in looker.seen() if path.endswith(ends)], [], "look-ups")


@test("a link without a record, here or named by the last command, is not followed")
def link(w):
    w.make("p p/a/ q/")
    looker = Counter(w)
    sh = looker.sh
    for place in ("p/a", "q"):
        sh.cd(f"{w.home}/{place}")
        os.symlink(w.model, f"{w.home}/{place}/odd")
        sh.quiet("")
        looker.new()
        os.symlink(w.model, f"{w.home}/{place}/.venv")
        sh.go("command true odd ?? |  ?? | cd . ??")
        seen = looker.new()
        assert b'odd"' in seen and b'.venv"' in seen, "the links were not looked at"
        # Below p its own environment may be looked at; ENOENT is from before the link was made.
        other = re.compile(rb"NOFOLLOW|ENOENT|readlink|lstat\(|" + re.escape(os.fsencode(w.home + "/p/.venv")))
        followed = [x for x in seen.splitlines()
                    if re.search(rb'\(.*"(?:[^"]*/)?(?:\.venv["/]|odd/)', x) and not other.search(x)]
        check(followed, [], "calls that follow a link")
        assert os.fsencode(w.model) not in seen, "the link's target was looked at"


SERIES = re.search(r"3\.\d+", os.path.realpath(PYTHON)).group()
story("its python is of another minor version: on, with a hint; AVENV_QUIET: none; recreate mends it", "p/ p/.venv/lib/python3.99/",
      "cp -R ../model/. p/.venv; avenv -q allow p | sed -i 's/^version.*/version = 3.99.1/' p/.venv/pyvenv.cfg",
      f"cd p => p ?? '.venv': it was made for Python 3.99, and its python is {SERIES} now; & 'avenv recreate -p {SERIES}'",
      f" | cd .. | cd p | env AVENV_QUIET=1 $SHELL => p | avenv -q recreate -p {SERIES} => p ** | env -u AVENV_QUIET $SHELL => p")

main()
