#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each call that changes something fails once, with its likeliest error, in each command and in the helper;
# and all is read and written a byte at a time. `make faults` tries every call with every error.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/asan) skip_all 'a sanitizer cannot be traced' ;;
*/cov) skip_all 'writing counts would be struck, too' ;;
esac
command -v strace >/dev/null || skip_all 'strace is not installed'
can_trace || skip_all 'strace may not trace here'
python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
	skip_all 'no python3 with venv that is 3.9 or newer'
cd "$T" || exit 1
python3 "$SRCDIR/tests/faults/faults" --sample -j 1
