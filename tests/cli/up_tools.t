#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 79
# avenv up -n: the command for each kind of file, with extras and groups, and beside a lock file without all of them.
# tests/cli/up.t runs them; the tools are only there to be found.
# shellcheck disable=SC2086,SC2119 # words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

tools 'exit 3'

# means COMMAND LINE...: [project] and each LINE, without a lock file
means() {
	local each
	for each in "${@:2}"; do
		project p pyproject.toml "[project]\nname = 'p'\nversion = '1'\n$each\n"
		line "$1" "${each//\\n/ }"
	done
}

case_settings_of_uv() {
	means 'uv sync' '[tool.uv.sources]\na = { path = "../a" }' '[tool.uv]\npackage = false' \
		'[tool.uv]\ndev-dependencies = ["a"]' '[[tool.uv.index]]\nurl = "https://corp.invalid/simple"' \
		'[tool.uv]\nconstraint-dependencies = ["a<2"]' '[tool.uv]\nexclude-newer = "2025-01-01T00:00:00Z"'
	means 'uv sync --inexact' '[tool.uv.workspace]\nmembers = []'
	means "$PIP -e ." '[tool.uv]\nno-index = true\nsources.a.path = "a"\nmanaged = false' \
		'[tool.uv]\nlink-mode = "copy"\ncache-keys = []' '[tool.uv.pip]\nno-binary = ["a"]' \
		'[tool.uv.build-backend]\nmodule-root = ""'
	project p requirements.txt
	printf '[tool.uv]\nexclude-newer = "2025-01-01T00:00:00Z"\n' >pyproject.toml
	line "$PIP -r requirements.txt" 'a setting of uv without [project]'
	for setting in '[[index]]\nurl = "https://corp.invalid/simple"' 'no-index = true'; do
		project p uv.toml "$setting\n"
		printf '%b' "$PROJECT" >pyproject.toml
		line 'uv sync' "${setting//\\n/ }"
		printf '[build-system]\n' >pyproject.toml
		line "$PIP -e ." 'without [project]'
	done
}

case_settings_of_poetry_and_pdm() {
	means 'poetry install' '[tool.poetry]\npackage-mode = false' '[tool.poetry.group.dev.dependencies]\na = "1"'
	means "$PIP -e ." '[tool.pdm.version]\nsource = "scm"'
	means 'pdm install' '[tool.pdm]\ndistribution = false' '[tool.pdm.dev-dependencies]\ntest = ["a"]' \
		'[[tool.pdm.source]]\nname = "pypi"\nurl = "https://example.com/simple"' \
		'[tool.pdm.resolution]\nrespect-source-order = true'
	printf '[project.optional-dependencies]\nx = []\n[dependency-groups]\ndocs = []\n' >>pyproject.toml
	line 'pdm install -G x -G docs' options --extra x --group docs
	touch requirements.txt
	line "$PIP -r requirements.txt" 'requirements.txt is before what pdm reads'
}

case_settings_of_hatch() {
	means "$PIP -e ." '[tool.hatch.envs.default]\nskip-install = false'
	printf '[envs.default]\nskip-install = true\n' >hatch.toml
	line 'hatch env create' hatch.toml
	means 'hatch env create' '[tool.hatch.envs.default]\nskip-install = true'
	allowed
	up_refused 'an environment that is none of its own' "*'hatch env create'"
}

case_groups_of_pipenv() {
	local file command='pipenv install'
	project p Pipfile '[packages]\na = "*"\n[dev-packages]\nb = "*"\n[docs]\nc = "*"\n[My_Cat]\nd = "*"\n'
	for file in Pipfile Pipfile.lock; do
		[ $file = Pipfile ] || command='pipenv sync'
		[ -e $file ] || echo '{}' >$file
		line "$command" $file
		line "$command --dev" $file --group dev
		line "$command --categories 'packages docs'" $file --group docs
		line "$command --categories 'packages dev-packages docs'" $file --group dev --group docs
		line "$command --categories 'packages My_Cat'" "$file, in another spelling" --group my-cat
	done
}

