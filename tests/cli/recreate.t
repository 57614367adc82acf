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

# untouched NAME WHY: it failed and said WHY, the old environment is as it was, nothing is left
untouched() {
	like "$rc:$err" "1:avenv: *$2" "$1: refused"
	is "$(manifest .venv | diff - <(echo "$was"))$(strays)" '' "$1: the old one is as it was"
}

# ---- the same again, --undo, --discard ------------------------------------------------

made --prompt 'my "own"' --system-site-packages --copies
echo '# mine' >.venv/.gitignore
printf '[global]\nno-input = true\n' >.venv/pip.conf
chmod 600 .venv/pip.conf
chmod 750 .venv
was=$(manifest .venv)
recreate
is "$rc" 0 'made anew'
is "$(names .venv | diff - <(names $OLD))" '' 'the same names, modes and links'
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
is "$rc:$(manifest .venv | diff - <(echo "$was"))$(manifest $OLD | diff - <(echo "$new"))" 0: \
	'--undo exchanges the two'
recreate --undo .venv
is "$rc:$(manifest .venv | diff - <(echo "$new"))" 0: '--undo takes --undo back'
run "$AVENV" -C .venv recreate --undo ../.venv
is "$rc:$(manifest .venv | diff - <(echo "$new"))" 1: '--undo, the shell is in it: refused'
run "$AVENV" move .venv moved
like "$rc:$err" '1:*--discard' 'move: refused while there is a backup'
rm -rf .venv
recreate --undo .venv
is "$rc:$(manifest .venv | diff - <(echo "$was"))$(strays)" 0: '--undo after a removal: put back'
for option in --undo --discard; do
	recreate $option
	like "$rc:$err" '1:*no backup' "$option without a backup"
done
for args in '--undo --discard' '--undo -p 3' '--discard -r x' 'a b'; do
	# shellcheck disable=SC2086 # words
	recreate $args
	is "$rc" 2 "usage: $args"
done
recreate -q
# A variable does not choose another environment's backup.
run env VIRTUAL_ENV="$T/w/.venv" "$AVENV" -C / recreate --discard
is "$rc:$(ls -d $OLD)" "1:$OLD" '--discard: not of the active one'
recreate --discard "$T/w/.venv"
is "$rc$(strays)" 0 '--discard'

# A backup that is not as avenv made it
made
recreate -q
chmod 770 $BACKUP
for option in --undo --discard; do
	recreate $option
	like "$rc:$err" '1:*others can write' "$option: a backup that others can write to"
done
chmod 700 $BACKUP
touch $OLD/thesis
recreate --discard
is "$rc:$(ls $OLD/thesis)" "1:$OLD/thesis" "--discard: a file of the user's is not removed"
mv $OLD/thesis $BACKUP/thesis
for option in --undo --discard ''; do
	# shellcheck disable=SC2086 # or none
	recreate $option
	is "$rc:$(cd $BACKUP && echo ./*)" '1:./env ./thesis' \
		"${option:-again}: a file in the backup's directory stays"
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
recreate
untouched 'its minor version is gone' '-p'
recreate -p nosuch
untouched '-p: no such Python' nosuch
recreate -r nosuch.txt
untouched '-r: no such file' nosuch.txt
recreate -p "$PYTHON"
is "$rc:$(ls .venv/lib)" "0:python$SERIES" '-p: another minor version'
# ---- refused ------------------------------------------------------------------------------

made
echo >.venv/main.py
was=$(manifest .venv)
recreate
untouched "a file of the user's in it" main.py
made
run "$AVENV" -C .venv recreate ..//.venv
untouched 'the shell is in it' "'cd ..' first"
ln -s .venv linked
recreate linked
untouched 'a link' "$T/w/.venv"
run env HOME="$T/w/.venv" "$AVENV" recreate .venv
untouched 'the home directory is in it' home
mkdir plain
recreate ./plain
untouched 'no environment' 'no pyvenv.cfg'
if command -v git >/dev/null; then
	git init -q .
	git add -f .venv/pyvenv.cfg
	recreate .venv
	untouched 'git tracks it' 'git tracks'
	sh -c "$(sed "s/.*; '//; s/' ends that\$//" <<<"$err")"
	recreate -q .venv
	is "$rc:$(git status --porcelain | grep -c backup)" 0:0 'then git sees no backup'
	rm -rf .git
else
	skip 'git is not installed' 3
fi
if [ "$(id -u)" = 0 ]; then
	made
	chown 65534 .venv
	recreate .venv
	untouched "another user's" 'somebody else'
	made
	chmod 755 "$T" "$T/w"
	mkdir -p $BACKUP/kept
	chown -R 65534 $BACKUP
	recreate
	like "$rc:$err" '1:*somebody else' "another user's backup: before anything is built"
	rm -rf $BACKUP
else
	skip 'only root can give files away' 3
fi

# ---- records, and a Python that somebody sent ------------------------------------------------

forgotten() { : >"$HOME/.local/share/avenv/records"; }
made
forgotten
recreate
like "$rc:$err" '1:*not allowed*avenv allow' 'never allowed, not named: refused'
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
like "$rc:$err" "1:*sent/bin*-p" 'a Python that only it names: refused'
not_ok 'it is not started' test -e "$T/started"
recreate -q -p "$PYTHON" .venv
is "$rc" 0 '-p: another one makes it'
forgotten
rm -rf .venv $BACKUP
"$PYTHON" -m venv --without-pip .venv
"$AVENV" deny -q .
recreate -q .venv
"$AVENV" recreate -q --undo .venv
is "$rc:$(records)" "0:deny tree $T/w" 'denied: it stays so, also after --undo'
forgotten
rm -rf .venv $BACKUP
bare odd
recreate -q ./odd
is "$rc:$("$AVENV" path)" "0:$T/w/odd" 'allowed: it is on as before'
recreate -q --undo ./odd
is "$rc:$("$AVENV" path)" "0:$T/w/odd" '--undo: so is the old one'
done_testing
