#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to environments while the shell stands there is noticed at the next prompt."""

import os
import re
import sys

from harness import Looker, at_most_one_line, check, hint, main, test


@test("the active environment deleted: off")
def deleted(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.quiet("rm -r .venv")
    sh.off()


@test("the active environment deleted from a subdirectory: off")
def deleted_above(w):
    w.project("p")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p/a/b")
    sh.quiet(f"rm -r {w.home}/p/.venv")
    sh.off()


@test("the active environment deleted: the outer project's comes back")
def deleted_inner(w):
    outer = w.project("p")
    w.project("p/sub")
    sh = w.shell()
    sh.cd("p/sub")
    sh.quiet("rm -r .venv")
    sh.on(outer)


@test("the whole project moved away under the shell: off, as its new place has no record")
def moved(w):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    at_most_one_line(sh.run(f"mv {w.home}/p {w.home}/q"))
    sh.off()


@test("created here as '{}': on", cases=(".venv", "venv", "env", ".env", "virtualenv"))
def created(w, name):
    w.avenv("allow", w.dir("home/p"))
    sh = w.shell()
    sh.cd("p")
    sh.off()
    sh.quiet(f"cp -R {w.model} {name}")
    sh.on(f"{w.home}/p/{name}", "p")


@test("created in a directory above, nearer than any other: on; below it by {1} in {0}",
      cases=(("p/a/b", "one level"), ("p/a/b/c", "two levels"), ("link/a/b", "one level"), ("link/a/b/c", "two levels")))
def created_above(w, below, _levels):
    outer = w.project("p")
    w.dir("home/p/a/b/c")
    os.symlink("p", w.home + "/link")
    w.avenv("allow", w.home + "/p/a")
    sh = w.shell()
    sh.cd(below)
    sh.on(outer)
    sh.quiet("")
    # Its name ends in a word that is no directory from here, so that $_ cannot help.
    sh.quiet(f"cp -R {w.model} {w.home}/p/a/.venv; true nothing")
    sh.on(w.home + "/p/a/.venv")


@test("created above, under a link that led here: the directory is the one above by name")
def created_above_link(w):
    outer = w.project("p")
    w.dir("home/p/a")
    w.dir("home/q/b/c")
    os.symlink(w.home + "/q/b", w.home + "/p/a/b")
    w.avenv("allow", w.home + "/p/a")
    sh = w.shell()
    sh.cd("p/a/b/c")
    sh.on(outer)
    sh.quiet(f"cp -R {w.model} {w.home}/p/a/.venv; true nothing")
    sh.on(w.home + "/p/a/.venv")


@test("created here, nearer than the active one: switch")
def created_nearer(w):
    outer = w.project("p")
    w.avenv("allow", w.dir("home/p/sub"))
    sh = w.shell()
    sh.cd("p/sub")
    sh.on(outer)
    sh.quiet(f"cp -R {w.model} .venv; true nothing")
    sh.on(w.home + "/p/sub/.venv")
    sh.quiet("rm -r .venv")
    sh.on(outer)


@test("a case that differs is another directory, also under nocasematch", kinds=("bash",))
def nocasematch(w):
    env = w.project("p/Sub")
    w.dir("home/p/sub")
    sh = w.shell()
    sh.quiet("shopt -s nocasematch", "cd p/Sub")
    sh.on(env)
    sh.quiet("builtin cd ../sub")
    sh.off()
    sh.quiet("builtin cd ../Sub")
    sh.on(env)


@test("created where nothing is allowed: the hint, at that prompt")
def created_unknown(w):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(sh.run(f"cp -R {w.model} .venv"), hint(), "output")
    sh.off()


@test("named by the last command: `python3 -m venv djvenv` in an allowed tree turns it on")
def named(w):
    w.avenv("allow", "--tree", w.dir("home/tree"))
    w.dir("home/tree/p")
    sh = w.shell()
    sh.cd("tree/p")
    sh.quiet("/usr/bin/python3 -m venv --without-pip djvenv")
    sh.on(w.home + "/tree/p/djvenv", "djvenv")


@test("named by the last command, unknown: the hint has its name, {}",
      cases=(("at the end", "djvenv"), ("spaces behind it", "djvenv   "), ("a slash behind it", "djvenv/"),
             ("a dot before it", "./djvenv"), ("a whole path", "{}/p/djvenv")))
def named_unknown(w, _where, name):
    w.dir("home/p")
    sh = w.shell()
    sh.cd("p")
    check(sh.run(f"cp -R {w.model} {name.format(w.home)}"), hint("djvenv"), "output")
    check(sh.run(""), "", "the prompt after it")
    sh.off()


@test("named by the last command, in another directory: not looked at, as that may be a server that is gone")
def named_elsewhere(w):
    w.dir("home/p/a/b")
    looker = Looker(w)
    looker.sh.quiet("cd p")
    looker.seen()
    for name in (w.base + "/model", "../p/a", "a/b", "/proc/self/cwd/a"):
        looker.sh.quiet(f"true {name}", "")
    check([path for path in looker.seen() if path.endswith(("model", "model/pyvenv.cfg", "a", "a/pyvenv.cfg", "b/pyvenv.cfg"))],
          [], "look-ups")


@test("deleted and made again within one command line: on all the time")
def recreated(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet(f"rm -r .venv && cp -R {w.model} .venv")
    sh.on(env)


@test("deleted, and made again later: off, then on")
def made_again(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.quiet("rm -r .venv")
    sh.off()
    sh.quiet(f"cp -R {w.model} .venv")
    sh.on(env)


@test("renamed: off, as the new name has no record of its own; renamed back: on")
def renamed(w):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.run("mv .venv old")
    sh.off()
    sh.quiet("mv old .venv")
    sh.on(env)


@test("on at once")
def allowed(w):
    env = w.project("p", allow=False)
    sh = w.shell()
    check(sh.run("cd p"), hint(), "hint")
    sh.off()
    sh.run("avenv allow")
    sh.on(env)


@test("'avenv {}' while it is on: off at once", cases=("deny", "forget"))
def revoked(w, command):
    env = w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.run(f"avenv {command}")
    sh.off()
    sh.cd("..")
    sh.cd("p") if command == "deny" else sh.run("cd p")
    sh.off()


@test("a link '.venv' that appears {}: seen, never followed",
      cases=("in an untrusted directory", "below an allowed project"))
def link_not_followed(w, where):
    env = w.project("p")
    place = w.home + ("/p/a" if "below" in where else "/q")
    os.mkdir(place)
    looker = Looker(w, "-f")
    sh, log = looker.sh, looker.log
    sh.cd(place)
    sh.quiet("")
    mark = log.stat().st_size
    os.symlink(w.model, place + "/.venv")
    at_most_one_line(sh.run(""))
    at_most_one_line(sh.run(""))
    seen = log.read_bytes()[mark:]
    assert b'.venv"' in seen, "the link was not looked at"
    follows = [x for x in seen.splitlines() if re.search(rb'\(.*"(?:[^"]*/)?\.venv["/]', x)
               and os.fsencode(env) not in x and b"NOFOLLOW" not in x and b"readlink" not in x and b"lstat(" not in x]
    check(follows, [], "calls that follow the link")
    assert os.fsencode(w.model) not in seen, "what the link leads to was looked at"


@test("a link that the last command named is not followed")
def named_link(w):
    os.symlink(w.model, w.home + "/odd")
    looker = Looker(w, "-f")
    sh, log = looker.sh, looker.log
    sh.quiet("")
    mark = log.stat().st_size
    sh.quiet("true odd", "")
    seen = log.read_bytes()[mark:]
    assert b'"odd"' in seen or b'/odd"' in seen, "the word was not looked at"
    assert b"odd/pyvenv.cfg" not in seen, "the link was followed"


@test("muted: `deactivate` turns it off at once and for as long as the shell stays")
def muted(w):
    env = w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("", "true", "cd a")
    sh.off()
    sh.quiet(f"rm -r {env} && cp -R {w.model} {env}")
    sh.off()


@test("allowed from another shell: on at the next directory change at the latest")
def allowed_elsewhere(w):
    env = w.project("p", allow=False)
    w.dir("home/p/a")
    sh = w.shell()
    sh.run("cd p")
    w.avenv("allow", w.home + "/p")
    sh.cd("a")
    sh.on(env)


@test("denied from another shell: off at the next directory change at the latest")
def denied_elsewhere(w):
    w.project("p")
    w.dir("home/p/a")
    sh = w.shell()
    sh.cd("p")
    w.avenv("deny", w.home + "/p")
    sh.cd("a")
    sh.off()


if __name__ == "__main__":
    sys.exit(main())
