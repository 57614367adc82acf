#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What all commands have in common: options, exit statuses, and a world in which
# descriptors, HOME, PWD or the directory itself are missing.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)
av() { "${CLEAN[@]}" AVENV_TRUST="$T" "$AVENV" "$@"; }
here() { (cd "$T/p" && av "$@"); }

p=$T/p/.venv
mkenv "$p"
mkdir -p "$T/p/sub" "$T/none"

# ---- help and version ------------------------------------------------------

run av help
is "$rc$err" 0 'help: exit 0'
commands=$(sed -nE 's/^  ([a-z]+)(, [a-z]+)?  .*/\1/p' <<<"$out")
like "$commands" "*allow*deny*forget*status*run*env*path*" 'help: lists the commands'
# Nothing else tells what stands before a command, or in its place.
for option in $(av __dump | awk -F '\t' '$1 == "option" && $2 == "" && $6 != "print this" {
	print $4 == "" || $4 == "quiet" ? "-" $3 : "--" $4 }'); do
	ok "help: $option" grep -qw -- "$option" <(sed '/^$/,$d' <<<"$out")
done
run av --help
is "$out" "$(av help)" '--help: the same'
run av -h
is "$rc" 0 '-h: the same'
for command in $commands; do
	run av "$command" --help
	is "$rc$err" 0 "$command --help: exit 0"
	like "$out" "usage: avenv $command" "$command --help: how it is used"
	summary=$(av help | sed -nE "s/^  $command(, [a-z]+)?  +//p")
	is "$(sed -n 2p <<<"$out")" "$summary" "$command --help: its summary, as in the list"
	run av "$command" --no-such-option
	is "$rc$out" 2 "$command --no-such-option: usage"
	is "$err" "avenv $command: unknown option '--no-such-option'; see 'avenv $command --help'" \
		"$command --no-such-option: said so"
	for option in $(av "$command" --help | sed -n 's/^  \(-[a-z], \|    \)\(--[a-z-]*\) [A-Z].*/\2/p'); do
		run av "$command" "$option"
		is "$rc" 2 "$command $option: needs an argument"
	done
done
is "$(av __dump --help | tail -n 1)" '      --help                 print this' "the hook's own: no example"
is "$(av init --help)" "$(av hook --help)" 'init: an accepted spelling of hook'
for version in --version -V; do
	run av $version
	is "$rc$err" 0 "$version: exit 0"
	ok "$version: name and number" grep -Eqx 'avenv [0-9]+\.[0-9]+\.[0-9]+' <<<"$out"
done
is "$(av --version)" "avenv $(sed -n 's/^VERSION := //p' "$SRCDIR/Makefile")" '--version: the number of the Makefile'

# ---- usage -----------------------------------------------------------------

# usage ERR ARG...: exit 2, that error, nothing on stdout
usage() {
	local wanted=$1
	shift
	run av "$@"
	is "$rc:$out" 2: "$*: exit 2"
	like "$err" "$wanted" "$*: said so"
	is "$(wc -l <"$T/.err")" 1 "$*: in one line"
}
usage "avenv: unknown command 'frob'; 'avenv help' lists the commands" frob
usage "avenv: unknown command ''" ''
usage "avenv: unknown option '--frob'" --frob
usage "avenv: unknown option '-z'" -z
usage "avenv: unknown command 'frob'" help frob
usage "avenv help: one command at a time" help create x
usage "avenv: unknown * '-q'" -- -q
usage "avenv: unknown command 'bad*033*'" $'bad\033[31m'
usage "'-C' needs an argument" -C
usage "avenv status: one directory at a time" status a b
usage "avenv hook: name one shell" hook
usage "avenv status: unknown option '-z'" status -z
usage "avenv status: unknown option '-*z'" status -qz
usage "avenv status: unknown option '-z*'" status -zq
usage "avenv status: option '--json' takes no argument" status --json=1

# ---- -C, -q, -- ------------------------------------------------------------

run av -C "$T/p" path
is "$out" "$p" '-C DIR'
run here -C sub path
is "$out" "$p" '-C, relative'
run av -C "$T" -C p path
is "$out" "$p" '-C twice: one from the other'
ln -s p/sub "$T/link"
run av -C "$T/link" status
like "$out" "$T/link"$'\n' '-C: a link is kept, as cd does'
run av -C "$T/link/.." path
is "$out" "$p" '-C: dots as chdir has them: the parent of what the link leads to'
run av -C "$T/nowhere" path
is "$rc:$out" 1: '-C: exit 1 where it is not there'
is "$err" "avenv: cannot change to '$T/nowhere': No such file or directory" '-C: said so'
run av -C '' path
is "$rc" 1 '-C: an empty name is nowhere'
run here -q path
is "$rc$out" "0$p" '-q: data is printed all the same'
run here path -q
is "$out" "$p" '-q: after the command'
run here --quiet path
is "$out" "$p" '--quiet'
run av -q -C "$T/none" path
is "$rc$err" "1$(av -C "$T/none" path 2>&1)" '-q: errors are printed all the same'
run here -- path
is "$out" "$p" '--: ends the options before the command'
run here --
is "$(wc -l <<<"$out")" 6 '--: alone is plain avenv'
run here path --quiet -- "$p"
is "$out" "$p" '--: ends those after it'

