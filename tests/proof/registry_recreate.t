#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 59
# avenv recreate with real distributions, C extensions among them: pip freezes the same before
# and afterwards, and all of it works.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

E=$T/w/.venv
"$AVENV" create -q -p "$PYTHON" "$E"
# The caller's settings of pip lead to its registry.
pip() {
	"$E/bin/python" -I -m pip --disable-pip-version-check --no-input "$@"
}
timeout 60 "$E/bin/pip" download -q --no-deps --no-input -d "$T/wheels" pip 2>"$T/.err" ||
	skip_all 'no registry'

cat >"$T/works.py" <<'END'
import importlib
for name in 'markupsafe._speedups yaml._yaml jinja2 flask requests attr six dateutil.tz'.split():
    importlib.import_module(name)
print('works')
END

ok 'real ones are installed' pip install -q --only-binary :all: \
	Flask MarkupSafe PyYAML requests attrs six python-dateutil 'charset-normalizer<3.4'
before=$(pip freeze --all)
requested=$(cd "$E/$SITE" && echo ./*/REQUESTED)
run "$AVENV" recreate "$E"
is "$rc" 0 'they are installed again'
is "$(pip freeze --all)" "$before" '... pip freezes the same'
is "$(cd "$E/$SITE" && echo ./*/REQUESTED)" "$requested" '... requested are the same'
is "$("$E/bin/python" -I "$T/works.py")" works '... extensions work'
is "$("$E/bin/flask" --version | grep -c Flask)" 1 '... and scripts'
is "$(pip check)" 'No broken requirements found.' '... pip check has nothing to say'
run "$AVENV" packages --verify "$E"
is "$rc" 0 '... nor has packages --verify'
is "$(grep -rlI avenv-new "$E")" '' '... nothing names where it was built'
run "$AVENV" recreate --undo "$E"
is "$(pip freeze --all)" "$before" 'the old one is put back'

done_testing
