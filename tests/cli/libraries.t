#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# libarchive, and the dozen libraries that it brings along, are loaded where a
# wheel is read and nowhere else: each command and each TAB pays for what it loads.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

LIBRARY=libarchive.so.13

is "$(readelf -d "$AVENV_BUILD_DIR/avenv" | grep -c libarchive)" 0 'the program does not ask for it'

# loads ARG...: how many times `avenv ARG...` opens it
loads() {
	strace -f -qq -e trace=openat -o trace "$AVENV" "$@" >/dev/null 2>&1
	grep -q libreadline trace || echo 'it did not run'
	grep -c "$LIBRARY" trace
}
if can_trace; then
	mkdir proj
	is "$(cd proj && loads create -p "$PYTHON")" 1 'create loads it once'
	for command in status list path pythons '__complete env' '__complete python' --version; do
		# shellcheck disable=SC2086 # two words
		is "$(cd proj && loads $command)" 0 "avenv $command does not"
	done
else
	skip 'strace may not trace here' 8
fi

# ---- without it ------------------------------------------------------------

mkdir broken other
: >"broken/$LIBRARY"
run env LD_LIBRARY_PATH="$PWD/broken" "$AVENV" -C other create -p "$PYTHON"
is "$rc" 1 'one that cannot be loaded: failed'
is "$(wc -l <<<"$err")" 1 'one line'
like "$err" "avenv: cannot read wheels without libarchive: *$LIBRARY*" 'it says what is missing'
is "$(ls -A other)" '' 'nothing is left over'
run env LD_LIBRARY_PATH="$PWD/broken" "$AVENV" -C other create -p "$PYTHON" --without-pip
is "$rc" 0 'an environment without pip needs none'

mkdir lacking third
sed s/archive_entry_is_encrypted/archive_entry_is_encryptex/g \
	"$(ldconfig -p | sed -n "s/^\t$LIBRARY .* => //p" | head -n 1)" >"lacking/$LIBRARY"
run env LD_LIBRARY_PATH="$PWD/lacking" "$AVENV" -C third create -p "$PYTHON"
is "$rc" 1 'one that lacks a function: failed'
is "$(wc -l <<<"$err")" 1 'one line'
like "$err" 'avenv: cannot read wheels without libarchive: *undefined symbol: archive_entry_is_encrypted' 'it says which'
is "$(ls -A third)" '' 'nothing is left over'

done_testing
