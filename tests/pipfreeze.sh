#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# pip freeze and avenv freeze of the same environment, compared byte for byte:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/same_env.sh"; . "$SRCDIR/tests/pipfreeze.sh"

command -v git >/dev/null || skip_all 'git is not installed'

mkdir "$T/empty"
# pip asks an index for a newer version otherwise.
PIP=("${CLEAN[@]}" PIP_DISABLE_PIP_VERSION_CHECK=1)
# shellcheck disable=SC2034 # the way to the registry, which a test fills
REGISTRY=()

# pip_version: of the environment at $D
pip_version() { basename "$D"/lib/python3*/site-packages/pip-*.dist-info .dist-info | sed 's/^pip-//'; }

# environment PYTHON [FLAG...]: a new one at $D
environment() {
	rm -rf "$D" "${D%/*}"/src-*
	mkdir -p "${D%/*}"
	"${CLEAN[@]}" "$AVENV" create -q -p "$1" "${@:2}" "$D"
}

# cases: all of pipcases.py, into $D
cases() { "$SRCDIR/tests/pipcases.py" "$D" || tap 1 pipcases.py; }

# theirs ARG...: in $T/theirs; the exit status is pip's
theirs() {
	(cd "$T/empty" && "${PIP[@]}" "$D/bin/pip" freeze "$@") >"$T/theirs" 2>"$T/theirs.err" \
		</dev/null
}

# ours ARG...: in $T/ours
ours() {
	(cd "$T/empty" && "${CLEAN[@]}" "$AVENV" freeze "$@" "$D") >"$T/ours" 2>"$T/ours.err" \
		</dev/null
}

# frozen NAME [ARG...]: pip and avenv print the same
frozen() {
	if ! theirs "${@:2}"; then
		tap 1 "$1: pip fails" || diag "$(tail -n 3 "$T/theirs.err")"
		return
	fi
	ours "${@:2}"
	is "$?$(diff "$T/theirs" "$T/ours")" 0 "$1: $(wc -l <"$T/theirs") lines"
}

# frozen_by PYTHON: each kind of distribution and each option, with the pip that PYTHON brings
frozen_by() {
	local label
	environment "$1" --system-site-packages
	label="$(cd "$D/lib" && echo python3*), pip $(pip_version)"
	ours --local
	is "$?:$(cat "$T/ours")" 0: "$label: nothing installed"
	cases
	frozen "$label --local" --local
	frozen "$label --all --exclude" --all --exclude n.DASH --exclude=p-egg
}
