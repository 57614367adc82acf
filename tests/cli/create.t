#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 33 35 37 38 47 48 61 66
# avenv create: a new environment, an environment made again, refused places, git and
# records, several at once.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

# is_on DIR ENV NAME: ENV is the environment that a shell in DIR turns on; '' is none
is_on() {
	run "$AVENV" -C "$1" path
	is "$out" "${2:+$T/w/$2}" "$3"
}

# ---- new ---------------------------------------------------------------------

# Files with the names of Python's modules and programs, which note that they ran
mkdir -p p/encodings p/pip evil
for file in os venv sitecustomize encodings/__init__ pip/__init__ pip/__main__; do
	echo "open('$T/ran', 'w')" >"p/$file.py"
done
printf '#!/bin/sh\ntouch %s\n' "$T/ran" | tee p/python3 p/git >/dev/null
chmod +x p/python3 p/git
cd p || exit 1
PYTHONHOME=/nonexistent PYTHONPATH=$PWD PIP_CONFIG_FILE=/nonexistent PATH=$PATH:.: create
is "$rc:$out" 0: 'made, and nothing on standard output'
is_on . p/.venv 'it is on from then on'
not_ok 'nothing of the project ran' test -e "$T/ran"
is "$(find . -name '.avenv*')" '' 'nothing is left beside it'
tree .venv >"$T/fresh"
rm -rf .venv
create -q
is "$rc$out$err" 0 '-q: no word'
is "$(tree .venv | diff - "$T/fresh")" '' "PYTHON* and PIP_* variables change nothing"
cd ..

create --without-pip one two
is "$rc" 2 'two directories: usage'
mkdir here
(cd here && bare .)
ok 'create . makes this directory one' test -x here/bin/python
cd here || exit 1
refused '--clear under a shell' --clear ../here
cd ..
rm -rf here

# ---- made again --------------------------------------------------------------

create env
tree env >"$T/fresh"
echo mine | tee env/mine env/bin/mine "env/$SITE/mine.py" >/dev/null
echo broken >env/bin/activate
ln -sf /nonexistent env/bin/python3
create env
is "$rc" 0 'over an environment'
is "$(cat env/mine env/bin/mine "env/$SITE/mine.py")" $'mine\nmine\nmine' "the user's files stay"
rm env/mine env/bin/mine "env/$SITE/mine.py"
is "$(tree env | diff - "$T/fresh")" '' 'its own files and links are as in a new one'

# older VERSION: env's pip becomes that version
info=$(cd env/"$SITE" && echo pip-*.dist-info)
older() {
	mv "env/$SITE/$info" "env/$SITE/$1.dist-info"
	sed -i "s/^$info/$1.dist-info/" "env/$SITE/$1.dist-info/RECORD"
}
older pip-1.0
mkdir "env/$SITE/pip/gone"
create env
is "$rc$(tree env | diff - "$T/fresh")" 0 'an older pip is replaced'
rm -r "env/$SITE/pip"
create env
is "$rc$(tree env | diff - "$T/fresh")" 0 'a pip without its modules is laid down again'
older pip-99.0
echo '# mine' >>env/bin/pip
create env
is "$(tail -n 1 env/bin/pip)" '# mine' 'a newer pip stays'
rm -rf env

bare --system-site-packages --prompt mine env
bare --upgrade env
is "$(grep -c 'site-packages = true\|^prompt = .mine' env/pyvenv.cfg)" 2 '--upgrade keeps options'
create --without-pip env
like "$rc:$err" "0:*'--prompt mine --system-site-packages' before*" 'options that are not given again: said'
is "$(grep -c 'site-packages = false' env/pyvenv.cfg)" 1 '... and lost, as with python -m venv'
sed -i 's/^version = .*/version = 3.4.1/' env/pyvenv.cfg
refused 'another minor version' env
like "$err" '*recreate*--clear' 'another minor version: both ways on are named'
bare --clear env
is "$(ls env/lib)" "python$SERIES" '--clear replaces it'
rm -rf env

# ---- refused -----------------------------------------------------------------

