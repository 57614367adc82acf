#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 69 70
"""The examples of README.md, docs/commands.md, docs/questions.md and docs/agents.md, and the picture, typed as they are
printed; and whether what the pages name is there.

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
import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import BUILD, KINDS, LINE, PYTHON, RC, ROOT, Skip, bash_from, check, main, test

README = (ROOT / "README.md").read_text()
INSTALL = (ROOT / "docs/install.md").read_text()
PAGES = README + "".join((ROOT / page).read_text() for page in ("CONTRIBUTING.md", "docs/questions.md", "docs/agents.md", "docs/commands.md"))
PS1 = {
    "bash": r"PS1='\w $ \[\e]7717;P\a\]'",
    "zsh": r"PS1=$'%~ $ %{\e]7717;P\a%}'",
    "fish": r"""set -g fish_prompt_pwd_dir_length 0
function fish_prompt; printf '%s $ \e]7717;P\a' (prompt_pwd); end""",
}
PROMPT = re.compile(r"((?:\(\S+\) )?~\S* \$)(?: (.*))?")
MARK = re.compile(r"<!-- (run|not run): ([^\n]+) -->\n```\w+\n(.*?)^```$", re.S | re.M)
BLOCKS = [(where, text.splitlines()) for run, where, text in MARK.findall(PAGES) if run == "run"]


@functools.cache
def made(command):
    """A directory in which COMMAND of a shell has been run."""
    base = tempfile.mkdtemp(prefix="avenv-readme.")
    atexit.register(shutil.rmtree, base)
    subprocess.run(["sh", "-c", command, ROOT, base], cwd=ROOT, check=True)
    return base


def warm_bin():
    """The directory of a Python whose pip starts sooner."""
    return made('exec bash -c \'SRCDIR=$1 T=$2 && . tests/create.sh && warm_python\' . "$0" "$1"') + "/warm/bin"


def shell(w, hook="", cwd="~"):
    """A shell with the prompt of the examples that loads HOOK; below HOME are a project and a clone of one, or only what is cloned."""
    if subprocess.run([PYTHON, "-c", "import ensurepip"], check=False).returncode:
        raise Skip("python3-venv is not installed")
    w.dir("home/src/flask")
    git = Path(w.home, "git/django")
    if not git.exists():
        w.dir("home/git/django/templates")
        w.write("home/git/django/templates/index.html", "")
        w.write("home/git/django/requirements.txt", "--no-index\n--find-links "
                + made('tests/mkwheel.py "$1" tiny') + "/tiny\ntiny\n")
        for words in ("init -q", "add .", "-c user.name=n -c user.email=e commit -qm one"):
            subprocess.run(["git", "-C", git, *words.split()], check=True)
    w.write("bin/git", f"""#!/bin/sh
if [ "$1" = pull ]; then
    echo six >>{git}/requirements.txt
    /usr/bin/git -C {git} -c user.name=n -c user.email=e commit -qam two
fi
exec /usr/bin/git "$@"
""", 0o755)
    if made_of := re.match(r"~/src/(django|shop)", cwd):
        subprocess.run(["git", "clone", "-q", git, w.home + "/src/" + made_of[1]], check=True)
    w.env["PATH"] = f"{w.bin}:{warm_bin()}:/usr/bin:/bin"
    return w.shell(cwd=w.home + cwd[1:] if cwd[0] == "~" else cwd, before=PS1[w.kind], line=hook)


def pattern(lines):
    """The regular expression that LINES stand for."""
    text = re.escape("".join(line + "\n" for line in lines)).replace("\\\n", "\n")
    text = re.sub(r"(?m)^\\\.\\\.\\\.\n", "(?:.*\n)*", text).replace(r"\.\.\.", ".*")
    return re.sub(r"\d+(?:\\\.\d+)+", r"\\d+(?:\\.\\d+)+", text)


def make_venv(w):
    """`python3 -m venv venv` copies an environment that was made once, by that command, but without pip."""
    model = made(f'cd "$1" && exec {PYTHON} -m venv --without-pip venv')
    w.write("bin/python3", f"""#!/bin/sh
