#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is said in an environment is said of that one; and what was denied by name stays so.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

mkdir -p "$T/w"
cd "$T/w" || exit

# theirs CASE NAME: p, which is an environment, or has one
theirs() {
	rm -rf p "$HOME/.local"
	if [ "$1" = self ]; then mkenv p; else mkenv "p/$2"; fi
}

# In an environment it is what is on: no other is used there, or not any more.
theirs self
mkdir p/src
mkenv mine
for how in 'use ../../mine' 'use --clear'; do
	read -ra words <<<"$how"
	run "$AVENV" -C p/src "${words[@]}"
	is "$rc:$err" "1:avenv: '$T/w/p' is an environment itself; go to the project that is to use one" \
		"$how, in an environment"
done
is "$(records):$(find . -maxdepth 1 -name .venv)" : 'use in an environment: nothing is written'

# What is denied there is that one, and nothing is lost of what is beside it.
rm -rf tools
mkenv tools
"$AVENV" -q allow tools
run "$AVENV" -C p/src deny
is "$rc:$err:$(records)" "0:avenv: '$T/w/p' is denied: it is not turned on:allow env $T/w/tools
deny env $T/w/p" 'deny, in an environment'
run "$AVENV" -C p/src forget
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/p':allow env $T/w/tools" 'forget, in an environment'
run "$AVENV" -C p/src forget
is "$rc:$(records)" "1:allow env $T/w/tools" 'forget, in an environment of which nothing is recorded'
rm -r tools

# What was denied by name stays so, and is said.
theirs one foo
mkenv p/venv
"$AVENV" -q deny p/foo
"$AVENV" -q allow p
run "$AVENV" forget p
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/p'
avenv: '$T/w/p/foo' is still denied; \"avenv forget $T/w/p/foo\" takes that back:deny env $T/w/p/foo" 'forget a project, one in it denied'
theirs one .venv
mkenv p/venv
"$AVENV" -q deny p
run "$AVENV" allow p/venv
like "$rc:$err" "0:*
avenv: '$T/w/p' stays denied, but for what is allowed there by itself" 'allow one in a project that is denied'

# What the directory around is allowed says nothing of a tree above both.
theirs one .venv
mkenv p/odd
"$AVENV" -q deny --tree "$T"
"$AVENV" -q allow .
run "$AVENV" allow p/odd
like "$rc:$err" "0:*
avenv: '$T/w/p' stays denied, but for what is allowed there by itself" 'allow one in a tree that is denied: that the rest stays so'

# By a link it is the very one, unless the link answers in its project.
theirs one .venv
mkdir -p p/deep
mkenv p/deep/x
ln -s deep/x p/current
run sh -c 'cd p/current && exec "$0" allow' "$AVENV"
is "$rc:$(records)" "0:allow env $T/w/p/deep/x" 'allow, by a link that does not answer there: that one alone'
run sh -c 'cd p/current && exec "$0" deny' "$AVENV"
is "$rc:$(records)" "0:deny env $T/w/p/deep/x" 'deny, by such a link: that one alone'
run sh -c 'cd p/current && exec "$0" use ../../mine' "$AVENV"
like "$rc:$err" "1:*is an environment itself*" 'use, by such a link'
rm -r p/.venv "$HOME/.local"
ln -s deep/x p/.venv
mkenv p/venv
run sh -c 'cd p/.venv && exec "$0" allow' "$AVENV"
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow, by a link that answers there: what else is allowed is named'

# "Never turn on anything in dir": by a name of one its project is denied, and what was allowed in it.
theirs one .venv
mkenv p/venv
"$AVENV" -q allow p
run "$AVENV" deny p/.venv
is "$rc:$(records)" "0:deny dir $T/w/p" 'deny ENV: of its project, whatever else is in it'

# What is denied as what it was stays so when it is made anew.
for how in recreate 'create --clear --without-pip'; do
	theirs one foo
	"$AVENV" -q allow p
	"$AVENV" -q deny p/foo
	mv p/foo p/venv
	read -ra words <<<"$how"
	run "$AVENV" "${words[@]}" p/venv
	run "$AVENV" -C p run true
	is "$rc" 1 "$how: what is denied stays so"
	like "$(records)" "*deny env $T/w/p/venv*" "$how: by its new name"
