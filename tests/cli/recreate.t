#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 37 59 60
# avenv recreate: the old one as NAME.old, the choice of the Python, the refusals; then the
# same packages from the same sources, with wheels from a directory. Where it fails, the old
# environment is as it was.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
command -v git >/dev/null || skip_all 'git is not installed'
system=$PYTHON
quick_python

export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# made [ARG...]: a new .venv
made() {
	rm -rf .venv .venv.old
	bare "$@"
}

# stays NAME WHY [ARG...]: recreate fails and says WHY, the old one is as it was, nothing is left
stays() {
	changes_nothing "$1: refused" "1:avenv: *$2" .venv "$AVENV" recreate "${@:3}"
	is "$(
		find . -name '.avenv-*' -prune
		ls -d .*.old 2>/dev/null
	)" '' "$1: nothing is left"
}

# ---- the same again, and the old one --------------------------------------------------------

made --prompt 'my "own"' --system-site-packages
echo '# mine' >.venv/.gitignore
printf '[global]\nno-input = true\n' >.venv/pip.conf
chmod 600 .venv/pip.conf
chmod 750 .venv
chmod 700 .venv/bin ".venv/$SITE"
mkdir .venv/notes .venv/src
touch .venv/notes/mine ".venv/$SITE/mine.py"
echo "$T/w" >.venv/.project
was=$(tree .venv)
recreate .venv
is "$rc:$(tree .venv.old | diff - <(echo "$was"))" 0: "the old one is kept, whole, with the user's own files"
is "$(stat -c %a .venv{,/bin,/lib,"/$SITE"} | xargs)" '750 700 755 700' 'directories that were private are so again'
like "$err" "*'notes', 'pip.conf', 'src'; 'mkdir *'" '... which are named'
is "$(tree .venv | diff - <(grep -v -e /notes -e /src -e /mine.py <<<"$was"))" '' 'the new one: the same'
not_ok 'nothing names the place where it was built' grep -rqI -e .avenv-new .venv
is "$("$AVENV" path)" "$T/w/.venv" '... and is on'
recreate -p nosuch .venv
unlike "$err" '*remove*' 'a Python that is not there is said first: the old one is not removed for nothing'

# ---- no finder takes NAME.old -------------------------------------------------------------

mkdir -p lone
bare lone/x
mv lone/x lone/venv.old
for names in '' venv.old; do
	run env AVENV_CEILING="$PWD" AVENV_NAMES=$names "$AVENV" -C lone path
	like "$rc:$err" '1:*no environment in*' "AVENV_NAMES='$names': not found"
	run env AVENV_NAMES=$names "$AVENV" allow lone
	like "$rc:$err" '1:*there is no environment in*' '... allow'
	run env AVENV_NAMES=$names "$AVENV" allow --found lone
	like "$rc:$err" '*allowed 0 environments*' '... allow --found'
	unlike "x$(env AVENV_NAMES=$names "$AVENV" -C lone list)" '*venv.old*' '... list'
	unlike "$(env AVENV_NAMES=$names "$AVENV" -C lone __complete bash path '')" '*venv.old*' '... TAB'
done
bare lone/djvenv
is "$("$AVENV" -C lone path)" "$T/w/lone/djvenv" 'beside another one: that is found'
"$AVENV" -q forget lone/djvenv
like "$("$AVENV" -C lone path 2>&1)" "'$T/w/lone/djvenv' is not" '... without a record: that one alone is asked about'
mkdir -p envs project
bare envs/web
echo "$T/w/project" >envs/web/.project
export WORKON_HOME=$T/w/envs
recreate envs/web
is "$rc:$("$AVENV" -C project path):$(<envs/web.old/.project)" "0:$T/w/envs/web:$T/w/project" 'a store'
unlike "$("$AVENV" list)" '*web.old*' '... list'
unset WORKON_HOME
rm -r lone envs project

# ---- a damaged pyvenv.cfg -----------------------------------------------------------------

# package NAME: a package without files to install, in .venv
package() {
	metadata ".venv/$SITE/$1-1.0.dist-info" "$1" 1.0
}

for damage in 'rm .venv/pyvenv.cfg' 'echo prompt = x >.venv/pyvenv.cfg' \
	'printf "home = /\377\n" >.venv/pyvenv.cfg'; do
	made
	eval "$damage"
	recreate .venv
	is "$rc:$(.venv/bin/python -c 'print(1)')" 0:1 "$damage: recreated"
