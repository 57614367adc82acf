#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 66 78 79 97
# avenv up where nothing is to be run: the next command, which works; files that others can change; a wrong -p. What check says
# there, too; of an environment that may not be on: check_refused.t.
# shellcheck disable=SC2086 # words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
. "$SRCDIR/tests/commands.sh"

stand_ins
BUILD='[build-system]\nrequires = []\n'

VERSIONS='3.12, 3.12.4, 3.13t or pypy3.10'

case_python_that_is_none() {
	for file in uv.lock poetry.lock requirements.txt; do
		project p $file
		for word in --help ''; do
			up_refused "$file, -p: '$word'" "'$word' is no version like $VERSIONS, and no path; 'avenv pythons' lists" -p "$word"
		done
		up_refused "$file, -p: no such file" "cannot use 'bin/none' as Python: No such file or directory" -p bin/none
	done
}

case_requirements_that_cannot_be_read() {
	project p
	mkfifo requirements.txt
	stays 'a FIFO' "'$PWD/requirements.txt' is not a regular file" . timeout 600 "$AVENV" up
}

# anybody FILE [DIR...]: why up refuses FILE, which anybody can write to, and perhaps DIRs, which come with it
anybody() {
	local path="$PWD/$1" word="$PWD/$1 ${*:2}" quote=\'
	case $1 in
	../*) path=$(dirname "$PWD")/${1#../} && word="$path ${*:2}" ;;
	*[[:space:]\']*)
		word="$quote${path//$quote/$quote\\$quote$quote}$quote"
		printf '%s' "nothing of '$PWD' is run: '$path' can be written to by anybody:" $'\n' "chmod go-w $word" $'\n' 'changes that'
		return
		;;
	esac
	printf '%s' "nothing of '$PWD' is run: '$path' can be written to by anybody; 'chmod go-w ${word% }' changes that"
}

# others FILE...: up refuses each FILE that anybody can write to, and runs nothing. A FILE that is not there is made, and stays;
# there has to be no .venv.
others() {
	local file
	for file; do
		mkdir -p "$(dirname "$file")"
		[ -e "$file" ] || touch "$file"
		chmod go+w "$file"
		up
		is "$rc:$out:$err" "1::avenv: $(anybody "$file")" "$file"
		chmod go-w "$file"
	done
	[ ! -e .venv ] && [ ! -e "$HOME/log" ]
	tap $? "$*: nothing runs"
}

# others_in TITLE FILE...: others, whose titles begin with TITLE
others_in() {
	# shellcheck disable=SC2031 # it is that of the case
	tap_case="$tap_case$1: " others "${@:2}"
}

# named_by FILE LINE...: with each LINE as requirements.txt, up refuses FILE, which anybody can write to
named_by() {
	local each
	for each in "${@:2}"; do
		echo "$each" >requirements.txt
		others_in "$each" "$1"
	done
}

case_files_of_a_project() {
	project p pyproject.toml "$PROJECT"
	others pyproject.toml setup.py setup.cfg
	touch uv.lock
	others uv.lock pyproject.toml uv.toml .python-version
	chmod go+w setup.py
	line 'uv sync' 'uv builds no project without [build-system]'
	printf '%b' "$BUILD" 'build-backend = "own.api:hooks"\nbackend-path = ["build"]\n' >>pyproject.toml
	chmod go-w setup.py
	others setup.py build/own.py
	printf '[tool.setuptools.dynamic]\ndependencies = { file = ["deps.txt"] }\n' >>pyproject.toml
	others deps.txt
	printf '[tool.uv.sources]\nlib = { path = "../lib" }\n' >>pyproject.toml
	mkdir ../lib
	others ../lib/setup.py
}

case_files_of_a_build() {
	project p setup.py
	others setup.cfg pyproject.toml pdm_build.py setup.py hatch.toml meson.build CMakeLists.txt Cargo.toml build.rs
}

# lib: a project whose requirements.txt names lib, a source whose backend is its own
lib() {
	project p requirements.txt '-e lib'
	mkdir -p lib/build/own/sub
	printf '%b' "$BUILD" 'build-backend = "own.sub.api"\nbackend-path = ["build"]\n' >lib/real.toml
	ln -s real.toml lib/pyproject.toml
}

case_backend_of_a_source() {
	lib
	others lib/build/own/__init__.py lib/build/own/sub/__init__.py lib/build/own/sub/api.py
	rm -r lib/build/own
	others lib/build/own.py
}

# What setuptools, pdm and hatch read or run for the version, the requirements and the hooks of a source
case_settings_of_a_source() {
	lib
	printf '[metadata]\nversion = file: VERSION\n[options]\ninstall_requires = file: a.txt, b.txt\n' >lib/setup.cfg
	others lib/VERSION lib/a.txt lib/b.txt
	printf '[metadata]\nversion = attr: own.version.number\n' >lib/setup.cfg
	others lib/own/__init__.py lib/own/version.py lib/src/own/version.py
	rm -r lib/own lib/src lib/setup.cfg
	printf '[tool.setuptools.dynamic]\nversion = { attr = "own.number" }\n[tool.pdm.version]\ngetter = "it.own:get"\n' >>lib/real.toml
	others lib/own.py lib/src/own/__init__.py lib/it/own.py
	printf '[build.hooks.custom]\npath = "../hook.py"\n' >lib/hatch.toml
	others hook.py
}

# Whoever can make a source or a file of it decides what is built.
case_sources_that_are_not_there() {
	mkdir -m 777 open open/empty
	project p
	both=$(anybody ../open "$T/w/open/empty")
	for source in '-e ../open/empty' ../open/empty "x @ file://$PWD/../open/empty"; do
		echo "$source" >requirements.txt
		up_refused "$source" "$both"
	done
	for source in '-e ../open/none' ../open/none.whl; do
		echo "$source" >requirements.txt
		up_refused "$source" "$(anybody ../open)"
	done
	echo './none.whl' >requirements.txt
	allowed
	line 'uv pip install -p .venv/bin/python -r requirements.txt' 'in a directory of its own'
	printf '%b' "$PROJECT" '[tool.uv.sources]\nx = { path = "../open/empty" }\n' >pyproject.toml
	rm requirements.txt && touch uv.lock
	up_refused 'of uv' "$both"
}

case_files_of_pipenv() {
	project p Pipfile '[packages]\nlib = { path = "./lib" }\nfile = { file = "./file", editable = true }\n'
	touch setup.py && chmod go+w setup.py
	line 'pipenv install' 'pipenv does not build the project'
	others .env lib/setup.py lib/setup.cfg file/setup.py
	printf '{"default": {"lib": {"path": "./lib"}, "f": {"file": "./file"}}}' >Pipfile.lock
	: >Pipfile
	others Pipfile.lock Pipfile lib/setup.py file/setup.py
	mkdir links
	printf '{"_meta": {"sources": [{"url": "file://%s/links"}]}}' "$PWD" >Pipfile.lock
	others links links/x.whl
	echo '{"a": NaN}' >Pipfile.lock
	up_refused 'no JSON' "'$PWD/Pipfile.lock' is not valid JSON"
}

case_files_of_poetry() {
	project p poetry.lock
	printf '[tool.poetry]\nbuild = "b2.py"\n[tool.poetry.dependencies]\nlib = { path = "../lib" }\n' >pyproject.toml
	mkdir ../lib && touch ../lib/setup.py
	others poetry.toml b2.py ../lib/setup.cfg
	printf '[tool.poetry.build]\nscript = "b3.py"\n' >pyproject.toml
	others b3.py
	printf '[[package]]\nname = "lib"\n[package.source]\ntype = "directory"\nurl = "../lib"\n' >poetry.lock
	others ../lib/setup.cfg
}

case_files_of_pdm() {
	project p pdm.lock
	# shellcheck disable=SC2016 # pdm's
	printf '%b' "$BUILD$PROJECT" 'dependencies = ["lib @ file:///${PROJECT_ROOT}/lib"]\n' \
		'[tool.pdm]\nbuild.custom-hook = "hook.py"\n' >pyproject.toml
	mkdir lib && touch lib/setup.py
	others pdm.toml .pdm-python .python-version hook.py pdm_build.py lib/setup.cfg
	printf '[[package]]\nname = "more"\npath = "./more"\n' >pdm.lock
	mkdir more
	others more/setup.py
}

case_files_of_hatch() {
	project p pyproject.toml "$BUILD"'[tool.hatch.envs.default]\ndependencies = []\n'
	others hatch_build.py
	printf '%b' "$PROJECT" '[tool.hatch.envs.default]\nskip-install = true\n' >pyproject.toml
	others hatch.toml
	mkdir lib
	for root in '{root:uri}' 'file://{root}'; do
		printf '%b' "$PROJECT" '[tool.hatch.envs.default]\nskip-install = true\n' "dependencies = ['lib @ $root/lib']\n" >pyproject.toml
		others_in "$root" lib/setup.py
	done
	printf '[envs.default]\nskip-install = true\ndependencies = ["lib @ {root:uri}/lib"]\n' >hatch.toml
	printf '%b' "$PROJECT" >pyproject.toml
	others_in hatch.toml lib/setup.py
}

# What a lock file of uv names as the place of a package
case_sources_of_a_lock() {
	project p pyproject.toml "$PROJECT"
	mkdir ../lib
	for row in directory:setup.py editable:setup.py virtual:setup.py path:setup.py registry:x.whl; do
		printf 'version = 1\n[[package]]\nname = "x"\nsource = { %s = "../lib" }\n' "${row%:*}" >uv.lock
		others_in "${row%:*}" "../lib/${row#*:}"
	done
}

case_members_of_a_workspace() {
	project p pyproject.toml '[tool.uv.workspace]\nmembers = ["m/*", "n/**", "o"]\nexclude = []\n'
	for dir in m/a n/b/c o; do
		mkdir -p $dir
		printf '%b' "$PROJECT${BUILD}build-backend = \"x\"\nbackend-path = [\".\"]\n" >$dir/pyproject.toml
		others $dir/x.py $dir/pyproject.toml $dir
	done
	others m
	sed -i 's/exclude = .*/exclude = ["m\/a"]/' pyproject.toml
	chmod go+w m/a
	line 'uv sync --inexact' 'a directory that the workspace excludes'
	chmod go-w m/a
	sed -i '/exclude/d' pyproject.toml
	touch uv.lock
	others m/a/x.py
}

