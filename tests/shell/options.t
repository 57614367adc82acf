#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options, customs and accidents that must do no harm, and get none."""

import itertools
import os
import re
import sys
import time

from harness import BUILD, POSIX, PROMPT, check, main, one_line, test

# Each is set in the startup file before the hook is loaded, and at the prompt of a running shell.
SETTINGS = {
    "bash": (
        "set -eu", "set -o posix", "set -f", "set -a", "set -k", "set -ku", "set -C", "set +B", "set +h", "set -P", "set -E; set -T",
        "IFS=/0123456789e", "IFS=", "unset IFS", "IFS=$' \\t\\n:'",
        "shopt -s failglob", "shopt -s nullglob", "shopt -s nocasematch", "set -E; shopt -s nocasematch", "set -aE; shopt -s nocasematch", "shopt -s extglob dotglob globstar",
        "shopt -s expand_aliases xpg_echo", "shopt -s checkwinsize lastpipe", "shopt -s cdable_vars cdspell",
        "set -euf; set -o pipefail; IFS=e/; shopt -s nullglob nocasematch",
        "GLOBIGNORE='*'", "CDPATH=:~", "POSIXLY_CORRECT=1",
        "trap 'n=$((n+1))' DEBUG", "trap ': err' ERR", "trap ': int' INT",
        "alias cd='cd -P'", "function cd { builtin cd \"$@\"; }",
        "readonly out options word r what more e entry others ps1 st seen",
        "shopt -s localvar_inherit 2>/dev/null; declare -i out=1 options=1 word=1 r=1 what=1 more=1 entry=1 ps1=1 seen=1",
    ),
    "zsh": tuple(f"setopt {names}" for names in (
        "ksh_arrays", "sh_word_split", "glob_subst", "err_exit", "no_unset", "csh_junkie_quotes", "rc_quotes",
        "warn_create_global", "ignore_braces", "no_glob", "null_glob", "csh_null_glob", "no_nomatch", "nomatch", "ksh_glob",
        "extended_glob", "prompt_subst", "prompt_bang", "posix_builtins", "posix_identifiers", "posix_aliases", "all_export",
        "no_clobber", "auto_pushd", "cdable_vars", "chase_links", "no_equals", "magic_equal_subst", "no_case_match",
        "typeset_silent", "no_short_loops", "path_dirs", "sh_file_expansion", "no_function_argzero", "local_options",
        "no_multi_func_def", "no_bad_pattern", "no_hash_cmds", "ksh_typeset", "bash_rematch", "err_return",
        "ksh_arrays sh_word_split glob_subst no_unset csh_junkie_quotes rc_quotes ignore_braces warn_create_global",
    )) + ("IFS=/0123456789e", "alias cd='cd -P'", "function cd { builtin cd \"$@\" }", "emulate ksh", "emulate sh",
          "alias -g env=ENV home=H", "setopt warn_nested_var 2>/dev/null", "typeset -U path PATH", "zmodload zsh/zprof"),
    "fish": (
        "set -g IFS /e", "set -g CDPATH . ~", "alias cd 'cd'", "function cd; builtin cd $argv; end",
        "function source; builtin source $argv; end",
        "set -g fish_features no-qmark-noglob", "function fish_mode_prompt; end", "set -g fish_cursor_default block",
    ),
}
# The harness types with these itself, and a user who has them writes the hook's line with a backslash.
ALIASED = "eval local builtin command export printf test typeset declare unset return true false set shift".split()


def survives(w, sh):
    env = w.home + "/p/.venv"
    for _ in range(2):
        check(sh.run("cd p"), "", "output of entering")
        sh.on(env)
        sh.quiet("", "true", "")
        check(sh.run("cd .."), "", "output of leaving")
        sh.off()


def both_ways(name, code, kind):
    @test(f"{name}", kinds=(kind,))
    def setting(w):
        w.project("p")
        sh = w.shell(before=code)
        check(sh.greeting, "", "output at start")
        survives(w, sh)
        sh = w.shell(before="")
        check(sh.run(code), "", "output of the setting")
        survives(w, sh)
        if kind == "bash":
            check(sh.run("echo $-"), w.shell(before=code, line="").run("echo $-"), "the shell's options")


for each, settings in SETTINGS.items():
    for item in settings:
        both_ways(item, item, each)


ALLEXPORT = {"bash": "set -a", "zsh": "setopt all_export"}


# What is done, and how many helpers are killed.
ALLEXPORT_ALSO = {
    "": (("cd p",), 0),
    ", where nothing is watched": (("cd p", "", "true"), 0),
    ", when the environment is removed": (("cd p", "deactivate", "source .venv/bin/activate", "avenv -q remove -y .venv"), 0),
    ", when there is something to say": (("cd q",), 0),
    ", when the user says yes": (("cd p", "avenv -q allow"), 0),
    ", when it is off": (("avenv off",), 0),
    ", when VIRTUAL_ENV is readonly": (("readonly VIRTUAL_ENV", "cd p", "true"), 0),
    ", when VIRTUAL_ENV is readonly, and what is on is to go": (("cd p", "readonly VIRTUAL_ENV", "deactivate", "true"), 0),
    ", when a helper is killed, at once": (("cd none",), 9),
    ", when a helper is killed": (("cd none",), 1),
    ", when helpers are killed, until there is none for now": (("cd none", "", ""), 3),
}


