#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 12 13 14
"""The environment's name in the prompt: exactly once, beside prompts by hand and frameworks.
tests/proof/prompts.t has the frameworks that Debian lacks."""

import os
import pwd
import subprocess
from pathlib import Path

from framed import framed, need, prompts
from harness import LINE, NAMED, PROMPT, bash_from, check, main, quote, test


def debian(package, path, more=""):
    return lambda _: more + "source " + need(f"/usr/share/{path}", f"{package} is not installed")


LIQUIDPROMPT = debian("liquidprompt", "liquidprompt/liquidprompt")
P9K = debian("zsh-theme-powerlevel9k", "powerlevel9k/powerlevel9k.zsh-theme",
             "POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(dir virtualenv)\n")

# Stand-ins for what Debian lacks do what the framework does at each prompt.
STARSHIP = r"""starship_precmd() {
    if [[ -n "${STARSHIP_PROMPT_COMMAND-}" ]]; then eval "$STARSHIP_PROMPT_COMMAND"; fi
    PS1=$'\n'"\w ${VIRTUAL_ENV:+via (${VIRTUAL_ENV##*/})}"$'\n''> '
}
STARSHIP_PROMPT_COMMAND=${PROMPT_COMMAND-} PROMPT_COMMAND=starship_precmd
export STARSHIP_SHELL=bash"""
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
ARRAYS = {
    "set each time, by an array": (r"up() { PS1='\W> '; }; PROMPT_COMMAND=('' true up)", True),
    "set each time, by an array with a gap": (r"up() { PS1='\W> '; }; PROMPT_COMMAND=(true [2]=up)", True),
} if bash_from(5, 1) else {}
AS_PREEXEC = r"""up() {
    PS1=${VIRTUAL_ENV:+{${VIRTUAL_ENV##*/}\}}'\W> '
    [[ $PROMPT_COMMAND = up* ]] || PROMPT_COMMAND=up$'\n'${PROMPT_COMMAND/$'\nup\n'/$'\n'}
}
PROMPT_COMMAND=up"""
OMZ = "setopt prompt_subst; PROMPT='%~ $(virtualenv_prompt_info)> '\n"
prompts({
    "bash": {
        "several lines": (r"PS1='\n\[\e[1m\]\u\[\e[0m\]\n\w\n$ '", True),
        "with VIRTUAL_ENV": (r"PS1='${VIRTUAL_ENV:+[${VIRTUAL_ENV##*/}]}$ '", False),
        "git's __git_ps1": (debian("git", "../lib/git-core/git-sh-prompt",
                                   "PROMPT_COMMAND='__git_ps1 \"\\w\" \"\\\\\\$ \"'\n"), True),
        "liquidprompt": (LIQUIDPROMPT, False),
        "like starship": (STARSHIP, False),
        "set each time": (r"up() { PS1='\W> '; }; PROMPT_COMMAND=up", True),
        "an array, of which bash before 5.1 runs the first element": (r"PS1='\W> '; PROMPT_COMMAND=(true true)", True),
        **ARRAYS,
        "set each time, the directory's path and name": (r"up() { PS1='<'$PWD'>'; PS1+=\${PWD##*/}'> '; }; PROMPT_COMMAND=up", True),
        "set each time, with the last component": (
            r"up() { PS1=${VIRTUAL_ENV:+{${VIRTUAL_ENV##*/}\}}'\W> '; }; PROMPT_COMMAND=up", False),
        "set each time, before avenv's call, as bash-preexec does": (AS_PREEXEC, False),
        "set each time, with the name": (
            r"up() { PS1='\[\e[1m\]'${VIRTUAL_ENV_PROMPT:+$VIRTUAL_ENV_PROMPT}'\[\e[0m\] \W> '; }; PROMPT_COMMAND=up", False),
    },
    "zsh": {
        "several lines": ("setopt prompt_subst; PROMPT=$'\\n%n\\n%~\\n%# '", True),
        "with VIRTUAL_ENV": ("setopt prompt_subst; PROMPT='${VIRTUAL_ENV:t}%# '", False),
        "with VIRTUAL_ENV in one of two functions, and another IFS": (
            "own() { print ${VIRTUAL_ENV:t} }; setopt prompt_subst; PROMPT='$(true) $(own)%# '; IFS=$'\\n'", False),
        "with VIRTUAL_ENV_PROMPT, by a pattern that needs an option of the user's": (
            "setopt prompt_subst extended_glob\nown() { [[ $VIRTUAL_ENV_PROMPT = (#b)(?*) ]] && print -n \"<$match[1]> \" }\n"
            "PROMPT='$(own)%1~ %# '", False),
        "liquidprompt": (LIQUIDPROMPT, False),
        "powerlevel9k": (P9K, False),
        "like powerlevel10k": (POWERLEVEL10K, False),
        # Each function as oh-my-zsh has it
        "virtualenv_prompt_info without its plugin": (OMZ + "virtualenv_prompt_info() { return 1; }", True),
        "a function that looks for the name in PS1": (
            OMZ + 'virtualenv_prompt_info() { [[ $PS1 != *"${VIRTUAL_ENV:t}"* ]] || echo -n -; }', True),
        "a function with a setting of such a name": (
            OMZ + "virtualenv_prompt_info() { ZSH_THEME_VIRTUAL_ENV_PROMPT_PREFIX='<'; }", True),
        "virtualenv_prompt_info with it": (
            OMZ + 'virtualenv_prompt_info() { [[ -n $VIRTUAL_ENV ]] && echo "[${VIRTUAL_ENV:t}]"; }', False),
        "a parameter, as prezto has it": (
            "setopt prompt_subst; typeset -gA info\nset_info() { info=(virtualenv \"${VIRTUAL_ENV:+<${VIRTUAL_ENV:t}>}\") }\n"
            "precmd_functions+=(set_info) PROMPT='${info[virtualenv]}%~> '", False),
        "an empty parameter, called as one of the hook's": ("setopt prompt_subst; PROMPT='${env_directory}%~> '", True),
        "an empty parameter, as prezto's sorin has it": ("setopt prompt_subst; typeset -gA info\nPROMPT='$info[virtualenv]%~> '", True),
        "elements of psvar that it does not show": ("psvar=(alpha-env beta-env); PROMPT='%~> '", True),
        "an empty parameter": ("setopt prompt_subst; typeset -gA info\nPROMPT='${info[virtualenv]}%~> '", True),
        "set each time": ("precmd() { PROMPT='%~> '; }", True),
        "set each time, with the name": ("precmd() { PROMPT=${VIRTUAL_ENV:+\"%F{blue}${VIRTUAL_ENV:t}%f \"}'%~> '; }", None),
        "set each time, with the name in bold": ("precmd() { PROMPT=${VIRTUAL_ENV:+\"%B${VIRTUAL_ENV:t}%b \"}'%~> '; }", None),
    },
    "fish": {
        "several lines": (r"function fish_prompt; printf '\n%s\n> ' (pwd); end", True),
        "with VIRTUAL_ENV": (
            "function fish_prompt; set -q VIRTUAL_ENV; and basename $VIRTUAL_ENV; echo '> '; end", False),
        "a path on the left, the name on the right": (
            "function fish_prompt; echo -n /tmp; end; function fish_right_prompt; set -q VIRTUAL_ENV; and basename $VIRTUAL_ENV; end", False),
    },
}, ("several lines", "liquidprompt", "powerlevel9k"))


