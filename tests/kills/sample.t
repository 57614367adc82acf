#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 61
# Three strikes at each command that writes, two at the helper.
# `make proof T=kills` has all of them.
. "${SRCDIR:?}/tests/lib.sh"

needs_trace
python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
	skip_all 'no python3 with venv that is 3.9 or newer'
cd "$T" || exit 1
python3 "$SRCDIR/tests/kills/kills" --sample
