#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# On a fresh machine make try and make check install what they need, and end well: a root of Debian with
# the packages that it cannot do without (debootstrap's minbase), git and make. CI=true: no tool is missing.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

bare_root "$T/root"
# clone DIR: the tree, there in the root
clone() { git clone -q --no-hardlinks "$SRCDIR" "$bare$1"; }

# checked NAME COMMAND...: make check ends well; its numbers are in the title
checked() {
	in_root "${@:2}" >"$T/log" 2>&1
	tap $? "$1: $(grep -E '^[0-9]+ passed' "$T/log" | tail -n 1)" "$(log grep -E '^not here')" "$(log grep -E -A 5 '^(====|not ok)')"
}

clone /root/avenv
in_root env -C /root/avenv CI=true make try >"$T/log" 2>&1
tap $? 'make try' "$(log tail -n 20)"
checked 'make check' env -C /root/avenv CI=true make check
chroot "$bare" useradd -m -s /bin/bash someone
clone /home/someone/avenv
chroot "$bare" chown -R someone: /home/someone/avenv
checked 'make check by an ordinary user' \
	setpriv --reuid=someone --regid=someone --init-groups env -C /home/someone/avenv HOME=/home/someone CI=true make check
done_testing
