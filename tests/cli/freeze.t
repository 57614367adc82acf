#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 60
# avenv freeze: malformed metadata, and that nothing of an environment or of a git repository runs. That it prints what pip
# prints, with each option: oracle.t.
. "${SRCDIR:?}/tests/lib.sh"
command -v git >/dev/null || skip_all 'git is not installed'

cd "$T" || exit
SITE=env/$SITE
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)

freeze() { run timeout 120 "${CLEAN[@]}" "$AVENV" freeze "$@"; }

# environment NAME...: at $T/env, without pip, with these distributions
environment() {
	rm -rf env
	mkenv env
	mkdir -p "$SITE"
	for name; do metadata "$SITE/${name//-/_}-1.0.dist-info" "$name" 1.0; done
}

# origin NAME PATH INFO: where NAME is from
origin() { echo "{\"url\": \"file://$2\", \"dir_info\": {$3}}" >"$SITE/$1-1.0.dist-info/direct_url.json"; }

# ---- the command -------------------------------------------------------------

environment n nZ M__under n-dash n_under m-Dash M.Dot.Name
freeze ./env
is "$rc:$(head -n 3 <<<"$out" | paste -sd ' ')" '0:m-Dash==1.0 M.Dot.Name==1.0 M__under==1.0' \
	'in the order of pip'
wanted=$out
run "${CLEAN[@]}" PIP_EXCLUDE=n PIP_ALL=1 PYTHONPATH="$T" PIP_CONFIG_FILE="$T/pip.conf" "$AVENV" freeze ./env
is "$out" "$wanted" 'PIP_* and PYTHON* do not count'
freeze "$T/nothing"
is "$rc:$out" 1: 'no environment'
environment n nZ
mkdir "$SITE"/{red,utf8}-1.0.dist-info
printf 'Name: utf8\nVersion: 1.0\n\n\377\n' >"$SITE"/utf8-1.0.dist-info/METADATA
printf 'Metadata-Version: 2.1\nName: x\033[31m\nVersion: 1\n' >"$SITE"/red-1.0.dist-info/METADATA
freeze ./env
like "$rc:$out" $'1:*n==1.0*nZ==1.0\nx\033\[31m==1.0' 'malformed metadata: exit 1, the rest is printed, in a pipe as it is'
like "$err" "$SITE/utf8-1.0.dist-info/METADATA' is not UTF-8" 'malformed metadata: the path is named'

# ---- git: nothing of a repository runs; how git is asked: git_hostile.t ----------

environment g_none g_sub
repo=src/mono
for name in none mono; do git init -q src/$name && git -C src/$name commit -q --allow-empty -m one; done
git -C $repo remote add origin https://example.com/x
mkdir -p $repo/a/b
touch src/none/setup.py $repo/a/b/pyproject.toml
origin g_none "$T/src/none" '"editable": true'
origin g_sub "$T/$repo/a/b" '"editable": true'
freeze ./env
like "$out" '*git+https://example.com/x@*#egg=g_sub&subdirectory=a/b*' 'git is asked'
wanted=$out
evil=$T/evil.sh
traps "$evil"
mkdir -p $repo/.git/hooks
cp "$evil" $repo/.git/hooks/post-index-change
for key in core.{fsmonitor,sshCommand,pager,alternateRefsCommand} pager.config uploadpack.packObjectsHook; do
	git config -f $repo/.git/config "$key" "$evil"
done
git config -f $repo/.git/config extensions.partialClone origin
freeze ./env
is "$out" "$wanted" 'a hostile repository: the same answer'
nothing_ran 'a hostile repository'

# A git that a project or an environment put on PATH is not the user's.
cp "$evil" env/bin/git
run "${CLEAN[@]}" PATH="$T/env/bin:.:$PATH" "$AVENV" freeze ./env
is "$out" "$wanted" "an environment's git is passed over"
run "${CLEAN[@]}" PATH="$T/env/bin" "$AVENV" freeze ./env
nothing_ran "an environment's git"
mkdir empty
run "${CLEAN[@]}" PATH="$T/empty" "$AVENV" freeze ./env
like "$rc:$out:$err" "0:*-e $T/$repo/a/b*:*no 'git'*" 'no git: the path, which is said'

# A configuration that never ends
mkfifo $repo/.git/fifo
printf '[include]\n\tpath = fifo\n' >>$repo/.git/config
freeze ./env
like "$rc:$out:$err" '0:# Editable Git install with no remote*:*git did not answer*' 'a FIFO in a configuration: the others are answered'
done_testing
