#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 28 29 31 32 35
# Environments in the stores of other tools, laid out as the tools do it: what the helper answers.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"

# ---- each tool ---------------------------------------------------------------------

while IFS='|' read -r tool place name; do
	project "$name"
	make "$HOME/$place"
	gives "$env" "$tool: on without a record"
	p=$p/sub gives "$env" "$tool: on below"
	rm -r "$env"
	gives off "$tool: removed, off"
	make "$HOME/$place"
	gives "$env" "$tool: made anew, on"
	in_project deny
	gives off "$tool: its project is denied, and no hint"
	in_project forget .
	in_project deny "$env"
	gives off "$tool: it is denied itself"
	in_project forget "$env"
	chmod 0777 "$env"
	gives off "$tool: others may write to it"
	chmod 0755 "$env"
	mkenv "$p/.venv"
	gives hint "$tool: a .venv comes first"
	rm -r "$p/.venv" "$env"
done <<'EOF'
poetry|.cache/pypoetry/virtualenvs/any-name-SHA-py3.11|plain
pipenv|.local/share/virtualenvs/My_Proj2_x__ä-PIPFILE|My Proj2(x) ä
hatch|.local/share/hatch/env/virtual/any-name/SHA/any-name|hatch dir
virtualenvwrapper|.virtualenvs/w|wrapped
EOF
# Variables and settings: store_places

# ---- several of one project ----------------------------------------------------------

project two
mkenv "$HOME/.virtualenvs/other"
gives off 'virtualenvwrapper: not without .project'
for name in w w2; do make "$HOME/.virtualenvs/$name"; done
gives off 'virtualenvwrapper: two of one project'
like "$answer" "'w*'w*avenv use" 'virtualenvwrapper: the hint names both'
"$AVENV" -q deny "$HOME/.virtualenvs/w"
gives "$HOME/.virtualenvs/w2" 'virtualenvwrapper: the other one, where one is denied'
"$AVENV" -q deny "$HOME/.virtualenvs/w2"
gives off 'virtualenvwrapper: both denied'
unlike "$answer" '*avenv use*' 'virtualenvwrapper: no hint names what is denied'
"$AVENV" -q forget "$HOME/.virtualenvs/w" "$HOME/.virtualenvs/w2"

project pipenv
home=$HOME/.local/share/virtualenvs
make "$home/y-PIPFILE"
gives off 'pipenv: not one with another name'
make "$home/pipenv-PIPFILE-3.12"
gives off 'pipenv: not one for PIPENV_PYTHON'
for python in 3 3.1 3.12.4 ../3.12 ..; do gives off "pipenv: not one for another PIPENV_PYTHON than $python" PIPENV_PYTHON=$python; done
for python in 3.12 /opt/3.12 /opt/3.12/; do gives "$env" "pipenv: PIPENV_PYTHON=$python" PIPENV_PYTHON=$python; done
make "$home/pipenv-PIPFILE-3"
gives "$env" 'pipenv: beside one for 3.12' PIPENV_PYTHON=3
make "$home/pipenv-PIPFILE"
gives "$env" 'pipenv: beside those for PIPENV_PYTHON'
project renamed-hatch
make "$HOME/.local/share/hatch/env/virtual/old/SHA/test"
gives off 'hatch: of another environment of the project none'
gives "$env" 'hatch: that of HATCH_ENV' HATCH_ENV=test
for name in old new; do make "$HOME/.local/share/hatch/env/virtual/$name/SHA/$name"; done
gives off 'hatch: of two none'

project renamed
for minor in 11 12; do make "$POETRY/x-SHA-py3.$minor"; done
old=${env%12}11
touch -d '2020-01-01' "$old/pyvenv.cfg"
gives off 'poetry: of two none, without a word in envs.toml'
like "$answer" "x-*-py3.11*x-*-py3.12*are poetry*s for this project; *avenv use" 'poetry: the hint names both'
printf '[x-%s]\nminor = "3.11"\npatch = "3.11.2"\n' "$sha" >"$POETRY/envs.toml"
gives "$old" 'poetry: that of envs.toml'
ln -s "$p" "$HOME/link"
p=$HOME/link gives "$old" 'poetry: by way of a link'
for minor in 3.11/../../evil 3.13; do
	printf '[x-%s]\nminor = "%s"\n' "$sha" "$minor" >"$POETRY/envs.toml"
	gives off "poetry: an envs.toml that names $minor"
done
rm "$POETRY/envs.toml"
in_project use "$env"
gives "$env" 'poetry: the one that avenv use chose'
in_project use --clear
rm -r "$old"

# ---- where a store lies, and records that cannot be relied upon -------------------------

echo deny >>"$HOME/.local/share/avenv/records"
gives hint 'a damaged record: it may have been a denial'
sed -i '$d' "$HOME/.local/share/avenv/records"
chmod 0666 "$HOME/.local/share/avenv/records"
gives off 'others may write to the records'
chmod 0600 "$HOME/.local/share/avenv/records"

place=$T/clone/store
make "$place/x-SHA-py3.11"
gives "$env" 'a store elsewhere' POETRY_VIRTUALENVS_PATH="$place"
mkdir -p "$HOME/.config/pypoetry" "$T/dotfiles" "$T/clone/.git"
gives hint 'a store in a repository' POETRY_VIRTUALENVS_PATH="$place"
rmdir "$T/clone/.git"
printf '[virtualenvs]\npath = "%s"\n' "$place" >"$T/dotfiles/config.toml"
ln -s "$T/dotfiles/config.toml" "$HOME/.config/pypoetry/config.toml"
gives "$env" "poetry: the user's config.toml, a link"
for file in dotfiles/config.toml dotfiles home/.config; do
	chmod o+w "$T/$file"
	gives "$POETRY/x-$sha-py3.12" "poetry: a config.toml that others can change, by $file: the default place"
	chmod o-w "$T/$file"
