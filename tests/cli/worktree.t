#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 32 39 74 75
# In a linked worktree no environment of another checkout of the same repository is on, wherever the
# worktree is and however it is reached.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
has git || done_testing

# repo DIR: a repository with one commit
repo() {
	git init -q "$1"
	git -C "$1" commit -q --allow-empty -m one
}

# worktree MAIN DIR: a linked worktree of MAIN
# It is younger than the records.
worktree() { tick && git -C "$1" worktree add -q --detach "$PWD/$2"; }

# off DIR NAME [REASON]: no environment is on in DIR, as that of the main checkout is none here
off() { is_off "$1" "$2" "${3:-is of another checkout; }"; }

fresh main/.venv
repo main
"$AVENV" -q allow main
is_on main main/.venv 'the main checkout'
mkdir -p main/sub/deep
is_on main/sub/deep main/.venv '... and below it'
for at in main/.worktrees/x main/.claude/worktrees/y; do
	worktree main $at
	mkdir -p $at/src/deep
	off $at "a worktree in $at: off"
	off $at/src/deep '... and below it'
done
run "$AVENV" -C main/.worktrees/x run true
like "$rc:$err" "1:*'$PWD/main/.venv' is of another checkout; *'*" 'run: refused'
like "$("$AVENV" status main/.worktrees/x)" "*'$PWD/main/.venv' is of another checkout
'avenv create $PWD/main/.worktrees/x/.venv' makes one" 'status: the command that makes one'
like "$(cd main/.worktrees/x/src && "$AVENV")" "*
'avenv create $PWD/main/.worktrees/x/.venv' makes one" '... below: for the place of the main one'
touch main/.worktrees/x/requirements.txt
like "$(cd main/.worktrees/x/src && "$AVENV")" "*
'avenv up' makes one from requirements.txt" '... where a file declares packages'
mv main/.worktrees/x/{requirements.txt,environment.yml}
like "$(cd main/.worktrees/x && "$AVENV")" "*
'avenv create' makes one" "... for conda, whose environments are none of avenv's"
rm main/.worktrees/x/environment.yml
mkenv main/.worktrees/x/.venv
"$AVENV" -q allow main/.worktrees/x
is_on main/.worktrees/x/src main/.worktrees/x/.venv 'its own: on'

worktree main main/.worktrees/x/inner
off main/.worktrees/x/inner 'a worktree in a worktree: off'
worktree main beside
off beside 'beside the main checkout: off'
ln -s main/.worktrees link
ln -s "$PWD/main" m
ln -s "$PWD/beside" main/beside
off link/../.claude/worktrees/y 'by a path with ..: off'
ln -s "$PWD/main/.claude/worktrees/y" y
off y 'through a link: off'
like "$(cd y && PWD=$PWD "$AVENV" path 2>&1)" '*is of another checkout*' 'through a link, as the shell has it: off'
off m/.claude/worktrees/y 'through a link to the main checkout: off'
off main/beside 'a link in the main checkout to a worktree beside it: off'

# An environment above all checkouts counts.
fresh top/.venv
"$AVENV" -q allow top
repo top/main
worktree top/main top/main/w
is_on top/main/w top/.venv 'an environment above all checkouts is on'
mkenv top/main/.venv
"$AVENV" -q allow top/main
is_on top/main/w top/.venv '... beside one of the main checkout'
is_on top/main top/main/.venv '... whose own is on there'
for file in '' 'gitdir: ./.bare'; do
	fresh p/.venv
	"$AVENV" -q allow p
	repo seed
	git clone -q --bare seed p/.bare
	[ -z "$file" ] || echo "$file" >p/.git
	git -C p/.bare worktree add -q --detach "$PWD/p/w"
	is_on p/w p/.venv "a bare repository, .git '$file': what is above the worktrees is on"
done

# `git init --separate-git-dir`
fresh main/.venv
git init -q --separate-git-dir gitdir main
printf '#%070000d\n' 0 >>gitdir/config
git -C main commit -q --allow-empty -m one
"$AVENV" -q allow main
worktree main main/w
off main/w 'a main checkout whose repository is elsewhere: off' "'$PWD/main/.venv' is of another checkout; 'avenv create $PWD/main/w/.venv' makes one"
is_on main main/.venv '... and on in the main checkout'
git -C main worktree add -q --detach "$PWD/beside"
off beside '... beside it: off' 'no environment in'

