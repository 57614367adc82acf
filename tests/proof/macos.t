#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71
# Alone: it builds in out/static
# Both programs compile and link for macOS, by zig. Nothing is run.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
untracked() { git ls-files -o --exclude-standard; }
before=$(untracked)
made build/static.sh out/static aarch64-macos x86_64-macos
libs=$(echo "$SRCDIR"/out/static/libs-*)
bin=$SRCDIR/out/static/bin
mkdir -p "$T/include/readline"
tar -xf out/static/sources/readline_* -C "$T/include/readline" --strip-components=1 \
	--wildcards --no-wildcards-match-slash 'readline-*/*.h'

# stub NAME SYMBOL...: a library that zig does not bring along, for the linker: _NAME and these names
stub() {
	cat >"$T/lib$1.tbd" <<-END
		--- !tapi-tbd
		tbd-version: 4
		targets: [ arm64-macos, x86_64-macos ]
		install-name: lib$1.dylib
		exports:
		  - targets: [ arm64-macos, x86_64-macos ]
		    symbols: [ _$1$(printf ', _%s' "${@:2}") ]
		...
	END
}
stub util humanize_number
stub readline rl_attempted_completion_function rl_completer_word_break_characters \
	rl_completion_append_character rl_completion_matches rl_outstream

for arch in aarch64 x86_64; do
	out=out/macos/$arch
	ok "$arch: compiled and linked" env -u MAKEFLAGS make MACOS=1 OUT="$out" AR="$bin/ar" \
		CC="$bin/$arch-macos-cc" \
		HOOK_STATIC= CFLAGS=-Wno-missing-field-initializers \
		CPPFLAGS="-isystem $libs/$arch-macos/include -isystem $T/include" \
		LDFLAGS="-L$libs/$arch-macos/lib -L$T" all
	for program in avenv avenv-hook; do
		is "$(head -c 4 "$out/$program" | od -An -tx1)" ' cf fa ed fe' "$arch: $program is a program of macOS"
	done
done
is "$(untracked)" "$before" 'nothing is left in the tree'
done_testing
