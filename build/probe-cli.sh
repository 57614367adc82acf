#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Find libbsd; print a make fragment with BSD_CFLAGS and BSD_LIBS.
set -eu

if "$PKG_CONFIG" --exists libbsd-overlay 2>/dev/null; then
	cflags=$("$PKG_CONFIG" --cflags libbsd-overlay)
	libs=$("$PKG_CONFIG" --libs libbsd-overlay)
else
	cflags='-isystem /usr/include/bsd -DLIBBSD_OVERLAY'
	libs=-lbsd
fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cat >"$tmp/t.c" <<'C'
#include <string.h>
int main(int argc, char **argv)
{
	char copy[8];
	return argc > 1 && strlcpy(copy, argv[1], sizeof(copy)) > 7;
}
C
# shellcheck disable=SC2086 # lists of flags
if ! $CC -D_GNU_SOURCE $cflags -o "$tmp/t" "$tmp/t.c" $libs 2>"$tmp/log"; then
	cat "$tmp/log" >&2
	echo "avenv needs libbsd: apt-get install libbsd-dev pkg-config" >&2
	exit 1
fi
printf 'BSD_CFLAGS := %s\nBSD_LIBS := %s\n' "$cflags" "$libs"
