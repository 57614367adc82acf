#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The trust store: how it is made, kept whole, and refused.
. "${SRCDIR:?}/tests/lib.sh"

DATA=$HOME/.local/share
STORE=$DATA/avenv/trust
cd "$HOME" || exit 1
mkdir p q

# allow DIR, quietly
allow() {
	run "$AVENV" -q allow "$1"
}

# --- where and how

umask 000
allow p
umask 022
is "$rc$err" 0 "made at the first record"
is "$(stat -c '%a %F' "$DATA/avenv" "$STORE" "$STORE.lock" | tr '\n' ';')" \
	"700 directory;600 regular file;600 regular empty file;" "closed to others whatever the umask"
is "$(head -n 1 "$STORE")" "# avenv trust 1" "the first line says what it is"
like "$(tail -n 1 "$STORE")" "allow dir [0-9]*:[0-9]*.????????? $(id -u) - - $HOME/p" "a record as documented"
run env XDG_DATA_HOME="$T/xdg" "$AVENV" -q allow q
ok "XDG_DATA_HOME is where it is" test -f "$T/xdg/avenv/trust"
run env XDG_DATA_HOME=xdg "$AVENV" -q allow q
like "$rc $(cat "$STORE")" "0 * $HOME/q" "a relative one is ignored"
ok "and not made" test ! -e xdg
for home in '' relative; do
	run env HOME=$home "$AVENV" allow q
	is "$rc $err" "1 avenv: there is no place for trust records: HOME is not set to an absolute path" "HOME='$home'"
done
run env -u HOME "$AVENV" allow q
is "$rc" 1 "HOME unset"

# --- what others wrote stays

odd=$'caf\351 \\ \t \001\n#'
mkdir "$odd"
allow "$odd"
is "$rc $(tail -n 1 "$STORE" | cut -d ' ' -f 7)" "0 $HOME/caf\\351\\040\\134\\040\\011\\040\\001\\012#" "any name in one field"
run "$AVENV" -q forget "$odd"
is "$rc" 0 "and found again"

printf '# mine\n\ngarbage \001\377\nallow dir 1:2.3\nallow dir x\0y\ndeny tree path - - - /nowhere\n  spaced\nno newline' >"$STORE"
cp "$STORE" "$T/before"
allow p
is "$err" "" "-q: not a word"
ok "every byte of unknown lines is kept" cmp -n "$(stat -c %s "$T/before")" "$T/before" "$STORE"
is "$(wc -l <"$STORE")" 9 "a last line without its end is ended"
like "$("$AVENV" allow --list)" "damaged line 3 of *damaged line 4 of *damaged line 5 of *damaged line 7 of *damaged line 8 of" "the list names the damaged lines"
run "$AVENV" -q forget p
is "$(head -c "$(stat -c %s "$T/before")" "$STORE" | cmp - "$T/before" 2>&1)" "" "so does forget"
run "$AVENV" forget ''
is "$rc:$err" "1:avenv: an empty name is not a directory" "forget: an empty name is not this directory"
run "$AVENV" forget /nowhere
like "$err" "line 3 of '$STORE' is not a record and was left as it is" "said so"
is "$rc $(grep -c nowhere "$STORE") $(grep -c mine "$STORE")" "0 0 1" "only the line concerned goes"

rm "$STORE"
allow p
chmod 0640 "$STORE"
allow q
is "$(stat -c %a "$STORE")" 600 "its mode is mended"

# --- what is no store

# refused NAME PATTERN: nothing is written and one line says why
refused() {
	allow q
	like "$rc $err" "1 avenv: $2" "$1: refused"
	is "$(printf '%s\n' "$err" | wc -l)" 1 "$1: in one line"
	run "$AVENV" -q deny q
	is "$rc" 1 "$1: deny as well"
	run timeout 10 "$AVENV" -C q status
	is "$((rc < 2))" 1 "$1: nothing waits for it"
}

rm "$STORE"
ln -s "$T/elsewhere" "$STORE"
refused "a link" "*'$STORE': it is a link"
ok "a link is not followed" test ! -e "$T/elsewhere"
rm "$STORE"
mkfifo "$STORE"
refused "a FIFO" "*'$STORE': it is not a regular file"
rm "$STORE"
mkdir "$STORE"
refused "a directory" "*'$STORE': it is not a regular file"
rmdir "$STORE"
allow p
cp "$STORE" "$T/before"
for mode in 0620 0602; do
	chmod $mode "$STORE"
	refused "mode $mode" "others may write to '$STORE'"
done
chmod 0600 "$STORE"
for mode in 0770 0707; do
	chmod $mode "$DATA/avenv"
	refused "a directory of mode $mode" "others may write to '$DATA/avenv'"