[ "$*" = '-m venv venv' ] || exec {PYTHON} "$@"
cp -a {model}/venv venv && exec sed -i "s|{model}|$PWD|" venv/bin/activate*
""", 0o755)


def follow(w, where, lines):
    steps = []
    if any("python3 -m venv venv" in line for line in lines):
        make_venv(w)
    if any("git pull" in line for line in lines) and w.kind == "bash" and not bash_from(4, 0):
        raise Skip("bash before 4.0 compares files' times in seconds, and here all is typed in one")
    for line in lines:
        if match := PROMPT.fullmatch(line):
            steps.append((*match.groups(), []))
        else:
            steps[-1][2].append(line)
    sh = shell(w, "" if "without" in where else LINE[w.kind], steps[0][0].split()[-2])
    for prompt, command, wanted in steps:
        check(sh.prompt(), prompt + " ", f"prompt, then {command!r}")
        if command is not None:
            came = sh.run(command).replace(w.home, "/home/you").replace(warm_bin(), "/usr/bin")
            assert re.fullmatch(pattern(wanted), came), f"{command!r}: {came!r}, want {wanted!r}"


for number, (mark, content) in enumerate(BLOCKS, 1):
    if kinds := [kind for kind in KINDS if kind in mark.split()]:
        test(f"example {number}, {mark}", kinds, [(mark, content)])(follow)


@test("the picture, docs/session.svg", kinds=("bash",))
def picture(w):
    lines = re.findall(r"^<text[^>]*>(.*)</text>$", (ROOT / "docs/session.svg").read_text(), re.M)
    w.make("src/shop src/flask?")
    follow(w, "", [html.unescape(re.sub("<[^>]*>", "", line)).rstrip() for line in lines])


# --- install and uninstall ---

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


@test("install, the lines to be written by hand, uninstall: HOME is then as it was")
def install(w):
    # Built, as only what changed is made again.
    tree = made('tar -c --exclude=./.git --exclude=./tests --exclude="./out/[!rp]*" --exclude=./out/release/unit . | tar -x -C "$1"')
    sh = shell(w, cwd=tree)
    before = contents(w.home)

    def typed(where):
        """The commands of the one block with this mark."""
        (lines,) = (lines for mark, lines in BLOCKS if mark == where)
        for command in lines:
            said = sh.run(command)
            check(sh.run("echo $?"), "0\n", f"status of {command!r}, which printed {said!r}")

    typed("install")
    sh.quiet("~/.local/bin/avenv -q create --without-pip ~/src/flask/.venv")
    turns_on(w.shell())
    rows = dict(re.findall(r"^\| (\w+) \| `.*?` \| `(.*)` \|$", INSTALL, re.M))
    file = Path(w.home, RC[w.kind])
    added = file.read_bytes()
    for line in (rows[w.kind].replace(r"\|", "|"), f". ~/.local/share/avenv/avenv.{w.kind}"):
        turns_on(shell(w, line))
    file.write_bytes(added)
    typed("uninstall")
    check(contents(w.home), before, "the files in HOME")


@test("each block has a mark, and the packages are those of tests/deps.sh", kinds=("bash",))
def complete(w):
    check(len(MARK.findall(PAGES)), len(re.findall(r"^```\w", PAGES, re.M)), "blocks")
    for mark, _lines in BLOCKS:
        assert set(mark.split()) & {*KINDS, "install", "uninstall"}, mark
    makefile = (ROOT / "Makefile").read_text()
    for goal in set(re.findall(r"(?:`|^ *)make ([a-z][a-z-]*)", PAGES, re.M)):
        assert re.search(rf"^{goal}:", makefile, re.M), f"no make {goal}"
    deps = subprocess.run(["/bin/sh", ROOT / "tests/deps.sh", "try"], capture_output=True, text=True, check=False,
                          env={"NO_INSTALL": "1", "PATH": w.dir("nothing"), "CC": "none"}).stdout
    wanted = re.search(r"install -y (.*)", deps)[1].split()
    said = re.search(r"^sudo apt-get install (.*)", INSTALL.replace("\\\n", ""), re.M)[1].split()
    check(sorted(said), sorted(set(wanted) - {"python3"}), "packages")


# --- what the pages name ---

# Options that a page names without the tool that has them
FOREIGN = {"--git-dir"}


def prose(page):
    """PAGE without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.S | re.M)


@functools.cache
def anchors(page):
    """The anchors that a forge makes of the headings of PAGE."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", prose(page), re.M)}


@test("links lead to files and headings", kinds=("bash",))
def links(_):
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("src/*.md"), *ROOT.glob("tests/**/*.md")):
        for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", prose(page)):
            to = page.parent / path if path else page
            assert to.exists() and (not anchor or anchor in anchors(to)), f"{page.name}: no {path}#{anchor}"


def helped(*words):
    return subprocess.run([BUILD / "avenv", *words], capture_output=True, text=True, check=True).stdout


@test("each command, option, variable and file that a page names is there", kinds=("bash",))
def named(_):
    names = re.findall(r"^  (\w+)(?:, (\w+))?  ", helped("help"), re.M)
    helps = {name: helped(pair[0], "--help") for pair in names for name in pair if name}
    helps[""] = helped("help") + "--version --help -V -h"
    manual = (ROOT / "src/avenv.1").read_text()
    for page in (ROOT / "README.md", *ROOT.glob("docs/*.md")):
        text = prose(page)
        for name in re.findall(r"\bAVENV_[A-Z]+", text):
            assert name in manual, f"{page.name}: {name} is not in the manual"
        for code in [] if page.name == "changes.md" else re.findall(r"`([^`\n]+)`", text):
            words = code.split()
            if re.fullmatch(r"(docs|src|tests|hooks|conf\.d)/[\w./*-]+", code) and "NAME" not in code:
                assert [*ROOT.glob(code)], f"{page.name}: no file {code}"
            if words[0] == "avenv" or words[0] in dict(names) and words[1:2] and words[1][0] == "-":
                call = re.sub(r"^avenv( -C \S+)?( -q)?|[|&;$(].*", "", code).split()
                command = call[0] if call and call[0][0] != "-" else ""
                assert command in helps, f"{page.name}: no command {command!r} in {code!r}"
                options = call[:2] if command == "run" else call
            else:
                command, options = None, [word for word in words[:1] if word[:2] == "--" and word not in FOREIGN]
            for option in options:
                if option[0] == "-" and option != "--":
                    known = helps[command] if command is not None else " ".join(helps.values())
                    assert re.search(rf"(?<![\w-]){option}(?![\w-])", known), f"{page.name}: no {option} in {code!r}"


@test("the messages of docs/questions.md are those that avenv prints", kinds=("bash",))
def messages(_):
    sources = (*ROOT.glob("src/**/*.c"), *ROOT.glob("hooks/avenv.*"), *ROOT.glob("tests/messages/*.out"))
    printed = "".join(re.sub(r'"\s+"', "", path.read_text()) for path in sources)
    _, _, table = prose(ROOT / "docs/questions.md").partition("\n| words | ")
    rows = re.findall(r"^\| ([^-|][^|]*) \|", table.partition("\n\n")[0], re.M)
    assert len(rows) > 20, rows
    for words in ", ".join(rows).split(", "):
        assert words in printed, f"no message has {words!r}"


main()
