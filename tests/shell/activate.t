#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 7 8 31
"""`avenv activate` and `avenv activate ENV`: on at once, and until `deactivate`."""

import os
import sys

from harness import PROMPT, check, hinted, main, test


def worn(sh, env, name=None, path=None):
    """ENV is on as the user's own, shown by our own indicator."""
    name = name or os.path.basename(env)
    shown = sh.prompt()
    got = sh.theirs(env, path)
    check(got["VIRTUAL_ENV_PROMPT"], name, "VIRTUAL_ENV_PROMPT")
    for key in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PATH"):
        check(got["env"].get(key), got[key], f"exported {key}")
    check(shown, f"({name}) {PROMPT}", "prompt")


def tools(w, name="mine"):
    return w.mkenv(f"{w.base}/tools/{name}")


@test("activate ENV: on at once and everywhere; the next one replaces it; deactivate ends it")
def everywhere(w):
    env = w.project("p")
    envs = [tools(w, f"e{n}") for n in range(3)]
    sh = w.shell()
    check(sh.run(f'avenv activate {envs[0]}; echo "$VIRTUAL_ENV"'), envs[0] + "\n", "on the line")
    for path in ("p", "..", envs[0], "/", w.home + "/p"):
        sh.cd(path)
        worn(sh, envs[0])
    for each in (envs[1], envs[2], envs[0], envs[0]):
        sh.quiet(f"avenv activate {each}")
        worn(sh, each)
    sh.cd(w.home)
    for command in ("deactivate", "avenv deactivate"):
        sh.quiet(f"avenv activate {envs[1]}", command)
        sh.off()
    assert not sh.defined("deactivate"), "deactivate after"
    sh.walk(("p", env))
    sh.quiet(f"avenv activate {envs[0]}")
    worn(sh, envs[0])
    sh.cd("..")
    worn(sh, envs[0])
    sh.quiet("deactivate", "", "true")
    sh.off()


@test("an environment is named by path, by name, by the directory given with -C")
def named(w):
    env = w.project("q", env="other")
    w.dir("home/p")
    sh = w.shell(cwd=w.home + "/p")
    for words in ("activate other", "-q activate other", "activate -- other", "activate ../q/other",
                  "-C ../q activate other"):
        sh.quiet("avenv " + words)
        worn(sh, env)
        sh.quiet("deactivate")
        sh.off()


@test("activate: this directory's after a deactivate, at once, and off when the shell leaves")
def here(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell(cwd=w.home + "/p")
    sh.quiet("deactivate")
    check(sh.run('avenv activate; echo "$VIRTUAL_ENV"'), env + "\n", "on the line")
    sh.on(env)
    sh.quiet("", "true")
    sh.walk((".", env), ("a", env), ("../..", None))


@test("PYTHONHOME and the user's own edits of PATH come through")
def variables(w):
    own, second = tools(w), tools(w, "second")
    sh = w.shell(env={"PYTHONHOME": "/opt/py"}, line=w.hook_line())
    for env in (own, second):
        sh.quiet(f"avenv activate {env}")
        check(sh.state()["PYTHONHOME"], None, "PYTHONHOME")
    sh.run("set -gx PATH /opt/new $PATH" if w.kind == "fish" else "PATH=/opt/new:$PATH")
    sh.quiet("deactivate")
    check(sh.off(f"/opt/new:{w.path}")["env"].get("PYTHONHOME"), "/opt/py", "PYTHONHOME after")


@test("a child shell outside inherits it; nothing is recorded, so its own project asks")
def child(w):
    own = w.project("p", allow=False)
    sh = w.shell(cwd="/")
    sh.quiet(f"avenv activate {own}")
    check(sh.run(w.kind), "", "output at start")
    sh.theirs(own)
    sh.run("avenv deactivate")
    sh.off()
    hinted(sh.run("cd ~/p"))
    sh.off()


@test("a refused ENV: one line, exit 1, and what is on stays")
def refused(w):
    on = w.project("p")
    colon, open_to_others, broken, plain = (tools(w, n) for n in ("a:b", "open", "broken", "plain"))
    os.chmod(open_to_others, 0o777)
    os.unlink(broken + "/bin/python")
    os.unlink(plain + "/pyvenv.cfg")
    sh = w.shell(cwd=w.home + "/p")
    for words in (f"activate {colon}", f"activate {open_to_others}", f"activate {broken}",
                  f"activate {plain}", "activate /missing", "activate no-such-name",
                  "-C / activate"):
        out = sh.run(f"avenv {words}")
        assert out.startswith("avenv: ") and out.count("\n") == 1, f"{words}: printed {out!r}"
        check(sh.run(f"avenv {words} 2>/dev/null; echo {sh.status}"), "1\n", words)
        sh.on(on)
    check(sh.run(f"avenv activate {plain} x 2>/dev/null; echo {sh.status}"), "2\n", "two words")


if __name__ == "__main__":
    sys.exit(main())
