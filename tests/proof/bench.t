#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 24
# Alone: it measures times
# make bench holds its budgets on this machine, or says which it misses.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
ok 'make bench' tests/bench/bench
done_testing
