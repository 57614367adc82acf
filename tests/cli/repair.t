#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv repair: each defect is made, found by --dry-run, which writes nothing, mended, and
# found no more; what was mended works.
# shellcheck disable=SC2016 # text in other shells' hands
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"

w=$T/w
EXE=$("$PYTHON" -c 'import os, sys; print(os.path.realpath(sys.executable))')
export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONFIG_FILE=/dev/null

# works ENV: Python, pip, a console script, a module in machine code
works() {
	"$1/bin/python" -I -c 'import ssl, sys; assert sys.prefix == sys.argv[1], sys.prefix' "$(cd "$1" && pwd -P)" &&
		"$1/bin/pip" check >/dev/null && "$1/bin/tiny" >/dev/null &&
		"$1/bin/python" -I -c 'import _machine' &&
		sh -c '. "$1/bin/activate" && [ "$(command -v python)" = "$1/bin/python" ]' sh "$(cd "$1" && pwd -P)"
}

# found ENV TEXT: --dry-run finds it and writes nothing, repair says the same and mends it
found() {
	local before
	before=$(tree "$1")
	run "$AVENV" repair --dry-run "$1"
	like "$out" "$2" "found: $2"
	is "$rc" 0 "which can be mended"
	is "$(tree "$1")" "$before" "--dry-run writes nothing"
	local said=$out
	out0=$out
	run "$AVENV" repair "$1"
	is "$rc:$out" "0:$said" "repair says the same"
	run "$AVENV" repair "$1"
	is "$rc:$out" "0:" "and finds no more"
	like "$err" 'there is nothing to mend' "which it says"
}

# fresh NAME: a copy of the template as if it had been made there
fresh() {
	cp -a template "$1"
	"$AVENV" -q repair "$1"
}

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
create -q template
template/bin/pip -q install "$T/wheels/tiny/tiny-1.0-py3-none-any.whl" || exit 1
# What pip compiled of itself is in no RECORD, and half of all that is copied below.
find "template/$SITE/pip" -name __pycache__ -prune -exec rm -r {} +
# A module of the base's under another name: this one has no state and one entry point.
cat >"$T/machine.c" <<'C'
#include <Python.h>
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "_machine", 0, -1, 0 };
PyMODINIT_FUNC PyInit__machine(void) { return PyModule_Create(&def); }
C
suffix=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
include=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("include"))')
if ! gcc -shared -fPIC -I"$include" -o "template/$SITE/_machine$suffix" "$T/machine.c" 2>/dev/null; then
	echo 'x = 1' >"template/$SITE/_machine.py"
fi
ok 'the template works' works template
run "$AVENV" repair template
is "$rc:$out" 0: 'nothing is wrong with what create made'

# ---- moved and copied ----------------------------------------------------------

cp -a template copy
before=$(tree template)
found copy "it was copied from '$w/template'"
ok 'a copy works' works copy
ok 'RECORD is right' record_is_right copy
is "$(grep -rlF --exclude='*.pyc' "$w/template" copy)" "" 'and names the old one nowhere'
is "$(tree template)" "$before" 'which is as it was'
mv copy "it's moved"
found "it's moved" "it was moved from '$w/copy'"
ok 'works' works "it's moved"
mv template kept
mv "it's moved" template
found template "it was moved from '$w/it's moved'"
is "$(diff -r --no-dereference kept template | head)" '' 'and back: to the byte'
rm -r template
mv kept template

cp -rL template flat
found flat "is a second copy of 'lib'"
ok 'a flattened copy works' works flat
is "$(find flat -maxdepth 1 -type l -printf '%P %l\n')" 'lib64 lib' 'with copies of Python'
not_ok 'which they stay' test -L flat/bin/python

mkdir -p p/src && cp -a template p/.venv && "$AVENV" -q repair p/.venv
echo "$w/p/src" >"p/.venv/$SITE/mine.pth"
mv p q
found q/.venv "it was moved from '$w/p/.venv'"
is "$(cat "q/.venv/$SITE/mine.pth")" "$w/q/src" 'a project that came along: sources in it are found'
cp -a q r
run "$AVENV" -q repair r/.venv
is "$(cat "r/.venv/$SITE/mine.pth")" "$w/q/src" 'sources that are still there stay what is meant'
rm -r q
run "$AVENV" repair r/.venv
like "$out" "mine.pth' leads to '$w/q/src', which is gone" 'sources that are gone are reported'
is "$(cat "r/.venv/$SITE/mine.pth")" "$w/q/src" 'and not edited'

