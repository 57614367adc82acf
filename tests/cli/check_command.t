#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78
# The command that avenv check prints for files that -r names.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
unset VIRTUAL_ENV AVENV_ENV
mkdir -p "$T/p/a" "$T/tools"
cd "$T/p" || exit
mkenv .venv
dist .venv pip 25.1
"$AVENV" allow -q 2>/dev/null
install /dev/null "$T/tools/uv"
PATH=$T/tools:$PATH

# command_is TITLE WANTED OPTION...: what differs is installed by the command WANTED; "none": none is printed
command_is() {
	local pip='.venv/bin/python -I -m pip install' named
	run "$AVENV" check --json "${@:3}"
	named=$(sed -n 's/^ *"command": "\(.*\)",*$/\1/p' <<<"$out")
	is "$rc:${named:-none}" "1:${2/#pip install/$pip}" "$1"
}

echo u >more.txt
printf '[project]\nname = "p"\n[project.optional-dependencies]\nx = ["u"]\n[dependency-groups]\ndev = ["u"]\n' >pyproject.toml
printf '[project]\nname = "a"\n[dependency-groups]\nDev = ["u"]\nlint = ["u"]\n' >a/pyproject.toml
command_is 'a group of another directory' "pip install -e a --group 'a/pyproject.toml:dev'" -r a/pyproject.toml --group dev
command_is 'a group behind another file' 'pip install -r more.txt -e . --group dev' -r more.txt -r pyproject.toml --group dev
command_is 'a group of one of two files' "pip install -e . -e a --group 'a/pyproject.toml:lint'" -r pyproject.toml -r a/pyproject.toml --group lint

done_testing
