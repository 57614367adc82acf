#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 37 64 86
# avenv run: the command takes avenv's place, in the environment, or is refused and not run.
. "${SRCDIR:?}/tests/lib.sh"

p=$T/p/.venv q=$T/q/named
mkenv "$p" "$q" "$T"/{w,src/flask-shop,src/named,src/denied}/.venv
mkdir "$T"/{none,path,pointing}
ln -s p/.venv "$T/alias"
ln -s "$q" "$T/pointing/.venv"
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)

# from DIR [VAR=VALUE...] COMMAND...: in DIR, where nothing is allowed but what a test allows
from() {
	(cd "$1" && exec "${CLEAN[@]}" PWD="$1" "${@:2}")
}
# in_p ARG...: avenv run in a project that is allowed
in_p() { from "$T/p" AVENV_TRUST="$T/p" "$AVENV" run "$@"; }

# ---- the command is what remains -------------------------------------------

# shellcheck disable=SC2016 # for the inner shell
pids() {
	(cd "$T/p" && exec "${CLEAN[@]}" AVENV_TRUST="$T" "$AVENV" run sh -c 'echo $$') &
	echo $!
	wait
}
is "$(pids | uniq -c | awk '{ print $1 }')" 2 "the process is the command's own"
for command in 'exit 2' 'kill -TERM $$'; do
	run in_p sh -c "$command"
	is "$rc" "$(sh -c "$command" && echo 0 || echo $?)" "its exit status: $command"
done
is "$(echo in | in_p sh -c 'cat; echo err >&2' 2>&1)" $'in\nerr' 'standard streams are the same'
is "$(in_p ls /proc/self/fd 5</dev/null)" "$(ls /proc/self/fd 5</dev/null)" 'so are descriptors'
run in_p grep -E '^Sig(Ign|Blk|Cgt):' /proc/self/status
is "$out" "$(grep -E '^Sig(Ign|Blk|Cgt):' /proc/self/status)" 'so are signals'
run in_p -q -- printf '%s|' 'a b' '' '*' "it's" $'new\nline' $'\xff' -e --help -q --
is "$out" "a b||*|it's|"$'new\nline|\xff|-e|--help|-q|--|' 'arguments come through, options too'

# ---- the command is the environment's --------------------------------------

program "$p/bin/tool" $'#!/bin/sh\necho in-env "$@"'
program "$T/path/tool" $'#!/bin/sh\necho system'
run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:$PATH" "$AVENV" run tool a b
is "$rc:$out" '0:in-env a b' "the environment's commands come first"
is "$(in_p python -c 'import sys; print(sys.prefix)')" "$p" "python is the environment's"
touch "$T/p/script.py"
run in_p ./script.py
like "$rc:$err" "126:*'avenv run python ./script.py'" 'a script: the command that runs it'
# No other pip is run in place of one that is there and cannot start.
program "$p/bin/pip" "#!$T/gone/python3"
ln -s "$T/gone" "$p/bin/pip3"
for command in pip pip3; do
	program "$T/path/$command" $'#!/bin/sh\necho system'
	run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:$PATH" "$AVENV" run $command
	like "$rc:$out:$err" '127::*avenv doctor' "$command, a script or a link whose Python is gone: 127, and what tells more"
done
rm "$p"/bin/pip*

# ---- a command that is not the environment's ---------------------------------

