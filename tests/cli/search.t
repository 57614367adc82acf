#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 25
# The search for an environment: from the logical directory up, then from the physical one. It stops
# at HOME, at AVENV_CEILING and at the end of the file system.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
export AVENV_TRUST=$T

# from DIR: avenv path there, with that as the logical directory
from() {
	# shellcheck disable=SC2016 # for that shell
	run sh -c 'cd "$1" && exec "$2" path' sh "$1" "$AVENV"
}

fresh a/.venv b/.venv
mkdir -p a/sub/deep b/sub c
ln -s ../a/sub b/link
ln -s ../a/sub c/link
from a/.venv/bin
is "$out" "$PWD/a/.venv" 'from inside the environment'
from b/link/deep
is "$out" "$PWD/b/.venv" 'through a link: the logical parents come first'
from c/link/deep
is "$out" "$PWD/a/.venv" 'through a link: then the physical ones'
run env "PWD=$PWD/b" "$AVENV" path
is "$rc:$out" 1: 'a PWD that is another directory is not believed'

mkenv one/.venv
mkdir -p one/two/three
AVENV_CEILING=/nowhere:$PWD/one/two from one/two/three
is "$rc:$out" 1: 'AVENV_CEILING'
AVENV_CEILING=one/two:$PWD/on: from one/two/three
is "$out" "$PWD/one/.venv" 'AVENV_CEILING: a relative one, and one whose name begins the same'
mkenv "$T/.venv"
mkdir -p "$HOME/q"
from "$HOME/q"
is "$rc:$out" 1: 'from below HOME: not above HOME'
mkenv "$HOME/.venv"
from "$HOME/q"
is "$out" "$HOME/.venv" 'from below HOME: in HOME'
rm -r "$T/.venv" "$HOME/.venv"

# ---- file systems --------------------------------------------------------------

if ! apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	skip 'no mount namespaces here'
	done_testing
fi
# across WANTED NAME [VARIABLE]: avenv path in a file system that is mounted on one/two
across() {
	# shellcheck disable=SC2016 # for that shell
	run apart env "${3-_=}" sh -c 'mount -t tmpfs -o mode=755 tmpfs one/two && mkdir one/two/in &&
		cd one/two/in && exec "$1" path' sh "$AVENV"
	is "$rc:$out" "$1" "$2"
}
across 1: 'a mounted file system: not above it'
across "0:$PWD/one/.venv" 'AVENV_CROSS=1: above it' AVENV_CROSS=1
across 1: 'AVENV_CROSS=0: not above it' AVENV_CROSS=0
done_testing
