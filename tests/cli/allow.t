#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv allow, deny and forget: what is recorded, what is refused, what is said.
. "${SRCDIR:?}/tests/lib.sh"

umask 022
chmod 0755 "$T"
STORE=$HOME/.local/share/avenv/trust
cd "$HOME" || exit 1

# records: "verb scope path" of each, sorted by path, below HOME as ~
records() {
	"$AVENV" allow --list 2>/dev/null | awk '{ print $1, $2, $3 }' | sed "s|$HOME|~|"
}

# on DIR: what would be on there, as a path below HOME
on() {
	run "$AVENV" -C "$1" path
	printf '%s\n' "${out#"$HOME"/}"
}

# fresh NAME: a directory of its own, without any record
fresh() {
	rm -rf "$HOME/.local"
	mkdir "$HOME/$1"
	cd "$HOME/$1" || exit 1
}

# as_nobody COMMAND...: as an ordinary user, in a home of theirs
as_nobody() {
	run setpriv --reuid=65534 --regid=65534 --clear-groups \
		env HOME="$T/nobody" "$@"
}
# The clone may lie where they cannot go, such as /root.
cp "$AVENV" "$T/avenv"

# --- a project, an environment, what is not there yet

fresh project
mkenv p/.venv
mkdir -p p/a/b
(cd p/a/b && AVENV_HOOK='bash 3 -' "$AVENV" allow) >out 2>err
is "$?" 0 "allow in a subdirectory: done"
out=$(cat out) err=$(cat err)
is "$err" "avenv: '$HOME/project/p' is allowed; its '.venv' is on from now on" "and said so"
is "$out" "" "on stderr"
is "$(records)" "allow dir ~/project/p" "the project is recorded"
is "$(on p/a)" "project/p/.venv" "and its environment is on"
run "$AVENV" allow p
is "$(records)" "allow dir ~/project/p" "allowed twice is recorded once"
like "$err" "is on whenever you are in it" "from elsewhere: on when you are there"
mkdir empty
run "$AVENV" allow empty
is "$err" "avenv: '$HOME/project/empty' is allowed; a '.venv' made there will be turned on" "allow DIR before there is an environment"
mkenv empty/venv
is "$(on empty)" "project/empty/venv" "one made later is on"
run "$AVENV" -q allow empty
is "$rc$err" 0 "-q says nothing"
run "$AVENV" allow nowhere
is "$rc $err" "1 avenv: cannot find 'nowhere': No such file or directory" "no such directory"
touch file
run "$AVENV" allow file
is "$rc $err" "1 avenv: 'file' is not a directory" "not a directory"
run "$AVENV" allow nowhere p
is "$rc $(records | grep -c project/p)" "1 1" "the other one is recorded all the same"

fresh names
mkenv p/.venv
run "$AVENV" allow p/.venv
is "$(records)" "allow dir ~/names/p" "a fixed name stands for its project"
mkenv q/djvenv
run "$AVENV" allow q
is "$(records | tail -n 2 | tr '\n' ' ')" "allow dir ~/names/q allow env ~/names/q/djvenv " "an oddly named environment gets a record of its own"
is "$(on q)" "names/q/djvenv" "and is on"
mkenv r/odd
run "$AVENV" allow r/odd
is "$(records | tail -n 1)" "allow env ~/names/r/odd" "named itself: its record alone"
is "$err" "avenv: '$HOME/names/r/odd' is allowed; it is on whenever you are in '$HOME/names/r'" "and said so"
is "$(cd r/odd && AVENV_NAMES=odd AVENV_HOOK='bash 3 -' "$AVENV" allow 2>&1)" "avenv: '$HOME/names/r' is allowed; its 'odd' is on from now on" "AVENV_NAMES names fixed ones; inside an environment the project is its parent"
mkenv s/one
mkenv s/two
run "$AVENV" allow s
like "$err" "only \"avenv -C $HOME/names/s use NAME\" turns one on" "several: none is recorded, and said so"
is "$(records | grep names/s)" "allow dir ~/names/s" "but the project is"
run "$AVENV" allow s/two
is "$(on s)" "names/s/two" "allow NAME chooses"
run "$AVENV" allow s/one
like "$err" "but so is another of" "both allowed: said so"
mkenv u/.venv
mkenv u/odd
run "$AVENV" allow u/odd
like "$err" "but '.venv' comes first" "one that another comes before: said so"
mkenv v/odd
ln -s odd v/.venv
"$AVENV" -q allow v
run "$AVENV" allow v/odd
is "$err" "avenv: '$HOME/names/v/odd' is allowed; it is on whenever you are in '$HOME/names/v'" "a link to that very one comes first: it is on"
is "$("$AVENV" -C u path 2>&1 | grep -c allow)" 1 "which is not allowed by that"
rm -r u/.venv
echo ../r/odd >u/.venv
run "$AVENV" allow u/odd
is "$err" "avenv: '$HOME/names/u/odd' is allowed, but '.venv' comes first in '$HOME/names/u'" "a redirect, too, which is not followed"

