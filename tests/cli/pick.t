#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 49
# The interpreter that a project gets, from -p, PATH, pyenv's shims, .python-version and
# requires-python. No script and no shim is started, and no file of the project leads to
# a program by its path. Fake interpreters, which `avenv pythons` reads, do for most of it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/pythons.sh"

p=$HOME/src/project
mkdir -p "$p/sub" "$T/none" "$T/bin"

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
mkdir -p "$HOME/.local/share/uv/python"
fake "$HOME/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu" 3.13.1
UV=home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13

# ---- PATH, environments and shims --------------------------------------------

gets $A 'PATH decides' "$p"
gets b/bin/python3.9 'PATH: the first' "$p" PATH="$T/none:$T/b/bin:$T/a/bin"
gets b/bin/python3.9 'PATH: no relative entry' "$T" PATH="a/bin:${T#/}/a/bin:$T/b/bin"
gets b/bin/python3.9 'PATH: no empty entry' "$T/a/bin" PATH=":$T/b/bin"
printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" >"$T/bin/python3"
chmod 755 "$T/bin/python3"
gets $A 'PATH: a script is passed over' "$p" PATH="$T/bin:$search"
printf x >"$T/mise"
chmod 755 "$T/mise"
ln -sf "$T/mise" "$T/bin/python3"
gets $A 'PATH: a link to a launcher is passed over' "$p" PATH="$T/bin:$search"
env_of "$T/env" "$T/b/bin"
env_of "$T/inner" "$T/env/bin"
gets b/bin/python3.9 'an environment: its base' "$p" PATH="$T/env/bin:$search"
gets b/bin/python3.9 'an environment of an environment: its base' "$p" PATH="$T/inner/bin:$search"
for home in "$T/env/bin" "${T#/}/b/bin" "$T/gone"; do
	env_of "$T/env" "$home"
	gets $A "an environment without base: ${home/$T/T}" "$p" PATH="$T/env/bin:$search"
done

shims=$HOME/.pyenv/shims
mkdir "$shims"
for name in python python3 python3.10 python3.12; do
	printf '#!/usr/bin/env bash\ntouch "%s"\n' "$T/ran" >"$shims/$name"
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
env_of "$HOME/.pyenv/versions/my-env" "$T/b/bin"
while read -r name wanted; do
	says "$name\n" "$wanted" "$name"
done <<-END
	3.12 $V/3.12.1/bin/python3.12
	3.12.1 $V/3.12.1/bin/python3.12
	3.10 $V/3.10.13/bin/python3.10
	python3.9 $V/3.9.18/bin/python3.9
	3.13 $UV
	my-env b/bin/python3.9
	3.8 $A
	system $A
END
says '# ours\n\n 3.99 3.12 # not 3.10\n3.10\n' $V/3.12.1/bin/python3.12 'the first there is'
says 3.12 $V/3.12.1/bin/python3.12 'from a directory below' "$p/sub"
# shellcheck disable=SC2016 # no expansion wanted
for text in ../../../b/bin/python3.9 "$T/b/bin/python3.9" ./x .. sub/../3.12 '' -p \
	'$(touch ran)' 3.12/bin; do
	says "$text\n" $A "'${text/$T/T}' is no version"
done
rm "$p/.python-version"
echo 3.12 >"$T/plain"
ln -s "$T/plain" "$p/.python-version"
gets $A '.python-version: a link is not followed' "$p"
rm "$p/.python-version"
mkfifo "$p/.python-version"
gets $A '.python-version: a FIFO is not waited for' "$p"
rm "$p/.python-version"
head -c 70000 /dev/zero | tr '\0' ' ' >"$p/.python-version"
echo 3.12 >>"$p/.python-version"
gets $A '.python-version: more than 64 KiB are not read' "$p"
rm "$p/.python-version"
echo 3.12 >"$T/.python-version"
gets $A '.python-version: none above the home directory' "$p"
rm "$T/.python-version"

# ---- requires-python ---------------------------------------------------------

while IFS=' ' read -r wanted text; do
	printf '[project]\nrequires-python = "%s"\n' "$text" >"$p/pyproject.toml"
	gets "$wanted" "requires-python: '$text'" "$p"
done <<-END
	$A >=3.8
	$UV >=3.9
	$V/3.12.1/bin/python3.12 >=3.9,<3.13
	$V/3.10.13/bin/python3.10 ~=3.10.1
	$V/3.10.2/bin/python3.10 ==3.10.2
	$A >=3.99
	$A nonsense
	$UV >=3.9
END
gets "$UV" 'requires-python: from a directory below' "$p/sub"
says '3.10.2\n' $V/3.10.2/bin/python3.10 'comes before requires-python'
rm "$p/.python-version" "$p/pyproject.toml"

# ---- -p ----------------------------------------------------------------------

# create ARG...: a new $p/made
create() {
	rm -rf "$p/made"
	run env -C "$p" "${CLEAN[@]}" HOME="$T" PATH="$search" \
		"$AVENV" create --without-pip "$@" "$p/made"
}

# picks SPEC WANTED NAME: the environment links to WANTED
picks() {
	create -p "$1"
	is "$rc:$(readlink "$p"/made/bin/* | grep ^/)" "0:$2" "-p: $3"
}
search=$SYSTEM
python=/usr/bin/python3
if [ -x $python ]; then
	version=$($python -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	series=${version%.*}
	picks $python $python 'a path'
	ln -s $python "$T/bin/any-name"
	picks ../../../bin/any-name "$T/bin/any-name" 'a relative path'
	for spec in "$series" "$version" "python$series" "cpython-$version"; do
		picks "$spec" "/usr/bin/python$series" "$spec"
	done
	env_of "$T/env" /usr/bin
	picks "$T/env" "$(readlink -f $python)" 'an environment, its base'
else
	skip 'there is no /usr/bin/python3' 7
fi
printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" >"$T/script"
chmod 755 "$T/script"
env_of "$T/env" "$T/gone"
echo 3.99 >"$HOME/.pyenv/version"
for spec in "$T/nowhere/python" "$T/none/" "$T/script" "$shims/python3" "$T/env/bin/python3" \
	"$T/b/bin/python3" /bin/true /bin/cat nonsense 3.99 99999999999999999999.1; do
	create -p "$spec"
	like "$rc:$err" "1:avenv: *'*${spec##*/}*'" "-p ${spec/$T/T}: refused"
done
search=$T/none
create
like "$rc:$err" '1:avenv: *PATH' 'no Python on PATH'
not_ok 'nothing is made' test -e "$p/made"
not_ok 'no script and no shim is started' test -e "$T/ran"
done_testing