@test("allexport exports nothing private of ours{}", kinds=POSIX, cases=tuple(ALLEXPORT_ALSO))
def allexport(w, case):
    w.project("p")
    w.mkenv(w.home + "/q/.venv")
    w.dir("home/none")
    commands, kills = ALLEXPORT_ALSO[case]
    code = ALLEXPORT[w.kind] + ("; AVENV_WATCH=0" if "watched" in case else "")
    without = set(w.shell(before=code, line="").state()["env"])
    sh, flag = faltering(w, "kill -9 $$", before=code)
    if kills:
        w.write(flag, kills * "x")
    ours = {"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV", "OLDPWD", "PROMPT_COMMAND"}
    for command in commands:
        names = re.findall("^(_avenv[a-z_0-9]*)=", sh.run(f"{command}; env" if command else "env"), re.MULTILINE)
        check(names, [], f"exported names behind {command} on its line")
    check(set(sh.state()["env"]) - without - ours, set(), "exported names")


@test("aliases over builtins", kinds=POSIX)
def aliases(w):
    w.project("p")
    code = "\n".join(f"alias {name}='echo ALIASED'" for name in ALIASED)
    line = f'\\eval "$(avenv hook {w.kind})"'
    for place in ({"before": code}, {"after": code}):
        sh = w.shell(line=line, **{"before": "", "after": "", **place})
        check(sh.greeting, "", "output at start")
        sh.cd("p")
        sh.on(w.home + "/p/.venv")
        # `true` is one of them, so only empty lines can be quiet here.
        sh.quiet("", "cd ..")
        sh.off()


@test("a locale that is not installed", kinds=("bash",))
def no_locale(w):
    env = w.project("p")
    # Another one that keeps PATH, so that it is looked at in each way.
    sh = w.shell(after="PROMPT_COMMAND+=('PATH=$PATH:/x')")
    sh.run("export LC_ALL=xx_XX.UTF-8")
    sh.quiet("cd p", "cd ..", "cd p", "deactivate", f"avenv activate {env}", "deactivate")


OWN_CD = {
    "bash": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "zsh": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "fish": 'function cd; builtin cd $argv; and echo "went to "(basename $PWD); end',
}


@test("a user's own cd function, defined {} the hook, still runs", cases=("before", "after"))
def own_cd(w, place):
    env = w.project("p")
    sh = w.shell(**{place: OWN_CD[w.kind]})
    check(sh.run("cd p"), "went to p\n", "output")
    sh.on(env)
    check(sh.run("cd .."), "went to home\n", "output")
    sh.off()


@test("what a failing cd says and returns is cd's own")
def failing_cd(w):
    sh = w.shell()
    plain = w.shell(line="")
    command = f"cd /nowhere; echo {sh.status}"
    check(sh.run(command), plain.run(command), "output")


COMMANDS = {
    "a string": "PROMPT_COMMAND='n=$((n+1))'",
    "a string that ends in ;": "PROMPT_COMMAND='n=$((n+1));'",
    "a string that ends in blanks and ;": "PROMPT_COMMAND='n=$((n+1)) ;  '",
    "a string that ends in a comment": "PROMPT_COMMAND='n=$((n+1)) # count'",
    "a string that ends in a newline": "PROMPT_COMMAND=$'n=$((n+1))\\n'",
    "an array": "PROMPT_COMMAND=('n=$((n+1))' 'm=$((m+1))')",
    "an array that has one twice": "PROMPT_COMMAND=('n=$((n+1))' : 'n=$((n+1))'); twice=1",
    "an array with holes": "PROMPT_COMMAND=([3]='n=$((n+1))' [7]='m=1')",
    "exported": "export PROMPT_COMMAND='n=$((n+1))'",
    "empty": "PROMPT_COMMAND=; n=1",
}


@test("PROMPT_COMMAND as {}, from before the hook", kinds=("bash",), cases=tuple(COMMANDS))
def prompt_command(w, what):
    w.project("p")
    sh = w.shell(before=COMMANDS[what])
    survives(w, sh)
    assert int(sh.run("echo $n")) >= 1, "the user's own command does not run"
    sh.run("n=0")
    sh.run("")
    check(sh.run("echo $n"), {"empty": "0\n"}.get(what, "4\n" if "twice" in what else "2\n"), "how often it runs at two prompts")


@test("PROMPT_COMMAND extended after the hook", kinds=("bash",))
def prompt_command_after(w):
    w.project("p")
    sh = w.shell(after="PROMPT_COMMAND=\"n=1${PROMPT_COMMAND:+; $PROMPT_COMMAND}\"\nPROMPT_COMMAND+=$'\\nm=1'")
    survives(w, sh)
    check(sh.run("echo $n$m"), "11\n", "both ran")


@test("two in one string that find themselves in an array as a whole entry: read again each is there once, and goes when it wants to",
      kinds=("bash",))
