#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2086 # several words
# Promises: 35 31 39
# avenv deny: it covers a directory and everything below it, by path and by identity. Only allow and
# forget take it back. Which denial counts: unit/trust
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# ---- which ways it covers, and every way to say it -------------------------------

fresh
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
for dir in $ways p/sub/own p/odd; do is_off "t/$dir" "denied, in $dir: off" denied; done
is_on t/beside t/beside/.venv 'and nothing beside it'
run "$AVENV" -C t/p run true
is "$rc" 1 'run starts nothing'

# In a directory, the words after deny, and the directory that is off then
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
	.:p:p
	.:q p:p
	.:p/.venv:p
	.:q/odd:q
	.:nowhere p:p
	p:.:r
	p/a::p
L
fresh p/.venv
avenv -q deny p
avenv -q forget p
is_off p 'forget: unknown again' 'avenv*allow'
for words in p p/.venv 'nowhere p'; do
	avenv -q deny p
	avenv allow $words 2>/dev/null
	is_on p p/.venv "allow $words: on"
done
refuses 'deny: a directory that is not there' "'nowhere'" deny nowhere

# deny names the command that avenv then names there, and below
fresh
mkdir -p none/sub p/sub
mkenv p/.venv q/odd
for words in none none/sub p p/.venv q q/odd; do
	run "$AVENV" deny "$words"
	lifts=${err%"' lifts that"}
	lifts=${lifts##*"'"}
	for dir in "$words" "$words/sub"; do
		if [ -d "$dir" ]; then like "$(avenv -C "$dir" 2>&1)" "*'$lifts' lifts that" "$words is denied: what lifts that, in $dir"; fi
	done
	eval "$lifts" 2>/dev/null
	unlike "$(avenv -C "$words" 2>&1)" '*denied*' "$lifts: it does"
done

# ---- nothing else lifts it ---------------------------------------------------

# kept NAME COMMAND: COMMAND in a denied p with .venv; p stays denied, and nothing in it is allowed
kept() {
	fresh p/.venv mine
	avenv -q deny p
	eval "$2" >"$T/said" 2>&1
	is_off p "$1: denied still" denied
	not_ok "$1: nothing of it is recorded" grep -q "^allow slot $PWD/p/" "$RECORDS"
}
kept 'allow --tree of a parent' 'avenv allow --tree .'
kept 'allow --found of a parent' 'avenv allow --found .'
kept 'activated by hand' "avenv allow --learn '$T/w/p/.venv'"
kept 'use' 'avenv -C p use ../mine'
kept 'create' 'rm -r p/.venv; avenv create -p /usr/bin/python3 --without-pip p/.venv'
kept 'create --clear' 'avenv create --clear -p /usr/bin/python3 --without-pip p/.venv'
kept 'recreate' 'avenv recreate -p /usr/bin/python3 p/.venv'
kept 'remove, and unpacked again' 'avenv remove -y p/.venv; mkenv p/.venv'
kept 'move to it' 'rm -r p/.venv; avenv move mine p/.venv'
kept 'move of an allowed one to it' 'rm -r p/.venv; avenv -q allow mine; avenv move mine p/.venv'
kept 'a second deny of the environment' 'avenv deny p/.venv; avenv -C p/.venv deny'

fresh p/odd
avenv -q allow --tree .
avenv -q deny p/odd
refuses 'move of a denied environment' denied move p/odd p/other
is_off p 'move of a denied environment: where it was' denied

# A denied name remains denied, whatever is put there, and in whatever way.
fresh p/.venv envs/e
avenv -q deny p/.venv
rm -r p/.venv
ln -s ../envs/e p/.venv
AVENV_TRUST=$PWD is_off p 'a denied .venv becomes a link: off in a trusted tree' denied
(cd p && avenv allow --learn "$T/w/envs/e")
refuses 'a denied .venv becomes a link: use' denied -C p use ../envs/e
is_off p 'a denied .venv becomes a link: off' denied
fresh c/d/.venv
avenv -q deny c/d
avenv -q deny c
refuses 'allow --tree of what is denied below a denial' 'you denied' allow --tree c/d
does 'allow --tree lifts its own denial' allow --tree c
is_off c/d 'and none below' denied
fresh p/.venv
avenv -q allow p
avenv -q deny .
avenv -q forget .
is_on p p/.venv 'forget of a denial: what was allowed below is on again'

# ---- by path and by identity -------------------------------------------------

fresh s/p/.venv
avenv -q allow --tree s
avenv -q deny s/p
mv s/p s/moved
does 'forget --gone' forget --gone
is_off s/moved 'renamed: denied where it is now' denied
mv s/moved s/p
does 'back at its place, allow' allow s/p
mv s/p s/moved
AVENV_TRUST=$PWD/s is_on s/moved s/moved/.venv 'and nothing of the denial is left'

# A denial of a directory that was moved away is not lifted at its old path, in any of these ways.
fresh a/.venv
avenv -q allow a
avenv -q deny a
mv a b
mkenv a/.venv
for words in a a/.venv '--tree a'; do
	refuses "allow $words: another was denied there" 'avenv forget' allow $words
	is_off b "allow $words: the moved one is denied" denied
done
does 'deny of the other one' deny a
is_off b 'deny of the other one: the moved one is denied' denied
does 'forget' forget a
does 'allow after forget' allow a
is_on a a/.venv 'after forget: on'
not_ok 'after forget: b is not denied' grep -q '^deny' "$RECORDS"
is_off b 'after forget: b is not denied' 'avenv*allow'
done_testing
