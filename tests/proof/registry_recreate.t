#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 59
# avenv recreate with real distributions, C extensions among them: pip freezes the same before
# and afterwards, and all of it works.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

E=$T/w/.venv
modules=(charset_normalizer markupsafe._speedups yaml._yaml jinja2 flask requests attr six dateutil.tz)
"$AVENV" create -q -p "$PYTHON" "$E"
# The caller's settings of pip lead to its registry.
pip() { "$E/bin/python" -I -m pip --disable-pip-version-check --no-input "$@"; }
timeout 60 "$E/bin/pip" download -q --no-deps --no-input -d "$T/wheels" pip 2>"$T/.err" || skip_all 'no registry'

ok 'real ones are installed' pip install -q --only-binary :all: \
	Flask MarkupSafe PyYAML requests attrs six python-dateutil 'charset-normalizer<3.4'
before=$(pip freeze --all)
ok 'they are installed again' "$AVENV" recreate "$E"
is "$(pip freeze --all)" "$before" '... pip freezes the same'
for name in "${modules[@]}"; do ok "... $name works" "$E/bin/python" -I -c "import $name"; done
is "$("$E/bin/flask" --version | grep -c Flask)" 1 '... and scripts'
ok '... pip check has nothing to say' pip check
ok '... nor has packages --verify' "$AVENV" packages --verify "$E"
is "$(grep -rlI avenv-new "$E")" '' '... nothing names where it was built'
ok 'undo' "$AVENV" recreate --undo "$E"
is "$(pip freeze --all)" "$before" 'the old one is put back'
done_testing