# outside NAME WITH LINE...: pytest, a script with these lines, is not in p; a line says that it is
# run WITH another Python, unless that is empty, and with -q none does
outside() {
	program "$T/path/pytest" "${@:3}"
	run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:/usr/bin:/bin" "$AVENV" run pytest
	# shellcheck disable=SC2016 # within double quotes
	is "$rc:$out:$err" "0:ran:${2:+avenv: '$p' has no 'pytest'; this is '$T/path/pytest', run by $2}" "$1"
	run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:/usr/bin:/bin" "$AVENV" -q run pytest
	is "$rc:$out:$err" 0:ran: "$1, -q"
}
program "$T/path/python3.99" '#!/bin/sh' 'echo ran'
ln -s python3.99 "$T/path/pypy3"
mkdir "$T/w w"
ln -s ../path/python3.99 "$T/w w/python3"
ran="print('ran')"
outside 'the path of another Python' "'/usr/bin/python3'" '#!/usr/bin/python3 -I' "$ran"
outside 'a large script' "'/usr/bin/python3'" '#!/usr/bin/python3 -I' "$ran" "#$(printf %070000d 0)"
outside 'a path that no first line can have' "'$T/w w/python3'" '#!/bin/sh' "'''exec' \"$T/w w/python3\" \"\$0\" \"\$@\"" "' '''"
outside 'env, and a name that the environment lacks' "'$T/path/python3.99'" '#!/usr/bin/env python3.99'
outside 'env with options' "'$T/path/pypy3'" '#!/usr/bin/env -S A=1 pypy3 -I'
outside 'env, and a name that the environment has' '' '#!/usr/bin/env python3' "$ran"
outside 'env -S, and a name that the environment has' '' '#!/usr/bin/env -S python -I' "$ran"
outside "the environment's own Python" '' "#!$p/bin/python" "$ran"
ln -s p "$T/link"
outside "the environment's own Python, by a link" '' "#!$T/link/.venv/bin/python" "$ran"
rm "$T/link"
outside 'a shell' '' '#!/bin/sh' 'echo ran'
outside 'no first line' '' 'echo ran'
# shellcheck disable=SC2016 # as pyenv writes it
outside 'a shim of pyenv' 'a Python that pyenv chooses' '#!/usr/bin/env bash' 'program="${0##*/}"' \
	'pyenv() { :; }' 'echo ran; exit' 'exec "/root/.pyenv/libexec/pyenv" exec "$program" "$@"'
# The environment of a copied project
mkenv "$T/copy/.venv"
for command in "#!$p/bin/python -I" "#!$T/copy/.venv/bin/python -I"; do
	program "$T/copy/.venv/bin/pip" "$command" "$ran"
	for at in "$p" "$T/copy/.venv"; do
		echo "VIRTUAL_ENV='$at'" >"$T/copy/.venv/bin/activate"
		run from "$T/copy" AVENV_TRUST="$T" "$AVENV" run pip
		is "$rc:$out:$err" "0:ran:$([[ $command = *copy* ]] || echo "avenv: '$T/copy/.venv/bin/pip' is run by '$p/bin/python'$([ "$at" != "$p" ] || echo "; 'avenv repair' repairs it")")" "its own, $command, made at ${at#"$T"}"
	done
done
cp /bin/true "$T/path/pytest"
for command in pytest "$T/path/python3.99"; do
	run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:/usr/bin:/bin" "$AVENV" run "$command"
	is "$rc:$err" 0: "no script, or a path: ${command##*/}"
done
for name in pip pip3 pip3.12; do
	program "$T/path/$name" $'#!/bin/sh\necho another'
	for how in '' -q; do
		run from "$T/p" AVENV_TRUST="$T/p" PATH="$T/path:/usr/bin:/bin" "$AVENV" $how run $name install x
		is "$rc:$out:$err" "1::avenv: '$p' has no pip; '$p/bin/python -I -m ensurepip --default-pip' installs it" "run $name $how"
	done
done
rm "$T"/path/*

# ---- the command's environment ---------------------------------------------

# given NAME WANTED [VAR=VALUE...]: the command has NAME=WANTED
given() {
	run from "$T/p" AVENV_TRUST="$T/p" "${@:3}" "$AVENV" run /bin/sh -c "printf '%s\n' \"\${$1-unset}\""
	is "$out" "$2" "$1=${2//$T/} ${*:3}"
}
given PATH "$p/bin:$NO_PIP:$PATH"
given PATH "$p/bin:$NO_PIP:/usr/bin:/bin" PATH=/opt/e/bin:/usr/bin:/bin VIRTUAL_ENV=/opt/e AVENV_ENV=/opt/e
given PATH "$p/bin:$NO_PIP:/usr/local/bin:/usr/bin:/bin" PATH=
given PATH "$p/bin:$NO_PIP:/usr/bin:/bin" PATH="/opt/e/bin:/old/${NO_PIP##*/}:/usr/bin:/bin" VIRTUAL_ENV=/opt/e
program "$p/bin/pip" '#!/bin/sh'
given PATH "$p/bin:/usr/bin:/bin" PATH="/opt/e/bin:$NO_PIP:/usr/bin:/bin" VIRTUAL_ENV=/opt/e
rm "$p/bin/pip"
given VIRTUAL_ENV "$p" VIRTUAL_ENV=/opt/e
given VIRTUAL_ENV_PROMPT p
for name in PYTHONHOME AVENV_ENV _OLD_VIRTUAL_PATH AVENV_SHELL; do
	given $name unset $name="$p" VIRTUAL_ENV="$p"
