#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 37 38 56
# Files that cannot be read: avenv takes nothing for absent, untracked or harmless that it could not
# look at. strace has one system call of one file fail.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

AVENV=$RELEASE_BUILD/avenv
[ -x "$AVENV" ] || skip_all 'no release build'
needs_trace

# failing INJECTION FILE ARG...: avenv ARG..., with the system call of FILE failing, which has to be made
failing() {
	run strace -o "$T/trace" -P "$2" -e inject="$1" "$AVENV" "${@:3}"
	ok "$1 of ${2#"$T/"}: hit" grep -q INJECTED "$T/trace"
	err=$(grep -v '^strace: ' <<<"$err")
}

fresh open/.venv
chmod o+w open/.venv/bin
failing statx:error=EIO "$PWD/open/.venv/bin" -q allow open
is_off open 'bin that others may write to, allow: off'
mkdir -p open/denied/below
chmod o-w open/.venv/bin
avenv -q allow open && avenv -q deny open/denied
for dir in denied denied/below; do
	failing statx:error=EACCES "$PWD/open/$dir" -C "open/$dir" path
	like "$rc:$err" "1:*you denied '*/open/denied'*" "$dir, denied, path: refused"
done
rm -rf "$HOME/.local"
if has git; then
	git init -q g
	mkenv g/.venv
	git -C g add -f .venv/pyvenv.cfg
	failing statx:error=EIO "$PWD/g/.git" allow g
	like "$rc:$err" '1:*--tracked*' "git tracks it, .git: refused"
fi
fresh far/.venv
mkdir l
ln -s ../far/.venv l/
avenv -q allow l
failing statx:error=EACCES "$PWD/far" -C l doctor
unlike "$out" "'rm " 'a link to what cannot be looked at: doctor lets it be'
# A Python, an interpreter and a project that cannot be looked at are not gone.
fresh p/.venv
avenv -q allow p
for command in list path; do
	failing statx:error=EACCES "$PWD/p/.venv/bin/python" -C p $command
	like "$out$err" 'its Python cannot be looked at' "bin/python, $command"
	unlike "$out$err" 'repair' '... and repair is not named'
done
base=$(readlink p/.venv/bin/python3)
for command in 'doctor p' 'repair p'; do
	# shellcheck disable=SC2086 # two words
	failing statx:error=EACCES "$base" $command
	like "$rc:$out$err" "1:*its Python '*$base' cannot be looked at: Permission denied; *'avenv recreate -p [0-9.]* [^ ]*p/.venv'*" "its Python, $command"
done
# shellcheck disable=SC2016 # the shell of the script
printf '#!%s\n' "$T/secret" >p/.venv/bin/tool
failing statx:error=EACCES "$T/secret" doctor p
unlike "$out" 'is gone' 'the interpreter of a script, doctor'
rm p/.venv/bin/tool
# One look fails, and the next does not.
for ((n = 1; n <= 13; n++)); do
	failing statx:error=EACCES:when=$n "$PWD/p/.venv" move p/.venv p/v
	unlike "x$err" '(null)' "move, look $n of the environment: a refusal has a reason"
	[ ! -e p/v ] || avenv -q move p/v p/.venv
done
failing statx:error=EACCES "$PWD/p/.venv" allow --list
unlike "$out" gone 'a directory on record, allow --list'
failing statx:error=EACCES "$PWD/p/.venv" forget --gone
like "$err" 'forgot 0 records' 'forget --gone'
# A pyvenv.cfg that is there has the settings of the environment: none is made, moved or mended without them.
touch p/.venv/bin/activate
mkdir n s
env=$PWD/p/.venv cfg=$PWD/p/.venv/pyvenv.cfg
for command in "recreate $env" "create --clear $env" "repair $env" "move $env n" "remove -y $env"; do
	before=$(tree p n)
	# shellcheck disable=SC2086 # two words or more
	failing openat:error=EMFILE "$cfg" $command
	like "$rc:$err" "1:avenv: *pyvenv.cfg*" "pyvenv.cfg, ${command%% /*}: said"
	is "$(tree p n)" "$before" "pyvenv.cfg, ${command%% /*}: nothing is changed"
