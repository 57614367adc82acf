#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 31 32 35 37 64 81 82 83
# A shim, which is avenv-hook under another name: which program it starts, how, and how it ends.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/shims.sh"

# ---- which program ---------------------------------------------------------

own "$T/p" "$p" 'a project'
own "$T/p/sub" "$p" 'below it'
own "$T/q" "$T/q/.venv" 'another project'
next_python "$T/none" 'no environment'
next_python "$T/clone" 'no record: as if it were not there'
own "$T/p" "$p" 'a PWD that is none' PWD=/nowhere
own "$T/p" "$p" 'no PWD' env -u PWD
next_python "$T/p" 'no HOME: no records' env -u HOME
next_python "$T/p" 'AVENV_DISABLE' AVENV_DISABLE=1
"$AVENV" -q deny "$T/q/sub"
next_python "$T/q/sub" 'denied'
for place in "$T/q" "$T/q/.venv/bin"; do
	chmod o+w "$place"
	next_python "$T/q" "others may write to ${place#"$T"}"
	chmod o-w "$place"
done
if can_chown; then
	chown 4242 "$T/q/.venv"
	next_python "$T/q" "another user's"
	chown 0 "$T/q/.venv"
fi
mkdir "$T/pointing"
ln -s "$p" "$T/pointing/.venv"
next_python "$T/pointing" 'a link without a record'

says 'a command of the environment' '0:own a b :' "$T/p" tool 'a b' ''
says 'the environment has no such command: the next on PATH' '0:next x:' "$T/q" tool x
ln -s python "$SHIMS/missing"
says 'no such command: one line, 127' "$(no_command missing)" "$T/none" missing --version

mkdir "$T/three" "$T/empty"
ln -s /usr/bin/python3 "$T/three/python3"
says 'python3 alone: python is that one' "0:/usr $T/three/python3:" "$T/none" PATH="$SHIMS:$T/three" python -c "$PREFIX"
says 'no Python at all' "$(no_command python3)" "$T/none" PATH="$SHIMS:$T/empty" python

# An environment that is on
other=$T/other
mkenv "$other"
own "$T/p" "$other" 'by hand: it stays' VIRTUAL_ENV="$other" PATH="$SHIMS:$other/bin:$BIN:/usr/bin"
at "$T/p" VIRTUAL_ENV="$other" PATH="$other/bin:$SHIMS:$BIN" "$SHIMS/python" -c "$PREFIX"
is "$out" "$other $other/bin/python" 'by hand, and a shim by its path: it stays'
own "$T/p" "$p" 'left over: this project has its own' VIRTUAL_ENV="$other"
at "$T/none" VIRTUAL_ENV="$other" python -c 'import os; print(os.environ.get("VIRTUAL_ENV"))'
is "$rc:$out" 0:None 'left over, and no environment here'
inherited=(VIRTUAL_ENV="$p" AVENV_ENV="$p" PATH="$SHIMS:$p/bin:$BIN:/usr/bin:/bin")
own "$T/q" "$T/q/.venv" "avenv's own, of another directory: it goes" "${inherited[@]}"
next_python "$T/none" "avenv's own, and no environment here: it goes" "${inherited[@]}"
at "$T/none" "${inherited[@]}" VIRTUAL_ENV_PROMPT=p python -c 'import os; print(sorted(os.environ), os.environ["PATH"])'
is "$out" "['HOME', 'LC_ALL', 'PATH', 'PWD'] $SHIMS:$BIN:/usr/bin:/bin" 'and nothing of it is left'

# ---- turned off in the shell that started it ----------------------------------

# muted_after EVENT...: AVENV_MUTED of a bash in p, or in IN, after these events
muted_after() {
	cd "${IN-$T/p}" || return
	shell_after AVENV_MUTED "$@"
}
muted=$(muted_after cd deactivate)
next_python "$T/p" 'after deactivate' AVENV_MUTED="$muted"
own "$T/q" "$T/q/.venv" 'after deactivate of another environment' AVENV_MUTED="$muted"
is "$(muted_after cd off)" 'off:' 'avenv off is exported'
mkdir "$T/a:b" "$T/away"
mkenv "$T/away/env"
"$AVENV" -q -C "$T/a:b" use "$T/away/env"
own "$T/a:b" "$T/away/env" 'a project with a colon in its name'
muted=$(IN="$T/a:b" muted_after cd deactivate)
next_python "$T/a:b" '... after deactivate' AVENV_MUTED="$muted"
next_python "$T/p" 'after avenv off' AVENV_MUTED=off:
is "$(muted_after cd deactivate activate)" unset 'activate ends it'
is "$(muted_after cd off on)" unset 'so does on'
own "$T/p" "$p" 'a value that means nothing' AVENV_MUTED=:::/x

# ---- how it is started -----------------------------------------------------

