#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv pythons: which interpreters are found, what is said of them, and that
# none of them is started.
. "${SRCDIR:?}/tests/lib.sh"

SYSTEM=/usr/bin:/bin
CLEAN=(env -i HOME="$HOME" LC_ALL=C.UTF-8)
mkdir "$T/here" "$T/bin"

# fake PREFIX X.Y [Z]: an installation that says its version in patchlevel.h
fake() {
	local lib="$1/lib/python$2"
	mkdir -p "$1/bin" "$lib/ensurepip/_bundled" "$1/include/python$2"
	printf 'no interpreter\n' >"$1/bin/python${2%t}"
	chmod 755 "$1/bin/python${2%t}"
	ln -s "python${2%t}" "$1/bin/python3"
	ln -s python3 "$1/bin/python"
	: >"$lib/os.py"
	[ -z "${3-}" ] || printf '#define PY_MAJOR_VERSION 3\n#define PY_VERSION      \t"%s"\n' "${2%t}.$3" \
		>"$1/include/python$2/patchlevel.h"
}

# seeded PREFIX X.Y NAME...: what ensurepip of that installation has
seeded() {
	local dir="$1/lib/python$2/ensurepip"
	shift 2
	printf '_SETUPTOOLS_VERSION = "65.5.0"\n_PIP_VERSION = "23.0.1"\n' >"$dir/__init__.py"
	(cd "$dir/_bundled" && touch "$@")
}

# pythons [VAR=VALUE...] [ARG...]: in $T/here; PATH is the system's unless said
pythons() {
	local vars=(PATH="$SYSTEM")
	while [[ ${1-} == *=* ]]; do
		vars+=("$1")
		shift
	done
	(cd "$T/here" && exec "${CLEAN[@]}" "${vars[@]}" "$AVENV" pythons "$@")
}

# ours: of the table on stdin, what lies in $T, with one space between columns;
# the path in its old place, before the source
ours() {
	sed -n "s#  ~/#  $HOME/#; s#$T/##gp" | tr -s ' ' | sed -E 's/^([^ ]+ [a-z]+(, free-threaded)?) (.*) ([^ ]+)$/\1 \4 \3/; s/ $//'
}
listed() { pythons "$@" | ours; }

is "$(listed)" '' 'nothing in an empty home'

# ---- pyenv ------------------------------------------------------------------

pyenv=$HOME/.pyenv
fake "$pyenv/versions/3.9.18" 3.9
fake "$pyenv/versions/3.10.13" 3.10
fake "$pyenv/versions/3.10.2" 3.10
seeded "$pyenv/versions/3.10.13" 3.10 {pip-23.0.1,setuptools-65.5.0}-py3-none-any.whl
seeded "$pyenv/versions/3.9.18" 3.9 pip-23.0.1-py3-none-any.whl
mkenv "$pyenv/versions/project"
mkdir "$pyenv/shims"
printf '#!/bin/sh\n' >"$pyenv/shims/python3"
chmod 755 "$pyenv/shims/python3"
is "$(listed)" "3.10.13 cpython home/.pyenv/versions/3.10.13/bin/python3.10 pyenv
3.10.2 cpython home/.pyenv/versions/3.10.2/bin/python3.10 pyenv no pip wheels
3.9.18 cpython home/.pyenv/versions/3.9.18/bin/python3.9 pyenv no pip wheels" \
	'pyenv: its versions, newest first, its environments not'
is "$(listed PATH="$pyenv/shims:$SYSTEM" | wc -l)" 3 'pyenv: shims are no interpreters'
mv "$pyenv" "$T/pyenv"
is "$(listed)" '' 'PYENV_ROOT: not said'
is "$(listed PYENV_ROOT="$T/pyenv" | head -1)" \
	'3.10.13 cpython pyenv/versions/3.10.13/bin/python3.10 pyenv' 'PYENV_ROOT: said'
is "$(pythons PYENV_ROOT=../pyenv | grep -c pyenv/)" 0 'PYENV_ROOT: a relative one is not used'

# ---- uv and conda -----------------------------------------------------------

fake "$T/uv/cpython-3.13.1-linux-x86_64-gnu" 3.13
fake "$T/uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu" 3.13t
ln -s cpython-3.13.1-linux-x86_64-gnu "$T/uv/cpython-3.13-linux-x86_64-gnu"
# What uv has not yet put in its place.
fake "$T/uv/.temp" 3.12
touch "$T/uv/.lock" "$T/uv/plain"
ln "$T"/uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13{,t}
want='3.13.1 cpython DIR/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13 uv no pip wheels
3.13.1 cpython, free-threaded DIR/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t uv no pip wheels'
is "$(listed UV_PYTHON_INSTALL_DIR="$T/uv")" "${want//DIR/uv}" 'uv: UV_PYTHON_INSTALL_DIR'
mkdir -p "$T/data/uv" "$HOME/.local/share"
mv "$T/uv" "$T/data/uv/python"
is "$(listed XDG_DATA_HOME="$T/data")" "${want//DIR/data/uv/python}" 'uv: XDG_DATA_HOME'
mv "$T/data/uv" "$HOME/.local/share/uv"
is "$(listed)" "${want//DIR/home/.local/share/uv/python}" 'uv: its usual place'
rm -r "$HOME/.local"

