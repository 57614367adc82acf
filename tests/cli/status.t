#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 27 43 62
# avenv and avenv status: in each situation three lines at most, of which the last has the next command. That
# command is pasted here, and then the environment is turned on at the next prompt. The words, and what is said of a
# shell: tests/messages/status.sh. More reasons: cli/verdict, cli/owners.
. "${SRCDIR:?}/tests/lib.sh"

w=$T/w
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
PATH=$T/bin:$PATH
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash)
HOOK=(AVENV_SHELL="bash $PROTOCOL" AVENV_STATE="$(state_after prompt)")

# at DIR [VAR=VALUE...] COMMAND...: in DIR, as in a shell with the hook
at() { (cd "$w/$1" && exec "${CLEAN[@]}" PWD="$w/$1" "${HOOK[@]}" "${@:2}"); }

# is_ready DIR NAME: an environment is turned on there at the next prompt
is_ready() {
	run at "$1" avenv
	like "$rc:$err:$out" '0::*is turned on at the next prompt*' "$2"
}

# names NAME DIR NEXT [VAR=VALUE...]: NEXT is in the last of two or three lines
names() {
	run at "$2" "${@:4}" avenv
	like "$rc:$(wc -l <<<"$out" | tr 23 33):$err:$(tail -n 1 <<<"$out")" "0:3::*$3*" "$1"
}

# made DIR...: projects with an environment that is allowed
made() { mkenv "${@/%//.venv}" && avenv -q allow "$@"; }

# A prompt checks 64 subdirectories, which the file system chooses, and those on record; a command all.
case_wide_directory() {
	local last
	mkdir -p wide/d{1..100}
	# shellcheck disable=SC2012 # in readdir's order
	last=$(ls -U wide | tail -n 1)
	mkenv "wide/$last"
	names 'a command finds the last of 100' wide "'avenv allow'"
	is "$(cd wide && shell_after PWD prompt 2>&1)" "$w/wide" 'a prompt does not, and prints no hint'
	avenv -q allow "wide/$last"
	is "$(cd wide && shell_after VIRTUAL_ENV prompt)" "$w/wide/$last" 'a prompt finds it by its record'
}

# None makes one in a directory that PATH or pyvenv.cfg cannot hold, or in the home directory.
case_no_command() {
	for name in c:d $'tab\t' $'\xff'; do
		mkdir "$name"
		for file in '' requirements.txt Pipfile; do
			rm -f "$name"/*
			[ -z "$file" ] || touch "$name/$file"
			for words in status allow; do
				run at "$name" avenv "$words"
				unlike "$out$err" "*'avenv *" "$(printf %q "$name") $file: $words"
			done
		done
	done
	made c:d 2>/dev/null
	run at c:d avenv
	like "$out" "':'" "a ':', and an environment: why"
	unlike "$out" "*'avenv *" "a ':', and an environment"
	run at ../home avenv
	unlike "$out" "*avenv create*" 'the home directory'
}

case_cannot_be_used() {
	made cfg good
	rm cfg/.venv/pyvenv.cfg
	names 'on, and its pyvenv.cfg is gone' cfg "'mv $w/cfg/.venv $w/cfg/.venv.old'" \
		VIRTUAL_ENV="$w/cfg/.venv" AVENV_ENV="$w/cfg/.venv"
	like "$("$AVENV" doctor cfg/.venv 2>&1)" "*'mv $w/cfg/.venv $w/cfg/.venv.old'*" 'doctor names the same'
	mkdir lost
	echo ../good/.venv >lost/.venv
	avenv -q allow lost
	echo ../nowhere >lost/.venv
	names 'a redirect to nowhere' lost "'mv *lost/.venv*' moves '*/lost/.venv' away"
	chmod 602 "$HOME/.local/share/avenv/records"
	names 'records that others may write to' good "'chmod go-w ~/.local/share/avenv/records'"
}