# ---- descriptors -----------------------------------------------------------

run eval 'here path <&-'
is "$rc$out" "0$p" 'closed stdin'
run eval 'here path 2>&-'
is "$rc$out" "0$p" 'closed stderr'
run eval 'here path <&- 2>&-'
is "$rc$out" "0$p" 'closed stdin and stderr'
run eval 'av -C "$T/none" path 2>&-'
is "$rc$out" 1 'closed stderr: an error is an error all the same'
run eval 'here path <&- >&- 2>&-'
is "$rc" 1 'all three closed: not done'
for args in path status 'status --json' 'env --shell bash' 'env --json' help 'hook bash' --version --help ''; do
	# shellcheck disable=SC2086 # words
	(here $args >/dev/full 2>"$T/.err" </dev/null)
	is "$?" 1 "/dev/full, avenv $args: exit 1"
	is "$(cat "$T/.err")" 'avenv: cannot write to standard output: No space left on device' \
		"/dev/full, avenv $args: said so"
	if ! is_itself; then
		skip 'valgrind needs files of its own'
		continue
	fi
	# shellcheck disable=SC2086 # words
	like "$(ulimit -f 0 && here $args 2>&1 >"$T/limited" || echo "$?")" 'avenv: cannot write to standard output: File too large
*1' "no file may have anything in it, avenv $args: said so, exit 1"
done
# What is started has that signal as it was: deadly, or ignored.
run eval '(ulimit -c 0 -f 0 && here run head -c 1 /dev/zero >"$T/limited")'
is "$rc" "$((128 + $(kill -l XFSZ)))" \
	'run: the limit ends what is run'
like "$(trap '' XFSZ && here run sh -c 'ulimit -f 0 && exec head -c 1 /dev/zero' 2>&1 >"$T/limited" || echo "$?")" 'File too large
1' 'run: where that is ignored, it stays so'
case $AVENV_BUILD_DIR in
*/valgrind) skip 'valgrind opens what is closed' 4 ;;
*)
	for args in path status help --version; do
		(here "$args" >&- 2>"$T/.err" </dev/null)
		is "$?" 1 "closed stdout, avenv $args: exit 1"
	done
	;;
esac
# Each of 1 and 2 could be the store itself, did nothing else take its place.
run eval 'av -C "$T/p" allow >&- 2>&-'
run eval 'av -C "$T/none" allow "$T/p" <&- >&- 2>&-'
is "$(awk '!/^#/ { print $1, $2, $7 }' "$HOME/.local/share/avenv/trust")" "allow dir $T/p" \
	'allow, all closed: the store holds its record and nothing else'
run eval 'here run cat <&- 2>&1'
like "$out" 'Bad file descriptor' 'run: a closed stdin stays closed'
run eval 'here help | head -n 1'
like "$out" 'usage: avenv' 'a reader that goes early'

# ---- HOME, PWD, the directory ----------------------------------------------

# stand NAME [VAR=VALUE|-u NAME...]: still $p, silently, and plain avenv in six lines
stand() {
	local name=$1
	shift
	run stand_in "$@" "$AVENV" path
	is "$rc$out$err" "0$p" "$name: path"
	run stand_in "$@" "$AVENV"
	is "$rc$(wc -l <<<"$out")$err" 06 "$name: six lines"
}
stand_in() { (cd "$T/p" && exec "${CLEAN[@]}" AVENV_TRUST="$T" env "$@"); }
stand 'HOME unset' -u HOME
stand 'HOME empty' HOME=
stand 'HOME relative' HOME=relative
stand 'HOME is nowhere' HOME=/nonexistent
stand 'PWD unset' -u PWD
stand 'PWD empty' PWD=
stand 'PWD relative' PWD=p
stand 'PWD wrong' PWD="$T/none"
stand 'PWD is nowhere' PWD=/nonexistent/deep
stand 'PWD with dots' PWD="$T/none/../p"
stand 'PWD with a slash' PWD="$T/p/"
stand 'PWD with a newline' PWD=$'\n'
stand 'PATH unset' -u PATH
stand 'PATH empty' PATH=
stand 'XDG_DATA_HOME relative' XDG_DATA_HOME=data
ok 'XDG_DATA_HOME relative: nothing is made there' test ! -e "$T/p/data"
stand 'a locale that is none' LC_ALL=xx_YY.nonsense
stand 'no environment at all but trust' -u HOME -u PATH -u PWD -u LC_ALL

ln -s p "$T/alias"
logical() { (cd "$T/alias/sub" && exec "${CLEAN[@]}" AVENV_TRUST="$T" PWD="$T/alias/sub" "$AVENV" status); }
run logical
like "$out" "looked at:"$'\n'"  $T/alias/sub" 'PWD: the walk is where the shell says it is'

