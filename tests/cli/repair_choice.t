#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv repair, where there are several: which Python it takes, and what it leaves as it is.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

w=$T/w
EXE=$("$PYTHON" -c 'import os, sys; print(os.path.realpath(sys.executable))')

# fresh NAME: an environment without packages
fresh() {
	rm -rf "$1"
	bare "$1"
}

# mended ENV TEXT NAME: that is found, all of it is mended, and nothing is found any more
mended() {
	run "$AVENV" repair "$1"
	like "$rc:$out" "0:*$2" "$3"
	run "$AVENV" repair "$1"
	is "$rc:$out" 0: "$3: once"
}

# sound ENV NAME: there is nothing to be said of it
sound() {
	run "$AVENV" repair "$1"
	like "$rc:$out:$err" "0::avenv: *there is nothing to mend" "$2"
}

# stays ENV TEXT NAME: that is said, and nothing is changed
stays() {
	local before
	before=$(tree "$1")
	run "$AVENV" repair "$1"
	like "$rc:$err" "1:*$2" "$3"
	is "$(tree "$1")" "$before" "$3: all is as it was"
}

# program FILE CHANGE: a copy of Python that says that its version is one of CHANGE patches later
program() {
	"$PYTHON" - "$EXE" "$1" "$2" <<'P'
import struct, sys
old, new = (struct.pack('<I', v) for v in (sys.hexversion, sys.hexversion + (int(sys.argv[3]) << 8)))
with open(sys.argv[1], 'rb') as f:
    data = f.read()
with open(sys.argv[2], 'wb') as f:
    f.write(data.replace(old, new))
sys.exit(0 if old in data and sys.version_info.releaselevel == 'final' and sys.version_info.micro else 1)
P
}

# install DIR [CHANGE]: an interpreter of one's own there
install() {
	mkdir -p "$1/bin" "$1/lib" && program "$1/bin/python$SERIES" "${2:-0}" && chmod 755 "$1/bin/python$SERIES" &&
		ln -s "python$SERIES" "$1/bin/python3" &&
		ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" "$1/lib/python$SERIES"
}

# another DIR: what Python 3.99 would be, as python3
another() {
	mkdir -p "$1/bin" "$1/lib/python3.99/encodings" && cp "$(type -P false)" "$1/bin/python3.99" &&
		ln -sfn python3.99 "$1/bin/python3" && touch "$1/lib/python3.99/os.py"
}

# parted DIR: base, whose Python was there, where nothing is
parted() {
	fresh base
	ln -sfn "$w/$1/bin/python3" base/bin/python3
	sed -i "s|^home.*|home = $w/$1/bin|" base/pyvenv.cfg
}

# ---- of which Python it is, and which there is -----------------------------------

fresh upgraded
mkdir -p upgraded/lib/python{2.7,3.1,3.2,3}/site-packages upgraded/lib/python3.97
# By what order ever: its own comes in the middle.
mv "upgraded/lib/python$SERIES" own
mv own "upgraded/lib/python$SERIES"
mkdir -p upgraded/lib/python{3.3,3.98,3.99}/site-packages
sound upgraded 'lib is of several Pythons: the one of pyvenv.cfg counts'

if install "versions/$SERIES.1" -1; then
	mkdir versions/none2
	install "versions/$SERIES.0"
	install "versions/$SERIES.3" -1
	install "versions/$SERIES.4" 1
	parted versions/gone1
	chmod o+w "versions/$SERIES.4"
	mended base "'$w/versions/gone1/bin', is gone; '$w/versions/$SERIES.0/bin/python3' is" \
		'of several beside it the newest, but none that others can write to'
	rm -r versions
else
	skip 'its version is not in the program, or has no patch before it' 2
fi