for name in miniconda3 anaconda3 miniforge3 mambaforge; do
	fake "$HOME/$name" 3.12 4
	mkdir "$HOME/$name/conda-meta"
	is "$(listed)" '' "conda: $name alone is none"
	mkdir "$HOME/$name/condabin"
	is "$(listed)" "3.12.4 cpython home/$name/bin/python3.12 conda no pip wheels" "conda: ~/$name"
	mv "$HOME/$name" "$T/conda"
	is "$(listed CONDA_EXE="$T/conda/bin/conda")" \
		'3.12.4 cpython conda/bin/python3.12 conda no pip wheels' "conda: CONDA_EXE ($name)"
	is "$(listed CONDA_PREFIX="$T/conda" | wc -l)" 1 "conda: CONDA_PREFIX of a base ($name)"
	rmdir "$T/conda/condabin"
	is "$(listed CONDA_PREFIX="$T/conda" | wc -l)" 0 "conda: CONDA_PREFIX of an environment ($name)"
	is "$(listed PATH="$T/conda/bin:$SYSTEM")" \
		'3.12.4 cpython conda/bin/python3.12 conda default here, no pip wheels' "conda: on PATH ($name)"
	rm -r "$T/conda"
done

# ---- PATH -------------------------------------------------------------------

fake "$T/a" 3.8 1
is "$(listed PATH="$T/a/bin:$SYSTEM")" '3.8.1 cpython a/bin/python3.8 path default here, no pip wheels' \
	'PATH: once, under the most exact name'
