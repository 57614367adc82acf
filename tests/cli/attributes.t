#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 39 46 48 52 57 58 59
# A file of the user that is written anew keeps all but its bytes and its times: owner, group,
# mode, extended attributes, access lists and capabilities. Where it cannot, the command says which,
# and changes nothing.
# shellcheck disable=SC2016 # used by eval
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"

# Another user can start it there.
chmod 755 "$T"
cp "$AVENV" "$T/avenv"
AVENV=$T/avenv
CLEAN=(env -i HOME="$HOME" PATH=/usr/bin:/bin SHELL=/usr/bin/zsh LC_ALL=C.UTF-8)

# attribute FILE NAME [VALUE]: it has the attribute, VALUE in hexadecimal digits, or has it no more
attribute() {
	"$PYTHON" -I - "$@" <<-'P'
		import os, sys
		if sys.argv[3:]:
		    os.setxattr(*sys.argv[1:3], bytes.fromhex(sys.argv[3]))
		else:
		    os.removexattr(*sys.argv[1:])
	P
}

# read_acl FILE: an access list by which another user may read and enter
read_acl() {
	acl "$1" && "$PYTHON" -I - "$1" <<-'P'
		import os, struct, sys
		name, rows = "system.posix_acl_access", [(1, 7, -1), (2, 5, 1234), (4, 0, -1), (16, 5, -1), (32, 5, -1)]
		acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
		os.setxattr(sys.argv[1], name, acl)
	P
}

# default_acl FILE: new files in its directory get such a list
default_acl() {
	read_acl "$1" && "$PYTHON" -I - "$1" <<-'P'
		import os, sys
		acl = os.getxattr(sys.argv[1], "system.posix_acl_access")
		os.removexattr(sys.argv[1], "system.posix_acl_access")
		os.setxattr(os.path.dirname(sys.argv[1]), "system.posix_acl_default", acl)
	P
}

# about FILE...: all of each but its bytes and its times
about() {
	"$PYTHON" -I - "$@" <<-'P'
		import os, stat, sys
		for path in sys.argv[1:]:
		    info = os.stat(path)
		    print(path, stat.filemode(info.st_mode), info.st_uid, info.st_gid,
		          sorted((name, os.getxattr(path, name)) for name in os.listxattr(path)))
	P
}

# an environment with each kind of file that names its path, led to by a redirect
environment() {
	rm -rf env new p other
	bare env
	dist env tiny 1.0
	script env tiny 1.0
	echo "$PWD/env/src" >"env/$SITE/x.pth"
	echo "{\"url\": \"file://$PWD/env/src\"}" >"env/$SITE/tiny-1.0.dist-info/direct_url.json"
	echo "command = python3 -m venv $PWD/env" >>env/pyvenv.cfg
	mkdir p
	(cd p && "$AVENV" -q use ../env)
}

FILES=(pyvenv.cfg bin/activate bin/tiny "$SITE/x.pth" "$SITE/tiny-1.0.dist-info/"{direct_url.json,RECORD})

# dress COMMAND FILE...: COMMAND on each
dress() {
	local f
	for f in "${@:2}"; do eval "$1" || return; done
}

# kept NAME BEFORE FILE...: the last command succeeded, and all is as it was
kept() { is "$rc:$(about "${@:3}")" "0:$2" "$name: $1"; }

in_setup() {
	local before rc=0
	rm -rf "$HOME"
	mkdir "$HOME"
	echo a=1 >"$HOME/.zshrc"
	dress "$1" "$HOME/.zshrc"
	before=$(about "$HOME/.zshrc")
	run "${CLEAN[@]}" "$AVENV" setup
	kept setup "$before" "$HOME/.zshrc"
	ok "$name: setup wrote to it" grep -q 'avenv hook' "$HOME/.zshrc"
	run "${CLEAN[@]}" "$AVENV" setup --undo
	kept 'setup --undo' "$before" "$HOME/.zshrc"
	is "$(<"$HOME/.zshrc")" a=1 "$name: setup --undo wrote to it"
}

in_mend() {
	local before names=("${FILES[@]/#/env/}")
	environment
	dress "$1" "${names[@]}" p/.venv
	before=$(about "${names[@]}" p/.venv)
	run "$AVENV" move env new
	kept move "${before//env\//new/}" "${FILES[@]/#/new/}" p/.venv
	is "$(grep -rl "$PWD/env" new)" '' "$name: move wrote to all"
	mv new env
	"$AVENV" -q allow env
	run "$AVENV" repair env
	kept repair "$before" "${names[@]}" p/.venv
	is "$(grep -rl "$PWD/new" env)" '' "$name: repair wrote to all"
	mkenv other
	run "$AVENV" -C p use ../other
	kept use "$(about p/.venv <<<"$before")" p/.venv
	is "$(cat p/.venv)" "$PWD/other" "$name: use wrote to it"
}

