#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create with the system's Python, in an empty directory that is the working directory then:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/create.sh"

PYTHON=$(command -v python3) || skip_all 'no python3'
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'
SERIES=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# shellcheck disable=SC2034 # for the tests
SITE=lib/python$SERIES/site-packages
mkdir "$T/w"
cd "$T/w" || exit 1

create() {
	run "$AVENV" create -p "$PYTHON" "$@"
}

recreate() {
	run "$AVENV" recreate "$@"
}

# bare ARG...: without pip, which takes no time
bare() {
	"$AVENV" create -q -p "$PYTHON" --without-pip "$@"
}

# records: what is on record, a line each: kind and path
records() {
	awk '/^allow|^deny/ { print $1, $2, $7 }' "$HOME/.local/share/avenv/trust" 2>/dev/null
}

# tree DIR: all of it, with links and contents
tree() {
	(cd "$1" && find . -printf '%p %y %m %l\n' | sort &&
		find . -type f -exec sha256sum {} + | sort)
}
