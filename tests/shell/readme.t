#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 69 70
"""The examples of README.md and docs/questions.md, typed as they are printed by an ordinary user.

There the line above each fenced block is a mark that no viewer shows:
  <!-- run: bash zsh -->      typed in these shells, each time in a fresh HOME
  <!-- run: bash without the hook -->
  <!-- run: install -->       and uninstall: in a copy of this tree, in all three shells
  <!-- not run: WHY -->
In a `console` block a line with a prompt is typed at that prompt; the other lines must come
next: "..." stands for anything, a line of it for any lines, a version for any version.
/home/you is the private HOME."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import harness
from harness import BUILD, KINDS, ROOT, Skip, World, binary, check, main, test

README = (ROOT / "README.md").read_text()
PAGES = README + (ROOT / "docs/questions.md").read_text()
UID = 65534
PS1 = {
    "bash": r"PS1='\w $ \[\e]7717;P\a\]'",
    "zsh": r"PS1=$'%~ $ %{\e]7717;P\a%}'",
    "fish": r"""set -g fish_prompt_pwd_dir_length 0
function fish_prompt; printf '%s $ \e]7717;P\a' (prompt_pwd); end""",
}
PROMPT = re.compile(r"((?:\(\S+\) )?~\S* \$)(?: (.*))?")
MARK = re.compile(r"<!-- (run|not run): ([^\n]+) -->\n```\w+\n(.*?)^```$", re.S | re.M)
BLOCKS = [(where, text.splitlines()) for run, where, text in MARK.findall(PAGES) if run == "run"]
# pip takes seconds, and these examples are about avenv.
PYTHON = """#!/bin/sh
if [ "$1 $2" = '-m venv' ]; then set -- "$@" --without-pip; fi
exec /usr/bin/python3 "$@"
"""


def scratch():
    base = tempfile.mkdtemp(prefix="avenv-readme.", dir="/tmp")
    atexit.register(shutil.rmtree, base)
    os.chmod(base, 0o755)
    return base


@functools.cache
def wheels():
    """A directory with a package to install."""
    base = scratch()
    subprocess.run([ROOT / "tests/mkwheel.py", base, "tiny"], check=True)
    return base


class Machine(World):
    """The HOME of a user who has two projects in src."""

    def __init__(self, kind):
        if subprocess.run(["/usr/bin/python3", "-c", "import ensurepip"], check=False).returncode:
            raise Skip("python3-venv is not installed")
        # The tests' own directory may be closed to other users.
        super().__init__(kind, "/tmp")
        self.wrap = ()
        if os.geteuid() == 0:
            self.wrap = (shutil.which("setpriv"), f"--reuid={UID}", f"--regid={UID}",
                         "--clear-groups")
        self.dir("home/src/flask")
        self.dir("home/src/django/templates")
        self.write("home/src/django/requirements.txt",
                   f"--no-index\n--find-links {wheels()}/tiny\ntiny\n")
        self.env.update(SHELL=binary(kind), PATH=self.installed() + "/bin:/usr/bin:/bin")

    def shell(self, cwd="~", line="", **more):
        self.startup(self.kind, before=PS1[self.kind], line=line)
        if self.wrap:
            subprocess.run(["chown", "-hR", f"{UID}:{UID}", self.base], check=True)
        return self.again(cwd, **more)

    def again(self, cwd="~", **more):
        """Another shell, with the startup file as it is now."""
        cwd = self.home + cwd[1:] if cwd[0] == "~" else cwd
        return super().shell(cwd=cwd, wrap=self.wrap, **more)


harness.World = Machine


def pattern(lines):
    """The regular expression that LINES stand for."""
    text = re.escape("".join(line + "\n" for line in lines)).replace("\\\n", "\n")
    text = re.sub(r"(?m)^\\\.\\\.\\\.\n", "(?:.*\n)*", text).replace(r"\.\.\.", ".*")
    return re.sub(r"\d+(?:\\\.\d+)+", r"\\d+(?:\\.\\d+)+", text)


def follow(w, where, lines):
    steps = []
    for line in lines:
        if match := PROMPT.fullmatch(line):
            steps.append((*match.groups(), []))
        else:
            steps[-1][2].append(line)
    if any("-m venv" in line for line in lines):
        w.write("bin/python3", PYTHON, 0o755)
        w.env["PATH"] = w.bin + ":" + w.env["PATH"]
    hook = "" if "without" in where else harness.LINE[w.kind]
    sh = w.shell(cwd=steps[0][0].split()[-2], line=hook)
    for prompt, command, wanted in steps:
        check(sh.prompt(), prompt + " ", f"prompt, then {command!r}")
        if command is not None:
            came = sh.run(command, timeout=60).replace(w.home, "/home/you")
            assert re.fullmatch(pattern(wanted), came), f"{command!r}: {came!r}, want {wanted!r}"


for number, (mark, content) in enumerate(BLOCKS, 1):
    if kinds := [kind for kind in KINDS if kind in mark.split()]:
        test(f"example {number}, {mark}", kinds, [(mark, content)])(follow)


# --- install and uninstall ---

@functools.cache
def tree():
    """A copy of this tree, built, which the user owns."""
    base = scratch()
    shutil.copytree(ROOT, base + "/avenv", symlinks=True,
                    ignore=shutil.ignore_patterns(".git", "out", "tests"))
    shutil.copytree(BUILD, base + "/avenv/out/release", symlinks=True,
                    ignore=shutil.ignore_patterns("unit", "t", "races"))
    shutil.copytree(ROOT / "out/probe", base + "/avenv/out/probe")
    subprocess.run(["chown", "-hR", f"{UID}:{UID}", base], check=os.geteuid() == 0,
                   stderr=subprocess.DEVNULL)
    return base + "/avenv"


def contents(top):
    """The files below TOP, but for those that shells write themselves."""
    theirs = re.compile(r"/src/flask/|history|/\.local/share/fish|/\.(cache|zcompdump)")
    return {path: path.read_bytes() if path.is_file() else "dir"
            for path in Path(top).rglob("*") if not theirs.search(str(path))}


def turns_on(sh):
    sh.run("cd ~/src/flask")
    check(sh.prompt(), "(flask) ~/src/flask $ ", "prompt inside")
    sh.run("cd")
    check(sh.prompt(), "~ $ ", "prompt outside")


def typed(where):
    """The commands of the one block with this mark."""
    (lines,) = (lines for mark, lines in BLOCKS if mark == where)
    return lines


@test("install, the lines to be written by hand, uninstall: HOME is then as it was")
def install(w):
    sh = w.shell(cwd=tree())
    before = contents(w.home)
    for command in typed("install"):
        sh.succeeds(command, timeout=60)
    sh.succeeds("~/.local/bin/avenv -q create --without-pip ~/src/flask/.venv")
    turns_on(w.again())
    rows = dict(re.findall(r"^\| (\w+) \| `.*?` \| `(.*)` \|$", README, re.M))
    file = Path(w.home, harness.RC[w.kind])
    added = file.read_bytes()
    for line in (rows[w.kind].replace(r"\|", "|"), f". ~/.local/share/avenv/avenv.{w.kind}"):
        turns_on(w.shell(line=line))
    file.write_bytes(added)
    for command in typed("uninstall"):
        sh.succeeds(command, timeout=60)
    check(contents(w.home), before, "the files in HOME")


# --- the rest of it ---

@test("each block has a mark, links lead to files, and the packages are those of tests/deps.sh",
      kinds=("bash",))
def complete(w):
    check(len(MARK.findall(PAGES)), len(re.findall(r"^```\w", PAGES, re.M)), "blocks")
    for mark, _lines in BLOCKS:
        assert set(mark.split()) & {*KINDS, "install", "uninstall"}, mark
    for page in (ROOT / "README.md", *ROOT.glob("docs/*.md")):
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: no {link}"
    makefile = (ROOT / "Makefile").read_text()
    for goal in set(re.findall(r"(?:`|^ *)make ([a-z][a-z-]*)", PAGES, re.M)):
        assert re.search(rf"^{goal}:", makefile, re.M), f"no make {goal}"
    deps = subprocess.run(["/bin/sh", ROOT / "tests/deps.sh", "try"], capture_output=True, text=True, check=False,
                          env={"NO_INSTALL": "1", "PATH": w.dir("nothing"), "CC": "none"}).stdout
    wanted = re.search(r"install -y (.*)", deps)[1].split()
    said = re.search(r"^sudo apt-get install (.*)", README.replace("\\\n", ""), re.M)[1].split()
    check(sorted(said), sorted(set(wanted) - {"python3"}), "packages")


main()
