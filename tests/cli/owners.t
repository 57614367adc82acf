#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37
# Owner and mode of a link, a redirect, pyvenv.cfg, bin and each directory up to /: another user who
# can write there decides which code runs. avenv refuses that, with a record and without one.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# projects: a has its environment, b is led to one by a link, c by a redirect, d has an odd name
projects() {
	fresh
	cp -a "$T/template/projects/." .
}
mkdir "$T/template/projects"
cd "$T/template/projects" || exit 1
mkenv up/a/.venv up/d/odd store/e
mkdir up/b up/c
ln -s ../../store/e up/b/.venv
echo ../../store/e >up/c/.venv

# spoilt CHANGE WHERE DIR: after CHANGE of WHERE the environment of DIR is off, whatever was said
# before; allow refuses it and names WHERE and who may write there; --shared accepts it
spoilt() {
	local name="$1 $2" dir=up/$3 who='can be written to by anybody'
	case $1 in
	owner) who='belongs to user 4242' ;;
	group*) who='can be written to by group 4242' ;;
	acl) who='can be written to by others, by its access list' ;;
	esac
	projects
	AVENV_TRUST=$PWD ok "$name: $dir was on" avenv -C "$dir" path
	avenv -q allow "$dir"
	$1 "$2"
	is_off "$dir" "$name: $dir goes off"
	avenv -q forget "$dir" store/e 2>/dev/null
	AVENV_TRUST=$PWD is_off "$dir" "$name: $dir is off in a trusted tree"
	avenv -q allow --learn "$PWD/$dir/.venv"
	refuses "$name: allow $dir" "$2' $who;*--shared" allow "$dir"
	is_off "$dir" "$name: $dir is off"
	[ "$1" = acl ] && return
	does "$name: allow --shared $dir" allow --shared "$dir"
	like "$err" "$2' $who" "$name: --shared names it"
	ok "$name: --shared accepts it" avenv -C "$dir" path
}

others() { chmod o+w "$1"; }
anybody_sticky() { chmod 1777 "$1"; }
owner() { chown -h 4242 "$1"; }
group() { chgrp 4242 "$1" && chmod g+w "$1"; }
group_sticky() { chgrp 4242 "$1" && chmod 3775 "$1"; }
touch "$T/probe"
while read -r where dir changes; do
	for change in $changes; do
		case $change:$EUID in
		owner:0 | group*:0 | others:* | any*) spoilt "$change" "$where" "$dir" ;;
		acl:*) acl "$T/probe" && spoilt acl "$where" "$dir" ;;
		esac
	done
done <<-'L'
	up/a/.venv/pyvenv.cfg a others owner
	up/a/.venv/bin a others owner anybody_sticky acl
	up/a/.venv a others owner anybody_sticky group
	up/a a others owner acl
	up b others owner
	up/b b others owner
	up/b/.venv b owner
	up/c/.venv c others owner acl
	store/e/pyvenv.cfg b others
	store/e/bin c others group group_sticky
	store/e c owner
	store c others owner
	up/d/odd/bin d others
L
acl "$T/probe" || skip 'no access lists on this file system'
# A user by the name
if can_chown; then
	fresh p/.venv
	chown 1 p
	refuses 'an owner with a name' "/p' belongs to '$(id -un 1)';" allow p
fi

projects
chmod 1777 up
does 'a sticky directory above: allow' allow up/a
is_on up/a up/a/.venv 'a sticky directory above: on'
chmod 0777 .
is_off up/a 'the directory above that: off'

# umask 000: avenv records nothing that it has made for everybody.
fresh
(umask 000 && mkdir p && avenv -C p create -q -p /usr/bin/python3 --without-pip 2>"$T/said")
is_off p 'create in a directory of anybody' "/p' can be written to by anybody"
is "$(avenv allow --list 2>/dev/null)" '' 'create in a directory of anybody: no record'

# --shared accepts one directory, and no other in its place.
fresh p/.venv
chmod 0777 p
avenv -q allow --shared p
mv p old
mkdir -m 777 p
avenv -C p create -q -p /usr/bin/python3 --without-pip 2>"$T/said"
is_off p 'create in the place of a directory that --shared was said of' "/p' can be written to by anybody"

# --shared accepts who could write when it was said. state WHO...: who may change p/.venv, made anew
state() {
	local who
	rm -rf p/.venv
	mkenv p/.venv
	for who; do
		case $who in
		other) chmod o+w p/.venv ;;
		gid:*) chgrp "${who#*:}" p/.venv && chmod g+w p/.venv ;;
		uid:*) chown "${who#*:}" p/.venv ;;
		acl:*) acl p/.venv "${who#*:}" ;;
		# The list is the same, and an entry of it is for another group.
		list_of:*) chgrp "${who#*:}" p/.venv && acl p/.venv 1234 ;;
		esac
	done
}
states=(nobody other)
! can_chown || states+=(gid:4242 gid:4343 'gid:4242 other' uid:4242 uid:4343)
! acl "$T/probe" || states+=(acl:1234 acl:1235)
! can_chown || ! acl "$T/probe" || states+=(list_of:4343)
fresh p/.venv
for then in "${states[@]}"; do
	read -ra names <<<"$then"
	state "${names[@]}"
	rm -rf "$HOME/.local"
	does "--shared accepts $then" allow --shared p
	for now in "${states[@]}"; do
		read -ra names <<<"$now"
		state "${names[@]}"
		wanted=on
		for name in "${names[@]}"; do
			[[ " nobody $then " == *" $name "* ]] || wanted=off
		done
		if [ $wanted = on ]; then
			is_on p p/.venv "... $now: on"
		else
			is_off p "... $now: off" "*/.venv' "
		fi
	done
