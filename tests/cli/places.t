#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 25 31
# The search goes up to $HOME, to AVENV_CEILING and to the end of the file system, and first by $PWD.
. "${SRCDIR:?}/tests/lib.sh"

w=$HOME/src
p=$w/project
mkenv "$p/.venv"
mkdir -p "$p/sub/in"
mkenv "$T/.venv"
mkenv "$HOME/real/.venv"
mkdir "$HOME/real/deep"
ln -s "$HOME/real/deep" "$p/link"
AV=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T")

# finds DIR WANTED NAME [VAR=VALUE]: what avenv path says in DIR
finds() {
	# shellcheck disable=SC2016 # for that shell
	run "${AV[@]}" "${@:4}" sh -c 'cd "$1" && PWD=$1 exec "$2" path' sh "$1" "$AVENV"
	is "$out" "$2" "$3"
}
finds "$p/sub/in" "$p/.venv" 'upwards'
finds "$w" '' 'not further than HOME'
finds "$p/sub/in" '' 'not further than AVENV_CEILING' AVENV_CEILING="$p/sub"
finds "$p/link" "$p/.venv" 'by the path that the shell shows'
rm -r "$p/.venv"
finds "$p/link" "$HOME/real/.venv" 'then by the real path'
mkenv "$p/.venv"
run "${AV[@]}" PWD="$HOME/real" sh -c "cd '$p' && PWD=$HOME/real exec '$AVENV' path"
is "$out" "$p/.venv" 'a PWD that is a lie is ignored'

if ! apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	skip 'no mount namespaces here' 2
	done_testing
fi
# across NAME WANTED [VAR=VALUE]: what it says in a file system that is mounted below the project
across() {
	# shellcheck disable=SC2016 # for that shell
	run apart "${AV[@]}" "${@:3}" sh -c 'mount -t tmpfs -o mode=755 tmpfs "$1/sub" && mkdir "$1/sub/in" &&
		cd "$1/sub/in" && PWD=$1/sub/in exec "$2" path' sh "$p" "$AVENV"
	is "$out" "$2" "$1"
}
across 'not up into another file system' ''
across 'AVENV_CROSS=1: up into another file system' "$p/.venv" AVENV_CROSS=1
done_testing
