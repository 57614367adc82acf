#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 12 31 48 53 56 57 58 59 61 62 63
# A message that refuses names the whole command that leads on. Each is typed as printed, from where the user
# is; then the command that was typed first is done.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/follow.sh"
has git || done_testing

# ---- what a word names -----------------------------------------------------------------

# In a clone with environments, and a project, a word without a slash names none that is not allowed.
env_at clone/qlab
program clone/qlab/bin/ls '#!/bin/sh' 'echo PWNED'
env_at clone/shop/.venv
env_at clone/.venv
env_at far/env
mkdir clone/link clone/plain clone/sub
ln -s ../../far/env clone/link/.venv
records=$HOME/.local/share/avenv/records

# by_path WORD PATH: each command with WORD names the same with PATH, which works, or asks for the user's word
by_path() {
	local command line word=$1
	for command in 'path @' 'env @' 'run -e @ true' 'run -e@ true' 'packages @' 'freeze -q @' 'doctor -q @' \
		'repair @' 'remove -n @' 'use -q @'; do
		cp -a "$w/clone" "$w/kept"
		# shellcheck disable=SC2086 # words
		run "$AVENV" ${command//@/$word}
		line=$(sed -n "s/^avenv: '[^']*' is here, and not allowed; '\(.*\)' names it by its path$/\1/p" <<<"$err")
		is "$rc:$out:${line#* }" "1::${command//@/$2}" "$command, $word: its path is named"
		eval "$line" >"$T/out" 2>&1
		unlike "x$(<"$T/out")" 'by its path' "$command, $word: as named, it is taken"
		rm -rf "$w/clone" && mv "$w/kept" "$w/clone" && cd "$w/clone" && rm -f "$records" || exit
	done
}
cd clone || exit
by_path qlab ./qlab
by_path q ./qlab
by_path shop ./shop/.venv
by_path .venv ./.venv
for word in qlab .venv; do
	for command in 'recreate -q @' 'move -q @ sub'; do
		# shellcheck disable=SC2086 # words
		changes_nothing "$command, $word: it is to be allowed first" "1:*$word*' is not allowed, so it is not *; first 'avenv allow*'" . \
			"$AVENV" ${command//@/$word}
	done
done
for word in q qlab; do
	run "$AVENV" run -e $word ls
	unlike "x$out" PWNED "run -e $word: nothing of a clone is started"
done
for path in ./qlab qlab/ "$w/clone/qlab" "./../clone/qlab"; do
	is "$("$AVENV" path "$path"):$("$AVENV" run -e "$path" ls)" "$w/clone/qlab:PWNED" "'$path' is a path, and needs no record"
done
# The path of a project is not that of the environment in it.
for word in ./shop shop/ "$w/clone/shop" . ./sub/..; do
	case $word in . | ./sub/..) env=./.venv ;; *shop*) env=./shop/.venv ;; esac
	for command in "path @" "run -e @ true" "env @" "use @"; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" ${command//@/$word}
		is "$rc:$out$err" "1:avenv: '$env' is here, and not allowed; 'avenv ${command//@/$env}' names it by its path" "$command, $word"
	done
