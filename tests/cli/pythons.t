#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 49 66
# avenv pythons lists the interpreters of pyenv, uv, conda and PATH, and asks them all at once.
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
fake "$pyenv/versions/3.7.9" 3.7.9
fake "$pyenv/versions/pypy3.10-7.3.12" 3.10.12 pypy
mkenv "$pyenv/versions/project"
mkdir "$pyenv/shims"
printf '#!/bin/sh\n: >"%s"\n' "$T/ran" >"$pyenv/shims/python3"
chmod 755 "$pyenv/shims/python3"
versions=home/.pyenv/versions
listed "3.10.2 cpython pyenv $versions/3.10.2/bin/python3.10
3.9.18 cpython pyenv $versions/3.9.18/bin/python3.9" \
	'pyenv: newest first, no environment, no shim, none that create refuses' PATH="$pyenv/shims:$SYSTEM" FAKE_WAIT=3
mv "$pyenv" "$T/pyenv"
rm -r "$T"/pyenv/versions/{3.9.18,3.7.9,pypy*}
listed '3.10.2 cpython pyenv pyenv/versions/3.10.2/bin/python3.10' PYENV_ROOT PYENV_ROOT="$T/pyenv"

uv=.local/share/uv/python
fake "$HOME/$uv/cpython-3.13.1-linux-x86_64-gnu" 3.13.1
fake "$HOME/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu" 3.13.1 t
fake "$HOME/$uv/.temp" 3.12.1
fake "$HOME/miniconda3" 3.12.4
listed "3.13.1 cpython uv home/$uv/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13
3.12.4 cpython conda home/miniconda3/bin/python3.12
3.13.1 cpythont uv home/$uv/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t" \
	'uv, no half installation; conda; free-threaded last'
rm -r "$HOME/.local" "$HOME/miniconda3"

fake "$T/a" 3.8.1
listed '3.8.1 cpython path a/bin/python3.8' 'PATH: the most exact name' PATH="$T/a/bin:$SYSTEM"
ln -s "$T/a/bin/python3.8" "$T/bin/python3"
listed '3.8.1 cpython path bin/python3' 'PATH: a link to one elsewhere' PATH="$T/bin:$SYSTEM"
mv "$T/a/answer" "$T/answer"
listed '' 'one that does not answer is left out' PATH="$T/a/bin:$SYSTEM"
mv "$T/answer" "$T/a/answer"
cp "$T/a/bin/python3.8" "$T/a/bin/python3-config"
ln -sf "$T/a/bin/python3-config" "$T/bin/python3"
mkdir "$T/bin/python3.8"
: >"$T/bin/python3.7"
printf '#!/bin/sh\n: >"%s"\n' "$T/ran" >"$T/bin/python3.9"
chmod 755 "$T/bin/python3.9"
mkenv "$T/env"
cp "$T/a/bin/python3.8" "$T/env/bin/python3.8"
mkdir "$T/here/bin"
cp "$T/a/bin/python3.8" "$T/here/bin"
: >"$T/log"
listed '' 'PATH: no directory, no script, no other program, no environment, nothing of a project' \
	PATH="$T/bin:$T/env/bin:$T/here/bin:$SYSTEM"
not_ok 'and none of them is started' test -s "$T/log" -o -e "$T/ran"

run env PATH="$T/a/bin:$SYSTEM" "$AVENV" pythons
like "$rc:$out" '0:*3.8.1*default here*a/bin/python3.8' 'default, notes, path'
run env PATH="$T/a/bin:$SYSTEM" "$AVENV" pythons --json
like "$out" '*"schema": 1*"default": true*' '--json: schema and default'
done_testing
