#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 51
# avenv create with hostile wheels in the place of pip's: each is refused, and nothing is
# written, neither in the environment nor outside. tests/unit/wheel has all kinds.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

loose_python "$T/py"
mkdir "$T/w"
cd "$T/w" || exit 1

# wheels CASE [NAME]: that one as pip, or as NAME
wheels() {
	rm -rf "$T/made"
	WHEEL_NAME=${2-pip} "$SRCDIR/tests/mkwheel.py" "$T/made" "$1"
	mkdir -p "$T/py/wheels"
	mv "$T"/made/*/*.whl "$T/py/wheels"
}

# refused CASE: by create, over nothing and over an environment
refused() {
	wheels "$1"
	run "$AVENV" create -p "$LOOSE" new
	like "$rc:$err" '1:avenv: *wheel' "refused: $1"
	run "$AVENV" create -p "$LOOSE" --clear sound
	is "$rc:$(sound/bin/pip)" 1:pip "refused over an environment, which stays: $1"
	is "$(find "$T" -name 'evil*' -not -path "$T/made/*"):$(ls -A)" :sound "nothing written: $1"
}

rm -rf "$T/py/wheels"
wheels tiny setuptools
wheels tiny
run "$AVENV" create -p "$LOOSE" sound
is "$rc:$(sound/bin/pip)" 0:pip 'a sound one is installed and runs'
for case in parent link crc endless cut not-in-record script-is-python; do refused $case; done

rm "$T"/py/wheels/pip-*
run "$AVENV" create -p "$LOOSE" new
like "$rc:$err" '1:avenv: *--without-pip' 'no wheel of pip: the way on is named'
is "$(ls -A)" sound 'no wheel of pip: nothing is left'
done_testing
