#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37 39
# The file of records: private, replaced as a whole or appended to, locked. A damaged line grants nothing and is
# kept. Nothing counts in a file that another user could have written.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
DATA=${RECORDS%/*}

# projects: p is allowed, q is unknown
projects() {
	fresh p/.venv q/.venv
	avenv -q allow p
}

# ---- where and how -----------------------------------------------------------

projects
rm -r "$HOME/.local"
(umask 000 && avenv -q allow p)
is "$(stat -c %a "$DATA" "$RECORDS" | xargs)" '700 600' 'umask 000: closed'
chmod 0640 "$RECORDS"
avenv -q allow q
is "$(stat -c %a "$RECORDS")" 600 'its mode is mended'
is "$(find "$DATA" -perm /077)" '' 'and all beside it'
export XDG_DATA_HOME=$T/xdg
is_off p 'XDG_DATA_HOME: another file'
export XDG_DATA_HOME=xdg
is_on p p/.venv 'a relative XDG_DATA_HOME is ignored'
ok 'and not made' test ! -e xdg
unset XDG_DATA_HOME
HOME=relative refuses 'HOME=relative' HOME allow q

# ---- damaged lines -----------------------------------------------------------

projects
line=$(grep /p "$RECORDS")
lines=(garbage $'\001\377' allow deny "${line% *}" "${line#* }")
lines+=("$line x y z" "${line/allow/Allow}" "${line/\/p/p}")
printf '%s\n' "${lines[@]}" >>"$RECORDS"
printf 'nul \0 %s\nno newline' "$line" >>"$RECORDS"
avenv -q forget p
is_off p 'damaged: none of them allows, and the line is named' "$SHOWN_RECORDS' is damaged in line 2"
does 'damaged: allow' allow q
avenv -q forget q
avenv -q deny q
printf '%s\n' "${lines[@]}" 'no newline' >"$T/lines"
is "$(LC_ALL=C grep -acxFf "$T/lines" "$RECORDS")" "$(wc -l <"$T/lines")" 'damaged: each is kept'
is_off q 'damaged: a denial beside them holds' denied

# ---- a file that does not count ------------------------------------------------

# foreign NAME COMMAND: with the file as COMMAND leaves it, nothing is on, nothing is written
foreign() {
	projects
	(cd "$DATA" && eval "$2")
	is_off p "$1: off"
	AVENV_TRUST=$PWD is_off p "$1: off with AVENV_TRUST, as a denial may be in it"
	for command in 'allow q' 'deny q' 'forget p'; do
		# shellcheck disable=SC2086 # words
		refuses "$1: $command" "${SHOWN_RECORDS%/*}" $command
	done
	run timeout 120 "$AVENV" allow --list
	is "$rc:$out" 1: "$1: nothing is listed"
}
foreign 'others may write' 'chmod 0602 records'
foreign 'others may write to its directory' 'chmod 0703 .'
foreign 'a link' 'mv records real; ln -s real records'
foreign 'a link to nothing' 'rm records; ln -s new records'
foreign 'a FIFO' 'rm records; mkfifo records'
foreign 'a directory' 'rm records; mkdir records'
foreign 'a large one' 'truncate -s 100M records'
# One that is full, of records whose environments are gone
projects
mkenv much_longer/.venv
line=$(tail -n 1 "$RECORDS") size=$(wc -c <"$RECORDS")
yes "$line" | head -n $(((16 * 1024 * 1024 - size) / (${#line} + 1))) >>"$RECORDS"
rm -r p
refuses 'full' "it is full; 'avenv forget --gone' makes room" allow much_longer
avenv -q forget --gone
does '... which is so' allow much_longer
# In a directory like /tmp no hint is about an environment: the one about the file is given all the same.
projects
chmod 0602 "$RECORDS"
mkenv tmp/.venv
chmod 1777 tmp
like "$(cd tmp && shell_after PWD prompt 2>&1)" "$SHOWN_RECORDS*avenv doctor" \
	'others may write: the hint, also in a sticky directory'
if can_chown; then
	foreign 'a group may write' 'chgrp 4242 records; chmod 0620 records'
	foreign "somebody else's" 'chown 4242 records'
	foreign "somebody else's directory" 'chown 4242 .'
	# sudo -E: root with the HOME of another user
	fresh p/.venv
	install -d -o 4242 "$T/user"
	HOME=$T/user refuses "another user's HOME" "'~' belongs to user 4242" allow p
	ok 'nothing is made there' test ! -e "$T/user/.local"
fi

# ---- other processes; a full disk: kills/ ----------------------------------

fresh many{1..20}/.venv
for i in {1..20}; do avenv -q allow "many$i" & done
wait
is "$(avenv allow --list | grep -c '^allow.*/many')" 20 '20 at once: each is there'
for i in {1..10}; do
	avenv -q forget "many$i" &
	avenv -q deny "many$((i + 10))" &
done
wait
is "$(avenv allow --list | sed 1d | cut -d ' ' -f 1 | sort | uniq -c | xargs)" '10 allow 10 deny' 'changed at once'

projects
if has flock; then
	cp "$RECORDS" "$T/saved"
	mkfifo "$T/held"
	flock --no-fork "$RECORDS.lock" sh -c "echo >'$T/held'; exec sleep 60" &
	read -r <"$T/held"
	refuses 'a lock that is never given back' "$SHOWN_RECORDS.lock" allow q
	ok 'a lock that is never given back: nothing changed' cmp "$T/saved" "$RECORDS"
	kill $!
fi

# A server of files reports a full disk at the close: here that after the append, behind three readers.
if [[ $AVENV != */asan/* ]] && can_trace; then
	projects
	cp "$RECORDS" "$T/saved"
	run strace -qq -o /dev/null -P "$RECORDS" -e inject=close:error=EDQUOT:when=4 "$AVENV" allow q
	like "$rc:$err" "1:*cannot write '$SHOWN_RECORDS': Disk quota exceeded*" 'the server of the file is full: said'
	ok '... and nothing changed' cmp "$T/saved" "$RECORDS"
fi
done_testing