case_one_is_on() {
	nothing='nothing to do'
	made good other
	ours=(VIRTUAL_ENV="$w/good/.venv" AVENV_ENV="$w/good/.venv" PATH="$w/good/.venv/bin:$PATH")
	names AVENV_DISABLE good "'unset AVENV_DISABLE'" AVENV_DISABLE=1
	names 'ours, without its PATH entry' good "$nothing" "${ours[@]}" PATH="$PATH"
	echo absent >good/requirements.txt
	names 'a package differs' good "'avenv check'" "${ours[@]}"
	names 'a package differs, and AVENV_CHECK' good "$nothing" "${ours[@]}" AVENV_CHECK=0
	rm good/requirements.txt
	names 'ours, in another project' other "$nothing" "${ours[@]}"
	names 'ours, outside' . "$nothing" "${ours[@]}"
	names 'ours, deleted' . "$nothing" VIRTUAL_ENV="$w/gone" AVENV_ENV="$w/gone"
	names "by hand, this directory's" good "$nothing" "${ours[@]}" AVENV_ENV=
	names 'left over' good "$nothing" VIRTUAL_ENV="$w/other/.venv"
	like "$out" 'no environment is on' 'left over: off'
	names 'left over, outside' . 'avenv create' VIRTUAL_ENV="$w/other/.venv"
	echo "VIRTUAL_ENV='$w/was/.venv'" >good/.venv/bin/activate
	names 'ours, moved' good "'avenv repair'" "${ours[@]}"
}

case_another_directory() {
	mkdir -p here blank/below fresh/sub
	mkenv fresh/.venv asks/.venv two/{a,b}
	made closed other
	chmod o+w closed/.venv
	for dir in fresh/sub blank/below two closed; do
		run at here avenv status --json "../$dir"
		next=$(sed -n 's/^  "next": "\(.*\)",\{0,1\}$/\1/p' <<<"$out")
		run at here bash -c "$next"
		is "$rc" 0 "$dir: '${next//$T/}' works here"
		is_ready "$dir" "$dir: and is all that is needed there"
	done
	run at here avenv status ../other
	like "$out" "'$w/other/.venv' goes on*('avenv -C $w/other forget' " 'one that is allowed: its command'
	run at here avenv status "$w/nowhere"
	is "$rc:$out" 1: 'one that is not there'
	avenv -q deny blank
	run at blank avenv
	like "$out" "'$w/blank'" 'denied, and nothing to turn on: the denial is said'
	run "${CLEAN[@]}" VIRTUAL_ENV="$w/other/.venv" AVENV_ENV="$w/other/.venv" avenv status "$w/asks"
	like "$rc:$out" "0:*'avenv allow $w/asks'*" 'without the hook, and another is on'
	ln -s "$w" "$T/link"
	run at ../link/other VIRTUAL_ENV="$w/other/.venv" AVENV_ENV="$w/other/.venv" avenv
	like "$out" "'avenv forget' " 'below a link: the command needs no path'
}

# Entering turns it on, and looking writes nothing.
case_allowed_tree() {
	mkdir tree here
	avenv -q allow --tree tree
	avenv create -q -p /usr/bin/python3 --without-pip tree/p/.venv
	avenv -q forget tree/p
	before=$(<"$HOME/.local/share/avenv/records")
	run at here avenv status ../tree/p
	like "$rc:$out" "0:*'$w/tree'*'cd $w/tree/p'*" 'to enter it is all'
	run "${CLEAN[@]}" avenv status tree/p
	like "$out" "*'avenv allow $w/tree/p'" 'without the hook: what works is named'
	unlike "$out" "*'cd *" 'without the hook: no cd'
	run at here avenv doctor ../tree/p/.venv
	unlike "x$out" '*not allowed*' 'doctor does not call it unallowed'
	is "$(<"$HOME/.local/share/avenv/records")" "$before" 'status and doctor record nothing'
	run at here avenv -C ../tree/p path
	is "$rc:$out" "0:$w/tree/p/.venv" 'path does'
}

# A program that is no shell reads the message; it starts bash or sh for what it types.
case_shell_of_a_message() {
	mkenv "$HOME/it's/.venv"
	said() {
		env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL="$1" \
			python3 -c 'import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)' \
			"${@:2}" "$AVENV" status "$HOME/it's" 2>&1 | sed -n 's/^avenv allow //p'
	}
	for login in /usr/bin/fish /usr/bin/nu /bin/tcsh /bin/bash; do
		is "$(said "$login")" "'$HOME/it'\\''s'" "no shell, \$SHELL is $login: quoted for bash"
		is "$(said "$login" dash -c '"$@"; :' dash)" "'$HOME/it'\\''s'" "dash, \$SHELL is $login: quoted for bash"
	done
}

run_cases
