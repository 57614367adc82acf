#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 34 38
# A git command that stopped on its way leaves files that its index does not have. Each one is made
# to stop twice: where a commit that it has at hand tracks the environment, and where none does.
# shellcheck disable=SC2016,SC2119 # commands are run later; fresh may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
. "$SRCDIR/tests/git.sh"

# A repository with these branches. `main` and `base` have no environment. Each other one has a
# twin: with one, and without.
#   with, without            another line in src/a than `main`
#   with-gone, without-gone  a commit later, which takes the environment out
#   with-link, without-link  a commit later, with a link that git cannot check out. It comes last,
#                            so that all other files are there when git stops.
fresh
repo c # the environment names the place in which it will be cloned
(
	cd c || exit
	git branch base
	for with in with without; do
		git checkout -q -f -b $with base
		echo theirs >src/a
		git add src
		[ $with = without ] || git add -f .venv
		git commit -q -m $with
		git update-index --add --cacheinfo "120000,$(printf '%05000d' 0 | git hash-object -w --stdin),zz"
		git commit -q -m link
		git branch $with-link
		git reset -q HEAD~1
		git rm -q -r --cached --ignore-unmatch .venv
		echo gone >src/a
		git commit -q -a -m gone
		git branch $with-gone
		git reset -q --soft HEAD~1
	done
	git checkout -q -f main
	echo ours >src/a
	git commit -q -a -m ours
)
git clone -q --bare c up
rm -rf c

# theirs BRANCH: its commit, fetched without a name
theirs() { git fetch -q origin "$1" && git rev-parse FETCH_HEAD && rm .git/FETCH_HEAD; }

# named BRANCH: the same, as a branch of the remote
named() { git fetch -q origin "+refs/heads/$1:refs/remotes/origin/$1" && rm .git/FETCH_HEAD; }

# stopped NAME COMMAND [main]: after COMMAND, in a clone of the branch `main` or $with alone, allow
# accepts exactly what $with has not. COMMAND runs in an empty directory for "-".
stopped() {
	local with expected branch
	for with in with without; do
		cd "$T/w" || exit
		rm -rf c c2
		branch=${3-$with}
		if [ "$branch" = - ]; then
			mkdir c
		else
			git clone -q --single-branch -b "$branch" "file://$PWD/up" c
		fi
		(cd c && eval "$2") >/dev/null 2>&1
		[ -e c/.venv/pyvenv.cfg ] || mkenv c/.venv
		expected='0:'
		[ $with = without ] || expected="1:*git tracks '$PWD/c/.venv*'*--tracked*"
		run "$AVENV" -q allow c
		like "$rc:$err" "$expected" "$1, $with the environment"
		"$AVENV" -q forget c 2>/dev/null
	done
}

# ---- the index is none, or not HEAD's ---------------------------------------------------------

stopped 'a clone whose checkout fails' 'cd ..; rmdir c; git clone --single-branch -b $with-link up c' -
stopped 'a clone without a checkout, and a reset that fails' \
	'cd ..; rmdir c; git clone -n --single-branch -b $with-link up c; cd c; git reset --hard' -
stopped 'no index' 'rm .git/index'
stopped 'no index, a detached HEAD' 'git checkout --detach; rm .git/index'
stopped 'no index, packed refs' 'git pack-refs --all; rm .git/index'
stopped 'no index, a file .git' 'mv .git ../c2; echo gitdir: ../c2 >.git; rm ../c2/index'
stopped 'an empty index' 'git read-tree --empty'
stopped 'an index without the environment' 'git rm -r --cached .venv'
stopped 'the index of another commit' 'git read-tree $(theirs base)'
stopped 'a sparse index without it' 'git sparse-checkout set --cone --sparse-index src; git rm --sparse -r --cached .venv'
stopped 'a split index without it' 'git update-index --split-index; git rm -r --cached .venv'
stopped 'a linked worktree without an index' \
	'cd ..; rmdir c; git clone --single-branch -b $with up c2; git -C c2 worktree add --detach ../c; rm c2/.git/worktrees/c/index' -
stopped 'a sha256 repository without an index' \
	'git init --object-format=sha256; mkenv .venv; echo >a; git add a; [ $with = without ] || git add -f .venv; git commit -m x; rm .git/index' -

# ---- another commit was to be checked out -----------------------------------------------------

stopped 'a pull that fails' 'git pull --no-rebase origin $with-link' main
stopped 'a pull that fast-forwards and fails' 'git pull origin $with-link' base
stopped 'a pull --rebase that fails' 'git pull --rebase origin $with-link' main
stopped 'a pull into nothing' 'git init; git pull ../up $with-link' -
stopped 'a reset to what was fetched' 'git fetch origin $with-link; git reset --hard FETCH_HEAD' main
stopped 'a merge of what was fetched' 'git fetch origin $with-link; git merge FETCH_HEAD' main
stopped 'a merge with a conflict' 'git merge $(theirs $with); git reset -- .venv' main
stopped 'a merge with a conflict, no index' 'git merge $(theirs $with); rm .git/index' main
stopped 'a cherry-pick with a conflict' 'git cherry-pick $(theirs $with); git reset -- .venv' main
stopped 'a rebase with a conflict' 'git checkout $(theirs $with); git rebase $(theirs main); git read-tree HEAD' main
stopped 'a revert with a conflict' 'git revert $(theirs $with-gone); git reset -- .venv' main
stopped 'a mixed reset' 'git reset $(theirs base)'
stopped 'a stash' 'mkdir -p .venv; [ $with = without ] || echo x >.venv/x; git add -f .venv; echo x >src/a; git stash' main
stopped 'a branch without a commit' 'git init; git fetch ../up $with' -

