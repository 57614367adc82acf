#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55
# avenv freeze prints the same bytes as the pip that the system's Python brings: each kind of
# distribution in pipcases.py, each option. Other interpreters: tests/proof/freeze.t.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/same_env.sh"
. "$SRCDIR/tests/pipfreeze.sh"

frozen_by "$SYSTEM_PYTHON"
done_testing