case_places_that_uv_installs_from() {
	project p pyproject.toml '[tool.uv]\nfind-links = ["links"]\n[[tool.uv.index]]\nurl = "./flat"\n'
	mkdir links flat more
	others links links/x.whl flat
	printf 'find-links = ["more"]\n' >uv.toml
	others more
	printf '[[index]]\nurl = "https://example.com"\n' >uv.toml
	for key in index-url extra-index-url; do
		printf '[tool.uv]\n%s = ["file://%s/links"]\n' $key "$PWD" >pyproject.toml
		others links
		printf '[tool.uv]\n%s = ["links"]\n' $key >pyproject.toml
		others_in "$key" links/x.whl
	done
	echo 'a = [' >uv.toml
	up_refused 'no TOML' "'$PWD/uv.toml' is not valid TOML, at line 2"
}

# 60 levels
DEEP=$(printf 'd/%.0s' {1..60})

# Of a workspace each directory is looked at once, whatever leads to it; what cannot be is refused. With members it is
# `uv sync --inexact`: case_member_with_an_environment.
case_workspaces_without_end() {
	project p pyproject.toml '[tool.uv.workspace]\nmembers = ["**"]\n'
	mkdir -p "$DEEP" && touch uv.lock
	ulimit -n 32 # of 60 levels none stays open
	others "${DEEP}pyproject.toml"
	printf '[tool.uv.sources]\np = { path = "a" }\nq = { path = "b" }\n' >pyproject.toml
	ln -s . a && ln -s . b && touch setup.py
	line 'uv sync' 'links to the project itself'
	mkdir -m 777 link && ln -s .. link/a
	printf '[tool.uv.sources]\np = { path = "." }\nq = { path = "link/a" }\n' >pyproject.toml
	up_refused 'a link that others can change' "$(anybody link)"
}

