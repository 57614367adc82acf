#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71 23
# make static: programs for two architectures that need no library, and the tests of a command pass
# with them.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
env -u MAKEFLAGS make static >"$T/log" 2>&1 || skip_all "$(grep static.sh "$T/log" | tail -n 1)"

for target in x86_64-linux-musl aarch64-linux-musl; do
	for program in avenv avenv-hook; do
		file=out/static/$target/$program
		is "$(readelf -l "$file" | grep -c 'INTERP\|DYNAMIC')" 0 "$target: $program needs no library"
	done
	ok "$target: the licences of what is in it" test -s "out/static/$target/licenses/musl"
done
before=$(stat -c '%Y %n' out/static/*/avenv)
env -u MAKEFLAGS make static >"$T/log" 2>&1
is "$(cat "$T/log") $(stat -c '%Y %n' out/static/*/avenv)" " $before" 'again: nothing is fetched or built'
ok 'the tests of the command' env AVENV_BUILD_DIR="$SRCDIR/out/static/x86_64-linux-musl" tests/cli/complete.t

# Compiled anew from a copy of the tree, with a cache of its own
mkdir -p "$T/again/static"
cp -R Makefile build src hooks completions "$T/again"
ln -s "$SRCDIR"/out/static/{tools-*,libs-*,sources} "$T/again/static"
ok 'in another directory' env -C "$T/again" -u MAKEFLAGS build/static.sh static x86_64-linux-musl
for program in avenv avenv-hook; do
	ok "in another directory: the same bytes of $program" \
		cmp "$T/again/static/x86_64-linux-musl/$program" "out/static/x86_64-linux-musl/$program"
done
done_testing
