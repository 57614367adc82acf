#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whoever was to read what is said has gone: what writes does its work to the end, what only
# prints ends, and what is started has the signal as it was.  Where that is pip, it dies of it,
# and the old state stays.
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

mkenv broken
ln -sfn "$T/w/gone/bin/python3" broken/bin/python3
printf '#!/gone/broken/bin/python\n' >broken/bin/x1
sed -i "s:^home = .*:home = $T/w/gone/bin:" broken/pyvenv.cfg
run "$AVENV" repair --dry-run broken
cp -a broken broken.old
run "$AVENV" repair broken
mended=$(
	cd broken && find . -printf '%p %m %l\n' | sort
	head -qn 1 broken/bin/x1 broken/pyvenv.cfg
)
rm -r broken
mv broken.old broken
unread "$AVENV" repair broken
is "$rc:$(
	cd broken && find . -printf '%p %m %l\n' | sort
	head -qn 1 broken/bin/x1 broken/pyvenv.cfg
)" "0:$mended" 'repair: mended as where somebody reads'
rm -r broken

# What nobody wanted to read is no failure; what could not be written is one.
"$AVENV" -q allow p
unread "$AVENV" allow --list
is "$rc" 0 'allow --list: nobody wanted to read it'
rc=0
"$AVENV" allow --list >/dev/full 2>"$T/err" || rc=$?
is "$rc:$(cat "$T/err")" '1:avenv: cannot write to standard output: No space left on device' 'allow --list: it could not be written'
"$AVENV" -q forget p
# Python ignores the signal by itself, and is told what it was before.
if can_trace; then
	run strace -f -o "$T/calls" -e trace=rt_sigaction "$AVENV" create --without-pip none
	like "$(grep 'SIGPIPE, {sa_handler=SIG_IGN' "$T/calls" | tail -n 1)" 'sa_handler=SIG_IGN*}, {sa_handler=SIG_DFL' \
		'create: what is started has it deadly'
	"$AVENV" -q remove -y none
else
	skip 'strace may not trace here'
fi

for shell in bash zsh fish; do
	command -v "$shell" >/dev/null || touch "$T/no-$shell"
done
unread "$AVENV" setup -y bash zsh fish
if [ -z "$(find "$T" -maxdepth 1 -name 'no-*')" ]; then
	is "$rc" 0 'setup: exit 0'
	is "$(grep -rl '# avenv setup' "$HOME" --include='.bashrc' --include='.zshrc' --include='*.fish' | wc -l)" 3 \
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
