#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 56
# avenv doctor, about a shell and the records: each defect is made by a variable, found, and
# gone after the command that doctor prints was typed in that shell.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/doctor.sh"

"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" --without-pip 'p q/.venv'
active=("VIRTUAL_ENV=$HOME/p q/.venv" AVENV_ENV= PATH="$HOME/p q/.venv/bin:$T/bin:$PATH")

# defect ID VAR=VALUE...: it is found, and mended in a shell with these variables
defect() {
	local id=$1
	shift
	finds "$id" "${*##*/}" "$@" --
	run "${CLEAN[@]}" "$@" bash -c "$mend
		avenv doctor -q"
	is "$rc:$out" 0: "${*##*/}: $mend"
}

# sound NAME VAR=VALUE...: nothing is wrong
sound() {
	local name=$1
	shift
	doctor '' "$@" --
	is "$rc:$found" 0: "$name"
}

sound 'an active environment' "${active[@]}"
for value in /nowhere relative "$HOME"; do defect active-gone "VIRTUAL_ENV=$value"; done
defect path-order "${active[@]}" PATH="$T/bin:$PATH"
mkdir "$T/other"
ln -s /bin/true "$T/other/python3"
defect path-order "${active[@]}" PATH="$T/other:$HOME/p q/.venv/bin:$T/bin:$PATH"
defect pythonhome "${active[@]}" PYTHONHOME=/usr
sound 'PYTHONHOME, and no environment' PYTHONHOME=/usr
defect '(pythonpath)' PYTHONPATH=/x
for name in PIP_USER=1 PIP_TARGET=/x PIP_PREFIX=/x PIP_PYTHON=/usr/bin/python3; do
	defect pip-variable "$name"
done
defect '(off)' AVENV_DISABLE=1
finds '(no-hook)' 'no hook' AVENV_SHELL= --
is "$mend" 'avenv setup' 'no hook: the command'
finds hook-outdated 'a hook of another version' AVENV_SHELL='bash 3' --
is "$mend" 'exec bash' 'a hook of another version: the command'

store=$HOME/.local/share/avenv/records
chmod o+w "$store"
finds store 'records that others may write' --
mends store 'records that others may write' --
echo 'no record' >>"$store"
finds store 'a damaged record' --
mends store 'a damaged record' --
done_testing