case_patterns_of_a_workspace() {
	project p pyproject.toml '[tool.uv.workspace]\nmembers = [[], {}, 1, "a"]\n'
	mkdir -p "$DEEP" && touch uv.lock
	line 'uv sync --inexact' 'what is no pattern'
	printf '[tool.uv.workspace]\nmembers = ["%s"]\n' "$(printf '**/%.0s' {1..20})" >pyproject.toml
	line 'uv sync --inexact' 'a pattern that matches in many ways'
	printf '[tool.uv.workspace]\nmembers = ["%s"]\n' "$(printf '**/%.0s' {1..900})" >pyproject.toml
	up_refused 'too much to look at' "nothing of '$PWD' is run: more than 200000 names have to be looked at"
	# These may look at fewer names than `up`, which finds the same in a dry run.
	for command in status list doctor; do
		run "$AVENV" $command
		commands_of "$out$err"
		is "$rc:$commands" '0:avenv up -n' "$command: up -n says it"
	done
	printf '[tool.uv.workspace]\nmembers = ["**"]\n' >pyproject.toml
	# longer than PATH_MAX
	python3 -c 'import os
for _ in range(2100): os.mkdir("e"); os.chdir("e")'
	up_refused 'a path that is too long' "cannot read '$PWD/e/e/*': File name too long"
	rm -r e
}

