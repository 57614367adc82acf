#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a parent process or a project puts into a shell's environment to be run or turned on."""

import os
import re
import shutil
import subprocess
import sys

from harness import PYTHON, ROOT, Skip, check, main, quote, test

# Every private name that a hook or a completion uses, as a parent could export it.
PRIVATE = sorted({name for place in ("hooks", "completions") for file in (ROOT / place).iterdir()
                  for name in re.findall(r"\b_av(?:env)?_\w+", file.read_text(encoding="utf-8"))})
FORMS = ("$(touch {0})", "a[$(touch {0})]", "'; touch {0}; '", "x\ntouch {0}\n", "() {{ touch {0}; }}; touch {0}")


@test("exported private names of ours, holding {!r}: nothing of them runs", cases=FORMS)
def private_names(w, form):
    env, ran = w.project("p"), w.base + "/ran"
    value = form.format(ran)
    names = PRIVATE + ["AVENV_HOOK", "AVENV_ENV", "VIRTUAL_ENV_PROMPT", "_OLD_VIRTUAL_PATH"]
    sh = w.shell(env={name: value for name in names})
    sh.run(f"cd {w.home}/p")
    sh.run("true")
    sh.run("cd /")
    sh.run(f"cd {w.home}/p")
    assert not os.path.exists(ran), "it ran"
    check(sh.state()["PATH"].split(":").count(env + "/bin") <= 1, True, "our entry at most once")


@test("VIRTUAL_ENV and AVENV_ENV of a hostile environment, inherited: never put on PATH, gone where AVENV_ENV claims it")
def forged(w):
    evil, good = w.mkenv(w.home + "/evil/.venv"), w.project("good")
    sh = w.shell(env={"VIRTUAL_ENV": evil, "AVENV_ENV": evil})
    for place in ("/", w.home + "/evil", w.home + "/good"):
        sh.run(f"cd {place}")
        assert evil not in sh.state()["PATH"], f"on PATH in {place}"
    sh.on(good)


@test("settings that a project's tooling could write ({}): nothing that was not recorded is on",
      cases=("AVENV_NAMES", "AVENV_CEILING", "AVENV_CROSS", "AVENV_LEARN", "AVENV_QUIET", "AVENV_DISABLE"))
def settings(w, name):
    w.project("p", "odd", allow=False)
    w.project("q", allow=False)
    sh = w.shell(env={name: {"AVENV_NAMES": "odd:.:..:/:" + w.home + "/q/.venv", "AVENV_CEILING": "$(id):/"}.get(name, "1")})
    for place in ("p", "q"):
        sh.run(f"cd {w.home}/{place}")
        sh.run("true")
        sh.off()


@test("an archive's link leads elsewhere from another directory, by a name that counts later: that is not on")
def deeper(w):
    theirs = w.mkenv(w.home + "/p/sub/d/venv")
    os.symlink("/proc/self/cwd/d/venv", w.home + "/p/foo")
    sh = w.shell()
    sh.run(f"cd p; avenv create -q --without-pip -p {PYTHON} venv")
    sh.on(w.real(w.home + "/p/venv"))
    sh.run("set -gx AVENV_NAMES foo:venv" if w.kind == "fish" else "export AVENV_NAMES=foo:venv")
    for place in ("sub", "d", "..", "../sub"):
        sh.run("cd " + place)
        assert theirs not in sh.state()["PATH"], f"on PATH in {place}"


@test("an archive that is an environment: `avenv {}` in it is not said to be on there, and nothing above is allowed",
      cases=("use ~/envs/mine", "deny"))
def archive_env(w, words):
    theirs = w.mkenv(w.home + "/src/env")
    w.mkenv(w.home + "/envs/mine")
    w.project("src/other", allow=False)
    w.dir("home/src/env/code")
    tools = w.project("tools")
    sh = w.shell()
    said = sh.run(f"cd src/env/code; avenv {words}")
    assert ("src/env' is denied: it" if words == "deny" else "src/env' is an environment itself") in said, said
    sh.off()
    for place in ("..", "../other", "../../envs"):
        sh.run("cd " + place)
        assert theirs not in sh.state()["PATH"], f"on PATH in {place}"
        sh.off()
    sh.cd("../tools")
    sh.on(tools)


@test("denied in what a link leads to: it is off there, without a hint, and on again where that is taken back")
def denied_in_link(w):
    theirs = w.mkenv(w.home + "/x/q")
    os.mkdir(w.home + "/p")
    os.symlink("../x/q", w.home + "/p/.venv")
    sh = w.shell()
    sh.run("cd p; avenv allow -q")
    sh.run("cd .venv")
    sh.on(theirs, "q")
    for _ in range(2):
        said = sh.run("avenv deny")
        sh.off()
        assert "turns it on" not in said + sh.run("cd bin; cd .."), "a hint of what is denied"
        sh.run("avenv allow -q")
        sh.on(theirs, "q")


@test("denied and moved aside, and one's own made in its place is allowed: what was moved stays off")
def denied_aside(w):
    w.mkenv(w.home + "/s/p/.venv")
    sh = w.shell()
    sh.run("avenv allow -q --tree s; cd s/p")
    sh.run("avenv deny -q; cd ..; mv p bad; mkdir p; cd p")
    sh.run(f"avenv create -q --without-pip -p {PYTHON}")
    sh.run("avenv allow -q")
    sh.on(w.home + "/s/p/.venv")
    sh.run("cd ../bad")
    sh.off()


@test("a clone brings an environment and a {} that leads to it; one's own beside it is allowed, and goes: that is not on",
      cases=("link", "list"))
def led_to_tracked(w, by):
    if not shutil.which("git"):
        raise Skip("git is not installed")
    clone = w.home + "/clone"
    w.mkenv(clone + "/tools/env")
    w.write("home/clone/tools/env/bin/ls", "#!/bin/sh\necho EVIL\n", 0o755)
    if by == "link":
        os.symlink("tools/env", clone + "/venv")
    else:
        w.write("home/clone/.python-envs", "tools/env\n")
    for words in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", clone, *words], env=w.env, check=True)
    own = w.project("clone")
    sh = w.shell()
    sh.run("cd clone")
    sh.on(own)
    sh.run("rm -r .venv")
    sh.run("cd ..")
    sh.run("cd clone")
    sh.off()
    assert "EVIL" not in sh.run("ls"), "its ls ran"


@test("a directory called {!r} is entered and left: nothing of its name runs",
      cases=("$(touch ran)", "`touch ran`", "-rf", "a\x1b]0;x\x07b", "x;touch ran", "%(?.x.y)", "!!", "{a,b}", "*"))
def hostile_name(w, name):
    w.project(name)
    sh = w.shell()
    sh.run(f"cd {quote(w.kind, w.home + '/' + name)}")
    sh.run("true")
    assert b"\x1b]0;x" not in sh.buf, "the terminal's title is set"
    sh.run("cd ..")
    found = [top for top, _, files in os.walk(w.base) if "ran" in files]
    check(found, [], "what ran")


if __name__ == "__main__":
    sys.exit(main())
