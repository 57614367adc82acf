#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 57 58 59
# A file of an environment that is written anew keeps its owner, group and mode, and is open to nobody
# to whom the old one was not: with an access list its group gets nothing; in another group: unit/replace.
# shellcheck disable=SC2016 # used by eval
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"

# Another user can start it there.
chmod 755 "$T"
cp "$AVENV" "$T/avenv"
AVENV=$T/avenv

# about MASK FILE...: mode, without the bits of MASK, owner and group of each
about() {
	local f
	for f in "${@:2}"; do
		printf '%s %o %s\n' "$f" $((0$(stat -c %a "$f") & ~$1)) "$(stat -c '%u %g' "$f")"
	done
}

# an environment with each kind of file that names its path
environment() {
	rm -rf env new
	bare env
	dist env tiny 1.0
	script env tiny 1.0
	echo "$PWD/env/src" >"env/$SITE/x.pth"
	echo "{\"url\": \"file://$PWD/env/src\"}" >"env/$SITE/tiny-1.0.dist-info/direct_url.json"
	echo "command = python3 -m venv $PWD/env" >>env/pyvenv.cfg
}

FILES=(pyvenv.cfg bin/activate bin/tiny "$SITE/x.pth" "$SITE/tiny-1.0.dist-info/"{direct_url.json,RECORD})

# dress COMMAND FILE...: COMMAND on each
dress() {
	local f
	for f in "${@:2}"; do eval "$1" || return; done
}

# kept NAME BEFORE FILE...: the last command succeeded, and all is as it was, without $mask
kept() { is "$rc:$(about 0 "${@:3}")" "0:$2" "$name: $1"; }

in_mend() {
	local before names=("${FILES[@]/#/env/}")
	environment
	dress "$1" "${names[@]}"
	before=$(about "$mask" "${names[@]}")
	run "$AVENV" move env new
	kept move "${before//env\//new/}" "${FILES[@]/#/new/}"
	is "$(grep -rl "$PWD/env" new)" '' "$name: move wrote to all"
	mv new env
	"$AVENV" -q allow env
	run "$AVENV" repair env
	kept repair "$before" "${names[@]}"
	is "$(grep -rl "$PWD/new" env)" '' "$name: repair wrote to all"
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
	before=$(about "$mask" q/.venv{,/.gitignore,/pip.conf})
	run "$AVENV" recreate q/.venv
	kept recreate "$before" q/.venv{,/.gitignore,/pip.conf}
	rm q/.venv/pip.conf
	before=$(about "$mask" q/.venv)
	create --clear --without-pip q/.venv
	kept 'create --clear' "$before" q/.venv
}

while IFS='|' read -r name mask command where; do
	mkdir -p probe
	: >probe/tiny
	if ! dress "$command" "$PWD/probe/tiny" 2>/dev/null; then
		rm -rf probe
		skip "$name: not on this file system, or not as this user"
		continue
	fi
	rm -rf probe
	for place in ${where:-mend recreate}; do "in_$place" "$command"; done
done <<'END'
a mode|0|chmod 751 $f
an access list|02070|acl $f 1234 5
another group|0|chown :1234 $f && chmod 640 $f
another user|0|if [[ $f = *tiny* ]]; then chown 1234:1234 $f; fi|mend
END

# ---- of another user -----------------------------------------------------------

environment
if can_mount_as_root; then
	stays 'a mount point' "cannot change '*': it is a mount point*" . apart sh -c \
		'mount --bind "$0" "$0" && exec "$@"' env/bin/activate "$AVENV" move env new
fi
if can_chown; then
	mkdir -p "$HOME"
	chown -R 65534:65534 "$HOME" "$T/w"
	why="cannot change '*': it belongs to another user*"
	for file in bin/activate "$SITE/tiny-1.0.dist-info/RECORD"; do
		chown 1234 "env/$file"
		chmod a+r "env/$file"
		stays "move, another user's $file" "$why" . as_user "$AVENV" move env new
		mv env moved
		as_user "$AVENV" -q allow moved
		stays "repair, another user's $file" "$why" . as_user "$AVENV" repair moved
		mv moved env
		chown 65534 "env/$file"
	done
	chmod a-w "env/$SITE"
	stays 'a directory that is read-only' "cannot change '*ermission*" . as_user "$AVENV" move env new
fi
done_testing
