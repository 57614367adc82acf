#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Build the Debian packages of this tree. usage: deb.sh VERSION DIR
# DIR gets the packages, the tree they were built in, and a log.
set -eu

version=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
tree=$dir/avenv-$version

fail() {
	echo "$1" >&2
	exit 1
}

said=$(dpkg-parsechangelog -l build/debian/changelog -S Version)
[ "$said" = "$version" ] ||
	fail "build/debian/changelog is of $said: 'dch -c build/debian/changelog -v $version' adds an entry"

rm -rf "$tree" "$dir"/avenv_* "$dir"/avenv-dbgsym_*
mkdir "$tree"
tar -c --exclude=./out --exclude=./.git --exclude=__pycache__ . | tar -x -C "$tree"
# Debian wants it on top; our top level is small.
mv "$tree/build/debian" "$tree/debian"

# The package is built without the variables of the caller's make and shell.
cd "$tree"
env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C.UTF-8 DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS-}" \
	dpkg-buildpackage --build=binary --no-sign >"$dir/log" 2>&1 || {
	tail -n 20 "$dir/log" | cut -c 1-200
	fail "the packages could not be built; '$dir/log' says why"
}
for file in "$dir"/*.deb; do echo "  DEB     $file"; done
