#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other tools and the user's own functions that have a hand in what the hook uses."""

import os
import shutil
import subprocess
import sys
import time

from harness import POSIX, PROMPT, READY, Skip, activation, check, main, test

# A stand-in for direnv 2.32: at the prompt in p it takes a snapshot of PATH, which
# holds our entry by then; at the first prompt elsewhere PATH is that snapshot again.
TOOL = {
    "bash": """tool() {
    if [ "$PWD" = ~/p ]; then
        if [ -z "$snap" ]; then snap=$PATH; PATH=/opt/tool:$PATH; fi
    elif [ -n "$snap" ]; then
        PATH=$snap; snap=
    fi
}
PROMPT_COMMAND=(tool "${PROMPT_COMMAND[@]}")""",
    "zsh": """tool() {
    if [[ "$PWD" = ~/p ]]; then
        if [[ -z "$snap" ]]; then snap=$PATH; PATH=/opt/tool:$PATH; fi
    elif [[ -n "$snap" ]]; then
        PATH=$snap; snap=
    fi
}
precmd_functions=(tool $precmd_functions)""",
    "fish": """function tool --on-event fish_prompt
    if test "$PWD" = ~/p
        if not set -q snap[1]; set -g snap $PATH; set -gx PATH /opt/tool $PATH; end
    else if set -q snap[1]
        set -gx PATH $snap; set -e snap
    end
end""",
}


def restored(w, place):
    """A shell in p whose other tool has taken its snapshot."""
    env = w.project("p")
    sh = w.shell(**{place: TOOL[w.kind]})
    sh.cd("p")
    check(sh.state()["PATH"], f"/opt/tool:{env}/bin:{w.path}", "PATH inside")
    return sh


@test("a tool loaded {} the hook that restores a saved PATH: nothing of a left project comes back",
      cases=("before", "after"))
def restored_leaving(w, place):
    sh = restored(w, place)
    sh.cd("..")
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("a tool loaded {} the hook that restores a saved PATH: nothing comes back of what a widget left, either",
      kinds=("zsh",), cases=("before", "after"))
def restored_widget(w, place):
    sh = restored(w, place)
    sh.quiet("up() { cd ..; zle reset-prompt }", "zle -N up", "bindkey '^Xu' up")
    sh.keys("\x18u")
    check(sh.prompt(), PROMPT, "prompt")
    sh.quiet("")
    sh.off()


@test("a tool loaded {} the hook that restores a saved PATH: the next project is first, the left one gone",
      cases=("before", "after"))
def restored_switching(w, place):
    other = w.project("b")
    sh = restored(w, place)
    sh.cd("../b")
    sh.on(other)
    check(sh.run("marker"), "b/.venv\n", "what runs")
    sh.cd("..")
    sh.off()


@test("a tool loaded {} the hook that restores a saved PATH: a project entered from its place is on",
      cases=("before", "after"))
def restored_entering(w, place):
    other = w.project("b")
    w.dir("home/p")
    sh = w.shell(**{place: TOOL[w.kind]})
    sh.cd("p")
    check(sh.state()["PATH"], f"/opt/tool:{w.path}", "PATH in its place")
    sh.cd("../b")
    sh.on(other)
    check(sh.run("marker"), "b/.venv\n", "what runs")
    sh.cd("..")
    sh.off()


# --- direnv itself, in each order that README tells ---