done

# ---- which environment -----------------------------------------------------

# uses ENV [ARG...]: avenv run ARG... takes ENV, from a directory that has none
uses() {
	run from "$T/none" VIRTUAL_ENV="$q" "$AVENV" run "${@:2}" printenv VIRTUAL_ENV
	is "$rc:$out:$err" "0:$1:" "run ${*:2}"
}
for arg in "$p" ../p/.venv ../alias; do uses "$p" -e "$arg"; done
uses "$T/src/named/.venv" -e "$T/src/named/.venv"
ok '-e records nothing' test ! -e "$HOME/.local"
uses "$q"
"$AVENV" -q allow "$T/src/flask-shop"
for word in "$T/src/flask-shop" flask; do uses "$T/src/flask-shop/.venv" --env="$word"; done

# ---- nothing is run --------------------------------------------------------

# refused NAME REASON DIR [ARG...]: exit 1, REASON in one line, and nothing was run
refused() {
	run from "$3" "$AVENV" run "${@:4}" touch "$T/ran"
	[ -e "$T/ran" ] && rc=ran
	like "$rc:$out:$(wc -l <"$T/.err"):$err" "1::1:avenv: *$2*" "$1: refused, and nothing was run"
}
refused 'no environment' 'no environment in' "$T/none"
refused 'no record' "'avenv allow'" "$T/p"
refused '-e of a project whose .venv is a link without a record' 'avenv allow' "$T/none" -e "$T/pointing"
"$AVENV" -q deny "$T/src/denied"
refused '-e of a project that is denied' 'denied' "$T/none" -e "$T/src/denied"
"$AVENV" -q allow "$T/p"
run from "$T/p" "$AVENV" run tool
is "$rc:$out" 0:in-env 'allowed: run'
# Other reasons: cli/verdict; other places: cli/owners
chmod o+w "$T/w/.venv/bin"
refused '-e, others may write to it' 'can be written to by anybody' "$T/none" -e "$T/w/.venv"
if can_chown; then
	chown 4242 "$T/w/.venv"
	refused "-e, another user's" 'belongs to user 4242' "$T/none" -e "$T/w/.venv"
fi

# ---- a program of the working directory is not searched for ------------------

# Other commands: cli/hostile_project
mkdir "$T/clone" "$T/clone/bin"
traps "$T/clone"/{,bin/}tool
rm -f "$T/path/tool" "$p/bin/tool" "$T/ran"
for path in '' : . ./bin bin ":$T/path" "$T/path:" "$T/path::$T/path" 'not set'; do
	where=(PATH="$path")
	[ "$path" != 'not set' ] || where=(env -u PATH)
	run from "$T/clone" "${where[@]}" "$AVENV" run -e "$p" tool
	is "$rc:$err" "127:avenv: there is no command 'tool' in '$p/bin' or on PATH" "run tool, PATH=${path//$T/}"
	nothing_ran "PATH=${path//$T/}"
done
run from "$T/clone" PATH= "$AVENV" run -e "$p" ./tool
is "$rc:$(<"$T/ran")" 0:tool 'a path is no search: ./tool runs'
run from "$T/clone" PATH= "$AVENV" run -e "$p" true
is "$rc" 0 "an empty PATH is the system's"
done_testing
