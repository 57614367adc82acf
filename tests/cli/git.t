#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37 38 62 79
# avenv allow asks git whether it tracks the environment, wherever the repository is. Where git gives no
# clear answer, avenv refuses.
# shellcheck disable=SC2086,SC2119 # several words; fresh may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
. "$SRCDIR/tests/git.sh"

# tracked NAME DIR: git tracks the environment of DIR: refused
tracked() {
	refuses "$1: tracked: refused" "git tracks *--tracked" allow "$2"
	is_off "$2" "$1: tracked: off" 'avenv*allow'
}

# untracked NAME DIR
untracked() {
	does "$1: not tracked: allowed" allow -q "$2"
	avenv -q forget "$2"
}

# both NAME DIR: the environment of DIR before git tracks it, and after
both() {
	untracked "$1" "$2"
	git -C "$2" add -f .venv
	tracked "$1" "$2"
}

# ---- the rule ----------------------------------------------------------------

fresh
repo p
git -C p add -f .venv/pyvenv.cfg
tracked 'one file' p
refuses 'from inside' "git tracks '$PWD/p/.venv/pyvenv.cfg'*--tracked" -C p/.venv/bin allow
does '--tracked' allow --tracked p
is_on p p/.venv '--tracked: on'
avenv -q forget p
avenv -q allow --found .
is_off p 'allow --found leaves it out' 'avenv*allow'
mkenv p/odd
git -C p add -f odd
refuses 'another name' --tracked allow p/odd
mkdir q
refuses 'use' 'git tracks' -C q use ../p/odd
# A cd starts no git: the hint reads the index.
hint_in() { (cd "$1" && question "$PWD" && "$AVENV-hook" "${arguments[@]}"); }
repo hinted
mkenv hinted/{a,my}.venv hinted/a/.venv
git -C hinted add -f a my.venv
like "$(hint_in hinted)" "*'avenv allow'*turns it on*" 'the hint: not tracked'
git -C hinted add -f .venv
like "$(hint_in hinted)" "*.venv*is here*; '*avenv*' says what to type*" 'the hint: tracked'
# A file system that ignores case has the same environment under the name that git knows.
if can_mount_as_root; then
	repo folds
	mkdir folds/.VENV
	echo tracked >folds/.VENV/file
	git -C folds add -f .VENV
	# shellcheck disable=SC2016 # for sh
	run apart sh -c 'mount --bind folds/.venv folds/.VENV && exec "$1" allow folds' sh "$AVENV"
	like "$rc:$err" "1:*git tracks '$PWD/folds/.VENV/file'*--tracked*" 'another case of its name: tracked'
	# A name without letters does not tell, but .git does. git itself knows the case of ASCII letters only.
	git init -q any
	mkenv any/{Sub/1,ü/.venv}
	mkdir any/{sub,.GIT}
	git -C any add -f Sub
	for dir in sub ü; do
		# shellcheck disable=SC2016 # for sh
		run apart sh -c 'mount --bind any/Sub any/sub && mount --bind any/.git any/.GIT && exec "$1" allow "any/$2"' sh "$AVENV" $dir
		[ $dir = ü ] || like "$rc:$err" "1:*git tracks '$PWD/any/Sub/1/*'*--tracked*" 'another case of the directory around it: tracked'
	done
	like "$rc:$err" "1:*cannot tell whether git tracks '$PWD/any/ü/.venv': the file system ignores case*--tracked*" 'beyond ASCII: refused'
	# shellcheck disable=SC2016 # for sh
	run apart sh -c 'mount --bind any/.git any/.GIT && exec "$1" -q create --without-pip any/ü/new' sh "$AVENV"
	is "$rc:$err" 0: '... create makes what is not there yet'
	"$AVENV" -q forget any/ü/new
	untracked '... where case counts' any/ü