def prompt_command_names(w):
    w.project("p")
    # As direnv's and mise's texts have it.
    code = """for name in _direnv_hook _mise_hook_prompt_command; do
        eval "$name() { ran+=${name:1:1}; }"
        if [[ $(declare -p PROMPT_COMMAND 2>/dev/null) != "declare -a"* ]]; then
            [[ ";$PROMPT_COMMAND;" = *";$name;"* ]] || PROMPT_COMMAND="$name${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
        elif [[ " ${PROMPT_COMMAND[*]} " != *" $name "* ]]; then
            PROMPT_COMMAND=("$name" "${PROMPT_COMMAND[@]}")
        fi
    done
    """
    sh = w.shell(before="[[ -v n ]] || PROMPT_COMMAND='n=1; m=1'; n=0\n" + code)
    for _ in range(3):
        survives(w, sh)
        sh.run("ran=")
        check(sh.run("echo $ran"), "md\n", "what runs at a prompt")
        sh.run("source ~/.bashrc")
    sh.run("for i in ${!PROMPT_COMMAND[@]}; do if [[ ${PROMPT_COMMAND[i]} = _mise* ]]; then unset PROMPT_COMMAND[i]; fi; done")
    survives(w, sh)
    sh.run("ran= n=")
    check(sh.run("echo $ran$n"), "d1\n", "what runs at a prompt")


@test("PROMPT_COMMAND assigned anew as a string: what it was before is gone, and the startup file read again adds nothing",
      kinds=("bash",))
def prompt_command_anew(w):
    w.project("p")
    code = "; ".join(f"{name}() {{ ran+={name}; }}" for name in "abc")
    # As starship and liquidprompt do, which keep what there was.
    code += '; keeps() { ran+=k; eval "$kept"; }'
    sh = w.shell(before=code + "; PROMPT_COMMAND=(a c)")
    again = f"PROMPT_COMMAND=a; {w.hook_line()}; "
    keeps = "[[ $PROMPT_COMMAND = *keeps* ]] || { kept=$PROMPT_COMMAND; PROMPT_COMMAND=keeps; }"
    for line, want in (
            ("PROMPT_COMMAND=b", "bc"),
            ("PROMPT_COMMAND=\"a; $PROMPT_COMMAND\"", "abc"),
            ("PROMPT_COMMAND+='; a'", "abac"),
            ("PROMPT_COMMAND=${PROMPT_COMMAND//$'\\n'/;}", "abac"),
            ("PROMPT_COMMAND=", "c"),
            ("PROMPT_COMMAND=(b \"${PROMPT_COMMAND[@]}\")", "bc"),
            (again, "ac"),
            (again, "ac"),
            ("PROMPT_COMMAND=b; " + keeps, "kbc"),
            ("PROMPT_COMMAND=a; " + keeps, "kac"),
            (again + keeps, "kac"),
            (again + keeps, "kac"),
            ("set -ak", "kac"),
            ("set +ak", "kac"),
            ("PROMPT_COMMAND=b", "bc"),
            ("PROMPT_COMMAND=(b)\n" + w.hook_line(), "b"),
            ("PROMPT_COMMAND=(c b)\n" + w.hook_line(), "cb"),
            ("PROMPT_COMMAND=(b c)", "bc"),
            ("unset PROMPT_COMMAND", ""),
            (again, "a"),
            ("PROMPT_COMMAND=(b a)\n" + w.hook_line(), "ba"),
            ("PROMPT_COMMAND=(a)", "a"),
            ("PROMPT_COMMAND=", "")):
        sh.run(line)
        # At that prompt the array is still what it was.
        sh.run("ran=")
        check(sh.run("echo $ran"), want + "\n", f"what runs at a prompt behind {line}")
        # Where ours was thrown away, that brings it back.
        survives(w, sh)
        sh.run("ran=")
        check(sh.run("echo $ran"), want + "\n", f"what runs at a later prompt behind {line}")
        sh.quiet("builtin cd p")
        sh.on(w.home + "/p/.venv")
        sh.cd("..")
    check(sh.run("declare -p PROMPT_COMMAND").count("_avenv"), 1, "what is left of ours alone")
    sh.quiet('st() { seen="$? $1 ${PIPESTATUS[*]}"; }', "PROMPT_COMMAND='st \"$_\"'", "true")
    for command, want in (("test x = 'a b'", "1 a b 1\n"), ("test y = y", "0 y 0\n"), ("(exit 3) | (exit 4)", "4 0 y 0 3 4\n")):
        sh.run(command)
        # What is seen is of the command before.
        check(sh.run("echo \"$seen\""), want, f"status and last word behind {command}")


