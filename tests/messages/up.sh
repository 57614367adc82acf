# shellcheck shell=bash
# Where up and check refuse, and where they leave something out. The tools are names; `poetry install` fails.
mkdir ../tools
for tool in uv pdm pipenv hatch conda; do program ../tools/$tool '#!/bin/sh' 'exit 0'; done
# shellcheck disable=SC2016 # for sh
program ../tools/poetry '#!/bin/sh' 'test "$1" != install'
PATH=$HOME/tools:$T/quick/bin:/usr/bin:/bin:$T/bin
unset PYENV_ROOT
# pip VERSION: it does nothing
pip() {
	# shellcheck disable=SC2153 # session.sh's
	local site=$PWD/.venv/$SITE
	rm -rf .venv/lib
	(dist "$PWD/.venv" pip "$1")
	: | tee "$site/pip/__init__.py" >"$site/pip/__main__.py"
}
. "$SRCDIR/tests/mkinfo.sh"
# project NAME FILE TEXT [ENV]: a project with FILE, and with an allowed environment
project() {
	mkdir "$HOME/src/$1"
	cd "$HOME/src" && at "$1"
	printf %b "$3" >"$2"
	[ $# = 3 ] || { mkenv "$4" && "$AVENV" -q allow; }
}
project conda environment.yml ''
say up
touch pyproject.toml
project dev requirements-dev.txt ''
replayed say up -p "$SERIES" | sed "s/$SERIES/X.Y/g"
touch requirements.txt
say up -p bin/none
say up -r ../conda/pyproject.toml
replayed say up -n
project by_others requirements.txt '-e ../conda\n-r more.txt\n'
say up
touch more.txt ../conda/setup.py
chmod o+w ../conda/setup.py more.txt
say up
printf '# coding: latin-1\n' >requirements.txt
say up
project deep uv.lock ''
mkdir -p "$(printf 'd/%.0s' {1..60})"
printf '[tool.uv.workspace]\nmembers = ["%s"]\n' "$(printf '**/%.0s' {1..800})" >pyproject.toml
say run true
say up
rm -r uv.lock d
project nothing notes '' .venv
say up
project with_setup_py setup.py '' .venv
say check
say up --group dev

project by_hatch pyproject.toml '[project]\nname = "h"\n[tool.hatch.envs.default]\nskip-install = true\n' .venv
say check
say up
project by_uv_elsewhere uv.lock '' venv
say up --group a
project by_pdm_store pdm.lock '[metadata]\nlock_version = "4.5.0"\n'
printf '[project]\nname = "p"\nversion = "1"\n' >pyproject.toml
printf '[venv]\nin_project = false\n' >pdm.toml
say up
project by_uv_workspace pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n' .venv
mkdir m
printf '[project]\nname = "m"\nversion = "1"\n' >m/pyproject.toml
mkenv m/.venv
at m
say path
project by_uv uv.lock '' .venv
UV_PROJECT=.. say up
sed -i 's/^version = .*/version = 3.1.2/' .venv/pyvenv.cfg
replayed say up --extra a -p "$SERIES" | sed "s/$SERIES/X.Y/g"
replayed say recreate -p "$SERIES" | sed "s/$SERIES/X.Y/g"
touch requirements.txt
PIP_USER=1 say create -r requirements.txt
project by_poetry poetry.lock '[metadata]\nlock-version = "2.1"\n' .venv
printf '[tool.poetry.dependencies]\npython = ">=3.8"\nc = "^2"\n' >pyproject.toml
say up
printf '[project]\nname = "p"\nversion = "1"\ndependencies = []\n[tool.poetry]\n' >pyproject.toml
say up
rm -r .venv
printf '[virtualenvs]\ncreate = false\n' >poetry.toml
say up
rm poetry.toml
CONDA_PREFIX=/c CONDA_DEFAULT_ENV=ml say up
project by_pipenv Pipfile '[packages]\n' venv
echo PIPENV_IGNORE_VIRTUALENVS=1 >.env
say up
say up --extra x
project by_pdm pdm.lock '' venv
mkenv ../nothing/other
echo "$HOME/src/nothing/other/bin/python" >.pdm-python
say up
"$AVENV" -q forget && rm -r venv
say up
rm .venv
echo /usr/bin/python3 >.pdm-python
say up
printf '[python]\nuse_venv = false\n' >pdm.toml
say up

project old_pip pyproject.toml '[project]\nname = "p"\nversion = "1"\n' .venv
printf '%s\n' '[project.optional-dependencies]' '"a.b" = ["c"]' '[dependency-groups]' 'dev = ["d"]' >>pyproject.toml
pip 23.0
say up --extra a.b
pip 24.0
say up -n
say up --group dev
say up --group nope --extra a.b
say up --extra nope
say check --extra a.b
pip 26.0
say up -n
project around uv.lock 'version = 1\n' .venv
mkdir sub
mkenv sub/.venv
"$AVENV" -q allow sub
at sub
AVENV_SHELL="bash $PROTOCOL" AVENV_STATE='' say up
cd "$HOME/src/dev" && rm -rf .venv && mkenv .venv && quicken .venv && "$AVENV" -q allow
echo a >requirements.txt
PATH=$T/bin say check
printf 'x[a-b]\n' >requirements.txt
pip 23.0
(dist "$PWD/.venv" x 1.0 'y; extra == "a-b"')
say check -v
PATH=$T/bin say -C ../by_pdm up
mkdir -p "$HOME/.local/bin" && program "$HOME/.local/bin/pipx" '#!/bin/sh'
PATH=$T/bin:$HOME/.local/bin say -C ../by_pdm up