done

# What lies deeper was recorded with its project, and goes with it.
for how in forget deny; do
	rm -rf p "$HOME/.local"
	mkdir -p p/build
	mkenv p/build/venv
	ln -s build/venv p/.venv
	"$AVENV" -C p -q allow
	run "$AVENV" -C p $how
	is "$(records | grep -c ^allow)" 0 "$how: also what its project led to, deeper in it"
done

# ... or is named, where the link is gone or leads elsewhere.
left() {
	case $1 in
	forget) echo "avenv: forgot '$T/w/p'
avenv: '$T/w/p/$2' is still allowed; \"avenv forget $T/w/p/$2\" takes that back" ;;
	deny) echo "avenv: '$T/w/p' is denied: nothing in it is turned on, but for what is allowed there by itself, such as '$T/w/p/$2'" ;;
	esac
}
for how in forget deny; do
	for then in 'rm p/.venv' 'ln -sfn venv p/.venv'; do
		rm -rf p "$HOME/.local"
		mkdir -p p/build
		mkenv p/build/venv
		mkenv p/venv
		ln -s build/venv p/.venv
		"$AVENV" -C p -q allow
		$then
		run "$AVENV" -C p $how
		is "$rc:$err" "0:$(left $how build/venv)" "$how, after $then: that it is allowed still"
	done
	rm -rf p/build
	"$AVENV" -q allow p
	run "$AVENV" -C p $how
	unlike "$rc:$err" ' allowed' "$how: nothing of what is gone"
done
rm -rf p "$HOME/.local"
mkdir -p p/build p/own
mkenv p/build/venv
mkenv p/build/odd
mkenv p/own/.venv
mkenv p/own/odd
"$AVENV" -q allow p p/own p/own/odd
run "$AVENV" -C p deny
is "$rc:$err" "0:$(left deny own)" 'deny: also of a project in it'
"$AVENV" -q allow p
run "$AVENV" -C p forget
is "$rc:$err" "0:avenv: forgot '$T/w/p'" 'forget: what a project of its own has there is not its'
"$AVENV" -q allow p p/build/odd
run "$AVENV" -C p forget
is "$rc:$err" "0:$(left forget build/odd)" 'forget: but what lies in none'
"$AVENV" -q allow p p/build p/build/odd
run "$AVENV" -C p forget
unlike "$rc:$err" "odd' is still" 'forget: now that it does'
"$AVENV" -q forget p/build p/build/odd
"$AVENV" -q allow p p/build/odd
"$AVENV" -C p/build/venv -q allow
run "$AVENV" -C p forget
is "$rc:$err" "0:avenv: forgot '$T/w/p'
avenv: '$T/w/p/build/odd' and others in '$T/w/p' are still allowed; 'avenv allow --list' shows them" 'forget: that several are'
"$AVENV" -q allow p
ln -s build/odd p/.venv
run "$AVENV" deny --tree p
like "$rc:$(records)" "0:*allow env $T/w/p/build/odd*" 'deny --tree: but for what is allowed there by itself'

