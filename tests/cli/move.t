#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 37 58 60
# avenv move: a moved environment has the bytes that would have been made at the new place.
# Links that led to the old place are named; nothing is on that was not. What is denied inside: kills/cases.py
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w
avenv() { "$AVENV" -q "$@"; }
# move ARG...: without notes
move() { run "$AVENV" -q move "$@"; }
# on DIR: the environment that is on there
on() { "$AVENV" -C "$1" path 2>&1 | sed "s|$w|W|"; }
# naming PATTERN ENV: its files that match, on one line
naming() { grep -rlE --exclude='*.pyc' "$1" "$2" | LC_ALL=C sort | xargs; }

# The same bytes as made there; each kind of file: unit/relocate

case_as_made_there() {
	mkdir a b
	ok 'to a path with a space' as_made move old 'with space' --without-pip
	ok 'from a path with a space, with a prompt' as_made move 'with space' new --without-pip --prompt "it's"
	ok 'into another directory, with pip' as_made move a/env b/env
	is "$(ls a)" '' 'nothing stays at the old place'
}

case_files() {
	bare old
	dist old tiny 1.0
	script old tiny 1.0
	mkdir -p old/etc outside
	ln -sfn "$w/old/lib" old/top
	ln -s ../../outside old/bin/out
	echo "root = $w/old/x" | tee old/etc/conf old/bin/mine >old/etc/tiny
	(cd "old/$SITE" && record_row ../../../etc/tiny >>tiny-1.0.dist-info/RECORD)
	echo "root = $w/old2" >old/etc/other
	chmod 700 old
	cp -al old same
	before=$(tree same)
	run "$AVENV" move old new
	is "$rc:$(cut -d"'" -f2 <<<"$out" | sort | xargs)" "0:$w/new/bin/mine $w/new/etc/conf $w/new/etc/tiny" \
		'those of unknown kinds are named'
	is "$(naming "$w/old" new)" 'new/bin/mine new/etc/conf new/etc/other new/etc/tiny' 'no other names the old place'
	is "$(readlink new/top):$(readlink new/bin/out):$(stat -c %a new)" "$w/new/lib:../../outside:700" \
		'links into it follow, links out of it stay'
	ok 'RECORD is right' record_is_right new
	is "$(tree same)" "$before" 'other names of the same files stay as they are'
	is "$(new/bin/tiny)" tiny 'it works'
}

case_moved_by_hand_before() {
	bare hand
	mv hand env
	avenv allow env
	move env x && move x env
	is "$rc:$(naming "$w/hand" env)" 0: 'no file names that place'
}

# pip was started by both paths; then as a killed move leaves it
case_made_through_a_link() {
	mkdir -p data/u
	ln -s data/u home
	bare home/c
	dist home/c tiny 1.0
	script home/c tiny 1.0
	program home/c/bin/both "#!$w/home/c/bin/python" 'print("both")'
	printf '%s\n' "$w/home/c/x" "$w/data/u/c/y" >"home/c/$SITE/tiny.pth"
	(cd "home/c/$SITE" && record_row tiny.pth >>tiny-1.0.dist-info/RECORD)
	cp -a home/c home/by-hand
	move home/c home/d
	is "$rc:$(naming "$w/(home|data/u)/c" home/d)" 0: 'no file names the old place'
	is "$(home/d/bin/tiny):$(home/d/bin/both)" tiny:both 'it works'
	ok 'RECORD is right' record_is_right home/d
	mv home/by-hand to
	avenv allow to
	avenv repair to >"$T/.out"
	is "$(naming "$w/(home|data/u)/c" to)" '' 'repair finds both paths'
}

case_link_in_place_of_a_renamed_project() {
	mkdir k1
	bare k1/.venv
	mv k1 k2
	ln -s k2 k1
	move k1/.venv k9
	is "$rc:$err:$(naming "$w/k[12]" k9)" 0:: 'no file names the old places'
}

case_allowed() {
	mkdir q denied
	mkenv p/.venv
	avenv allow p
	run "$AVENV" move p/.venv q/odd
	is "$rc:$(on q)" 0:W/q/odd 'it is on at the new place'
	move q/odd q/.venv
	is "$rc:$err:$(on q)" 0::W/q/.venv '-q: silence'
	before=$(records)
	move q/.venv nowhere/x
	is "$rc:$(records)" "1:$before" 'refused: no record changes'
	avenv deny denied
	run "$AVENV" move q/.venv denied/x
	like "$err:$(on denied/x)" "denied*:*denied" 'into a denied directory: said, and denied there'
}

