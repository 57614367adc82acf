#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 35 31 41
# avenv deny: it covers a directory and everything below it, by path and by identity. Only allow and
# forget take it back.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# ---- which ways it covers ----------------------------------------------------

fresh
mkdir -p t/p/sub/deep t/link t/redirect t/in
mkenv t/p/.venv t/p/sub/own/.venv t/p/odd t/beside/.venv
ln -s ../p/.venv t/link/.venv
ln -s ../p t/in/p
echo ../p/.venv >t/redirect/.venv
avenv -q allow --tree t
ways='p p/sub/deep p/.venv p/.venv/bin link redirect in/p/sub'
for dir in $ways; do is_on "t/$dir" t/p/.venv "before, in $dir: on"; done
does 'deny' deny t/p
for dir in $ways p/sub/own p/odd; do is_off "t/$dir" "denied, in $dir: off" denied; done
is_on t/beside t/beside/.venv 'and nothing beside it'
run "$AVENV" -C t/p run true
is "$rc" 1 'run starts nothing'
does 'allow --list' allow --list
like "$out" 'deny*/w/t/p' 'allow --list: it is there'

# ---- every way to say it -----------------------------------------------------

# deny words, in a directory; DIR is off then, and on again after what takes it back
while IFS=: read -r here words dir; do
	fresh
	mkdir -p p/a r
	mkenv p/.venv q/odd
	echo ../p/.venv >r/.venv
	avenv -q allow p q r
	ok "$dir is on" "$AVENV" -C "$dir" path
	# shellcheck disable=SC2086 # words
	does "in $here, deny $words" -C "$here" deny $words
	is_off "$dir" "in $here, deny $words: $dir is off" denied
done <<-'L'
	.:p:p
	.:q p:p
	.:p/.venv:p
	.:q/odd:q
	p:.:r
	p/a::p
L
fresh p/.venv
avenv -q deny p
avenv -q forget p
is_off p 'forget: unknown again' 'avenv*allow'
for words in p p/.venv 'nowhere p'; do
	avenv -q deny p
	# shellcheck disable=SC2086 # words
	avenv allow $words 2>/dev/null
	is_on p p/.venv "allow $words: on"
done
refuses 'deny: a directory that is not there' "'nowhere'" deny nowhere p
is_off p 'deny: the other directory is denied all the same' denied
run "$AVENV" deny --nonsense
is "$rc" 2 'usage'

# ---- nothing else lifts it ---------------------------------------------------

# kept NAME COMMAND: COMMAND in a denied p with .venv; p stays denied
kept() {
	fresh p/.venv mine
	avenv -q deny p
	eval "$2" >"$T/said" 2>&1
	is_off p "$1: denied still" denied
	AVENV_TRUST=$PWD is_off p "$1: also in AVENV_TRUST" denied
}
kept 'unpacked again' 'rm -r p/.venv; mkenv p/.venv'
kept 'another name' 'rm -r p/.venv; mkenv p/venv'
kept 'a link' 'rm -r p/.venv; ln -s ../mine p/.venv'
kept 'allow --tree of a parent' 'avenv allow --tree .'
kept 'allow --found of a parent' 'avenv allow --found .'
kept 'activated by hand' "avenv allow --learn '$T/w/p/.venv'"
kept 'use' 'avenv -C p use ../mine'
kept 'create' 'rm -r p/.venv; avenv create -p /usr/bin/python3 --without-pip p/.venv'
kept 'create --clear' 'avenv create --clear -p /usr/bin/python3 --without-pip p/.venv'
kept 'recreate' 'avenv recreate -p /usr/bin/python3 p/.venv'
kept 'remove, and unpacked again' 'avenv remove -y p/.venv; mkenv p/.venv'
kept 'move to it' 'rm -r p/.venv; avenv move mine p/.venv'
kept 'a second deny of the environment' 'avenv deny p/.venv; avenv -C p/.venv deny'

fresh p/odd
avenv -q allow --tree .
avenv -q deny p/odd
does 'move of a denied environment' move p/odd p/other
is_off p 'move of a denied environment: denied at its new place' denied

# ---- by path and by identity -------------------------------------------------

fresh s/p/.venv
avenv -q allow --tree s
avenv -q deny s/p
mv s/p s/moved
is_off s/moved 'renamed: denied where it is now' denied
mkenv s/p/.venv
is_off s/p 'renamed: denied is also the directory that comes to its path' denied
rm -r s/p
mkdir s/x
mv s/moved s/x/p
is_off s/x/p 'moved deeper: denied' denied
mv s/x/p s/p
does 'back at its place, allow' allow s/p
is_on s/p s/p/.venv 'back at its place, allow: on'
mv s/p s/moved
is_on s/moved s/moved/.venv 'and nothing of the denial is left'
done_testing
