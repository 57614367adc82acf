#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 60 66
# avenv packages: the list, and what requires what. Nothing runs.
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

mkenv one
site=$T/one/$SITE
dist one demo 1.0 other
dist one other 2.5

# ---- the list --------------------------------------------------------------------

run env VIRTUAL_ENV="$T/one" "$AVENV" -C "$HOME" packages
like "$out" 'demo   1.0' 'no environment here: the active one'
packages one ./two
is "$rc" 2 'two environments: usage'
packages --json ./one
is "$(json '[(e["name"], e["version"], e["required_by"]) for e in d]')" \
	"[('demo', '1.0', []), ('other', '2.5', ['demo'])]" 'JSON, in the form of pip'
mkenv edit
dist edit demo 1.0
echo '{"url": "file:///src", "dir_info": {"editable": true}}' >"edit/$SITE"/demo-1.0.dist-info/direct_url.json
packages ./edit
like "$out" "1.0 *  /src" 'an editable: its sources'
packages --json ./edit
is "$(json 'd[0]["editable_project_location"]')" /src 'JSON: an editable'
mkenv empty
packages --json ./empty
is "$(json d)" '[]' 'JSON: nothing is installed'
rm one/bin/python3
packages ./one
like "$rc:$out" '0:*demo' 'its Python is gone'
dist edit odd 1.0
printf '\377' >>"edit/$SITE"/odd-1.0.dist-info/METADATA
packages ./edit
like "$rc:$out" '1:*demo *' 'metadata that pip fails at: exit 1, the rest listed'

# ---- what requires what ------------------------------------------------------------

# requires NAME WANTED REQUIREMENTS: lines 'NAME VERSION|REQUIREMENT|...' are all that is installed;
# WANTED has the names that others require, with those that require them
requires() {
	local name version line
	rm -rf all
	mkenv all
	while IFS='|' read -ra line; do
		read -r name version <<<"${line[0]}"
		dist all "$name" "$version" "${line[@]:1}"
	done <<<"$3"
	packages --json ./all
	is "$rc:$(json '" ".join(e["name"] + "<" + ",".join(e["required_by"]) for e in d if e["required_by"])')" "0:$2" "$1"
}

requires 'by normalized names' 'Jinja2<Flask MarkupSafe<Jinja2,werkzeug werkzeug<Flask' 'Flask 3.0.0|jinja2 (>=3.1,<4)|Werkzeug>=3
Jinja2 3.1.2|MarkupSafe>=2.0
werkzeug 3.0.1|markupsafe >=2.1.1
MarkupSafe 2.1.3
alone 1'
requires 'markers are evaluated for this environment' 'new<a' 'a 1|old; python_version < "3"|new>=1; python_version >= "3"|no; extra == "x"
new 2
no 1
old 1'
requires 'an unsure marker counts if the version is right' 'right<a' 'a 1|wrong>1; python_full_version != "3.11.77"|right; python_full_version != "3.11.77"
right 1
wrong 1'
requires 'a circle, and twice' 'a<b b<a' 'a 1|b; python_version > "3"|b>0|a
b 1|a'

# ---- other files -------------------------------------------------------------------

mkfifo "$site/fifo" && ln -sf ../fifo "$site/demo-1.0.dist-info/METADATA"
for command in packages freeze; do
	run timeout 120 "$AVENV" $command ./one
	is "$rc" 1 "$command: a link to a FIFO is named"
	can_trace || continue
	run timeout 120 strace -y -e trace=open,openat -o "$T/trace" "$AVENV" $command ./one
	not_ok "$command: it is not opened" grep -q '= [0-9]*<.*/fifo>' "$T/trace"
done

# A directory is looked at alone: an environment above does not hide a link that no record allows to follow.
mkdir -p "$T/w/above/x"
cd "$T/w/above" || exit
mkenv ../elsewhere
ln -s ../../elsewhere x/venv
for above in no an; do
	[ $above = no ] || { mkenv .venv && "$AVENV" -q allow; }
	run "$AVENV" packages x
	like "$rc:$err" "1:*x/venv' points elsewhere and is not allowed; *" "a link, and $above environment above"
done
done_testing
