#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66
# Output: data on stdout, messages on stderr, exit 0, 1 or 2. JSON parses. Missing descriptors
# lose no data. What a terminal gets: terminal.t.
. "${SRCDIR:?}/tests/lib.sh"

records=$HOME/.local/share/avenv/records
mkenv "$T/p/.venv"
"$AVENV" -q allow "$T/p"
cd "$T/p" || exit

# ---- exit status, stdout, stderr -------------------------------------------

# exits STATUS STREAM ARG...: all that is printed is on STREAM
exits() {
	run "$AVENV" "${@:3}"
	is "$rc:${out:+out}${err:+err}" "$1:$2" "${*:3}: exit $1, on std$2"
}
for args in path status list pythons 'env --shell bash' help 'hook bash' 'allow --list'; do
	# shellcheck disable=SC2086 # words
	exits 0 out $args
done
for args in 'path x' 'remove -y x' 'use x' 'create -p 1.0 x' 'forget x'; do
	# shellcheck disable=SC2086 # words
	exits 1 err $args
done
exits 2 err frobnicate

# ---- JSON ------------------------------------------------------------------

# json DIR WANTED ARG...: it is JSON, and WANTED is in it, byte for byte
json() {
	"$AVENV" -C "$1" "${@:3}" --json >"$T/json"
	/usr/bin/python3 -I -S -c 'import json, sys
with open(sys.argv[1]) as file:
    assert json.dumps(sys.argv[2])[1:-1] in json.dumps(json.load(file))' "$T/json" "$2"
}

# Escapes as bytes and in UTF-8, a turn of direction, a tag, and bytes that are no text
# shellcheck disable=SC2089,SC2090 # meant as it stands
name=$'x\033[31m\007\177\r\tcsi\xc2\x9b31m\xe2\x80\xae\xf3\xa0\x80\x81\xff"\\y'
mkenv "$T/n/$name/.venv"
printf 'home = /usr/bin\nversion = 3\033[31m\nprompt = x\033[31m\n' >"$T/n/$name/.venv/pyvenv.cfg"
"$AVENV" -q allow "$T/n/$name"
for args in status list 'doctor .venv'; do
	# shellcheck disable=SC2086 # words
	ok "$args --json" json "$T/n/$name" "$T/n/$name" $args
done
ok 'pythons --json' json / /bin/python pythons
"$AVENV" -q forget "$T/n/$name"

# ---- colour ----------------------------------------------------------------

# on_terminal VAR=VALUE... COMMAND...: what a terminal gets
on_terminal() {
	env TERM=xterm "$@" script -qec "$AVENV $command" /dev/null </dev/null
}
if has script; then
	for command in '' list 'path nowhere'; do
		like "$(on_terminal)" $'\033' "avenv $command: coloured on a terminal"
		plain=$(on_terminal | sed 's/\x1b\[[0-9]*m//g')
		is "$(on_terminal NO_COLOR=1)$(on_terminal TERM=dumb)" "$plain$plain" "avenv $command: NO_COLOR, a dumb terminal"
		# shellcheck disable=SC2086 # words
		is "$("$AVENV" $command 2>&1)" "$(tr -d '\r' <<<"$plain")" "avenv $command: none in a pipe"
	done
fi

# ---- descriptors -----------------------------------------------------------

for args in path status list 'env --shell bash' help 'hook bash' --version; do
	# shellcheck disable=SC2086 # words
	"$AVENV" $args >/dev/full 2>"$T/err"
	like "$?:$(cat "$T/err")" '1:avenv: *No space left on device' "$args on a full disk"
	# shellcheck disable=SC2086 # words
	"$AVENV" $args >&- 2>/dev/null
	is "$?" 1 "$args without stdout"
done
"$AVENV" -q forget "$T/p"
for closed in '<&- >&- 2>&-' '>&- 2>&-' '2>&-' '<&-'; do
	run eval "\"\$AVENV\" allow \"\$T/p\" $closed"
	is "$(awk '!/^#/ { print $1, $3 }' "$records")" "allow $T/p/.venv" "allow $closed: the record is right"
	"$AVENV" -q forget "$T/p"
done
like "$("$AVENV" run -e ./.venv cat <&- 2>&1)" 'Bad file descriptor' 'run: stdin stays closed'
done_testing
