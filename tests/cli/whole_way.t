#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37 39 46 84
# The whole way to what avenv reads as the user's word, writes, or puts on PATH: the records, the shims, the files of
# --everywhere, a startup file, the programs in it. Each directory and link on the way is changed in each manner; one
# rule says what is refused. Nothing is written then, and the line names the path and who can write there.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

ME=4243 OTHER=4242 GROUP=4300
as_me=()
if is_root; then
	as_me=(setpriv --reuid="$ME" --regid="$ME" --clear-groups)
else
	ME=$(id -u)
fi
mkdir "$T/program"
cp "$AVENV_BUILD_DIR"/avenv{,-hook} "$T/program"

# ground: the user's data, startup files and programs are on a disk that others have, too
ground() {
	cd "$T" && rm -rf w && mkdir -p w/home w/shared/me/{avenv/{shims,everywhere},z,bin} && cd w || exit
	[ "$what" != program ] || cp "$T/program"/* shared/me/bin
	touch shared/me/avenv/{shims,everywhere}/mine
	echo 'a=1' >shared/me/z/.zshrc
	mkenv p/.venv q/.venv
	if is_root; then chown -R "$ME:$ME" home shared/me p q; fi
	chmod 0755 home
	chmod 0700 shared/me/avenv
	me "$T/program/avenv" -q allow p
}

# me COMMAND...: it is run by the user; leaves $out, $err and $rc
me() {
	run "${as_me[@]}" env -i -C "$PWD" HOME="$PWD/home" XDG_DATA_HOME="$PWD/shared/me" ZDOTDIR="$PWD/shared/me/z" \
		SHELL=/bin/zsh PATH="$PWD/shared/me/bin:/usr/bin:/bin" LC_ALL=C.UTF-8 "$@"
}

# ---- the manners, each of the file or directory $1 -----------------------------------

linked() { mv "$1" "$1.real" && ln -s "${1##*/}.real" "$1"; }
own_link() { linked "$1" && chown -h "$ME" "$1"; }
root_link() { linked "$1" && chown -h 0 "$1"; }
their_link() { linked "$1" && chown -h "$OTHER" "$1"; }
link_through_theirs() { mkdir theirs && chown "$OTHER" theirs && mv "$1" theirs/it && ln -s "$PWD/theirs/it" "$1" && chown -h "$ME" "$1"; }
link_through_open() { mkdir open && mv "$1" open/it && chmod 0777 open && ln -s "$PWD/open/it" "$1" && chown -h "$ME" "$1"; }
link_through_sticky() { mkdir open && mv "$1" open/it && chmod 1777 open && ln -s "$PWD/open/it" "$1" && chown -h "$ME" "$1"; }
theirs() { chown "$OTHER" "$1"; }
roots() { chown 0 "$1" && chmod go+rX "$1"; }
anybody() { chmod o+w "$1"; }
sticky() { chmod 1777 "$1"; }
group() { chgrp "$GROUP" "$1" && chmod g+w "$1"; }
group_sticky() { chgrp "$GROUP" "$1" && chmod 3775 "$1"; }

# refused MANNER PATH LAST: prints the path that is against it, or nothing. LAST: nothing below PATH is meant
refused() {
	case $1 in
	theirs | their_link | anybody | group) echo "$2" ;;
	link_through_theirs) echo "$PWD/theirs" ;;
	link_through_open) echo "$PWD/open" ;;
	sticky | group_sticky) [ "$3" = 0 ] || echo "$2" ;;
	esac
}

# ---- what is typed -------------------------------------------------------------------

# says NAME AGAINST: the last command is refused, and names AGAINST and who
says() {
	[[ $rc:$out = 1: && ($err = *"'$2' belongs to"* || $err = *"'$2' can be written to by"*) ]]
	tap $? "$1" "got: $rc:$out$err" "wanted: $2"
}

# judged NAME AGAINST ARG...: avenv ARG...
judged() {
	me "$T/program/avenv" "${@:3}"
	if [ -n "$2" ]; then
		says "$1: $3" "$2"
	else
		is "$rc" 0 "$1: $3" || diag "$err"
	fi
}

# records NAME AGAINST: they count, or not, and no command writes
records() {
	local before
	before=$(tree .)
	question "$PWD/p" cd
	me env -C p "$T/program/avenv-hook" "${arguments[@]}"
	if [ -n "$2" ]; then
		unlike ".$out" "VIRTUAL_ENV='$PWD/p/.venv'" "$1: off"
	else
		like "$out" "VIRTUAL_ENV='$PWD/p/.venv'" "$1: on"
	fi
	judged "$@" -C p path
	judged "$@" allow q
	judged "$@" create -q --without-pip -p /usr/bin/python3 p/new
	[ -z "$2" ] || is "$(tree .)" "$before" "$1: nothing is written"
}

# writes NAME AGAINST PROGRAM ARG...: `setup ARG...` does its work, and undoes it
writes() {
	local before
	before=$(tree .)
	me "$3" setup "${@:4}"
	if [ -z "$2" ]; then
		is "$rc" 0 "$1" || diag "$err"
		me "$3" setup --undo
		is "$rc" 0 "$1: --undo" || diag "$err"
	else
		says "$1" "$2"
	fi
	is "$(tree .)" "$before" "$1: all is as it was"
}
everywhere() { writes "$@" "$T/program/avenv" --everywhere zsh; }
startup() { writes "$@" "$T/program/avenv" zsh; }
program() { writes "$@" "$PWD/shared/me/bin/avenv" zsh; }