done
(cd sub && ! "$AVENV" path ..) 2>"$T/err"
like "$(<"$T/err")" "*/clone/.venv' is not allowed; 'avenv path */clone/.venv' names it by its path" 'path ..'
changes_nothing 'a project whose environment is a link' "1:*points elsewhere and is not allowed*avenv allow*" . "$AVENV" use link
changes_nothing 'a directory without one' "1:*no environment in*plain'*" . "$AVENV" path plain
is "$("$AVENV" __complete bash path q 2>&1):$("$AVENV" list --names | grep -vc /)" 'dirs 2:0' 'TAB has no word for it, and list --names its path'
env_at ../qtools && "$AVENV" -q allow ../qtools
is "$("$AVENV" path q)" "$w/qtools" 'the start of one that is allowed: that one'
is "$("$AVENV" __complete bash path q 2>&1 | tail -n 1)" qtools 'TAB: the same'
like "$("$AVENV" path qlab 2>&1)" "*'./qlab' is here, and not allowed*" 'the name of one that is not: refused'
env_at ../far/qlab && "$AVENV" -q allow ../far/qlab
is "$("$AVENV" path qlab)" "$w/far/qlab" 'a name of two: the allowed one'
"$AVENV" -q allow ./shop
is "$("$AVENV" path shop)" "$w/clone/shop/.venv" 'allowed: by its name'
"$AVENV" -q deny ./shop
like "$("$AVENV" path shop 2>&1)" "*denied*" 'denied: not by its name'
mv shop old && cp -a old shop
"$AVENV" -q forget shop
like "$("$AVENV" path shop 2>&1)" "*'./shop/.venv' is here, and not allowed*" 'a copy at an allowed place: not by its name'
env_at ../far/zlab && "$AVENV" -q allow ../far/zlab && mv ../far ../far.old && cp -a ../far.old ../far
like "$("$AVENV" path z 2>&1)" "*not allowed*names it by its path*" 'nor one elsewhere that came in the place of the one on record'
git init -q "$w/far.git" && "$AVENV" -q allow ./.venv && mv "$w/far.git/.git" .venv/
like "$("$AVENV" path .venv 2>&1)" "*not allowed*" 'nor a clone in an allowed place'
quick_python

# shellcheck disable=SC2317 # called by name
{
	allowed() { bare p/.venv; }
	unrecorded() { env_at p/.venv; }
	files() { bare p/.venv && touch "p/.venv/it's" && mkdir p/.venv.files; }
	no_cfg() { bare p/.venv && rm p/.venv/pyvenv.cfg; }
	no_cfg_unrecorded() { env_at p/.venv && rm p/.venv/pyvenv.cfg; }
	no_cfg_and_no_lib() { bare p/.venv && rm -r p/.venv/pyvenv.cfg p/.venv/lib; }
	no_home() { bare p/.venv && sed -i /home/d p/.venv/pyvenv.cfg; }
	no_home_unrecorded() { env_at p/.venv && sed -i /home/d p/.venv/pyvenv.cfg; }
	text() { printf 'notes\nof mine\n' >p/.venv; }
	link() { env_at e && ln -s ../e p/.venv && avenv -q allow p; }
	repository() { bare p/.venv && git init -q p/.venv && avenv -q allow --tracked p; }
	repository_upgraded() { repository && upgrade p/.venv; }
	kept() { bare p/.venv && avenv -q recreate p/.venv; }
	kept_files() { bare p/.venv && mkdir p/.venv.old; }
	tracked_once() {
		env_at p/.venv && git init -q p && git -C p add -f .venv && rm -r p/.venv
	}
	taken() { mkdir p/.venv p/.venv.old && touch p/.venv/mine; }
	empty() { rm p/requirements.txt && mkdir p/.venv; }
	version() { echo 3.98 >p/.python-version; }
	stage() {
		mkdir p/.venv
		strace -o "$T/trace" -e inject=renameat2:signal=KILL:when="$1" "$AVENV" -q -C p create \
			-p "$PYTHON" --without-pip 2>/dev/null
		[ "$(find p/.venv -name '.avenv-new-*')" ]
	}
	killed_at_once() { stage 1; }
	killed() { stage 4; }
}

# What says that an environment's Python is another one names no command that its repository refuses.
fresh repository_upgraded
printf '[project]\nname = "p"\nversion = "1"\nrequires-python = "<3.99"\n' >pyproject.toml
for command in check 'up -n' status doctor 'doctor --json'; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" $command
	unlike "x$out$err" 'avenv recreate' "a repository whose Python was upgraded: $command"
done
like "$(shell_after PWD prompt 2>&1)" "was made for Python 3.99*avenv doctor" '... the prompt'