done
fresh p/.venv
chmod 777 p
avenv -q allow --shared p
chmod 755 p
does 'allow once more, when nobody else may write' allow p
chmod 777 p
is_off p '... takes back that others may' "/p' can be written to by anybody"
if can_chown; then
	fresh p/.venv
	chgrp 4242 p
	chmod 775 p
	avenv -q allow --shared p
	chmod 777 p
	now="/p' can now be written to by anybody"
	run "$AVENV" status p
	like "$out" "*$now*chmod go-w *changes that*" 'status names who is new'
	like "$(cd p && "$AVENV")" "*$now*chmod go-w *changes that*" '... avenv'
	like "$(avenv list 2>&1)" "*refused*$now*" '... list'
	like "$(avenv allow --list 2>&1)" "*refused*$now*" '... allow --list'
	run "$AVENV" doctor p/.venv
	like "$rc:$out$err" "1:*$now*" '... doctor'
	does '... and --shared accepts that, too' allow --shared p
	is_on p p/.venv '... on'
	like "$(<"$RECORDS")" '* shared=other,gid:4242,*' '... both are in the record'
	chown 1 p
	is_off p 'and another owner' "/p' now belongs to '$(id -un 1)'"
fi

# A name that others can lead elsewhere is not taken for a directory.
fresh
mkdir -m 777 open
mkenv own/.venv
ln -s ../own open/link
ln -s open/link mine
refuses 'allow: a link where others may write' "/open'" allow open/link
refuses "allow: the user's own link to that" "/open'" allow mine/../own/
does 'allow: the name of the directory itself' allow own
is_root || done_testing

# ---- root can show more --------------------------------------------------------

fresh
mkdir -m 1777 tmp
mkdir tmp/mine
mkenv tmp/.venv
chown -R 4242 tmp/.venv
is_off tmp/mine 'an environment that somebody put into /tmp: off'
AVENV_TRUST=$PWD is_off tmp/mine 'the same in a trusted tree: off'
mkenv theirs
cp /bin/true theirs/bin/tool
chown -R 4242:4242 theirs
chmod 6755 theirs/bin/tool
AVENV_TRUST=$PWD refuses "recreate: somebody else's set-id program does not become root's" "/theirs' belongs to user 4242;" recreate theirs
is "$(stat -c '%u %a' theirs/bin/tool)" '4242 6755' 'recreate: it stays'

cp "$AVENV" "$T/avenv"
install -d -o 4243 -g 4243 "$T/user"
as_user=(setpriv --reuid=4243 --regid=4243 --clear-groups)
# user DIR WANTED NAME [COMMAND...]: allow DIR by COMMAND, as user 4243 with a group of the same number
user() {
	run "${@:4}" "${as_user[@]}" env HOME="$T/user" "$T/avenv" allow "$PWD/$1"
	like "$rc:$err" "$2" "$3"
}
mkenv own/.venv roots/.venv others/.venv
chown -R 4243:4243 own
chown -R 4242 others
chmod -R g+w own
user own '0:*' "the user's private group may write"
user roots '0:*' "root's is fine"
user others "1:*belongs to user 4242;*" "another user's is not"
# members NAMES WANTED: the private group has NAMES as members. On the way to the records it is judged otherwise: private_group.t
if can_mount; then
	printf 'user4243:x:4243:4243::/:/bin/sh\nother:x:4242:4242::/:/bin/sh\n' >"$T/passwd"
	members() {
		printf 'user4243:x:4243:%s\n' "$1" >"$T/group"
		# shellcheck disable=SC2016 # for the other shell
		user own "$2" "the user's private group, with the members '$1'" apart sh -c '
			mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/group" /etc/group && shift && exec "$@"' sh "$T"
	}
	members '' '0:*'
	members user4243 '0:*'
	members user4243,other "1:*can be written to by group 'user4243'; *avenv allow --shared*"
	members nobody-known "1:*can be written to by group 'user4243'; *avenv allow --shared*"
fi
acl own/.venv/bin && user own '1:*can be written*' 'the private group, with an access list'

# In a user namespace all unknown users are one user.
if ! unshare -r true 2>/dev/null || ! "${as_user[@]}" unshare -r true 2>/dev/null; then
	skip 'no user namespaces here'
	done_testing
fi
# inside NAME MAPPING COMMAND...: avenv path in p, in a user namespace: refused
inside() {
	run env -i PATH="$PATH" "${@:3}" unshare "$2" env HOME="$T/none" AVENV_TRUST="$PWD" \
		"$T/avenv" -C "$PWD/p" path
	like "$rc:$out:$err" '1::*belongs to **' "namespace: $1"
}
fresh p/.venv
chown -R 4243:4243 .
chown -R 4242 p/.venv
inside 'root, an unknown user' -r
inside 'a user, an unknown user' -r "${as_user[@]}"
inside 'an unknown user, an unknown user' -U "${as_user[@]}"
# What a group shares: avenv names both ways, before anybody types allow.
mkdir "$T/team"
mkenv "$T/team/.venv"
chgrp 4242 "$T/team" && chmod g+w "$T/team"
run "$AVENV" status "$T/team"
like "$out" "*'chmod go-w $T/team' changes that, and 'avenv allow --shared $T/team*' accepts it*" 'a group may write: both ways'
chmod o+w "$T/team"
run "$AVENV" status "$T/team"
unlike "$out" '*--shared*' 'anybody may write: chmod alone'
done_testing
