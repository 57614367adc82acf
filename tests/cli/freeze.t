#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv freeze beyond what pip does: what is said, what is refused, --portable, and that nothing
# of a project or an environment runs. That it prints what pip prints: freeze_oracle.t.
. "${SRCDIR:?}/tests/lib.sh"
command -v git >/dev/null || skip_all 'git is not installed'

cd "$T" || exit
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)
av() { "${CLEAN[@]}" "$AVENV" "$@"; }

# environment CASE...: at $T/env, without pip
environment() {
	rm -rf env src-env env-beside
	mkenv env
	mkdir -p env/lib/python3.11/site-packages
	"$SRCDIR/tests/pipcases.py" "$T/env" 26.1 "$@" >/dev/null
}
SITE=env/lib/python3.11/site-packages

# ---- what is asked for ------------------------------------------------------

environment names
run av freeze env
is "$rc$err" 0 'an environment by its path'
is "$(head -n 3 <<<"$out")" $'n==1.0\nn--two==1.0\nN-Capital==1.0' 'in the order of pip'
wanted=$out
run env -C env/bin "${CLEAN[@]}" PWD="$T/env/bin" "$AVENV" freeze
is "$rc:$out" "0:$wanted" 'without a name: that in which the shell is'
run "${CLEAN[@]}" PIP_EXCLUDE=n PIP_ALL=1 PYTHONPATH="$T" PIP_CONFIG_FILE="$T/pip.conf" "$AVENV" freeze env
is "$out" "$wanted" 'PIP_* and PYTHON* do not count'
rm env/bin/python3
run av freeze env
is "$rc:$out" "0:$wanted" 'the Python is gone'
rm -r env/bin
run av freeze env
is "$rc:$out" "0:$wanted" 'there is no bin any more'
run av freeze env env
is "$rc:$out" 2: 'two environments: usage'
run av freeze "$T/nothing"
is "$rc:$out" 1: 'no environment: refused'
run av freeze --frobnicate
is "$rc:$out" 2: 'an unknown option'
run av freeze --exclude N.Dash --exclude=n_UNDER env
unlike "$out" 'n-dash=' '--exclude, however it is written'
unlike "$out" 'n_under=' '--exclude, a second time'

# ---- what cannot be as pip has it -------------------------------------------

environment names pth
run av freeze env
is "$rc" 0 'import lines: done'
like "$err" "*zz.pth'*" 'import lines: said'
echo "open('$T/ran', 'w')" >$SITE/evil.py
echo 'import evil' >$SITE/evil.pth
run av freeze env
ok 'import lines: not run' test ! -e ran
for case in m_utf8 m_null m_list m_url_utf8 m_egg_info_empty; do
	environment names
	"$SRCDIR/tests/pipcases.py" "$T/env" all $case
	run av freeze env
	is "$rc" 1 "$case, where pip crashes: exit 1"
	like "$out" $'n==1.0\nn--two==1.0*' "$case: the rest is listed"
	like "$err" "*$T/$SITE/m_*" "$case: which one it is"
done

# ---- what a terminal gets ---------------------------------------------------

environment names
printf 'Metadata-Version: 2.1\nName: x\033[31mred\nVersion: 1.0\n' >"$T/METADATA"
mkdir $SITE/xred-1.0.dist-info && mv "$T/METADATA" $SITE/xred-1.0.dist-info/
run av freeze env
like "$out" $'*x\033[31mred==1.0*' 'to a file: the bytes that pip prints'
if command -v script >/dev/null; then
	run script -qec "env -i PATH='$PATH' HOME='$HOME' '$AVENV' freeze '$T/env'" /dev/null
	unlike "$out" $'*\033[31mred*' 'to a terminal: nothing that it acts on'
	like "$out" '*x\\033\[31mred==1.0*' 'to a terminal: escaped'
else
	skip 'no script' 2
fi

# ---- --portable -------------------------------------------------------------

environment direct editable_plain editable_remote
run av freeze --portable env
is "$rc" 0 '--portable'
unlike "$out" '*file:*' '--portable: no file: URL'
unlike "$out" '*-e /*' '--portable: no path'
unlike "$out" '*# Editable*' '--portable: no comment about one'
like "$out" $'*\nd_dir==1.0\n*' '--portable: a directory'
like "$out" $'*\nd_filewhl==1.0\n*' '--portable: an archive'
like "$out" $'*\ne-plain==1.0\n*' '--portable: an editable'
like "$out" $'*\nr-local==1.0\n*' '--portable: a clone of a directory'
like "$out" '*d_git @ git+https*' '--portable: URLs stay'
like "$out" '*-e git+https*#egg=r_https*' '--portable: editables that git has from elsewhere stay'
like "$err" "*'d_dir'*" '--portable: what this is of'
run av freeze -q --portable env
is "$rc:$err" 0: '--portable -q'

# ---- files of requirements --------------------------------------------------

