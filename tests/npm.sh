# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by what fetches from npm.

# npm_unpack PACKAGE: its files, of which no script is run, in $npm_work/package
npm_unpack() {
	npm_work=$(mktemp -d) || return
	(cd "$npm_work" && npm pack --silent --ignore-scripts "$1" >/dev/null && tar -xzf ./*.tgz)
}

# npm_done: remove what is left of it; with the exit status of what came before
npm_done() {
	npm_status=$?
	[ -z "${npm_work-}" ] || rm -rf "$npm_work"
	return "$npm_status"
}