case_files_above_a_project_of_uv() {
	project p
	mkdir q && cd q && printf '%b' "$PROJECT" >pyproject.toml && touch uv.lock || exit
	mkdir ../links
	others ../uv.toml
	for file in uv.toml pyproject.toml; do
		rm ../*.toml
		[ $file = uv.toml ] || echo '[tool.uv]' >../$file
		echo 'find-links = ["links"]' >>../$file
		others_in "$file" ../links
	done
	printf '[tool.uv]\n' >>pyproject.toml
	chmod go+w ../links
	line 'uv sync' 'the nearest settings count'
	chmod go-w ../links
	printf '[tool.uv.workspace]\nmembers = ["**/q"]\n' >../pyproject.toml
	others ../pyproject.toml
	sed -i 's/\*\*.q/q/' ../pyproject.toml
	others_in 'of the workspace' ../.python-version
}

case_project_that_uv_does_not_build() {
	project p pyproject.toml "$PROJECT${BUILD}[tool.uv]\npackage = false\n"
	touch setup.py && chmod go+w setup.py
	line 'uv sync' 'package = false'
	chmod go-w setup.py
	printf '%b' "${PROJECT}[tool.uv]\npackage = true\n" >pyproject.toml
	others setup.py
}

case_files_of_uv_pip() {
	project p requirements.txt a
	mkdir q && cd q && echo a >requirements.txt || exit
	allowed venv
	others uv.toml && rm uv.toml
	others pyproject.toml ../uv.toml ../pyproject.toml
	chmod go+w ../uv.toml
	metadata "venv/$SITE/pip-24.0.dist-info" pip 24.0
	touch venv/bin/pip
	line 'venv/bin/python -I -m pip install -r requirements.txt' 'pip does not read them'
}

# requirements: a project of files that include each other
requirements() {
	project p requirements.txt '-r sub/more.txt\n-c limits.txt\n-e ./lib[dev]\n'
	mkdir sub lib
	touch limits.txt last.txt other.txt lib/setup.py
	echo '-r ../last.txt' >sub/more.txt
}

