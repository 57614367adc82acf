#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Which interpreter a project is given, and which one -p names. What is not
# started is asked of `avenv pythons`, which marks the default of a directory.
. "${SRCDIR:?}/tests/lib.sh"

SYSTEM=/usr/bin:/bin
CLEAN=(env -i HOME="$HOME" LC_ALL=C.UTF-8)
p=$HOME/src/project
mkdir -p "$p/sub" "$T/none" "$T/bin"

# fake PREFIX X.Y.Z: an installation; nothing of it can be started
fake() {
	local series=${2%.*}
	mkdir -p "$1/bin" "$1/lib/python$series" "$1/include/python$series"
	printf 'no interpreter\n' >"$1/bin/python$series"
	chmod 755 "$1/bin/python$series"
	ln -s "python$series" "$1/bin/python3"
	ln -s python3 "$1/bin/python"
	: >"$1/lib/python$series/os.py"
	printf '#define PY_VERSION "%s"\n' "$2" >"$1/include/python$series/patchlevel.h"
}

# default DIR [VAR=VALUE...]: the path of the interpreter marked there, under $T
default() {
	local dir=$1
	shift
	(cd "$dir" && exec "${CLEAN[@]}" PATH="$search" "$@" "$AVENV" pythons --json) |
		/usr/bin/python3 -I -S -c '
import json, sys
print(*[p["path"].replace(sys.argv[1] + "/", "") for p in json.load(sys.stdin)["pythons"] if p["default"]])' "$T"
}

# says TEXT: what .python-version of the project says
says() { printf '%b' "$1" >"$p/.python-version"; }

# names TEXT WANTED: TEXT in .python-version gives that one
names() {
	says "$1\n"
	is "$(default "$p")" "$2" "${3:-.python-version: $1}"
}

search=$T/a/bin:$SYSTEM
fake "$T/a" 3.8.1
fake "$T/b" 3.9.7
V=home/.pyenv/versions
for version in 3.9.18 3.10.2 3.10.13 3.12.1; do
	fake "$HOME/.pyenv/versions/$version" "$version"
done
fake "$HOME/.pyenv/versions/odd-build" 3.6.15
mkdir -p "$HOME/.local/share/uv/python"
fake "$HOME/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu" 3.13.1
UV=home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13

# ---- PATH -------------------------------------------------------------------