# What is denied is off also where its project led to it from elsewhere.
outside() {
	rm -rf p x "$HOME/.local"
	mkdir -p p x
	mkenv x/q
	ln -s ../x/q p/.venv
	"$AVENV" -C p -q allow
}
outside
run sh -c 'cd p/.venv && exec "$0" deny' "$AVENV"
is "$rc:$err:$(records)" "0:avenv: '$T/w/p' is denied: nothing in it is turned on
avenv: '$T/w/x/q' is denied: it is not turned on:deny env $T/w/x/q
deny dir $T/w/p" 'deny, in what it is led to: that one as well'
run sh -c 'cd p/.venv && exec "$0" path' "$AVENV"
like "$rc:$err" "1:*is denied*" 'and it is'
run sh -c 'cd p/.venv && exec "$0" allow' "$AVENV"
is "$rc:$(records)" "0:allow dir $T/w/p
allow env $T/w/x/q" 'and allow takes all of that back'
run sh -c 'cd p/.venv && exec "$0" -q deny' "$AVENV"
run "$AVENV" forget p
is "$rc:$err" "0:avenv: forgot '$T/w/p'
avenv: '$T/w/x/q' is still denied; \"avenv forget $T/w/x/q\" takes that back" 'forget p: what else deny denied is said'
"$AVENV" -q forget x/q
run sh -c 'cd p/.venv && "$0" -q deny && exec "$0" forget' "$AVENV"
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/p'
avenv: forgot '$T/w/x/q':" 'deny, in what it would be led to, and forget: nothing is on record'
for what in p p/.venv; do
	outside
	run "$AVENV" deny $what
	is "$rc:$err" "0:avenv: '$T/w/p' is denied: nothing in it is turned on" "deny $what: what lies elsewhere may be others'"
	like "$(records)" "*allow env $T/w/x/q*" "deny $what: and is allowed still"
done
outside
"$AVENV" -q deny x/q
run "$AVENV" -C p allow
is "$rc:$err" "0:avenv: '$T/w/p' is allowed, but '$T/w/x/q' is denied; \"avenv allow $T/w/x/q\" allows it" 'allow of what leads to what is denied: how it is allowed'
run sh -c 'cd p && exec "$0" status' "$AVENV"
like "$out" "*next: *avenv allow $T/w/x/q*" 'status: and so it says'
run "$AVENV" -C p path
like "$rc:$err" "1:*\"avenv allow $T/w/x/q\" takes that back*" 'path: and so it says'

# A denial is of what is at its path, and of what was: where these are two, one "yes" is of one.
halves() {
	rm -rf s "$HOME/.local"
	mkdir -p s/p
	mkenv s/p/.venv
	"$AVENV" -q allow --tree s
	"$AVENV" -C s/p -q deny
	mv s/p s/old
	mkdir s/p
	mkenv s/p/.venv
}
# on DIR WANTED NAME: whether what is in DIR may be run; 1: it is denied
on() {
	run "$AVENV" -C "$1" run true
	case $2 in
	0) is "$rc" 0 "$3" ;;
	*) like "$rc:$err" '1:*is denied by the record*' "$3" ;;
	esac
}
halves
"$AVENV" -q allow s/p
on s/p 0 'allow at the path of what was denied and moved: on'
on s/old 1 'and what was moved is denied still'
"$AVENV" -q deny s/p
"$AVENV" -q allow s/p
on s/old 1 'also when it was denied anew'
run "$AVENV" allow --list
like "$out" "*deny*s/p*moved*" 'it is listed as such'
run "$AVENV" allow --list --json
like "$out" '*"verb": "deny"*"state": "moved"*' 'and as JSON'
"$AVENV" -q allow s/old
on s/old 0 'until it is allowed itself'
is "$(records)" "allow tree $T/w/s
allow dir $T/w/s/p
allow dir $T/w/s/old" 'and nothing is left of the denial'
for what in allow forget; do
	halves
	"$AVENV" -q $what s/old
	on s/old 0 "$what of what was denied and moved: on"
	on s/p 1 'and what came in its place is denied still'
	"$AVENV" -q forget s/p
	on s/p 0 'until that is forgotten'
done
halves
run "$AVENV" forget s/p
is "$rc:$err" "0:avenv: forgot '$T/w/s/p'; it is still allowed with '$T/w/s'" 'forget of a path is of what is there'
on s/p 0 'which is on'
on s/old 1 'and not of what was there and moved'
run "$AVENV" forget s/p
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/s/p'; it is still allowed with '$T/w/s'
avenv: what was denied at '$T/w/s/p' and moved, or is gone, is no longer denied:allow tree $T/w/s" 'until it is said again, which says so'
for what in allow forget; do
	halves
	rm -r s/p
	"$AVENV" -q $what s/old
	mkenv s/p/.venv
	on s/p 1 "$what of what was denied and moved: what comes to its place later is denied"