# Whoever can lead its name elsewhere would have what he likes run, wherever it leads now.
# beside NAME: what is put beside the Python that is gone, versions/9, is not taken
beside() {
	parted versions/gone1
	mended base "'$w/versions/gone1/bin', is gone; '/" "$1"
	unlike "$(readlink base/bin/python3) $(cat base/pyvenv.cfg)" "versions/9" "$1: is not taken"
	rm -r versions
}
mkdir -p versions/9/bin
ln -s "$EXE" versions/9/bin/python3
parted versions/gone1
ln -s /nowhere/os.py "base/lib/python$SERIES/os.py"
mended base "'$w/versions/gone1/bin', is gone; '$w/versions/9/bin/python3' is" 'beside it a link of ones own'
parted versions/gone1
sed -i "s|^home.*|home = $w/versions/gone1/tools|" base/pyvenv.cfg
ln -sfn "$w/versions/gone1/tools/python3" base/bin/python3
mended base "'$w/versions/gone1/tools', is gone; '/" 'beside what is no bin'
unlike "$(readlink base/bin/python3) $(cat base/pyvenv.cfg)" "versions/9" 'beside what is no bin: is not taken'
chmod o+w versions/9/bin
beside 'beside it a link where others may write'
# By pyenv's word it is none the safer.
mkdir -p versions/9/bin
cp "$EXE" "versions/9/bin/python$SERIES"
ln -s "python$SERIES" versions/9/bin/python3
parted versions/gone1
chmod o+w versions/9/bin
export PYENV_ROOT=$w
beside 'beside it one of pyenv, where others may write'
unset PYENV_ROOT
# With no other that would do.
gone() {
	parted versions/gone1
	mv "base/lib/python$SERIES" base/lib/python3.99
	sed -i 's|^version.*|version = 3.99.0|' base/pyvenv.cfg
}
another versions/9
chmod o+w versions/9/bin
gone
stays base "its Python '$w/versions/gone1/bin/python3' is gone; '$w/versions/9/bin/python3' would do, but '$w/versions/9/bin' can be written to by anybody" \
	'only one where others may write: that is said'
mkdir -p "$HOME/.pyenv/versions"
mv versions/9 "$HOME/.pyenv/versions/9"
stays base "'$HOME/.pyenv/versions/9/bin/python3.99' would do, but '$HOME/.pyenv/versions/9/bin' can be" 'also of one that is installed'
gone
ln -sfn "$EXE" base/bin/python3
stays base "its packages are for Python 3.99, but '$EXE' is Python $SERIES; '$HOME/.pyenv/versions/9/bin/python3.99' would do, but '" \
	'and where there is one, which is of another version'
another versions/8
chmod o+w versions/8/bin
gone
stays base "is gone; '$w/versions/8/bin/python3' would do, but" 'of several, the one beside it'
rm -r versions "$HOME/.pyenv"
# pyenv has environments beside its versions; of equal ones the order of the directory is nothing.
for order in '5 6 7' '7 6 5'; do
	for n in $order; do
		install "versions/$n"
	done
	for n in 1env zenv; do
		install "env/$n"
		echo "home = $w/versions/7/bin" >"env/$n/pyvenv.cfg"
		ln -s "../env/$n" "versions/$n"
	done
	parted versions/gone1
	mended base "'$w/versions/gone1/bin', is gone; '$w/versions/5/bin/python3' is" "beside it environments, and $order alike"
	rm -r versions env
done
# What was begun there and never done, or is for another machine, would not start.
install versions/5
install versions/6
parted versions/gone1
mkdir -p versions/1/bin "versions/1/lib/python$SERIES"
cp "$EXE" "versions/1/bin/python$SERIES"
ln -s "python$SERIES" versions/1/bin/python3
touch "versions/1/lib/python$SERIES/os.py"
cp -a base alien
mended base "'$w/versions/gone1/bin', is gone; '$w/versions/5/bin/python3' is" 'beside it a half'
rm -r versions/1 base
mv alien base
# Byte 18 of an ELF file is its machine: 0xf3 is RISC-V.
printf '\363' | dd of="versions/5/bin/python$SERIES" bs=1 seek=18 conv=notrunc status=none
mended base "'$w/versions/gone1/bin', is gone; '$w/versions/6/bin/python3' is" 'beside it one for another machine'
# In the very directory there is another, which is none.
parted versions/5
ln -sfn "$w/versions/5/bin/python9" base/bin/python3
mended base "'$w/versions/5/bin', is gone; '$w/versions/6/bin/python3' is" 'in its own directory one for another machine'
rm -r versions
another versions/9
rm versions/9/lib/python3.99/os.py
gone
stays base "is gone, and Python 3.99 is not installed" 'beside it one without a library'
rm -r versions
# Of those that are installed each is asked.
another "$HOME/.pyenv/versions/3.99.1"
gone
run "$AVENV" repair base
like "$rc:$err" "1:avenv: '$HOME/.pyenv/versions/3.99.1/bin/python*' is not a usable Python: it ended with status 1*is not installed*" \
	'one that is installed and does not start'
