#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written by hand agrees with the table of commands, both ways.

The table is `avenv __dump`. The rule for descriptions in zsh and fish: they are the
table's text, word by word, so that nobody has to think about which may differ. An
option without a text is for the hook, or the default of another: it need not be
offered. The manual has a test of its own, manual.t.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(os.environ.get("SRCDIR") or Path(__file__).resolve().parents[2])
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release")
PATH = os.environ["PATH"]
count = failed = 0


def tap(good, title, *why):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {title}")
    if not good:
        for line in why:
            print(f"# {line}")


def same(got, want, title, unoffered=()):
    """Two dicts or sets that must not differ, but for what need not be there."""
    if not isinstance(got, dict):
        got, want = dict.fromkeys(got), dict.fromkeys(want)
    got = {key: value for key, value in got.items() if key not in unoffered}
    why = [f"only in the table: {key}" for key in sorted(want.keys() - got.keys())]
    why += [f"not in the table: {key}" for key in sorted(got.keys() - want.keys())]
    why += [f"{key}: {got[key]!r}, in the table {want[key]!r}"
            for key in sorted(got.keys() & want.keys()) if got[key] != want[key]]
    tap(not why, title, *why)


def skip(why):
    global count
    count += 1
    print(f"ok {count} # SKIP {why}")


def output(*argv):
    env = {"PATH": PATH, "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8", "TERM": "dumb",
           "AVENV": str(BUILD / "avenv"), "ROOT": str(ROOT)}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout


def read_table():
    """{name or alias: (summary, {option: (argument, text)})}; the plain command is ''."""
    rows = [line.split("\t") for line in output(str(BUILD / "avenv"), "__dump").splitlines()]
    table, every = {"": ("", {})}, {}
    for _, name, alias, _, summary in (row for row in rows if row[0] == "command"):
        options = {}
        for each in filter(None, (name, alias)):
            table[each] = (summary, options)
    for _, command, letter, name, arg, text in (row for row in rows if row[0] == "option"):
        spellings = ([f"-{letter}"] if letter else []) + ([f"--{name}"] if name else [])
        common = not command and name in ("quiet", "help")
        for spelling in spellings:
            (every if common else table[command][1])[spelling] = (arg, text)
    for _, options in table.values():
        options.update(every)
    return table


def offered(options):
    return {name: text for name, (_, text) in options.items() if text}


def unoffered(options):
    return {name for name, (_, text) in options.items() if not text}


TABLE = read_table()
tap(len(TABLE) > 20 and "-p" in TABLE["create"][1], "the table is there")


def check_bash():
    text = output("bash", "--norc", "-ic", """
        source "$ROOT/completions/avenv.bash"
        for c in "${_avenv_commands[@]}" ''; do
            echo "=$c"; _avenv_table "$c"; printf '%s\\n' "${_av_opts[@]}"; done""")
    found = {}
    for line in text.splitlines():
        if line.startswith("="):
            found[line[1:]] = {}
        else:
            name, _, arg = line.partition("=")
            found[line and list(found)[-1]][name] = arg
    same(found.keys(), TABLE.keys(), "bash: commands")
    for name, options in found.items():
        want = {o: arg for o, (arg, help) in TABLE.get(name, ("", {}))[1].items() if help}
        same(options, want, f"bash: options of '{name}'", unoffered(TABLE.get(name, ("", {}))[1]))


def check_fish():
    if not shutil.which("fish"):
        skip("fish is not installed")
        return
    names = " ".join(name for name in TABLE if name)
    text = output("fish", "--no-config", "-i", "-c", f"""
        set -g _avenv_cli $AVENV
        source $ROOT/completions/avenv.fish
        echo =/commands; complete -C 'avenv '
        echo =; complete -C 'avenv -'
        for c in {names}; echo "=$c"; complete -C "avenv $c -"; complete -C "avenv $c --"; end""")
    found = {}
    for line in text.splitlines():
        if line.startswith("="):
            found[line[1:]] = {}
        elif found:
            name, _, about = line.partition("\t")
            list(found.values())[-1][name] = about
    same(found.pop("/commands", {}), {name: summary for name, (summary, _) in TABLE.items() if name},
         "fish: commands and what they do")
    for name, options in found.items():
        same({o: t for o, t in options.items() if o.startswith("-")}, offered(TABLE[name][1]),
             f"fish: options of '{name}' and what they do", unoffered(TABLE[name][1]))


