#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed: the list, two environments compared, the files of a package, and whether they
# are as installed.
. "${SRCDIR:?}/tests/lib.sh"
unset VIRTUAL_ENV AVENV_ENV

# dist ENV NAME VERSION [METADATA]: with one module, which has NAME in it
dist() {
	local site=$1/lib/python3.11/site-packages info=$2-$3.dist-info
	mkdir -p "$site/$info" "$site/$2"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n%b\n' "$2" "$3" "${4-}" >"$site/$info/METADATA"
	printf 'pip\n' >"$site/$info/INSTALLER"
	printf '%s\n' "$2" >"$site/$2/__init__.py"
	record "$1" "$info" "$2/__init__.py" "$info/METADATA" "$info/INSTALLER"
}

# record ENV INFO FILE...: the RECORD of INFO, with FILEs as they are
record() {
	(
		cd "$1/lib/python3.11/site-packages" || exit
		/usr/bin/python3 -I -S - "${@:2}" <<-'END'
			import base64, hashlib, sys
			info, *files = sys.argv[1:]
			with open(info + "/RECORD", "w") as record:
			    for name in files:
			        data = open(name, "rb").read()
			        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
			        record.write("%s,sha256=%s,%d\n" % (name, digest, len(data)))
			    record.write(info + "/RECORD,,\n")
		END
	)
}

# json EXPRESSION: of what is in $out, called d
json() {
	printf '%s' "$out" | /usr/bin/python3 -I -S -c 'import json, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$1"
}

mkdir "$T/w"
cd "$T/w" || exit
mkenv one
site=$T/w/one/lib/python3.11/site-packages
dist one demo 1.0 'Requires-Dist: other\n'
dist one other 2.5

# ---- the list ---------------------------------------------------------------

run "$AVENV" packages one
is "$rc:$err:$out" "0::NAME   VERSION  INSTALLER  SIZE  REQUIRED BY
demo   1.0      pip         77B
other  2.5      pip         58B  demo" 'a table'
run "$AVENV" packages "$T/w/one"
like "$out" 'demo   1.0' 'of a path'
run env VIRTUAL_ENV="$T/w/one" "$AVENV" -C "$T" packages
like "$out" 'demo   1.0' 'of the one that is on, where there is none'
for on in '' w/one "$T/w"; do
	run env VIRTUAL_ENV="$on" "$AVENV" -C "$T" packages
	like "$rc:$out:$err" "1::avenv: no environment in '$T' or above*" "none is here, and '${on/$T/T}' is none that is on"
done
run "$AVENV" -C one packages ''
is "$rc:$out" 1: 'an empty name is not this directory'
if [ "$(id -u)" = 0 ]; then
	mkenv theirs/.venv
	chown -R 4242:4242 theirs
	run "$AVENV" -C theirs packages
	is "$rc:$out" 1: "not of another user's, which nobody named"
	rm -r theirs
else
	skip 'only root can give files away'
fi
(cd one && run "$AVENV" packages && is "$rc:${out%%  *}" 0:NAME 'of this directory')
# What the subshell has counted.
tap_count=$((tap_count + 1))
run "$AVENV" packages --json one
is "$(json 'type(d).__name__, [(e["name"], e["version"]) for e in d]')" \
	"('list', [('demo', '1.0'), ('other', '2.5')])" 'JSON: a list, as pip has it'
is "$(json 'list(d[1])')" "['name', 'version', 'location', 'installer', 'metadata', 'local', 'requested', 'size', 'origin', 'required_by']" \
	'JSON: its keys'
is "$(json '[d[1][k] for k in list(d[1])[2:]] == [sys.argv[2:] or "'"$site"'", "pip", "'"$site"'/other-2.5.dist-info", True, False, 58, None, ["demo"]]')" \
	True 'JSON: what they hold'
touch "$site/other-2.5.dist-info/REQUESTED"
record one other-2.5.dist-info other/__init__.py other-2.5.dist-info/{METADATA,INSTALLER,REQUESTED}
run "$AVENV" packages --json one
is "$(json '[e["requested"] for e in d]')" '[False, True]' 'JSON: what was requested'

