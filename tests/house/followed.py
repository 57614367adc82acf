#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each message that names a command is in a session of tests/messages, where cli/messages.t types the command.

A message is a text of src beside which a command is quoted (print/paste.h), that holds 'avenv COMMAND' itself, or that is
the effect of a reason. Prints those that no session shows, and lines that are longer than two of 100 columns, and
exits 1."""

import re
import sys
from pathlib import Path

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|/\*.*?\*/|[;{}]|[^;{}"\'/]+|/', re.S)
QUOTES = re.compile(r"\b(?:paste_(?:quoted|command|for_quoted)|shell_line|reason_line)\(")
REASON = re.compile(r"\b(?:make_reason|way)\(|struct reason\)|\.does\b")
HELP = re.compile(r"\.(?:notes|example|summary|help) =|\.args")


# Messages that need another user, a mount, a killed process, an index or a full file; the test that has them
ELSEWHERE = {
    "'%s' is an environment already, at a mount point; %s starts without its packages": "cli/create.t",
    "'%s' is a mount point, and stays; %s empties and fills it": "cli/create.t",
    "'%s' cannot be replaced in one step by this kernel or file system; %s first": "cli/overlay.t",
    "cannot remove '%s': %s; %s removes what is left": "cli/remove.t",
    "'%s' is there with pip; %s continues": "cli/create_install.t",
    "'%s' is installed from '%s'": "cli/doctor.t",
    "installs it from here": "cli/doctor.t",
    "makes it readable": "cli/unreadable.t",
    "; %s accepts another owner": "cli/up.t",
    "completes it": "cli/named.t",
    " moves that away": "cli/named.t",
    "pip could not install all; %s prints the list, and %s installs another one": "cli/recreate.t",
    "it is full; 'avenv forget --gone' makes room": "cli/records_file.t",
    "'%s' is on another file system than '%s'; %s copies it": "cli/move.t",
    "cp -a %s %s%savenv allow %s%savenv repair %s": "cli/move.t",
    "another program has moved the environment meanwhile: it is '%s' now, not '%s'; %s allows and repairs it":
        "kills/behind.t",
    "'%s' is at '%s' now, but files in it name its old path; %s changes that": "cli/move.t",
    "this shell is %s, which does not load avenv yet: %s adds that line": "shell/setup.t",
    " adds that to the project": "cli/shim_missing.t",
    " takes that out of the project": "cli/shim_missing.t",
    "; %s allows it in this shell": "cli/allow.t",
    "a git repository is not rebuilt": "cli/named.t",
    "; avenv deactivate": "shell/path.t",
    "takes it off PATH": "shell/path.t",
    "'%s' comes first on PATH, but no environment is on, as in a tmux pane that a command opened": "shell/path.t",
    "%s: %s, puts it there; below that, add %s": "cli/everywhere_startup.t",
    "changes that, and %s accepts it": "cli/owners.t",
    "'%s' is %s %s, and avenv takes CPython 3.8 and newer; %s makes one, and %s turns it on": "cli/pythons.t",
}


def statements(text):
    """The statements of C, as pairs of code and its strings, which stand as \\0 in the code."""
    code, strings, joined = "", [], False
    for token in TOKEN.findall(text):
        if token.startswith("/*"):
            continue
        if token[0] == '"':
            if joined:
                strings[-1] += token[1:-1]
            else:
                code += "\0"
                strings.append(token[1:-1])
            joined = True
            continue
        joined = joined and not token.strip()
        if token == ";":
            yield code, strings
            code, strings = "", []
        code += token
    yield code, strings


def pieces(text):
    """The words of a message between its %s."""
    text = text.replace("\\n", "\n").replace('\\"', '"')
    return [word.strip() for word in re.split(r"(?:; |: |, and )?%[-.*0-9]*(?:zu|l?[sduc]) ?", text)]


def is_in(message, words):
    """WORDS stand in MESSAGE, one after the other."""
    at = 0
    for word in words:
        at = message.find(word, at) + len(word)
        if at < len(word):
            return False
    return True


def is_message(code, text):
    """TEXT, a string of CODE, is what a message says of a command."""
    if re.search(r"'avenv [a-z]", text):
        return text[0] != "#" and not text.startswith("you (")
    if not re.search(r"[a-z]{2,} [a-z]{2,}", text) or text.startswith("avenv "):
        return False
    return bool(REASON.search(code) or (QUOTES.search(code) and ("%s" in text or text[0] == " ")))


def main():
    shown = [message for path in Path("tests/messages").glob("*.out")
             for message in re.split(r"^(?=avenv: |[$>] )", path.read_text(), flags=re.M)]
    count, missing = 0, []
    for path in sorted(Path("src").rglob("*.c")):
        for code, strings in statements(path.read_text()):
            # A reason with neither a command nor its effect
            if HELP.search(code) or strings.count("") > 1:
                continue
            for text in strings:
                if is_message(code, text):
                    count += 1
                    if text not in ELSEWHERE and not any(is_in(message, pieces(text)) for message in shown):
                        missing.append(f"{path}: no session shows: {text}")
    missing += [f"tests/{test} is not there" for test in ELSEWHERE.values() if test and not Path("tests", test).exists()]
    missing += [f"longer than two lines: {line}" for message in shown for line in message.splitlines()
                if len(line) > 200 and re.search("^avenv: |'avenv ", line)]
    print("\n".join(missing) or f"{count} messages")
    return bool(missing or not count)


sys.exit(main())
