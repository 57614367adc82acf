#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 79
# avenv up -n: the command for each kind of file, with extras and groups, and beside a lock file without all of them.
# tests/cli/up.t runs them; the tools are only there to be found.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

tools 'exit 3'

# ---- settings that only one tool reads ----------------------------------------------

# means COMMAND [project and] LINE...: without a lock file
means() {
	project p pyproject.toml "[project]\nname = 'p'\nversion = '1'\n$2\n"
	line "$1" "${2//\\n/ }"
}
means 'uv sync' '[tool.uv.sources]\na = { path = "../a" }'
means 'uv sync' '[tool.uv]\npackage = false'
means 'uv sync' '[tool.uv]\ndev-dependencies = ["a"]'
means 'uv sync' '[[tool.uv.index]]\nurl = "https://corp.invalid/simple"'
means 'uv sync' '[tool.uv]\nconstraint-dependencies = ["a<2"]'
means 'uv sync --inexact' '[tool.uv.workspace]\nmembers = []'
# uv.toml SETTING: the same in a uv.toml beside [project]
uv_toml() {
	project p uv.toml "$1\n"
	printf '[project]\nname = "p"\nversion = "1"\n' >pyproject.toml
	line 'uv sync' "uv.toml: ${1//\\n/ }"
	printf '[build-system]\n' >pyproject.toml
	line "$PIP -e ." 'uv.toml without [project]'
}
uv_toml '[[index]]\nurl = "https://corp.invalid/simple"'
uv_toml 'no-index = true'
project p requirements.txt
printf '[tool.uv]\nexclude-newer = "2025-01-01T00:00:00Z"\n' >pyproject.toml
line "$PIP -r requirements.txt" 'a setting of uv without [project]'
means 'uv sync' '[tool.uv]\nexclude-newer = "2025-01-01T00:00:00Z"'
means "$PIP -e ." '[tool.uv]\nno-index = true\nsources.a.path = "a"\nmanaged = false'
means "$PIP -e ." '[tool.uv]\nlink-mode = "copy"\ncache-keys = []'
means "$PIP -e ." '[tool.uv.pip]\nno-binary = ["a"]'
means "$PIP -e ." '[tool.uv.build-backend]\nmodule-root = ""'
means 'poetry install' '[tool.poetry]\npackage-mode = false'
means 'poetry install' '[tool.poetry.group.dev.dependencies]\na = "1"'
means 'pdm install' '[tool.pdm]\ndistribution = false'
means 'pdm install' '[tool.pdm.dev-dependencies]\ntest = ["a"]'
means 'pdm install' '[[tool.pdm.source]]\nname = "pypi"\nurl = "https://example.com/simple"'
means 'hatch env create' '[tool.hatch.envs.default]\nskip-install = true'
mkenv .venv
"$AVENV" -q allow
up_refused 'hatch, and an environment that is none of its own' "'hatch env create'"
means "$PIP -e ." '[tool.hatch.envs.default]\nskip-install = false'
printf '[envs.default]\nskip-install = true\n' >hatch.toml
line 'hatch env create' hatch.toml
means "$PIP -e ." '[tool.pdm.version]\nsource = "scm"'
means 'pdm install' '[tool.pdm.resolution]\nrespect-source-order = true'
printf '[project.optional-dependencies]\nx = []\n[dependency-groups]\ndocs = []\n' >>pyproject.toml
line 'pdm install -G x -G docs' 'pdm, options' --extra x --group docs
PATH=/usr/bin:/bin:$AVENV_BUILD_DIR up_refused 'no pdm' "'pyproject.toml' needs 'pdm', which is not on PATH*"
touch requirements.txt
line "$PIP -r requirements.txt" 'requirements.txt is before what pdm reads'

# ---- extras and groups --------------------------------------------------------------

project p Pipfile '[packages]\na = "*"\n[dev-packages]\nb = "*"\n[docs]\nc = "*"\n'
for file in Pipfile Pipfile.lock; do
	touch $file
	command='pipenv install'
	[ $file = Pipfile ] || command='pipenv sync'
	line "$command" "$file"
	line "$command --dev" "$file" --group dev
	line "$command --categories 'packages docs'" "$file" --group docs
	line "$command --categories 'packages dev-packages docs'" "$file" --group dev --group docs
done
printf '[My_Cat]\nd = "*"\n' >>Pipfile
line "pipenv sync --categories 'packages My_Cat'" 'Pipfile.lock, in another spelling' --group my-cat
up_refused 'pipenv has no extras' "'Pipfile.lock' has no extras" --extra x