DIRENV = {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"', "fish": "direnv hook fish | source"}


def beside_direnv(w, place):
    """A shell with both; direnv has a word to say in p and in plain, where there is no environment."""
    if not shutil.which("direnv", path=w.path):
        raise Skip("direnv is not installed")
    if place == "after" and w.kind == "zsh":
        raise Skip("README has direnv before it in zsh")
    w.env["DIRENV_LOG_FORMAT"] = ""
    envs = w.project("p"), w.project("q")
    for name in ("p", "plain"):
        w.dir(f"home/{name}/tools")
        w.write(f"home/{name}/.envrc", "PATH_add tools\n")
        subprocess.run(["direnv", "allow", f"{w.home}/{name}"], env=w.env, check=True, stderr=subprocess.DEVNULL)
    if place == "setup":
        w.startup(w.kind, before=DIRENV[w.kind], line="")
        w.avenv("setup", "-q", "-y", w.kind)
        sh = w.shell()
    else:
        sh = w.shell(**{place: DIRENV[w.kind]})
    return sh, *envs


def both(w, sh, env):
    """ENV is on, and what direnv adds is there as well, in whichever order."""
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    mine = {f"{env}/bin", os.path.dirname(env) + "/tools"}
    check(sorted(got["PATH"].removesuffix(":" + w.path).split(":")), sorted(mine), "PATH inside")
    check(sh.run("marker"), os.path.relpath(env, w.home) + "\n", "what runs")


@test("direnv, {}: entering, switching and leaving, with both at work in one project", cases=("before", "after", "setup"))
def direnv(w, place):
    sh, p, q = beside_direnv(w, place)
    for _ in range(2):
        sh.cd("p")
        both(w, sh, p)
        sh.cd("../q")
        sh.on(q)
        sh.cd("../p")
        both(w, sh, p)
        sh.cd("..")
        sh.off()
    sh.run("cd q; cd ../p; cd ..")
    sh.off()


@test("direnv, {}: between its project, which has no environment, and one that has", cases=("before", "after", "setup"))
def direnv_plain(w, place):
    sh, _, q = beside_direnv(w, place)
    for _ in range(2):
        sh.cd(w.home + "/plain")
        check(sh.state()["PATH"], f"{w.home}/plain/tools:{w.path}", "PATH")
        sh.cd("../q")
        sh.on(q)
        check(sh.run("marker"), "q/.venv\n", "what runs")
    sh.cd("../plain")
    check(sh.state()["PATH"], f"{w.home}/plain/tools:{w.path}", "PATH")
    sh.cd("..")
    sh.off()


# --- what is the user's own, right after leaving ---

@test("the stock activation of what was just left, on one line: on, and the user's own",
      cases=("deactivate; source {}", "cd ~; and source {}"))
def stock_at_once(w, how):
    env = w.project("r", real=True)
    sh = w.shell()
    sh.cd("r")
    script = activation(w.kind, env)
    line = how.format(script)
    sh.run(line if w.kind == "fish" else line.replace("; and", " &&"))
    sh.quiet("", "true")
    sh.theirs(env)


@test("leaving and coming back on one line{}: the user's own entry of the same stays",
      cases=(("", ""), (", and a PATH that changes", ":/opt/late")))
def there_and_back(w, _how, late):
    env = w.project("p")
    path = f"{env}/bin:{w.path}"
    sh = w.shell()
    sh.setx("PATH", path)
    sh.cd("p")
    if w.kind == "fish":
        sh.quiet(f"cd ~; cd p; set -gx PATH $PATH{late.replace(':', ' ')}", "")
    else:
        sh.quiet(f"cd ~ && cd p && PATH=$PATH{late}", "")
    check(sh.state()["PATH"], f"{env}/bin:{path}{late}", "PATH inside")
    sh.cd("..")
    check(sh.state()["PATH"], path + late, "PATH outside")


@test("a tool that restores PATH, under {}: nothing of a left project, nothing exported, no noise",
      kinds=("bash",), cases=("set -k", "set -a", "shopt -s nocasematch", "set -eu", "IFS=/0123456789e"))
def restored_options(w, option):
    w.project("p")
    sh = w.shell(before="snap=\n" + TOOL["bash"], after=option)
    sh.quiet("cd p", "", "cd ..", "")
    got = sh.state()
    check(got["PATH"], w.path, "PATH")
    check([n for n in got["env"] if n.startswith("_avenv")], [], "exported names")


@test("nocasematch: deactivate takes out only what is exactly ours", kinds=("bash",))
def exactly_ours(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.run("shopt -s nocasematch")
    sh.run(f"PATH='{env.upper()}/bin:{w.path}'; deactivate")
    check(sh.state()["PATH"], f"{env.upper()}/bin:{w.path}", "PATH")


@test("PATH that is our entry alone again after leaving: unset, not empty")
def never_empty(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    word = f"{env}/bin"
    sh.run(f"cd ~; set -gx PATH {word}" if w.kind == "fish" else f"cd ~; export PATH={word}")
    sh.run("")
    assert sh.state()["PATH"] != "", "PATH is empty"


# --- an activation from elsewhere ---

@test("inherited from outside, shell started in {!r}, {}: untouched, and deactivate takes exactly its entry off",
      cases=(("p", "first shell"), ("p", "child shell"), (".", "first shell"), (".", "child shell")))
def inherited(w, place, how):
    w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell(cwd=os.path.join(w.home, place),
                 env={"VIRTUAL_ENV": mine, "PATH": f"{mine}/bin:/opt/new:{mine}/binary:{w.path}"})
    sh.path = f"/opt/new:{mine}/binary:{w.path}"
    if how == "child shell":
        check(sh.run(w.kind), "", "output at start")
    sh.theirs(mine)
    assert sh.defined("deactivate"), "no deactivate"
    sh.quiet("deactivate")
    sh.off()
    assert not sh.defined("deactivate"), "deactivate after"
    sh.quiet("", "true")
    sh.off()


@test("stock activate, then unset VIRTUAL_ENV: entering and leaving a project leaves nothing", kinds=POSIX)
def stock_unset(w):
    env = w.project("p")
    mine = w.real(w.dir("tools") + "/mine")
    sh = w.shell(env={"AVENV_LEARN": "0"})
    sh.source(mine)
    sh.quiet("unset VIRTUAL_ENV")
    sh.cd("p")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV inside")
    sh.cd("..")
    got = sh.state()
    for name in ("VIRTUAL_ENV", "AVENV_ENV"):
        check(got[name], None, name)
    check(got["PATH"].replace(f"{mine}/bin:", "", 1), w.path, "PATH")
    assert "(p)" not in sh.prompt(), f"the prompt is {sh.prompt()!r}"


# --- bash: functions of the user's ---

OWN_STACK = "{0}() {{ builtin {0} \"$@\" >/dev/null && echo \"own {0}\"; }}"


@test("a user's own {}, defined before the hook, stays theirs", kinds=("bash",), cases=("pushd", "popd"))
def own_stack(w, name):
    env = w.project("p")
    sh = w.shell(before=OWN_STACK.format(name))
    check(sh.run("pushd p | tail -n 1; pushd p | head -n 0; builtin pushd ~/p >/dev/null"),
          "own pushd\n" if name == "pushd" else "~/p ~\n", "output of pushd")
    sh.on(env)
    out = sh.run("popd")
    check(out, "own popd\n" if name == "popd" else "~\n", "output of popd")
    sh.off()


@test("a user's own cd does not keep pushd and popd from acting on the same line", kinds=("bash",))
def own_cd(w):
    w.project("p")
    sh = w.shell(before='cd() { builtin cd "$@"; }')
    check(sh.run("pushd p >/dev/null && marker"), "p/.venv\n", "pushd")
    check(sh.run("popd >/dev/null && echo ${VIRTUAL_ENV-none}"), "none\n", "popd")
    sh.off()


@test("a helper that hangs: after the second ^C the prompt is there and stays quiet", kinds=("bash",))
def hangs(w):
    w.project("p")
    flag, calls = w.base + "/hang", w.base + "/calls"
    helper = w.write("helper", f"#!/bin/sh\nif [ -e {flag} ]; then echo >>{calls}; exec sleep 60; fi\n", 0o755)
    sh = w.shell(line=f"source {w.hook_file(helper)}")
    w.write("hang", "")

    def asked():
        return os.path.getsize(calls) if os.path.exists(calls) else 0

    sh.send("cd p\r")
    for number in (1, 2):
        end = time.monotonic() + 10
        while asked() < number:
            assert time.monotonic() < end, f"the helper was asked {asked()} times"
            time.sleep(0.01)
        # Let the helper come to its sleep.
        time.sleep(0.1)
        sh.send("\x03")
    sh.send("echo al''ive\r")
    sh._settle(sh._find(b"alive\r\n", 0), READY)
    sh.quiet("", "true", "")
    check(asked(), 2, "times that the helper was asked")


# --- the indicator ---

@test("a precmd that empties psvar each time: the indicator shows at every prompt", kinds=("zsh",))
def psvar(w):
    env = w.project("p")
    sh = w.shell(before="precmd() { psvar=() }")
    sh.cd("p")
    sh.on(env)
    sh.quiet("", "true")
    check(sh.prompt(), f"(p) {PROMPT}", "prompt")
    sh.cd("..")
    sh.off()


@test("fish_prompt redefined while on: the indicator is there at once", kinds=("fish",))
def redefined(w):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(r"function fish_prompt; printf 'mine \e]7717;P\a'; end")
    check(sh.prompt(), "(p) mine ", "prompt")
    for path, want in (("..", "mine "), ("p", "(p) mine ")):
        sh.cd(path)
        check(sh.prompt(), want, "prompt")


if __name__ == "__main__":
    sys.exit(main())