fresh pointers
mkenv envs/far
for how in link redirect list venv; do mkdir $how; done
ln -s ../envs/far link/.venv
echo ../envs/far >redirect/.venv
echo ../envs/far >list/.python-envs
ln -s ../envs/far venv/venv
for how in link redirect list venv; do
	rm -rf "$HOME/.local"
	run "$AVENV" allow $how
	is "$(records | tr '\n' ' ')" "allow env ~/pointers/envs/far allow dir ~/pointers/$how " "$how: project and where it leads"
	is "$(on $how)" "pointers/envs/far" "$how: on"
done
rm -rf "$HOME/.local"
run "$AVENV" allow link/.venv
is "$(on link)" "pointers/envs/far" "a link called .venv stands for its project"
rm -rf "$HOME/.local"
run "$AVENV" allow redirect/.venv
is "$(on redirect)" "pointers/envs/far" "so does a file"
rm -rf "$HOME/.local"
run "$AVENV" -C redirect allow .venv
is "$(on redirect)" "pointers/envs/far" "also by its mere name"
rm -rf "$HOME/.local"
run "$AVENV" -C venv allow venv
is "$(on venv)" "pointers/envs/far" "so does a link called venv"
run "$AVENV" allow pip/.venv
like "$rc $err" "1 *'pip/.venv': No such file or directory" "where there is none"
mkdir nowhere && ln -s gone nowhere/.venv
run "$AVENV" allow nowhere
like "$rc $err" "0 *is allowed, but*is not turned on: it leads nowhere" "a pointer to nowhere: allowed, and what is wrong"
chmod 0777 envs/far/bin
rm -rf "$HOME/.local"
run "$AVENV" allow link
like "$rc $err" "1 *far/bin' can be written to by anybody; 'avenv allow --shared DIR'" "where it leads is checked as well"
is "$(records)" "" "nothing is recorded then"
chmod 0755 envs/far/bin
chmod 0666 redirect/.venv
run "$AVENV" allow redirect
like "$rc $err" "1 *redirect/.venv' can be written to by anybody; 'avenv allow --shared DIR'" "a redirect that anybody may write is not followed"
run "$AVENV" allow --shared redirect
is "$rc $(on redirect)" "0 pointers/envs/far" "but with --shared"
rm -rf "$HOME/.local"
if [ "$(id -u)" = 0 ]; then
	chown -R 12345 envs/far
	run "$AVENV" allow link
	like "$rc $err" "1 *envs/far' belongs to uid 12345; 'avenv allow --shared DIR'" "somebody else's is not followed to"
	run "$AVENV" allow --shared link
	like "$rc $err" "0 *envs/far' belongs to uid 12345*is allowed" "but with --shared"
	is "$(on link)" "pointers/envs/far" "and then is on"
else
	skip "only root can give files away" 3
fi

# --- who else may write

fresh strict
mkenv p/.venv
for path in p/.venv/pyvenv.cfg p/.venv/bin p/.venv p .; do
	mode=$(stat -c %a $path)
	chmod 0777 $path
	run "$AVENV" allow p
	like "$rc $err" "1 avenv: '$HOME/strict/p' is not allowed: '*' can be written to by anybody; 'avenv allow --shared DIR' accepts that" "writable $path: refused"
	is "$(records)" "" "writable $path: nothing recorded"
	run "$AVENV" allow --shared p
	like "$rc $err" "0 *can be written to by anybody*is allowed" "writable $path: --shared shows it and records"
	is "$(on p)" "strict/p/.venv" "writable $path: on"
	run "$AVENV" forget p
	chmod "$mode" $path
