#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The indicator beside prompts that are written by hand, chosen later or drawn over, and
beside stand-ins for frameworks that no package registry has."""

import glob
import os
import re
import sys

from framed import DEPS, follow, framed, need, projects
from harness import PROMPT, SYSTEM_PATH, Skip, check, main, test

BOTH = ("before", "after")


def drawn(w, framework, before=False, ours=True, **options):
    """Framework's line before or behind the hook's: the name once, at each step."""
    projects(w)
    sh = framed(w, framework=framework, before=before, **options)
    follow(sh, ours)
    return sh


def once(sh, command, ours=True):
    check(sh.names(command), ["alpha-env"], f"names after {command!r} in {sh.text!r}")
    check(len(sh.ours()), int(ours), f"ours after {command!r} in {sh.text!r}")


def none(sh, command):
    check(sh.names(command), [], f"names after {command!r} in {sh.text!r}")


# --- written by hand ---

HAND = {
    "bash": {"multi-line": r"PS1='\n\u\n\w\n$ '", "empty": "PS1=", "no newline": r"PS1='\[\e[1m\]\w\[\e[0m\]$ '",
             "promptvars off": "shopt -u promptvars", "exported": r"export PS1='\w$ '"},
    "zsh": {"multi-line": "PROMPT=$'\\n%n\\n%~\\n%# '", "empty": "PROMPT=", "PROMPT_SUBST": "setopt prompt_subst",
            "no PROMPT_SUBST": "unsetopt prompt_subst", "PROMPT_PERCENT off": "unsetopt prompt_percent; PROMPT='> '",
            "PROMPT_PERCENT off, KSH_ARRAYS": "unsetopt prompt_percent; setopt ksh_arrays; PROMPT='> '",
            "PROMPT_BANG": "setopt prompt_bang", "ALL_EXPORT": "setopt all_export"},
    "fish": {"multi-line": r"function fish_prompt; printf '\n%s\n> ' (pwd); end",
             "empty": "function fish_prompt; end"},
}


def by_hand(w, title, place):
    drawn(w, HAND[w.kind][title], place == "before")


for kind, hands in HAND.items():
    test("a prompt by hand, {}, set {} the hook", kinds=(kind,),
         cases=tuple((title, place) for title in hands for place in BOTH))(by_hand)


@test("promptvars, PROMPT_PERCENT switched while it is shown: once, and no code", kinds=("bash", "zsh"))
def switched(w):
    projects(w)
    sh = framed(w, framework="PROMPT='> '" if w.kind == "zsh" else "")
    off, on = {"bash": ("shopt -u promptvars", "shopt -s promptvars"),
               "zsh": ("unsetopt prompt_percent", "setopt prompt_percent")}[w.kind]
    for command in ("cd alpha", off, "true", on, off):
        once(sh, command)
        assert "_avenv" not in sh.text.split("\n")[-1] and "33V" not in sh.text, sh.text
    none(sh, "cd ..")
    assert "_avenv" not in sh.text and "33V" not in sh.text, sh.text
    once(sh, "cd alpha")


@test("a prompt that itself speaks of VIRTUAL_ENV shows it, we do not")
def speaks(w):
    drawn(w, {"bash": r"PS1='${VIRTUAL_ENV:+[${VIRTUAL_ENV##*/}]}$ '",
              "zsh": "setopt prompt_subst; PROMPT='${VIRTUAL_ENV:+[${VIRTUAL_ENV:t}]}%# '",
              "fish": "function fish_prompt; test -z \"$VIRTUAL_ENV\"; or printf '[%s]' (basename $VIRTUAL_ENV); "
                      "printf '> '; end"}[w.kind], ours=False)


CHANGE = {"bash": "PS1='new$ '", "zsh": "PROMPT='new%# '", "fish": "function fish_prompt; printf 'new> '; end"}


@test("a prompt that is set while it is shown: once at the next prompt, and gone with the environment")
def changed(w):
    projects(w)
    sh = framed(w)
    once(sh, "cd alpha")
    for command in (CHANGE[w.kind], "true", "", CHANGE[w.kind].replace("new", "newer")):
        once(sh, command)
    none(sh, "cd ..")
    none(sh, CHANGE[w.kind])
    once(sh, "cd alpha")
    none(sh, "deactivate")


@test("a readonly prompt: nothing is said, and the environment is on", kinds=("bash", "zsh"))
def readonly(w):
    projects(w)
    sh = framed(w, after="readonly PS1" if w.kind == "bash" else "PROMPT='> '\ntypeset -r PROMPT PS1")
    for command in ("cd alpha", "true", "cd .."):
        sh.run(command)
        assert "readonly" not in sh.text and "read-only" not in sh.text, sh.text
    sh.run("cd alpha")
    assert "alpha/alpha-env" in sh.run('echo "[$VIRTUAL_ENV]"'), sh.text


@test("avenv status says who shows it, and that nobody is to")
def status(w):
    projects(w)
    sh = framed(w, framework={"bash": WRITERS["stand-in: starship"][0], "zsh": POWERLEVEL10K, "fish": TIDE}[w.kind])
    sh.run("cd alpha")
    name = {"bash": "starship", "zsh": "powerlevel10k", "fish": "tide"}[w.kind]
    assert f"no '(name)', as {name} shows it" in sh.run("avenv status"), sh.text
    sh.run("set -g VIRTUAL_ENV_DISABLE_PROMPT 1" if w.kind == "fish" else "VIRTUAL_ENV_DISABLE_PROMPT=1")
    assert "no '(name)', as VIRTUAL_ENV_DISABLE_PROMPT is set" in sh.run("avenv status"), sh.text
    sh = framed(w)
    sh.run("cd alpha")
    assert "no '(name)'" not in sh.run("avenv status"), sh.text


# --- bash: PS1 written at each prompt ---

GIT = "/usr/lib/git-core/git-sh-prompt"
WRITERS = {
    "git's __git_ps1, as a string": ("PROMPT_COMMAND='__git_ps1 \"\\w\" \"\\\\\\$ \"'", True),
    "git's __git_ps1, put in front": ("PROMPT_COMMAND='__git_ps1 \"\\w\" \"\\\\\\$ \"'"
                                      '"${PROMPT_COMMAND:+;$PROMPT_COMMAND}"', True),
    "git's __git_ps1, behind": ("PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND;}\"'__git_ps1 \"\\w\" \"\\\\\\$ \"'",
                                True),
    "git's __git_ps1, appended": ("PROMPT_COMMAND+=('__git_ps1 \"\\w\" \"\\\\\\$ \"')", True),
    "stand-in: bash-git-prompt": ("""setGitPrompt() {
    PS1='\\w \\n$ '
    if [[ -n "${VIRTUAL_ENV-}" ]]; then PS1="\\[\\e[34m\\](${VIRTUAL_ENV##*/})\\[\\e[0m\\] $PS1"; fi
}
PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND;}setGitPrompt\"""", None),
    "stand-in: bash-git-prompt, where it leaves it out": ("""setGitPrompt() { PS1='\\w \\n$ '; }
PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND;}setGitPrompt\"""", True),
    "stand-in: starship": ("""starship_precmd() {
    if [[ -n "${STARSHIP_PROMPT_COMMAND-}" ]]; then eval "$STARSHIP_PROMPT_COMMAND"; fi
    PS1=$'\\n'"\\w ${VIRTUAL_ENV:+via (${VIRTUAL_ENV##*/})}"$'\\n''> '
}
STARSHIP_PROMPT_COMMAND=${PROMPT_COMMAND-} PROMPT_COMMAND=starship_precmd
export STARSHIP_SHELL=bash""", False),
    "stand-in: powerline-shell": ("""_update_ps1() { PS1="${VIRTUAL_ENV:+<${VIRTUAL_ENV##*/}>}\\w$ "; }
PROMPT_COMMAND="_update_ps1;${PROMPT_COMMAND-}\"""", False),
}


@test("{}, {} the hook", kinds=("bash",), cases=tuple((title, place) for title in WRITERS for place in BOTH))
def writers(w, title, place):
    text, ours = WRITERS[title]
    if title.startswith("git"):
        text = f"source {need(GIT, 'apt-get install git brings it')}\n{text}"
    drawn(w, text, place == "before", ours)


@test("STARSHIP_SHELL of a parent shell does not keep the indicator away")
def parents(w):
    projects(w)
    once(framed(w, env={"STARSHIP_SHELL": "tcsh"}), "cd alpha")


