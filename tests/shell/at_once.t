#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command of avenv's changed counts for what follows on the line."""

import itertools
import os
import re
import sys

from harness import KINDS, POSIX, PYTHON, check, main, test

CREATE = f"create --without-pip -p {PYTHON}"


def line(w, words, before=""):
    """Runs `avenv -q WORDS`, where that BEFOREhand is set for it alone, and prints what is on then."""
    if w.kind == "fish":
        command = f"avenv -q {words}; and true"
        return (f"begin; {before}; {command}; end" if before else command) + '; echo "<$VIRTUAL_ENV>$PATH"'
    return f'{before} avenv -q {words} && echo "<${{VIRTUAL_ENV-}}>${{PATH-}}"'


def active(w, said):
    """What is on by what line() printed, of all that was SAID, on PATH as well; below the home directory."""
    env, path = re.search("<(.*)>(.*)\n", said).groups()
    check([d for d in path.split(":") if d.startswith(w.home)], [env + "/bin"] if env else [], f"of ours on PATH in {said!r}")
    return os.path.relpath(env, w.home) if env else ""


def stale(w):
    """A project whose interpreter is gone: its environment is allowed, and not turned on."""
    env = w.real(w.home + "/p/.venv")
    w.avenv("allow", w.home + "/p")
    os.remove(env + "/bin/python3")
    os.symlink("/nowhere/python3", env + "/bin/python3")


STATES = {
    "an environment is on": lambda w: w.project("p"),
    "none is allowed": lambda w: w.project("p", allow=False),
    "its Python is gone": stale,
    "none is there": lambda w: w.dir("home/p"),
    "a redirect leads to one": lambda w: w.redirected("p", "store/e"),
}
COMMANDS = (
    (CREATE, "none is there", "p/.venv"),
    (f"{CREATE} djvenv", "none is there", "p/djvenv"),
    ("allow", "none is allowed", "p/.venv"),
    ("use ../q/.venv", "none is there", "q/.venv"),
    ("use --clear", "a redirect leads to one", ""),
    ("recreate", "its Python is gone", "p/.venv"),
    ("repair", "its Python is gone", "p/.venv"),
    ("move .venv djvenv", "an environment is on", "p/djvenv"),
    ("mv .venv djvenv", "an environment is on", "p/djvenv"),
    ("remove -y .venv", "an environment is on", ""),
    ("rm -y .venv", "an environment is on", ""),
    ("deny", "an environment is on", ""),
    ("forget", "an environment is on", ""),
)


@test("{0}, where {1}: what follows on the line has that", cases=COMMANDS)
def counts(w, words, state, want):
    STATES[state](w)
    w.project("q", allow=False)
    sh = w.shell()
    sh.run("cd p")
    check(active(w, sh.run(line(w, words))), want, "what is on, on the line")
    if want:
        sh.on(f"{w.home}/{want}", "djvenv" if want.endswith("djvenv") else "p")
    else:
        sh.off()
    sh.run("cd ..")
    sh.off()


@test("PATH is another than at the last answer: so it is all the same")
def other_path(w):
    env = w.dir("home/p") + "/.venv"
    sh = w.shell()
    sh.cd("p")
    sh.setx("PATH", "/opt/x:" + w.path)
    sh.quiet("true")
    check(active(w, sh.run(line(w, CREATE))), "p/.venv", "what is on, on the line")
    sh.on(env, "p", "/opt/x:" + w.path)
    check(active(w, sh.run(line(w, "deny"))), "", "what is on, on the line")
    sh.off("/opt/x:" + w.path)


@test("the second command on a line as well")
def second(w):
    w.dir("home/p")
    w.dir("home/n")
    sh = w.shell()
    sh.cd("p")
    separator = "; " if w.kind == "fish" else " && "
    check(active(w, sh.run("avenv -q deny ../n" + separator + line(w, CREATE))), "p/.venv", "what is on, on the line")
    sh.on(w.home + "/p/.venv", "p")


@test("in a subshell as after a cd there, and nothing of it outside", kinds=POSIX)
def subshell(w):
    w.dir("home/p")
    sh = w.shell()
    check(active(w, sh.run(f"(cd p && {line(w, CREATE)})")), "p/.venv", "what is on in it")
    sh.off()
    check(active(w, sh.run(f"echo $(cd p && {line(w, 'deny')})")), "", "what is on in it")
    sh.off()


@test("where PATH is a function's own: at the prompt", kinds=POSIX)
def own_path(w):
    env = w.dir("home/p") + "/.venv"
    sh = w.shell()
    sh.cd("p")
    sh.run("f() { local PATH=/opt/x:$PATH; " + line(w, CREATE) + "; }")
    check(sh.run("f").startswith("<>"), True, "off, on the line")
    sh.on(env, "p")


