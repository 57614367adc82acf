#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 52 26 48
# avenv use writes a redirect and records it; use --clear removes both. Refused, it changes nothing.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

# again: a project p without anything, an environment elsewhere/e, no records
again() {
	rm -rf "$HOME/.local" p elsewhere
	mkdir p elsewhere
	mkenv elsewhere/e
}

use() { run "$AVENV" -C p use "$@"; }

fresh use
again
use ../elsewhere/e
is "$rc:$out:$(cat p/.venv)" "0::$PWD/elsewhere/e" 'an environment elsewhere: the redirect has its absolute path'
is "$(ls -A p):$(stat -c %a p/.venv)" .venv:644 'and is all that is there'
gives p elsewhere/e 'it is on'
cp p/.venv before
use ../elsewhere/e
ok 'once more: nothing changes' cmp before p/.venv
mkenv elsewhere/f
echo half >p/.avenv-new-01234567
use ../elsewhere/f
is "$(cat p/.venv):$(ls -A p)" "$PWD/elsewhere/f:.venv" 'another takes its place; what a killed one left is swept'
mkenv p/one
mkenv p/two
mkdir p/sub
run "$AVENV" -C p/sub use two
is "$(cat p/.venv):$(on p/sub)" two:use/p/two 'one in the project, by its name from below: relative'

again
mkenv p/.venv
use .venv
is "$rc:$(records)" '0:allow dir ~/use/p' "the project's own .venv is only recorded"
ok 'and stays' test -f p/.venv/pyvenv.cfg
again
ln -s ../elsewhere/e p/.venv
use ../elsewhere/e
is "$rc:$(readlink p/.venv)" 0:../elsewhere/e 'a link that leads there already stays'
gives p elsewhere/e 'and is followed from now on'
umask 077
again
use ../elsewhere/e
umask 022
is "$(stat -c %a p/.venv)" 644 'the redirect is for others to read, whatever the umask'

# shellcheck disable=SC2016 # nothing in them is to be expanded
for name in 'with space' ' lead' 'trail ' "it's" 'a"b' '$(x)' '*' '-x' '~' 'é' 'back\slash' $'tab\t' '#x' $'\xff'; do
	again
	mkenv "elsewhere/$name"
	use -- "../elsewhere/$name"
	is "$(cat p/.venv)" "$PWD/elsewhere/$name" "'$name': byte for byte"
	gives p "elsewhere/$name" "'$name': on"
done

# ---- refused ----------------------------------------------------------------

# no NAME ARG...: exit 1, and nothing in p or on record changed
no() {
	local name=$1 before
	before=$(ls -lA p && [ -f p/.venv ] && cat p/.venv)
	refused "$name" "$AVENV" -C p use "${@:2}"
	is "$(ls -lA p && [ -f p/.venv ] && cat p/.venv)" "$before" "$name: nothing is written"
}
again
mkenv $'elsewhere/new\nline'
mkenv elsewhere/a:b
mkenv elsewhere/broken
mkenv elsewhere/open
rm elsewhere/broken/bin/python*
chmod 777 elsewhere/open
no 'a newline' $'../elsewhere/new\nline'
no 'a colon' ../elsewhere/a:b
no 'nothing there' ../elsewhere/none
no 'a directory' ../elsewhere
no 'a broken one' ../elsewhere/broken
no 'writable by others' ../elsewhere/open
chmod 777 p
no 'a project that others may write to' ../elsewhere/e
chmod 755 p
"$AVENV" -q deny elsewhere
no 'denied' ../elsewhere/e
"$AVENV" -q forget elsewhere
mkenv p/.venv
no 'a real .venv' ../elsewhere/e
rm p/.venv/pyvenv.cfg
no 'a directory of that name' ../elsewhere/e
rm -r p/.venv
ln -s ../elsewhere/none p/.venv
no 'a link' ../elsewhere/e
rm p/.venv
mkfifo p/.venv
no 'a FIFO' ../elsewhere/e
rm p/.venv
printf 'a\0b' >p/.venv
no 'a file that is no redirect' ../elsewhere/e
rm p/.venv
like "$(ulimit -f 0 && "$AVENV" -C p use ../elsewhere/e 2>&1 || echo "$?")" 'avenv: cannot write *1' 'a full disk: said'
is "$(ls -A p)" '' 'and nothing is there'

# ---- use --clear ------------------------------------------------------------

again
use ../elsewhere/e
use --clear
is "$rc:$(ls -A p)" 0: '--clear removes the redirect'
gives elsewhere - 'and what it led to is not on by that record'
is "$(records | grep -c elsewhere)" 0 'which is gone'
use --clear
is "$rc" 1 'once more: there is none'
use ../elsewhere/e
rm -r elsewhere/e
use --clear
is "$rc:$(ls -A p)" 0: 'of an environment that is gone'
mkenv p/.venv
use --clear
is "$rc:$(ls p/.venv/pyvenv.cfg)" 1:p/.venv/pyvenv.cfg 'a directory is not cleared'
rm -r p/.venv
ln -s ../elsewhere p/.venv
use --clear
is "$rc:$(readlink p/.venv)" 1:../elsewhere 'nor is a link'
for args in '' 'a b' '--clear a'; do
	# shellcheck disable=SC2086 # several words
	use $args
	is "$rc" 2 "usage: use $args"
done
done_testing
