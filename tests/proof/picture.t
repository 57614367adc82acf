#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 69
# docs/session.svg, the picture in README.md, shows a session of today; `make picture` draws it.
. "${SRCDIR:?}/tests/lib.sh"

/usr/bin/env python3 -c 'import ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'

run "$SRCDIR/tests/picture.py" "$T/now.svg"
is "$rc$out$err" 0 'it can be drawn'
ok 'it is as it was' diff "$SRCDIR/docs/session.svg" "$T/now.svg"
done_testing
