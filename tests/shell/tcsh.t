#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 11 12 13 15 16 20 21 45 70 81 83 84
"""tcsh: the stories of bash, zsh and fish; docs/shells.md says what it cannot do."""

from harness import check, story, test
from more import QUOTED, STORIES, everywhere, script, tab, tell

story("the status is the command's own", "p",
    "sh -c 'exit 7'",
    "echo $?                 == 7",
    "cd p; sh -c 'exit 7'",
    "echo $?                 == 7",
    "avenv activate nowhere  ??",
    "echo $?                 == 1",
    "unset anyerror",
    "avenv activate nowhere  ??",
    "echo $?                 == 1", kinds=("tcsh",))
story("aliases of env and sh are for the user alone", "p q?",
    "alias env 'printf mine'; alias sh 'printf mine'",
    "cd p       => p",
    "avenv off  => off",
    "avenv on   => p",
    "cd ~/q     => off  ?? allow", kinds=("tcsh",))
story("a shell whose prompt was unset: no word, and a prompt that is set again shows the name", "p q",
    'cd p  => p',
    'set saved = "$prompt:q"; unset prompt; cd ../q; _avenv_prompt; set prompt = "$saved:q"  => q', kinds=("tcsh",))
story("no character is left for history", "p q?",
    "cd p       => p",
    "avenv off  **",
    "",
    "cd ~/q     ??",
    "cd ~/p", kinds=("tcsh",),
      before='set histchars=""')
story("a precmd of the user's that shows the name", "p",
    "cd p        => p",
    "deactivate  => off", kinds=("tcsh",),
      before="alias precmd 'alias postcmd __mark; set seen = $?_avenv_name'")
story("a command behind && or || runs only if it should, and leaves nothing", "p a",
    "true || avenv remove -y p",
    "false && avenv -C a activate",
    "cd p                 => p",
    "avenv off            => off",
    "true && avenv on     => p",
    "false && avenv off   => p",
    "false && deactivate  => p",
    "false || avenv off   => off", kinds=("tcsh",))
story("six commands on a line", "p",
    "; ".join(6 * ["avenv path p >/dev/null"]) + "; cd p  => p", kinds=("tcsh",))
story("-C with a directory that is called like a command: the command after it counts", "on",
    "avenv -C on run test -t 1; echo $?  == 0",
    "avenv -C on activate                => !on",
    "deactivate                          => off",
    "avenv activate --help               **",
    "echo $?                             == 0",
    "avenv -C on path >~/said",
    "grep -c on/.venv ~/said             == 1",
    "avenv -C                            ?? needs an argument", kinds=("tcsh",))


@test("a prompt that begins with a letter is shown whole, behind the name", kinds=("tcsh",))
def letter(w):
    w.make("p")
    sh = w.shell(before='set prompt = "host$prompt:q"')
    sh.run("cd p")
    check(sh.prompt(), "(p) host@> ", "the prompt")


@test("a precmd and a cwdcmd with control characters stay as they are, and a line says what to do", kinds=("tcsh",))
def control_characters(w):
    w.make("p")
    line = "avenv: control characters in precmd: end that alias in ;_avenv_prompt\n"
    for end, greeting in (("", line), (";_avenv_prompt", "")):
        sh = w.shell(greets=True, before=f"""set esc = "`printf '\\033'`"; alias cwdcmd "echo -n '${{esc}}]1;d'"
alias precmd "alias postcmd __mark; echo -n '${{esc}}]2;t'{end}" """.strip())
        check(sh.greeting, greeting, "output at start")
    sh.run("cd p")
    assert "\x1b]1;d\x1b]2;t(p) @>" in sh.text, sh.text


story("a message is no output of a cd in a child", "new?",
    'set d = "`cd ~/new; echo there`"; echo $d  == there', kinds=("tcsh",))

tab("tcsh", {QUOTED[0]: "a candidate of tcsh's has no blank"})
script("tcsh")
everywhere("tcsh", ())
tell("tcsh", STORIES)
