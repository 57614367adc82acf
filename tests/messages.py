#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every message has to keep to, as far as that can be told from its text.

messages.py AVENV FILE...: one line a fault, for the C sources and hooks named.
"""
import re
import subprocess
import sys

CALL = re.compile(r"\b(error|error_errno|note|command_usage)\(")
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
CONVERSION = re.compile(r"%[a-z]*[sducx]")
# What holds nothing that a terminal acts on: shown, or a word of ours.
# What word_of() gives is quoted for a shell; hence also one of a command.
SAFE = re.compile(r'shown\(|here_|way_out\(|word_of\(|act->|cmd->name|\(\*list\)->name|.* \? ("[^"]*"|here_\w+\(\w+\)) : "[^"]*"$')
WORDS = re.compile(
    r"\b(failed to|unable to|could not open|invalid|illegal|please|sorry|oops|error:|current directory)\b"
    r"|(?<!there )\bis no (?!longer)|`|!$",
    re.I,
)
TOO_LONG = 160


def without_comments(text):
    blank = lambda m: re.sub(r"[^\n]", " ", m[0])
    return re.sub(r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)\')|/\*.*?\*/|//[^\n]*', lambda m: m[1] or blank(m), text, flags=re.S)


def arguments(text, at):
    """The arguments of the call whose parenthesis ends at AT."""
    args, depth, start = [], 0, at
    while True:
        c = text[at]
        if c == '"':
            at = PIECE.match(text, at).end()
            continue
        if c == "'":
            at += 4 if text[at + 1] == "\\" else 3
            continue
        if c in ",)" and depth == 0:
            args.append(" ".join(text[start:at].split()))
            if c == ")":
                return args
            start = at + 1
        depth += (c in "([{") - (c in ")]}")
        at += 1


def literal(arg):
    """The text of ARG, a string literal in pieces; None: it is none."""
    return "".join(PIECE.findall(arg)) if re.fullmatch(r'("(?:[^"\\]|\\.)*"\s*)+', arg) else None


def faults_of_text(text):
    first = re.match(r"(%\w+|'?)(.?)", text)
    if first[2].isupper() and not re.match(r"'?[A-Z_]{3,}\b", text):
        yield "begins with a capital letter"
    if text.endswith((".", "\\n", " ")):
        yield "ends in a full stop, a newline or a space"
    if WORDS.search(text):
        yield f"says '{WORDS.search(text)[0]}'"
    if re.search(r"(?<![\w-])--?[a-z0]", re.sub(r"(?<!\w)'[^']*'|\\\\\"[^\"]*\"", "", text)):
        yield "has an option that is not in quotes"
    # "…" is for a command that may have quotes itself.
    if '\\"' in re.sub(r'\\"(avenv |%s)[^"]*\\"', "", text):
        yield "has double quotes"
    if len(CONVERSION.sub("", text)) > TOO_LONG:
        yield "is too long for a line"
    if re.search(r"%z?[du] (?!levels|seconds|directories|allowed|left)[a-z]+s\b", text):
        yield "counts without counted()"


def faults_of_values(text, values, source):
    """What stands in quotes came from elsewhere, as names and paths do."""
    for conversion, value in zip(re.finditer(CONVERSION, text), values):
        before = re.sub(r"\w'\w", "", text[: conversion.start()])
        if conversion[0] != "%s" or before.count("'") % 2 == 0:
            continue
        said = re.search(rf"\b{re.escape(value)}\s*=\s*([^;]*)", source)
        if not SAFE.match(value) and not (said and SAFE.match(said[1])):
            yield f"'%s' is {value}, not shown()"


def calls(name, text):
    for call in CALL.finditer(text):
        args = arguments(text, call.end())
        if call[1] == "command_usage":
            args = args[1:]
        if args and literal(args[0]) is not None:
            line = text.count("\n", 0, call.start()) + 1
            yield f"{name}:{line}", literal(args[0]), args[1:]


def commands(avenv):
    """Each command, with its help."""
    listed = subprocess.run([avenv, "help"], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    names = re.findall(r"^  ([a-z]+)(?:, ([a-z]+))?  ", listed, re.M)
    helps = {}
    for name in sum(names, ()):
        if name:
            helps[name] = subprocess.run([avenv, name, "--help"], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    return helps


def faults_of_commands(text, helps):
    """What 'avenv COMMAND --option' names must exist."""
    for name, rest in re.findall(r"(?<!\w)(?:'|\\\\\")avenv ([a-z]+)\b([^'\"]*)", text):
        if name not in helps:
            yield f"'avenv {name}' is not a command"
            continue
        for option in [] if name == "run" else re.findall(r"--[a-z-]+", rest):
            if option not in helps[name]:
                yield f"'avenv {name}' has no {option}"


def main():
    helps, count = commands(sys.argv[1]), 0
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            text = without_comments(file.read())
        for place, message, values in calls(name, text):
            count += 1
            for fault in [*faults_of_text(message), *faults_of_values(message, values, text)]:
                print(f"{place}: {message}: {fault}")
        joined = re.sub(r'(?<!\\)"\s*"', "", text)
        for fault in faults_of_commands(joined, helps):
            print(f"{name}: {fault}")
    print(f"{count} messages", file=sys.stderr)


main()
