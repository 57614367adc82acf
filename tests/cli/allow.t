#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 27 33 40 41 66
# avenv allow, forget and allow --list: which directory or environment is recorded.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

# ---- a project and its environment ------------------------------------------

fresh project
mkenv p/.venv
mkdir -p p/a/b
run "$AVENV" -C p/a/b allow
is "$rc:$out:$(records)" "0::allow dir ~/project/p" 'in a subdirectory: the project is recorded'
gives p/a p/.venv 'its environment is on'
"$AVENV" -q allow p
is "$(records)" 'allow dir ~/project/p' 'allowed twice is recorded once'
rm -r p/.venv
mkenv p/.venv
gives p p/.venv 'built anew it is on'
refused 'a directory that is not there' "$AVENV" allow nowhere
touch file
refused 'a file' "$AVENV" allow file
refused 'an empty name' "$AVENV" allow ''
run "$AVENV" allow nowhere p
is "$rc:$(records)" '1:allow dir ~/project/p' 'of several, those that can be are recorded'

fresh names
mkenv p/.venv
"$AVENV" -q allow p/.venv
is "$(records)" 'allow dir ~/names/p' 'a usual name stands for its project'
mkenv q/djvenv
"$AVENV" -q allow q
like "$(records)" 'allow env ~/names/q/djvenv' 'an environment of another name has a record of its own'
gives q q/djvenv 'it is on'
mkenv s/one
mkenv s/two
run "$AVENV" allow s
gives s - 'several: none is on'
like "$err" 'avenv -C *use NAME' 'the message names use'
"$AVENV" -q allow s/two
gives s s/two 'the one that is allowed by name is on'

fresh elsewhere
mkenv envs/far
mkdir link redirect venv
ln -s ../envs/far link/.venv
echo ../envs/far >redirect/.venv
ln -s ../envs/far venv/venv
for how in link redirect venv; do
	rm -rf "$HOME/.local"
	gives $how - "$how: off without a record"
	"$AVENV" -q allow $how
	gives $how envs/far "$how: on"
done
mkdir other
ln -s ../elsewhere/none other/.venv
run "$AVENV" allow other
like "$err" 'is not turned on' 'a link to nothing: said'

# ---- trees, and all that is found -------------------------------------------

fresh trees
mkenv src/p/.venv
"$AVENV" -q allow --tree src
is "$(records)" 'allow tree ~/trees/src' '--tree: one record'
mkenv src/later/odd
gives src/later src/later/odd 'an environment that comes later is on'
mkenv beside/.venv
gives beside - 'one outside the tree is off'
rm -rf "$HOME/.local"
run env AVENV_TRUST="$PWD/src" "$AVENV" -C src/p path
is "$rc:$out" "0:$PWD/src/p/.venv" 'AVENV_TRUST: on below it'
run env AVENV_TRUST="$PWD/src" "$AVENV" -C beside path
is "$rc:$out" 1: 'AVENV_TRUST: off elsewhere'
run env AVENV_TRUST=src:"$PWD/sr" "$AVENV" -C src/p path
is "$rc:$out" 1: 'AVENV_TRUST: neither relative nor part of a name'
ok 'AVENV_TRUST records nothing' test ! -e "$STORE"

fresh found
mkenv a/.venv
mkenv deep/b/venv
mkenv c/odd
mkenv d/one
mkenv d/two
mkenv open/.venv
mkenv denied/.venv
mkenv a/node_modules/x/.venv
mkdir lost && echo ../nowhere >lost/.venv
chmod 0777 open
"$AVENV" -q deny denied
run "$AVENV" allow --found .
is "$rc:$(records | grep -v deny | tr '\n' ';')" \
	'0:allow dir ~/found/a;allow env ~/found/c/odd;allow dir ~/found/deep/b;' '--found: one record each'
is "$(grep -c '^allowed' <<<"$out"):$(grep -c '^left out' <<<"$out")" 3:4 'the others are listed as left out'
run "$AVENV" allow --found .
is "$rc:$(grep -c '^allowed a' <<<"$out")" 0:0 'a second time nothing is new'
for option in --tree --found; do
	run "$AVENV" allow $option
	is "$rc" 2 "$option needs a directory"
done

# ---- forget -----------------------------------------------------------------

fresh forget
mkenv p/.venv
mkenv q/odd
"$AVENV" -q allow p q
run "$AVENV" -C p forget
is "$rc:$(grep -c '/p$' "$STORE")" 0:0 'forget in a project'
gives p - 'its environment is off'
run "$AVENV" forget q
is "$rc:$(records)" 0: 'forget DIR: its environment as well'
refused 'nothing to forget' "$AVENV" forget q
"$AVENV" -q allow --tree .
refused 'allowed with a tree' "$AVENV" forget q
like "$err" "$PWD'" 'the message names the tree'
"$AVENV" -q allow p
run "$AVENV" forget p
like "$err" 'still allowed' 'what still covers it is said'
"$AVENV" -q forget .
mkdir -p far/away
"$AVENV" -q allow far/away p
rm -r far p
run "$AVENV" forget far/away p
is "$rc:$(records)" 0: 'directories that are gone'

# ---- the list ---------------------------------------------------------------

fresh list
mkdir b a gone changed $'odd\nna\033me'
"$AVENV" -q allow b gone changed $'odd\nna\033me'
"$AVENV" -q deny a
rmdir gone
mv changed x && mkdir changed
run "$AVENV" allow --list
# shellcheck disable=SC2001 # a pattern
is "$(sed "s|$HOME|~|g; s/  */ /g" <<<"$out")" 'deny dir ~/list/a good
allow dir ~/list/b good
allow dir ~/list/changed changed
allow dir ~/list/gone gone
allow dir ~/list/odd\012na\033me good' 'sorted, escaped, with a word on each'
run "$AVENV" allow --list --json
is "$(python3 -c 'import json, sys; print(sorted({x["state"] for x in json.load(sys.stdin)["records"]}))' <<<"$out")" \
	"['changed', 'gone', 'good']" 'the same as JSON'
run "$AVENV" allow --list b
is "$rc" 2 '--list takes no directory'
done_testing
