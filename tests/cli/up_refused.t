#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 62 66 78 79 97
# avenv up where nothing is to be run: the reason and the next command, which works; a wrong -p.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"

for file in uv.lock poetry.lock requirements.txt; do
	project p $file
	up_refused "$file, -p: an option" "'--help' is no version like " -p --help
	up_refused "$file, -p: nothing" "'' is no version like " -p ''
	up_refused "$file, -p: no such file" "cannot use 'bin/none' as Python: No such file" -p bin/none
done

# A requirements file that pip cannot read, or that has to be read by pip
project p
mkfifo requirements.txt
changes_nothing 'a FIFO' "1:*'*requirements.txt' is not a regular file" . timeout 20 "$AVENV" up
rm requirements.txt
"$AVENV" -q create -p "$PYTHON"
echo 'git+file:///nowhere/x.git' >requirements.txt
run "$AVENV" up -n
like "$rc:$out" '0:*pip install -r requirements.txt' 'a line that cannot be compared: pip says what is missing'
run "$AVENV" check
like "$rc:$err" '0:*not compared*' 'check does not say that it is there'
rm -r .venv

# Other commands and a broken pyproject.toml: cli/one_answer
project p pyproject.toml '[project]\nname = p\n'
PATH=${PYTHON%/*}:$PATH run "$AVENV" create
like "$rc:$err" "0:*'*pyproject.toml' is not valid TOML, at line 2" 'create: a broken pyproject.toml'

# ---- files of the project that others can change ---------------------------------------
# others FILE...: up refuses each FILE that anybody can write to
others() {
	local file
	for file; do
		mkdir -p "$(dirname "$file")"
		[ -e "$file" ] || touch "$file"
		chmod go+w "$file"
		up_refused "$file: anybody can change it" "nothing of '*' is run: '*/${file#../}'*"
		chmod go-w "$file"
	done
}

project p pyproject.toml '[project]\nname = "p"\nversion = "1"\n'
others pyproject.toml setup.py setup.cfg
touch uv.lock
others uv.lock pyproject.toml uv.toml .python-version
touch setup.py && chmod go+w setup.py
tools 'exit 0'
up -n
is "$rc:$out" '0:uv sync' 'setup.py: uv builds no project without [build-system]'
printf '[build-system]\nbuild-backend = "own.api:hooks"\nbackend-path = ["build"]\nrequires = []\n' >>pyproject.toml
chmod go-w setup.py
others setup.py build/own.py
printf '[tool.setuptools.dynamic]\ndependencies = { file = ["deps.txt"] }\n' >>pyproject.toml
others deps.txt
printf '[tool.uv.sources]\nlib = { path = "../lib" }\n' >>pyproject.toml
mkdir ../lib
others ../lib/setup.py
rm -r uv.lock ../lib && touch Pipfile.lock Pipfile
others Pipfile.lock Pipfile .env
chmod go+w setup.py
up -n
is "$rc:$out" '0:pipenv sync' 'setup.py: pipenv does not build it'
project p requirements.txt '-r sub/more.txt\n-c limits.txt\n-e ./lib[dev]\n'
mkdir sub lib
touch limits.txt last.txt
printf -- '-r ../last.txt\n' >sub/more.txt
others requirements.txt sub/more.txt limits.txt last.txt lib/setup.py lib/pyproject.toml

rm last.txt
up_refused 'an included file is missing' "cannot read '*/last.txt'*"
mkenv y && "$AVENV" -q allow ./y
for command in up create 'create x' 'recreate y'; do
	# shellcheck disable=SC2086 # words
	changes_nothing "$command -r: the same" "1:*cannot read '*/last.txt'*" . \
		"$AVENV" $command -r requirements.txt -p "$PYTHON"
done
touch last.txt
# Other commands that run pip
chmod go+w lib/setup.py
for command in 'create x -r' 'create x -r last.txt -r' 'recreate y -r'; do
	# shellcheck disable=SC2086 # words
	changes_nothing "$command: anybody can change setup.py" "1:*nothing of '*' is run: '*/lib/setup.py'*" . \
		"$AVENV" $command requirements.txt -p "$PYTHON"
done
mkdir -p "y/$SITE/lib-1.dist-info"
metadata "y/$SITE/lib-1.dist-info" lib 1
printf '{"url": "file://%s/lib", "dir_info": {"editable": true}}' "$PWD" >"y/$SITE/lib-1.dist-info/direct_url.json"
changes_nothing 'recreate: anybody can change setup.py of an editable' "1:*lib/setup.py'*" . "$AVENV" recreate y
chmod go-w lib/setup.py
rm -r y

# A file that -r does not read
touch other.txt
chmod go+w requirements.txt
run "$AVENV" up -n -p "$PYTHON" -r other.txt
like "$rc:$out" '0:*pip install -r other.txt' "-r: the project's own files do not count"
chmod go+w other.txt
up_refused '-r: its own file' "*/other.txt' can be written to by anybody*" -r other.txt

# Each word with which a requirements file names a directory or an archive
chmod go-w requirements.txt other.txt
mkdir links
touch lib/setup.py x.whl
for line in '-e lib' '--editable=lib' '--edit lib' "-e 'lib'" '-e file:lib#egg=lib' 'lib[a] @ file:lib' './lib' 'lib[a]@./lib' "lib @ file://$PWD/lib"; do
	echo "$line" >requirements.txt
	others lib/setup.cfg
done
mkdir "it's; [a" && touch "it's; [a/setup.py"
echo "./it's; [a" >requirements.txt
others "it's; [a/setup.cfg"
for line in 'x.whl' './x.whl' '"./x.whl"' 'file:x.whl'; do
	echo "$line" >requirements.txt
	others x.whl
done
for line in '-f links' '-f ./links' '--find-links=links' '--find links' "-f file://$PWD/links" '-i https://example.com/ -f links'; do
	echo "$line" >requirements.txt
	others links/x.whl links
done
for line in '-r last.txt' '--requirem=last.txt' "-r file://$PWD/last.txt" '--cons last.txt'; do
	echo "$line" >requirements.txt
	others last.txt
done
printf 'lib\n--find-links links\n' >requirements.txt
chmod go+w lib/setup.py last.txt x.whl
up -n
like "$rc:$out" '0:*pip install -r requirements.txt' 'a name of an index, beside a directory of that name'

# A source tree of setup.py alone, and the backend of one
project p setup.py
others setup.cfg pyproject.toml pdm_build.py setup.py
project p pyproject.toml '[build-system]\nbuild-backend = "own.sub.api"\nbackend-path = ["build"]\nrequires = []\n'
mkdir -p build/own/sub
others build/own/__init__.py build/own/sub/__init__.py build/own/sub/api.py
mkdir lib && mv pyproject.toml lib/real.toml && ln -s real.toml lib/pyproject.toml
echo '-e lib' >requirements.txt
others lib/build/own.py

# Members of a workspace
project p pyproject.toml '[tool.uv.workspace]\nmembers = ["m/*", "n/**", "o"]\nexclude = []\n'
for dir in m/a n/b/c o; do
	mkdir -p $dir
	printf '[project]\nname = "a"\n[build-system]\nbuild-backend = "x"\nbackend-path = ["."]\nrequires = []\n' >$dir/pyproject.toml
	others $dir/x.py $dir/pyproject.toml $dir
done
others m
sed -i 's/exclude = .*/exclude = ["m\/a"]/' pyproject.toml
chmod go+w m/a
up -n
is "$rc:$out" '0:uv sync --inexact' 'a directory that the workspace excludes'
chmod go-w m/a
sed -i '/exclude/d' pyproject.toml
touch uv.lock
others m/a/x.py
# What else the tools' files name
project p pyproject.toml '[tool.uv]\nfind-links = ["links"]\n[[tool.uv.index]]\nurl = "./flat"\n'
mkdir links flat
others links links/x.whl flat
printf 'find-links = ["more"]\n' >uv.toml
mkdir more
others more
project p Pipfile '[packages]\nlib = { path = "./lib" }\nfile = { file = "./file", editable = true }\n'
mkdir lib file && touch lib/setup.py file/setup.py
others lib/setup.py lib/setup.cfg file/setup.py
printf '{"default": {"lib": {"path": "./lib"}, "f": {"file": "./file"}}}' >Pipfile.lock
: >Pipfile
others lib/setup.py file/setup.py
project p poetry.lock
mkdir ../lib && touch ../lib/setup.py
printf '[tool.poetry]\nbuild = "b2.py"\n[tool.poetry.dependencies]\nlib = { path = "../lib" }\n' >pyproject.toml
others b2.py ../lib/setup.cfg
rm -r ../lib
project p pdm.lock
printf '[build-system]\nrequires = []\n[project]\nname = "p"\ndependencies = ["lib @ file:///${PROJECT_ROOT}/lib"]\n[tool.pdm]\nbuild.custom-hook = "hook.py"\n' >pyproject.toml
mkdir lib && touch lib/setup.py
others hook.py pdm_build.py lib/setup.cfg
printf '[build-system]\nrequires = []\n[tool.hatch.envs.default]\ndependencies = []\n' >pyproject.toml
rm pdm.lock
others hatch_build.py

# What a group shares: each command that is named works as it is printed.
if is_root; then
	project team requirements.txt
	chgrp 4242 . requirements.txt && chmod g+ws . && chmod g+w requirements.txt
	for words in up path 'create -r requirements.txt'; do
		# shellcheck disable=SC2086 # several
		run "$AVENV" $words
		like "$rc:$err" "1:*nothing of '*/team' is run: *'chmod *' changes that, and 'avenv create', then 'avenv allow --shared' accepts it" \
			"a group's project: $words"
	done
	run "$AVENV" create -p "$PYTHON"
	like "$rc:$err" "1:*'avenv allow --shared' accepts it" '... create names the next'
	run "$AVENV" up
	like "$rc:$err" "1:*'chmod *' changes that, and 'avenv allow --shared' accepts it" '... up as well'
	"$AVENV" -q allow --shared
	up -n
	like "$rc:$out" '0:*pip install -r requirements.txt' '... and then installs'
	chgrp 4243 requirements.txt
	up_refused 'a file of another group' "*/requirements.txt' can be written to by group 4243; 'chmod go-w */requirements.txt' changes that"
	"$AVENV" -q forget && rm -r .venv
	chmod o+w . && up_refused 'anybody' "*'chmod go-w *' changes that"
	# Of another owner, whom AVENV_TRUST accepts alone
	chmod go-w . requirements.txt && chown 4243 . requirements.txt
	run "$AVENV" up
	like "$err" "*belongs to user 4243; 'env AVENV_TRUST=* avenv up' accepts another owner" 'another owner'
	chmod g+w .
	run "$AVENV" up
	like "$err" "*belongs to user 4243; 'avenv create', then 'avenv allow --shared' accepts that" '... and a group, whom AVENV_TRUST does not accept'
	"$AVENV" -q create -p "$PYTHON" 2>/dev/null || "$AVENV" -q allow --shared
	up -n
	like "$rc:$out" '0:*pip install -r requirements.txt' '... then up installs'
fi

# ---- environments --------------------------------------------------------------------
# The project is an environment itself.
project self requirements.txt
mkenv .
up_refused 'an environment itself' "'*/self' is not allowed; *"
"$AVENV" -q allow .
up -n
is "$rc:$out" '0:uv pip install -p bin/python -r requirements.txt' 'it is the one that is filled'
up -n -r requirements.txt
is "$rc:$out" '0:uv pip install -p bin/python -r requirements.txt' 'it is the one that is filled: -r'
echo a >requirements.txt
run "$AVENV" check
like "$rc:$err" "1:*1 package differs from requirements.txt; 'avenv up' installs*" 'it is the one that check compares'

# uv fills the environment of the workspace alone.
project ws pyproject.toml '[tool.uv.workspace]\nmembers = ["m"]\n'
mkdir m
printf '[project]\nname = "m"\nversion = "1"\n' >m/pyproject.toml
mkenv .venv
"$AVENV" -q allow
cd m || exit
mkenv .venv
"$AVENV" -q allow
"$AVENV" -q forget
run "$AVENV" path
like "$rc:$err" "1:*; 'mv */.venv */.venv.old'" 'not allowed: no allow, after which up refuses'
eval "$(sed -n "s/.*; '\(mv [^']*\)'.*/\1/p" <<<"$err")"
run "$AVENV" path
is "$rc:$out" "0:$T/w/ws/.venv" '... and the environment of the workspace is on'
up -n
is "$rc:$out" '0:uv sync --inexact' 'without it: nothing of other members is removed'
# The variable that leads the tool to another environment is named without a difference, too.
project p uv.lock 'version = 1\n'
printf '[project]\nname = "p"\nversion = "1"\n' >pyproject.toml
mkenv .venv
"$AVENV" -q allow
run env UV_PROJECT_ENVIRONMENT=other "$AVENV" check
like "$rc:$err" "0:*'unset UV_PROJECT_ENVIRONMENT'" 'another environment: check'

