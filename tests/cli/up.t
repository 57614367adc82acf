#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 35 37 49 66 79 97
# avenv up: which command it prints and runs for which files, what it refuses, what is on record after it.
# The tools are stand-ins that note their words and make .venv; tests/proof/up.t has the real ones.
# Words: up, line, up_refused, tools and project are tests/up.sh's, changes_nothing, run and is lib.sh's.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

mkenv "$T/model"
mkdir "$T/few"
tools ". '$T/stand_in'"
cat >"$T/stand_in" <<'S'
printf '%s in %s on %s\n' "$TOOL${*:+ $*}" "${PWD##*/}" "${VIRTUAL_ENV##*/w/}" >>"$T/log"
echo "out of $TOOL"
echo "err of $TOOL" >&2
env=${UV_PROJECT_ENVIRONMENT:-.venv}
[ -d "$env" ] || cp -a "$T/model" "$env"
[ -z "$FAILS" ] || exit "$FAILS"
mkdir -p "$env"/lib/python3.11/site-packages/a-1.0.dist-info
printf 'Metadata-Version: 2.1\nName: a\nVersion: 1.0\n' >"$env"/lib/python3.11/site-packages/a-1.0.dist-info/METADATA
S

# ran: what the stand-ins were called with since it was last asked
ran() { cat "$T/log" 2>/dev/null && rm "$T/log"; }

# runs WANTED TITLE [OPTION...]: up succeeds, and calls the tools so: "TOOL WORDS in DIRECTORY on ENVIRONMENT",
# where ENVIRONMENT is VIRTUAL_ENV as the tool sees it, empty before there is one
runs() {
	up "${@:3}"
	is "$rc" 0 "$2: succeeds"
	is "$(ran)" "$1" "$2"
}

# prints WANTED TITLE [OPTION...]: up -n succeeds, prints these commands and nothing else, and calls no tool
prints() {
	up -n "${@:3}"
	is "$rc$err" 0 "$2: -n succeeds without a message"
	is "$out" "$1" "$2"
	is "$(ran)" '' "$2: -n runs nothing"
}

UV_LOCK='version = 1\n[[package]]\nname = "p"\nversion = "0"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]
[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "x" }\n'
POETRY_LOCK='[[package]]\nname = "a"\nversion = "1.0"\noptional = false\ngroups = ["main"]\n[metadata]\nlock-version = "2.1"\n'
PDM_LOCK='[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\n[[package]]\nname = "a"\nversion = "1.0"\ngroups = ["default"]\n'
PIPFILE_LOCK='{"_meta": {"pipfile-spec": 6}, "default": {"a": {"version": "==1.0"}}, "develop": {}}\n'

# each_lock FILE COMMAND TEXT: up prints and runs COMMAND for a lock file with TEXT, and again where a package is missing
each_lock() {
	project p "$1" "$3"
	printf '[project]\nname = "p"\ndependencies = ["a"]\n' >pyproject.toml
	prints "$2" "$1: the command"
	runs "$2 in p on " "$1: the tool runs"
	is "$out" "out of ${2%% *}" "$1: its output stays apart"
	like "$err" "$2"$'\n'"err of ${2%% *}" "$1: its command is printed first"
	like "$(records)" "allow * $PWD/.venv" "$1: what it made is on record"
	like "$("$AVENV" run env)" "VIRTUAL_ENV=$PWD/.venv" "$1: and can be used"
	runs "$2 in p on p/.venv" "$1: the tool says what there is to do"
	rm -r .venv/lib/python3.11/site-packages/a-1.0.dist-info
	echo b >dev-requirements.txt
	runs "$2 in p on p/.venv" "$1: run again where a package is missing"
	like "$err" "*; 'avenv up -r dev-requirements.txt' installs it" "$1: a file for developers is named"
	echo a >dev-requirements.txt
	runs "$2 in p on p/.venv" "$1: and once more"
	unlike "$err" '*dev-requirements*' "$1: what it lists is installed: it is not named"
}

# FILE, the COMMAND that installs from it, and its TEXT, which locks a 1.0
each_lock uv.lock 'uv sync' "$UV_LOCK"
each_lock poetry.lock 'poetry install' "$POETRY_LOCK"
each_lock pdm.lock 'pdm sync' "$PDM_LOCK"
each_lock Pipfile.lock 'pipenv sync' "$PIPFILE_LOCK"

