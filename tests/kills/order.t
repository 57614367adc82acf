#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 39 46 59 61
# pyvenv.cfg is the last file of an environment. The record file survives a crash of the
# machine: its contents are on the disk before it has its name, and the name before the command is done.
# A startup file is made whole, and an undo that is killed loses nothing.
. "${SRCDIR:?}/tests/lib.sh"

needs_trace
cd "$T" || exit 1
mkenv p/.venv
run strace -o "$T/trace" -e 'trace=fsync,?fdatasync,?rename,?renameat,?renameat2' "$AVENV" deny p
is "$rc" 0 'deny'
is "$(sed -nE 's/^(fsync|rename)[a-z0-9]*\(.*/\1/p' "$T/trace" | xargs)" 'fsync rename fsync' \
	'the record file is synced, then renamed, then its directory is synced'

mkdir env
strace -o "$T/trace" -e trace=renameat,renameat2 "$AVENV" -q create --without-pip env
like "$(sed -nE 's/^rename.*"([^"]*)"[^"]*$/\1/p' "$T/trace" | xargs)" '*lib* pyvenv.cfg' \
	'create in an empty directory: pyvenv.cfg is last'
# The renames of a fill: pyvenv.cfg within the stage, lib, bin and others, pyvenv.cfg.
when=1 strike=137
wanted=$({
	ls -A env
	echo mine
} | sort | xargs)
while [ "$strike" = 137 ]; do
	when=$((when + 1))
	mkdir "killed$when"
	strace -o "$T/trace" -e trace=renameat,renameat2 -e inject=renameat,renameat2:signal=SIGKILL:when=$when \
		"$AVENV" -q create --without-pip "killed$when"
	strike=$?
	touch "killed$when/mine"
	run "$AVENV" create -q --without-pip "killed$when"
	is "$(find "killed$when" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | xargs)" "$wanted" \
		"killed at rename $when of a fill: the next create completes it"
	[ "$strike" = 0 ] || is "$rc:$err:$("$AVENV" path "killed$when")" "0::$PWD/killed$when" '... and is done: it is on'
done
ok 'each rename of a fill was struck' test "$when" -gt 4

# The same at a mount point, emptied first: old or new, or the next create completes it.
if can_mount_as_root; then
	cat >"$T/mounted.sh" <<-'END'
		mkdir mount && mount -t tmpfs -o mode=755 none mount && cd mount && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit
		"$AVENV" -q create --without-pip && touch .venv/lib/mark || exit
		# A mount on a file in it is seen before anything changes.
		echo x >.venv/lib/file && mount --bind /dev/null .venv/lib/file && ! "$AVENV" -q create --clear --without-pip && ls .venv/lib/mark || exit
		umount .venv/lib/file && rm .venv/lib/file
		when=0 strike=137
		while [ "$strike" = 137 ]; do
			when=$((when + 1))
			strace -o "$T/trace" -e trace=renameat,renameat2 -e inject=renameat,renameat2:signal=SIGKILL:when=$when "$AVENV" -q create --clear --without-pip
			strike=$?
			if [ -e .venv/pyvenv.cfg ] && [ -e .venv/lib/mark ] && [ -e .venv/bin/python ]; then
				echo old
			else
				"$AVENV" -q create --without-pip || [ "$strike" = 0 ] || echo "not completed after $when"
				[ -x .venv/bin/python ] && [ -e .venv/pyvenv.cfg ] && ! [ -e .venv/lib/mark ] && echo new
			fi
			touch .venv/lib/mark
			# An environment that was made by hand since stays, whatever the killed run left.
			"$AVENV" -q create --without-pip && echo "replaced after $when"
			[ -e .venv/lib/mark ] && ls -A .venv | grep '^\.avenv-'
		done
		echo "$when"
	END
	export AVENV T
	run apart bash "$T/mounted.sh"
	like "$(uniq <<<"$out" | xargs)" '*/mark old new [1-9]*' 'create --clear at a mount point, killed at each rename: old or new'
fi
strace -o "$T/trace" -e trace=renameat,renameat2 "$AVENV" -q create --without-pip --clear env
like "$(grep '^rename' "$T/trace" | tail -n 1)" '*RENAME_EXCHANGE*' 'create --clear: one exchange'
strace -o "$T/trace" -e trace=rename,renameat,renameat2 "$AVENV" -q recreate env
is "$(grep -c 'RENAME_EXCHANGE' "$T/trace")" 1 'recreate: one exchange'

strace -o "$T/trace" -e 'trace=open,openat,fsync,renameat2' "$AVENV" -q setup zsh
like "$(grep -c 'zshrc.*O_CREAT' "$T/trace"):$(sed -nE 's/^(fsync|rename)[a-z0-9]*\(.*/\1/p' "$T/trace" | xargs)" '0:fsync rename' \
	'a startup file that is missing is synced, and then gets its name'
sed -i '1i a=1' "$HOME/.zshrc"
printf 'b=%s\n' 1 22 >>"$HOME/.zshrc"
cp "$HOME/.zshrc" "$T/zshrc"
for call in write ftruncate; do
	cp "$T/zshrc" "$HOME/.zshrc"
	strace -o "$T/trace" -e "inject=$call:signal=KILL:when=1" "$AVENV" -q setup --undo zsh
	is "$(grep -v '^$\|# avenv setup' "$HOME/.zshrc" | xargs)" 'a=1 b=1 b=22' "setup --undo, killed at $call: no line is lost or half"
done
# Another program's .venv comes right before a command takes the link away. The command is killed then, or stands
# while another one sweeps there.
# stopped COUNT: until that many stops are in the trace
stopped() {
	local tries=0
	while [ "$(grep -c 'stopped by SIGSTOP' "$T/trace")" -lt "$1" ]; do
		sleep 0.02
		tries=$((tries + 1))
		[ $tries -lt 1000 ] && kill -0 "$tracer" 2>/dev/null || return 1
	done
}
# stop CALL WHEN WHEN WORD...: run avenv WORD... until CALL has come so often. It stops again at a renameat2.
stop() {
	: >"$T/trace"
	# shellcheck disable=SC2016 # of the inner shell
	strace -o "$T/trace" -e "trace=renameat2,$1" -e "inject=$1:signal=STOP:when=$2" \
		-e "inject=renameat2:signal=STOP:when=$3" sh -c 'echo $$ >"$0/pid" && exec "$@"' "$T" "$AVENV" -q "${@:4}" &
	tracer=$!
	stopped 1
	pid=$(<"$T/pid")
}
mkdir w && mkenv w/one w/two && cd w || exit 1
for words in 'use ./two' 'use --clear'; do
	for end in KILL CONT; do
		rm -rf .venv* three && "$AVENV" -q use ./one
		# Behind the records, and behind the rename of the link.
		# shellcheck disable=SC2086 # words
		stop unlinkat 2 2 $words
		rm .venv && mkdir .venv && echo mine >.venv/thesis
		kill -CONT "$pid"
		ok "$words: is stopped behind the rename" stopped 2
		[ $end = CONT ] || kill -KILL "$pid"
		run "$AVENV" create -q --without-pip three
		is "$rc" 0 '... another command sweeps'
		kill -CONT "$pid" 2>/dev/null
		wait $tracer
		is "$(cat .venv*/thesis)" mine "... $end: what another program had put there is kept"
		is "$(find . -maxdepth 1 -name '.avenv-*')" '' '... under a name of its own'
		like "$err" "avenv: '*/w/.venv*' was taken away by another command by mistake, and has this name now" '... which is printed'
	done
done
# The same with the records, which are edited by hand at that moment.
stop fsync 1 1 deny one
echo '# mine' >>"$HOME/.local/share/avenv/records"
kill -CONT "$pid"
ok 'deny: is stopped behind the rename' stopped 2
kill -KILL "$pid"
wait $tracer
run "$AVENV" deny two
is "$(cat "$HOME"/.local/share/avenv/records* | grep mine)" '# mine' '... killed: what was edited is kept'
is "$(find "$HOME"/.local/share/avenv -name '.avenv-*' -o -name '*.new')" '' '... under a name of its own'
like "$err" "avenv: '*/records-*' was taken away by another command by mistake, and has this name now*" '... which is printed'
cd .. || exit 1
# The umask is the process's: a file made by a thread meanwhile would be private.
strace -f -o "$T/trace" -e trace=umask,clone,clone3,exit,rename,renameat,renameat2 "$AVENV" -q create threads
is "$(sed -n '/CLONE_THREAD/,/rename/p' "$T/trace" | sed -n '/ exit(/q; /umask/p')" '' \
	'create asks for the umask before threads write'
# What was interrupted is said in words: nothing else shows it.
cd "$T" && rm -r env killed* threads || exit
mkdir k
strace -o "$T/trace" -e trace=renameat,renameat2 -e inject=renameat,renameat2:signal=SIGKILL:when=1 \
	"$AVENV" -C k -q create --without-pip
like "$(ls -A k)" '.avenv-new-*' 'create was killed'
like "$("$AVENV" -C k)" "*no environment in *'avenv create $PWD/k/.venv' completes the 'create' that was interrupted" 'avenv says so'
ok 'and so it is' "$AVENV" create -q --without-pip "$PWD/k/.venv"
is "$(ls -A k)" '.venv' '... without a rest'
# A remove that was killed is none.
strace -o "$T/trace" -e trace=unlinkat -e inject=unlinkat:signal=SIGKILL:when=1 "$AVENV" -q remove -y k/.venv
like "$(ls -A k)" '.avenv-old-*' 'remove was killed'
like "$("$AVENV" -C k)" "*'avenv create $PWD/k/.venv' makes one" 'avenv says nothing of a create'
run "$AVENV" remove k/.venv
is "$rc:$err:$(ls -A k)" "0:avenv: removed what an interrupted command had left of '$PWD/k/.venv':" 'the next remove completes it'
run "$AVENV" remove k/.venv
is "$rc:$err" "1:avenv: there is no '$PWD/k/.venv'" 'and then there is none'
done_testing