done
mkenv o/odd
chmod 0777 o/odd/bin
run "$AVENV" allow o
like "$rc $err" "1 *odd/bin' can be written to" "an oddly named one: refused"
run "$AVENV" allow o/odd
like "$rc $err" "1 *odd/bin' can be written to" "named itself: refused"
run "$AVENV" allow --shared o
is "$(on o)" "strict/o/odd" "--shared covers it"
chmod 1777 .
run "$AVENV" allow p
is "$rc" 0 "below a sticky directory: fine"
if [ "$(id -u)" = 0 ]; then
	chmod 0755 .
	chown 12345 p
	run "$AVENV" allow p
	like "$rc $err" "1 *'$HOME/strict/p' belongs to uid 12345; 'avenv allow --shared DIR' accepts that" "somebody else's: refused"
	run "$AVENV" allow --shared p
	like "$rc $err" "0 *belongs to uid 12345*is allowed" "--shared accepts the owner"
	chown 0 p
	chgrp 12345 p/.venv
	chmod 0775 p/.venv
	run "$AVENV" allow p
	like "$rc $err" "1 *p/.venv' can be written to by group 12345" "a group that may write: refused"
else
	skip "only root can give files away" 3
fi

# --- what git tracks

fresh tracked
if command -v git >/dev/null; then
	mkenv p/.venv
	git -C p init -q
	run "$AVENV" allow p
	is "$rc" 0 "an environment in a repository that does not track it"
	run "$AVENV" forget p
	git -C p add -f .venv/pyvenv.cfg .venv/bin/python
	run "$AVENV" allow p
	like "$rc $err" "1 *git tracks '.venv/bin/python', '.venv/pyvenv.cfg' of '$HOME/tracked/p/.venv'*--tracked" "tracked: refused, naming the files"
	is "$(records)" "" "tracked: nothing recorded"
	run "$AVENV" -C p/.venv allow
	is "$rc" 1 "tracked: also from inside"
	touch p/.venv/a p/.venv/b
	git -C p add -f .venv/a .venv/b
	run "$AVENV" allow p
	like "$err" "git tracks '.venv/a', '.venv/b', '.venv/bin/python' and 1 more of" "three are named, the rest counted"
	run "$AVENV" allow --tracked p
	is "$rc $(on p)" "0 tracked/p/.venv" "--tracked overrides"
	run "$AVENV" forget p
	mkenv p/djvenv
	run "$AVENV" allow p/djvenv
	is "$rc:$(records)" "0:allow env ~/tracked/p/djvenv" "beside a tracked one: by itself"
	run "$AVENV" forget p/djvenv
	mv p/.venv p/venv
	git -C p rm -r -q -f --cached .venv
	git -C p add -f venv
	mv p/djvenv p/.venv
	run "$AVENV" allow p
	is "$rc:$(records):$(on p)" "0:allow env ~/tracked/p/.venv:tracked/p/.venv" "a tracked one beside it: no record of the project"
	run "$AVENV" allow --by-path p
	is "$rc:$("$AVENV" allow --list | grep -c 'by path')" 0:1 "a tracked one beside it, --by-path: that by path"
	run "$AVENV" allow --tree p
	like "$rc $err" "1 *git tracks 'venv/" "a tracked one, --tree: refused"
	mv p/.venv other
	ln -s ../other p/.venv
	run "$AVENV" forget -- "$HOME/tracked/p/.venv"
	run "$AVENV" allow p
	like "$rc $err" "1 *git tracks 'venv/" "a tracked one beside what is led to: refused"
	rm p/.venv
	mv p/venv p/.venv
	git -C p rm -r -q -f --cached venv
	git -C p add -f .venv
	mkdir l && ln -s ../p/.venv l/.venv
	run "$AVENV" allow l
	like "$rc $err" "1 *git tracks" "tracked where a pointer leads: refused"
	mv p/.venv p/odd
	git -C p add -f odd
	run "$AVENV" allow p/odd
	like "$rc $err" "1 *git tracks" "tracked and oddly named: refused"
	# What a project leads to in itself is its record's to cover, as far as that goes.
	mkenv p/venv
	git -C p add -f venv
	git init -q q
	mkenv q/.venv
	mkenv q/tools/env
	mkenv q/tools/odd
	mkenv own
	touch q/.env q/tools/.env
	git -C q add -f tools .env
	# leads NAME WANTED TO: a link of a fixed name leads TO
	leads() {
		ln -s "$3" q/venv
		run "$AVENV" allow q
		is "$rc:$(records | grep /q)" "0:allow $2" "beside a link $1"
		run "$AVENV" forget q q/.venv
		rm q/venv
	}
	leads 'to what git tracks: by itself' 'env ~/tracked/q/.venv' tools/env
	leads 'to what git tracks, of another name: the project' 'dir ~/tracked/q' tools/odd
	leads 'to a file: the project' 'dir ~/tracked/q' tools/.env
	leads 'to nothing: the project' 'dir ~/tracked/q' tools/nothing
	leads "to the user's own elsewhere: the project" 'dir ~/tracked/q' ../own
	leads 'to what another repository tracks: the project' 'dir ~/tracked/q' ../p/venv
	git -C q rm -q -r --cached tools/env
	leads 'to what git does not track: the project' 'dir ~/tracked/q' tools/env
	git -C q add -f tools
	echo tools/env >list
	ln -s ../list q/.python-envs
	run "$AVENV" allow q
	is "$rc:$(records | grep /q)" "0:allow dir ~/tracked/q" "beside a link to a list, which is never followed: the project"
	rm q/.python-envs
	run "$AVENV" forget q
	mv list q/.python-envs
	chmod o+w q/.python-envs
	run "$AVENV" allow q
	is "$rc:$(records | grep /q)" "0:allow env ~/tracked/q/.venv" "beside a list that anybody may still write to: by itself"
	run "$AVENV" forget q/.venv
	rm q/.python-envs
	run env AVENV_NAMES=venv: "$AVENV" allow --tree q
	is "$rc" 0 "an empty name is not the project, of which git tracks something"
	run "$AVENV" forget q
	rm -r q/.venv
	ln -s ../own q/.venv
	ln -s tools/env q/venv
	run "$AVENV" allow q
	like "$rc $err" "1 *git tracks 'tools/env/*--tracked" "what leads to one's own, beside a link to what git tracks: refused"
	rm q/.venv q/venv
	for to in env odd; do
		ln -s tools/$to q/.venv
		run "$AVENV" allow --tree q
		like "$rc $err" "1 *git tracks 'tools/$to/*" "a link to what git tracks, $to, --tree: refused"
		rm q/.venv
		echo tools/$to >q/.venv
		run "$AVENV" allow --tree q
		like "$rc $err" "1 *git tracks 'tools/$to/*" "a redirect to what git tracks, $to, --tree: refused"
		rm q/.venv
	done
	printf 'DIRC' >p/.git/index
	run "$AVENV" allow p/odd
	like "$rc $err" "1 *cannot tell whether git tracks *damaged*--tracked" "a damaged index: cannot tell"
	run "$AVENV" allow --tracked p/odd
	is "$rc" 0 "--tracked overrides that too"
