#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 13
"""Options, aliases, functions, traps and `$?` stay the user's, whatever they are."""

from pathlib import Path

from harness import LINE, NAMED, POSIX, check, main, story, test

# Each set is in the startup file before the hook in one shell, and typed in another.
SETTINGS = {
    "bash": (
        "set -uf; set -o pipefail; set -C; set +B; set +h; set -P; IFS=/0123456789e",
        "set -E; set -T; trap 'n=$((n+1))' DEBUG; trap ': err' ERR; trap ': int' INT; IFS=",
        "shopt -s failglob dotglob extglob globstar expand_aliases xpg_echo checkwinsize lastpipe"
        " cdable_vars cdspell 2>/dev/null; GLOBIGNORE='*'; CDPATH=:~; set -o posix",
        "shopt -s nullglob; unset IFS; alias cd='cd -P'; readonly out word name prompt text mark result users end all call before",
    ),
    "zsh": (
        "setopt ksh_arrays sh_word_split glob_subst no_unset rc_quotes warn_create_global chase_links",
        "setopt no_glob no_clobber cdable_vars no_equals null_glob csh_null_glob extended_glob ksh_glob prompt_subst"
        " prompt_bang auto_pushd magic_equal_subst ksh_typeset; typeset -U path PATH",
        "alias -g env=ENV home=H; alias cd='cd -P'; setopt no_nomatch; IFS=/0123456789e",
        "setopt ignore_braces", "setopt ignore_close_braces",
    ),
    "fish": ("set -g IFS /e; set -g CDPATH . ~",),
}


def both_ways(w, code):
    w.project("p")
    for before, typed in ((code, "true"), ("", code)):
        sh = w.shell(before=before)
        check(sh.run(typed), "", "output of the setting")
        sh.go(
            "cd p   => p",
            "",
            "true",
            "cd ..  => off",
            "cd p   => p",
            "cd ..  => off")
    if w.kind == "bash":
        sh, plain = w.shell(before=code), w.shell(before=code, line="")
        for show in ("echo $-", "shopt -p|md5sum", "trap -p"):
            check(sh.run(show), plain.run(show), show)


for each, sets in SETTINGS.items():
    test("{!r}", kinds=(each,), cases=tuple((code,) for code in sets))(both_ways)


# The harness types with these itself; the hook's line has a backslash, as a user would write it.
ALIASES = "\n".join(f"alias {name}='echo ALIASED'" for name in (
    "eval local builtin command export printf test typeset declare unset return true false set shift").split())
for kind in POSIX:
    for place in ({"before": ALIASES}, {"after": ALIASES}):
        story(f"aliases over builtins, {[*place][0]} the hook", "p",
            "cd p   => p",
            "",
            "cd ..  => off", kinds=(kind,),
              line="\\" + LINE[kind], **place)
# Functions of the user's over those builtins for which fish allows it: each notes what of avenv's calls it.
# By `source` fish itself loads fish_mode_prompt, when the hook asks for that.
OWN_BUILTINS = r"""for name in cd complete commandline contains count echo emit false functions math printf realpath source true
    function $name --inherit-variable name
        set -l callers (status stack-trace | string match -r "in function '(?:avenv|_avenv_(?!mode)\w+|deactivate|fish_mode_prompt)'|in function")
        string match -q "* '*" -- $callers[2]; and test "$name $callers[2]" != "source in function '_avenv_wrap_prompt'"
        and builtin echo $name $callers[2] >>~/called
        builtin $name $argv
    end
end
"""
story("functions over builtins, before the hook: the hook calls none", "p u?",
    "cd p                      => p",
    "avenv off                 => off",
    "avenv on --help           **",
    "avenv on                  => p",
    "avenv list                **",
    "deactivate                => off",
    "cd ../u                   **",
    "cd ..                     => off",
    "complete -C 'avenv stat'  **",
    "cat ~/called 2>/dev/null", kinds=("fish",),
      before=OWN_BUILTINS)
