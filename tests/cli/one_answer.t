#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 78 79 80
# One answer: from the same directory avenv, create's hint, check, up and the prompt's line mean the same file
# and the same tool. The tools are only there to be found; up installs with them at the end.
# shellcheck disable=SC2086 # words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
system=$PYTHON
quick_python
PATH=${PATH#*:}

# shellcheck disable=SC2016 # expanded in the stand-ins
tools '[ -d "$T/w/p/.venv" ] || cp -a "$T/model" "$T/w/p/.venv"' \
	"info=\$T/w/p/.venv/$SITE/a-1.0.dist-info" \
	'mkdir -p "$info"' \
	'printf "Metadata-Version: 2.1\nName: a\nVersion: 1.0\n" >"$info/METADATA"'
mkenv "$T/model"

# file PATH [TEXT]
file() { mkdir -p "$(dirname "$1")" && printf '%b' "${2-}" >"$1"; }
LOCK='version = 1\n[manifest]\nmembers = ["m", "p"]\n
[[package]]\nname = "p"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]
[[package]]\nname = "m"\nversion = "1"\nsource = { virtual = "m" }\ndependencies = [{ name = "a" }]
[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "x" }\n'
requirements() { file requirements.txt 'a\n'; }
workspace() {
	file pyproject.toml "${NEEDS_A}[tool.uv.workspace]\nmembers = [\"m\"]\n"
	mkdir -p m/src
	file m/pyproject.toml "${NEEDS_A/\"p\"/\"m\"}"
	file m/requirements.txt b
}

# at DIR STATE FILE COMMAND: in DIR of the project p, whose environment is on while packages are missing, each command
# means FILE, and up runs COMMAND. STATE: here; own, up makes another environment; above, the project is further up;
# member, and it is the environment of a workspace; alone, only a build tells what is asked for; refused.
at() {
	local state=$2 file=$3 tool=$4 said want hint on
	cd "$1" || exit
	up -n -p "$PYTHON"
	if [ "$state" = refused ]; then
		like "$rc:$err" "1:*$tool*" 'up refuses'
		unlike "$("$AVENV")" '*avenv up*' 'avenv promises nothing'
	else
		like "$rc:$(tail -n 1 <<<"$out")" "0:*$tool*" "up: $tool"
		like "$("$AVENV")" "*'avenv up' makes one from $file" 'avenv, without an environment'
	fi
	create --prompt x
	case $state:$([ -e "$file" ] && echo here) in
	member:*) like "$rc:$err" "0:*'avenv -C */p up'*" 'create says where up installs' ;;
	above:* | refused:* | own:) unlike "$rc:$err" '*avenv up*' 'create promises nothing' ;;
	*) like "$rc:$err" "0:*'avenv up'*" 'create names up' ;;
	esac
	"$AVENV" -q remove -y .venv
	# The environment of p is on here.
	mkenv "$T/w/p/.venv" && "$AVENV" -q allow "$T/w/p"
	run "$AVENV" check
	said=$rc:$err
	on=(env VIRTUAL_ENV="$T/w/p/.venv" AVENV_ENV="$T/w/p/.venv")
	run "${on[@]}" "$AVENV" check --hint
	hint=$err
	run "${on[@]}" AVENV_SHELL="bash $PROTOCOL" AVENV_STATE="$(state_after prompt)" "$AVENV"
	case $state in
	own) said=$said/$out want="1:*'*/p/.venv'*; 'avenv up' makes one from $file/*'avenv up' makes one from $file" ;;
	alone) said=$said/$out want="1:*'$file' is not compared*'avenv up'*/*nothing to do*" ;;
	refused) want="1:*$tool*" && unlike "$out" '*avenv up*' avenv ;;
	*)
		said+=/$hint/$out
		want="1:*1 package*from *$file*'avenv *up'*/*from *$file (*'avenv *up' installs)/*: 1 package*$file *"
		;;
	esac
	like "$said" "$want" 'check, the line at the prompt and avenv'
	[[ $state = @(here|member|above) ]] || is "$hint" '' 'the prompt is silent'
}