mkdir -p dir pointer odd/lib/python"$SERIES"
echo mine >dir/mine
echo ../dir >pointer/.venv
ln -s dir link
ln -s nowhere dangling
touch file
mkfifo fifo
refused 'a file' file
refused 'a FIFO' fifo
refused 'below a file' file/env
refused 'a link' link
refused 'a link to nothing' dangling
refused 'a redirect' pointer/.venv
refused 'a colon in the path' a:b
refused 'a newline in the path' $'a\nb'
refused 'a path that is not UTF-8' $'a\xff'
refused 'an empty name' ''
refused 'a prompt of two lines' --prompt $'a\nb' new
refused 'a Python that is not installed' -p 3.99 new
refused 'a version in the place of a directory' 3.12
like "$err" "*'avenv create -p 3.12'*" 'a version in the place of a directory: -p is named'
refused '--clear of a directory that is no environment' --clear dir
refused '--upgrade of a directory that is no environment' --upgrade dir
ln -s /tmp "odd/$SITE"
refused 'a link in the place of site-packages' odd
rm -r odd/lib
touch odd/bin
refused 'a file in the place of bin' odd
bare repo
mkdir repo/.git
refused '--clear of a repository' --clear repo
bare proj
echo source >proj/main.py
refused '--clear of a project' --clear proj
like "$err" main.py '--clear of a project: its file is named'
cd proj || exit 1
refused '--clear . in a project' --clear .
cd ..
rm proj/main.py
ln -s w "$T/into"
ln -s "$HOME" home
for flag in '' --clear; do
	refused "the home directory $flag" ${flag:+$flag} "$HOME"
	refused "the home directory by another path $flag" ${flag:+$flag} ../into/../home
	refused "the root $flag" ${flag:+$flag} /
done
refused 'the parent of the home directory' --clear ..
cd "$HOME" || exit 1
refused 'the home directory: .' .
cd "$T/w" || exit 1
is "$(ls -A "$HOME")" .local 'the home directory is as it was'
mkdir empty
ok '--clear of an empty directory' bare --clear empty
ok 'over a directory of files' bare dir
is "$(cat dir/mine)" mine 'the files stay'
create --without-pip -r x new
is "$rc" 2 '--without-pip -r: usage'
rm -rf -- * .local

run bash -c 'ulimit -f 100; exec "$@"' - "$AVENV" create -p "$PYTHON" env
is "$rc:$(find . -mindepth 1)" 1: 'the disk has no room for it: nothing is left'

# ---- git and records ---------------------------------------------------------

git init -q g
bare g/.venv
git -C g add -f .venv/pyvenv.cfg
refused 'an environment that git tracks' g/.venv
rm -rf g/.venv
refused 'an environment that git tracks and that is deleted' g/.venv
ok '--tracked makes it' bare --tracked g/.venv
git -C g rm -q --cached .venv/pyvenv.cfg
mkdir d shared "$HOME/sub"
"$AVENV" -q deny d
create --without-pip d/.venv
like "$rc:$err" '0:*denied' 'in a denied directory: made, and the deny is named'
is_on d '' 'in a denied directory: not on'
chmod 777 shared
create --without-pip shared/.venv
is "$rc" 1 'where others may write: made, but said not to be on'
is_on shared '' 'where others may write: not on'
run "$AVENV" -C shared run true
like "$rc:$err" '1:*can be written to by anybody' 'where others may write: run has the reason'
bare "$HOME/.venv"
mkenv "$HOME/sub/.venv"
is_on "$HOME/sub" '' 'an environment in the home directory allows none below it'
rm -rf g d shared

# ---- several at once ---------------------------------------------------------

# at_once FLAG...: four of the same; $done of them succeed, $said of them say that they lost
at_once() {
	local i pids=()
	done=0 said=0
	for i in 1 2 3 4; do
		bare "$@" race >"$T/race.$i" 2>&1 &
		pids[i]=$!
	done
	for i in 1 2 3 4; do
		if wait "${pids[i]}"; then
			done=$((done + 1))
		elif grep -q "avenv: .*'.*race'" "$T/race.$i"; then
			said=$((said + 1))
		fi
	done
	ok "at once${*:+ $*}: one succeeds" test $done -ge 1
	is $((done + said)) 4 "at once${*:+ $*}: the others say that they lost"
	is "$(find . -maxdepth 1 -name '.avenv*')" '' "at once${*:+ $*}: nothing is left"
}
at_once
tree race | grep -v pyvenv.cfg >"$T/race"
at_once --clear
is "$(tree race | grep -v pyvenv.cfg | diff - "$T/race")" '' 'at once --clear: it is whole'
done_testing
