#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv run: the command takes avenv's place; what it is given; when it is not run.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/vars.sh"

# The environment that avenv is started in; tests add to it.
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)
p=$T/p/.venv
mkenv "$p"
mkdir "$T/p/sub" "$T/none"
printf '#!/bin/sh\necho in-env "$@"\n' >"$p/bin/tool"
chmod 755 "$p/bin/tool"

# av_exec DIR [VAR=VALUE...] -- ARG...: become avenv in DIR of a trusted tree
av_exec() {
	local dir=$1 vars args
	shift
	split_vars "$@"
	cd "$dir" && exec "${CLEAN[@]}" PWD="$dir" AVENV_TRUST="$T" "${vars[@]}" "$AVENV" "${args[@]}"
}
av() { (av_exec "$@"); }
in_p() { av "$T/p" -- run "$@"; }

# bare DIR ARG...: avenv in DIR with nothing trusted
bare() {
	(
		cd "$1" || exit
		shift
		exec "${CLEAN[@]}" "$AVENV" "$@"
	)
}
nake() { bare "$T/none" "$@"; }

# ---- exec: the command is what remains -------------------------------------

pids() {
	# shellcheck disable=SC2016 # for the inner shell
	av_exec "$T/p" -- run sh -c 'echo $$' &
	echo $!
	wait
}
is "$(pids | uniq -c | awk '{ print $1 }')" 2 "the process is the command's own"
for status in 0 1 2 3 42 126 127 255; do
	run in_p sh -c "exit $status"
	is "$rc" "$status" "exit status $status is the command's own"
done
for signal in TERM INT HUP KILL; do
	run in_p sh -c "kill -$signal \$\$"
	is "$rc" "$((128 + $(kill -l $signal)))" "SIG$signal is the command's own"
done
run in_p cat
is "$rc$out" 0 'standard input is the same'
is "$(echo words | in_p cat)" words 'standard input comes through'
run in_p sh -c 'echo out; echo err >&2'
is "$out|$err" 'out|err' 'standard output and error come through'
if [[ $AVENV_BUILD_DIR == */valgrind ]]; then
	skip 'valgrind has descriptors of its own'
else
	is "$(in_p ls /proc/self/fd 5</dev/null)" "$(ls /proc/self/fd 5</dev/null)" \
		'descriptors: those that were open, none of our own'
fi
run in_p pwd
is "$out" "$T/p" 'the directory is the same'
run av "$T/p" -- -C sub run pwd
is "$out" "$T/p/sub" '-C DIR: the command runs there'
run in_p printf '%s|' 'a b' '' '*' "it's" $'new\nline' $'\xff'
is "$out" "a b||*|it's|"$'new\nline|\xff|' 'arguments come through byte for byte'
run in_p grep -E '^Sig(Ign|Blk|Cgt):' /proc/self/status
is "$out" "$(grep -E '^Sig(Ign|Blk|Cgt):' /proc/self/status)" 'signals: none is ignored, blocked or caught anew'

# ---- 126, 127 --------------------------------------------------------------

run in_p no-such-command
is "$rc" 127 'not found: 127'
is "$err" "avenv: cannot run 'no-such-command': No such file or directory" 'not found: said so'
run in_p "$T/p"
is "$rc" 126 'a directory: 126'
echo 'echo x' >"$T/plain"
run in_p "$T/plain"
is "$rc" 126 'no execute permission: 126'
like "$err" "avenv: cannot run '$T/plain': Permission denied" 'no execute permission: said so'
run in_p $'bad\033[31m'
unlike "$err" $'\033' 'a name is shown escaped'
run in_p tool a b
is "$out" 'in-env a b' "the environment's own commands come first"
printf 'echo no-shebang\n' >"$p/bin/script"
chmod 755 "$p/bin/script"
run in_p script
is "$out" no-shebang 'a script without #! runs as execvp has it'

