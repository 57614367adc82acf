#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What only a mount namespace of the test's own can show: /etc/avenv/trust, and
# boundaries of file systems.
. "${SRCDIR:?}/tests/lib.sh"

apart mount -t tmpfs tmpfs /mnt 2>/dev/null ||
	skip_all 'no mount namespaces here'

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)
p=$T/project
mkenv "$p/.venv"
mkdir "$p/sub" "$T/other"
mkenv "$T/other/.venv"

# ---- /etc/avenv/trust -------------------------------------------------------

# given NAME WANTED SETUP: what avenv path says in $p with SETUP done in /etc/avenv
given() {
	# shellcheck disable=SC2016 # for that shell
	run apart "${CLEAN[@]}" sh -c 'mount -t tmpfs -o mode=755 tmpfs /etc && mkdir /etc/avenv &&
		cd /etc/avenv && eval "$1" && cd "$2" && PWD=$2 exec "$3" path' sh "$3" "$p" "$AVENV"
	is "$rc:$out" "$2" "$1"
}
none=1:
given 'no file' "$none" :
given 'a tree that covers it' "0:$p/.venv" "echo '$T' >trust"
given 'the project itself' "0:$p/.venv" "echo '$p' >trust"
given 'without a final newline' "0:$p/.venv" "printf %s '$T' >trust"
given 'among others and comments' "0:$p/.venv" "printf '# for all\n/nowhere\n\n%s\n' '$T' >trust"
given 'another tree' "$none" "echo '$T/other' >trust"
mkdir "${p%?}"
given 'a neighbour whose name its own begins with' "$none" "echo '${p%?}' >trust"
given 'a relative path' "$none" "echo '${p#/}' >trust"
given 'others may write to it' "$none" "echo '$T' >trust; chmod o+w trust"
given 'a group may write to it' "$none" "echo '$T' >trust; chmod g+w trust"
given 'a link in its place' "$none" "echo '$T' >there; ln -s there trust"
given 'a FIFO in its place' "$none" 'mkfifo trust'
given 'a directory in its place' "$none" 'mkdir trust'
if [ "$(id -u)" = 0 ]; then
	given "somebody else's" "$none" "echo '$T' >trust; chown 4242 trust"
else
	skip 'only root can give a file away'
fi

# ---- file systems -----------------------------------------------------------

# across NAME WANTED [VAR=VALUE]: what avenv path says in a file system mounted on $p/sub
across() {
	# shellcheck disable=SC2016 # for that shell
	run apart "${CLEAN[@]}" AVENV_TRUST="$T" "${@:3}" sh -c 'mount -t tmpfs -o mode=755 tmpfs "$1/sub" &&
		mkdir "$1/sub/in" && cd "$1/sub/in" && PWD=$1/sub/in exec "$2" path' sh "$p" "$AVENV"
	is "$rc:$out" "$2" "$1"
}
across 'not up into another file system' "$none"
across 'AVENV_CROSS=1: up into another file system' "0:$p/.venv" AVENV_CROSS=1
across 'AVENV_CROSS=0: not up into another file system' "$none" AVENV_CROSS=0
done_testing
