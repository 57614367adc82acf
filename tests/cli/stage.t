#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# create and remove where the usual way is barred: mount points, overlays, file systems
# that cannot exchange. unit/stage has what needs no mount.
# shellcheck disable=SC2016 # the scripts are for other shells
. "${SRCDIR:?}/tests/lib.sh"

apart mount -t tmpfs tmpfs /mnt 2>/dev/null ||
	skip_all 'no mount namespaces here'

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T")
if [ -n "${ASAN_OPTIONS-}" ]; then CLEAN+=(ASAN_OPTIONS="$ASAN_OPTIONS"); fi
w=$T/w

# Words for the scripts that run apart; what fails there ends them.
# One check a line: set -e passes over what fails before "&&".
cat >"$T/words" <<'END'
set -e
cd "$1"
avenv=$2
make() { "$avenv" -q create --without-pip "$@"; }
whole() { [ -d "$1/bin" ] && "$1/bin/python" -I -c 'import sys; assert sys.prefix != sys.base_prefix'; }
leftless() { [ -z "$(find . -name '.avenv-*')" ]; }
foreign() { mkdir -p "$1/lib/python3/foreign" && echo x >"$1/lib/python3/foreign/x"; }
# overlay NAME [,OPTION]: NAME is one whose lower layer has what NAME has now
overlay() {
	mkdir over
	mount -t tmpfs tmpfs over
	mkdir over/upper over/work
	mount -t overlay overlay -o "lowerdir=$1,upperdir=over/upper,workdir=over/work$2" "$1"
}
END

# inside NAME SCRIPT: the script succeeds in an empty directory $w, apart
inside() {
	rm -rf "$w" && mkdir "$w"
	printf '%s\n' "$2" | cat "$T/words" - >"$T/script"
	ok "$1" apart "${CLEAN[@]}" sh "$T/script" "$w" "$AVENV"
}

inside 'a link as target, also to an environment, is refused by that name' '
	make real
	ln -s real link
	if make link 2>err; then exit 1; fi
	grep "link. is a link" err
	leftless'

# ---- a mount point as target ---------------------------------------------------

inside 'an empty mount point is filled' '
	mkdir env && mount -t tmpfs -o mode=755 tmpfs env
	make env
	whole env
	mountpoint -q env
	leftless'
inside 'one that is an environment is cleared in place' '
	mkdir env && mount -t tmpfs -o mode=755 tmpfs env
	make env
	foreign env
	make --clear env
	whole env
	mountpoint -q env
	leftless
	[ ! -e env/lib/python3/foreign ]'
inside 'so is a bind mount of the same file system' '
	mkdir env && mount --bind env env
	make env
	foreign env
	make --clear env
	whole env
	mountpoint -q env
	leftless
	[ ! -e env/lib/python3/foreign ]'
inside 'it is not removed' '
	mkdir env && mount --bind env env
	make env
	if "$avenv" remove -y env 2>err; then exit 1; fi
	grep "env. is a mount point" err
	whole env'

# ---- a mount point within ------------------------------------------------------

inside 'a mount in it: reused through it, by copy' '
	make env
	echo old >env/bin/activate
	mount -t tmpfs -o mode=755 tmpfs env/bin
	make env
	whole env
	grep -q VIRTUAL_ENV env/bin/activate
	mountpoint -q env/bin
	leftless
	[ -x env/bin/python ]
	[ -L env/bin/python ]'
for what in 'remove -y' '-q create --without-pip --clear'; do
	inside "a mount in it: not lost by '$what'" '
		make env
		foreign env
		mount -t tmpfs tmpfs env/lib/python3/foreign
		echo kept >env/lib/python3/foreign/file
		touch env/bin/first
		cp -r env/bin before
		if "$avenv" '"$what"' env 2>err; then exit 1; fi
		grep "lib/python3/foreign. is a mount point" err
		[ -e env/bin/first ]
		[ "$(cat env/lib/python3/foreign/file)" = kept ]
		whole env
		leftless
		diff -r before env/bin'
done

# ---- overlays ------------------------------------------------------------------

# Renaming a directory that comes from a lower layer is refused there with EXDEV. In a
# user namespace whiteouts need an option.
option=
if [ "$(id -u)" != 0 ]; then option=,userxattr; fi
if apart "${CLEAN[@]}" sh -c 'mkdir "$1/o" && mount -t tmpfs tmpfs "$1/o" && cd "$1/o" && mkdir l u w m &&
	mount -t overlay overlay -o "lowerdir=l,upperdir=u,workdir=w$2" m' sh "$T" "$option" 2>/dev/null; then
	inside 'an overlay: cleared in place where it cannot be exchanged' '
		mkdir p
		make p/env
		foreign p/env
		touch p/env/lib/python3/foreign/first
		overlay p '$option'
		make --clear p/env
		whole p/env
		leftless
		[ ! -e p/env/lib/python3/foreign ]'
	inside 'an overlay: reused' '
		mkdir p
		make p/env
		foreign p/env
		overlay p '$option'
		make p/env
		whole p/env
		leftless
		[ -e p/env/lib/python3/foreign/x ]'
	inside 'an overlay: removed' '
		mkdir p
		make p/env
		overlay p '$option'
		"$avenv" -q remove -y p/env
		[ -z "$(ls -A p)" ]'
	inside 'an overlay: a new one in an old directory' '
		mkdir p
		touch p/file
		overlay p '$option'
		make p/env
		whole p/env
		leftless'
	# Without that option a user namespace can do so little.
	apart() { unshare -rm "$@"; }
	inside 'an overlay that can rename no directory: a new one file by file' '
		mkdir p
		touch p/file
		overlay p
		make p/env
		whole p/env
		leftless'
else
	skip 'no overlays here' 5
fi
done_testing