# A logical parent that the physical path does not have, and the reverse.
mkdir -p "$T/far/away" "$T/near"
mkenv "$T/near/.venv"
ln -s "$T/far/away" "$T/near/jump"
jump() { (cd "$T/near/jump" && exec "${CLEAN[@]}" AVENV_TRUST="$T" PWD="$1" "$AVENV" path); }
run jump "$T/near/jump"
is "$out" "$T/near/.venv" 'PWD: the project above the link'
run jump "$T/far/away"
is "$rc" 1 'PWD: physical, where there is none above'
mkenv "$T/far/.venv"
run jump "$T/near/jump"
is "$out" "$T/near/.venv" 'PWD: the logical one first'
rm -r "$T/near/.venv"
run jump "$T/near/jump"
is "$out" "$T/far/.venv" 'PWD: the physical one where that finds nothing'

# in_deleted COMMAND...: in a directory below the project that is gone
in_deleted() {
	mkdir -p "$T/p/gone"
	(cd "$T/p/gone" && rmdir "$T/p/gone" && exec "${CLEAN[@]}" AVENV_TRUST="$T" "$@")
}
run in_deleted PWD="$T/p/gone" "$AVENV" path
is "$out" "$p" 'a deleted directory: the project is still above PWD'
run in_deleted "$AVENV" path
is "$rc:$out" 1: 'a deleted directory without PWD: exit 1'
unlike "$err" "''" 'a deleted directory without PWD: it is not called by no name'
run in_deleted "$AVENV"
is "$rc$(wc -l <<<"$out")$err" 06 'a deleted directory without PWD: six lines'
# A shell goes on saying what it was called, also where something else is called so by now.
for again in '' again; do
	for args in path env packages freeze 'create x' allow 'use x' run\ true; do
		mkdir -p "$T/none/gone"
		# shellcheck disable=SC2086 # words
		run eval '(cd "$T/none/gone" && rmdir ../gone && ${again:+mkdir ../gone} &&
			exec "${CLEAN[@]}" PWD="$T/none/gone" "$AVENV" '"$args)"
		like "$rc:$err;" "1:avenv: the working directory no longer exists;" "a deleted directory${again:+, made again}: avenv $args says so"
		is "$out" '' "a deleted directory${again:+, made again}: avenv $args does nothing"
	done
done
is "$err" 'avenv: the working directory no longer exists; nothing was run' 'a deleted directory: nothing was run'
run in_deleted "$AVENV" path ./x
is "$rc:$err" '1:avenv: the working directory no longer exists' 'a deleted directory: what is named from it'
# What is named from there is not what has its name in /.
none=avenv-none-$$
for args in "move $T/p/.venv $none/x" "forget $none" "create -r $none $T/abs" "create -r $T/p/x -c $none $T/abs" \
	"create -p ./$none $T/abs" "recreate --offline $none $p" "remove -y ./$none"; do
	touch "$T/p/x"
	# shellcheck disable=SC2086 # words
	run in_deleted "$AVENV" $args
	is "$rc:$err" '1:avenv: the working directory no longer exists' "a deleted directory: avenv ${args//$T/} says so"
	rm "$T/p/x"
done
run in_deleted "$AVENV" forget .
is "$rc:$err" '1:avenv: the working directory no longer exists' 'a deleted directory: forget . says so'
mkdir -p "$T/none/gone"
run eval '(cd "$T/none/gone" && rmdir ../gone && exec "${CLEAN[@]}" PWD="$T/none/gone" "$AVENV" forget .)'
is "$rc:$err" "1:avenv: nothing is recorded of '$T/none/gone'; 'avenv allow --list' shows what is" 'a deleted directory: forget . says one thing'
run in_deleted "$AVENV" create --without-pip "$T/abs" x
is "$rc:$(tail -n 1 <<<"$err")" '1:avenv: the working directory no longer exists' 'a deleted directory: create, behind one that is elsewhere'
run in_deleted "$AVENV" run -e "$p" sh -c 'echo ran'
is "$out" ran 'a deleted directory: run -e'
run in_deleted "$AVENV" -C "$T/p" path
is "$out" "$p" 'a deleted directory: -C leads out of it'
# One that is there, but has no path that a call could take.
cat >"$T/deep.py" <<-'END'
	import os, sys
	os.makedirs(sys.argv[1])
	os.chdir(sys.argv[1])
	for _ in range(25):
	    os.mkdir('d' * 200)
	    os.chdir('d' * 200)
	os.mkdir('usr')
	os.execv(sys.argv[2], sys.argv[2:])
END
for args in path allow 'create x' 'use x' 'path ./x' 'forget x' "move $p x/y"; do
	# shellcheck disable=SC2086 # words
	run "${CLEAN[@]}" python3 "$T/deep.py" "$T/deep" "$AVENV" $args
	is "$rc:$err" '1:avenv: cannot tell the working directory: File name too long' "a path that is too long: avenv $args says so"
	rm -r "$T/deep"
done
run "${CLEAN[@]}" python3 "$T/deep.py" "$T/deep" "$AVENV" status usr
unlike "$out" '  /usr' 'a path that is too long: what is in it is not looked at in /'
rm -r "$T/deep"

done_testing