# How tools see to it that they are there once, whatever the startup file does.
GUARDS = {
    "a string, in front": """if [[ ! $PROMPT_COMMAND =~ tool ]]; then PROMPT_COMMAND="tool; $PROMPT_COMMAND"; fi""",
    "a string between semicolons": """if [[ ";${PROMPT_COMMAND:-};" != *";tool;"* ]]; then
    PROMPT_COMMAND="tool${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
fi""",
    "a string or an array, behind": """if [[ ${PROMPT_COMMAND:=} != *tool* ]]; then
    if [[ $(declare -p PROMPT_COMMAND 2>&1) == "declare -a"* ]]; then
        PROMPT_COMMAND=("${PROMPT_COMMAND[@]}" tool)
    else
        PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND;}tool"
    fi
fi""",
    "an array taken for a string": """if [[ ";${PROMPT_COMMAND[*]:-};" != *";tool;"* ]]; then
    if [[ $(declare -p PROMPT_COMMAND 2>&1) == "declare -a"* ]]; then
        PROMPT_COMMAND=(tool "${PROMPT_COMMAND[@]}")
    else
        PROMPT_COMMAND="tool${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
    fi
fi""",
    "an array where there is nothing": """if [[ -z "${PROMPT_COMMAND}" ]]; then
    PROMPT_COMMAND=([0]=tool)
elif [[ $PROMPT_COMMAND != *tool* && ${PROMPT_COMMAND[1]-} != tool ]]; then
    PROMPT_COMMAND+=(tool)
fi""",
    "a string, beside another": """other() { :; }
if [[ ";${PROMPT_COMMAND[*]:-};" != *";tool;"* ]]; then
    if [[ $(declare -p PROMPT_COMMAND 2>&1) == "declare -a"* ]]; then
        PROMPT_COMMAND=(tool "${PROMPT_COMMAND[@]}")
    else
        PROMPT_COMMAND="tool${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
    fi
fi
if [[ $PROMPT_COMMAND != *other* ]]; then PROMPT_COMMAND="other;$PROMPT_COMMAND"; fi""",
    "a string kept": """if [[ $PROMPT_COMMAND != *tool* ]]; then kept=$PROMPT_COMMAND PROMPT_COMMAND=tool; fi""",
}


@test("a tool that guards itself by {}, {} the hook: once, however often the startup file is read", kinds=("bash",),
      cases=tuple((guard, place, own) for guard in GUARDS for place in ("before", "after") for own in ("", "own")))
def guards(w, guard, place, own):
    w.project("p")
    code = 'own() { ran+=own; }; tool() { ran+=tool; eval "${kept-}"; }\n'
    # As a file that is read by login shells alone sets it.
    code += '[[ -n ${once-} ]] || PROMPT_COMMAND=own; once=1\n' if own else ""
    sh = w.shell(before=code + (GUARDS[guard] if place == "before" else ""), after=GUARDS[guard] if place == "after" else "")
    for _ in range(3):
        sh.run("ran=")
        check("".join(sorted(re.findall("tool|own", sh.run("echo $ran")))), own + "tool", "what runs at a prompt")
        # A cd of ours would bring ours back.
        sh.quiet("builtin cd p")
        sh.on(w.home + "/p/.venv")
        sh.cd("..")
        survives(w, sh)
        sh.run("source ~/.bashrc")


# bash-preexec at its first prompt takes what installs it out of the string.
PREEXEC = r"""
nl='
'
__bp_precmd_invoke_cmd() { said+=p; }
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
ARRAYS = {"as a string": "PROMPT_COMMAND+=${nl}__bp_interactive_mode", "as an array": "PROMPT_COMMAND+=(__bp_interactive_mode)"}


@test("bash-preexec, {} and {} the hook: what comes before a command is what the user typed", kinds=("bash",),
      cases=tuple((array, place) for array in ARRAYS for place in ("before", "after")))
def preexec(w, array, place):
    w.project("p")
    sh = w.shell(**{place: PREEXEC.replace("ARRAY", ARRAYS[array])})
    sh.quiet("true", "true")
    sh.run("said=")
    sh.quiet("true", "")
    check(sh.run('echo "$said"'), 'px<true>ppx<echo "$said">\n', "what ran")
    survives(w, sh)
    sh.quiet("PROMPT_COMMAND+='; n=1'", "")
    check(sh.run("echo $n"), "1\n", "what was added to the string")


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
if [[ -n $__vsc_original_prompt_command ]]; then
    PROMPT_COMMAND=__vsc_prompt_cmd_original
else
    PROMPT_COMMAND=__vsc_prompt_cmd
fi
"""


@test("VS Code's own, {} the hook{}: a command begins when the user's does", kinds=("bash",),
      cases=tuple((place, own) for place in ("before", "after") for own in ("", " and behind the user's")))
def vscode(w, place, own):
    w.project("p")
    # Which writes PS1 each time.
    code = "PROMPT_COMMAND='n=$((${n-0} + 1)); PS1=$shown'\nshown=$PS1\n" if own else ""
    sh = w.shell(before=code + (VSCODE if place == "before" else ""), after=VSCODE if place == "after" else "")
    sh.quiet("true")
    assert "x<true>" in sh.run('echo "$said"'), "the first command is not seen to begin"
    sh.quiet("said= n=0")
    sh.quiet("true", "")
    check(sh.run('echo "$said ${n-}"'), f'px<true>ppx<echo "$said ${{n-}}"> {3 if own else 0}\n', "what ran")
    survives(w, sh)
    sh.quiet("builtin cd p")
    sh.on(w.home + "/p/.venv")
    sh.quiet("said=")
    check(sh.run('echo "$said"'), 'px<echo "$said">\n', "what ran behind that")
    check(sh.run('echo "${__vsc_original_prompt_command[@]}"').count("_avenv"), 1, "ours within")
    sh.quiet("builtin cd ..")
    sh.off()


