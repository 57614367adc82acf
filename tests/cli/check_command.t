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

cat >uv.lock <<'L'
version = 1
[[package]]
name = "p"
source = { virtual = "." }
dependencies = [{ name = "u" }]
[[package]]
name = "u"
version = "1"
L
mkdir b c && cp uv.lock b/ && cp uv.lock pyproject.toml c/
command_is 'a lock file' 'uv sync' -r uv.lock
command_is 'a lock file and its project' 'uv sync' -r uv.lock -r pyproject.toml
command_is 'a lock file and a file that its tool does not install' none -r uv.lock -r more.txt
command_is 'a file of pip and a lock file' none -r more.txt -r uv.lock
command_is 'a lock file and another project' none -r uv.lock -r a/pyproject.toml
command_is 'the lock file of another directory, whose tool makes an environment there' none -r b/uv.lock
cd c || exit
command_is '... from that directory' none ../.venv -r uv.lock
cd ..
printf 'lock-version = "1.0"\n[[packages]]\nname = "u"\nversion = "1"\n' >pylock.toml
command_is 'two files of which one lists the whole environment' none -r pylock.toml -r more.txt
run "$AVENV" check -r uv.lock -r more.txt
is "$rc:$err" "1:avenv: 1 package differs from more.txt" 'no command: in words'

done_testing
