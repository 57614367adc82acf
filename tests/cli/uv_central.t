#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 77
# uv's central environments, as `uv sync --preview-features centralized-project-envs` makes them: `.venv`
# is a link to NAME-PYTHON-DIGEST in environments-v2 of uv's cache. proof/like.t has the real uv.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
unset UV_CACHE_DIR
PYTHON=/usr/bin/python3

# central PROJECT PYTHON [CACHE]: uv's environment of it
central() {
	local cache=${3:-$HOME/.cache/uv} at
	at=$cache/environments-v2/${1##*/}-$2-$(cksum <<<"$1$2" | tr -d ' ')
	mkdir -p "$1" "$cache/environments-v2"
	[ -d "$at" ] || "$AVENV" -q create -p $PYTHON --without-pip "$at"
	"$AVENV" -q forget "$at" 2>"$T/.err"
	ln -sfn "$at" "$1/.venv"
	env=$at
}
# on DIR NAME: the last one that was made is on
on() {
	run "$AVENV" -C "$1" path
	is "$rc:$out" "0:$env" "$2"
}
# asks DIR NAME [WORDS]: it is not on
asks() {
	run "$AVENV" -C "$1" path
	like "$rc:$err" "1:*${3:-avenv allow}*" "$2"
}

fresh p/.venv
rm -r p/.venv
central p cp3.11.7
asks p 'no record: asks'
"$AVENV" -q allow p
on p 'allowed: on'
central p cp3.12.1
on p 'of another Python: no new question'
like "$("$AVENV" list)" "*p *$PWD/p * ok*" "list: by its project's name"
central other cp3.12.1
ln -sfn "$env" p/.venv
asks p "another project's: asks" 'leads to'
mkdir -p "$HOME/.cache/uv/elsewhere"
central p cp3.12.1
mv "$env" "$HOME/.cache/uv/elsewhere"
ln -sfn "$HOME/.cache/uv/elsewhere/${env##*/}" p/.venv
asks p 'elsewhere in the cache: asks'
mv "$HOME/.cache/uv/elsewhere/${env##*/}" "$env"
mkdir -p c/environments-v2
central p cp3.13.0 "$PWD/c"
asks p "a directory of that name that is not in uv's cache: asks"
UV_CACHE_DIR=$PWD/c asks p '... also where it is, while another was allowed'
central p cp3.12.1

# uv cache prune
rm -rf "$HOME"/.cache/uv/environments-v2/*
asks p 'pruned: the message names uv' "'uv sync --project $PWD/p' makes it again"
for why in status doctor allow; do
	like "$("$AVENV" $why p 2>&1)" "*'uv sync --project $PWD/p' makes it again*" "... in $why"
done
central p cp3.12.1
on p '... and made again: on'
rm -rf "$HOME/.cache/uv"
central p cp3.12.1
asks p 'the cache itself is another directory: asks'

# Trees
fresh tree/none
rm -r tree/none
"$AVENV" -q allow --tree tree 2>"$T/.err"
central tree/t cp3.11.7
on tree/t 'in an allowed tree: on'
is "$(grep -c "slot $PWD/tree/t/.venv " "$RECORDS")" 1 '... and recorded'
central tree/u cp3.11.7
mv "$env" moved
asks tree/u '... not one that is gone' 'it leads nowhere'
mv moved "$PWD/u-cp3-1"
ln -sfn "$PWD/u-cp3-1" tree/u/.venv
asks tree/u '... nor any other link'
central tree/v cp3.11.7 "$PWD/c"
asks tree/v "... nor one into a directory of that name that is not in uv's cache"
"$AVENV" -q deny tree/t
asks tree/t '... nor one that is denied' 'you denied'

# remove, and a copy
central q cp3.11.7
mkdir -p "$HOME/.cache/uv/archive"
echo shared >"$HOME/.cache/uv/archive/x.py"
ln "$HOME/.cache/uv/archive/x.py" "$env/lib/x.py"
ln -s "$HOME/.cache/uv/archive/x.py" "$env/lib/link.py"
"$AVENV" -q allow q
run "$AVENV" -q create --like q r/.venv
like "$rc:$(<r/.venv/bin/activate)" "0:*$PWD/r/.venv*" 'create --like: a copy in the project'
ok 'remove' "$AVENV" -q remove -y "$env"
is "$(cat "$HOME/.cache/uv/archive/x.py"):$(ls -d "$env" q/.venv 2>/dev/null)" shared:q/.venv "... takes the environment, and nothing from uv's cache"
done_testing