# In a bash before 5.1 as well, whose attributes nothing tells.
@test("a PROMPT_COMMAND readonly {} stays and causes no noise ({})", kinds=("bash",),
      cases=(*((place, options) for place in ("before the hook", "before the hook of an older bash") for options in ("a", "e", "ae")),
             ("after the hook", "")))
def prompt_command_readonly(w, place, options):
    env = w.project("p")
    if place == "after the hook":
        sh = w.shell(after="readonly PROMPT_COMMAND")
    else:
        sh = w.shell(before=f"set -{options}; readonly PROMPT_COMMAND=:", line=f"source {older(w)}" if "older" in place else None)
        check(sh.run("echo $PROMPT_COMMAND; o=${-//[!ae]}; echo $o"), f":\n{options}\n", "PROMPT_COMMAND and options")
    check(sh.greeting, "", "output at start")
    sh.quiet("", "cd p")
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    sh.quiet("", "cd ..")
    check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV")


def older(w):
    """The hook's file, as a bash before 5.1 takes it."""
    file = w.hook_file()
    with open(file, encoding="utf-8") as hook:
        text = hook.read()
    old = text.replace(">= 501", ">= 99999")
    assert old != text, "the hook asks for the version in another way"
    return w.write(file, old)


@test("what a bash before 5.1 does instead of an array works here as well ({!r})", kinds=("bash",),
      cases=("", "IFS=/0123456789e", "set -eu", "PROMPT_COMMAND='n=1; # a comment'", "PROMPT_COMMAND='n=1;'", "set -a"))
def before_arrays(w, code):
    w.project("p")
    # Twice is as once.
    sh = w.shell(before=code, line=2 * f"source {older(w)}\n")
    check(sh.greeting, "", "output at start")
    check(sh.run('echo "$PROMPT_COMMAND"').count("_avenv_first"), 2 if "PROMPT_COMMAND" in code else 1, "how often it is there")
    survives(w, sh)
    if "-e" not in code:
        intact(sh, STATUS)
    w.avenv("allow", "--tree", w.dir("home/tree"))
    sh.cd("tree")
    sh.quiet(f"cp -R {w.model} odd")
    sh.on(w.home + "/tree/odd", "odd")


@test("a DEBUG trap like bash-preexec's stays and runs", kinds=("bash",))
def debug_trap(w):
    w.project("p")
    sh = w.shell(before="__preexec() { n=$((n+1)); }; trap '__preexec \"$_\"' DEBUG")
    before = sh.run("trap -p DEBUG")
    survives(w, sh)
    check(sh.run("trap -p DEBUG"), before, "the trap")
    assert int(sh.run("echo $n")) > 5, "the trap does not run"


READONLY = {
    "VIRTUAL_ENV": "readonly VIRTUAL_ENV",
    "VIRTUAL_ENV=": "readonly VIRTUAL_ENV=",
    "VIRTUAL_ENV_PROMPT": "readonly VIRTUAL_ENV_PROMPT",
    "PATH": "readonly PATH",
    "AVENV_ENV": "readonly AVENV_ENV",
    "PYTHONHOME": "PYTHONHOME=/usr; readonly PYTHONHOME",
    "AVENV_PYTHONHOME": "PYTHONHOME=/usr; readonly AVENV_PYTHONHOME",
    "_OLD_VIRTUAL_PATH": "readonly _OLD_VIRTUAL_PATH=/bin",
}


def refusal(what):
    return f"avenv: nothing was turned on: {what.removesuffix('=')} is readonly\n"


@test("{} readonly{}: one line, nothing half done, no retry", kinds=POSIX,
      cases=tuple(itertools.product(READONLY, ("", ", under set -e"))))
def readonly(w, what, option):
    w.project("p")
    sh = w.shell(after="set -e" if option else "")
    sh.run(READONLY[what])
    check(sh.run("cd p"), refusal(what), "output")
    got = sh.state()
    check(got["PATH"], w.path, "PATH")
    check(got["VIRTUAL_ENV"] or None, None, "VIRTUAL_ENV")
    check(got["AVENV_ENV"] or None, None, "AVENV_ENV")
    check(sh.prompt(), "@> ", "prompt")
    check(sh.run("echo ${PYTHONHOME-}"), "/usr\n" if "PYTHONHOME" in what else "\n", "PYTHONHOME")
    sh.quiet("", "true", "cd ..")