typed <<'L'
WHAT IS AGAINST IT|IS TYPED, EACH IN A FRESH PLACE|WHAT THE MESSAGES NAME FROM THERE ON, TO THE END
unrecorded|create --without-pip|avenv allow; avenv create --clear --without-pip; done
allowed|create --without-pip .venv|avenv create --clear --without-pip .venv; done
allowed|check requirements.txt, repair requirements.txt, remove requirements.txt|on
repository|create, recreate, move .venv x|on
repository_upgraded|create, create -p 3, recreate, repair, up -p 3.13|on
allowed|remove .venv|avenv remove -y .venv; done
allowed|-C .. remove -q p/.venv|avenv -C .. remove -y -q p/.venv; done
allowed|-C .. remove p|avenv -C .. remove W/p/.venv; avenv -C .. remove -y W/p/.venv; done
files|create --clear --without-pip, remove -y .venv|mkdir W/p/.venv.files.old && mv 'W/p/.venv/it'\''s' W/p/.venv.files.old; done
files|create --without-pip|avenv recreate; avenv create --clear --without-pip; done
text|allow|mv W/p/.venv W/p/.venv.old; avenv up; done
text|run true|avenv allow; mv W/p/.venv W/p/.venv.old; avenv up; done
no_cfg|create --without-pip|avenv recreate; avenv create --clear --without-pip; done
no_cfg|create --clear --without-pip, run true, repair .venv, remove -y .venv, move .venv other, allow|avenv recreate; done
no_cfg|recreate|done
no_cfg_unrecorded|create --without-pip|mv W/p/.venv W/p/.venv.old; done
no_cfg_unrecorded|recreate|mv W/p/.venv W/p/.venv.old; avenv up; mv W/p/.venv.old W/p/.venv.old.old; done
no_cfg_and_no_lib|create --without-pip|mv W/p/.venv W/p/.venv.old; done
no_cfg_and_no_lib|run true|mv W/p/.venv W/p/.venv.old; avenv up; done
no_home|create --without-pip|avenv recreate; avenv create --clear --without-pip; done
no_home|run true, repair, remove -y .venv, move .venv other|avenv recreate; done
no_home|allow|done
no_home_unrecorded|create --without-pip|avenv allow; avenv recreate; avenv create --clear --without-pip; done
no_home_unrecorded|run true, repair|avenv allow; avenv recreate; done
no_home_unrecorded|recreate|avenv allow; done
link|recreate .venv|avenv recreate W/e; done
link|move .venv other|avenv move W/e other; done
link|remove -y .venv|avenv remove -y W/e; done
link|-C .. recreate p/.venv|avenv -C .. recreate W/e; done
kept|recreate|avenv remove W/p/.venv.old; avenv remove -y W/p/.venv.old; done
kept_files|recreate|mv W/p/.venv.old W/p/.venv.old.old; done
tracked_once|create --without-pip|avenv create --tracked --without-pip; done
taken|create --without-pip, up -n|mv W/p/.venv W/p/.venv.old.old; done
taken|allow, check, run true, repair|mv W/p/.venv W/p/.venv.old.old; avenv up; done
taken|recreate|mv W/p/.venv W/p/.venv.old.old; avenv up; mv W/p/.venv.old W/p/.venv.old.old.old; done
empty|run true|avenv create; done
version|create --without-pip|avenv create -p SERIES --without-pip; done
L
# The commands that look do not fail.
for command in '' status doctor; do
	fresh taken
	like "$(avenv $command 2>&1)" "'mv $w/p/.venv $w/p/.venv.old.old'" "taken: avenv $command"
done
mkdir "$w/env" && touch "$w/env/main.py" && cd "$w/env" || exit
for command in status 'path .'; do
	# shellcheck disable=SC2086 # words
	like "$(avenv $command 2>&1)" "'avenv create' makes one" "a project that has the name of an environment is not moved: avenv $command"
done
# A run that was killed while it filled an empty directory is completed by `create`.
if can_trace; then
	typed <<-'L'
		WHAT IS AGAINST IT|IS TYPED, EACH IN A FRESH PLACE|WHAT THE MESSAGES NAME FROM THERE ON, TO THE END
		killed|run true, up -n, recreate, repair .venv, remove -y .venv, move .venv other, allow|avenv create; done
		killed|create --without-pip|done
		killed_at_once|run true, remove -y .venv|avenv create; done
		killed_at_once|create --without-pip|done
	L
fi
done_testing