mkdir s
ln -s ../template s/.venv
run "$AVENV" -C s repair
is "$rc:$out:$err" "1::avenv: '$w/s/.venv' leads elsewhere and is not followed; \"avenv -C $w/s allow\" allows it" 'a link that is not allowed: what is not done, and why'
run eval '(cd s && "$AVENV" freeze)'
is "$rc:$out:$err" "1::avenv: '$w/s/.venv' leads elsewhere and is not followed; 'avenv allow' allows it" 'the same of what only looks'
chmod o+w "${XDG_DATA_HOME:-$HOME/.local/share}/avenv"
run eval '(cd s && "$AVENV" freeze)'
like "$err" 'can be written to by others; it is not used' 'a store that is not read: that is said'
chmod o-w "${XDG_DATA_HOME:-$HOME/.local/share}/avenv"
rm -r s

# setuptools' finder has a single module without its suffix.
mkdir s && cp -a template s/.venv && "$AVENV" -q repair s/.venv
touch s/one.py s/two.abi3.so s/three.egg-info
printf '%s' "MAPPING = {'one': '$w/s/one', 'two': '$w/s/two', 'three': '$w/s/three'}" >"s/.venv/$SITE/__editable___one_finder.py"
echo "$w/s/one" >"s/.venv/$SITE/one.pth"
mv s t
run "$AVENV" -q repair t/.venv
is "$(cat "t/.venv/$SITE/__editable___one_finder.py")" "MAPPING = {'one': '$w/t/one', 'two': '$w/t/two', 'three': '$w/s/three'}" 'modules that came along are found'
is "$(cat "t/.venv/$SITE/one.pth")" "$w/s/one" 'which are nothing on the import path'
cp -a t s
run "$AVENV" -q repair s/.venv
like "$(cat "s/.venv/$SITE/__editable___one_finder.py")" "'one': '$w/t/one', 'two': '$w/t/two'," 'modules that are still there stay what is meant'
rm -r s t

fresh data
mkdir data/etc
echo "root = $w/data/x" >data/etc/conf
mv data moved
run "$AVENV" repair moved
like "$out" "$w/moved/etc/conf:1: root = $w/data/x" 'what else names the old place is printed'
is "$(cat moved/etc/conf)" "root = $w/data/x" 'and stays'

# Somebody made activate anew but not the launchers.
sed -i "1s|.*|#!$w/gone/bin/python|" moved/bin/tiny
found moved "'$w/moved/bin/tiny' starts '$w/gone/bin/python'"
sed -i "1s|.*|#!$w/template/bin/python|" moved/bin/tiny
found moved "'$w/moved/bin/tiny' starts '$w/template/bin/python'"
sed "1s|.*|#!$w/template/bin/python|" moved/bin/tiny >moved/bin/mine
run "$AVENV" repair moved
like "$rc:$out" "0:*mine' starts the Python of another environment, '$w/template'" 'a script of ones own is reported'
is "$(head -n 1 moved/bin/mine)" "#!$w/template/bin/python" 'and stays'
rm moved/bin/mine
for gone in /usr/bin/python3.99 /nowhere/python3.99 "$w/gone/bin/python3.99"; do
	sed -i "1s|.*|#!$gone|" moved/bin/tiny
	found moved "'$w/moved/bin/tiny' starts '$gone'"
	is "$(head -n 1 moved/bin/tiny)" "#!$w/moved/bin/python" 'by a name that there is'
done
printf '#!/usr/bin/python3.99\n' >moved/bin/mine
run "$AVENV" repair moved
like "$rc:$out" "0:*mine' starts a Python that is gone, '/usr/bin/python3.99'" "for the system's Python, and gone: reported"
echo '#!/usr/bin/python3' >moved/bin/mine
run "$AVENV" repair moved
is "$rc:$out" 0: "for the system's Python: nothing is wrong"

# ---- links, modes, line ends ------------------------------------------------------

for name in python python3 "python$SERIES"; do
	fresh links && rm "links/bin/$name"
	found links "'$w/links/bin/$name' is missing"
	ok "works" works links
	ln -sfn /nowhere/python3 "links/bin/$name"
	found links "'$w/links/bin/$name' leads nowhere"
	like "$(readlink "links/bin/$name")" '/*/python*' 'what led out of it does so again'
	ok "works" works links
	rm -r links
