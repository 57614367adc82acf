#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# gcc and clang compile the tree without a warning; gcc's analyzer, clang-tidy and shellcheck find nothing.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit

# make_with COMPILER BUILD GOAL
make_with() {
	make -s CC="$1" BUILD="$2" OUT="out/$2-$1" "$3"
}

# clang-tidy over src, on each core; several files at once confuse its view of va_list
tidy() {
	git ls-files 'src/*.c' | xargs -P "$(nproc)" -n 1 sh -c \
		'clang-tidy --quiet "$@" -- -std=c17 -D_GNU_SOURCE -Isrc -DAVENV_VERSION=\"0\" -DHELPER_DIR=\"\"' tidy
}

for compiler in gcc clang; do
	if has $compiler; then
		ok "$compiler -Werror" make_with $compiler lint all
	fi
done
ok 'gcc -fanalyzer' make_with gcc analyze objects
if has clang-tidy; then
	ok 'clang-tidy' tidy
fi
if has shellcheck; then
	ok 'shellcheck, with the files that each sources' tests/house/tree.t shellcheck_sourced
fi
done_testing
