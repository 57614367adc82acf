#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 33 34 35 37 47 48 51 66
# avenv create: a new environment, one that is there already, refused places, git and records,
# environments that came in an archive or belong to somebody else.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/trust.sh"
SYSTEM=$PYTHON
quick_python

# Files with the names of Python's modules and programs note that they ran.
case_in_a_project() {
	mkdir -p p/encodings p/pip
	for file in os venv sitecustomize encodings/__init__ pip/__init__ pip/__main__; do
		echo "open('$T/ran', 'w')" >"p/$file.py"
	done
	traps p/python3 p/git
	cd p || exit
	PYTHONHOME=/nonexistent PYTHONPATH=$PWD PIP_CONFIG_FILE=/nonexistent PATH=$PATH:.: create
	is "$rc:$out" 0: 'made, and nothing on standard output'
	is_on . .venv 'it is on from then on'
	nothing_ran 'made'
	tree .venv >"$T/fresh"
	rm -rf .venv
	create -q
	is "$rc$out$err$(tree .venv | diff - "$T/fresh")" 0 '-q: no word; PYTHON* and PIP_* variables change nothing'
}

# An empty directory is filled: where the shell is, one in a directory that may not be written to, a mount point
case_empty_directory() {
	mkdir here unwritable unwritable/env mount
	cd here || exit
	ok 'create . makes this directory one' bare .
	refused '--clear under a shell' --clear ../here
	cd ..
	can_chown || chmod 555 unwritable
	ok 'in one that may not be written to' bare unwritable/env
	chmod 755 unwritable
	mkdir empty
	ok '--clear' bare --clear empty
	can_mount_as_root || return
	# shellcheck disable=SC2016 # run later
	ok 'a mount point' apart sh -c 'mount -t tmpfs -o mode=755 none mount &&
		"$0" -q create --without-pip mount && test -x mount/bin/python' "$AVENV"
}

# A mount point with an environment: nothing names what cannot work there.
case_mount_point() {
	can_mount_as_root || return
	mkdir mount
	cat >"$T/mounted.sh" <<-'END'
		mount -t tmpfs -o mode=755 none mount && cd mount && mkdir .venv || exit
		mount -t tmpfs -o mode=755 none .venv || exit
		mount --make-private .venv
		avenv -q create --without-pip && touch .venv/lib/mark && ! avenv create --without-pip
		! avenv recreate
		! avenv remove -y .venv
		avenv create --clear --without-pip && test ! -e .venv/lib/mark && test -x .venv/bin/python && echo cleared
		mkdir .venv/src && avenv -q create --clear --without-pip && test ! -e .venv/src && echo "and empty"
		mkdir .venv/lost+found
		! avenv create --clear --without-pip
		rmdir .venv/lost+found && echo mine >.venv/notes.txt
		! avenv create --clear --without-pip
		rm .venv/pyvenv.cfg
		! avenv create --clear --without-pip
		rm -r .venv/[bil]* .venv/.gitignore
		! avenv create --clear --without-pip
		! avenv create --without-pip
		cat .venv/notes.txt
	END
	run apart sh "$T/mounted.sh"
	is "$rc:$out" $'0:cleared\nand empty\nmine' '--clear empties and fills it, and what is no environment stays'
	unlike "$err" "*'avenv re*" 'recreate and remove are not named'
	unlike "$err" "*'mv *" 'nor is mv'
	is "$(grep -c "'avenv create --clear.*'" <<<"$err")" 3 'but --clear'
}

