#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What others do between the look of remove, move or create and their work: nothing
# goes but what was looked at.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

w=$T/w

# An environment, and something that is none
setup() {
	cd "$T" && rm -rf "$w" && mkdir -p "$w/data" && cd "$w" || exit 1
	echo thesis >data/thesis
	mkenv env
}

swap='mv env kept && mv data env'

# safe NAME: the one is where it was put, and the other is whole
safe() {
	is "$(cat env/thesis):$(ls -m kept)" "thesis:bin, lib, pyvenv.cfg" "and neither is touched: $1"
	is "$(find . -name '.avenv-*')" '' "nor is anything left: $1"
}

setup
meanwhile "$swap" renameat2 delay_exit "$AVENV" move env new
like "$struck:$err" "1:*'$w/env' is not what was looked at any more, and stays as it is" 'move: another one at the old place'
ok 'the new one is there' test -f new/pyvenv.cfg
safe move

setup
meanwhile 'echo new >env/lib/late' renameat2 delay_exit "$AVENV" move env new
like "$struck:$err" "1:*'$w/env' was written to meanwhile, and stays as it is" 'move: written at the old place'
is "$(cat env/lib/late):$(ls -m new)" "new:bin, lib, pyvenv.cfg" 'and not removed'

setup
# The first four are of main().
meanwhile "$swap" rt_sigaction:5 delay_enter "$AVENV" create --clear --without-pip env
like "$struck:$err" "1:avenv: 'env' was replaced by another command meanwhile, and stays as it is" 'create --clear: another one since the look'
safe create

setup
meanwhile "$swap" rt_sigaction:5 delay_enter "$AVENV" remove -y env
like "$struck:$err" "1:avenv: '$w/env' is not what was looked at any more, and stays as it is" 'remove: another one since the look'
safe remove

# ---- links that lead to it --------------------------------------------------------

# A project that is led to it; what is put in the link's place
setup_link() {
	setup
	mkdir p other
	ln -s ../env p/.venv
	"$AVENV" -q allow p
}

# stands NAME: in the link's place is what was put there, and nothing else of ours
stands() {
	is "$(readlink p/.venv):$(ls -mA p)" '../other:.venv' "and stays: $1"
}

setup_link
# Its own copy is put in its place by the first.
meanwhile 'ln -sfn ../other p/.venv' renameat2:1 delay_exit "$AVENV" move env new
like "$struck:$err" "0:*avenv: '$w/p/.venv' leads elsewhere by now, and stays as it is" 'move: a link that somebody led elsewhere'
stands 'move, another link'

setup_link
meanwhile 'ln -sfn ../other p/.venv' renameat2:2 delay_enter "$AVENV" move env new
like "$struck:$err" "1:*avenv: '$w/p/.venv' is not what was looked at any more, and stays as it is*'$w/env' stays where it was as well*" \
	'move: a link that was exchanged after the second look'
stands 'move, at the last moment'

setup_link
meanwhile 'rm p/.venv; echo mine >p/.venv' renameat2:2 delay_enter "$AVENV" move env new
is "$struck:$(cat p/.venv):$(ls -mA p)" "1:mine:.venv" 'move: a file that came in its place is put back'

setup_link
meanwhile 'rm p/.venv; mkdir p/.venv; echo mine >p/.venv/file' renameat2:2 delay_enter "$AVENV" move env new
is "$struck:$(cat p/.venv/file):$(ls -mA p)" "1:mine:.venv" 'so is a directory, which is not written to'

setup_link
meanwhile 'rm p/.venv' renameat2:1 delay_exit "$AVENV" move env new
is "$struck:$(ls -mA p)" '0:' 'move: a link that is gone is not made again'

setup_link
meanwhile 'ln -sfn ../other p/.venv' flock delay_enter "$AVENV" remove -y env
like "$struck:$err" "0:*avenv: '$w/p/.venv' leads elsewhere by now, and stays as it is" 'remove: a link that somebody led elsewhere'
stands 'remove, another link'

