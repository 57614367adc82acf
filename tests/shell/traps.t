#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 3 13 18 62
"""The user's traps, timers, titles and traces at a prompt: as in the same shell without the hook;
a hook that no prompt runs says so."""

from harness import LINE, POSIX, bash_from, check, main, one_line, story, test
from keys import COMPINIT, Keys

# --- what a trap sees ---

ERR = """trap 'echo "code $?"' ERR"""
for option in ("", "set -E; "):
    story(f"an ERR trap fires once for each failing command: {option}", "p",
        "sh -c 'exit 3'           == code 3",
        "true",
        "cd p                     => p",
        "",
        "cd /nowhere 2>/dev/null  == code 1",
        "false                    == code 1",
        "cd ..                    => off",
          kinds=("bash",), after=option + ERR)

# A timer by a DEBUG trap, its prompt set once or at each prompt, with a clock that the test sets
START = "start() { read -r now <~/clock; since=${since:-$now}; }; trap start DEBUG\n"
STOP = "stop() { read -r now <~/clock; took=$((now - since)); unset since; %s}; PROMPT_COMMAND=%s\n"
TIMERS = {"a timer": START + STOP % ("", "stop"),
          "a timer and a prompt set each time": START + STOP % (r"PS1='@> \[\e]7717;P\a\]'; ", "stop")}
if bash_from(5, 1):
    TIMERS["a timer in an array"] = START + STOP % ("", "(true stop)")


@test("{}: it shows the time of the command, not of the prompt", kinds=("bash",), cases=tuple(TIMERS))
def timer(w, name):
    w.project("p")
    w.write("home/clock", "1\n")
    sh = w.shell(before=TIMERS[name])
    sh.go(
        "true",
        "cd p",
        "marker  == p/.venv",
        "true")
    w.write("home/clock", "3\n")
    sh.go(
        "true",
        "echo $took         == 0",
        "echo 9 >~/clock",
        "echo $took         == 6")


story("a DEBUG trap that shows $BASH_COMMAND as a title: at rest it is the user's own", "p",
    'true',
    'cd p',
    'echo "$was"  == own',
    'true',
    'echo "$was"  == own', kinds=("bash",),
      before="own() { :; }; PROMPT_COMMAND=own; trap 'was=$title title=$BASH_COMMAND' DEBUG")

story("$? and $_ in the user's PROMPT_COMMAND, and `declare` there is global", "p",
    "cd p            **",
    "false           == [1 false]",
    "sh -c 'exit 3'  == [3 exit 3]",
    ": a b           == [0 b]",
    "echo $kept      **",
      kinds=("bash",), before="""PROMPT_COMMAND='set -- "$?" "$_"; echo "[$1 $2]"; declare kept=1'""", greets=True)


if bash_from(5, 1):
    story("$?, $_ and PIPESTATUS in an element of PROMPT_COMMAND behind the first", "p",
        "cd p                           **",
        "false | true | sh -c 'exit 3'  **",
        'echo "$shown"                  == 3 1 0 3',
          kinds=("bash",), before="""show() { shown="$? ${PIPESTATUS[*]}"; }; PROMPT_COMMAND=('' show)""", greets=True)

# A RETURN trap prints in bash 3.2: later ones replace the shell of `$(...)` by the program.
PRINTS = {"bash": [f"set -T; trap '(( BASH_SUBSHELL == 0 )) || echo touch ~/ran; true' {event}" for event in ("DEBUG", "RETURN")],
          "zsh": [f"{form} (( ZSH_SUBSHELL == 0 )) || echo 'touch ~/ran'; true {end}" for form, end in (
              ("TRAPDEBUG() {", "}"), ("trap -- \"", "\" DEBUG"), ("unsetopt debug_before_cmd; TRAPDEBUG() {", "}"))]}


def printed(w, trap):
    w.make("p q")
    keys = Keys(w, before='cd() { builtin cd "$@"; }' if w.kind == "bash" else COMPINIT, after=trap)
    keys.sh.go(
        "cd p                      => p",
        "cd ../q; cd ../p; marker  == p/.venv",
        "avenv off                 => off",
        "avenv on                  => p",
        "cd ..                     => off")
    keys.sh.go(
        "cd p; trap|grep -c ran  == 1",
        "cd ..                   => off",
        "ls ran 2>/dev/null")
    keys.press("avenv stat\t")
    keys.sh.quiet("ls ran 2>/dev/null")


for kind, traps in PRINTS.items():
    test("no shell runs as code what a trap prints: {}", kinds=(kind,), cases=tuple(traps))(printed)


@test("set -x: the hook's own lines at a prompt are four, those of a cd at most three more",
      kinds=POSIX if bash_from(4, 4) else ("zsh",))
