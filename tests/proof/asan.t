#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29
# The tests of shells and of the helper, on the build with the sanitizers.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
# Tests that count system calls skip there by name.
ok 'shells with sanitized programs' env -u T TEST_TIMEOUT=1800 tests/run -b out/asan tests/shell/*.t tests/hook/*.t
done_testing
