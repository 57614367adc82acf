#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 24
# Alone: it measures times
# make bench: nothing takes longer than at the last release, but for what measure.py lists.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
ok 'make bench' tests/bench/bench
done_testing