environment names
# refused NAME FILE: exit 1, nothing printed, the file named
refused() {
	run timeout 60 "${CLEAN[@]}" "$AVENV" freeze -r "$2" env
	is "$rc:$out" 1: "-r, $1"
	like "$err" "*'$2'*" "-r, $1: said"
}
refused 'no such file' nothing.txt
refused 'a directory' env
mkfifo fifo.txt
refused 'a FIFO' fifo.txt
printf 'n\n# \377\n' >latin.txt
refused 'not UTF-8' latin.txt
printf 'n\n\n-c x.txt\n' >line.txt
refused 'a line that pip fails at' line.txt
like "$err" '*line 3*' '-r: which line'
printf 'n\nn-dash\n' >good.txt
run av freeze -r good.txt -r line.txt env
is "$rc:$out" 1: '-r -r: nothing is printed where the second fails'
printf '# mine\nmissing==1\nn-dash\nn-dash\n' >good.txt
run av freeze -r good.txt env
is "$rc:$(head -n 3 <<<"$out")" $'0:# mine\nn-dash==1.0\n## The following requirements were added by pip freeze:' '-r'
like "$err" "*'missing'*" '-r: what is not installed'
like "$err" '*second time*' '-r: what is there twice'
# It has what its base has, which --local leaves out.
mkdir -p base/bin base/lib/python3.11/site-packages/ours-1.0.dist-info
touch base/lib/python3.11/os.py
ln -sf "$T/base/bin/python3.11" env/bin/python3
cp /bin/true base/bin/python3.11
printf 'home = %s\ninclude-system-site-packages = true\nversion = 3.11.2\n' "$T/base/bin" >env/pyvenv.cfg
printf 'Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n' >base/lib/python3.11/site-packages/ours-1.0.dist-info/METADATA
echo ours >good.txt
run av freeze -r good.txt env
is "$(head -n 1 <<<"$out")$err" ours==1.0 "-r: what its base has"
run av freeze --local -r good.txt env
unlike "$out" '*ours*' '--local -r: not that'
is "$err" "avenv: 'good.txt' requires 'ours', which is not installed" '--local -r: said so'

# ---- git: nothing of a repository runs ---------------------------------------

environment editable_git
repo=src-env/git/mono
run av freeze env
like "$out" '*git+https://example.com/x@*#egg=g_sub&subdirectory=a/b*' 'git is asked'
wanted=$out
ran="$T/ran"
evil="$T/evil.sh"
# shellcheck disable=SC2016 # it is the one that expands
printf '#!/bin/sh\necho "$0 $*" >>%s\nexit 0\n' "$ran" >"$evil"
chmod +x "$evil"
mkdir -p $repo/.git/hooks hostile-hooks
for hook in post-index-change pre-auto-gc reference-transaction fsmonitor-watchman post-checkout; do
	cp "$evil" $repo/.git/hooks/$hook
	cp "$evil" hostile-hooks/$hook
done
cat >>$repo/.git/config <<-END
	[core]
		fsmonitor = $evil
		sshCommand = $evil
		pager = $evil
		editor = $evil
		askPass = $evil
		hooksPath = $T/hostile-hooks
		gitProxy = $evil
		alternateRefsCommand = $evil
	[pager]
		config = $evil
		rev-parse = $evil
	[alias]
		config = !$evil
		rev-parse = !$evil
	[gpg]
		program = $evil
	[diff]
		external = $evil
	[filter "x"]
		process = $evil
		clean = $evil
		required = true
	[credential]
		helper = !$evil
	[uploadpack]
		packObjectsHook = $evil
	[includeIf "gitdir:**"]
		path = $T/more.cfg
	[extensions]
		partialClone = origin
END
printf '[remote "origin"]\n\tuploadpack = %s\n\tpromisor = true\n[trace2]\n\tnormalTarget = %s\n' "$evil" "$ran" >more.cfg
echo '* filter=x diff=x' >$repo/.gitattributes
run av freeze env
is "$out" "$wanted" 'a hostile repository: the same answer'
ok 'a hostile repository: nothing ran' test ! -e "$ran"

# A `git` that a project put on PATH is not the user's.
mkdir -p proj/bin relative away
for bin in env/bin proj/bin relative away; do cp "$evil" $bin/git; done
ln -s ../env/bin proj/link
ln -s ../away proj/out
echo 'home = /usr/bin' >proj/pyvenv.cfg
run "${CLEAN[@]}" PATH="$T/env/bin:$T/proj/link:$T/proj/out:$T/proj/bin:relative:.:$PATH" "$AVENV" freeze env
is "$out" "$wanted" "another's git: passed over"
ok "another's git: it did not run" test ! -e "$ran"
run "${CLEAN[@]}" PATH="$T/env/bin" "$AVENV" freeze env
is "$out" "$wanted" "nothing but an environment on PATH: the system's git"
ok "nothing but an environment on PATH: its git did not run" test ! -e "$ran"
mkdir empty
run av freeze env
wanted=$out
run "${CLEAN[@]}" PATH="$T/empty" "$AVENV" freeze env
is "$rc" 0 'no git: done'
like "$out" "*-e $T/$repo/setup*" 'no git: the path'
like "$err" "*no 'git'*" 'no git: said'