# Others are no checkouts of the same repository.
fresh super/.venv
repo super
"$AVENV" -q allow super
repo module
git -C super -c protocol.file.allow=always submodule add -q "$PWD/module" sub >"$T/.out" 2>&1
is_on super/sub super/.venv "a submodule: its superproject's is on"
git -C super commit -q -m sub
worktree super super/w
git -C super/w -c protocol.file.allow=always submodule update -q --init >"$T/.out" 2>&1
off super/w/sub 'a submodule of a worktree: off'
repo other
worktree other super/foreign
is_on super/foreign super/.venv "a worktree of another repository: the one around it is on"
worktree other outer
mkenv outer/.venv
"$AVENV" -q allow outer
worktree super outer/inner
is_on outer/inner outer/.venv "in a worktree of another repository: that one's is on"

# The repository in the home directory
fresh
repo "$HOME"
mkenv "$HOME/.venv"
"$AVENV" -q allow "$HOME" 2>"$T/.out"
git -C "$HOME" worktree add -q --detach "$HOME/w"
is_off "$HOME/w" 'a worktree of a repository in the home directory: off'
rm -rf "$HOME/.git" "$HOME/.venv" "$HOME/w"

# `.git` files of any kind
fresh main/.venv
repo main
"$AVENV" -q allow main
worktree main main/w
gitdir=$(<main/w/.git)
for relative in ../.git/worktrees/w ./../.git/worktrees/w; do
	echo "gitdir: $relative" >main/w/.git
	off main/w "worktree.useRelativePaths: $relative: off"
done
printf '%s\r\n' "$gitdir" >main/w/.git
off main/w 'a carriage return at the end: off'
for damage in 'echo gitdir:' 'echo' 'echo "gitdir: "' 'echo "gitdir: /nowhere/worktrees/w"' 'head -c 70000 /dev/zero' \
	'printf "gitdir: %5000s" /nowhere/worktrees/w'; do
	eval "$damage" >main/w/.git
	is_on main/w main/.venv "a damaged .git file, $damage: as any directory"
done
rm main/w/.git
mkfifo main/w/.git
is_on main/w main/.venv 'a FIFO called .git: as any directory'

# ---- one word of trust -------------------------------------------------------------------
# As in an allowed tree: recorded when the shell comes there or a command uses it.

# recorded DIR: its .venv is made, which allows it. unrecorded DIR: that is forgotten
recorded() { "$AVENV" -q create -p /usr/bin/python3 --without-pip "$1/.venv"; }
unrecorded() { recorded "$1" && "$AVENV" -q forget "$1/.venv"; }
# linked: main, allowed, with a worktree w that has an environment of its own
linked() {
	fresh
	recorded main
	printf '%s\n' .venv .worktrees >main/.gitignore
	repo main
	worktree main w
	unrecorded w
}
# asks NAME: the environment of w is not on
asks() {
	is_off w "$1" "${2:-not allowed}"
	is "$(grep -c "slot $PWD/w/" "$RECORDS")" 0 "$1: nothing is recorded"
}

linked
like "$("$AVENV" status w)" "*covered by '$PWD/main/.venv', which you allowed*'avenv allow $PWD/w' turns it on from now on" 'status: covered'
is_on w w/.venv 'a worktree of an allowed project: on'
is "$(grep -c "slot $PWD/w/.venv " "$RECORDS")" 1 '... and recorded'
linked
"$AVENV" -C w path >"$T/.out"
like "$("$AVENV" forget w 2>&1)" "*forgot 1 record*'$PWD/main/.venv' covers it, and 'avenv deny $PWD/w' makes an exception" 'forget: main covers it'
"$AVENV" -q forget main
asks 'main is not allowed: asks'
linked
mkdir -p main/services/api w/services/api
recorded main/services/api
git -C main worktree remove --force ../w
worktree main w
mkdir -p w/services/api
unrecorded w/services/api
is_on w/services/api w/services/api/.venv 'the same place below: on'
unrecorded w/services
is_off w/services 'a place that main has no record of: asks' 'not allowed'
linked
mv w/.venv w/odd
is_off w 'another name: asks' 'not allowed'