in_recreate() {
	local before
	rm -rf q
	mkdir q
	bare q/.venv
	echo '# mine' >q/.venv/.gitignore
	echo '[global]' >q/.venv/pip.conf
	dress "$1" q/.venv/{.gitignore,pip.conf}
	dress "$1" q/.venv
	before=$(about q/.venv{,/.gitignore,/pip.conf})
	run "$AVENV" recreate q/.venv
	kept recreate "$before" q/.venv{,/.gitignore,/pip.conf}
	before=$(about q/.venv)
	create --clear --without-pip q/.venv
	kept 'create --clear' "$before" q/.venv
}

in_records() {
	local before records=$HOME/.local/share/avenv/records
	rm -rf "$HOME/.local" a
	mkenv a/.venv b/.venv
	"$AVENV" -q allow a
	dress "$1" "$records"
	before=$(about "$records")
	"$AVENV" -q allow b
	run "$AVENV" -q forget a
	kept records "$before" "$records"
	is "$(records | grep -c "$PWD/a/")" 0 "$name: forget wrote to it"
}

capability='[ -d $f ] || attribute $f security.capability 0100000200040000000000000000000000000000'
while IFS='|' read -r name command where; do
	command=${command//CAPABILITY/$capability}
	mkdir -p probe
	: >probe/tiny
	if ! dress "$command" "$PWD/probe/tiny" 2>/dev/null; then
		rm -rf probe
		skip "$name: not on this file system, or not as this user"
		continue
	fi
	rm -rf probe
	for place in ${where:-setup mend recreate records}; do "in_$place" "$command"; done
done <<'END'
attributes|attribute $f user.origin 6100ff && attribute $f user.empty '' && attribute $f user.$(printf 'n%.0s' {1..200}) $(printf '61%.0s' {1..900})
an access list|read_acl $f|setup mend recreate
an access list to write|acl $f|setup
another's access list, which is not its own|default_acl $f|setup mend
a capability|CAPABILITY|setup mend recreate
a label|attribute $f security.kind 61
an attribute for root|attribute $f trusted.kind 61
set-id bits|chmod 6755 $f|setup mend recreate
another group|chown :1234 $f && chmod 640 $f|setup mend recreate
another user|if [[ $f = *tiny* ]]; then chown 1234:1234 $f; fi|mend
END

# ---- refused ---------------------------------------------------------------------------

# state: all of the home and of here
state() {
	local files
	mapfile -t files < <(find "$HOME" . -type f)
	tree "$HOME" && tree . && about "${files[@]}"
}

# stays NAME WHY COMMAND...: refused, and all is as it was
stays() {
	local before
	before=$(state)
	run "${@:3}"
	like "$rc:$err" "1:avenv: cannot change '*': $2" "$1: refused"
	is "$(state)" "$before" "$1: nothing is changed"
}

# refuses NAME WHY COMMAND BACK [FILES]: each writer, run by another user, where COMMAND was done to one of
# its files that are like FILES, and BACK takes it back
refuses() {
	local f
	for f in "$HOME/.zshrc" p/.venv env/{pyvenv.cfg,bin/activate,"$SITE/tiny-1.0.dist-info/RECORD"}; do
		tap_match "$f" "${5-}" || continue
		eval "$3" 2>"$T/log" || { skip "$1: $f: not on this file system, or not as this user" && continue; }
		case $f in
		*/.zshrc) stays "$1: setup" "$2; the line to write is: eval *" as_user "${CLEAN[@]}" "$AVENV" setup ;;
		p/.venv) stays "$1: use" "$2" as_user "$AVENV" -C p use ../other ;;
		esac
		if [[ $f = env/* ]]; then
			stays "$1: move, $f" "$2" as_user "$AVENV" move env new
			mv env moved
			as_user "$AVENV" -q allow moved
			stays "$1: repair, $f" "$2" as_user "$AVENV" repair moved
			mv moved env
		fi
		eval "$4"
	done
}

rm -rf "$HOME" new
mkdir "$HOME"
environment
mkenv other
echo a=1 >"$HOME/.zshrc"
if apart true 2>"$T/log"; then
	stays 'a mount point' 'it is a mount point*' apart sh -c 'mount --bind "$0" "$0" && exec "$@"' "$HOME/.zshrc" \
		"${CLEAN[@]}" "$AVENV" setup
else
	skip 'a mount point: not as this user'
fi
if can_chown; then
	chown -R 65534:65534 "$HOME" "$T/w"
	refuses 'a capability' "its attribute 'security.capability' cannot be kept*" "$capability" 'attribute $f security.capability'
	refuses 'another group' 'its owner or group cannot be kept*' 'chown :1234 $f' 'chown :65534 $f'
	refuses 'another user' 'its owner or group cannot be kept*' 'chown 1234 $f' 'chown 65534 $f' RECORD
	name='another group of the user' f=$HOME/.zshrc
	chown :1234 "$f"
	before=$(about "$f")
	run setpriv --reuid=65534 --regid=65534 --groups=1234 "${CLEAN[@]}" "$AVENV" setup
	kept setup "$before" "$f"
fi
done_testing
