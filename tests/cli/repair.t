#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 57 60
# avenv repair: an environment that was moved or copied, lost its Python or other files works
# again. --dry-run finds the same and writes nothing. No Python that only an environment names, or
# that others could replace, is started.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w
EXE=$(readlink -f "$PYTHON")
STDLIB=$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')
# Pythons are looked for in its versions
export PYENV_ROOT=$w

# cli/covered has what is not allowed.
export AVENV_TRUST=$w

program "$HOME/uv" '#!/bin/sh'
# repair ARG...: with uv, and no Python, on PATH
repair() {
	run env PATH="$HOME:$AVENV_BUILD_DIR" "$AVENV" repair "$@"
}

# works ENV: Python, a console script, activate
works() {
	local env
	env=$(cd "$1" && pwd -P)
	"$env/bin/python" -I -c 'import ssl, sys; assert sys.prefix == sys.argv[1]' "$env" &&
		"$env/bin/tiny" >/dev/null &&
		sh -c '. "$1/bin/activate"; [ "$(command -v python)" = "$1/bin/python" ]' sh "$env"
}

# mended ENV TEXT: --dry-run says TEXT and writes nothing, repair says the same and repairs it
mended() {
	local before found
	before=$(tree "$1")
	repair --dry-run "$1"
	like "$rc:$out:$(tree "$1")" "0:*$2*:$before" "found, and --dry-run writes nothing: $2"
	found=$out
	repair "$1"
	is "$rc:$out" "0:$found" 'repair says the same'
	ok 'it works' works "$1"
	repair "$1"
	is "$rc:$out" 0: 'and finds no more'
}

bare sound
dist sound tiny 1.0
script sound tiny 1.0

# ---- moved and copied --------------------------------------------------------------

cp -a sound copy
mended copy "$w/sound"
ok 'a copy: RECORD is right' record_is_right copy
mv copy 'moved away'
mended 'moved away' "$w/copy"

# A pyvenv.cfg that is not UTF-8 keeps Python from starting.
cp -a 'moved away' $'not utf-8 \351'
repair $'not utf-8 \351'
like "$rc:$err" '1:*is not UTF-8, so Python could not read its pyvenv.cfg' 'a path that is not UTF-8: refused'
ok '... and Python starts there' $'./not utf-8 \351/bin/python' -I -c ''
rm -r $'not utf-8 \351'
mv sound kept
mv 'moved away' sound
repair sound
is "$rc:$(diff -r --no-dereference kept sound)" 0: 'moved back: the same bytes'
rm -r kept

# A project that came along: its sources are found. Sources that stayed are meant as before.
mkdir -p p/src
"$AVENV" create -q -p "$PYTHON" --without-pip p/.venv
echo "$w/p/src" >"p/.venv/$SITE/mine.pth"
# As hatchling, scikit-build-core, setuptools and meson-python write them; and what flit links. Strict ones:
# cli/foreign
for name in _editable_impl_a _editable_skbc_b _c_editable __editable___d_finder; do
	echo "install({'m': '$w/p/src/m.py'}, '')" >"p/.venv/$SITE/$name.py"
done
mkdir -p p/{cmake,meson}/build p/meson/build/meson-info
touch p/{cmake,meson}/pyproject.toml p/meson/build/build.ninja p/cmake/build/CMakeCache.txt
for name in cmake meson; do
	echo "install('$w/p/$name/build', '$w/p/$name/build/x.so')" >"p/.venv/$SITE/_${name}_editable_loader.py"