done
# A link is judged by where it leads, however that is written.
up=$(printf '%s' "$w/links/bin" | sed 's|/[^/]*|../|g')
fresh links && ln -sfn "$up${EXE#/}" links/bin/python3
run "$AVENV" repair links
is "$rc:$out" 0: 'a relative link to the same interpreter is as good'
ln -sfn ../bin/python3 links/bin/python
run "$AVENV" repair links
is "$rc:$out" 0: 'and so is one within the environment'
ln -sfn "${up}bin/true" links/bin/python3
found links "'$w/links/bin/python3' does not lead to it"
ok 'works' works links
rm -r links
# So is one to another name in bin, unless that is a name of Python's, judged by itself.
printf '#!/bin/sh\n' >"$T/tool" && chmod 0755 "$T/tool"
for stranger in "tool $T/tool" 'mypy mypy' 'ruff ruff' 'lib/tool ../lib/tool' 'notes notes' 'pip3 pip3'; do
	read -r put to <<<"$stranger"
	fresh links
	case $put in
	tool) cp "$T/tool" links/bin/tool && to=tool ;;
	mypy) ln -s /bin/true links/bin/mypy ;;
	ruff) cp /bin/true links/bin/ruff ;;
	lib/tool) cp "$T/tool" links/lib/tool ;;
	notes) echo 'of python' >links/bin/notes ;;
	pip3) ;; # of the environment, so that it starts itself
	esac
	ln -sfn "$to" links/bin/python3
	found links "'$w/links/bin/python3' does not lead to it"
	is "$(wc -l <<<"$out0")" 1 "$put: by one line"
	ok "$put: works" works links
	rm -r links
done
# judged NAME: nothing of these links is wrong, and Python starts
judged() {
	run "$AVENV" repair links
	is "$rc:$out" 0: "$1: as good"
	ok "$1: works" links/bin/python -c ''
	rm -r links
}
# A script that starts Python is its user's, whatever it is called.
for place in wrap python3; do
	fresh links
	rm links/bin/python3
	printf '#!/bin/sh\nexec /usr/bin/python3 "$@"\n' >links/bin/$place
	chmod 0755 links/bin/$place
	[ -e links/bin/python3 ] || ln -s $place links/bin/python3
	judged "a script around it, bin/$place"
done
# wrapped MODE LINE...: links, with these lines for bin/python3
wrapped() {
	local mode=$1
	shift
	rm -rf links && fresh links && rm links/bin/python3
	printf '%s\n' "$@" >links/bin/python3
	chmod "$mode" links/bin/python3
	cp links/bin/python3 "$T/wrapper"
}
# left RC TEXT NAME: repair says that and no more, and leaves it alone
left() {
	run "$AVENV" -q repair links
	is "$rc:$out$(grep -v 'cannot be mended in place' <<<"$err")" "$1:$2" "$3: said"
	ok "$3: as it was" cmp links/bin/python3 "$T/wrapper"
}
for place in wrap python3; do
	wrapped 0644 '#!/bin/sh' 'exec /usr/bin/python3 "$@"'
	[ $place = python3 ] || { mv links/bin/python3 links/bin/wrap && ln -s wrap links/bin/python3; }
	found links "'$w/links/bin/$place' cannot be executed"
	ok "one without its mode, bin/$place: as it was" cmp links/bin/python3 "$T/wrapper"
	judged "with its mode, bin/$place"
