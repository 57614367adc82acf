#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is broken, hostile or missing: silence or one clear line, a prompt, and nothing on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from harness import POSIX, Skip, World, at_most_one_line, binary, check, main, one_line, test

UID = 12345


# --- a file that should be something else, put in place of NAME ---

def link_to(target):
    return lambda path: os.symlink(target, path)


def content(data):
    def put(path):
        with open(path, "wb") as out:
            out.write(data)
    return put


def device(path):
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))
    except PermissionError as error:
        raise Skip("only root can make a device") from error


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
}
POINTER = {
    **ANYWHERE,
    "leading nowhere": content(b"../nowhere\n"),
    "leading to itself": content(b".venv\n"),
    "leading to its own directory": content(b".\n"),
    "leading to a file": content(b"/etc/passwd\n"),
    "leading to a FIFO": content(b"fifo\n"),
    "with NUL": content(b"../good\0bad\n"),
    "over PATH_MAX": content(b"/" + b"x/" * 4000 + b"\n"),
    "with CRLF, leading nowhere": content(b"../nowhere\r\n"),
    "only a newline": content(b"\n"),
    "not UTF-8": content(b"\xff\xfe\n"),
}


def harmless(w, sh, command):
    """COMMAND says one line at most, brings the prompt back and leaves nothing on."""
    at_most_one_line(sh.run(command))
    sh.off()
    for again in ("", "true"):
        check(sh.run(again), "", "output of the next prompt")
    check(sh.run("echo alive"), "alive\n", "output")


def trusted_tree(w):
    w.avenv("allow", "--tree", w.dir("home/p"))


@test("pyvenv.cfg is {}", cases=tuple(CONFIG))
def config(w, what):
    env = w.project("p", allow=False)
    os.rename(env + "/pyvenv.cfg", env + "/bin/good.cfg")
    CONFIG[what](env + "/pyvenv.cfg")
    trusted_tree(w)
    harmless(w, w.shell(), "cd p")


@test("{0} is {1}", cases=tuple((name, what) for name in (".venv", ".python-envs") for what in POINTER))
def pointer(w, name, what):
    w.mkenv(w.dir("home/good") + "/env")
    w.dir("home/p")
    os.mkfifo(w.home + "/p/fifo")
    POINTER[what](f"{w.home}/p/{name}")
    trusted_tree(w)
    harmless(w, w.shell(), "cd p")


@test(".venv is an empty directory")
def empty_directory(w):
    w.dir("home/p/.venv")
    trusted_tree(w)
    harmless(w, w.shell(), "cd p")


@test(".venv or .python-envs with CRLF, leading to an environment, is followed ({})", cases=(".venv", ".python-envs"))
def crlf(w, name):
    env = w.mkenv(w.home + "/good")
    w.dir("home/p")
    content(b"../good\r\n")(f"{w.home}/p/{name}")
    w.avenv("allow", w.home + "/p")
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "good")


# --- permissions and owners ---

def obedient():
    """The words in front of a command that make root obey permissions as everybody does."""
    if os.geteuid() != 0:
        return ()
    return tool("setpriv") + ("--bounding-set=-dac_override,-dac_read_search",)


def tool(name):
    path = shutil.which(name)
    if not path:
        raise Skip(f"{name} is not installed")
    return (path,)


def works(words, env=None):
    return not subprocess.run([*words, "true"], env=env, capture_output=True, check=False).returncode


UNREADABLE = {
    "pyvenv.cfg": ".venv/pyvenv.cfg",
    "bin": ".venv/bin",
    ".venv": ".venv",
    "the project": ".",
}


@test("unreadable: {}", cases=tuple(UNREADABLE))
def no_access(w, what):
    w.project("p")
    os.chmod(f"{w.home}/p/{UNREADABLE[what]}", 0)
    sh = w.shell(wrap=obedient())
    if what == "the project":
        # cd itself refuses, in the shell's own words.
        sh.run("cd p")
        sh.off()
    else:
        harmless(w, sh, "cd p")


@test("a parent becomes unreadable while the shell stands below it")
def parent_unreadable(w):
    w.project("p")
    w.dir("home/p/a/b")
    sh = w.shell(wrap=obedient())
    sh.cd("p/a/b")
    at_most_one_line(sh.run(f"chmod 0 {w.home}/p"))
    for command in ("", "true", "cd /"):
        at_most_one_line(sh.run(command))
    sh.off()


