#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 13 18
"""direnv, bash-preexec, VS Code and the user's own functions in the same shell.
tests/proof/others.t has mise."""

import os
import shutil
import subprocess

from harness import KINDS, RC, Skip, bash_from, check, main, story, test

PLACES = ("before", "after")

# --- direnv, in each order that README tells ---

DIRENV = {"bash": 'eval "$(direnv hook bash)"', "zsh": 'eval "$(direnv hook zsh)"',
          "fish": "direnv hook fish | source"}
TOOLS = "PATH_add tools\n"
# The effect of direnv's layout_python, without its Python
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


def both(sh, path):
    """At PATH, which is p, its environment is on, and PATH has what direnv adds, in whichever order."""
    sh.cd(path)
    sh.go("marker  == p/.venv")
    got, env = sh.exported(), sh.world.env_of("p")
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    mine = [f"{env}/bin", os.path.dirname(env) + "/tools"]
    mine += [] if os.path.lexists(env + "/bin/pip") else [sh.world.no_pip]
    check(sorted(got["PATH"].removesuffix(":" + sh.path).split(":")), sorted(mine), "PATH inside")


@test("direnv, loaded {} the hook: both work in one project, and leave no PATH entry behind", cases=PLACES)
def beside(w, place):
    w.make("p q plain/")
    sh = direnv(w, place, p=TOOLS, plain=TOOLS)
    for without_pip in "", "p", "q":
        if without_pip:
            os.unlink(w.env_of(without_pip) + "/bin/pip")
        both(sh, "p")
        sh.go("cd ../q  => q")
        both(sh, "../p")
        sh.go(
            "cd ..  => off",
            "cd plain")
        check(sh.value("PATH"), f"{w.home}/plain/tools:{w.path}", "PATH without an environment")
        sh.go(
            "cd ../q  => q",
            "marker   == q/.venv",
            "cd ..    => off")
    sh.go(
        "cd q; cd ../p; cd ..  **",
        "                      => off")


@test("direnv, loaded {} the hook, sources what avenv turns on: nothing of it stays on PATH", cases=PLACES)
def sources(w, place):
    w.project("p", real=True)
    sh = direnv(w, place, p="source .venv/bin/activate\n")
    for _ in range(2):
        sh.go(
            "cd ~/p",
            "cd ..")
        check(sh.value("PATH"), w.path, "PATH outside")


@test("direnv, loaded {} the hook: what it turns on stays its own, also the project's .venv", cases=PLACES)
def layout(w, place):
    w.make("p r? +plain/.direnv/own*")
    sh = direnv(w, place, p=TOOLS, plain=OWN.format(".direnv/own"), r=OWN.format(".venv"))
    for _ in range(2):
        sh.go(
            "cd ~/plain",
            "",
            "true             => $plain/.direnv/own",
            "avenv|sed -n 2p  == it stays on until direnv or mise turns it off")
        both(sh, "../p")
        sh.go(
            "cd ../plain  => $plain/.direnv/own",
            "cd ..        => off")
    check(w.avenv("allow", "--list").count("plain"), 0, "records of direnv's environment")
    sh.go(
        "cd r            => $r  **",
        "avenv -q allow  **",
        "",
        "true            => $r",
        "cd ..           => off")


# --- the user's own ---

BASH_CD = 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }'
OWN_CD = {"bash": BASH_CD, "zsh": BASH_CD,
          "fish": 'function cd; builtin cd $argv; and echo "went to "(basename $PWD); end'}
BASH_SEVEN = 'cd() { builtin cd "$@" && return 7; }'
SEVEN_CD = {"bash": BASH_SEVEN, "zsh": BASH_SEVEN, "fish": "function cd; builtin cd $argv; and return 7; end"}
CHPWD = {"zsh": "chpwd() { echo in ${PWD:t}; }", "fish": "function own --on-variable PWD; echo in (basename $PWD); end"}
EACH_PROMPT = {
    "bash": ("PROMPT_COMMAND='n=$((n+1)); '", "export PROMPT_COMMAND='n=$((n+1)) # count'",
             *["PROMPT_COMMAND=([3]=true [7]='n=$((n+1))')"] * bash_from(5, 1)),
    "zsh": ("precmd() { n=$((n+1)); psvar=(); }",
            "autoload -Uz add-zsh-hook; add-zsh-hook precmd own\nown() { n=$((n+1)); }"),
    "fish": ("function own --on-event fish_prompt; set -g n (math 0$n + 1); end",),
}
OWN_STACK = "".join(f'{name}() {{ builtin {name} "$@" >/dev/null && echo "own {name}"; }}\n' for name in ("pushd", "popd"))

for kind in KINDS:
    for place in PLACES:
        story(f"a user's own cd, defined {place} the hook, runs, and the environment follows it", "p",
            "cd p   => p  == went to p",
            "cd ..  => off  == went to home", kinds=(kind,), **{place: OWN_CD[kind]})
    story("a user's own cd that moves and then fails: the rest of the line has the environment, and its status stays", "p q",
        "cd p; echo $?                 == 7",
        "cd ../q; marker               == q/.venv",
        "cd ../p || marker             == p/.venv",
        "cd ..; command -v marker || echo none  == none",
        "cd gone 2>/dev/null; echo $?  == 1",
          kinds=(kind,), before=SEVEN_CD[kind])
    if kind in CHPWD:
        story("the user's function on a change of directory runs once a change", "p",
            "cd p  => p  == in p", kinds=(kind,),
              before=CHPWD[kind])
    for own in EACH_PROMPT[kind]:
        zero = "set -g n 0" if kind == "fish" else "n=0"
        story(f"the user's own at each prompt runs once, also when the startup file is read again: {own}", "p",
            *(step for reload in ("", f"source ~/{RC[kind]}") for step in (
                reload,
                "cd p     => p",
                "cd ..    => off",
                zero,
                "",
                "echo $n  == 2")),
              kinds=(kind,), before=own)