@test("PROMPT_COMMAND set and added to at the prompt: once, and what looks at the environment sees what is on now",
      kinds=("bash",))
def commands(w):
    projects(w)
    sh = framed(w)
    once(sh, "cd alpha")
    sh.run("writes() { PS1='new$ '; }; __lp_set_prompt() { seen=$?:${VIRTUAL_ENV-none}; echo looks; }")
    sh.run("LP_ENABLE_VIRTUALENV=0")
    once(sh, "PROMPT_COMMAND=writes")
    sh.run("PROMPT_COMMAND+=(__lp_set_prompt)")
    once(sh, "true")
    none(sh, "builtin cd ..; (exit 3)")
    assert sh.text.count("looks") == 1, "it prints once: " + sh.text
    assert "3:none" in sh.run('echo "<$seen>"'), sh.text
    sh.run("PROMPT_COMMAND+=('ran+=x'); ran=")
    sh.run("builtin cd alpha")
    sh.run("builtin cd ..")
    assert "<xxx>" in sh.run('echo "<$ran>"'), "what shows nothing runs once: " + sh.text
    sh.run("unset 'PROMPT_COMMAND[-2]'")
    once(sh, "cd alpha")
    sh.run("PROMPT_COMMAND=\"${PROMPT_COMMAND[-1]}\"; unset 'PROMPT_COMMAND[1]' 'PROMPT_COMMAND[2]'")
    once(sh, "true")
    assert sh.run("declare -p PROMPT_COMMAND").count("_avenv") == 1, sh.text


@test("what shows the environment by a name that nobody knows: it is there behind a command of ours as behind cd",
      kinds=("bash",))
def unknown(w):
    projects(w)
    w.avenv("-C", w.home, "forget", "alpha")
    sh = framed(w, framework="mine() { PS1=\"${VIRTUAL_ENV:+<${VIRTUAL_ENV##*/}> }> \"; }; PROMPT_COMMAND=mine; VIRTUAL_ENV_DISABLE_PROMPT=1",
                before=True)
    sh.run("builtin cd alpha")
    sh.run("avenv allow")
    assert "<alpha-env> >" in sh.text, sh.text
    none(sh, "cd ..")
    assert "<alpha-env> >" in sh.run("cd alpha"), sh.text
    for command, shown in (("mkdir ../fresh; cd ../fresh; avenv create --without-pip", "<.venv> >"), ("avenv move .venv env", "<env> >"),
                           ("avenv deny", ""), ("avenv allow", "<env> >"), ("avenv remove -y env", "")):
        sh.run(command)
        check(re.findall(r"<\S+> >", sh.text)[-1:], [shown] if shown else [], f"what is shown behind {command}")


@test("in VS Code's terminal what starship shows is what is on, and nobody else shows it; VS Code's script read {} the hook",
      kinds=("bash",), cases=BOTH)
