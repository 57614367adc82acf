#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 27 43 62
# avenv and avenv status: in each situation three lines at most, with the reason and the next
# command. That command is pasted here, and then the environment is turned on at the next prompt. Those of
# every day, the wording, and what is said of a shell: tests/messages/status.sh.
. "${SRCDIR:?}/tests/lib.sh"

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
PATH=$T/bin:$PATH
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash)
HOOK=(AVENV_SHELL='bash 6' AVENV_STATE="$(state_after prompt)")

# at DIR [VAR=VALUE...] COMMAND...: in DIR, as in a shell with the hook
at() {
	(cd "$T/$1" && exec "${CLEAN[@]}" PWD="$T/$1" "${HOOK[@]}" "${@:2}")
}

# is_ready DIR NAME: an environment is turned on there at the next prompt
is_ready() {
	run at "$1" avenv
	like "$rc:$err:$out" '0::*is turned on at the next prompt' "$2"
}

# situation NAME DIR REASON NEXT [VAR=VALUE...]: REASON is in a line, NEXT begins the last one
situation() {
	run at "$2" "${@:5}" avenv
	like "$rc:$(wc -l <<<"$out" | tr 23 33):$err:$out:" "0:3::*$3*$4*" "$1"
}

# made DIR: a project with an environment that is allowed
made() { mkenv "$T/$1/.venv" && avenv -q allow "$T/$1"; }

# ---- nothing is on, and why; more reasons: cli/verdict, cli/owners ----------

made good
good=$T/good/.venv
cd "$T" || exit
# COMMANDS that make the project p|REASON|NEXT, which is pasted there
while IFS='|' read -r commands reason next; do
	rm -rf p was
	avenv -q forget --gone 2>/dev/null
	eval "$commands"
	situation "$commands" p "$reason" "'$next'"
	run at p bash -c "$next"
	is "$rc" 0 "'${next//$T/}' works"
	is_ready p 'and is all that is needed'
done <<END
mkdir p|no environment in|avenv create
mkdir p; touch p/requirements.txt|no environment in|avenv up
mkdir p; ln -s ../good/.venv p/.venv|points elsewhere and is not allowed|avenv allow
made p; mv p was; mkenv p/.venv|changed since you allowed it|avenv allow
made p; chmod o+w p/.venv/bin|can be written to|chmod go-w $T/p/.venv/bin
made p; upgrade p/.venv|it was made for Python 3.99, and its python is $SERIES now|avenv recreate -p $SERIES
END
# No command makes one in a directory that PATH or pyvenv.cfg cannot hold.
for name in c:d $'tab\t' $'\xff'; do
	mkdir "$T/$name"
	for file in '' requirements.txt Pipfile; do
		rm -f "$T/$name"/*
		[ -z "$file" ] || touch "$T/$name/$file"
		for words in status allow; do
			run at "$name" avenv $words
			unlike "$out$err" "*'avenv *" "$(printf %q "$name") $file: $words names no command"
		done
	done
done
mkenv "$T/c:d/.venv"
avenv -q allow "$T/c:d" 2>/dev/null
run at c:d avenv
like "$out" "*its path has a ':', which PATH cannot hold" "a ':', and an environment: why"
unlike "$out" "*'avenv *" "a ':', and an environment: no command"
run at "${HOME#"$T/"}" avenv
unlike "$out" "*avenv create*" 'the home directory: none is made there'
made cfg
rm cfg/.venv/pyvenv.cfg
run at cfg VIRTUAL_ENV="$T/cfg/.venv" AVENV_ENV="$T/cfg/.venv" "$AVENV"
like "$out" "*on: *'mv $T/cfg/.venv $T/cfg/.venv.old'" 'on, and its pyvenv.cfg is gone: what repairs it'
like "$("$AVENV" doctor cfg/.venv 2>&1)" "*'mv $T/cfg/.venv $T/cfg/.venv.old'*" '... and doctor names the same'
mkdir lost
echo ../good/.venv >lost/.venv
avenv -q allow lost
echo ../nowhere >lost/.venv
situation 'a redirect to nowhere' lost nowhere "moves '*/lost/.venv' away"
situation AVENV_DISABLE good 'avenv is off' "'unset AVENV_DISABLE'" AVENV_DISABLE=1

# ---- one is on, and why ----------------------------------------------------

made other
stays="nothing to do ('deactivate' turns it off until you leave)"
ours=(VIRTUAL_ENV="$good" AVENV_ENV="$good" PATH="$good/bin:$PATH")
situation 'ours, without its PATH entry' good 'turned on by avenv' "$stays" "${ours[@]}" PATH="$PATH"
echo absent >good/requirements.txt
situation 'ours, and a package differs' good 'allowed for' \
	"'avenv check' says how 1 package differs from requirements.txt" "${ours[@]}"