@test("in a user namespace, where / belongs to an overflow uid, one's own projects work")
def namespace(outer):
    words = tool("unshare") + ("-r",)
    if os.geteuid() == 0:
        words = tool("setpriv") + (f"--reuid={UID}", f"--regid={UID}", "--clear-groups") + words
    if not works(words):
        raise Skip("user namespaces are forbidden here")
    # Not where the tests keep their things, which may be root's alone.
    with World(outer.kind, "/tmp") as w:
        env = w.project("p", allow=False)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{UID}:{UID}", w.base], check=True)
        if subprocess.run([*words, w.bin + "/avenv", "--version"], env=w.env, capture_output=True, check=False).returncode:
            raise Skip("another user cannot run this build")
        sh = w.shell(wrap=words)
        sh.run("avenv allow p")
        sh.cd("p")
        sh.on(env)
        sh.cd("..")
        sh.off()


@test("in a user namespace without any mapping: no noise")
def unmapped(w):
    words = tool("unshare") + ("-U",)
    if not works(words):
        raise Skip("user namespaces are forbidden here")
    w.project("p")
    sh = w.shell(wrap=words)
    at_most_one_line(sh.run("cd p"))
    sh.quiet("", "true")


@test("sudo -E: another user's HOME gives nothing, and nothing of root's lands there")
def sudo(w):
    if os.geteuid() != 0:
        raise Skip("only root can be root in another user's home")
    w.project("p")
    subprocess.run(["chown", "-R", f"{UID}:{UID}", w.base], check=True)
    sh = w.shell()
    harmless(w, sh, "cd p")


# --- what the shell itself has wrong ---

WRONG = {
    "PWD unset": "unset PWD",
    "PWD relative": "PWD=p",
    "PWD wrong": "PWD=/nowhere/at/all",
    "PWD empty": "PWD=",
    "PWD of another directory": "PWD=/usr",
    "PWD over PATH_MAX": f"PWD=/{'x/' * 4000}",
    "OLDPWD unset": "unset OLDPWD",
}


@test("{}: no noise, and right again after the next cd", kinds=POSIX, cases=tuple(WRONG))
def wrong_pwd(w, what):
    env = w.project("p")
    sh = w.shell(line=w.hook_line())
    script = w.write("wrong", WRONG[what] + "\n")
    at_most_one_line(sh.run(f". {script}"))
    sh.quiet("", "true")
    sh.run(f"cd {w.home}/p")
    sh.on(env)


@test("HOME {}: one line at most, nothing on without a record", cases=("unset", "empty", "relative", "nowhere"))
def wrong_home(w, what):
    w.project("p")
    sh = w.shell()
    if what == "unset":
        sh.unset("HOME")
    else:
        sh.setx("HOME", {"empty": "", "relative": "home", "nowhere": "/nowhere"}[what])
    harmless(w, sh, f"cd {w.home}/p")


@test("PATH of 1 MB: nothing happens, silently")
def huge_path(w):
    w.project("p")
    sh = w.shell()
    sh.setx("PATH", ":".join(["/opt/" + "x" * 95] * 10000))
    sh.path = sh.state()["PATH"]
    sh.quiet(f"cd {w.home}/p", "", "true")
    sh.off()
    sh.setx("PATH", w.path)
    sh.path = w.path
    sh.cd(w.home)
    sh.cd("p")
    sh.on(w.home + "/p/.venv")


# --- the store ---

def store(w):
    """The one file that a first record makes."""
    before = {p for p in Path(w.home).rglob("*") if p.is_file()}
    w.avenv("allow", w.dir("home/first"))
    made = [p for p in Path(w.home).rglob("*") if p.is_file() and p not in before and "lock" not in p.name]
    assert len(made) == 1, f"a record makes {made}"
    return made[0]


def replace(put):
    def change(path):
        os.rename(path, f"{path}.away")
        put(str(path))
    return change


def elsewhere(path):
    os.rename(path, f"{path}.away")
    os.symlink(f"{path}.away", path)


def give_away(path):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another user")
    os.chown(path, UID, UID)


STORES = {
    "writable by others": lambda path: os.chmod(path, 0o606),
    "in a directory writable by others": lambda path: os.chmod(path.parent, 0o707),
    "of another user": give_away,
    "in a directory of another user": lambda path: give_away(path.parent),
    "a link": elsewhere,
    "a FIFO": replace(os.mkfifo),
    "a directory": replace(os.mkdir),
    "empty": replace(content(b"")),
    "binary": replace(content(bytes(range(256)) * 64)),
    "10 MB of zeros": replace(content(bytes(10 << 20))),
    "a dangling link": replace(link_to("nowhere")),
}


