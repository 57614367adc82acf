#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 78 79 80
# One answer: from the same directory avenv, create's hint, check, up and the prompt's line mean the same file
# and the same tool. The tools are only there to be found; up installs with them at the end.
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
PROJECT='[project]\nname = "p"\nversion = "1"\ndependencies = ["a"]\n'
UV='version = 1\n[manifest]\nmembers = ["m", "p"]\n
[[package]]\nname = "p"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]
[[package]]\nname = "m"\nversion = "1"\nsource = { virtual = "m" }\ndependencies = [{ name = "a" }]
[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "x" }\n'

# Each makes a project in p.
# shellcheck disable=SC2317 # called by name
{
	requirements() { file requirements.txt 'a\n'; }
	inner() { requirements && file api/requirements.txt 'b\n'; }
	inner_lock() { requirements && file api/pyproject.toml "$PROJECT" && file api/uv.lock "$UV"; }
	inner_project() { file pyproject.toml "$PROJECT" && file api/setup.py && mkdir api/src; }
	inner_broken() { requirements && file api/pyproject.toml '[project\n'; }
	inner_conda() { requirements && file api/environment.yml; }
	inner_settings() { requirements && file api/pyproject.toml '[tool.black]\n'; }
	workspace() {
		file pyproject.toml "${PROJECT}[tool.uv.workspace]\nmembers = [\"m\"]\n" && mkdir -p m/src &&
			file m/pyproject.toml "${PROJECT/\"p\"/\"m\"}" && file m/requirements.txt b
	}
	workspace_lock() { workspace && file uv.lock "$UV"; }
	pipfile() { requirements && file Pipfile '[packages]\na = "*"\n'; }
	sources() { requirements && file pyproject.toml "${PROJECT}[tool.uv.sources]\na = { git = \"https://x\" }\n"; }
	poetry() { file pyproject.toml "${PROJECT}[tool.poetry]\npackage-mode = false\n"; }
	pdm() { file pyproject.toml "${PROJECT}[tool.pdm]\ndistribution = false\n"; }
	setup() { file setup.py && file src/a.py; }
	lock_and_more() { requirements && workspace_lock && file Pipfile '[packages]\n' && file setup.py; }
}

# p is on, and its packages are missing: each command in DIR
row() {
	local kind=$1 dir=$2 state=$3 file=$4 tool=$5 at="$1, $2" said
	cd "$T/w" && rm -rf p "$HOME/.local" && mkdir p && cd p && "$kind" && cd "$dir" || exit
	run "$AVENV"
	if [ "$state" = refused ]; then
		unlike "$out" '*avenv up*' "$at: avenv promises nothing"
	else
		like "$out" "*'avenv up' makes one from $file" "$at: avenv, without an environment"
	fi
	run "$AVENV" up -n -p "$PYTHON"
	if [ "$state" = refused ]; then
		like "$rc:$err" "1:*$tool*" "$at: up refuses"
	else
		like "$(tail -n 1 <<<"$out")" "*$tool" "$at: up: $tool"
	fi
	run "$AVENV" create -p "$PYTHON" --prompt x
	[ -e "$file" ] || [ "$state" != own ] || state=above
	case $state in
	above) unlike "$err" '*avenv up*' "$at: create makes one of its own" ;;
	member) like "$err" "'avenv -C */p up'" "$at: create says where up installs" ;;
	refused) unlike "$err" '*avenv up*' "$at: create promises nothing" ;;
	*) like "$err" "'avenv up'" "$at: create names up" ;;
	esac
	"$AVENV" -q remove -y .venv
	state=$3
	# The environment of p is on here.
	mkenv "$T/w/p/.venv" && "$AVENV" -q allow "$T/w/p"
	run "$AVENV" check
	said=$rc:$err
	on=(env VIRTUAL_ENV="$T/w/p/.venv" AVENV_ENV="$T/w/p/.venv")
	run "${on[@]}" "$AVENV" check --hint
	hint=$err
	run "${on[@]}" AVENV_SHELL='bash 6' AVENV_STATE="$(state_after prompt)" "$AVENV"
	case $state in
	own) # up would make another environment
		like "$said" "1:*'*/p/.venv' is of '*/p', and '*' has no environment; 'avenv up' makes one from $file" "$at: check"
		is "$hint" '' "$at: the prompt is silent"
		like "$out" "*'avenv up' makes one from $file" "$at: avenv"
		;;
	alone)
		like "$said" "1:*'$file' is not compared: *; 'avenv up' installs*" "$at: check"
		is "$hint" '' "$at: the prompt is silent"
		like "$out" '*nothing to do*' "$at: avenv"
		;;
	refused)
		like "$said" "1:*$tool*" "$at: check"
		is "$hint" '' "$at: the prompt is silent"
		unlike "$out" '*avenv up*' "$at: avenv"
		;;
	*)
		like "$said" "1:*1 package differs from *$file*'avenv *up' installs*" "$at: check"
		like "$hint" "*1 package differs from *$file (*'avenv *up' installs)" "$at: the prompt's line"
		like "$out" "**installs what is declared: 1 package differs from *$file" "$at: avenv"
		;;
	esac
}

