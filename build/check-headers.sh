#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each header must say itself what it needs. With CC FLAGS.
set -u

failed=0
for header in $(find src tests -name '*.h' | sort); do
	case $header in
	tests/*) extra=-I/usr/include ;;
	*) extra= ;;
	esac
	if [ "$header" = tests/unit/test.h ] &&
		! echo '#include "tests/unit/test.h"' | $CC -I. -E - >/dev/null 2>&1; then
		continue # no cmocka here: the unit tests say so
	fi
	# ISO C wants one declaration in a file.
	# shellcheck disable=SC2086 # lists of flags
	echo 'typedef int anything;' |
		$CC $FLAGS $extra -Werror -fsyntax-only -x c -include "$header" - || {
		echo "$header does not compile alone"
		failed=1
	}
done
exit $failed
