#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# TAP for tests in bash:  . "$SRCDIR/tests/lib.sh"  ...  done_testing
#
# A private directory $T (also the HOME's parent) is made here and gone at exit.
# $AVENV is the program under test.
# shellcheck disable=SC2034 # for the tests

: "${AVENV_BUILD_DIR:=$SRCDIR/out/release}" "${RELEASE_BUILD:=$SRCDIR/out/release}"
export SRCDIR AVENV_BUILD_DIR RELEASE_BUILD
AVENV=$AVENV_BUILD_DIR/avenv

umask 022
T=$(mktemp -d)
T=$(cd "$T" && pwd -P)
export HOME=$T/home
mkdir "$HOME"
# git takes the author of a commit from here, and settings from HOME alone.
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
# Of /usr/bin/python3, which the environments of mkenv are made of
SERIES=$(readlink -f /usr/bin/python3) SERIES=${SERIES##*/python}
SITE=lib/python$SERIES/site-packages
tap_count=0
tap_failed=0
tap_case=
case $0 in
/*) tap_file=$0 ;;
*) tap_file=$PWD/$0 ;;
esac

tap_cleanup() {
	cd / || return
	if ! is_root; then chmod -R u+rwX "$T"; fi
	rm -rf "$T"
}
trap tap_cleanup EXIT

# diag TEXT...: what a reader of a failure wants to see
diag() { printf '%s\n' "$@" | sed 's/^/# /'; }

# tap RESULT NAME [TEXT...]: one line; RESULT is 0 for ok, and TEXT is shown for all else
tap() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_count" "$tap_case$2"
		return 0
	fi
	tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "$tap_case$2"
	local depth lines=
	for depth in "${!BASH_SOURCE[@]}"; do
		[ "${BASH_SOURCE[depth]}" != "$0" ] || [ "${FUNCNAME[depth - 1]}" = run_cases ] ||
			lines="${BASH_LINENO[depth - 1]} $lines"
	done
	diag "line ${lines% }"
	[ $# = 2 ] || diag "${@:3}"
	return 1
}

# tap_exit WANTED NAME COMMAND...: the command exits with WANTED
tap_exit() {
	tap_rc=0
	"${@:3}" >"$T/.tap" 2>&1 || tap_rc=$?
	tap $((tap_rc != $1)) "$2" "exit status $tap_rc: ${*:3}" || diag "$(<"$T/.tap")"
	return $((tap_rc != $1))
}

# ok NAME COMMAND...: the command succeeds
ok() { tap_exit 0 "$@"; }

# made COMMAND...: it makes what is tested; where it can't be fetched, all is skipped
made() {
	"$@" >"$T/log" 2>&1 && return
	! grep -q 'static.sh: cannot [gf]et' "$T/log" || skip_all "$(grep static.sh: "$T/log")"
	tap 1 "$*" "$(<"$T/log")"
	done_testing
}

# not_ok NAME COMMAND...: the command says no, with exit status 1: of a file that is not there
# grep says nothing, nor does a program that is none
not_ok() { tap_exit 1 "$@"; }

# is GOT WANTED NAME
is() {
	[ "$1" = "$2" ]
	tap $? "$3" "got:    $1" "wanted: $2"
}

# tap_match GOT PATTERN: a shell pattern for something in the text; one that begins with an exit status, "N:", for all of it.
# [[ would take "*(" for another thing
tap_match() {
	local more='*'
	[[ $2 != [0-9]:* ]] || more=
	# shellcheck disable=SC2254 # it is meant as a pattern
	case $1 in
	$more$2$more) ;;
	*) return 1 ;;
	esac
}

# like GOT PATTERN NAME
like() {
	tap_match "$1" "$2"
	tap $? "$3" "got:    $1" "wanted: $2"
}

# unlike GOT PATTERN NAME; where nothing is to be said at all, is() tells
unlike() {
	[ -n "$1" ] && ! tap_match "$1" "$2"
	tap $? "$3" "got:      $1" "unwanted: $2"
}

# skip WHY: "... is not installed" fails with CI=true
skip() {
	tap_count=$((tap_count + 1))
	printf 'ok %d %s# SKIP %s\n' "$tap_count" "${tap_case:+- $tap_case}" "$1"
}

# skip_all WHY: the whole file
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

is_root() { [ "$(id -u)" = 0 ]; }

# Each of these skips a test where it says no.
has() { command -v "$1" >/dev/null || ! skip "$1 is not installed"; }
# In a namespace without other users root cannot, either.
can_chown() {
	touch "$T/.given"
	chown 4242:4242 "$T/.given" 2>/dev/null || ! skip 'only root can give files away'
}
can_trace() {
	has strace || return
	strace -o /dev/null -e inject=fsync:error=EIO true 2>/dev/null || ! skip 'strace cannot trace here'
}

# needs_trace: else the whole file is skipped
needs_trace() {
	[[ $AVENV != */asan/* ]] || skip_all 'a sanitizer cannot be traced'
	command -v strace >/dev/null || skip_all 'strace is not installed'
	can_trace >/dev/null || skip_all 'strace cannot trace here'
}

# as_user COMMAND...: root is stopped by no mode
as_user() {
	if is_root; then set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; fi
	"$@"
}

# apart COMMAND...: in a mount namespace, as root of a user namespace where need be
apart() {
	if is_root; then unshare -m "$@"; else unshare -rm "$@"; fi
}

# can_mount: apart. can_mount_as_root: in the namespace of an ordinary user / belongs to nobody
can_mount() { apart mount -t tmpfs tmpfs /mnt 2>/dev/null || ! skip 'mount namespaces are not possible here'; }
can_mount_as_root() { { is_root || ! skip 'only root can mount here'; } && can_mount; }

# acl FILE [UID [BITS]]: an access list by which UID may write, or BITS, more than the mode shows
acl() {
	/usr/bin/python3 -I - "$1" "${2-1234}" "${3-7}" <<-'P' 2>/dev/null
		import os, struct, sys
		write = 7 if os.path.isdir(sys.argv[1]) else 6
		read, bits = write & 5, write & int(sys.argv[3])
		rows = [(1, write, -1), (2, bits, int(sys.argv[2])), (4, read, -1), (16, bits, -1), (32, read, -1)]
		acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
		os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
	P
}

# run COMMAND...: leaves $out, $err and $rc
run() {
	rc=0
	"$@" >"$T/.out" 2>"$T/.err" </dev/null || rc=$?
	out=$(<"$T/.out") err=$(<"$T/.err")
}

# The directory behind the bin of an environment without pip, as those of mkenv are
NO_PIP=$AVENV_BUILD_DIR/avenv-no-pip

# mkenv DIR...: healthy environments without pip, in a hundredth of the time of python -m venv
mkenv() {
	local dir env=$T/template/env
	if ! [ -d "$env" ]; then
		mkdir -p "$env"/{bin,lib}
		printf '%s\n' 'home = /usr/bin' 'include-system-site-packages = false' "version = $SERIES.2" \
			>"$env/pyvenv.cfg"
		ln -s /usr/bin/python3 "$env/bin/python3"
		ln -s python3 "$env/bin/python"
		chmod 0755 "$T/template" "$env" "$env"/{bin,lib}
		chmod 0644 "$env/pyvenv.cfg"
	fi
	for dir; do
		{ [ -d "$dir" ] || mkdir -p "$dir"; } && cp -a "$env/." "$dir" || return
		[[ $dir = /* ]] || dir=$PWD/$dir
		printf "VIRTUAL_ENV='%s'\n" "${dir//\/\//\/}" >"$dir/bin/activate"
	done
}

# program FILE LINE...: a script that can be started
program() { printf '%s\n' "${@:2}" >"$1" && chmod 755 "$1"; }

# traps FILE...: programs that leave a trace
traps() {
	local file
	for file; do program "$file" '#!/bin/sh' "echo '${file##*/}' >>'$T/ran'"; done
}

