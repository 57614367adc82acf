#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One make target as one TAP test: target.sh TARGET [VAR=VALUE...]
# A line "SKIP: why" in its output makes it a skip.
set -u

log=$(mktemp)
trap 'rm -f "$log"' EXIT

make --no-print-directory "$@" >"$log" 2>&1
rc=$?

echo 1..1
sed 's/^/# /' "$log"
if [ $rc -ne 0 ]; then
	echo "not ok 1 - make $1"
elif grep -q '^SKIP: ' "$log"; then
	echo "ok 1 - make $1 # SKIP $(sed -n 's/^SKIP: //p' "$log" | head -n 1)"
else
	echo "ok 1 - make $1"
fi
