#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 57 60 30
# avenv repair, after the base Python is gone or upgraded: the same minor version takes its
# place. No Python that only an environment names, or that others could replace, is started.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

w=$T/w
# Pythons are looked for in its versions
export PYENV_ROOT=$w
EXE=$(readlink -f "$PYTHON")
STDLIB=$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')

# install DIR: an interpreter there
install() {
	mkdir -p "$1/bin" "$1/lib"
	cp "$EXE" "$1/bin/python$SERIES"
	ln -s "python$SERIES" "$1/bin/python3"
	ln -s "$STDLIB" "$1/lib/python$SERIES"
}

# based DIR: env, made of the Python in DIR
based() {
	rm -rf env
	cp -a bare env
	"$AVENV" -q repair env >"$T/.out"
	ln -sfn "$w/$1/bin/python3" env/bin/python3
	sed -i "s|^home.*|home = $w/$1/bin|" env/pyvenv.cfg
}

# takes DIR NAME: repair takes the Python in DIR
takes() {
	run "$AVENV" repair env
	like "$rc:$out" "0:*is gone; '$1/bin/python3" "$2: said"
	is "$(readlink env/bin/python)" "$1/bin/python3" "$2: the link"
	like "$(cat env/pyvenv.cfg)" "home = $1/bin" "$2: pyvenv.cfg"
	ok "$2: Python starts" env/bin/python -I -c ''
	run "$AVENV" repair env
	is "$rc:$out" 0: "$2: nothing is left to mend"
}

# spares DIR NAME: env lost its Python; repair takes another than the one in DIR
spares() {
	based versions/gone1
	run "$AVENV" repair env
	is "$rc:$(grep -c "$1" <<<"$out")" 0:0 "$2"
	unlike "$(readlink env/bin/python) $(cat env/pyvenv.cfg)" "$1" "$2: it is not taken"
}

bare bare
install "versions/$SERIES.1"
based "versions/$SERIES.1"
mv "versions/$SERIES.1" "versions/$SERIES.9"
takes "$w/versions/$SERIES.9" 'a patch upgrade'
based "versions/$SERIES.1"
printf "%s = $w/versions/$SERIES.1/bin%s\n" home '' base-executable "/python$SERIES" \
	>env/pyvenv.cfg
printf '%s\n' 'virtualenv = 20' 'implementation = CPython' "version_info = $SERIES.1.final.0" \
	>>env/pyvenv.cfg
takes "$w/versions/$SERIES.9" "virtualenv's, a patch upgrade"
is "$(grep -c "versions/$SERIES.1" env/pyvenv.cfg)" 0 "virtualenv's: each key follows"
based "versions/$SERIES.1"
ln -sfn /nowhere/bin/python3 env/bin/python3
rm -r versions
run "$AVENV" repair env
like "$rc:$out" "0:*is gone; '/" 'its directory is gone: another of that minor version'
ok 'its directory is gone: Python starts' env/bin/python -I -c ''

# ---- no Python of that minor version ---------------------------------------------------

based versions/gone
mv "env/lib/python$SERIES" env/lib/python3.99
sed -i 's/^version.*/version = 3.99.1/' env/pyvenv.cfg
before=$(tree env)
run "$AVENV" repair env
like "$rc:$err" "1:*3.99 is not installed*avenv recreate*-p 3 *$w/env" 'a minor upgrade: recreate'
is "$(tree env)" "$before" 'a minor upgrade: nothing changes'
command=${err##*\'avenv }
# shellcheck disable=SC2086 # several words
run "$AVENV" ${command%%\'*}
is "$rc" 0 'which does it'
"$AVENV" -q recreate --discard env

# ---- an unsafe Python ------------------------------------------------------------------

install versions/9
chmod o+w versions/9/bin
spares versions/9 'others may write to its bin'
chmod o-w versions/9/bin
based versions/gone1
takes "$w/versions/9" 'once nobody else may'
mkdir -p open versions/8
ln -s "$w/versions/9/bin" open/bin
ln -s ../../open/bin versions/8/bin
rm -r versions/9
chmod o+w open
spares versions/8 'others may write on the way of a link'
rm -r versions open
if [ "$(id -u)" = 0 ]; then
	mkdir -p versions/9/bin
	ln -s "$EXE" versions/9/bin/python3
	chown -hR 4242:4242 versions/9
	spares versions/9 "another user's"
	rm -r versions
else
	skip 'only root can give files away' 2
fi
# The environment, and whatever it names, may come from somebody else.
unset PYENV_ROOT
mkdir -p "versions/b1/bin" "versions/b1/lib/python$SERIES/encodings"
touch "versions/b1/lib/python$SERIES/os.py"
echo 'int main(void) { return system("touch '"$T"'/started") && 0; }' >"$T/trap.c"
gcc -w -o "versions/b1/bin/python$SERIES" "$T/trap.c" || exit
ln -s "python$SERIES" versions/b1/bin/python3
for base in versions/a1 versions/b1; do
	for command in status list doctor packages freeze 'repair -n' repair; do
		based "$base"
		ln -sfn "$w/$base/bin/python9" env/bin/python3
		# shellcheck disable=SC2086 # several words
		run "$AVENV" $command env
		not_ok "$command starts no Python of $base" test -e "$T/started"
		rm -f "$T/started"
	done
done
done_testing