@test("a store that is {}: no trust, one line at most", cases=tuple(STORES))
def bad_store(w, what):
    path = store(w)
    w.project("p")
    STORES[what](path)
    harmless(w, w.shell(), "cd p")


@test("a store that is not used is told once in each project, and each thing that is wrong with it")
def told_each(w):
    path = store(w)
    for name in "pqr":
        w.project(name)
    sh = w.shell()
    path.chmod(0o606)
    for name in "pq":
        one_line(sh.run(f"cd ~/{name}"))
    sh.quiet("cd ~/p")
    path.unlink()
    path.mkdir()
    one_line(sh.run("cd ~/q"))
    sh.quiet("cd ~/p; cd ~/q")


@test("a damaged line in the store ({}): the others hold, and survive the next record",
      cases=("at the end", "at the start", "cut short"))
def damaged_line(w, where):
    path = store(w)
    env = w.project("p")
    good = path.read_bytes()
    junk = b"\xff\x00 allow tree / garbage"
    header, rest = good.split(b"\n", 1) if good.startswith(b"#") else (b"", good)
    head = header + b"\n" if header else b""
    path.write_bytes({"at the end": good + junk + b"\n", "at the start": head + junk + b"\n" + rest,
                      "cut short": good + junk}[where])
    sh = w.shell()
    at_most_one_line(sh.run("cd p"))
    sh.on(env)
    sh.cd("..")
    w.project("q")
    for name in ("first", "p", "q"):
        listed = subprocess.run([w.bin + "/avenv", "allow", "--list"], env=w.env, capture_output=True, text=True,
                                check=False).stdout
        assert f"{w.home}/{name}" in listed, f"the record of {name} is lost: {listed!r}"


@test("a damaged line in the store is told once")
def damaged_once(w):
    with open(store(w), "a", encoding="ascii") as lines:
        lines.write("garbage\n")
    for name in "pq":
        w.mkenv(f"{w.home}/{name}/.venv")
        subprocess.run([w.bin + "/avenv", "-q", "allow", w.home + "/" + name], env=w.env, check=True)
    sh = w.shell()
    assert " is damaged in line " in sh.run("cd p"), "it is told"
    sh.quiet("cd ../q", "cd ..")


@test("a store that was not used, and is again: what there is to say of a project is said")
def mended_store(w):
    path = store(w)
    w.mkenv(w.home + "/q/.venv")
    sh = w.shell()
    os.chmod(path, 0o606)
    assert "can be written to by others; it is not used" in sh.run("cd q"), "the store"
    os.chmod(path, 0o600)
    sh.quiet("cd ..")
    assert "'.venv' is here; 'avenv allow' turns it on" in sh.run("cd q"), "the project"


# --- the program ---

@test("avenv is gone while a shell is open: one line that says what to do", cases=("status", "allow", "off; avenv on"))
def gone(w, command):
    place = w.installed()
    sh = w.shell(env={"AVENV_DISABLE": "1"})
    shutil.rmtree(place)
    check(sh.run(f"avenv {command}"), f"avenv: '{place}/bin/avenv' is gone; start a new shell, or install avenv again\n", "avenv " + command)
    check(sh.run(f"echo {sh.status}"), "127\n", "exit status")


# --- recording in trouble ---

TROUBLE = {
    "a full disk": """mount -t tmpfs -o size=64k,mode=700 none "$HOME/.local/share" || exit 9
avenv -q allow "$HOME/p"
head -c 1000000 /dev/zero >"$HOME/.local/share/fill" 2>/dev/null
avenv allow "$HOME/q" && echo done""",
    "a file size limit": """avenv -q allow "$HOME/p"
(ulimit -f 0; avenv allow "$HOME/q" 2>&1 && echo done) | cat""",
}


@test("{} while recording: one line at most, and no record is lost", kinds=("bash",), cases=tuple(TROUBLE))
def trouble(w, what):
    for name in ("p", "q"):
        w.project(name, allow=False)
    w.dir("home/.local/share")
    words = tool("unshare") + ("-rm",)
    if not works(words):
        raise Skip("user namespaces are forbidden here")
    script = TROUBLE[what] + "\necho then\navenv allow --list\n"
    done = subprocess.run([*words, binary("bash"), "-c", script], env=w.env, text=True, timeout=10, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 9:
        raise Skip("nothing can be mounted here")
    said, listed = done.stdout.split("then\n")
    at_most_one_line(said)
    assert f"{w.home}/p" in listed and f"{w.home}/q" not in listed, f"listed is {listed!r}"


if __name__ == "__main__":
    sys.exit(main())
