#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose environment is on, and what the user's own doing changes about it."""

import os
import re
import sys

from harness import POSIX, PROMPT, PYTHON, activation, check, hint, main, test

NO_LEARN = {"AVENV_LEARN": "0"}


# --- theirs ---

@test("an environment that the user activated is never touched")
def theirs(w):
    w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env=NO_LEARN)
    sh.source(mine)
    sh.theirs(mine)
    for path in ("p", "..", mine, "/", w.home + "/p"):
        sh.cd(path)
        sh.theirs(mine)
    sh.quiet("deactivate")
    sh.off()
    sh.cd("..")
    sh.cd("p")
    sh.on(w.home + "/p/.venv")


@test("where avenv's entry is all of PATH, what the user activates leaves none that is empty")
def theirs_alone(w):
    w.project("p")
    sh = w.shell(env=NO_LEARN)
    sh.cd("p")
    sh.quiet('set -gx PATH "$VIRTUAL_ENV/bin"; set -gx VIRTUAL_ENV /other' if w.kind == "fish" else
             'PATH="$VIRTUAL_ENV/bin" VIRTUAL_ENV=/other')
    sh.quiet("", "")
    assert sh.state()["PATH"] in ((None, "") if w.kind == "fish" else (None,)), f"PATH {sh.state()['PATH']!r}"


@test("stock activation of the environment that is on: shown once, undone by one deactivate")
def stock_same(w):
    env = w.project("p", real=True)
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.source(env)
    check(sh.prompt().count("("), 1, f"indicators in {sh.prompt()!r}")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    sh.cd("..")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV outside: it is the user's own now")
    sh.run("deactivate")
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("stock activation of another environment, then deactivate: nothing of ours is left")
def stock_other(w):
    w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env=NO_LEARN)
    for away in (False, True):
        sh.cd("p")
        sh.on(w.home + "/p/.venv")
        sh.source(mine)
        got = sh.state()
        check(got["VIRTUAL_ENV"], mine, "VIRTUAL_ENV")
        check(got["PATH"].split(":")[0], mine + "/bin", "first in PATH")
        sh.run()
        check(sh.prompt(), f"(mine) {PROMPT}", "prompt")
        if away:
            sh.cd("..")
            check(sh.state()["VIRTUAL_ENV"], mine, "VIRTUAL_ENV")
        sh.quiet("deactivate")
        sh.off()
        sh.cd(w.home)
        sh.off()


@test("stock activation of another, while ours is on in a child shell: nothing is left there either")
def stock_other_child(w):
    w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(cwd=w.home + "/p", env=NO_LEARN)
    sh.run(w.kind)
    sh.source(mine)
    sh.quiet("deactivate", "cd ..")
    sh.off()


@test("a script's own activation of a parent fish, deactivated here: a later one restores the PATH that it found", kinds=POSIX)
def stock_of_fish(w):
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell("fish", env=NO_LEARN)
    sh.source(mine)
    sh.run(w.kind)
    sh.kind = w.kind
    sh.quiet("deactivate")
    sh.off()
    path = f"/opt/new:{w.path}"
    sh.setx("PATH", path)
    sh.source(mine)
    sh.theirs(mine, path)
    sh.quiet("deactivate")
    sh.off(path)


@test("stock activation of {}, then of one more: ours does not come back with what the first script kept",
      cases=("another", "the environment that is on"))
def stock_after_stock(w, which):
    env = w.project("p", real=True)
    other, last = (w.real(w.dir("tools") + "/" + name) for name in ("other", "last"))
    first = other if which == "another" else env
    sh = w.shell(env=NO_LEARN)
    # In fish the script in a child shell keeps what the parent's kept.
    for child in ("", "fish") if w.kind == "fish" else ("",):
        sh.cd("p")
        sh.on(env)
        sh.source(first)
        sh.run(child)
        sh.source(last)
        sh.theirs(last)
        sh.cd("..")
        sh.theirs(last)
        sh.quiet("deactivate", "")
        sh.off()


@test("stock activation of {}, then deactivate: the user's own entry of what was ours stays",
      cases=("another", "one that is all of PATH"))
def stock_own_entry(w, which):
    env = w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env=NO_LEARN)
    path = f"{w.path}:{env}/bin" if which == "another" else None
    if path:
        sh.setx("PATH", path)
    sh.cd("p")
    if not path:
        sh.setx("PATH", f"{env}/bin")
    sh.source(mine)
    sh.quiet("deactivate", "")
    check(sh.state()["PATH"], path, "PATH")