project p
printf '%b' '[project]\nname = "p"\n[dependency-groups]\ndev = []\ntest = []\n' \
	'[tool.pdm.dev-dependencies]\nlint = []\n' >pyproject.toml
printf '[metadata]\nlock_version = "4.5.0"\ngroups = ["default", "dev", "lint", "test", "x"]\n' >pdm.lock
line 'pdm sync' 'pdm.lock'
line 'pdm sync -G x' 'pdm.lock' --extra x

# ---- lock files without a requirement of the project's file ------------------------

sed -i '/^name/a dependencies = ["a"]' pyproject.toml
line 'pdm install' 'a pdm.lock without it'
line 'pdm install -G x' 'a pdm.lock without it' --extra x
project p
printf '{"_meta": {"pipfile-spec": 6}, "default": {}}\n' >Pipfile.lock
printf '[packages]\na = "*"\n[dev-packages]\n[docs]\n' >Pipfile
line 'pipenv install' 'a Pipfile.lock without it'
line 'pipenv install --dev' 'a Pipfile.lock without it' --group dev
line "pipenv install --categories 'packages docs'" 'a Pipfile.lock without it' --group docs
project p uv.lock
printf '[project]\nname = "p"\ndependencies = ["a"]\n' >pyproject.toml
line 'uv sync' 'a uv.lock without it'
rm uv.lock
printf '[metadata]\nlock-version = "2.1"\n' >poetry.lock
run "$AVENV" up
like "$rc:$err" "3:poetry install*'poetry lock && avenv up'" 'a poetry.lock without it: what renews it'
sed -i '/^dependencies/d' pyproject.toml
touch -d '+ 1 minute' pyproject.toml
run "$AVENV" up
unlike "$err" 'poetry lock' 'the times of the files say nothing'

# ---- a member of a workspace, and below it ------------------------------------------

project p
mkdir -p m/src
printf '[tool.uv.workspace]\nmembers = ["m"]\n' >pyproject.toml
printf '%b' '[project]\nname = "m"\nversion = "1"\ndependencies = ["a"]\n' \
	'optional-dependencies.x = []\n[dependency-groups]\ndocs = []\n' >m/pyproject.toml
printf '%b' 'version = 1\n[manifest]\nmembers = ["m"]\n[[package]]\nname = "m"\nversion = "1"\n' \
	'source = { virtual = "m" }\ndependencies = [{ name = "a" }]\n[package.optional-dependencies]\nx = []\n' \
	'[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n' >uv.lock
cd m || exit
line 'uv sync --extra x --group docs --inexact' 'a member' --extra x --group docs
cd src || exit
line "cd $T/w/p/m && uv sync --extra x --inexact" 'below a member' --extra x
mkenv ../../.venv && "$AVENV" -q allow "$T/w/p"
run "$AVENV" check --extra x
like "$err" "*'avenv up --extra x' installs*" 'check: its command is that of the member'
run "$AVENV" check -r ../../uv.lock
like "$err" "'cd $T/w/p && uv sync --inexact'" "check: a lock file's command is that of its directory"

# pdm works in the root of its workspace alone.
project p
mkdir -p m/src other
printf '[tool.pdm.workspace]\nmembers = ["m"]\n' >pyproject.toml
printf '[project]\nname = "m"\nversion = "1"\n' >m/pyproject.toml
cp m/pyproject.toml other
line 'pdm install' "a workspace of pdm's"
cd m/src || exit
line "cd $T/w/p && pdm install" 'below a member of it'
printf '[tool.pdm.scripts]\n' >>../pyproject.toml
line "cd $T/w/p && pdm install" 'a member for pdm'
printf '[metadata]\nlock_version = "4.5.0"\ngroups = ["default"]\n' >../../pdm.lock
line "cd $T/w/p && pdm sync" 'the workspace has a lock file'
cd ../../other || exit
line "$PIP -e ." 'no member of it'

# ---- a build without [project] ------------------------------------------------------

project p setup.py
line "$PIP -e ." setup.py
line "$PIP -e '.[x]'" setup.py --extra x
up_refused 'setup.py has no groups' "'setup.py' has no groups" --group dev
project p pyproject.toml '[build-system]\nrequires = ["setuptools"]\n'
line "$PIP -e ." '[build-system]'
project p setup.cfg '[metadata]\nname = p\n'
up_refused 'setup.cfg alone, which pip refuses' "no file that declares packages*"

done_testing
