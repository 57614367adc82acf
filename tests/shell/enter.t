#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way into a project and out of it turns its environment on and off."""

import os
import subprocess
import sys

from harness import LINE, POSIX, PROMPT, binary, check, main, quote, test


@test("entering a project turns its environment on, leaving turns it off")
def enter(w):
    env = w.project("p")
    sh = w.shell()
    check(sh.greeting, "", "output at start")
    sh.cd("p")
    sh.on(env)
    check(sh.run("marker"), "p/.venv\n", "command found")
    sh.cd("..")
    sh.off()


@test("going from one project straight to another switches")
def switch(w):
    one, two = w.project("p"), w.project("q")
    sh = w.shell()
    sh.cd("p")
    sh.on(one)
    sh.cd("../q")
    sh.on(two)
    sh.cd("-")
    sh.on(one)


@test("another directory by the name of the one left: nothing of it is on")
def exchanged(w):
    env = w.project("p")
    w.mkenv(w.home + "/evil/.venv")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.run("mv ../p ../old; mv ../evil ../p")
    assert "but changed since it was allowed" in sh.run("cd ../p"), "it is said"
    sh.off()
    sh.run("mv ../p ../evil; mv ../old ../p")
    sh.cd("../p")
    sh.on(env)


@test("a link that leads to another project by now: that one's is on")
def led_elsewhere(w):
    one, two = w.project("one"), w.project("two")
    os.symlink("one", w.home + "/current")
    sh = w.shell()
    sh.cd("current")
    sh.on(one)
    sh.run("ln -sfn two ~/current")
    sh.cd("../current")
    sh.on(two)


@test("a nested project has its own environment, and leaving it gives back the outer one")
def nested(w):
    outer, inner = w.project("p"), w.project("p/sub")
    sh = w.shell()
    for path, env in (("p", outer), ("sub/", inner), ("..", outer)):
        sh.cd(path)
        sh.on(env)
    sh.cd("..")
    sh.off()


@test("a subdirectory entered directly belongs to the project")
def subdirectory(w):
    env = w.project("p")
    w.dir("home/p/a/b/c")
    sh = w.shell()
    sh.cd("p/a/b/c")
    sh.on(env)
    sh.cd("../..")
    sh.on(env)
    sh.cd("../..")
    sh.off()


@test("a shell that starts inside a project has its environment at the first prompt")
def start_inside(w):
    env = w.project("p")
    w.dir("home/p/a")
    for start in ("p", "p/a"):
        sh = w.shell(cwd=f"{w.home}/{start}")
        check(sh.greeting, "", "output at start")
        sh.on(env)


