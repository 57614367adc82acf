#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 49 66
# avenv pythons lists the interpreters of pyenv, uv, conda and PATH from their files alone:
# it starts none of them.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/pythons.sh"

mkdir "$T/here" "$T/bin"

# listed WANTED NAME [VAR=VALUE...]: lines 'VERSION IMPLEMENTATION SOURCE PATH'
listed() {
	is "$(found "$T/here" PATH=$SYSTEM "${@:3}" | sed 's/ default$//')" "$1" "$2"
}

listed '' 'nothing in an empty home'
pyenv=$HOME/.pyenv
fake "$pyenv/versions/3.9.18" 3.9.18
fake "$pyenv/versions/3.10.2" 3.10.2
mkenv "$pyenv/versions/project"
mkdir "$pyenv/shims"
printf '#!/bin/sh\n' >"$pyenv/shims/python3"
chmod 755 "$pyenv/shims/python3"
listed '3.10.2 cpython pyenv home/.pyenv/versions/3.10.2/bin/python3.10
3.9.18 cpython pyenv home/.pyenv/versions/3.9.18/bin/python3.9' \
	'pyenv: newest first, no environment and no shim' PATH="$pyenv/shims:$SYSTEM"
mv "$pyenv" "$T/pyenv"
rm -r "$T/pyenv/versions/3.9.18"
listed '3.10.2 cpython pyenv pyenv/versions/3.10.2/bin/python3.10' PYENV_ROOT PYENV_ROOT="$T/pyenv"
listed '' 'PYENV_ROOT: a relative one does not count' PYENV_ROOT=../pyenv

uv=.local/share/uv/python
fake "$HOME/$uv/cpython-3.13.1-linux-x86_64-gnu" 3.13.1
fake "$HOME/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu" 3.13.1 t
ln "$HOME/$uv"/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13{,t}
fake "$HOME/$uv/.temp" 3.12.1
listed "3.13.1 cpython uv home/$uv/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
3.13.1 cpythont uv home/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t" \
	'uv: no half installation'
rm -r "$HOME/.local"
fake "$HOME/miniconda3" 3.12.4
mkdir "$HOME/miniconda3/conda-meta" "$HOME/miniconda3/condabin"
listed '3.12.4 cpython conda home/miniconda3/bin/python3.12' 'conda'
rm -r "$HOME/miniconda3"

fake "$T/a" 3.8.1
listed '3.8.1 cpython path a/bin/python3.8' 'PATH: the most exact name' PATH="$T/a/bin:$SYSTEM"
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
bundled=$T/a/lib/python3.8/ensurepip
printf '_SETUPTOOLS_VERSION = "65.5.0"\n_PIP_VERSION = "23.0.1"\n' >"$bundled/__init__.py"
touch "$bundled"/_bundled/{pip-23.0.1,setuptools-65.5.0}-py3-none-any.whl
run env PATH="$T/a/bin:$SYSTEM" "$AVENV" pythons
like "$rc:$out" '0:*3.8.1*default here*externally managed*a/bin/python3.8' 'default, notes, path'
run env PATH="$T/a/bin:$SYSTEM" "$AVENV" pythons --json
like "$out" '*"schema": 1*"has_pip": true*"externally_managed": true' '--json: schema and notes'
run "$AVENV" pythons extra
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
