#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 31 34 36
# Environments that an archive or a clone brings along: they stay off when the user makes, moves,
# names or activates another beside them. So does a directory in the place of an allowed one.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# archive KIND NAME: p, with an environment NAME of somebody else's, or with what points to one
archive() {
	fresh
	mkdir -p p/sub x
	mkenv x/q
	case $1 in
	itself) mkenv p ;;
	link) ln -s ../x/q "p/$2" ;;
	lost) ln -s ../x/later "p/$2" ;;
	redirect) echo ../x/q >"p/$2" ;;
	clone) mkenv "p/$2" && mkdir "p/$2/.git" ;;
	hollow*) mkdir -p "p/$2/${1#hollow-}" ;;
	*) mkenv "p/$2" ;;
	esac
}

# complete KIND NAME: what KIND lacked is there now
complete() {
	case $1 in
	lost) mkenv x/later ;;
	hollow*) mkenv "p/$2" ;;
	esac
}

# theirs_off NAME: nothing is on in p, below it, or in the place that it points to
theirs_off() {
	local names
	for dir in p p/sub x/q; do is_off $dir "$1: $dir is off"; done
	for names in .venv venv foo; do AVENV_NAMES=$names is_off p "$1: off by the name $names"; done
}

# ---- the user makes one beside it --------------------------------------------

while read -r kind name mine; do
	archive "$kind" "$name"
	does "$kind $name: create $mine" -C p create -q -p /usr/bin/python3 --without-pip "$mine"
	rm -r "p/$mine"
	complete "$kind" "$name"
	theirs_off "beside $kind $name, create $mine"
done <<-'L'
	one .venv venv
	one venv .venv
	one foo .venv
	itself - venv
	link .venv venv
	link env .venv
	lost .env .venv
	redirect .venv env
	clone env .venv
	hollow-bin .venv venv
	hollow-lib venv .venv
	hollow-pip.conf .venv venv
L

# ---- every way to have one on beside it ---------------------------------------

while read -r name mine words; do
	archive one "$name"
	mkenv mine
	avenv -q allow mine
	[[ $words = move* ]] || mkenv "p/$mine"
	# shellcheck disable=SC2086 # words
	does "$words" ${words//HERE/$PWD}
	rm -rf "p/$mine"
	theirs_off "beside $name, $words"
done <<-'L'
	.venv venv allow p/venv
	.venv odd allow p/odd
	.venv venv -C p/venv allow
	venv .venv allow --learn HERE/p/.venv
	.venv venv move mine p/venv
L

# A record speaks of its project's own environments alone, however they are led to.
for how in sub/venv /proc/self/cwd/d/venv; do
	fresh
	mkdir -p p/sub/d
	mkenv p/sub/venv p/sub/d/venv p/venv
	avenv -q allow p
	ln -s "$how" p/foo
	ln -s "$how" p/.venv
	is_off p/sub "allowed above, $how: off below" 'avenv*allow'
	is_off p "allowed, and .venv points to $how: off"
done

# An environment with a .git of its own is a clone: no record of its surroundings covers it.
for git in directory file; do
	fresh
	mkdir p
	mkenv p/env
	avenv -q allow p
	is_on p p/env 'no clone: on'
	[ $git = directory ] && mkdir p/env/.git || echo gitdir: x >p/env/.git
	is_off p "a clone, .git a $git: off"
	is_off p/env "a clone, .git a $git: off from inside"
	does "a clone, .git a $git: --tracked" allow --tracked p
	is_on p p/env "a clone, .git a $git: --tracked accepts it"
done

# ---- the same path, another directory ------------------------------------------

# replaced NAME COMMAND: p is allowed, and after COMMAND the environment in p is off
replaced() {
	fresh p/.venv q/.venv
	avenv -q allow p
	is_on p p/.venv "$1: on before"
	eval "$2"
	is_off p "$1: off" 'avenv*allow'
	does "$1: allow" allow p
	is_on p p/.venv "$1: allow: on"
}
replaced 'a copy in its place' 'cp -a p copy; mv p old; mv copy p'
replaced 'its environment in another directory' 'mkdir new; mv p/.venv new; mv p old; mv new p'
fresh p/.venv
avenv -q allow p
mv p moved
is_off moved 'moved: off at its new place' 'avenv*allow'
mv moved p
is_on p p/.venv 'moved back: on'
mv p old
mkenv q/.venv
ln -s q p
is_off p 'a link in its place: off' 'avenv*allow'

# ---- in an environment that an archive is itself -------------------------------

archive itself
mkdir p/src
mkenv tools
avenv -q allow tools
does 'deny in an environment' -C p/src deny
is_off p/src 'deny in an environment: it is denied' denied
is_on . tools 'deny in an environment: nothing else is'
done_testing