project p pyproject.toml '[tool.poetry]\nname = "p"\n'
line 'poetry install' 'a project of poetry without [project] and a lock'
# FILE:COMMAND of a tool that up names and does not start
for file in 'environment.yml:conda env create -f environment.yml' 'pixi.toml:pixi install'; do
	project p "${file%%:*}"
	up_refused "${file%%:*}" "'${file#*:}' makes it"
	run "$AVENV"
	like "$out" "'${file#*:}' makes one" "${file%%:*}: avenv names the command"
done
project p uv.lock "$UV_LOCK"
touch requirements.txt Pipfile environment.yml
printf '[project]\noptional-dependencies.x = []\n[dependency-groups]\ng = []\ntwo-b = []\n' >pyproject.toml
line 'uv sync --extra x --group two-b -p 3.11' 'a lock is before requirements.txt; options are handed on' -p 3.11 --extra x --group 'two-b'
rm uv.lock && printf '%b' "${POETRY_LOCK}[extras]\nx = []\n" >poetry.lock
prints $'poetry env use 3.11\npoetry install --extras x --with g' 'poetry: the Python is chosen first' -p 3.11 --extra x --group g
up_refused 'a group that is none' 'is no name of' --group ';x'

project p uv.lock "$UV_LOCK"
runs 'uv sync in p on ' 'the tool of PATH'
sed 's/^TOOL=.*/TOOL="its uv"/' "$T/tools/uv" >.venv/bin/uv && chmod +x .venv/bin/uv
runs 'its uv sync in p on p/.venv' 'the environment has the tool'
is "$(head -n 1 <<<"$err")" '.venv/bin/uv sync' 'the environment has the tool: its path is printed'

# ---- where ---------------------------------------------------------------------
mkdir -p web/src "$T/w/it's"
echo a >web/requirements.txt
cd web/src || exit
up -n
like "$out" '*p/web create*cd *p/web && .venv/bin/python -I -m pip install -r requirements.txt' 'the nearest project, by its path'
project "it's" uv.lock "$UV_LOCK"
cd .. || exit
run "$AVENV" -C "it's" up -n
(cd "$T" && eval "$out") >"$T/.out" 2>&1
is "$(ran)" "uv sync in it's on " 'printed for another directory, it runs as pasted'

project ws pyproject.toml '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/c"]\n'
for name in a b c; do
	mkdir -p packages/$name
	printf '[project]\nname = "%s"\nversion = "1"\n' $name >packages/$name/pyproject.toml
	touch packages/$name/requirements.txt
done
line 'uv sync --inexact' "a workspace of uv's without a lock"
cd packages/c || exit
up -n
like "$out" '*-r requirements.txt' 'what it excludes is none'

# A lock file in m, a member of the workspace, and in far, which is none.
# The environment is that of the project which the tool of a lock file finds: it has to be allowed.
project outer pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n'
cp -a "$T/model" .venv
mkdir -p m far
printf '[project]\nname = "m"\nversion = "1"\n' >m/pyproject.toml
for dir in m far; do
	printf '%b' "$UV_LOCK" >$dir/uv.lock
	changes_nothing "$dir: the environment above is not allowed" "1:*is not allowed*" . "$AVENV" -C $dir up
done
printf '[project]\nname = "p"\nversion = "1"\n' >pyproject.toml
changes_nothing 'a lock file without its project' "1:*is not allowed*" . "$AVENV" -C far up

