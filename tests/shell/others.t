#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 13 18
"""direnv, bash-preexec, VS Code and the user's own functions in the same shell.
tests/proof/others.t has mise."""

import os
import shutil
import subprocess

from harness import RC, Skip, check, main, test

PLACES = ("before", "after")

# --- direnv, in each order that README tells ---

DIRENV = {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"',
          "fish": "direnv hook fish | source"}
TOOLS = "PATH_add tools\n"
# What layout_python does, without its Python
OWN = 'export VIRTUAL_ENV="$PWD/{0}"\nPATH_add {0}/bin\n'


def direnv(w, place, **envrcs):
    """A shell with direnv, loaded PLACE the hook; ENVRCS are the .envrc of projects."""
    if not shutil.which("direnv", path=w.path):
        raise Skip("direnv is not installed")
    w.env["DIRENV_LOG_FORMAT"] = ""
    for name, text in envrcs.items():
        w.dir(f"home/{name}/tools")
        w.write(f"home/{name}/.envrc", text)
        subprocess.run(["direnv", "allow", f"{w.home}/{name}"], env=w.env, check=True, stderr=subprocess.DEVNULL)
    return w.shell(**{place: DIRENV[w.kind]})


def both(sh, name):
    """The project's environment is on, and PATH has the directory that direnv adds, in whichever order."""
    got, env = sh.state(), sh.world.env_of(name)
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    mine = {f"{env}/bin", os.path.dirname(env) + "/tools"}
    check(set(got["PATH"].removesuffix(":" + sh.path).split(":")), mine, "PATH inside")
    sh.go(f"marker == {name}/.venv")


@test("direnv, loaded {} the hook: both work in one project, and leave no PATH entry behind", cases=PLACES)
def beside(w, place):
    w.make("p q plain/")
    sh = direnv(w, place, p=TOOLS, plain=TOOLS)
    for _ in range(2):
        sh.cd("p")
        both(sh, "p")
        sh.go("cd ../q => q | cd ../p")
        both(sh, "p")
        sh.go("cd .. => off | cd plain")
        check(sh.state()["PATH"], f"{w.home}/plain/tools:{w.path}", "PATH without an environment")
        sh.go("cd ../q => q | marker == q/.venv | cd .. => off")
    sh.go("cd q; cd ../p; cd .. ** |  => off")


@test("direnv, loaded {} the hook: what it turns on stays its own, also the project's .venv", cases=PLACES)
def layout(w, place):
    w.make("p r? +plain/.direnv/own*")
    sh = direnv(w, place, p=TOOLS, plain=OWN.format(".direnv/own"), r=OWN.format(".venv"))
    for _ in range(2):
        sh.go("cd ~/plain |  | true => !plain/.direnv/own | cd ../p")
        both(sh, "p")
        sh.go("cd ../plain => !plain/.direnv/own | cd .. => off")
    check(w.avenv("allow", "--list").count("plain"), 0, "records of direnv's environment")
    sh.go("cd r => !r ** | avenv -q allow ** |  | true => !r | cd .. => off")


# As direnv does: a tool that keeps a PATH with avenv's entry and puts it back elsewhere.
RESTORER = """tool() {
    if [ "$PWD" = ~/p ]; then
        if [ -z "$snap" ]; then snap=$PATH; export DIRENV_DIFF=in PATH=/opt/tool:$PATH; fi
    elif [ -n "$snap" ]; then
        PATH=$snap; snap=; unset DIRENV_DIFF
    fi
}
"""
RESTORERS = {
    "bash": RESTORER + 'PROMPT_COMMAND=(tool "${PROMPT_COMMAND[@]}")',
    "zsh": RESTORER + "precmd_functions=(tool $precmd_functions)",
    "fish": """function tool --on-event fish_prompt
    if test "$PWD" = ~/p
        if not set -q snap[1]; set -g snap $PATH; set -gx PATH /opt/tool $PATH; set -gx DIRENV_DIFF in; end
    else if set -q snap[1]
        set -gx PATH $snap; set -e snap; set -e DIRENV_DIFF
    end
end""",
}


@test("a tool loaded {} the hook puts an old PATH back: the left environment is not in it", cases=PLACES)
def restored(w, place):
    w.make("p q")
    sh = w.shell(**{place: RESTORERS[w.kind]})
    for steps in ("cd .. => off", "cd ../q => q | marker == q/.venv | cd .. => off"):
        sh.cd(w.home + "/p")
        check(sh.state()["PATH"], f"/opt/tool:{w.home}/p/.venv/bin:{w.path}", "PATH inside")
        sh.go(steps, " | true => off")


# --- the user's own ---

BASH_CD = 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }'
OWN_CD = {"bash": BASH_CD, "zsh": BASH_CD,
          "fish": 'function cd; builtin cd $argv; and echo "went to "(basename $PWD); end'}


@test("a user's own cd, defined {} the hook, runs, and the environment follows it", cases=PLACES)
def own_cd(w, place):
    w.project("p")
    w.shell(**{place: OWN_CD[w.kind]}).go("cd p => p == went to p | cd .. => off == went to home")


