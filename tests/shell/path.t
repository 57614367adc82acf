#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PATH comes back exactly as it was, whatever it was; PYTHONHOME as well."""

import sys

from harness import SYSTEM_PATH, check, main, test

CASES = {
    "a leading empty element": ":" + SYSTEM_PATH,
    "a trailing empty element": SYSTEM_PATH + ":",
    "a double empty element": "/usr/bin::/bin",
    "several empty elements": "::/usr/bin:::/bin::",
    "duplicates": "/usr/bin:/bin:/usr/bin:/bin:/usr/bin",
    "one element": "/usr/bin",
    "blanks and globs": "/opt/a b:/opt/*:/usr/bin:~/bin:$HOME/bin",
    "slashes at the end": "/usr/bin/:/bin//",
    "relative elements": "bin:./x:../y:/usr/bin",
}

# From where, what a function does, and whether the project's environment is on then, or a named one.
LOCALS = {
    "there and back": (None, "cd ~/p; true; cd ~", False),
    "into a project": (None, "cd ~/p", True),
    "out of one": ("p", "cd ~", False),
    "deactivate": ("p", "deactivate", False),
    "avenv activate": ("p", "avenv activate ENV", "ENV"),
    "avenv off and on": ("p", "avenv off; avenv on", True),
}


def started(w, path):
    """A shell with PATH set to PATH; fish has its own idea of empty elements."""
    sh = w.shell(env={"PATH": path}, line=w.hook_line())
    got = sh.state()["PATH"]
    if w.kind != "fish":
        check(got, path, "PATH at start")
    sh.path = got
    return sh


@test("{}", cases=tuple(CASES))
def exact(w, what):
    env, other = w.project("p"), w.project("q")
    sh = started(w, CASES[what])
    for _ in range(2):
        sh.cd("p")
        sh.on(env)
        sh.cd("../q")
        sh.on(other)
        sh.cd("..")
        sh.off()


@test("PATH unset: only our entry inside, unset again outside")
def unset(w):
    env = w.project("p")
    sh = w.shell(line=w.hook_line())
    sh.unset("PATH")
    sh.path = None
    sh.cd("p")
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("PATH empty: never an empty element, nor a PATH that means the current directory")
def empty(w):
    env = w.project("p")
    sh = w.shell(line=w.hook_line())
    sh.setx("PATH", "")
    sh.cd("p")
    check(sh.state()["PATH"], env + "/bin", "PATH inside")
    sh.cd("..")
    assert not sh.state()["PATH"], "PATH outside"


@test("PATH reduced to our entry: unset after leaving")
def only_ours(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.setx("PATH", env + "/bin")
    sh.cd("..")
    check(sh.state()["PATH"], None, "PATH")


@test("the same entry, put there by the user as well, stays")
def entry_twice(w):
    env = w.project("p")
    sh = started(w, f"{SYSTEM_PATH}:{env}/bin:/opt/x")
    sh.cd("p")
    assert sh.state()["PATH"].startswith(env + "/bin:"), "not first in PATH"
    sh.cd("..")
    sh.off()


@test("entries that only look like ours stay")
def look_alikes(w):
    env = w.project("p")
    sh = started(w, f"{env}/bin2:{env}:{SYSTEM_PATH}:x{env}/bin")
    sh.cd("p")
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("PYTHONHOME is unset inside and restored outside")
def pythonhome(w):
    env = w.project("p")
    w.project("q")
    sh = w.shell(env={"PYTHONHOME": "/opt/a b"})
    for path, home in (("p", None), ("../q", None), ("..", "/opt/a b"), ("p", None)):
        sh.cd(path)
        got = sh.state()
        check(got["PYTHONHOME"], home, "PYTHONHOME")
        check(got["env"].get("PYTHONHOME"), home, "exported PYTHONHOME")
    sh.on(env)
    sh.quiet("deactivate")
    check(sh.off()["PYTHONHOME"], "/opt/a b", "PYTHONHOME after deactivate")


@test("PYTHONHOME is restored by the child shell that leaves")
def pythonhome_child(w):
    w.project("p")
    sh = w.shell(env={"PYTHONHOME": "/opt/home"})
    sh.cd("p")
    sh.run(w.kind)
    check(sh.state()["PYTHONHOME"], None, "PYTHONHOME inside")
    sh.cd("..")
    got = sh.off()
    check(got["PYTHONHOME"], "/opt/home", "PYTHONHOME outside")
    check(got["env"].get("PYTHONHOME"), "/opt/home", "exported PYTHONHOME outside")


@test("a function's own exported {}: not what the session has behind it, {}", kinds=("fish",),
      cases=tuple((name, how) for name in ("PATH", "VIRTUAL_ENV", "PYTHONHOME") for how in LOCALS))
def locals_of_function(w, name, how):
    env, other = w.project("p"), w.mkenv(w.base + "/tools/mine")
    before, command, after = LOCALS[how]
    sh = w.shell()
    sh.run(f"function build; set -lx {name} /x ${name}; {command.replace('ENV', other)}; end")
    for _ in range(2):
        if before:
            sh.cd(before)
        sh.quiet("build", "")
        if after is True:
            sh.on(env)
        elif after:
            sh.theirs(other)
        else:
            sh.off()
        check(sh.state()["PYTHONHOME"], None, "PYTHONHOME")
        sh.quiet("deactivate" if after else "", "cd ~")
        sh.off()


@test("no private variable of ours reaches the environment of commands")
def private(w):
    w.project("p")
    sh = w.shell()
    before = set(sh.state()["env"])
    sh.cd("p")
    added = set(sh.state()["env"]) - before - {"OLDPWD"}
    check(added, {"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV"}, "exported names that entering adds")
    sh.cd("..")
    check(set(sh.state()["env"]) - before - {"OLDPWD"}, set(), "exported names that leaving leaves")


if __name__ == "__main__":
    sys.exit(main())
