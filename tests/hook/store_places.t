#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 28 29 31 32
# A directory for environments that a relative path, the project or another user names: it needs a record, or does not
# count. Where the user's own variables and settings put one, without a record: oracle/places.py.
# shellcheck disable=SC2016 # a tool expands that
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"

CONFIG=$HOME/.config

# place WANTED ENV SETTINGS TEXT [VARIABLE=VALUE...]: the environment ENV by the file SETTINGS with
# TEXT, both of which may be empty; a relative path is one in the project. WANTED: on, hint or off
place() {
	local want=$1 file=$3 name="${2/$HOME/\~}: ${4//$HOME/\~} ${*:5}"
	[ -z "$file" ] || file=$(cd "$p" && realpath -m "$file")
	(cd "$p" && make "$(realpath -m "$2")")
	env=$(filled "$(cd "$p" && realpath -m "$2")")
	[ -z "$file" ] || { mkdir -p "${file%/*}" && printf '%b' "$4" >"$file"; }
	[ "$want" != on ] || want=$env
	gives "$want" "$name" "${@:5}"
	if [ "$want" = hint ]; then
		env "${@:5}" sh -c 'cd "$1" && "$2" -q allow' sh "$p" "$AVENV"
		gives "$env" "$name: on once it is allowed" "${@:5}"
		env "${@:5}" sh -c 'cd "$1" && "$2" -q forget .' sh "$p" "$AVENV"
	fi
	rm -r "$env"
	[ -z "$file" ] || rm "$file"
}

# ---- poetry ----------------------------------------------------------------------

project 'P.x_Y'
CONFIG_POETRY=$CONFIG/pypoetry/config.toml
V=x-SHA-py3.11
place hint "rel/vt/$V" '' '' POETRY_VIRTUALENVS_PATH=rel/vt POETRY_CACHE_DIR="$T/pc"
place off "$T/w/$V" conf/config.toml "virtualenvs.path = '$T/w'\n" POETRY_CONFIG_DIR=conf
place hint "rel/$V" "$CONFIG_POETRY" "virtualenvs.path = 'rel'\n"
place hint "pcc/virtualenvs/$V" poetry.toml "cache-dir = 'pcc'\n"
place off "$HOME/.cache/pypoetry/virtualenvs/$V" "$CONFIG_POETRY" 'virtualenvs.in-project = true\n'
place off "$HOME/.cache/pypoetry/virtualenvs/$V" '' '' POETRY_VIRTUALENVS_IN_PROJECT=true

# ---- hatch -----------------------------------------------------------------------

project hp
printf '[project]\nname = "P.x_Y"\n' >"$p/pyproject.toml"
CONFIG_HATCH=$CONFIG/hatch/config.toml
V='p-x-y/SHA/p-x-y'
place off "$T/hv/$V" own.toml "dirs.env.virtual = '$T/hv'\n" HATCH_CONFIG=own.toml
place hint .hatch/p-x-y "$CONFIG_HATCH" "dirs.env.virtual = '.hatch'\n"
place hint "$HOME/.virtualenvs/p-x-y" "$CONFIG_HATCH" "dirs.env.virtual = '~/.virtualenvs'\n"
place hint "../outer/$V" "$CONFIG_HATCH" "dirs.env.virtual = '../outer'\n"
mkdir -p "$HOME/.local/share/hatch"
place hint inh/env hatch.toml "[envs.default]\npath = 'inh/env'\n"
place hint inh/env hatch.toml "[envs.default]\npath = 'inh/env'\n[envs.test]\n" HATCH_ENV=test
place hint inh/env hatch.toml "[envs.a]\npath = 'inh/env'\n[envs.test]\ntemplate = 'a'\n" HATCH_ENV=test
place off inh/env hatch.toml "[envs.default]\npath = 'inh/env'\n[envs.test]\ndetached = true\n" HATCH_ENV=test
place hint in/env '' '' HATCH_ENV_TYPE_VIRTUAL_PATH=in/env
printf '[project]\nname = "P.x_Y"\n[tool.hatch.envs.default]\npath = "inp/env"\n' >"$p/pyproject.toml"
place hint inp/env '' ''
rm "$p/pyproject.toml"

# ---- pipenv ----------------------------------------------------------------------

project pip
V=pip-PIPFILE
place hint "relw/$V" '' '' WORKON_HOME=relw
place off "$HOME/.local/share/virtualenvs/$V" '' '' PIPENV_VENV_IN_PROJECT=1
place off "$HOME/.local/share/virtualenvs/$V" Pipfile '[pipenv]\nvenv_in_project = true\n'
touch "$p/Pipfile"
mkenv "$HOME/.local/share/virtualenvs/other"
gives hint 'a custom name of another project' PIPENV_CUSTOM_VENV_NAME=other
gives off 'a custom name that is a path' PIPENV_CUSTOM_VENV_NAME=../virtualenvs/other

# ---- virtualenvwrapper -------------------------------------------------------------

project wr
rm "$p"/*.* "$p/Pipfile"
place on "$HOME/w/w" '' '' WORKON_HOME='$HOME/w'
place on "$HOME/w/w" '' '' WORKON_HOME=w

# cli/stores.t has the messages about settings that cannot be read.
project broken
printf 'cache-dir = 3 4\n' >"$CONFIG_POETRY"
make "$HOME/.cache/pypoetry/virtualenvs/x-SHA-py3.11"
gives "$env" 'a broken settings file: the default counts'
done_testing
