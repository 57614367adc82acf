#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 54 60 67
# avenv freeze: its options, malformed metadata, and that nothing of an environment or of a
# git repository runs. That it prints what pip prints: freeze_pip.t.
. "${SRCDIR:?}/tests/lib.sh"
command -v git >/dev/null || skip_all 'git is not installed'

cd "$T" || exit
SITE=env/lib/python3.11/site-packages
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)

# freeze [VAR=VALUE...] -- ARG...
freeze() {
	local vars=()
	while [ "$1" != -- ]; do
		vars+=("$1")
		shift
	done
	run timeout 120 "${CLEAN[@]}" "${vars[@]}" "$AVENV" freeze "${@:2}"
}

# environment CASE...: at $T/env, without pip
environment() {
	rm -rf env src-env
	mkenv env
	mkdir -p $SITE
	"$SRCDIR/tests/pipcases.py" "$T/env" "$@"
}

# ---- the command -------------------------------------------------------------

environment names pth
freeze -- env
is "$rc:$(head -n 3 <<<"$out" | paste -sd ' ')" '0:m-Dash==1.0 M.Dot.Name==1.0 M__under==1.0' \
	'in the order of pip'
wanted=$out
freeze PIP_EXCLUDE=n PIP_ALL=1 PYTHONPATH="$T" PIP_CONFIG_FILE="$T/pip.conf" -- env
is "$out" "$wanted" 'PIP_* and PYTHON* do not count'
freeze -- --exclude N.Dash --exclude=n_UNDER env
is "$(diff <(echo "$wanted") <(echo "$out") | grep -c '^<')" 2 '--exclude, in any spelling'
freeze -- "$T/nothing"
is "$rc:$out" 1: 'no environment'
environment names
mkdir $SITE/{red,utf8}-1.0.dist-info
printf 'Name: utf8\nVersion: 1.0\n\n\377\n' >$SITE/utf8-1.0.dist-info/METADATA
printf 'Metadata-Version: 2.1\nName: x\033[31m\nVersion: 1\n' >$SITE/red-1.0.dist-info/METADATA
freeze -- env
like "$rc:$out" $'1:*n==1.0*nZ==1.0\nx\033\[31m==1.0' 'malformed metadata: exit 1, the rest is printed, in a pipe as it is'
like "$err" "$SITE/utf8-1.0.dist-info/METADATA' is not UTF-8" 'malformed metadata: the path is named'
run script -qec "env -i PATH='$PATH' HOME='$HOME' '$AVENV' freeze '$T/env'" /dev/null
like "$out" 'x\\033\[31m==1.0' 'a control character: escaped on a terminal'

environment direct editable_plain
freeze -- --exclude-editable env
is "$rc:$(grep -c 'd_dir @' <<<"$out"):$(grep -c '^-e\|^#' <<<"$out")" 0:1:0 '--exclude-editable'

# ---- git: nothing of a repository runs -----------------------------------------

environment editable_git
# Two are enough: each costs some runs of git.
rm -r $SITE/g_{none,new,space,setup,nested,submodule}-1.0.dist-info
repo=src-env/git/mono
freeze -- env
like "$out" '*git+https://example.com/x@*#egg=g_sub&subdirectory=a/b*' 'git is asked'
wanted=$out
evil="$T/evil.sh"
# shellcheck disable=SC2016 # for that shell
printf '#!/bin/sh\necho "$0 $*" >>%s\nexit 0\n' "$T/ran" >"$evil"
chmod +x "$evil"
mkdir -p $repo/.git/hooks hostile-hooks
for hook in post-index-change pre-auto-gc reference-transaction fsmonitor-watchman; do
	cp "$evil" $repo/.git/hooks/$hook
	cp "$evil" hostile-hooks/$hook
done
cp $repo/.git/config clean-config
for key in core.{fsmonitor,sshCommand,pager,editor,askPass,gitProxy,alternateRefsCommand} \
	pager.{config,rev-parse} gpg.program diff.external filter.x.{process,clean} \
	uploadpack.packObjectsHook; do
	git config -f $repo/.git/config "$key" "$evil"
done
for key in alias.config alias.rev-parse credential.helper; do
	git config -f $repo/.git/config $key "!$evil"
done
git config -f $repo/.git/config core.hooksPath "$T/hostile-hooks"
git config -f $repo/.git/config extensions.partialClone origin
git config -f $repo/.git/config 'includeIf.gitdir:**.path' "$T/more.cfg"
git config -f more.cfg remote.origin.uploadpack "$evil"
git config -f more.cfg remote.origin.promisor true
git config -f more.cfg trace2.normalTarget "$T/ran"
echo '* filter=x diff=x' >$repo/.gitattributes
freeze -- env
is "$out" "$wanted" 'a hostile repository: the same answer'
not_ok 'a hostile repository: nothing runs' test -e ran

# A git that a project or an environment put on PATH is not the user's.
mkdir -p proj/bin relative away
for bin in env/bin proj/bin relative away; do cp "$evil" $bin/git; done
ln -s ../env/bin proj/link
ln -s ../away proj/out
echo 'home = /usr/bin' >proj/pyvenv.cfg
freeze PATH="$T/env/bin:$T/proj/link:$T/proj/out:$T/proj/bin:relative:.:$PATH" -- env
is "$out" "$wanted" "an environment's git is passed over"
not_ok "an environment's git does not run" test -e ran
freeze PATH="$T/env/bin" -- env
not_ok "an environment's git alone on PATH does not run" test -e ran
mkdir empty
freeze PATH="$T/empty" -- env
like "$rc:$out" "0:*-e $T/$repo/a/b*" 'no git: the path'
like "$err" "no 'git'" 'no git: said'

# Variables of another repository, as git sets them for a hook
git init -q other
git -C other config remote.origin.url https://example.com/other
freeze GIT_DIR="$T/other/.git" GIT_WORK_TREE="$T/other" GIT_TRACE="$T/trace" \
	GIT_TRACE2="$T/trace" GIT_EXEC_PATH="$T/relative" GIT_PAGER="$evil" \
	GIT_SSH_COMMAND="$evil" -- env
is "$out" "$wanted" "another repository's variables do not count"
not_ok 'they run and write nothing' test -e trace -o -e ran

# git is told to start nothing of its own.
mkdir logged
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>%s\nenv >>%s\nexec %s "$@"\n' \
	"$T/questions" "$T/told" "$(command -v git)" >logged/git
chmod +x logged/git
freeze PATH="$T/logged:$PATH" -- env
is "$out" "$wanted" 'git is told: the same answer'
is "$(grep -vc -- '-c core.fsmonitor=false -c core.hooksPath=/dev/null -c safe.bareRepository=explicit' \
	questions)" 0 \
	'git is told: no fsmonitor, no hooks, no repository without .git'
for name in GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none; do
	is "$(grep -cx "$name" told)" "$(wc -l <questions)" "git is told: $name"
done

# A configuration that never ends
mkfifo $repo/.git/fifo
printf '[include]\n\tpath = fifo\n' >>$repo/.git/config
freeze PATH="$T/logged:$PATH" -- env
like "$rc:$out" '0:*-e git+https://example.com/x@*' 'a FIFO in a configuration: the others are answered'
like "$err" "git did not answer" 'a FIFO in a configuration: said'
done_testing
