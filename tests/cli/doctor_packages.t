#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 56 60
# avenv doctor, about packages: each defect is made, found, mended by the command that doctor
# prints, and found no more. The commands run the environment's own pip; doctor runs nothing.
# shellcheck disable=SC2016 # commands are run later
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/doctor.sh"
$PYTHON -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'

# metadata NAME VERSION [LINE...]: in p/.venv, as a wheel has it
metadata() {
	local info=$site/$1-$2.dist-info
	mkdir -p "$info"
	printf '%s\n' 'Metadata-Version: 2.1' "Name: $1" "Version: $2" "${@:3}" >"$info/METADATA"
	printf '%s,,\n' "${info##*/}"/{METADATA,RECORD} >"$info/RECORD"
}

# ---- without pip ---------------------------------------------------------------

"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" --without-pip p/.venv
finds '(no-pip)' 'no pip' -- p/.venv
cp p/.venv/pyvenv.cfg "$T/cfg"
echo 'uv = 0.9.1' >>p/.venv/pyvenv.cfg
finds '(no-pip)' 'no pip, made by uv' -- p/.venv
like "$json" "uv pip install" 'no pip, made by uv: what to type'
# A command that is printed runs nothing of an environment that is not allowed, or broken.
python3=p/.venv/bin/python3
for broken in '"$AVENV" -q forget p' 'rm $python3' 'cp "$T/bin/pip" $python3' \
	'ln -sf /usr/bin/true $python3'; do
	eval "$broken"
	doctor no-pip -- p/.venv
	unlike "$json" ' -m ' "no command starts its Python: $broken"
	"$AVENV" -q allow p
done
ln -sf "$PYTHON" $python3
cp "$T/cfg" p/.venv/pyvenv.cfg
mkdir -p "$site/~equests/__pycache__" "$site/~ip-22.0.dist-info"
finds leftover 'an interrupted pip' -- p/.venv
mends leftover 'an interrupted pip' -- p/.venv
metadata foo 1.0
metadata foo 2.0
finds duplicate 'two versions, and no pip' -- p/.venv
is "$mend" '' 'two versions, and no pip: no command of pip'
rm -r "$site"/foo-*

# ---- with pip --------------------------------------------------------------------

rm -r p
"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" p/.venv
mkwheel() { "$SRCDIR/tests/mkdist.py" wheel "$T/wheels" "$@"; }
mkwheel needed 1.0
mkwheel needed 2.0
mkwheel needing 1.0 'needed<2; python_version > "3"'
metadata needing 1.0 'Requires-Dist: needed<2; python_version > "3"'
metadata another 1.0 'Requires-Dist: needed>=1'
finds unmet 'a requirement of two' -- p/.venv
like "$json" 'another 1.0 and needing 1.0' 'a requirement of two: whose'
like "$mend" "*/bin/python -m pip install 'needed>=1,<2'" 'a requirement of two: one command'
mends unmet 'a requirement of two' -- p/.venv
mv "$site/needed-1.0.dist-info" "$site/needed-2.0.dist-info"
sed -i 's/^Version: 1/Version: 2/' "$site/needed-2.0.dist-info/METADATA"
sed -i 's/needed-1.0/needed-2.0/' "$site/needed-2.0.dist-info/RECORD"
finds conflict 'a requirement in another version' -- p/.venv
mends conflict 'a requirement in another version' -- p/.venv
rm "$site/needed-1.0.dist-info/RECORD"
finds no-record 'no RECORD' -- p/.venv
mends no-record 'no RECORD' -- p/.venv
rm "$site/needed-1.0.dist-info/METADATA"
finds 'metadata unmet' 'no METADATA' -- p/.venv
doctor metadata -- p/.venv
mends metadata 'no METADATA' -- p/.venv
metadata needing 0.9
finds duplicate 'two versions' -- p/.venv
mends duplicate 'two versions' -- p/.venv
is "$(cd "$site" && echo needing-*)" needing-1.0.dist-info 'two versions: the newer one stays'
# An index may have another package of the same name.
metadata own 1.0
metadata own 2.0
for version in 1.0 2.0; do
	echo '{"url": "https://example.org/own.whl", "archive_info": {}}' \
		>"$site/own-$version.dist-info/direct_url.json"
done
finds duplicate 'two versions, from a URL' -- p/.venv
is "$mend" '' 'two versions, from a URL: no command asks an index'
rm -r "$site"/own-*
metadata own 1.0
rm "$site/own-1.0.dist-info/RECORD"
echo '{"url": "file:///src/own", "dir_info": {}}' >"$site/own-1.0.dist-info/direct_url.json"
finds no-record 'no RECORD, from a directory' -- p/.venv
is "$mend" '' 'no RECORD, from a directory: no command asks an index'
done_testing
