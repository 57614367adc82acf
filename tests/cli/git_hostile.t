#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 30 38
# Hostile repositories: each setting with which git runs a program names one that leaves a trace.
# avenv asks git about such a repository, and nothing of it runs.
# shellcheck disable=SC2059,SC2086,SC2119 # a path in a format, several words; fresh may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
. "$SRCDIR/tests/git.sh"

# hostile DIR CONFIG: each setting of its git that runs a program runs one of ours
hostile() {
	local evil=$PWD/$1/evil
	mkdir -p "$1/hooks"
	traps "$evil" "$1"/hooks/{post-index-change,pre-commit,fsmonitor-watchman,reference-transaction,post-checkout}
	while read -r key value; do git config -f "$2" "$key" "$value"; done < <(
		printf "%s $evil\n" core.{fsmonitor,pager,sshCommand,editor,gitProxy} \
			pager.{ls-files,rev-list,for-each-ref} gpg.program diff.external diff.x.textconv \
			filter.x.{clean,smudge,process}
		printf "alias.%s !$evil\n" ls-files rev-list symbolic-ref for-each-ref
		printf '%s\n' "core.hooksPath $PWD/$1/hooks" 'log.showSignature true' \
			"credential.helper !$evil" 'extensions.partialClone origin' \
			"remote.origin.url ext::$evil" 'remote.origin.promisor true'
	)
	echo '* filter=x diff=x' >"$1/.gitattributes"
}

# harmless NAME DIR: no command runs a program of the repository
harmless() {
	for command in "allow $2" "allow --tree $2" "allow --found $2" "allow --tracked $2" "deny $2" \
		"forget $2" "-C $2" "-C $2 status" "-C $2 doctor" "-C $2 freeze" "-C $2 path" \
		"-C $2 create --without-pip new" "-C $2 use new" "-C $2 remove -y new"; do
		run timeout 120 "$AVENV" $command
		ok "$1: avenv $command ends" test "$rc" -lt 2
	done
	nothing_ran "$1"
}

# refused NAME DIR: git is asked, allow refuses, and nothing runs
refused() {
	rm -f "$T/ran"
	refuses "$1: refused" --tracked allow "$2"
	harmless "$1" "$2"
}

fresh
repo u
hostile u u/.git/config
git -C u status >/dev/null 2>&1
ok 'the trap works with git itself' test -e "$T/ran"
rm "$T/ran"
harmless 'untracked' u
mkenv u/.venv
git -C u -c core.fsmonitor= -c core.hooksPath=/ -c filter.x.clean= -c filter.x.process= add -f .venv
refused 'tracked' u
truncate -s 11 u/.git/index
refused 'a damaged index' u
rm u/.git/index
harmless 'no index' u

# A bare repository in the place of a project has no .git. git takes it for one where it is not told
# otherwise: with a .git it is asked.
fresh
git init -q --bare bare
hostile bare bare/config
printf '[core]\n\tbare = false\n\tworktree = %s\n' "$PWD/bare" >>bare/config
mkenv bare/.venv
harmless 'a bare repository' bare
mkdir bare/.git
ok 'a bare repository with a .git: git itself takes it for one' git -C bare -c core.fsmonitor= ls-files
refused 'a bare repository with a .git' bare

# An index that is spread out with a tree that the origin has to send.
fresh
repo promisor
mkenv promisor/out/.venv
git -C promisor add -f out
git -C promisor commit -q -m x
git -C promisor sparse-checkout set --cone --sparse-index src 2>/dev/null
tree=$(git -C promisor rev-parse HEAD:out)
rm "promisor/.git/objects/${tree:0:2}/${tree:2}"
mkenv promisor/out/.venv
hostile promisor promisor/.git/config
git config -f promisor/.git/config remote.origin.url ssh://host/x
git -C promisor -c core.fsmonitor= -c core.hooksPath=/ ls-files >/dev/null 2>&1
ok 'a missing tree: git itself asks the origin' test -e "$T/ran"
refused 'a missing tree' promisor/out
# A commit that git has noted, and that the origin has to send
repo noted
hostile noted noted/.git/config
git config -f noted/.git/config remote.origin.url ssh://host/x
echo 1234567890123456789012345678901234567890 >noted/.git/ORIG_HEAD
git -C noted cat-file -e 'ORIG_HEAD^{commit}' >/dev/null 2>&1
ok 'a missing commit: git itself asks the origin' test -e "$T/ran"
rm -f "$T/ran"
harmless 'a missing commit' noted

# Without a .git git does not start.
fresh p/.venv
git init -q --bare p/HEADS
mkdir bin
traps bin/git
for command in 'allow p' 'allow --tree p' 'doctor p/.venv' '-C p status' '-C p create --without-pip new' \
	'move p/new p/newer' 'list'; do
	run env PATH="$PWD/bin:$PATH" "$AVENV" $command
	ok "no .git: avenv $command" test "$rc" -lt 2
done
nothing_ran 'no .git'
ln -s nowhere .git
run env PATH="$PWD/bin:$PATH" "$AVENV" allow p
ok 'with a .git further up it starts' test -e "$T/ran"
rm -f "$T/ran"

# A git command would run it: none is printed for a repository that the user has not allowed.
fresh
repo t
git -C t add -f .venv
hostile t t/.git/config
printed=$(for command in 'doctor ./t' 'recreate t/.venv' 'move t/.venv t/x' 'allow t' '-C t'; do "$AVENV" $command; done 2>&1)
like "$printed" '*git tracks*' 'tracked: said'
unlike "$printed" "*['\"]git *" '... without a git command'
like "$("$AVENV" recreate t/.venv 2>&1)" '*take it out of the repository first' '... with what has to be done'
"$AVENV" -q allow --tracked t
like "$("$AVENV" doctor t 2>&1)" '*git -C * rm *' 'allowed with --tracked: doctor names it'

fresh
repo g
if can_chown; then
	chown -R 4242 g
	git -C g add -f .venv 2>/dev/null || git -c safe.directory='*' -C g add -f .venv
	refuses "another user's repository: refused, with --shared" --tracked allow --shared g
fi
done_testing