# A broken environment has one advice.
metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
mv ".venv/lib/python$SERIES" .venv/lib/python3.99
sed -i 's/^version = .*/version = 3.99.0/' .venv/pyvenv.cfg
ln -sfn /nowhere/python3.99 .venv/bin/python3
for command in status path doctor; do # run and repair: cli/verdict
	run "$AVENV" $command
	like "$out$err" "'*avenv create --clear -p 3.* && avenv up'" "its Python is gone: $command names what makes it anew"
done
echo '[dependency-groups]' >>pyproject.toml
echo 'dev = ["a"]' >>pyproject.toml
run "$AVENV" check
unlike "$err" "'avenv up' installs" 'its Python is gone: check names no up alone'
up_refused 'its Python is gone: up' "'*avenv create --clear -p 3.* && avenv up'"

# pdm would make its environment where avenv does not look.
project p pdm.lock '[metadata]\nlock_version = "4.5.0"\n'
printf '[project]\nname = "p"\nversion = "1"\n' >pyproject.toml
for setting in pdm.toml "$HOME/.config/pdm/config.toml"; do
	mkdir -p "$(dirname "$setting")" && printf '[venv]\nin_project = false\n' >"$setting"
	up_refused "pdm's store: $setting" "'avenv create && avenv up'"
	run "$AVENV" check
	like "$err" "'avenv create && avenv up'" "pdm's store: the hint, $setting"
	PDM_VENV_IN_PROJECT=1 up -n
	is "$rc:$out" '0:pdm sync' "pdm's store: the variable decides, $setting"
	rm "$setting"
