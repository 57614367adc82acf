#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 33 34 35 37 47 48 51 61 66
# avenv create: a new environment, an environment made again, refused places, git and records,
# environments that came in an archive or belong to somebody else, several at once.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/trust.sh"

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
is "$(find . -name '.avenv*')" '' 'nothing is left beside it'
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

# The requirements are named where they cannot be there yet.
mkdir needs
echo six >needs/requirements.txt
cd needs || exit 1
create
like "$err" "'avenv up' installs what the project needs" 'requirements.txt, new: how to install'
for option in --prompt=x --system-site-packages; do
	[ $option = --prompt=x ] || rm -r .venv
	create $option
	unlike "$err" 'avenv up' "requirements.txt, $option: nobody knows what is missing"
done
cd .. || exit 1
rm -r needs

# ---- made again --------------------------------------------------------------

create env
tree env >"$T/fresh"
# again NAME COMMAND: after COMMAND in env, made again, it is as new
again() {
	(cd env && eval "$2")
	create env
	is "$rc$(tree env | diff - "$T/fresh")" 0 "made again: $1"
}
mv env/.gitignore "$T"
echo mine | tee env/{mine,bin/mine,.gitignore} "env/$SITE/mine.py" >/dev/null
create env
is "$rc:$(cat env/{mine,bin/mine,.gitignore} "env/$SITE/mine.py" | xargs)" '0:mine mine mine mine' \
	"made again: the user's files stay"
# shellcheck disable=SC2016 # run later
again 'its own files and links' 'rm mine bin/mine $SITE/mine.py; mv "$T/.gitignore" .; echo x >bin/activate; ln -sf /no bin/python3'
# shellcheck disable=SC2016 # run later
again 'a pip without its modules' 'rm -r $SITE/pip; mv "$SITE"/pip-*.dist-info "$SITE/pip-1.0.dist-info"'
echo '# mine' >>env/bin/pip
create env
is "$(tail -n 1 env/bin/pip)" '# mine' 'a pip that is there stays'
rm -rf "env/$SITE"/pip-*.dist-info
mv "env/$SITE/pip" elsewhere
ln -s "$T/w/elsewhere" "env/$SITE/pip"
refused 'a pip that is a link' env
ok 'what it leads to stays' test -f elsewhere/__init__.py
rm -rf env elsewhere
bare --system-site-packages --prompt mine env
bare env
is "$(grep -c 'site-packages = true\|^prompt = .mine' env/pyvenv.cfg)" 2 'made again: it keeps its options'
sed -i 's/^version = .*/version = 3.4.1/' env/pyvenv.cfg
refused 'another minor version' env
like "$err" "*recreate*--clear" 'another minor version: both ways on are named'
bare --clear env
is "$(ls env/lib)" "python$SERIES" '--clear replaces it'
rm -rf env

# ---- refused -----------------------------------------------------------------

mkdir -p dir pointer odd/lib/python"$SERIES"
echo mine >dir/mine
echo ../dir >pointer/.venv
ln -s dir link
touch file
ln -s /tmp "odd/$SITE"
bare repo
mkdir repo/.git
bare proj
echo source >proj/main.py
ln -s w "$T/into"
while IFS='|' read -r name args; do
	eval "refused '$name' $args"
done <<-'L'
	below a file|file/env
	a link|link
	a redirect|pointer/.venv
	a colon in the path|a:b
	a newline in the path|$'a\nb'
	a path that is not UTF-8|$'a\xff'
	an empty name|''
	a prompt of two lines|--prompt $'a\nb' new
	a Python that is not installed|-p 3.99 new
	--clear of a directory that is no environment|--clear dir
	a link in the place of site-packages|odd
	--clear of a repository|--clear repo
	--clear . in a project|--clear proj/.
	the home directory by another path|../into/../home
	the home directory by another path, --clear|--clear ../into/../home
	the root, --clear|--clear /
	the parent of the home directory|--clear ..
	a directory of files|dir
	a version in the place of a directory|3.12
	a Python in the place of a directory|python3.12
L
like "$err" "*'avenv create -p python3.12'*" 'a Python in the place of a directory: -p is named'
mkdir empty
run env HOME="$PWD/empty" "$AVENV" create empty
like "$rc:$err:$(ls -A empty)" '1:*is your home directory*:' 'a home directory without files'
rm -r odd/lib && touch odd/bin
refused 'a file in the place of bin' odd
ok '--clear of an empty directory' bare --clear empty
create --without-pip -r x new
is "$rc" 2 '--without-pip -r: usage'
rm -rf -- *

# ---- git and records ---------------------------------------------------------