case_lock_file_with_groups() {
	project p pyproject.toml '[project]\nname = "p"\n[dependency-groups]\ndev = []\ntest = []\n'
	printf '[tool.pdm.dev-dependencies]\nlint = []\n' >>pyproject.toml
	printf '[metadata]\nlock_version = "4.5.0"\ngroups = ["default", "dev", "lint", "test", "x"]\n' >pdm.lock
	line 'pdm sync' pdm.lock
	line 'pdm sync -G x' pdm.lock --extra x
	sed -i '/^name/a dependencies = ["a"]' pyproject.toml
	line 'pdm install' 'a pdm.lock without all'
	line 'pdm install -G x' 'a pdm.lock without all' --extra x
}

case_pipfile_lock_without_all() {
	project p Pipfile.lock '{"_meta": {"pipfile-spec": 6}, "default": {}}\n'
	printf '[packages]\na = "*"\n[dev-packages]\n[docs]\n' >Pipfile
	line 'pipenv install' Pipfile.lock
	line 'pipenv install --dev' Pipfile.lock --group dev
	line "pipenv install --categories 'packages docs'" Pipfile.lock --group docs
}

case_lock_file_without_all() {
	project p uv.lock
	printf '%b' "$NEEDS_A" >pyproject.toml
	line 'uv sync' uv.lock
	rm uv.lock
	printf '[metadata]\nlock-version = "2.1"\n' >poetry.lock
	up
	like "$rc:$err" "3:*'poetry lock && avenv up'*" 'poetry.lock: what renews it'
	sed -i '/^dependencies/d' pyproject.toml
	touch -d '+ 1 minute' pyproject.toml
	up
	unlike "$err" '*poetry lock*' 'the times of the files say nothing'
}

case_workspace_of_uv() {
	project p pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n'
	mkdir -p m/src
	printf '%b' "${NEEDS_A/\"p\"/\"m\"}" 'optional-dependencies.x = []\n' '[dependency-groups]\ndocs = []\n' \
		>m/pyproject.toml
	printf '%b' 'version = 1\n[manifest]\nmembers = ["m"]\n[[package]]\nname = "m"\nversion = "1"\n' \
		'source = { virtual = "m" }\ndependencies = [{ name = "a" }]\noptional-dependencies.x = []\n' \
		'[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n' >uv.lock
	cd m || exit
	line 'uv sync --extra x --group docs --inexact' 'a member' --extra x --group docs
	cd src || exit
	line "cd $T/w/p/m && uv sync --extra x --inexact" 'below a member' --extra x
	mkenv ../../.venv && "$AVENV" -q allow "$T/w/p"
	run "$AVENV" check --extra x
	like "$rc:$err" "1:*'avenv up --extra x'*" 'check: its command is that of the member'
	run "$AVENV" check -r ../../uv.lock
	like "$rc:$err" "1:*'cd $T/w/p && uv sync --inexact'*" "check: a lock file's command is that of its directory"
}

# pdm works in the root of its workspace alone.
case_workspace_of_pdm() {
	project p pyproject.toml '[tool.pdm.workspace]\nmembers = ["m"]\n'
	mkdir -p m/src other
	printf '%b' "$PROJECT" | tee m/pyproject.toml >other/pyproject.toml
	line 'pdm install' 'its root'
	cd m/src || exit
	line "cd $T/w/p && pdm install" 'below a member'
	printf '[tool.pdm.scripts]\n' >>../pyproject.toml
	line "cd $T/w/p && pdm install" 'a member for pdm'
	printf '[metadata]\nlock_version = "4.5.0"\ngroups = ["default"]\n' >../../pdm.lock
	line "cd $T/w/p && pdm sync" 'the workspace has a lock file'
	cd ../../other || exit
	line "$PIP -e ." 'no member of it'
}

case_build() {
	project p setup.py
	line "$PIP -e ." setup.py
	line "$PIP -e '.[x]'" setup.py --extra x
	project p pyproject.toml '[build-system]\nrequires = ["setuptools"]\n'
	line "$PIP -e ." '[build-system]'
	project p setup.cfg '[metadata]\nname = p\n'
	up_refused 'setup.cfg alone, which pip refuses' ''
}

run_cases
