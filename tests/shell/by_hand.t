#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 6 7 8 31
"""Environments that the user turns on by hand: the ways to do it, and what the walks do not type. That such a one stays, by a
stock activation and by `activate ENV`, in child shells too, and that PATH never has two: walks.t."""

from harness import KINDS, check, main, story, test

for place, off in (("/", "deactivate"), ("~/p", "avenv deactivate")):
    story(f"turned on in {place} by its variables alone: it stays until `{off}`; that says nothing of the project's", "p +tools/mine",
        f"cd {place}",
        'export VIRTUAL_ENV=$HOME/tools/mine PATH="$HOME/tools/mine/bin:$PATH"  => $tools/mine',
        "cd /              => $tools/mine",
        "cd ~/p            => $tools/mine",
        f"{off:17} => p",
        f"{off:17} => off",
        "cd .              => off")
story("sourced and off again on one line, as a function does it: the project's is on as before", "p* q",
    "cd q                                         => q",
    "source ../p/.venv/bin/activate; deactivate   => q",
    "source ../p/.venv/bin/activate               => @p",
    "deactivate                                   => q",
    "deactivate                                   => off")
story("activate ENV, by a path, the name of a project, and below -C", "q:other +tools/one",
    "avenv activate ~/tools/one && marker  => !tools/one  == tools/one",
    "avenv activate q                      => !q/other",
    "deactivate                            => off",
    "avenv -C q -q activate -- other       => !q/other")
story("after `deactivate` of what `activate ENV` turned on: the hint about this directory's", "p? +tools/one",
    "avenv activate ~/tools/one  => !tools/one",
    "cd p                        => !tools/one",
    "deactivate                  => off  ?? avenv allow",
    "avenv allow                 => p  **")
story("another is on, and this directory's is not allowed: the command that `create` names turns the new one on", "p? +tools/mine",
    "avenv activate ~/tools/mine      => !tools/mine",
    "cd p",
    "avenv create --without-pip venv  => !tools/mine  **",
    "avenv activate ~/p/venv          => !p/venv")
story("-C DIR activate: DIR's is on as if it were named", "p q q/a/ r/",
    "cd p                      => p",
    "avenv -C ../q/a activate  => !q  **",
    "                          => !q",
    "cd ~/r                    => !q",
    "deactivate                => off",
    "cd ~/q                    => q",
    "avenv -C . activate       => q",
    "cd ..                     => off")
story("activate, after activate ENV: a line says which is on now", "p q",
    "cd p                => p",
    "avenv activate ~/q  => !q",
    "avenv activate      => p  ?? .venv' is off, & .venv' is on")
story("a refused ENV: one line, status 1, and what is on stays", "p +tools/open +tools/broken +tools/a:b",
    "cd p",
    "chmod 777 ~/tools/open; rm ~/tools/broken/bin/python",
    *(step for name in ("~/tools/open", "~/tools/broken", "~/tools/a:b", "/missing", "no-such-name") for step in (
        f"avenv activate {name}  => p  ??",
        f"avenv activate {name} 2>/dev/null || echo failed  == failed")))

# What virtualenv's script, from version 21 on, has beside the stock one's, where the environment has a Tcl library
VIRTUALENV = {
    "activate": """_OLD_PKG_CONFIG_PATH="${PKG_CONFIG_PATH:-}"
export PKG_CONFIG_PATH="${VIRTUAL_ENV}/lib/pkgconfig${PKG_CONFIG_PATH:+:${PKG_CONFIG_PATH}}"
_OLD_VIRTUAL_TCL_LIBRARY="${TCL_LIBRARY:-}"
export TCL_LIBRARY=/opt/tcl
""",
    "activate.fish": """set -gx _OLD_PKG_CONFIG_PATH "$PKG_CONFIG_PATH"
set -gx PKG_CONFIG_PATH "$VIRTUAL_ENV/lib/pkgconfig:$PKG_CONFIG_PATH"
set -gx _OLD_VIRTUAL_TCL_LIBRARY "$TCL_LIBRARY"
set -gx TCL_LIBRARY /opt/tcl
""",
    "activate.csh": """set _OLD_PKG_CONFIG_PATH=""
if ( $?PKG_CONFIG_PATH ) eval 'set _OLD_PKG_CONFIG_PATH="$PKG_CONFIG_PATH:q"'
setenv PKG_CONFIG_PATH "$VIRTUAL_ENV/lib/pkgconfig:$_OLD_PKG_CONFIG_PATH"
set _OLD_VIRTUAL_TCL_LIBRARY=""
setenv TCL_LIBRARY /opt/tcl
"""}


@test("virtualenv's script, which sets other variables: with its environment avenv takes them over, and they are as before",
      (*KINDS, "tcsh"))
def virtualenv(w):
    w.make("p* q")
    for name, text in VIRTUALENV.items():
        with open(f"{w.home}/p/.venv/bin/{name}", "a", encoding="utf-8") as script:
            script.write(text)
    for own in ("/own a:/own b", None):
        sh = w.shell(env={"PKG_CONFIG_PATH": own})
        for steps in (("source p/.venv/bin/activate  => @p", "cd p  => p"),
                      ("source .venv/bin/activate", "cd ../q  => q"),
                      ("source ../p/.venv/bin/activate  => @p", "avenv deactivate  => q")):
            sh.go(*steps)
            for variable, value in (("PKG_CONFIG_PATH", own), ("TCL_LIBRARY", None)):
                check(sh.value(variable), value, f"{variable} after {steps}")


main()
