#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 49
# The interpreter that a project gets, from -p, PATH, pyenv's shims, .python-version and
# requires-python. No script, no shim and no program of the project is started.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/pythons.sh"

p=$HOME/src/project
mkdir -p "$p/sub" "$p/bin" "$T/none" "$T/bin"

# env_of DIR HOME: an environment made with HOME's python3
env_of() {
	mkdir -p "$1/bin"
	printf 'home = %s\nversion = 3.9.7\n' "$2" >"$1/pyvenv.cfg"
	ln -sf "$2/python3" "$1/bin/python3"
	ln -sf python3 "$1/bin/python"
}

# gets WANTED NAME DIR [VAR=VALUE...]: the default interpreter in DIR is WANTED, below $T
gets() {
	is "$(found "$3" PATH="$search" "${@:4}" | sed -n 's/.* \(.*\) default$/\1/p')" "$1" "$2"
}

search=$T/a/bin:$SYSTEM
A=a/bin/python3.8
fake "$T/a" 3.8.1
fake "$T/b" 3.9.7
V=home/.pyenv/versions
for version in 3.9.18 3.10.2 3.10.13 3.12.1; do
	fake "$HOME/.pyenv/versions/$version" "$version"
done
UV=home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
fake "$T/${UV%/bin/*}" 3.13.1

# ---- PATH and shims ----------------------------------------------------------

cp "$T/b/bin/python3.9" "$p/bin/python3"
printf '#!/bin/sh\n: >"%s"\n' "$T/ran" >"$T/bin/python3"
chmod 755 "$T/bin/python3"
printf x >"$T/mise"
chmod 755 "$T/mise"
ln -s "$T/mise" "$T/none/python3"
env_of "$T/env" "$T/b/bin"
while IFS='|' read -r wanted path name; do
	gets "$wanted" "PATH: $name" "$p" PATH="$path"
