#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The percentage of lines and branches that unit, command and shell tests reach.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
command -v gcovr >/dev/null || skip_all 'gcovr is not installed'

# The files of counts are there before the tests, and anybody's: some tests run as another user.
prepare() {
	make -s BUILD=cov all unit || return
	find out/cov -name '*.gcda' -delete
	out/cov/avenv --version >/dev/null && ! out/cov/avenv-hook || return
	find out/cov -name '*.gcda' -exec chmod a+rw {} +
}

ok 'the build that counts' prepare
# shellcheck disable=SC2046 # names without blanks
env -u T tests/run -b out/cov $(find out/cov/unit -type f -perm /111) tests/cli/*.t tests/shell/*.t >out/cov/log 2>&1
gcovr --root . --filter src/ --print-summary out/cov >out/cov/report
lines=$(sed -n 's/^lines: \([0-9]*\).*/\1/p' out/cov/report)
diag "$(tail -n 3 out/cov/report)"
ok 'it could be measured' test "${lines:-0}" -gt 0
done_testing
