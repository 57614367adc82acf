#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# TAP for tests in sh and bash:  . "$SRCDIR/tests/lib.sh"  ...  done_testing
#
# A private directory $T (also the HOME's parent) is made here and gone at exit.
# $AVENV is the program under test.

: "${AVENV_BUILD_DIR:=$SRCDIR/out/release}"
export SRCDIR AVENV_BUILD_DIR
# shellcheck disable=SC2034 # for the tests
AVENV=$AVENV_BUILD_DIR/avenv

umask 022
T=$(mktemp -d)
T=$(cd "$T" && pwd -P)
HOME=$T/home
export HOME
mkdir "$HOME"

tap_count=0
tap_failed=0

tap_cleanup() {
	cd / || return
	if [ "$(id -u)" != 0 ]; then chmod -R u+rwX "$T"; fi
	rm -rf "$T"
}
trap tap_cleanup EXIT

# diag TEXT: what a reader of a failure wants to see
diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# tap RESULT NAME: one line; RESULT is 0 for ok
tap() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_count" "$2"
		return 0
	fi
	tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "$2"
	return 1
}

# ok NAME COMMAND...: the command succeeds
ok() {
	tap_name=$1
	shift
	"$@" >"$T/.tap" 2>&1
	tap_rc=$?
	if tap $tap_rc "$tap_name"; then return; fi
	diag "exit status $tap_rc: $*"
	diag "$(cat "$T/.tap")"
}

# not_ok NAME COMMAND...: the command says no, with exit status 1: of a file that is not there
# grep says nothing, nor does a program that is none
not_ok() {
	tap_name=$1
	shift
	tap_rc=0
	"$@" >"$T/.tap" 2>&1 || tap_rc=$?
	tap_wrong=$((tap_rc != 1))
	if tap $tap_wrong "$tap_name"; then return; fi
	diag "exit status $tap_rc: $*"
	diag "$(cat "$T/.tap")"
}

# is GOT WANTED NAME
is() {
	if [ "$1" = "$2" ]; then tap_rc=0; else tap_rc=1; fi
	if tap $tap_rc "$3"; then return; fi
	diag "got:    $1"
	diag "wanted: $2"
}

# tap_match GOT PATTERN: a shell pattern anywhere in the text
tap_match() {
	# shellcheck disable=SC2254 # it is meant as a pattern
	case $1 in
	*$2*) return 0 ;;
	esac
	return 1
}

# like GOT PATTERN NAME
like() {
	if tap_match "$1" "$2"; then tap_rc=0; else tap_rc=1; fi
	if tap $tap_rc "$3"; then return; fi
	diag "got:     $1"
	diag "wanted: *$2*"
}

# unlike GOT PATTERN NAME; where nothing is to be said at all, is() tells
unlike() {
	if [ -z "$1" ] || tap_match "$1" "$2"; then tap_rc=1; else tap_rc=0; fi
	if tap $tap_rc "$3"; then return; fi
	diag "got:      $1"
	diag "unwanted: *$2*"
}

# skip WHY [COUNT]: "... is not installed" fails with CI=true
skip() {
	tap_left=${2:-1}
	while [ "$tap_left" -gt 0 ]; do
		tap_count=$((tap_count + 1))
		tap_left=$((tap_left - 1))
		printf 'ok %d # SKIP %s\n' "$tap_count" "$1"
	done
}

# skip_all WHY: the whole file
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# can_trace: strace may trace and inject here
can_trace() {
	strace -o /dev/null -e inject=fsync:error=EIO true 2>/dev/null
}

# as_user COMMAND...: root is stopped by no mode
as_user() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# apart COMMAND...: in a mount namespace, as root of a user namespace where need be
apart() {
	if [ "$(id -u)" = 0 ]; then unshare -m "$@"; else unshare -rm "$@"; fi
}

# run COMMAND...: leaves $out, $err and $rc
# shellcheck disable=SC2034 # for the tests
run() {
	rc=0
	"$@" >"$T/.out" 2>"$T/.err" </dev/null || rc=$?
	out=$(cat "$T/.out")
	err=$(cat "$T/.err")
}

# mkenv DIR: a healthy environment, in a hundredth of the time of python -m venv
mkenv() {
	mkdir -p "$1/bin" "$1/lib" || return
	printf 'home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n' \
		>"$1/pyvenv.cfg"
	ln -sf /usr/bin/python3 "$1/bin/python3"
	ln -sf python3 "$1/bin/python"
	chmod 0755 "$1" "$1/bin" "$1/lib"
	chmod 0644 "$1/pyvenv.cfg"
}

# upgrade ENV: it was made for Python 3.99, and the system's is another one
upgrade() {
	sed -i 's/^version.*/version = 3.99.1/' "$1/pyvenv.cfg"
	rm -rf "$1"/lib/python*
	mkdir -p "$1/lib/python3.99/site-packages"
}

# state_after EVENT...: AVENV_STATE of a bash that stands here, after these events; in $() only
state_after() {
	_avenv_state=''
	for event; do
		eval "$("$AVENV-hook" bash 4 "$event" "$_avenv_state" "$PWD" \
			"${VIRTUAL_ENV-}" "${AVENV_ENV-}" "$PATH" '' '' '')"
	done
	printf %s "$_avenv_state"
}

# listing DIR: every name below it
listing() {
	(cd "$1" && find . | LC_ALL=C sort)
}

done_testing() {
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}