@test("{} readonly: who asks is told each time", kinds=POSIX, cases=tuple(READONLY))
def readonly_asked(w, what):
    env = w.project("p")
    sh = w.shell(after="set -e" if what == "PATH" else "")
    sh.run(READONLY[what])
    check(sh.run("cd p; avenv activate || echo $?"), refusal(what) + "1\n", "for the first time")
    check(sh.run("cd ..; cd p; avenv activate || echo $?"), refusal(what) + "1\n", "all on one line")
    for command in ("avenv activate", "avenv activate", f"avenv activate {env}", f"avenv activate {env}"):
        check(sh.run(command + " || echo $?"), refusal(what) + "1\n", command)
        got = [line for line in sh.run("avenv").splitlines() if line.startswith(("because:", "next:"))]
        check(got, ["because:  a variable that would have to change is readonly in this shell",
                    "next:     avenv activate"], f"status behind {command}")
        sh.quiet("", "true", "cd .", f"cd {w.home}", "cd p")


@test("something readonly until then: what is said of the next prompt is so", kinds=POSIX)
def readonly_once(w):
    env = w.project("p")
    sh = w.shell()
    sh.run('f() { local -r PATH="$PATH"; cd p; }' if w.kind == "bash" else
           "f() { readonly PYTHONHOME=/x; cd p; typeset +r PYTHONHOME; unset PYTHONHOME; }")
    said = sh.run("f; avenv")
    assert "because:  it is turned on at the next prompt\n" in said, f"{said!r}"
    sh.on(env)


@test("{} readonly while one is on: it stays on, whole, and that is said once", kinds=POSIX,
      cases=("VIRTUAL_ENV", "PATH"))
def readonly_while_on(w, what):
    env = w.project("p")
    w.project("q")
    for leave, done in (("cd ../q", "on"), ("cd /", "off"), ("deactivate", "off"), ("avenv off", "off")):
        sh = w.shell()
        sh.cd("p")
        sh.quiet(READONLY[what])
        kept = f"avenv: nothing was turned off: {what} is readonly\n"
        check(sh.run(leave), kept if done == "off" else refusal(what), f"{leave}: output")
        sh.on(env)
        check(sh.run("avenv deactivate || echo $?"), kept + "1\n", "its status")
        said = sh.run("avenv")
        because = ("it is this directory's, and stays on: " if leave == "deactivate" else "") + "a variable that would have to change is readonly in this shell"
        assert f"because:  {because}\nnext:     exec {w.kind}\n" in said, f"{leave}: {said}"
        for command in ("", "deactivate", "cd /", "deactivate", "avenv off || echo $?", f"avenv activate {w.home}/q/.venv"):
            said = refusal(what) if "avenv activate" in command else kept + "1\n" if "off" in command else kept if command == "deactivate" else ""
            check(sh.run(command), said, f"{leave}; {command}: output")
            sh.on(env)


@test("{} readonly while one is on, and a hint: what is said of where another would be is not lost", kinds=POSIX,
      cases=("VIRTUAL_ENV", "PATH"))
def readonly_and_hint(w, what):
    env = w.project("p")
    w.project("q")
    for name in ("u", "u2", "u3", "u4"):
        w.project(name, allow=False)
    for command in ("deactivate", "avenv deactivate"):
        sh = w.shell()
        sh.cd("p")
        sh.quiet(READONLY[what])
        kept = f"avenv: nothing was turned off: {what} is readonly"
        said = sh.run(f"cd ../u; {command}; {command}").splitlines()
        assert said[:-1] == [kept, kept] and "avenv allow" in said[2], f"{command}: {said}"
        check(sh.run(command).splitlines(), [kept], f"{command}: the hint was said")
        sh.quiet("", "true")
        sh.run("cd ../p")
        check(sh.run(f"cd ../u; {command}; cd ../q").splitlines(), [kept], f"{command}, and on to another")
        sh.run("cd ../p")
        said = sh.run(f"cd ../u2; {command}; cd .").splitlines()
        assert said[:-1] == [kept] and "avenv allow" in said[1], f"{command}, and a cd to where one is: {said}"
        sh.run("cd ../p")
        check(sh.run("cd ../u3; avenv off || echo $?").splitlines(), [kept, "1"], "avenv off, where a hint waits")
        sh.on(env)
        sh.run("avenv on; cd ../p")
        check(sh.run(f"cd ../u4; {command}; avenv off || echo $?").splitlines(), [kept, kept, "1"], f"avenv off behind {command}")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(READONLY[what])
    one_line(sh.run("cd ../u"))
    check(sh.run("cd ../q"), refusal(what), "output")
    sh.on(env)


@test("{} readonly while one is on: that is left as ever, and where another would be, that is said once", kinds=POSIX,
      cases=("VIRTUAL_ENV_PROMPT", "AVENV_ENV"))
def readonly_left(w, what):
    w.project("p")
    w.project("q")
    for leave, said in (("cd ../q", refusal(what)), ("cd /", ""), ("deactivate", ""), ("avenv off", "")):
        sh = w.shell()
        sh.cd("p")
        sh.quiet(READONLY[what])
        check(sh.run(leave), said, f"{leave}: output")
        for command in ("true", "cd /", "true"):
            check(sh.run(command), "", f"{leave}; {command}: output")
            check(sh.run("echo $VIRTUAL_ENV:$PATH"), f":{sh.path}\n", f"{leave}; {command}: what is on")
            check(sh.prompt(), PROMPT, f"{leave}; {command}: prompt")


