#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2059,SC2086 # code for eval; formats; several words
# Promises: 31 33 34 40 39 66
# avenv allow, allow --tree, allow --found, allow --list, forget, AVENV_TRUST: the environments that
# are on afterwards. What is said, and the list: messages/records.sh
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# recorded TEXT: how many slots with that are allowed
recorded() { grep -c "^allow slot.*$1" "$RECORDS"; }

# Built anew: cli/remove. A line is a directory and words, without -q
case_project() {
	while read -r dir words; do
		fresh p/.venv q/djvenv
		mkdir -p p/a/b
		run "$AVENV" -C "$dir" allow -q $words
		is "$rc:$out$err" 0: '-q says nothing'
		is_on p/a p/.venv "in $dir, allow $words: on"
		is_off q "in $dir, allow $words: and nothing else" 'avenv*allow'
	done <<-'L'
		. p
		. p/.venv
		p .venv
		p/a/b
		p/.venv/bin
	L
}

case_refused() {
	touch file
	mkenv q/djvenv
	refuses 'a file' "'file'" allow file
	refuses 'one of two' "'nowhere'" allow nowhere q
	is_on q q/djvenv 'one of two: the other is on'
	refuses '--found: a directory that is not there' "'nowhere'" allow --found nowhere
	for words in 'allow --tree' 'allow --found' 'allow --list p' 'allow --found --tree p' \
		'forget --below' 'forget -y' 'forget -y src' 'forget --gone --below src'; do
		tap_exit 2 "usage: $words" "$AVENV" $words
	done
}

case_forget() {
	for words in p p/.venv 'nowhere p'; do
		fresh p/.venv q/djvenv
		avenv -q allow p q
		run "$AVENV" forget $words
		is_off p "$words: off" 'avenv*allow'
		is_on q q/djvenv "$words: and nothing else"
	done
	avenv -q allow p
	ln -s p/.venv link
	avenv -q forget link
	is_off p 'a link: what it points to is off' 'avenv*allow'
}

case_forget_what_is_gone() {
	mkenv {p,q}/.venv
	avenv -q allow p q
	rm -r p
	avenv -q forget --gone
	is "$(recorded /p/):$(recorded /q/)" 0:1 'forget --gone: what is there stays'
	mv q far
	avenv -q forget q
	mv far q
	is_off q 'a directory: off' 'avenv*allow'
}

# What counts for a slot: unit/trust
case_tree() {
	mkdir src
	avenv -q allow --tree src
	mkenv src/p/.venv src/later/odd
	is_on src/p src/p/.venv 'an environment made later'
	is_on src/later src/later/odd 'one with a name of its own'
	avenv -q deny src/later
	avenv -q forget src
	mkenv src/new/.venv
	is_off src/new 'forget: it covers nothing any more' 'avenv*allow'
	refuses 'forget --below, without a terminal and -y' 'forget -y --below src' forget --below src
	is_on src/p src/p/.venv 'what was recorded below stays'
	is_off src/later 'a denial below, too' denied
	does 'forget --below' forget -y --below src
	is_off src/p 'forget --below: off' 'avenv*allow'
	is_off src/later 'forget --below: no longer denied' 'avenv*allow'
}

case_AVENV_TRUST() {
	mkenv src/p/.venv
	for trees in "$PWD"/src{,/p} "/nowhere:$PWD/src:"; do AVENV_TRUST=$trees is_on src/p src/p/.venv "$trees"; done
	for trees in src . : "$PWD/sr" "$PWD/src/p/none"; do AVENV_TRUST=$trees is_off src/p "$trees"; done
	not_ok 'nothing of it is recorded' test -e "$RECORDS"
}

# An environment seen for the first time is recorded if 'avenv allow' would do so without an option.
case_tree_records() {
	mkenv src/{p,clone,open,tracked,denied}/.venv far/e
	mkdir src/clone/.venv/.git src/link
	ln -s ../../far/e src/link/.venv
	chmod o+w src/open/.venv/bin
	git init -q src/tracked && git -C src/tracked add -f .venv
	avenv -q allow --tree src && avenv -q deny src/denied
	for dir in clone open tracked link denied; do is_off src/$dir "$dir: off"; done
	is_on src/p src/p/.venv 'on'
	is "$(recorded '')" 1 'what is on, and nothing else'
}

# came NAME COMMAND [WHY]: in a tree, whose p has an environment, COMMAND makes its 'new', which asks
came() {
	fresh src/p/.venv elsewhere/new/.venv
	avenv -q allow --tree src
	(eval "$2") || not_ok "$1: made" true
	is_off src/new "$1: off" "${3-}"
	run "$AVENV" allow --found src
	like "$rc:$out" '0:*/new/.venv: *' "$1: allow --found leaves it out"
	is "$(recorded /new/)" 0 "$1: nothing is recorded"
	avenv -q allow src/new
	is_on src/new src/new/.venv "$1: on after allow"
}