else
	skip "git is not installed" 30
fi

# --- trees, paths, all that is found

fresh trees
mkenv src/p/.venv
run "$AVENV" allow --tree src
is "$rc $err" "0 avenv: '$HOME/trees/src' and everything below it is allowed, also what is cloned there later" "--tree says what it means"
is "$(records)" "allow tree ~/trees/src" "one record"
mkenv src/later/odd
is "$(on src/later)" "trees/src/later/odd" "what comes later is on, whatever its name"
run "$AVENV" allow --tree
is "$rc" 2 "--tree needs a directory"
run "$AVENV" forget src
run "$AVENV" allow --by-path src/p
mv src/p src/q
mkenv src/p/.venv
is "$(on src/p)" "trees/src/p/.venv" "--by-path: what took its place is on"
like "$("$AVENV" allow --list)" "good, by path" "and listed so"
run "$AVENV" allow --by-path --tree src
like "$(cat "$STORE")" "allow tree path * $HOME/trees/src" "--by-path --tree"

fresh found
mkenv a/.venv
mkenv deep/b/venv
mkenv c/odd
mkenv d/one
mkenv d/two
mkenv e/.venv
mkenv f/.venv
mkenv g/.venv
mkenv a/node_modules/x/.venv
mkdir l && ln -s ../c/odd l/.venv
ln -s a linked
mkdir n && echo ../nowhere >n/.venv
rm -r f/.venv/bin
chmod 0777 e
"$AVENV" -q deny g
run "$AVENV" allow --found .
is "$rc" 0 "--found: done"
is "$(printf '%s\n' "$out" | sed "s|$HOME/found/||g" | sort)" "allowed a/.venv
allowed c/odd
allowed deep/b/venv
allowed l/.venv
left out d: several are there; 'avenv -C DIR use NAME' chooses one
left out e/.venv: 'e' can be written to by anybody; 'avenv allow --shared DIR' accepts that
left out f/.venv: it has no bin directory
left out g/.venv: denied; 'avenv allow DIR' takes that back
left out n/.venv: it leads nowhere" "each project, and what was left out and why"
is "$err" "avenv: 4 allowed, 0 allowed before, 5 left out" "and a count"
is "$(records | tr '\n' ';')" "allow dir ~/found/a;allow env ~/found/c/odd;allow dir ~/found/deep/b;deny dir ~/found/g;allow dir ~/found/l;" "singly recorded"
run "$AVENV" allow --found .
like "$err" "0 allowed, 4 allowed before, 5 left out" "a second time nothing is new"
run "$AVENV" allow --found nowhere
is "$rc:$err" "1:avenv: cannot find 'nowhere': No such file or directory" "--found nowhere: failed, and no more said than that"
run "$AVENV" allow --found nowhere g
is "$rc $out" "1 left out $HOME/found/g/.venv: denied; 'avenv allow DIR' takes that back" "and what another one leaves out is said"
mkenv h/.venv
run "$AVENV" allow --found h nowhere
is "$rc $out $(records | grep -c /h)" "1 allowed $HOME/found/h/.venv 1" "as is what another one has"
run "$AVENV" allow --found nowhere h
is "$rc $out" "1 allowed before $HOME/found/h/.venv" "or had"
run "$AVENV" allow --found l
is "$rc" 0 "--found: nothing new is no failure"
mkdir k && echo ../c/odd >k/.python-envs
run "$AVENV" allow --found k
is "$out $(records | grep /k)" "allowed $HOME/found/k/.python-envs allow dir ~/found/k" "--found: of a list the project"
run "$AVENV" allow --found
is "$rc" 2 "--found needs a directory"
deep=$(printf 'd/%.0s' $(seq 40))
mkenv "far/${deep}.venv"
run "$AVENV" allow --found far
like "$err" "more than 32 levels down" "too deep: said so"
chmod 666 "$STORE"
run "$AVENV" allow --found .
is "$rc $out" '1 ' "--found: nothing is called new where the records do not count"
like "$err" "'$STORE' or its directory can be written to by others; it is not used" "and why is said"
chmod 600 "$STORE"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir -p "$T/nobody/all/closed"
	chmod 0 "$T/nobody/all/closed"
	chown -R 65534:65534 "$T/nobody"
	as_nobody "$T/avenv" allow --found "$T/nobody/all"
	is "$rc $out" "0 left out $T/nobody/all/closed: Permission denied" "--found: what others closed is left out"
