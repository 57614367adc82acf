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

# ---- another Python ------------------------------------------------------------------

# asks SPECIFIERS: the project asks for that Python, and .venv has 3.11.2
asks() { printf '[project]\nname = "p"\nrequires-python = "%s"\n[build-system]\nrequires = []\n' "$1" >pyproject.toml; }
# Only their names tell: nothing is started.
for series in 3.11 3.13 3.13t; do
	cp /bin/false "$T/tools/python$series"
done
rm uv.lock pylock.toml more.txt
asks '>=3.11.5'
command_is 'a later release of its series' 'avenv recreate -p 3.13 && avenv up'
run "$AVENV" up
is "$rc:$err" "1:avenv: '$T/p/.venv' was made with Python 3.11.2, not >=3.11.5; 'avenv recreate -p 3.13' rebuilds it" '... up'
asks '>=3.98.1'
command_is 'one that is not there' none
run "$AVENV" up
is "$rc:$err" "1:avenv: '$T/p/.venv' was made with Python 3.11.2, not >=3.98.1; 'avenv pythons' lists those that are installed" '... up'
run "$AVENV" doctor
like "$err$out" "*Python is 3.11.2, and pyproject.toml asks for >=3.98.1*" '... doctor'
run env VIRTUAL_ENV="$PWD/.venv" AVENV_ENV="$PWD/.venv" "$AVENV" check --hint
is "$rc:$err" "1:avenv: Python is 3.11.2, and pyproject.toml asks for >=3.98.1, and 1 package differs from pyproject.toml ('avenv check' lists them)" '... the hint'

done_testing
