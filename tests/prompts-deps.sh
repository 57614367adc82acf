#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetch into out/deps the prompt frameworks that tests/proof/prompts.t drives and Debian
# does not have: from npm, and starship from crates.io, which is many minutes of compiling.
# usage: prompts-deps.sh [NAME...]
set -u

here=$(cd "$(dirname "$0")/.." && pwd) || exit
deps=$here/out/deps
failed=0
. "$here/tests/npm.sh"

# from_npm PACKAGE: its files alone, no script of it is run
from_npm() {
	npm_unpack "$1" && rm -rf "${deps:?}/$1" && mv "$npm_work/package" "$deps/$1"
	npm_done
}

# It is to show a prompt, not to be fast.
from_cargo() {
	nice cargo install --quiet --locked --root "$deps" \
		--config profile.release.lto=false --config profile.release.opt-level=1 "$1"
}

[ "$#" -gt 0 ] || set -- pure-prompt spaceship-prompt typewritten starship
mkdir -p "$deps" || exit
for name; do
	case $name in
	starship) with=cargo ;;
	*) with=npm ;;
	esac
	if ! command -v "$with" >/dev/null; then
		echo "$name: $with is not here"
		failed=1
	elif "from_$with" "$name"; then
		echo "$name: in $deps"
	else
		echo "$name: could not be fetched"
		failed=1
	fi
done
exit "$failed"
