#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The oracle can fail: each kind of difference is seen, and what does not count is not.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

case $AVENV_BUILD_DIR in
*/asan | */valgrind | */cov) skip_all 'no program of ours is in it' ;;
esac

make_theirs "$SYSTEM_PYTHON"
rm -rf "$D"
"${CLEAN[@]}" "$SYSTEM_PYTHON" -m venv "$D"
ok 'python -m venv twice is the same' oracle
ok 'python -m venv twice is the same, bytecode too' oracle --compile
mv "$D" "$T/second"

cd "$T" || exit
SITE=$(cd second && echo lib/python3*/site-packages)
PIP=$(cd "second/$SITE" && echo pip-*.dist-info)
CACHE=$SITE/pip/__pycache__
PYC=$(cd second && echo "$CACHE"/__init__.*.pyc)

# changed COMMAND...: the second tree again, with COMMAND done in it
changed() {
	rm -rf "$D"
	cp -a "$T/second" "$D"
	(cd "$D" && "$@")
}

# seen WANTED NAME [--compile] COMMAND...: that change is found, and nothing else
seen() {
	local wanted=$1 name=$2 options=()
	shift 2
	if [ "$1" = --compile ]; then
		options=(--compile)
		shift
	fi
	changed "$@"
	is "$(oracle "${options[@]}" | cut -d : -f 1 | tr '\n' ' ')" "$wanted " "the oracle sees $name"
}
seen bin/pip 'a file that is missing' rm bin/pip
seen bin/pip9 'a file too many' cp bin/pip bin/pip9
seen 'bin/Pip bin/pip' 'another name' mv bin/pip bin/Pip
seen include/x 'an empty directory' mkdir include/x
seen lib64 'a directory for a link' sh -c 'rm lib64 && mkdir lib64'
seen bin/python 'a file for a link' sh -c 'rm bin/python && cp bin/pip bin/python'
seen bin/pip 'a link for a file' ln -sf pip3 bin/pip
seen bin/python 'where a link leads' ln -sfn ./python3 bin/python
seen bin/pip 'the mode of a file' chmod 0700 bin/pip
seen bin 'the mode of a directory' chmod 0700 bin
seen . 'the mode of the environment' chmod 0700 .
seen bin/activate 'one byte' sed -i '1s/#/!/' bin/activate
seen pyvenv.cfg 'a byte more' sh -c 'echo >>pyvenv.cfg'
seen bin/Activate.ps1 'another end of a line' sed -i 's/\r$//' bin/Activate.ps1
seen "$SITE/$PIP/RECORD" 'a row that is missing in RECORD' sed -i '/INSTALLER/d' "$SITE/$PIP/RECORD"
seen "$SITE/$PIP/RECORD" 'another order in RECORD' sort -ro "$SITE/$PIP/RECORD"{,}
seen "$SITE/$PIP/RECORD" 'RECORD without bytecode, where it counts' --compile sed -i '/\.pyc,,/d' "$SITE/$PIP/RECORD"
seen "$PYC" 'a .pyc that is missing, where it counts' --compile rm "$PYC"
seen "$PYC" "another Python's .pyc" --compile env LC_ALL=C sed -i '1s/^./a/' "$PYC"
seen "$PYC" 'a .pyc of another source' --compile touch "$SITE/pip/__init__.py"

# unseen NAME COMMAND...
unseen() {
	local name=$1
	shift
	changed "$@"
	ok "the oracle leaves out $name" oracle
}
unseen 'a .pyc' rm "$PYC"
unseen 'an empty __pycache__' rm -r "$CACHE"
unseen 'the rows of bytecode' sed -i '/\.pyc,,/d' "$SITE/$PIP/RECORD"

done_testing