done
made
rm .venv/pyvenv.cfg
package lost
rm ".venv/$SITE/lost-1.0.dist-info/METADATA"
recreate .venv
like "$rc:$err" "0:*lost-1.0.dist-info*" 'a package without metadata is named'
made
rm .venv/pyvenv.cfg
package found
recreate .venv
like "$rc:$err" "1:*found*1.0*'$T/w/.venv' stays as it was" 'without pyvenv.cfg its packages are installed again'
rm -r .venv

# ---- which Python, refusals, records -----------------------------------------------------

mkdir base
ln -s "$PYTHON" base/python3
rm -rf .venv
"$AVENV" create -q -p "$T/w/base/python3" --without-pip
recreate -q
is "$rc:$(readlink .venv/bin/python3)" "0:$T/w/base/python3" 'the Python that it was made of'
rm -r base .venv.old
recreate
is "$rc:$(.venv/bin/python -c 'print(1)')" 0:1 'its Python is gone: one of that minor version'
# old32: of Python 3.2 from now on
old32() {
	mv .venv/lib/python3* .venv/lib/python3.2
	sed -i 's/^version = .*/version = 3.2.1/' .venv/pyvenv.cfg
}
made
old32
stays 'its minor version is gone' "3.2*recreate -p $SERIES*"
stays '-p: no such Python' nosuch -p nosuch
rm -rf .venv.old
recreate -p "$PYTHON"
is "$rc:$(ls .venv/lib)" "0:python$SERIES" '-p: another minor version'
made
rm -r .venv/bin
chmod o+w .venv
stays 'broken, and others may write to it' 'can be written to by anybody' .venv
made
# Other reasons: cli/verdict
if can_chown; then
	chown 65534 .venv
	stays "another user's" 'belongs to ' .venv
fi
# A Python that somebody sent
made
: >"$HOME/.local/share/avenv/records"
mkdir -p sent/bin sent/lib
exe=$(readlink -f "$PYTHON")
ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" sent/lib/
trap_program "sent/bin/${exe##*/}"
ln -sfn "$PWD/sent/bin/${exe##*/}" .venv/bin/python3
sed -i "s|^home.*|home = $PWD/sent/bin|" .venv/pyvenv.cfg
recreate .venv
like "$rc:$(records)" 1: 'not allowed, though it is named: refused'
nothing_ran 'not allowed: the Python that only it names'
rm -rf .venv
bare odd
recreate -q ./odd
is "$rc:$("$AVENV" path)" "0:$T/w/odd" "allowed: it is on as before"
rm -rf odd

# ---- the same packages ------------------------------------------------------------------

