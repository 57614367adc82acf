#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of the command and of shells, on the build with the sanitizers. helper.t lets the helper fail
# where a sanitizer cannot live; readme.t installs the release build.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
mapfile -t files < <(printf '%s\n' tests/{cli,shell}/*.t | grep -vE '/(helper|readme)\.t$')
ok 'commands and shells with sanitized programs' env TEST_BUILD=out/asan prove -j "$(nproc)" -e tests/one "${files[@]}"
done_testing
