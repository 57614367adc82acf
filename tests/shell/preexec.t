#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 18
"""Stand-ins for bash-preexec and for VS Code's integration: what they see is the user's alone."""

import sys

from harness import check, main, test

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