def vscode(w, place):
    projects(w)
    vsc = """__vsc_prompt_cmd_original() {
    local cmd
    for cmd in "${__vsc_original_prompt_command[@]}"; do eval "$cmd"; done
}
__vsc_original_prompt_command=$PROMPT_COMMAND
PROMPT_COMMAND=__vsc_prompt_cmd_original
"""
    sh = framed(w, framework=WRITERS["stand-in: starship"][0] + "\n" + (vsc if place == "before" else ""), before=True,
                after=vsc if place == "after" else "")
    for command, shown in (("builtin cd alpha", ["alpha-env"]), ("builtin cd ..", []), ("cd alpha", ["alpha-env"])):
        check(sh.names(command), shown, f"names after {command!r} in {sh.text!r}")


# --- zsh ---

WIDGETS = r"""
in() { cd ~/q; zle reset-prompt }
up() { cd ~; zle reset-prompt }
zle -N in
zle -N up
bindkey '^Xi' in '^Xu' up
"""


@test("a widget that changes directory and draws the prompt anew: it shows what is on by then{}", kinds=("zsh",),
      cases=("", ", under PROMPT_PERCENT off", ", under ALL_EXPORT"))
def widget(w, option):
    w.project("p")
    env = w.project("q")
    sh = w.shell(after=WIDGETS + (f"setopt {option.removesuffix(' off').split()[-1]}" if "EXPORT" in option else ""))
    if "PERCENT" in option:
        sh.run("PROMPT=$'@> \\e]7717;P\\a'; unsetopt prompt_percent")
    for command in ("true", "cd ~/p"):
        sh.quiet(command)
        for key, name in ("\x18i", "(q) "), ("\x18u", ""), ("\x18i", "(q) "):
            sh.keys(key)
            check(sh.prompt(), name + PROMPT, "prompt")
        sh.quiet("")
        sh.on(env)
    sh.keys("\x18u")
    sh.quiet("")
    sh.off()
    check(sh.run("env | grep _avenv"), "", "exported")


@test("a transient prompt: zle-line-finish draws over it; RPROMPT is untouched; {} the hook", kinds=("zsh",), cases=BOTH)
def transient(w, place):
    sh = drawn(w, """LONG='%~ %# ' RPROMPT='right'
PROMPT=$LONG
zle-line-finish() { PROMPT='T> '; zle reset-prompt; }
zle -N zle-line-finish
restore() { PROMPT=$LONG; }
precmd_functions+=(restore)""", place == "before")
    assert "[right]" in sh.run('echo "[$RPROMPT]"'), sh.text


POWERLEVEL10K = """typeset -gi __p9k_instant_prompt_active=1
typeset -g P9K_VERSION=1.20.0
_p9k_precmd() {
    if [[ $precmd_functions[-1] != _p9k_precmd ]]; then
        precmd_functions=(${(@)precmd_functions:#_p9k_precmd} _p9k_precmd)
    fi
    unset __p9k_instant_prompt_active
    PROMPT='%~ $(prompt_virtualenv)> '
}
prompt_virtualenv() { [[ -z $VIRTUAL_ENV ]] || print -n "via ${VIRTUAL_ENV:t} "; }
setopt prompt_subst
precmd_functions+=(_p9k_precmd)"""


@test("stand-in: powerlevel10k, {} the hook", kinds=("zsh",), cases=BOTH)
def p10k(w, place):
    drawn(w, POWERLEVEL10K, place == "before", ours=False)
    sh = framed(w, cwd=w.home + "/alpha", framework=POWERLEVEL10K, before=place == "before")
    once(sh, None, ours=False)


@test("stand-in: powerlevel10k instant prompt, {} the hook: a hint waits for the second prompt", kinds=("zsh",),
      cases=BOTH)
def instant(w, place):
    os.makedirs(w.home + "/unknown")
    w.mkenv(w.home + "/unknown/.venv")
    sh = framed(w, cwd=w.home + "/unknown", framework=POWERLEVEL10K, before=place == "before")
    assert "avenv:" not in sh.text, sh.text
    assert "avenv: '.venv' is here" in sh.run("true"), sh.text
    assert "avenv:" not in sh.run("true"), sh.text