MANNERS='anybody sticky'
if is_root; then
	MANNERS='own_link root_link their_link link_through_theirs link_through_open link_through_sticky theirs roots anybody sticky
		group group_sticky'
fi
# A command, and the way from the shared disk to what is asked about
while read -r what way; do
	for manner in $MANNERS; do
		at=
		for part in shared ${way//\// }; do
			at+=${at:+/}$part last=0
			case $what:$at in records:*/avenv | *:"shared/$way") last=1 ;; esac
			ground
			# A directory that is root's can't be written to by the user.
			case $manner:$at in roots:*/me/* | *link*:shared/me/avenv/records) continue ;; esac
			"$manner" "$at"
			against=$(refused "$manner" "$PWD/$at" "$last")
			"$what" "$what, $at: $manner" "$against"
		done
	done
done <<'END'
records me/avenv/records
everywhere me/avenv/shims
everywhere me/avenv/everywhere
startup me/z/.zshrc
program me/bin/avenv-hook
END

# ---- another user was there first ------------------------------------------------------

what=stories
# The directory of the records is exchanged for one of an archive that the user has unpacked.
ground
mkdir -p archive/avenv
sed 's|/p/|/q/|; s|/p |/q |' shared/me/avenv/records >archive/avenv/records
printf 'allow tree %s 0\n' "$PWD" >>archive/avenv/records
chmod 0700 archive/avenv
if is_root; then chown -R "$ME:$ME" archive; fi
chmod 0777 shared
mv shared/me shared/hers
ln -s "$PWD/archive" shared/me
if is_root; then chown -h "$OTHER" shared/me; fi
me "$T/program/avenv" -C p path
says 'records of an archive: off' "$PWD/shared"

# A file of the user's in `everywhere` is neither replaced nor removed, nor one of avenv's that the user has changed.
for name in bash sh agent made zdotdir; do
	ground
	echo mine >shared/me/avenv/everywhere/$name
	before=$(tree .)
	me "$T/program/avenv" setup --everywhere zsh
	like "$rc:$err" "1:avenv: '$PWD/shared/me/avenv/everywhere/$name' is not avenv's*" "everywhere/$name: refused"
	me "$T/program/avenv" setup --undo
	is "$(tree .)" "$before" "everywhere/$name: stays"
done
ground
mv shared/me/avenv/everywhere scripts
ln -s "$PWD/scripts" shared/me/avenv/everywhere
for name in bash zsh fish sh; do echo mine >scripts/$name; done
before=$(tree .)
me "$T/program/avenv" setup --everywhere zsh
like "$rc:$err" "1:avenv: '$PWD/shared/me/avenv/everywhere/sh' is not avenv's*" "the user's own link to files of his: refused"
me "$T/program/avenv" setup --undo
is "$(tree .)" "$before" "the user's own link to files of his: they stay"
ground
me "$T/program/avenv" setup --everywhere zsh
echo mine >>shared/me/avenv/everywhere/zsh
before=$(<shared/me/avenv/everywhere/zsh)
me "$T/program/avenv" setup --everywhere zsh
like "$rc:$err" "1:avenv: '$PWD/shared/me/avenv/everywhere/zsh' is not avenv's; 'mv *" 'a file that was edited: refused'
me "$T/program/avenv" setup --everywhere --undo
like "$rc:$err" "0:*'$PWD/shared/me/avenv/everywhere/zsh' stays*" 'a file that was edited: named'
is "$(<shared/me/avenv/everywhere/zsh):$(cd shared/me/avenv/everywhere && echo *)" "$before:mine zsh" '... stays, and the others go'

ground
me "$T/program/avenv" setup --everywhere zsh
chmod 0777 shared/me/avenv
me "$T/program/avenv" setup --undo
says 'others may write since: --undo' "$PWD/shared/me/avenv"
is "$(cd home && find . -type f):$(ls -A shared/me/z):$(find shared -name zsh)" :.zshrc:shared/me/avenv/everywhere/zsh \
	'... takes the lines, and leaves what is there'

# The command: chmod where that is enough, else another place.
ground
chmod 0777 shared/me
me "$T/program/avenv" -C p path
like "$err" "; 'chmod go-w $PWD/shared/me' changes that" 'the own directory: chmod'
chmod 0777 shared
me "$T/program/avenv" -C p path
if is_root; then
	like "$err" "; 'unset XDG_DATA_HOME' uses '~/.local/share' instead" 'one of root: the default place'
	chmod 0777 home
	me "$T/program/avenv" -C p path
	like "$err" "; set XDG_DATA_HOME to a directory that only you can write to" 'that is no better: another place'
fi

# A sandbox in which / and all else of root's seems to be nobody's: directories above may, what is used may not.
if ! unshare -r true 2>/dev/null; then
	skip 'user namespaces are not possible here'
else
	ground
	me unshare -r "$T/program/avenv" create p/new
	is "$rc" 0 'a user namespace: create'
	me unshare -r "$T/program/avenv" -C p/new path
	is "$out" "$PWD/p/new" '... is allowed there'
	if is_root; then
		chown 4244 shared/me/avenv
		me unshare -r "$T/program/avenv" -C p/new path
		like "$rc:$err" "1:*records' is not used: *" "... but not by another's records"
	fi
fi
done_testing
