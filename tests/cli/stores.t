#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 48 56 59
# Environments in the stores of other tools, to the commands: recreate, allow and
# doctor judge them alike, a denial is named, and what takes over from them is said.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/stores.sh"

cd "$HOME" || exit 1
# poetry PROJECT: leaves its environment, as poetry makes it, in $env, and $shown as messages have it
poetry() {
	mkdir -p "$1" .cache/pypoetry/virtualenvs
	printf '[project]\nname = "p"\n' >"$1/pyproject.toml"
	env=$HOME/.cache/pypoetry/virtualenvs/p-$(digest "$HOME/$1")-py$SERIES
	# shellcheck disable=SC2088 # as messages show it
	shown='~/'${env#"$HOME/"}
	"$PYTHON" -m venv --without-pip "$env"
}

# ---- one judgement -----------------------------------------------------------------------

poetry src/shop
is "$("$AVENV" -C src/shop path)" "$env" 'poetry: on'
run "$AVENV" allow "$env"
like "$rc:$err" "0:*'${env##*/}' is in the store of poetry and needs no record; 'avenv use $shown' in a project *" \
	'allow: it needs no record'
is "$(records)" '' '... and gets none'
run "$AVENV" doctor "$env"
unlike "$out" 'not allowed' 'doctor: no word is missing'
run "$AVENV" repair "$env"
unlike "$err" 'not allowed' 'repair: no word is missing'
run env VIRTUAL_ENV="$env" "$AVENV" recreate
like "$rc:$err" "0:*rebuilt '$shown'*" 'recreate of the active one'
unlike "$err" whenever '... and nothing about the directory of the store'
is "$(records)" '' '... and no record'

# ---- stores and projects of many entries ---------------------------------------------------

mkdir -p src/wide/x{1..2000}
touch .cache/pypoetry/virtualenvs/x{1..9000}
is "$("$AVENV" -C src/shop path)" "$env" 'a store of 9,000 entries'
mkenv src/wide/own
run "$AVENV" -C src/wide
like "$out" "*'~/src/wide/own' is not allowed*" '2,000 directories: what is there is found'
rm -r .cache/pypoetry/virtualenvs/x{1..9000} src/wide

# ---- a name; others: cli/list ------------------------------------------------------------

mkenv .virtualenvs/env src/env/.venv
"$AVENV" -q allow src/env
mkdir w
cd w || exit 1
mkenv $'../.virtualenvs/bad\377'
# shellcheck disable=SC1003 # as list prints it
run "$AVENV" path 'bad\377'
is "$rc:$out" "0:$HOME/.virtualenvs/"$'bad\377' 'an escaped name, as list prints it'
cd "$HOME" || exit 1

mkdir src/two
mkenv .virtualenvs/one .virtualenvs/two
echo "$HOME/src/two" | tee .virtualenvs/one/.project >.virtualenvs/two/.project
for command in allow status; do
	run "$AVENV" -C src/two "$command"
	like "$out$err" "*'*', '*' are virtualenvwrapper's for '~/src/two', and nothing says which of them to use*avenv -C ~/src/two use ~/.virtualenvs/*' chooses *" "two of virtualenvwrapper: $command"
done
run "$AVENV" -C src/two use "$HOME/.virtualenvs/two"
is "$rc:$("$AVENV" -C src/two path)" "0:$HOME/.virtualenvs/two" '... and use chooses one'

# ---- denied ------------------------------------------------------------------------------

mkdir src/wrap
mkenv .virtualenvs/wrap
echo "$HOME/src/wrap" >.virtualenvs/wrap/.project
for project in shop:poetry wrap:virtualenvwrapper; do
	tool=${project#*:} project=src/${project%:*}
	"$AVENV" -q deny "$project"
	for command in status 'run true' path; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" -C "$project" $command
		like "$out$err" "$tool's environment of '~/$project' is not turned on: you denied '~/$project'*allow ~/$project" \
			"$tool, denied: $command names that"
	done
	run "$AVENV" allow "$project"
	like "$rc:$err" "0:avenv: '~/$project' is no longer denied*environment of $tool, which needs no record*" \
		"$tool: lifting it is said"
	"$AVENV" -q deny src
	run "$AVENV" allow "$project"
	like "$rc:$err" "1:*you denied '~/src'; 'avenv forget ~/src' lifts that" "$tool: a denial above is named"
	"$AVENV" -q forget src
done

# ---- taken over --------------------------------------------------------------------------

run "$AVENV" -C src/shop create --without-pip
like "$rc:$err" "0:*'.venv' comes first in '~/src/shop' from now on, before poetry's environment*" "over poetry's: said"
mkdir new
run "$AVENV" -C new create --without-pip
unlike "$err" 'comes first' 'over none: not said'

# ---- on record -----------------------------------------------------------------------------

# on_record PROJECT FILE ENV [VARIABLE=VALUE...]: `allow` records FILE, which points to ENV, and `list`
# and `allow --list` say the same of it, without VARIABLE too
on_record() {
	mkenv "$3"
	(cd "$1" && env "${@:4}" "$AVENV" -q allow)
	is "$("$AVENV" allow --list | sed '1d; s/  */ /g')" "allow ~/$1/$2 ${3/#"$HOME"/\~} ok" "$2: allow --list"
	run "$AVENV" list --json
	like "$out" "\"path\": \"$3\"*\"project\": $project,*\"state\": \"ok\"" "$2: list says whose it is"
	run "$AVENV" forget --gone
	like "$err" 'forgot 0 records' "$2: nothing is gone"
	rm "$3"/bin/python*
	like "$("$AVENV" allow --list)" ' broken' "$2: broken"
	rm -r "$3"
	like "$("$AVENV" allow --list)" ' gone' "$2: the environment is gone"
	run "$AVENV" forget --gone
	like "$err" 'forgot 1 record' "$2: ... and the record is dropped"
}
rm -r .local/share/avenv
mkdir -p src/{uv,pyenv,toml,pip} envs .pyenv/versions "$T/repo"
touch src/{uv/uv.lock,{uv,toml}/pyproject.toml,pip/Pipfile}
project="\"$HOME/src/uv\""
on_record src/uv uv.lock "$HOME/envs/k3" UV_PROJECT_ENVIRONMENT="$HOME/envs/k3"
printf '[virtualenvs]\npath = "{cache-dir}/zz"\n' >src/toml/poetry.toml
project="\"$HOME/src/toml\""
on_record src/toml poetry.toml "$HOME/.cache/pypoetry/zz/p-$(digest "$HOME/src/toml")-py$SERIES"
echo k4 >src/pyenv/.python-version
ln -s "$HOME/.pyenv/versions/3.11.4/envs/k4" .pyenv/versions/k4
project="\"$HOME/src/pyenv\""
on_record src/pyenv .python-version "$HOME/.pyenv/versions/3.11.4/envs/k4"
git init -q .local/share/virtualenvs
project="\"$HOME/src/pip\""
on_record src/pip Pipfile "$HOME/.local/share/virtualenvs/pip-$(digest "$HOME/src/pip/Pipfile")"

# An environment of one project, to which a second one leads
mkenv src/uv/.venv
mkdir src/link
ln -s ../uv/.venv src/link/.venv
"$AVENV" -q allow src/link src/uv
like "$("$AVENV" -C src/link list | sed 's/  */ /g')" $'\n'' uv ~/src/uv ' 'a link to the environment of a project: it is of that project'
rm -r src/{uv,link}/.venv

# ---- UV_PROJECT_ENVIRONMENT, and no environment there yet ------------------------------------

mkdir src/fresh
touch src/fresh/uv.lock
program uv '#!/bin/sh'
export UV_PROJECT_ENVIRONMENT
for UV_PROJECT_ENVIRONMENT in "$HOME/none" ../none; do
	run env PATH="$HOME:$PATH" "$AVENV" -C src/fresh allow
	like "$err" "up' makes one from uv.lock" "'${UV_PROJECT_ENVIRONMENT/#"$HOME"/\~}': allow names up"
done
# A command that names the next one looks if something is there, as that would.
UV_PROJECT_ENVIRONMENT=$HOME/none
run env PATH="$HOME:$PATH" "$AVENV" -C src/fresh path
like "$err" "'UV_PROJECT_ENVIRONMENT' points to an environment that is not there; 'avenv -C */fresh up' makes one*" 'nothing is there: up is named, not allow'
program poetry '#!/bin/sh'
program pipenv '#!/bin/sh'
for file in poetry.lock Pipfile uv.lock requirements.txt; do
	mkdir "src/of-$file" && touch "src/of-$file/$file"
	run env PATH="$HOME:$PATH" "$AVENV" -C "src/of-$file" allow
	like "$rc:$err" "1:*there is no environment in '*'; *up' makes one from $file*" "$file: allow names up"
done
unset UV_PROJECT_ENVIRONMENT

# ---- poetry.toml, and the shell below it -----------------------------------------------------

mkdir -p src/named/sub
printf '[tool.poetry]\nname = "p"\n' >src/named/pyproject.toml
printf 'virtualenvs.path = "%s/cache"\n' "$T" >src/named/poetry.toml
mkenv "$T/cache/p-$(digest "$HOME/src/named")-py3.11"
for command in '' path 'up -n'; do
	# shellcheck disable=SC2086 # words
	run env PATH="$HOME:$PATH" "$AVENV" -C src/named/sub $command
	like "$out$err" "*'~/src/named/poetry.toml' points elsewhere and is not allowed*'avenv allow ~/src/named'*" \
		"below it '${command:-avenv}' says what up refuses"
done
rm -r src/named

# ---- settings and directories that cannot be read ------------------------------------------

mkdir -p src/odd/sub .config/hatch
printf '[project]\nname = "p"\n' >src/odd/pyproject.toml
# hidden WHY COMMAND NAME: avenv and doctor name what is not seen once, and COMMAND
hidden() {
	local command wanted=0
	for command in '' doctor; do
		# shellcheck disable=SC2086 # nothing, or a word
		run env EDITOR='ed -s' "$AVENV" -C src/odd/sub $command
		is "$rc:$(grep -cF "$1" <<<"$out$err")" $wanted:1 "$3: '$command' names it once"
		like "$out" "above that avenv can see: $1*'$2' lets avenv see more*" "$3: nothing is offered in its place"
		wanted=1
	done
}
for file in .config/hatch/config.toml src/odd/poetry.toml src/odd/hatch.toml; do
	printf 'a = 1\na = 2\n' >"$file"
	# shellcheck disable=SC2088 # as messages show it
	hidden "'~/$file' is not valid TOML, at line 2" "ed -s ~/$file" "$file"
	rm "$file"
done
touch .config/hatch/config.toml
chmod 0666 .config/hatch/config.toml
for command in '' doctor; do
	# shellcheck disable=SC2086 # nothing, or a word
	run "$AVENV" -C src/odd/sub $command
	like "$out$err" "'~/.config/hatch/config.toml' is not used: '~/.config/hatch/config.toml' can be written to by anybody*'chmod go-w ~/.config/hatch/config.toml'" \
		"others may write to the user's settings: '$command' names them"
done
rm .config/hatch/config.toml
{ seq -f 'a%.0f = [1]' 20000 && echo '[virtualenvs]' && echo 'path = "{project-dir}/x"'; } >src/odd/poetry.toml
run "$AVENV" -C src/odd/sub
is "$(grep -c "'~/src/odd/poetry.toml' is not used: it is too large" <<<"$err")" 1 'settings of more than 208 KiB: named once'
rm src/odd/poetry.toml
mkfifo fifo
ln -s ~/fifo .config/hatch/config.toml
run "$AVENV" -C src/odd
like "$out" "'~/.config/hatch/config.toml' is not used: it is no regular file" 'a link to a FIFO: it is not read, and named'
rm .config/hatch/config.toml
ln -s /etc/passwd src/odd/poetry.toml
run "$AVENV" -C src/odd doctor
unlike "$out" poetry 'a link in the place of the project'"'"'s settings: as if it were not there'
if ! is_root; then
	chmod 0 .virtualenvs
	hidden "'~/.virtualenvs' cannot be read: Permission denied" 'chmod u+rwX ~/.virtualenvs' 'a directory'
	chmod 755 .virtualenvs
fi
done_testing
