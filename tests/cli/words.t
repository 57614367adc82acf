#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is said: words that are not known, the help of each command and its
# example, the form of all messages, and where there is colour.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/vars.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash)
av() { "${CLEAN[@]}" "$AVENV" "$@"; }
cd "$T" || exit

# ---- words that are not known ----------------------------------------------

# says ERR ARG...: exit 2, exactly that on stderr, nothing on stdout
says() {
	local wanted=$1
	shift
	run av "$@"
	is "$rc:$out:$err" "2::avenv$wanted" "$*"
}

says ": unknown command 'craete'; did you mean 'create'?" craete
says ": unknown command 'craete'; did you mean 'create'?" -q -C . craete
says ": unknown command 'craete'; did you mean 'create'?" help craete
says ": unknown command 'lst'; did you mean 'list' or 'ls'?" lst
says ": unknown command 'sta'; did you mean 'status'?" sta
says ": unknown command 'inti'; did you mean 'init'?" inti
says ": unknown command 'remov\\033'; did you mean 'remove'?" $'remov\033'
says ": unknown command 'frobnicate'; 'avenv help' lists the commands" frobnicate
run av "$(printf 'x%.0s' {1..50000})"
is "${err//xx/}" "avenv: unknown command ''; 'avenv help' lists the commands" 'a very long word'

says " create: unknown option '--pyton'; did you mean '--python'?" create --pyton 3
says " create: unknown option '--pyton'; did you mean '--python'?" create --pyton=3
says " create: option '--with' could be '--without-pip', '--without-scm-ignore-files'; see 'avenv create --help'" create --with
says " create: option '--p' could be '--python', '--prompt'; see 'avenv create --help'" create --p 3
says " allow: option '--l' could be '--list'; see 'avenv allow --help'" allow --l
says " list: option '--n' could be '--names', '--null'; see 'avenv list --help'" list --n=1
says " status: unknown option '--jsons'; did you mean '--json'?" status --jsons
says " create: unknown option '--frobnicate'; see 'avenv create --help'" create --frobnicate
says " run: unknown option '--quite'; did you mean '--quiet'?" run --quite true
says " list: option '--json' takes no argument; see 'avenv list --help'" list --json=1
says " allow: unknown option '--lean'; see 'avenv allow --help'" allow --lean
says ": unknown option '--verison'; did you mean '--version'?" --verison
says ": unknown option '--jsn'; did you mean '--json'?" --jsn
says ": options stand after the command, 'list'; see 'avenv --help'" --json list
says " on: it takes no arguments; see 'avenv on --help'" on x
says " off: it takes no arguments; see 'avenv off --help'" off x

# Each in one write, which on a socket that keeps them apart is one packet: nothing comes in between.
cat >"$T/writes.py" <<'P'
import socket, subprocess, sys
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=theirs)
theirs.close()
print([packet.count(b"\n") for packet in iter(lambda: ours.recv(65536), b"")])
P
for words in 'craete' 'create --pyton' 'create --frobnicate' 'path /nowhere' 'forget /nowhere'; do
	# shellcheck disable=SC2086 # They are several.
	run python3 "$T/writes.py" "${CLEAN[@]}" "$AVENV" $words
	is "$out" '[1]' "$words: a line in one write"
done

# Other tools' words: one line each, and no command of ours is among them.
words=$(sed -n '/^} others\[\]/,/^};/s/.*{ "\([a-z ]*\)",.*/\1/p' "$SRCDIR/src/cli/command_unknown.c")
ok 'words of other tools' test "$(wc -w <<<"$words")" -gt 80
is "$(tr ' ' '\n' <<<"$words" | sort | uniq -d)" '' 'each word once'
for word in $words; do
	run av "$word"
	is "$rc:$out" 2: "$word: exit 2"
	like "$err" "avenv: unknown command '$word'; *" "$word: is unknown"
	unlike "$err" 'did you mean' "$word: told, not guessed"
	unlike "$err" 'lists the commands' "$word: told what does it"
	is "$(wc -l <<<"$err")" 1 "$word: one line"
	ok "$word: it fits, two lines of a terminal" test "${#err}" -le 160
	# Where an environment has no pip, that of the system would be run.
	unlike "$err" 'run pip' "$word: the environment's pip"
done
for word in trust why exec new shell info; do
	like "$words" "*$word*" "$word: is among them"
done
says ": unknown command 'trust'; 'avenv allow' does that" trust
says ": unknown command 'trust'; 'avenv allow' does that" help trust
says ": unknown command 'lock'; avenv writes no lock file; 'avenv freeze' tells what is installed" lock
says ": unknown command 'upgrade'; 'avenv create --upgrade' is for a Python upgraded in place, 'avenv run python -m pip install -U' for a package" upgrade
like "$words" '*edit*' 'edit: is among them'

# ---- the help of each command ----------------------------------------------