story("set -u, and PWD is unset: quiet", "p",
    "set -u; unset PWD",
    "true",
    "cd p   => p",
    "cd ..  => off", kinds=POSIX)
story("bash without programmable completion", "p",
    "cd p       => p",
    "avenv off  => off",
    "avenv on   => p",
    "cd ..      => off", kinds=("bash",),
      before="enable -n complete")


HOOKED = {
    "bash": "declare -p PROMPT_COMMAND | md5sum; declare -f | grep -c .",
    "zsh": "print -l $precmd_functions $chpwd_functions $preexec_functions",
    "fish": "functions -a -n; functions --handlers | grep -v __fish",
    "tcsh": "alias", "elvish": "count [$@edit:before-readline $@after-chdir]",
    "xonsh": "print(len(events.on_pre_prompt_format), len(events.on_chdir))",
    "nu": "$env.config.hooks | to json",
}


@test("loading twice is loading once; the installed file, sourced, is the same hook")
def twice(w):
    w.project("p")
    sh = w.shell(after=LINE[w.kind])
    check(sh.run(HOOKED[w.kind]), w.shell(after="").run(HOOKED[w.kind]), "what two loads install")
    sh.go(
        "cd p",
        LINE[w.kind],
        "       => p",
        "cd ..  => off")
    w.shell(line=f"source {w.hook_file()}", after="").go(
        "cd p   => p",
        "cd ..  => off")


# Done between two loads, by a user who has a cd function, or a tool
BETWEEN = {
    "nothing": ":",
    "the user's cd, defined again": 'cd() { builtin cd "$@"; }',
    "another cd of the user's": 'cd() { builtin cd "$@" && true; }',
    "a tool's cd, which calls the one before": 'eval "old_$(declare -f cd)"; cd() { old_cd "$@"; }',
}


@test("loading twice, with a cd of the user's, and between the loads {}: each cd is a cd", kinds=("bash",), cases=tuple(BETWEEN))
def between(w, name):
    w.project("p")
    sh = w.shell(before="cd() { builtin cd \"$@\"; }; FUNCNEST=50")
    sh.quiet(BETWEEN[name], LINE["bash"].replace("avenv hook", w.bin + "/avenv hook"))
    check(sh.run("cd ~/p; echo ${VIRTUAL_ENV-none}"), f"{w.home}/p/.venv\n", "at once")
    sh.go(
        "       => p",
        "cd ..  => off")


# A command, how to show what it leaves, and what that is.
LEFT = {"sh -c 'exit 7'": ("echo $?", "7"), ": one word": ("echo $_", "word"),
        "true | sh -c 'exit 3' | false | true": ("echo $pipestatus", "0 3 1 0")}
SHOWS = {"bash": r"PS1='<$?>'$PS1", "zsh": r"PS1='<%?>'$PS1",
         "fish": r"function fish_prompt; printf '<%s>@> \e]7717;P\a' $status; end"}


@test("the last command's status, pipeline and last word are intact, in the prompt as well")
def status(w):
    w.project("p")
    sh = w.shell(**{"before" if w.kind == "fish" else "after": SHOWS[w.kind]})
    for command, (show, want) in LEFT.items():
        if w.kind == "fish" and want == "word":
            continue
        if w.kind == "bash":
            show = show.replace("$pipestatus", "${PIPESTATUS[*]}")
        for before in ("", "cd p; ", "", "cd ..; "):
            sh.run(before + command)
            assert want != "7" or "<7>" in sh.prompt(), f"the prompt is {sh.prompt()!r}"
            check(sh.run(show), want + "\n", f"{show} after {before + command!r}")


story("a failing cd is cd's own: its status, and no other word", "p",
    "cd /nowhere 2>/dev/null || echo failed  == failed",
    "cd p && echo done  => p  == done")

# --- each option that the shell itself lists ---

