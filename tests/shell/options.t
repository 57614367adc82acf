#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 13 18
"""Options, aliases, functions, traps and `$?` stay the user's; so do other tools' hooks."""

import sys

from harness import LINE, POSIX, check, main, test

# Each set is in the startup file before the hook in one shell, and typed in another.
SETTINGS = {
    "bash": (
        "set -uf; set -o pipefail; set -C; set +B; set +h; set -P; IFS=/0123456789e",
        "set -o posix; POSIXLY_CORRECT=1",
        "set -E; set -T; trap 'n=$((n+1))' DEBUG; trap ': err' ERR; trap ': int' INT; IFS=",
        "shopt -s failglob dotglob extglob globstar expand_aliases xpg_echo checkwinsize lastpipe"
        " cdable_vars cdspell; GLOBIGNORE='*'; CDPATH=:~",
        "shopt -s nullglob; unset IFS; alias cd='cd -P'; readonly out word name e r rc entry",
        "function cd { builtin cd \"$@\"; }",
    ),
    "zsh": (
        "setopt ksh_arrays sh_word_split glob_subst no_unset csh_junkie_quotes rc_quotes"
        " ignore_braces warn_create_global",
        "setopt no_glob posix_builtins posix_identifiers posix_aliases no_clobber cdable_vars"
        " chase_links no_equals no_hash_cmds no_short_loops no_function_argzero local_options",
        "setopt null_glob no_nomatch extended_glob ksh_glob prompt_subst prompt_bang path_dirs"
        " magic_equal_subst typeset_silent sh_file_expansion no_bad_pattern ksh_typeset"
        " bash_rematch no_multi_func_def; typeset -U path PATH",
        "alias -g env=ENV home=H; alias cd='cd -P'; setopt csh_null_glob auto_pushd;"
        " IFS=/0123456789e",
        "function cd { builtin cd \"$@\" }",
    ),
    "fish": (
        "set -g IFS /e; set -g CDPATH . ~; function source; builtin source $argv; end",
        "function cd; builtin cd $argv; end",
    ),
}


def survives(w, sh):
    """Entering and leaving as ever, without a word."""
    env = w.home + "/p/.venv"
    for _ in range(2):
        for command, on in (("cd p", env), ("cd ..", None)):
            check(sh.run(command), "", f"output of {command}")
            sh.shows(on)
            sh.quiet("", "true", "")


def both_ways(w, code):
    w.project("p")
    sh = w.shell(before=code)
    check(sh.greeting, "", "output at start")
    survives(w, sh)
    sh = w.shell(before="")
    check(sh.run(code), "", "output of the setting")
    survives(w, sh)
    if w.kind == "bash":
        plain = w.shell(before=code, line="")
        for show in ("echo $-", "shopt -p | md5sum", "trap -p"):
            check(sh.run(show), plain.run(show), show)


for each, sets in SETTINGS.items():
    test("{!r}", kinds=(each,), cases=tuple((code,) for code in sets))(both_ways)


# The harness types with these itself; the hook's line has a backslash, as a user would write it.
ALIASED = ("eval local builtin command export printf test typeset declare unset return true false "
           "set shift").split()


@test("aliases over builtins, before the hook and after", kinds=POSIX)
def aliases(w):
    w.project("p")
    code = "\n".join(f"alias {name}='echo ALIASED'" for name in ALIASED)
    for place in ({"before": code, "after": ""}, {"before": "", "after": code}):
        sh = w.shell(line=f'\\eval "$(avenv hook {w.kind})"', **place)
        check(sh.greeting, "", "output at start")
        sh.cd("p")
        sh.on(w.home + "/p/.venv")
        sh.quiet("", "cd ..")
        sh.off()


OWN_CD = {
    "bash": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "zsh": 'cd() { builtin cd "$@" && echo "went to ${PWD##*/}"; }',
    "fish": 'function cd; builtin cd $argv; and echo "went to "(basename $PWD); end',
}


@test("the user's own cd runs, defined before the hook or after; a failing cd is cd's own")
def own_cd(w):
    env = w.project("p")
    for place in ("before", "after"):
        sh = w.shell(**{"before": "", "after": "", place: OWN_CD[w.kind]})
        check(sh.run("cd p"), "went to p\n", "output")
        sh.on(env)
        check(sh.run("cd .."), "went to home\n", "output")
        sh.off()
    sh, plain = w.shell(before="", after=""), w.shell(line="")
    command = f"cd /nowhere; echo {sh.status}"
    check(sh.run(command), plain.run(command), "output of a failing cd")


HOOKED = {
    "bash": "declare -p PROMPT_COMMAND | md5sum; declare -f | grep -c .",
    "zsh": "print -l $precmd_functions $chpwd_functions $preexec_functions",
    "fish": "functions -a -n; functions --handlers | grep -v __fish",
}


