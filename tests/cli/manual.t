#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 69
"""Manual, README and completions know every command and option, and name none that is not there.

The table of them is `avenv __dump`. An option without a text is for the hook and is not looked
for. The manual knows every key of the JSON as well."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(os.environ["SRCDIR"])
AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
COMMON = {"-q", "--quiet", "--help"}
count = failed = 0


def step():
    global count
    count += 1
    return count


def same(got, want, title):
    """Two sets are the same."""
    global failed
    failed += got != want
    print(f"{'ok' if got == want else 'not ok'} {step()} - {title}")
    for name in sorted(got - want):
        print(f"# not in the table: {name}")
    for name in sorted(want - got):
        print(f"# not told of: {name}")


def output(*argv):
    return subprocess.run([AVENV, *argv], capture_output=True, text=True, check=False).stdout


def read_table():
    """{command or alias: its options}, and those of avenv itself as ''."""
    table = {"": set(COMMON)}
    for kind, first, second, third, *rest in (line.split("\t") for line in output("__dump").splitlines()):
        if kind == "command":
            table[first] = table[second or first] = set(COMMON)
        elif rest[-1]:
            table[first] |= {f"-{second}" if second else "", f"--{third}" if third else ""} - {""}
    return table


TABLE = read_table()
OPTIONS = set().union(*TABLE.values())
NAMES = set(TABLE) - {""}


def check_manual():
    text = (ROOT / "src/avenv.1").read_text()
    commands = text.split(".Sh COMMANDS")[1].split("\n.Sh ")[0]
    sections = {}
    for part in commands.split("\n.Ss ")[1:]:
        title, body = part.split("\n", 1)
        for name in title.split(", "):
            sections[name] = body
    same(set(sections), NAMES, "manual: a section for each command")
    for name in sorted(NAMES & set(sections)):
        items = "\n".join(re.findall(r"^\.(?:It|D1) .*", sections[name], re.M))
        flags = re.findall(r"Fl (\S+)(?: , (-\S+))?", items)
        same({"-" + flag for pair in flags for flag in pair if flag} | COMMON, TABLE[name], f"manual: options of '{name}'")


# What each shell offers behind "avenv" and behind "avenv COMMAND -", as lines "=COMMAND" and WORD
ASK = {
    "bash": """eval "$("$AVENV" hook bash)"
        ask() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$* COMP_POINT=${#COMP_LINE} COMPREPLY=()
            $(complete -p avenv | sed 's/.*-F \\([^ ]*\\).*/\\1/') avenv "${!#}" ""; printf '%s\\n' "${COMPREPLY[@]}"; }
        ask avenv "" >/dev/null; echo =; ask avenv ""; ask avenv -
        for c in $NAMES; do echo "=$c"; ask avenv $c -; done""",
    "fish": """$AVENV hook fish | source; complete -C 'avenv ' >/dev/null
        echo =; complete -C 'avenv '; complete -C 'avenv -'; complete -C 'avenv --'
        for c in (string split ' ' $NAMES); echo "=$c"; complete -C "avenv $c -"; complete -C "avenv $c --"; end""",
    "zsh": """eval "$("$AVENV" hook zsh)"
        _arguments() { print -rl -- "$group" "${(@M)@:#*\\[*}"; state=arguments words=("${(@)words[2,-1]}") }
        _describe() { print -rl -- "${(@P)4}" }
        print -r -- =; _avenv_commands
        for c in '' ${=NAMES}; do group="=$c" words=(avenv $c -) CURRENT=${#words}; _avenv; done""",
}


def check_completion(shell):
    if not shutil.which(shell):
        print(f"ok {step()} # SKIP {shell} is not installed")
        return
    env = {**os.environ, "AVENV": AVENV, "NAMES": " ".join(sorted(NAMES)), "TERM": "dumb"}
    quiet = {"bash": "--norc", "fish": "--no-config", "zsh": "-f"}[shell]
    text = subprocess.run([shell, quiet, "-ic", ASK[shell]], env=env, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL).stdout
    found, at = {}, None
    for line in text.splitlines():
        if line.startswith("="):
            at = found.setdefault(line[1:], set())
        elif match := re.match(r"(?:\([^)]*\)|\*)*(-C|--?[A-Za-z0-9][a-z-]*|[a-z]+)", line):
            at.add(match[1])
    same(set(found), set(TABLE), f"{shell}: completion was asked for each command")
    same(found.get("", set()) - OPTIONS, NAMES, f"{shell}: completion of commands")
    for name in sorted(set(found)):
        options = {word for word in found[name] if word.startswith("-")}
        same(options - (TABLE[""] if shell == "zsh" else set()) | COMMON,
             TABLE[name] - (TABLE[""] if shell == "zsh" else set()) | COMMON, f"{shell}: options of 'avenv {name}'")


def check_readme():
    text = (ROOT / "README.md").read_text()
    code = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text)
    code += re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", text))
    told, wrong = {span.split()[0] for span in code if span.strip()}, set()
    for line in "\n".join(code).splitlines():
        for call in re.findall(r"(?<![\w/.@-])(?:[~\w./]*/)?avenv((?: +[^\s|;()`\"#]+)*)", line):
            words = call.split()
            while words and words[0] in ("-C", "-q", "--"):
                words = words[2 if words[0] == "-C" else 1:]
            if not words or not re.fullmatch(r"[a-z_-]+", words[0]):
                continue
            name = "" if words[0].startswith("-") else words[0]
            told.add(name)
            if name not in TABLE:
                wrong.add(line)
            elif name != "run":
                wrong |= {line for word in words if word.startswith("--") and word != "--"
                          and word.split("=")[0] not in TABLE[name]}
    same(wrong, set(), "README: each command and option in it is there")
    aliases = {name for name in NAMES for other in told & NAMES if TABLE[name] is TABLE[other]}
    same(NAMES & told | aliases, NAMES, "README: each command is in it")


def keys(data):
    """The names in data, but for those of variables."""
    if isinstance(data, list):
        return set().union(*map(keys, data))
    if isinstance(data, dict):
        return {key for key in data if not key.isupper()} | keys(list(data.values()))
    return set()


def check_json():
    text = (ROOT / "src/avenv.1").read_text().split(".Sh JSON OUTPUT")[1].split("\n.Sh ")[0]
    known = set(re.findall(r"[a-z_]+", text))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        os.chdir(home)
        output("-q", "create", "--without-pip")
        site = next(Path(".venv/lib").iterdir()) / "site-packages/x-1.dist-info"
        site.mkdir()
        (site / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y>1\n")
        (site / "RECORD").write_text("x-1.dist-info/METADATA,,\nx-1.dist-info/RECORD,,\n")
        for command in ("status", "allow --list", "list --size", "env", "pythons", "doctor", "packages", "packages --tree"):
            found = keys(json.loads(output(*command.split(), "--json")))
            same(found, found & known, f"manual: the keys of '{command} --json'")


check_manual()
for each in ASK:
    check_completion(each)
check_readme()
check_json()
print(f"1..{count}")
raise SystemExit(failed > 0)