rm -r "$HOME/.pyenv"
# What an environment names somebody may have sent along with it: none of that is started.
mkdir -p versions/b1/bin "versions/b1/lib/python$SERIES/encodings"
touch "versions/b1/lib/python$SERIES/os.py"
cat >"$T/started.c" <<'C'
#include <fcntl.h>
int main(void) { return open(STARTED, O_CREAT | O_WRONLY, 0600) < 0; }
C
gcc -DSTARTED="\"$T/started\"" -o "versions/b1/bin/python$SERIES" "$T/started.c"
ln -s "python$SERIES" versions/b1/bin/python3
for way in versions/a1 versions/b1; do
	for verb in status list doctor packages 'repair -n' repair; do
		parted "$way"
		ln -sfn "$w/$way/bin/python9" base/bin/python3
		# shellcheck disable=SC2086 # It is several words.
		run "$AVENV" $verb base
		not_ok "$verb starts none that the environment names, $way" test -e "$T/started"
		rm -f "$T/started"
	done
done
like "$out" "*is gone; '$w/versions/b1/bin/python3' is $SERIES" 'though it would be taken'
rm -r versions
# A directory without a number in its name has no versions of it beside it.
install dist9
parted dist
mended base "'$w/dist/bin', is gone; '/" 'something else that lies beside it'
unlike "$(readlink base/bin/python3)" dist9 'something else that lies beside it: is not taken'
rm -r dist9
# Nothing of Python 2 is a python3.
mkdir -p two/bin two/lib/python2.7/encodings
cp "$(type -P false)" two/bin/python2.7
touch two/lib/python2.7/os.py
fresh base
mv "base/lib/python$SERIES" base/lib/python2.7
rm base/bin/python*
cp two/bin/python2.7 base/bin/python
sed -i "s|^home.*|home = $w/two/bin|; s|^version.*|version = 2.7.18|" base/pyvenv.cfg
echo 'virtualenv = 20.21.1' >>base/pyvenv.cfg
mended base "'$w/base/bin/python2' is missing" 'of Python 2 there is a python2'
is "$(readlink base/bin/python2 base/bin/python2.7 | tr '\n' :)$(echo base/bin/python*)" \
	'python:python:base/bin/python base/bin/python2 base/bin/python2.7' 'and no python3'
rm base/bin/python*
mended base "'$w/base/bin/python2.7' is missing" 'of Python 2, with nothing in bin'
ok 'of Python 2 there is a copy' cmp two/bin/python2.7 base/bin/python2.7
not_ok 'which is no link' test -h base/bin/python2.7
is "$(readlink base/bin/python2 base/bin/python | tr '\n' :)" python2.7:python2.7: 'to which the others lead'
mkdir -p versions/2.7.18
mv two/bin two/lib versions/2.7.18/
rm -r base/bin/python*
cp versions/2.7.18/bin/python2.7 base/bin/python
ln -s python base/bin/python2
ln -s python base/bin/python2.7
sed -i "s|^home.*|home = $w/versions/2.7.17/bin|" base/pyvenv.cfg
cp -a base copied
ln -s "$w/versions/2.7.17/lib/python2.7/os.py" base/lib/python2.7/os.py
elsewhere="its Python in '$w/versions/2.7.17/bin' is gone; of Python 2, lib leads there as well, and not to that of '$w/versions/2.7.18/bin/python2.7'"
stays base "$elsewhere" 'of Python 2, another base'
# The bin of the old one is gone, and its lib is not.
mkdir -p versions/2.7.17/lib/python2.7
touch versions/2.7.17/lib/python2.7/os.py
stays base "$elsewhere" 'of Python 2, another base, and lib has the old one'
rm -r versions/2.7.17
cp -a base led
ln -sfn "$w/versions/2.7.18/lib/python2.7/os.py" base/lib/python2.7/os.py
mended base "in '$w/versions/2.7.17/bin', is gone; '$w/versions/2.7.18/bin/python2.7' is 2.7" 'of Python 2, lib leads to the other base already'
rm -r base
mv led base
sed -i "s|^home.*|home = $w/versions/2.7.18/bin|" base/pyvenv.cfg
stays base "'$w/base/lib/python2.7/os.py' leads to what is gone; of Python 2, lib is the base's" 'of Python 2, with its base, and a lib that leads nowhere'
touch os.py
ln -sfn "$w/os.py" base/lib/python2.7/os.py
run "$AVENV" repair base
is "$rc:$out:$err" "0::avenv: there is nothing to mend in '$w/base'" 'of Python 2, with its base, and a lib that leads somewhere'
rm os.py
rm -rf base
mv copied base
cp versions/2.7.18/lib/python2.7/os.py base/lib/python2.7/
mended base "in '$w/versions/2.7.17/bin', is gone; '$w/versions/2.7.18/bin/python2.7' is 2.7" 'of Python 2, another base, and no link in lib'
rm -r two versions
if install path9 1; then
	chmod o+w path9/bin
	parted versions/gone1
	PATH=$w/path9/bin:$PATH mended base "'$w/versions/gone1/bin', is gone; '$w/path9/bin/python" \
		'one on PATH, where others may write: the user runs that anyway'