# An archive, a copy and a clone of another kind bring along what was made elsewhere, or may do so.
case_brought_along() {
	came 'an archive' 'tar -C elsewhere -cf a.tar new; tar -C src -xf a.tar' "'avenv allow"
	came 'a copy from elsewhere' 'cp -a elsewhere/new src'
	came 'a copy from the tree' 'cp -a src/p src/new'
	came 'a renamed project' 'mkdir s; mv elsewhere/new src/new'
	# What is done with an environment that was made there
	while IFS='|' read -r name line; do came "$name" "mkenv src/new/.venv; cd src/new/.venv; $line"; done <<-'L'
		a script that says no place|echo "VIRTUAL_ENV=\$PWD/.venv" >bin/activate
		no script|rm bin/activate
		a script that is a link|mkenv "$T/w/m"; mv bin/activate "$T/w/m/a"; ln -s ../../../../m/a bin/activate
		a place that begins alike|sed -i s,new/.venv,new/.venv2, bin/activate
		a Python that is not there|sed -i "s,^home = .*,home = /nowhere/bin," pyvenv.cfg
		a Python of the project|ln -s /usr/bin ../py; sed -i "s,^home = .*,home = ${PWD%/*}/py," pyvenv.cfg
		a Python by a relative path|sed -i "s,^home = .*,home = ../../../../../../../usr/bin," pyvenv.cfg
	L
	for control in .hg .svn .jj .bzr .sl .fslckout _FOSSIL_ _darcs .pijul CVS; do
		came "a checkout with $control" "mkenv src/new/.venv; mkdir src/new/$control"
		came "a checkout with $control above" "mkenv src/new/.venv; mkdir src/$control"
	done
}

# As each tool writes its script, in any place, and where the home directory is a link
case_made_where_it_stands() {
	for script in "VIRTUAL_ENV='%s'" 'VIRTUAL_ENV="%s"' '    export VIRTUAL_ENV=%s' "    VIRTUAL_ENV='%s'"; do
		fresh src/p/.venv
		avenv -q allow --tree src
		printf "# VIRTUAL_ENV=/elsewhere\n$script\n" "$PWD/src/p/.venv" >src/p/.venv/bin/activate
		is_on src/p src/p/.venv "the script has $script: on"
	done
	for name in "it's" 'sp ace' 'b\slash' '$x'; do
		fresh
		mkdir -p "src/$name"
		avenv -q allow --tree src
		avenv create -q -p /usr/bin/python3 --without-pip "src/$name/.venv"
		avenv -q forget "src/$name"
		is_on "src/$name" "src/$name/.venv" "in $name: on"
		unlike "$(avenv doctor "src/$name")" moved "in $name: not moved"
	done
	fresh real/src/p/.venv
	ln -s real home
	sed -i "s,/real/,/home/," real/src/p/.venv/bin/activate
	HOME=$PWD/home run "$AVENV" allow --found real/src
	is "$rc:$(ls real/.local/share/avenv/records)" 0:real/.local/share/avenv/records 'in a home that is a link: allowed'
}

# What is left out, and why: messages/records.sh
case_found() {
	mkenv s/{a/.venv,deep/b/venv,c/odd,denied/.venv,open/.venv,broken/.venv}
	mkdir s/lost && ln -s ../nowhere s/lost/.venv
	rm -r s/broken/.venv/bin
	chmod 0777 s/open
	avenv -q deny s/denied
	does 'allow --found' allow --found s
	for env in a/.venv deep/b/venv c/odd; do is_on "s/${env%/*}" "s/$env" "$env"; done
	is "$(recorded '')" 3 'no other is recorded'
	mkenv many/{1..9}/.venv
	chmod 0777 many/*
	run "$AVENV" allow --found many
	is "$(grep -c '^  .*; .chmod' <<<"$out")|$(tail -n 1 <<<"$out")" '5|  and 4 more' 'some of each kind of reason'
}

case_one_of_two() {
	mkenv p/venv p/.venv
	chmod 0777 p/.venv
	not_ok 'one of two is refused: status 1' "$AVENV" allow p
	is "$(recorded '')" 1 'one of two is refused: the other one is allowed'
}

case_home_that_is_read_only() {
	can_mount_as_root || return
	mkdir ro
	mkenv only/.venv
	ro() {
		run apart sh -c 'mount --bind ro ro && mount -o remount,ro,bind ro && exec env HOME="$PWD/ro" "$@"' - "$@"
	}
	ro "$AVENV" allow "$PWD/only"
	like "$rc:$err" "1:*"$'\n'"export AVENV_TRUST='$PWD/only'"$'\n*' 'what works is named'
	ro sh -c "$(sed -n '/^export/p' <<<"$err"); exec '$AVENV' -C '$PWD/only' path"
	is "$rc:$out" "0:$PWD/only/.venv" 'and it does'
	ro env AVENV_TRUST=/x "$AVENV" allow "$PWD/only"
	like "$err" "AVENV_TRUST='/x:$PWD/only'" 'beside what is trusted'
	ro "$AVENV" deny "$PWD/only"
	unlike "$rc:$err" AVENV_TRUST 'a denial has no such way'
}

run_cases