done
mkenv s/p/odd
"$AVENV" -q deny s/p/odd
mv s/p/odd s/q
"$AVENV" -q move s/q s/z
mkenv s/p/odd
on s/z 1 'move of what was denied and moved by hand: it is denied still'
on s/p/odd 1 'and so is what comes to where it was'
"$AVENV" -q deny s/p/.venv
mv s/p s/r
"$AVENV" -q deny s/r
mv s/r s/t
"$AVENV" -q allow s/t
mkenv s/r/.venv
on s/t 0 'allow of what was denied by two paths: on'
mkenv s/p/.venv
for at in p r; do
	on s/$at 1 "what comes to $at is denied still"
done

halves
rm -r s/p
run "$AVENV" forget s/p
is "$rc:$err" "0:avenv: forgot '$T/w/s/p'
avenv: what was denied at '$T/w/s/p' and moved, or is gone, is no longer denied" 'forget of what is gone: also of what it was, which is said'
on s/old 0 'and that is on'
# twice DIR...: denied, moved, and denied anew; then it is gone
twice() {
	mkdir "$@"
	"$AVENV" -q deny "$@"
	for dir in "$@"; do mv "$dir" "$dir.old"; done
	mkdir "$@"
	"$AVENV" -q deny "$@"
	rmdir "$@"
}
rm -rf s "$HOME/.local"
mkdir s
twice s/a s/b
is "$(records)" "$(printf "deny dir $T/w/s/%s\n" a b a b)" 'denied twice, in turn'
run "$AVENV" forget s/a s/b
is "$rc:$err" "0:avenv: forgot '$T/w/s/a'
avenv: forgot '$T/w/s/b'
avenv: what was denied at '$T/w/s/a' and moved, or is gone, is no longer denied
avenv: what was denied at '$T/w/s/b' and moved, or is gone, is no longer denied" 'forget: each is told of once'
mkdir s/a
"$AVENV" -q allow s/a
rmdir s/a
run "$AVENV" forget s/a
is "$rc:$err" "0:avenv: forgot '$T/w/s/a'" 'forget of what was allowed and is gone: no word of a denial'
mkdir s/a
"$AVENV" -q deny s/a
mv s/a s/old
"$AVENV" -q allow s/old
run "$AVENV" forget s/a
is "$rc:$err" "0:avenv: forgot '$T/w/s/a'" 'forget of what is denied by path alone: nothing of it is elsewhere'
halves
"$AVENV" -q allow s/p
rm -r s/p
mv s/old s/p
on s/p 1 'what was denied, moved, and is back is denied'
run "$AVENV" allow s/p
like "$rc:$err" "0:*is allowed, no longer denied; *" 'allow takes that back, and says so'

# A second "no" takes nothing from the first, nor does a move.
halves
"$AVENV" -q deny s/old
on s/old 1 'deny of what was denied and moved: it is denied still'
on s/p 1 'and so is what came in its place'
halves
rm -r s/p
"$AVENV" -q deny s/old
mkenv s/p/.venv
on s/p 1 'or comes there later'
halves
"$AVENV" -q allow --by-path s/p
on s/p 0 'allow --by-path at the path of what was denied and moved: on'
on s/old 1 'and what was moved is denied still, by whatever path'
# aside: an environment that was denied and moved; what came to its place is allowed
aside() {
	rm -rf p q "$HOME/.local"
	mkdir q
	mkenv p/venv
	"$AVENV" -q allow p
	"$AVENV" -C p/venv -q deny
	mv p/venv p/env
	mkenv p/venv
	"$AVENV" -q allow p p/venv
	"$AVENV" -C p/venv -q allow
}
aside
"$AVENV" -q move p/venv q/web
on p 1 'a move of what came in its place: what was moved by hand is denied still'
aside
"$AVENV" -q remove -y p/venv
mkenv p/foo
"$AVENV" -q deny p/foo
"$AVENV" -q move p/foo p/venv
"$AVENV" -q remove -y p/venv
on p 1 'a move of what is denied to its place: and so it is'
aside
"$AVENV" -q remove -y p/venv
"$AVENV" -q allow --by-path q
mkenv p/foo
"$AVENV" -q deny p/foo
before=$(records)
if can_trace; then
	run env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=mkdir,mkdirat -e inject=mkdir,mkdirat:error=ENOSPC:when=1+ \
		"$AVENV" move p/foo p/venv
	is "$rc:$(records)" "1:$before" 'a move to its place that fails: nothing is lost of what is on record'
