#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 13 18
"""direnv and the user's own functions in the same shell. options.t has bash-preexec and VS Code,
tests/proof/others.t has mise."""

import os
import shutil
import subprocess
import sys

from harness import Skip, check, main, test

# --- direnv, in each order that README tells ---

DIRENV = {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"',
          "fish": "direnv hook fish | source"}


def envrcs(w, *names):
    """An .envrc in each of NAMES that adds a directory to PATH."""
    if not shutil.which("direnv", path=w.path):
        raise Skip("direnv is not installed")
    w.env["DIRENV_LOG_FORMAT"] = ""
    for name in names:
        w.dir(f"home/{name}/tools")
        w.write(f"home/{name}/.envrc", "PATH_add tools\n")
        subprocess.run(["direnv", "allow", f"{w.home}/{name}"], env=w.env, check=True,
                       stderr=subprocess.DEVNULL)


def both(w, sh, env):
    """ENV is on, and PATH has the directory that direnv adds, in whichever order."""
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    mine = {f"{env}/bin", os.path.dirname(env) + "/tools"}
    check(set(got["PATH"].removesuffix(":" + w.path).split(":")), mine, "PATH inside")
    check(sh.run("marker"), os.path.relpath(env, w.home) + "\n", "the program in PATH")


def direnv(w, place):
    p, q = w.project("p"), w.project("q")
    envrcs(w, "p", "plain")
    sh = w.shell(**{place: DIRENV[w.kind]})
    for _ in range(2):
        sh.cd("p")
        both(w, sh, p)
        sh.cd("../q")
        sh.on(q)
        sh.cd("../p")
        both(w, sh, p)
        sh.cd("..")
        sh.off()
    for _ in range(2):
        sh.cd("plain")
        check(sh.state()["PATH"], f"{w.home}/plain/tools:{w.path}", "PATH without an environment")
        sh.cd("../q")
        sh.on(q)
        check(sh.run("marker"), "q/.venv\n", "the program in PATH")
        sh.cd("..")
        sh.off()
    sh.run("cd q; cd ../p; cd ..")
    sh.quiet("")
    sh.off()


# direnv's own environment: what it turned on is its own, neither adopted nor learnt.
def layout(w, place):
    p = w.project("p")
    own = w.real(w.home + "/plain/.direnv/own", "--without-pip")
    envrcs(w, "p", "plain")
    w.write("home/plain/.envrc", 'export VIRTUAL_ENV="$PWD/.direnv/own"\nPATH_add .direnv/own/bin\n')
    subprocess.run(["direnv", "allow", w.home + "/plain"], env=w.env, check=True,
                   stderr=subprocess.DEVNULL)
    sh = w.shell(**{place: DIRENV[w.kind]})
    for _ in range(2):
        sh.cd(w.home + "/plain")
        sh.quiet("", "true")
        sh.theirs(own)
        sh.cd("../p")
        both(w, sh, p)
        sh.cd("../plain")
        sh.theirs(own)
        sh.cd("..")
        sh.off()
    check(w.avenv("allow", "--list").count("plain"), 0, "records of direnv's environment")


# The project's own .venv, allowed when direnv has turned it on.
def allowed_later(w, place):
    env = w.project("p", allow=False)
    envrcs(w, "p")
    w.write("home/p/.envrc", 'export VIRTUAL_ENV="$PWD/.venv"\nPATH_add .venv/bin\n')
    subprocess.run(["direnv", "allow", w.home + "/p"], env=w.env, check=True, stderr=subprocess.DEVNULL)
    sh = w.shell(**{place: DIRENV[w.kind]})
    sh.run("cd p")
    sh.theirs(env)
    sh.run("avenv allow")
    sh.quiet("", "true")
    sh.theirs(env)
    sh.cd("..")
    sh.off()


for title, body in (("both work in one project, and leave no PATH entry behind", direnv),
                    ("the project's .venv that it turned on is not adopted", allowed_later),
                    ("the environment that it turns on stays its own", layout)):
    test("direnv, loaded {} the hook: " + title, cases=("before", "after"))(body)


# As direnv does: a tool that keeps a PATH with avenv's entry and puts it back elsewhere.
RESTORER = {
    "bash": """tool() {
    if [ "$PWD" = ~/p ]; then
        if [ -z "$snap" ]; then snap=$PATH; export DIRENV_DIFF=in PATH=/opt/tool:$PATH; fi
    elif [ -n "$snap" ]; then
        PATH=$snap; snap=; unset DIRENV_DIFF
    fi
}
PROMPT_COMMAND=(tool "${PROMPT_COMMAND[@]}")""",
    "zsh": """tool() {
    if [[ "$PWD" = ~/p ]]; then
        if [[ -z "$snap" ]]; then snap=$PATH; export DIRENV_DIFF=in PATH=/opt/tool:$PATH; fi
    elif [[ -n "$snap" ]]; then
        PATH=$snap; snap=; unset DIRENV_DIFF
    fi
}
precmd_functions=(tool $precmd_functions)""",
    "fish": """function tool --on-event fish_prompt
    if test "$PWD" = ~/p
        if not set -q snap[1]; set -g snap $PATH; set -gx PATH /opt/tool $PATH; set -gx DIRENV_DIFF in; end
    else if set -q snap[1]
        set -gx PATH $snap; set -e snap; set -e DIRENV_DIFF
    end
end""",
}