own_by() {
	at "$T/p" "${@:2}"
	is "$rc:${out%% *}:$err" "0:$p:" "$1"
}
own_by 'by its path' "$SHIMS/python" -c "$PREFIX"
own_by 'by a relative path' "../shims/python" -c "$PREFIX"
own_by 'by another argv[0]' bash -c "exec -a another python -c '$PREFIX'"
own_by 'by a login argv[0]' bash -c "exec -l python -c '$PREFIX'"
program "$T/first" "#!$SHIMS/python
$PREFIX"
own_by 'as the interpreter of a script' "$T/first"
program "$T/first" "#!/usr/bin/env python
$PREFIX"
own_by 'as that by env' "$T/first"
own_by 'env -i' env -i PATH="$SHIMS" HOME="$HOME" python -c "$PREFIX"
own_by 'no PATH' env -u PATH "$SHIMS/python" -c "$PREFIX"
at "$T/p" env -u PATH "$SHIMS/python" -c 'import os; print(os.environ["PATH"])'
is "$out" "$p/bin:$NO_PIP:/usr/local/bin:/usr/bin:/bin" "no PATH: the system's, behind the environment"
at "$T/none" env -u PATH "$SHIMS/python3" -c 'import os; print("PATH" in os.environ)'
is "$out" False 'no PATH and no environment: it stays unset'
ln -s python "$SHIMS/python3.99"
ln -s python3.99 "$SHIMS/link to a link"
says 'a link to a link: its own name counts' "$(no_command python3.99)" "$T/p" python3.99
mkdir "$T/gone"
says 'a deleted directory: the next on PATH' 0:/usr: \
	"$T" sh -c 'cd gone && rmdir ../gone && python -c "import sys; print(sys.prefix)"'

# ---- PATH ------------------------------------------------------------------

# Programs of the working directory are never run. PATH|WANTED, or nothing: there is no such command
traps "$T"/none/{tool,python,python3}
while IFS='|' read -r path wanted; do
	says "PATH=$path" "${wanted:-$(no_command tool)}" "$T/none" PATH="${path//@/$SHIMS}" "$SHIMS/tool"
	nothing_ran "PATH=$path"
done <<END
@:@:$BIN:/bin|0:next :
@::$BIN|0:next :
:@:$BIN:|0:next :
@:.:$BIN|0:next :
@:../bin:$BIN|0:next :
@::|
@:.:../bin|
|
:|
@:/nowhere:$T/first:@:$BIN|0:next :
@|
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
next_python "$T/none" 'by hand, as a relative path' PATH="$SHIMS:.venv/bin:$BIN" VIRTUAL_ENV=.venv
nothing_ran 'by hand, as a relative path'
rm -r "$T"/none/{.venv,python,python3}
mkdir "$T/odd"
mkdir "$T/odd/tool"
printf '#!/bin/sh\n' >"$T/odd2"
says 'a directory of that name is no command' '0:next :' "$T/q" PATH="$SHIMS:$T/odd:$BIN:/bin" tool

# Another installation, by links and by a copy, and wrappers that start the next
mkdir "$T"/{second,copied,wrapped,linked}
cp "$AVENV-hook" "$T/second/avenv-hook"
ln -s avenv-hook "$T/second/tool"
cp "$AVENV-hook" "$T/copied/tool"
program "$T/wrapped/tool" $'#!/bin/sh\nexec tool wrapped "$@"'
program "$T/linked/manager" $'#!/bin/sh\nexec tool managed "$@"'
ln -s manager "$T/linked/tool"
while IFS='|' read -r path wanted; do
	says "${path//$T/}" "${wanted:-$(no_command tool)}" "$T/none" PATH="${path//@/$SHIMS}" timeout 20 tool
done <<END
@:$T/second:@:$BIN:/bin:/usr/bin|0:next :
$T/second:@:$BIN:/bin:/usr/bin|0:next :
@:$T/second:/bin:/usr/bin|
@:$T/copied:$BIN:/bin:/usr/bin|0:next :
$T/copied:@:/bin:/usr/bin|
@:$T/wrapped:$BIN:/bin:/usr/bin|0:next wrapped:
@:$T/wrapped:$T/linked:@:$T/wrapped:$BIN:/bin:/usr/bin|0:next wrapped managed wrapped:
@:$T/wrapped:/bin:/usr/bin|
END
# Wrappers that take their own directory out of PATH, in the environment, before the shims and behind them
STRIP=$'#!/bin/bash\nown=$(cd "${0%/*}" && pwd -P) path=\nIFS=:\nfor dir in $PATH; do [ "$dir" -ef "$own" ] || path+=${path:+:}$dir; done'
mkdir "$T"/strip{1,2}
for how in 'exec tool' tool; do
	for wrapper in "$T"/strip{1,2}/tool "$T/q/.venv/bin/tool"; do program "$wrapper" "$STRIP"$'\n'"PATH=\$path; $how wrapped \"\$@\""; done
	for dir in none q p; do
		for path in "$T/strip1:@:$BIN" "@:$T/strip1:$BIN" "$T/strip1:@:$T/strip2:$BIN" "@:$T/strip1:@:$T/strip2:$BIN"; do
			at "$T/$dir" PATH="${path//@/$SHIMS}:/bin:/usr/bin" timeout 20 tool
			like "$rc:$out:$err" "0:*[nt] *:" "$how, in $dir: ${path//$T/}"
		done
	done
	says "$how, in an environment" '0:next wrapped:' "$T/q" PATH="$SHIMS:$BIN:/bin:/usr/bin" timeout 20 tool
	says "$how, in an environment that is on by hand" '0:next wrapped wrapped:' \
		"$T/q" VIRTUAL_ENV="$T/q/.venv" PATH="$T/q/.venv/bin:$SHIMS:$BIN:/bin:/usr/bin" timeout 20 tool
