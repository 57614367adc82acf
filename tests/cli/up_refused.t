#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 66 79
# avenv up where nothing is to be run: the reason and the next command, which works; a wrong -p.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

unset VIRTUAL_ENV AVENV_TRUST
export PATH=/usr/bin:/bin:$AVENV_BUILD_DIR

# project NAME FILE [TEXT]: an empty directory NAME with FILE; the shell stands there
project() {
	cd "$T/w" && rm -rf "$1" && mkdir "$1" && cd "$1" && printf '%b' "${3-}" >"$2"
}

for file in uv.lock poetry.lock requirements.txt; do
	project p $file
	changes_nothing "$file, -p: an option" "1:*'--help' is no version like " . "$AVENV" up -p --help
	changes_nothing "$file, -p: nothing" "1:*'' is no version like " . "$AVENV" up -p ''
	changes_nothing "$file, -p: no such file" "1:*cannot use 'bin/none' as Python: No such file" . "$AVENV" up -p bin/none
done

project none x
rm x
changes_nothing 'no file' "1:*no file that declares packages*, and no environment in '*/none' or above; 'avenv create' makes one" . "$AVENV" up
"$AVENV" -q create -p "$PYTHON"
changes_nothing 'no file, and an environment' "1:*no file that declares packages in '*/none' or above; 'avenv up --help' lists them" . "$AVENV" up
rm -r .venv/"$SITE"/pip*
ensurepip="'*/none/.venv/bin/python -I -m ensurepip --default-pip' installs it"
echo absent >requirements.txt
changes_nothing 'neither pip nor uv' "1:*the environment has no pip; $ensurepip" . "$AVENV" up
run "$AVENV" check
like "$rc:$err" "1:*the environment has no pip; $ensurepip" 'check: neither pip nor uv'
rm -r .venv

# A requirements file that pip cannot read, or that has to be read by pip
project p requirements.txt
rm requirements.txt
mkfifo requirements.txt
changes_nothing 'a FIFO' "1:*'*requirements.txt' is not a regular file" . timeout 20 "$AVENV" up
rm requirements.txt
"$AVENV" -q create -p "$PYTHON"
echo 'git+file:///nowhere/x.git' >requirements.txt
run "$AVENV" up -n
like "$rc:$out" '0:*pip install -r requirements.txt' 'a line that cannot be compared: pip says what is missing'
run "$AVENV" check
like "$rc:$err" '0:*1 package is not compared*has all else that requirements.txt declares' 'check does not say that it is there'
rm -r .venv

# A pyproject.toml that is broken: the same words everywhere
BROKEN="is not valid TOML, at line 2"
project p pyproject.toml '[project]\nname = p\n'
changes_nothing 'a broken pyproject.toml' "1:*'*/p/pyproject.toml' $BROKEN" . "$AVENV" up
mkdir sub && cp pyproject.toml sub
printf '[project]\nname = "p"\n' >pyproject.toml
changes_nothing 'a broken pyproject.toml is not passed by' "1:*'*/p/sub/pyproject.toml' $BROKEN" . "$AVENV" -C sub up
cd sub || exit
run "$AVENV"
like "$out" "'avenv create' makes one" 'avenv names no up, which would refuse'
"$AVENV" create -p "$PYTHON" -q
run "$AVENV" check
like "$rc:$err" "1:*'*pyproject.toml' $BROKEN" 'check: a broken pyproject.toml'
rm -r .venv
PATH=${PYTHON%/*}:$PATH run "$AVENV" create
like "$rc:$err" "0:*'*pyproject.toml' $BROKEN" 'create: a broken pyproject.toml'
done_testing
