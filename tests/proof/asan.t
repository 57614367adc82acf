#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of shells, on the build with the sanitizers.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
ok 'shells with sanitized programs' env -u T TEST_TIMEOUT=1800 tests/run -b out/asan tests/shell/*.t
done_testing