# poetry answers with the environment that is on.
story("a plugin activates at each cd what a tool names: at that time the old project's is off", "p* q*",
    "cd p     => p",
    "touch ../q/poetry.lock",
    "cd ../q  => q",
    "true     => q",
    "cd ../p  => p", kinds=("zsh",),
      before="own() { [[ ! -e poetry.lock ]] || source ${VIRTUAL_ENV:-$PWD/.venv}/bin/activate; }; chpwd_functions+=(own)")


@test("doctor names the plugin {} that turns environments on and off, too", ("zsh",), (
    ("poetry-env", "_togglePoetryShell"), ("PYTHON_AUTO_VRUN", "auto_vrun"), ("auto-switch", "_python-workon-cwd")))
def rivals(w, name, function):
    sh = w.shell(before=f"function {function} {{ : }}\nchpwd_functions+=({function})")
    said = sh.run("avenv doctor")
    assert name in said and "remove that from your startup file" in said and "nothing is wrong" in said, said
    sh.quiet(f"chpwd_functions=(${{chpwd_functions:#{function}}} my{function})")
    assert name not in sh.run("avenv doctor"), sh.text


story("a user's own cd that is exported is the same in a child shell", "p",
    """cd p                         => p  == went to p""",
    """"$BASH" --norc -c 'cd /usr'  == went to usr""", kinds=("bash",), before=BASH_CD + "; export -f cd")
story("a user's own cd whose patterns need extglob, which is off again: it stays as it is", "p",
    "cd p  => p",
      kinds=("bash",), before="shopt -s extglob\ncd() { case $1 in +(/)) ;; *) builtin cd \"$@\" ;; esac; }\nshopt -u extglob")
story("a user's own cd that calls the builtin of its own name stays as it is", "p",
    "cd p   => p",
    "cd ..  => off",
      kinds=("bash",), before='cd() { builtin "$FUNCNAME" "$@"; }')
story("a command that is put behind PROMPT_COMMAND by a semicolon runs", "p",
    "cd p     => p",
    "n=0",
    "",
    "echo $n  == 2",
      kinds=("bash",), after="PROMPT_COMMAND+='; n=$((n+1))'")
story("the user's own pushd and popd, defined before the hook, stay theirs", "p",
    "pushd p  => p  == own pushd",
    "popd     => off  == own popd", kinds=("bash",), before=OWN_STACK)


@test("the functions of a shell with {!r}, replayed without those that begin with '_': cd, pushd and popd work", kinds=("bash",),
      cases=("", OWN_CD["bash"], OWN_STACK))
def replayed(w, own):
    w.project("p")
    sh = w.shell("p", before=own)
    sh.quiet(f"declare -F | while read -r _ _ name; do [[ $name = _* ]] || declare -f \"$name\"; done >{w.base}/snapshot")
    code = (f". {w.base}/snapshot; cd {w.home}/p && pwd && pushd / >/dev/null && pwd && popd >/dev/null && pwd && cd /nowhere 2>&- || "
            "{ echo $?; VIRTUAL_ENV=x; deactivate; echo ${VIRTUAL_ENV-gone}; }")
    out, err, _ = w.ran("--norc", "-c", code)
    said = [line for line in out.split() if line[0] in "/1g" and line != "went"]
    check((said, err), ([f"{w.home}/p", "/", f"{w.home}/p", "1", "gone"], ""), "output")


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
__vsc_update_prompt() {
    idle=1
    if [[ ${framed-} != "$PS1" ]]; then
        framed='\[\]'$PS1'\[\]'
        PS1=$framed
    fi
}
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
            "VS Code": VSCODE}
if bash_from(5, 1):
    WATCHERS["bash-preexec, an array"] = PREEXEC.replace("ARRAY", "PROMPT_COMMAND+=(__bp_interactive_mode)")


story("VS Code's function, and a command of the user's behind it: both run", "p",
    "cd p     => p",
    "n=0",
    "",
    "echo $n  == 2",
      kinds=("bash",), before=VSCODE + "PROMPT_COMMAND+='; n=$((n+1))'")


@test("{}, loaded {} the hook: it sees what the user typed", kinds=("bash",),
      cases=tuple((name, place) for name in WATCHERS for place in PLACES))
def watched(w, name, place):
    w.project("p")
    sh = w.shell(**{place: WATCHERS[name]})
    sh.go(
        'true',
        'true',
        'said=                       **',
        'true',
        '',
        'echo "$said"                == px<true>ppx<echo "$said">',
        "cd ~/p                      => p",
        "cd ~                        => off",
        "builtin cd p                => p",
        "length=${#PS1}",
        "true",
        "true",
        "echo $((${#PS1} - length))  == 0",
        "builtin cd ..               => off")


main()
