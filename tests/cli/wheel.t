#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create with wheels that are not what they should be: refused with a
# word, and nothing is left behind.
. "${SRCDIR:?}/tests/lib.sh"

SYSTEM=$(command -v python3) || skip_all 'no python3'
VERSION=$("$SYSTEM" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
STDLIB=$("$SYSTEM" -I -S -c 'import os; print(os.path.dirname(os.__file__))')
REAL=$("$SYSTEM" -I -S -c 'import os, sys; print(os.path.realpath(sys.executable))')
LIB=$T/py/lib/python$VERSION
SITE=lib/python$VERSION/site-packages
PYTHON=$T/py/bin/python3

case $VERSION in
3.1[01]) names='setuptools pip' ;;
3.[6-9]) skip_all "python $VERSION looks for its wheels elsewhere" ;;
*) names=pip ;;
esac

# A Python of its own, whose build says that its wheels are in $T/wheels.
mkdir -p "$T/py/bin" "$LIB" "$T/wheels" "$T/w"
cp "$REAL" "$PYTHON"
for file in "$STDLIB"/*; do
	case ${file##*/} in
	ensurepip | _sysconfigdata_* | site-packages | dist-packages) ;;
	*) ln -s "$file" "$LIB" ;;
	esac
done
printf "build_time_vars = {'A': 1,\n 'WHEEL_PKG_DIR': '%s',\n}\n" "$T/wheels" >"$LIB/_sysconfigdata_test.py"
"$PYTHON" -I -S -c 'import sys; sys.exit(sys.prefix != sys.argv[1])' "$T/py" ||
	skip_all 'this python cannot be copied'
cd "$T/w" || exit 1

# wheels CASE: that one as pip, and a sound setuptools where one is wanted
wheels() {
	local name
	rm -rf "$T/wheels" "$T/made"
	mkdir "$T/wheels"
	for name in $names; do
		WHEEL_NAME=$name python3 "$SRCDIR/tests/mkwheel.py" "$T/made" tiny
		mv "$T"/made/*/*.whl "$T/wheels"
	done
	WHEEL_NAME=pip python3 "$SRCDIR/tests/mkwheel.py" "$T/made" "$1"
	mv "$T"/made/*/pip*.whl "$T/wheels"
}

# entries: all there is, hidden or not
entries() {
	find . -mindepth 1 -maxdepth 1 -printf '%f ' | sort
}

wheels tiny
run "$AVENV" create -p "$PYTHON" sound
is "$rc" 0 'sound ones are installed'
is "$(find sound/bin -name 'pip*' -printf '%f\n' | sort | tr '\n' ' ')" \
	"pip pip-deep pip-gui pip3 pip$VERSION " 'with their launchers'
is "$(head -n 1 sound/bin/pip-deep)" "#!$T/w/sound/bin/python3" 'which start its Python'
is "$(sound/bin/pip)" pip 'and run'
for name in $names; do
	ok "the RECORD of $name" test -s "sound/$SITE/$name-1.0.dist-info/RECORD"
done

# refused CASE MESSAGE: by create, which leaves all as it was
refused() {
	wheels "$1"
	run "$AVENV" create -p "$PYTHON" new
	is "$rc" 1 "$1: refused"
	like "$err" "avenv: wheel '$T/wheels/pip-1.0-py3-none-any.whl' is refused: *$2" "$1: with a word"
	is "$(entries)" 'sound ' "$1: nothing is left"
	run "$AVENV" create -p "$PYTHON" --clear sound
	is "$rc" 1 "$1: refused for one that is there"
	ok "$1: which stays as it was" sound/bin/pip
	is "$(entries)" 'sound ' "$1: alone"
	is "$(find "$T" -name 'evil*' -not -path "$T/made/*")" '' "$1: and nothing elsewhere"
}

refused parent "'../evil' leads out of the wheel"
refused link "'pip/evil' is neither a file nor a directory"
refused other-hash "'pip/evil' is not what RECORD says"
refused endless "'pip/evil' is longer than it says"
refused half 'archive format'

# Whatever else may be wrong with one.
python3 "$SRCDIR/tests/mkwheel.py" "$T/all"
for case in "$T/all"/*; do
	case=${case##*/}
	case $case in
	tiny | stored | behind | directories | unicode | signed | no-scripts | comment) ;;
	parent | link | other-hash | endless | half) ;;
	# a name that ensurepip passes over
	no-wheel-name | no-whl | no-name | no-version | other-file-name | odd-file-name) ;;
	script-is-python) ;;
	*) refused "$case" '' ;;
	esac
done
wheels script-is-python
run "$AVENV" create -p "$PYTHON" new
is "$rc:$err" "1:avenv: wheel '$T/wheels/pip-1.0-py3-none-any.whl' is refused: 'python' is a script, but something else in bin is called so" 'a launcher in the place of python: refused'
is "$(entries)" 'sound ' 'a launcher in the place of python: nothing is left'

wheels tiny
rm "$T"/wheels/pip-*
run "$AVENV" create -p "$PYTHON" new
is "$rc" 1 'no wheel of pip: refused'
like "$err" "no wheel of pip" 'saying so'
like "$err" "install python$VERSION-venv or python3-pip-whl" 'which packages have it'
like "$err" '--without-pip' 'and what does without'
is "$(entries)" 'sound ' 'nothing is left'
ok 'and that does' "$AVENV" create -q -p "$PYTHON" --without-pip new

done_testing
