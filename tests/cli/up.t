#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 35 37 49 66 79 97
# avenv up: which command it prints and runs for which files, what it refuses, what is on record after it.
# The tools are stand-ins, and most words are tests/up.sh's; tests/proof/up.t has the real ones.
# shellcheck disable=SC2119 # without the environment's name
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

stand_ins

# ---- a lock file ---------------------------------------------------------------

# by_lock FILE COMMAND TEXT: up prints and runs COMMAND for a lock file with TEXT, and again where a package is missing
by_lock() {
	project p "$1" "$3"
	printf '%b' "$NEEDS_A" >pyproject.toml
	line "$2" -n
	is "$err$(ran)" '' '-n: without a message, and no tool runs'
	runs "$2 in p on " 'the tool runs'
	is "$out" "out of ${2%% *}" 'its output stays apart'
	like "$err" "$2"$'\n'"err of ${2%% *}" 'its command is printed first'
	like "$(records)" "allow * $PWD/.venv" 'what it made is on record'
	like "$("$AVENV" run env)" "VIRTUAL_ENV=$PWD/.venv" 'and can be used'
	runs "$2 in p on p/.venv" 'the tool says what there is to do'
	rm -r ".venv/$SITE/a-1.0.dist-info"
	echo b >dev-requirements.txt
	runs "$2 in p on p/.venv" 'run again where a package is missing'
	like "$err" "'avenv up -r dev-requirements.txt'" 'a file for developers is named'
	echo a >dev-requirements.txt
	runs "$2 in p on p/.venv" 'and once more'
	unlike "$err" '*dev-requirements*' 'what it lists is installed: it is not named'
}
case_uv_lock() { by_lock uv.lock 'uv sync' "$UV_LOCK"; }
case_poetry_lock() { by_lock poetry.lock 'poetry install' "$POETRY_LOCK"; }
case_pdm_lock() { by_lock pdm.lock 'pdm sync' "$PDM_LOCK"; }
case_pipfile_lock() { by_lock Pipfile.lock 'pipenv sync' "$PIPFILE_LOCK"; }

case_poetry_without_a_lock() {
	project p pyproject.toml '[tool.poetry]\nname = "p"\n'
	line 'poetry install' 'nor [project]'
}

case_tool_that_is_not_started() {
	for command in 'conda env create -f environment.yml' 'pixi install'; do
		project p environment.yml
		[[ $command = conda* ]] || mv environment.yml pixi.toml
		up_refused up "'$command'"
		like "$("$AVENV")" "'$command'" "avenv names '$command'"
	done
}

case_options_are_handed_on() {
	project p uv.lock "$UV_LOCK"
	touch requirements.txt Pipfile environment.yml
	printf '[project]\noptional-dependencies.x = []\n[dependency-groups]\ng = []\ntwo-b = []\n' >pyproject.toml
	line 'uv sync --extra x --group two-b -p 3.11' 'a lock is before requirements.txt' \
		-p 3.11 --extra x --group two-b
	rm uv.lock && printf '%b' "${POETRY_LOCK}[extras]\nx = []\n" >poetry.lock
	line $'poetry env use 3.11\npoetry install --extras x --with g' 'poetry: the Python is chosen first' \
		-p 3.11 --extra x --group g
	up_refused 'a group that is none' 'is no name of' --group ';x'
}

case_tool_of_the_environment() {
	project p uv.lock "$UV_LOCK"
	runs 'uv sync in p on ' 'the tool of PATH'
	sed 's/^TOOL=.*/TOOL="its uv"/' "$T/tools/uv" >.venv/bin/uv && chmod +x .venv/bin/uv
	runs 'its uv sync in p on p/.venv' 'its own'
	is "$(head -n 1 <<<"$err")" '.venv/bin/uv sync' 'its path is printed'
}

# ---- where ---------------------------------------------------------------------

case_below_a_project() {
	mkdir -p web/src && cd web/src || exit
	echo a >../requirements.txt
	up -n
	like "$out" '*w/web create*cd *w/web && .venv/bin/python -I -m pip install -r requirements.txt' 'its path'
}

case_another_directory() {
	project "it's" uv.lock "$UV_LOCK"
	cd .. || exit
	run "$AVENV" -C "it's" up -n
	(cd "$T" && eval "$out") >"$T/.out" 2>&1
	is "$(ran)" "uv sync in it's on " 'what is printed runs as pasted'
}

case_workspace() {
	project ws pyproject.toml '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/c"]\n'
	for name in a b c; do
		mkdir -p "packages/$name"
		printf '[project]\nname = "%s"\nversion = "1"\n' "$name" >"packages/$name/pyproject.toml"
		touch "packages/$name/requirements.txt"
	done
	line 'uv sync --inexact' 'without a lock'
	cd packages/c || exit
	up -n
	like "$out" '*-r requirements.txt' 'what it excludes is none'
}