# Of what the environment has nobody else's is run, as after a project was renamed.
printf '#!%s/gone/python3\n' "$T" >"$p/bin/pip"
chmod 755 "$p/bin/pip"
mkdir "$T/path"
printf '#!/bin/sh\necho "the system"\n' >"$T/path/pip"
chmod 755 "$T/path/pip"
run av "$T/p" PATH="$T/path:$PATH" -- run pip
is "$rc:$out" 127: 'a script whose Python is gone: 127'
run in_p ../bin/tool
is "$rc:$out:$err" "127::avenv: cannot run '../bin/tool': No such file or directory" 'by a path: of the directory, not of the environment'
chmod 644 "$p/bin/pip"
run av "$T/p" PATH="$T/path:$PATH" -- run pip
is "$rc:$out" '0:the system' 'what cannot be executed is no command, as for a shell'
printf '#!%s/python3\n' "$T/plain" >"$p/bin/pip"
chmod 755 "$p/bin/pip"
run av "$T/p" PATH="$T/path:$PATH" -- run pip
is "$rc:$out:$err" "126::avenv: cannot run '$p/bin/pip': Not a directory" 'nor where it cannot be started for another reason'
rm "$p/bin/pip"
mkdir "$p/bin/pip"
run av "$T/p" PATH="$T/path:$PATH" -- run pip
is "$rc:$out" '0:the system' 'nor is a directory one'
rm -r "$p/bin/pip"

# stopped NAME: what it leads to, or is started by, is not there
stopped() {
	run av "$T/p" PATH="$T/path:$PATH" -- run "$1"
	is "$rc:$out:$err" "127::avenv: cannot run '$p/bin/$1': what it leads to or is started by is not there; \"avenv doctor\" may say more" "${*:2}"
}
# script NAME PYTHON: one that is started by that
script() {
	printf '#!%s\n' "$2" >"$p/bin/$1"
	chmod 755 "$p/bin/$1"
}
ln -s "$T/gone/pip" "$p/bin/pip"
stopped pip 'a link that leads nowhere'
rm "$p/bin/pip"
script pip "$T/gone/node"
stopped pip 'a script of what is no Python'
script pip "$p/bin/python3.0"
stopped pip 'a script of its own Python, which is gone'
script pip "$p/bin/python"$'\r'
stopped pip 'a script with line ends of Windows'
script pip "$T/gone/python3"
stopped pip 'a script whose Python is gone'
run av "$T" -- -C p run pip
like "$err" "not there; \"avenv doctor $p\" may say more" '... from elsewhere'
ln -s pip "$p/bin/pip3"
stopped pip3 'a link to one'
rm "$p/bin/pip" "$p/bin/pip3"

# ---- options end at CMD ----------------------------------------------------

run in_p printf '%s|' -e x --help -q
is "$out" '-e|x|--help|-q|' 'options after the command are its own'
run in_p -- echo x
is "$rc$out" 0x 'run -- CMD'
run in_p printf '%s|' x -- y
is "$out" 'x|--|y|' "the command's own -- stays"
run av "$T/p" -- -- run echo x
is "$rc$out" 0x 'avenv -- run'
run in_p
is "$rc" 2 'no command: usage'
like "$err" "avenv run: name a command to run; see 'avenv run --help'" 'no command: said so'
run in_p -e
is "$rc" 2 '-e without an argument: usage'
run in_p --nonsense true
is "$rc" 2 'an unknown option: usage'
run in_p -q echo x
is "$rc$out" 0x 'run -q CMD'

# ---- what the command is given ---------------------------------------------

# given NAME [VAR=VALUE...]: what NAME is for a command, "-" where unset
given() {
	local name=$1
	shift
	av "$T/p" "$@" -- run sh -c "printf '%s\n' \"\${$name-unset}\""
}

# is_given NAME WANTED WHAT [VAR=VALUE...]
is_given() {
	local name=$1 wanted=$2 what=$3
	shift 3
	is "$(given "$name" "$@")" "$wanted" "$what"
}
is_given PATH "$p/bin:$PATH" 'PATH: the environment first, the rest as it was'
is_given PATH "$p/bin:/usr/bin::/bin:" 'PATH: empty elements stay' PATH=/usr/bin::/bin:
is_given PATH "$p/bin:/usr/bin:$p/bin:/bin" "PATH: the user's own element stays where it is" PATH="/usr/bin:$p/bin:/bin"
is_given PATH "$p/bin:/usr/bin:/bin" "PATH: another environment's entry goes" \
	PATH="/opt/e/bin:/usr/bin:/bin" VIRTUAL_ENV=/opt/e
is_given PATH "$p/bin:/usr/bin:/bin" "PATH: also one of ours" \
	PATH="/opt/e/bin:/usr/bin:/bin" VIRTUAL_ENV=/opt/e AVENV_ENV=/opt/e