case_requirements() { project p && requirements && at . here requirements.txt 'pip install -r requirements.txt'; }
case_requirements_inside() {
	project p && requirements && file api/requirements.txt 'b\n'
	at api own requirements.txt 'pip install -r requirements.txt'
}
case_lock_inside() {
	project p && requirements && file api/pyproject.toml "$NEEDS_A" && file api/uv.lock "$LOCK"
	at api own uv.lock 'uv sync'
}
case_project() { project p pyproject.toml "$NEEDS_A" && at . here pyproject.toml 'pip install -e .'; }
case_build_inside() {
	project p pyproject.toml "$NEEDS_A" && file api/setup.py
	at api own setup.py 'pip install -e .'
}
case_below_a_build_inside() {
	project p pyproject.toml "$NEEDS_A" && file api/setup.py && mkdir api/src
	at api/src own setup.py 'pip install -e .'
}
case_broken_inside() {
	project p && requirements && file api/pyproject.toml '[project\n'
	at api refused pyproject.toml 'pyproject.toml'
}
case_conda_inside() {
	project p && requirements && file api/environment.yml
	at api refused environment.yml 'conda env create'
}
case_settings_inside() {
	project p && requirements && file api/pyproject.toml '[tool.black]\n'
	at api above requirements.txt 'pip install -r requirements.txt'
}
case_member() { project p && workspace && at m member pyproject.toml 'uv sync --inexact'; }
case_below_a_member() { project p && workspace && at m/src above pyproject.toml 'uv sync --inexact'; }
case_locked_member() { project p uv.lock "$LOCK" && workspace && at m member uv.lock 'uv sync --inexact'; }
case_below_a_locked_member() { project p uv.lock "$LOCK" && workspace && at m/src above uv.lock 'uv sync --inexact'; }
case_pipfile() { project p Pipfile '[packages]\na = "*"\n' && requirements && at . here Pipfile 'pipenv install'; }
case_sources_of_uv() {
	project p pyproject.toml "${NEEDS_A}[tool.uv.sources]\na = { git = \"https://x\" }\n" && requirements
	at . here pyproject.toml 'uv sync'
}
case_settings_of_poetry() {
	project p pyproject.toml "${NEEDS_A}[tool.poetry]\npackage-mode = false\n"
	at . here pyproject.toml 'poetry install'
}
case_settings_of_pdm() {
	project p pyproject.toml "${NEEDS_A}[tool.pdm]\ndistribution = false\n"
	at . here pyproject.toml 'pdm install'
}
case_build() { project p setup.py && at . alone setup.py 'pip install -e .'; }
case_lock_and_more() {
	project p uv.lock "$LOCK" && workspace && requirements && touch Pipfile setup.py
	at . here uv.lock 'uv sync'
}

# After up, check finds nothing of the project that up installed.
case_after_up_in_a_workspace() {
	project p uv.lock "$LOCK"
	workspace
	cd m || exit
	create -q
	for command in up check; do
		run "$AVENV" $command
		like "$rc:$err" "1:*'avenv -C */p up'*" "a member with an environment of its own: $command starts nothing"
	done
	"$AVENV" -q -C "$T/w/p" up
	not_ok 'check judges no other' "$AVENV" check
	ok 'the environment of the workspace' "$AVENV" -C .. check
}

case_after_up_inside() {
	"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
	project p && requirements && mkenv .venv && "$AVENV" -q allow
	file api/requirements.txt "--no-index\n--find-links $T/wheels/tiny\ntiny\n"
	cd api || exit
	ok up "$AVENV" up -p "$system"
	run "$AVENV" check
	like "$rc:$err" "0:*'*/p/api/.venv'*" 'then check is of it'
	run "$AVENV" check "$T/w/p"
	like "$rc:$err" '1:*requirements.txt*' 'a named environment: its own project'
}

run_cases