done
ln -s "$w/p/src/m.py" "p/.venv/$SITE/m.py"
echo "at $w/p/src" >"p/.venv/$SITE/loader.py"
# as poetry writes it, and pip uninstalls by it
dist p/.venv mine 1.0
echo "$w/p/.venv/$SITE/mine.pth,," >"p/.venv/$SITE/mine-1.0.dist-info/RECORD"
program p/.venv/bin/large "#!$w/p/.venv/bin/python" "#$(head -c 1200000 /dev/zero | tr '\0' '#')"
program p/.venv/bin/wrapper "#!$w/p/.venv/bin/python" "exec(open('$w/p/script').read())"
mv p q
repair -n q/.venv
found=$out
repair q/.venv
is "$(cat "q/.venv/$SITE/mine.pth")" "$w/q/src" 'a moved project: its sources'
is "$(cat "q/.venv/$SITE"/*edit*.py | grep -c "$w/q/")" 6 '... loaders of editables'
is "$(readlink "q/.venv/$SITE/m.py")" "$w/q/src/m.py" '... and links'
is "$(grep -rl "$w/p" q/.venv | LC_ALL=C sort)" "q/.venv/bin/large
q/.venv/bin/wrapper
q/.venv/$SITE/loader.py" '... and the rest ...'
for name in "$SITE/loader.py" bin/{large,wrapper}; do
	like "$out" "$w/q/.venv/$name' names '$w/p' still; edit it by hand*" "... is listed: $name"
done
build="'uv pip install -p $w/q/.venv/bin/python --no-deps -e $w/q/cmake'"
like "$out" "$w/q/cmake' must be built again; $build" 'only CMake repairs it: the command'
like "$out" "'rm -r $w/q/meson/build && uv pip *$w/q/meson'" 'only meson repairs it: the command'
is "$found" "$out" 'a moved project: --dry-run says the same'
cp -a q r
"$AVENV" -q repair r/.venv >"$T/.out"
is "$(cat "r/.venv/$SITE/mine.pth")" "$w/q/src" 'a copied project: the sources of the original'
printf '[project]\nname = "Sh_op"\n' | tee q/pyproject.toml >r/pyproject.toml
for name in q r; do
	dist $name/.venv sh-op 1.0
	echo "{\"url\": \"file://$w/q\", \"dir_info\": {\"editable\": true}}" \
		>"$name/.venv/$SITE/sh-op-1.0.dist-info/direct_url.json"
done
repair r/.venv
like "$err" "'$w/q'; 'uv pip install -p $w/r/.venv/bin/python -e $w/r'" '... which is said, with the command'
repair q/.venv
unlike "x$err" 'installed from' 'the original: not a word'
sed -i s/Sh_op/other/ r/pyproject.toml
repair r/.venv
unlike "x$err" 'installed from' 'a copy with another name: not a word'
rm r/pyproject.toml
repair r/.venv
unlike "x$err" 'installed from' 'a copy without a name: not a word'
is "$(records | grep -c "$w/r")" 0 'a copy is nobody'"'"'s word: nothing is recorded'
rm -r q r

# ---- files ---------------------------------------------------------------------------

# fresh: env is a sound environment
fresh() {
	rm -rf env
	cp -a sound env
	"$AVENV" -q repair env >"$T/.out"
}

# broken TEXT BREAK: BREAK, in a sound environment, is found and mended
broken() {
	fresh
	(cd env && eval "$2")
	mended env "$1"
}
for name in python python3 "python$SERIES"; do
	broken 'does not start its Python' "ln -sfn /nowhere/python3 bin/$name"
done
broken "$w/env/bin/python" 'rm bin/python*'

# ---- its Python ------------------------------------------------------------------------

# install DIR: an interpreter there
install() {
	mkdir -p "$1/bin" "$1/lib"
	cp "$EXE" "$1/bin/python$SERIES"
	ln -s "python$SERIES" "$1/bin/python3"
	ln -s "$STDLIB" "$1/lib/python$SERIES"
}

# based DIR: env, made of the Python in DIR
based() {
	fresh
	ln -sfn "$w/$1/bin/python3" env/bin/python3
	sed -i "s|^home.*|home = $w/$1/bin|" env/pyvenv.cfg
}

# takes DIR: repair takes the Python in DIR
takes() {
	mended env "is gone; '$1/bin/python3"
	like "$(readlink env/bin/python):$(<env/pyvenv.cfg)" "$1/bin/python3:*home = $1/bin" 'its link and pyvenv.cfg'
}

