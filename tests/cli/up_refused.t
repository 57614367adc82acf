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