while read -r line; do
	IFS='|' read -r kind dir state file tool <<<"$line"
	row "$kind" "$dir" "$state" "$file" "$tool"
done <<'L'
inner|.|here|requirements.txt|pip install -r requirements.txt
inner|api|own|requirements.txt|pip install -r requirements.txt
inner_lock|api|own|uv.lock|uv sync
inner_project|.|here|pyproject.toml|pip install -e .
inner_project|api|own|setup.py|pip install -e .
inner_project|api/src|own|setup.py|pip install -e .
inner_broken|api|refused|pyproject.toml|is not valid TOML
inner_conda|api|refused|environment.yml|conda env create
inner_settings|api|above|requirements.txt|pip install -r requirements.txt
workspace|m|member|pyproject.toml|uv sync --inexact
workspace|m/src|above|pyproject.toml|uv sync --inexact
workspace_lock|m|member|uv.lock|uv sync --inexact
workspace_lock|m/src|above|uv.lock|uv sync --inexact
pipfile|.|here|Pipfile|pipenv install
sources|.|here|pyproject.toml|uv sync
poetry|.|here|pyproject.toml|poetry install
pdm|.|here|pyproject.toml|pdm install
setup|.|alone|setup.py|pip install -e .
lock_and_more|.|here|uv.lock|uv sync
L

# After up, check finds nothing of the project that up installed.
cd "$T/w" && rm -rf p && mkdir p && cd p && workspace_lock && cd m || exit
"$AVENV" -q create -p "$PYTHON"
for command in up check; do
	run "$AVENV" $command
	like "$rc:$err" "1:*'avenv -C */p up'" "a member with an environment of its own: $command starts nothing"
done
run "$AVENV" -C "$T/w/p" up
run "$AVENV" check
like "$rc:$err" "1:*'*/p/.venv', not into *" 'a member with an environment of its own: check judges no other'
run "$AVENV" -C .. check
like "$rc:$err" "0:*'*/p/.venv' has what uv.lock declares" 'the environment of the workspace'
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
cd "$T/w" && rm -rf p && mkdir p && cd p && inner && mkenv .venv && "$AVENV" -q allow && cd api || exit
printf -- '--no-index\n--find-links %s\ntiny\n' "$T/wheels/tiny" >requirements.txt
run "$AVENV" up -p "$system"
is "$rc" 0 'a project in another: up'
run "$AVENV" check
like "$rc:$err" "0:*'*/p/api/.venv' has what requirements.txt declares" 'a project in another: then check is of it'
run "$AVENV" check "$T/w/p"
like "$rc:$err" '1:*1 package differs from requirements.txt*' 'a named environment: its own project'

done_testing