# trap_program FILE: one that is no script
trap_program() {
	echo "int main(void) { return system(\"echo '${1##*/}' >>'$T/ran'\") && 0; }" >"$T/trap.c"
	gcc -w -o "$1" "$T/trap.c" || exit
}

# nothing_ran NAME: no program and no module left a trace since it was last asked
nothing_ran() {
	[ ! -e "$T/ran" ]
	tap $? "$1: nothing ran" || { diag "$(<"$T/ran")" && rm "$T/ran"; }
}

# metadata DIR NAME VERSION: a .dist-info, new or not
metadata() { mkdir -p "$1" && printf '%s\n' 'Metadata-Version: 2.1' "Name: $2" "Version: $3" >"$1/METADATA"; }

# sha256_base64: the digest of its input, as a RECORD and the stores of tools spell it
sha256_base64() {
	# shellcheck disable=SC2059 # bytes as \xHH
	printf "$(sha256sum | sed 's/ .*//; s/../\\x&/g')" | base64 | tr '+/' '-_' | tr -d '='
}

# upgrade ENV: it was made for Python 3.99, and the system's is another one
upgrade() {
	sed -i 's/^version.*/version = 3.99.1/' "$1/pyvenv.cfg"
	rm -rf "$1"/lib/python*
	mkdir -p "$1/lib/python3.99/site-packages"
}