# --- deactivate sticks ---

OFF = {
    "deactivate": lambda sh: sh.quiet("deactivate"),
    "avenv deactivate": lambda sh: sh.quiet("avenv deactivate"),
    "unset VIRTUAL_ENV": lambda sh: check(sh.unset("VIRTUAL_ENV"), "", "output"),
    "stock": lambda sh: (sh.source(sh.world.home + "/p/.venv"), sh.quiet("deactivate")),
}


@test("deactivated by {}: off until the shell leaves the project", cases=tuple(OFF))
def sticks(w, how):
    env = w.project("p", real=how == "stock")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    OFF[how](sh)
    sh.off()
    for path in ("a", "..", "."):
        sh.cd(path)
        sh.off()
    sh.cd("..")
    sh.off()
    sh.cd("p")
    sh.on(env)


@test("deactivated and gone on from in one line: off all the same")
def sticks_moving(w):
    w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate && cd a", "cd ..")
    sh.off()


@test("a nested project is not muted with the outer one, nor the outer one by the nested")
def muted_nested(w):
    outer, inner = w.project("p"), w.project("p/sub")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.cd("sub")
    sh.on(inner)
    sh.cd("..")
    sh.off()
    sh.cd("..")
    sh.cd("p/sub")
    sh.quiet("deactivate")
    sh.off()
    sh.cd("..")
    sh.on(outer)


@test("deactivating the user's own mutes what the directory would give")
def muted_theirs(w):
    env = w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env=NO_LEARN)
    sh.source(mine)
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("")
    sh.off()
    sh.cd("..")
    sh.cd("p")
    sh.on(env)