else
	skip 'its version is not in the program' 2
fi
rm -rf path9
mkdir -p open versions/9
ln -s "$(dirname "$EXE")" open/bin
ln -s ../../open/bin versions/9/bin
chmod o+w open
beside 'beside it a link to a link where others may write'
mkdir -p versions/9
ln -s "$w/open/bin" versions/9/bin
beside 'beside it a whole path to a link where others may write'
rm -r open
if [ "$(id -u)" = 0 ]; then
	mkdir -p versions/9/bin
	ln -s "$EXE" versions/9/bin/python3
	chmod 1777 versions
	chown -hR 4242:4242 versions/9
	beside "beside it a link of somebody else's"
else
	skip 'only root can give files away' 3
fi

another dist
cp "$EXE" "dist/bin/python$SERIES"
ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" "dist/lib/python$SERIES"
fresh base
ln -sfn "$w/dist/bin/python3" base/bin/python3
rm base/bin/python "base/bin/python$SERIES"
printf python3 >base/bin/python
sed -i "s|^home.*|home = $w/dist/bin|" base/pyvenv.cfg
mended base "in '$w/dist/bin', is another by now; '$w/dist/bin/python$SERIES' is *python$SERIES' is missing*python' is the text of a link" \
	'python3 there is another by now: the one of its version is taken'

fresh base
mkdir script
printf '#!/bin/sh\n' >script/python3
chmod 755 script/python3
ln -sfn "$w/script/python3" base/bin/python3
sed -i "s|^home.*|home = $w/script|" base/pyvenv.cfg
mended base "in '$w/script', is another by now; '/" 'python3 there is a script'

fresh base
ln -sfn "$(readlink -f base/bin/python3)" "base/bin/python$SERIES"
ln -sfn "$w/base/bin/python$SERIES" base/bin/python3
ln -sfn python3 base/bin/python
sed -i 's|^home.*|home = /nowhere|' base/pyvenv.cfg
mended base "in '/nowhere', is gone; '/" 'a link into the environment, by its whole path, is no base'
unlike "$(cat base/pyvenv.cfg)" "home = $w/base" 'nor its home'

fresh base
ln -sfn "$w/dist/bin/python3" "base/bin/python$SERIES"
mended base "bin/python$SERIES' does not lead to it" 'one link leads to another Python'

fresh base
ln -sfn /nowhere/bin/python3 base/bin/python3
home=$(dirname "$EXE")
sed -i "s|^home.*|home = ${home#/}|" base/pyvenv.cfg
run "$AVENV" repair base
like "$rc:$out" "0:its Python*is gone; '/" 'a relative home is none'

fresh base
mv "base/lib/python$SERIES" base/lib/python3.99
rm -r base/bin/python* base/lib64
sed -i 's|^home.*|home = /nowhere/bin|; s/^version.*/version = 3.99.1/' base/pyvenv.cfg
stays base "its Python '/nowhere/bin' is gone, and Python 3.99 is not installed" 'there is no link that says what it was'

# ---- pyvenv.cfg ------------------------------------------------------------------