done
it="'$w/links/bin/python3'"
wrapped 0755 '#!/nowhere/bin/python3 -I' 'import sys'
left 1 "avenv: $it is a script for '/nowhere/bin/python3', which is gone" 'one for what is gone'
wrapped 0755 "#!$w/links/bin/python" 'import sys'
left 1 "avenv: $it is a script that starts itself, and so nothing" 'one for its own environment'
wrapped 0755 "#!$w/template/bin/python" 'import sys'
left 0 "$it starts the Python of another environment, '$w/template'" 'one for another environment'
wrapped 0755 'exec /usr/bin/python3 "$@"'
left 0 "$it is a script without '#!', which only a shell starts" 'one without "#!"'
wrapped 0755
printf tool >links/bin/python3
cp links/bin/python3 "$T/wrapper"
left 0 "$it is a script without '#!', which only a shell starts" 'nor the text of a link'
wrapped 0755 '#!python3'
left 0 '' 'one for what is sought where it is started'
wrapped 0755
: >links/bin/python3
found links "$it is not a copy of it that works here"
wrapped 0755 '#!/bin/sh' 'exec "$RUNTIME" "$@"'
left 0 "$it is a script that names no Python" 'one of which nobody knows'
wrapped 0755 '#!/bin/sh' 'exec /usr/bin/python3 "$@"' ''
head -c 100000 /dev/zero | tee -a links/bin/python3 >>"$T/wrapper"
left 0 '' 'one with more behind it'
# None is made to start itself, not by way of others either.
for way in '' /links/bin/pytool; do
	wrapped 0755 "#!${way:+$w}${way:-/nowhere/bin/python3} -I" 'import sys'
	mv links/bin/python3 links/bin/wrap
	[ -z "$way" ] || { sed '1s|.*|#!/nowhere/bin/python3|' links/bin/wrap >links/bin/pytool && chmod 0755 links/bin/pytool; }
	ln -s wrap links/bin/python3
	left 0 "'$w/links/bin/$(basename "${way:-wrap}")' starts a Python that is gone, '/nowhere/bin/python3'" "a link to one, $way"
	is "$(readlink links/bin/python3)" wrap 'nor is it led elsewhere'
done
rm -r links
fresh links && ln -sfn python links/bin/python3
found links "'$w/links/bin/python' leads nowhere"
judged 'links in a circle'
fresh links && ln -sfn python3 "links/bin/python$SERIES" && judged 'a link to a link to it'
fresh links && ln -sfn "python$SERIES" links/bin/python3 && ln -sfn "$EXE" "links/bin/python$SERIES" &&
	ln -sfn python3 links/bin/python && judged 'a link to a link to a link to it'
fresh links && ln -sfn own links/bin/python3 && ln -s "$EXE" links/bin/own && judged 'by a name of ones own'
fresh links && ln -sfn own links/bin/python && ln -s python3 links/bin/own && judged 'by a name of ones own and back'
fresh links && ln -sfn own links/bin/python3 && cp "$EXE" links/bin/own && judged 'to a copy by a name of ones own'
fresh links && mkdir links/opt && cp "$EXE" "links/opt/python$SERIES" && ln -sfn "../opt/python$SERIES" links/bin/python3 &&
	judged 'to a copy elsewhere in it'
fresh links && rm links/bin/python3 && cp "$EXE" links/bin/python3 && ln -sfn own links/bin/python &&
	ln -s python3 links/bin/own && judged 'by a name of ones own to a copy'
# One that is linked statically exports nothing, so its name has to do, as in bin itself.
fresh links && mkdir links/opt && cp /bin/true links/opt/python3 && ln -sfn ../opt/python3 links/bin/python3 &&
	judged 'to what is called like it elsewhere in it'
fresh links && ln -sfn /nowhere/python3 "links/bin/python$SERIES" &&
	ln -sfn "python$SERIES" links/bin/python3 && ln -sfn "python$SERIES" links/bin/python
found links "'$w/links/bin/python$SERIES' leads nowhere"
is "$(readlink links/bin/python3):$(wc -l <<<"$out0")" "python$SERIES:1" 'what leads to that is not wrong, and stays'
rm -r links
# It was moved, and what it leads to leads to where it was as well.
for end in own tool; do
	fresh was
	ln -sfn "$w/was/bin/own" was/bin/python3
	ln -s "$w/was/bin/end" was/bin/own
	wrong="'$w/links/bin/python3' leads nowhere"
	case $end in
	own) ln -s "$EXE" was/bin/end && wrong= ;;
	tool) cp "$T/tool" was/bin/end ;;
	esac
	mv was links
	run "$AVENV" repair links
	is "$rc:$(grep python3 <<<"$out")" "0:$wrong" "moved, to links that were, too: $end"
	judged "moved, $end"
