#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 97
# avenv up: the variables of the tool are those of avenv run, and where the tool would install into another environment
# than the one that was found, nothing starts. tests/proof/up.t has the real tools.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

# shellcheck disable=SC2016 # for the tool
tools 'echo "$TOOL $*" >>"$T/log"' 'env | grep -v ^_= | sort >"$T/variables"'
FILES='uv:uv.lock poetry:poetry.lock pdm:pdm.lock pipenv:Pipfile.lock'

# of TOOL [NAME]: a project of TOOL's with an allowed environment NAME
of() {
	local file
	for file in $FILES; do [ "${file%:*}" != "$1" ] || break; done
	project p "${file#*:}" ''
	[ "$1" != pipenv ] || printf '{"default": {}}' >Pipfile.lock
	touch Pipfile
	mkenv "${2-.venv}"
	"$AVENV" -q allow
	rm -f "$T/log"
}

# refused TOOL WHY TITLE [VARIABLE=VALUE...]: up says WHY, and TOOL is not started
refused() {
	rm -f "$T/log"
	changes_nothing "$1: $3" "1:avenv: $2" . env "${@:4}" "$AVENV" up
	not_ok "$1: $3: it is not started" test -e "$T/log"
}

# by_variable TOOL VARIABLE=VALUE: that variable chooses
by_variable() {
	refused "$1" "*'unset ${2%%=*}'" "$2" "$2"
}

# starts TOOL TITLE [VARIABLE=VALUE...]: TOOL is started
starts() {
	rm -f "$T/log"
	run env "${@:3}" "$AVENV" up
	like "$rc:$(cat "$T/log")" "0:$1 *" "$1: $2"
}

# ---- variables ----------------------------------------------------------------------

for tool in uv poetry pdm pipenv; do
	of $tool
	mkdir below
	cd below || exit
	unset OLDPWD
	AVENV_STATE=x _OLD_VIRTUAL_PATH=x PYTHONHOME=x PYTHONPATH=/x PIP_INDEX_URL=x starts $tool 'its variables'
	cd ..
	unset OLDPWD
	AVENV_STATE=x PYTHONHOME=x PYTHONPATH=/x PIP_INDEX_URL=x "$AVENV" run env | grep -v ^_= | sort >"$T/run"
	is "$(diff "$T/variables" "$T/run")" '' "$tool: its variables are those of avenv run"
done

# ---- uv -----------------------------------------------------------------------------

of uv
by_variable uv UV_PROJECT_ENVIRONMENT=far
by_variable uv UV_PROJECT="$T"
by_variable uv UV_WORKING_DIR=..
starts uv 'variables that choose this one' UV_PROJECT_ENVIRONMENT="$PWD/.venv" UV_PROJECT=. UV_SYSTEM_PYTHON=1
of uv venv
refused uv "*'env UV_PROJECT_ENVIRONMENT=venv avenv up'" 'another name'
starts uv 'another name, as told' UV_PROJECT_ENVIRONMENT=venv

# ---- pdm ----------------------------------------------------------------------------

of pdm
by_variable pdm PDM_PROJECT=..
by_variable pdm PDM_USE_VENV=false
by_variable pdm PDM_IGNORE_ACTIVE_VENV=1
mkenv ../other/.venv
by_variable pdm PDM_PYTHON="$T/w/other/.venv/bin/python"
echo "$T/w/other/.venv/bin/python" >.pdm-python
refused pdm "*'pdm use -f */p/.venv/bin/python'" .pdm-python
starts pdm 'a saved Python that it ignores' PDM_IGNORE_SAVED_PYTHON=1
printf %s "$PWD/.venv/bin/python" >.pdm-python
starts pdm 'its own saved Python' PDM_IGNORE_ACTIVE_VENV=1
refused pdm 'with PDM_IGNORE_ACTIVE_VENV set *' 'both are ignored' PDM_IGNORE_ACTIVE_VENV=1 PDM_IGNORE_SAVED_PYTHON=1
printf %s "$PWD/.venv/bin/none" >.pdm-python
starts pdm 'a saved Python that is gone'
rm -r .venv
echo "$T/w/other/.venv/bin/python" >.pdm-python
refused pdm "*'avenv use */other/.venv'" 'an environment elsewhere'
for command in '' check; do
	# shellcheck disable=SC2086 # or none
	run "$AVENV" $command
	like "$out$err" "'avenv use */other/.venv'" "'avenv${command:+ }$command' means the same"
	unlike "$out$err" '*avenv up*' "'avenv${command:+ }$command': not what refuses"
done
"$AVENV" -q use "$T/w/other/.venv"
starts pdm 'an environment elsewhere, as told'
of pdm
"$AVENV" -q forget
rm -r .venv
echo /usr/bin/python3 >.pdm-python
refused pdm "*'avenv create'" 'a saved Python of no environment'
rm .pdm-python
mkdir __pypackages__
refused pdm "*__pypackages__*'avenv create'" __pypackages__
for local in '' ' --local'; do
	file=pdm.toml
	[ -n "$local" ] || file=$HOME/.config/pdm/config.toml
	mkdir -p "$HOME/.config/pdm"
	printf '[python]\nuse_venv = false\n' >"$file"
	refused pdm "*'pdm config$local python.use_venv true'" "$file"
done
of pdm
printf '[python]\nuse_venv = true\n' >pdm.toml
starts pdm "the project's word before the user's"
rm "$HOME/.config/pdm/config.toml"

# ---- poetry -------------------------------------------------------------------------

of poetry
starts poetry 'an environment, and no new ones' POETRY_VIRTUALENVS_CREATE=false
rm -r .venv
refused poetry '*POETRY_VIRTUALENVS_CREATE*' 'no environment' POETRY_VIRTUALENVS_CREATE=false
refused poetry "*'conda deactivate'" conda CONDA_PREFIX=/c CONDA_DEFAULT_ENV=ml
for local in '' ' --local'; do
	file=poetry.toml
	[ -n "$local" ] || file=$HOME/.config/pypoetry/config.toml
	mkdir -p "$HOME/.config/pypoetry"
	printf '[virtualenvs]\ncreate = false\n' >"$file"
	refused poetry "*'poetry config$local virtualenvs.create true'" "settings${local:-, the user}"
	rm "$file"
done

# ---- pipenv -------------------------------------------------------------------------

of pipenv
by_variable pipenv PIPENV_PIPFILE=../Pipfile
by_variable pipenv PIPENV_USE_SYSTEM=1
starts pipenv 'variables that choose this one' PIPENV_PIPFILE="$PWD/Pipfile" PIPENV_USE_SYSTEM=0 \
	PIPENV_IGNORE_VIRTUALENVS=1
of pipenv venv
by_variable pipenv PIPENV_IGNORE_VIRTUALENVS=1
by_variable pipenv PIPENV_ACTIVE=1
starts pipenv 'the active environment'
echo PIPENV_IGNORE_VIRTUALENVS=1 >.env
refused pipenv "*'env PIPENV_DONT_LOAD_ENV=1 avenv up'" .env
starts pipenv '.env, as told' PIPENV_DONT_LOAD_ENV=1

# ---- pip ----------------------------------------------------------------------------

project p requirements.txt
refused pip "*'unset PIP_USER'" 'before create' PIP_USER=1
mkenv .venv
"$AVENV" -q allow
metadata .venv/"$SITE"/pip-25.1.dist-info pip 25.1
printf '[install]\ntarget = /x\n' >.venv/pip.conf
refused pip "*'install.target' in '*/p/.venv/pip.conf'*" 'its pip.conf'

done_testing