else
	skip 'strace may not trace here' 1
fi
halves
"$AVENV" -q allow s/old
mv s/p s/q
on s/q 1 'what came in its place is denied also where it is moved'

# ... nor a narrower one from a wider one.
rm -rf s "$HOME/.local"
mkdir -p s/p s/q
"$AVENV" -q deny --tree s/p
"$AVENV" -q deny s/q
"$AVENV" -q deny s/p
mkenv s/q
"$AVENV" -q deny s/q
is "$(records)" "deny tree $T/w/s/p
deny dir $T/w/s/q
deny dir $T/w/s/p
deny env $T/w/s/q" 'deny --tree and deny, deny and deny of the environment that it is by now: all are on record'

# Nothing is turned on below what is denied, be it an environment itself.
rm -rf s "$HOME/.local"
mkenv s/p
mkenv s/p/sub/.venv
"$AVENV" -q allow --tree s
"$AVENV" -q deny s/p
on s/p/sub 1 'deny of what is an environment: nothing below it is on, either'

# ... and is not said to be of what came there, nor goes along with it.
rm -rf p e f "$HOME/.local"
mkenv p/.venv
"$AVENV" -C p/.venv -q deny
mv p/.venv p/old
mkenv p/.venv
"$AVENV" -q allow p p/.venv
"$AVENV" -C p/.venv -q allow
run "$AVENV" forget p
is "$rc:$err" "0:avenv: forgot '$T/w/p'" 'forget: what was denied and moved is not there'
"$AVENV" -q allow p
run "$AVENV" remove -y p/.venv
unlike "$rc:$err" 'still denied' 'remove: nor is it that'
on p 1 'what was moved is denied still'
mkenv e
mkdir e/p
"$AVENV" -q deny e/p
mv e/p e/q
mkdir e/p
"$AVENV" -q allow e/p
"$AVENV" -q move e f
unlike "$(records)" "*deny dir $T/w/f/p*" 'move: it does not go along with what came there'

# ... also of a tree, in which oddly named ones are sought.
halves
mkenv s/p/odd
rm -r s/p/.venv
"$AVENV" -q forget s/old
"$AVENV" -q deny --tree s/old
mv s/old s/older
mkdir s/old
mkdir s/old/sub
mkenv s/old/odd
"$AVENV" -q allow --tree s/old
on s/old/sub 0 'allow --tree at the path of a tree that was denied and moved: on'
on s/older 1 'and what was moved is denied still'

# A second "no", of the environment alone, takes nothing from the first.
rm -rf s "$HOME/.local"
mkenv s/p
mkenv s/p/sub/.venv
"$AVENV" -q allow --tree s
"$AVENV" -q deny --tree s/p
"$AVENV" -C s/p -q deny
is "$(records)" "allow tree $T/w/s
deny tree $T/w/s/p
deny env $T/w/s/p" 'deny --tree, and deny of the environment that the tree is: both are on record'
on s/p/sub 1 'deny --tree, and deny of the environment that the tree is: what is below is denied still'
run "$AVENV" -C s/p allow
like "$rc:$err" "0:*, no longer denied, nor is anything below it*" 'allow where a tree was denied: that all of it is over'

# What is denied by name is said also where nothing else is known.
theirs one .venv
"$AVENV" -C p/.venv -q deny
run "$AVENV" -C p forget
like "$rc:$err" "1:avenv: nothing is recorded of '$T/w/p'*
avenv: '$T/w/p/.venv' is still denied; *" 'forget: of what is denied by name nothing else'

