#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""README.md, followed to the letter: what it says to type is typed, what it shows must come.

In README.md the line above each fenced block is a mark that no viewer shows:
  <!-- run: bash zsh -->      typed in these shells, each time in a fresh HOME
  <!-- run: bash without the hook -->
  <!-- run: install -->       and uninstall: in a copy of this tree, in all three shells
  <!-- not run: WHY -->
In a `console` block a line with a prompt is typed where and when the prompt is as shown;
other lines are what must come, where "..." stands for anything, a line of it for any lines,
and a version for any version. /home/you is the private HOME.

As root, each is followed as root and as an ordinary user."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import harness
from harness import BUILD, KINDS, ROOT, Skip, World, binary, check, main, test

README = (ROOT / "README.md").read_text()
UID = 65534
USERS = ("root", "an ordinary user") if os.geteuid() == 0 else ("an ordinary user",)
PS1 = {
    "bash": r"PS1='\w $ \[\e]7717;P\a\]'",
    "zsh": r"PS1=$'%~ $ %{\e]7717;P\a%}'",
    "fish": r"set -g fish_prompt_pwd_dir_length 0; function fish_prompt; printf '%s $ \e]7717;P\a' (prompt_pwd); end",
}
# After the command that is asked about, as $? and $status are.
FAILED = {"bash": "$?", "zsh": "$?", "fish": "$status"}
PROMPT = re.compile(r"((?:\(\S+\) )?~\S* \$)(?: (.*))?")
MARK = re.compile(r"<!-- (run|not run): ([^\n]+) -->\n```(\w+)\n(.*?)^```$", re.S | re.M)


class Block:
    def __init__(self, match):
        self.line = README.count("\n", 0, match.start()) + 2
        self.run = match[1] == "run"
        self.where, self.language, self.text = match.groups()[1:]

    def kinds(self):
        return [kind for kind in KINDS if kind in self.where.split()]

    def steps(self):
        """What is to be done, one after the other: (prompt, command, what comes then)."""
        steps = []
        for line in self.text.splitlines():
            if match := PROMPT.fullmatch(line):
                steps.append((*match.groups(), []))
            else:
                steps[-1][2].append(line)
        return steps


BLOCKS = [Block(match) for match in MARK.finditer(README)]


def named(where):
    """The commands of the one block with this mark."""
    (block,) = (b for b in BLOCKS if b.where == where)
    return block.text.splitlines()


def pattern(lines):
    """What shows that LINES came."""
    text = re.escape("".join(line + "\n" for line in lines))
    text = re.sub(r"(?m)^\\\.\\\.\\\.\n", "(?:.*\n)*", text.replace("\\\n", "\n"))
    text = text.replace(r"\.\.\.", ".*")
    return re.sub(r"\d+(?:\\\.\d+)+", r"\\d+(?:\\.\\d+)+", text)


# --- a user's machine ---

def copy_tree(to):
    """A clone of this tree in which what is built need not be built again."""
    shutil.copytree(ROOT, to, symlinks=True, ignore=shutil.ignore_patterns(".git", "out"))
    shutil.copytree(BUILD, to + "/out/release", symlinks=True, ignore=shutil.ignore_patterns("unit", "t"))
    if os.path.isdir(ROOT / "out/probe"):
        shutil.copytree(ROOT / "out/probe", to + "/out/probe")


class Machine(World):
    """HOME, with two projects in src, of a user who has just read that there is avenv."""

    def __init__(self, kind, user):
        # Not where the tests keep their things, which may be root's alone.
        super().__init__(kind, "/tmp")
        self.wrap = ()
        if os.geteuid() == 0 and user != "root":
            self.wrap = (shutil.which("setpriv"), f"--reuid={UID}", f"--regid={UID}", "--clear-groups")
        subprocess.run([ROOT / "tests/mkwheel.py", self.base + "/wheels", "tiny"], check=True)
        self.dir("home/src/flask")
        self.dir("home/src/django/templates")
        self.write("home/src/django/requirements.txt",
                   f"--no-index\n--find-links {self.base}/wheels/tiny\ntiny\n")
        self.env.update(SHELL=binary(kind), PATH="/usr/bin:/bin")

    def __exit__(self, *error):
        for shell in self.shells if error[0] else ():
            for line in shell.transcript().split(b"\n"):
                print("#", repr(line))
        super().__exit__(*error)

    def shell(self, cwd="~", line="", **more):
        self.startup(self.kind, before=PS1[self.kind], line=line)
        self.hand_over()
        return super().shell(cwd=self.place(cwd), wrap=self.wrap, **more)

    def again(self, cwd="~"):
        """Another shell, with the startup file as it is now."""
        return super().shell(cwd=self.place(cwd), wrap=self.wrap)

    def hand_over(self):
        if self.wrap:
            subprocess.run(["chown", "-hR", f"{UID}:{UID}", self.base], check=True)

    def place(self, path):
        return self.home + path[1:] if path[0] == "~" else path

    def must(self, shell, command):
        """Type COMMAND, which must succeed; what it printed."""
        said = shell.run(command, timeout=60)
        check(shell.run(f"echo {FAILED[self.kind]}"), "0\n", f"status of {command!r}, which said {said!r}")
        return said


def needs_pip():
    if subprocess.run(["/usr/bin/python3", "-c", "import ensurepip"], capture_output=True, check=False).returncode:
        raise Skip("python3-venv is not installed")


INSTALLED = []


