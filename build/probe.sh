#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print which of our flags a compiler takes, as assignments for make that end in ';;'. Programs are linked and
# never started, as those of a cross compiler do not run here.
# usage: probe.sh FILE PREFIX CC...     (PREFIX_WARN, PREFIX_HARDEN, ...)
# FLAGS and LDFLAGS are the user's. FILE keeps the answer for the same compiler, version and flags; with
# KEEP=n nothing is written.
set -eu

file=$1
prefix=$2
shift 2
cc=$*

# The version says what the compiler's name does not: an upgrade, another compiler below the same name. Another probe.sh
# asks again. Without -E zig leaves an a.o here.
key="# $cc: $($cc --version -E 2>&1 | head -n 1), $($cc -dumpmachine 2>&1 | head -n 1): $FLAGS: $LDFLAGS: $(cksum <"$0")"
if [ -f "$file" ] && [ "$(head -n 1 "$file")" = "$key" ]; then
	sed 1d "$file"
	exit
fi

# zig reads no standard input. Where TMPDIR is not to be written to, compilers take /tmp.
tmp=$(mktemp -d 2>/dev/null || mktemp -d /tmp/avenv-XXXXXX)
trap 'rm -rf "$tmp"' EXIT
echo 'int main(void) { return 0; }' >"$tmp/t.c"

# compiles FLAG...: some compilers only warn about an unknown flag, and -Werror makes that an error
compiles() {
	# shellcheck disable=SC2086 # a compiler may be several words: ccache gcc
	$cc -Werror $tried "$@" -c -o "$tmp/t.o" "$tmp/t.c" >/dev/null 2>&1
}

links() {
	# shellcheck disable=SC2086
	$cc "$@" $FLAGS $LDFLAGS -o "$tmp/t" "$tmp/t.c" >/dev/null 2>&1
}

# those TEST VARIABLE FLAG...: print an assignment with the flags that pass TEST
those() {
	test=$1
	name=$2
	shift 2
	list=
	for flag; do
		if $test "$flag"; then list="$list $flag"; fi
	done
	echo "${prefix}_$name :=$list ;;"
}

# static_pie: print the flags that link a program without libraries for any address, if the compiler can. musl-gcc
# takes -static-pie and links a dynamic program: it starts every program with Scrt1.o, beside which musl has the
# rcrt1.o of a static PIE. Only what the linker would be given tells that; zig links also where it is only asked.
static_pie() {
	# shellcheck disable=SC2086
	start=$($cc $FLAGS -static-pie -### -o "$tmp/t" "$tmp/t.c" 2>&1 | grep -oE '[^ "]+crt1\.o' | tail -n 1)
	case $start in
	*/rcrt1.o) pie=-static-pie ;;
	*musl*/Scrt1.o) pie="-static -nostartfiles -Wl,-pie,--no-dynamic-linker,-z,text ${start%/*}/rcrt1.o" ;;
	*) return ;;
	esac
	# shellcheck disable=SC2086
	if links $pie; then echo "$pie"; fi
}

# static_fixed: print those for a fixed address; with -no-pie, of which clang says that -static implies it, objects may
# be of that address, too. Code and constants in one segment are two mappings less, which is 2 % of a start.
static_fixed() {
	if links -Werror -fno-pie -static -no-pie; then fixed="-static -no-pie"; elif links -static; then fixed=-static; else return; fi
	one=-Wl,-z,noseparate-code
	# shellcheck disable=SC2086
	if links $fixed $one; then echo "$fixed $one"; else echo "$fixed"; fi
}

probe() {
	# One check with two names: gcc takes the first, clang the second.
	cast_align=-Wcast-align=strict
	if ! compiles $cast_align; then cast_align=-Wcast-align; fi

	those compiles WARN \
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
	those compiles HARDEN \
		-fPIE -fno-common -fstack-protector-strong -fstack-clash-protection \
		-fcf-protection -ftrivial-auto-var-init=zero
	# The helper is small: no unused sections, no unwind tables.
	those compiles SMALL \
		-Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables
	those links LD -Wl,-z,relro -Wl,-z,now -Wl,--gc-sections -Wl,--as-needed -Wl,--build-id
	those links PIE -pie
	# The command starts in two thirds of the time where its libraries are in it.
	if links -Wl,-Bstatic -ldeflate -ljansson -lreadline -ltinfo -lbsd -lmd -Wl,-Bdynamic; then
		echo "${prefix}_ARCHIVES := 1 ;;"
	fi
	echo "${prefix}_STATIC_PIE := $(static_pie) ;;"
	echo "${prefix}_STATIC_FIXED := $(static_fixed) ;;"
}

tried=$FLAGS
# Flags that make the compiler warn about any program say nothing about ours.
if ! compiles; then tried=; fi
if ! compiles; then
	echo "probe.sh: '$cc' cannot compile a C program" >&2
	exit 1
fi
said=$(probe)
if [ "${KEEP-}" != n ]; then
	mkdir -p "$(dirname "$file")"
	printf '%s\n' "$key" "$said" >"$file.$$"
	mv "$file.$$" "$file"
fi
printf '%s\n' "$said"