case_files_of_requirements() {
	requirements
	others requirements.txt sub/more.txt limits.txt last.txt lib/setup.py lib/pyproject.toml
	chmod go+w requirements.txt
	up -n -p "$PYTHON" -r other.txt
	is "$rc:$out" "0:avenv create -p $PYTHON"$'\n'"$PIP -r other.txt" "-r: the project's own files do not count"
	chmod go+w other.txt
	up_refused '-r: its own file' "$(anybody other.txt)" -r other.txt
}

# pip_commands_stay WHY: each command that runs pip with requirements.txt says WHY, and changes nothing
pip_commands_stay() {
	local command
	for command in up 'create x' 'recreate y'; do
		stays "$command -r" "$1" . "$AVENV" $command -r last.txt -r requirements.txt -p "$PYTHON"
	done
}

case_commands_that_run_pip() {
	requirements
	allowed y
	chmod go+w lib/setup.py
	pip_commands_stay "$(anybody lib/setup.py)"
	metadata "y/$SITE/lib-1.dist-info" lib 1
	printf '{"url": "file://%s/lib", "dir_info": {"editable": true}}' "$PWD" \
		>"y/$SITE/lib-1.dist-info/direct_url.json"
	stays 'recreate: setup.py of an editable' "$(anybody lib/setup.py)" . "$AVENV" recreate y
	chmod go-w lib/setup.py && rm last.txt
	pip_commands_stay "cannot read 'last.txt': No such file or directory"
}

# The lines of a requirements file, its options and encodings: oracle/lines.py
case_words_of_requirements() {
	requirements
	mkdir links "it's; [a" && touch "it's; [a/setup.py"
	named_by lib/setup.cfg '-e lib' ./lib
	named_by "it's; [a/setup.cfg" "./it's; [a"
	named_by x.whl x.whl ./x.whl '"./x.whl"' file:x.whl
	named_by links/x.whl '-f links' "-f file://$PWD/links"
	printf '# c\0\n-f links' >requirements.txt
	others links
	printf 'lib\n--find-links links\n' >requirements.txt
	chmod go+w lib/setup.py last.txt x.whl
	line "$PIP -r requirements.txt" 'a name of an index, beside a directory of that name'
}

# "file:" is a word of its own. It counts under any key: which of them a backend reads, avenv cannot know.
case_words_that_end_in_file() {
	project p pyproject.toml "$PROJECT$BUILD"'description = "profile:links"\n'
	mkdir links && touch links/setup.py && chmod 777 links
	printf '[options]\nx = profile: links/setup.py\n' >setup.cfg
	up -n
	is "$rc" 0 profile:
	sed -i 's/profile:links/file:links/' pyproject.toml
	up_refused file: "$(anybody links)"
	sed -i '/links/d' pyproject.toml
	printf '[options]\ninstall_requires = file: a.txt,\n  b.txt\n' >setup.cfg
	others a.txt b.txt
}

# What a group shares
case_project_of_a_group() {
	can_chown || return
	project team requirements.txt
	chgrp 4242 . requirements.txt && chmod g+ws . && chmod g+w requirements.txt
	file=$PWD/requirements.txt
	both="nothing of '$PWD' is run: '$PWD' can be written to by group 4242; 'chmod go-w $PWD $file' changes that, and"
	for words in up path 'create -r requirements.txt'; do
		stays "$words" "$both 'avenv create', then 'avenv allow --shared' accepts it" . "$AVENV" $words
	done
	create -q
	up_refused 'with an environment' "$both 'avenv allow --shared' accepts it"
	"$AVENV" -q allow --shared
	line "$PIP -r requirements.txt" 'then up installs'
	chgrp 4243 requirements.txt
	up_refused 'a file of another group' "'$file' can be written to by group 4243; 'chmod go-w $file' changes that"
	"$AVENV" -q forget && rm -r .venv
	chmod o+w .
	up_refused anybody "'$PWD' can be written to by anybody; 'chmod go-w $PWD $file' changes that"
	chmod go-w . requirements.txt && chmod g+w . && chown 4243 . requirements.txt
	up_refused 'and another owner' "'$PWD' belongs to user 4243; 'avenv create', then 'avenv allow --shared' accepts that"
	create -q
	is "$rc:$err" "1:avenv: '$PWD/.venv' is not allowed: '$PWD' belongs to user 4243; 'avenv allow --shared' accepts that" \
		'and another owner: create leaves it off'
	"$AVENV" -q allow --shared
	line "$PIP -r requirements.txt" 'and another owner: then up installs'
}

