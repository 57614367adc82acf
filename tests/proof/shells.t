#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 6 12
# The shells' tests on the bash and fish of other Debian releases, and on each bash of BASHES.
#   SHELL_TESTS='enter path'        only these of tests/shell
#   BASHES=/opt/bash-3.2/bin/bash   paths, with : between them
# macOS' bash 3.2.57, built on Linux in the directory bash-3.2 of github.com/apple-oss-distributions/bash:
#   touch xlocale.h && ./configure --disable-nls --without-bash-malloc --build=x86_64-pc-linux-gnu &&
#     make LOCAL_LIBS=-lbsd CFLAGS='-std=gnu99 -fgnu89-inline -fcommon -w -D_GNU_SOURCE -DPGRP_PIPE \
#       -DEBADEXEC=-1 -include bsd/stdio.h'
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

# everywhere.t starts what is called bash. It is in a bash itself, of which a copy stays.
cp "$BASH" "$T/bash"
everywhere() {
	# shellcheck disable=SC2016 # for sh
	apart sh -c 'mount --bind "$0" "$(command -v bash)" && exec "$@"' "$1" "$T/bash" "$SRCDIR/tests/shell/everywhere.t"
}
files=hook/idle\ $(cd "$SRCDIR/tests" && grep -lE '^from harness .* (story|test)' shell/*.t | grep -vE 'elvish|nushell|tcsh|xonsh')
[ -n "${BASHES-}" ] || skip 'no bash 3.2, that of macOS: BASHES=PATH names one'
IFS=: read -ra bashes <<<"${BASHES-}"
for path in "${bashes[@]}"; do
	version=$("$path" --version | head -1)
	for name in ${SHELL_TESTS:-$files}; do
		name=${name%.t}
		[[ $name = */* ]] || name=shell/$name
		ok "$version: $name" env "TEST_BASH=$path" 'TEST_CASE=bash:*' "$SRCDIR/tests/$name.t"
	done
	[ -n "${SHELL_TESTS-}" ] || ok "$version: shell/everywhere" everywhere "$path"
done

if ! command -v patchelf >/dev/null; then
	skip 'patchelf is not installed'
	done_testing
	exit
fi

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
			ok "$version: shell/$name" env "TEST_${shell^^}=${path:?}" "TEST_CASE=$shell:*" \
				"$SRCDIR/tests/shell/$name.t"
		done
	done
done
done_testing
