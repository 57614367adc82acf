#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 79
# avenv up by pip: requirements.txt, [project] and pylock.toml; when pip need not build, and what is only named.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/up.sh"
warm_python

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
project p requirements.txt "--no-index\n--find-links $T/wheels/tiny\ntiny\n"
mkdir requirements && touch requirements/dev.txt
up -p "$PYTHON"
like "$rc:$err" "0:*avenv create -p *$PIP -r requirements.txt" 'requirements.txt: create, then pip'
is "$(.venv/bin/tiny)" tiny 'requirements.txt: installed'
up
like "$rc:$err" '0:*install -r requirements.txt' 'requirements.txt: pip says what there is to do'
rm -r .venv/"$SITE"/tiny*
up
is "$rc:$(.venv/bin/tiny)" 0:tiny 'requirements.txt: installed again'
echo nonsuch >>requirements.txt
up
like "$rc:$err" "1:*install -r requirements.txt' failed with exit status 1" 'pip fails'
project p requirements-dev.txt "--no-index\n--find-links $T/wheels/tiny\ntiny\n"
up -qp "$PYTHON" -r requirements-dev.txt
like "$rc:$(.venv/bin/tiny):$(records)" "0:tiny:*allow * $PWD/.venv" 'which makes an environment, and it is on record'

project p
"$SRCDIR/tests/mkdist.py" project . p 1 'a; extra == "x" and python_version < "3"'
printf '%s\n' '[project]' 'name = "p"' 'version = "1"' '[project.optional-dependencies]' 'x = []' \
	'[dependency-groups]' 'dev = ["b"]' >>pyproject.toml
up -p "$PYTHON" --extra x
like "$rc:$err" "0:*pip install -e '.[[]x]'*" '[project]: installed for editing, with an extra'
ok '[project]: installed' test -e .venv/"$SITE/p-1.dist-info"
up
like "$rc:$err" "0:*nothing to do*'avenv up --group dev'*" '[project]: not built again'
touch -d '+ 1 minute' pyproject.toml
up
like "$rc:$err" '0:*pip install -e .*' '[project]: built again where its file is newer'
touch -d '- 1 minute' pyproject.toml
touch -d '+ 1 minute' setup.cfg
line "$PIP -e ." '[project]: ... or another file that pip reads'
rm setup.cfg
mv .venv/"$SITE"/p-1.dist-info away
line "$PIP -e ." '[project]: ... and where the project itself is not installed'
mv away .venv/"$SITE"/p-1.dist-info
sed 's/^version/dynamic = ["dependencies"]\n&/' pyproject.toml >dynamic
mv dynamic pyproject.toml && touch -d '- 1 minute' pyproject.toml
line "$PIP -e ." '[project]: ... and where only a build tells what it requires'
sed -i '/^dynamic/d' pyproject.toml
# pip VERSION: as if the environment had that one
pip() {
	rm -r .venv/"$SITE"/p*-*.dist-info
	metadata .venv/"$SITE/pip-$1.dist-info" pip "$1"
}
sed -i 's/^dev = .*/dev = ["b"]/; s/^version.*/&\ndependencies = ["a"]/' pyproject.toml
pip 25.1
up -n
like "$out:$err" "$PIP -e .:*'avenv up --group dev'" '[project]: without the group dev, which is named'
up -n --group dev
is "$out:$err" "$PIP -e . --group dev:" '[project]: with it if asked'
for file in requirements-dev.txt dev-requirements.txt; do
	echo b >$file
	up -n --group dev
	like "$err" "'avenv up -r $file'" "[project]: $file is named"
	rm $file
done
pip 25.0.1
up_refused 'a group, and an older pip' 'pip 25.0.1 does not install groups; *--upgrade pip* first' --group dev
up_refused 'no such extra' "avenv: 'pyproject.toml' has no extra 'nope'; it has x" --extra nope
up_refused 'no such group' "avenv: 'pyproject.toml' has no group 'nope'; it has dev" --group nope
run "$AVENV" check --group nope
is "$rc:$err" "1:avenv: 'pyproject.toml' has no group 'nope'; it has dev" 'no such group: check'
run "$AVENV" check --group dev
like "$err" "'$PWD/$PIP --upgrade pip && avenv up --group dev'" 'an older pip: check names a newer one first'
pip 23.0.1
sed -i 's/^x = .*/&\nsome-x = ["c"]\nAll_x = ["p[x]", "c"]/' pyproject.toml
line "$PIP -e '.[some-x]'" 'an extra as pyproject.toml spells it, which each pip knows' --extra SOME_x
up_refused 'an extra that an older pip may not know' "'All_x'; '*--upgrade pip'" --extra all-x
run "$AVENV" check --extra all-x
like "$rc:$err" "1:*'$PWD/$PIP --upgrade pip && avenv up --extra all-x'" '... check names a newer one first'
pip 23.3
line "$PIP -e '.[All_x]'" '... which a newer one knows' --extra all-x
sed -i '/^version/a dynamic = ["optional-dependencies"]' pyproject.toml
up -n --extra nope
like "$rc:$out" "0:*pip install -e '.?nope?'" 'an extra that only a build tells'
pip 23.0.1
up_refused '... and that an older pip may not know' "pip 23.0.1 may not know the extra 'no_pe'; *" --extra no_pe
rm -r .venv/"$SITE"/pip*
rm -f .venv/bin/pip*
echo 'uv = 0.9.1' >>.venv/pyvenv.cfg
run "$AVENV" allow
unlike "$err" ensurepip 'made by uv, which is not there: no pip that uv would take away'
project p pylock.toml 'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1.0"\n'
up_refused 'pylock.toml, an older pip and no uv' "'pylock.toml' needs 'uv', which is not on PATH*" -p "$PYTHON"
bare .venv
metadata .venv/"$SITE/pip-26.1.dist-info" pip 26.1
line "$PIP -r pylock.toml" 'pylock.toml: pip'
sed -i '1a extras = ["web"]' pylock.toml
up_refused 'pylock.toml, an extra and no uv' "'pylock.toml' needs 'uv', which is not on PATH*" -n --extra web
rm -r .venv
program "$T/tools/uv" '#!/bin/sh'
line 'uv pip sync -p .venv/bin/python pylock.toml' uv -p "$PYTHON"
line 'uv pip sync -p .venv/bin/python pylock.toml --extra web' uv -p "$PYTHON" --extra web

done_testing
