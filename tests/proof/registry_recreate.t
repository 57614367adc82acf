#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv recreate with real distributions, C extensions among them: what pip froze before is what it
# freezes afterwards, and all of it works.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

E=$T/w/.venv
"$AVENV" create -q -p "$PYTHON" "$E"
# What the caller has set for pip to reach its registry is pip's in all of them.
pip() {
	"$E/bin/python" -I -m pip --disable-pip-version-check --no-input "$@"
}
timeout 60 "$E/bin/python" -I -m pip download -q --no-deps --no-input -d "$T/wheels" pip 2>"$T/.err" || {
	diag "$(tail -n 1 "$T/.err")"
	skip_all 'no registry'
}

cat >"$T/works.py" <<'END'
import importlib
for name in 'markupsafe._speedups yaml._yaml jinja2 flask requests attr idna packaging.version click six dateutil.tz'.split():
    importlib.import_module(name)
print('works')
END

ok 'real ones are installed' pip install -q --only-binary :all: \
	Flask MarkupSafe PyYAML requests attrs packaging six python-dateutil 'charset-normalizer<3.4' zipp typing_extensions
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