else
	skip 'only for root'
fi

# --- deny and forget

fresh deny
mkenv p/.venv
mkenv q/odd
"$AVENV" -q allow p q
run "$AVENV" -C p deny
is "$rc $err" "0 avenv: '$HOME/deny/p' is denied: nothing in it is turned on" "deny in a project"
run "$AVENV" deny q
is "$(records | tr '\n' ';')" "deny dir ~/deny/p;deny dir ~/deny/q;" "it replaces what allowed it, the odd environment in it as well"
run "$AVENV" allow p
like "$err" "is allowed, no longer denied; its '.venv'" "allow takes a deny back and says so"
run "$AVENV" deny q/odd
is "$(records | grep odd)" "deny env ~/deny/q/odd" "an environment by itself"
mv q r
"$AVENV" -q deny r
mv r s
run "$AVENV" allow s
is "$rc $(on s)" "0 deny/s/odd" "allow overcomes the deny that moved along"
mkdir later
echo "deny dir $(stat -c %i later):1.000000000 - - - $HOME/deny/before" >>"$STORE"
"$AVENV" -q allow later
like "$(records)" "deny dir ~/deny/before" "but not that of what had its inode before"
mkenv t/.venv
"$AVENV" -q deny --tree t/.venv
run "$AVENV" allow t
is "$rc $(on t)" "0 deny/t/.venv" "and that of the environment alone, as a tree"
run "$AVENV" deny nowhere t
is "$rc $(records | grep /t)" "1 deny dir ~/deny/t" "deny of what is not there: the others are"
run "$AVENV" deny --tree .
like "$(records)" "deny tree ~/deny" "deny --tree"
is "$(on p)" "deny/p/.venv" "the nearer record decides"
run "$AVENV" deny --tree
is "$rc" 2 "deny --tree needs a directory"