# Prompts with the branch, the second one with the environment's name as well
BRANCH = {
    "bash": ((r"up() { PS1='\W '$(git branch --show-current 2>/dev/null)'> '; }; PROMPT_COMMAND=up", True),
             (r"up() { PS1='\W '$(git branch --show-current 2>/dev/null)'> '${VIRTUAL_ENV_PROMPT-}; }; PROMPT_COMMAND=up", False),
             (r"up() { PS1='\[\e[32m\]'$(git branch --show-current 2>/dev/null)'\[\e[0m\]> '; }; PROMPT_COMMAND=up", True),
             (r"up() { PS1=$'\e[32m'$(git branch --show-current 2>/dev/null)$'\e[0m> '; }; PROMPT_COMMAND=up", True)),
    "zsh": (("autoload -Uz vcs_info; precmd() { vcs_info }; setopt prompt_subst; zstyle ':vcs_info:git:*' formats '(%b) '\n"
             "PROMPT='${vcs_info_msg_0_}> '", True),
            ("precmd() { PROMPT=\"$(git branch --show-current 2>/dev/null)> \" }", True),
            # The function of oh-my-zsh names its parameter twice.
            ("setopt prompt_subst; precmd() { info=$(git branch --show-current 2>/dev/null) }\n"
             "git_prompt_info() { [[ -z $info ]] || echo -n \"($info)\" }; PROMPT='%c $(git_prompt_info)> '", True),
            ("precmd() { PROMPT=\"${VIRTUAL_ENV:t} git:$(git branch --show-current 2>/dev/null)> \" }", False),
            ("setopt prompt_subst; precmd() { psvar[1]=$(git branch --show-current 2>/dev/null) }; PROMPT='%1v ${VIRTUAL_ENV:t}> '", False)),
    "fish": (("function fish_prompt; printf '%s (%s)> ' (prompt_pwd) (git branch --show-current 2>/dev/null); end", True),
             ("function fish_prompt; printf '%s (%s)> ' \"$VIRTUAL_ENV_PROMPT\" (git branch --show-current 2>/dev/null); end", False)),
}