@test("a tool loaded {} the hook puts an old PATH back: the left environment is not in it",
      cases=("before", "after"))
def restored(w, place):
    p, q = w.project("p"), w.project("q")
    sh = w.shell(**{place: RESTORER[w.kind]})
    for to, env in (("..", None), ("../q", q)):
        sh.cd(w.home + "/p")
        check(sh.state()["PATH"], f"/opt/tool:{p}/bin:{w.path}", "PATH inside")
        sh.cd(to)
        if env:
            sh.on(env)
            check(sh.run("marker"), "q/.venv\n", "the program in PATH")
            sh.cd("..")
        sh.quiet("", "true")
        sh.off()


# --- the user's own ---

OWN_CD = {
    "bash": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "zsh": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "fish": 'function cd; builtin cd $argv; and echo "went to "(basename $PWD); end',
}


@test("a user's own cd, defined {} the hook, runs, and the environment follows it",
      cases=("before", "after"))
def own_cd(w, place):
    env = w.project("p")
    sh = w.shell(**{place: OWN_CD[w.kind]})
    check(sh.run("cd p"), "went to p\n", "output")
    sh.on(env)
    check(sh.run("cd .."), "went to home\n", "output")
    sh.off()
    if w.kind == "bash":
        check(sh.run("pushd p >/dev/null && marker"), "p/.venv\n", "behind pushd")


EACH_PROMPT = {
    "bash": {
        "PROMPT_COMMAND, a string": "PROMPT_COMMAND='n=$((n+1))'",
        "PROMPT_COMMAND, a string with a ';' at its end": "PROMPT_COMMAND='n=$((n+1)); '",
        "PROMPT_COMMAND, an array": "PROMPT_COMMAND=(true 'n=$((n+1))')",
        "PROMPT_COMMAND, exported": "export PROMPT_COMMAND='n=$((n+1))'",
        "PROMPT_COMMAND with a guard": "[[ ${PROMPT_COMMAND-} = *tool* ]] || "
                                       'PROMPT_COMMAND="tool; ${PROMPT_COMMAND-}"\n'
                                       "tool() { n=$((n+1)); }",
    },
    "zsh": {"precmd": "precmd() { n=$((n+1)); }",
            "add-zsh-hook": "autoload -Uz add-zsh-hook; add-zsh-hook precmd own\n"
                            "own() { n=$((n+1)); }"},
    "fish": {"a function on fish_prompt":
             "function own --on-event fish_prompt; set -g n (math 0$n + 1); end"},
}


def each_prompt(w, name):
    env = w.project("p")
    sh = w.shell(before=EACH_PROMPT[w.kind][name])
    startup = {"bash": "source ~/.bashrc", "zsh": "source ~/.zshrc",
               "fish": "source ~/.config/fish/config.fish"}[w.kind]
    for reload in ("", startup):
        sh.run(reload)
        sh.quiet("cd p")
        sh.on(env)
        sh.quiet("cd ..")
        sh.off()
        sh.run("set -g n 0" if w.kind == "fish" else "n=0")
        sh.quiet("")
        check(sh.run("echo $n"), "2\n", f"how often it ran at two prompts, {reload!r}")


for kind, names in EACH_PROMPT.items():
    test("{} of the user's: it runs once a prompt, also when the startup file is read again",
         kinds=(kind,), cases=tuple(names))(each_prompt)


CHPWD = {"zsh": "chpwd() { echo in ${PWD:t}; }",
         "fish": "function own --on-variable PWD; echo in (basename $PWD); end"}


@test("the user's function on a change of directory runs once a change", kinds=tuple(CHPWD))
def on_change(w):
    env = w.project("p")
    sh = w.shell(before=CHPWD[w.kind])
    check(sh.run("cd p"), "in p\n", "output")
    sh.on(env)


@test("the user's own pushd and popd, defined before the hook, stay theirs", kinds=("bash",))
def own_stack(w):
    env = w.project("p")
    own = "".join(f'{name}() {{ builtin {name} "$@" >/dev/null && echo "own {name}"; }}\n'
                  for name in ("pushd", "popd"))
    sh = w.shell(before=own)
    check(sh.run("pushd p"), "own pushd\n", "output")
    sh.on(env)
    check(sh.run("popd"), "own popd\n", "output")
    sh.off()


@test("a precmd that empties psvar: the name stays in the prompt", kinds=("zsh",))
def psvar(w):
    env = w.project("p")
    sh = w.shell(before="precmd() { psvar=() }")
    sh.cd("p")
    sh.quiet("")
    sh.on(env)


if __name__ == "__main__":
    sys.exit(main())
