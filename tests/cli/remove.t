#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 53 61 63 66
# avenv remove: an environment goes, and the links that led to it are named; nothing outside goes, and nothing that is
# no environment. What comes in meanwhile: kills/. Another command that works on it: messages/other.sh
# shellcheck disable=SC2016,SC2046,SC2086 # for another shell; words
. "${SRCDIR:?}/tests/lib.sh"

w=$T/w
avenv() { "$AVENV" -q "$@"; }
# refused NAME WHY ENV...: exit status 1, a message that has WHY, and nothing changes
refused() { changes_nothing "$1" "1:avenv: *$2*" "$T" "$AVENV" remove -y "${@:3}"; }
# there NAME...: those that are there
there() { ls -d "$@" 2>/dev/null; }

case_environment() {
	mkenv p/.venv
	mkdir -p p/.venv/lib/x/closed/in outside
	echo kept >outside/file
	ln -s "$w/outside" p/.venv/lib/x/out
	ln -s ../../../outside/file p/.venv/bin/file
	echo x >p/.venv/lib/x/closed/in/x
	chmod 555 p/.venv/lib/x/closed/in p/.venv/lib/x/closed
	run "$AVENV" remove -y p/.venv
	is "$rc:$out:$(ls -A p)" 0:: 'it is gone, with read-only directories of its own, and nothing is left beside it'
	is "$(cat outside/file)" kept 'no link is followed'
}

case_several() {
	odd=$'caf\351 \n*'
	mkenv a b broken "$odd"
	ln -sf /nowhere/python3 broken/bin/python3
	rm -r broken/lib
	refused 'one of them is not there' "'nosuch'" ./a nosuch ./b
	run "$AVENV" rm -q --yes ./a ./b "./$odd" ./broken a/
	is "$rc:$err:$(there a b "$odd" broken)" 0:: 'any bytes in a name, a broken one'
}

case_program_as_ENV() {
	mkenv q/.venv
	ln -sf /usr/bin/env q/.venv/bin/python
	for command in path packages use doctor remove recreate 'run -e'; do
		not_ok "$command" "$AVENV" $command q/.venv/bin/python $([ "$command" != 'run -e' ] || echo true)
	done
}

case_of_a_program() {
	for receipt in uv-receipt.toml:'uv tool' pipx_metadata.json:pipx; do
		mkenv ruff
		touch "ruff/${receipt%%:*}"
		refused "${receipt#*:}" "'${receipt#*:} uninstall ruff'" ./ruff
		rm -r ruff
	done
}

case_refused() {
	mkdir plain nohome pp
	echo 'version = 3' >nohome/pyvenv.cfg
	touch file
	mkenv env s/.venv {s,t}/twice
	ln -s env link
	echo ../env >pp/.venv
	avenv allow s/.venv s t
	cp env/pyvenv.cfg "$T"
	cp env/pyvenv.cfg "$HOME"
	mkdir "$HOME/bin"
	while IFS='|' read -r name why env; do refused "$name" "$why" "${env/HOME/"$HOME"}"; done <<-'L'
		no pyvenv.cfg|it has no pyvenv.cfg|plain
		a pyvenv.cfg without home|has no 'home'|./nohome
		a file|is not a directory|file
		a path that is not there|there is no|no/where
		a link|'rm */link'|./link
		a link with a slash behind it|'rm */link'|link/
		a redirect|points elsewhere|pp/.venv
		an empty name|is empty|
		a generic name, which is no environment of another directory|there is no '/*/w/.venv'|.venv
		a name that two environments have|'twice' could be |twice
		the root||/
		the home directory|your home directory is in it|HOME
		the parent of the home directory|your home directory is in it|HOME/..
	L
	rm "$T/pyvenv.cfg"
	for command in 'remove -y plain' 'move plain other'; do
		# shellcheck disable=SC2086 # several words
		run avenv $command
		is "$rc:$err" "1:avenv: '$w/plain' is not an environment: it has no pyvenv.cfg" "$command, an empty directory: no command makes one"
	done
}

case_under_the_shell() {
	mkenv env envx
	for from in env env/bin; do
		cd "$from" || exit
		refused "in $from" "'cd $w'" "$w/env"
		not_ok "in $from, whatever -C says" "$AVENV" -C "$w" remove -y ./env
		cd "$w" || exit
	done
	cd envx || exit
	refused 'the working directory itself' "'cd $w'" .
	ok 'a neighbour with a longer name is no matter' "$AVENV" -q remove -y "$w/env"
}