PYTHON=$system PATH=${PATH#*:}
warm_python
SRC="$T/sp ace"
ARCHIVE=$SRC/arch-1.0-py3-none-any.whl
unset PYTHONDONTWRITEBYTECODE
export PIP_FIND_LINKS=$T/packages PIP_CONFIG_FILE=/dev/null
# git fetches that address from the test's repository.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$T/repo.insteadOf" GIT_CONFIG_VALUE_0=https://h/repo

# lists NAME WANTED [ARG...]: recreate succeeds, and then freeze has WANTED
lists() {
	rm -rf .venv.old
	recreate "${@:3}"
	like "$rc:$("$AVENV" freeze --all .venv)" "0:*$2" "$1"
}

# same NAME [ARG...]: pip freeze is the same after recreate
same() { lists "$1: the same packages" "$("$AVENV" freeze --all .venv)" "${@:2}" .venv; }

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
one=$(git -C "$T/repo" rev-parse HEAD)
create .venv
ARCHIVE_URL="file://${ARCHIVE/ /%20}#sha256=$(sha256sum "$ARCHIVE" | cut -d " " -f 1)"
printf '%s\n' 'alpha[x]' beta==1.0 Odd.Name "-e file://${SRC/ /%20}/edit" "arch @ $ARCHIVE_URL" \
	"git+https://h/repo#egg=vcs&subdirectory=sub" '-e git+https://h/repo#egg=whole' >file.txt
lists '-r: what the file lists' "alpha==1.0*eps==1.0*vcs*$one*" -r file.txt
git -C "$T/repo" commit -q --allow-empty -m two
# An egg-link names the modules of a project, not the project.
mkdir -p "$T/legacy/src/legacy.egg-info"
printf 'Metadata-Version: 2.1\nName: legacy\nVersion: 1.0\n' >"$T/legacy/src/legacy.egg-info/PKG-INFO"
echo "$T/legacy/src" | tee ".venv/$SITE/legacy.egg-link" >".venv/$SITE/easy-install.pth"
# pip lists a project by its address, and packages by their names: the rest is to stay as it is.
rest=$("$AVENV" freeze --all .venv | grep -v legacy)
touch uv.lock
mkdir "$T/tools" && program "$T/tools/uv" '#!/bin/sh'
rm -r .venv.old
PATH=$PATH:$T/tools recreate .venv
like "$rc:$err" "0:*uv.lock' lists; 'avenv up'" 'a lock file: up is named'
list=$("$AVENV" freeze --all .venv)
is "$(grep -v legacy <<<"$list")" "$rest" 'another commit came later: the same packages'
like "$list" "-e $T/legacy
" 'an editable of an old pip'
ok 'RECORD is right' record_is_right .venv
is "$(.venv/bin/edit) $(.venv/bin/alpha)" 'edit 1.0 alpha 1.0' 'scripts run'
is "$(grep -rlI avenv-new .venv)$(find .venv -name 'avenv-*')" '' 'nothing of the building is left'
# pip has the checkout of an editable in src, where there may be work.
like "$list" "-e git+https://h/repo@$one#egg=whole" 'an editable from git'
is "$(.venv/bin/python -c 'import whole; print(whole.__file__)')" "$PWD/.venv/src/whole/whole.py" 'its new checkout'
ok 'the old one stays' test -e .venv.old/src/whole

# ---- failures --------------------------------------------------------------------------

rm -r .venv.old
printf '[install]\ndry-run = true\n' >.venv/pip.conf
unset PIP_CONFIG_FILE
stays 'pip installs nothing and reports success' "'alpha 1.0' was not installed*stays as it was" .venv
export PIP_CONFIG_FILE=/dev/null
rm .venv/pip.conf
cp "$ARCHIVE" "$T/kept"
"$SRCDIR/tests/mkdist.py" wheel "$SRC" arch 1.0 beta
stays 'another archive at the same place' "HASH*'$T/w/.venv' stays as it was" .venv
mv "$T/kept" "$ARCHIVE"
# A version that this Python cannot have: the command that is named, with a list of one's own
info=.venv/$SITE/alone-1.dist-info
metadata "$info" alone 1
stays 'no such version' "'avenv freeze' *'avenv recreate -r FILE -p $PYTHON'*stays as it was" -p "$PYTHON"
rm -r "$info"
"$AVENV" freeze | grep ^alpha >"$T/list"
recreate -r "$T/list" -p "$PYTHON"
like "$rc:$("$AVENV" freeze)" 0:alpha==1.0 '... which installs that'
rm -r .venv && mv .venv.old .venv
for lie in 'evil|1|{"url": "https://h/d.whl\\n-e .", "archive_info": {}}' 'evil --pre|1|' \
	'evil|1 --pre @ x|'; do
	IFS='|' read -r name version url <<<"$lie"
	info=.venv/$SITE/evil-$version.dist-info
	metadata "$info" "$name" "$version"
	[ -z "$url" ] || echo "$url" >"$info/direct_url.json"
	stays "an option of pip in '$lie'" 'pip cannot install' .venv
	rm -r "$info"
done
rm -r ".venv/$SITE"/pip ".venv/$SITE"/pip-* .venv/bin/pip*
stays 'a lock file, and no pip' "has no pip; 'uv.lock' needs 'uv', which is not on PATH*" .venv
rm uv.lock
old32
same 'another minor version, and no pip: there is none afterwards' -p "$PYTHON"

# Where a package came from is gone: said before anything is built.
made
info=.venv/$SITE/gone-1.0.dist-info
metadata "$info" gone 1.0
echo '{"url": "file:///nowhere/gone-1.0.tar.gz", "archive_info": {}}' >"$info/direct_url.json"
stays 'a source that is gone' "'gone' was installed from '/nowhere/gone-1.0.tar.gz', which is gone*'-r FILE'" .venv
done_testing
