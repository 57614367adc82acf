#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` makes, with the Pythons of Debian's stable and testing, which are entered by
# chroot: tests/oracle/create.py, of which oracle.t has the Pythons of this machine.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

# Mounts are made in a namespace.
if [ -z "${APART-}" ] && apart true 2>/dev/null; then
	APART=1 apart "$0"
	exit
fi

# enter RELEASE: from here on $root is its root, in which $T and the tests are the same directories
enter() {
	[ -n "${APART-}" ] && debian_root "$1" pythons 'python3\.[0-9]+(-venv)?' bash coreutils libc-bin || return
	mkdir -p "$root/etc/ssl/certs"
	cat "$root"/usr/share/ca-certificates/*/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
	mount -t tmpfs tmpfs "$root/tmp" && mount --rbind /dev "$root/dev" && mkdir -p "$root$T" "$root$SRCDIR/tests" &&
		mount --bind "$T" "$root$T" && mount --bind "$SRCDIR/tests" "$root$SRCDIR/tests" &&
		chroot "$root" env LD_LIBRARY_PATH="$T/lib" "$T/avenv" --version >/dev/null
}

mkdir "$T/lib"
cp "$AVENV" "$T"
# Its libraries, but for the C library
ldd "$AVENV" | sed -n 's|.* => \(/[^ ]*\) .*|\1|p' | grep -v /libc\\. | xargs -r cp -Lt "$T/lib"
for suite in stable testing; do
	if ! enter "$suite"; then
		skip "Debian's Pythons cannot be fetched or entered here: $suite: $(tail -n 1 "$T/apt" 2>/dev/null)"
		continue
	fi
	for python in "$root"/usr/bin/python3.*; do
		[[ $python =~ /python3\.[0-9]+$ ]] || continue
		ok "$suite ${python#"$root"}" chroot "$root" env -i HOME="$HOME" PATH="$PATH" LC_ALL=C.UTF-8 SRCDIR="$SRCDIR" LD_LIBRARY_PATH="$T/lib" \
			AVENV_BUILD_DIR="$T" SEED="${SEED-}" N="${N:-20}" PYTHONPATH="$SRCDIR/tests/oracle" "${python#"$root"}" -c \
			'import create, oracle; create.main(); oracle.finish()'
	done
done
done_testing
