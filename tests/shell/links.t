#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 32 34 35
"""Links and redirects: followed after the user's word only, and never to more than he allowed."""

import os
import shutil
import subprocess
import sys

from harness import PYTHON, Skip, at_most_one_line, main, test


def leads(w, how, project, env):
    """PROJECT, whose .venv leads to ENV, both in the home directory."""
    w.dir(f"home/{project}")
    if how == "link":
        os.symlink(f"../{env}", f"{w.home}/{project}/.venv")
    else:
        w.write(f"home/{project}/.venv", f"../{env}\n")


@test("a {} is followed once its project is allowed, not because its target is",
      cases=("link", "redirect"))
def followed(w, how):
    far, allowed = w.mkenv(w.home + "/envs/far"), w.mkenv(w.home + "/envs/allowed")
    w.avenv("allow", allowed)
    leads(w, how, "p", "envs/far")
    leads(w, how, "q", "envs/allowed")
    sh = w.shell()
    for project, env in (("p", far), ("q", allowed)):
        at_most_one_line(sh.run(f"cd ~/{project}"))
        sh.off()
    sh.quiet("cd ../p", "avenv -q allow")
    sh.on(far, "far")
    sh.walk(("../q", None))


@test("a {} that leads elsewhere after it was allowed: not on", cases=("link", "redirect"))
def led_elsewhere(w, how):
    w.mkenv(w.home + "/evil/env")
    env = w.redirected("p", "envs/far", by=how)
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "far")
    os.unlink(w.home + "/p/.venv")
    leads(w, how, "p", "evil/env")
    at_most_one_line(sh.run("cd ..; cd p"))
    got = sh.state()["PATH"]
    assert "/evil/" not in got, f"PATH is {got}"


@test("an archive's link leads elsewhere from another directory, by a name that counts later: off")
def by_proc(w):
    theirs = w.mkenv(w.home + "/p/sub/d/venv")
    os.symlink("/proc/self/cwd/d/venv", w.home + "/p/foo")
    sh = w.shell()
    sh.run(f"cd p; avenv create -q --without-pip -p {PYTHON} venv")
    sh.on(w.home + "/p/venv", "p")
    fish = w.kind == "fish"
    sh.run("set -gx AVENV_NAMES foo:venv" if fish else "export AVENV_NAMES=foo:venv")
    for place in ("sub", "d", "..", "../sub"):
        sh.run("cd " + place)
        assert theirs not in sh.state()["PATH"], f"on PATH in {place}"


@test("a link to what git tracks, beside one's own environment that is allowed and goes: off")
def tracked(w):
    if not shutil.which("git"):
        raise Skip("git is not installed")
    clone = w.home + "/clone"
    w.mkenv(clone + "/tools/env")
    w.write("home/clone/tools/env/bin/ls", "#!/bin/sh\necho EVIL\n", 0o755)
    os.symlink("tools/env", clone + "/venv")
    for words in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", clone, *words], env=w.env, check=True)
    own = w.project("clone")
    sh = w.shell()
    sh.walk(("clone", own))
    sh.run("rm -r .venv")
    sh.run("cd ..; cd clone")
    sh.off()
    assert "EVIL" not in sh.run("ls"), "its ls ran"


@test("an archive that is an environment: `use` and `deny` in it allow nothing above")
def archive(w):
    for place in ("src", "other"):
        w.mkenv(f"{w.home}/{place}/env")
        w.dir(f"home/{place}/env/code")
        w.project(f"{place}/sibling", allow=False)
    w.mkenv(w.home + "/envs/mine")
    sh = w.shell()
    for place, words in (("src", "use ~/envs/mine"), ("other", "deny")):
        sh.run(f"cd ~/{place}/env/code; avenv {words}")
        for path in (".", "..", "../../sibling", "../env"):
            sh.run("cd " + path)
            sh.off()


@test("denied inside a link's target: off there, and no hint")
def denied_inside(w):
    env = w.redirected("p", "x/q", by="link")
    sh = w.shell()
    sh.run("cd p; cd .venv")
    sh.on(env, "q")
    said = sh.run("avenv deny") + sh.run("cd bin; cd ..")
    sh.off()
    assert "avenv allow" not in said, "a hint of what is denied"


if __name__ == "__main__":
    sys.exit(main())