mkenv many
dist many base 1
for n in aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd; do dist many $n 1 'Requires-Dist: base\n'; done
run "$AVENV" packages many
like "$out" 'B  aaaaaaaaaa, bbbbbbbbbb +2' 'required by many: as many as fit'
run "$AVENV" packages --json many
is "$(json 'len([e for e in d if e["name"] == "base"][0]["required_by"])')" 4 'JSON: all of them'

mkenv order
dist order b_a 1
dist order b_b 1
sed -i 's/^Name: .*/Name: b-b/' order/lib/python3.11/site-packages/b_b-1.dist-info/METADATA
run "$AVENV" packages --json order
is "$(json '[e["name"] for e in d]')" "['b_a', 'b-b']" 'in the order of their normalized names'
printf '\377' >>order/lib/python3.11/site-packages/b_b-1.dist-info/METADATA
run "$AVENV" packages order
like "$rc:$out" '1:*b_a' 'what pip fails over: the others, and exit 1'

mkenv edit
mkdir -p src
dist edit demo 1.0
info=edit/lib/python3.11/site-packages/demo-1.0.dist-info
printf '{"url": "file://%s", "dir_info": {"editable": true}}' "$T/w/src" >$info/direct_url.json
run "$AVENV" packages edit
like "$out" 'EDITABLE' 'an editable: a column more'
like "$out" "  $T/w/src" 'an editable: where its sources are'
dist edit also 1.0
run "$AVENV" packages edit
is "$(grep -c "  $T/w/src$" <<<"$out"):$(grep -c '^also .*B$' <<<"$out")" 1:1 'an editable: beside another'
rm -r edit/lib/python3.11/site-packages/also*
run "$AVENV" packages --json edit
is "$(json 'd[0]["editable_project_location"], d[0]["origin"]["kind"]')" "('$T/w/src', 'dir')" 'JSON: an editable'

mkenv empty
run "$AVENV" packages empty
is "$rc:$out:$err" "0::avenv: nothing is installed in '$T/w/empty'" 'nothing is installed'
run "$AVENV" packages --json empty
is "$(json d)" '[]' 'JSON: nothing is installed'

rm one/bin/python3
printf '#!/bin/sh\ntouch %s/ran\n' "$T" >one/bin/python3
chmod +x one/bin/python3
run "$AVENV" packages one
like "$rc:$out" '0:*demo' 'its Python is not asked'
not_ok 'nor started' test -e "$T/ran"
rm one/bin/python3
run "$AVENV" packages one
like "$rc:$out" '0:*demo' 'its Python may be gone'
run "$AVENV" packages src
is "$rc:$out" 1: 'no environment'

esc=$(printf '\033')
mkenv odd
dist odd demo 1.0
sed -i "s/^Name: .*/Name: demo${esc}[31m/" odd/lib/python3.11/site-packages/demo-1.0.dist-info/METADATA
run "$AVENV" packages odd
unlike "$out$err" "$esc" 'a name is no escape sequence'

# ---- files ------------------------------------------------------------------

run "$AVENV" packages --files demo one
is "$rc:$err:$out" "0::$site/demo/__init__.py
$site/demo-1.0.dist-info/METADATA
$site/demo-1.0.dist-info/INSTALLER
$site/demo-1.0.dist-info/RECORD" 'files: whole paths, one a line'
run "$AVENV" packages --files other --files DEMO one
is "$rc:$(printf '%s\n' "$out" | grep -c __init__)" 0:2 'files: of several, by any spelling'
run "$AVENV" packages --files demoo one
is "$rc:$out:$err" "1::avenv: 'demoo' is not installed in '$T/w/one'; did you mean 'demo'?" 'files: of what is not there'
run "$AVENV" packages --files demoo --files other one
like "$rc:$out" '1:*/other/__init__.py' 'files: the others all the same'
run "$AVENV" packages --json --files demo one
is "$(json 'd["schema"], d["path"], d["packages"][0]["record"], len(d["packages"][0]["files"])')" \
	"(1, '$T/w/one', '$site/demo-1.0.dist-info/RECORD', 4)" 'files: JSON'

