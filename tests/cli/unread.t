#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whoever was to read what is said has gone: what writes does its work to the end, what only
# prints ends, and what is started has the signal as it was.
. "${SRCDIR:?}/tests/lib.sh"

STORE=$HOME/.local/share/avenv/trust
mkdir "$T/w"
cd "$T/w" || exit 1
mkfifo "$T/fifo"
exec 8<>"$T/fifo"
exec 9>"$T/fifo"
exec 8<&-

# unread COMMAND...: leaves $rc
unread() {
	rc=0
	"$@" >&9 2>&9 </dev/null || rc=$?
}

# recorded: the names that are on record
recorded() {
	awk '!/^#/ { sub(".*/", ""); print }' "$STORE" | LC_ALL=C sort | tr '\n' ' '
}

# here: all that is in this directory
here() {
	find . -mindepth 1 -maxdepth 1 -printf '%P\n' | LC_ALL=C sort | tr '\n' ' '
}

for name in a b; do
	unread "$AVENV" create --without-pip "$name"
	is "$rc" 0 "create $name: exit 0"
done
is "$(echo -- *) $(recorded)" '-- a b a b ' 'create: there, and recorded'
for i in 1 2 3; do
	printf '#!%s/bin/python\n' "$T/w/a" >"a/bin/x$i"
done
chmod 755 a/bin/x?
unread "$AVENV" move a c
is "$rc:$(here):$(recorded)" '0:b c :b c ' 'move: moved, and so is its record'
is "$(head -qn 1 c/bin/x? | sort -u)" "#!$T/w/c/bin/python" 'move: all is rewritten'
unread "$AVENV" recreate c
is "$rc:$(here):$(recorded)" '0:.avenv-backup-c b c :b c ' 'recreate: one in its place, and the old one'
unread "$AVENV" remove -y b c
is "$rc:$(ls):$(recorded)" '0::' 'remove: both are gone, and both records'

mkdir p q
unread "$AVENV" allow p q
is "$rc:$(recorded)" '0:p q ' 'allow: both'
unread "$AVENV" deny p q
is "$rc:$(grep -c ^deny "$STORE")" 0:2 'deny: both'
unread "$AVENV" forget p q
is "$rc:$(recorded)" 0: 'forget: both'

for shell in bash zsh fish; do
	command -v "$shell" >/dev/null || touch "$T/no-$shell"
done
unread "$AVENV" setup -y bash zsh fish
if [ -z "$(find "$T" -maxdepth 1 -name 'no-*')" ]; then
	is "$rc" 0 'setup: exit 0'
	is "$(grep -rl 'avenv hook' "$HOME" --include='.bashrc' --include='.zshrc' --include='*.fish' | wc -l)" 3 \
		'setup: all three'
else
	skip 'not all of bash, zsh and fish are here' 2
fi

mkenv e
unread "$AVENV" use ./e
is "$rc:$(cat .venv)" 0:e 'use: the redirect'
for args in list 'status --json' 'hook bash'; do
	# shellcheck disable=SC2086 # words
	unread "$AVENV" $args
	is "$rc" 141 "$args: it ends by SIGPIPE"
done
# shellcheck disable=SC2016 # for that shell
run "$AVENV" run -e ./e sh -c 'kill -PIPE $$'
is "$rc" 141 'run: what is run has it deadly'
# shellcheck disable=SC2016 # for that shell
run sh -c 'trap "" PIPE && "$1" run -e ./e sh -c "kill -PIPE \$\$ && echo on"' sh "$AVENV"
is "$rc:$out" 0:on 'run: where it is ignored, it stays so'
done_testing
