#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 49 66
# avenv pythons lists the interpreters of pyenv, uv, conda and PATH from their files alone:
# it starts none of them.
. "${SRCDIR:?}/tests/lib.sh"

SYSTEM=/usr/bin:/bin
CLEAN=(env -i HOME="$HOME" LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS-}")
mkdir "$T/here" "$T/bin"

# fake PREFIX X.Y Z: an installation; nothing of it can be started
fake() {
	mkdir -p "$1/bin" "$1/lib/python$2/ensurepip/_bundled" "$1/include/python$2"
	printf 'no interpreter\n' >"$1/bin/python${2%t}"
	chmod 755 "$1/bin/python${2%t}"
	ln -s "python${2%t}" "$1/bin/python3"
	ln -s python3 "$1/bin/python"
	: >"$1/lib/python$2/os.py"
	printf '#define PY_VERSION "%s"\n' "${2%t}.$3" >"$1/include/python$2/patchlevel.h"
}

# pythons [VAR=VALUE...] [ARG...]: in $T/here, with the system's PATH unless said
pythons() {
	local vars=(PATH="$SYSTEM")
	while [[ ${1-} == *=* ]]; do
		vars+=("$1")
		shift
	done
	(cd "$T/here" && exec "${CLEAN[@]}" "${vars[@]}" "$AVENV" pythons "$@")
}

# listed WANTED NAME [VAR=VALUE...]: lines 'VERSION IMPLEMENTATION SOURCE PATH' of those in $T
listed() {
	local wanted=$1 name=$2
	shift 2
	is "$(pythons "$@" --json | /usr/bin/python3 -I -S -c '
import json, sys
for p in json.load(sys.stdin)["pythons"]:
    if p["path"].startswith(sys.argv[1] + "/"):
        print(p["version"], p["implementation"] + "t" * p["free_threaded"], p["source"],
              p["path"][len(sys.argv[1]) + 1:])' "$T")" "$wanted" "$name"
}

listed '' 'nothing in an empty home'
pyenv=$HOME/.pyenv
fake "$pyenv/versions/3.9.18" 3.9 18
fake "$pyenv/versions/3.10.2" 3.10 2
mkenv "$pyenv/versions/project"
mkdir "$pyenv/shims"
printf '#!/bin/sh\n' >"$pyenv/shims/python3"
chmod 755 "$pyenv/shims/python3"
listed '3.10.2 cpython pyenv home/.pyenv/versions/3.10.2/bin/python3.10
3.9.18 cpython pyenv home/.pyenv/versions/3.9.18/bin/python3.9' \
	'pyenv: newest first, no environment and no shim' PATH="$pyenv/shims:$SYSTEM"
mv "$pyenv" "$T/pyenv"
rm -r "$T/pyenv/versions/3.9.18"
listed '3.10.2 cpython pyenv pyenv/versions/3.10.2/bin/python3.10' 'PYENV_ROOT' PYENV_ROOT="$T/pyenv"
listed '' 'PYENV_ROOT: a relative one does not count' PYENV_ROOT=../pyenv

uv=.local/share/uv/python
fake "$HOME/$uv/cpython-3.13.1-linux-x86_64-gnu" 3.13 1
fake "$HOME/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu" 3.13t 1
ln "$HOME/$uv"/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13{,t}
fake "$HOME/$uv/.temp" 3.12 1
listed "3.13.1 cpython uv home/$uv/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
3.13.1 cpythont uv home/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t" \
	'uv: no half installation'
rm -r "$HOME/.local"
fake "$HOME/miniconda3" 3.12 4
mkdir "$HOME/miniconda3/conda-meta" "$HOME/miniconda3/condabin"
listed '3.12.4 cpython conda home/miniconda3/bin/python3.12' 'conda'
rm -r "$HOME/miniconda3"

fake "$T/a" 3.8 1
listed '3.8.1 cpython path a/bin/python3.8' 'PATH: once, by its most exact name' PATH="$T/a/bin:$SYSTEM"
listed '' 'PATH: no relative and no empty entry' PATH="../a/bin:${T#/}/a/bin::$SYSTEM"
for name in python3-config python3.8-gdb.py pip; do
	cp "$T/a/bin/python3.8" "$T/a/bin/$name"
	ln -s "$T/a/bin/$name" "$T/bin/python3"
	listed '' "PATH: a link to $name is no interpreter" PATH="$T/bin:$SYSTEM"
	rm "$T/bin/python3"
done
ln -s "$T/a/bin/python3.8" "$T/bin/python3"
listed '3.8.1 cpython path bin/python3' 'PATH: a link to one elsewhere' PATH="$T/bin:$SYSTEM"
rm "$T/bin/python3"
mkdir "$T/bin/python3.8"
printf x >"$T/bin/python3.7"
printf '#!/bin/sh\necho 3.8\n' >"$T/bin/python3"
chmod 755 "$T/bin/python3"
mkenv "$T/env"
cp "$T/a/bin/python3.8" "$T/env/bin/python3.8"
listed '' 'PATH: no directory, no script, no environment' PATH="$T/bin:$T/env/bin:$SYSTEM"

: >"$T/a/lib/python3.8/EXTERNALLY-MANAGED"
printf '_SETUPTOOLS_VERSION = "65.5.0"\n_PIP_VERSION = "23.0.1"\n' >"$T/a/lib/python3.8/ensurepip/__init__.py"
touch "$T/a/lib/python3.8/ensurepip/_bundled"/{pip-23.0.1,setuptools-65.5.0}-py3-none-any.whl
run pythons PATH="$T/a/bin:$SYSTEM"
like "$rc:$out" '0:*3.8.1*default here*externally managed*a/bin/python3.8' 'the table: default, notes, path'
like "$(pythons PATH="$T/a/bin:$SYSTEM" --json)" '*"schema": 1*"has_pip": true*"externally_managed": true*"default": true' \
	'--json: schema and notes'
run pythons extra
is "$rc" 2 'an argument: usage'

if can_trace; then
	(cd "$T/here" && "${CLEAN[@]}" PATH="$T/a/bin:$SYSTEM" PYENV_ROOT="$T/pyenv" \
		strace -f -o "$T/trace" -e trace=execve,execveat,fork,vfork,clone,clone3 \
		"$SRCDIR/out/release/avenv" pythons) >/dev/null
	is "$(grep -c -e exec -e fork -e clone "$T/trace")" 1 'it starts nothing'
else
	skip 'strace cannot trace here'
fi
done_testing
