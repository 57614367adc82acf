# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The tests of avenv recreate, after lib.sh and create.sh:  . "$SRCDIR/tests/recreate.sh"

export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
# shellcheck disable=SC2034 # for the tests
WHEELS=$T/wheels/tiny
# The backup of .venv, and the old one in it
BACKUP=.avenv-backup-.venv
# shellcheck disable=SC2034 # for the tests
OLD=$BACKUP/env

# manifest DIR: every name in it, with type, mode, time of writing, link and contents
manifest() {
	(cd "$1" && find . -printf '%P %y %m %T@ %l\n' | sort &&
		find . -type f -exec sha256sum {} + | sort)
}

# names DIR: names, modes and links, without bytecode
names() {
	(cd "$1" && find . -name __pycache__ -prune -o -printf '%P %y %m %l\n' | sort)
}

# strays: what avenv left
strays() {
	find . -name '.avenv-*' -prune -print
}