LISTED = {"bash": "set -o; shopt", "zsh": "for each in ${(k)options}; do print $each $options[$each]; done"}
SET = {"bash": {"on": "set -o {0} 2>/dev/null || shopt -s {0}", "off": "set +o {0} 2>/dev/null || shopt -u {0}"},
       "zsh": {"on": "setopt {0}", "off": "unsetopt {0}"}}
# They end the shell or keep it from running anything, cannot be changed, print what is read or run, or are not supported.
# Without promptvars bash shows what a hook that was loaded before has put into PS1.
LEFT_OUT = {"bash": "onecmd noexec restricted_shell login_shell verbose xtrace errexit allexport keyword nocasematch",
            "zsh": "singlecommand onecmd exec restricted interactive shinstdin stdin verbose xtrace sourcetrace errexit allexport"}
EMULATIONS = [(f"emulate {shell}", "emulate zsh; unsetopt prompt_cr prompt_sp") for shell in ("sh", "ksh", "csh")]
# A prompt that notes by which options it is drawn
DRAWN = """setopt prompt_subst
drawn() { print -r -- "$(setopt)/" >>~/drawn }
PROMPT='$(drawn)'$PROMPT"""
# Takes the hook out of the shell
UNLOAD = {"bash": r"""unload() {
    PROMPT_COMMAND= PS1=${PS1#*) \}}
    unset -f $(compgen -A function _avenv) avenv cd pushd popd
    unset -v $(compgen -v _avenv)
}""", "zsh": r"""unload() {
    emulate -L zsh
    precmd_functions=() chpwd_functions=() psvar=()
    unfunction -m '_avenv*' avenv
    unset -m '_avenv*'
}"""}


@test("each option of the shell, set {} the hook is loaded: nothing is printed, and a cd is a cd; zsh draws the prompt by no others", POSIX, ("before", "after"))
def options(w, place):
    w.make("p")
    sh = w.shell(before=DRAWN if w.kind == "zsh" else "", after=UNLOAD[w.kind])
    loads = (LINE[w.kind].replace("avenv", w.bin + "/avenv", 1), f"source {w.hook_file()}") if place == "before" else (None,)
    listed = dict(line.split() for line in sh.run(LISTED[w.kind]).splitlines())
    left_out = LEFT_OUT[w.kind] + " promptvars" * (place == "after")
    changes = [[SET[w.kind][way].format(name) for way in (("off", "on") if value == "on" else ("on", "off"))]
               for name, value in sorted(listed.items()) if name not in left_out.split()]
    assert len(changes) > 40, listed
    wrong = []
    for change, back in changes + (EMULATIONS if w.kind == "zsh" else []):
        for load in loads:
            said = [sh.run(f"{change}; unload; {load}" if load else f"{change}; _avenv_judged_for=")]
            prompt = sh.prompt()
            drawn = w.write("home/drawn", "")
            said += [sh.run("cd ~/p"), sh.run("marker")]
            ways = {*Path(drawn).read_text(encoding="utf-8").split("/\n")} - {""}
            prompts = sh.prompt().replace(NAMED.format("p"), "", 1), prompt
            said += [sh.run("cd ~"), sh.run('echo "${VIRTUAL_ENV-none}"'), sh.run(back)]
            if said != ["", "", "p/.venv\n", "", "none\n", ""] or prompts[0] != prompts[1] or len(ways) > 1:
                wrong.append((change, load, said, prompts, ways))
    check(wrong, [], "what is otherwise")


# fish has features in place of options, and takes them from its environment.
@test("each feature of fish, on and off", ("fish",))
def features(w):
    w.make("p")
    listed = [line.split()[:2] for line in w.shell().run("status features").splitlines()]
    assert len(listed) > 2, listed
    for name, value in listed:
        w.shell(env={"fish_features": "no-" * (value == "on") + name}).go(
            "cd p   => p",
            "",
            "cd ..  => off")


main()