# The environment is that of the project which the tool of a lock file finds: it has to be allowed.
case_lock_file_below_an_environment() {
	project outer pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n'
	cp -a "$T/model" .venv
	mkdir -p m far
	printf '[project]\nname = "m"\nversion = "1"\n' >m/pyproject.toml
	for dir in m far; do
		printf '%b' "$UV_LOCK" >"$dir/uv.lock"
		stays "in $dir" "*not allowed*" . "$AVENV" -C "$dir" up
	done
	printf '%b' "$PROJECT" >pyproject.toml
	stays 'without its project' "*not allowed*" . "$AVENV" -C far up
}

# ---- files of -r ---------------------------------------------------------------

case_r_before_an_environment() {
	mkdir none
	touch none/more.txt
	project p poetry.lock "$POETRY_LOCK"
	touch more.txt
	line "avenv create -p $PYTHON
$PIP -r more.txt -r ../none/more.txt" "create, then pip, in place of the project's tool" \
		-p "$PYTHON" -r more.txt -r ../none/more.txt
	PIP_TARGET=$T up_refused 'a setting of pip' 'PIP_TARGET*' -p "$PYTHON" -r more.txt
}

case_r() {
	project p poetry.lock "$POETRY_LOCK"
	mkdir in
	touch more.txt requirements-dev.txt
	allowed
	runs 'uv pip install -p .venv/bin/python -r more.txt in p on p/.venv' 'uv where there is no pip' -qr more.txt
	is "$out$err" '' 'with -q neither the command nor what the tool says'
	FAILS=3 up -qr more.txt
	is "$rc:$(head -n 2 <<<"$err")" "3:out of uv"$'\n'"err of uv" '... unless it fails'
	ran >/dev/null
	metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
	cd in || exit
	line "$T/w/p/$PIP -r ../more.txt" 'from the directory of the shell' -r ../more.txt
	cd ../.. || exit
	run "$AVENV" -C p up -n -r more.txt
	is "$rc:$out" "0:cd $T/w/p && $PIP -r more.txt" 'printed for another directory'
	cd p || exit
	up -r more.txt --group g
	is "$rc" 2 'and a group: usage'
}

case_r_refused() {
	project p poetry.lock "$POETRY_LOCK"
	touch more.txt
	cp -a "$T/model" .venv
	up_refused 'not allowed' "not allowed*'avenv allow'*" -r more.txt
	"$AVENV" -q allow
	up_refused 'a lock file' "no requirements file*" -r poetry.lock
	"$AVENV" -q deny .
	up_refused 'denied' 'you denied*' -r more.txt
}

# ---- tools ---------------------------------------------------------------------

case_tool_of_the_project() {
	project p poetry.lock "$POETRY_LOCK"
	mkdir few
	cp "$T/tools/uv" few/uv
	traps poetry
	PATH=.:$PWD/few:/usr/bin:/bin:$AVENV_BUILD_DIR up_refused 'it is not taken' "uv tool install poetry*"
	nothing_ran 'a relative directory on PATH'
}

case_tool_fails() {
	project p poetry.lock "$POETRY_LOCK"
	FAILS=7 up
	is "$rc" 7 'its exit status'
	unlike "$err" 'avenv up' 'the same command once more is no way on'
	like "$(records)" "$PWD/.venv" 'what it made is on record'
	printf '%b' "$NEEDS_A" >pyproject.toml
	FAILS=7 up
	like "$rc:$err" "7:*'uv pip install -p */p/.venv/bin/python -r pyproject.toml'*" 'a way without it'
	rm pyproject.toml
	ran >/dev/null
	runs 'poetry install in p on p/.venv' 'and up goes on'
}

case_environment_of_another_project() {
	mkenv mine
	project p poetry.lock "$POETRY_LOCK"
	VIRTUAL_ENV=$T/w/mine PATH=$T/w/mine/bin:$PATH runs 'poetry install in p on ' 'is not handed on'
}

# interrupted EXPECTED TITLE: ^C after `up` has started a program that makes the file ../began
interrupted() {
	set -m
	PATH=$T/w/few:$PATH "$AVENV" up >"$T/.out" 2>&1 &
	pid=$!
	set +m
	until [ -e ../began ] || ! kill -0 "$pid"; do sleep 0.1; done
	kill -INT -- -"$pid"
	wait "$pid" 2>/dev/null
	is "$?:$(ls -A):$(sed 1d "$T/.out")" "$1" "$2"
	ok 'no process is left' group_ends "$pid"
}