# ---- files of -r ---------------------------------------------------------------
project none more.txt
CREATES="avenv create -p $PYTHON
$PIP -r"
prints "$CREATES more.txt" '-r: create, then pip' -p "$PYTHON" -r more.txt
project p poetry.lock "$POETRY_LOCK"
mkdir in
touch more.txt requirements-dev.txt
prints "$CREATES more.txt -r ../none/more.txt" '-r: in place of the project'"'s tool" -p "$PYTHON" -r more.txt -r ../none/more.txt
PIP_TARGET=$T up_refused '-r: a setting of pip' 'with PIP_TARGET set pip does not install into the environment*' -p "$PYTHON" -r more.txt
cp -a "$T/model" .venv
"$AVENV" -q forget .
up_refused '-r: not allowed' "'*.venv' is not allowed; 'avenv allow'*" -r more.txt
"$AVENV" -q allow
runs 'uv pip install -p .venv/bin/python -r more.txt in p on p/.venv' '-r: uv where there is no pip' -qr more.txt
is "$out$err" '' '-r: with -q neither the command nor what the tool says'
FAILS=3 up -qr more.txt
like "$rc:$err" "3:out of uv"$'\n'"err of uv"$'\n'"avenv: 'uv pip install * failed with exit status 3" '... unless it fails'
ran >/dev/null
metadata .venv/lib/python3.11/site-packages/pip-24.0.dist-info pip 24.0
cd in || exit
line "$T/w/p/$PIP -r ../more.txt" '-r: from the directory of the shell' -r ../more.txt
cd ../.. || exit
run "$AVENV" -C p up -n -r more.txt
is "$rc:$out" "0:cd $T/w/p && $PIP -r more.txt" '-r: printed for another directory'
cd p || exit
up -r more.txt --group g
like "$rc:$err" "2:*'-r' excludes '--extra' and '--group'" '-r: a group'
up_refused '-r: a lock file' "'poetry.lock' is no requirements file; 'avenv up -n' prints*" -r poetry.lock
chmod o+w more.txt
up_refused '-r: that others can write to' "/p/more.txt' can be written to by anybody*" -r requirements-dev.txt -r more.txt
"$AVENV" -q deny .
up_refused '-r: denied' "you denied '*/p'*" -r requirements-dev.txt
"$AVENV" -q forget .
is "$(ran)" '' '-r: nothing runs of what is refused'

# ---- tools ---------------------------------------------------------------------
project p poetry.lock "$POETRY_LOCK"
cp "$T/tools/uv" "$T/few/uv"
traps poetry
PATH=.:$T/few:/usr/bin:/bin:$AVENV_BUILD_DIR up_refused 'a poetry of the project' "uv tool install poetry*"
nothing_ran 'a relative directory on PATH'
FAILS=7 up
like "$rc:$err" "7:*'poetry install' failed with exit status 7" 'its exit status'
unlike "$err" 'avenv up' 'the same command once more is no way on'
like "$(records)" "$PWD/.venv" 'what a tool made that failed is on record'
printf '[project]\nname = "p"\nversion = "1"\ndependencies = ["a"]\n' >pyproject.toml
FAILS=7 up
like "$rc:$err" "7:*status 7*'uv pip install -p */p/.venv/bin/python -r pyproject.toml' installs the project's dependencies without its tool" 'a way without the tool'
rm pyproject.toml
ran >/dev/null
runs 'poetry install in p on p/.venv' 'and up goes on'
project p poetry.lock "$POETRY_LOCK"
mkenv "$T/w/mine"
VIRTUAL_ENV=$T/w/mine PATH=$T/w/mine/bin:$PATH runs 'poetry install in p on ' 'the environment of another project is not handed on'

project p pdm.lock
# shellcheck disable=SC2016
program "$T/few/pdm" '#!/bin/sh' ': >"$T/began"; sleep 60'
set -m
PATH=$T/few:$PATH "$AVENV" up >"$T/.out" 2>&1 &
pid=$!
set +m
until [ -e "$T/began" ] || ! kill -0 "$pid"; do sleep 0.1; done
kill -INT -- -"$pid"
wait "$pid" 2>/dev/null
is "$?:$(ls -A)" 130:pdm.lock '^C ends the tool and up'
ok 'no process is left' group_ends "$pid"

# ---- an environment elsewhere --------------------------------------------------
project p uv.lock "$UV_LOCK"
UV_PROJECT_ENVIRONMENT=$T/w/far runs 'uv sync in p on ' 'where UV_PROJECT_ENVIRONMENT says'
like "$(records)" "allow * $PWD/uv.lock" 'where UV_PROJECT_ENVIRONMENT says: on record'
UV_PROJECT_ENVIRONMENT=$T/w/far runs 'uv sync in p on far' 'and then again'
mkdir in && cp -a "$T/model" in/env
UV_PROJECT_ENVIRONMENT=in/env up_refused 'one that came with the clone' "points to '*in/env', not to"