def traced(w):
    w.make("p q")
    sh = w.shell(cwd="p", before="PROMPT_COMMAND=:")
    # The command and, in bash, ':'
    users = {"bash": 2, "zsh": 1}[w.kind]
    sh.run("set -x")
    sh.run("true")
    check(len(sh.run("true").splitlines()), users + 4, f"lines of a prompt in {sh.text!r}")
    for path in (".", "../q", "../p"):
        assert len(sh.run(f"cd {path}").splitlines()) <= users + 7, f"lines of a cd: {sh.text!r}"
    sh.run("set +x")
    sh.go("cd ..  => off")


# --- a child shell without the hook ---

for own in ("export PROMPT_COMMAND='history -a'", "PROMPT_COMMAND=(true 'history -a')", ""):
    story(f"a child shell without the hook is quiet: {own}", "p",
        "cd p  => p",
        "export PROMPT_COMMAND PS1 PS0",
        "bash --norc",
        "true",
        "",
        "exit  **",
        "true  => p", kinds=("bash",), before=own)

# --- a hook that no prompt runs ---

# The variable that holds what a prompt runs
RUNS = {"bash": "PROMPT_COMMAND", "zsh": "precmd_functions"}


@test("readonly PROMPT_COMMAND: no word at the start, cd works, `avenv` and doctor say it, and how it works is true", kinds=("bash",))
def fixed(w):
    w.make("p q")
    sh = w.shell(cwd="p", before="PROMPT_COMMAND=:\nreadonly PROMPT_COMMAND")
    for command in ("avenv", "avenv doctor"):
        said = sh.run(command)
        assert "no prompt runs avenv: 'PROMPT_COMMAND' is readonly; make it so after" in said, said
        assert "next prompt" not in said and "'exec bash'" in said, said
    sh.go(
        "cd .",
        "marker  == p/.venv",
        "cd ../q",
        "marker  == q/.venv",
        "cd ..",
        "command -v marker",
        "cd p")
    w.startup("bash", before="PROMPT_COMMAND=:", after="readonly PROMPT_COMMAND")
    sh.go(
        "exec bash        => p",
        "builtin cd ../q  => q")
    assert "no prompt" not in sh.run("avenv"), sh.text


@test("{} is readonly: one line at the start, and a cd is a cd", kinds=POSIX, cases=(("PATH",), ("VIRTUAL_ENV=gone",)))
def readonly(w, variable):
    w.make("p")
    sh = w.shell(greets=True, before=f"readonly {variable}")
    one_line(sh.greeting, "PATH or VIRTUAL_ENV is readonly")
    sh.quiet("cd p", "", "command -v marker")


@test("PROMPT_COMMAND or precmd_functions set after the hook: `avenv` and doctor say it, and the command helps", kinds=POSIX)
def rewritten(w):
    name = RUNS[w.kind]
    w.make("p q")
    sh = w.shell(cwd="p", after=f"{name}=(true)")
    for command in ("avenv", "avenv doctor"):
        said = sh.run(command)
        assert f"no prompt runs avenv: '{name}' was set after avenv's line" in said, said
    sh.go(
        f'eval "$(avenv hook {w.kind})"  => p',
        'builtin cd ../q                => q')


@test("an alias of python: `avenv` and doctor name it, and the command that they print takes it away", kinds=POSIX)
def alias(w):
    w.make("p")
    sh = w.shell("p", after="alias python=/usr/bin/python3")
    for command in ("avenv", "avenv doctor"):
        said = sh.run(command)
        assert "'python' is an alias of '/usr/bin/python3'" in said and "'unalias python' ends that" in said, said
    sh.quiet("unalias python")
    assert "alias" not in sh.run("avenv; avenv doctor"), sh.text
    sh.quiet("alias python=python3")
    assert "alias" not in sh.run("avenv; avenv doctor"), f"python3 is the environment's: {sh.text}"


# --- a function that changes directory by the builtin ---

OWN = r"""__zoxide_cd() { \builtin cd -- "$@"; }
z() { __zoxide_cd "$HOME/$1"; }
cd() { builtin cd "$@" && ls -d . >/dev/null; }
alias builtin=false ls=false"""
for name in ("z", "cd"):
    story(f"`{name} x && python` by a function as zoxide's, or the user's own, is x's", "p q",
        f"{name} p && marker                == p/.venv",
        f"\\builtin cd; {name} q && marker  == q/.venv",
        f"{name} gone 2>/dev/null; echo $?  == 1",
          kinds=("bash",), before=OWN)

# A first call sees what changed at once; the next prompt need not.
story("loading the hook again, with a prompt that is set each time, changes nothing", "p",
    'eval "$(avenv hook bash)"',
    'cd p                       => p',
    'eval "$(avenv hook bash)"  => p',
    '                           => p',
    'cd ..                      => off', kinds=("bash",),
      before=r"up() { PS1='@> \[\e]7717;P\a\]'; }; PROMPT_COMMAND=up")

for kind in ("bash", "zsh", "fish"):
    story("the line that loads the hook ends with 0, as a startup file that is sourced anew then does", "p",
        f"{LINE[kind]}; echo {'$status' if kind == 'fish' else '$?'}  == 0",
          kinds=(kind,))

main()
