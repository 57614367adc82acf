#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 69
"""Manual, README and completions know every command and option, and name none that is not there.

The table of them is `avenv __dump`. An option without a text is for the hook and is not looked
for. The manual knows every key of the JSON as well."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(os.environ["SRCDIR"])
AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
MANUAL = (ROOT / "src/avenv.1").read_text()
COMMON = {"-q", "--quiet", "--help"}
count = failed = 0


def tap(good, title, *why):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {title}")
    print("".join(f"# {line}\n" for line in why if not good), end="")


def same(got, want, title):
    """Two sets are the same."""
    tap(got == want, title, f"not there: {sorted(got - want)}", f"missing: {sorted(want - got)}")


def output(*argv, **env):
    return subprocess.run(argv, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **env}).stdout


def read_table():
    """{command or alias: its options}, and those of avenv itself as ''."""
    table = {"": set(COMMON)}
    for line in output(AVENV, "__dump").splitlines():
        kind, first, second, third, *rest = line.split("\t")
        if kind == "command":
            table[first] = table[second or first] = set(COMMON)
        elif rest[-1]:
            table[first] |= {word for word in (f"-{second}", f"--{third}") if word.strip("-")}
    return table


TABLE = read_table()
NAMES = set(TABLE) - {""}


def section(title):
    return MANUAL.split(f"\n.Sh {title}\n")[1].split("\n.Sh ")[0]


def check_manual():
    found = set()
    for part in ("\n" + section("COMMANDS")).split("\n.Ss ")[1:]:
        title, body = part.split("\n", 1)
        items = "\n".join(re.findall(r"^\.(?:It|D1) .*", body, re.M))
        flags = re.findall(r"Fl (\S+)(?: , (-\S+))?", items)
        options = {"-" + flag for pair in flags for flag in pair if flag} | COMMON
        for name in title.split(", "):
            found.add(name)
            same(options, TABLE.get(name, set()), f"manual: options of '{name}'")
    same(found, NAMES, "manual: a section for each command")


# Each shell prints words that it offers behind "=", and those behind "avenv COMMAND -" after
# "=COMMAND". Bash is asked as readline asks it; zsh's own functions print what they are given.
ASK = {
    "bash": """eval "$("$AVENV" hook --completion bash)"
        ask() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$* COMP_POINT=${#COMP_LINE}
            COMPREPLY=()
            $(complete -p avenv | sed 's/.*-F \\([^ ]*\\).*/\\1/') avenv "${!#}" ""
            printf '%s\\n' "${COMPREPLY[@]}"
        }
        ask avenv "" >/dev/null; echo =; ask avenv ""; ask avenv -
        for c in $NAMES; do echo "=$c"; ask avenv $c -; done""",
    "fish": """$AVENV hook --completion fish | source; complete -C 'avenv ' >/dev/null
        echo =; complete -C 'avenv '; complete -C 'avenv -'; complete -C 'avenv --'
        for c in (string split ' ' $NAMES)
            echo "=$c"; complete -C "avenv $c -"; complete -C "avenv $c --"
        end""",
    "zsh": """eval "$("$AVENV" hook --completion zsh)"
        _arguments() {
            print -rl -- "$group" "${(@M)@:#*\\[*}"; state=arguments words=("${(@)words[2,-1]}")
        }
        _describe() { print -rl -- "${(@P)4}" }
        print -r -- =; _avenv_commands
        for c in '' ${=NAMES}; do group="=$c" words=(avenv $c -) CURRENT=${#words}; _avenv; done""",
}


def check_completion(shell, quiet):
    text = output(shell, quiet, "-ic", ASK[shell], AVENV=AVENV, NAMES=" ".join(NAMES), TERM="dumb")
    found, group = {}, None
    for line in text.splitlines():
        match = re.match(r"(?:\([^)]*\)|\*)*(--?[A-Za-z0-9][a-z-]*|[a-z]+)", line)
        if line.startswith("="):
            group = found.setdefault(line[1:], set())
        elif match:
            group.add(match[1])
    same({word for word in found[""] if word[0] != "-"}, NAMES, f"{shell}: commands")
    # zsh offers the options before the command in the same breath.
    also = TABLE[""] if shell == "zsh" else COMMON
    for name, words in found.items():
        options = {word for word in words if word[0] == "-"}
        same(options | also, TABLE[name] | also, f"{shell}: options of '{name}'")
    same(set(found), set(TABLE), f"{shell}: each command was asked for")


def check_readme():
    text = (ROOT / "README.md").read_text()
    code = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text) + re.findall(r"`([^`\n]+)`", text)
    told, wrong = set(re.findall(r"(?m)^[a-z]+", "\n".join(code))), set()
    for line in "\n".join(code).splitlines():
        call = r"(?<![\w.@-])avenv +(?:-C +\S+ +|-q +)*([a-z]+)([^|;()`#]*)"
        for name, rest in re.findall(call, line):
            told.add(name)
            options = set(re.findall(r" (--[a-z-]+)", rest)) if name != "run" else set()
            if not options <= TABLE.get(name, set()) or name not in TABLE:
                wrong.add(line)
    tap(not wrong, "README: each command and option in it is there", *wrong)
    told |= {name for name in NAMES for other in told & NAMES if TABLE[name] is TABLE[other]}
    same(NAMES & told, NAMES, "README: each command is in it")


def check_json(home):
    os.environ["HOME"] = home
    os.chdir(home)
    output(AVENV, "-q", "create", "--without-pip")
    info = next(Path(".venv/lib").iterdir()) / "site-packages/x-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y\n")
    for command in "status", "list", "env", "pythons", "doctor", "packages", "packages --tree":
        text = output(AVENV, *command.split(), "--json")
        found = {key for key in re.findall(r'"(\w+)":', text) if not key.isupper()}
        known = set(re.findall(r"[A-Za-z_]+", section("JSON OUTPUT")))
        tap(found and found <= known, f"manual: the keys of '{command} --json'", found - known)


check_manual()
for sh, option in ("bash", "--norc"), ("zsh", "-f"), ("fish", "--no-config"):
    if shutil.which(sh):
        check_completion(sh, option)
    else:
        count += 1
        print(f"ok {count} # SKIP {sh} is not installed")
check_readme()
with tempfile.TemporaryDirectory() as place:
    check_json(place)
print(f"1..{count}")
raise SystemExit(failed > 0)