# Each makes ~/alpha, a checkout of the branch alpha-env.
CHECKOUTS = {
    "a worktree": (["init", "-q", "."], ["commit", "-q", "--allow-empty", "-m", "a"], ["worktree", "add", "-q", "-b", "alpha-env", "alpha"]),
    "a clone": (["init", "-q", "alpha"], ["-C", "alpha", "checkout", "-q", "-b", "alpha-env"]),
    "a clone whose .git is a file": (["init", "-q", "--separate-git-dir", "repository", "alpha"], ["-C", "alpha", "checkout", "-q", "-b", "alpha-env"]),
}


@test("{} on a branch of the environment's name: the branch is not taken for it", cases=CHECKOUTS)
def same_branch(w, checkout):
    for args in CHECKOUTS[checkout]:
        subprocess.run(["git", "-C", w.home, "-c", "user.name=a", "-c", "user.email=a@b", *args], check=True)
    w.mkenv(w.home + "/alpha/alpha-env", "home = /usr/bin\nversion = 3.11.2\nprompt = 'alpha-env'\n")
    w.avenv("allow", "alpha")
    for prompt, ours in BRANCH[w.kind]:
        sh = framed(w, framework=prompt)
        for command in ("cd alpha", "true", "avenv -q path >&-", "cd ..; cd alpha"):
            sh.names(["alpha-env", "alpha-env"], command, ours)
        sh.names([], "cd ..")


# The part of virtualenv's script that differs from the stock one
PSVAR = r"""deactivate() { PATH=$_OLD_VIRTUAL_PATH PS1=$_OLD_VIRTUAL_PS1 psvar[9]=$_OLD_VIRTUAL_PSVAR
    unset -f deactivate; unset -m '_OLD_VIRTUAL_*' 'VIRTUAL_ENV*'; }
export VIRTUAL_ENV=~/alpha/alpha-env VIRTUAL_ENV_PROMPT=alpha-env _OLD_VIRTUAL_PATH=$PATH
typeset +x _OLD_VIRTUAL_PATH; PATH=$VIRTUAL_ENV/bin:$PATH
_OLD_VIRTUAL_PS1=$PS1 _OLD_VIRTUAL_PSVAR=${psvar[9]-}
psvar[9]=$VIRTUAL_ENV_PROMPT PS1="(%9v) $PS1"
"""


@test("activate of virtualenv 21, which has the name in psvar: before it, after it, and when the shell comes back", kinds=("zsh",))
def psvar(w):
    sh = framed(w, framework="psvar[9]=own PROMPT='%~> '")
    w.write("home/alpha/alpha-env/bin/activate", PSVAR)
    alpha = ["alpha-env"]
    for command, names in (("cd alpha", alpha), ("source alpha-env/bin/activate", alpha), ("true", alpha), ("cd ..", []), ("true", []),
                           ("cd alpha; deactivate", []), ("source alpha-env/bin/activate", alpha), ("true", alpha), ("cd ..", []),
                           ("cd beta; source ../alpha/alpha-env/bin/activate", alpha), ("cd ../alpha", alpha), ("cd ..", [])):
        sh.names(names, command, None)
    check(sh.run("echo $psvar[9] $_OLD_VIRTUAL_PSVAR"), "own\n", "psvar")


# What the stock script does
STOCK = """deactivate() { PATH=$_OLD_VIRTUAL_PATH PS1=$_OLD_VIRTUAL_PS1; unset -f deactivate; unset VIRTUAL_ENV ${!_OLD_VIRTUAL_*}; }
export VIRTUAL_ENV=~/alpha/alpha-env; _OLD_VIRTUAL_PATH=$PATH PATH=$VIRTUAL_ENV/bin:$PATH
_OLD_VIRTUAL_PS1=$PS1 PS1="(alpha-env) $PS1"
"""