@test("{} readonly while on, under set -e: the shell goes on{}", kinds=POSIX,
      cases=tuple(itertools.product((*READONLY, "PS1"), ("", ", at the next prompt", ", behind deactivate"))))
def readonly_late(w, what, how):
    w.project("p")
    sh = w.shell(after="set -e")
    sh.quiet("cd p")
    sh.run(READONLY.get(what, "readonly PS1").removesuffix("="))
    sh.run("deactivate" if "deactivate" in how else "builtin cd /" if how else "cd /")
    check(sh.run("echo alive"), "alive\n", "output")


# --- what the user sees of the last command ---

STATUS = {
    "bash": ("(exit 7)", "echo \"$?\"", "7"),
    "zsh": ("(exit 7)", "echo \"$?\"", "7"),
    "fish": ("sh -c 'exit 7'", "echo $status", "7"),
}
PIPES = {
    "bash": ("true | (exit 3) | false | true", "echo ${PIPESTATUS[*]}", "0 3 1 0"),
    "zsh": ("true | (exit 3) | false | true", "echo $pipestatus", "0 3 1 0"),
    "fish": ("true | sh -c 'exit 3' | false | true", "echo $pipestatus", "0 3 1 0"),
}
LAST = {kind: (": one word", "echo $_", "word") for kind in POSIX}


def intact(sh, table):
    command, show, want = table[sh.kind]
    for before in ("", "cd p; ", "", "cd ..; "):
        sh.run(before + command)
        check(sh.run(show), want + "\n", f"{show} after {before + command!r}")


@test("the status of the last command is intact, idle and after a transition")
def status(w):
    w.project("p")
    intact(w.shell(), STATUS)


@test("the statuses of the last pipeline are intact, idle and after a transition")
def pipe_status(w):
    w.project("p")
    intact(w.shell(), PIPES)


@test("$_ is intact, idle and after a transition", kinds=POSIX)
def last_word(w):
    w.project("p")
    intact(w.shell(), LAST)


@test("a prompt that shows the status shows the right one")
def prompt_status(w):
    w.project("p")
    shows = {
        "bash": r"PS1='<$?>'$PS1",
        "zsh": r"PS1='<%?>'$PS1",
        "fish": r"function fish_prompt; printf '<%s>@> \e]7717;P\a' $status; end",
    }
    sh = w.shell(**{"after" if w.kind != "fish" else "before": shows[w.kind]})
    for command in (STATUS[w.kind][0], "cd p; " + STATUS[w.kind][0]):
        sh.run(command)
        assert "<7>" in sh.prompt(), f"the prompt is {sh.prompt()!r}"


@test("set -e: a failed command that does not end the shell is not made to by the hook", kinds=POSIX)
def errexit(w):
    w.project("p")
    not_ended(w, w.shell())


def not_ended(w, sh):
    sh.quiet("set -e")
    for path in ("p", "."):
        sh.cd(path)
        sh.keys("! true\r")
        sh.quiet("", "true")
    sh.on(w.home + "/p/.venv")


@test("set -e: nor by what comes before the user's string in a bash before 5.1", kinds=("bash",))
def errexit_first(w):
    w.project("p")
    sh = w.shell(before="seen() { seen=$?; }; PROMPT_COMMAND=seen", line=f"source {older(w)}")
    not_ended(w, sh)
    sh.run("set +e")
    sh.run("(exit 3)")
    check(sh.run("echo $seen"), "3\n", "the status that the user's string finds")


@test("the user's string finds status, last word and PIPESTATUS, and an ERR trap runs once{}", kinds=("bash",),
      cases=("", ", in a bash before 5.1 but for PIPESTATUS", ", in one before 5.1 behind ours"))
def string_finds(w, case):
    w.project("p")
    own = "PROMPT_COMMAND='seen=\"$? $_ ${PIPESTATUS[*]}\"'"
    trap = "trap 'failed=$((${failed-0} + 1))' ERR\n"
    if "behind" in case:
        sh = w.shell(before=trap, line=f"source {older(w)}", after="PROMPT_COMMAND+=';'" + own.partition("=")[2])
    else:
        sh = w.shell(before=trap + own, line=f"source {older(w)}" if case else None)
    for each in sh, w.shell(before=trap + own, line=""):
        each.run("true x")
        check(each.run('echo "$seen"'), "0 x 0\n", "what it finds")
        each.run("failed=0")
        each.run("(exit 3) | (exit 4)")
        check(each.run('echo "$seen $failed"'), ("4  4 2\n" if case and each is sh else "4  3 4 2\n"), "what it finds")


# --- a helper in trouble ---

def faltering(w, trouble, **options):
    """A shell whose helper does TROUBLE when told by the file that is returned: once, or once for each byte in it."""
    flag = w.base + "/falter"
    helper = w.write("helper", f"#!/bin/sh\nif [ -e {flag} ]; then\nread -r left <{flag}\n"
                               f'case $left in ??*) echo "${{left#?}}" >{flag} ;; *) rm {flag} ;; esac\n{trouble}\nfi\n'
                               f'exec {BUILD}/avenv-hook "$@"\n', 0o755)
    return w.shell(line=f"source {w.hook_file(helper)}", **options), flag