done <<-END
	b/bin/python3.9|$T/bin:$T/none:$T/b/bin:$T/a/bin|the first, no script and no link to a launcher
	$A|bin:${T#/}/b/bin::$search|no relative and no empty entry
	$A|$p/bin:$search|nothing of the project
	$A|$T/env/bin:$search|nothing of an environment
END
is "$(grep -c "$p" "$T/log")" 0 'PATH: a program of the project is not started'

shims=$HOME/.pyenv/shims
mkdir "$shims"
for name in python python3 python3.10 python3.12; do
	printf '#!/usr/bin/env bash\n: >"%s"\n' "$T/ran" >"$shims/$name"
	chmod 755 "$shims/$name"
done
gets $A 'shim without a version: the next on PATH' "$p" PATH="$shims:$search"
echo 3.10.2 >"$HOME/.pyenv/version"
gets $V/3.10.2/bin/python3.10 "shim: pyenv's version file" "$T/none" PATH="$shims:$search"
while read -r version wanted; do
	gets "$wanted" "shim: $version" "$T/none" PATH="$shims:$search" PYENV_VERSION="$version"
done <<-END
	3.12.1 $V/3.12.1/bin/python3.12
	3.10 $V/3.10.13/bin/python3.10
	3.1 $A
	system $A
	../../../b $A
END

# ---- .python-version ---------------------------------------------------------

# says TEXT WANTED NAME [DIR]: TEXT in .python-version of the project
says() {
	printf '%b' "$1" >"$p/.python-version"
	gets "$2" ".python-version: $3" "${4:-$p}"
}
while read -r name wanted; do
	says "$name\n" "$wanted" "$name"
done <<-END
	3.12 $V/3.12.1/bin/python3.12
	3.10.2 $V/3.10.2/bin/python3.10
	python3.9 $V/3.9.18/bin/python3.9
	3.13 $UV
	3.8 $A
	3.99
	system $A
END
says '# ours\n\n3.12 # not 3.10\n3.10\n' $V/3.12.1/bin/python3.12 'the first name'
says 3.12 $V/3.12.1/bin/python3.12 'from a directory below' "$p/sub"
# shellcheck disable=SC2016 # no expansion wanted
for text in "$T/b/bin/python3.9" sub/../3.12 '' '$(touch ran)'; do
	says "$text\n" $A "'${text/$T/T}' is no version"
done
rm "$p/.python-version"
echo 3.12 >"$T/plain"
for make in 'ln -s ../../../plain' mkfifo 'truncate -s 70000'; do
	$make "$p/.python-version"
	gets $A ".python-version: $make: it is not read" "$p"
	rm "$p/.python-version"
done
echo 3.12 >"$T/.python-version"
gets $A '.python-version: none above the home directory' "$p"
rm "$T/.python-version"

# ---- requires-python ---------------------------------------------------------

while IFS=' ' read -r wanted text; do
	printf '[project]\nrequires-python = "%s"\n' "$text" >"$p/pyproject.toml"
	gets "$wanted" "requires-python: '$text'" "$p" PATH="$T/a/bin"
done <<-END
	$A >=3.8
	$V/3.12.1/bin/python3.12 >=3.9,<3.13
	$V/3.10.13/bin/python3.10 ~=3.10.1
	$UV >=3.9
END
for text in '>=3.99' nonsense; do
	printf '[project]\nrequires-python = "%s"\n' "$text" >"$p/pyproject.toml"
	gets '' "requires-python: '$text': none" "$p" PATH="$T/a/bin"
done
printf '[project]\nrequires-python = ">=3.9"\n' >"$p/pyproject.toml"
gets "$UV" 'requires-python: from a directory below' "$p/sub" PATH="$T/a/bin"
says '3.10.2\n' $V/3.10.2/bin/python3.10 'comes before requires-python'
rm "$p/.python-version" "$p/pyproject.toml"

# ---- -p ----------------------------------------------------------------------

# create ARG...: a new $p/made
create() {
	rm -rf "$p/made"
	run env -C "$p" "${CLEAN[@]}" HOME="$T" PATH="$search" PYENV_ROOT="$HOME/.pyenv" \
		"$AVENV" create --without-pip "$@" "$p/made"
}

# picks SPEC WANTED NAME: the environment links to WANTED
picks() {
	create -p "$1"
	is "$rc:$(readlink "$p"/made/bin/* | grep ^/)" "0:$2" "-p: $3"
}
search=$SYSTEM
echo 3.99 >"$p/.python-version"
create
like "$rc:$err" "1:*.python-version' says 3.99, which is not installed; '-p 3'*" 'a version that is not installed'
rm "$p/.python-version"
python=/usr/bin/python3
if [ -x $python ]; then
	version=$($python -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	series=${version%.*}
	picks $python $python 'a path'
	ln -s $python "$T/bin/any-name"
	picks ../../../bin/any-name "$T/bin/any-name" 'a relative path'
	for spec in "$series" "$version" "python$series"; do
		picks "$spec" "/usr/bin/python$series" "$spec"
	done
	env_of "$T/env" /usr/bin
	picks "$T/env" "$(readlink -f $python)" 'an environment, its base'
	mkdir -p "$HOME/.pyenv/versions/mine-1/bin"
	ln -s $python "$HOME/.pyenv/versions/mine-1/bin/python3"
	picks mine-1 "$HOME/.pyenv/versions/mine-1/bin/python3" "pyenv's name"
else
	skip 'there is no /usr/bin/python3' 7
fi
fake "$HOME/.pyenv/versions/3.7.9" 3.7.9
fake "$HOME/.pyenv/versions/pypy3.10-7.3.12" 3.10.12 pypy
for spec in 3.7 pypy3.10 pypy3.10-7.3.12 "$HOME/.pyenv/versions/3.7.9"; do
	create -p "$spec"
	like "$rc:$err" "1:*CPython 3.8*-m venv */made*avenv allow*" "-p $spec: its own venv makes one"
done
printf '#!/bin/sh\n: >"%s"\n' "$T/ran" >"$T/script"
chmod 755 "$T/script"
env_of "$T/env" "$T/gone"
echo 3.99 >"$HOME/.pyenv/version"
rm "$T/b/answer"
for spec in "$T/nowhere/python" "$T/none/" "$T/script" "$shims/python3" "$T/env/bin/python3" \
	"$T/b/bin/python3" /bin/true /bin/cat nonsense 99999999999999999999.1; do
	create -p "$spec"
	like "$rc:$err" "1:avenv: *'*${spec##*/}*'" "-p ${spec/$T/T}: refused"
done
for spec in 3.99 3.12t 3.12.9; do
	create -p "$spec"
	is "$rc:$err" "1:avenv: no Python '$spec' is installed; 'avenv pythons' lists those that are" "-p $spec"
done
search=$T/none
create
like "$rc:$err" '1:avenv: *PATH' 'no Python on PATH'
not_ok 'nothing is made' test -e "$p/made"
not_ok 'no script and no shim is started' test -e "$T/ran"
done_testing