done
rm "$HOME/.config/pypoetry/config.toml"
make "$p/store/x-SHA-py3.11"
gives hint 'a store in the project' POETRY_VIRTUALENVS_PATH="$p/store"

project hostile
printf '[project]\nname = "../../evil"\n[tool.hatch]\n[tool.poetry]\n' >"$p/pyproject.toml"
ask
unlike "$answer" evil 'no path is made of a name with a slash'
printf '[project]\nname = "Tame.x"\n[tool.hatch]\n[tool.poetry]\n' >"$p/pyproject.toml"
ask
like "$answer" "$POETRY/tame-x-$sha-py3.11/pyvenv.cfg" 'the path that poetry makes is awaited'

# ---- what the project chooses ------------------------------------------------------------

project moved
make "$p/inside/x-SHA-py3.11"
for place in "$T/evil" inside; do
	printf '[virtualenvs]\npath = "%s"\n' "$place" >"$p/poetry.toml"
	gives hint "poetry.toml: a store at ${place#"$T"}"
	[ "$place" = inside ] || untouched poetry.toml
done
in_project allow
gives "$env" 'poetry.toml: on once it is allowed'

# The tool has no store of the user's: what the project names counts where the shell is, and where it is allowed.
rm -r "${POETRY%/*}" "$HOME/.local/share/virtualenvs" "$HOME/.local/share/hatch"
for key in 'cache-dir = "%s"' '[virtualenvs]\npath = "%s/virtualenvs"'; do
	project "alone${#key}"
	make "$T/cache/virtualenvs/x-SHA-py3.11"
	# shellcheck disable=SC2059 # a format
	printf "$key\n" "$T/cache" >"$p/poetry.toml"
	gives hint "poetry.toml: $key"
	in_project allow
	gives "$env" "poetry.toml, allowed: $key"
	p=$p/sub gives "$env" 'below it'
done
project alone-hatch
mkenv "$p/envs/h"
printf '[envs.default]\npath = "envs/h"\n' >"$p/hatch.toml"
gives hint 'hatch.toml: path'
in_project allow
gives "$p/envs/h" 'hatch.toml: path, allowed'

project alone-pipenv
make "$home/mine"
printf 'export PIPENV_CUSTOM_VENV_NAME="mine" # ours\n' >"$p/.env"
gives "$env" 'pipenv: a name in .env, of an environment that names the project'
gives off 'pipenv: .env is not read' PIPENV_DONT_LOAD_ENV=1
echo "$T" >"$env/.project"
gives hint 'pipenv: a name in .env, of an environment that does not'
rm -r "$env"
make "$home/alone-pipenv-PIPFILE"
gives off 'pipenv: a name in .env, of no environment'
echo PIPENV_VENV_IN_PROJECT=1 >"$p/.env"
gives off 'pipenv: .env asks for .venv'
echo PIPENV_VENV_IN_PROJECT=0 >"$p/.env"
gives "$env" 'pipenv: .env asks for the store'
rm -r "$home"
make "$T/evil/alone-pipenv-PIPFILE"
# shellcheck disable=SC2016 # pipenv expands it
for value in "$T/evil" '"$EVIL"'; do
	echo "WORKON_HOME=$value" >"$p/.env"
	gives hint "pipenv: .env has a store: ${value#"$T"}" EVIL="$T/evil"
done
untouched 'WORKON_HOME in .env'
EVIL=$T/evil in_project allow
gives "$env" 'WORKON_HOME in .env: on once it is allowed' EVIL="$T/evil"

project pyenv
env=$VERSIONS/3.11.4/envs/evil
mkenv "$env"
ln -s "$env" "$VERSIONS/evil"
for word in 3.11.4 3.12 ../../../evil 3.11.4/envs/evil /etc .. '# evil'; do
	printf '%s\n' "$word" >"$p/.python-version"
	gives off ".python-version: '$word' names no environment"
done
echo evil >"$p/.python-version"
gives hint '.python-version names an environment'
printf '# ours\nevil # and no other\n' >"$p/.python-version"
gives hint '.python-version: a comment before it'
in_project allow
gives "$env" '.python-version: on once it is allowed'
mkenv "$VERSIONS/3.11.4/envs/other"
ln -s "$VERSIONS/3.11.4/envs/other" "$VERSIONS/other"
gives hint 'PYENV_VERSION names another environment' PYENV_VERSION=other
gives off 'PYENV_VERSION names a Python' PYENV_VERSION=3.11.4
mkdir -p "$T/pyenv/versions"
mv "$VERSIONS/evil" "$T/pyenv/versions"
gives "$env" '.python-version: PYENV_ROOT' PYENV_ROOT="$T/pyenv"

project uv
env=$T/evil/env
mkenv "$env"
gives hint UV_PROJECT_ENVIRONMENT UV_PROJECT_ENVIRONMENT="$env"
like "$answer" "named by *UV_PROJECT_ENVIRONMENT*here" '... and the variable is named'
untouched UV_PROJECT_ENVIRONMENT UV_PROJECT_ENVIRONMENT="$env"
UV_PROJECT_ENVIRONMENT=$env in_project allow
gives "$env" 'UV_PROJECT_ENVIRONMENT: on once it is allowed' UV_PROJECT_ENVIRONMENT="$env"
gives off 'no UV_PROJECT_ENVIRONMENT'

done_testing
