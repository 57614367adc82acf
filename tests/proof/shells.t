#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 6 12
# The shells' tests on the bash and fish of other Debian releases.
#   SHELL_TESTS='enter path'   only these of tests/shell
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

command -v patchelf >/dev/null || skip_all 'patchelf is not installed'

# program NAME: its path in $root; it is made to run on the libraries of its release
program() {
	local lib ld path=usr/bin/$1
	[ -e "$root/$path" ] || path=bin/$1
	lib=$(cd "$root" && echo {usr/,}lib/*-linux-gnu*)
	ld=$(cd "$root" && readlink -f {usr/,}lib/*-linux-gnu*/ld-linux-*.so.* | head -1)
	patchelf --set-interpreter "$ld" --force-rpath --set-rpath "$root/${lib// /:$root/}" "$root/$path" &&
		echo "$root/$path"
}

for release in bullseye trixie sid; do
	if ! debian_root "$release" shells 'bash|fish' bash fish; then
		skip "$release could not be fetched: $(tail -1 "$T/apt")"
		continue
	fi
	# fish takes its own functions only where both share/ and etc/ lie beside bin/.
	ln -sfn ../etc "$root/usr/etc"
	for shell in bash fish; do
		path=$(program "$shell")
		version=$("$path" --version | head -1)
		for name in ${SHELL_TESTS:-enter deactivate inherit notice others path upgrade}; do
			ok "$version: shell/$name" env "TEST_${shell^^}=${path:?}" "$SRCDIR/tests/shell/$name.t" "$shell:"
		done
	done
done
done_testing
