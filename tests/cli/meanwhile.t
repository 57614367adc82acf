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