help=$(av help)
is "$(awk 'length > 80' <<<"$help")" '' 'help: 80 columns'
ok 'help: 40 lines' test "$(wc -l <<<"$help")" -le 40
is "$(awk '/^  [a-z]/ && !under { print } { under = /^[a-z]/ && !/^usage/ || /^  / && under }' <<<"$help")" '' \
	'help: each command under a heading'
commands=$(sed -nE 's/^  ([a-z]+)(, [a-z]+)?  .*/\1/p' <<<"$help")
for command in $commands; do
	out=$(av "$command" --help)
	is "$(awk 'length > 80' <<<"$out")" '' "$command --help: 80 columns"
	ok "$command --help: 24 lines" test "$(wc -l <<<"$out")" -le 24
	like "$out" $'\nexample:\n  '*"avenv $command"* "$command --help: an example"
	is "$(sed -n '2{/\.$/p;}' <<<"$out")" '' "$command --help: a summary without a full stop"
done

# The short names: shown, and the same command.
for pair in 'list ls' 'remove rm' 'move mv' 'hook init'; do
	read -r name short <<<"$pair"
	like "$help" "  $name, $short " "$short: in the list"
	like "$(av "$name" --help)" "also: avenv $short" "$short: in the help of $name"
	is "$(av "$short" --help)" "$(av "$name" --help)" "$short: is $name"
	is "$(av help "$short" 2>&1)" "$(av help "$name" 2>&1)" "help $short: is that of $name"
done

# ---- the examples: each is typed as it stands, in a project of its own -------

mkdir -p bin src "$HOME/.virtualenvs" "$HOME/src"
ln -s "$AVENV" bin/avenv
# What stands in for a person who picks the first.
printf '#!/bin/sh\nhead -n 1\n' >bin/fzf
chmod +x bin/fzf
for name in django tools; do mkenv "$HOME/.virtualenvs/$name"; done

# example COMMAND: run that of its help, in $T/src/COMMAND
example() {
	local text
	text=$(av "$1" --help | sed -n '/^example:/,$s/^  //p')
	mkdir -p "$HOME/src/project" "$HOME/src/untrusted" "src/$1"
	if [ "$1" != use ] && [ "$1" != create ]; then mkenv "src/$1/.venv"; fi
	mkenv "$HOME/src/project/.venv"
	(cd "src/$1" && exec "${CLEAN[@]}" PATH="$T/bin:$PATH" AVENV_TRUST="$T/src" "$BASH" -c "$text")
}
for command in $commands; do
	case $command in
	activate | deactivate | off | on)
		# With the hook: tests/shell/activate.t
		run example "$command"
		like "$rc:$err" '1:avenv: the hook is not loaded in this shell; *' "$command: its example, without a hook"
		;;
	create)
		if ! av create elsewhere/probe >/dev/null 2>&1; then
			skip 'no Python that has pip'
			continue
		fi
		mkdir src/create
		echo '# nothing' >src/create/requirements.txt
		run example create
		is "$rc" 0 'create: its example'
		ok 'create: its example has made one' test -x src/create/.venv/bin/pip
		;;
	setup)
		run example setup
		like "$rc:$err" '1:*avenv: nothing was changed, as there is no terminal; *' 'setup: its example, without a terminal'
		;;
	select)
		run example select
		like "$rc:$err" "*:*avenv: there is no terminal to ask on; *" 'select: its example, without a terminal'
		;;
	remove)
		run example remove
		like "$err" "nothing was removed: there is no terminal to ask on; '-y' removes without asking" \
			'remove: its example, without a terminal'
		;;
	run)
		run example run
		like "$err" 'No module named pytest' 'run: its example reaches the Python'
		;;
	doctor)
		# mkenv makes no activation scripts, which is a finding.
		run example doctor
		like "$rc:$err:$out" "1::*'*/bin/activate' is missing; to mend it: avenv repair *something is wrong with *" \
			'doctor: its example finds what is wrong'
		;;
	list)
		run example list
		is "$rc:$err" 0: 'list: its example'
		;;
	*)
		case $command:$AVENV_BUILD_DIR in bench:*/valgrind)
			skip 'it measures' 2
			continue
			;;
		esac
		run example "$command"
		is "$rc" 0 "$command: its example"
		is "$(grep -v '^avenv: ' <<<"$err")" '' "$command: its example complains of nothing but in our words"
		;;
	esac
done
ok 'move: its example has moved it' test -e "$HOME/.virtualenvs/web/pyvenv.cfg"
is "$(cat src/use/.venv 2>/dev/null || readlink -f src/use/.venv)" "$HOME/.virtualenvs/django" 'use: its example leads there'

# ---- the form of every message ---------------------------------------------

if ! command -v python3 >/dev/null; then
	skip 'no python3' 12
