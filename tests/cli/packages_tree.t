#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What requires what: each once, cut where it goes in circles or too deep.
. "${SRCDIR:?}/tests/lib.sh"
cd "$T" || exit

# dist NAME VERSION [REQUIREMENT...]: a .dist-info in the environment $env
dist() {
	info=$env/lib/python3.11/site-packages/$1-$2.dist-info
	mkdir -p "$info"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$1" "$2" >"$info/METADATA"
	shift 2
	if [ $# -gt 0 ]; then printf 'Requires-Dist: %s\n' "$@" >>"$info/METADATA"; fi
}

# begin ENV: one without distributions
begin() {
	env=$1
	mkenv "$env"
	mkdir -p "$env/lib/python3.11/site-packages"
}

tree() {
	run "$AVENV" packages --tree "$env"
}

begin plain
dist Flask 3.0.0 'click>=8' 'Jinja2 (>=3.1,<4)' 'werkzeug>=3'
dist Jinja2 3.1.2 'MarkupSafe>=2.0'
dist werkzeug 3.0.1 'markupsafe >=2.1.1'
dist MarkupSafe 2.1.3
dist click 8.1.7
dist alone 1
tree
is "$rc:$err:$out" '0::alone 1
Flask 3.0.0
  click 8.1.7 (>=8)
  Jinja2 3.1.2 (>=3.1,<4)
    MarkupSafe 2.1.3 (>=2.0)
  werkzeug 3.0.1 (>=3)
    MarkupSafe 2.1.3 (>=2.1.1)' 'what nothing requires is at the top; by name'

begin markers
dist a 1 'old; python_version < "3"' 'new>=1; python_version >= "3"' 'no; extra == "x"'
dist new 2
dist old 1
tree
is "$out" 'a 1
  new 2 (>=1)
old 1' 'markers are evaluated for this environment'

begin extras
dist app 1 'lib[fast_er]>=1' 'app[all]'
dist lib 1 'quick; extra == "Fast-er"' 'slow; extra == "slow"' 'base'
dist quick 1
dist slow 1
dist base 1
tree
is "$out" 'app 1
  lib[fast_er] 1 (>=1)
    base 1
    quick 1, for [fast-er]
slow 1' 'what is for an extra counts where somebody asks for it'
dist app 1 'lib; extra == "all"' 'app[all]; extra == "more"' 'lib[slow]; extra == "all"' 'base'
dist top 1 'app[more]'
tree
is "$out" 'quick 1
top 1
  app[more] 1
    base 1
    lib 1, for [all]
      base 1
      slow 1, for [slow]
    lib[slow] 1, for [all], as above' 'also by way of an extra of its own'

begin unmet
dist a 1 'gone[x]>=2' 'old>=2' 'url @ https://example.com/u.zip' 'x>>1' 'right'
dist old 1.0 'right'
dist right 1 'right[self]'
tree
is "$rc:$out" '0:a 1
  gone[x] (>=2): not installed
  old 1.0 (>=2): another version is required
    right 1
  right 1
  url (@ https://example.com/u.zip): not installed
  '\''x>>1'\'' is not a requirement' 'what is missing, in another version, or no requirement'

begin circles
dist a 1 b
dist b 1 c
dist c 1 a d
dist d 1
dist aa 1
dist aaa 1 aab
dist aab 1 aac
dist aac 1 aab
tree
is "$out" 'aa 1
aaa 1
  aab 1
    aac 1
      aab 1, in a circle
a 1
  b 1
    c 1
      a 1, in a circle
      d 1' 'circles are cut, and those that nothing else leads to shown'
begin circle2
dist a 1
dist y 1 z a
dist z 1 y
tree
is "$out" 'y 1
  a 1
  z 1
    y 1, in a circle' 'one of a circle stands above what it requires'

begin again
dist a 1 c
dist b 1 c
dist c 1 d
dist d 1
tree
is "$out" 'a 1
  c 1
    d 1
b 1
  c 1, as above' 'each is followed further down once'

begin deep
for i in {100..199}; do dist "p$i" 1 "p$((i + 1))"; done
dist p200 1
tree
is "$(wc -l <<<"$out"):$(grep -c 'further below' <<<"$out")" 102:1 'a long chain goes on at the top'
is "$(tail -n 1 <<<"$out" | tr -d ' ')" p2001 '... to its end'
is "$(awk '{ match($0, / */); if (RLENGTH > most) most = RLENGTH } END { print most }' <<<"$out")" 128 '... and no further than 64 levels'

# Each of 300 requires the 30 behind it.
begin diamonds
python3 - "$env/lib/python3.11/site-packages" <<'END'
import os
import sys
for i in range(300):
    info = '%s/p%03d-1.dist-info' % (sys.argv[1], i)
    os.mkdir(info)
    with open(info + '/METADATA', 'w') as out:
        out.write('Metadata-Version: 2.1\nName: p%03d\nVersion: 1\n' % i)
        for k in range(i + 1, min(i + 31, 300)):
            out.write('Requires-Dist: p%03d\n' % k)
END
tree
lines=$(wc -l <<<"$out")
is "$((lines > 300 && lines < 9000))" 1 'a net of diamonds is no longer than its requirements'

# extras COUNT NEEDS: a asks b for so many extras, and b requires so much for others
extras() {
	begin "extras-$1-$2"
	dist a 1
	seq -f 'Requires-Dist: b[e%g]' "$1" >>"$info/METADATA"
	dist b 1
	seq -f 'Requires-Dist: c; extra == "x%g"' "$2" >>"$info/METADATA"
	tree
}
extras 256 500
is "$rc:$err" 0: 'many extras'
extras 257 1
is "$rc:$err" '1:avenv: too many extras are asked for; not all that they require is shown' 'too many of one package'
extras 250 900
is "$rc:$err" '1:avenv: too many extras are asked for; not all that they require is shown' 'too many requirements for too many'

begin odd
dist a 1 $'b===\033[31m' $'c\033[31m'
tree
like "$out" '  b (===?*' 'what is no text for a terminal is there'
unlike "$out" $'\033' '... but escaped'

begin empty
tree
is "$rc:$out:$err" "0::avenv: nothing is installed in '$T/empty'" 'nothing is installed'

# key PYTHON-EXPRESSION: of the JSON as j
key() {
	/usr/bin/python3 -I -S -c "import json, sys; j = json.load(sys.stdin); p = {x['name']: x for x in j['packages']}; print($1)" <<<"$out"
}
run "$AVENV" packages --tree --json unmet
is "$rc:$(key "j['schema'], j['path']")" "0:1 $T/unmet" 'JSON: which environment'
is "$(key "[(x['name'], x['version'], x['required'], x['invalid']) for x in j['packages']]")" \
	"[('a', '1', False, 'x>>1'), ('old', '1.0', True, None), ('right', '1', True, None)]" 'JSON: each once'
is "$(key "[(r['name'], r['version'], r['requirement'], r['extra'], r['met']) for r in p['a']['requires']]")" \
	"[('gone', None, 'gone[x]>=2', None, False), ('old', '1.0', 'old>=2', None, False), ('right', '1', 'right', None, True), ('url', None, 'url @ https://example.com/u.zip', None, False)]" 'JSON: what it requires'
run "$AVENV" packages --tree --json extras
is "$(key "[(r['name'], r['extra']) for r in p['lib']['requires']]")" "[('base', None), ('slow', 'slow')]" 'JSON: for which extra'
run "$AVENV" packages --tree --json empty
is "$rc:$(key "j['packages']")" '0:[]' 'JSON: nothing'

for with in '--diff plain' '--files a' --verify; do
	# shellcheck disable=SC2086 # an option and its value
	run "$AVENV" packages --tree $with unmet
	is "$rc" 2 "--tree does not go with ${with%% *}"
done

done_testing
