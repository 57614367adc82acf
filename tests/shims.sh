#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of shims, after lib.sh: a directory of shims, programs behind it on PATH, and projects.
# shellcheck disable=SC2034 # for those tests

SHIMS=$T/shims BIN=$T/bin p=$T/p/.venv
PREFIX='import sys; print(sys.prefix, sys.executable)'
mkdir -p "$SHIMS" "$BIN" "$T"/{none,q/sub,p/sub}
for name in python python3 pip tool; do ln -s "$AVENV-hook" "$SHIMS/$name"; done
mkenv "$p" "$T"/{clone,q}/.venv
"$AVENV" -q allow "$T/p"
"$AVENV" -q allow "$T/q"
ln -s /usr/bin/python3 "$BIN/python"

# shellcheck disable=SC2016 # for the programs
{
	program "$p/bin/tool" '#!/bin/sh' 'echo "own $*"'
	program "$BIN/tool" '#!/bin/sh' 'echo "next $*"'
}

# at DIR [VAR=VALUE...] COMMAND...: in DIR, with nothing else in the environment
at() {
	run env -i -C "$1" PATH="$SHIMS:$BIN:/usr/bin:/bin:$AVENV_BUILD_DIR" HOME="$HOME" LC_ALL=C.UTF-8 PWD="$1" "${@:2}"
}
