#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 50 56 57
# An environment on a file system without execution; keys of virtualenv; a script in the place of requirements.
# Environments of Windows: messages/foreign.sh
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
cd "$HOME" || exit 1

"$AVENV" -q create -p "$PYTHON" --without-pip p/.venv
sed -i 's|^home.*|home = /opt/x/bin|; /^executable/d' p/.venv/pyvenv.cfg
printf '%s\n' 'base-prefix = /opt/x' 'base-exec-prefix = /opt/x' >>p/.venv/pyvenv.cfg
ln -sfn /opt/x/bin/python3 p/.venv/bin/python3
ln -sfn python3 p/.venv/bin/python
run "$AVENV" repair p/.venv
is "$rc:$(grep -c '^base-.*prefix = /' p/.venv/pyvenv.cfg):$(grep -c '= /opt/x' p/.venv/pyvenv.cfg)" 0:2:0 'repair: the keys of virtualenv follow'
printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
changes_nothing 'create -r with a script' "1:avenv: 's.py' is a script*" . "$AVENV" create -r s.py n/.venv
mkdir noexec
if mount -t tmpfs -o noexec,mode=0755 none noexec 2>"$T/.err"; then
	run "$AVENV" create -p "$PYTHON" noexec/.venv
	like "$rc:$err" "0:*'noexec/.venv' is on a file system that is mounted noexec*" 'noexec: create'
	run "$AVENV" doctor noexec/.venv
	like "$rc:$out" "1:*mounted noexec*" 'noexec: doctor'
	umount noexec
else
	skip 'a mount needs root'
fi
done_testing
