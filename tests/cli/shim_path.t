#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 32 35 37 64 81 82 83
# A shim looks for the next program in the absolute directories of PATH, and never starts itself again.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/shims.sh"

# Programs of the working directory are never run.
traps "$T"/none/{tool,python,python3}
while IFS='|' read -r path wanted; do
	at "$T/none" PATH="${path//@/$SHIMS}" "$SHIMS/tool"
	is "$rc:$out$err" "$wanted" "PATH=$path"
	nothing_ran "PATH=$path"
done <<END
@:@:$BIN:/bin|0:next 
@::$BIN|0:next 
:@:$BIN:|0:next 
@:.:$BIN|0:next 
@:../bin:$BIN|0:next 
@::|127:avenv: there is no command 'tool' on PATH
@:.:../bin|127:avenv: there is no command 'tool' on PATH
|127:avenv: there is no command 'tool' on PATH
:|127:avenv: there is no command 'tool' on PATH
@:/nowhere:$T/first:@:$BIN|0:next 
@|127:avenv: there is no command 'tool' on PATH
END
# After the environment's entry nothing is left: PATH is the system's.
gone=(PATH="$p/bin" VIRTUAL_ENV="$p" AVENV_ENV="$p")
for path in "${gone[0]}" PATH=; do
	at "$T/none" "$path" "${gone[@]:1}" "$SHIMS/python3" -c "$PREFIX"
	like "$rc:$out:$err" '0:/usr *:' "${path//$T/}, the environment goes: the system's Python"
	nothing_ran "${path//$T/}"
done
mkdir "$T/none/.venv" "$T/none/.venv/bin"
traps "$T/none/.venv/bin/python"
at "$T/none" PATH="$SHIMS:.venv/bin:$BIN" VIRTUAL_ENV=.venv python -c "$PREFIX"
is "$rc:$out:$err" "0:/usr $BIN/python:" 'by hand, as a relative path: the next on PATH'
nothing_ran 'by hand, as a relative path'
rm -r "$T"/none/{.venv,python,python3}
mkdir "$T/odd"
mkdir "$T/odd/tool"
printf '#!/bin/sh\n' >"$T/odd2"
at "$T/q" PATH="$SHIMS:$T/odd:$BIN:/bin" tool
is "$rc:$out" '0:next ' 'a directory of that name is no command'

# Another installation, by links and by a copy, and wrappers that start the next
mkdir "$T"/{second,copied,wrapped,linked}
cp "$AVENV-hook" "$T/second/avenv-hook"
ln -s avenv-hook "$T/second/tool"
cp "$AVENV-hook" "$T/copied/tool"
script "$T/wrapped/tool" $'#!/bin/sh\nexec tool wrapped "$@"'
script "$T/linked/manager" $'#!/bin/sh\nexec tool managed "$@"'
ln -s manager "$T/linked/tool"
while IFS='|' read -r path wanted; do
	at "$T/none" PATH="${path//@/$SHIMS}" timeout 10 tool
	is "$rc:$out$err" "$wanted" "${path//$T/}"
done <<END
@:$T/second:@:$BIN:/bin:/usr/bin|0:next 
$T/second:@:$BIN:/bin:/usr/bin|0:next 
@:$T/second:/bin:/usr/bin|127:avenv: there is no command 'tool' on PATH
@:$T/copied:$BIN:/bin:/usr/bin|0:next 
$T/copied:@:/bin:/usr/bin|127:avenv: there is no command 'tool' on PATH
@:$T/wrapped:$BIN:/bin:/usr/bin|0:next wrapped
@:$T/wrapped:$T/linked:@:$T/wrapped:$BIN:/bin:/usr/bin|0:next wrapped managed wrapped
@:$T/wrapped:/bin:/usr/bin|127:avenv: there is no command 'tool' on PATH
END
# Wrappers that take their own directory out of PATH, in the environment, before the shims and behind them
STRIP=$'#!/bin/bash\nown=$(cd "${0%/*}" && pwd -P) path=\nIFS=:\nfor dir in $PATH; do [ "$dir" -ef "$own" ] || path+=${path:+:}$dir; done'
mkdir "$T"/strip{1,2}
for how in 'exec tool' tool; do
	for wrapper in "$T"/strip{1,2}/tool "$T/q/.venv/bin/tool"; do script "$wrapper" "$STRIP"$'\n'"PATH=\$path; $how wrapped \"\$@\""; done
	for dir in none q p; do
		for path in "$T/strip1:@:$BIN" "@:$T/strip1:$BIN" "$T/strip1:@:$T/strip2:$BIN" "@:$T/strip1:@:$T/strip2:$BIN"; do
			at "$T/$dir" PATH="${path//@/$SHIMS}:/bin:/usr/bin" timeout 10 tool
			like "$rc:$out:$err" "0:*[nt] *:" "$how, in $dir: ${path//$T/}"
		done
	done
	at "$T/q" PATH="$SHIMS:$BIN:/bin:/usr/bin" timeout 10 tool
	is "$rc:$out:$err" '0:next wrapped:' "$how, in an environment"
	at "$T/q" timeout 10 env VIRTUAL_ENV="$T/q/.venv" PATH="$T/q/.venv/bin:$SHIMS:$BIN:/bin:/usr/bin" tool
	is "$rc:$out:$err" '0:next wrapped:' "$how, in an environment that is on by hand"
done
rm "$T/q/.venv/bin/tool"
# A program that starts itself anew by its name is no wrapper.
at "$T/none" PATH="$SHIMS:$BIN:/usr/bin" python -c 'import os, sys
if len(sys.argv) < 5: os.execvp("python", ["python", "-c", sys.orig_argv[2], *sys.argv[1:], "x"])
print(sys.executable)'
is "$rc:$out$err" "0:$BIN/python" 'a Python that starts itself anew: the same one'
done_testing
