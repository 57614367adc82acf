#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `pip freeze` prints, and what avenv does of the same environment:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/oracle.sh"; . "$SRCDIR/tests/pipfreeze.sh"

command -v git >/dev/null || skip_all 'git is not installed'

mkdir "$T/empty"
# pip asks for a newer one otherwise.
PIP=("${CLEAN[@]}" PIP_DISABLE_PIP_VERSION_CHECK=1)

# pip_version: of the environment at $D
pip_version() {
	local info
	for info in "$D"/lib/python3*/site-packages/pip-*.dist-info; do
		info=${info##*/pip-}
		echo "${info%.dist-info}"
	done
}

# environment PYTHON [FLAG...]: a new one at $D
environment() {
	local python=$1
	shift
	rm -rf "$D" "$(dirname "$D")"/src-* "$D-beside"
	mkdir -p "$(dirname "$D")"
	"${CLEAN[@]}" "$AVENV" create -q -p "$python" "$@" "$D"
}

# cases WORD...: into $D; what is left out is said
cases() {
	local left
	left=$("$SRCDIR/tests/pipcases.py" "$D" "$(pip_version)" "$@") || tap 1 "pipcases.py $*"
	diag "$left"
}

# theirs ARG...: in $T/theirs; the exit status is pip's
theirs() {
	(cd "$T/empty" && "${PIP[@]}" "$D/bin/pip" freeze "$@") >"$T/theirs" 2>"$T/theirs.err" </dev/null
}

# ours ARG...: in $T/ours
ours() {
	(cd "$T/empty" && "${CLEAN[@]}" "$AVENV" freeze "$@" "$D") >"$T/ours" 2>"$T/ours.err" </dev/null
}

# frozen NAME [ARG...]: pip and we print the same
frozen() {
	local name=$1 said
	shift
	if ! theirs "$@"; then
		tap 1 "$name: pip fails" || diag "$(tail -n 3 "$T/theirs.err")"
		return
	fi
	ours "$@"
	said=$?
	is "$said$(diff "$T/theirs" "$T/ours")" 0 "$name: $(wc -l <"$T/theirs") lines"
}