done
fresh links && rm links/bin/python*
found links "python3' is missing"
ok 'all of them' works links
find links/bin -type f -exec chmod a-x {} +
found links "/links/bin/pip' and * others cannot be executed"
"$AVENV" -q create --copies --without-pip copies
find copies/bin -type f -exec chmod a-x {} +
found copies "/copies/bin/python' and * others cannot be executed"
ok 'modes' works links
is "$(stat -c %a links/bin/activate)" 644 'activate needs none'
sed -i 's/$/\r/' links/bin/tiny links/bin/activate links/pyvenv.cfg
found links '3 files have line ends of Windows'
ok 'line ends' works links
ok 'RECORD is right' record_is_right links
mv links/bin/Activate.ps1 links/bin/activate.ps1
run "$AVENV" repair links
is "$rc:$out" 0: "virtualenv's and uv's script for PowerShell will do"
mv links/bin/activate.ps1 links/bin/Activate.ps1
rm links/bin/activate links/bin/activate.fish
found links "activate.fish' is missing"
is "$(cat links/bin/activate)" "$(sed "s|$w/template|$w/links|; s|(template)|(links)|g" template/bin/activate)" 'activate as it was'
: >links/bin/activate
found links "activate' is missing"
rm links/lib64
found links "lib64' is missing"
ln -sfn "$w/links/lib" links/lib64
found links "lib64' leads to"
rm links/lib64 && printf lib >links/lib64
found links "lib64' is the text of a link"
is "$(readlink links/lib64)" lib 'lib64'
rm links/bin/python && printf %s python3 >links/bin/python
found links "python' is the text of a link"
ok 'works' works links
rm links/lib64 && mkdir links/lib64 && echo x >links/lib64/own
run "$AVENV" repair links
is "$rc:$(cat links/lib64/own)" 1:x 'a lib64 with files of its own stays'
like "$err" "'$w/links/lib64' is no link to 'lib', and what is in it differs" 'which is said'
echo 'virtualenv = 20' >>links/pyvenv.cfg
run "$AVENV" repair links
is "$rc:$out" 0: 'of virtualenv it may be one'

# ---- the base ---------------------------------------------------------------------

# install DIR: an interpreter of one's own there
install() {
	mkdir -p "$1/bin" && cp "$EXE" "$1/bin/python$SERIES" && ln -s "python$SERIES" "$1/bin/python3" &&
		mkdir "$1/lib" && ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" "$1/lib/python$SERIES"
}

# From the environment it leads there, from where avenv runs it would lead nowhere.
install opt
fresh links && ln -sfn ../../opt/bin/python3 links/bin/python3 && judged 'a relative link out of it'
rm -r opt

for tool in venv virtualenv; do
	install "versions/$SERIES.1"
	fresh base
	ln -sfn "$w/versions/$SERIES.1/bin/python3" base/bin/python3
	printf '%s\n' "home = $w/versions/$SERIES.1/bin" "version = $SERIES.1" "executable = $w/versions/$SERIES.1/bin/python$SERIES" >base/pyvenv.cfg
	if [ $tool = virtualenv ]; then
		printf '%s\n' "home = $w/versions/$SERIES.1/bin" 'implementation = CPython' "version_info = $SERIES.1.final.0" \
			'virtualenv = 20' "base-prefix = $w/versions/$SERIES.1" "base-exec-prefix = $w/versions/$SERIES.1" \
			"base-executable = $w/versions/$SERIES.1/bin/python$SERIES" >base/pyvenv.cfg
	fi
	mv "versions/$SERIES.1" "versions/$SERIES.9"
	found base "its Python, $SERIES.1 in '$w/versions/$SERIES.1/bin', is gone; '$w/versions/$SERIES.9/bin/python3' is"
	is "$(wc -l <<<"$out0")" 1 'one line for one cause'
	is "$(readlink base/bin/python3)" "$w/versions/$SERIES.9/bin/python3" "$tool: the version beside it is taken"
	is "$(grep -c "versions/$SERIES.1" base/pyvenv.cfg)" 0 'pyvenv.cfg follows'
	rm -r versions
	found base "is gone; '/"
	ok 'one elsewhere' base/bin/python -c ''
	rm -r base
done

# A copy of another release is not one of it; of a script nobody knows.
install "versions/$SERIES.1"
fresh base
rm base/bin/python*
cp "$EXE" base/bin/python
printf '#!/bin/sh\nexec %s/bin/python3 "$@"\n' "$w/versions/$SERIES.1" | tee base/bin/python3 >base/bin/wrap
chmod 0755 base/bin/python3 base/bin/wrap
ln -s wrap "base/bin/python$SERIES"
printf '%s\n' "home = $w/versions/$SERIES.1/bin" "version = $SERIES.1" >base/pyvenv.cfg
mv "versions/$SERIES.1" "versions/$SERIES.9"
echo >>"versions/$SERIES.9/bin/python$SERIES"
cp base/bin/python3 "$T/wrapper"
run "$AVENV" -q repair base
like "$rc:$(sort <<<"$out" | tail -n +2)" "0:'$w/base/bin/wrap' is a script, which may start the old Python
its Python, $SERIES.1 in '$w/versions/$SERIES.1/bin', is gone; '$w/versions/$SERIES.9/bin/python3' is "* 'scripts: said'
like "$out" "*'$w/base/bin/python3' is a script, which may start the old Python*" 'whatever they are called'
ok 'as they were' cmp base/bin/python3 "$T/wrapper"
ok 'a copy: of the other release by now' cmp base/bin/python "versions/$SERIES.9/bin/python$SERIES"
rm -r versions base