case_work_of_the_user_in_it() {
	mkenv mixed
	for entry in .git src log pip.conf main.py .avenv-notes .avenv-new-{01234567,0123456789abcdef}; do
		mkdir -p "mixed/$entry/sub"
		refused "$entry" "'$entry'" ./mixed
		rm -r "mixed/$entry"
	done
	touch mixed/{.gitignore,CACHEDIR.TAG,.lock}
	mkdir mixed/{share,etc,include,src}
	ok "files of packages and of tools are none, nor is pipenv's empty src" "$AVENV" -q remove -y ./mixed
}

case_mounted_below() {
	can_mount || return
	mkenv env
	echo a >env/lib/file
	run apart sh -c 'mount --bind /dev/null env/lib/file && ! "$1" remove -y env &&
		! "$1" create --clear --without-pip env && ls env' sh "$AVENV"
	like "$rc:$out" '0:*bin*lib*pyvenv.cfg*' 'a file: refused before anything changes'
	rm env/lib/file
	mkdir env/lib/data
	for place in env/lib/data env; do
		run apart sh -c 'mount --bind "$2" "$2" && echo kept >"$2/kept" &&
			! "$1" remove -y ./env && ! "$1" create --clear --without-pip env && cat "$2/kept"' sh "$AVENV" "$place"
		like "$rc:$out" 0:kept "a mount point at $place, remove and create --clear: what is mounted stays"
	done
}

case_another_user() {
	can_chown || return
	chmod 755 "$T"
	chmod 777 .
	cp "$AVENV" "$T/avenv"
	mkenv foreign hidden part
	chown -R 4242 foreign
	chmod 0 hidden/lib
	# root has made a part that root alone may delete, as `sudo pip` does
	mkdir part/lib/root
	touch part/lib/root/file
	chown -R 65534:65534 hidden part
	chown -R 0:0 part/lib/root
	for env in foreign hidden; do
		run as_user env HOME="$T/user" "$T/avenv" remove -y ./$env
		is "$rc:$(there $env/pyvenv.cfg)" "1:$env/pyvenv.cfg" "$env: refused"
	done
	run as_user env HOME="$T/user" "$T/avenv" remove -y ./part </dev/null
	like "$rc:$err" "1:*'$w/*/lib/root*': Permission denied; 'sudo rm -rf $w/*'*" 'a part that may not be deleted: why'
	# The test is root
	eval "$(sed -n "s/.*; 'sudo \(rm .*\)' removes what is left/\1/p" <<<"$err")"
	is "$(there .avenv*)" '' 'and what removes it'
}

case_several_projects_use_it() {
	mkdir one two three four five
	mkenv shared/e1 shared/other
	echo "$w/shared/e1" >one/.venv
	echo ../shared/e1 >two/.venv
	echo "$w/shared/other" >three/.venv
	ln -s ../shared/e1 four/.venv
	ln -s ../shared/e1 current
	ln -s ../current five/.venv
	avenv allow one two three four five 2>/dev/null
	avenv -C shared allow e1 other 2>/dev/null
	chmod 666 "$HOME/.local/share/avenv/records"
	refused 'records that others can write to' "'chmod go-w *records'" shared/e1
	chmod 600 "$HOME/.local/share/avenv/records"
	run "$AVENV" remove -y shared/e1
	is "$rc:$(grep -o "'rm [^']*'" <<<"$err" | sort | xargs)" \
		"0:rm $w/four/.venv rm $w/one/.venv rm $w/two/.venv" 'redirects and links to it are named'
	like "$(avenv allow --list)" "$w/shared/other" 'the record of another stays'
}

# COMMANDS that make q|what is removed|1: one that is made there later is on
case_made_anew() {
	while IFS='|' read -r commands env later; do
		rm -rf q "$HOME/.local"
		mkenv q/.venv
		eval "$commands"
		avenv remove -y "q/$env"
		mkenv "q/$env"
		is "$(avenv -C q path 2>/dev/null | grep -c "/q/$env$")" "$later" "$commands: on"
	done <<-'L'
		avenv allow q|.venv|1
		avenv allow q; rm q/.venv/bin/python*|.venv|1
		avenv allow q; avenv deny q|.venv|0
		avenv allow q; avenv deny q/.venv|.venv|0
		rm -r q/.venv; mkenv q/env; avenv allow q; mkenv q/.venv; avenv allow q|env|0
	L
}

case_forget_of_one_that_is_gone() {
	mkenv q/.venv
	avenv allow q
	mkenv q/env
	avenv allow q/env
	avenv remove -y q/.venv
	avenv forget "$w/q/.venv"
	is "$(avenv -C q path)" "$w/q/env" 'forgets no other one of the project'
}

run_cases
