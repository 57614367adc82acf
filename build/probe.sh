#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Try which of our flags a compiler takes; print a make fragment.
# usage: probe.sh PREFIX CC...     (sets PREFIX_WARN, PREFIX_HARDEN, ...)
set -eu

prefix=$1
shift
cc=$*

# Not in TMPDIR, which may be mounted noexec.
mkdir -p out/probe
tmp=$(mktemp -d out/probe/try.XXXXXX)
trap 'rm -rf "$tmp"' EXIT
echo 'int main(void) { return 0; }' >"$tmp/t.c"

# Some compilers only warn about an unknown flag: -Werror makes that an error.
takes() {
	# shellcheck disable=SC2086 # a compiler may be several words: ccache gcc
	$cc -Werror "$@" -c -o "$tmp/t.o" "$tmp/t.c" >/dev/null 2>&1
}

links() {
	# shellcheck disable=SC2086
	$cc "$@" -o "$tmp/t" "$tmp/t.c" && "$tmp/t"
} >/dev/null 2>&1

# those TEST VARIABLE FLAG...: print one line with the flags that pass TEST
those() {
	test=$1
	name=$2
	shift 2
	list=
	for flag; do
		# shellcheck disable=SC2086 # some flags go together
		if $test $flag; then list="$list $flag"; fi
	done
	printf '%s_%s :=%s\n' "$prefix" "$name" "$list"
}

if ! takes; then
	echo "probe.sh: '$cc' cannot compile a C program" >&2
	exit 1
fi

# One check with two names: gcc takes the first, clang the second.
cast_align=-Wcast-align=strict
if ! takes $cast_align; then cast_align=-Wcast-align; fi

those takes WARN \
	-Wall -Wextra -Wno-unused-parameter -Wpedantic -Wformat=2 -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wmissing-declarations -Wold-style-definition \
	-Wimplicit-fallthrough -Wpointer-arith -Wwrite-strings -Wcast-qual \
	-Walloca -Wvla -Wundef -Wredundant-decls -Wnested-externs -Winit-self \
	-Wtype-limits -Wnull-dereference -Wunused-macros -Wdate-time \
	-Wdouble-promotion -Wswitch-enum -Wconversion -Wsign-conversion \
	-Wlogical-op -Wduplicated-cond -Wduplicated-branches \
	-Wjump-misses-init -Wformat-signedness -Wtrampolines \
	-Wstack-usage=16384 $cast_align -Wmissing-variable-declarations \
	-Wcomma -Wunreachable-code -Wtautological-unsigned-zero-compare
those takes HARDEN \
	-fno-common -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection -ftrivial-auto-var-init=zero
# Flags that keep the helper small: no unused sections, no unwind tables, and no page of its own for
# the few pointers of a static program.
those takes SMALL \
	-Os -ffunction-sections -fdata-sections -fno-pie \
	-fno-asynchronous-unwind-tables -fno-unwind-tables
those links SMALL_LD \
	-Wl,--gc-sections -Wl,-z,noseparate-code -Wl,-z,norelro -no-pie -Wl,--build-id=none
those links STATIC -static
those links LD -Wl,-z,relro -Wl,-z,now
# Archives in place of shared libraries, each of which costs the start of avenv 0.1 ms. The
# symbol proves that the archive can be linked; a missing one leaves the shared library. libc
# comes first: libbsd has functions with the same names.
those links ARCHIVES -lc '-u strtonum -l:libbsd.a' '-u SHA256Init -l:libmd.a' '-u json_loadb -l:libjansson.a' \
	'-u libdeflate_crc32 -l:libdeflate.a' '-u readline -l:libreadline.a -l:libtinfo.a' -Wl,--as-needed