# After the command that is named there is room.
case_in_the_way() {
	mkdir dir
	mkenv elsewhere
	for how in 'ln -s elsewhere' 'echo elsewhere >' 'ln -s dir' ': >' 'echo dir >' 'echo gone/venv >' \
		"printf '/a\n/b\n' >" mkfifo 'echo SECRET=1 >'; do
		rm -rf .venv .venv.old
		eval "$how .venv"
		refused "'$how .venv'" .venv
		err=${err#*"; '"}
		eval "${err%"' "*}" 2>"$T/said"
		ok "'$how .venv': there is room" bare .venv
	done
	is "$(<.venv.old)" SECRET=1 'what is in a file stays'
	: >none.txt
	refused 'an environment, -p' .venv
	refused 'an environment, -r' -r none.txt .venv
}

case_refused() {
	mkdir dir
	echo mine >dir/mine
	touch file
	bare repo
	mkdir repo/.git
	bare proj
	echo source >proj/main.py
	[ -e "$T/into" ] || ln -s w "$T/into"
	while IFS='|' read -r name args; do
		eval "refused '$name' $args"
	done <<-'L'
		below a file|file/env
		a colon in the path|a:b
		a newline in the path|$'a\nb'
		a path that is not UTF-8|$'a\xff'
		an empty name|''
		a prompt of two lines|--prompt $'a\nb' new
		a Python that is not installed|-p 3.99 new
		--clear of a directory that is no environment|--clear dir
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
	like "$err" "*'avenv create -p $PYTHON -p python3.12'*" 'a Python in the place of a directory: -p is named'
	HOME=$PWD/home
	mkdir home
	refused 'a home directory without files' home
	create --without-pip -r x new
	is "$rc" 2 '--without-pip -r: usage'
}

case_deep_wheels() {
	for how in deepest deep; do
		WHEEL_NAME=pip "$SRCDIR/tests/mkwheel.py" made "$how"
		mkdir -p "$T/$how"
		mv "made/$how" "$T/$how/wheels"
		PYTHON=$SYSTEM
		bundles "$how"
		create "$how"
		[ "$how" = deepest ] || break
		is "$rc" 0 'one that is just not too deep'
		# as Python does at the first import
		mkdir "$(find deepest -name x.py -printf %h)/__pycache__"
		ok 'it can be removed' "$AVENV" remove -y deepest
		not_ok 'all of it' test -e deepest
	done
	is "$rc:$(ls -d deep .avenv* 2>/dev/null)" 1: 'a deeper one: nothing is written'
	like "$err" 'in more than 59 directories' 'for this reason'
}

case_git_tracks_it() {
	git init -q g
	bare g/.venv
	git -C g add -f .venv/pyvenv.cfg
	refused '--clear' --clear g/.venv
	rm -rf g/.venv
	refused 'and it is deleted' g/.venv
	ok '--tracked makes it' bare --tracked g/.venv
	is_on g g/.venv '--tracked allows it'
}

case_in_the_home_directory() {
	mkdir "$HOME/sub"
	bare "$HOME/.venv"
	mkenv "$HOME/sub/.venv"
	is_off "$HOME/sub" 'it allows none below it'
}

# An environment from an archive; in a tree, and in a worktree of an allowed project: cli/covered

# planted: p/.venv as an archive may bring it; what is in it notes that it ran
planted() {
	bare template
	traps template/bin/ls
	echo "import os; open('$T/ran', 'w')" >"template/$SITE/planted.pth"
	mkdir p
	mv template p/.venv
	: >none.txt
}

# off NAME: nothing is made there, no record turns p/.venv on, nothing of it ran
off() {
	refused "$1" p/.venv
	refused "$1, -r" -r none.txt p/.venv
	is_off p "off: $1"
	nothing_ran "$1"
}

case_from_an_archive() {
	planted
	off allowed
	ln -s . way
	refused 'by another path' --without-pip way/p/.venv
	"$AVENV" -q deny p
	off denied
	run "$AVENV" -q forget p
	create --clear -r none.txt p/.venv
	is_on p p/.venv '--clear -r: all of it is new, so it is on'
	nothing_ran --clear
}

case_parts_from_an_archive() {
	: >none.txt
	for name in bin lib share include pip.conf mine; do
		rm -rf p
		mkdir -p "p/.venv/$name"
		off "nothing but $name"
	done
	rm -r p/.venv/*
	bare p/.venv
	is_on p p/.venv 'an empty directory: what is made there is on'
}

case_others_can_write() {
	bare open
	chmod 777 open
	why="'chmod go-w $PWD/open'" refused 'to it' open
	chmod 755 open
	chmod 666 open/pyvenv.cfg
	why="'chmod go-w $PWD/open/pyvenv.cfg'" refused 'to its pyvenv.cfg' open
	ok 'then --clear makes a new one' bare --clear open
}

case_somebody_elses() {
	can_chown || return
	planted
	chown -R 65534:65534 p/.venv
	for flags in '' '-r none.txt' --upgrade-deps --clear; do
		# shellcheck disable=SC2086 # two words, or none
		why="p/.venv' belongs to" refused "create $flags" $flags p/.venv
	done
	nothing_ran 'somebody else'
}

run_cases
