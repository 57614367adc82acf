#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv -C DIR: what a message says is to be typed, typed as it stands where the user stands, does to
# DIR what it says, and nothing to what is here.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/recreate.sh"

avenv() { "$AVENV" "$@"; }

# anew: 'a', where the user stands, and 'b', each a project of its own with a requirement; and no records
anew() {
	cd "$T/w" || exit 1
	rm -rf a b "$HOME/.local"
	mkdir a b
	echo tiny | tee a/requirements.txt >b/requirements.txt
	cd a || exit 1
}

# said WORDS: the command in quotes before WORDS in $err, or behind them
said() {
	sed -n "s/.*[\"']\(avenv [^\"]*\|source [^']*\)[\"'] $1.*/\1/p" <<<"$err" | head -n 1
}

# typed WORDS: eval'ed where the user stands
typed() {
	line=$(said "$1")
	run eval "${line:-false}"
}

# ---- recreate ----------------------------------------------------------------
# twice: both with a backup; b's alone is spoken of
twice() {
	anew
	bare
	bare ../b/.venv
	"$AVENV" -q recreate
	"$AVENV" -q -C ../b recreate
}
here=$T/w/a/$BACKUP
there=$T/w/b/$BACKUP
anew
bare
bare ../b/.venv
"$AVENV" -q recreate
recreate_there() { run "$AVENV" -C ../b recreate; }
recreate_there
typed 'removes it'
ok 'recreate: what removes the backup leaves that of here' test -d "$here"
not_ok 'and removes that of there' test -e "$there"
recreate_there
was=$(stat -c %i ../b/.venv .venv)
typed 'puts it back'
is "$rc:$(stat -c %i .venv)" "0:${was#*$'\n'}" 'what puts it back leaves the one here'
not_ok 'and puts back the one there' test "$(stat -c %i ../b/.venv)" = "${was%$'\n'*}"
twice
recreate_there
typed 'exchanges the two'
is "$rc:$(ls -d "$here" "$there")" "0:$here
$there" 'a backup is there: what exchanges the two'
typed 'removes the backup'
is "$rc:$(ls -d "$here" "$there" 2>/dev/null)" "0:$here" 'what removes it then is for there'
twice
recreate_there
typed 'removes it'
is "$rc:$(ls -d "$here" "$there" 2>/dev/null)" "0:$here" 'a backup is there: what removes it'
for command in 'move .venv zz' 'remove -y .venv'; do
	twice
	# shellcheck disable=SC2086 # words
	run "$AVENV" -C ../b $command
	typed 'removes that'
	is "$rc:$(ls -d "$here" "$there" 2>/dev/null)" "0:$here" "$command: a backup"
done

# ---- create over what was there ----------------------------------------------
# skip: who is, of a and b
allowed() { records | sed -n "s:^allow.* $T/w/\([ab]\).*:\1:p" | tr -d '\n'; }

# both: an environment in each that nobody spoke of
both() {
	anew
	mkenv .venv
	bare ../b/.venv
	rm -rf "$HOME/.local"
}
both
run "$AVENV" -C ../b create -p "$PYTHON"
typed 'turns it on'
is "$rc:$(allowed)" 0:b 'create: what turns it on allows that one'
both
run "$AVENV" -C ../b create -p "$PYTHON" -r requirements.txt
typed 'first says'
is "$rc:$(allowed)" 0:b 'create -r: what says that it may'
# denied COMMAND WORDS: with both denied, COMMAND says WORDS, and only b is no longer
denied() {
	"$AVENV" -q deny . ../b
	# shellcheck disable=SC2086 # words
	run "$AVENV" -C ../b $1
	typed "$2"
	is "$rc:$(records)" "0:deny dir $T/w/a
allow dir $T/w/b" "denied, ${1%% *}: what takes the denial back"
}
both
denied "create -p $PYTHON --clear" 'takes that back'
both
denied path 'takes that back'
both
denied 'use .venv' 'takes that back'
both
denied 'run true' 'takes that back'

# ---- what is not to be used ----------------------------------------------------
both
rm -rf ../b/.venv
run "$AVENV" -C ../b path
typed 'makes one'
is "$rc:$(allowed)" 0:b 'none: what makes one'
both
"$AVENV" -q allow . ../b
ln -sfn /nowhere/python3 ../b/.venv/bin/python3
ln -sfn /nowhere/python3 .venv/bin/python3
run "$AVENV" -C ../b path
typed 'mends it'
is "$(readlink .venv/bin/python3)" /nowhere/python3 'broken: what mends it lets this one be'
not_ok 'and mends that one' test "$(readlink ../b/.venv/bin/python3)" = /nowhere/python3
both
"$AVENV" -q allow . ../b
chmod o+w ../b/.venv
run "$AVENV" -C ../b path
run eval "$(sed -n 's/.*see "\(.*\)".*/\1/p' <<<"$err")"
like "$out" "next:     chmod go-w $T/w/b/.venv" 'refused: where more is said'
both
mkenv ../b/one
mkenv ../b/two
rm -rf ../b/.venv
run "$AVENV" -C ../b path
like "$err" "'one', 'two' are in '…/b'; \"avenv -C $T/w/b use NAME\" chooses one of them" 'several: what chooses'
run "$AVENV" -C ../b doctor
like "$out" "nothing says which is meant; \"avenv -C $T/w/b use NAME\" does" 'doctor of several: what chooses'
run "$AVENV" -C ../b allow
like "$err" "in it only \"avenv -C $T/w/b use NAME\" turns one on" 'allow of several: what chooses'
"$AVENV" -q allow ../b/one
run "$AVENV" -C ../b allow two
like "$err" "; \"avenv -C $T/w/b use NAME\" chooses one" 'allow of one of several: what chooses'
both
ln -sfn /nowhere/python3 ../b/.venv/bin/python3
ln -sfn /nowhere/python3 .venv/bin/python3
run "$AVENV" -C ../b repair -n
typed 'would mend'
is "$(readlink .venv/bin/python3)" /nowhere/python3 'repair -n: what would mend it lets this one be'
not_ok 'and mends that one' test "$(readlink ../b/.venv/bin/python3)" = /nowhere/python3