@test("a sourced environment that becomes avenv's: what a theme has set before avenv looks stays", kinds=("bash",))
def sourced(w):
    sh = framed(w, framework=AS_PREEXEC)
    w.write("home/alpha/alpha-env/bin/activate", STOCK)
    for command, names in (("cd alpha; deactivate", []), ("source alpha-env/bin/activate", ["alpha-env"]), ("true", ["alpha-env"]), ("cd ..", [])):
        sh.names(names, command, False)


OF_BETA = {"bash": "PS1='beta-env> '", "zsh": "PROMPT='beta-env> '", "fish": "function fish_prompt; echo -n 'beta-env> '; end"}


@test("a prompt that has the name of one environment, always: it shows that one, and another beside it")
def fixed(w):
    sh = framed(w, framework=OF_BETA[w.kind])
    beta = ["beta-env"]
    for command, names in (("true", beta), ("cd alpha", ["alpha-env", *beta]), ("true", ["alpha-env", *beta]), ("cd ../beta", beta),
                           ("cd ../alpha", ["alpha-env", *beta]), ("cd ../beta", beta), ("cd ..", beta)):
        sh.names(names, command, None)


# Each counts how often it is drawn.
COUNTED = {"zsh": ("setopt prompt_subst; PROMPT='$(print -n x >>~/drawn)%~> '",
                   "setopt prompt_subst; precmd() { PROMPT='$(print -n x >>~/drawn)%~> ' }",
                   # A timer's digits are no other prompt.
                   "setopt prompt_subst; PROMPT='$(print -n x >>~/drawn)%~> '; precmd() { RPROMPT=$((++n))ms }"),
           "fish": ("function fish_prompt; echo -n x >>~/drawn; echo '> '; end",)}


@test("a prompt is drawn once more for another environment, and only then", tuple(COUNTED))
def drawn(w):
    for prompt in COUNTED[w.kind]:
        w.write("home/drawn", "")
        sh = framed(w, framework=prompt)
        for command, times in (("true", 1), ("cd alpha", 2), ("true", 1), ("mkdir -p src; cd src", 1), ("cd ..; avenv path >&-", 1), ("cd ../beta", 2), ("cd ..", 1)):
            w.write("home/drawn", "")
            sh.run(command)
            check(Path(w.home, "drawn").stat().st_size, times, f"drawn after {command!r}, {prompt}")


@test("a widget changes directory and draws the prompt anew, by the user's options: it shows the environment of there", kinds=("zsh",))
def widget(w):
    w.make("p q")
    sh = w.shell(before="setopt prompt_subst null_glob; own() { local none=(*.none) }; PROMPT='$(own)'$PROMPT", after=r"""in() { cd ~/q; zle reset-prompt }
up() { cd ~; zle reset-prompt }
zle -N in
zle -N up
bindkey '^Xi' in '^Xu' up""")
    for command in ("true", "cd ~/p"):
        sh.quiet(command)
        for key, name in (("\x18i", NAMED.format("q")), ("\x18u", ""), ("\x18i", NAMED.format("q"))):
            check(sh.keys(key), "", "output")
            check(sh.prompt(), name + PROMPT, "prompt")
        sh.go("  => q")


@test("behind a widget that changed directory, the next prompt has what the theme's precmd shows there, and no second name", kinds=("zsh",))
def widget_then_theme(w):
    w.make("q")
    w.dir("home/q/sub")
    sh = w.shell(before="""setopt prompt_subst; theme() { info=${VIRTUAL_ENV:+<${VIRTUAL_ENV:h:t}>} }
precmd_functions=(theme); PROMPT='$info'$PROMPT""", after=r"""in() { cd ~/q/sub; zle reset-prompt }
zle -N in
bindkey '^Xi' in""")
    check(sh.keys("\x18i"), "", "output")
    check(sh.prompt(), NAMED.format("q") + PROMPT, "prompt that the widget draws")
    sh.run("true")
    check(sh.prompt(), "<q>" + PROMPT, "next prompt")


