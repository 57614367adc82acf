#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# On a fresh machine make try and make check install what they need, and end well: a root of Debian with
# the packages that it cannot do without (debootstrap's minbase), git and make. CI=true: no tool is missing.
# All mounts are in a namespace, which ends with this process.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

is_root || skip_all 'only root can make another root'
command -v debootstrap >/dev/null || skip_all 'debootstrap is not installed'
mirror=$(debian_mirror)
[ -n "$mirror" ] || skip_all 'apt has no mirror here'
mapfile -t proxies < <(env | grep -iE '^(https?|all|no)_proxy=')
bare=$T/root
inside=
# The namespaces end before their files are removed.
trap '[ -z "$inside" ] || { kill -KILL "$inside" && wait "$inside"; } 2>/dev/null; tap_cleanup' EXIT

# contained COMMAND...: in namespaces that end with it, or with this process
contained() {
	local status=0
	setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child "$@" </dev/null &
	inside=$!
	wait "$inside" || status=$?
	inside=
	return "$status"
}

# log COMMAND...: what that prints of $T/log, without the names of hosts
log() { "$@" "$T/log" | sed -E 's|//[^/ ]+|//...|g'; }

# fetch_root RELEASE: $root is such a root, which asks apt's mirror in this machine's way
fetch_root() {
	debian_kept "bare-$1" && return
	eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
	export http_proxy https_proxy
	contained debootstrap --variant=minbase --include=git,make "$1" "$root" "$mirror" &&
		apt-config dump Acquire >"$root/etc/apt/apt.conf.d/99host" && debian_made
}

# in_root COMMAND...: in $bare as on a machine of its own, whose first process is sh
# shellcheck disable=SC2016 # for the inner shells
in_root() {
	contained bash -ec '
		mount --rbind "$0" "$0"
		cd "$0"
		mount -t proc proc proc
		mount --rbind /dev dev
		mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts dev/pts
		mount -t tmpfs -o mode=1777 tmpfs dev/shm
		pivot_root . mnt
		exec chroot . sh -c '\''umount -l /mnt && "$@"; exit'\'' sh "$@"
	' "$bare" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI=true "${proxies[@]}" "$@"
}

# clone DIR: the tree, there in the root
clone() { git clone -q --no-hardlinks "$SRCDIR" "$bare$1"; }

# checked NAME COMMAND...: make check ends well; its numbers are in the title
checked() {
	in_root "${@:2}" >"$T/log" 2>&1
	tap $? "$1: $(grep -E '^[0-9]+ passed' "$T/log" | tail -n 1)" "$(log grep -E '^not here')" "$(log grep -A 5 '^not ok')"
}

# shellcheck disable=SC1091 # it is there
release=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
fetch_root "$release" >"$T/log" 2>&1 || skip_all "no root from apt's mirror: $(log tail -n 1)"
cp -a "$root" "$bare"
cp -L /etc/resolv.conf /etc/hosts "$bare/etc"
in_root true 2>"$T/log" || skip_all "namespaces are not possible here: $(log tail -n 1)"

clone /root/avenv
in_root env -C /root/avenv make try >"$T/log" 2>&1
tap $? 'make try' "$(log tail -n 20)"
checked 'make check' env -C /root/avenv make check
chroot "$bare" useradd -m -s /bin/bash someone
clone /home/someone/avenv
chroot "$bare" chown -R someone: /home/someone/avenv
checked 'make check by an ordinary user' \
	setpriv --reuid=someone --regid=someone --init-groups env -C /home/someone/avenv HOME=/home/someone make check
done_testing