@test("loading twice is loading once; the installed file, sourced, is the same hook")
def twice(w):
    env = w.project("p")
    sh = w.shell(after=LINE[w.kind])
    check(sh.run(HOOKED[w.kind]), w.shell(after="").run(HOOKED[w.kind]), "what two loads install")
    sh.walk(("p", env))
    sh.quiet(LINE[w.kind])
    sh.on(env)
    sh.walk(("..", None))
    w.shell(line=f"source {w.hook_file()}", after="").walk(("p", env), ("..", None))


COMMANDS = {
    "PROMPT_COMMAND='printf -v n %s $((n+1))'": 2,
    "PROMPT_COMMAND='n=$((n+1)) ;  '": 2,
    "PROMPT_COMMAND='n=$((n+1)) # count'": 2,
    "PROMPT_COMMAND=('n=$((n+1))' 'm=$((m+1))')": 2,
    "PROMPT_COMMAND=([3]='n=$((n+1))' [7]='m=1')": 2,
    "PROMPT_COMMAND=": 0,
}


@test("a PROMPT_COMMAND from before the hook runs once at each prompt", kinds=("bash",))
def prompt_command(w):
    w.project("p")
    for code, times in COMMANDS.items():
        sh = w.shell(before=code)
        survives(w, sh)
        sh.run("n=0")
        sh.run("")
        check(sh.run("echo $n"), f"{times}\n", f"how often {code} ran at two prompts")


# A command, how to show what it leaves, and what that is.
LEFT = {
    "bash": (("(exit 7)", 'echo "$?"', "7"), (": one word", "echo $_", "word"),
             ("true | (exit 3) | false | true", "echo ${PIPESTATUS[*]}", "0 3 1 0")),
    "zsh": (("(exit 7)", 'echo "$?"', "7"), (": one word", "echo $_", "word"),
            ("true | (exit 3) | false | true", "echo $pipestatus", "0 3 1 0")),
    "fish": (("sh -c 'exit 7'", "echo $status", "7"),
             ("true | sh -c 'exit 3' | false | true", "echo $pipestatus", "0 3 1 0")),
}
SHOWS = {
    "bash": r"PS1='<$?>'$PS1",
    "zsh": r"PS1='<%?>'$PS1",
    "fish": r"function fish_prompt; printf '<%s>@> \e]7717;P\a' $status; end",
}


@test("the last command's status, pipeline and last word are intact, in the prompt as well")
def status(w):
    w.project("p")
    sh = w.shell(**{"before" if w.kind == "fish" else "after": SHOWS[w.kind]})
    for command, show, want in LEFT[w.kind]:
        for before in ("", "cd p; ", "", "cd ..; "):
            sh.run(before + command)
            if want == "7":
                assert "<7>" in sh.prompt(), f"the prompt is {sh.prompt()!r}"
            check(sh.run(show), want + "\n", f"{show} after {before + command!r}")


# bash-preexec at its first prompt takes what installs it out of the string.
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
ARRAYS = {
    "a string": "PROMPT_COMMAND+=${nl}__bp_interactive_mode",
    "an array": "PROMPT_COMMAND+=(__bp_interactive_mode)",
}


def goes_on(w, sh):
    sh.walk((w.home + "/p", w.home + "/p/.venv"), (w.home, None))
    sh.quiet("builtin cd p")
    sh.on(w.home + "/p/.venv")
    sh.quiet("builtin cd ..")
    sh.off()


@test("bash-preexec with {}, loaded before the hook and after: it sees what the user typed",
      kinds=("bash",), cases=tuple(ARRAYS))
def preexec(w, array):
    w.project("p")
    for place in ("before", "after"):
        code = PREEXEC.replace("ARRAY", ARRAYS[array])
        sh = w.shell(**{"before": "", "after": "", place: code})
        sh.quiet("true", "true")
        sh.run("said=")
        sh.quiet("true", "")
        check(sh.run('echo "$said"'), 'px<true>ppx<echo "$said">\n', f"what ran, {place}")
        goes_on(w, sh)


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


@test("VS Code's, loaded before the hook and after: a command begins when the user's does",
      kinds=("bash",))
def vscode(w):
    w.project("p")
    for place in ("before", "after"):
        sh = w.shell(**{"before": "", "after": "", place: VSCODE})
        sh.quiet("true")
        assert "x<true>" in sh.run('echo "$said"'), "the first command is not seen to begin"
        sh.quiet("said=", "true", "")
        check(sh.run('echo "$said"'), 'px<true>ppx<echo "$said">\n', f"what ran, {place}")
        goes_on(w, sh)


if __name__ == "__main__":
    sys.exit(main())