mkenv bad
dist bad demo 1.0
bad=$T/w/bad/lib/python3.11/site-packages
{
	printf '../../../../canary,,\n/etc/passwd,,\n"demo/a\nb.py",,\n'
	printf '../../../bin/demo%s[31m,,\n' "$esc"
} >>"$bad/demo-1.0.dist-info/RECORD"
run "$AVENV" packages --files demo bad
is "$rc:$(printf '%s\n' "$out" | grep -c 'canary\|passwd\|a$\|^b')" 1:0 'files: what leads out is left out, and what is two lines'
like "$err" "names 2 files outside of the environment" 'files: and said to be there'
like "$err" '1 file is left out, with a newline in the name' 'files: so is the other'
like "$out" "bin/demo$esc" 'files: into a pipe as they are'
if command -v script >/dev/null; then
	like "$(script -qec "$AVENV packages --files demo bad" /dev/null </dev/null)" 'bin/demo\\033' 'files: a terminal is spared'
else
	skip 'no script(1)'
fi
sed -i '/canary\|passwd\|demo\/a\|^b\|bin/d' "$bad/demo-1.0.dist-info/RECORD"
printf '/cache/demo/__init__.cpython-311.pyc,,\n' >>"$bad/demo-1.0.dist-info/RECORD"
run "$AVENV" packages --files demo bad
is "$rc:$(grep -c cache <<<"$out"):$err" 0:0: 'files: bytecode by PYTHONPYCACHEPREFIX is left out'
run "$AVENV" -q packages --verify bad
is "$rc:$out:$err" 0:: 'verify: so it is there'
mv "$bad/demo-1.0.dist-info/RECORD" "$T/record"
run "$AVENV" packages --files demo bad
is "$rc:$out" 1: 'files: without RECORD'
like "$err" "nothing says which files 'demo' consists of" 'files: and why'

mkenv link
mkdir -p link/lib/python3.11/site-packages project/old.egg-info
printf 'Metadata-Version: 1.0\nName: old\nVersion: 1.0\n' >project/old.egg-info/PKG-INFO
printf 'setup.py\nold.py\n../canary\n' >project/old.egg-info/SOURCES.txt
touch project/setup.py
printf '%s\n.\n' "$T/w/project" >link/lib/python3.11/site-packages/old.egg-link
printf '%s\n' "$T/w/project" >link/lib/python3.11/site-packages/easy-install.pth
run "$AVENV" packages --files old link
is "$rc:$out:$err" "0:$T/w/project/setup.py:" 'files: the sources that are there, of an editable'
run "$AVENV" -q packages --verify link
is "$rc:$out:$err" "0:unlisted   $T/w/project/old.egg-info (old has no list of its files):" 'verify: which are not compared'

mkenv beyond
dist beyond mine 1.0
printf '%s\n' "$site" >beyond/lib/python3.11/site-packages/beyond.pth
run "$AVENV" packages --files demo beyond
is "$rc:$(printf '%s\n' "$out" | head -n 1)" "0:$site/demo/__init__.py" 'files: of what a .pth file adds'
run "$AVENV" -q packages --verify beyond
is "$rc:$out:$err" "0:unowned    $T/w/beyond/lib/python3.11/site-packages/beyond.pth:" 'verify: which is not compared'
run "$AVENV" packages --verify --files demo beyond
is "$rc:$out:$err" "1::avenv: 'demo' is outside of the environment, in '$site': it is not looked at" 'verify: and said so'

# ---- verify -----------------------------------------------------------------

run "$AVENV" packages --verify one
is "$rc:$out:$err" "0::avenv: 9 files in '$T/w/one': all as installed, and no others" 'verify: all is well'
run "$AVENV" -q packages --verify one
is "$rc:$out:$err" 0:: 'verify: -q'

# What a run of its Python, and the makers of environments, leave.
mkdir "$site/demo/__pycache__"
touch "$site/demo/__pycache__/__init__.cpython-311.pyc" "$site/_virtualenv.pth" one/bin/activate one/bin/python3.11
run "$AVENV" -q packages --verify one
is "$rc:$out" 0: 'verify: bytecode and what venv makes are nobody else'"'"'s'