# Refusals: after CHANGE the environment of w is not on, by default as it is not allowed. CHANGE|WHY
while IFS='|' read -r change why; do
	linked
	eval "$change" >"$T/.out" 2>&1
	asks "$change: ${why:-asks}" "$why"
done <<-'L'
	"$AVENV" -q deny main
	"$AVENV" -q deny w|you denied
	mv main old; cp -a old main
	mv main moved
	cp -a w x; rm -rf w; cp -a x w
	rm -rf w/.venv; cp -a main/.venv w
	git -C w add -f .venv
	git init -q w/.venv
	chmod o+w w/.venv/bin|can be written to
	mkdir w/.hg
	rm main/.git/worktrees/w/gitdir
	echo /elsewhere/.git >main/.git/worktrees/w/gitdir
	mv main/.git/worktrees/w/gitdir g; ln -s ../../../../g main/.git/worktrees/w/gitdir
	printf "%s\nx\n" "$PWD/w/.git" >main/.git/worktrees/w/gitdir
	rm main/.git/worktrees/w/gitdir; mkfifo main/.git/worktrees/w/gitdir
	echo garbage >>"$RECORDS"|is damaged in line
	mv w/.venv e; ln -s ../e w/.venv
L
linked
mkdir evil
cp w/.git evil
unrecorded evil
is_off evil "an archive with the .git file of the user's worktree: asks" 'not allowed'
# A worktree that was removed without `git worktree prune`, and another directory at its path
linked
mv w/.git file
rm -rf w
tick
mkdir w
mv file w/.git
unrecorded w
asks 'another directory at the path of a removed worktree: asks'
git -C main worktree repair "$PWD/w" >"$T/.out" 2>&1
rm -f main/.git/worktrees/w/gitdir
echo "$PWD/w/.git" >main/.git/worktrees/w/gitdir
is_on w w/.venv '... until the repository names it again'

# An archive can bring all along but the times that the kernel sets.
# packed NAME...: main and w, and these entries in this order, as an archive unpacks them; all say 2040
packed() {
	linked
	"$AVENV" -q forget main
	rm -rf main/.venv
	find main w -exec touch -h -d 2040-01-01 {} +
	tar cf archive.tar "$@" 2>"$T/.out"
	rm -rf main w
	tar xf archive.tar 2>"$T/.out"
	recorded main
}
packed w main
asks 'an archive of a repository with a worktree beside it, and then create: asks'
packed main w
asks '... packed the other way round'
packed w main
"$AVENV" -q recreate main/.venv
asks '... also after main was rebuilt'
# A directory that only later comes to the place that an archived repository names
packed main
tick
mkdir w
echo "gitdir: $PWD/main/.git/worktrees/w" >w/.git
unrecorded w
asks 'what later comes to the place of such a worktree: asks'
# Honest worktrees
fresh
repo main
worktree main w
recorded main
unrecorded w
asks 'a worktree from before main was allowed: asks'
for again in 'create --clear' 'create --clear --without-pip' recreate allow; do
	linked
	# shellcheck disable=SC2086 # words
	"$AVENV" -q $again main/.venv >"$T/.out" 2>&1
	is_on w w/.venv "a worktree from before '$again' in main, which was allowed: on"
done
linked
git -C main worktree move ../w ../moved
sed -i "s|$PWD/w/|$PWD/moved/|" moved/.venv/bin/activate
is_on moved moved/.venv 'git worktree move: on'
linked
mkdir given
git -C main worktree add -q --detach "$PWD/given"
unrecorded given
is_on given given/.venv 'git worktree add into an empty directory: on'
linked
echo ../../../../w/.git >main/.git/worktrees/w/gitdir
echo gitdir: ../main/.git/worktrees/w >w/.git
is_on w w/.venv 'relative names, as worktree.useRelativePaths makes them: on'
done_testing
