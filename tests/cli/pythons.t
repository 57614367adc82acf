#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 49 66
# avenv pythons lists the interpreters of pyenv, uv, conda and PATH. The one that a project gets
# follows from -p, .python-version, requires-python, PATH and pyenv's shims. No script, no shim and
# no program of the project is started.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/pythons.sh"

# env_of DIR HOME: an environment made with HOME's python3
env_of() {
	mkenv "$1"
	sed -i "s|^home.*|home = $2|" "$1/pyvenv.cfg"
	ln -sf "$2/python3" "$1/bin/python3"
}

# listed WANTED NAME [VAR=VALUE...]
listed() {
	is "$(found "$T/none" PATH="$SYSTEM" "${@:3}" | sed 's/ default$//')" "$1" "$2"
}

# ---- which there are ---------------------------------------------------------

p=$HOME/src/project
mkdir -p "$p/sub" "$p/bin" "$T/none" "$T/bin"
listed '' 'nothing in an empty home'
V=home/.pyenv/versions
for version in 3.9.18 3.10.2 3.10.13 3.12.1 3.7.9; do fake "$T/$V/$version" $version; done
fake "$T/$V/pypy3.10-7.3.12" 3.10.12 pypy
mkenv "$T/$V/project"
shims=$HOME/.pyenv/shims
mkdir "$shims"
traps "$shims"/python{,3,3.10,3.12} "$T/script" "$T/bin/python3"
UV=home/.local/share/uv/python
fake "$T/$UV/cpython-3.13.1-linux-x86_64-gnu" 3.13.1
fake "$T/$UV/cpython-3.13.1+freethreaded-linux-x86_64-gnu" 3.13.1 t
fake "$T/$UV/.temp" 3.12.1
fake "$HOME/miniconda3" 3.12.4
listed "3.13.1 cpython uv $UV/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
3.12.4 cpython conda home/miniconda3/bin/python3.12
3.12.1 cpython pyenv $V/3.12.1/bin/python3.12
3.10.13 cpython pyenv $V/3.10.13/bin/python3.10
3.10.2 cpython pyenv $V/3.10.2/bin/python3.10
3.9.18 cpython pyenv $V/3.9.18/bin/python3.9
3.13.1 cpythont uv $UV/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t" \
	'newest first, free-threaded last; no environment, no shim, none half installed, none that create refuses' PATH="$shims:$SYSTEM"
rm -r "$HOME/miniconda3"

# not_searched COMMAND...: after it others can change a known place, which only PATH makes a place of Pythons
search=$SYSTEM exposed=$T/$V/3.12.1
not_searched() {
	"$@"
	: >"$T/log"
	unlike "$(found "$T/none" PATH="$SYSTEM")" '*3.12.1 *' "known place, ${*//$T/}: not listed"
	create -p 3.12
	like "$rc:$err" "1:*no Python '3.12' is installed*" '... -p does not find it'
	echo 3.12 >"$p/.python-version"
	gets '' '... nor does .python-version' "$p"
	rm "$p/.python-version"
	unlike "$("${CLEAN[@]}" PATH="$SYSTEM" "$AVENV" __complete bash create -p '')" '*3.12*' '... nor TAB'
	not_ok '... and it is not started' grep -q "$exposed" "$T/log"
	gets "${exposed#"$T/"}/bin/python3.12" '... but it is, on PATH' "$p" PATH="$exposed/bin:$SYSTEM"
}
not_searched chmod o+w "$exposed/bin"
chmod o-w "$exposed/bin"
! can_chown || not_searched chown -R 4242 "$exposed"
chown -R "$EUID" "$exposed"

# on_path WANTED NAME PATH: where the home directory has none
on_path() { listed "$1" "PATH: $2" PATH="$3:$SYSTEM" HOME="$T/nobody"; }
A=a/bin/python3.8
fake "$T/a" 3.8.1
fake "$T/b" 3.9.7
on_path "3.8.1 cpython path $A" 'the most exact name' "$T/a/bin"
mkdir "$T/c" "$T/d"
ln -s "$T/$A" "$T/c/python3"
on_path '3.8.1 cpython path c/python3' 'a link to one elsewhere' "$T/c"
mv "$T/a/answer" "$T/answer"
on_path '' 'one that does not answer is left out' "$T/a/bin"
mv "$T/answer" "$T/a/answer"
run env PATH="$T/a/bin:$SYSTEM" "$AVENV" pythons
like "$rc:$out" "0:*3.8.1*default here*$A*" 'the table: default, notes, path'
cp "$T/$A" "$T/a/bin/python3-config"
ln -s "$T/a/bin/python3-config" "$T/d/python3"
mkdir "$T/d/python3.8"
: >"$T/d/python3.7"
traps "$T/d/python3.9"
mkenv "$T/env"
cp "$T/$A" "$T/env/bin/python3.8"
mkdir "$T/none/bin"
cp "$T/$A" "$T/none/bin"
: >"$T/log"
on_path '' 'no directory, no script, no other program, no environment, nothing of a project' "$T/d:$T/env/bin:$T/none/bin"
not_ok 'and none of them is started' test -s "$T/log" -o -e "$T/ran"

# ---- the default: PATH and shims ---------------------------------------------