# As oh-my-zsh sets them up: prompt_subst, functions in the theme, a theme sourced again at any time.
THEMES = {
    "robbyrussell": ("setopt prompt_subst\nPROMPT='%(?:%%:!) %c $(git_prompt_info)'\ngit_prompt_info() { :; }", True),
    "agnoster": ("""setopt prompt_subst
prompt_virtualenv() { [[ -z $VIRTUAL_ENV || -z $VIRTUAL_ENV_DISABLE_PROMPT ]] || print -n "[${VIRTUAL_ENV:t}] "; }
PROMPT='%{%f%b%k%}$(prompt_virtualenv)%~ '""", True),
    "a theme beside the plugin virtualenv": ("""setopt prompt_subst
virtualenv_prompt_info() { [[ -z $VIRTUAL_ENV ]] || print -n "[${VIRTUAL_ENV_PROMPT:-${VIRTUAL_ENV:t}}]"; }
export VIRTUAL_ENV_DISABLE_PROMPT=1
PROMPT='$(virtualenv_prompt_info)%~ '""", False),
}


@test("stand-in: oh-my-zsh theme, {}, {} the hook", kinds=("zsh",),
      cases=tuple((title, place) for title in THEMES for place in BOTH))
def themes(w, title, place):
    text, ours = THEMES[title]
    theme = w.write("home/theme", text + "\n")
    sh = drawn(w, f"source {theme}", place == "before", ours)
    once(sh, "cd alpha", ours)
    once(sh, f"source {theme}", ours)
    once(sh, "true", ours)


@test("zsh's own prompt themes, chosen while it is shown", kinds=("zsh",))
def promptinit(w):
    projects(w)
    sh = framed(w, framework="autoload -Uz promptinit; promptinit")
    once(sh, "cd alpha")
    for theme in ("adam1", "walters", "redhat", "off", "suse", "elite2"):
        # Some write PROMPT at each prompt, behind what was there when they came.
        sh.run(f"prompt {theme} 2>/dev/null")
        once(sh, "true")
        once(sh, "")
    none(sh, "cd ..")


@test("pure, chosen while it is shown: ours, then pure's", kinds=("zsh",))
def to_pure(w):
    place = need(DEPS / "pure-prompt", "make prompts-deps fetches it")
    projects(w)
    sh = framed(w, framework=f"fpath+=({place}); autoload -Uz promptinit; promptinit")
    once(sh, "cd alpha")
    once(sh, "prompt pure", ours=False)
    once(sh, "true", ours=False)
    none(sh, "cd ..")
    once(sh, "cd alpha", ours=False)


# --- fish ---

SAMPLES = "/usr/share/fish/tools/web_config/sample_prompts"


@test("each of fish's sample prompts, chosen while it is shown", kinds=("fish",))
def samples(w):
    projects(w)
    names = sorted(os.path.basename(p)[:-5] for p in glob.glob(SAMPLES + "/*.fish"))
    if not names:
        raise Skip("this fish has no sample prompts")
    sh = framed(w)
    once(sh, "cd alpha")
    for name in names:
        # Some of them set it as they draw, for good.
        for command in (f"set -e VIRTUAL_ENV_DISABLE_PROMPT; fish_config prompt choose {name}", "true"):
            check(sh.names(command), ["alpha-env"], f"names after {command!r} in {sh.text!r}")
    none(sh, "cd ..")


TIDE = """function fish_prompt
    _tide_status=$status _tide_pipestatus=$pipestatus if not set -e _tide_repaint
        jobs --query
    end
    _tide_item_python
    printf '> '
end
function _tide_item_python
    test -z "$VIRTUAL_ENV"; or printf 'py (%s) ' (string split -r -m1 / $VIRTUAL_ENV)[2]
end"""


@test("stand-in: tide, {} the hook", kinds=("fish",), cases=BOTH)
def tide(w, place):
    drawn(w, TIDE, place == "before", ours=False)