# verify FINDING WHAT: of one, whose RECORDs were not touched
verify() {
	run "$AVENV" -q packages --verify one
	is "$rc:$out:$err" "$1" "verify: $2"
}
cp -a one kept
again() {
	rm -rf one
	cp -a kept one
}
# As virtualenv has it: the directories in which there may be bytecode, or not.
printf '%s/__pycache__,,\n' demo none >>"$site"/demo-*.dist-info/RECORD
verify 0:: 'rows of __pycache__'
mkdir "$site/__pycache__"
cp "$site"/demo-*.dist-info/RECORD kept-record
echo '__pycache__,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0' >>"$site"/demo-*.dist-info/RECORD
verify "1:changed    $site/__pycache__ (demo is a directory):" 'a directory in place of a file, whatever it is called'
mv kept-record "$(echo "$site"/demo-*.dist-info/RECORD)"
rm -r "$site/__pycache__"
echo x >"$site/none"
mv "$site/none" "$site/demo/__pycache__/none"
rm -r "$site/demo/__pycache__"
ln -s . "$site/demo/__pycache__"
verify "1:changed    $site/demo/__pycache__ (demo is a link):" 'a link in place of one'
again
mkdir -p one/include
ln -s /usr/include/python2.7 one/include/python2.7
verify 0:: 'headers of Python 2, as virtualenv has them'
again
# A standard library of its own, as old virtualenv has, is not gone through.
touch "$(dirname "$site")/mine.py"
verify "0:unowned    $(dirname "$site")/mine.py:" 'beside site-packages'
touch "$(dirname "$site")/os.py"
verify 0:: 'beside site-packages there is a standard library'
rm -rf "${site:?}"/* one/bin/[!p]* "$(dirname "$site")"/*.py
touch "$site/loose.py"
verify "0:unowned    $site/loose.py:" 'nothing is installed'
again
printf x >>"$site/demo/__init__.py"
verify "1:changed    $site/demo/__init__.py (demo is not as large as what was installed):" 'another size'
printf 'DEMO\n' >"$site/demo/__init__.py"
verify "1:changed    $site/demo/__init__.py (demo is not what was installed):" 'another content'
again
rm "$site/demo/__init__.py"
verify "1:missing    $site/demo/__init__.py (demo):" 'gone'
printf 'demo\n' >"$T/canary"
ln -s "$T/canary" "$site/demo/__init__.py"
verify "1:changed    $site/demo/__init__.py (demo is a link):" 'a link, though the same is behind it'
again
mv "$site/demo" "$T/demo"
ln -s "$T/demo" "$site/demo"
verify "1:changed    $site/demo/__init__.py (demo is not to be reached without a link)
unowned    $site/demo:" 'a directory that is a link'
again
rm -rf "$T/demo"
rm "$site/demo/__init__.py"
mkfifo "$site/demo/__init__.py"
rc=0
out=$(timeout 20 "$AVENV" -q packages --verify one) || rc=$?
is "$rc:$out" "1:changed    $site/demo/__init__.py (demo is not a regular file)" 'verify: a FIFO is not waited for'
again
touch one/bin/evil "$site/sitecustomize.py" "$site/demo/more.py"
mkdir -p "$site/old/deep"
touch "$site/old/deep/a.py" "$site/old/b.py"
verify "0:unowned    $T/w/one/bin/evil
unowned    $site/demo/more.py
unowned    $site/old/
unowned    $site/sitecustomize.py:" "nobody's, which is not wrong"
again
rm "$site/demo-1.0.dist-info/RECORD"
run "$AVENV" packages --verify --json --files demoo --files other one
like "$rc:$out" '1:*"ok": false*' 'verify: what is not installed is not ok'
verify "1:unlisted   $site/demo-1.0.dist-info (demo has no list of its files)
unowned    $site/demo/:" 'no RECORD'
printf 'a,b,c,d\n' >"$site/demo-1.0.dist-info/RECORD"
run "$AVENV" -q packages --verify one
like "$rc:$out" "1:unlisted   $site/demo-1.0.dist-info/RECORD (demo is malformed)" 'verify: a RECORD that is none'
truncate -s 100M "$site/demo-1.0.dist-info/RECORD"
run "$AVENV" -q packages --verify one
like "$rc:$out" "1:unlisted   $site/demo-1.0.dist-info/RECORD (demo is too large)" 'verify: one of 100 MB'
printf 'demo/__init__.py\0,,\n' >"$site/demo-1.0.dist-info/RECORD"
run "$AVENV" -q packages --verify one
like "$rc:$out" '(demo has a NUL byte in it)' 'verify: one with a NUL'
again
sed -i '/__init__/{p;p}' "$site/demo-1.0.dist-info/RECORD"
printf 'DEMO\n' >"$site/demo/__init__.py"
verify "1:changed    $site/demo/__init__.py (demo is not what was installed):" 'a row twice is one finding'
again
sed -i '/__init__/{p;s/,[0-9]*$/,9/}' "$site/demo-1.0.dist-info/RECORD"
verify "1:changed    $site/demo/__init__.py (demo is not as large as what was installed):" 'a second row that says another size'
again
sed -i '/__init__/{p;s/=[^,]*/=x/}' "$site/demo-1.0.dist-info/RECORD"
verify "1:changed    $site/demo/__init__.py (demo is not what was installed):" 'a second row that says another hash'
again
sed -i 's/^\(demo.__init__.py\),sha256=[^,]*/\1,blake3=x/' "$site/demo-1.0.dist-info/RECORD"
verify "0:unchecked  $site/demo/__init__.py (demo has a hash of an unknown kind):" 'an unknown hash'
again
digest=$(/usr/bin/python3 -I -S -c 'import base64, hashlib
print(base64.urlsafe_b64encode(hashlib.md5(b"demo\n").digest()).rstrip(b"=").decode())')
sed -i "s/^\(demo.__init__.py\),sha256=[^,]*/\1,md5=$digest/" "$site/demo-1.0.dist-info/RECORD"
verify "0:weak       $site/demo/__init__.py (demo has a hash that is too weak to tell):" 'a weak hash'
sed -i "s/md5=./md5=_/" "$site/demo-1.0.dist-info/RECORD"
verify "1:changed    $site/demo/__init__.py (demo is not what was installed):" 'a weak hash that differs'
again

# What leads out, and an escape sequence on the way there.
printf '../../../../canary%s[31m,sha256=x,1\n%s/w/canary.whole,sha256=x,1\n' "$esc" "$T" >>"$site/demo-1.0.dist-info/RECORD"
printf x >"$T/w/canary${esc}[31m"
verify "1:outside    $T/w/canary\\033[31m (demo)
outside    $T/w/canary.whole (demo):" 'what leads out'
if command -v strace >/dev/null && can_trace; then
	strace -f -e trace=%file -o "$T/trace" "$AVENV" packages --verify one >/dev/null 2>&1
	not_ok 'verify: it is not looked at' grep -q canary "$T/trace"
else
	skip 'no strace'
fi
again

cp -a one two
rm "$site/other/__init__.py" "$site/demo/__init__.py"
run "$AVENV" packages --verify --files Other one
is "$rc:$out" "1:missing    $site/other/__init__.py (other)" 'verify: of one'
run "$AVENV" packages --verify --files demo two
is "$rc:$out:$err" "0::avenv: 4 files in '$T/w/two': all as installed" 'verify: of one, and all is well'
run "$AVENV" packages --verify --json one
is "$(json 'd["schema"], d["ok"], d["files"], d["more"], [(f["state"], f["name"]) for f in d["findings"]]')" \
	"(1, False, 9, 0, [('missing', 'demo'), ('missing', 'other')])" 'verify: JSON'
again
run "$AVENV" packages --verify --json one
is "$rc:$(json 'd["ok"], d["findings"]')" '0:(True, [])' 'verify: JSON, where all is well'

if "$AVENV" -q create -p /usr/bin/python3 made 2>"$T/.err"; then
	run "$AVENV" packages --verify made
	like "$rc:$out:$err" "0::*all as installed, and no others" 'verify: what create makes is clean'
	printf '#!%s/made/bin/python3\nprint(1)\n' "$T/w" >"$T/script"
	"$AVENV" -q move made elsewhere
	run "$AVENV" packages --verify elsewhere
	like "$rc:$out:$err" '0::*all as installed, and no others' 'verify: and after a move'
	elsewhere/bin/python3 -m compileall -q elsewhere/lib >/dev/null 2>&1
	run "$AVENV" packages --verify elsewhere
	like "$rc:$out:$err" '0::*all as installed, and no others' 'verify: and once compiled'
else
	skip "$(cat "$T/.err")" 3
fi

# ---- diff -------------------------------------------------------------------

run "$AVENV" packages --diff two one
is "$rc:$out:$err" 0:: 'diff: none'
twos=$T/w/two/lib/python3.11/site-packages
rm -r "$twos/other-2.5.dist-info"
dist two third 3
mv "$twos/demo-1.0.dist-info" "$twos/demo-1.0.0.dist-info"
sed -i 's/^Version: .*/Version: 1.0.0/' "$twos/demo-1.0.0.dist-info/METADATA"
run "$AVENV" packages --diff two one
is "$rc:$out" "1:< $T/w/one
> $T/w/two
   NAME   HERE  THERE
<  other  2.5
>  third        3" 'diff: only here, only there; 1.0 is 1.0.0'
mv "$twos/demo-1.0.0.dist-info" "$twos/demo-1.1.dist-info"
sed -i 's/^Version: .*/Version: 1.1/' "$twos/demo-1.1.dist-info/METADATA"
run "$AVENV" packages --diff two one
like "$out" '|  demo   1.0 *  1.1' 'diff: another version'
run "$AVENV" packages --diff edit one
like "$out" "|  demo   1.0 *  1.0 editable $T/w/src" 'diff: an editable'
mkenv unlinked
dist unlinked old 1.0
run "$AVENV" packages --diff link unlinked
like "$out" "|  old   1.0 *  1.0 editable $T/w/project" 'diff: one of the older kind'
mkenv vcs
dist vcs demo 1.0
info=vcs/lib/python3.11/site-packages/demo-1.0.dist-info
printf '{"url": "https://me:secret@host/x", "vcs_info": {"vcs": "git", "commit_id": "abc"}}' >$info/direct_url.json
run "$AVENV" packages --diff vcs one
like "$out" '|  demo   1.0 *  1.0 from https://*host/x at abc' 'diff: from elsewhere'
unlike "$out" secret 'diff: without the password'
cp -a vcs vcs2
run "$AVENV" packages --diff vcs2 vcs
is "$rc:$out" 0: 'diff: from the same place'
# other KEY JSON: where one and the same version comes from something else, that is said
other() {
	printf '%s' "$2" >"${info/#vcs/vcs2}/direct_url.json"
	run "$AVENV" packages --diff vcs2 vcs
	like "$rc:$out" '1:*|  demo  1.0 from *  1.0 from *' "diff: another $1"
}
other commit '{"url": "https://me:secret@host/x", "vcs_info": {"vcs": "git", "commit_id": "abd"}}'
other tool '{"url": "https://me:secret@host/x", "vcs_info": {"vcs": "hg", "commit_id": "abc"}}'
other directory '{"url": "https://me:secret@host/x", "subdirectory": "y", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
other URL '{"url": "https://me:secret@host/y", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
other kind '{"url": "https://me:secret@host/x", "archive_info": {}}'
for e in vcs vcs2; do
	printf '{"url": "https://host/x.whl", "archive_info": {"hash": "sha256=aa", "hashes": {"sha256": "aa"}}}' \
		>"$e${info#vcs}/direct_url.json"
done
run "$AVENV" packages --diff vcs2 vcs
is "$rc:$out" 0: 'diff: of the same hash'
other hash '{"url": "https://host/x.whl", "archive_info": {"hash": "sha256=ab", "hashes": {"sha256": "ab"}}}'
run "$AVENV" packages --json --diff two one
is "$rc:$(json 'd["schema"], d["here"], d["there"]')" "1:(1, '$T/w/one', '$T/w/two')" 'diff: JSON'
is "$(json '[(e["name"], (e["here"] or {}).get("version"), (e["there"] or {}).get("version")) for e in d["differences"]]')" \
	"[('demo', '1.0', '1.1'), ('other', '2.5', None), ('third', None, '3')]" 'diff: JSON, each'
run "$AVENV" packages --diff nowhere one
is "$rc:$out" 1: 'diff: with what is not there'

# ---- what does not go together ----------------------------------------------

for wrong in '--diff two --files demo one' '--diff two --verify one' 'one two'; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" packages $wrong
	is "$rc:$out" 2: "usage: $wrong"
done
done_testing