fresh forget
mkenv p/.venv
mkenv q/odd
"$AVENV" -q allow p q
run "$AVENV" -C p forget
is "$rc $err" "0 avenv: forgot '$HOME/forget/p'" "forget in a project"
run "$AVENV" forget q
is "$(records)" "" "forget DIR: its environment as well"
run "$AVENV" forget q
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/q'; 'avenv allow --list' shows what is" "nothing to forget"
"$AVENV" -q allow --tree .
run "$AVENV" forget q
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/q'; it is allowed with '$HOME/forget'" "nothing by itself: with what"
"$AVENV" -q deny --tree .
run "$AVENV" -C q forget
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/q'; it is denied with '$HOME/forget'" "the same of a deny, in a project"
ln -s q qlink
run "$AVENV" forget qlink
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/qlink'; it is denied with '$HOME/forget'" "the same by way of a link"
rm qlink
"$AVENV" -q forget .
run env AVENV_TRUST="$HOME/forget/q" "$AVENV" forget q
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/q'; it is allowed by AVENV_TRUST" "what AVENV_TRUST has is not in the store"
run env AVENV_TRUST="$HOME/forget" "$AVENV" forget q
is "$rc $err" "1 avenv: nothing is recorded of '$HOME/forget/q'; it is allowed by AVENV_TRUST" 'nor what has it above'
"$AVENV" -q allow p q
run env AVENV_TRUST="$HOME/forget/q" "$AVENV" forget q
is "$rc $err" "0 avenv: forgot '$HOME/forget/q'; it is still allowed by AVENV_TRUST" 'what it was recorded of has it as well'
"$AVENV" -q allow q
rm -r p
run "$AVENV" forget p
is "$rc $(records | grep -c /p)" "0 0" "of what is no longer there"
mkdir p
"$AVENV" -q allow p
ln -s . alias
run "$AVENV" forget alias/p
is "$rc $(records | grep -c /p)" "0 0" "through a link"
"$AVENV" -q allow p
rmdir p
run "$AVENV" forget alias/p/
is "$rc $(records | grep -c /p)" "0 0" "through a link, and gone"
mkdir -p far/away
"$AVENV" -q allow far/away
rm -r far
run "$AVENV" forget far/away
is "$rc $(records | grep -c far)" "0 0" "gone with what it was in"
mkenv p/.venv
"$AVENV" -q allow p
run "$AVENV" forget p/.venv
is "$rc $(records | grep -c /p)" "0 0" "by its environment's fixed name"
mkenv around/work
mkdir -p around/src/p apart
ln -s ../../work around/src/p/.venv
run "$AVENV" allow around/src/p
like "$err" "it; it lies in '$HOME/forget/around' and is on below that, too, where nothing is nearer" \
	"a pointer's end further up: where it is on besides is said"
run "$AVENV" forget around/src/p
is "$err" "avenv: forgot '$HOME/forget/around/src/p'
avenv: '$HOME/forget/around/work', to which it led, is still allowed; \"avenv forget $HOME/forget/around/work\" takes that back" \
	"and when the project is forgotten, that it is still"
"$AVENV" -q allow around/src/p
"$AVENV" -q forget around/work
"$AVENV" -q allow --tree around
run "$AVENV" forget around/src/p
is "$err" "avenv: forgot '$HOME/forget/around/src/p'; it is still allowed with '$HOME/forget/around'" \
	"covered by a tree: nothing that would take nothing back"
"$AVENV" -q forget around
ln -sfn ../../../apart/.venv around/src/p/.venv
mkenv apart/.venv
run "$AVENV" allow around/src/p
unlike "$err" 'nearer' "elsewhere: nothing of that"
"$AVENV" -q forget apart/.venv
run "$AVENV" forget around/src/p
is "$err" "avenv: forgot '$HOME/forget/around/src/p'" "one that was forgotten itself is not spoken of"
rm -r around apart
"$AVENV" -q allow --tree .
"$AVENV" -q allow p
run "$AVENV" forget p
like "$err" "forgot '$HOME/forget/p'; it is still allowed with '$HOME/forget'" "what still covers it is named"
"$AVENV" -q deny --tree .
"$AVENV" -q allow p
run "$AVENV" forget p
like "$err" "forgot '$HOME/forget/p'; it is still denied with '$HOME/forget'" "and how"
mkenv els/env
"$AVENV" -q deny els/env
mkdir r && ln -s ../els/env r/.venv
run "$AVENV" allow r
is "$rc $err" "0 avenv: '$HOME/forget/r' is allowed, but '$HOME/forget/els/env' is denied; \"avenv allow $HOME/forget/els/env\" allows it" "what a project points to stays denied"
rm -rf "$HOME/.local"
run "$AVENV" forget p
is "$rc" 1 "with no store there is nothing to forget"
ok "and none is made" test ! -e "$HOME/.local"

# --- the list