@test("SIGINT during a transition gives the prompt back, and it is made up for")
def interrupt(w):
    env = w.project("p")
    running = w.base + "/running"
    sh, flag = faltering(w, f": >{running}; exec sleep 60")
    w.write(flag, "")
    sh.send("cd p\r")
    end = time.monotonic() + 10
    while not os.path.exists(running):
        assert time.monotonic() < end, "the helper was not asked"
        time.sleep(0.01)
    sh.keys("\x03")
    sh.run("")
    sh.on(env)
    check(sh.run("echo alive"), "alive\n", "output")


@test("a helper killed by a signal is asked again at the next prompt")
def killed_once(w):
    env = w.project("p")
    sh, flag = faltering(w, "kill -9 $$")
    w.write(flag, "")
    sh.cd("p")
    sh.run("")
    sh.on(env)


HELPERS = {
    "missing": None,
    "not executable": ("", 0o644),
    "not a program": ("\x7fELF no", 0o755),
    "killed": ("#!/bin/sh\nkill -9 $$\n", 0o755),
    "failing": ("#!/bin/sh\nexit 3\n", 0o755),
    "failing after garbage": ("#!/bin/sh\necho 'echo GARBAGE; cd /; ('\nexit 1\n", 0o755),
    "noisy on stderr": ("#!/bin/sh\necho trouble >&2\nexit 1\n", 0o755),
    "silent": ("#!/bin/sh\nexit 0\n", 0o755),
}


@test("a helper that is {}: a working shell without noise", cases=tuple(HELPERS))
def broken_helper(w, how):
    w.project("p")
    path = w.base + "/helper"
    if HELPERS[how]:
        w.write("helper", *HELPERS[how])
    sh = w.shell(line=f"source {w.hook_file(path)}")
    check(sh.greeting, "", "output at start")
    sh.quiet("cd p", "", "true", "cd ..", "cd p")
    check(sh.run("cd / && pwd"), "/\n", "output")
    sh.off()


@test("fish_add_path while an environment is on survives leaving", kinds=("fish",))
def add_path(w):
    w.project("p")
    w.dir("new")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(f"fish_add_path {w.base}/new")
    sh.cd("..")
    sh.off(f"{w.base}/new:{w.path}")


@test("a fish_prompt that the user defines later is used", kinds=("fish",))
def later_prompt(w):
    w.project("p")
    sh = w.shell(after=r"function fish_prompt; printf 'mine \e]7717;P\a'; end")
    sh.cd("p")
    assert sh.prompt().endswith("mine "), f"the prompt is {sh.prompt()!r}"
    sh.cd("..")
    check(sh.prompt(), "mine ", "prompt")


@test("no descriptor to be had during a cd: asked once there is{}", kinds=POSIX, cases=("", ", under set -e"))
def descriptors(w, option):
    w.project("p")
    w.project("q")
    sh = w.shell(after="set -e" if option else "")
    sh.cd("q")
    # One line: what is short of them may not show a prompt either.
    sh.run("ulimit -S -n 3; cd ../p; ulimit -S -n 64")
    sh.run("true")
    sh.quiet("")
    sh.on(w.home + "/p/.venv")
    sh.run("ulimit -S -n 3; deactivate; ulimit -S -n 64")
    sh.quiet("cd ..", "")
    sh.off()


RESTRICT = {"bash": "set -r", "zsh": "setopt restricted"}


@test("a restricted shell{}: without noise, and nothing is turned on", kinds=POSIX, cases=("", " by its startup file", " before the hook"))
def restricted(w, how):
    w.project("p")
    code = RESTRICT[w.kind]
    sh = w.shell(cwd=w.home + "/p", args=() if how else ("-r",), **{"after" if "by" in how else "before": code if how else ""})
    check(sh.greeting, "", "output at start")
    sh.quiet("", "true", "")
    check(sh.run('echo "$PATH"'), sh.path + "\n", "PATH")
    if w.kind == "bash" and "by" not in how:
        check(sh.run("declare -F deactivate; declare -F avenv"), "", "functions")


@test("a shell that is restricted while one is on: it stays on, without noise, and who asks is told", kinds=POSIX)
def restricted_late(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(RESTRICT[w.kind], "", "true", "true x", "")
    for command, status in (("deactivate", ""), ("avenv deactivate", "1\n"), ("avenv list", "1\n"), ("avenv", "1\n")):
        check(sh.run(command + " || echo $?"), f"avenv: nothing can be done in a restricted shell; '{w.kind}' starts one that is not\n" + status, command)
        sh.quiet("", "true")
    for line in ("avenv activate ", "avenv run foo -") if w.kind == "bash" else ():
        start = len(sh.buf)
        sh.send(line + "\t\t")
        sh.keys("\x15\r")
        assert b"restricted" not in sh.buf[start:], f"completion of {line} is quiet"
    check(sh.run('echo "$VIRTUAL_ENV"'), env + "\n", "what is on")


if __name__ == "__main__":
    sys.exit(main())
