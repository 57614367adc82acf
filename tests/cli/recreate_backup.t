#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 34 59
# avenv recreate: a backup is the one that the records know. One that came with a clone or a copy is
# refused by each command, and offered by none.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

# The backup of .venv, and the old one in it
BACKUP=.avenv-backup-.venv
OLD=$BACKUP/env
KEPT=$HOME/.local/share/avenv/records

# made [ARG...]: a new .venv
made() {
	rm -rf .venv $BACKUP
	bare "$@"
}

# kept PATTERN: how many environments are on record as exchanged
kept() { grep -c "^keep env .*$1" "$KEPT"; }

# ---- not ours --------------------------------------------------------------------------

# A clone's environment, in which programs leave a trace
PLANTED=$T/planted
mkenv "$PLANTED"
traps "$PLANTED"/bin/{ls,pip}

# plant: it has the name of the backup's
plant() {
	mkdir -p $BACKUP
	cp -a "$PLANTED" $OLD
}

# not_ours NAME: the backup is neither used nor removed nor offered, by any command
not_ours() {
	local option before
	before=$(tree .)
	for option in '' --undo --discard; do
		# shellcheck disable=SC2086 # no word, or one
		recreate $option .venv
		like "$rc:$err" "1:avenv: '$T/w/$BACKUP' was not made by 'avenv recreate' here*rm -r*" "$1: ${option:-recreate} refuses"
		unlike "$err" '*--undo*' "$1: ${option:-recreate} does not offer it"
	done
	unlike "x$(
		"$AVENV" doctor .venv 2>&1
		"$AVENV" status 2>&1
		"$AVENV" list 2>&1
	)" '*recreate -*' "$1: nobody else offers it"
	is "$(tree . | diff - <(echo "$before"))" '' "$1: all is as it was"
}

made
plant
not_ours 'a clone brought one'
rm -rf $OLD .venv
plant
recreate --undo
is "$rc:$(ls -d .venv 2>/dev/null)" 1: 'a clone brought one, and no environment is there: not put there'
made
mkdir -p $BACKUP
echo mine >$BACKUP/.gitignore
not_ours 'only a file of that name'
made
recreate -q
mv $OLD elsewhere
plant
not_ours 'another environment in the place of the one that was kept'
rm -rf $OLD
cp -a elsewhere $OLD
not_ours 'a copy of the one that was kept'
rm -rf $OLD
mv elsewhere $OLD
recreate -q --undo
is "$rc:$err" 0: 'the one that was kept is back: exchanged'
made
plant
run "$AVENV" move .venv moved
is "$rc" 0 'move: it is no backup of this one'
run "$AVENV" move moved .venv
run "$AVENV" remove -y .venv
like "$rc:$err" 0: 'remove'
unlike "x$err" '*--discard*' '... does not offer it'
rm -rf $BACKUP

# ---- on record -------------------------------------------------------------------------

# A project that was renamed has its backup, a copy has none.
mkdir shop
made shop/.venv
recreate -q shop/.venv
is "$(kept '/shop/.venv in ')" 2 'on record: the old one and the new one'
"$AVENV" forget -q shop
"$AVENV" allow --list >"$T/list"
not_ok '... which allows nothing and is no word of the user' grep -q shop "$T/list"
is "$("$AVENV" -C shop path 2>/dev/null)" '' '... and turns nothing on'
cp -a shop copy
mv shop renamed
run "$AVENV" recreate --undo copy/.venv
like "$rc:$err" '1:*was not made by*' 'a copy of the project: refused'
run "$AVENV" recreate -q --undo renamed/.venv
is "$rc:$err" 0: 'a renamed project: exchanged'
run "$AVENV" recreate -q --discard renamed/.venv
is "$rc:$err:$(kept /shop/)" 0::1 'discarded: its record is gone'
run "$AVENV" recreate -q renamed/.venv
"$AVENV" forget -q --gone
is "$(kept /renamed/)" 2 'forget --gone: a backup that is there stays on record'
mv renamed again
"$AVENV" forget -q --gone
run "$AVENV" recreate -q --undo again/.venv
is "$rc:$err" 0: '... also where the project was moved'
rm -rf again copy
mkdir again renamed shop
"$AVENV" forget -q --gone
is "$(kept '')" 0 '... and one that is gone from its project does not'

# A link to a backup is none.
made
recreate -q .venv
mkdir linked
bare linked/.venv
ln -s ../$BACKUP linked/$BACKUP
run "$AVENV" recreate linked/.venv
like "$rc:$err" '1:*was not made by*' 'a link to a backup of ours: refused'
unlike "x$("$AVENV" doctor linked/.venv 2>&1)" '*recreate -*' '... and not offered'
run "$AVENV" recreate -q --discard .venv
rm -rf linked

# A directory that is refused stays.
made
mkdir $BACKUP
chmod 777 $BACKUP
recreate
like "$rc:$err" "1:*others can write to it; 'chmod go-w *" 'a backup directory that others can write to: refused'
ok '... and it stays' test -d $BACKUP
rm -rf $BACKUP

# One of another name does not hide the backup of what is on.
mkdir other
cd other || exit 1
bare venv
recreate -q venv
mkdir -p .avenv-backup-.venv/env
recreate -q --undo
is "$rc:$err" 0: 'beside a directory for another name: exchanged'
done_testing
