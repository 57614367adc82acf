#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 59 60 31 35
# avenv recreate: the backup, --undo and --discard, the choice of the Python, the refusals. The
# environments here are without pip; packages: recreate_packages.t.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/recreate.sh"

# made [ARG...]: a new .venv; $was is its manifest
made() {
	rm -rf .venv $BACKUP
	bare "$@"
	was=$(manifest .venv)
}

# untouched NAME WHY [ARG...]: recreate fails and says WHY, the old one is as it was, nothing is left
untouched() {
	local name=$1 why=$2
	shift 2
	recreate "$@"
	like "$rc:$err" "1:avenv: *$why" "$name: refused"
	is "$(manifest .venv | diff - <(echo "$was"))$(strays)" '' "$name: the old one is as it was"
}

# there MANIFEST NAME: the last command succeeded, and .venv is as in MANIFEST
there() {
	is "$rc:$(manifest .venv | diff - <(echo "$1"))" 0: "$2"
}

# ---- the same again, --undo, --discard ------------------------------------------------

made --prompt 'my "own"' --system-site-packages --copies
echo '# mine' >.venv/.gitignore
printf '[global]\nno-input = true\n' >.venv/pip.conf
chmod 600 .venv/pip.conf
chmod 750 .venv
was=$(manifest .venv)
recreate
is "$rc:$(names .venv | diff - <(names $OLD))" 0: 'the same names, modes and links'
for file in pyvenv.cfg .gitignore pip.conf bin/activate; do
	ok "the same $file" cmp .venv/$file $OLD/$file
done
not_ok 'nothing names the place where it was built' grep -rqI -e .avenv-new .venv
ok 'Python starts' .venv/bin/python -c ''
is "$(manifest $OLD | diff - <(echo "$was"))" '' 'the old one is in the backup, whole'
is "$(stat -c %a $BACKUP) $(cat $BACKUP/.gitignore) $(strays)" "700 * ./$BACKUP" \
	'the backup is private, and nothing for git'
new=$(manifest .venv)
recreate
like "$rc:$err" "1:*$BACKUP*--undo*--discard" 'a backup is there: refused'
recreate --undo
there "$was" '--undo exchanges the two'
recreate --undo .venv
there "$new" '--undo takes --undo back'
run "$AVENV" -C .venv recreate --undo ../.venv
is "$rc:$(manifest .venv | diff - <(echo "$new"))" 1: '--undo, the shell is in it: refused'
run "$AVENV" move .venv moved
like "$rc:$err" '1:*--discard' 'move: refused while there is a backup'
rm -rf .venv
recreate --undo
there "$was" '--undo after a removal: put back'
for option in --undo --discard; do
	recreate $option
	like "$rc:$err" '1:*no backup' "$option without a backup"
done
recreate --undo --discard
is "$rc" 2 'usage'
recreate -q
run env VIRTUAL_ENV="$T/w/.venv" "$AVENV" -C / recreate --discard
is "$rc:$(ls -d $OLD)" "1:$OLD" '--discard: not of one that a variable names'
recreate --discard "$T/w/.venv"
is "$rc$(strays)" 0 '--discard'

# A backup that is not as avenv made it
made
recreate -q
chmod 770 $BACKUP
recreate --undo
like "$rc:$err" '1:*others can write' 'a backup that others can write to'
chmod 700 $BACKUP
touch $OLD/thesis
recreate --discard
is "$rc:$(ls $OLD/thesis)" "1:$OLD/thesis" "--discard: a file of the user's is not removed"
mv $OLD/thesis $BACKUP/thesis
for option in --undo --discard -q; do
	recreate $option
	ok "$option: a file in the backup's directory stays" test -e $BACKUP/thesis
done
mv $BACKUP elsewhere
ln -s elsewhere $BACKUP
recreate --undo
is "$rc:$(readlink $BACKUP)" 1:elsewhere '--undo: a link in its place'
rm -r $BACKUP elsewhere

# ---- which Python -----------------------------------------------------------------------

mkdir base
ln -s "$PYTHON" base/python3
rm -rf .venv
"$AVENV" create -q -p "$T/w/base/python3" --without-pip
recreate -q
is "$rc:$(readlink .venv/bin/python3)" "0:$T/w/base/python3" 'the Python that it was made of'
"$AVENV" recreate -q --discard
rm -r base
recreate
is "$rc" 0 'its Python is gone: another of the same minor version'
ok 'it starts' .venv/bin/python -c ''
made
mv .venv/lib/python3* .venv/lib/python3.2
sed -i 's/^version = .*/version = 3.2.1/' .venv/pyvenv.cfg
was=$(manifest .venv)
untouched 'its minor version is gone' "3.2*recreate -p $SERIES*"
untouched '-p: no such Python' nosuch -p nosuch
recreate -p "$PYTHON"
is "$rc:$(ls .venv/lib)" "0:python$SERIES" '-p: another minor version'

# ---- refused ------------------------------------------------------------------------------

made
echo >.venv/main.py
was=$(manifest .venv)
untouched "a file of the user's in it" main.py
made
if command -v git >/dev/null; then
	git init -q .
	git add -f .venv/pyvenv.cfg
	untouched 'git tracks it' 'git tracks' .venv
	rm -rf .git
else
	skip 'git is not installed' 2
fi
if [ "$(id -u)" = 0 ]; then
	chown 65534 .venv
	untouched "another user's" 'somebody else' .venv
	made
	mkdir -p $BACKUP
	chown -R 65534 $BACKUP
	recreate
	like "$rc:$err" '1:*somebody else' "another user's backup"
	rm -rf $BACKUP
else
	skip 'only root can give files away' 3
fi

# ---- records, and a Python that somebody sent ------------------------------------------------

forgotten() { : >"$HOME/.local/share/avenv/records"; }
made
forgotten
untouched 'never allowed, not named' 'not allowed*avenv allow'
recreate .venv
is "$rc:$(records)" 0: 'never allowed, named: done, and nothing is recorded'
"$AVENV" recreate -q --discard .venv
mkdir -p sent/bin sent/lib
exe=$(readlink -f "$PYTHON")
ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" sent/lib/
echo 'int main(void) { return system("touch '"$T"'/started") && 0; }' >"$T/sent.c"
gcc -w -o "sent/bin/${exe##*/}" "$T/sent.c" || exit
ln -sfn "$PWD/sent/bin/${exe##*/}" .venv/bin/python3
sed -i "s|^home.*|home = $PWD/sent/bin|" .venv/pyvenv.cfg
recreate .venv
is "$rc" 0 'a Python that only it names: made of an installed one'
not_ok '... and that one is not started' test -e "$T/started"
made
"$AVENV" deny -q .
untouched 'denied' 'denied*avenv allow' .venv
forgotten
rm -rf .venv
bare odd
for option in -q --undo; do
	recreate -q $option ./odd
	is "$rc:$("$AVENV" path)" "0:$T/w/odd" "allowed: it is on as before, after $option"
done
done_testing
