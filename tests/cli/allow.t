#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2086 # code for eval; several words
# Promises: 31 33 34 40 39 66
# avenv allow, allow --tree, allow --found, allow --list, forget, AVENV_TRUST: the environments that
# are on afterwards. What is said, and the list: messages/records.sh
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# ---- a project ---------------------------------------------------------------

# p with .venv, q with an environment of another name; a line is a directory and words, without -q
while read -r dir words; do
	fresh p/.venv q/djvenv
	mkdir -p p/a/b
	is_off p 'without a record: off' 'avenv*allow'
	does "in $dir, allow $words" -C "$dir" allow -q $words
	is "$out$err" '' '-q says nothing'
	is_on p/a p/.venv "in $dir, allow $words: on"
	is_off q "in $dir, allow $words: and nothing else" 'avenv*allow'
done <<-'L'
	. p
	. p/.venv
	p .venv
	p/a/b
	p/.venv/bin
L
rm -r p/.venv
mkenv p/.venv
is_on p p/.venv 'built anew: on'
mv p/.venv p/old
is_off p 'renamed: off'
touch file
refuses 'a file' "'file' is not a directory" allow file
refuses 'one of two is not there' "'nowhere'" allow nowhere q
is_on q q/djvenv 'one of two is not there: the other is on'
for words in '--tree' '--found' '--list p' '--found --tree p'; do
	run "$AVENV" allow $words
	is "$rc" 2 "usage: allow $words"
done

for words in p p/.venv 'nowhere p'; do
	fresh p/.venv q/djvenv
	avenv -q allow p q
	run "$AVENV" forget $words
	is_off p "forget $words: off" 'avenv*allow'
	is_on q q/djvenv "forget $words: and nothing else"
done
refuses 'forget: nothing to forget' "'$T/w/p'" forget p
refuses 'forget: an empty name' 'is empty' forget ''
mv q far
avenv -q allow p
ln -s p/.venv link
does 'forget a link: what it points to' forget link
is_off p 'forget a link: off' 'avenv*allow'
rm link
does 'forget a directory that is gone' forget q
mv far q
is_off q 'forget a directory that is gone: off'
avenv -q allow p q
rm -r p
does 'forget --gone' forget --gone
is "$(avenv allow --list | grep -c '/w/[pq]/')" 1 'forget --gone: what is there stays'

# ---- trees; the word about a slot: unit/trust ----------------------------------

fresh src/p/.venv
does 'allow --tree' allow --tree src
mkenv src/later/odd
is_on src/p src/p/.venv 'a tree: on'
is_on src/later src/later/odd 'a tree: an environment made later'
avenv -q deny src/later
does 'forget of a tree' forget src
is_on src/p src/p/.venv 'forget of a tree: what was recorded below stays'
is_off src/later 'forget of a tree: a denial below, too' denied
mkenv src/new/.venv
is_off src/new 'forget of a tree: it covers nothing any more' 'avenv*allow'
refuses 'forget --below, without a terminal and -y' 'no terminal*forget -y --below src' forget --below src
is_on src/p src/p/.venv '... and nothing is forgotten'
does 'forget --below' forget -y --below src
is_off src/p 'forget --below: off' 'avenv*allow'
is_off src/later 'forget --below: no longer denied' 'avenv*allow'
for words in '--below' '-y' '-y src' '--gone --below src'; do
	run "$AVENV" forget $words
	is "$rc" 2 "usage: forget $words"
done
for trees in "$PWD/src" "$PWD/src/p" "/nowhere:$PWD/src:"; do
	AVENV_TRUST=$trees is_on src/p src/p/.venv "AVENV_TRUST=${trees//"$T"/}"
done
for trees in src . : "$PWD/sr" "$PWD/src/p/none"; do
	AVENV_TRUST=$trees is_off src/p "AVENV_TRUST=${trees//"$T"/}"
done
not_ok 'AVENV_TRUST: nothing of it is recorded' grep -q "src" "$RECORDS"

# An environment seen for the first time is recorded if 'avenv allow' would do so without an option.
fresh src/{p,clone,open,tracked,denied}/.venv far/e
mkdir src/clone/.venv/.git src/link
ln -s ../../far/e src/link/.venv
chmod o+w src/open/.venv/bin
git init -q src/tracked
git -C src/tracked add -f .venv
avenv -q allow --tree src
avenv -q deny src/denied
for dir in clone open tracked link denied; do is_off src/$dir "a tree, $dir: off"; done
is_on src/p src/p/.venv 'a tree: on'
is "$(grep -c '^allow slot' "$RECORDS")" 1 'a tree: what is on is recorded, and nothing else'

# An archive, a copy and a clone of another kind bring along what was made elsewhere, or may do so.
# came NAME COMMAND: in a tree, whose p has an environment, COMMAND makes its 'new', which asks
came() {
	fresh src/p/.venv elsewhere/new/.venv
	avenv -q allow --tree src
	(eval "$2") || not_ok "$1: made" true
	is_off src/new "a tree, $1: off" "${3-}"
	run "$AVENV" allow --found src
	like "$rc:$out" "0:left out [12], made elsewhere*/new/.venv: *" "allow --found, $1: left out"
	is "$(grep -c '^allow slot.*/new/' "$RECORDS")" 0 "a tree, $1: nothing is recorded"
	avenv -q allow src/new
	is_on src/new src/new/.venv "a tree, $1: on after allow"
}
came 'an archive' 'tar -C elsewhere -cf a.tar new; tar -C src -xf a.tar' 'was made at*avenv allow'
came 'a copy from elsewhere' 'cp -a elsewhere/new src'
came 'a copy from the tree' 'cp -a src/p src/new'
came 'a renamed project' 'mkdir s; mv elsewhere/new src/new'
came 'a script that says no place' 'mkenv src/new/.venv; echo "VIRTUAL_ENV=\$PWD/.venv" >src/new/.venv/bin/activate'
came 'no script' 'mkenv src/new/.venv; rm src/new/.venv/bin/activate'
came 'a script that is a link' 'cp -a elsewhere/new src; mkenv m; printf "VIRTUAL_ENV=%s\n" "$PWD/src/new/.venv" >m/a
	ln -sf ../../../../m/a src/new/.venv/bin/activate'
