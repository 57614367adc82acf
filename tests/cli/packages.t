#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 60 66
# avenv packages: the list; --tree, each package followed once; --verify, which compares the files
# with RECORD. No file that RECORD names outside of the environment is opened, and nothing runs.
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

packages() {
	run timeout 120 "$AVENV" packages "$@"
}

SITE=lib/python3.11/site-packages
mkenv one
site=$T/one/$SITE
dist one demo 1.0 other
dist one other 2.5

# ---- the list --------------------------------------------------------------------

run env VIRTUAL_ENV="$T/one" "$AVENV" -C "$HOME" packages
like "$out" 'demo   1.0' 'no environment here: the active one'
packages one two
is "$rc" 2 'two environments: usage'
packages --json one
is "$(json '[(e["name"], e["version"], e["required_by"]) for e in d]')" \
	"[('demo', '1.0', []), ('other', '2.5', ['demo'])]" 'JSON, in the form of pip'
mkenv edit
dist edit demo 1.0
echo '{"url": "file:///src", "dir_info": {"editable": true}}' >edit/$SITE/demo-1.0.dist-info/direct_url.json
packages edit
like "$out" "1.0 *  /src" 'an editable: its sources'
packages --json edit
is "$(json 'd[0]["editable_project_location"]')" /src 'JSON: an editable'
mkenv empty
packages --json empty
is "$(json d)" '[]' 'JSON: nothing is installed'
rm one/bin/python3
packages one
like "$rc:$out" '0:*demo' 'its Python is gone'
dist edit odd 1.0
printf '\377' >>edit/$SITE/odd-1.0.dist-info/METADATA
packages edit
like "$rc:$out" '1:*demo' 'metadata that pip fails at: exit 1, the rest listed'

# ---- --tree ------------------------------------------------------------------------

# tree NAME WANTED REQUIREMENTS: lines 'NAME VERSION|REQUIREMENT|...' are all that is installed
tree() {
	local name version line
	rm -rf tree
	mkenv tree
	while IFS='|' read -ra line; do
		read -r name version <<<"${line[0]}"
		dist tree "$name" "$version" "${line[@]:1}"
	done <<<"$3"
	packages --tree tree
	is "$rc:$out" "0:$2" "--tree: $1"
}

tree 'a package that nothing requires is at the top' 'alone 1
Flask 3.0.0
  Jinja2 3.1.2 (>=3.1,<4)
    MarkupSafe 2.1.3 (>=2.0)
  werkzeug 3.0.1 (>=3)
    MarkupSafe 2.1.3 (>=2.1.1)' 'Flask 3.0.0|Jinja2 (>=3.1,<4)|werkzeug>=3
Jinja2 3.1.2|MarkupSafe>=2.0
werkzeug 3.0.1|markupsafe >=2.1.1
MarkupSafe 2.1.3
alone 1'
tree 'markers are evaluated for this environment' 'a 1
  new 2 (>=1)
old 1' 'a 1|old; python_version < "3"|new>=1; python_version >= "3"|no; extra == "x"
new 2
old 1'
tree 'a missing package of some patch releases is no fault' 'a 1
  old 1' 'a 1|old; python_full_version != "3.11.77"|gone; python_full_version != "3.11.77"
old 1'
tree 'a circle ends' 'top 1
  a 1
    b 1
      a 1, as above' 'a 1|b
b 1|a
top 1|a'
# ---- --verify --------------------------------------------------------------------

cp -a one kept
touch canary.whole
echo demo >canary

# verdict WANTED BREAK: the exit status and the last line, after BREAK
verdict() {
	(cd "$site" && eval "$2")
	packages --verify one
	like "$rc:$(tail -n 1 <<<"$err")" "$1" "--verify says: $2"
	rm -rf one
	cp -a kept one
}
outside="printf '../../../../canary,sha256=x,1\n%s/canary.whole,sha256=x,1\n/etc/passwd,,\n' $T \
	>>demo-1.0.dist-info/RECORD"
all="all files in '$T/one' are as installed" rest="the other files in '$T/one' are as installed"
verdict "0:*$all" :
verdict "0:*$all" 'mkdir demo/__pycache__; touch demo/__pycache__/__init__.cpython-311.pyc'
verdict 1: 'echo a,b,c,d >demo-1.0.dist-info/RECORD'
verdict "1:*$rest" 'rm other-2.5.dist-info/METADATA'
verdict "1:*$rest" 'ln -sf nowhere other-2.5.dist-info/METADATA'
verdict "0:*$rest" 'ln -s self self.pth; ln -sf self.pth self'
verdict "0:*$rest" 'sed -i "s/,sha256=.*/,sha256=,4/" demo-*/RECORD'
verdict "0:*$rest" 'sed -i "s/,sha256=.*/,,/" demo-*/RECORD'
verdict "0:*$rest" 'mkdir old.egg-info; printf "Name: old\nVersion: 1\n" >old.egg-info/PKG-INFO'
# Links, FIFOs and files outside: unit/dist
verdict 1: "$outside"
(cd "$site" && eval "$outside")
if can_trace; then
	strace -f -e trace=%file -o trace "$SRCDIR/out/release/avenv" packages --verify one >/dev/null 2>&1
	not_ok '--verify: files outside are not looked at' grep -q 'canary\|passwd' trace
fi
rm -rf one
cp -a kept one

# A link leads to a FIFO, whose writer waits until it is opened
(cd "$site" && mkfifo fifo && ln -sf ../fifo demo-1.0.dist-info/METADATA && ln -sf ../fifo other/__init__.py)
{ : >"$site/fifo" && : >written; } &
for command in packages 'packages --verify' freeze doctor; do
	# shellcheck disable=SC2086 # words
	run timeout 120 "$AVENV" $command one
	is "$rc" 1 "$command: a link to a FIFO is named"
done
sleep 0.1
kill $! 2>/dev/null
not_ok 'a link to a FIFO: it is not opened' test -e written
if "$AVENV" -q create -p /usr/bin/python3 made 2>"$T/.err"; then
	"$AVENV" -q move made moved
	packages -q --verify moved
	is "$rc:$out" 0: '--verify: a new environment that was moved'
else
	skip 'python3-venv is not installed'
fi
done_testing