@test("powerlevel10k's instant prompt: a hint waits for the second prompt", kinds=("zsh",))
def instant(w):
    w.make("unknown?")
    sh = framed(w, cwd="unknown", framework=POWERLEVEL10K)
    assert "avenv" not in sh.text, sh.text
    for times in (1, 0):
        sh.run("true")
        check(sh.text.count("avenv allow"), times, "hints")


@test("the look at PS1 expands nothing: {}", kinds=("bash",), cases=(
    "${names[$(touch ~/ran)]}", "$[n++]", "${names[n++]}", "${none:?gone}", r"\044\050touch ~/ran\051", "$(touch ~/ran)"))
def looked(w, text):
    w.make("q")
    sh = w.shell()
    sh.quiet("names=(a b) n=0",
             f"_avenv_name=q VIRTUAL_ENV=~/q/.venv; _avenv_has_name {quote('bash', text + ' q')}; _avenv_name=; unset VIRTUAL_ENV")
    check(sh.run("echo $n; ls ~/ran 2>&-"), "0\n", "counted and run")


# In the directory app, with an environment called app: the branch, the prompt, and whether it
# shows the environment. One word each is taken for the directory and the branch.
WORDS = (
    ("main", r"(app) \w", True), ("main", "(app) ", False), ("main", "app (app) ", True),
    ("main", "~/app (app) ", True), ("main", r"app-1 ./app py3app \w", False),
    ("main", "main (app) ", False), ("app", r"(app) \w", False), ("app", r"app (app) \w", True),
    ("app", "app app ", False), ("app", "app app (app) ", True),
)


@test("in a directory called as the environment, on the branch {0}: PS1 {1!r} has the name: {2}", kinds=("bash",), cases=WORDS)
def words(w, branch, prompt, found):
    w.dir("home/app")
    sh = w.shell(cwd="app")
    settings = f"_avenv_name=app _avenv_branch={branch if branch == 'app' else ''} VIRTUAL_ENV=~/app/app"
    answer = sh.run(f"{settings}; _avenv_has_name {quote('bash', prompt)} && echo yes || echo no; unset VIRTUAL_ENV")
    check(answer, "yes\n" if found else "no\n", "answer")


# The same in zsh: what shows a directory, the user or a title is no name, though it is a word of the prompt.
PLACES = (
    ("PROMPT='%1~ %# ' RPROMPT='%~'", True), ("PROMPT='%1~ %# ' RPROMPT='%1~'", True),
    ("setopt prompt_subst; PROMPT='${PWD//\\// > } %# '", True),
    (r"PROMPT=$'%{\e]0;%~\a%}%1~ %# '", True), (r"PROMPT=$'%{\e]0;alpha-env\a%}%# '", True),
    ("PROMPT='%n@%m %c> '", True),
    ("precmd() { PROMPT=\"${VIRTUAL_ENV:+<${VIRTUAL_ENV:t}> }%1~ %# \" }", False),
    ("setopt prompt_subst; PROMPT='${VIRTUAL_ENV:t} %~ %# '", False),
)


@test("in a directory called as the environment: {0}: the name comes first: {1}", kinds=("zsh",), cases=PLACES)
def places(w, prompt, ours):
    name = pwd.getpwuid(os.getuid()).pw_name if "%n" in prompt else "alpha-env"
    w.mkenv(f"{w.home}/{name}/.venv", f"home = /usr/bin\nversion = 3.11.2\nprompt = '{name}'\n")
    w.avenv("allow", name)
    sh = framed(w, framework=prompt)
    # Judged in the project itself, and anew in a directory below it
    w.dir(f"home/{name}/src")
    for command in (f"cd ~/{name}", "true", "cd ~/beta", f"cd ~/{name}/src", "true"):
        sh.run(command)
        if command != "cd ~/beta":
            check(sh.text.count(NAMED.format(name)), int(ours), f"avenv's form after {command!r} in {sh.text!r}")


@test("RPROMPT begins to show the environment, and ends it: the name is there once", kinds=("zsh",))
def right(w):
    sh = framed(w, framework="setopt prompt_subst; PROMPT='%# '")
    for command, ours in (("cd alpha", True), ("RPROMPT='<${VIRTUAL_ENV:t}>'", False), ("true", False), ("RPROMPT=", True)):
        sh.names(["alpha-env"], command, ours)


