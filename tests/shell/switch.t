#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv off, on, activate, deactivate and allow at the prompt, and the variables that switch."""

import os
import sys

from harness import check, hint, main, one_line, test


# --- allow after a deactivate ---

@test("`avenv {}` after a deactivate turns it on at the next prompt", cases=("allow", "-q allow", "allow -q"))
def allow_unmutes(w, words):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.run(f"avenv {words}")
    sh.on(env)


@test("`avenv allow {}` after a deactivate leaves it off", cases=("--list", "-l", "-q --list"))
def list_mutes(w, option):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    assert w.home in sh.run(f"avenv allow {option}"), "nothing listed"
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("`deactivate; cd sub` on one line keeps an environment elsewhere off until its project is left")
def pointer_muted(w):
    env = w.mkenv(w.home + "/envs/far")
    w.dir("home/p/sub")
    os.symlink(env, w.home + "/p/.venv")
    w.avenv("allow", w.home + "/p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "far")
    sh.quiet("deactivate; cd sub")
    sh.off()
    for path in ("..", "sub"):
        sh.cd(path)
        sh.off()
    sh.cd("../..")
    sh.off()
    sh.cd("p")
    sh.on(env, "far")


# --- AVENV_DISABLE, AVENV_QUIET ---

@test("AVENV_DISABLE=1: `{}` says that this switches it off, and fails",
      cases=("avenv activate", "avenv on", "avenv -q on", "avenv activate -q"))
def disabled(w, command):
    w.project("p")
    sh = w.shell(env={"AVENV_DISABLE": "1"})
    sh.cd("p")
    out = sh.run(f"{command}; echo {sh.status}")
    assert out.endswith("\n1\n"), f"printed {out!r}"
    one_line(out[:-2])
    assert "AVENV_DISABLE" in out, f"printed {out!r}"
    sh.off()


@test("AVENV_DISABLE=0 is not off, and `avenv on` has nothing to say about it")
def not_disabled(w):
    env = w.project("p")
    sh = w.shell(env={"AVENV_DISABLE": "0"})
    sh.cd("p")
    sh.on(env)
    check(sh.run(f"avenv on; echo {sh.status}"), "0\n", "output of `avenv on`")
    sh.on(env)


@test("`avenv on` says so where an earlier `deactivate` keeps it off; elsewhere it says nothing")
def muted(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.quiet("deactivate")
    check(sh.run(f"avenv on; echo {sh.status}"), f"avenv: you deactivated it; it stays off until you leave '{w.home}/p';"
          " 'avenv activate' turns it on now\n0\n", "output of `avenv on`")
    sh.off()
    sh.quiet("avenv -q on", "true")
    sh.quiet("avenv activate")
    sh.on(env)
    sh.quiet("deactivate")
    sh.cd("..")
    sh.quiet("avenv on")


@test("AVENV_QUIET=0 is not quiet")
def not_quiet(w):
    w.project("p", allow=False)
    sh = w.shell(env={"AVENV_QUIET": "0"})
    check(sh.run("cd p"), hint(), "hint")


# --- with -q ---

@test("a hint that `avenv off` keeps back on its line comes once the user is back")
def hint_after_off(w):
    w.project("u", allow=False)
    sh = w.shell()
    check(sh.run("cd u; avenv off"), "", "off")
    check(sh.run("avenv on"), hint(), "on again")
    sh.quiet("cd ..", "cd u")


@test("`{}` works as `avenv off`", cases=("avenv -q off", "avenv off -q", "avenv --quiet off", "avenv off --quiet"))
def quiet_off(w, command):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(command)
    sh.off()
    sh.cd("..")
    sh.cd("p")
    sh.off()


@test("`{}` works as `avenv on`", cases=("avenv -q on", "avenv on -q", "avenv --quiet on", "avenv on --quiet"))
def quiet_on(w, command):
    env = w.project("p")
    sh = w.shell()
    sh.run("avenv off")
    sh.cd("p")
    sh.off()
    sh.quiet(command)
    sh.on(env)


@test("`{}` works as `avenv deactivate`", cases=("avenv -q deactivate", "avenv deactivate --quiet"))
def quiet_deactivate(w, command):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.quiet(command)
    sh.off()
    sh.quiet("", "true")
    sh.off()


@test("`{}` works as `avenv activate`", cases=("avenv -q activate", "avenv activate --quiet"))
def quiet_activate(w, command):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet(command)
    sh.on(env)


if __name__ == "__main__":
    sys.exit(main())
