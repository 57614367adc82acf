#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 33 34 35 37 47 48 51 66
# avenv create: a new environment, one that is there already, refused places, git and records,
# environments that came in an archive or belong to somebody else.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/trust.sh"
quick_python

# ---- new ---------------------------------------------------------------------

# Files with the names of Python's modules and programs, which note that they ran
mkdir -p p/encodings p/pip
for file in os venv sitecustomize encodings/__init__ pip/__init__ pip/__main__; do
	echo "open('$T/ran', 'w')" >"p/$file.py"
done
traps p/python3 p/git
cd p || exit 1
PYTHONHOME=/nonexistent PYTHONPATH=$PWD PIP_CONFIG_FILE=/nonexistent PATH=$PATH:.: create
is "$rc:$out" 0: 'made, and nothing on standard output'
is_on . .venv 'it is on from then on'
nothing_ran 'made in a project'
tree .venv >"$T/fresh"
rm -rf .venv
create -q
is "$rc$out$err$(tree .venv | diff - "$T/fresh")" 0 '-q: no word; PYTHON* and PIP_* variables change nothing'
cd ..
mkdir here
(cd here && bare .)
ok 'create . makes this directory one' test -x here/bin/python
cd here || exit 1
refused '--clear under a shell' --clear ../here
cd ..
rm -rf here

# ---- there already ------------------------------------------------------------