@test("the user's own is removed: what the directory gives is on")
def removed_theirs(w):
    w.project("p")
    mine = w.real(w.home + "/mine")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    sh.source(mine)
    sh.cd("p")
    sh.theirs(mine)
    check(active(w, sh.run(line(w, f"remove -y {mine}"))), "p/.venv", "what is on, on the line")
    sh.on(w.home + "/p/.venv")


TEMPORARY = {"PATH": ("PATH=/opt/x:$PATH", "set -lx PATH /opt/x $PATH"), "VIRTUAL_ENV": ("VIRTUAL_ENV=", "set -lx VIRTUAL_ENV"),
             "AVENV_TRUST": ("AVENV_TRUST=$HOME", "set -lx AVENV_TRUST $HOME"),
             "VIRTUAL_ENV_PROMPT": ("VIRTUAL_ENV_PROMPT=zz", "set -lx VIRTUAL_ENV_PROMPT zz"),
             "VIRTUAL_ENV_PROMPT, empty,": ("VIRTUAL_ENV_PROMPT=", "set -lx VIRTUAL_ENV_PROMPT"),
             "AVENV_DISABLE": ("AVENV_DISABLE=1", "set -lx AVENV_DISABLE 1"),
             "PYTHONHOME": ("PYTHONHOME=/x", "set -lx PYTHONHOME /x")}
@test("{} set for that command alone: at the prompt all is as if it had not been, and nothing is on by halves before",
      cases=tuple(TEMPORARY))
def temporary(w, name):
    env = w.dir("home/p") + "/.venv"
    other = w.project("q", allow=name != "AVENV_TRUST")
    posix, fish = TEMPORARY[name]

    def by_it(words, on):
        said = sh.run(f'begin; {fish}; avenv -q {words}; end; echo "<$VIRTUAL_ENV>$PATH"' if w.kind == "fish" else
                      f'{posix} avenv -q {words}; echo "<${{VIRTUAL_ENV-}}>$PATH"')
        active, path = re.fullmatch("<(.*)>(.*)\n", said).groups()
        # To zsh it is any PATH.
        if (w.kind, name) == ("zsh", "PATH"):
            return
        check(path.startswith(f"{active}/bin:" if active else w.path), True, f"{said} is the one or the other")
        # Of an empty one nothing tells whether it is set.
        if name != "VIRTUAL_ENV":
            check(active, on, "VIRTUAL_ENV on the line")

    sh = w.shell()
    if name == "AVENV_TRUST":
        sh.run("cd q")
        by_it("deny ../p", "")
        sh.off()
        return
    sh.cd("p")
    by_it(f"create --without-pip -p {PYTHON}", "")
    sh.on(env, "p")
    sh.cd("../q")
    by_it(f"create --without-pip -p {PYTHON} {w.home}/elsewhere", other)
    sh.on(other, "q")
    by_it("deny .", other)
    sh.off()
    check(sh.run("env | grep ^PYTHONHOME="), "", "PYTHONHOME")


@test("AVENV_TRUST set for `deactivate` and `avenv {}` alone, {}: nothing of what that allows is on", cases=tuple(
    (words, how) for words in (f"create --clear --without-pip -p {PYTHON}", "use .venv") for how in ("a function's own", "twice")))
def temporary_deactivate(w, words, how):
    w.project("r", allow=False)
    mine = w.project("q")
    sh = w.shell()
    sh.run("cd r")
    sh.quiet("", f"avenv activate {mine}")
    one = "AVENV_TRUST=$HOME/r"
    line_of = {"posix": {"a function's own": f"f() {{ local {one}; export AVENV_TRUST; deactivate; avenv -q {words}; }}; f",
                         "twice": f"{one} deactivate; {one} avenv -q {words}"},
               "fish": {how: f"begin; set -lx AVENV_TRUST $HOME/r; deactivate; avenv -q {words}; end"}}
    said = sh.run(line_of["fish" if w.kind == "fish" else "posix"][how] + '; echo "<$VIRTUAL_ENV>"')
    check(said, "<>\n", "what is on, on the line")


@test("AVENV_TRUST set for `avenv remove` and the next command alone: nothing of what that allows is on")
def temporary_remove(w):
    w.project("r", allow=False)
    mine = w.project("q")
    w.dir("home/n")
    sh = w.shell()
    sh.run("cd r")
    sh.quiet("", f"avenv activate {mine}")
    words = f"avenv -q remove -y {mine}", "avenv -q deny ../n"
    line_of = ("begin; set -lx AVENV_TRUST $HOME/r; " + "; ".join(words) + "; end" if w.kind == "fish" else
               "; ".join("AVENV_TRUST=$HOME/r " + each for each in words))
    check(sh.run(line_of + '; echo "<$VIRTUAL_ENV>"'), "<>\n", "what is on, on the line")