came 'a place that begins alike' 'mkenv src/new/.venv; sed -i s,new/.venv,new/.venv2, src/new/.venv/bin/activate'
came 'a Python that is not there' 'mkenv src/new/.venv; sed -i "s,^home = .*,home = /nowhere/bin," src/new/.venv/pyvenv.cfg'
came 'a Python of the project' 'mkenv src/new/.venv; mkdir src/new/py; ln -s "$(command -v python3)" src/new/py/python3
	sed -i "s,^home = .*,home = $PWD/src/new/py," src/new/.venv/pyvenv.cfg'
came 'a Python by a relative path' 'mkenv src/new/.venv; sed -i "s,^home = .*,home = ../../../../../../../usr/bin," src/new/.venv/pyvenv.cfg'
for control in .hg .svn .jj .bzr .sl .fslckout _FOSSIL_ _darcs .pijul CVS; do
	came "a checkout with $control" "mkenv src/new/.venv; mkdir src/new/$control"
	came "a checkout with $control above" "mkenv src/new/.venv; mkdir src/$control"
done

# Made where it stands, as each tool writes its script, and where the home directory is a link
for script in "VIRTUAL_ENV='%s'" 'VIRTUAL_ENV="%s"' '    export VIRTUAL_ENV=%s' "    VIRTUAL_ENV='%s'"; do
	fresh src/p/.venv
	avenv -q allow --tree src
	# shellcheck disable=SC2059
	printf "# VIRTUAL_ENV=/elsewhere\n$script\n" "$PWD/src/p/.venv" >src/p/.venv/bin/activate
	is_on src/p src/p/.venv "a tree, the script has $script: on"
done
for name in "it's" 'sp ace' 'b\slash' '$x'; do
	fresh
	mkdir -p "src/$name"
	avenv -q allow --tree src
	avenv create -q -p /usr/bin/python3 --without-pip "src/$name/.venv"
	avenv -q forget "src/$name"
	is_on "src/$name" "src/$name/.venv" "a tree, in $name: on"
	unlike "$(avenv doctor "src/$name")" moved "in $name: not moved"
done
fresh real/src/p/.venv
ln -s real home
sed -i "s,/real/,/home/," real/src/p/.venv/bin/activate
HOME=$PWD/home run "$AVENV" allow --found real/src
is "$rc:$out:$err" "0::avenv: allowed 1 environment: '$PWD/real/src/p/.venv'" 'allow --found in a home that is a link: allowed'

# ---- allow --found ---------------------------------------------------

fresh s/{a/.venv,deep/b/venv,c/odd,denied/.venv,open/.venv,broken/.venv}
mkdir s/lost
ln -s ../nowhere s/lost/.venv
rm -r s/broken/.venv/bin
chmod 0777 s/open
avenv -q deny s/denied
does 'allow --found' allow --found s
mkenv s/later/.venv
for env in a/.venv deep/b/venv c/odd; do is_on "s/${env%/*}" "s/$env" "--found: $env"; done
is_off s/later '--found: not an environment made later' 'avenv*allow'
for left in denied open broken lost; do
	is_off s/$left "--found: $left is off"
	not_ok "--found: $left is left out" grep -q "^allow slot $PWD/s/$left/" "$RECORDS"
done
mkenv many/{1..9}/.venv
chmod 0777 many/*
run "$AVENV" allow --found many
is "$(head -n 1 <<<"$out")|$(grep -c '^  .*; .chmod' <<<"$out")|$(tail -n 1 <<<"$out")" \
	'left out 9, others own it or can write to it:|5|  and 4 more' '--found: some of each kind of reason'
refuses '--found: a directory that is not there' "'nowhere'" allow --found nowhere
# ---- a home directory that is read-only --------------------------------------------

if can_mount_as_root; then
	mkdir -p "$T/ro/home" "$T/read/only"
	mkenv "$T/read/only/.venv"
	ro() { run apart sh -c 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec env HOME="$0" "$@"' "$T/ro/home" "$@"; }
	ro "$AVENV" allow "$T/read/only"
	like "$rc:$err" "1:*Read-only file system:"$'\n'"export AVENV_TRUST='$T/read/only'"$'\n'"allows it in this shell" 'a read-only home: what works is named'
	ro sh -c "$(sed -n '/^export/p' <<<"$err"); exec '$AVENV' -C '$T/read/only' path"
	is "$rc:$out" "0:$T/read/only/.venv" '... and it does'
	ro env AVENV_TRUST=/x "$AVENV" allow "$T/read/only"
	like "$err" "*AVENV_TRUST='/x:$T/read/only'*" '... beside what is trusted'
	ro "$AVENV" deny "$T/read/only"
	unlike "$rc:$err" '*AVENV_TRUST*' 'a denial has no such way'
else
	skip 'a read-only home: no mount'
fi

done_testing