# in_the_way HOW: a .venv that HOW makes is refused, and the command that is named clears the place
in_the_way() {
	eval "$1 .venv"
	refused "'$1 .venv'" .venv
	err=${err#*"; '"}
	eval "${err%"' "*}" 2>"$T/said"
	ok "'$1 .venv': after the command that is named there is room" bare .venv
	rm -r .venv
}
mkdir dir
mkenv elsewhere
for how in 'ln -s elsewhere' 'echo elsewhere >' 'ln -s dir' ': >' 'echo dir >' 'echo gone/venv >' \
	"printf '/a\n/b\n' >" mkfifo 'echo SECRET=1 >'; do
	rm -f .venv.old
	in_the_way "$how"
done
is "$(<.venv.old)" SECRET=1 '... and what is in a file stays'
rm -r dir elsewhere .venv.old
bare env
: >none.txt
refused 'an environment, -p' env
refused 'an environment, -r' -r none.txt env
# An empty directory is filled: a mount point, or where the shell is
mkdir -p unwritable/env
can_chown || chmod 555 unwritable
ok 'an empty directory in one that may not be written to' bare unwritable/env
if can_mount_as_root; then
	mkdir mount
	# shellcheck disable=SC2016 # run later
	ok 'a mount point' apart sh -c 'mount -t tmpfs -o mode=755 none mount && "$0" -q create --without-pip mount && test -x mount/bin/python' "$AVENV"
	# The same in one that has an environment: nothing names what cannot work there
	cat >mounted.sh <<'END'
mount -t tmpfs -o mode=755 none mount && cd mount && mkdir .venv && mount -t tmpfs -o mode=755 none .venv || exit
mount --make-private .venv
avenv -q create --without-pip && touch .venv/lib/mark && ! avenv create --without-pip
! avenv recreate
! avenv remove -y .venv
avenv create --clear --without-pip && test ! -e .venv/lib/mark && test -x .venv/bin/python && echo cleared
echo mine >.venv/notes.txt
! avenv create --clear --without-pip
rm .venv/pyvenv.cfg
! avenv create --clear --without-pip
rm -r .venv/[bil]* .venv/.gitignore
! avenv create --clear --without-pip
! avenv create --without-pip
cat .venv/notes.txt
END
	mkdir -p mount
	run apart sh mounted.sh
	is "$rc:$out" $'0:cleared\nmine' 'a mount point with an environment: --clear empties and fills it, and what is no environment stays'
	unlike "$err" "*'avenv re*" '... recreate and remove are not named'
	unlike "$err" "*'mv *" '... nor is mv'
	is "$(grep -c "'avenv create --clear.*'" <<<"$err")" 3 '... but --clear'
fi
chmod 755 unwritable
rm -rf env none.txt unwritable mount

# ---- refused -----------------------------------------------------------------

mkdir dir
echo mine >dir/mine
touch file
bare repo
mkdir repo/.git
bare proj
echo source >proj/main.py
ln -s w "$T/into"
while IFS='|' read -r name args why; do
	eval "refused '$name' $args"
done <<-'L'
	below a file|file/env|cannot make 'file/env'
	a colon in the path|a:b|has a ':' in it
	a newline in the path|$'a\nb'|has a control character
	a path that is not UTF-8|$'a\xff'|is not UTF-8
	an empty name|''|'' is not a name
	a prompt of two lines|--prompt $'a\nb' new|cannot be a prompt
	a Python that is not installed|-p 3.99 new|no Python '3.99' is installed
	--clear of a directory that is no environment|--clear dir|is not an environment
	--clear of a repository|--clear repo|holds more than an environment: '.git'
	--clear . in a project|--clear proj/.|holds more than an environment: 'main.py'
	the home directory by another path|../into/../home|is your home directory
	the home directory by another path, --clear|--clear ../into/../home|is your home directory
	the root, --clear|--clear /|is the root directory
	the parent of the home directory|--clear ..|your home directory is in it
	a directory of files|dir|holds other files: 'mine'
	a version in the place of a directory|3.12|'3.12' is a version
	a Python in the place of a directory|python3.12|'python3.12' is a version
L
like "$err" "*'avenv create -p $PYTHON -p python3.12'*" 'a Python in the place of a directory: -p is named'
mkdir empty
run env HOME="$PWD/empty" "$AVENV" create empty
like "$rc:$err:$(ls -A empty)" '1:*is your home directory*:' 'a home directory without files'
ok '--clear of an empty directory' bare --clear empty
create --without-pip -r x new
is "$rc" 2 '--without-pip -r: usage'
rm -rf -- *

# ---- deep wheels --------------------------------------------------------------

SYSTEM=$PYTHON
for how in deepest deep; do
	WHEEL_NAME=pip "$SRCDIR/tests/mkwheel.py" "$T/made" $how
	mkdir -p "$T/$how"
	mv "$T/made/$how" "$T/$how/wheels"
	PYTHON=$SYSTEM
	bundles $how
	create $how
	[ $how = deepest ] || break
	is "$rc" 0 'a wheel that is just not too deep'
	# as Python does at the first import
	mkdir "$(find deepest -name x.py -printf %h)/__pycache__"
	ok '... can be removed' "$AVENV" remove -y deepest
	not_ok '... all of it' test -e deepest
done
is "$rc:$(ls -d deep .avenv* 2>/dev/null)" 1: 'a deeper one: nothing is written'
like "$err" "is refused: a file in it is in more than 59 directories" '... for this reason'
PYTHON=$SYSTEM

# ---- git and records ---------------------------------------------------------

git init -q g
bare g/.venv
git -C g add -f .venv/pyvenv.cfg
refused '--clear of an environment that git tracks' --clear g/.venv
rm -rf g/.venv
refused 'an environment that git tracks and that is deleted' g/.venv
ok '--tracked makes it' bare --tracked g/.venv
is "$("$AVENV" -C g path 2>&1)" "$PWD/g/.venv" '--tracked: the word for it, so it is on'
mkdir d "$HOME/sub"
"$AVENV" -q deny d
create --without-pip d/.venv
like "$rc:$err" '1:*denied' 'in a denied directory: made, and the deny is named'
is_off d 'in a denied directory: not on'
bare "$HOME/.venv"
mkenv "$HOME/sub/.venv"
is_off "$HOME/sub" 'an environment in the home directory allows none below it'
rm -rf g d "$HOME/.venv" "$HOME/sub" "$HOME/.local"

# ---- an environment from an archive ------------------------------------------

: >none.txt
# planted: p/.venv as an archive may bring it; its Python and its ls note that they ran
bare template
traps template/bin/ls
echo "import os; open('$T/ran', 'w')" >"template/$SITE/planted.pth"
mkdir p
planted() {
	rm -rf p/.venv "$HOME/.local"
	cp -r template p/.venv
}

# off NAME: nothing is made there, no record turns p/.venv on, nothing of it ran
off() {
	refused "$1" p/.venv
	refused "$1, -r" -r none.txt p/.venv
	is_off p "off: $1"
	nothing_ran "$1"
}
planted
off 'an environment'
like "$("$AVENV" -C p 2>&1)" 'avenv allow' 'the command that allows it is named'
ln -s . way
refused 'by another path' --without-pip way/p/.venv
"$AVENV" -q deny p
off 'denied'
run "$AVENV" -q forget p
create --clear -r none.txt p/.venv
is_on p p/.venv '--clear -r: all of it is new, so it is on'
nothing_ran --clear
# In a tree, and in a worktree of an allowed project: cli/covered
for name in bin lib share include pip.conf mine; do
	rm -rf p/.venv
	mkdir -p "p/.venv/$name"
	off "a directory with nothing but $name"
done
rm -rf p/.venv "$HOME/.local"
mkdir p/.venv
bare p/.venv
is_on p p/.venv 'an empty directory: what is made there is on'
rm -rf p "$HOME/.local"

# ---- somebody else's ---------------------------------------------------------

bare open
chmod 777 open
why="'$PWD/open' can" refused 'others can write to it' open
chmod 755 open
chmod 666 open/pyvenv.cfg
why="'$PWD/open/pyvenv.cfg' can" refused 'others can write to its pyvenv.cfg' open
rm -r open/bin
why="'$PWD/open/pyvenv.cfg' can" refused '... which is said before the damage' open
ok 'then --clear makes a new one' bare --clear open
rm -rf open
mkdir theirs
if can_chown; then
	cp -r template/. theirs
	chown -R 65534:65534 theirs
	for flags in '' '-r none.txt' --upgrade-deps --clear; do
		# shellcheck disable=SC2086 # two words, or none
		why="theirs' belongs to" refused "somebody else's${flags:+, $flags}" $flags theirs
	done
	nothing_ran "somebody else's"
fi
done_testing