@test("the user's prompt finds $status and $pipestatus as they were", kinds=("fish",))
def pipestatus(w):
    projects(w)
    prompt = "function fish_prompt; printf '<%s %s>' $status (string join , $pipestatus); end"
    sh = framed(w, framework=prompt)
    commands = {"true": "<0 0>", "false": "<1 1>", "false | true": "<0 1,0>", "true | false | true": "<0 0,1,0>"}
    # Written once more, it is wrapped once more.
    for place in ("cd alpha", prompt, "cd .."):
        sh.run(place)
        for command, want in commands.items():
            sh.run(command)
            assert want in sh.text, f"after {command!r} behind {place!r}: {sh.text!r}, want {want!r}"


@test("while it is on the user erases fish_prompt: fish's own takes its place", kinds=("fish",))
def erased(w):
    projects(w)
    sh = framed(w, framework="function fish_prompt; printf 'mine> '; end")
    sh.run("cd alpha")
    for command in ("functions -e fish_prompt", "true", "cd .."):
        sh.run(command)
        assert not [word for word in ("_avenv_", "does not exist", "mine> ") if word in sh.text], sh.text
    sh.run("cd alpha")
    sh.run("function fish_prompt; printf 'new> '; end")
    once(sh, "true")


@test("who wraps fish_prompt around ours, again and again: once, and it still works", kinds=("fish",))
def wrapped(w):
    projects(w)
    sh = framed(w, framework="function fish_prompt; printf 'mine> '; end")
    for n in range(3):
        once(sh, "cd alpha")
        check(sh.text.count("mine> "), 1, f"the user's own in {sh.text!r}")
        once(sh, f"functions -c fish_prompt old{n}; function fish_prompt; printf '{n}'; old{n}; end")
        none(sh, "cd ..")
        none(sh, f"functions -c fish_prompt older{n}; function fish_prompt; printf '{n}'; older{n}; end")


def own_prompt(w):
    """Where fish keeps the user's own."""
    projects(w)
    w.dir("home/.config/fish/functions")
    return w.write("home/.config/fish/functions/fish_prompt.fish", "function fish_prompt\n    printf 'mine> '\nend\n")


@test("fish_prompt {}: that is the user's own", kinds=("fish",),
      cases=("saved while it is shown", "saved behind it", "edited while it is shown"))
def saved(w, when):
    place = own_prompt(w)
    shown = [] if when == "saved behind it" else ["alpha-env"]
    sh = framed(w, env={"EDITOR": w.write("editor", f'#!/bin/sh\ncp "$1" {place}\n', 0o755)})
    once(sh, "cd alpha")
    if not shown:
        none(sh, "cd ..")
    for _ in range(2):
        check(sh.names("funced fish_prompt" if when.startswith("edited") else "funcsave fish_prompt"), shown, "names")
        check(sh.text.count("mine> "), 1, f"the user's own in {sh.text!r}")
        with open(place) as file:
            text = file.read()
        assert "mine> " in text and "_avenv_" not in text, text
    none(sh, "cd ~")
    sh = framed(w)
    assert "mine> " in sh.text, sh.text
    once(sh, "cd alpha")


@test("fish_prompt saved by a function while it is shown: a new shell has fish's own{}", kinds=("fish",),
      cases=("", ", also without the hook"))
def saved_by_function(w, how):
    place = own_prompt(w)
    sh = framed(w)
    sh.run("function keep; funcsave $argv; end")
    once(sh, "cd alpha")
    sh.run("keep fish_prompt")
    with open(place) as file:
        assert "_avenv_" in file.read(), "not the one that is looked for"
    sh = framed(w, env={"PATH": SYSTEM_PATH} if how else None)
    for command in (None, "true"):
        if command:
            sh.run(command)
        assert "@" in sh.text and "~" in sh.text and "_avenv_" not in sh.text, sh.text
    if not how:
        once(sh, "cd alpha")
        none(sh, "cd ..")


if __name__ == "__main__":
    sys.exit(main())
