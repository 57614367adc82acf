#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 67
# avenv packages --tree: the packages and their requirements, each followed once.
. "${SRCDIR:?}/tests/lib.sh"
cd "$T" || exit

# dist NAME VERSION [REQUIREMENT...]: in the environment $env
dist() {
	local info=$env/lib/python3.11/site-packages/$1-$2.dist-info
	mkdir -p "$info"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$1" "$2" >"$info/METADATA"
	[ $# = 2 ] || printf 'Requires-Dist: %s\n' "${@:3}" >>"$info/METADATA"
}

# begin ENV: an environment without distributions
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
    MarkupSafe 2.1.3 (>=2.1.1)' 'a package that nothing requires is at the top'

begin markers
dist a 1 'old; python_version < "3"' 'new>=1; python_version >= "3"' 'no; extra == "x"'
dist new 2
dist old 1
tree
is "$out" 'a 1
  new 2 (>=1)
old 1' 'markers are evaluated for this environment'

begin extras
dist app 1 'lib[fast_er]>=1'
dist lib 1 'quick; extra == "Fast-er"' 'slow; extra == "slow"' 'base'
dist quick 1
dist slow 1
dist base 1
tree
like "$out" 'app 1
  lib\[fast_er\] 1 (>=1)
    base 1
    quick 1*
slow 1' 'an extra counts where it is asked for'

begin unmet
dist a 1 'gone[x]>=2' 'old>=2' 'url @ https://example.com/u.zip' 'x>>1'
dist old 1.0
tree
like "$rc:$out
$err" '0:a 1
  gone\[x\] (>=2): not installed
  old 1.0 (>=2): another version is required
  url (@ https://example.com/u.zip): not installed
*x>>1*not a requirement' 'missing, in another version, no requirement'
run "$AVENV" packages --tree --json unmet
is "$rc:$(/usr/bin/python3 -I -S -c 'import json, sys
a = json.load(sys.stdin)["packages"][0]
print([(r["name"], r["version"], r["met"]) for r in a["requires"]])' <<<"$out")" \
	"0:[('gone', None, False), ('old', '1.0', False), ('url', None, False)]" 'JSON'

begin circles
dist a 1 b
dist b 1 c
dist c 1 a d
dist d 1
dist top 1 d e
dist e 1 d
tree
for line in a b c d e top; do
	ok "in a circle: $line is there" grep -q "^ *$line 1" <<<"$out"
done
ok 'a circle ends' test "$(wc -l <<<"$out")" -lt 12

# Each of 300 requires the 30 behind it.
begin diamonds
/usr/bin/python3 -I -S - "$env/lib/python3.11/site-packages" <<-'END'
	import os, sys
	for i in range(300):
	    info = '%s/p%03d-1.dist-info' % (sys.argv[1], i)
	    os.mkdir(info)
	    with open(info + '/METADATA', 'w') as out:
	        out.write('Metadata-Version: 2.1\nName: p%03d\nVersion: 1\n' % i)
	        out.writelines('Requires-Dist: p%03d\n' % k for k in range(i + 1, min(i + 31, 300)))
END
tree
lines=$(wc -l <<<"$out")
is "$rc:$((lines > 300 && lines < 9000))" 0:1 'a net is no longer than its requirements'

begin odd
dist a 1 $'b===\033[31m' $'c\033[31m'
tree
like "$out" '  b (===?*' 'a control character in a requirement'
unlike "$out" $'\033' 'is escaped'
done_testing
