#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37
# An environment that another user owns or can write to is off and is not recorded, up to "/".
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

ROOT=$([ "$(id -u)" = 0 ] && echo yes)

# both DIR NAME: allow refuses DIR, and a record or AVENV_TRUST that is there does not turn it on
both() {
	refused "$2" "$AVENV" allow "$1"
	run env AVENV_TRUST="$HOME" "$AVENV" -C "$1" path
	is "$rc:$out" 1: "$2: off, whatever is recorded"
}

# ---- modes ------------------------------------------------------------------

fresh modes
mkenv p/.venv
for path in p/.venv/pyvenv.cfg p/.venv/bin p/.venv p .; do
	mode=$(stat -c %a $path)
	chmod 0777 $path
	both p "anybody may write to $path"
	run "$AVENV" allow --shared p
	is "$rc" 0 "$path: --shared accepts it"
	gives p p/.venv "$path: and then it is on"
	"$AVENV" -q forget p
	chmod "$mode" $path
done
# A sticky bit keeps others from removing, not from adding.
for path in p/.venv/bin p/.venv; do
	chmod 1777 $path
	both p "sticky $path"
	chmod 0755 $path
done
chmod 1777 .
run "$AVENV" allow p
is "$rc" 0 'a sticky directory above is fine'
gives p p/.venv 'a sticky directory above: on'
chmod 0755 .
"$AVENV" -q forget p
mv p/.venv/bin p/.venv/Scripts
mv p/.venv/Scripts/python p/.venv/Scripts/python.exe
chmod 0777 p/.venv/Scripts
both p 'Scripts that anybody may write to'

# ---- links and redirects ----------------------------------------------------

fresh links
mkenv far
mkdir link redirect
ln -s ../far link/.venv
echo ../far >redirect/.venv
for how in link redirect; do
	chmod 0777 far/bin
	both $how "a $how to what anybody may write to"
	chmod 0755 far/bin
	"$AVENV" -q allow $how
	gives $how far "$how: on"
	chmod 0777 $how
	gives $how - "$how: off in a project that anybody may write to"
	chmod 0755 $how
done
chmod 0666 redirect/.venv
gives redirect - 'a redirect that anybody may write to: off'
chmod 0644 redirect/.venv
# A name that somebody else can lead elsewhere is not taken.
mkdir -m 0777 open
ln -s ../link open/name
refused 'a link in a directory that anybody may write to' "$AVENV" allow open/name

# ---- access lists -----------------------------------------------------------

# list_for FILE: an access list by which uid 1234 may write; fails where there are none
list_for() {
	python3 - "$1" <<-'PY' 2>/dev/null
		import os, struct, sys
		rows = [(1, 6, -1), (2, 6, 1234), (4, 4, -1), (16, 6, -1), (32, 4, -1)]
		acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
		os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
	PY
}
fresh lists
for what in .venv venv/pyvenv.cfg; do
	mkenv acl/venv
	echo venv >acl/.venv
	"$AVENV" -q allow acl
	if list_for acl/$what; then gives acl - "an access list on $what: off"; else skip 'no access lists here'; fi
	rm -r acl
done

# ---- owners -----------------------------------------------------------------

if [ -z "$ROOT" ]; then
	skip 'only root can give files away' 20
	done_testing
fi
fresh owners
mkenv p/.venv
for path in p/.venv/pyvenv.cfg p/.venv/bin p/.venv p .; do
	chown 4242 $path
	both p "$path belongs to another user"
	chown 0 $path
	chgrp 4242 $path
	chmod g+w $path
	both p "another group may write to $path"
	chmod g-w $path
done
mkenv far
mkdir link redirect
ln -s ../far link/.venv
echo ../far >redirect/.venv
"$AVENV" -q allow link redirect
for how in link redirect; do
	chown -h 4242 $how/.venv
	gives $how - "somebody else's $how: off"
	chown -h 0 $how/.venv
	chown 4242 $how
	gives $how - "a $how in somebody else's project: off"
	chown 0 $how
done
"$AVENV" -q allow p
chown 4242 p/.venv
gives p - 'given away after it was allowed: off'

# An ordinary user: a private group may write, what is root's may be allowed.
cp "$SRCDIR/out/release/avenv" "$T/avenv"
mkdir "$T/other"
mkenv "$T/other/p/.venv"
chown -R 65534:65534 "$T/other"
chmod 0775 "$T/other/p/.venv"
mkenv "$T/roots/.venv"
mkenv "$T/third/.venv"
chown 12345 "$T/third"
as_other "$T/avenv" allow "$T/other/p" "$T/roots"
is "$rc:$(stat -c '%a %u' "$T/other/.local/share/avenv/trust")" '0:600 65534' "a user's own, and root's: allowed"
as_other "$T/avenv" allow "$T/third"
is "$rc" 1 "a third user's: refused"
# sudo -E: root does not write records into another user's home.
run env HOME="$T/other" "$T/avenv" allow "$T/roots"
is "$rc:$(stat -c %u "$T/other/.local/share/avenv/trust")" 1:65534 "root with a user's HOME: refused"

# In a user namespace all unknown users are one.
if unshare -r true 2>/dev/null; then
	chown -R 4242 "$T/roots/.venv"
	run env -i PATH="$PATH" unshare -r env HOME="$T/none" AVENV_TRUST="$T/roots" "$T/avenv" -C "$T/roots" path
	is "$rc:$out" 1: "an unknown user's in a namespace: off"
else
	skip 'no user namespaces here'
fi
done_testing
