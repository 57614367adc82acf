#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 82
# A shim of a program that its environment lacks, or that cannot start: no other one takes its place.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/shims.sh"

# A pip elsewhere, and an environment without one
traps "$BIN/pip" "$BIN/pip3"
ln -s pip "$SHIMS/pip3"
for name in pip pip3; do
	says "no $name in it" "127::avenv: '$T/q/.venv' has no pip, and another one would install elsewhere; 'avenv doctor' says more" \
		"$T/q" $name install x
	at "$T/none" VIRTUAL_ENV="$T/q/.venv" PATH="$SHIMS:$T/q/.venv/bin:$BIN" $name install x
	like "$rc:$err" '127:*has no pip, and another' "no $name in it, by hand"
	at "$T/q" PATH="$SHIMS:$BIN:/usr/bin:/bin" $name install x
	like "$err" "*; '$AVENV doctor' says more" "no $name in it, and no avenv on PATH"
	echo 'uv = 0.9.1' >>"$T/q/.venv/pyvenv.cfg"
	says "no $name in it, uv made it" "127::avenv: '$T/q/.venv' has no pip; 'uv pip install NAME' installs there" \
		"$T/q" $name install x
	sed -i '/^uv/d' "$T/q/.venv/pyvenv.cfg"
	nothing_ran "no $name in it"
	at "$T/q" $name --python "$T/p/.venv" install x
	is "$rc:$(<"$T/ran")" "0:$name" "$name --python: the next one"
	at "$T/none" $name install x
	is "$rc:$(<"$T/ran")" "0:$name
$name" "$name in no environment: the next one"
	rm "$T/ran"
done
rm "$BIN"/pip{,3} "$SHIMS/pip3"

# ---- a program that cannot start -------------------------------------------

program "$p/bin/pip" "echo no first line \"\$@\""
says 'a script without a first line: sh' '0:no first line a:' "$T/p" pip a
program "$p/bin/pip" "#!$T/nowhere/python"
program "$BIN/pip" $'#!/bin/sh\necho another pip'
cannot="avenv: cannot run '$p/bin/pip'; 'avenv doctor' says more"
says 'its interpreter is gone: no other pip' "127::$cannot" "$T/p" pip
chmod 644 "$p/bin/pip"
says 'not executable: no other pip' "126::$cannot" "$T/p" pip
for target in "$T/nowhere" pip "$SHIMS/pip" "$T/second/avenv-hook"; do
	ln -sf "$target" "$p/bin/pip"
	at "$T/p" timeout 120 pip
	like "$rc:$out:$err" "12[67]::$cannot" "a link to ${target#"$T"}: no other pip, no loop"
done
rm "$p/bin/pip"
mkenv "$T/old/.venv"
"$AVENV" -q allow "$T/old"
ln -sf "$T/nowhere" "$T/old/.venv/bin/python3"
for name in python python3 pip tool; do
	says "$name of an environment whose Python is gone: no other one" \
		"127::avenv: cannot run '$name' of '$T/old/.venv': its Python is gone; 'avenv doctor' says more" \
		"$T/old" $name -c "$PREFIX"
done
"$AVENV" -q forget "$T/old"
next_python "$T/old" 'that environment without a record'
done_testing