fresh base
mv "base/lib/python$SERIES" base/lib/python3.99
sed -i 's/^version.*/version = 3.99.1/' base/pyvenv.cfg
run "$AVENV" repair base
is "$rc" 1 'packages for another Python'
like "$err" "its packages are for Python 3.99, but" 'cannot be mended'
like "$err" "Python 3.99 is not installed" 'it says what is missing'
like "$err" "'avenv recreate -p 3.[0-9]* $w/base' makes it anew" 'and what helps'
help=${err##*\'avenv }
read -ra words <<<"${help%%\'*}"
run "$AVENV" "${words[@]}"
is "$rc" 0 'which it does'
fresh base
mv "base/lib/python$SERIES" base/lib/python3.99
sed -i 's/^version.*/version = 3.99.1/' base/pyvenv.cfg
ln -sfn /nowhere/python3 base/bin/python3
sed -i 's|^home.*|home = /nowhere|' base/pyvenv.cfg
run "$AVENV" repair base
like "$rc:$err" "1:*Python '/nowhere/python3' is gone, and Python 3.99 is not installed" 'no such Python at all'
mv base/lib/python3.99 base/lib/nothing
for version in 99999999999999999999.1 4.0; do
	sed -i "s/^version.*/version = $version/" base/pyvenv.cfg
	run "$AVENV" repair base
	like "$rc:$err" "1:*'avenv recreate $w/base' makes it anew" "of another major: $version"
done
rm -r base

# ---- machine code -------------------------------------------------------------------

fresh machine
module=machine/$SITE/other
for tag in "${suffix/${SERIES/./}/399}" .cpython-39-x86_64-linux-gnu.so; do
	[ "$tag" != "$suffix" ] || continue
	: >"$module$tag"
	run "$AVENV" repair machine
	like "$rc:$err" "1:*other$tag' is compiled for" "for another Python: $tag"
	cp "$EXE" "$module$suffix"
	run "$AVENV" repair machine
	is "$rc" 0 'unless there is one that fits'
	rm "$module"*
done
cp "$EXE" "$module$suffix"
printf '\363\000' | dd of="$module$suffix" bs=1 seek=18 conv=notrunc 2>/dev/null
run "$AVENV" repair machine
like "$rc:$err" "1:*is compiled for riscv" 'for another machine'
rm "$module"*
if command -v gcc >/dev/null; then
	echo 'int PyInit_other(void) { return 0; }' >"$T/other.c"
	gcc -shared -nostdlib -Wl,-soname,libc.musl-x86_64.so.1 -o "$T/libc.musl-x86_64.so.1" -x c /dev/null
	gcc -shared -nostdlib -fPIC -Wl,--no-as-needed -o "$module.abi3.so" "$T/other.c" "$T/libc.musl-x86_64.so.1"
	run "$AVENV" repair machine
	like "$rc:$err" "1:*is compiled for musl" 'for another C library'
	rm "$module"*
	gcc -shared -nostdlib -fPIC -o "$module.so" "$T/other.c"
	printf '\363\000' | dd of="$module.so" bs=1 seek=18 conv=notrunc 2>/dev/null
	run "$AVENV" repair machine
	like "$rc:$err" "1:*other.so' is compiled for riscv" 'a module without a tag'
	mv "$module.so" "machine/$SITE/library.so"
	run "$AVENV" repair machine
	is "$rc:$out" 0: 'what is no module is data'
else
	skip 'no gcc' 3
fi

# ---- odd ones ------------------------------------------------------------------------

bare odd
printf '# mine' >>odd/pyvenv.cfg
mkfifo odd/pipe
echo "$w/odd/odd/lib/later" >"odd/$SITE/own.pth"
ln -s "$w/odd/bin/python3" odd/bin/python3.99
mkdir below && mv odd below && mkdir odd && mv below/odd odd/odd
found odd/odd "it was moved from '$w/odd'"
is "$(tail -n 1 odd/odd/pyvenv.cfg)" '# mine' 'a line without a value, the last one, without an end'
is "$(readlink odd/odd/bin/python3.99)" "$w/odd/odd/bin/python3" 'a link to its own Python'
is "$(cat "odd/odd/$SITE/own.pth")" "$w/odd/odd/lib/later" 'moved below where it was: the new place is not taken for the old one'

bare bare
rm -r bare/lib bare/lib64
sed -i 's|^home.*|home = /nowhere/bin|; /^executable/d' bare/pyvenv.cfg
ln -sfn /nowhere/bin/python3 bare/bin/python3
ln -sfn python3 bare/bin/python
cp -a bare bare2
sed -i '/^version/d' bare2/pyvenv.cfg
run "$AVENV" repair bare
like "$rc:$out" "0:its Python, * in '/nowhere/bin', is gone; '*' is " 'without a lib any Python will do'
ok 'works' bare/bin/python -c ''
run "$AVENV" repair bare2
like "$rc:$out" "0:its Python in '/nowhere/bin' is gone; '*' is " 'whatever it was once'

bare many
for ((i = 0; i < 1100; i++)); do echo "$w/many/$i"; done >many/many
mv many few
run "$AVENV" repair few
like "$out" "$w/few/many:1000: *
1?? more places name it" 'of many, how many more'
like "$err" 'left as they are: 11?? places' 'and how many they are in all'

bare large
{ head -c 1500000 /dev/zero && echo "$w/large"; } >large/large
head -c 1500000 /dev/zero >large/zeros
printf '%0300d %s/%0300d\n' 1 "$w/large" 2 >large/wide
mv large larger
run "$AVENV" repair larger
is "$(tail -n +2 <<<"$out" | sed "s|[01]*1 $w/large/0*$|cut|" | sort)" "$w/larger/large: binary
$w/larger/wide:1: cut" 'in a large file, and of a wide line a part'

# ---- refused -------------------------------------------------------------------------

chmod o+w machine
run "$AVENV" repair machine
like "$rc:$err" "1:*'$w/machine' is not repaired:" 'where others can write'
run "$AVENV" repair -n machine
is "$rc" 1 'nor looked at'
chmod o-w machine
exec 9<machine
flock 9
run "$AVENV" repair machine
like "$rc:$err" '1:*another avenv is working on' 'where another one works'
exec 9<&-
mkdir -p windows/Scripts
echo 'home = C:\Python' >windows/pyvenv.cfg
run "$AVENV" repair windows
like "$rc:$err" '1:*is an environment for Windows' 'one for Windows'
run "$AVENV" repair nothing
is "$rc" 1 'nothing'
mkdir none
run "$AVENV" repair none
is "$rc:$err" "1:avenv: '$w/none' is not an environment: there is no pyvenv.cfg in it" 'what is none'
run "$AVENV" repair one template
is "$rc" 2 'two at once'

# ---- whose word ----------------------------------------------------------------------

mkdir -p clone && cp -a template clone/.venv
run "$AVENV" repair clone/.venv
like "$err" "'$w/clone/.venv' is not allowed yet; 'avenv allow $w/clone/.venv' turns" 'a copy is nobodys word'
is "$(records | grep -c clone)" 0 'nothing is recorded'
if command -v git >/dev/null; then
	rm -rf clone/.venv && cp -a template clone/.venv
	git -C clone init -q 2>/dev/null
	git -C clone add -f .venv
	run "$AVENV" repair clone/.venv
	like "$rc:$err" "0:*'$w/clone/.venv' is not allowed yet, and 'avenv allow' refuses it: git tracks '" 'which git tracks: what is said is what allow says'
	unlike "$err" "turns it on" '... not that it turns it on'
	rm -rf clone/.git
else
	skip 'git is not installed' 2
fi

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$T" "$w"
	# The clone may lie where nobody else can go, such as /root.
	cp "$AVENV" "$T/avenv"
	mkdir other && cp -a template other/env && chown -hR 65534:65534 other
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$T/avenv" repair other/env
	is "$rc" 0 "another user's copy"
	ok 'works for him' setpriv --reuid=65534 --regid=65534 --clear-groups other/env/bin/tiny
	run "$AVENV" repair other/env
	like "$rc:$err" "1:*is not repaired" "somebody else's is left alone"
else
	skip 'only for root' 3
fi
done_testing
