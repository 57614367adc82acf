#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 79
# avenv up by pip: requirements.txt, [project] and pylock.toml; when pip need not build, and what is only named.
# shellcheck disable=SC2119 # without the environment's name
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
warm_python

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
TINY="--no-index\n--find-links $T/wheels/tiny\ntiny\n"

case_requirements() {
	project p requirements.txt "$TINY"
	up -p "$PYTHON"
	like "$rc:$err" "0:*avenv create -p *$PIP -r requirements.txt*" 'create, then pip'
	is "$(.venv/bin/tiny)" tiny 'installed'
	up
	like "$rc:$err" '0:*install -r requirements.txt*' 'pip says what there is to do'
	rm -r ".venv/$SITE"/tiny*
	up
	is "$rc:$(.venv/bin/tiny)" 0:tiny 'installed again'
	echo nonsuch >>requirements.txt
	up
	is "$rc" 1 'pip fails'
	project p requirements-dev.txt "$TINY"
	up -qp "$PYTHON" -r requirements-dev.txt
	like "$rc:$(.venv/bin/tiny):$(records)" "0:tiny:*allow * $PWD/.venv" 'makes an environment, which is on record'
}

# with_pip VERSION LINE...: an environment with that pip, and [project] with these lines
with_pip() {
	project p pyproject.toml "$PROJECT"
	printf '%s\n' "${@:2}" >>pyproject.toml
	allowed
	metadata ".venv/$SITE/pip-$1.dist-info" pip "$1"
}

case_project() {
	project p
	"$SRCDIR/tests/mkdist.py" project . p 1 'a; extra == "x" and python_version < "3"'
	printf '%b' "$PROJECT" 'optional-dependencies.x = []\n[dependency-groups]\ndev = ["b"]\n' >>pyproject.toml
	up -p "$PYTHON" --extra x
	like "$rc:$err" "0:*pip install -e '.[[]x]'*" 'installed for editing, with an extra'
	ok 'installed' test -e ".venv/$SITE/p-1.dist-info"
	up
	like "$rc:$out:$err" "0::*'avenv up --group dev'*" 'not built again'
	touch -d '+ 1 minute' pyproject.toml
	up
	like "$rc:$err" '0:*pip install -e .*' 'built again where its file is newer'
	touch -d '- 1 minute' pyproject.toml
	touch -d '+ 1 minute' setup.cfg
	line "$PIP -e ." '... or another file that pip reads'
	rm setup.cfg
	mv ".venv/$SITE/p-1.dist-info" away
	line "$PIP -e ." '... and where the project itself is not installed'
	mv away ".venv/$SITE/p-1.dist-info"
	sed -i 's/^version/dynamic = ["dependencies"]\n&/' pyproject.toml
	touch -d '- 1 minute' pyproject.toml
	line "$PIP -e ." '... and where only a build tells what it requires'
}

case_groups() {
	with_pip 25.1 'dependencies = ["a"]' '[dependency-groups]' 'dev = ["b"]'
	up -n
	like "$out:$err" "$PIP -e .:*'avenv up --group dev'" 'without the group dev, which is named'
	up -n --group dev
	is "$out:$err" "$PIP -e . --group dev:" 'with it if asked'
	with_pip 25.0.1 '[dependency-groups]' 'dev = ["b"]'
	up_refused 'an older pip' "*'$PWD/$PIP --upgrade pip' first" --group dev
	stays check "*'$PWD/$PIP --upgrade pip && avenv up --group dev'*" . "$AVENV" check --group dev
}

# An older pip knows an extra in one of two spellings.
case_extras() {
	with_pip 23.0.1 '[project.optional-dependencies]' 'some-x = ["c"]' 'All_x = ["p[x]", "c"]'
	line "$PIP -e '.[some-x]'" 'as pyproject.toml spells it, which each pip knows' --extra SOME_x
	up_refused 'an older pip' "*'$PWD/$PIP --upgrade pip' first" --extra all-x
	stays check "*'$PWD/$PIP --upgrade pip && avenv up --extra all-x'*" . "$AVENV" check --extra all-x
	with_pip 23.3 'dynamic = ["optional-dependencies"]'
	line "$PIP -e '.[no_pe]'" 'that only a build tells' --extra no_pe
}

case_pip_of_uv() {
	project p pyproject.toml "$PROJECT"
	allowed
	echo 'uv = 0.9.1' >>.venv/pyvenv.cfg
	run "$AVENV" allow
	unlike "$rc:$err" '*ensurepip*' 'made by uv, which is not there: no pip that uv would take away'
}

case_pylock() {
	project p pylock.toml 'lock-version = "1.0"\nextras = ["web"]\n[[packages]]\nname = "a"\nversion = "1.0"\n'
	up_refused 'an older pip and no uv' "needs 'uv'*" -p "$PYTHON"
	allowed
	metadata ".venv/$SITE/pip-26.1.dist-info" pip 26.1
	line "$PIP -r pylock.toml" 'a newer pip'
	up_refused 'an extra and no uv' "needs 'uv'*" -n --extra web
	mkdir few && program few/uv '#!/bin/sh'
	PATH=$PWD/few:$PATH
	line 'uv pip sync -p .venv/bin/python pylock.toml --extra web' 'uv, where it is' --extra web
	rm -r .venv
	line 'uv pip sync -p .venv/bin/python pylock.toml' 'and before there is an environment' -p "$PYTHON"
}

run_cases