situation 'ours, a package differs, and AVENV_CHECK' good 'allowed for' "$stays" "${ours[@]}" AVENV_CHECK=0
rm good/requirements.txt
situation 'ours, in another project' other "'$T/other/.venv' replaces it at" 'nothing to do' "${ours[@]}"
situation 'ours, outside' lost/.. 'turned off at the next prompt' 'nothing to do' "${ours[@]}"
situation 'ours, deleted' lost/.. deleted 'nothing to do' VIRTUAL_ENV="$T/gone" AVENV_ENV="$T/gone"
situation "by hand, this directory's" good "it is this directory's" 'nothing to do' \
	VIRTUAL_ENV="$good" PATH="$good/bin:$PATH"
situation 'left over' good 'no environment is on*turned on at' 'nothing to do' VIRTUAL_ENV="$T/other/.venv"
situation 'left over, outside' lost/.. 'no environment is on' 'avenv create' VIRTUAL_ENV="$T/other/.venv"
echo "VIRTUAL_ENV='$T/was/.venv'" >"$good/bin/activate"
situation 'ours, moved' good "moved from '$T/was/.venv'" "'avenv repair'" "${ours[@]}"
rm "$good/bin/activate"

# ---- another directory -----------------------------------------------------

mkdir -p here blank/below fresh/sub
mkenv fresh/.venv two/{a,b}
made closed
chmod o+w closed/.venv
for dir in fresh/sub blank/below two closed; do
	run at here avenv status --json "../$dir"
	next=$(sed -n 's/^  "next": "\(.*\)",\{0,1\}$/\1/p' <<<"$out")
	run at here bash -c "$next"
	is "$rc" 0 "status $dir: '${next//$T/}' works here"
	is_ready "$dir" "status $dir: and is all that is needed there"
done
run at here avenv status ../other
like "$out" "; if you go to '$T/other': '$T/other/.venv' goes on" 'status DIR: that directory is told of'
avenv -q allow other
run at here avenv status ../other
like "$out" "*allowed for $T/other ('avenv -C $T/other forget' takes that back)*" 'status DIR: the command is for DIR'
run at here avenv status "$T/nowhere"
like "$rc:$out:$err" "1::*$T/nowhere*No such file" 'status of a directory that is not there'

# In an allowed tree: entering turns it on, and looking writes nothing.
mkdir tree
avenv -q allow --tree tree
"$AVENV" create -q -p /usr/bin/python3 --without-pip tree/p/.venv
avenv -q forget tree/p
before=$(<"$HOME/.local/share/avenv/records")
run at here avenv status ../tree/p
like "$rc:$out" "0:*'$T/tree'*'cd $T/tree/p'" 'in an allowed tree: to enter it is all'
run "${CLEAN[@]}" avenv status tree/p
like "$out" "*'avenv allow $T/tree/p'" 'in an allowed tree, without the hook: what works is named'
unlike "$out" "*'cd *" 'in an allowed tree, without the hook: no cd is named'
run at here avenv doctor ../tree/p/.venv
unlike "x$out" '*not allowed*' 'in an allowed tree: doctor does not call it unallowed'
is "$(<"$HOME/.local/share/avenv/records")" "$before" 'status and doctor record nothing'
run at here avenv -C ../tree/p path
is "$rc:$out" "0:$T/tree/p/.venv" 'path does'
avenv -q deny blank
run at blank avenv
like "$out" "*you denied '$T/blank'*" 'nothing to turn on in a denied directory: the denial is said'

chmod 602 "$HOME/.local/share/avenv/records"
situation 'records that others may write to' good records "'chmod go-w ~/.local/share/avenv/records'"

# Without the hook: what entering the directory would do, then the hook.
mkdir "$T/bare"
mkenv "$T/bare/on/.venv" "$T/bare/asks/.venv"
chmod -R go-w "$HOME/.local"
"$AVENV" -q allow "$T/bare/on"
run "${CLEAN[@]}" VIRTUAL_ENV="$T/bare/on/.venv" AVENV_ENV="$T/bare/on/.venv" avenv status "$T/bare/asks"
like "$rc:$out" "0:*is not allowed*'avenv allow $T/bare/asks' turns" 'without the hook, and another is on'

ln -s bare "$T/link"
run at link/on VIRTUAL_ENV="$T/bare/on/.venv" AVENV_ENV="$T/bare/on/.venv" avenv
like "$rc:$out" "0:*'avenv forget' takes that back*" 'below a link: the command needs no path'

# ---- the shell of a message ----------------------------------------------------------------

# A program that is no shell reads the message; it starts bash or sh for what it types.
mkdir "$HOME/it's"
mkenv "$HOME/it's/.venv"
said() {
	env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL="$1" \
		python3 -c 'import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)' \
		"${@:2}" "$AVENV" status "$HOME/it's" 2>&1 | sed -n 's/^avenv allow //p'
}
for login in /usr/bin/fish /usr/bin/nu /bin/tcsh /bin/bash; do
	is "$(said $login)" "'$HOME/it'\\''s'" "no shell, \$SHELL is $login: quoted for bash"
	is "$(said $login dash -c '"$@"; :' dash)" "'$HOME/it'\\''s'" "dash, \$SHELL is $login: quoted for bash"
done
done_testing