@test("cd - leaves and comes back")
def cd_back(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.cd("-")
    sh.off()
    sh.cd("-")
    sh.on(env)


@test("pushd and popd")
def pushd(w):
    env = w.project("p")
    sh = w.shell()
    sh.quiet("pushd p >/dev/null")
    sh.on(env)
    sh.quiet("pushd / >/dev/null")
    sh.off()
    sh.quiet("popd >/dev/null")
    sh.on(env)
    sh.quiet("popd >/dev/null")
    sh.off()


@test("a directory name typed as a command")
def autocd(w):
    env = w.project("p")
    sh = w.shell()
    sh.quiet({"bash": "shopt -s autocd", "zsh": "setopt auto_cd", "fish": ""}[w.kind])
    sh.run("./p")
    sh.on(env)
    sh.run("..")
    sh.off()


@test("prevd, nextd and the directory keys", kinds=("fish",))
def directory_keys(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("prevd")
    sh.off()
    sh.quiet("nextd")
    sh.on(env)
    sh.keys("\x1b[1;3D")
    sh.off()
    sh.keys("\x1b[1;3C")
    sh.on(env)


@test("`cd x && command` on one line uses x's environment")
def one_line(w):
    env = w.project("p")
    sh = w.shell()
    check(sh.run("cd p && python -c 'import sys; print(sys.prefix)'"), env + "\n", "sys.prefix")
    sh.on(env)
    check(sh.run("cd .. && command -v marker || echo none"), "none\n", "marker outside")


@test("pushd and popd on one line with a command as well")
def one_line_stack(w):
    w.project("p")
    w.project("q")
    sh = w.shell()
    sh.cd("q")
    check(sh.run("pushd ../p >/dev/null && marker"), "p/.venv\n", "after pushd")
    check(sh.run("popd >/dev/null && marker"), "q/.venv\n", "after popd")


@test("`(cd x && command)` uses x's environment and leaves the shell alone", kinds=POSIX)
def subshell(w):
    w.project("p")
    sh = w.shell()
    check(sh.run("(cd p && marker)"), "p/.venv\n", "command found")
    sh.off()


@test("$(cd x && pwd) prints exactly the path")
def substitution(w):
    w.project("p")
    w.project("unknown", allow=False)
    sh = w.shell()
    for name in ("p", "unknown"):
        path = f"{w.home}/{name}"
        inner = f"(cd {path} && pwd)"
        out = sh.run("printf '[%s]\\n' " + (inner if w.kind == "fish" else f'"${inner}"'))
        # In fish it is the shell itself that moves: what is to say comes after.
        check(out.split("\n")[0] if w.kind == "fish" else out.rstrip("\n"), f"[{path}]", name)
    if w.kind != "fish":
        sh.off()


@test("a symbolic link to a project is the project, by its real path")
def symlink(w):
    env = w.project("p")
    w.dir("home/p/src")
    os.symlink("p", w.home + "/l")
    os.symlink("p/src", w.home + "/deep")
    sh = w.shell()
    for link in ("l", "deep"):
        sh.cd(link)
        check(sh.on(env)["PWD"], f"{w.home}/{link}", "PWD")
        sh.cd("..")
        sh.off()


@test("a deleted working directory makes no noise")
def deleted_directory(w):
    env = w.project("p")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p/a/b")
    sh.quiet(f"rm -r {w.home}/p/a", "", "true")
    sh.on(env)
    sh.cd(w.home)
    sh.off()
    sh.cd("p")
    sh.quiet(f"rm -r {w.home}/p", "", "true")
    sh.off()
    sh.cd(w.home)
    sh.off()


@test("the installed hook file, sourced directly, is the same hook")
def hook_file(w):
    env = w.project("p")
    sh = w.shell(line=f"source {w.hook_file()}")
    sh.cd("p")
    sh.on(env)
    sh.cd("..")
    sh.off()


HOOKED = {
    "bash": 'declare -p PROMPT_COMMAND | md5sum; declare -f | grep -c .',
    "zsh": "print -l $precmd_functions $chpwd_functions $preexec_functions",
    "fish": "functions -a -n; functions --handlers | grep -v __fish",
}


@test("loading twice is loading once")
def twice(w):
    env = w.project("p")
    sh = w.shell(after=LINE[w.kind])
    before = w.shell(after="").run(HOOKED[w.kind])
    check(sh.run(HOOKED[w.kind]), before, "what is installed after two loads")
    sh.cd("p")
    sh.on(env)
    sh.quiet(LINE[w.kind])
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("a shell that is not interactive is left alone")
def not_interactive(w):
    w.project("p")
    names = "functions -a -n | grep -i avenv" if w.kind == "fish" else "typeset -f | grep -i avenv"
    code = f'{LINE[w.kind]}\ncd {quote(w.kind, w.home)}/p\ncommand -v marker\necho "[$VIRTUAL_ENV]"; {names}; true'
    done = subprocess.run([binary(w.kind), "-c", code], env=w.env, capture_output=True, text=True,
                          timeout=10, check=True)
    check(done.stdout + done.stderr, "[]\n", "output")


@test("a prompt that the user sets later has the indicator, once", kinds=POSIX)
def own_prompt(w):
    w.project("p")
    sh = w.shell()
    keep = "PS1='mine '${PS1##*@> }" if w.kind == "bash" else "PS1=mine${PS1#*@>}"
    sh.cd("p")
    sh.run(keep)
    check(sh.prompt(), "(p) mine ", "prompt inside")
    sh.cd("..")
    check(sh.prompt(), "mine ", "prompt outside")


@test("VIRTUAL_ENV_DISABLE_PROMPT keeps the indicator away, and only that")
def disable_prompt(w):
    env = w.project("p")
    sh = w.shell(env={"VIRTUAL_ENV_DISABLE_PROMPT": "1"})
    sh.cd("p")
    check(sh.prompt(), PROMPT, "prompt")
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["VIRTUAL_ENV_PROMPT"], "p", "VIRTUAL_ENV_PROMPT")
    sh.unset("VIRTUAL_ENV_DISABLE_PROMPT")
    check(sh.prompt(), f"(p) {PROMPT}", "prompt once it is unset")
    sh.setx("VIRTUAL_ENV_DISABLE_PROMPT", "1")
    check(sh.prompt(), PROMPT, "prompt once it is set again")


if __name__ == "__main__":
    sys.exit(main())
