#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of shims, after lib.sh: a directory of shims, programs behind it on PATH, and projects.
# shellcheck disable=SC2034,SC2154 # for those tests; run() leaves them

SHIMS=$T/shims BIN=$T/bin p=$T/p/.venv
PREFIX='import sys; print(sys.prefix, sys.executable)'
mkdir -p "$SHIMS" "$BIN" "$T"/{none,q/sub,p/sub}
for name in python python3 pip tool; do ln -s "$AVENV-hook" "$SHIMS/$name"; done
# clone is not allowed.
mkenv "$p" "$T"/{clone,q}/.venv
"$AVENV" -q allow "$T/p"
"$AVENV" -q allow "$T/q"
ln -s /usr/bin/python3 "$BIN/python"

# shellcheck disable=SC2016 # for the programs
{
	program "$p/bin/tool" '#!/bin/sh' 'echo "own $*"'
	program "$BIN/tool" '#!/bin/sh' 'echo "next $*"'
}

# at DIR [VAR=VALUE...] COMMAND...: in DIR, with PATH, HOME, LC_ALL and PWD alone in the environment
at() {
	run env -i -C "$1" PATH="$SHIMS:$BIN:/usr/bin:/bin:$AVENV_BUILD_DIR" HOME="$HOME" LC_ALL=C.UTF-8 PWD="$1" "${@:2}"
}

# says NAME WANTED DIR [VAR=VALUE...] COMMAND...: WANTED is EXIT_STATUS:STDOUT:STDERR
says() {
	at "${@:3}"
	is "$rc:$out:$err" "$2" "$1"
}

# own DIR ENV NAME [VAR=VALUE...]: python in DIR is that of ENV
own() { says "$3" "0:$2 $2/bin/python:" "$1" "${@:4}" python -c "$PREFIX"; }
# next_python DIR NAME [VAR=VALUE...]: it is the next one on PATH
next_python() { says "$2" "0:/usr $BIN/python:" "$1" "${@:3}" python -c "$PREFIX"; }

# no_command NAME: as a shim says it
no_command() { echo "127::avenv: there is no command '$1' on PATH"; }