fresh base
link=$(readlink base/bin/python3)
[[ $link == /* ]] || link=$(readlink base/bin/python)
ln -s "$(dirname "$link")" alias
sed -i "s|^home.*|home = $w/alias|" base/pyvenv.cfg
printf 'command = python3 -m venv base\nnote = \nbase-prefix = /nowhere\n' >>base/pyvenv.cfg
mended base "pyvenv.cfg' says base-prefix = /nowhere, but that is /" 'home by another name is as good'
like "$(cat base/pyvenv.cfg)" "home = $w/alias*command = python3 -m venv base*note = *base-prefix = /" 'and the rest stays'
mkdir linked
ln -s "$link" linked/python3
ln -sfn "$w/linked/python3" base/bin/python3
ln -sfn python3 base/bin/python
sed -i "s|^home.*|home = $(dirname "$(readlink -f "$link")")|" base/pyvenv.cfg
sound base 'home is where the program is that the link leads to'
ln -sfn "$link" base/bin/python3
sed -i 's|^home.*|home = /usr|' base/pyvenv.cfg
mended base "pyvenv.cfg' says home = /usr, but that is $(dirname "$link")" 'a home without a Python'

# ---- bin -------------------------------------------------------------------------

"$AVENV" create -q -p "$PYTHON" --without-pip --copies copies
printf '\363\000' | dd of=copies/bin/python3 bs=1 seek=18 conv=notrunc 2>/dev/null
mended copies "python3' is not a copy of it that works here" 'a copy for another machine'
if program copies/bin/python3 1; then
	mended copies "python3' is not a copy of it that works here" 'a copy of another version'
else
	skip 'its version is not in the program' 2
fi
echo '# to be sourced' >copies/bin/vars
: >copies/bin/empty
sound copies 'what is no program needs no mode'

another other
mkdir "base/$SITE/x.dist-info"
printf '/x/bin/tool,,\npkg/bin/tool,,\n' >"base/$SITE/x.dist-info/RECORD"
printf '#!%s/other/bin/python3\n' "$w" >base/bin/tool
chmod +x base/bin/tool
sound base "a script for a Python that is no environment's"
printf '#!%s/copies/bin/python3\n' "$w" >base/bin/tool
cp base/bin/tool base/bin/pool
run "$AVENV" repair base
like "$rc:$out" "0:*tool' starts the Python of another environment" 'no package has it, only a file of that name'
is "$(cat base/bin/tool)" "#!$w/copies/bin/python3" 'it stays'
rm base/bin/tool base/bin/pool

echo "$w/gone" >"base/$SITE/x.egg-link"
run "$AVENV" repair base
like "$rc:$out" "0:*x.egg-link' leads to '$w/gone', which is gone" 'an .egg-link to what is gone'
rm "base/$SITE/x.egg-link"

# ---- modules ---------------------------------------------------------------------

fresh machine
: >"machine/$SITE/x.some-tag.so"
: >machine/lib/y.cpython-27m.so
sound machine 'what is no module of Python, or lies elsewhere'
: >"machine/$SITE/ab.cpython-27m.so"
: >"machine/$SITE/cd.pypy39-pp73-x86_64-linux-gnu.so"
stays machine "ab.cpython-27m.so' and 1 other are compiled for cpython-27m" 'two modules, as long in name: both count'

# ---- what venv lays out ----------------------------------------------------------

fresh links
mkdir links/lib/dir
echo one >links/lib/file
ln -s file links/lib/link
for change in 'echo two >file' 'echo longer >file' 'ln -sfn fill link' 'ln -s file more' 'rm link && cp file link' \
	'rmdir dir && touch dir' 'rm file && mkdir file' 'mkdir dir/more' 'echo module >dir/only.pyc' \
	'mkdir dir/__pycache__ && touch dir/__pycache__/notes' 'mkdir -p dir/__pycache__/more'; do
	rm -r links/lib64
	cp -a links/lib links/lib64
	(cd links/lib64 && eval "$change")
	stays links "'$w/links/lib64' is no link to 'lib', and what is in it differs" "lib64: $change"
done
rm -r links/lib64
cp -a links/lib links/lib64
mkdir links/lib64/dir/__pycache__
touch links/lib64/dir/__pycache__/x.cpython-311.pyc
mended links "lib64' is a second copy of 'lib'" 'lib64 with a link in it, and with what Python compiled'
rm links/lib64
echo mine >links/lib64
sound links 'a file called lib64'

# To lead it to what is not there mends nothing, however often.
fresh gone
rm -r gone/lib
for to in lib ./lib "$w/gone/lib" /nowhere/lib text; do
	ln -sfn "$to" gone/lib64
	[ "$to" != text ] || { rm gone/lib64 && printf lib >gone/lib64; }
	stays gone "'$w/gone/lib' is gone, to which 'lib64' is to lead*avenv recreate $w/gone'" "lib is gone, lib64: $to"
	run "$AVENV" doctor gone
	like "$rc:$out" "1:*'$w/gone/lib' is gone, to which 'lib64' is to lead; to mend it: avenv recreate" "doctor says the same, lib64: $to"
done
ln -sfn "$w/links/lib" gone/lib64
sound gone 'lib is gone, lib64 leads to what is there: as its owner has it'
rm gone/lib64
mkdir gone/lib64
stays gone "'$w/gone/lib64' is no link to 'lib', and what is in it differs" 'lib is gone, lib64 is an empty directory'
rmdir gone/lib64
ln -s lib gone/lib64
run "$AVENV" recreate -q gone
sound gone 'lib was gone: recreate makes it'

fresh others
echo 'uv = 0.5.1' >>others/pyvenv.cfg
rm others/lib64 others/bin/activate others/bin/activate.fish
run "$AVENV" repair others
is "$rc:$out" "0:'$w/others/bin/activate' is missing" "uv's: only what nobody can be without"
done_testing