@test("code of the user's in PROMPT that reads the environment's files: nothing is printed where it is judged", kinds=("zsh",))
def looks_inside(w):
    sh = framed(w, framework="own() { [[ -z $VIRTUAL_ENV ]] || cat $VIRTUAL_ENV/pyvenv.cfg >/dev/null }\nsetopt prompt_subst; PROMPT='$(own)> '")
    sh.names(["alpha-env"], "cd alpha")
    assert "No such file" not in sh.text, sh.text


OWN_MODE = "function fish_mode_prompt; echo -n '<mode>'; end\n"


@test("loaded again, beside {!r}: the name once, and the user's own fish_mode_prompt once", kinds=("fish",), cases=(
    ("function fish_prompt; echo '> '; end", True), ("function fish_prompt; echo (basename $VIRTUAL_ENV)'> '; end", False)))
def own_mode_prompt(w, prompt, shows):
    sh = framed(w, framework=OWN_MODE + prompt.replace("(basename", "(test -n \"$VIRTUAL_ENV\"; and basename"))
    for command in ("cd alpha", LINE["fish"], "true", LINE["fish"], "cd ../alpha"):
        sh.names(["alpha-env"], command, shows)
        check(sh.text.count("<mode>"), 1, f"mode prompts in {sh.text!r}")


@test("a fish_mode_prompt that config.fish defines after the hook, as to hide the mode: the name comes before it", kinds=("fish",))
def later_mode_prompt(w):
    w.make("p")
    sh = w.shell(after=OWN_MODE)
    sh.quiet("cd ~/p")
    check(sh.prompt(), NAMED.format("p") + "<mode>" + PROMPT, "prompt")


@test("read, at once after a cd and at a prompt, in a function and in a loop: its question has no name, the next prompt has it", kinds=("fish",))
def question(w):
    w.make("p q")
    sh = w.shell(before="function ask; read -P 'name? ' x; end")
    for line, name in (("cd ~/p; read -P 'name? ' x", "p"), ("ask", "p"), ("for i in 1; cd ~/q; ask; end", "q")):
        start = len(sh.buf)
        sh.send(line + "\r")
        sh.settle(start, sh.before_output(line), b"name? ")
        assert "(" not in sh.text, f"the question of {line!r}: {sh.text!r}"
        sh.keys("me\r")
        check(sh.prompt(), NAMED.format(name) + PROMPT, f"prompt after {line!r}")


@test("VIRTUAL_ENV_DISABLE_PROMPT, as tide's setup sets it in an open shell: the next prompt has no name", kinds=("fish",))
def unwanted(w):
    sh = framed(w, framework="function fish_prompt; echo '> '; end")
    sh.names(["alpha-env"], "cd alpha", True)
    sh.names([], "set -U VIRTUAL_ENV_DISABLE_PROMPT true", False)


@test("VIRTUAL_ENV_DISABLE_PROMPT, set and taken back in an open shell: the next cd follows it", kinds=("bash", "zsh"))
def unwanted_by_then(w):
    w.make("p")
    sh = w.shell(cwd="p")
    for value, name in (("1", ""), ("", NAMED.format("p"))):
        sh.run(f"export VIRTUAL_ENV_DISABLE_PROMPT={value}; cd .")
        check(sh.prompt(), name + PROMPT, f"prompt with '{value}'")


@test("promptpercent, unset in an open shell: at the next cd there is no mark that zsh would show as it stands", kinds=("zsh",))
def no_percent(w):
    w.make("p")
    sh = w.shell(cwd="p")
    sh.run("unsetopt promptpercent; cd .")
    assert "33" not in sh.prompt() and "(p)" not in sh.prompt(), sh.prompt()
    sh.run("setopt promptpercent; cd .")
    check(sh.prompt(), NAMED.format("p") + PROMPT, "prompt")


@test("the user's fish_prompt: $status and $pipestatus arrive, and saving it saves the user's own", kinds=("fish",))
def own_fish_prompt(w):
    w.dir("home/.config/fish/functions")
    place = w.write("home/.config/fish/functions/fish_prompt.fish", """function fish_prompt
    printf '<%s %s>' $status (string join , $pipestatus)
end
""")
    sh = framed(w, framework="source " + place)
    sh.run("cd alpha")
    for command, want in {"true": "<0 0>", "false | true": "<0 1,0>"}.items():
        sh.run(command)
        assert want in sh.text, f"after {command!r}: {sh.text!r}"
    sh.names(["alpha-env"], "funcsave fish_prompt")
    text = Path(place).read_text(encoding="utf-8")
    assert "pipestatus" in text and "_avenv" not in text, text


main()
