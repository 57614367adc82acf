#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 54
# avenv freeze prints the same bytes as the pip of each interpreter in PYTHONS.
# Pips below 20.1 are not supported: avenv prints as pip 20.3 does.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/pipfreeze.sh"

while read -r python; do
	version=$("$python" -I -S -c 'import platform; print(platform.python_version())')
	environment "$python"
	case $(pip_version) in
	1?.* | 20.0*) skip "the pip of Python $version is too old" ;;
	*) frozen_by "$python" ;;
	esac
done < <(other_pythons)
[ $tap_count -gt 0 ] || skip_all 'no other Python in PYTHONS'
done_testing