done

# No command is named that refuses.
project p requirements.txt six
mkenv .venv
metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
"$AVENV" -q allow
for command in check up; do
	run env PIP_TARGET=1 "$AVENV" $command
	like "$rc:$err" "1:*'unset PIP_TARGET'" "PIP_TARGET: $command"
	unlike "$err" "'avenv up'" '... names no up'
done

# check names no command of an environment that may not be on, but what `avenv` names.
mkdir "$T/off" && cd "$T/off" || exit
mkenv .venv
metadata ".venv/$SITE/pip-24.0.dist-info" pip 24.0
printf '%s\n' '-e .' six >requirements.txt
echo 'import setuptools; setuptools.setup()' >setup.py
chmod 666 setup.py
run "$AVENV" check
like "$rc:$err" "1:*'chmod go-w */setup.py'" 'check, not allowed: no command'
unlike "$err" "*pip install*" '... of pip'
chmod 644 setup.py
for tool in poetry pipenv; do program .venv/bin/$tool '#!/bin/sh'; done
lock='version = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\ndependencies = [{ name = "six" }]\n[[package]]\nname = "six"\nversion = "1"\n'
locked='[[package]]\nname = "six"\nversion = "1"\n'
# off TITLE NEXT: whatever is declared, with pip and without, from here and by name
off() {
	local row pip words
	for pip in "$SITE/pip-24.0.dist-info" gone; do
		while IFS='|' read -r file text; do
			printf '%b' "$text" >"$file"
			for words in -v "-v ./.venv -r $file"; do
				# shellcheck disable=SC2086 # words
				run "$AVENV" check $words
				like "$rc:$err" "1:*1 package differs*$2*" "$1, $file: check $words"
				unlike "$err" "*@(bin/|sync|install |-m |poetry |pipenv )*" '... names no program'
				# shellcheck disable=SC2086 # words
				run "$AVENV" check --json $words
				like "$out" '*"command": null*' '... nor as JSON'
			done
			rm "$file"
		done <<-L
			requirements.txt|six
			uv.lock|$lock
			Pipfile|[packages]\\nsix = "*"\\n
			poetry.lock|[metadata]\\nlock-version = "2.1"\\n$locked
			pylock.toml|lock-version = "1.0"\\n[[packages]]\\nname = "six"\\nversion = "1"\\n
		L
		mv ".venv/$pip" .venv/gone 2>/dev/null
	done
	mv .venv/gone ".venv/$SITE/pip-24.0.dist-info"
}
off 'not allowed' "'avenv allow'"
"$AVENV" -q deny .
off denied "'avenv allow'"
"$AVENV" -q forget
"$AVENV" -q deny ..
off 'denied above' "'avenv forget *'"
"$AVENV" -q forget ..
"$AVENV" -q allow --tree ..
off covered "'avenv allow'"
"$AVENV" -q forget ..
if has git; then
	git init -q && git add -f .venv
	off tracked "'avenv allow --tracked'"
fi
done_testing