EACH_PROMPT = {
    "bash": {
        "a string": "PROMPT_COMMAND='n=$((n+1))'",
        "a string with a ';' at its end": "PROMPT_COMMAND='n=$((n+1)); '",
        "a string with a comment": "PROMPT_COMMAND='n=$((n+1)) # count'",
        "an array": "PROMPT_COMMAND=([3]=true [7]='n=$((n+1))')",
        "exported": "export PROMPT_COMMAND='n=$((n+1))'",
        "with a guard": '[[ ${PROMPT_COMMAND-} = *tool* ]] || PROMPT_COMMAND="tool; ${PROMPT_COMMAND-}"\n'
                        "tool() { n=$((n+1)); }",
    },
    "zsh": {"precmd": "precmd() { n=$((n+1)); psvar=(); }",
            "add-zsh-hook": "autoload -Uz add-zsh-hook; add-zsh-hook precmd own\nown() { n=$((n+1)); }"},
    "fish": {"a function on fish_prompt":
             "function own --on-event fish_prompt; set -g n (math 0$n + 1); end"},
}


def each_prompt(w, name):
    w.project("p")
    sh = w.shell(before=EACH_PROMPT[w.kind][name])
    for reload in ("", f"source ~/{RC[w.kind]}"):
        sh.run(reload)
        sh.go("cd p => p | cd .. => off")
        sh.run("set -g n 0" if w.kind == "fish" else "n=0")
        sh.go(" | echo $n == 2")


for kind, names in EACH_PROMPT.items():
    test("the user's own at each prompt, {}: once, also when the startup file is read again",
         kinds=(kind,), cases=tuple(names))(each_prompt)


CHPWD = {"zsh": "chpwd() { echo in ${PWD:t}; }",
         "fish": "function own --on-variable PWD; echo in (basename $PWD); end"}


@test("the user's function on a change of directory runs once a change", kinds=tuple(CHPWD))
def on_change(w):
    w.project("p")
    w.shell(before=CHPWD[w.kind]).go("cd p => p == in p")


@test("the user's own pushd and popd, defined before the hook, stay theirs", kinds=("bash",))
def own_stack(w):
    w.project("p")
    own = "".join(f'{name}() {{ builtin {name} "$@" >/dev/null && echo "own {name}"; }}\n' for name in ("pushd", "popd"))
    w.shell(before=own).go("pushd p => p == own pushd | popd => off == own popd")


# --- bash-preexec, which at its first prompt takes what installs it out of the string; VS Code ---

PREEXEC = r"""
nl='
'
__bp_precmd_invoke_cmd() {
    local each
    said+=p
    for each in "${precmd_functions[@]}"; do "$each"; done
}
__bp_interactive_mode() { mode=on; }
__bp_invoke_exec() {
    local each IFS="$nl;"
    if [[ -z ${mode-} ]]; then return; fi
    mode=
    for each in ${PROMPT_COMMAND[*]}; do
        if [[ ${each#"${each%%[! ]*}"} = "$BASH_COMMAND" ]]; then return; fi
    done
    said+="x<$BASH_COMMAND>"
}
install="trap - DEBUG${nl}__bp_install"
__bp_install() {
    trap __bp_invoke_exec DEBUG
    PROMPT_COMMAND=${PROMPT_COMMAND//"$nl$install"/}
    PROMPT_COMMAND="__bp_precmd_invoke_cmd${PROMPT_COMMAND:+$nl$PROMPT_COMMAND}"
    ARRAY
}
PROMPT_COMMAND="${PROMPT_COMMAND-}$nl$install"
"""
VSCODE = r"""
__vsc_update_prompt() { idle=1; }
__vsc_prompt_cmd() { said+=p; __vsc_update_prompt; }
__vsc_prompt_cmd_original() {
    local cmd
    for cmd in "${__vsc_original_prompt_command[@]}"; do eval "$cmd"; done
    __vsc_prompt_cmd
}
__vsc_preexec() {
    if [[ -n ${idle-} ]]; then
        idle=
        if [[ $BASH_COMMAND != __vsc_prompt* ]]; then said+="x<$BASH_COMMAND>"; fi
    fi
}
trap __vsc_preexec DEBUG
__vsc_original_prompt_command=${PROMPT_COMMAND-}
PROMPT_COMMAND=__vsc_prompt_cmd${__vsc_original_prompt_command:+_original}
"""
WATCHERS = {"bash-preexec, a string": PREEXEC.replace("ARRAY", "PROMPT_COMMAND+=${nl}__bp_interactive_mode"),
            "bash-preexec, an array": PREEXEC.replace("ARRAY", "PROMPT_COMMAND+=(__bp_interactive_mode)"),
            "VS Code": VSCODE}


@test("{}, loaded {} the hook: it sees what the user typed", kinds=("bash",),
      cases=tuple((name, place) for name in WATCHERS for place in PLACES))
def watched(w, name, place):
    w.project("p")
    sh = w.shell(**{place: WATCHERS[name]})
    sh.go('true | true | said= ** | true |  | echo "$said" == px<true>ppx<echo "$said">',
          "cd ~/p => p | cd ~ => off | builtin cd p => p | builtin cd .. => off")


main()