case_interrupted() {
	mkdir few
	program few/pdm '#!/bin/sh' ': >../began; sleep 60'
	project p pdm.lock
	interrupted 130:pdm.lock: 'it ends the tool and up'
	rm ../began pdm.lock
	echo x >requirements.txt
	allowed
	metadata ".venv/$SITE/pip-25.0.dist-info" pip 25.0
	rm .venv/bin/python
	program .venv/bin/python '#!/bin/sh' ': >../began; sleep 60'
	interrupted $'130:.venv\nrequirements.txt:' '... and pip, of which nothing more is said'
}

case_environment_elsewhere() {
	project p uv.lock "$UV_LOCK"
	export UV_PROJECT_ENVIRONMENT=$T/w/far
	runs 'uv sync in p on ' 'where UV_PROJECT_ENVIRONMENT says'
	like "$(records)" "allow * $PWD/uv.lock" 'it is on record'
	runs 'uv sync in p on far' 'and then again'
	mkdir in && cp -a "$T/model" in/env
	UV_PROJECT_ENVIRONMENT=in/env up_refused 'one that came with the clone' "*in/env', not to"
}

# ---- what is refused -----------------------------------------------------------

case_clone() {
	for file in uv.lock requirements.txt; do
		project clone "$file" "$UV_LOCK"
		mkenv .venv
		rm .venv/bin/python*
		traps .venv/bin/{python,python3,pip}
		up_refused "$file" "not allowed*'avenv allow'*"
		nothing_ran "$file"
	done
}

case_others_can_write() {
	project p uv.lock "$UV_LOCK"
	chmod o+w . uv.lock
	up_refused 'to the project and its file' "'chmod go-w $PWD $PWD/uv.lock'"
}

case_another_users_project() {
	can_chown || return
	project p uv.lock "$UV_LOCK"
	chown 1234 . uv.lock
	up_refused 'without a word' "belongs to *'env AVENV_TRUST=*/w/p avenv up*'"
	line=${err#*\'env }
	PATH=$AVENV_BUILD_DIR:$PATH run bash -c "env ${line%%\'*}"
	is "$rc:$(ran)" '0:uv sync in p on ' 'AVENV_TRUST names it, as printed'
	chmod o+w uv.lock
	AVENV_TRUST=$PWD up_refused 'and others can write to it' "/uv.lock' can be written to"
}

case_device() {
	project p
	ln -s /dev/zero uv.lock
	up_refused 'in place of the file' 'not a regular file'
}

# ---- Python --------------------------------------------------------------------

# needs VERSIONS: pyproject.toml asks for them; a Python 3.98 is installed
needs() {
	printf '[project]\nrequires-python = "%s"\n' "$1" >pyproject.toml
	mkdir "$HOME/bin" && cp /bin/false "$HOME/bin/python3.98"
	PATH=$HOME/bin:$PATH
}

case_python_of_poetry() {
	project p poetry.lock "$POETRY_LOCK"
	allowed
	up_refused 'another one' "'avenv create --clear -p 3.97 && avenv up -p 3.97'" -p 3.97
	needs '>=3.98'
	up_refused 'not what requires-python says' "'avenv create --clear -p 3.98 && avenv up'"
	runs 'poetry install in p on p/.venv' 'the same: as without -p' -p "$SERIES"
	printf '[tool.poetry.dependencies]\npython = "^3.98"\n' >pyproject.toml
	up_refused 'not what poetry asks for' "not 3.97; pyproject.toml asks for Python '^3.98'" -p 3.97
}

# anew WHY: neither up nor recreate can have 3.97, and both say the same
anew() {
	printf '%b' "$UV_LOCK" >uv.lock
	allowed
	up_refused up "not 3.97; $1" -p 3.97
	stays recreate "*has no pip; $1" . "$AVENV" recreate -p 3.97
}

case_python_of_uv_by_pyproject() {
	project p
	needs '>=3.98'
	anew "pyproject.toml asks for Python '>=3.98'"
	runs 'uv sync in p on p/.venv' 'uv makes its own anew'
}

case_python_of_uv_by_nothing() {
	project p
	anew "'avenv create --clear -p 3.97 && avenv up*' makes it again"
}

case_python_of_uv_by_a_pin() {
	project p .python-version 3.98
	anew "'uv python pin 3.97 && avenv up*' makes it again"
	rm -r .venv
	run "$AVENV" create -p "$SERIES"
	like "$rc:$err" "0:*'uv python pin $SERIES && avenv up'*" 'nor after create -p'
	UV_PYTHON=$SERIES run "$AVENV" create --clear -p "$SERIES"
	unlike "$rc:$err" 'does not take' 'but with UV_PYTHON, before which .python-version does not count'
}

case_python_of_pipenv() {
	project p Pipfile.lock "$PIPFILE_LOCK"
	"$AVENV" create -q -p "$PYTHON"
	line 'pipenv sync' 'it would remove an environment that is there' -p "$SERIES"
}

run_cases