# Of the hooks and the helper
PROTOCOL=$(sed -n 's/^#define SHELL_PROTOCOL "\(.*\)"$/\1/p' "$SRCDIR/src/shell/shell.h")

# question DIR [EVENT [STATE [VIRTUAL_ENV [AVENV_ENV [PATH]]]]]: $arguments, with which a bash in DIR asks the helper; of
# one that has just started, at its prompt
question() { arguments=(bash "$PROTOCOL" "${2-prompt}" "${3-}" "$1" "${4-}" "${5-}" "${6-/usr/bin:/bin}" '' '' ''); }

# shell_after VARIABLE EVENT...: the variable of a bash that stands here, after these events; in $() only. Its prompts print
# their lines to stderr.
shell_after() {
	_avenv_state=''
	for event in "${@:2}"; do
		question "$PWD" "$event" "$_avenv_state" "${VIRTUAL_ENV-}" "${AVENV_ENV-}" "$PATH"
		eval "$("$AVENV-hook" "${arguments[@]}")"
	done
	printf %s "${!1-unset}"
}

# state_after EVENT...: AVENV_STATE of that bash
state_after() { shell_after _avenv_state "$@"; }

# tick: files made before and after it have different times; the kernel's advance every few milliseconds only
tick() { sleep 0.1; }

# group_ends PID: no process of that group is left
group_ends() {
	for _ in {1..600}; do
		kill -0 -- "-$1" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}

# tree DIR: names, types, modes, owners, links and contents, but for bytecode and files of run()
tree() {
	(cd "$1" && find . \( -name __pycache__ -o -path ./.out -o -path ./.err \) -prune -o \
		-printf '%p %y %m %U %G %l\n' -type f -exec sha256sum {} +) | sort
}

# same_env THEIRS OURS: two environments made at one path, THEIRS by python -m venv, have the same names,
# types, modes, link targets and bytes. Bytecode does not count, nor do its rows in a RECORD. Python writes
# a .gitignore since 3.13, avenv for every Python: THEIRS gets one.
same_env() {
	local but=(! -name '*.pyc' ! -name __pycache__ -printf '%p %y %m %l\n')
	[ -e "$1/.gitignore" ] ||
		printf '# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n' >"$1/.gitignore"
	diff <(cd "$1" && find . "${but[@]}" | sort) <(cd "$2" && find . "${but[@]}" | sort) &&
		diff -r --no-dereference -x '*.pyc' -x __pycache__ -I '\.pyc,' "$1" "$2"
}

# changes_nothing NAME WANTED DIR COMMAND...: COMMAND exits and says as WANTED has it; DIR stays as it is
changes_nothing() {
	local before after differs=
	before=$(tree "$3")
	run "${@:4}"
	like "$rc:$out$err" "$2" "$1: said"
	after=$(tree "$3")
	[ "$after" = "$before" ] || differs=$(diff <(echo "$before") <(echo "$after"))
	is "$differs" '' "$1: nothing is changed"
}

# stays TITLE WHY DIR COMMAND...: COMMAND is refused, with exit status 1, and says WHY; DIR stays as it is
stays() { changes_nothing "$1: refused" "1:*avenv: *$2*" "${@:3}"; }

done_testing() {
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}

# run_cases: in place of done_testing, each function case_NAME of the file, in their order. A case stands in $T/w,
# which is empty as $HOME is, and is a subshell: what it sets is its own. T='cli/up:NAME' runs those with that in their
# name alone.
run_cases() {
	local name names chosen=()
	mapfile -t names < <(sed -n 's/^case_\(\w*\)() .*/\1/p' "$tap_file")
	for name in "${names[@]}"; do
		# shellcheck disable=SC2053 # a pattern
		[[ $name != ${TEST_CASE-} ]] || chosen+=("$name")
	done
	[ ${#chosen[@]} != 0 ] || chosen=("${names[@]}")
	for name in "${chosen[@]}"; do
		cd "$T" && rm -rf w home .counts && mkdir w home && cd w || exit
		(
			tap_case="$name: "
			"case_$name"
			echo "$tap_count $tap_failed" >"$T/.counts"
		)
		read -r tap_count tap_failed <"$T/.counts" || tap 1 "$name: it ends"
	done
	done_testing
}
