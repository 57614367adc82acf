#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 57 60
# avenv repair: an environment that was moved or copied, or whose files are broken, works again.
# --dry-run finds the same and writes nothing. Its Python: repair_python.t.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w

# works ENV: Python, a console script, activate
works() {
	local env
	env=$(cd "$1" && pwd -P)
	"$env/bin/python" -I -c 'import ssl, sys; assert sys.prefix == sys.argv[1]' "$env" &&
		"$env/bin/tiny" >/dev/null &&
		sh -c '. "$1/bin/activate"; [ "$(command -v python)" = "$1/bin/python" ]' sh "$env"
}

# mended ENV TEXT: --dry-run says TEXT and writes nothing, repair says the same and mends it
mended() {
	local before found
	before=$(tree "$1")
	run "$AVENV" repair --dry-run "$1"
	like "$rc:$out" "0:*$2" "found: $2"
	is "$(tree "$1")" "$before" '--dry-run writes nothing'
	found=$out
	run "$AVENV" repair "$1"
	is "$rc:$out" "0:$found" 'repair says the same'
	run "$AVENV" repair "$1"
	is "$rc:$out" 0: 'and finds no more'
}

bare full
dist full tiny 1.0
script full tiny 1.0
run "$AVENV" repair full
is "$rc:$out" 0: 'a new environment needs nothing'

# ---- moved and copied --------------------------------------------------------------

cp -a full copy
before=$(tree full)
mended copy "$w/full"
ok 'a copy works' works copy
ok 'a copy: RECORD is right' record_is_right copy
is "$(grep -rlF --exclude='*.pyc' "$w/full" copy)" '' 'a copy names the original nowhere'
is "$(tree full)" "$before" 'the original is as it was'
mv copy 'moved away'
run "$AVENV" repair 'moved away'
like "$rc:$out" "0:*$w/copy" 'moved: said'
ok 'a moved one works' works 'moved away'
ok 'a moved one: RECORD is right' record_is_right 'moved away'
mv full kept
mv 'moved away' full
run "$AVENV" repair full
is "$rc:$(diff -r --no-dereference kept full)" 0: 'moved back: the same bytes'

# A project that came along: its sources are found. Sources that stayed are meant as before.
mkdir -p p/src
"$AVENV" create -q -p "$PYTHON" --without-pip p/.venv
echo "$w/p/src" >"p/.venv/$SITE/mine.pth"
mv p q
mended q/.venv "$w/p/.venv"
is "$(cat "q/.venv/$SITE/mine.pth")" "$w/q/src" 'a moved project: its sources'
cp -a q r
run "$AVENV" -q repair r/.venv
is "$(cat "r/.venv/$SITE/mine.pth")" "$w/q/src" 'a copied project: the sources of the original'
# A copy is nobody's word.
is "$(records | grep -c "$w/r")" 0 'nothing is recorded'
rm -r q r
mkdir full/etc
echo "at $w/full" >full/etc/conf
cp -a full copy
run "$AVENV" repair copy
like "$rc:$out:$err" "0:*copy/etc/conf' names '$w/full*avenv recreate*" 'a file of an unknown kind is named'
is "$(cat copy/etc/conf)" "at $w/full" 'and not edited'
rm -r copy full/etc

# ---- files ---------------------------------------------------------------------------

bare env
dist env tiny 1.0
script env tiny 1.0
cp -a env sound

# sound: env, in which nothing is wrong
sound() {
	rm -rf env
	cp -a sound env
}

# broken TEXT BREAK: BREAK, in a sound environment, is found and mended; Python starts
broken() {
	sound
	(cd env && eval "$2")
	run "$AVENV" repair env
	like "$rc:$out" "0:*$1" "found: ${2%%$'\n'*}"
	ok 'mended: Python starts' env/bin/python -I -c ''
}
for name in python python3 "python$SERIES"; do
	broken "$w/env/bin/$name" "ln -sfn /nowhere/python3 bin/$name"
done
broken "$w/env/bin/python" 'rm bin/python*'
broken '1 program in' 'chmod a-x bin/tiny'
broken "$w/env/bin/activate" 'rm bin/activate'
is "$(diff env/bin/activate sound/bin/activate)" '' 'activate is written anew'
broken "$w/env/lib64" 'rm lib64'

# ---- refused -------------------------------------------------------------------------

# refused WHY BREAK: exit 1, WHY is said, nothing changes
refused() {
	local before
	sound
	(cd env && eval "$2")
	before=$(tree env)
	run "$AVENV" repair env
	like "$rc:$out$err" "1:*$1" "refused: $2"
	is "$(tree env)" "$before" 'nothing changes'
}
refused 'not repaired' 'chmod o+w .'
refused '' 'rm pyvenv.cfg'
refused 'avenv recreate*env' "rm bin/python3; : >bin/python3"
refused "avenv recreate*env" "sed -i 's|$w/env|/it'\''s|' bin/activate"
refused "bin' is gone*avenv recreate*env" 'rm -r bin'
exec 9<full
flock 9
run "$AVENV" repair full
like "$rc:$err" '1:*another command' 'another command works on it'
exec 9<&-
mkdir s
ln -s ../full s/.venv
run "$AVENV" -C s repair
like "$rc:$err" '1:*leads elsewhere*allow' 'a link that is not allowed is not followed'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$T" "$w"
	cp "$AVENV" "$T/avenv"
	mkdir other
	cp -a full other/env
	chown -hR 65534:65534 other
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$T/avenv" repair other/env
	is "$rc" 0 "another user's copy, by that user"
	ok 'works' setpriv --reuid=65534 --regid=65534 --clear-groups other/env/bin/tiny
	before=$(tree other)
	run "$AVENV" repair other/env
	is "$rc:$(tree other)" "1:$before" "another user's, by root: refused"
else
	skip 'only for root' 3
fi
done_testing