# Variables of another repository, as in a hook of git's.
git init -q other && git -C other config remote.origin.url https://example.com/other
run "${CLEAN[@]}" GIT_DIR="$T/other/.git" GIT_WORK_TREE="$T/other" GIT_COMMON_DIR="$T/other/.git" GIT_TRACE="$T/trace" \
	GIT_TRACE2="$T/trace" GIT_EXEC_PATH="$T/relative" GIT_PAGER="$evil" GIT_SSH_COMMAND="$evil" "$AVENV" freeze env
is "$out" "$wanted" "another repository's variables"
ok 'no trace is written' test ! -e "$T/trace"
printf '[remote "origin"]\n\turl = https://example.com/mine\n' >mine
run "${CLEAN[@]}" GIT_CONFIG_GLOBAL="$T/mine" "$AVENV" freeze env
like "$out" '*git+https://example.com/mine@*#egg=g_none*' "the user's own configuration counts, as it does for pip"

# Other version controls are not asked.
environment editable_other_vcs
mkdir -p tools
for tool in hg svn bzr; do cp "$evil" tools/$tool; done
run "${CLEAN[@]}" PATH="$T/tools:$PATH" "$AVENV" freeze env
is "$out" "-e $T/src-env/other/bzr
-e $T/src-env/other/hg
-e $T/src-env/other/svn" 'hg, svn and bzr: the path'
like "$err" "*'$T/src-env/other/hg'*" 'hg, svn and bzr: said'
ok 'hg, svn and bzr: not run' test ! -e "$ran"

# The URL is what pip takes for it, whatever is in that and in the name of a remote.
# url NAME URL WANTED
url() {
	cp url/config url/.git/config
	git -C url config "remote.$1.url" "$2"
	run av freeze env
	like "$out" "$3" "a remote '$1' at '$2'"
}
rm -rf env
mkenv env
mkdir -p $SITE/u-1.0.dist-info
printf 'Metadata-Version: 2.1\nName: u\nVersion: 1.0\n' >$SITE/u-1.0.dist-info/METADATA
printf '{"url": "file://%s/url", "dir_info": {"editable": true}}\n' "$T" >$SITE/u-1.0.dist-info/direct_url.json
git init -q url
git -C url -c user.name=x -c user.email=x@x commit -q --allow-empty -m x
cp url/.git/config url/config
url origin 'https://example.com/x' '-e git+https://example.com/x@*#egg=u'
url origin $'\t\fhttps://example.com/x\t\v' '-e git+https://example.com/x@*#egg=u'
url origin 'https://example.com/x rest' '-e git+https://example.com/x@*#egg=u'
url origin $'https://example.com/x\nrest y' '-e git+https://example.com/x@*#egg=u'
url 'a https://example.com/b c' 'https://example.com/x' '-e git+https://example.com/b@*#egg=u'

# What git is told, whatever a question of its would do without; a look at all of them.
mkdir logged
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>%s\nenv >>%s\nexec %s "$@"\n' "$T/questions" "$T/told" "$(command -v git)" >logged/git
chmod +x logged/git
environment editable_git
run av freeze env
wanted=$out
run "${CLEAN[@]}" PATH="$T/logged:$PATH" "$AVENV" freeze env
is "$out" "$wanted" 'git is told: the same answer'
is "$(grep -vc -- '^--no-pager -c core.fsmonitor=false -c core.hooksPath=/dev/null -C /' questions)" 0 'git is told: no pager, fsmonitor, hooks'
for name in GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_TERMINAL_PROMPT=0; do
	is "$(grep -cx "$name" told)" "$(wc -l <questions)" "git is told: $name"
done
rm questions

# That it could not be asked does not say that it is not there.
if can_trace; then
	run strace -o /dev/null -e inject=pipe2:error=EMFILE "$AVENV" freeze env
	like "$err" "*where '$T/src-env/git/tree' is*" 'git cannot be started: said'
	unlike "$err" "*there is no 'git'*" 'git cannot be started: it is there'
else
	skip 'strace may not trace here' 2
fi

# git is not waited for without end.
mkfifo $repo/.git/fifo
printf '[include]\n\tpath = fifo\n' >>$repo/.git/config
run timeout 120 "${CLEAN[@]}" PATH="$T/logged:$PATH" "$AVENV" freeze env
is "$rc:$(tail -n 1 <<<"$out")" "0:-e $T/src-env/git/tree" 'a FIFO in its configuration'
like "$err" "*git did not answer within 5 s: where '$T/$repo/a/b' is from is not known*" 'a FIFO: said'
like "$err" "*git did not answer within 5 s: where '$T/src-env/git/tree' is*" 'a FIFO: of what came behind it, too'
is "$(grep -c -- "-C $T/$repo" questions)" 1 'a FIFO: no more questions'

if [ "$(id -u)" = 0 ]; then
	environment editable_remote
	chown -R 65534 src-env/remote/https
	run av freeze env
	like "$out" "*# Editable Git install with no remote (r-https==1.0)*" 'a repository of somebody else: as git has it, and so pip'
else
	skip 'only for root'
fi

done_testing