# A redirect is not a directory's: what removes it is for its own.
for command in create 'recreate .venv'; do
	both
	rm -r ../b/.venv .venv
	mkenv ../store
	echo ../store | tee .venv >../b/.venv
	# shellcheck disable=SC2086 # words
	run "$AVENV" -C ../b $command
	typed 'removes it'
	is "$rc:$(ls -d .venv ../b/.venv 2>/dev/null)" 0:.venv "$command: a redirect"
done
both
sed -i 's/^version = .*/version = 3.4.1/' ../b/.venv/pyvenv.cfg
run "$AVENV" -C ../b create -p "$PYTHON"
like "$err" "\"avenv recreate -p python$SERIES $T/w/b/.venv\" makes it anew" 'of another Python: what makes it anew'
if command -v git >/dev/null; then
	git -C ../b init -q
	git -C ../b add -f .venv
	run "$AVENV" -C ../b create -p "$PYTHON"
	like "$err" "\"avenv -C $T/w/b create --tracked\" makes it" 'tracked: what makes it'
else
	skip 'git is not installed'
fi

# ---- what comes next, after create ---------------------------------------------
export PIP_FIND_LINKS=$WHEELS
for hook in '' 'bash 3 -'; do
	anew
	"$AVENV" -q create -p "$PYTHON"
	run env ${hook:+"AVENV_HOOK=$hook"} "$AVENV" -C ../b create -p "$PYTHON"
	typed 'installs what'
	is "$rc:$(echo {.,../b}/.venv/bin/tiny)" '0:./.venv/bin/tiny ../b/.venv/bin/tiny' "what installs${hook:+, with the hook}: named"
	not_ok 'nothing is installed here' test -e .venv/bin/tiny
	ok 'but there' test -e ../b/.venv/bin/tiny
done
anew
mkenv fresh
run "$AVENV" -C ../b create -p "$PYTHON" --without-pip fresh
line=$(said 'turns it on for now')
is "$(
	eval "${line:-false}"
	echo "$VIRTUAL_ENV"
)" "$T/w/b/fresh" 'without the hook: what turns it on'
# The hook's function passes on what is on.
run env AVENV_HOOK='bash 3 -' VIRTUAL_ENV=/other "$AVENV" -C ../b create -p "$PYTHON" --without-pip fresh
line=$(said 'turns on')
is "$line" "avenv activate $T/w/b/fresh" 'another one is on: what turns on this one'

# What stands in the place of a redirect.
both
mkenv ../other
run "$AVENV" -C ../b use ../other
line=$(sed -n 's/.*("\(avenv move .*\) NAME").*/\1/p' <<<"$err")
eval "$line ../b/moved"
is "$(ls -d .venv ../b/moved)" "../b/moved
.venv" 'use where an environment is: what moves it away moves that of there'
both
mkenv ../other
run "$AVENV" -C ../b use ../other
run eval "$(sed -n 's/.*("\(avenv remove .*\)").*/\1/p' <<<"$err") -y"
is "$rc:$(ls -d .venv ../b/.venv 2>/dev/null)" 0:.venv 'what removes it, too'

# A name that no terminal may show: its command is escaped, and is about that one, not about
# one that has the name with the escapes in it.
both
mkdir $'../sub\tx' '../sub\011x'
mkenv $'../sub\tx/.venv'
mkenv '../sub\011x/.venv'
run "$AVENV" -C $'../sub\tx' path
typed 'turns it on'
is "$rc:$(records)" "0:allow dir $T/w/sub\\011x" 'a tab in its name: what turns it on'
ok 'the one with the tab' "$AVENV" -C $'../sub\tx' path
run "$AVENV" -C '../sub\011x' path
is "$rc" 1 'not the other'

# In the directory that is meant it is the bare command; and -C there changes nothing.
both
run "$AVENV" -C . path
like "$err" "'.venv' is here; 'avenv allow' turns it on" '-C .: as if it were not there'
run "$AVENV" -C .. -C b path
typed 'turns it on'
is "$rc:$(allowed)" 0:b 'not allowed: what turns it on'
# A shell in a directory that is gone stands nowhere.
mkdir gone
run eval '(cd gone && rmdir ../gone && exec env -u PWD "$AVENV" -C "$T/w/b" deny -q)'
"$AVENV" -q deny ../b
run eval '(cd gone 2>/dev/null || mkdir gone && cd gone && rmdir ../gone && exec env -u PWD "$AVENV" -C "$T/w/b" path)'
is "$(said 'takes that back')" "avenv -C $T/w/b allow" 'from a directory that is gone'
done_testing
