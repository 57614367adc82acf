#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 32 63
# avenv list: the environments that are known, and what is told of each. Names: the one that a word
# means for a command.
. "${SRCDIR:?}/tests/lib.sh"

# A case stands in its home.
HOME=$T/w
avenv() { "$AVENV" -q "$@"; }
# paths [VAR=VALUE...]: those that are listed, sorted, below HOME, on one line
paths() {
	env "$@" "$AVENV" list --json >"$T/json" 2>"$T/err"
	sed -n "s|^ *\"path\": \"$HOME/\(.*\)\",\$|\1|p" "$T/json" | LC_ALL=C sort | xargs
}
# field PATH KEY: of one environment in the last list
field() {
	awk -v path="\"$HOME/$1\"," -v key="\"$2\":" '
		$1 == "\"path\":" { here = $2 == path }
		here && $1 == key { sub(/^ *"[a-z_]*": "?/, ""); sub(/"?,?$/, ""); print }' "$T/json"
}
# row NAME: its line of the table, spaces squeezed, without the details
row() { avenv list | tr -s ' ' | grep " $1 " | sed -E 's/^ //; s/ (within a day|unknown) / /; s/:.*//'; }

case_nothing() {
	paths >/dev/null
	like "$(tr -d ' \n' <"$T/json")" '"environments":[[][]]' 'JSON all the same'
	mkenv .local/share/{uv/tools,pipx/venvs}/avenv
	is "$(paths)" '' 'environments of programs, as of avenv itself, are no projects'
}

case_recorded_or_here() {
	mkenv a/.venv other/.venv here/{one,two} gone
	avenv allow a other/.venv gone
	rm -r gone
	is "$(cd here && paths)" 'a/.venv here/one here/two other/.venv' 'but what is gone'
	ln -s here link
	is "$(cd link && paths)" 'a/.venv here/one here/two other/.venv' 'the same from a directory reached by a link'
	is "$(paths VIRTUAL_ENV="$PWD/here/one")" 'a/.venv here/one other/.venv' 'the one that is on'
	avenv forget a
	is "$(paths)" other/.venv 'forgotten'
}

case_allow_found() {
	for dir in p/.venv p/venvs/one deep/er/still/env p/.venv/inside p/.avenv-old-12345678 sub/.git/env \
		.avenv-new-12345678/env .tox/env .cache/env __pycache__/env node_modules/env; do
		mkenv "tree/$dir"
	done
	ln -s deep tree/link
	ln -s p/.venv tree/envlink
	avenv allow --found tree
	is "$(paths)" 'tree/deep/er/still/env tree/p/.venv tree/p/venvs/one' 'no caches, leftovers, links'
}

case_stores() {
	# store NAME DIR [VAR=VALUE]: an environment in DIR is of the store NAME
	store() {
		mkenv "$2/one"
		is "$(paths "${@:3}") $(field "$2/one" source)" "$2/one $1" "$1: $2 ${3-}"
		rm -r "$2"
	}
	store virtualenvwrapper .virtualenvs
	store poetry elsewhere POETRY_VIRTUALENVS_PATH="$HOME/elsewhere"
	store pipenv .local/share/virtualenvs
	store pyenv py/versions/3.11.2/envs PYENV_ROOT="$HOME/py"
	store hatch .local/share/hatch/env/virtual/p/abc
}