setup_link
rm p/.venv
echo ../env >p/.venv
meanwhile 'echo ../other >p/.venv' flock delay_enter "$AVENV" remove -y env
like "$struck:$err:$(cat p/.venv)" "0:*'$w/p/.venv' leads elsewhere by now, and stays as it is:../other" 'remove: so does a redirect'

setup_link
ln -s env current
meanwhile 'ln -sfn ../current p/.venv' renameat2:1 delay_exit "$AVENV" move env new
like "$struck:$err:$(readlink p/.venv)" "0:*avenv: '$w/p/.venv' leads elsewhere by now, and stays as it is*:../current" \
	'move: a link that somebody led there through another one'

# As one is changed, the next one was looked at.
setup_link
mkdir q
echo ../env >q/.venv
"$AVENV" -q allow q
meanwhile 'echo ../other >q/.venv' renameat2:2 delay_enter "$AVENV" move env new
like "$struck:$err:$(cat q/.venv)" "1:*'$w/q/.venv' is not what was looked at any more, and stays as it is*:../other" \
	'move: a redirect that was written to after the second look'

setup_link
mkdir q
ln -s ../env q/.venv
"$AVENV" -q allow q
cp -a "$w" "$T/again"
traced trace=unlinkat "$AVENV" remove -y env
first=$(grep ^unlinkat "$T/.trace" | grep -n '"\.venv"' | sed -n '1s/:.*//p')
rm -r "$w"
mv "$T/again" "$w"
cd "$w" || exit 1
"$AVENV" -q allow p q
meanwhile 'ln -sfn ../other q/.venv' "unlinkat:$first" delay_enter "$AVENV" remove -y env
like "$struck:$err:$(readlink q/.venv)" "1:*'$w/q/.venv' is not what was looked at any more, and stays as it is*:../other" \
	'remove: a link that was exchanged after the second look'

# await COMMAND...: until it succeeds, but not for ever
await() {
	for _ in {1..200}; do
		if "$@"; then return; fi
		sleep 0.05
	done
}

leads_to_new() { [ "$(readlink p/.venv)" = ../new ]; }
# The first of these put the environment there.
goes_back() { [ "$(grep -c NOREPLACE "$T/.trace")" = 2 ]; }

# hold_up RENAMES: another link is put in the place of p/.venv before the second of
# these, which are held up
hold_up() {
	struck=0
	strace -o "$T/.trace" -e trace=renameat2 -e "inject=renameat2:delay_enter=2000000:when=$1" \
		"$AVENV" move env new >"$T/.struck" 2>&1 </dev/null &
	await test -e new
	sleep 0.5
	ln -sfn ../other p/.venv
	await leads_to_new
}

setup_link
hold_up 2..3
rm p/.venv
wait $! || struck=$?
is $struck 1 'move: what came out of its place goes back, though nothing is there any more'
stands 'move, where ours was removed meanwhile'

setup_link
hold_up 2..4
rm p/.venv
await goes_back
sleep 0.2
echo mine >p/.venv
wait $! || struck=$?
is "$struck:$(cat p/.venv):$(readlink p/.avenv-new-*/link)" 1:mine:../other 'move: what cannot go back is not removed'

setup_link
meanwhile 'mv p q; mkdir p; ln -s ../env p/.venv' renameat2:2 delay_enter "$AVENV" move env new
is "$struck:$(readlink p/.venv q/.venv | xargs)" '0:../env ../new' 'move: another project in its place is not written to'

# ---- signals -----------------------------------------------------------------

for signal in INT TERM HUP; do
	setup
	mkenv env2
	"$AVENV" -q allow env env2
	traced "inject=unlinkat:signal=$signal:when=2" "$AVENV" remove -y env env2
	# shellcheck disable=SC2154 # kill.sh leaves it
	is "$struck:$(ls -mA)" "$((128 + $(kill -l $signal))):data, env2" "remove: what is begun is finished, $signal"
	is "$("$AVENV" allow --list | grep -c "$w/env ")" 0 "and so is its record, $signal"
done
done_testing