case_project_that_is_an_environment() {
	local fills='uv pip install -p bin/python -r requirements.txt'
	project self requirements.txt a
	mkenv .
	up_refused 'not allowed' "'$PWD' is not allowed; 'avenv allow $T/w' turns it on from now on"
	"$AVENV" -q allow .
	line "$fills" 'it is the one that is filled'
	line "$fills" '-r' -r requirements.txt
	stays check "1 package differs from requirements.txt; 'avenv up' installs what is declared" . "$AVENV" check
}

# uv fills the environment of the workspace alone.
case_member_with_an_environment() {
	project ws pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n'
	mkdir m
	printf '%b' "$PROJECT" >m/pyproject.toml
	allowed
	cd m || exit
	mkenv .venv
	stays path "uv installs into '$T/w/ws/.venv'; 'mv $PWD/.venv $PWD/.venv.old' moves it away" . "$AVENV" path
	eval "$(sed -n "s/.*; '\(mv [^']*\)'.*/\1/p" <<<"$err")"
	run "$AVENV" path
	is "$rc:$out" "0:$T/w/ws/.venv" 'the environment of the workspace is on'
	line 'uv sync --inexact' 'nothing of other members is removed'
}

case_variable_that_names_another() {
	project p uv.lock 'version = 1\n'
	printf '%b' "$PROJECT" >pyproject.toml
	allowed
	run env UV_PROJECT_ENVIRONMENT=other "$AVENV" check
	like "$rc:$err" "0:*; 'unset UV_PROJECT_ENVIRONMENT' first" 'check names it without a difference, too'
}

# Whatever else is wrong, a broken environment has one advice. run and repair: cli/verdict
case_python_is_gone() {
	project p uv.lock 'version = 1\n'
	printf '%b' "$PROJECT" >pyproject.toml
	allowed
	metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
	upgrade .venv
	ln -sfn /nowhere/python3.99 .venv/bin/python3
	made="avenv create --clear -p $SERIES && avenv up"
	for row in 0:status 1:path 1:doctor 1:up; do
		run "$AVENV" "${row#*:}"
		like "$rc:$out$err" "${row%:*}:*'$made'*" "${row#*:}"
	done
	printf '[dependency-groups]\ndev = ["a"]\n' >>pyproject.toml
	run "$AVENV" check
	commands_of "$err"
	is "$rc:$commands" "1:$made" 'check names that one, and no up alone'
}

# pdm would make its environment where avenv does not look.
case_pdm_store() {
	project p pdm.lock '[metadata]\nlock_version = "4.5.0"\n'
	printf '%b' "$PROJECT" >pyproject.toml
	mkdir -p "$HOME/.config/pdm"
	why="as its setting 'venv.in_project' is false, pdm makes an environment that avenv does not find;"
	why+=" 'avenv create && avenv up' makes '.venv'"
	for setting in pdm.toml "$HOME/.config/pdm/config.toml"; do
		printf '[venv]\nin_project = false\n' >"$setting"
		up_refused "$setting" "$why"
		stays "$setting: check" "no environment in '$PWD' or above; $why" . "$AVENV" check
		PDM_VENV_IN_PROJECT=1 line 'pdm sync' "$setting: the variable decides"
		rm "$setting"
	done
}

run_cases
