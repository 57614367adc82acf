#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv bench: what is wrong with the way it was called, and that it leaves nothing
# behind wherever it ends.  What it measures is in shell/bench.t.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/valgrind) skip_all 'it measures' ;;
esac

mkdir "$T/tmp" "$T/bin"
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T/tmp" SHELL=/bin/bash)
bench() { "${CLEAN[@]}" "$AVENV" bench "$@"; }
empty() { is "$(find "$T/tmp" -mindepth 1)" '' "$1: nothing is left behind"; }

for wait in 0 601 -1 x ''; do
	run bench --wait="$wait"
	is "$rc:$err" "2:avenv bench: '$wait' is not a number of seconds from 1 to 600; see 'avenv bench --help'" "--wait=$wait"
done
run bench tcsh
is "$rc:$err" "2:avenv bench: unknown shell 'tcsh'; there are bash, zsh and fish; see 'avenv bench --help'" 'an unknown shell'
run bench SHELL=/bin/sh
is "$rc" 2 'not a shell at all'
run env "${CLEAN[@]:1}" SHELL=/bin/dash "$AVENV" bench
is "$rc:$err" "1:avenv: there is no hook for your login shell, '/bin/dash'; name the one that you use: 'avenv bench bash', zsh or fish" \
	'a login shell without a hook'
run env "${CLEAN[@]:1}" SHELL=/bin/dash AVENV_HOOK='tcsh 3 ' "$AVENV" bench
like "$rc:$err" "1:avenv: there is no hook for your login shell, '/bin/dash';" 'a hook that is none of ours does not count'
run env "${CLEAN[@]:1}" PATH="$T/bin" AVENV_HOOK='zsh 3 :' "$AVENV" bench
is "$rc:$err:$out" "1:avenv: cannot find 'zsh':" 'the shell whose hook calls it comes before the login shell'
run env "${CLEAN[@]:1}" PATH="$T/bin" AVENV_HOOK='zsh 3 :' "$AVENV" bench fish
is "$rc:$err:$out" "1:avenv: cannot find 'fish':" 'a shell that is not installed'
for shell in fish /none/fish; do
	: >"$T/fish"
	run env -C "$T" "${CLEAN[@]:1}" PATH="$T/bin" SHELL=$shell "$AVENV" bench fish
	is "$rc:$err:$out" "1:avenv: cannot find 'fish':" "nor is what SHELL says: $shell"
	rm "$T/fish"
done
empty 'not installed'
run env "${CLEAN[@]:1}" TMPDIR="$T/none" "$AVENV" bench
is "$rc:$err:$out" "1:avenv: cannot make a directory in '$T/none': No such file or directory:" 'no place for it'
# What its shells read is run, and what it made is removed, by name.
mkdir -m 777 "$T/open" && mkdir "$T/open/mine" "$T/a:b"
for dir in open open/mine; do
	run env "${CLEAN[@]:1}" TMPDIR="$T/$dir" "$AVENV" bench
	is "$rc:$err:$out" "1:avenv: '$T/open' can be written to by anybody; set TMPDIR to a directory of your own:" \
		"others may rename what is in $dir, or above it"
done
ok 'and nothing is there' rmdir "$T/open/mine" "$T/open"
run env "${CLEAN[@]:1}" TMPDIR="$T/a:b" "$AVENV" bench
is "$rc:$err:$out" "1:avenv: '$T/a:b' cannot be in PATH, as there is a ':' in it; set TMPDIR to a directory of your own:" \
	'what PATH cannot have in it'

# A shell that is none.
printf '#!/bin/sh\necho oops\n' >"$T/bin/bash"
chmod +x "$T/bin/bash"
run env "${CLEAN[@]:1}" SHELL="$T/bin/bash" "$AVENV" bench
is "$rc" 1 'what ends at once: exit 1'
like "$err" "avenv: $T/bin/bash, with your startup files, ended before its prompt; it last printed 'oops'*" 'what ends at once: said'
like "$out" '*bash (it did not start)*' 'what ends at once: in the table'
empty 'what ends at once'

# Who reads is gone before it prints, which ends it: more than a buffer full of facts.
LONG=AVENV_$(printf '%09000d' 0)=x
mkfifo "$T/fifo"
exec 8<>"$T/fifo"
exec 9>"$T/fifo"
exec 8<&-
for arg in --json --wait=10; do
	rc=0
	env "${CLEAN[@]:1}" "$LONG" SHELL="$T/bin/bash" "$AVENV" bench "$arg" >&9 2>/dev/null || rc=$?
	is "$rc" 141 "$arg, nobody reads: it ends by SIGPIPE"
	empty "$arg, nobody reads"
done
exec 9>&-

# It says what it leaves behind.
if can_trace; then
	run env "${CLEAN[@]:1}" ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null -e inject=unlinkat:error=EBUSY "$AVENV" bench bash
	is "$rc" 1 'what cannot be removed: exit 1'
	like "$err" "avenv: cannot remove '$T/tmp/avenv-bench-*': Device or resource busy" 'what cannot be removed: said'
	like "$out" '*cd elsewhere*' 'what cannot be removed: the figures are told'
	rm -r "$T/tmp/"avenv-bench-*
	empty 'but for that'
else
	skip 'strace cannot trace here' 4
fi

# A helper that never has anything to say: the hook is there, and nothing is turned on.
mkdir "$T/dull"
cp "$AVENV" "$T/dull/avenv"
printf '#!/bin/sh\n' >"$T/dull/avenv-hook"
chmod +x "$T/dull/avenv-hook"
run "${CLEAN[@]}" "$T/dull/avenv" bench --json bash
is "$rc" 1 'a helper that answers nothing: exit 1'
is "$err" "avenv: the hook turned nothing on in '/bin/bash'" 'a helper that answers nothing: said'
like "$out" '*"bare": {*"hook": true,*"on": false,*' 'a helper that answers nothing: it is loaded, and not on'
like "$out" '*"helper": "not an ELF file"*' 'a helper that answers nothing: what it is'
empty 'a helper that answers nothing'

# What it cannot do, it says, and takes away what it has made.
if [ "$(id -u)" = 0 ]; then
	skip 'root may write anywhere' 2
else
	mkdir -m 500 "$T/closed"
	run env "${CLEAN[@]:1}" TMPDIR="$T/closed" "$AVENV" bench
	is "$rc:$err" "1:avenv: cannot make a directory in '$T/closed': Permission denied" 'a closed directory'
	is "$out" '' 'a closed directory: nothing else'
fi

done_testing