@test("`avenv activate` turns a muted environment on again")
def unmuted(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("avenv activate")
    sh.on(env)
    sh.cd("a")
    sh.on(env)


@test("a deactivated one: off still after `avenv {}`, which is of another", cases=(
    "allow ../q", "allow ../q/.venv", "-C ../q allow", "-C ../n use ../q/.venv", "allow --found ../q",
    "allow --tree ../q", "allow --by-path ../q", "allow --list", "allow --help", "use --help", "allow djvenv",
    "-C ../n use ../p/.venv", "allow ../link",
    "allow --by-path djvenv", "-C ../q allow djvenv"))
def allowed_another(w, words):
    env = w.project("p")
    for other in ("p/djvenv", "q/djvenv"):
        w.mkenv(f"{w.home}/{other}")
    w.project("q", allow=False)
    w.dir("home/n")
    w.dir("home/link")
    os.symlink(env, w.home + "/link/.venv")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    for command in ("deactivate", f"avenv {words}"):
        sh.run(command)
        sh.off()
    sh.quiet("", "true")
    sh.off()
    sh.quiet("avenv activate")
    sh.on(env)
    sh.run(f"deactivate; avenv {words}")
    sh.off()


def two_off(w):
    """A shell in p/inner, with the environments of p and of that deactivated."""
    outer = w.project("p")
    inner = w.project("p/inner")
    sh = w.shell()
    for directory, env in ("p", outer), ("inner", inner):
        sh.cd(directory)
        sh.on(env)
        sh.quiet("deactivate")
        sh.off()
    return sh, outer, inner


@test("two of them deactivated, the one within the other: `avenv {}` turns on the one that it is of", cases=(
    "-C .. allow", "-C .. use .venv", "allow .."))
def allowed_outer(w, words):
    sh, _, inner = two_off(w)
    sh.run(f"avenv {words}")
    sh.off()
    sh.run(f"avenv {words}; avenv -C {w.home}/p/inner allow ../inner")
    sh.on(inner)


@test("a deactivated one allowed, and left, on one line: what is on is what the shell comes to")
def allowed_and_left(w):
    w.project("p")
    inner = w.project("p/sub")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.cd("sub")
    sh.on(inner)
    sh.run("deactivate; avenv allow; cd ..")
    sh.off()


@test("a deactivated one allowed, and left behind, on one line: what is deactivated elsewhere is off at once")
def allowed_and_gone(w):
    w.project("p")
    other = w.project("q")
    sh = w.shell()
    sh.cd("p")
    sh.run("deactivate; avenv -q allow; cd ..; cd ../home")
    sh.off()
    sh.cd("q")
    sh.on(other)
    sh.quiet("deactivate")
    sh.off()


@test("`deactivate`, then `avenv {}`: on for the rest of the line, and after a cd within its project or to one within it",
      cases=("allow", "use .venv", "create --clear --without-pip"))
def allowed_and_within(w, words):
    env = w.project("p+[1]")
    inner = w.project("p+[1]/inner")
    w.dir("home/p+[1]/sub")
    os.symlink("p+[1]", w.home + "/link")
    sh = w.shell()
    for directory in "p+[1]", "../link":
        sh.cd(directory)
        for step, then in ("sub", ".."), ("inner", ".."):
            sh.quiet("avenv activate")
            check(sh.run(f"deactivate; avenv -q {words}; echo $VIRTUAL_ENV"), env + "\n", "for the rest of the line")
            sh.run(f"deactivate; avenv -q {words}; cd {step}")
            sh.on(inner if step == "inner" else env, None if step == "inner" else "p+?1?")
            sh.cd(then)
            sh.on(env, "p+?1?")
        sh.quiet("deactivate")
        sh.off()


def unsettled(w, words):
    """WORDS where PATH is for that command alone: what it changes waits for the next look."""
    return (f"begin; set -lx PATH /opt/x $PATH; {words}; end" if w.kind == "fish" else
            f"mk() {{ local PATH=/opt/x:$PATH; {words}; }}; mk")


def allow_for_empty(w):
    """`avenv allow` with a VIRTUAL_ENV that is empty for that command alone."""
    return "begin; set -lx VIRTUAL_ENV; avenv -q allow; end" if w.kind == "fish" else "VIRTUAL_ENV= avenv -q allow"


@test("a deactivated one, {} at hand while it is allowed, and a cd on the same line: on", cases=("PATH", "AVENV_CROSS"))
def allowed_unsettled(w, name):
    env = w.project("p")
    w.dir("home/p/sub")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    if name == "AVENV_CROSS":
        sh.run(("set -gx AVENV_CROSS 1" if w.kind == "fish" else "export AVENV_CROSS=1") + "; avenv -q allow; cd sub")
    else:
        sh.run(unsettled(w, "avenv -q allow") + "; cd sub")
    sh.on(env)


@test("two deactivated, the inner one allowed, and left on the same line: the outer one stays off")
def allowed_inner(w):
    sh, _, inner = two_off(w)
    sh.run(unsettled(w, "avenv -q allow") + "; cd ..")
    sh.off()
    sh.cd("inner")
    sh.on(inner)


@test("another one than the directory's turned off on the line: a yes to that one leaves it off")
def allowed_not_that(w):
    outer = w.project("p")
    inner = w.project("p/inner")
    sh = w.shell()
    sh.cd("p/inner")
    sh.quiet(f"avenv activate {outer}")
    check(sh.run("deactivate; avenv -q allow; echo $VIRTUAL_ENV"), inner + "\n", "on the line")
    sh.quiet(f"avenv activate {outer}")
    sh.run("deactivate; avenv -q allow; cd ..")
    sh.off()


@test("VIRTUAL_ENV empty for `avenv allow` alone while the user's own is on: that stays")
def allowed_beside_theirs(w):
    w.project("p")
    mine = w.real(w.home + "/mine")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    sh.cd("p")
    sh.quiet("deactivate")
    sh.source("../mine")
    sh.run(allow_for_empty(w))
    sh.theirs(mine)


@test("two deactivated, the one within the other, and a builtin cd to the outer one: `avenv allow` is of that")
def allowed_moved(w):
    sh, outer, _ = two_off(w)
    sh.run("builtin cd ..; avenv -q allow")
    sh.on(outer)


@test("a deactivated one that a link's target gives, allowed and left on the same line: on")
def allowed_physical(w):
    env = w.project("p")
    w.dir("home/p/sub/deep")
    os.symlink("p/sub", w.home + "/link")
    sh = w.shell()
    sh.cd("link")
    sh.on(env)
    sh.quiet("deactivate")
    sh.run(unsettled(w, "avenv -q allow") + "; cd deep")
    sh.on(env)


@test("what is made while one is on, {} set for that command alone, is no yes to a deactivate behind it", cases=("PATH", "AVENV_TRUST"))
def deactivated_later(w, name):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    words = f"avenv -q create --clear --without-pip -p {PYTHON}"
    if name == "PATH":
        words = unsettled(w, words)
    elif w.kind == "fish":
        words = f"begin; set -lx AVENV_TRUST /nowhere; {words}; end"
    else:
        words = "AVENV_TRUST=/nowhere " + words
    sh.quiet(words + "; deactivate")
    sh.off()


@test("`avenv activate` behind a builtin cd: of where the shell is")
def activate_moved(w):
    outer = w.project("p")
    w.project("p/inner")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate", "cd inner")
    sh.run("builtin cd ..; avenv activate")
    sh.on(outer)


@test("one that the user named is deactivated, and the directory left, on one line: what that gives is off as well")
def muted_moving(w):
    env = w.project("p")
    other = w.project("q")
    w.dir("home/p/sub")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(f"avenv activate {other}")
    sh.run("deactivate; cd sub")
    sh.off()
    sh.cd("../..")
    sh.cd("p/sub")
    sh.on(env)


@test("the directory in which one is deactivated is gone by the end of the line: what is elsewhere is on")
def muted_gone(w):
    outer = w.project("p")
    w.project("p/inner")
    other = w.project("q")
    sh = w.shell()
    sh.cd("p/inner")
    sh.run("deactivate; rm -rf ../inner; cd ..")
    sh.on(outer)
    sh.run("deactivate; mv ../p ../z; cd ../q")
    sh.on(other)


@test("one environment of two projects, the one within the other: off until the shell leaves the inner one")
def muted_inner(w):
    env = w.project("p")
    w.dir("home/p/inner")
    w.write("home/p/inner/.venv", "../.venv\n")
    w.avenv("allow", w.home + "/p/inner")
    sh = w.shell()
    sh.cd("p")
    sh.cd("inner")
    sh.on(env)
    sh.quiet("deactivate")
    sh.off()
    sh.cd("..")
    sh.on(env)


@test("a deactivate and `avenv off` on one line: off still after `avenv on`")
def off_deactivated(w):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate; avenv off")
    sh.run("avenv on")
    sh.off()


@test("VIRTUAL_ENV empty for `avenv allow` alone: that is no deactivate, and nothing is on by halves")
def allowed_for_one(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    check(sh.run(f"{allow_for_empty(w)}; echo $VIRTUAL_ENV"), env + "\n", "for the rest of the line")
    sh.on(env)


@test("the hook of an earlier avenv: `avenv allow` after a deactivate ends with status 0")
def allowed_by_earlier(w):
    w.project("p")
    sh = w.shell(line=f"source {w.hook_file()}")
    with open(f"{w.base}/avenv.{w.kind}", encoding="utf-8") as file:
        text = file.read()
    earlier = text.replace("_avenv_command my", "_avenv_command m").replace("3:allow", "0:allow")
    assert "_avenv_command m " in earlier and "0:allow" in earlier, "as it was before it knew of that"
    w.write(f"avenv.{w.kind}", earlier)
    sh = w.shell()
    sh.cd("p")
    for words in "allow", "allow --tree .":
        sh.quiet("deactivate")
        check(sh.run(f"avenv -q {words}; echo {sh.status}"), "0\n", "exit status")
        sh.on(w.home + "/p/.venv")


@test("a deactivated one: on again by `avenv {}`, for what follows as well", cases=(
    "allow", "allow .", "allow .venv", "allow ../p", "-C . allow", "allow ../q .", "-C ../q allow ../p", "allow --tree .",
    "allow --tree ../q ../p"))
def allowed_again(w, words):
    env = w.project("p")
    w.project("q", allow=False)
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.run(f"avenv {words}; echo {sh.status} >../status")
    with open(f"{w.home}/status", encoding="ascii") as file:
        check(file.read(), "0\n", "exit status")
    sh.on(env)


@test("deactivate is there whenever an environment is on, and gone with it")
def deactivate_exists(w):
    w.project("p")
    sh = w.shell()
    assert not sh.defined("deactivate"), "deactivate before"
    sh.cd("p")
    assert sh.defined("deactivate"), "no deactivate"
    sh.cd("..")
    assert not sh.defined("deactivate"), "deactivate after"


@test("deactivate is there where a stock script over {} took it away just before", cases=("ours", "a named one"))
def deactivate_again(w, over):
    w.project("p")
    other = w.project("q")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env=NO_LEARN)
    sh.quiet("cd p" if over == "ours" else f"avenv activate {w.home}/p/.venv")
    sh.source(mine)
    sh.quiet("deactivate; cd ~/q")
    sh.on(other)
    sh.quiet("deactivate")
    sh.off()


# --- off and on ---

SWITCHES = {
    "avenv off and on": (lambda sh: sh.run("avenv off"), lambda sh: sh.run("avenv on")),
    "AVENV_DISABLE=1": (lambda sh: sh.setx("AVENV_DISABLE", "1"), lambda sh: sh.unset("AVENV_DISABLE")),
}


@test("{}: works at the next prompt, both ways", cases=tuple(SWITCHES))
def switches(w, how):
    off, on = SWITCHES[how]
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    off(sh)
    sh.off()
    sh.cd("..")
    sh.cd("p")
    sh.off()
    on(sh)
    sh.on(env)
    sh.cd("..")
    off(sh)
    on(sh)
    sh.off()


# --- what a shell inherits ---

@test("a shell started inside the project adopts what is on")
def adopt(w):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    for command in (w.kind, f"exec {w.kind}"):
        check(sh.run(command), "", "output at start")
        sh.on(env)
        assert sh.defined("deactivate"), "no deactivate"
    sh.cd("..")
    sh.off()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()


@test("another kind of shell adopts as well ({})", cases=("bash", "zsh", "fish"))
def adopt_other(w, inner):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    sh.run(inner)
    sh.kind = inner
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("a shell started elsewhere undoes what it inherits")
def undo(w):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    check(sh.run(f"env -C / {w.kind}"), "", "output at start")
    sh.off()
    sh.cd(w.home + "/p")
    sh.on(env)


@test("a shell started in another project switches")
def undo_switch(w):
    w.project("p")
    other = w.project("q")
    sh = w.shell(cwd=w.home + "/p")
    sh.run(f"env -C ../q {w.kind}")
    sh.on(other)
    sh.cd("..")
    sh.off()


LOGIN = {
    "bash": ("home/.bash_profile", "PATH=/opt/new:$PATH\n. ~/.bashrc\n"),
    "zsh": ("home/.zprofile", "path=(/opt/new $path)\n"),
    "fish": ("home/.config/fish/conf.d/login.fish", "status is-login; and set -gx PATH /opt/new $PATH\n"),
}


@test("a login shell whose profile puts something before ours is put right at its first prompt")
def login(w):
    env = w.project("p")
    w.dir("home/.config/fish/conf.d")
    w.write(*LOGIN[w.kind])
    sh = w.shell(cwd=w.home + "/p", line=w.hook_line())
    sh.run(f"{w.kind} -l")
    # The system's own profile may have its say as well.
    first, rest = sh.state()["PATH"].split(":", 1)
    check(first, env + "/bin", "first in PATH")
    assert "/opt/new" in rest and env not in rest, f"PATH goes on as {rest!r}"
    sh.run()
    sh.on(env, path=rest)
    sh.cd("..")
    sh.off(rest)


@test("inherited from outside, and the project's own: adopted")
def inherited_same(w):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p", env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}"})
    sh.path = w.path
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("inherited from outside, and of no project here: left alone")
def inherited_other(w):
    w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell(cwd=w.home + "/p", env={"VIRTUAL_ENV": mine, "PATH": f"{mine}/bin:{w.path}"})
    sh.path = w.path
    sh.theirs(mine)
    for path in ("..", "p", "/"):
        sh.cd(path)
        sh.theirs(mine)