stopped 'a checkout of a branch that fails' 'named $with-link; git checkout $with-link' main
stopped 'a switch to a commit that fails' 'named $with-link; git switch --detach origin/$with-link' base
stopped 'a merge of a branch that fails' 'named $with-link; git merge origin/$with-link' base
stopped 'a reset to a branch that fails' 'named $with-link; git reset --hard origin/$with-link' main
stopped 'a rebase on a branch that fails' 'named $with-link; git rebase origin/$with-link' main
stopped 'a cherry-pick of a branch that fails' 'named $with; named $with-link; git cherry-pick origin/$with-link~1' main
stopped 'a checkout of a tag that fails' 'git tag t $(theirs $with-link); git checkout t' main

# A later command has taken the name away, or git had noted none.
stopped 'a reset that fails, and a fetch of another history' \
	'named $with-link; git reset --hard origin/$with-link; git fetch origin +refs/heads/base:refs/remotes/origin/$with-link' main
stopped 'a pull that fails, and one that does not' 'git pull origin $with-link; git fetch origin $with-gone; git reset --hard FETCH_HEAD' base
stopped 'an octopus of what was fetched' 'git pull --no-rebase ../up base $with-link' main
stopped 'a restore' 'named $with-gone; git restore -s origin/$with-gone~1 .' main
stopped 'a commit that took it out' 'git reset --hard $(theirs $with-gone)' main

# Where git cannot tell what it was about to do, nobody knows.
# uncertain NAME COMMAND: after it allow refuses
uncertain() {
	cd "$T/w" || exit
	rm -rf c c2
	git clone -q --single-branch -b without up c
	(cd c && eval "$2") >/dev/null 2>&1
	mkenv c/.venv
	refuses "$1" "cannot tell whether git tracks*--tracked" allow c
}
uncertain 'index.lock is there' ': >.git/index.lock'
uncertain 'index.lock, beside a file .git' 'mv .git ../c2; echo gitdir: ../c2 >.git; : >../c2/index.lock'
uncertain 'am stopped' 'git format-patch -1 --stdout $(theirs main) | git am'
uncertain 'FETCH_HEAD is too large' 'head -c 5M /dev/zero >.git/FETCH_HEAD'
uncertain 'FETCH_HEAD is a FIFO' 'mkfifo .git/FETCH_HEAD'
uncertain 'FETCH_HEAD has a NUL before the commit' 'git fetch origin with; sed -i "1s/^/\x00\n/" .git/FETCH_HEAD'
uncertain 'MERGE_HEAD is a directory' 'mkdir .git/MERGE_HEAD'
uncertain 'a file .git that only git can read' 'mv .git ../c2; { echo gitdir: ../c2; yes "" | head -n 5000; } >.git; : >../c2/index.lock'
uncertain 'HEAD names no commit' 'echo 1234567890123456789012345678901234567890 >.git/HEAD'
uncertain 'the branch is damaged' 'echo x >.git/refs/heads/without'
uncertain "HEAD's tree is missing" \
	'rm -rf .git; git init; git add src; git commit -m x; t=$(git rev-parse HEAD^{tree}); rm .git/objects/${t:0:2}/${t:2}'

# Names that lead nowhere are not asked: a fetch without a network, a commit that gc has removed.
cd "$T/w" || exit
rm -rf c c2
git clone -q --single-branch -b without up c
: >c/.git/FETCH_HEAD
echo 1234567890123456789012345678901234567890 >c/.git/ORIG_HEAD
mkenv c/.venv
does 'names without a commit' allow c
"$AVENV" -q forget c

# An archive brings its own FETCH_HEAD: what is no ID in it is no word for git.
for file in FETCH_HEAD MERGE_HEAD; do
	rm -rf c
	git clone -q --single-branch -b without up c
	mkenv c/.venv
	echo kept >"$T/mine"
	printf '%s\t\tbranch\n' "--output=$T/mine" --all -- "$(printf '%040d' 0)" >c/.git/$file
	does "$file with options: allow" allow c
	is "$(<"$T/mine")" kept '... and git writes nothing'
	"$AVENV" -q forget c
done

# ---- the other commands -----------------------------------------------------------------------

for with in with without; do
	rm -rf c
	git clone -q --single-branch -b $with-link up c 2>/dev/null
	[ $with = with ] || mkenv c/.venv
	"$AVENV" -q allow --tree .
	if [ $with = with ]; then
		is_off c 'in an allowed tree, with the environment: off' 'avenv*allow'
		rm -r c/.venv
		refuses 'create, with the environment' "is not made: git tracks '*--tracked" create --without-pip c/.venv
	else
		is_on c c/.venv 'in an allowed tree, without the environment: on'
		rm -r c/.venv
		does 'create, without the environment' create -q --without-pip c/.venv
	fi
	"$AVENV" -q forget -y --below .
done
rm -rf c
git clone -q up c
does 'create, where another branch has the environment' create -q --without-pip c/.venv
is_on c c/.venv '... which is on'
"$AVENV" -q forget c
rm -rf c
git clone -q --single-branch -b main up c
mkenv c/.venv
"$AVENV" -q allow c
(cd c && git reset -q --soft "$(theirs with)")
run "$AVENV" -C c
like "$out" "*git tracks '*/c/.venv/*' in HEAD since you allowed it*" 'avenv: only HEAD has it'
unlike "$out" "*rm *" '... and no command that does nothing'
like "$("$AVENV" doctor c)" "*git tracks '*/c/.venv/*' in HEAD*" 'doctor: only HEAD has it'
done_testing
