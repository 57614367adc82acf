#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 60 66 67
# avenv packages: the list, and --verify, which compares the files with RECORD. No file that
# RECORD names outside of the environment is opened, and nothing runs.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
unset VIRTUAL_ENV AVENV_ENV
cd "$T" || exit

# json EXPRESSION: of the JSON in $out, called d
json() {
	/usr/bin/python3 -I -S -c 'import json, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$1" <<<"$out"
}

mkenv one
site=$T/one/lib/python3.11/site-packages
dist one demo 1.0 other
dist one other 2.5

# ---- the list --------------------------------------------------------------------

run "$AVENV" packages one
is "$rc:$err:$(tr -s ' ' <<<"$out")" "0::NAME VERSION INSTALLER SIZE REQUIRED BY
demo 1.0 pip 76B
other 2.5 pip 57B demo" 'a table'
mkdir none
run env VIRTUAL_ENV="$T/one" "$AVENV" -C none packages
like "$out" 'demo   1.0' 'no environment here: the active one'
run "$AVENV" -C one packages
like "$rc:$out" '0:*demo   1.0' 'this directory'
run "$AVENV" packages one two
is "$rc" 2 'two environments: usage'
run "$AVENV" packages --json one
is "$(json '[(e["name"], e["version"], e["size"], e["required_by"]) for e in d]')" \
	"[('demo', '1.0', 76, []), ('other', '2.5', 57, ['demo'])]" 'JSON, in the form of pip'

mkenv edit
mkdir src
dist edit demo 1.0
url='{"url": "file://%s", "dir_info": {"editable": true}}'
# shellcheck disable=SC2059 # it is a format
printf "$url" "$T/src" >edit/lib/python3.11/site-packages/demo-1.0.dist-info/direct_url.json
run "$AVENV" packages edit
like "$out" "EDITABLE*  $T/src" 'an editable: its sources'
run "$AVENV" packages --json edit
is "$(json 'd[0]["editable_project_location"]')" "$T/src" 'JSON: an editable'
mkenv empty
run "$AVENV" packages empty
is "$rc:$out" 0: 'nothing is installed'
run "$AVENV" packages --json empty
is "$(json d)" '[]' 'JSON: nothing is installed'
rm one/bin/python3
printf '#!/bin/sh\ntouch %s/ran\n' "$T" >one/bin/python3
chmod +x one/bin/python3
run "$AVENV" packages one
like "$rc:$out" '0:*demo' 'its Python is replaced'
not_ok 'and does not run' test -e ran
rm one/bin/python3
run "$AVENV" packages one
like "$rc:$out" '0:*demo' 'its Python is gone'
esc=$'\e'
dist edit odd 1.0
odd=edit/lib/python3.11/site-packages/odd-1.0.dist-info/METADATA
sed -i "s/^Name: odd/Name: odd${esc}[31m/" $odd
run "$AVENV" packages edit
unlike "$out$err" "$esc" 'a control character in a name is escaped'
printf '\377' >>$odd
run "$AVENV" packages edit
like "$rc:$out" '1:*demo' 'metadata that pip fails at: exit 1, the rest listed'

# ---- --verify --------------------------------------------------------------------

# verify NAME WANTED: the lines about changed and missing files, and the exit status
verify() {
	rc=0
	timeout 20 "$AVENV" -q packages --verify one >"$T/.out" 2>"$T/.err" || rc=$?
	is "$rc:$(grep '^changed\|^missing' "$T/.out" | sed "s| *$site/| |; s/ (.*//")" "$2" "$1"
	rm -rf one
	cp -a kept one
}
cp -a one kept
verify 'all as installed' 0:
mkdir "$site/demo/__pycache__"
touch "$site/demo/__pycache__/__init__.cpython-311.pyc"
verify 'bytecode' 0:
printf x >>"$site/demo/__init__.py"
verify 'another size' '1:changed demo/__init__.py'
echo DEMO >"$site/demo/__init__.py"
verify 'another content' '1:changed demo/__init__.py'
rm "$site/demo/__init__.py"
verify 'a file is gone' '1:missing demo/__init__.py'
echo demo >canary
ln -sf "$T/canary" "$site/demo/__init__.py"
verify 'a link to a file of the same content' '1:changed demo/__init__.py'
mv "$site/demo" away
ln -s "$T/away" "$site/demo"
verify 'a directory is a link' '1:changed demo/__init__.py'
rm "$site/demo/__init__.py"
mkfifo "$site/demo/__init__.py"
verify 'a FIFO is not waited for' '1:changed demo/__init__.py'
printf 'demo/__init__.py,sha256=x,5\n' >>"$site/demo-1.0.dist-info/RECORD"
verify 'a second row with another hash' '1:changed demo/__init__.py'
for rows in 'a,b,c,d\n' 'demo/__init__.py\0,,\n'; do
	# shellcheck disable=SC2059 # it is a format
	printf "$rows" >"$site/demo-1.0.dist-info/RECORD"
	verify "a malformed RECORD: $rows" 1:
done
rm "$site/demo/__init__.py"
run "$AVENV" packages --verify --json one
is "$rc:$(json 'd["ok"], [(f["state"], f["name"]) for f in d["findings"]]')" \
	"1:(False, [('missing', 'demo')])" '--verify: JSON'
rm -r one
cp -a kept one
printf '../../../../canary,sha256=x,1\n%s/canary.whole,sha256=x,1\n/etc/passwd,,\n' "$T" \
	>>"$site/demo-1.0.dist-info/RECORD"
printf '../../../out/%s[31m,sha256=x,1\n' "$esc" >>"$site/demo-1.0.dist-info/RECORD"
touch canary.whole
run "$AVENV" packages --verify one
is "$rc" 1 'RECORD names files outside: exit 1'
unlike "$out$err" "$esc" 'control characters are escaped'
if ! command -v strace >/dev/null; then
	skip 'strace is not installed'
elif can_trace; then
	release=$SRCDIR/out/release/avenv
	strace -f -e trace=%file -o trace "$release" packages --verify one >/dev/null 2>&1
	not_ok 'files outside are not looked at' grep -q 'canary\|passwd' trace
else
	skip 'strace may not trace here'
fi
if "$AVENV" -q create -p /usr/bin/python3 made 2>"$T/.err"; then
	run "$AVENV" -q packages --verify made
	is "$rc:$out" 0: 'a new environment is as installed'
	"$AVENV" -q move made moved
	run "$AVENV" -q packages --verify moved
	is "$rc:$out" 0: 'so it is after a move'
else
	skip 'python3-venv is not installed' 2
fi
done_testing
