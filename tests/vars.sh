#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For functions that are called as  NAME ... [VAR=VALUE...] -- ARG...

# split_vars [VAR=VALUE...] [-- ARG...]: the first in vars, the others in args,
# which are the caller's
split_vars() {
	vars=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		vars+=("$1")
		shift
	done
	# shellcheck disable=SC2034 # the caller's
	args=("${@:2}")
}