@test("inherited as ours, but gone from disk: undone")
def inherited_gone(w):
    w.dir("home/p")
    env = w.home + "/p/.venv"
    sh = w.shell(cwd=w.home + "/p", env={"VIRTUAL_ENV": env, "AVENV_ENV": env, "PATH": f"{env}/bin:{w.path}"})
    sh.off(w.path)


# --- the user's PATH ---

@test("what the user puts before our entry stays there, and survives leaving")
def user_first(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.run("set -gx PATH /opt/new $PATH /opt/end" if w.kind == "fish" else "PATH=/opt/new:$PATH:/opt/end")
    want = f"/opt/new:{env}/bin:{w.path}:/opt/end"
    for path in (".", "a", ".."):
        sh.cd(path)
        check(sh.state()["PATH"], want, "PATH")
    sh.cd("..")
    sh.off(f"/opt/new:{w.path}:/opt/end")


@test("our entry, lost from PATH, comes back with the next directory change")
def entry_lost(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.setx("PATH", w.path)
    sh.cd("a")
    sh.on(env)


# --- learning ---

def learnt(name, project):
    return f"avenv: from now on '{name}' is on whenever you are in '…/{project}'\n"


@test("a stock activate typed at the prompt is learnt, once ({})", cases=("djvenv", ".venv"))
def learn(w, name):
    w.dir("home/django")
    env = w.real(w.home + "/django/" + name)
    sh = w.shell()
    check(sh.run("cd django"), hint(name), "hint")
    check(sh.source(name), learnt(name, "django"), "first time")
    sh.theirs(env)
    sh.quiet("deactivate", "")
    sh.off()
    sh.quiet(f"source {activation(w.kind, name)}", "deactivate", "cd ..")
    sh.off()
    sh.cd("django")
    sh.on(env, "djvenv" if name == "djvenv" else None)


@test("learnt while another one is off that is allowed on the same line")
def learn_allowing(w):
    w.project("p")
    w.dir("home/django")
    w.real(w.home + "/django/djvenv")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    said = sh.run(f"source {activation(w.kind, '../django/djvenv')}; avenv -q allow")
    check(said, learnt("djvenv", "django"), "output")


@test("learnt from afar: on in its own project, and hands off meanwhile")
def learn_afar(w):
    w.dir("home/django")
    env = w.real(w.home + "/django/djvenv")
    sh = w.shell()
    check(sh.source("django/djvenv"), learnt("djvenv", "django"), "output")
    sh.cd("/")
    sh.theirs(env)
    sh.quiet("deactivate")
    sh.cd(w.home + "/django")
    sh.on(env, "djvenv")


@test("a stock activate and a cd on one line: learnt all the same")
def learn_leaving(w):
    w.dir("home/django")
    env = w.real(w.home + "/django/djvenv")
    sh = w.shell()
    sh.run("cd django")
    script = activation(w.kind, "djvenv")
    check(sh.run(f"source {script}; cd .."), learnt("djvenv", "django"), "output")
    sh.theirs(env)
    sh.quiet("deactivate", "cd django")
    sh.on(env, "djvenv")


@test("VIRTUAL_ENV and _OLD_VIRTUAL_PATH merely set, without PATH: nothing is learnt")
def not_activated(w):
    w.dir("home/django")
    env = w.real(w.home + "/django/djvenv")
    sh = w.shell()
    if w.kind == "fish":
        sh.quiet(f"set -gx VIRTUAL_ENV {env}; set -g _OLD_VIRTUAL_PATH $PATH")
    else:
        sh.quiet(f'export VIRTUAL_ENV={env}; _OLD_VIRTUAL_PATH="$PATH"')
    sh.quiet("", "true")
    listed = w.avenv("allow", "--list")
    assert "allow" not in listed.replace(w.base, ""), f"recorded: {listed!r}"


@test("a stock activate of an environment in HOME itself: not learnt")
def learn_home(w):
    env = w.real(w.home + "/venv")
    sh = w.shell()
    check(sh.source("venv"), "", "output")
    sh.theirs(env)
    listed = w.avenv("allow", "--list")
    assert "allow" not in listed.replace(w.base, ""), f"recorded: {listed!r}"


# Each as it stands there before the script.
STARTUP = {"a startup file": "", **{f"a startup file behind `avenv {words}`": f"avenv {words} >/dev/null 2>&1\n"
                                    for words in ("list", "on", "activate", "allow")}}
UNLEARNT = ("AVENV_LEARN=0", *STARTUP, "what is inherited", "a deny")


@test("nothing is learnt from {}", cases=UNLEARNT)
def not_learnt(w, how):
    w.dir("home/django")
    env = w.real(w.home + "/django/djvenv")
    script = f"source {activation(w.kind, env)}"
    if how == "a deny":
        w.avenv("deny", w.home + "/django")
    if how in STARTUP:
        sh = w.shell(after=STARTUP[how] + script)
    elif how == "what is inherited":
        sh = w.shell(env={"VIRTUAL_ENV": env, "PATH": f"{env}/bin:{w.path}"})
        sh.path = w.path
    else:
        sh = w.shell(env=NO_LEARN if how == "AVENV_LEARN=0" else {})
        check(sh.run(script), "", "output")
    check(sh.greeting, "", "output at start")
    sh.quiet("", "true")
    sh.theirs(env)
    listed = w.avenv("allow", "--list")
    assert not re.search("^allow.*django", listed, re.MULTILINE), f"recorded: {listed!r}"


if __name__ == "__main__":
    sys.exit(main())