is "$(default "$p")" a/bin/python3.8 'PATH decides'
is "$(default "$p" PATH="$T/none:$T/b/bin:$T/a/bin")" b/bin/python3.9 'PATH: the first'
is "$(default "$T" PATH="a/bin:${T#/}/a/bin:$T/b/bin")" b/bin/python3.9 'PATH: never a relative entry'
is "$(default "$T/a/bin" PATH=":$T/b/bin")" b/bin/python3.9 'PATH: never an empty one'
rm "$T/b/bin/python3"
ln -sf python3.9 "$T/b/bin/python"
is "$(default "$p" PATH="$T/b/bin:$T/a/bin")" a/bin/python3.8 'PATH: python3 anywhere before python'
is "$(default "$p" PATH="$T/b/bin")" b/bin/python3.9 'PATH: python where there is no python3'
mkdir "$T/old"
printf x >"$T/old/python2.7"
chmod 755 "$T/old/python2.7"
ln -s python2.7 "$T/old/python"
is "$(default "$p" PATH="$T/old:$T/b/bin")" b/bin/python3.9 'PATH: not a Python 2'
printf '#!/bin/sh\nexec python3.8\n' >"$T/bin/python3"
chmod 755 "$T/bin/python3"
is "$(default "$p" PATH="$T/bin:$search")" a/bin/python3.8 'PATH: scripts are passed over'
printf x >"$T/mise"
chmod 755 "$T/mise"
ln -sf "$T/mise" "$T/bin/python3"
is "$(default "$p" PATH="$T/bin:$search")" a/bin/python3.8 'PATH: links to a launcher are passed over'
rm "$T/bin/python3"

# ---- environments: their base -----------------------------------------------

# env_of DIR HOME: an environment made from HOME's python3
env_of() {
	mkdir -p "$1/bin"
	printf 'home = %s\nversion = 3.9.7\n' "$2" >"$1/pyvenv.cfg"
	ln -sf "$2/python3" "$1/bin/python3"
	ln -sf python3 "$1/bin/python"
}
ln -s python3.9 "$T/b/bin/python3"
env_of "$T/env" "$T/b/bin"
in_env() { default "$p" PATH="$T/env/bin:$search"; }
is "$(in_env)" b/bin/python3.9 'environment: its base'
env_of "$T/inner" "$T/env/bin"
is "$(default "$p" PATH="$T/inner/bin:$search")" b/bin/python3.9 'environment: of an environment'
rm "$T/env/bin/python3"
cp "$T/a/bin/python3.8" "$T/env/bin/python3"
is "$(in_env)" b/bin/python3 'environment: with copies: home'
mv "$T/b/bin/python3" "$T/b/bin/kept"
is "$(in_env)" b/bin/python3.9 'environment: home has another name for it'
mv "$T/b/bin/kept" "$T/b/bin/python3"
printf 'home = %s\n' "$T/env/bin" >"$T/env/pyvenv.cfg"
is "$(in_env)" a/bin/python3.8 'environment: in circles, the next on PATH'
printf 'home = %s\n' "${T#/}/b/bin" >"$T/env/pyvenv.cfg"
is "$(in_env)" a/bin/python3.8 'environment: home is relative, the next on PATH'
env_of "$T/env" "$T/gone"
is "$(in_env)" a/bin/python3.8 'environment: its base is gone, the next on PATH'

# ---- pyenv's shims ----------------------------------------------------------

shims=$HOME/.pyenv/shims
mkdir "$shims"
for name in python python3 python3.10 python3.12; do
	printf '#!/usr/bin/env bash\ntouch "%s"\n' "$T/ran" >"$shims/$name"
	chmod 755 "$shims/$name"
done
shim() { default "$1" PATH="$shims:$search" "${@:2}"; }
is "$(shim "$p")" a/bin/python3.8 'shim: no version is set, the next on PATH'
echo 3.10.2 >"$HOME/.pyenv/version"
is "$(shim "$T/none")" $V/3.10.2/bin/python3.10 "shim: pyenv's version file"
is "$(shim "$T/none" PYENV_VERSION=3.12.1)" $V/3.12.1/bin/python3.12 'shim: PYENV_VERSION'
is "$(shim "$T/none" PYENV_VERSION=3.10)" $V/3.10.13/bin/python3.10 'shim: the newest of a series'
mkdir "$HOME/.pyenv/versions"/3.10.{0,1,{3..12},13-debug} "$HOME/.pyenv/versions/3.10-dev"
is "$(shim "$T/none" PYENV_VERSION=3.10)" $V/3.10.13/bin/python3.10 'shim: in whichever order they lie there, without builds for debugging'
rmdir "$HOME/.pyenv/versions"/3.10.{0,1,{3..12},13-debug} "$HOME/.pyenv/versions/3.10-dev"
is "$(shim "$T/none" PYENV_VERSION=3.1)" a/bin/python3.8 'shim: 3.10 is not of the series 3.1'
is "$(shim "$T/none" PYENV_VERSION=python-3.12.1)" $V/3.12.1/bin/python3.12 'shim: python- in front'
is "$(shim "$T/none" PYENV_VERSION=3.99:3.12.1:3.10.2)" $V/3.12.1/bin/python3.12 'shim: the first that is there'
is "$(shim "$T/none" PYENV_VERSION=:3.12.1)" $V/3.12.1/bin/python3.12 'shim: nothing before a colon is no version'
is "$(shim "$T/none" PYENV_VERSION=system)" a/bin/python3.8 'shim: system is the next on PATH'
is "$(shim "$T/none" PYENV_VERSION=system:3.12.1)" a/bin/python3.8 'shim: system before another'
is "$(shim "$T/none" PYENV_VERSION=../../../b)" a/bin/python3.8 'shim: a way out is no version'
mkdir "$T/local"
echo 3.12.1 >"$T/local/.python-version"
env_of "$HOME/.pyenv/versions/my-env" "$T/b/bin"
is "$(shim "$T/none" PYENV_VERSION=my-env)" b/bin/python3.9 'shim: of an environment its base'
is "$(shim "$T/none" PYENV_ROOT="$T/nowhere")" $V/3.10.2/bin/python3.10 'shim: it knows its own root'
ok 'shims are not started' test ! -e "$T/ran"

# ---- .python-version --------------------------------------------------------

names 3.12 $V/3.12.1/bin/python3.12
names 3.12.1 $V/3.12.1/bin/python3.12
names 3.10 $V/3.10.13/bin/python3.10
names 3.10.2 $V/3.10.2/bin/python3.10
names python3.9 $V/3.9.18/bin/python3.9
names cpython-3.9 $V/3.9.18/bin/python3.9
names python-3.12.1 $V/3.12.1/bin/python3.12
names 3.13 "$UV"
names cpython-3.13.1-linux-x86_64-gnu "$UV"
names odd-build $V/odd-build/bin/python3.6
names my-env b/bin/python3.9
names 3.8 a/bin/python3.8
says '3.9\n'
is "$(default "$p" PATH="$T/b/bin:$search")" b/bin/python3.9 'a version: PATH before others'
is "$(default "$p" PATH="$T/a/bin:$T/b/bin")" b/bin/python3.9 'a version: anywhere on PATH'
is "$(default "$p" PATH="$shims:$search" PYENV_VERSION=3.12.1)" $V/3.9.18/bin/python3.9 'a version: not another of a shim'
says '# ours\n\n  3.99 3.12 # not 3.10\n3.10\n'
is "$(default "$p")" $V/3.12.1/bin/python3.12 'several: the first that is installed; comments'
says '3.12'
is "$(default "$p/sub")" $V/3.12.1/bin/python3.12 'from below; without a final newline'
says 'system\n'
is "$(default "$p" PATH="$shims:$search")" a/bin/python3.8 'system: what PATH gives'
# shellcheck disable=SC2016 # meant as it stands
for text in ../../../b/bin/python3.9 "$T/b/bin/python3.9" ./x .. sub/../3.12 '' -p '$(touch ran)' 3.12/bin; do
	says "$text\n"
	is "$(default "$p")" a/bin/python3.8 "not a name: '${text/$T/T}'"
done
ln -s ../b/bin/python3.9 "$T/bin/pip"
says 'pip\n'
is "$(default "$p" PATH="$T/bin:$search")" a/bin/python3.8 'a program that is called otherwise'
rm "$T/bin/pip"
rm "$p/.python-version"
echo 3.12 >"$T/plain"
ln -s "$T/plain" "$p/.python-version"
is "$(default "$p")" a/bin/python3.8 'a link is not followed'
rm "$p/.python-version"
mkfifo "$p/.python-version"
is "$(default "$p")" a/bin/python3.8 'a FIFO is not waited for'
rm "$p/.python-version"
head -c 70000 /dev/zero | tr '\0' ' ' >"$p/.python-version"
echo 3.12 >>"$p/.python-version"
is "$(default "$p")" a/bin/python3.8 'one that is too large is not read'
rm "$p/.python-version"
echo 3.12 >"$HOME/.python-version"
is "$(default "$p")" $V/3.12.1/bin/python3.12 'that of HOME counts'
rm "$HOME/.python-version"
echo 3.12 >"$T/.python-version"
is "$(default "$p")" a/bin/python3.8 'none above HOME from below it'
is "$(default "$T/none")" $V/3.12.1/bin/python3.12 'elsewhere up to the root'
rm "$T/.python-version"

# ---- requires-python --------------------------------------------------------

# requires TEXT WANTED: in pyproject.toml
requires() {
	printf '[project]\nrequires-python = "%s"\n' "$1" >"$p/pyproject.toml"
	is "$(default "$p")" "$2" "requires-python: '$1'"
}
requires '>=3.8' a/bin/python3.8
requires '>=3.8.1,<4' a/bin/python3.8
requires '>=3.9' "$UV"
requires '>=3.9,<3.13' $V/3.12.1/bin/python3.12
requires '~=3.10.1' $V/3.10.13/bin/python3.10
requires '==3.10.2' $V/3.10.2/bin/python3.10
requires '>=3.99' a/bin/python3.8
mkdir -p "$HOME/.pyenv/versions/pypy3.98-7.3.12/bin" "$HOME/.pyenv/versions/pypy3.98-7.3.12/lib/pypy3.98"
: >"$HOME/.pyenv/versions/pypy3.98-7.3.12/lib/pypy3.98/os.py"
cp "$T/a/bin/python3.8" "$HOME/.pyenv/versions/pypy3.98-7.3.12/bin/pypy3.98"
requires '>=3.98' a/bin/python3.8
requires 'nonsense' a/bin/python3.8
requires '' a/bin/python3.8
requires '>=3.9' "$UV"
is "$(default "$p/sub")" "$UV" 'requires-python: from below'
mkdir "$p/sub/nested"
echo '[tool.x]' >"$p/sub/pyproject.toml"
is "$(default "$p/sub/nested")" a/bin/python3.8 'requires-python: only the nearest file'
says '3.10.2\n'
is "$(default "$p")" $V/3.10.2/bin/python3.10 '.python-version comes before it'
says '3.99\n'
is "$(default "$p")" "$UV" '.python-version: where that is not installed, after all'
rm "$p/.python-version"
rm -r "$T/b/include"
is "$(default "$p" PATH="$T/b/bin:$SYSTEM")" b/bin/python3.9 'requires-python: 3.9 is all that is known'
requires '>=3.9.5,<3.10' $V/3.9.18/bin/python3.9
is "$(default "$p" PATH="$T/b/bin:$SYSTEM")" b/bin/python3.9 'requires-python: it may be that one'

names pypy3.98 $V/pypy3.98-7.3.12/bin/pypy3.98
names pypy3.98-7.3.12 $V/pypy3.98-7.3.12/bin/pypy3.98
rm "$p/.python-version" "$p/pyproject.toml"

# ---- -p ---------------------------------------------------------------------

IFS=: read -ra pythons <<<"${AVENV_TEST_PYTHONS-}"
[ ! -x /usr/bin/python3 ] || pythons+=(/usr/bin/python3)

# create ARG...: with nothing else installed; leaves $out, $err and $rc
create() {
	rm -rf "$p/made"
	run env -C "$p" "${CLEAN[@]}" HOME="$T" PATH="$search" "$AVENV" create --without-pip "$@" "$p/made"
}

# made: the interpreter in there, of which the first link is
made() {
	local link
	for link in "$p"/made/bin/*; do
		case $(readlink "$link") in
		/*) readlink "$link" ;;
		esac
	done
}
# picks SPEC WANTED NAME
picks() {
	create -p "$1"
	is "$rc:$(made)" "0:$2" "$3"
}

search=$SYSTEM
for python in "${pythons[@]}"; do
	version=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	series=${version%.*} bin=${python%/*}
	if [ "${version%%.*}" = 2 ]; then
		create -p "$python"
		is "$rc" 1 "$version: refused"
		continue
	fi
	picks "$python" "$python" "$version: its path"
	picks "$bin/../bin/python3" "$bin/python3" "$version: a path with .."
	ln -s "$bin/python$series" "$T/bin/any-name"
	picks "../../../bin/any-name" "$T/bin/any-name" "$version: a relative path, a link of any name"
	rm "$T/bin/any-name"
	[ "$bin" = /usr/bin ] || picks "${bin%/*}" "$bin/python" "$version: the directory of an installation"
	search=$bin:$SYSTEM
	for spec in "$series" "$version" "python$series" "cpython-$version"; do
		picks "$spec" "$bin/python$series" "$version: '$spec'"
	done
	picks python3 "$bin/python3" "$version: 'python3'"
	search=$SYSTEM
	env_of "$T/of-$version" "$bin"
	picks "$T/of-$version" "$(readlink -f "$python")" "$version: an environment, its base"
	picks "$T/of-$version/bin/python" "$(readlink -f "$python")" "$version: the Python of an environment, its base"
done

create -p "$T/nowhere/python"
is "$rc:$err" "1:avenv: cannot use '$T/nowhere/python' as Python: No such file or directory" 'a path: nothing there'
create -p "$T/none/"
is "$rc:$err" "1:avenv: '$T/none/' is a directory without a Python" 'a path: an empty directory'
printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" >"$T/script"
chmod 755 "$T/script"
create -p "$T/script"
is "$rc:$err" "1:avenv: '$T/script' is a script, not an interpreter" 'a path: a script'
echo 3.99 >"$HOME/.pyenv/version"
create -p "$shims/python3"
like "$rc:$err" "1:avenv: '$shims/python3' is a shim of pyenv, which has no such program" 'a path: a shim'
create -p "$T/env/bin/python3"
is "$rc:$err" "1:avenv: '$T/env/bin/python3' lies in an environment whose base is gone" 'a path: an environment without base'
ok 'scripts are not started' test ! -e "$T/ran"
create -p "$T/b/bin/python3"
if [[ $AVENV_BUILD_DIR == */valgrind ]]; then
	skip 'valgrind does not say that a child could not be started'
