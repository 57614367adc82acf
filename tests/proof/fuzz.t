#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 43 51
# Each fuzz target under libFuzzer for SECONDS_EACH (60). An input that crashed stays in
# out/fuzz/fuzz/crash: copy it to tests/fuzz/crash/NAME.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
command -v clang >/dev/null || skip_all 'clang is not installed'
ok 'they build' make -s CC=clang BUILD=fuzz fuzz
for file in tests/fuzz/*.c; do
	name=$(basename "$file" .c)
	ok "$name, ${SECONDS_EACH:-60} s" tests/fuzz/run out/fuzz "${SECONDS_EACH:-60}" 1 "$name"
done
done_testing
