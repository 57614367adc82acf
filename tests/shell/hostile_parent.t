#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 43
"""A parent process sets variables to have something run or turned on: nothing is."""

import os
import re

from harness import ROOT, check, main, test

# Every private name that a hook or a completion uses, as a parent could export it.
PRIVATE = sorted({name for place in ("hooks", "completions") for file in (ROOT / place).glob("avenv.*")
                  for name in re.findall(r"\b_av(?:env)?_\w+", file.read_text(encoding="utf-8"))})
PUBLIC = ["AVENV_HOOK", "AVENV_ENV", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "_OLD_VIRTUAL_PATH",
          "_OLD_VIRTUAL_PS1", "AVENV_NAMES", "AVENV_CEILING", "AVENV_WATCH", "AVENV_TRUST"]
FORMS = ("$(touch {0})", "a[$(touch {0})]", "'; touch {0}; '", "x\ntouch {0}\n",
         "() {{ touch {0}; }}; touch {0}")


@test("our variables, inherited and holding {!r}: nothing of them runs", cases=FORMS)
def private_names(w, form):
    assert PRIVATE, "the hooks have no private names"
    env, ran = w.project("p"), w.base + "/ran"
    for names in (PRIVATE, PRIVATE + PUBLIC):
        sh = w.shell(env={name: form.format(ran) for name in names}, greets=True)
        for command in (f"cd {w.home}/p", "true", "deactivate", "cd /", f"cd {w.home}/p"):
            sh.run(command)
        assert not os.path.exists(ran), "it ran"
        assert sh.value("PATH").split(":").count(env + "/bin") <= 1, "our entry is there twice"


@test("variables, inherited and naming a hostile environment: it never gets onto PATH, or off at once")
def paths(w):
    evil, good = w.mkenv(w.home + "/evil/.venv"), w.project("good")
    inherited = [{name: value for name in PRIVATE}
                 for value in (evil, evil + "/bin", f"export PATH={evil}/bin", "1")]
    inherited += [{"VIRTUAL_ENV": evil, "AVENV_ENV": evil, "PATH": path}
                  for path in (w.path, f"{evil}/bin:{w.path}")]
    for env in inherited:
        sh = w.shell(env=env)
        for place in ("/", w.home + "/evil", w.home + "/good"):
            sh.run(f"cd {place}")
            sh.run("")
            assert evil not in sh.value("PATH"), f"on PATH in {place}"
        check(sh.value("PATH"), f"{good}/bin:{w.path}", "PATH")


@test("the state of a parent in which avenv is off, exported: this shell begins anew")
def state(w):
    w.project("p")
    parent = w.shell()
    parent.run("avenv off")
    told = parent.run('echo "$_avenv_state"').strip()
    assert told, "the parent has no state"
    w.shell(env={"_avenv_state": told}).go("cd p  => p")


@test("settings that a project's tooling could write turn on nothing that has no record")
def settings(w):
    w.make("p:odd? q?")
    env = {"AVENV_CEILING": "$(id):/", "AVENV_CROSS": "1", "AVENV_LEARN": "1", "AVENV_QUIET": "1", "AVENV_WATCH": "1"}
    for names in ({}, {"AVENV_NAMES": f"odd:.:..:/:{w.home}/q/.venv"}):
        w.shell(env={**env, **names}).go(
            "cd p     => off",
            "true",
            "cd ../q  => off",
            "true")


main()