search=$T/a/bin:$SYSTEM
UV=$UV/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
cp "$T/b/bin/python3.9" "$p/bin/python3"
printf x >"$T/mise"
chmod 755 "$T/mise"
ln -s "$T/mise" "$T/none/python3"
rm -r "$T/env"
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
gets $A 'shim without a version: the next on PATH' "$p" PATH="$shims:$search"
echo 3.10.2 >"$HOME/.pyenv/version"
while read -r version wanted; do
	gets "$wanted" "shim: $version" "$p" PATH="$shims:$search" PYENV_VERSION="${version#file}"
done <<-END
	file $V/3.10.2/bin/python3.10
	3.12.1 $V/3.12.1/bin/python3.12
	3.10 $V/3.10.13/bin/python3.10
	3.1 $A
	system $A
	../../../b $A
END

# ---- the default: files of the project ---------------------------------------

# Its words: cli/versions
says 3.12 $V/3.12.1/bin/python3.12 "$p/sub"
rm "$p/.python-version"
echo 3.12 >"$T/plain"
# shellcheck disable=SC2317 # called by name
long() { printf '3.12\n%70000s\n' '' >"$1"; }
for make in 'ln -s ../../../plain' mkfifo long; do
	$make "$p/.python-version"
	gets $A ".python-version: $make: it is not read" "$p"
	rm "$p/.python-version"
done
mv "$T/plain" "$T/.python-version"
gets $A '.python-version: none above the home directory' "$p"
rm "$T/.python-version"
printf '[project]\nrequires-python = ">=3.8"\n' >"$p/pyproject.toml"
gets "$A" 'requires-python: the default fits' "$p" PATH="$T/a/bin"
# As TOML, and as large as files of real projects are
printf '# %80000s\nproject.requires-python = ">=3.9" # here\n[tool.x]\nrequires-python = "<3"\n' '' >"$p/pyproject.toml"
gets "$UV" 'requires-python: a dotted key in a file of 80 KB' "$p" PATH="$T/a/bin"
printf '[project]\nrequires-python = ">=3.9"\nname = \n' >"$p/pyproject.toml"
gets "$A" 'requires-python: a file that is no TOML counts for nothing' "$p" PATH="$T/a/bin"
like "$(found "$p" PATH="$search" 2>&1)" "*pyproject.toml' is not valid TOML, at line 3*" '... which is said'
printf '[project]\nrequires-python = ">=3.9"\n' >"$p/pyproject.toml"
gets "$UV" 'requires-python: from a directory below' "$p/sub" PATH="$T/a/bin"
rm "$p/pyproject.toml"

# ---- -p ----------------------------------------------------------------------

search=$SYSTEM
python=/usr/bin/python3
version=$($python -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
series=${version%.*}
ln -s $python "$T/bin/any-name"
rm -r "$T/env"
env_of "$T/env" /usr/bin
while read -r spec wanted; do
	create -p "$spec"
	is "$rc:$(readlink "$p"/made/bin/* | grep ^/)" "0:$wanted" "-p ${spec/$T/}: linked to"
done <<-END
	$python $python
	../../../bin/any-name $T/bin/any-name
	$series /usr/bin/python$series
	$version /usr/bin/python$series
	python$series /usr/bin/python$series
	$T/env $(readlink -f $python)
END
for spec in 3.7 pypy3.10 "$HOME/.pyenv/versions/3.7.9"; do
	create -p "$spec"
	like "$rc:$err" "1:*CPython 3.8*-m venv */made'*avenv allow*" "-p $spec: its own venv makes one"
done
# mkenv makes what its venv would
mkenv "$p/made"
HOME=$T eval "$(sed -n "s|.* and '\(avenv .*\)' turns it on|PATH=$search \1|p" <<<"$err")" 2>"$T/log"
like "$(HOME=$T "$AVENV" allow --list)" "${p/#$T/\~}/made *ok" '... and the command that is named allows it'
rm -r "$p/made" "$T/.local"
# Over an environment it would make two in one.
mkenv "$T/full/.venv"
"$AVENV" -q allow "$T/full"
for command in create recreate; do
	run "$AVENV" -C "$T/full" $command -p 3.7
	like "$rc:$err" "1:*CPython 3.8 and newer" "$command -p 3.7 where an environment is: refused"
	unlike "$err" "*-m venv*" "$command -p 3.7: no command for what is there"
	unlike "$err" "*recreate*" "$command -p 3.7: nor another one"
done
env_of "$T/env" "$T/gone"
echo 3.99 >"$HOME/.pyenv/version"
rm "$T/b/answer"
for spec in "$T/nowhere/python" "$T/none/" "$T/script" "$shims/python3" "$T/env/bin/python3" \
	"$T/b/bin/python3" /bin/true /bin/cat nonsense 99999999999999999999.1; do
	create -p "$spec"
	like "$rc:$err" "1:avenv: *'*${spec##*/}*'*" "-p ${spec/$T/}: refused"
done
while IFS='|' read -r spec hint; do
	create -p "$spec"
	is "$rc:$err" "1:avenv: no Python '$spec' is installed; $hint" "-p $spec"
done <<-END
	3.12t|'avenv create --without-pip -p 3.12 ~/home/src/project/made' uses one that is
	3.12.9|'avenv create --without-pip -p 3.12 ~/home/src/project/made' uses one that is
END
search=$T/none
create
like "$rc:$err" '1:avenv: *PATH*' 'no Python on PATH'
not_ok 'nothing is made' test -e "$p/made"
nothing_ran 'scripts and shims'
done_testing