git init -q g
bare g/.venv
git -C g add -f .venv/pyvenv.cfg
refused 'an environment that git tracks' g/.venv
rm -rf g/.venv
refused 'an environment that git tracks and that is deleted' g/.venv
ok '--tracked makes it' bare --tracked g/.venv
is "$("$AVENV" -C g path 2>&1)" "$PWD/g/.venv" '--tracked: the word for it, so it is on'
mkdir d shared "$HOME/sub"
"$AVENV" -q deny d
create --without-pip d/.venv
like "$rc:$err" '1:*denied' 'in a denied directory: made, and the deny is named'
is_off d 'in a denied directory: not on'
chmod 777 shared
create --without-pip shared/.venv
like "$rc:$err" "1:*/shared' can be written to" 'where others may write: made, and who they are is said'
is_off shared 'where others may write: not on'
run "$AVENV" -C shared run true
like "$rc:$err" '1:*can be written to by' 'where others may write: run has the reason'
bare "$HOME/.venv"
mkenv "$HOME/sub/.venv"
is_off "$HOME/sub" 'an environment in the home directory allows none below it'
rm -rf g d shared "$HOME/.venv" "$HOME/sub" "$HOME/.local"

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

# off NAME [FLAG...]: made again, no record turns p/.venv on, -r into it is refused, nothing of it ran
off() {
	create "${@:2}" p/.venv
	like "$rc" 1 "made again: $1"
	is_off p "off: $1"
	refused "-r, which runs it: $1" -r none.txt p/.venv
	nothing_ran "$1"
}
planted
off 'an environment'
like "$("$AVENV" -C p 2>&1)" 'avenv allow' 'the command that allows it is named'
refused '--upgrade-deps, which runs it' --upgrade-deps p/.venv
ln -s . way
create --without-pip way/p/.venv
is_off p 'off: by another path'
"$AVENV" -q deny p
off 'denied' --without-pip
run "$AVENV" -q forget p
create --clear -r none.txt p/.venv
is_on p p/.venv '--clear -r: all of it is new, so it is on'
nothing_ran --clear
create -r none.txt p/.venv
is "$rc" 0 '-r into an environment that is on record'
planted
rm p/.venv/pyvenv.cfg
off 'without a pyvenv.cfg' --without-pip
for name in bin lib share include pip.conf; do
	rm -rf p/.venv
	mkdir -p "p/.venv/$name"
	off "a directory with nothing but $name" --without-pip
done
planted
mkdir -p "$HOME/.local/share/avenv"
touch "$HOME/.local/share/avenv/records"
chmod 666 "$HOME/.local/share/avenv/records"
create --without-pip p/.venv
is_off p 'off: the records can be written to by others'
rm -rf p/.venv "$HOME/.local"
mkdir p/.venv
bare p/.venv
is_on p p/.venv 'an empty directory: what is made there is on'
rm -rf p "$HOME/.local"

# A clone brings entries with the names of what a killed run leaves: all of them stay.
mkdir named
for name in .avenv-{new,old}-{01234567,0123456789abcdef}; do
	mkdir "named/$name"
	echo thesis | tee "named/$name/thesis" >"named/${name%?}0"
	ln -s "$name" "named/${name%?}1"
done
before=$(tree named)
bare named/.venv
bare --clear named/.venv
"$AVENV" remove -q -y named/.venv
is "$(tree named | diff - <(echo "$before"))" '' "named as a killed run's: each is as it was"
rm -r named

# ---- somebody else's ---------------------------------------------------------

bare open
chmod 777 open
refused 'others can write to it' open
chmod 755 open
chmod 666 open/pyvenv.cfg
refused 'others can write to its pyvenv.cfg' open
ok 'then --clear makes a new one' bare --clear open
rm -rf open
mkdir -p closed/q closed/r user theirs
if can_chown; then
	cp -r template/. theirs
	chown -R 65534:65534 theirs closed/q closed/r user
	for flags in '' '-r none.txt' --upgrade-deps --clear; do
		# shellcheck disable=SC2086 # two words, or none
		refused "somebody else's${flags:+, $flags}" $flags theirs
	done
	nothing_ran "somebody else's"
fi
# In a directory that the user may not write to, or not look into
chmod 755 "$T" .
cp "$AVENV" "$T/avenv"
chmod 444 closed/q
chmod 555 closed
while read -r name args; do
	# shellcheck disable=SC2086 # words
	run as_user env HOME="$T/w/user" "$T/avenv" create -p "$PYTHON" --without-pip $args
	is "$rc:$(ls -m closed)" "$name:q, r" "a parent that one may not write to: $args"
done <<-'L'
	1 --clear closed/q
	1 closed/new
	0 closed/r
	1 --clear closed/r
L
ok 'it is whole' test -x closed/r/bin/python -a -f closed/r/bin/activate
chmod -R 755 closed

# ---- several at once ---------------------------------------------------------

bare race
tree race | grep -v pyvenv.cfg >"$T/race"
rm -r race
# Four of the same: one succeeds at least, and the others say that they lost.
for flag in -q --clear; do
	for i in 1 2 3 4; do
		(bare $flag race >"$T/race.$i" 2>&1 || grep -q "avenv: .*'.*race'" "$T/race.$i" || echo lost) &
	done >"$T/silent"
	wait
	is "$(cat "$T/silent")$(find . -maxdepth 1 -name '.avenv*')" '' "at once, $flag: who lost says so, nothing is left"
	is "$(tree race | grep -v pyvenv.cfg | diff - "$T/race")" '' "at once, $flag: it is whole"
done
done_testing
