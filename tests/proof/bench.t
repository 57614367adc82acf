#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 24
# make bench holds its budgets on this machine, or says which it misses.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
run tests/bench/draw.py --check
is "$rc$out" 0 'the picture and the figures in docs/bench.md are those of docs/bench.json'
ok 'make bench' tests/bench/bench idle cd start create packages list complete
done_testing