# The user's word about a place is none about what comes there unallowed.
case_not_allowed() {
	mkenv r/other slot/.venv
	avenv allow slot
	rm -r slot/.venv
	move r/other slot/.venv
	is "$rc:$(ls -A slot)" 1: 'into an allowed slot: refused'
	avenv allow --tree slot
	move r/other slot/odd
	is "$rc:$(ls -A slot)" 1: 'into an allowed tree: refused'
	avenv allow r/other
	move r/other slot/.venv
	is "$rc:$(on slot)" 0:W/slot/.venv 'allowed, it is on there'
}

# What --shared accepts of others goes along, to where nobody else may write.
case_shared() {
	chmod 755 "$T"
	mkdir s t o
	chmod 777 s t
	mkenv s/.venv
	avenv allow --shared s
	run "$AVENV" move s/.venv s/env
	is "$rc:$(on s):$(records | grep -c /s/)" 0:W/s/env:1 'on in the project still, by one record'
	move s/env o/env
	is "$rc:$(on o)" 0:W/o/env 'and in a project that nobody else may write to'
	move o/env t/env
	like "$rc:$err:$(ls t)" '1:*--shared*:env' 'there it has ended: it is moved, and not allowed'
	avenv allow --shared t
	move t/env s/env
	is "$rc:$(on s)" 0:W/s/env 'into another project that the same may write to'
	can_chown || return
	chown :4242 t
	chmod 775 t
	move s/env t/env
	like "$rc:$err:$(on t)" '1:*--shared*:avenv:*' 'where others may write: not allowed'
}

case_links_to_it() {
	mkdir one abs rel name away through far
	mkenv red other
	echo "$w/red" >one/.venv
	ln -s "$w/red" abs/.venv
	ln -s ../red/ rel/.venv
	ln -s ../red name/venv
	ln -s ../other away/.venv
	ln -s ../rel/.venv through/.venv
	avenv allow one abs rel name away through red
	run "$AVENV" move red far/e
	is "$rc:$(grep -c 'still points to it' <<<"$err")" 0:4 'each gets a command, and no other'
	is "$(for project in one abs rel name through; do on "$project"; done | grep -c '^W')" 0 'it is on in none of them'
	eval "$(sed -n "s/.* points to it; '\(.*\)' changes that/\1/p" <<<"$err")"
	is "$(for project in one abs rel name; do on "$project"; done | sort -u)" W/far/e 'the commands mend it'
	like "$(on through)" "'avenv allow*" 'a link to such a link: allow is named there'
}

case_into_a_directory() {
	bare env
	mkdir dir
	move env dir
	is "$rc:$(ls dir)" 0:env 'as mv does'
}

case_refused() {
	bare env
	cp -a env other
	touch file
	ln -s env link
	while IFS='|' read -r why env to; do
		changes_nothing "$env to $to" "1:avenv: *${why//W/$w}*" . "$AVENV" move "$env" "$to"
	done <<-'L'
		'rm W/link'*'avenv move W/env x'|link|x
		W/other'|env|other
		W/file'|env|file
		into itself|env|env/x
		:|env|a:b
		quote*avenv recreate'|env|it's
	L
	exec 9<./env && flock -n 9
	changes_nothing 'another command' '1:*' . "$AVENV" move env x
}

# A project's name, where the project has a directory of that name, as a package often has
case_package() {
	bare .venv && mkdir w
	run "$AVENV" -q move w x
	is "$rc:$err:$(echo .[!.]* *)" '0::.[!.]* w x' 'the environment is moved, and no project seen'
}

# The command that is named after a failure, typed as printed
case_failure() {
	can_trace || return
	while IFS='|' read -r fault does; do
		rm -rf far near && bare far
		err=$(strace -o /dev/null -e inject="$fault" "$AVENV" move far near 2>&1)
		eval "$(sed -n "s/.*; '\(.*\)' $does/\1/p" <<<"$err")" 2>"$T/.err"
		run "$AVENV" repair near
		is "$rc:$out:$(test -x near/bin/python && naming "$w/far" near)" 0:: "$fault: the command that $does" ||
			diag "$err"
	done <<-'L'
		renameat2:error=EXDEV|copies it
		write:error=EIO:when=2|changes that
	L
}

run_cases
