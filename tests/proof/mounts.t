#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 53 61
# create and remove where a directory cannot be renamed or exchanged: mount points, overlays
# and full disks. tests/unit/stage has file systems without the flags of renameat2.
# shellcheck disable=SC2016 # the scripts are for other shells
. "${SRCDIR:?}/tests/lib.sh"

apart mount -t tmpfs tmpfs /mnt 2>/dev/null || skip_all 'mount namespaces are not possible here'
w=$T/w

# Functions for the scripts below, which `set -e` ends at the first failure
cat >"$T/words" <<'END'
set -e
cd "$1"
avenv=$2
fails() { if "$@"; then exit 1; fi; }
make() { "$avenv" -q create --without-pip "$@"; }
whole() {
	"$1/bin/python" -I -c 'import sys; assert sys.prefix != sys.base_prefix'
	grep -q VIRTUAL_ENV "$1/bin/activate"
	[ "$(cat "$1/share/mine/x")" = kept ]
	[ -z "$(find . -name '.avenv-*')" ]
}
mine() { mkdir -p "$1/share/mine" && echo kept >"$1/share/mine/x"; }
END

# inside NAME SCRIPT: SCRIPT succeeds in an empty directory, in a mount namespace of its own
inside() {
	rm -rf "$w" && mkdir "$w"
	printf '%s\n' "$2" | cat "$T/words" - >"$T/script"
	ok "$1" apart sh "$T/script" "$w" "$AVENV"
}

for mount in 'mount -t tmpfs -o mode=755 tmpfs env' 'mount --bind env env'; do
	inside "$mount: made, made again, not cleared, not removed" "mkdir env
		$mount
		make env
		mine env
		make env
		fails make --clear env
		fails \"\$avenv\" remove -y env
		mountpoint -q env
		whole env"
done
inside "a mount in share: nothing is lost" 'make env
	mkdir -p env/share/mine
	mount -t tmpfs tmpfs env/share/mine
	mine env
	fails "$avenv" remove -y env
	fails make --clear env
	whole env'
inside 'a full disk: nothing is left, and an old environment stays' '
	mkdir small && mount -t tmpfs -o size=1m,mode=755 tmpfs small
	fails "$avenv" -q create small/env
	[ -z "$(ls -A small)" ]
	make small/env
	mine small/env
	fails "$avenv" -q create --clear small/env
	whole small/env'

# In a user namespace an overlay needs another option for what is removed.
[ "$(id -u)" = 0 ] || option=,userxattr
overlay='mkdir over
	mount -t tmpfs tmpfs over
	mkdir over/upper over/work
	mount -t overlay overlay -o lowerdir=p,upperdir=over/upper,workdir=over/work'${option-}' p'
mkdir -p "$w/p"
if (cd "$w" && apart sh -ec "$overlay" 2>/dev/null); then
	inside 'an overlay: made, made again, not cleared, removed' 'mkdir p
		make p/env
		mine p/env
		'"$overlay"'
		"$avenv" -q allow p/env
		make p/new
		make p/env
		fails make --clear p/env
		whole p/env
		"$avenv" -q remove -y p/env p/new
		[ -z "$(ls -A p)" ]'
else
	skip 'overlays are not possible here'
fi
done_testing
