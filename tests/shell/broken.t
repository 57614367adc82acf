#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 16 17 26 29 31 39
"""Broken projects, homes and records: at most one line, a prompt, and nothing on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from harness import Skip, at_most_one_line, check, main, test

UID = 12345


def link_to(target):
    return lambda path: os.symlink(target, path)


def content(data):
    return lambda path: Path(path).write_bytes(data)


def device(path):
    # Only root can make one; for others the case is one more FIFO.
    if os.geteuid() == 0:
        os.mknod(path, 0o20666, os.makedev(1, 5))
    else:
        os.mkfifo(path)


ANYWHERE = {
    "a FIFO": os.mkfifo,
    "a device": device,
    "a dangling link": link_to("nowhere"),
    "a link to itself": link_to(".venv"),
    "a link to a device": link_to("/dev/zero"),
    "empty": content(b""),
    "binary": content(bytes(range(256)) * 64),
    "10 MB of zeros": content(bytes(10 << 20)),
    "10 MB of lines": content(b"# nothing\n" * (1 << 20)),
}
CONFIG = {
    **ANYWHERE,
    "a directory": os.mkdir,
    "a link to a good one": link_to("bin/good.cfg"),
    "without home": content(b"version = 3.11\nhomes = /usr/bin\n"),
    "home beyond 64 KiB": content(b"# nothing\n" * 7000 + b"home = /usr/bin\n"),
    "good, but bin is gone": lambda path: (link_to("nib/good.cfg")(path), os.rename(
        os.path.dirname(path) + "/bin", os.path.dirname(path) + "/nib")),
}
REDIRECT = {
    **ANYWHERE,
    "an empty directory": os.mkdir,
    "leading nowhere": content(b"../nowhere\n"),
    "leading to itself": content(b".venv\n"),
    "leading to its own directory": content(b".\n"),
    "leading to a file": content(b"/etc/passwd\n"),
    "leading to a FIFO": content(b"fifo\n"),
    "with NUL": content(b"../good\0bad\n"),
    "over PATH_MAX": content(b"/" + b"x/" * 4000 + b"\n"),
    "only a newline": content(b"\n"),
    "not UTF-8": content(b"\xff\xfe\n"),
}


def harmless(sh, command):
    """COMMAND says one line at most, brings the prompt back and leaves nothing on."""
    at_most_one_line(sh.run(command))
    sh.off()
    check(sh.run("echo alive"), "alive\n", "output of the next prompt")
    sh.quiet("")


@test("a broken .venv or pyvenv.cfg ends the search: one line, nothing on, not the outer one")
def files(w):
    w.mkenv(w.dir("home/good") + "/env")
    tree = w.dir("home/tree")
    outer = w.mkenv(tree + "/.venv")
    for n, put in enumerate(CONFIG.values()):
        env = w.project(f"tree/c{n}", allow=False)
        os.rename(env + "/pyvenv.cfg", env + "/bin/good.cfg")
        put(env + "/pyvenv.cfg")
    for n, put in enumerate(REDIRECT.values()):
        os.mkfifo(w.dir(f"home/tree/r{n}") + "/fifo")
        put(f"{tree}/r{n}/.venv")
    w.avenv("allow", "--tree", tree)
    sh = w.shell()
    for kind, cases in (("c", CONFIG), ("r", REDIRECT)):
        for n, _ in enumerate(cases):
            harmless(sh, f"cd {tree}/{kind}{n}")
            sh.walk((tree, outer))


def obedient():
    """The words in front of a command that make root obey permissions as everybody does."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if not setpriv:
        raise Skip("setpriv is not installed")
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search")


@test("a project, a part of it or a parent that cannot be read: no noise but cd's own")
def unreadable(w):
    parts = (".venv/pyvenv.cfg", ".venv/bin", ".venv", ".")
    for n, part in enumerate(parts):
        w.project(f"p{n}")
        os.chmod(f"{w.home}/p{n}/{part}", 0)
    w.project("q")
    w.dir("home/q/a/b")
    sh = w.shell(wrap=obedient())
    for n, part in enumerate(parts):
        if part == ".":
            sh.run(f"cd ~/p{n}")
            sh.off()
        else:
            harmless(sh, f"cd ~/p{n}")
    sh.cd(w.home + "/q/a/b")
    for command in (f"chmod 0 {w.home}/q", "", "true", "cd /"):
        at_most_one_line(sh.run(command))
    sh.off()


@test("a deleted working directory makes no noise")
def deleted_directory(w):
    env = w.project("p")
    w.dir("home/p/a/b")
    sh = w.shell()
    sh.cd("p/a/b")
    sh.quiet(f"rm -r {w.home}/p/a", "", "true")
    sh.on(env)
    sh.walk((w.home, None), ("p", env))
    sh.quiet(f"rm -r {w.home}/p", "", "true")
    sh.off()
    sh.walk((w.home, None))


@test("sudo -E: root in another user's HOME gets nothing from it")
def sudo(w):
    if os.geteuid() != 0:
        raise Skip("only root can be root in another user's home")
    w.project("p")
    subprocess.run(["chown", "-R", f"{UID}:{UID}", w.base], check=True)
    harmless(w.shell(), "cd p")


@test("HOME unset, empty, relative or nowhere: one line at most, nothing on without a record")
def wrong_home(w):
    w.project("p")
    for value in (None, "", "home", "/nowhere"):
        sh = w.shell()
        if value is None:
            sh.unset("HOME")
        else:
            sh.setx("HOME", value)
        harmless(sh, f"cd {w.home}/p")


def store(w):
    """The one file that a first record makes."""
    before = {p for p in Path(w.home).rglob("*") if p.is_file()}
    w.project("first")
    made = [p for p in Path(w.home).rglob("*") if p.is_file() and p not in before
            and "lock" not in p.name and "/first/" not in str(p)]
    assert len(made) == 1, f"a record makes {made}"
    return made[0]


def instead(put):
    return lambda path: (os.unlink(path), put(str(path)))


STORES = {
    "writable by others": lambda path: os.chmod(path, 0o606),
    "in a directory writable by others": lambda path: os.chmod(path.parent, 0o707),
    "of another user": lambda path: os.chown(path, UID, UID),
    "in a directory of another user": lambda path: os.chown(path.parent, UID, UID),
    "a link": lambda path: (shutil.copy2(path, f"{path}.to"), os.unlink(path),
                            os.symlink(f"{path}.to", path)),
    "a FIFO": instead(os.mkfifo),
    "a directory": instead(os.mkdir),
    "binary": instead(content(bytes(range(256)) * 64)),
    "10 MB of zeros": instead(content(bytes(10 << 20))),
}


@test("records that others can write to, or that are no records: nothing is allowed, one line")
def bad_store(w):
    path = store(w)
    w.project("p")
    saved = w.base + "/saved"
    shutil.copytree(path.parent, saved)
    sh = w.shell()
    for name, change in STORES.items():
        if "another user" in name and os.geteuid() != 0:
            continue
        change(path)
        harmless(sh, "cd ~/p")
        sh.cd("..")
        shutil.rmtree(path.parent)
        shutil.copytree(saved, path.parent)
    sh.walk((w.home + "/p", w.home + "/p/.venv"))


if __name__ == "__main__":
    sys.exit(main())
