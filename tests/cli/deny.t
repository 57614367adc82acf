#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2086 # several words
# Promises: 35 31 39
# avenv deny: it covers a directory and everything below it, by path and by identity. Only allow and
# forget take it back. Which denial counts: unit/trust. What each command says of what is denied: cli/verdict
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

case_every_way_to_it() {
	mkdir -p t/p/sub/deep t/link t/redirect t/in
	mkenv t/p/.venv t/p/sub/own/.venv t/p/odd t/beside/.venv
	ln -s ../p/.venv t/link/.venv
	ln -s ../p t/in/p
	echo ../p/.venv >t/redirect/.venv
	avenv -q allow --tree t
	avenv -q allow t/link t/redirect
	ways='p p/sub/deep p/.venv p/.venv/bin link redirect in/p/sub'
	for dir in $ways; do is_on "t/$dir" t/p/.venv "before, in $dir: on"; done
	does 'deny' deny t/p
	for dir in $ways p/sub/own p/odd; do is_off "t/$dir" "in $dir: off" denied; done
	is_on t/beside t/beside/.venv 'and nothing beside it'
}

case_below_a_project() {
	mkdir -p p/sub/deep
	mkenv p/.venv
	avenv -q allow p
	avenv -q deny p/sub
	is_on p p/.venv 'the project: on'
	for dir in p/sub p/sub/deep; do
		is_off "$dir" "in $dir: off" denied
		like "$(cd "$dir" && avenv allow 2>&1)" "*'.venv' is allowed; *you denied '$PWD/p/sub'; 'avenv forget"*"lifts that" "allow in $dir says what keeps it off"
	done
	mkdir -p q/sub
	avenv -q deny q/sub
	like "$(cd q/sub && avenv -C .. create --without-pip 2>&1)" "*made '.venv'*you denied '$PWD/q/sub'; 'avenv forget' lifts that" 'and so does create'
}

# In a directory, the words after deny, and the directory that is off then
case_words() {
	while IFS=: read -r here words dir; do
		fresh
		mkdir -p p/a r
		mkenv p/.venv q/odd
		echo ../p/.venv >r/.venv
		avenv -q allow p q r
		ok "$dir is on" "$AVENV" -C "$dir" path
		run "$AVENV" -C "$here" deny $words
		is_off "$dir" "in $here, deny $words: $dir is off" denied
	done <<-'L'
		.:q p:p
		.:p/.venv:p
		.:q/odd:q
		.:nowhere p:p
		p:.:r
		p/a::p
	L
	refuses 'a directory that is not there' "'nowhere'" deny nowhere
}

case_taken_back() {
	mkenv p/.venv
	avenv -q deny p && avenv -q forget p
	is_off p 'forget: unknown again' 'avenv*allow'
	for words in p p/.venv 'nowhere p'; do
		avenv -q deny p
		avenv allow $words 2>/dev/null
		is_on p p/.venv "allow $words: on"
	done
	avenv -q deny . && avenv -q forget .
	is_on p p/.venv 'forget of a denial above: on again'
}

# The command that deny names, avenv names there, and below
case_command_that_lifts_it() {
	mkdir -p none/sub p/sub
	mkenv p/.venv q/odd
	for words in none none/sub p p/.venv q q/odd; do
		run "$AVENV" deny "$words"
		lifts=${err%"' lifts that"}
		lifts=${lifts##*"'"}
		for dir in "$words" "$words/sub"; do
			[ ! -d "$dir" ] || like "$(avenv -C "$dir" 2>&1)" "*'$lifts' lifts that" "$words: named in $dir"
		done
		eval "$lifts" 2>/dev/null
		unlike "$(avenv -C "$words" 2>&1)" '*denied*' "$lifts: it does"
	done
}

# A directory whose environment is gone: its project is the one above.
case_below_an_allowed_project() {
	mkenv p/venv
	mkenv p/sub/.venv
	cd p/sub || exit
	does allow allow ..
	does deny deny
	rm -r .venv
	like "$("$AVENV" 2>&1)" "*'avenv forget' lifts that" 'plain forget is named'
	does forget forget
	is "$("$AVENV" path)" "${PWD%/sub}/venv" 'it lifts the denial, and the project above stays allowed'
	mkenv .venv
	does 'allow here, too' allow
	rm -r .venv
	does 'forget: of the project above, which is on here' forget
	is_off . 'it is off' 'avenv*allow'
}

# COMMAND in a denied p with .venv; p stays denied, and nothing in it is allowed
case_nothing_else_lifts_it() {
	while read -r command; do
		fresh p/.venv mine
		avenv -q deny p
		eval "$command" >"$T/said" 2>&1
		is_off p "$command: denied still" denied
		not_ok "$command: nothing of it is recorded" grep -q "^allow slot $PWD/p/" "$RECORDS"
	done <<-'L'
		avenv allow --tree .
		avenv allow --found .
		avenv allow --learn "$PWD/p/.venv"
		avenv -C p use ../mine
		rm -r p/.venv; avenv create -p /usr/bin/python3 --without-pip p/.venv
		avenv create --clear -p /usr/bin/python3 --without-pip p/.venv
		avenv recreate -p /usr/bin/python3 p/.venv
		avenv remove -y p/.venv; mkenv p/.venv
		rm -r p/.venv; avenv move mine p/.venv
		rm -r p/.venv; avenv -q allow mine; avenv move mine p/.venv
		avenv deny p/.venv; avenv -C p/.venv deny
	L
}

# A denied name remains denied, whatever is put there, and in whatever way.
case_becomes_a_link() {
	mkenv p/.venv envs/e
	avenv -q deny p/.venv
	rm -r p/.venv
	ln -s ../envs/e p/.venv
	AVENV_TRUST=$PWD is_off p 'off in a trusted tree' denied
	(cd p && avenv allow --learn "$T/w/envs/e")
	refuses 'use' denied -C p use ../envs/e
}

case_denial_below_a_denial() {
	mkenv c/d/.venv
	avenv -q deny c/d
	avenv -q deny c
	refuses 'allow --tree of what is denied below' denied allow --tree c/d
	does 'allow --tree lifts its own denial' allow --tree c
	is_off c/d 'and none below' denied
}

case_by_identity() {
	mkenv s/p/.venv
	avenv -q allow --tree s
	avenv -q deny s/p
	mv s/p s/moved
	does 'forget --gone' forget --gone
	is_off s/moved 'renamed: denied where it is now' denied
	mv s/moved s/p
	does 'back at its place, allow' allow s/p
	mv s/p s/moved
	AVENV_TRUST=$PWD/s is_on s/moved s/moved/.venv 'and nothing of the denial is left'
}

# A denial of a directory that was moved away is not lifted at its old path, in any of these ways.
case_moved_away() {
	mkenv a/.venv
	avenv -q deny a
	mv a b
	mkenv a/.venv
	for words in a a/.venv '--tree a'; do
		refuses "allow $words" 'avenv forget' allow $words
		is_off b "allow $words: the moved one is denied" denied
	done
	avenv -q deny a
	is_off b 'deny of the other one: the moved one is denied' denied
	avenv -q forget a
	does 'allow after forget' allow a
	is_on a a/.venv 'after forget: on'
	not_ok 'after forget: b is not denied' grep -q '^deny' "$RECORDS"
	is_off b 'after forget: b is unknown' 'avenv*allow'
}

run_cases
