#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 39 36
# The file of records: private, replaced as a whole, never lost, never relied upon when others can write to it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

DIR=${STORE%/*}
mkdir p q
umask 000
"$AVENV" -q allow p
umask 022
is "$(stat -c '%a %F' "$DIR" "$STORE" | tr '\n' ';')" '700 directory;600 regular file;' 'closed to others whatever the umask'
XDG_DATA_HOME=$T/xdg "$AVENV" -q allow q
ok 'XDG_DATA_HOME says where it is' test -f "$T/xdg/avenv/trust"
XDG_DATA_HOME=xdg "$AVENV" -q allow q
ok 'a relative one is ignored' test ! -e xdg
for home in '' relative; do
	run env HOME=$home "$AVENV" allow q
	is "$rc" 1 "HOME='$home' is refused"
done

# ---- lines ------------------------------------------------------------------

odd=$'caf\351 \\ \t \001\n#'
mkdir "$odd"
"$AVENV" -q allow "$odd"
"$AVENV" -q forget "$odd"
is "$?:$(grep -c caf "$STORE")" 0:0 'a directory of any name is recorded and found again'

mkenv damaged/.venv
mkenv odd/.venv
# damaged LINE: the file has that line, and grants nothing by it
printf '# mine\n\ngarbage \001\377\nallow dir 1:2.3\nallow dir x\0y\nallow dir path - - - %s/damaged\n  spaced\nno newline' \
	"$HOME" | sed '/damaged/s/path -/pat -/' >"$STORE"
cp "$STORE" "$T/before"
"$AVENV" -q allow p
ok 'unknown lines stay, byte for byte' cmp -n "$(stat -c %s "$T/before")" "$T/before" "$STORE"
is "$(tail -n 1 "$STORE" | awk '{ print $1, $NF }')" "allow $HOME/p" 'the new record has a line of its own'
like "$("$AVENV" allow --list)" 'damaged line 3 of' 'the list names a damaged line'
gives damaged - 'a damaged line grants nothing'
"$AVENV" -q forget p
ok 'forget leaves them as well' cmp -n "$(stat -c %s "$T/before")" "$T/before" "$STORE"
printf 'allow dir %s:1.000000000 - - - %s\n' "$(stat -c %i odd)" "$HOME/odd" >"$STORE"
gives odd - 'the number of an inode that was used again is another directory'
rm "$STORE"

# ---- a file that others could have written ----------------------------------

# spoilt NAME COMMAND...: after it nothing is on, not even by AVENV_TRUST, and nothing is written
spoilt() {
	local name=$1
	shift
	rm -rf "$DIR"
	"$AVENV" -q allow odd
	(cd "$DIR" && "$@")
	gives odd - "$name: its own records do not count"
	AVENV_TRUST=$HOME gives odd - "$name: nor does AVENV_TRUST, since it may hold a deny"
	run timeout 10 "$AVENV" allow q
	is "$rc" 1 "$name: nothing is recorded there"
	run timeout 10 "$AVENV" deny q
	is "$rc" 1 "$name: nor denied"
}
spoilt 'a group may write' chmod 0660 trust
spoilt 'others may write' chmod 0602 trust
spoilt 'others may write to its directory' chmod 0703 .
spoilt 'a link' sh -c 'mv trust real; ln -s real trust'
spoilt 'a link to nothing' sh -c 'rm trust; ln -s ../real trust'
ok 'which is not followed' test ! -e "$DIR/../real"
spoilt 'a FIFO' sh -c 'rm trust; mkfifo trust'
spoilt 'a directory' sh -c 'rm trust; mkdir trust'
spoilt 'too large' truncate -s 17M trust
if [ "$(id -u)" = 0 ]; then
	spoilt "somebody else's" chown 4242 trust
	spoilt "in somebody else's directory" chown 4242 .
else
	skip 'only root can give files away' 8
fi
rm -rf "$DIR"

# ---- disks and other processes ----------------------------------------------

"$AVENV" -q allow p
{ head -c 8192 /dev/zero | tr '\0' '#' && echo; } >>"$STORE"
cp "$STORE" "$T/before"
for command in 'allow q' 'deny q' 'forget p'; do
	# shellcheck disable=SC2086 # words
	like "$(ulimit -f 4 && "$AVENV" $command 2>&1 || echo "$?")" 'avenv: cannot write *1' "$command, a full disk: said"
	ok "$command, a full disk: the old file stays" cmp "$T/before" "$STORE"
	is "$(find "$DIR" -name '*.new')" '' "$command, a full disk: nothing is left behind"
done
echo half >"$DIR/trust.new"
"$AVENV" -q allow q
is "$?:$(find "$DIR" -name '*.new')" 0: 'what a killed one left is swept'

rm "$STORE"
for i in $(seq 24); do mkdir "many$i"; done
for i in $(seq 24); do "$AVENV" -q allow "many$i" & done
wait
is "$(grep -c '^allow dir .*/many' "$STORE")" 24 '24 at once: none is lost'
for i in $(seq 12); do
	"$AVENV" -q forget "many$i" &
	"$AVENV" -q deny "many$((i + 12))" &
done
wait
is "$(grep -c '^allow.*many' "$STORE") $(grep -c ^deny "$STORE")" '0 12' '24 changes at once: none is lost'

if command -v flock >/dev/null; then
	cp "$STORE" "$T/before"
	flock --no-fork "$STORE.lock" sleep 30 &
	holder=$!
	sleep 0.5
	run "$AVENV" allow q
	is "$rc" 1 'a lock that is never given back: said after five seconds'
	ok 'and nothing changed' cmp "$T/before" "$STORE"
	kill $holder
fi
for what in 'ln -s ../elsewhere' mkfifo; do
	rm -f "$STORE.lock"
	$what "$STORE.lock"
	run timeout 10 "$AVENV" allow q
	is "$rc:$([ -e "$DIR/../elsewhere" ] && echo made)" 1: "'$what' in the place of the lock: refused"
done
rm "$STORE.lock"
done_testing
