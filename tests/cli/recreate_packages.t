#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 59
# avenv recreate installs the same packages from the same sources, with the pip of the system's
# Python and wheels from a directory. Where pip fails, the old environment is as it was.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/recreate.sh"
. "$SRCDIR/tests/record_csv.sh"
command -v git >/dev/null || skip_all 'git is not installed'

WHEELS=$T/packages
SRC="$T/sp ace"
ARCHIVE=$SRC/arch-1.0-py3-none-any.whl
unset PYTHONDONTWRITEBYTECODE
export PIP_FIND_LINKS=$WHEELS PIP_CONFIG_FILE=/dev/null
# What git fetches from there, it takes from the test's repository.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$T/repo.insteadOf" GIT_CONFIG_VALUE_0=https://h/repo
for name in AUTHOR COMMITTER; do export GIT_${name}_NAME=a GIT_${name}_EMAIL=a@b; done

mkdist() { "$SRCDIR/tests/mkdist.py" "$@"; }

# unchanged NAME WHY [ARG...]: recreate fails with WHY, the old one is as it was, nothing is left
unchanged() {
	local name=$1 why=$2 before
	shift 2
	before=$(tree .venv)
	recreate "$@" .venv
	like "$rc:$err" "1:*$why*" "$name: said"
	is "$(tree .venv | diff - <(echo "$before"))$(strays)" '' "$name: all is as it was"
}

mkdist wheel "$WHEELS" alpha 1.0 'beta>=1' "eps; extra == 'x'"
for wheel in 'beta 1.0' 'beta 2.0' 'eps 1.0' 'Odd.Name 1.0+local.1'; do
	# shellcheck disable=SC2086 # two words
	mkdist wheel "$WHEELS" $wheel
done
mkdist wheel "$SRC" arch 1.0
mkdist project "$SRC/edit" edit 1.0
mkdist project "$T/repo/sub" vcs 1.0
git -C "$T/repo" init -q
git -C "$T/repo" add .
git -C "$T/repo" commit -qm one
one=$(git -C "$T/repo" rev-parse HEAD)

"$AVENV" create -q -p "$PYTHON" .venv
ARCHIVE_URL="file://${ARCHIVE/ /%20}#sha256=$(sha256sum "$ARCHIVE" | cut -d " " -f 1)"
printf '%s\n' 'alpha[x]' beta==1.0 Odd.Name "-e file://${SRC/ /%20}/edit" "arch @ $ARCHIVE_URL" \
	"git+https://h/repo#egg=vcs&subdirectory=sub" >file.txt
recreate -r file.txt
like "$rc:$("$AVENV" freeze .venv)" "0:alpha==1.0*eps==1.0*vcs*$one*" '-r: what the file lists'
"$AVENV" -q recreate --discard
# Another commit came later.
git -C "$T/repo" commit -q --allow-empty -m two
packages=$(.venv/bin/python -I -m pip freeze --all)

recreate .venv
is "$rc:$(.venv/bin/python -I -m pip freeze --all | diff - <(echo "$packages"))" 0: 'the same packages'
"$AVENV" recreate -q --discard .venv
ok 'RECORD is right' record_is_right .venv
is "$(.venv/bin/edit) $(.venv/bin/alpha)" 'edit 1.0 alpha 1.0' 'scripts run'
is "$(grep -rlI avenv-new .venv)$(find .venv -name 'avenv-*')" '' 'nothing of the building is left'
mv .venv/lib/python3* .venv/lib/python3.2
sed -i 's/^version = .*/version = 3.2.1/' .venv/pyvenv.cfg
before=$("$AVENV" freeze .venv)
recreate -p "$PYTHON" .venv
is "$rc:$("$AVENV" freeze .venv)" "0:$before" 'another minor version: the same packages'
"$AVENV" recreate -q --discard .venv

# ---- a lock file, no pip --------------------------------------------------------------

touch uv.lock
recreate .venv
like "$rc:$err" "0:*'uv sync' installs*uv.lock*" 'a lock file: the command of its tool is named'
"$AVENV" recreate -q --discard .venv
rm -r ".venv/$SITE"/pip ".venv/$SITE"/pip-* .venv/bin/pip*
unchanged 'a lock file, and no pip' "run 'uv sync'"
rm uv.lock
before=$("$AVENV" freeze --all .venv)
recreate .venv
is "$rc:$("$AVENV" freeze --all .venv)" "0:$before" 'no pip: there is none afterwards'
"$AVENV" recreate -q --discard .venv

# An egg-link names the modules of a project, not the project.
mkdist project "$T/legacy" legacy 1.0
mkdir -p "$T/legacy/src/legacy.egg-info"
printf 'Metadata-Version: 2.1\nName: legacy\nVersion: 1.0\n' >"$T/legacy/src/legacy.egg-info/PKG-INFO"
echo "$T/legacy/src" | tee ".venv/$SITE/legacy.egg-link" >".venv/$SITE/easy-install.pth"
recreate .venv
like "$rc:$("$AVENV" freeze .venv)" "0:*-e $T/legacy
*" 'an editable of an old pip'
"$AVENV" recreate -q --discard .venv

# ---- failures --------------------------------------------------------------------------

mkdir .venv/notes
unchanged 'a directory that is not of an environment' notes
rmdir .venv/notes
printf '[install]\ndry-run = true\n' >.venv/pip.conf
unset PIP_CONFIG_FILE
unchanged 'pip installs nothing and reports success' "'alpha 1.0' was not installed*stays as it was"
export PIP_CONFIG_FILE=/dev/null
rm .venv/pip.conf
mkdist wheel "$SRC" arch 1.0 beta
unchanged 'another archive at the same place' "HASH*'$T/w/.venv' stays as it was"
for lie in 'evil|1|{"url": "https://h/d.whl\\n-e .", "archive_info": {}}' 'evil --pre|1|' \
	'evil|1 --pre @ x|'; do
	IFS='|' read -r name version url <<<"$lie"
	info=.venv/$SITE/evil-$version.dist-info
	mkdir "$info"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$name" "$version" >"$info/METADATA"
	[ -z "$url" ] || echo "$url" >"$info/direct_url.json"
	unchanged "an option of pip in '$lie'" 'pip cannot install'
	rm -r "$info"
done
done_testing
