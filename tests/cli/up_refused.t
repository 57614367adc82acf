#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 66 79
# avenv up where nothing is to be run: the reason and the next command, which works; a wrong -p.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

for file in uv.lock poetry.lock requirements.txt; do
	project p $file
	up_refused "$file, -p: an option" "'--help' is no version like " -p --help
	up_refused "$file, -p: nothing" "'' is no version like " -p ''
	up_refused "$file, -p: no such file" "cannot use 'bin/none' as Python: No such file" -p bin/none
done

project none
up_refused 'no file' "no file that declares packages*, and no environment in '*/none' or above; 'avenv create' makes one"
"$AVENV" -q create -p "$PYTHON"
up_refused 'no file, and an environment' "no file that declares packages in '*/none' or above; 'avenv up --help' lists them"
rm -r .venv/"$SITE"/pip*
ensurepip="'*/none/.venv/bin/python -I -m ensurepip --default-pip' installs it"
echo absent >requirements.txt
up_refused 'neither pip nor uv' "the environment has no pip; $ensurepip"
run "$AVENV" check
like "$rc:$err" "1:*the environment has no pip; $ensurepip" 'check: neither pip nor uv'
rm -r .venv

# A requirements file that pip cannot read, or that has to be read by pip
project p
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

# Other commands and a broken pyproject.toml: cli/one_answer
project p pyproject.toml '[project]\nname = p\n'
PATH=${PYTHON%/*}:$PATH run "$AVENV" create
like "$rc:$err" "0:*'*pyproject.toml' is not valid TOML, at line 2" 'create: a broken pyproject.toml'
done_testing
