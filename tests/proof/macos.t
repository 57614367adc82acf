#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71
# Alone: it builds out/static
# Every file compiles for macOS, and the helper links there, by zig. Nothing is run.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
made build/static.sh out/static x86_64-linux-musl
headers=$(echo "$SRCDIR"/out/static/libs-*/x86_64-linux-musl/include)
for arch in aarch64 x86_64; do
	out=out/macos/$arch
	mkdir -p "$out"
	sed "s/x86_64-linux-musl/$arch-macos/" out/static/bin/x86_64-linux-musl-cc >"$out/cc"
	chmod +x "$out/cc"
	ok "$arch: compiled" env -u MAKEFLAGS make MACOS=1 OUT="$out" CC="$SRCDIR/$out/cc" HOOK_CC="$SRCDIR/$out/cc" STRIP=: \
		CC_LD= CC_ARCHIVES= HOOK_STATIC= HOOK_SMALL_LD= CPPFLAGS="-isystem $headers" objects "$out/avenv-hook"
	is "$(head -c 4 "$out/avenv-hook" | od -An -tx1)" ' cf fa ed fe' "$arch: the helper is a program of macOS"
done
done_testing
