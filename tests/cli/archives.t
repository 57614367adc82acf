#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 32 34
# What an archive or a clone brings along is off, whatever the user allows or makes beside it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

PYTHON=$(command -v python3)
mkdir -p "$T/x"
mkenv "$T/x/q"

# bring CASE NAME: an archive's project p, with CASE called NAME
bring() {
	rm -rf p "$HOME/.local"
	mkdir p
	case $1 in
	link) ln -s "$T/x/q" "p/$2" ;;
	lost) ln -s "$T/x/none" "p/$2" ;;
	redirect) echo "$T/x/q" >"p/$2" ;;
	half) mkdir -p "p/$2/bin" ;;
	*) mkenv "p/$2" ;;
	esac
}

# alone ENV NAME: ENV is the only one on record
alone() {
	is "$(records | cut -d ' ' -f 2-)" "env ~/made/$1" "$2"
}

fresh made
while read -r case name mine; do
	bring "$case" "$name"
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip "$mine"
	is "$rc" 0 "$case $name: create makes $mine"
	alone "p/$mine" 'its record is of that environment alone'
	rm -r "p/$mine"
	if [ "$case" = half ]; then mkenv "p/$name"; fi
	run "$AVENV" -C p run true
	is "$rc" 1 'what was there is off'
	bring "$case" "$name"
	mkenv "p/$mine"
	run "$AVENV" -C p allow "$mine"
	alone "p/$mine" "$case $name: so it is when $mine is allowed by name"
done <<-'L'
	environment .venv venv
	link .venv venv
	lost .venv venv
	redirect .venv env
	half .venv venv
	environment venv .venv
	link env .venv
	lost .env .venv
L

# A clone whose name is a usual one is a project of its own.
fresh clone
for how in directory file; do
	rm -rf "$HOME/.local"
	mkdir $how
	mkdir -p $how/src
	mkenv $how/env
	"$AVENV" -q allow $how
	gives $how $how/env "$how: no clone"
	if [ $how = file ]; then echo gitdir: x >$how/env/.git; else mkdir $how/env/.git; fi
	gives $how - ".git, a $how: the record of its surroundings does not cover it"
	gives $how/env - '... nor from inside'
	"$AVENV" -q allow --tracked $how
	gives $how $how/env '... its own record does'
done

# A link says nothing of what it leads to: neither by its own name, nor by a record of its project.
fresh names
mkdir hostile proj
"$AVENV" -q allow proj
mkenv proj/old
ln -s ../proj/old hostile/.venv
for where in hostile hostile/.venv proj/old; do gives $where - "an unusual name in an allowed project, from $where"; done
mkenv p/venv
mkenv p/old
"$AVENV" -q allow p
rm -r p/venv
ln -s old p/venv
gives p - 'a usual name that became a link to an unusual one'
rm -rf p "$HOME/.local"
mkdir -p p/sub/d
mkenv p/sub/venv
mkenv p/sub/d/venv
for how in sub/venv /proc/self/cwd/d/venv; do
	rm -f p/.venv
	mkenv p/venv
	"$AVENV" -q allow p
	rm -r p/venv
	ln -s $how p/venv
	gives p/sub - "a link to $how, deeper in the project"
	rm p/venv
done
rm -rf p "$HOME/.local"
mkenv p/.venv
"$AVENV" -q allow p
rm -r p/.venv
echo "$T/x/q" >p/.venv
gives p - 'a redirect that took the place of an allowed environment'

# Nothing is opened where a link leads, nor a pointer that never ends.
fresh endless
for what in 'ln -s /dev/zero' 'ln -s /proc/self/mem' mkfifo 'ln -s .venv' 'truncate -s 100G'; do
	rm -rf odd && mkdir odd
	(cd odd && $what .venv)
	for command in path status list doctor 'allow .venv'; do
		# shellcheck disable=SC2086 # words
		run timeout 20 "$AVENV" -C odd $command
		ok "$command does not wait for '$what .venv'" test "$rc" -lt 124
	done
done

# Nothing of a project runs, whatever PATH and PYTHONPATH name.
fresh traps
mkdir -p p/bin
for name in sitecustomize usercustomize site os venv ensurepip; do echo "open('$T/ran', 'w')" >"p/$name.py"; done
for name in python python3 pip git ls; do
	printf '#!/bin/sh\ntouch %s\nexec /usr/bin/python3 "$@"\n' "$T/ran" >p/bin/$name
	chmod 755 p/bin/$name
	ln -s bin/$name p/$name
done
mkenv p/.venv
rm p/.venv/bin/python*
cp p/bin/python p/.venv/bin/python
cp p/bin/python p/.venv/bin/python3
cd p || exit
for path in ".:$PATH" ":$PATH" "bin:$PATH" "$PATH:"; do
	for command in status list pythons doctor 'freeze .venv' 'create --without-pip ../made'; do
		# shellcheck disable=SC2086 # words
		PATH=$path PYTHONPATH=. PYTHONSTARTUP=site.py run "$AVENV" $command
	done
	rm -rf ../made
	ok "PATH=${path/"$PATH"/...}: nothing of the project ran" test ! -e "$T/ran"
done
PATH=bin:$PATH run "$AVENV" run true
is "$rc:$([ -e "$T/ran" ] && echo ran)" 1: 'run refuses before the word of the user'
done_testing