else
	like "$rc:$err" "1:avenv: cannot start '$T/b/bin/python3': " 'a path: no program'
fi
for program in /bin/true /bin/ls /bin/cat; do
	create -p $program
	is "$rc:$err" "1:avenv: '$program' is not a Python interpreter; 'avenv pythons' lists those that are" "a path: another program, $program"
done
ln -s nowhere "$T/dangling"
create -p "$T/dangling"
is "$rc:$err" "1:avenv: cannot use '$T/dangling' as Python: No such file or directory" 'a path: a link that leads nowhere'
rm "$T/dangling"
create -p 3.99
like "$rc:$err" "1:avenv: no Python '3.99' is installed; the nearest is 3." 'a version: the nearest is named'
like "$err" "'avenv pythons' lists all" 'a version: and where to look'
create -p 99999999999999999999.1
like "$rc:$err" "1:avenv: no Python '99999999999999999999.1' is installed; the nearest is " 'a version that no number is'
create -p nonsense
is "$rc:$err" "1:avenv: no Python 'nonsense' is installed; 'avenv pythons' lists those that are" 'a name: said so'
search=$T/none
create
like "$rc:$err" '1:avenv: there is no Python 3 on PATH' 'none on PATH: said so'
not_ok 'and nothing was made' test -e "$p/made"

