#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 37 59 60
# avenv recreate: the old one as NAME.old, the choice of the Python, the refusals; the same packages from the same
# sources, with wheels from a directory. Where it fails, the old environment is as it was.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
command -v git >/dev/null || skip_all 'git is not installed'
system=$PYTHON
warm_python
warm=$PYTHON PYTHON=$system
quick_python
# real_pip: in place of the one that installs nothing
real_pip() { PYTHON=$warm PATH=${warm%/*}:$PATH; }
export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_FIND_LINKS=$T/packages PIP_CONFIG_FILE=/dev/null
# git fetches that address from the test's repository.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$T/repo.insteadOf" GIT_CONFIG_VALUE_0=https://h/repo

# old_stays NAME WHY [ARG...]: recreate fails and says WHY, the old one is as it was, nothing is left
old_stays() {
	changes_nothing "$1: refused" "1:*$2*" .venv "$AVENV" recreate "${@:3}"
	is "$(find . -maxdepth 1 \( -name '.avenv-*' -o -name '*.old' \))" '' "$1: nothing is left"
}

# package NAME [VERSION [URL [ARCHIVE_INFO]]]: one without files, in .venv, that came from there
package() {
	local info=.venv/$SITE/${1%% *}-${2-1.0}.dist-info
	metadata "$info" "$1" "${2-1.0}"
	[ -z "${3-}" ] || echo "{\"url\": \"$3\", \"archive_info\": {${4-}}}" >"$info/direct_url.json"
}

case_same_again() {
	bare --prompt 'my "own"' --system-site-packages
	echo '# mine' >.venv/.gitignore
	install -m 600 /dev/null .venv/pip.conf
	chmod 750 .venv
	chmod 700 .venv/bin ".venv/$SITE"
	mkdir -p .venv/notes .venv/src/mine
	touch .venv/notes/mine ".venv/$SITE/mine.py"
	echo "$T/w" >.venv/.project
	was=$(tree .venv)
	recreate .venv
	is "$rc:$(tree .venv.old | diff - <(echo "$was"))" 0: "the old one is kept, whole, with the user's own files"
	is "$(stat -c %a .venv{,/bin,/lib,"/$SITE"} | xargs)" '750 700 755 700' 'private directories are so again'
	like "$err" "*'notes', 'pip.conf', 'src'; 'mkdir *'" 'what is not in the new one is named'
	is "$(tree .venv | diff - <(grep -v -e /notes -e /src -e /mine.py <<<"$was"))" '' 'the new one: the same'
	not_ok 'nothing names the place where it was built' grep -rqI -e .avenv-new .venv
	is "$("$AVENV" path)" "$PWD/.venv" 'it is on'
	rm -r .venv.old .venv/.gitignore
	recreate .venv
	is "$(tail -n 1 .venv.old/.gitignore)" '*' 'one without a .gitignore gets one: git does not show it'
	recreate -p nosuch .venv
	unlike "$err" '*remove*' 'no Python: the old one is not removed for nothing'
}

# What lies in NAME.old is no candidate for a finder.
case_old_is_not_found() {
	bare venv && mv venv venv.old
	for names in '' venv.old; do
		export AVENV_NAMES=$names
		AVENV_CEILING=$PWD run "$AVENV" path
		is "$rc:$out" 1: "AVENV_NAMES='$names': not found"
		run "$AVENV" allow
		is "$rc:$(records | grep -c old)" 1:0 "AVENV_NAMES='$names': allow"
		run "$AVENV" allow --found .
		is "$rc:$(records | grep -c old)" 0:0 "AVENV_NAMES='$names': allow --found"
		unlike "x$("$AVENV" list 2>&1)$("$AVENV" __complete bash path '')" venv.old "AVENV_NAMES='$names': list, TAB"
	done
	bare djvenv
	is "$("$AVENV" path)" "$PWD/djvenv" 'beside another one: that is found'
	"$AVENV" -q forget djvenv
	like "$("$AVENV" path 2>&1)" "'$PWD/djvenv' is not" 'without a record: that one alone is asked about'
}

case_in_a_store() {
	export WORKON_HOME=$PWD/envs
	mkdir -p envs project
	bare envs/web
	echo "$PWD/project" >envs/web/.project
	recreate envs/web
	is "$rc:$("$AVENV" -C project path):$(<envs/web.old/.project)" "0:$PWD/envs/web:$PWD/project" 'on as before'
	unlike "$("$AVENV" list)" '*web.old*' 'list: without the old one'
}

case_damaged_cfg() {
	for damage in 'rm pyvenv.cfg' 'echo prompt = x >pyvenv.cfg' 'printf "home = /\377\n" >pyvenv.cfg'; do
		rm -rf .venv .venv.old
		bare
		(cd .venv && eval "$damage")
		recreate .venv
		is "$rc:$(.venv/bin/python -c 'print(1)')" 0:1 "$damage"
	done
}

case_without_cfg_packages_are_found() {
	bare
	package lost
	package found
	rm .venv/pyvenv.cfg ".venv/$SITE/lost-1.0.dist-info/METADATA"
	old_stays 'one of them is nowhere' "*found*1.0*'$PWD/.venv' stays as it was" .venv
	rm -r ".venv/$SITE/found-1.0.dist-info"
	recreate .venv
	like "$rc:$err" "0:*lost-1.0.dist-info*" 'one without metadata is named'
}

case_its_python() {
	mkdir base
	ln -s "$PYTHON" base/python3
	"$AVENV" create -q -p "$PWD/base/python3" --without-pip
	recreate -q
	is "$rc:$(readlink .venv/bin/python3)" "0:$PWD/base/python3" 'the one that it was made of'
	rm -r base .venv.old
	recreate
	is "$rc:$(.venv/bin/python -c 'print(1)')" 0:1 'gone: one of that minor version'
}

# old32: .venv is of Python 3.2 from now on
old32() {
	mv .venv/lib/python3* .venv/lib/python3.2
	sed -i 's/^version = .*/version = 3.2.1/' .venv/pyvenv.cfg
}

case_another_minor_version() {
	bare
	old32
	old_stays 'its own is gone' "3.2*recreate -p $SERIES*"
	old_stays '-p: no such Python' nosuch -p nosuch
	recreate -p "$PYTHON"
	is "$rc:$(ls .venv/lib)" "0:python$SERIES" '-p: another one'
}

# ---- refused; other reasons: cli/verdict ------------------------------------------------------------

case_of_others() {
	bare
	rm -r .venv/bin
	chmod o+w .venv
	old_stays 'others may write to it' "'chmod go-w " .venv
	can_chown || return
	chmod o-w .venv
	chown 65534 .venv
	old_stays "another user's" 'belongs to ' .venv
}

# A Python that somebody sent
case_not_allowed() {
	exe=$T/quick/bin/python$SERIES
	bare
	"$AVENV" -q forget
	mkdir -p sent/bin
	ln -s "$T/quick/lib" sent
	trap_program "sent/bin/${exe##*/}"
	ln -sfn "$PWD/sent/bin/${exe##*/}" .venv/bin/python3
	sed -i "s|^home.*|home = $PWD/sent/bin|" .venv/pyvenv.cfg
	old_stays 'though it is named' '' .venv
	nothing_ran 'the Python that only it names'
}

SRC="$T/sp ace"
ARCHIVE=$SRC/arch-1.0-py3-none-any.whl
ARCHIVE_URL=file://${ARCHIVE/ /%20}
while read -r line; do
	eval '"$SRCDIR/tests/mkdist.py" '"$line"
done <<-'L'
	wheel "$T/packages" alpha 1.0 'beta>=1' "eps; extra == 'x'"
	wheel "$T/packages" beta 1.0
	wheel "$T/packages" beta 2.0
	wheel "$T/packages" eps 1.0
	wheel "$T/packages" Odd.Name 1.0+local.1
	wheel "$SRC" arch 1.0
	project "$SRC/edit" edit 1.0
	project "$T/repo/sub" vcs 1.0
	project "$T/repo" whole 1.0
	project "$T/legacy" legacy 1.0
L
git -C "$T/repo" init -q
git -C "$T/repo" add .
git -C "$T/repo" commit -qm one

case_same_packages() {
	unset PYTHONDONTWRITEBYTECODE
	real_pip
	one=$(git -C "$T/repo" rev-parse HEAD) hash=$(sha256sum "$ARCHIVE" | cut -d ' ' -f 1)
	create -q
	printf '%s\n' 'alpha[x]' beta==1.0 Odd.Name "-e file://${SRC/ /%20}/edit" "arch @ $ARCHIVE_URL#sha256=$hash" \
		'git+https://h/repo#egg=vcs&subdirectory=sub' '-e git+https://h/repo#egg=whole' >file.txt
	recreate -r file.txt
	like "$rc:$("$AVENV" freeze)" "0:*alpha==1.0*eps==1.0*vcs*$one*" '-r: what the file lists'
	git -C "$T/repo" commit -q --allow-empty -m two
	# An egg-link names the modules of a project, not the project.
	mkdir -p "$T/legacy/src/legacy.egg-info"
	printf 'Metadata-Version: 2.1\nName: legacy\nVersion: 1.0\n' >"$T/legacy/src/legacy.egg-info/PKG-INFO"
	echo "$T/legacy/src" | tee ".venv/$SITE/legacy.egg-link" >".venv/$SITE/easy-install.pth"
	# pip lists a project by its address, and packages by their names: the rest is to stay as it is.
	rest=$("$AVENV" freeze --all | grep -v legacy)
	touch uv.lock
	program uv '#!/bin/sh'
	rm -r .venv.old
	PATH=$PATH:$PWD recreate .venv
	like "$rc:$err" "0:*uv.lock' lists; 'avenv up'*" 'a lock file: up is named'
	list=$("$AVENV" freeze --all)
	is "$(grep -v legacy <<<"$list")" "$rest" 'another commit came later: the same packages'
	like "$list" "-e $T/legacy"$'\n' 'an editable of an old pip'
	ok 'RECORD is right' record_is_right .venv
	is "$(.venv/bin/edit) $(.venv/bin/alpha)" 'edit 1.0 alpha 1.0' 'scripts run'
	is "$(grep -rlI avenv-new .venv)$(find .venv -name 'avenv-*')" '' 'nothing of the building is left'
	# pip has the checkout of an editable in src, where there may be work.
	like "$list" "-e git+https://h/repo@$one#egg=whole" 'an editable from git'
	is "$(.venv/bin/python -c 'import whole; print(whole.__file__)')" "$PWD/.venv/src/whole/whole.py" 'its new checkout'
	ok 'the old one stays' test -e .venv.old/src/whole
}

case_pip_installs_nothing() {
	create -q
	package alpha
	old_stays 'and reports success' "'alpha 1.0' was not installed" .venv
}

case_another_archive() {
	real_pip
	create -q
	package arch 1.0 "$ARCHIVE_URL" "\"hash\": \"sha256=$(sha256sum "$0" | cut -d ' ' -f 1)\""
	old_stays 'at the same place' HASH .venv
}

# A version that this Python cannot have: the command that is named, with a list of one's own
case_no_such_version() {
	real_pip
	create -q
	package alpha
	package alone 1
	old_stays 'said' "'avenv freeze' *'avenv recreate -r FILE -p $PYTHON'" -p "$PYTHON"
	"$AVENV" freeze | grep ^alpha >list
	recreate -r list -p "$PYTHON"
	is "$rc:$("$AVENV" freeze)" $'0:alpha==1.0\nbeta==2.0' 'that command installs what the list has'
}

case_option_of_pip() {
	create -q
	while IFS='|' read -r name version url; do
		package "$name" "$version" "$url"
		old_stays "$name $version $url" 'pip cannot install' .venv
		rm -r .venv/"$SITE"/evil*
	done <<-'L'
		evil|1|https://h/d.whl\n-e .
		evil --pre|1|
		evil|1 --pre @ x|
	L
}

case_no_pip() {
	bare
	package eps
	touch uv.lock
	old_stays 'a lock file' "has no pip; 'uv.lock' needs 'uv'" .venv
	rm uv.lock
	old32
	real_pip
	recreate -p "$PYTHON" .venv
	is "$rc:$("$AVENV" freeze):$(find .venv/bin -name 'pip*')" 0:eps==1.0: \
		'another minor version: the same packages, and no pip'
}

# Said before anything is built
case_source_that_is_gone() {
	bare
	package gone 1.0 file:///nowhere/gone-1.0.tar.gz
	old_stays 'said' "/nowhere/gone-1.0.tar.gz', which is gone*'-r FILE'" .venv
}

run_cases