# Together, in whatever order, they are what is on record in the end.
for order in 'p/.venv p' 'p p/.venv'; do
	theirs one .venv
	mkenv p/venv
	"$AVENV" -q deny p
	read -ra words <<<"$order"
	run "$AVENV" allow "${words[@]}"
	unlike "$rc:$err" 'stays denied' "allow $order: no longer"
done

# A move that fails takes back what it recorded, and no more.
theirs one .venv
"$AVENV" -q allow p
"$AVENV" -q deny tools
"$AVENV" -C p/.venv -q deny
"$AVENV" remove -q -y p/.venv
before=$(records)
mkenv away
"$AVENV" -q deny away
mkfifo away/bin/fifo 2>/dev/null
if can_trace; then
	run env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=mkdir,mkdirat -e inject=mkdir,mkdirat:error=ENOSPC:when=1+ \
		"$AVENV" move away p/.venv
	is "$rc:$(records | grep -v away)" "1:$before" 'a move that fails: what was denied at its target stays so'
else
	skip 'strace may not trace here' 1
fi

# What is there by path alone is not what it recorded itself.
if can_trace; then
	for scope in p '--tree p'; do
		rm -rf s "$HOME/.local"
		mkenv s/p/.venv
		mkenv z
		"$AVENV" -q allow --tree s
		read -ra words <<<"$scope"
		"$AVENV" -C s -q deny "${words[@]}"
		mv s/p s/old
		"$AVENV" -q allow s/old
		"$AVENV" -q deny z
		before=$(records)
		run env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=mkdir,mkdirat \
			-e inject=mkdir,mkdirat:error=ENOSPC:when=1+ "$AVENV" move z s/p
		is "$rc:$(records)" "1:$before" "a move that fails: deny $scope, by path alone, stays"
		mkenv s/p/.venv
		on s/p 1 'and so what comes there is denied'
	done
else
	skip 'strace may not trace here' 4
fi

# Two denials of one path, of which one is elsewhere: only the other one goes along.
rm -rf s "$HOME/.local"
mkenv s/D
mkenv s/D/x/.venv
"$AVENV" -q allow --tree s
"$AVENV" -q deny --tree s/D/x
mv s/D/x s/q
"$AVENV" -q allow s/q
mkenv s/D/x/.venv
"$AVENV" -q deny s/D/x
mv s/D/x s/r
mkenv s/D/x/.venv
"$AVENV" -q move s/D s/E
on s/r 1 'move: what was denied in it and moved is denied still'
on s/E/x 1 'and so is what came in its place'

# ... also when it is removed: the archive may be unpacked again.
theirs one .venv
"$AVENV" -q allow p
run "$AVENV" -C p/.venv deny
is "$rc:$err" "0:avenv: '$T/w/p/.venv' is denied: it is not turned on" 'deny, in one of a project'
run "$AVENV" remove -y p/.venv
like "$rc:$err" "0:*
avenv: '$T/w/p/.venv' is still denied; \"avenv forget $T/w/p/.venv\" takes that back" 'remove: what was denied stays so'
mkenv p/.venv
run "$AVENV" -C p run true
is "$rc" 1 'remove: and so is what comes there'
rm -r p/.venv
run "$AVENV" remove -y p/.venv
is "$rc" 1 'remove: what is gone, and denied'
is "$(records)" "allow dir $T/w/p
deny env $T/w/p/.venv" 'remove: nothing of that is lost'
"$AVENV" -q forget p/.venv
mkenv p/.venv
"$AVENV" -q allow p
run "$AVENV" -C p/.venv forget
is "$rc:$err" "1:avenv: nothing is recorded of '$T/w/p/.venv'; it is allowed with '$T/w/p'" 'forget, in one of a project'

# What is led to, and denied by itself, is told of once.
theirs one odd
"$AVENV" -q allow p
"$AVENV" -q -C p use odd
"$AVENV" -q deny p/odd
run "$AVENV" forget p
is "$rc:$err" "0:avenv: forgot '$T/w/p'
avenv: '$T/w/p/odd' is still denied; \"avenv forget $T/w/p/odd\" takes that back" 'forget: what it led to is denied still, said once'

done_testing
