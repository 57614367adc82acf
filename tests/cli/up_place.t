#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 97
# avenv up: the variables of the tool are those of avenv run, and where the tool would install into another environment
# than the one that was found, nothing starts. Settings, and all variables with the real tools: oracle/places.py
# shellcheck disable=SC2086 # words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

stand_ins
declare -A FILE=([uv]=uv.lock [poetry]=poetry.lock [pdm]=pdm.lock [pipenv]=Pipfile.lock)

# of TOOL [NAME]: a project of TOOL's with an allowed environment NAME
of() {
	project p "${FILE[$1]}" ''
	[ "$1" != pipenv ] || printf '{"default": {}}' >Pipfile.lock
	touch Pipfile
	allowed "${2-.venv}"
}

# elsewhere NEXT TITLE [VARIABLE=VALUE...]: the tool would install elsewhere; up names NEXT and starts nothing
elsewhere() {
	stays "$2" "*'$1'*" . env "${@:3}" "$AVENV" up
	[ ! -e "$HOME/log" ]
	tap $? "$2: no tool runs"
}

# by_variable VARIABLE=VALUE...: each of them chooses another environment
by_variable() { for each; do elsewhere "unset ${each%%=*}" "$each" "$each"; done; }

# starts TITLE [VARIABLE=VALUE...]: the tool is started
starts() {
	run env "${@:2}" "$AVENV" up
	like "$rc:$(ran)" '0:?* in *' "$1: starts"
}

case_variables_of_the_tool() {
	mkdir few
	PATH=$PWD/few:$PATH
	for tool in uv poetry pdm pipenv; do
		# shellcheck disable=SC2016 # for the tool
		program "$T/w/few/$tool" '#!/bin/sh' 'env | grep -vE "^(_|SHLVL)=" | sort >"$HOME/variables"'
		of $tool
		unset OLDPWD
		export AVENV_STATE=x _OLD_VIRTUAL_PATH=x PYTHONHOME=x PYTHONPATH=/x PIP_INDEX_URL=x
		(mkdir below && cd below && unset OLDPWD && "$AVENV" -q up)
		unset _OLD_VIRTUAL_PATH
		"$AVENV" run env | grep -vE "^(_|SHLVL)=" | sort >"$HOME/of_run"
		is "$(diff "$HOME/of_run" "$HOME/variables")" '' "$tool: those of avenv run"
	done
}

case_uv() {
	of uv
	by_variable UV_PROJECT_ENVIRONMENT=far UV_PROJECT="$T" UV_WORKING_DIR=..
	starts 'variables that choose this one' UV_PROJECT_ENVIRONMENT="$PWD/.venv" UV_PROJECT=. UV_SYSTEM_PYTHON=1
	of uv venv
	elsewhere 'env UV_PROJECT_ENVIRONMENT=venv avenv up' 'another name'
	starts 'as told' UV_PROJECT_ENVIRONMENT=venv
	mv venv/* .
	"$AVENV" allow . 2>/dev/null
	elsewhere 'env UV_PROJECT_ENVIRONMENT=. avenv up' 'the project is the environment'
	starts 'as told' UV_PROJECT_ENVIRONMENT=.
}

case_pdm() {
	of pdm
	mkenv ../other/.venv
	by_variable PDM_PROJECT=.. PDM_USE_VENV=false PDM_IGNORE_ACTIVE_VENV=1 PDM_PYTHON="$T/w/other/.venv/bin/python"
	echo "$T/w/other/.venv/bin/python" >.pdm-python
	elsewhere 'pdm use -f */p/.venv/bin/python' 'a saved Python'
	starts 'which is ignored' PDM_IGNORE_SAVED_PYTHON=1
	printf %s "$PWD/.venv/bin/python" >.pdm-python
	starts 'its own saved Python' PDM_IGNORE_ACTIVE_VENV=1
	elsewhere 'unset PDM_IGNORE_ACTIVE_VENV' 'both are ignored' PDM_IGNORE_ACTIVE_VENV=1 PDM_IGNORE_SAVED_PYTHON=1
}

case_pdm_environment_elsewhere() {
	project p pdm.lock
	mkdir __pypackages__
	elsewhere 'avenv create' __pypackages__
	mkenv ../other/.venv
	echo "$T/w/other/.venv/bin/python" >.pdm-python
	for command in up status check; do
		run "$AVENV" $command
		like "$out$err" "'avenv use */other/.venv'" "$command"
		unlike "$out$err" '*avenv up*' "$command: not what refuses"
	done
	"$AVENV" -q use ../other/.venv
	starts 'as told'
}

case_poetry() {
	of poetry
	starts 'an environment, and no new ones' POETRY_VIRTUALENVS_CREATE=false
	rm -r .venv
	elsewhere 'unset POETRY_VIRTUALENVS_CREATE' 'no environment' POETRY_VIRTUALENVS_CREATE=false
	mkenv ../store/p-HASH-py3.11
	echo '["p-HASH"]' >../store/envs.toml
	"$AVENV" -q use ../store/p-HASH-py3.11
	starts 'one that was chosen'
	elsewhere 'unset POETRY_VIRTUALENVS_CREATE' 'one that was chosen, and no new ones' POETRY_VIRTUALENVS_CREATE=false
}

case_pipenv() {
	of pipenv venv
	by_variable PIPENV_PIPFILE=../Pipfile PIPENV_USE_SYSTEM=1 PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_ACTIVE=1
	starts 'the active environment' PIPENV_PIPFILE="$PWD/Pipfile" PIPENV_USE_SYSTEM=0
}

case_pip() {
	project p requirements.txt
	by_variable PIP_USER=1
	allowed
	metadata ".venv/$SITE/pip-25.1.dist-info" pip 25.1
	printf '[install]\ntarget = /x\n' >.venv/pip.conf
	up_refused 'its pip.conf' "*install.target*p/.venv/pip.conf*"
}

run_cases
