#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of avenv create with the system's Python. Leaves the shell in an empty directory:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/create.sh"

PYTHON=/usr/bin/python3
[ -x $PYTHON ] || skip_all 'python3 is not installed'
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'
mkdir "$T/w"
cd "$T/w" || exit 1

create() {
	run "$AVENV" create -p "$PYTHON" "$@"
}

recreate() {
	run "$AVENV" recreate "$@"
}

# bare ARG...: without pip, in a hundredth of the time
bare() {
	"$AVENV" create -q -p "$PYTHON" --without-pip "$@"
}

# quick_python: $PYTHON becomes one whose pip and setuptools are a file each. With these an environment is made
# in a tenth of the time; that pip installs nothing, and exits with 0.
quick_python() {
	"$SRCDIR/tests/mkdist.py" wheel "$T/quick/wheels" pip 99.0
	bundles quick
}

# warm_python: $PYTHON becomes one whose pip, the real one, has its bytecode: it starts in a third of the time
warm_python() {
	local kept=$AVENV_BUILD_DIR/warm-$SERIES
	"$PYTHON" "$SRCDIR/tests/warm.py" "$kept"
	mkdir -p "$T/warm/wheels"
	ln -s "$kept"/pip-* "$T/warm/wheels"
	bundles warm
}

# bundles NAME: $PYTHON becomes $T/NAME/bin/python3; ensurepip's wheels are a setuptools of a file and $T/NAME/wheels
bundles() {
	local stdlib name lib=$T/$1/lib/python$SERIES
	"$SRCDIR/tests/mkdist.py" wheel "$T/$1/wheels" setuptools 99.0
	stdlib=$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')
	mkdir -p "$T/$1/bin" "$lib"
	cp "$(readlink -f "$PYTHON")" "$T/$1/bin/python$SERIES"
	ln -s "python$SERIES" "$T/$1/bin/python3"
	ln -s "$stdlib"/* "$lib"
	rm "$lib"/ensurepip "$lib"/_sysconfigdata_*
	mkdir "$lib/ensurepip"
	ln -s "$stdlib"/ensurepip/*.py "$lib/ensurepip"
	ln -s "$T/$1/wheels" "$lib/ensurepip/_bundled"
	# Where a distribution sets WHEEL_PKG_DIR, ensurepip takes its wheels from there, not from _bundled.
	for name in "$stdlib"/_sysconfigdata_*; do
		sed "s|'WHEEL_PKG_DIR': '[^']*'|'WHEEL_PKG_DIR': '$T/$1/wheels'|" "$name" >"$lib/${name##*/}"
	done
	PYTHON=$T/$1/bin/python3
	PATH=$T/$1/bin:$PATH
}

# records: one line a record, kind and path
records() {
	awk '/^allow|^deny/ { print $1, $2, $3 }' "$HOME/.local/share/avenv/records" 2>/dev/null
}

# as_made COMMAND OLD NEW [FLAG...]: `avenv COMMAND OLD NEW` makes of OLD what `create` would have made at NEW
as_made() {
	local old=$2 new=$3
	rm -rf made "$old" "$new"
	create -q "${@:4}" "$new"
	mv "$new" made
	create -q "${@:4}" "$old"
	# shellcheck disable=SC2086 # words
	"$AVENV" -q $1 "$old" "$new" && same_env made "$new"
}

# refused NAME ARG...: avenv create ARG... is refused with a message, in which $why is, and changes nothing
refused() { stays "$1" "${why-}" . "$AVENV" create -p "$PYTHON" "${@:2}"; }
