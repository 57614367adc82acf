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
for name in AUTHOR COMMITTER; do export GIT_${name}_NAME=a GIT_${name}_EMAIL=a@b; done

mkdist() { "$SRCDIR/tests/mkdist.py" "$@"; }

# state: each package: name, version, installer, whether it was requested, direct_url.json
state() {
	.venv/bin/python -I - <<-'END'
		import importlib.metadata as metadata
		for dist in sorted(metadata.distributions(), key=lambda d: d.metadata['Name']):
		    print(dist.metadata['Name'], dist.version, dist.read_text('INSTALLER').strip(),
		          dist.read_text('REQUESTED') == '', dist.read_text('direct_url.json'))
	END
}

# unchanged NAME WHY: it failed with WHY, the old environment is as it was, nothing is left
unchanged() {
	like "$rc:$err" "1:*$2" "$1: said"
	is "$(tree .venv | diff - <(echo "$before"))$(strays)" '' "$1: all is as it was"
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
	"git+file://$T/repo#egg=vcs&subdirectory=sub" >file.txt
recreate -r file.txt
like "$rc:$("$AVENV" freeze .venv)" "0:alpha==1.0*eps==1.0*vcs*$one*" '-r: what the file lists'
"$AVENV" -q recreate --discard
# Nobody asked for beta; another commit came later.
rm ".venv/$SITE/beta-1.0.dist-info/REQUESTED"
sed -i '/REQUESTED/d' ".venv/$SITE/beta-1.0.dist-info/RECORD"
git -C "$T/repo" commit -q --allow-empty -m two
packages=$(state)
mkdir .venv/notes
before=$(tree .venv)
recreate .venv
unchanged 'a directory that is not of an environment' notes
rmdir .venv/notes

recreate .venv
is "$rc" 0 'made anew'
is "$(state | diff - <(echo "$packages"))" '' 'the same versions, sources, hashes and marks'
ok 'RECORD is right' record_is_right .venv
is "$(.venv/bin/edit) $(.venv/bin/alpha)" 'edit 1.0 alpha 1.0' 'scripts run'
is "$(grep -rlI avenv-new .venv)$(find .venv -name 'avenv-*')" '' 'nothing of the building is left'
recreate -q --discard

# ---- failures --------------------------------------------------------------------------

before=$(tree .venv)
mv "$SRC" gone
recreate .venv
unchanged 'sources that are gone' "'$SRC/edit' is gone"
unlike "$err" 'Looking in links' 'sources that are gone: said before pip runs'
mv gone "$SRC"
mkdist wheel "$SRC" arch 1.0 beta
recreate .venv
unchanged 'another archive at the same place' HASH
like "$err" "'$T/w/.venv' stays as it was" 'pip fails: said'
done_testing
