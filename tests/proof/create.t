#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` makes, with each of its flags and at any place: with the
# system's Python, each of PYTHONS, and those of Debian's stable and testing, which are entered by
# chroot. same_env() in lib.sh lists the differences that are meant.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/same_env.sh"
. "$SRCDIR/tests/debian.sh"

# Mounts are made in a namespace.
if [ -z "${APART-}" ] && apart true 2>/dev/null; then
	APART=1 apart "$0"
	exit
fi

# flags PYTHON: what both make, with and without pip
flags() {
	local name=${suite+$suite }$1
	same "$name" "$1"
	same "$name --system-site-packages" "$1" --without-pip --system-site-packages
	same "$name --prompt" "$1" --prompt "it's (p) & q" --without-pip
	"${CLEAN[@]}" "$1" -m venv "$T/first"
	mkdir -p "$T/first/share/mine"
	echo mine | tee "$T/first/share/mine/file" "$T/first/bin/tool" >/dev/null
	before() { cp -a "$T/first" "$D"; }
	same "$name over another, with --clear" "$1" --clear
	before() { :; }
	rm -rf "$T/first"
}

# enter RELEASE: from here on $CLEAN runs a command in its root, in which $T is the same directory
enter() {
	[ -n "${APART-}" ] && debian_root "$1" pythons 'python3\.[0-9]+(-venv)?' bash coreutils libc-bin || return
	mkdir -p "$root/etc/ssl/certs" "$root$T"
	cat "$root"/usr/share/ca-certificates/*/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
	mount -t tmpfs tmpfs "$root/tmp" && mount --rbind /dev "$root/dev" && mkdir -p "$root$T" &&
		mount --bind "$T" "$root$T" && CLEAN=(chroot "$root" "${OUTSIDE[@]}") &&
		"${CLEAN[@]}" "$AVENV" --version >/dev/null
}

# Other places; 127 bytes are all that the first line of a script may have.
for place in 'a b/c  d' $'\xc3\xbcn\xc3\xaf/\xe4\xbe\x8b' "it's" 127 128; do
	case $place in
	12?) place=$(printf "%0$((place - 3 - ${#T} - 1 - 12))d" 0) ;;
	esac
	D=$T/$place
	same "at '$place'" "$SYSTEM_PYTHON"
done
D=$T/d/env
before() { umask 077; }
same 'umask 077' "$SYSTEM_PYTHON"
before() { :; }
umask 022

OUTSIDE=("${CLEAN[@]}")
cp "$AVENV" "$T"
AVENV=$T/avenv
for python in "$SYSTEM_PYTHON" $(other_pythons); do
	flags "$python"
	quoted "$python"
done
for suite in stable testing; do
	if ! enter "$suite"; then
		skip "Debian's Pythons cannot be fetched or entered here: $suite: $(tail -n 1 "$T/apt" 2>/dev/null)"
		continue
	fi
	for python in "$root"/usr/bin/python3.*; do
		[[ $python =~ /python3\.[0-9]+$ ]] || continue
		flags "${python#"$root"}"
	done
done
done_testing