# spares DIR NAME: env lost its Python; repair takes another than the one in DIR
spares() {
	based versions/gone1
	repair env
	is "$rc:$(cat env/pyvenv.cfg <(readlink env/bin/python) | grep -c "$1")" 0:0 "not taken: $2"
}

based versions/gone1
mended env "is gone; '/"
install versions/9
chmod o+w versions/9/bin
spares versions/9 'others may write to its bin'
chmod o-w versions/9/bin
based versions/gone1
takes "$w/versions/9"
mkdir -p open versions/8
mv versions/9 safe
ln -s "$w/safe/bin" open/bin
ln -s ../../open/bin versions/8/bin
based versions/gone1
takes "$w/versions/8"
chmod o+w open
spares versions/8 'others may write on the way of a link'
rm -r versions open safe
if can_chown; then
	mkdir -p versions/9/bin
	ln -s "$EXE" versions/9/bin/python3
	chown -hR 4242:4242 versions/9
	spares versions/9 "another user's"
	rm -r versions
fi
# The environment, and whatever it names, may come from somebody else.
unset PYENV_ROOT
mkdir -p "versions/b1/bin" "versions/b1/lib/python$SERIES/encodings"
touch "versions/b1/lib/python$SERIES/os.py"
trap_program "versions/b1/bin/python$SERIES"
ln -s "python$SERIES" versions/b1/bin/python3
for command in status list doctor packages freeze 'repair -n' repair; do
	based versions/b1
	ln -sfn "$w/versions/b1/bin/python9" env/bin/python3
	# shellcheck disable=SC2086 # several words
	run "$AVENV" $command env
	nothing_ran "$command, with a Python that only the environment names"
done

# ---- refused -------------------------------------------------------------------------

# stays WHY BREAK: exit 1, WHY is said, nothing changes; other reasons: cli/verdict, cli/named
stays() {
	fresh
	(cd env && eval "$2")
	changes_nothing "refused: $2" "1:*$1" env "$AVENV" repair env
}
stays 'not UTF-8*avenv recreate' 'printf "# \351\n" >>pyvenv.cfg'
stays 'avenv recreate' "rm bin/python3; : >bin/python3"
stays 'avenv recreate' "sed -i 's|$w/env|/it'\''s|' bin/activate"
stays "bin' is gone*avenv recreate" 'rm -r bin'
stays "3.99 is not installed*avenv recreate -p 3." 'upgrade .; ln -sfn /nowhere/python3 bin/python3'
exec 9<sound
flock 9
run "$AVENV" repair sound
like "$rc:$err" '1:*another command' 'another command works on it'
exec 9<&-
# `python -m venv` of another version, over it: pyvenv.cfg is that version's, bin/python and its packages are not.
cp -a sound over
"$AVENV" -q repair over
mkdir -p over/lib/python3.99/site-packages
sed -i 's|^home = .*|home = /nowhere/bin|; s/^version = .*/version = 3.99.0/' over/pyvenv.cfg
run "$AVENV" freeze over
like "$rc:$out" '0:tiny==' 'pyvenv.cfg of another version: the packages are those of its Python'
mended over "pyvenv.cfg' says home = /nowhere/bin"
like "$(<over/pyvenv.cfg)" "version = ${SITE//[!0-9.]/}" '... and repair writes the version of its Python'
rm -r over
if can_chown; then
	chmod 755 "$T" "$w"
	cp "$AVENV" "$T/avenv"
	mkdir other
	cp -a sound other/env
	chown -hR 65534:65534 other
	unset AVENV_TRUST
	mkdir "$T/records"
	chown 65534 "$T/records"
	as_user env XDG_DATA_HOME="$T/records" "$T/avenv" -q allow other/env
	run as_user env XDG_DATA_HOME="$T/records" "$T/avenv" repair other/env
	is "$rc" 0 "another user's copy, by that user"
	changes_nothing "another user's, by root" "1:*'*/other' belongs to '*" other "$AVENV" repair other/env
fi
done_testing