done
# A part that this user may not enter: one finding, and none about what is behind it
fresh d/.venv
touch d/.venv/bin/activate
avenv -q allow d
cp "$AVENV" "$T/avenv"
if is_root; then chown -R 65534:65534 "$HOME" d; fi
# who COMMAND...: as a user whom modes stop
who() { run as_user env HOME="$HOME" PATH="$T:$PATH" "$T/avenv" "$@"; }
while IFS='|' read -r part packages cannot status; do
	chmod 000 "d/.venv$part"
	cannot=${cannot/DIR/$PWD/d/.venv}
	who doctor d
	is "$rc:$(grep '^  [nw]' <<<"$out" | grep -v hook | sed 's/by this.*;/*/; s/, so its.*;/*/')" "1:  wrong  $cannot* to fix it: 'chmod -R u+rwX $PWD/d/.venv'" "doctor: .venv$part"
	who list
	like "$out" " $packages * $status" "list: .venv$part"
	who -C d
	unlike "$out$err" 'gone' "status: .venv$part"
	as_user chmod -R u+rwX d/.venv
done <<'L'
/bin|0|'DIR/bin' cannot be read |broken: its Python cannot be looked at
/bin/activate|0|'DIR/bin/activate' cannot be read |ok
/lib|unknown|'DIR/lib' cannot be read |ok
/pyvenv.cfg|0|its pyvenv.cfg cannot be read|broken: its pyvenv.cfg cannot be read
|unknown|'DIR' cannot be read |broken: its pyvenv.cfg cannot be read
L
# Its Python is where this user may not look: avenv and doctor name the command after which it works.
mkdir -m 0 closed
while IFS='|' read -r link command; do
	command=${command/SERIES/$SERIES}
	ln -sfn "$PWD/closed/python3" "d/.venv/bin/$link"
	who -C d
	like "$out" "*cannot be looked at by this user*'$command $PWD/d/.venv' rebuilds it" "status: $link out of reach"
	who doctor d
	like "$out" "*'$command $PWD/d/.venv'" "doctor: $link out of reach"
	# shellcheck disable=SC2086 # words
	who ${command#avenv } "$PWD/d/.venv"
	who path d
	is "$rc:$out" "0:$PWD/d/.venv" "$command: it works"
	rm -r d/.venv.old
done <<'L'
python3|avenv recreate -p SERIES
python|avenv recreate
L
# Another user's project, which this user may only read: what needs to write there is not named.
mkenv theirs/.venv
echo six >theirs/requirements.txt
chmod -R a-w theirs
who allow theirs
while IFS='|' read -r command says; do
	# shellcheck disable=SC2086 # words
	who $command
	like "$out$err" "$says" "read-only: $command"
	is "$(grep -oE " up'|recreate|--clear|ensurepip|avenv create" <<<"$out$err")" '' "read-only: $command names nothing that cannot work"
	[ "$command" != 'create theirs/.venv' ] || { chmod -R u+w theirs && rm -r theirs/.venv && chmod -R a-w theirs; }
done <<'L'
-C theirs check|you cannot write to '*theirs/.venv'
-C theirs up|you cannot write to '*theirs/.venv'
create theirs/.venv|is an environment already, and you cannot write there
-C theirs|no environment in
-C theirs check|no environment in
L
chmod -R u+w theirs
if is_root; then chown -R 0:0 "$HOME"; fi
fresh p/.venv
avenv -q deny p
export AVENV_TRUST=$PWD
for call in openat read; do
	failing $call:error=EIO "$RECORDS" -C p path
	is "$rc:$out" 1: "the records, $call: a denial may be in them"
	failing $call:error=EIO "$RECORDS" allow .
	is_off p "the records, $call: the denial is not lost" denied
done
done_testing