def installed():
    """A prefix with avenv in it, for all tests that do not install it themselves."""
    if not INSTALLED:
        base = tempfile.mkdtemp(prefix="avenv-readme.", dir="/tmp")
        INSTALLED.append(base)
        os.chmod(base, 0o755)
        copy_tree(base + "/tree")
        subprocess.run(["make", "-s", "-C", base + "/tree", "install", f"PREFIX={base}/local"],
                       env={"PATH": harness.SYSTEM_PATH}, stdout=subprocess.DEVNULL, check=True)
    return INSTALLED[0] + "/local"


# --- what README.md tells to type ---

def follow(outer, block, user):
    needs_pip()
    with Machine(outer.kind, user) as w:
        w.env["PATH"] = installed() + "/bin:/usr/bin:/bin"
        steps = block.steps()
        sh = w.shell(cwd=steps[0][0].split()[-2], line="" if "without" in block.where else harness.LINE[w.kind])
        for prompt, command, wanted in steps:
            check(sh.prompt(), prompt + " ", f"prompt, then {command!r}")
            if command is not None:
                came = sh.run(command, timeout=60).replace(w.home, "/home/you")
                assert re.fullmatch(pattern(wanted), came), f"{command!r} said {came!r}, want {wanted!r}"


for each in BLOCKS:
    if each.run and each.kinds():
        test(f"line {each.line}, as {{1}}", each.kinds(), [(each, user) for user in USERS])(follow)


def turns_on(w, sh):
    """SH has the hook: an environment is on in its project and off outside."""
    if not os.path.exists(w.home + "/src/flask/.venv"):
        w.must(sh, "~/.local/bin/avenv -q create ~/src/flask/.venv")
    sh.run("cd ~/src/flask")
    check(sh.prompt(), "(flask) ~/src/flask $ ", "prompt inside")
    sh.run("cd")
    check(sh.prompt(), "~ $ ", "prompt outside")


def contents(top):
    """All that is below TOP, but for what the shells keep there themselves."""
    theirs = re.compile(r"/src/flask/|history|/\.local/share/fish|/\.(cache|zcompdump)")
    return {path: path.read_bytes() if path.is_file() else "dir"
            for path in Path(top).rglob("*") if not theirs.search(str(path))}


@test("install and uninstall, as {}", cases=[(user,) for user in USERS])
def install(outer, user):
    needs_pip()
    with Machine(outer.kind, user) as w:
        tree = w.base + "/avenv"
        copy_tree(tree)
        sh = w.shell(cwd=tree)
        before = contents(w.home)
        for command in named("install"):
            w.must(sh, command)
        turns_on(w, w.again())
        for command in named("uninstall"):
            w.must(sh, command)
        check({k for k, v in contents(w.home).items() if before.get(k) != v}, set(), "left by uninstall")
        check(before.keys() - contents(w.home).keys(), set(), "taken by uninstall")


@test("the lines to be written by hand, as {}", cases=[(user,) for user in USERS])
def by_hand(outer, user):
    needs_pip()
    rows = dict(re.findall(r"^\| (\w+) \| `.*?` \| `(.*)` \|$", README, re.M))
    with Machine(outer.kind, user) as w:
        shutil.copytree(installed(), w.home + "/.local", dirs_exist_ok=True)
        turns_on(w, w.shell(line=rows[w.kind].replace(r"\|", "|")))
        turns_on(w, w.shell(line=f". ~/.local/share/avenv/avenv.{w.kind}"))


@test("AVENV_TRUST, as for Docker", kinds=("bash",))
def docker(outer):
    app = outer.mkenv(outer.dir("home/app") + "/.venv")
    outer.env["AVENV_TRUST"] = outer.home + "/app"
    check(outer.avenv("-C", "app", "run", "sh", "-c", "echo $VIRTUAL_ENV"), app + "\n", "run")
    sh = outer.shell()
    sh.cd("app")
    sh.on(app)


@test("--prompt gives an environment that is there another name", kinds=("bash",))
def renamed(outer):
    needs_pip()
    outer.dir("home/p")
    outer.avenv("-q", "create", "p/.venv")
    outer.avenv("-q", "-C", "p", "create", "--prompt", ".venv")
    sh = outer.shell()
    sh.cd("p")
    check(sh.prompt(), "(.venv) " + harness.PROMPT, "prompt")


# --- what else can be wrong in it ---

@test("each block is marked, and what is told of exists", kinds=("bash",))
def complete(_):
    check(len(BLOCKS), len(re.findall(r"^```\w", README, re.M)), "blocks with a mark")
    for block in BLOCKS:
        known = block.kinds() or block.where in ("install", "uninstall")
        assert known or not block.run, f"line {block.line}: {block.where!r}"
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        assert (ROOT / link).exists(), f"no {link}"
    makefiles = "".join(p.read_text() for p in [ROOT / "Makefile", *(ROOT / "build").glob("*.mk")])
    for goal in set(re.findall(r"(?:`|^ *)make ([a-z][a-z-]*)", README, re.M)):
        assert re.search(rf"^{goal}:", makefiles, re.M), f"no make {goal}"


@test("what is to be installed first is what tests/deps.sh wants", kinds=("bash",))
def packages(_):
    functions = dict(re.findall(r"^(\w+)\(\) {\n(.*?)^}", (ROOT / "tests/deps.sh").read_text(), re.S | re.M))
    wanted = re.findall(r"want (\S+)", functions["look_build"] + functions["look_try"])
    said = re.search(r"^sudo apt-get install (.*)", README.replace("\\\n", ""), re.M)[1].split()
    check(sorted(said), sorted(set(wanted) - {"python3"}), "packages")


if __name__ == "__main__":
    if BUILD.name != "release":
        print("1..0 # SKIP allowed: what README says is built and installed here is the release")
        raise SystemExit(0)
    try:
        code = main()
    finally:
        for path in INSTALLED:
            shutil.rmtree(path, ignore_errors=True)
    raise SystemExit(code)