fi
mkdir by-link by-file
ln -s ../p/.venv by-link/.venv
echo ../p/.venv >by-file/.venv
tracked 'where a link leads' by-link
tracked 'where a redirect leads' by-file
git -C p rm -q -r --cached .venv odd
touch p/.venvy
git -C p add .venvy
untracked 'names that begin the same' p
repo around
mkenv around/sub/.venv
git -C around add -f .
git init -q around/sub
tracked 'a repository around the nearest one' around/sub
refuses '... by the path of the file' "git tracks '$PWD/around/sub/.venv/" allow around/sub
git -C around rm -q -r -f --cached .
rm -rf around/sub/.git/*
refuses 'an empty .git in a repository that tracks nothing' --tracked allow around/sub
mkdir p/a
touch p/a/x
git -C p add a
mkenv 'p/[ab]' p/-x
untracked 'a name that git could take for a pattern' 'p/[ab]'
untracked 'a name that git could take for an option' p/-x
git -C p add -f -- -x
refuses 'a name that git could take for an option: tracked' "git tracks '$PWD/p/-x/" allow p/-x

# A worktree whose repository was moved: git names a path, and avenv what helps. STEPS|the repository then|WORKTREE
while IFS='|' read -r name steps moved at; do
	fresh
	repo main
	git -C main config user.name x
	git clone -q --bare main bare
	eval "$steps" >"$T/.out" 2>&1
	mkenv "$at/.venv"
	why="the repository of this worktree, '$PWD/*', is not there; if it was moved, type git worktree repair WORKTREE there; '*avenv allow --tracked*' allows it anyway"
	refuses "$name" "cannot tell whether git tracks*: $why" allow "$at"
	like "$(cd "$at" && "$AVENV" 2>&1)" "*is not there; if it was moved, type git worktree repair WORKTREE there*" '... avenv says it, too'
	refuses '... create' "*is not made: *is not there; if it was moved*" create "$at/other"
	git -C "$moved" worktree repair "$PWD/$at" >"$T/.out" 2>&1
	untracked '... which is right' "$at"
done <<-'L'
	a main checkout that was renamed|git -C main worktree add --detach ../w; mv main new|new|w
	a worktree below it|git -C main worktree add --detach .trees/w; mv main new|new|new/.trees/w
	both below a directory that was renamed|mkdir s; mv main s; git -C s/main worktree add --detach ../w; mv s t|t/main|t/w
	a bare repository that was renamed|git -C bare worktree add --detach ../w; mv bare new|new|w
L
fresh
repo p
git -C p add -f .venv
mkenv p/venv
run "$AVENV" allow p
is "$rc:$(grep -c 'git tracks' <<<"$err")" 1:1 'beside a tracked one: that is refused once'
like "$err" "*'venv' is allowed, but '.venv' comes first there" '... and the own one is allowed'

fresh
repo main
git -C main worktree add -q --detach ../w
mkenv w/.venv
rm -r main/.git/worktrees/w
refuses 'a worktree that its repository has forgotten, which repair does not help' '*git says: fatal: not a git repository*' allow w

# Beside the user's own: that is allowed, and the tracked one stays off.
for lead in 'mkenv venv' 'mkenv tools/env; ln -s tools/env venv' \
	'mkenv tools/env; ln -s tools other; ln -s other/env venv'; do
	fresh
	repo p
	(cd p && eval "$lead" && git add -f . && git rm -q -r --cached .venv)
	avenv -q allow p || avenv -q allow p/.venv
	is_on p p/.venv "beside a tracked one, $lead: on"
	rm -r p/.venv
	is_off p "beside a tracked one, $lead: that is off" 'avenv*allow'
done

fresh
repo main
mkenv main/deep/dir/.venv
both 'a project below' main/deep/dir
git -C main worktree add -q ../worktree
mkenv worktree/.venv
both 'a worktree' worktree
repo outer
git -C outer submodule add -q "$PWD/main" sub 2>/dev/null
mkenv outer/sub/.venv
both 'a submodule' outer/sub
untracked 'around a submodule' outer
git -C outer update-index --add --cacheinfo "160000,$(git -C main rev-parse HEAD),.venv"
tracked 'an environment in the place of a submodule' outer

# ---- no answer is no yes -------------------------------------------------------

# unknown NAME COMMAND: with COMMAND done in a repository that tracks its .venv, allow refuses
unknown() {
	rm -rf u
	cp -a tracked u
	(cd u && eval "$2")
	run timeout 120 "$AVENV" allow u
	like "$rc:$err" '1:*--tracked*' "$1: refused"
	is_off u "$1: off"
}
fresh
repo tracked
git -C tracked add -f .venv
unknown 'an index that was cut' 'truncate -s 100 .git/index'
unknown 'a FIFO in its place' 'rm .git/index; mkfifo .git/index'
unknown '.git points nowhere' 'rm -r .git; echo "gitdir: nowhere" >.git'
unknown '.git says nothing' 'rm -r .git; echo nowhere >.git'
unknown 'no HEAD' 'rm .git/HEAD'
unknown '.git is empty' 'rm -r .git; mkdir .git'
unknown '.git is a FIFO' 'rm -r .git; mkfifo .git'
unknown '.git is a link to nothing' 'rm -r .git; ln -s nowhere .git'
unknown 'the environment is a repository' 'git rm -q -r --cached .venv; mkdir .venv/.git'
repo tracked/inner
mv tracked/inner/.git/HEAD tracked/inner/head
refuses 'no HEAD, in a repository that does not track it' --tracked allow tracked/inner
mv tracked/inner/head tracked/inner/.git/HEAD
does 'the nearest repository decides' allow tracked/inner
avenv -q forget tracked/inner
unknown 'git tracks it' :
mkdir empty fake
run env PATH="$PWD/empty" "$AVENV" allow tracked/inner
like "$rc:$err" "1:*no 'git'*--tracked*" 'no git on PATH: refused'

# answer RESULT SCRIPT: where git is SCRIPT, allow refuses (1) or not (0)
answer() {
	printf '#!/bin/sh\n%s\n' "$2" >fake/git
	chmod 755 fake/git
	run timeout 120 env PATH="$PWD/fake:$PATH" "$AVENV" allow tracked/inner
	like "$rc:$err" "$1:${3-*}" "git is '$2'"
	avenv -q forget tracked/inner 2>/dev/null
}
answer 0 'exit 0'
answer 1 'exit 1' '*--tracked*'
answer 1 'echo' '*--tracked*'
answer 1 'echo warning: x >&2' '*git says: warning: x*--tracked*'
answer 1 'kill -9 $$' '*--tracked*'
answer 1 'sleep 60' '*did not answer*--tracked*'
answer 1 'exec yes' '*--tracked*'
rm fake/git
# The caller's variables lead git to another repository, or to none.
git init -q none
while read -r variable; do
	run env "$variable" "$AVENV" allow u
	like "$rc:$err" "1:*is not allowed: git tracks '*--tracked*" "$variable: refused, git is asked about this repository"
done <<-L
	GIT_DIR=$PWD/none/.git
	GIT_DIR=/nowhere
	GIT_INDEX_FILE=$PWD/none/.git/index
	GIT_WORK_TREE=$PWD/none
	GIT_CEILING_DIRECTORIES=$PWD
	GIT_COMMON_DIR=$PWD/none/.git
	GIT_EXEC_PATH=/nowhere
L

# AVENV_TRUST has the last word on what git tracks; a record would not hold without it.
fresh
repo p
git -C p add -f .venv
export AVENV_TRUST=$PWD
is_on p p/.venv 'AVENV_TRUST: what git tracks is on'
does '... and allow succeeds' allow p
ok '... recording nothing' test ! -e "$RECORDS"
unset AVENV_TRUST

# A checkout of another user, as in a job that runs as root
if can_chown; then
	fresh
	repo p
	rm -r p/.venv
	: >p/requirements.txt
	chown -R 4242 p
	refuses 'foreign, create: both ways named' "'avenv create --tracked --without-pip p/.venv' makes it anyway, or AVENV_TRUST=$PWD/p in" create --without-pip p/.venv
	ok 'foreign, create: nothing is made' test ! -e p/.venv
	refuses '... the first: made, and its owner is left to accept' "'avenv allow --shared --tracked $PWD/p/.venv' accepts that" create --tracked --without-pip p/.venv
	does '... which the command that is named does' allow -q --shared --tracked "$PWD/p/.venv"
	is_on p p/.venv '... and it is on'
	rm "$RECORDS"
	refuses 'foreign, run: both ways named' "avenv allow --shared --tracked *AVENV_TRUST=$PWD/p" -C p run true
	rm -r p/.venv
	# The recipe of docs/questions.md
	cd p || exit 1
	export AVENV_TRUST=$PWD
	does 'foreign, AVENV_TRUST: create -r' create -q -r requirements.txt
	run "$AVENV" run python -c 'import sys; print(sys.prefix)'
	is "$rc:$out" "0:$PWD/.venv" 'foreign, AVENV_TRUST: run'
	ok 'foreign, AVENV_TRUST: nothing is recorded' test ! -e "$RECORDS"
	unset AVENV_TRUST

	# A repository of another user above a directory of the user's own, as in /tmp
	fresh
	repo p
	mkdir p/own
	chmod 1777 p
	chown -R 4242 p/.git p/.venv p/src
	does 'below a foreign repository: create' create -q --without-pip p/own/.venv
	is_on p/own p/own/.venv '... is on'
	does '... allow' allow p/own
	does '... repair' repair p/own/.venv
	avenv -q forget p/own
	refuses '... without its record: unknown' "git reads no repository of another user*'avenv allow --tracked *' allows it anyway" allow p/own
	refuses '... create --clear of what is there' --tracked create --clear --without-pip p/own/.venv
	rm -r p/own/.venv
	mkdir p/own/.venv
	does '... create in an empty directory' create -q --without-pip p/own/.venv
	avenv -q forget p/own
	rm -r p/own/.venv
	: >p/own/requirements.txt
	does '... up' -C p/own -q up
	is_on p/own p/own/.venv '... and it is on'
	avenv -q forget p/own
	rm -r p/own/.venv
	chmod 0777 p/own
	refuses '... where others can write: not made' "--tracked *makes it anyway" create --without-pip p/own/.venv
	ok '... nothing is there' test ! -e p/own/.venv
	chmod 0755 p/own
	said=$(for command in 'allow p/own' 'doctor p/own/.venv' '-C p/own' '-C p/own status' 'create p/own/.venv' \
		'create --clear p/own/.venv' 'allow p/own' '-C p/own use ../.venv'; do
		"$AVENV" $command
	done 2>&1)
	unlike "$said" '*git config*' '... no message names a git command that trusts it'
fi

# To have one of one's own, where git tracks .venv: another name
for how in 'mv p/.venv away' 'mv p/.venv away && git -C p sparse-checkout set --no-cone "/*" "!/.venv/"' 'git -C p rm -rq --cached .venv; mv p/.venv away'; do
	fresh
	repo p
	git -C p add -f .venv
	git -C p commit -qm x
	eval "$how" 2>"$T/.err" || { skip "$how: git is too old" && continue; }
	run avenv -C p
	like "$out" "*or above"$'\n'"'avenv -C $PWD/p create venv' makes one of another name, as git tracks *" "$how: what makes one"
	: >p/requirements.txt
	run avenv -C p
	like "$out" "*; git tracks *"$'\n'"'avenv -C $PWD/p create venv' makes one of another name" '... in place of up'
	refuses '... as up says' "git tracks *; 'avenv -C $PWD/p create venv' makes one of another name" -C p up
	mkdir p/venv
	like "$(avenv -C p)" "*'avenv -C $PWD/p create env' *" '... a free name'
	rmdir p/venv
	like "$(AVENV_NAMES='' avenv -C p)" "*'avenv -C $PWD/p up' *" '... if there is one'
	does '... it works' -C p create -q --without-pip venv
	is_on p p/venv '... and is on'
	unlike "$(git -C p status -s) " '?? venv' '... git does not list it'
	if [[ $how = *sparse* ]]; then is "$(git -C p status -s)" '?? requirements.txt' '... nor theirs as deleted'; fi
	git -C p reset -q --hard
	if [[ $how != *sparse* ]]; then is_off p '... theirs is not turned on when it comes back' 'git tracks'; fi
done
fresh
repo p
git -C p add -f .venv
rm -r p/.venv
AVENV_TRUST=$PWD run avenv -C p
like "$out" "*'avenv create $PWD/p/.venv' makes one" 'AVENV_TRUST accepts what git tracks'
done_testing