is_given PATH "$p/bin:/usr/bin:/bin" 'PATH: theirs over ours, both go' \
	PATH="/opt/t/bin:/opt/e/bin:/usr/bin:/bin" VIRTUAL_ENV=/opt/t AVENV_ENV=/opt/e
is_given PATH "$p/bin:/usr/bin:/opt/e/bin" "PATH: the user's own second one stays" \
	PATH="/opt/e/bin:/usr/bin:/opt/e/bin" VIRTUAL_ENV=/opt/e AVENV_ENV=/opt/e
is_given PATH "$p/bin:/usr/bin:$p/bin:/bin" "PATH: the user's own second one stays, of the same environment" \
	PATH="$p/bin:/usr/bin:$p/bin:/bin" VIRTUAL_ENV="$p" AVENV_ENV="$p"
without_path() { (cd "$T/p" && exec env -i HOME="$HOME" AVENV_TRUST="$T" "$AVENV" run /usr/bin/env); }
run without_path
like "$out" "PATH=$p/bin" 'PATH: unset is the environment alone'
unlike "$out" "PATH=$p/bin:" 'PATH: and no empty element'
run av "$T/p" PATH= -- run /usr/bin/env
like "$(grep ^PATH= <<<"$out")|" "PATH=$p/bin|" 'PATH: empty is the environment alone'
is_given VIRTUAL_ENV "$p" 'VIRTUAL_ENV'
is_given VIRTUAL_ENV "$p" 'VIRTUAL_ENV: in place of another' VIRTUAL_ENV=/opt/e
is_given VIRTUAL_ENV_PROMPT p 'VIRTUAL_ENV_PROMPT'
is_given PYTHONHOME unset 'PYTHONHOME: unset' PYTHONHOME=/opt/python
is_given PYTHONPATH /opt/lib 'PYTHONPATH: the user'"'"'s own' PYTHONPATH=/opt/lib
is_given AVENV_ENV unset 'AVENV_ENV: it is not marked as ours' AVENV_ENV="$p" VIRTUAL_ENV="$p"
is_given _OLD_VIRTUAL_PATH unset '_OLD_VIRTUAL_PATH: nothing of a stock activation' _OLD_VIRTUAL_PATH=/x
is_given AVENV_TRUST "$T" 'the user'"'"'s settings stay'
is_given X ' a b ' 'all else stays' X=' a b '
run av "$T/p" AVENV_HOOK="bash 3 " AVENV_HOOK_SEEN=a AVENV_HOOK_ENTRY=b AVENV_HOOK_BORN=c \
	AVENV_HOOK_MUTES=d -- run env
is "$(grep ^AVENV_HOOK <<<"$out")" '' 'nothing of what hook and command tell each other'
run av "$T/p/sub" -- run sh -c "echo \$VIRTUAL_ENV"
is "$out" "$p" 'below the project'
ln -s p "$T/link"
run av "$T/link" -- run sh -c "echo \$VIRTUAL_ENV:\$PWD"
is "$out" "$p:$T/link" 'through a link: the real path, and PWD as it was'
is "$(in_p python -c 'import sys; print(sys.prefix)')" "$p" 'python is the environment'"'"'s'

# ---- which environment -----------------------------------------------------

# With an environment that the directory does not give, and no record.
q=$T/q/named
mkenv "$q"
# shellcheck disable=SC2016 # for the inner shell
SHOW='echo "$VIRTUAL_ENV"'

# named WHAT ENV [NAME]: -e WHAT is ENV
named() {
	run nake run -e "$1" sh -c "$SHOW"
	is "$rc$out$err" "0$2" "-e ${3:-$1}"
}
named "$q" "$q" '/absolute: no record is needed'
named ../q/named "$q" '../relative'
named ../q/./named/ "$q" 'with dots and a slash'
ln -s named "$T/q/alias"
named ../q/alias "$q" 'a link: the real path'
run nake run --env "$q" sh -c "$SHOW"
is "$out" "$q" '--env ENV'
run nake run --env="$q" sh -c "$SHOW"
is "$out" "$q" '--env=ENV'
run bare "$T/q" run -e named sh -c "$SHOW"
is "$out" "$q" '-e NAME: here, without a slash'
STORE=$HOME/.local/share/avenv/trust
mkdir -p "${STORE%/*}"
chmod 700 "${STORE%/*}"
known() {
	printf 'allow env path - - - %s\n' "$@" >"$STORE"
	chmod 600 "$STORE"
}
known "$q"
named named "$q" 'NAME: a known environment'
ok '-e makes no record' test "$(wc -l <"$STORE")" = 1
mkenv "$T/r/named"
known "$q" "$T/r/named"
run nake run -e named true
is "$rc" 1 '-e NAME, two of that name: exit 1'
like "$err" "'named' could be '$q' or '$T/r/named'; name the path" '-e NAME, two of that name: both are named'
rm "$STORE"
run nake run -e "$q" sh -c "$SHOW"
ok '-e: no store is made' test ! -e "$STORE"
printf 'deny env path - - - %s\n' "$q" >"$STORE"
chmod 600 "$STORE"
run nake run -e "$q" sh -c "$SHOW"
is "$out" "$q" '-e: the word of the moment outweighs a denial'
rm "$STORE"