done
# The first entry alone: an empty element, which is the working directory, stays where it has no shim.
program "$T/q/.venv/bin/tool" $'#!/bin/sh\nPATH=${PATH#*/bin:}; echo "$PATH"; exec tool "$@"'
mkdir "$T/q/in"
ln -s "$AVENV-hook" "$T/q/in/tool"
while IFS='|' read -r dir path kept; do
	says "an environment's wrapper in ${dir#"$T"/}, PATH=$path" "0:$NO_PIP:${kept//@/$BIN}"$'\n'"next :" \
		"$dir" PATH="${path//@/$BIN}" timeout 20 "$SHIMS/tool"
done <<END
$T/q/in|:@:/bin:/usr/bin|@:/bin:/usr/bin
$T/q/in|/bin:/usr/bin::@|/bin:/usr/bin:@
$T/q/in|@:/bin:/usr/bin:|@:/bin:/usr/bin
$T/q|:@:/bin:/usr/bin:|:@:/bin:/usr/bin:
END
rm -r "$T/q/in" "$T/q/.venv/bin/tool"
# Nothing is left of PATH.
ln -s "$AVENV-hook" "$T/q/.venv/bin/tool"
says "an environment's program is a shim, alone on PATH" \
	"127::avenv: cannot run '$T/q/.venv/bin/tool'; '$AVENV doctor' says more" \
	"$T/q" VIRTUAL_ENV="$T/q/.venv" PATH="$T/q/.venv/bin" "$SHIMS/tool"
rm "$T/q/.venv/bin/tool"
# A program that starts itself anew by its name is no wrapper.
at "$T/none" PATH="$SHIMS:$BIN:/usr/bin" python -c 'import os, sys
if len(sys.argv) < 5: os.execvp("python", ["python", "-c", sys.orig_argv[2], *sys.argv[1:], "x"])
print(sys.executable)'
is "$rc:$out$err" "0:$BIN/python" 'a Python that starts itself anew: the same one'

# ---- the process is the program's ------------------------------------------

at "$T/p" sh -c 'echo $$; exec python -c "import os; print(os.getpid())"'
is "$(uniq <<<"$out" | wc -l)" 1 'the process is the same'
for code in 'import sys; sys.exit(3)' 'import os; os.kill(os.getpid(), 15)'; do
	at "$T/p" sh -c "python -c '$code'; echo \$?"
	is "$out" "$(sh -c "/usr/bin/python3 -c '$code'; echo \$?" 2>/dev/null)" "its exit status: $code"
done
is "$(
	cd "$T/p" && echo in | PATH=$SHIMS:/bin tool 2>&1
	PATH=$SHIMS:/bin
	echo in | python -c 'import sys
print(sys.stdin.read(), end="", file=sys.stderr)' 2>&1
)" $'own \nin' 'standard streams are the same'
at "$T/p" bash -c 'exec 7</dev/null; exec python -c "import os; print(sorted(os.listdir(\"/proc/self/fd\")))"'
is "$out" "['0', '1', '2', '3', '7']" 'descriptors are the same'
signals='print(*[line for line in open("/proc/self/status") if line.startswith(("SigBlk", "SigIgn"))])'
at "$T/p" sh -c "trap '' USR1; exec python -c '$signals'"
is "$out" "$(sh -c "trap '' USR1; exec /usr/bin/python3 -c '$signals'")" 'signals are the same'
says 'standard input may be closed' '0:own x:' \
	"$T/p" python -c 'import os; os.close(0); os.execvp("tool", ["tool", "x"])'
run env -i -C "$T/p" PATH="$SHIMS:/bin:/usr/bin" HOME="$HOME" A=1 PYTHONHOME=/nowhere AVENV_ENV=/nowhere python -c \
	'import os; print({name: os.environ[name] for name in sorted(os.environ) if name != "LC_CTYPE"})'
is "$out" "{'A': '1', 'AVENV_ENV': '$p', 'HOME': '$HOME', 'PATH': '$p/bin:$NO_PIP:$SHIMS:/bin:/usr/bin', 'VIRTUAL_ENV': '$p', 'VIRTUAL_ENV_PROMPT': 'p'}" \
	'variables as a cd sets them'
"$p/bin/python" -c 'import venv' 2>/dev/null && {
	at "$T/p" python -m venv --without-pip "$T/inner"
	is "$rc:$(sed -n 's/^home = //p' "$T/inner/pyvenv.cfg")" '0:/usr/bin' '-m venv inside: the same base'
}
done_testing
