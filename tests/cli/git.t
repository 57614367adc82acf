#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 38
# What git tracks is not allowed, and asking about a repository runs nothing of it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

command -v git >/dev/null || skip_all 'git is not installed'
git config --global init.defaultBranch main
git config --global user.name x
git config --global user.email x@x

# repo NAME: a repository that tracks NAME/.venv
repo() {
	git init -q "$1"
	mkenv "$1/.venv"
	git -C "$1" add -f .venv
}

# ---- tracked ----------------------------------------------------------------

fresh tracked
git init -q p
mkenv p/.venv
run "$AVENV" allow p
is "$rc" 0 'a repository that does not track its environment'
"$AVENV" -q forget p
git -C p add -f .venv/bin/python
refused 'one file is tracked' "$AVENV" allow p
like "$err" '--tracked' 'the message names --tracked'
refused 'from inside the environment' "$AVENV" -C p/.venv allow
refused 'by a tree' "$AVENV" allow --tree p
run "$AVENV" allow --found .
is "$(records)" '' '--found leaves it out'
run "$AVENV" -q allow --learn -- "$PWD/p/.venv"
is "$(records)" '' 'it is not learnt'
"$AVENV" -q allow --tracked p
gives p p/.venv '--tracked accepts it'
"$AVENV" -q forget p

mkdir link redirect
ln -s ../p/.venv link/.venv
echo ../p/.venv >redirect/.venv
for how in link redirect; do refused "a $how to what is tracked" "$AVENV" allow $how; done
refused 'use of what is tracked' "$AVENV" -C link use ../p/.venv
repo odd
git -C odd mv .venv djvenv
refused 'an environment of another name' "$AVENV" allow odd/djvenv
mkdir -p below/sub
git init -q below
mkenv below/sub/.venv
git -C below add -f sub
refused 'a project below the top of its repository' "$AVENV" allow below/sub
repo main
git -C main commit -q -m x
git -C main worktree add -q ../worktree
refused 'a worktree' "$AVENV" allow worktree
git -C main update-index --split-index
refused 'a split index' "$AVENV" allow main

# What the record of a project would cover, besides the environment that is meant
repo beside
git -C beside mv .venv venv
mkenv beside/.venv
"$AVENV" -q allow beside
is "$(records)" 'allow env ~/tracked/beside/.venv' 'beside a tracked one: recorded alone'
rm -r beside/.venv
gives beside - 'the tracked one is off'
ln -s tools/env beside/env
git -C beside mv venv tools
mkenv beside/tools/env
git -C beside add -f tools
rm -rf "$HOME/.local"
mkenv beside/.venv
"$AVENV" -q allow beside
rm -r beside/.venv
gives beside - 'nor is one on to which a link beside leads'

# ---- no answer --------------------------------------------------------------

fresh unknown
repo p
cp p/.git/index "$T/index"
for damage in "printf DIRC" "head -c 40 $T/index" 'printf garbage'; do
	$damage >p/.git/index
	refused "a damaged index, $damage" "$AVENV" allow p
done
cp "$T/index" p/.git/index
mkdir away
mkenv away/.venv
echo "gitdir: $T/none" >away/.git
refused 'a .git that leads nowhere' "$AVENV" allow away
GIT_DIR=$T/none GIT_INDEX_FILE=$T/none GIT_CEILING_DIRECTORIES=$PWD refused "the caller's GIT_ variables" "$AVENV" allow p

# ---- hostile repositories ---------------------------------------------------

fresh hostile
trap_=$PWD/trap
printf '#!/bin/sh\ntouch %s/ran\n' "$PWD" >"$trap_"
chmod 755 "$trap_"
# runs_nothing NAME DIR: whatever avenv asks about DIR, the trap is not run, and DIR is not taken for untracked
runs_nothing() {
	refused "$1" "$AVENV" allow "$2"
	run "$AVENV" -C "$2" status
	run "$AVENV" -C "$2" doctor
	run "$AVENV" -C "$2" use .venv
	ok "$1: nothing ran" test ! -e ran
}
for setting in core.fsmonitor core.pager core.editor core.sshCommand diff.external filter.x.clean filter.x.smudge \
	filter.x.process alias.ls-files credential.helper uploadpack.packObjectsHook; do
	rm -rf p
	repo p
	echo '* filter=x' >p/.gitattributes
	value=$trap_
	case $setting in alias.*) value="!$trap_" ;; esac
	git -C p config "$setting" "$value"
	touch p/.venv/bin/python
	runs_nothing "$setting" p
done
rm -rf p
repo p
git -C p config core.hooksPath "$PWD/hooks"
mkdir hooks
for hook in post-index-change fsmonitor-watchman pre-commit reference-transaction; do cp trap hooks/$hook; done
runs_nothing core.hooksPath p
printf '[core]\n\tfsmonitor = %s\n' "$trap_" >p/more
git -C p config include.path "$PWD/p/more"
git -C p config "includeIf.gitdir:**.path" "$PWD/p/more"
runs_nothing 'include and includeIf' p
git -C p config extensions.partialClone origin
git -C p config core.repositoryFormatVersion 1
git -C p config remote.origin.url "ext::$trap_"
git -C p config remote.origin.promisor true
runs_nothing 'a promisor remote' p

# A bare repository that lies in a project, with settings of its own
mkdir bare
mkenv bare/.venv
git init -q --bare bare/inner.git
cp -a bare/inner.git/. bare
git -C bare config core.fsmonitor "$trap_"
run "$AVENV" allow bare
ok 'an embedded bare repository: nothing ran' test ! -e ran
done_testing
