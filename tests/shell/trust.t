#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 12 31 33 34 35 36 40
"""Nothing gets onto PATH without the user's word, and the hint asks for it once, in one line."""

import os
import subprocess
import sys

from harness import POSIX, Skip, at_most_one_line, check, hinted, main, one_line, test


@test("an unknown environment stays off with a hint that works; later shells have it silently")
def unknown(w):
    names = (".venv", "venv", "env", ".env", "virtualenv", "djvenv")
    for n, name in enumerate(names):
        w.project(f"p{n}", name, allow=False)
    w.dir("home/p0/a")
    sh = w.shell()
    for n, name in enumerate(names):
        shown = name if name == "djvenv" else f"p{n}"
        hinted(sh.run("cd p0/a" if n == 0 else f"cd ~/p{n}"), name)
        sh.off()
        sh.run("avenv allow")
        sh.on(f"{w.home}/p{n}/{name}", shown)
        other = w.shell(cwd=f"{w.home}/p{n}")
        check(other.greeting, "", "output of the next shell")
        other.on(f"{w.home}/p{n}/{name}", shown)


@test("the hint comes once per shell and project, at a prompt, never with AVENV_QUIET=1")
def once(w):
    for name in "pqrs":
        w.project(name, allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    hinted(sh.run("cd p"))
    sh.quiet("", "cd a", "cd ../..", "cd p/a", "cd ../..")
    out = sh.run("cd q && echo before; true")
    assert out.startswith("before\n"), f"printed {out!r}"
    hinted(out.removeprefix("before\n"))
    sh.quiet("cd ../p", "cd ../q", "cd; cd r; cd ..")
    hinted(sh.run("cd r; cd ../s"))
    hinted(sh.run("cd ../r"))
    sh.quiet("cd ../s", "cd ../r")
    hinted(w.shell(cwd=w.home + "/p").greeting)
    quiet = w.shell(env={"AVENV_QUIET": "1"}, cwd=w.home + "/p")
    check(quiet.greeting, "", "output of a quiet shell")
    quiet.quiet("cd ../q", "avenv -q deny")
    quiet.off()


@test("a hint that is answered on its line does not come, nor in a shell where it is denied")
def answered(w):
    for name in "pq":
        w.project(name, allow=False)
    sh = w.shell()
    sh.quiet("cd p && avenv -q allow", "cd ../q && avenv -q deny", "")
    sh.off()
    other = w.shell(cwd=w.home + "/q")
    check(other.greeting, "", "output")
    other.off()
    w.avenv("forget", w.home + "/q")
    hinted(w.shell(cwd=w.home + "/q").greeting)


@test("a hint is neither printed nor used up by a subshell", kinds=POSIX)
def not_from_subshell(w):
    w.project("p", allow=False)
    sh = w.shell()
    check(sh.run('echo "[$(cd p && pwd)]"'), f"[{w.home}/p]\n", "substitution")
    check(sh.run("(cd p && echo in)"), "in\n", "subshell")
    hinted(sh.run("cd p"))


@test("allow --tree: all below, no neighbour of a similar name; a deny inside it counts")
def tree(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    odd, deep = w.project("tree/p", "odd", allow=False), w.project("tree/a/b/c", allow=False)
    w.project("tree/p/no", allow=False)
    w.dir("home/tree/p/src")
    w.project("treehouse", allow=False)
    w.avenv("deny", w.home + "/tree/p/no")
    sh = w.shell()
    for path in ("tree/p", "src"):
        sh.cd(path)
        sh.on(odd, "odd")
    sh.walk((w.home + "/tree/a/b/c", deep))
    sh.run("cd ~/tree/p/no")
    assert sh.state()["VIRTUAL_ENV"] != w.home + "/tree/p/no/.venv", "what is denied is on"
    hinted(sh.run("cd ~/treehouse"))
    sh.off()


@test("AVENV_TRUST allows trees by path, no neighbour of a similar name")
def by_variable(w):
    one, two = w.project("a/p", allow=False), w.project("b/q", allow=False)
    w.project("ab/r", allow=False)
    sh = w.shell(env={"AVENV_TRUST": f"{w.home}/a:{w.home}/b"})
    sh.walk(("a/p", one), ("../../b/q", two))
    hinted(sh.run("cd ../../ab/r"))
    sh.off()


@test("an allowed project vouches for its environment only, made anew or not")
def slot(w):
    env = w.project("p")
    w.project("p", "odd", allow=False)
    sh = w.shell()
    os.rename(env, w.home + "/away")
    w.mkenv(env)
    sh.walk(("p", env))
    sh.run("rm -r .venv")
    sh.off()
    at_most_one_line(sh.run("cd ..; cd p"))
    sh.off()


@test("another directory at the path of an allowed one is not allowed, and one line says so")
def replaced(w):
    env = w.project("p")
    w.mkenv(w.home + "/evil/.venv")
    sh = w.shell()
    sh.walk(("p", env))
    sh.run("mv ../p ../old; mv ../evil ../p")
    for again in (sh.run("cd ../p"), w.shell(cwd=w.home + "/p").greeting):
        one_line(again)
        assert "changed since" in again, f"printed {again!r}"
    sh.off()
    sh.run("mv ../p ../evil; mv ../old ../p")
    sh.walk(("../p", env))


@test("a deny goes with a directory that is renamed, and holds through a link to its environment")
def deny_moved(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    env = w.project("tree/p", allow=False)
    for place in ("sibling", "p/sub"):
        os.symlink(env, w.dir(f"home/tree/{place}") + "/.venv")
        w.avenv("allow", f"{w.home}/tree/{place}")
    sh = w.shell()
    for place in ("p/sub", "sibling"):
        sh.cd(f"{w.home}/tree/{place}")
        sh.on(env, os.path.basename(place))
        sh.cd(w.home)
    sh.run("avenv deny tree/p")
    for place in ("p/sub", "sibling"):
        at_most_one_line(sh.run(f"cd ~/tree/{place}"))
        sh.off()
        sh.quiet("", "true")
    os.rename(w.home + "/tree/p", w.home + "/tree/q")
    sh.walk((w.home + "/tree/q", None))


@test("what is denied and moved aside stays off when the user's own in its place is allowed")
def denied_aside(w):
    w.mkenv(w.home + "/s/p/.venv")
    sh = w.shell()
    sh.run("avenv allow -q --tree s; cd s/p")
    sh.run("avenv deny -q; cd ..; mv p bad; mkdir p; cd p")
    sh.run("avenv create -q --without-pip; avenv allow -q")
    sh.on(w.home + "/s/p/.venv")
    sh.run("cd ../bad")
    sh.off()


@test("an allowed tree: on at the first cd, recorded; a clone that brings its own: the hint once")
def tree(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    env = w.project("tree/p", allow=False)
    clone = w.project("tree/clone", allow=False)
    subprocess.run(["git", "init", "-q", w.home + "/tree/clone"], env=w.env, check=True)
    subprocess.run(["git", "-C", w.home + "/tree/clone", "add", "-f", ".venv"], env=w.env, check=True)
    sh = w.shell()
    sh.walk(("tree/p", env), ("..", None))
    check(w.avenv("allow", "--list").count("tree/p/.venv"), 1, "records of it")
    hinted(sh.run("cd clone"))
    sh.off()
    sh.quiet("", "cd ..", "cd clone")
    sh.off()
    check(w.avenv("allow", "--list").count(clone.rsplit("/", 2)[1]), 0, "records of the clone")


@test("a project that its user moved: the hint says where from, and allow is all that it needs")
def moved(w):
    w.project("shop")
    sh = w.shell()
    sh.run("mv shop work")
    hint = sh.run("cd work")
    one_line(hint)
    assert "moved from '~/shop', which you allowed; 'avenv allow'" in hint, hint
    sh.off()
    out = sh.run("avenv allow")
    assert "avenv repair" in out or "is on" in out, out
    sh.on(w.home + "/work/.venv")
    check(w.avenv("allow", "--list").count("shop"), 0, "records of the old place")


WRITABLE = (".venv/pyvenv.cfg", ".venv/bin", ".venv", ".")


@test("another user's, or writable by others or by a group: refused in one line at most")
def writable(w):
    # Only root can give a file away; the user's private group is fine.
    modes = (0o757, 0o775, None) if os.geteuid() == 0 else (0o757,)
    cases = [(part, mode) for part in WRITABLE for mode in modes]
    for n, (part, mode) in enumerate(cases):
        w.project(f"p{n}")
        path = f"{w.home}/p{n}/{part}"
        if mode:
            os.chown(path, -1, 12345 if mode == 0o775 else -1)
            os.chmod(path, mode)
        else:
            os.chown(path, 12345, -1)
    sh = w.shell()
    for n, _ in enumerate(cases):
        at_most_one_line(sh.run(f"cd ~/p{n}"))
        sh.off()
        sh.quiet("", "true")


@test("a sticky directory above and the user's private group are fine")
def private_group(w):
    env = w.project("sticky/p")
    os.chmod(w.home + "/sticky", 0o1777)
    if os.geteuid() == os.getegid() == os.getgid():
        os.chmod(env, 0o775)
    sh = w.shell()
    sh.walk(("sticky/p", env))


@test("another user's environment: silence, and no other one in its place")
def foreign(w):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another user")
    w.project("p")
    w.project("p/sub", allow=False)
    subprocess.run(["chown", "-R", "12345:12345", w.home + "/p/sub/.venv"], check=True)
    sh = w.shell()
    sh.walk(("p/sub", None))


if __name__ == "__main__":
    sys.exit(main())