def check_zsh():
    if not shutil.which("zsh"):
        skip("zsh is not installed")
        return
    names = " ".join(f"'{name}'" for name in TABLE)
    # What the file hands to zsh's own functions, which are not there.
    text = output("zsh", "-f", "-i", "-c", f"""
        _arguments() {{ print -r -- "$@" | tr '\\n' ' ' >/dev/null; printf '%s\\0' "$@" }}
        _describe() {{ local -a all=("${{(@P)4}}"); printf '%s\\0' "$all[@]" }}
        source $ROOT/completions/_avenv
        printf '=/commands\\0'; _avenv_commands
        for c in {names}; do
            printf '=%s\\0' "$c"
            if [[ -z $c ]]; then words=(avenv -) CURRENT=2; _avenv; else words=($c -) CURRENT=2; _avenv_arguments; fi
        done""")
    found = {}
    for item in text.split("\0")[:-1]:
        if item.startswith("="):
            found[item[1:]] = {}
            continue
        if "/commands" in found and len(found) == 1:
            name, _, about = item.partition(":")
            found["/commands"][name] = about
            continue
        match = re.match(r"(?:\(.*?\)|\*)*(--?[a-zA-Z0-9-]+)[=+-]*\[((?:[^\]\\]|\\.)*)\](:?)", item)
        if match:
            option, about, takes = match.groups()
            list(found.values())[-1][option] = (bool(takes), re.sub(r"\\(.)", r"\1", about))
    same(found.pop("/commands", {}), {name: summary for name, (summary, _) in TABLE.items() if name},
         "zsh: commands and what they do")
    same(found.keys(), TABLE.keys(), "zsh: each command was asked")
    for name, options in found.items():
        want = {o: (bool(arg), text) for o, (arg, text) in TABLE[name][1].items() if text}
        same(options, want, f"zsh: options of '{name}' and what they do", unoffered(TABLE[name][1]))


def check_readme():
    text = (ROOT / "README.md").read_text()
    code = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text)
    code += re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", text))
    said, wrong = set(), []
    for line in "\n".join(code).splitlines():
        for call in re.findall(r"(?<![\w/.@-])(?:[~\w./]*/)?avenv((?: +[^\s|;()`\"#]+)*)", line):
            words = call.split()
            while words and words[0] in ("-C", "-q", "--"):
                words = words[2 if words[0] == "-C" else 1:]
            if not words or not re.fullmatch(r"[a-z_-]+", words[0]):
                continue
            name = words[0]
            if name.startswith("-"):
                name = ""
            elif name not in TABLE:
                wrong.append(f"'{name}' is no command: {line}")
                continue
            said.add(name)
            for word in words[bool(name):]:
                if name == "run" and not word.startswith("-"):
                    break
                if word.startswith("-") and word != "--" and word.split("=")[0] not in TABLE[name][1]:
                    wrong.append(f"'{name}' has no {word}: {line}")
    tap(not wrong, "README: all commands and options in it are in the table", *wrong)
    spans = {span.split()[0] for span in code if span.split()}
    unsaid = [name for name in TABLE if name and name not in said | spans
              and not any(TABLE[other][1] is TABLE[name][1] for other in said)]
    tap(not unsaid, "README: each command is in it", *unsaid)


check_bash()
check_zsh()
check_fish()
check_readme()
print(f"1..{count}")
raise SystemExit(1 if failed else 0)
