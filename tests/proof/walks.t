#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 5 6 7 8 10 11 12 31 33 35
# Other walks than those of shell/walks.t, in all seven shells, with environments of venv, virtualenv and uv.
SEED=${SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')} SECONDS_EACH=${SECONDS_EACH:-300}
export SEED SECONDS_EACH
exec tests/shell/walks.t --tools bash zsh fish tcsh elvish xonsh nu