fresh list
run "$AVENV" allow --list
is "$rc $out$err" "0 avenv: nothing is recorded yet" "an empty list"
run "$AVENV" allow --list --json
is "$(printf '%s' "$out" | /usr/bin/python3 -I -S -c 'import json, sys; print(json.load(sys.stdin))')" "{'schema': 1, 'records': []}" "as JSON"
mkdir b a gone changed $'odd\nna\033me' other
"$AVENV" -q allow b gone changed $'odd\nna\033me'
"$AVENV" -q deny --tree a
rmdir gone
mv changed x && mkdir changed
echo 'allow dir nonsense' >>"$STORE"
run env AVENV_TRUST="$HOME/list/other" "$AVENV" allow --list
is "$(printf '%s\n' "$out" | sed "s|$HOME|~|g; s/  */ /g")" "deny tree ~/list/a good
allow dir ~/list/b good
allow dir ~/list/changed changed
allow dir ~/list/gone gone
allow dir ~/list/odd\\012na\\033me good
allow tree ~/list/other good (AVENV_TRUST)
damaged line 7 of ~/.local/share/avenv/trust" "the list: sorted, escaped, with state and source"
run "$AVENV" allow --list --json
is "$(printf '%s' "$out" | /usr/bin/python3 -I -S -c '
import json, sys
r = json.load(sys.stdin)["records"]
print(len(r), sorted({x["state"] for x in r}), r[0]["verb"], r[0]["scope"], any("\x1b" in (x["path"] or "") for x in r))')" \
	"6 ['changed', 'damaged', 'gone', 'good'] deny tree True" "the list as JSON"
printf 'allow dir %s:1.000000000 - - - %s\n' "$(stat -c %i b)" "$HOME/list/b" >>"$STORE"
is "$("$AVENV" allow --list | grep -c "/list/b  *changed")" 1 "what has its inode by chance is another one"
# refused MESSAGE NAME: why the records do not count is said, and none is shown as if it did
refused() {
	run "$AVENV" allow --list
	is "$rc" 1 "$2: exit 1"
	is "$(printf '%s\n' "$err" | sed "s|$HOME|~|g")" "avenv: $1" "$2: said so"
	is "$out" '' "$2: no record is listed"
}
chmod 666 "$STORE"
refused "'~/.local/share/avenv/trust' is not used: others may write to it or its directory; 'chmod go-w' closes it" \
	'a store that others may write to'
chmod 600 "$STORE"
if [ "$(id -u)" = 0 ]; then
	chown 65534 "$STORE"
	refused "'~/.local/share/avenv/trust' is not used: it or its directory belongs to somebody else" \
		"somebody else's store"
	chown 0 "$STORE"
else
	skip 'only for root' 3
fi
mv "$STORE" "$STORE.kept"
ln -s trust.kept "$STORE"
refused "cannot read '~/.local/share/avenv/trust': Too many levels of symbolic links" 'a store that is a link'
mv "$STORE.kept" "$STORE"
run "$AVENV" allow --list b
is "$rc" 2 "--list takes no directory"
for args in --found --shared --tracked; do
	run "$AVENV" allow --list $args
	is "$rc $err" "2 avenv allow: '--list' takes nothing else; see 'avenv allow --help'" "not together: --list $args"
done
for args in --tree --by-path; do
	run "$AVENV" allow --found $args .
	like "$rc $err" "2 *'--found' goes with neither" "not together: --found $args"
done
run "$AVENV" allow --json
is "$rc" 2 "'--json' goes with '--list'"

fresh wide
mkdir abcdef 日本
"$AVENV" -q allow abcdef 日本
is "$("$AVENV" allow --list | sed "s|$HOME|~|")" 'allow  dir   ~/wide/abcdef  good
allow  dir   ~/wide/日本    good' "the list: columns as wide as they look"

# --- learning

fresh learn
mkdir django
mkenv django/djvenv
run "$AVENV" allow --learn -- "$HOME/learn/django/djvenv"
is "$rc $out$err" "0 avenv: from now on 'djvenv' is on whenever you are in '…/django'" "learned, in one line"
is "$(records)" "allow env ~/learn/django/djvenv" "an oddly named one: itself"
mkenv fixed/.venv
run "$AVENV" allow --learn "$HOME/learn/fixed/.venv"
is "$(records | tail -n 1)" "allow dir ~/learn/fixed" "a fixed name: its project"