# ---- when it is not run ----------------------------------------------------

# refused WHAT ERR COMMAND...: exit 1, that error, and nothing was run
refused() {
	local what=$1 wanted=$2
	shift 2
	rm -f "$T/ran"
	run "$@" touch "$T/ran"
	is "$rc" 1 "$what: exit 1"
	like "$err" "avenv: $wanted" "$what: a clear error"
	is "$(wc -l <"$T/.err")" 1 "$what: in one line"
	ok "$what: nothing was run" test ! -e "$T/ran"
}
refused 'no environment' "no environment in '$T/none' or above" bare "$T/none" run
run env VIRTUAL_ENV="$q" "$AVENV" -C "$T/none" run sh -c "echo \$VIRTUAL_ENV"
is "$out" "$q" 'no environment here, but one is on: in that one'
refused 'no trust' "'.venv' is here; 'avenv allow' turns it on" bare "$T/p" run
refused 'no trust, from below' "'.venv' is in '…/p'; 'avenv allow'" bare "$T/p/sub" run
printf 'deny dir path - - - %s\n' "$T/p" >"$STORE"
chmod 600 "$STORE"
refused 'denied' "'$p' is denied by the record of '$T/p'; 'avenv allow' takes that back" bare "$T/p" run
printf 'allow dir 1:1.000000001 - - - %s\n' "$T/p" >"$STORE"
refused 'changed' "'.venv' is here but changed since it was allowed" bare "$T/p" run
rm "$STORE"
mkenv "$T/broken/.venv"
rm "$T/broken/.venv/bin/python"
refused 'broken' "'$T/broken/.venv' *its Python is gone" av "$T/broken" -- run
mkenv "$T/two/a"
mkenv "$T/two/b"
refused 'several' "'?', '?' are here; 'avenv use NAME' chooses" bare "$T/two" run
refused '-e, nothing there' "cannot use '$T/nowhere': No such file or directory" nake run -e "$T/nowhere"
refused '-e, no environment' "'$T/none' *it has no pyvenv.cfg" nake run -e "$T/none"
unlike "$err" '--clear' '-e, no environment: no advice that would delete it'
refused '-e, an unknown name' "no environment 'nobody'; 'avenv list' shows those that are known" nake run -e nobody
refused '-e, an empty name' 'an empty name is not an environment' nake run -e ''
mkenv "$T/co:lon/.venv"
refused '-e, a colon' "*':', which PATH cannot hold" nake run -e "$T/co:lon/.venv"
mkenv "$T/w/.venv"
for what in .venv/pyvenv.cfg .venv/bin .venv .; do
	chmod o+w "$T/w/$what"
	refused "-e, others may write to $what" "'$T/w/.venv' *can be written to by anybody" nake run -e "$T/w/.venv"
	chmod o-w "$T/w/$what"
done
if [ "$(id -u)" = 0 ]; then
	for what in .venv/pyvenv.cfg .venv/bin .venv .; do
		chown 4242 "$T/w/$what"
		refused "-e, somebody's $what" "'$T/w/.venv' *belongs to uid 4242" nake run -e "$T/w/.venv"
		chown 0 "$T/w/$what"
	done
else
	skip 'only root can give files away' 16
fi

# What a record accepts holds for a named environment, too.
mkenv "$T/sh/.venv"
chmod 777 "$T/sh"
run "${CLEAN[@]}" "$AVENV" allow --shared "$T/sh"
run "${CLEAN[@]}" "$AVENV" run -e "$T/sh/.venv" true
is "$rc$err" 0 '-e: what a --shared record accepts'
done_testing