# What the command is, and where.
LEFT = {CREATE: "n", "allow": "p", "use ../q/.venv": "n", f"{CREATE} --clear": "q"}


def left(w, words, child):
    w.project("p", allow=False)
    w.project("q")
    w.dir("home/n")
    mine = w.real(w.home + "/mine")
    sh = w.shell("fish" if "fish" in child else w.kind, env={"AVENV_LEARN": "0"})
    sh.run("cd " + LEFT[words])
    sh.source(mine)
    if child:
        sh.run(w.kind)
    sh.theirs(mine)
    want = f"{w.home}/{'q' if words.startswith('use') else LEFT[words]}/.venv\n"
    for _ in range(2):
        sh.run(f"deactivate; avenv -q {words} >../said; echo $VIRTUAL_ENV >>../said")
        with open(f"{w.home}/said", encoding="utf-8") as said:
            check(said.read(), want, "what is on, on the line")
        if child:
            break
        sh.source(mine)


# fish's script exports what it keeps.
for kinds, children in (KINDS, ("", ", of a parent shell")), (POSIX, (", of a parent fish",)):
    test("a script's own activation is on since an earlier prompt{1}: `deactivate; avenv {0}` counts for what follows",
         kinds=kinds, cases=tuple(itertools.product(LEFT, children)))(left)


@test("a `builtin cd`, or the user's own `cd`, where another one was on: `avenv {}` is of where the shell is", cases=(
    CREATE, "deny ../p", "allow"))
def own_cd(w, words):
    inner = {"deny ../p": "", "allow": "p/in/.venv"}.get(words, "n/.venv")
    w.project("p")
    w.project("p/in", allow=False)
    w.dir("home/n")
    sh = w.shell()
    sh.cd("p")
    where = "in" if words == "allow" else "../n"
    check(active(w, sh.run(f"builtin cd {where}; {line(w, words)}")), inner, "what is on, on the line")


@test("a hint waits for the prompt, whatever is on the line behind the cd")
def hint_waits(w):
    w.project("clone", allow=False)
    sh = w.shell()
    command = f"avenv create -q --without-pip -p {PYTHON} {w.home}/elsewhere"
    one_hint = sh.run(f"cd clone; {command} >said 2>&1; echo behind")
    assert one_hint.startswith("behind\n") and one_hint.count("'.venv' is here") == 1, one_hint
    check(open(w.home + "/clone/said", encoding="utf-8").read(), "", "what the command said")


@test("{} set for a command alone behind a `builtin cd`: nothing of that is on, and nothing by halves", cases=("PATH", "AVENV_TRUST"))
def temporary_cd(w, name):
    w.project("p")
    w.project("n", allow=False)
    sh = w.shell()
    posix, fish = TEMPORARY[name]
    if name == "PATH":
        sh.cd("p")
    line_of = (f"begin; {fish}; avenv list; end >/dev/null; echo \"<$VIRTUAL_ENV>$(string join : $PATH)\"" if w.kind == "fish" else
               f'{posix} avenv list >/dev/null; echo "<${{VIRTUAL_ENV-}}>$PATH"')
    on = active(w, sh.run(f"builtin cd {w.home}/n; {line_of}"))
    assert on in ("", "p/.venv"), on
    sh.quiet()
    sh.off()


# What is set for a command alone, what the command is, and what is on, on the line: what was on before.
ANSWERED_BY = {
    "HOME": ("~/x", "allow", ""),
    "XDG_DATA_HOME": ("~/x", "allow", ""),
    "AVENV_TRUST": ("~", "remove -y ~/mine", ""),
    "AVENV_NAMES": ("odd", "allow ../n", ""),
    "AVENV_CEILING": ("~/on", "deny ../../n", "on/.venv"),
}


@test("{0} is not what it was, for that command alone: nothing is answered by that", cases=tuple(ANSWERED_BY))
def answered_by(w, name):
    value, words, want = ANSWERED_BY[name]
    for other in ("p", "n", "x", "on/sub"):
        w.dir("home/" + other)
    if name == "AVENV_NAMES":
        w.avenv("allow", w.home + "/p")
    w.mkenv(w.home + ("/p/odd" if name == "AVENV_NAMES" else "/p/.venv"))
    w.project("on")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    if "mine" in words:
        sh.source(w.real(w.home + "/mine"))
    sh.run("cd " + ("on/sub" if want else "p"))
    value = value.replace("~", w.home)
    said = sh.run(line(w, words, f"set -lx {name} {value}" if w.kind == "fish" else f"{name}={value}"))
    check(active(w, said), want, "what is on, on the line")


if __name__ == "__main__":
    sys.exit(main())