# silent NAME ENV: nothing is learned and nothing is said
silent() {
	cp "$STORE" "$T/before" 2>/dev/null || rm -f "$T/before"
	run "${learn_env[@]}" "$AVENV" allow --learn -- "$2"
	is "$rc $out$err" "0 " "$1: silence"
	if [ -e "$T/before" ]; then
		ok "$1: nothing recorded" cmp "$T/before" "$STORE"
	else
		ok "$1: nothing recorded" test ! -e "$STORE"
	fi
}
learn_env=(env)
silent "known already" "$HOME/learn/fixed/.venv"
mkenv a/.venv
silent "relative" a/.venv
silent "not there" "$HOME/learn/nothing"
learn_env=(env AVENV_LEARN=0)
silent "AVENV_LEARN=0" "$HOME/learn/a/.venv"
learn_env=(env HOME=)
silent "no HOME" "$HOME/learn/a/.venv"
learn_env=(env)
"$AVENV" -q deny a
silent "denied" "$HOME/learn/a/.venv"
"$AVENV" -q deny --tree .
mkenv b/.venv
silent "in a denied tree" "$HOME/learn/b/.venv"
"$AVENV" -q forget .
mkenv b/odd
silent "another comes first" "$HOME/learn/b/odd"
"$AVENV" -q allow b
silent "another one that is allowed comes first" "$HOME/learn/b/odd"
mkenv c/.venv
rm c/.venv/bin/python
silent "broken" "$HOME/learn/c/.venv"
mkenv d/.venv
chmod 0777 d
silent "writable by others" "$HOME/learn/d/.venv"
if command -v git >/dev/null; then
	mkenv e/.venv
	git -C e init -q
	git -C e add -f .venv
	silent "tracked" "$HOME/learn/e/.venv"
else
	skip "git is not installed" 2
fi
mkenv f/one
mkenv f/two
run "$AVENV" allow --learn "$HOME/learn/f/one"
is "$(on f)" "learn/f/one" "of several the one that is learned"
silent "of several a second one" "$HOME/learn/f/two"
mv f/one f/old
mkenv f/one
run "$AVENV" -C f path
is "$rc" 1 "made anew: not the one that is recorded"
run "$AVENV" allow --learn "$HOME/learn/f/one"
like "$err" "from now on 'one' is on" "but learned again"
mkenv g/.venv
chmod 0777 "${STORE%/*}"
silent "a store that is not used" "$HOME/learn/g/.venv"
chmod 0700 "${STORE%/*}"

# --- an ordinary user

cd "$T" || exit 1
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir nobody
	mkenv nobody/p/.venv
	mkenv rooted/.venv
	chown -R 65534:65534 nobody
	as_nobody "$T/avenv" allow "$T/nobody/p"
	is "$rc $err" "0 avenv: '$T/nobody/p' is allowed; its '.venv' is on whenever you are in it" "an ordinary user"
	is "$(stat -c '%a %u' nobody/.local/share/avenv nobody/.local/share/avenv/trust | tr '\n' ' ')" "700 65534 600 65534 " "their store is closed"
	chmod 0775 nobody/p/.venv
	as_nobody "$T/avenv" allow "$T/nobody/p"
	is "$rc" 0 "their private group may write"
	as_nobody "$T/avenv" allow "$T/rooted"
	is "$rc" 0 "root's may be allowed"
	mkenv "third/.venv"
	chown 12345 third
	as_nobody "$T/avenv" allow "$T/third"
	like "$rc $err" "1 *'$T/third' belongs to uid 12345" "a third user's not"
	run env HOME="$T/nobody" "$AVENV" allow "$T/rooted"
	like "$rc $err" "1 *'$T/nobody/.local/share/avenv' belongs to uid 65534, so nothing is recorded there" "sudo -E does not write there"
	rm -r nobody/.local
	run env HOME="$T/nobody" "$AVENV" allow "$T/rooted"
	like "$rc $err" "1 *'$T/nobody' belongs to uid 65534" "nor makes a store of root's there"
	ok "nothing was made" test ! -e nobody/.local
else
	skip "only root can become another user" 8
fi

# Who renames a project is asked again, and then told what else that means.
fresh renamed
mkenv .venv
printf "VIRTUAL_ENV='%s'\n" "$HOME/was/.venv" >.venv/bin/activate
run "$AVENV" allow
like "$rc:$err" "0:*is allowed; *
avenv: '$HOME/renamed/.venv' was moved from '$HOME/was/.venv', which it still names; \"avenv repair\" mends that" \
	'allow of what was moved by hand'
run "$AVENV" -C / allow "$HOME/renamed"
like "$err" "*; \"avenv repair $HOME/renamed/.venv\" mends that" 'and from elsewhere'
run "$AVENV" allow --tree .
unlike "$rc:$err" 'moved from' 'not with --tree, which is of no environment in particular'
"$AVENV" -q forget .
"$AVENV" -q allow
run "$AVENV" repair
run "$AVENV" allow
unlike "$rc:$err" 'moved from' 'no more once it is mended'
# shellcheck disable=SC2016 # that is the point
printf 'VIRTUAL_ENV="/home/$USER/renamed/.venv"\n' >.venv/bin/activate
run "$AVENV" allow
unlike "$rc:$err" 'moved from' 'nor of what a shell is to expand'

done_testing
