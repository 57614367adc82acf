#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 43 51
# Each fuzz target under libFuzzer for SECONDS_EACH (60). New inputs are kept in
# out/fuzz/corpus/NAME, and the next run begins with them. An input that crashed stays in out/fuzz:
# copy it to tests/fuzz/corpus/NAME.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
command -v clang >/dev/null || skip_all 'clang is not installed'
ok 'they build' make -s CC=clang BUILD=fuzz fuzz
for file in tests/fuzz/*.c; do
	name=$(basename "$file" .c)
	dirs=("out/fuzz/corpus/$name" "tests/fuzz/corpus/$name")
	mkdir -p "${dirs[@]}"
	# On a busy machine a slow input is no failure: quote gives a shell 300 s for one.
	options=(-max_total_time="${SECONDS_EACH:-60}" -max_len=4096 -timeout=400 -report_slow_units=400
		-malloc_limit_mb=1024 -artifact_prefix="out/fuzz/$name-" -verbosity=0)
	[ -e "tests/fuzz/dict/$name" ] && options+=("-dict=tests/fuzz/dict/$name")
	ok "$name, ${SECONDS_EACH:-60} s" "out/fuzz/fuzz/$name" "${options[@]}" "${dirs[@]}"
done
done_testing