else
	lint() { python3 "$SRCDIR/tests/messages.py" "$AVENV" "$@"; }
	cd "$SRCDIR" || exit
	run lint src/*.c src/*/*.c hooks/*
	is "$rc:$out" 0: 'all messages have one form'
	ok 'all messages: so many were looked at' test "${err%% *}" -gt 200
	cd "$T" || exit
	# wrong FAULT CALL: what the lint is there for
	wrong() {
		printf 'void f(void)\n{\n\t%s;\n}\n' "$2" >bad.c
		like "$(lint bad.c 2>/dev/null)" "bad.c:3: *: $1" "$1"
	}
	wrong 'begins with a capital letter' 'error("Cannot do it")'
	wrong 'ends in a full stop, a newline or a space' 'note("it is done.")'
	wrong "says 'failed to'" 'error_errno("failed to read")'
	wrong "says 'is no '" "error(\"'%s' is no file\", shown(p))"
	wrong 'has double quotes' 'error("no \"file\"")'
	wrong 'is too long for a line' "note(\"$(printf 'long %.0s' {1..40})x\")"
	wrong "'%s' is path, not shown()" "error(\"cannot open '%s'\", path)"
	wrong 'counts without counted()' 'note("%zu files", n)'
	wrong 'has an option that is not in quotes' "error(\"pip's '%s' is not -y\", shown(p))"
fi
if command -v python3 >/dev/null; then
	printf 'f("; '"'"'avenv frob'"'"' does that, '"'"'avenv list --frob'"'"' too")\n' >bad.c
	is "$(lint bad.c 2>/dev/null)" "bad.c: 'avenv frob' is not a command
bad.c: 'avenv list' has no --frob" 'what a message tells to type exists'
fi

# ---- colour ----------------------------------------------------------------

mkenv src/on/.venv
mkdir -p src/broken/.venv src/plain
printf 'home = /nowhere\n' >src/broken/.venv/pyvenv.cfg

# on_terminal DIR [VAR=VALUE...] -- ARG...: what a terminal would get, colours as <32>
on_terminal() {
	local dir=$1 vars args
	shift
	split_vars "$@"
	(cd "$dir" && "${CLEAN[@]}" TERM=xterm AVENV_TRUST="$T/src" "${vars[@]}" \
		script -qec "$AVENV ${args[*]}" /dev/null </dev/null | sed "s/\x1b\[\([0-9]*\)m/<\1>/g" | tr -d '\r')
}
if ! command -v script >/dev/null; then
	skip 'no script(1)' 1
	done_testing
fi
venv=$T/src/on/.venv
like "$(on_terminal src/on VIRTUAL_ENV="$venv" --)" "active:   <32>'$venv'*<0>" 'avenv: what is on is green'
like "$(on_terminal src/plain --)" $'active:   nothing\n' 'avenv: what is not on is plain'
like "$(on_terminal src/plain --)" 'next:     <1>avenv create<0>' 'avenv: the next command is bold'
like "$(on_terminal src/broken --)" "here:     <31>'$T/src/broken/.venv'<0>" 'avenv: what is broken is red'
like "$(on_terminal src/on AVENV_TRUST= -- status)" "here:     <33>'$venv'<0>" 'status: what waits for a word is yellow'
like "$(on_terminal src/on VIRTUAL_ENV="$venv" -- list)" '<32>*<0>  <32>on<0>  ' 'list: the active one is green'
like "$(on_terminal src/on -- pythons)" '<1>VERSION<0>' 'pythons: titles are bold'
like "$(on_terminal src/on -- frob)" "<31>avenv:<0> unknown command 'frob'" 'an error begins in red'
like "$(on_terminal src/on -- status x y)" '<31>avenv status:<0> one' 'so does one of usage'
is "$(on_terminal src/plain -- deny)" "avenv: '$T/src/plain' is denied: nothing in it is turned on" 'a note is plain'
is "$(on_terminal src/on VIRTUAL_ENV="$venv" -- list | sed 's/<[0-9]*>//g')" \
	"$(cd src/on && "${CLEAN[@]}" AVENV_TRUST="$T/src" VIRTUAL_ENV="$venv" "$AVENV" list)" \
	'list: as wide with colour as without'
for command in '' list status pythons frob; do
	for none in NO_COLOR=1 NO_COLOR=0 TERM=dumb TERM= "NO_COLOR=1 CLICOLOR_FORCE=1"; do
		# shellcheck disable=SC2086 # words
		unlike "$(on_terminal src/on VIRTUAL_ENV="$venv" $none -- $command)" '<' "avenv $command, $none: no colour"
	done
	like "$(on_terminal src/on VIRTUAL_ENV="$venv" NO_COLOR= -- "$command")" '<0>' "avenv $command, an empty NO_COLOR: colour"
	unlike "$(cd src/on && "${CLEAN[@]}" TERM=xterm CLICOLOR_FORCE=1 AVENV_TRUST="$T/src" VIRTUAL_ENV="$venv" \
		"$AVENV" $command 2>&1)" $'\033' "avenv $command, in a pipe: no colour"
done
for command in --json 'list --json' 'status --json' 'pythons --json' 'list --names' path 'env --shell bash' help; do
	unlike "$(on_terminal src/on VIRTUAL_ENV="$venv" -- "$command")" '<' "avenv $command: never in colour"
done

done_testing