case_table() {
	for name in fine bad nobin homeless fifo denied open upgraded away; do mkenv "s/$name/.venv"; done
	avenv allow --found s
	upgrade s/upgraded/.venv
	echo "VIRTUAL_ENV='$HOME/was/.venv'" >s/away/.venv/bin/activate
	rm -r s/bad/.venv/bin/python s/{homeless,fifo}/.venv/pyvenv.cfg s/nobin/.venv/bin
	touch s/homeless/.venv/pyvenv.cfg && mkfifo s/fifo/.venv/pyvenv.cfg
	mkdir -p "s/fine/.venv/$SITE"/{pip,pip-23.0.1.dist-info,old.egg-info,~ip-1.dist-info} \
		"$T/elsewhere/x.dist-info" "s/bad/.venv/lib/python$SERIES"
	ln -s "$T/elsewhere" "s/bad/.venv/$SITE"
	avenv deny s/denied
	chmod o+w s/open/.venv
	# shellcheck disable=SC2088 # as it is shown
	while IFS='|' read -r name python state; do
		is "$(row "$name")" "$name ~/s/$name ${python/SERIES/$SERIES}$state" "$name"
	done <<-'EOT'
		fine|SERIES.2 2 |ok
		bad|SERIES.2 0 |broken
		nobin|SERIES.2 0 |broken
		homeless|0 |broken
		fifo|0 |broken
		denied|SERIES.2 0 |denied
		upgraded|3.99.1 0 |upgraded
		away|SERIES.2 0 |moved from '~/was/.venv'
		open|SERIES.2 0 |refused
	EOT
}

case_hostile() {
	mkenv "t/$(printf 'd/%.0s' {1..40})/.venv" t/{p/.venv,linked}
	ln -s loop t/loop
	ln -s . t/self
	mkfifo t/fifo t/venv
	ln -sf nowhere t/linked/bin/python
	rm t/p/.venv/bin/python
	traps t/p/.venv/bin/python
	ok 'loops, FIFOs and deep directories' timeout 20 "$AVENV" allow --found t
	is "$(paths | wc -w)" 3 'loops, FIFOs and deep directories: what is there'
	ok 'its Python is a script' timeout 20 "$AVENV" list --size
	nothing_ran 'its Python is a script'
	avenv forget t/linked
	(cd t && paths) >/dev/null
	is "$(field t/linked state)" 'not allowed' 'without a record no link is followed'
	avenv deny t/linked
	chmod o+w "$HOME/.local/share/avenv/records"
	not_ok 'records that others may write to: failed' "$AVENV" list
}

# means WORD WANTED NAME: a path below HOME, or the words of a refusal
means() {
	run "$AVENV" path -- "$1"
	if [ "$rc" = 0 ]; then is "$out:$err" "$HOME/$2:" "$3"; else like "$out:$err" ":avenv: $2" "$3"; fi
}

# Each word that TAB offers: cli/offered
case_what_is_here() {
	mkenv src/blog/.venv
	avenv allow src/blog
	mkdir blog
	means blog src/blog/.venv 'a directory here of that name, which is no environment'
	mkenv blog
	means blog src/blog/.venv 'an environment here that is not allowed, as a clone may bring it'
	avenv allow ./blog
	means blog blog 'one that is comes first'
}

case_name_is_not_enough() {
	mkenv src/{blog,shop,'a b'}/.venv "src/"$'\xff\xc3'/.venv src/shop/tools .virtualenvs/data old/blog/.venv
	avenv allow --found src
	avenv allow old/blog
	avenv list --names >"$T/names"
	is "$(grep -c / "$T/names")" 2 '--names: a path'
	LC_ALL=C
	while IFS= read -r name; do avenv path "$name"; done <"$T/names" | sort -u >"$T/paths"
	is "$(wc -l <"$T/paths")" 7 '--names: each is a word that a command takes'
	mkenv src/shop/venv
	avenv allow src/shop/venv
	means shop "'shop' could be '~/src/shop/.venv', '~/src/shop/venv'" 'a project with two'
	means shop/venv src/shop/venv 'one of them, as it is listed'
	run "$AVENV" remove -y shop/venv
	like "$rc:$err" "1:*'avenv remove -y ~/src/shop/venv'" 'unasked it is removed by its path only'
	mkdir -p here/shop/venv && cd here || exit
	means shop/venv "no environment in '~/here/shop/venv'" 'a path that is here comes first'
}

case_gone_costs_one_look() {
	can_trace || return
	mkenv p
	avenv allow p
	for n in {1..20}; do echo "allow slot $T/gone/$n/.venv in 1:1.000000000"; done >>"$HOME/.local/share/avenv/records"
	strace -e trace=%file -o "$T/trace" "$AVENV" list >/dev/null 2>&1
	is "$(grep -c "$T/gone/" "$T/trace")" 20 'a record'
}

run_cases