# ---- what is refused -----------------------------------------------------------
# stranger NAME [FILE]: a project with an environment that is not allowed, full of traps
stranger() {
	project "$1" "${2-uv.lock}" "$UV_LOCK"
	mkenv .venv
	rm .venv/bin/python*
	traps .venv/bin/{python,python3,pip}
}
for file in uv.lock requirements.txt; do
	stranger clone $file
	up_refused "$file, came with the clone" "'*.venv' is not allowed; 'avenv allow'*"
	nothing_ran "$file, came with the clone"
done
project p uv.lock "$UV_LOCK"
"$AVENV" -q deny .
up_refused 'a denied project' "you denied '*/p'; 'avenv forget'"
"$AVENV" -q forget .
chmod o+w . uv.lock
up_refused 'a project that others can write to' "by anybody; 'chmod go-w $PWD $PWD/uv.lock' changes that"
chmod o-w . uv.lock
is "$(ran)" '' 'nor does a tool run for any of these'
if can_chown; then
	project p uv.lock "$UV_LOCK"
	chown 1234 . uv.lock
	up_refused "another user's project" "belongs to *; 'env AVENV_TRUST=*/w/p avenv up*' accepts another owner"
	line=${err#*\'env }
	PATH=$AVENV_BUILD_DIR:$PATH run bash -c "env ${line%%\'*}"
	is "$rc:$(ran)" '0:uv sync in p on ' "another user's project that AVENV_TRUST names, as printed"
	chmod o+w uv.lock
	AVENV_TRUST=$PWD up_refused 'that others can write to' "/uv.lock' can be written to by anybody"
fi
project p uv.lock "$UV_LOCK"
ln -sf /dev/zero uv.lock
up_refused 'a device in place of the file' "/p/uv.lock' is not a regular file"

# ---- Python --------------------------------------------------------------------
project p poetry.lock "$POETRY_LOCK"
mkenv .venv && "$AVENV" -q allow
up_refused 'another Python' "Python 3.11.2, not 3.9; 'avenv create --clear -p 3.9 && avenv up -p 3.9' makes it anew" -p 3.9
echo '[project]
requires-python = ">=3.12"' >pyproject.toml
cp /bin/false "$T/tools/python3.12"
up_refused 'not what requires-python says' "not >=3.12; 'avenv create --clear -p 3.12 && avenv up' makes it anew"
is "$(ran)" '' 'another Python: no tool'
runs 'poetry install in p on p/.venv' 'that Python: as without -p' -p 3.11
rm poetry.lock && printf '%b' "$UV_LOCK" >uv.lock
runs 'uv sync in p on p/.venv' 'uv makes its own anew'
# The way on while uv has another Python fixed: by pyproject.toml, by nothing, and by .python-version. In each turn the
# last lines make the next one's.
for way in "pyproject.toml asks for Python '>=3.12'" "'avenv create --clear -p 3.9 && avenv up*' makes it anew" \
	"'uv python pin 3.9 && avenv up*' makes it anew"; do
	up_refused 'uv, another Python' "not 3.9; $way" -p 3.9
	run "$AVENV" recreate -p 3.9
	like "$rc:$err" "1:*has no pip; $way" 'recreate: the same'
	[ -f pyproject.toml ] || echo 3.12 >.python-version
	rm -f pyproject.toml
done
printf '[tool.poetry.dependencies]\npython = "^3.10"\n' >pyproject.toml
up_refused 'what poetry asks for' "not 3.9; pyproject.toml asks for Python '^3.10'" -p 3.9
rm -r .venv pyproject.toml
run "$AVENV" create -p "$SERIES"
like "$rc:$err" "0:*uv does not take Python $SERIES here; 'uv python pin $SERIES && avenv up' changes that" 'nor after create -p'
UV_PYTHON=$SERIES run "$AVENV" create --clear -p "$SERIES"
unlike "$rc:$err" 'does not take' 'but with UV_PYTHON, before which .python-version does not count'
rm .python-version
rm uv.lock && printf '%b' "$PIPFILE_LOCK" >Pipfile.lock
line 'pipenv sync' 'pipenv would remove an environment that is there' -p 3.11

done_testing
