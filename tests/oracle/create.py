# SPDX-License-Identifier: GPL-3.0-or-later
"""What avenv create makes, compared with `python -m venv` of each Python: every name, type, mode, link and byte, at places
and with prompts of all characters; where a name needs quotes that venv forgets, what each shell makes of the scripts."""

import ast
import os
import re
import shutil
import stat

from oracle import AVENV, PYTHON, compare, pythons, run
from places import name_of

# Characters that venv's scripts, at least the old ones, let a shell expand
UNSAFE = set('"$`\\!')
# As repr() of Python writes them, or escapes them
PROMPTS = ["", ".", "it's (p) & q", "it's \"q\"", 'say "q"', "é🐍", "back\\slash", "a\u00a0b", "\u200b", "👨\u200d👩", "\ue000", "a\u0301", "__VENV_DIR__", "$(id)`id`", "new\nline", "\t", "\u2028", "%s", "{x}"]
SHELLS = {"bash": '. "$SCRIPT"; printf "%s|" "$VIRTUAL_ENV"; command -v python', "fish": 'source $SCRIPT.fish; printf "%s|" "$VIRTUAL_ENV"; command -v python',
          "tcsh": 'set prompt=x; source $SCRIPT:q.csh; printf "%s|" $VIRTUAL_ENV:q; which python'}
SHELLS["zsh"] = SHELLS["bash"]


def case_of(r):
    options = {name: "" for name in ("--system-site-packages", "--clear") if not r.randrange(4)}
    if r.randrange(12):
        options["--without-pip"] = ""
    if not r.randrange(3):
        options["--prompt"] = r.choice([*PROMPTS, name_of(r)])
    # The first line of a script may have 127 bytes.
    return {"dir": r.choice(("", "", "d/", "é/", "x" * r.randrange(30, 120) + "/")) + name_of(r), "options": options, "python": r.choice(pythons()), "umask": r.choice((0o22, 0o22, 0o77, 0o27)),
            "before": r.choice(("", "", "", "empty", "env", "files")), "shell": r.choice(list(SHELLS)),
            "cwd": r.choice(("d", "👨\u200d👩", "a\u00a0b", "it's", "new\nline"))}


def meant(found):
    try:
        return found[1] + ast.literal_eval(found[2])
    except SyntaxError:
        return found[0]


def tree(top):
    """{path: (mode, link or contents)} of an environment. Bytecode and its rows do not count; a .gitignore is venv's since Python 3.13."""
    found = {".gitignore": (stat.S_IMODE((top / "pyvenv.cfg").stat().st_mode), b"# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n")} if (top / "pyvenv.cfg").exists() else {}
    for path in (top, *top.rglob("*")):
        if path.name != "__pycache__" and path.suffix != ".pyc":
            content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
            if path == top / "pyvenv.cfg":
                # Some characters that are not printable avenv writes as they are.
                content = re.sub(r"^(prompt = )(.*)", meant, content.decode(), flags=re.M)
            if path.name == "RECORD":
                content = b"".join(line for line in content.splitlines(True) if b".pyc," not in line)
            found[str(path.relative_to(top))] = (path.lstat().st_mode, content)
    found[".gitignore"] = found.get(".gitignore", (0, b""))[1:]
    return found


def prepared(case, where):
    """What is at WHERE before."""
    shutil.rmtree(where, ignore_errors=True)
    where.parent.mkdir(parents=True, exist_ok=True)
    before = case.get("before")
    if before == "env":
        run([case.get("python", PYTHON), "-m", "venv", "--without-pip", where], "/")
    if before:
        where.mkdir(exist_ok=True)
    if before in ("env", "files"):
        # In bin a file of the user's may go with --clear.
        where.joinpath("bin/mine" if before == "env" else "mine").write_text("mine\n")
    return tree(where) if before else {}


def activated(shell, where):
    return run([shell, *(["-f"] if shell in ("zsh", "tcsh") else []), "-c", SHELLS[shell]], "/", {"SCRIPT": f"{where}/bin/activate", "PATH": "/usr/bin:/bin"})


def compared(case, base):
    where = base / "d" / f"./{case['dir']}"
    if where.name in ("", "d", "."):
        raise ValueError(case["dir"])
    env = {"HOME": str(base / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [each for name, value in case["options"].items() for each in ([f"--prompt={value}"] if name == "--prompt" else [name])]
    shutil.rmtree(base / "d", ignore_errors=True)
    shutil.rmtree(base / "theirs", ignore_errors=True)
    cwd = base / "cwd" / case.get("cwd", "d")
    cwd.mkdir(parents=True, exist_ok=True)
    prepared(case, where)
    theirs = run([case.get("python", PYTHON), "-m", "venv", *words, "--", where], cwd, env, umask=case.get("umask", 0o22))
    if theirs.returncode:
        return "refused by the tool", theirs.stderr
    where.rename(base / "theirs")
    before = prepared(case, where)
    ours = run([AVENV, "create", "-q", "-p", case.get("python", PYTHON), *words, "--", where], cwd, env, umask=case.get("umask", 0o22))
    told = f"{case.get('python', PYTHON)} -m venv {words} {where}: exit status {ours.returncode}: {ours.stderr}"
    if ours.returncode:
        # It replaces nothing but an environment, and takes no prompt with control characters.
        prompt = case["options"].get("--prompt", "").replace(".", cwd.name)
        refuses = case.get("before") == "files" or (case.get("before") == "env" and "--clear" not in words) or re.search("[\0-\x1f\x7f-\x9f]", prompt)
        left = tree(where) if where.exists() else {}
        return ("agree, refused", "") if refuses and left == before else ("DIFFERENT", told)
    want, got = tree(base / "theirs"), tree(where)
    # Where the path is long sh starts the Python of a script, and the newest pip quotes a path for it only if that has a blank.
    scripts = [entry[-1] for name, entry in want.items() if name.startswith("bin/pip")]
    if any(b"'''exec' /" in text for text in scripts) and re.search(r"[^\w/.@:+-]", str(where)):
        return "not judged", ""
    unsafe = UNSAFE & set(str(where) + case["options"].get("--prompt", ""))
    for name in want.keys() | got.keys():
        a, b = want.get(name, ("missing",)), got.get(name, ("missing",))
        if a != b and not (unsafe and name.startswith("bin/activate") and a[0] == b[0]):
            return "DIFFERENT", f"{told}\n  {name}: venv {a}\n  avenv {b}"
    if unsafe and shutil.which(case["shell"]):
        done = activated(case["shell"], where)
        if done.stdout.rstrip("\n") != f"{where}|{where}/bin/python":
            return "DIFFERENT", f"{told}\n  {case['shell']}: {done.stdout}{done.stderr}"
    return "agree", ""


def main():
    compare("create", case_of, compared)
