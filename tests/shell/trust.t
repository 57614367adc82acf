#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing reaches PATH without the user's word, and the word is asked for once, in one line."""

import os
import shutil
import subprocess
import sys

from harness import POSIX, Skip, at_most_one_line, check, hint, main, one_line, test


@test("unknown '{}': stays off, one hint with its name; `avenv allow` turns it on",
      cases=(".venv", "venv", "env", ".env", "virtualenv", "djvenv"))
def unknown(w, name):
    env = w.project("p", name, allow=False)
    sh = w.shell()
    check(sh.run("cd p"), hint(name), "hint")
    sh.off()
    sh.run("avenv allow")
    sh.on(env, name if name == "djvenv" else "p")
    other = w.shell(cwd=w.home + "/p")
    check(other.greeting, "", "output of the next shell")
    other.on(env, name if name == "djvenv" else "p")


@test("the hint comes once per shell and project")
def once(w):
    w.project("p", allow=False)
    w.project("q", allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    check(sh.run("cd p"), hint(), "first time")
    sh.quiet("", "cd a", "cd ../..", "cd p/a", "cd ../..")
    check(sh.run("cd q"), hint(), "another project")
    sh.quiet("cd ../p", "cd ../q")
    check(w.shell(cwd=w.home + "/p").greeting, hint(), "another shell")


@test("the hint waits for a prompt")
def waits(w):
    w.project("p", allow=False)
    sh = w.shell()
    check(sh.run("cd p && echo before; true"), "before\n" + hint(), "output")


@test("a hint that waits for a prompt when one has left: neither shown there nor used up")
def left(w):
    for name in "pq":
        w.project(name, allow=False)
    w.project("r")
    shutil.rmtree(w.home + "/r/.venv/bin")
    sh = w.shell()
    sh.quiet("cd p; cd ..")
    check(sh.run("cd r; cd ../p"), hint(), "of the last one alone")
    check(sh.run("cd ../q"), hint(), "of what was passed through")
    assert "is not turned on" in sh.run("cd ../r"), "what is wrong there"
    sh.quiet("cd ../p", "cd ../q", "cd ../r")


@test("a hint that waits for a prompt when the user answers it: `avenv {}`", cases=("allow", "deny", "pythons >/dev/null"))
def answered(w, command):
    w.project("p", allow=False)
    sh = w.shell()
    # What has not answered it is not in its way.
    check(sh.run(f"cd p && avenv -q {command}"), "" if command in ("allow", "deny") else hint(), "output")
    sh.quiet("")


@test("a hint is neither printed nor used up by a subshell", kinds=POSIX)
def not_from_subshell(w):
    w.project("p", allow=False)
    sh = w.shell()
    check(sh.run('echo "[$(cd p && pwd)]"'), f"[{w.home}/p]\n", "substitution")
    check(sh.run("(cd p && echo in)"), "in\n", "subshell")
    check(sh.run("cd p"), hint(), "the real thing")


@test("under an instant prompt the hint waits for the second prompt", kinds=("zsh",))
def instant_prompt(w):
    w.project("p", allow=False)
    sh = w.shell(cwd=w.home + "/p", before="__p9k_instant_prompt_active=1")
    check(sh.greeting, "", "output before the first prompt")
    check(sh.run(), hint(), "output before the second")
    sh.quiet("")


@test("AVENV_QUIET=1: no hint")
def quiet(w):
    w.project("p", allow=False)
    sh = w.shell(env={"AVENV_QUIET": "1"})
    sh.cd("p")
    sh.off()


@test("`avenv allow` in a subdirectory allows the project")
def allow_below(w):
    env = w.project("p", allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    sh.run("cd p/a")
    sh.run("avenv allow")
    sh.on(env)
    sh.cd("../..")
    sh.cd("p")
    sh.on(env)


@test("`avenv allow DIR` before there is an environment")
def allow_early(w):
    sh = w.shell()
    w.dir("home/p")
    sh.run("avenv allow p")
    env = w.project("p", allow=False)
    sh.cd("p")
    sh.on(env)


@test("a recorded project vouches for the fixed names only")
def fixed_names(w):
    w.project("p", "venv")
    w.project("p", "odd", allow=False)
    sh = w.shell()
    sh.cd("p")
    sh.on(w.home + "/p/venv")
    sh.run(f"rm -r {w.home}/p/venv")
    sh.off()


@test("deny: off, silent, in every later shell")
def deny(w):
    w.project("p", allow=False)
    sh = w.shell()
    sh.run("cd p")
    sh.run("avenv deny")
    sh.off()
    other = w.shell(cwd=w.home + "/p")
    check(other.greeting, "", "output")
    other.off()


@test("forget: unknown again")
def forget(w):
    w.project("p")
    w.avenv("forget", w.home + "/p")
    sh = w.shell()
    check(sh.run("cd p"), hint(), "hint")
    sh.off()


@test("allow --tree: everything below, whatever its name; not a neighbour whose name begins the same")
def tree(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    odd, deep = w.project("tree/p", "odd", allow=False), w.project("tree/a/b/c", allow=False)
    w.dir("home/tree/p/src")
    w.project("treehouse", allow=False)
    sh = w.shell()
    for path, env in (("tree/p", odd), ("src", odd), ("~/tree/a/b/c", deep)):
        sh.quiet(f"cd {path}")
        sh.on(env, "odd" if env == odd else None)
    check(sh.run("cd ~/treehouse"), hint(), "neighbour")
    sh.off()


@test("allow --found: each project there is, one by one; a later clone still asks")
def found(w):
    one, two = w.project("src/p", allow=False), w.project("src/deep/q", allow=False)
    out = w.avenv("allow", "--found", w.home + "/src")
    assert "src/p" in out and "src/deep/q" in out, f"not listed: {out!r}"
    w.project("src/clone", allow=False)
    sh = w.shell()
    for path, env in (("src/p", one), ("../deep/q", two)):
        sh.cd(path)
        sh.on(env)
    check(sh.run("cd ../../clone"), hint(), "clone")
    sh.off()


@test("allow --list names what is recorded")
def listed(w):
    w.project("p")
    w.project("q")
    w.avenv("deny", w.home + "/q")
    out = w.shell().run("avenv allow --list")
    for word in (w.home + "/p", w.home + "/q", "allow", "deny"):
        assert word in out, f"no {word!r} in {out!r}"


@test("the nearest record decides")
def nearest(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    outer, inner = w.project("tree/p", allow=False), w.project("tree/p/no", allow=False)
    w.avenv("deny", w.home + "/tree/p/no")
    sh = w.shell()
    sh.cd("tree/p")
    sh.on(outer)
    sh.cd("no")
    assert sh.state()["VIRTUAL_ENV"] != inner, "the denied environment is on"


@test("AVENV_TRUST allows trees by path")
def by_variable(w):
    one, two = w.project("a/p", allow=False), w.project("b/q", allow=False)
    w.project("ab/r", allow=False)
    sh = w.shell(env={"AVENV_TRUST": f"{w.home}/a:{w.home}/b"})
    sh.cd("a/p")
    sh.on(one)
    sh.cd("../../b/q")
    sh.on(two)
    check(sh.run("cd ../../ab/r"), hint(), "a directory whose name begins the same")
    sh.off()


@test("a directory that took the place of an allowed one is not allowed, and the hint says so")
def replaced(w):
    w.project("p")
    os.rename(w.home + "/p", w.home + "/gone")
    w.project("p", allow=False)
    sh = w.shell()
    out = sh.run("cd p")
    one_line(out)
    assert "changed since it was allowed" in out, f"printed {out!r}"
    sh.off()


@test("a deny goes with the directory when it is renamed")
def deny_renamed(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    w.project("tree/p", allow=False)
    w.avenv("deny", w.home + "/tree/p")
    os.rename(w.home + "/tree/p", w.home + "/tree/q")
    sh = w.shell()
    sh.cd("tree/q")
    sh.off()


@test("`.venv` recreated in an allowed project asks nothing")
def recreated(w):
    env = w.project("p")
    sh = w.shell()
    os.rename(env, w.home + "/away")
    w.mkenv(env)
    sh.cd("p")
    sh.on(env)


WRITABLE = (".venv/pyvenv.cfg", ".venv/bin", ".venv", ".")


@test("writable by others ({}): refused, in one line at most", cases=WRITABLE)
def writable_by_others(w, name):
    w.project("p")
    os.chmod(f"{w.home}/p/{name}", 0o757)
    sh = w.shell()
    at_most_one_line(sh.run("cd p"))
    sh.off()
    sh.quiet("", "true")


@test("writable by a group that was not recorded ({}): refused", cases=WRITABLE)
def writable_by_group(w, name):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another group")
    w.project("p")
    os.chown(f"{w.home}/p/{name}", -1, 12345)
    os.chmod(f"{w.home}/p/{name}", 0o775)
    sh = w.shell()
    at_most_one_line(sh.run("cd p"))
    sh.off()


@test("writable by the user's private group, or below a sticky directory: fine")
def private_group(w):
    env = w.project("sticky/p")
    os.chmod(w.home + "/sticky", 0o1777)
    if os.geteuid() == os.getegid() == os.getgid():
        os.chmod(env, 0o775)
    sh = w.shell()
    sh.cd("sticky/p")
    sh.on(env)


@test("of another user and not recorded: silence, and no other environment in its place")
def foreign(w):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another user")
    w.project("p")
    w.project("p/sub", allow=False)
    subprocess.run(["chown", "-R", "12345:12345", w.home + "/p/sub/.venv"], check=True)
    sh = w.shell()
    sh.cd("p/sub")
    sh.off()


def pointer(w, how):
    """A project whose environment is elsewhere, reached in the way HOW says; the environment."""
    env = w.mkenv(w.home + "/envs/far")
    w.dir("home/p")
    if how == "link":
        os.symlink("../envs/far", w.home + "/p/.venv")
    elif how == "redirect":
        w.write("home/p/.venv", "../envs/far\nmore\n")
    else:
        w.write("home/p/.python-envs", "/nowhere\n../envs/far\n")
    return env


@test("a pointer ({}) is followed once its directory is allowed", cases=("link", "redirect", "list"))
def pointers(w, how):
    env = pointer(w, how)
    sh = w.shell()
    at_most_one_line(sh.run("cd p"))
    sh.off()
    sh.run("avenv allow")
    sh.on(env, "far")
    sh.cd("..")
    sh.off()


@test("a pointer ({}) is not followed for the sake of where it leads", cases=("link", "redirect", "list"))
def pointer_to_allowed(w, how):
    env = pointer(w, how)
    w.avenv("allow", env)
    sh = w.shell()
    at_most_one_line(sh.run("cd p"))
    sh.off()


@test("a deny of a project holds for its environment reached through a link from {}",
      cases=("p/sub", "sibling"))
def deny_through_link(w, place):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    env = w.project("tree/p", allow=False)
    os.symlink(env, w.dir(f"home/tree/{place}") + "/.venv")
    sh = w.shell()
    sh.cd(f"tree/{place}")
    sh.on(env, os.path.basename(place))
    sh.cd(w.home)
    sh.run("avenv deny tree/p")
    at_most_one_line(sh.run(f"cd tree/{place}"))
    sh.off()
    sh.quiet("", "true")
    sh.off()


BROKEN = {
    "without python": lambda env: os.unlink(env + "/bin/python"),
    "whose python is gone": lambda env: (os.unlink(env + "/bin/python"), os.symlink("/nowhere", env + "/bin/python")),
    "without bin": lambda env: os.rename(env + "/bin", env + "/nib"),
    "without home": lambda env: open(env + "/pyvenv.cfg", "w").close(),
}


@test("a broken .venv ({}) stops the walk and is told once, in one line", cases=tuple(BROKEN))
def broken(w, how):
    outer, inner = w.project("p"), w.project("p/sub")
    BROKEN[how](inner)
    sh = w.shell()
    sh.cd("p")
    sh.on(outer)
    one_line(sh.run("cd sub"))
    sh.off()
    sh.quiet("", "cd ..", "cd sub")


if __name__ == "__main__":
    sys.exit(main())