done
run "$AVENV" forget nowhere
like "$rc:$err" "1:avenv: *others may write to '$DATA/avenv'" "forget: nobody knows what is recorded there"
chmod 0700 "$DATA/avenv"
ok "none of that changed it" cmp "$T/before" "$STORE"
mv "$DATA/avenv" "$T/moved"
ln -s "$T/moved" "$DATA/avenv"
refused "a linked directory" "*'$DATA/avenv': it is not a directory"
rm "$DATA/avenv"
touch "$DATA/avenv"
refused "a file in the directory's place" "*'$DATA/avenv'"
rm "$DATA/avenv"
ln -s nowhere "$DATA/avenv"
refused "a dangling link in the directory's place" "*'$DATA/avenv'"
rm "$DATA/avenv"
mv "$T/moved" "$DATA/avenv"
if [ "$(id -u)" = 0 ]; then
	chown 12345 "$STORE"
	refused "somebody else's" "'$STORE' belongs to uid 12345"
	chown 0 "$STORE"
	chown 12345 "$DATA/avenv"
	refused "somebody else's directory" "'$DATA/avenv' belongs to uid 12345"
	chown 0 "$DATA/avenv"
else
	skip "only root can give files away" 8
fi

# --- the disk, signals, other processes

head -c 8192 /dev/zero | tr '\0' '#' >>"$STORE"
echo >>"$STORE"
cp "$STORE" "$T/before"
for limit in 4 0; do
	for command in 'allow q' 'deny q' 'forget p'; do
		if ! is_itself; then
			skip 'valgrind needs files of its own' 3
			continue
		fi
		# Not to a file, which has that limit as well.
		# shellcheck disable=SC2086 # words
		like "$(ulimit -f $limit && "$AVENV" $command 2>&1 || echo "$?")" "avenv: cannot write '$STORE': File too large
*1" "$command, no file longer than $limit KiB: said so"
		ok "$command, $limit KiB: the old one stays" cmp "$T/before" "$STORE"
		ok "$command, $limit KiB: nothing is left behind" test ! -e "$DATA/avenv/trust.new"
	done
done
if can_trace; then
	run env ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null -e inject=fsync:signal=KILL "$AVENV" allow q
	ok "killed: what it leaves" test -s "$DATA/avenv/trust.new"
	ok "killed: the old one stays" cmp "$T/before" "$STORE"
else
	skip 'strace cannot trace here' 2
	echo half >"$DATA/avenv/trust.new"
fi
allow q
is "$rc" 0 "what a killed one left does no harm"
ok "and is gone" test ! -e "$DATA/avenv/trust.new"

rm "$STORE"
for i in $(seq 32); do mkdir "many$i"; done
for i in $(seq 32); do "$AVENV" -q allow "many$i" & done
wait
is "$(grep -c '^allow dir .*/many[0-9]*$' "$STORE")" 32 "32 at once: none is lost"
for i in $(seq 16); do
	"$AVENV" -q forget "many$i" &
	"$AVENV" -q deny "many$((i + 16))" &
done
wait
is "$(grep -c ^allow "$STORE") $(grep -c ^deny "$STORE")" "0 16" "and none when they change"

# wait_until COMMAND...: it succeeds, within ten seconds
wait_until() {
	local i
	for ((i = 0; i < 200; i++)); do
		if "$@"; then return; fi
		sleep 0.05
	done
	diag "never: $*"
	return 1
}

# hold NAME: the lock that is there now, in $holder, until that is killed
hold() {
	# shellcheck disable=SC2016 # for that shell
	flock --no-fork "$STORE.lock" sh -c ': >"$1"; exec sleep 60' sh "$T/$1" &
	holder=$!
	wait_until [ -e "$T/$1" ]
}

# drop PID: what it holds
drop() {
	kill "$1"
	wait "$1" 2>/dev/null
}

# tries: $waiting has the lock's file open that is there now, or has ended
tries() {
	[ ! -e "/proc/$waiting/fd" ] || readlink "/proc/$waiting/fd/"* | grep -qxF "$STORE.lock"
}

if command -v flock >/dev/null; then
	cp "$STORE" "$T/before"
	hold never
	run "$AVENV" allow q
	like "$rc $err" "1 avenv: cannot lock '$STORE.lock': another avenv has held it for 5 seconds" "a lock that is never given back: not waited for"
	ok "and nothing changed" cmp "$T/before" "$STORE"
	drop "$holder"

	# Who waited for a lock that went with the store waits for the one that is there now.
	hold first
	first=$holder
	"$AVENV" -q allow q &
	waiting=$!
	wait_until tries
	rm "$STORE.lock"
	hold second
	drop "$first"
	wait_until tries
	ok "a lock that was removed: nothing is written without the new one" cmp "$T/before" "$STORE"
	drop "$holder"
	wait $waiting
	is "$? $(grep -c "/q\$" "$STORE")" "0 1" "a lock that was removed: with it, it is"
	"$AVENV" -q forget q
else
	skip "flock is not installed" 4
fi

rm "$STORE.lock"
ln -s "$T/elsewhere" "$STORE.lock"
run "$AVENV" allow q
is "$rc" 1 "a link in the lock's place: refused"
ok "and not followed" test ! -e "$T/elsewhere"
rm "$STORE.lock"
mkfifo "$STORE.lock"
run timeout 10 "$AVENV" allow q
like "$rc $err" "1 *'$STORE.lock': it is not a regular file" "a FIFO in the lock's place: refused"
rm "$STORE.lock"

done_testing