# ---- what is said of the choice ---------------------------------------------

search=$SYSTEM
if [ -x /usr/bin/python3 ]; then
	series=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	create
	is "${err%% with*}" "avenv: made '$p/made'" 'PATH decides: nothing is said'
	says "$series\n"
	create
	like "$err" "'$p/.python-version' says $series" '.python-version: said so'
	says '3.99\n'
	create
	like "$err" "'$p/.python-version' says '3.99', which is not installed" '.python-version: not installed: said so'
	is "$rc" 0 '.python-version: not installed: goes on'
	rm "$p/.python-version"
	ln -s "$T/plain" "$p/.python-version"
	create
	like "$err" "'$p/.python-version' is not used: it is not a plain file" '.python-version: a link: said so'
	rm "$p/.python-version"
	head -c 70000 /dev/zero | tr '\0' '#' >"$p/.python-version"
	create
	like "$err" "'$p/.python-version' is not used: it is too large" '.python-version: more than 64 KiB: said so'
	rm "$p/.python-version"
	{
		printf '[project]\nrequires-python = ">=3.99"\n'
		head -c 70000 /dev/zero | tr '\0' '#'
	} >"$p/pyproject.toml"
	create
	like "$err" "'$p/pyproject.toml' is not used: it is too large" 'requires-python: more than 64 KiB: said so'
	printf '[project]\nrequires-python = ">=3.99"\n' >"$p/pyproject.toml"
	create
	like "$rc:$err" "0:avenv: '$p/pyproject.toml' requires Python >=3.99, which is not installed; this is $series" \
		'requires-python: not installed: said so'
else
	skip 'there is no /usr/bin/python3' 8
fi

done_testing