is "$(pythons PATH="../a/bin:${T#/}/a/bin::$SYSTEM" | grep -c a/bin/)" 0 'PATH: relative entries are passed over'
for name in python3. python3-config python3.8-config python3.8-gdb.py pythonw python3x pip python-argcomplete; do
	cp "$T/a/bin/python3.8" "$T/a/bin/$name"
	ln -s "$T/a/bin/$name" "$T/bin/python3"
	is "$(listed PATH="$T/bin:$SYSTEM")" '' "PATH: a link to $name is none"
	rm "$T/bin/python3"
done
is "$(listed PATH="$T/a/bin:$SYSTEM" | wc -l)" 1 'PATH: nor are these by themselves'
ln -s "$T/a/bin" "$T/linked"
is "$(listed PATH="$T/linked:$T/a/bin:$SYSTEM")" '3.8.1 cpython a/bin/python3.8 path default here, no pip wheels' \
	'PATH: its own directory rather than a link to it'
ln -s "$T/a/bin/python3.8" "$T/bin/python3"
is "$(listed PATH="$T/bin:$SYSTEM")" '3.8.1 cpython bin/python3 path default here, no pip wheels' \
	'PATH: a link to one elsewhere'
rm "$T/bin/python3"
ln -s /nowhere "$T/bin/python3"
mkdir "$T/bin/python3.8"
printf x >"$T/bin/python3.7"
is "$(listed PATH="$T/bin:$SYSTEM")" '' 'PATH: not what leads nowhere, directories, what cannot be executed'
rm -r "${T:?}"/bin/*
printf '#!/bin/sh\necho 3.8\n' >"$T/bin/python3"
chmod 755 "$T/bin/python3"
is "$(listed PATH="$T/bin:$SYSTEM")" '' 'PATH: a script is none'
rm "$T/bin/python3"
mkenv "$T/env"
cp "$T/a/bin/python3.8" "$T/env/bin/python3.8"
is "$(listed PATH="$T/env/bin:$SYSTEM")" '' 'PATH: an environment is none, copies in it neither'

# ---- what is said -----------------------------------------------------------

# version PREFIX: of the only interpreter in there
version() { listed PATH="$1/bin:$SYSTEM" | cut -d' ' -f1; }
fake "$T/b" 3.7
is "$(version "$T/b")" 3.7 'version: only as much as is known'
mv "$T/b" "$T/3.7.5"
is "$(version "$T/3.7.5")" 3.7.5 'version: from the directory'
mv "$T/3.7.5" "$T/3.8.5"
is "$(version "$T/3.8.5")" 3.7 'version: not from that of another'
mv "$T/3.8.5" "$T/m"
mkdir "$T/m/include/python3.7m"
echo '#define PY_VERSION "3.7.9+"' >"$T/m/include/python3.7m/patchlevel.h"
is "$(version "$T/m")" 3.7.9 'version: of 3.7 the header lies elsewhere'
echo '#define PY_VERSION "3.8.9"' >"$T/m/include/python3.7m/patchlevel.h"
is "$(version "$T/m")" 3.7 'version: not of a header of another'
fake "$T/pre" 3.14 0rc1
is "$(version "$T/pre")" 3.14.0rc1 'version: a pre-release'
mkdir -p "$T/pypy/bin" "$T/pypy/lib/pypy3.10" "$T/pypy/include/pypy3.10"
printf x >"$T/pypy/bin/pypy3.10"
chmod 755 "$T/pypy/bin/pypy3.10"
ln -s pypy3.10 "$T/pypy/bin/pypy3"
ln -s pypy3 "$T/pypy/bin/python"
: >"$T/pypy/lib/pypy3.10/os.py"
echo '#define PY_VERSION "3.10.14"' >"$T/pypy/include/pypy3.10/patchlevel.h"
is "$(listed PATH="$T/pypy/bin:$SYSTEM")" '3.10.14 pypy pypy/bin/pypy3.10 path no pip wheels' 'PyPy'
is "$(listed PATH="$T/pypy/bin:$T/pre/bin:$T/a/bin:$SYSTEM" | cut -d' ' -f1,2)" \
	'3.8.1 cpython
3.14.0rc1 cpython
3.10.14 pypy' 'pre-releases and other implementations come last'

: >"$T/a/lib/python3.8/EXTERNALLY-MANAGED"
seeded "$T/a" 3.8 {pip-22.0.4,pip-23.0.1,setuptools-65.5.0}-py3-none-any.whl
is "$(listed PATH="$T/a/bin:$SYSTEM")" '3.8.1 cpython a/bin/python3.8 path default here, externally managed' \
	'notes: pip is at hand; externally managed'

fake "$T/old" 2.7
is "$(listed PATH="$T/old/bin:$SYSTEM" | cut -d' ' -f4-)" 'path no venv' 'notes: what create refuses'

fake "$HOME/mine" 3.9
like "$(pythons PATH="$HOME/mine/bin:$SYSTEM" | tr -s ' ')" ' path default here, no pip wheels ~/mine/bin/python3.9' \
	'the path comes last, with ~ for the home directory'
rm -r "$HOME/mine"

json=$(pythons PATH="$T/a/bin:$T/pypy/bin:$SYSTEM" --json)
like "$json" '"schema": 1' 'JSON: a schema number'
ok 'JSON: what it says' /usr/bin/python3 -I -S -c '
import json, sys
t = sys.argv[2]
got = [p for p in json.loads(sys.argv[1])["pythons"] if p["path"].startswith(t)]
want = [
    dict(path=t + "/a/bin/python3.8", real=t + "/a/bin/python3.8", version="3.8.1", implementation="cpython",
         free_threaded=False, source="path", name=None, has_pip=True, externally_managed=True, default=True),
    dict(path=t + "/pypy/bin/pypy3.10", real=t + "/pypy/bin/pypy3.10", version="3.10.14", implementation="pypy",
         free_threaded=False, source="path", name=None, has_pip=False, externally_managed=False, default=False),
]
assert got == want, got' "$json" "$T"

run pythons extra
is "$rc" 2 'an argument: usage'
run pythons
is "$rc:$err" 0: 'exit status 0'

# ---- real ones --------------------------------------------------------------

if [ -x /usr/bin/python3 ]; then
	real=$(readlink -f /usr/bin/python3)
	exact=$(/usr/bin/python3 -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	like "$(pythons | tr -s ' ')" "$exact cpython system default here* $real" "the system's: its version, its stable name"
else
	skip "there is no /usr/bin/python3"
fi

IFS=: read -ra others <<<"${AVENV_TEST_PYTHONS-}"
for python in "${others[@]}"; do
	exact=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
	is "$(pythons PATH="${python%/*}:$SYSTEM" HOME=/ | grep -F "${python%/*}/" | cut -d' ' -f1)" "$exact" \
		"$exact: from its files"
done
[ ${#others[@]} -gt 0 ] || skip 'AVENV_TEST_PYTHONS names no others'

# ---- none is started --------------------------------------------------------

if command -v strace >/dev/null && can_trace; then
	(cd "$T/here" && "${CLEAN[@]}" PATH="$T/a/bin:$SYSTEM" PYENV_ROOT="$T/pyenv" ASAN_OPTIONS=detect_leaks=0 \
		strace -f -o "$T/trace" -e trace=execve,execveat,fork,vfork,clone,clone3 "$AVENV" pythons) >/dev/null
	is "$(grep -c -e exec -e fork -e clone "$T/trace")" 1 'nothing is started'
else
	skip 'strace cannot be used'
fi

done_testing
