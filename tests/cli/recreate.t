#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv recreate: what stays, what is kept, what is refused; and that the old one is as it was
# until the new one is in its place.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/recreate.sh"

# with_tiny [ARG...]: .venv with a package in it; $was is its manifest
with_tiny() {
	rm -rf .venv "$BACKUP"
	"$AVENV" create -q -p "$PYTHON" "$@" || return
	.venv/bin/python -I -m pip -q install --no-compile --find-links "$WHEELS" tiny
	was=$(manifest .venv)
}

# bare_venv [ARG...]: .venv without pip
bare_venv() {
	rm -rf .venv "$BACKUP"
	bare "$@"
	was=$(manifest .venv)
}

# untouched NAME WHY: it failed and said WHY, the old one is as it was, nothing is left
untouched() {
	is "$rc" 1 "$1: exit 1"
	like "$err" "avenv: $2" "$1: why"
	is "$(manifest .venv | diff - <(echo "$was"))" '' "$1: the old one is as it was"
	is "$(strays)" '' "$1: nothing is left over"
}

# ---- the same again ---------------------------------------------------------
with_tiny --prompt 'my "own"'
echo '# mine' >.venv/.gitignore
printf '[global]\nfind-links = %s\n' "$WHEELS" >.venv/pip.conf
chmod 600 .venv/pip.conf
chmod 750 .venv
was=$(manifest .venv)
before=$(names .venv)
cfg=$(cat .venv/pyvenv.cfg)
recreate .venv
is "$rc" 0 'a package, a prompt, a mode, a pip.conf that says where packages are'
is "$(sed -n '/^avenv: /p' <<<"$err")" \
	"avenv: made '$T/w/.venv' anew with Python $("$PYTHON" -c 'import platform; print(platform.python_version())') ($PYTHON)
avenv: the old one lies in '$T/w/$BACKUP': \"avenv recreate --undo\" puts it back, \"avenv recreate --discard\" removes it" 'said'
is "$(names .venv | diff - <(echo "$before"))" '' 'the same names, modes and links'
is "$(cat .venv/pyvenv.cfg)" "$cfg" 'the same pyvenv.cfg'
is "$(cat .venv/.gitignore)" '# mine' 'the same .gitignore'
is "$(cat .venv/pip.conf)" "$(cat $OLD/pip.conf)" 'the same pip.conf'
is "$(.venv/bin/tiny)" tiny 'its script runs'
not_ok 'nothing names where it was built' grep -rqI -e .avenv-new .venv
is "$(manifest $OLD | diff - <(echo "$was"))" '' 'the old one lies whole in the backup'
is "$(stat -c %a $BACKUP) $(cat $BACKUP/.gitignore)" '700 *' 'which is private, and nothing for git'
is "$(strays)" "./$BACKUP" 'nothing else is left over'
new=$(manifest .venv)

recreate --offline "$WHEELS"
is "$rc" 1 'a backup is there: exit 1'
like "$err" "avenv: '$T/w/$BACKUP' is there from the last time; \"avenv recreate --undo\" exchanges the two, \"avenv recreate --discard\" removes it*" 'said'
is "$(manifest .venv)" "$new" 'nothing is touched'

# ---- --undo and --discard ---------------------------------------------------
recreate --undo
is "$rc" 0 '--undo'
is "$(manifest .venv | diff - <(echo "$was"))" '' 'the old one is there again'
is "$(manifest $OLD | diff - <(echo "$new"))" '' 'the new one lies in the backup'
recreate --undo .venv
is "$(manifest .venv | diff - <(echo "$new"))$(manifest $OLD | diff - <(echo "$was"))" '' '--undo takes --undo back'
run "$AVENV" -C .venv recreate --undo ../.venv
is "$rc:$err" "1:avenv: this shell is in '$T/w/.venv'; 'cd ..' first" '--undo: the shell is in it'
is "$(manifest .venv | diff - <(echo "$new"))" '' '--undo: the shell is in it: nothing is exchanged'
rm -rf .venv
recreate --undo .venv
is "$rc$(manifest .venv | diff - <(echo "$was"))" 0 'of one that was removed: it is put back'
is "$(strays)" '' 'and that was all of the backup'
recreate --undo
is "$rc$err" "1avenv: '$T/w/.venv' has no backup: no 'avenv recreate' made one, or it was discarded" 'nothing to undo'
recreate --discard
is "$rc$err" "1avenv: '$T/w/.venv' has no backup: no 'avenv recreate' made one, or it was discarded" 'nothing to discard'
bare_venv
recreate -q
mkdir -p near/deeper
/usr/bin/python3 -m venv --without-pip near/.venv
"$AVENV" -q allow near
"$AVENV" -q -C near recreate
rm -rf near/.venv
for args in --discard --undo; do
	for where in near near/deeper; do
		run "$AVENV" -C $where recreate $args
		is "$rc:$err" "1:avenv: '$T/w/near/.venv' is gone, and has a backup; 'avenv recreate $args $T/w/near/.venv' is about that one" "$args in $where: not of one further up"
	done
done
ok 'whose backup stays' test -d "$BACKUP"
run eval "$(sed -n "s/.*; 'avenv\(.*\)' is about.*/\"\$AVENV\"\1/p" <<<"$err")"
is "$rc:$(ls -A near)" "0:.venv
deeper" 'what is named does it'
mkdir -p elsewhere/sub
ln -s ../../elsewhere/sub near/deeper/link
"$AVENV" -q -C near recreate
rm -rf near/.venv
run env -C near/deeper/link PWD="$T/w/near/deeper/link" "$AVENV" recreate --discard
like "$rc:$err" "1:*'$T/w/near/.venv' is gone, and has a backup*" 'nor where a link leads away: the way up is by the name'
/usr/bin/python3 -m venv --without-pip near/deeper/.venv
"$AVENV" -q allow near/deeper
"$AVENV" -q -C near/deeper recreate
run "$AVENV" -C near/deeper recreate --undo
like "$rc:$err" "0:avenv: exchanged '$T/w/near/deeper/.venv' and*" 'one that is gone further up is no matter'
mkdir near/within
ln -s ../deeper/.venv near/within/venv
run env AVENV_CEILING="$T/w" "$AVENV" -C near/within recreate --undo
like "$rc:$err" "1:*'$T/w/near/within/venv'*" 'nor where what is nearer only might be meant'
if [ "$(id -u)" = 0 ]; then
	mkdir near/deeper/further
	chmod 1777 near/deeper/further
	cp -a "near/$BACKUP" near/deeper/further/.avenv-backup-foo
	chown -R 65534 near/deeper/further/.avenv-backup-foo
	mkdir near/deeper/further/p
	run "$AVENV" -C near/deeper/further/p recreate --undo
	like "$rc:$(head -n 1 <<<"$err")" "0:avenv: exchanged '$T/w/near/deeper/.venv' and*" "nor somebody else's"
else
	skip 'only root can give files away' 1
fi
rm -rf near elsewhere
recreate --discard
is "$rc$err$(strays)" "0avenv: removed '$T/w/$BACKUP'" '--discard'
for args in '--undo --discard' '--undo -p 3' '--discard -r x' '--undo --offline .'; do
	# shellcheck disable=SC2086 # words
	recreate $args
	is "$rc$err" "2avenv recreate: '--undo' and '--discard' stand alone; see 'avenv recreate --help'" "$args"
done
recreate a b
is "$rc" 2 'two environments'

# What is to be typed means the same wherever that is done.
mkdir 'other place'
mv .venv 'other place/.venv'
: >"$HOME/.local/share/avenv/trust"
like "$(cd / && "$AVENV" recreate "$T/w/other place/.venv" 2>&1)" \
	"*\"avenv recreate --undo '$T/w/other place/.venv'\" puts it back, \"avenv recreate --discard '$T/w/other place/.venv'\" removes it
avenv: '$T/w/other place/.venv' was never allowed; \"avenv allow '$T/w/other place/.venv'\" turns it on" 'elsewhere: it is named'
bare_venv
recreate --undo 'other place/.venv'
is "$err" "avenv: exchanged '$T/w/other place/.venv' and its backup; \"avenv recreate --undo '$T/w/other place/.venv'\" does so again, \"avenv recreate --discard '$T/w/other place/.venv'\" removes the backup
avenv: '$T/w/other place/.venv' was never allowed; \"avenv allow '$T/w/other place/.venv'\" turns it on" '--undo: so it is'
recreate 'other place/.venv'
like "$err" "*is there from the last time; \"avenv recreate --undo '$T/w/other place/.venv'\" exchanges*" 'a backup is there: so it is'
run env VIRTUAL_ENV="$T/w/other place/.venv" "$AVENV" -C / recreate --discard
is "$rc" 1 'not that of the one that is merely on'
like "$err" "avenv: no environment in '/' or above*" 'said'
ok 'nothing is removed' test -d "other place/$OLD"
rm -rf 'other place'

# Not what avenv made
recreate -q
chmod 770 $BACKUP
recreate --undo
is "$rc$err" "1avenv: '$T/w/$BACKUP' is not used: others can write to it" 'a backup that others can write to'
recreate --discard
is "$rc$err" "1avenv: '$T/w/$BACKUP' is not used: others can write to it" 'nor is it discarded'
chmod 700 $BACKUP
touch $BACKUP/thesis
for args in --undo --discard; do
	recreate $args
	is "$rc$err" "1avenv: '$T/w/$BACKUP' is not used: 'thesis' in it is not of a backup" "another directory in its place: $args"
done
mv $BACKUP/thesis $OLD/thesis
recreate --discard
is "$rc$err" "1avenv: '$T/w/$OLD' holds more than an environment: 'thesis'; remove by hand what should go" 'nor what came later'
ok 'all of it is there' rm $OLD/thesis
mv $BACKUP whole && mkdir -m 700 $BACKUP && touch $BACKUP/thesis
recreate
is "$rc$(cd $BACKUP && find . -mindepth 1)" 1./thesis 'nothing is put into another directory'
rm -r $BACKUP && mv whole $BACKUP
rm $OLD/pyvenv.cfg
recreate --undo
is "$rc" 1 'no environment in it'
like "$err" "avenv: '$T/w/$OLD' is not an environment: *" 'said'
mv $BACKUP elsewhere
ln -s elsewhere $BACKUP
recreate --undo
is "$rc$(readlink $BACKUP)" 1elsewhere 'a link in its place'
like "$err" "avenv: cannot open '$T/w/$BACKUP'" 'said'
rm -rf $BACKUP elsewhere

# ---- what it was made with stays --------------------------------------------
bare_venv --system-site-packages --copies
recreate
is "$rc" 0 '--system-site-packages, --copies, without pip'
is "$(names .venv | diff - <(names $OLD))" '' 'as it was'
is "$(diff .venv/pyvenv.cfg $OLD/pyvenv.cfg)" '' 'pyvenv.cfg, too'
# One of the user's in place of Python, even if it starts itself; not what venv made.
bare_venv
rm .venv/bin/python3
printf '#!%s/bin/python\n' "$T/w/.venv" >.venv/bin/python3
chmod 755 .venv/bin/python3
recreate
is "$rc:$(grep 'belongs to nothing' <<<"$err")" "0:avenv: 'bin/python3' belongs to nothing that is installed: it stays in the backup alone" 'a script in place of Python: said'
ok 'which works then' .venv/bin/python3 -c ''
ok 'and stays in the backup' grep -q '^#!' $OLD/bin/python3
# Only what is named would anybody miss.
bare_venv
mkdir -p .venv/share/{mine,python-wheels} .venv/etc
touch .venv/share/{thesis.txt,tiny.1} .venv/share/mine/{a,b} .venv/etc/secrets.ini .venv/.project
# Debian's own, from which its pip is imported.
touch .venv/share/python-wheels/urllib3.whl
mkdir .venv/lib/python"$SERIES"/data
touch .venv/lib/python"$SERIES"/data/thesis
pip_of=$(echo .venv/lib/python3*/site-packages)
mkdir "$pip_of/tiny-1.0.dist-info"
printf 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n' >"$pip_of/tiny-1.0.dist-info/METADATA"
printf '%s,,\n' tiny-1.0.dist-info/{METADATA,RECORD} ../../../share/tiny.1 >"$pip_of/tiny-1.0.dist-info/RECORD"
recreate --offline "$WHEELS"
is "$rc:$(sed -n "s/^avenv: '\(.*\)' belongs to nothing that is installed: it stays in the backup alone$/\1/p" <<<"$err" | paste -sd ' ')" \
	"0:.project etc/secrets.ini lib/python$SERIES/data/ share/mine/ share/thesis.txt" 'what lies beside what is installed: said'
mkdir real
ln -s real link
bare link/.venv
cd link || exit
recreate .venv
cd .. || exit
is "$rc$(cat real/.venv/bin/activate)" "0$(cat real/$OLD/bin/activate)" 'the path that is baked in has the link in it still'
rm -rf real link

# ---- which Python -----------------------------------------------------------
mkdir base
ln -s "$PYTHON" base/python3
rm -rf .venv $BACKUP
"$AVENV" create -q -p "$T/w/base/python3" --without-pip
recreate -q
is "$rc$(readlink .venv/bin/python3)" "0$T/w/base/python3" 'by the name that it knows its Python by'
"$AVENV" recreate -q --discard
rm -r base
was=$(manifest .venv)
recreate
is "$rc" 0 'its Python is gone'
like "$err" "avenv: the Python that '$T/w/.venv' was made of is gone; this is $SERIES.*" 'another one of the same minor'
ok 'which works' .venv/bin/python -c ''
is "$(manifest $OLD | diff - <(echo "$was"))" '' 'the old one lies in the backup'
bare_venv
mv .venv/lib/python3* .venv/lib/python3.2
sed -i 's/^version = .*/version = 3.2.1/' .venv/pyvenv.cfg
was=$(manifest .venv)
recreate
untouched 'no such Python' "no Python 'python3.2' is installed; *
avenv: '$T/w/.venv' was made of that; '-p PYTHON' makes it anew with another one"
recreate -p "$PYTHON"
is "$rc" 0 '-p: another minor'
like "$err" "avenv: '$T/w/.venv' was made of python3.2, and will be of python$SERIES" 'said'
ok 'it is one of that' test -d ".venv/$SITE"
bare_venv
# Before and behind it, in whichever order they are read.
mkdir -p .venv/lib/python3.{1,2}/site-packages
mv ".venv/lib/python$SERIES" .venv/lib/it
mv .venv/lib/it ".venv/lib/python$SERIES"
mkdir -p .venv/lib/{python3.97,python3.{98,99}/site-packages}
recreate
is "$rc:$(ls .venv/lib)" "0:${SITE:4:-14}" 'what upgrades to other minors left is not what it is of'
"$AVENV" recreate -q --discard
recreate -p "$PYTHON"
is "$rc:$(grep -c 'was made of' <<<"$err")" 0:0 '-p: the same minor, of which nothing is said'
for name in . bin/..; do
	run "$AVENV" -C ".venv/${name%..}" recreate "${name#bin/}"
	is "$rc:${err%%;*}" "1:avenv: this shell is in '$T/w/.venv'" "'${name#bin/}' is the environment by its own name"
done
run "$AVENV" -C "$T" recreate
like "$rc:$err" "1:avenv: no environment in '$T' or above*" 'none is here'
bare_venv
rm -r .venv/lib/python3*
recreate -q
is "$rc" 0 'pyvenv.cfg alone says which Python'
bare_venv
rm -r .venv/lib/python3*
sed -i '/^version/d' .venv/pyvenv.cfg
was=$(manifest .venv)
recreate
untouched 'nothing says which Python' "nothing in '$T/w/.venv' says which Python it was made of; '-p PYTHON' does"
recreate -p nosuch
untouched '-p: no such Python' "no Python 'nosuch' is installed; 'avenv pythons' lists those that are"
recreate -r nosuch.txt
untouched '-r: no such file' "cannot read 'nosuch.txt': No such file or directory"

# ---- refused ----------------------------------------------------------------
bare_venv
echo >.venv/main.py
was=$(manifest .venv)
recreate
untouched 'more than an environment' "'$T/w/.venv' holds more than an environment: 'main.py'"
bare_venv
run "$AVENV" -C .venv recreate ..//.venv
untouched 'the shell is in it' "this shell is in '$T/w/.venv'; 'cd ..' first"
ln -s .venv linked
recreate linked
untouched 'a link' "'$T/w/linked' is a link to '$T/w/.venv'; name that"
rm linked
recreate nowhere
is "$rc" 1 'nothing there'
recreate --undo nowhere
is "$rc:$err" "1:avenv: no environment 'nowhere'; 'avenv list' shows those that are known" '--undo: nothing there'
mkdir plain
recreate ./plain
is "$rc$err" "1avenv: '$T/w/plain' is not an environment: it has no pyvenv.cfg" 'no environment'
run env HOME="$T/w/.venv" "$AVENV" recreate .venv
untouched 'home is in it' "cannot recreate '$T/w/.venv': your home directory is in it"
if command -v git >/dev/null; then
	mkdir repo
	cd repo || exit
	git init -q .
	bare_venv
	git add -f .venv/pyvenv.cfg
	recreate .venv
	untouched 'git tracks it' "git tracks '.venv/pyvenv.cfg' in '$T/w/repo'; 'git -C $T/w/repo rm -r -f -q --cached -- .venv' ends that"
	ok 'git tracks it: the command does as it is' sh -c "$(sed "s/.*; '//; s/' ends that\$//" <<<"$err")"
	recreate -q .venv
	is "$rc$(git status --porcelain --untracked-files=all | grep -c backup)" 00 'git does not see the backup'
	cd ..
	rm -rf repo
else
	skip 'git is not installed' 6
fi
if [ "$(id -u)" = 0 ]; then
	bare_venv
	chown 65534 .venv
	recreate .venv
	untouched "somebody else's" "cannot recreate '$T/w/.venv': it belongs to somebody else"
	bare_venv
	chmod 755 "$T" "$T/w"
	recreate -q
	chown -R 65534 $BACKUP
	recreate --undo
	is "$rc$err" "1avenv: '$T/w/$BACKUP' is not used: it belongs to somebody else" "somebody else's backup"
	rm -rf $BACKUP
	bare_venv
	mkdir -p $BACKUP/kept
	chown -R 65534 $BACKUP
	echo nobody >.venv/bin/mine
	recreate
	is "$rc:$err" "1:avenv: '$T/w/$BACKUP' is not used: it belongs to somebody else" '... is said before anything is built'
	rm -rf $BACKUP
else
	skip 'only root can give files away' 6
fi

# ---- records ----------------------------------------------------------------
mkdir records
cd records || exit
: >"$HOME/.local/share/avenv/trust"
"$PYTHON" -m venv --without-pip .venv
recreate
is "$rc$err" "1avenv: '$T/w/records/.venv' is not allowed; to recreate it installs what is noted in it: \"avenv allow\" first says that it may, or name it" 'never allowed, not named'
recreate .venv
is "$rc" 0 'never allowed, named'
like "$err" "avenv: '$T/w/records/.venv' was never allowed; \"avenv allow\" turns it on" 'it is not allowed by that'
is "$(records)" '' 'nothing is recorded'
"$AVENV" recreate -q --discard .venv
# What came along with it may be anything.
mkdir -p sent/bin sent/lib
exe=$("$PYTHON" -c 'import os, sys; print(os.path.realpath(sys.executable))')
ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" sent/lib/
printf 'int main(void) { return system("touch %s") && 0; }\n' "$T/started" >"$T/sent.c"
gcc -w -o "sent/bin/${exe##*/}" "$T/sent.c" || exit
ln -sfn "$PWD/sent/bin/${exe##*/}" .venv/bin/python3
sed -i "s|^home.*|home = $PWD/sent/bin|" .venv/pyvenv.cfg
recreate .venv
is "$rc:$err" "1:avenv: '$PWD/sent/bin/${exe##*/}' is not started: only '$PWD/.venv' names it, which is not allowed
avenv: '$PWD/.venv' was made of that; '-p PYTHON' makes it anew with another one" 'a Python that only it names is not started'
not_ok 'which it is not' test -e "$T/started"
recreate -q -p "$PYTHON" .venv
is "$rc" 0 'a Python that only it names: another one makes it'
"$AVENV" recreate -q --discard .venv
cp "$exe" "sent/bin/${exe##*/}"
ln -sfn "$PWD/sent/bin/${exe##*/}" .venv/bin/python3
sed -i "s|^home.*|home = $PWD/sent/bin|" .venv/pyvenv.cfg
PATH=$PWD/sent/bin:$PATH recreate -q .venv
is "$rc" 0 'one that is on PATH as well is started'
"$AVENV" recreate -q --discard .venv
"$AVENV" allow -q .
recreate -q .venv
is "$rc" 0 'and one that only it names, once it is allowed'
"$AVENV" recreate -q --discard .venv
rm -r sent .venv
: >"$HOME/.local/share/avenv/trust"
"$PYTHON" -m venv --without-pip .venv
"$AVENV" deny -q .
recreate -q .venv
is "$rc$(records)" "0deny dir $T/w/records" 'denied: it stays so'
"$AVENV" recreate -q --undo .venv
is "$(records)" "deny dir $T/w/records" '--undo: it stays so'
rm -rf .venv
recreate --undo .venv
is "$rc$err" "0avenv: put '$T/w/records/.venv' back" '--undo of one that is gone: denied, nothing is said to lift that'
"$AVENV" allow -q .
recreate -q .venv
rm -rf .venv
recreate --undo .venv
is "$rc$err" "0avenv: put '$T/w/records/.venv' back" '--undo of one that is gone: it is allowed still'
ok 'and on' "$AVENV" path
: >"$HOME/.local/share/avenv/trust"
"$AVENV" -q allow .venv
recreate -q .venv
rm -rf .venv
recreate --undo .venv
unlike "$err" 'never allowed' '--undo of one that is gone, and allowed by itself'
: >"$HOME/.local/share/avenv/trust"
rm -rf .venv .avenv-*
bare odd
recreate -q ./odd
is "$rc$(records)" "0allow env $T/w/records/odd" 'an oddly named one: its record is renewed'
is "$("$AVENV" path 2>&1)" "$T/w/records/odd" 'and it is on as before'
recreate -q --undo ./odd
is "$rc$("$AVENV" path 2>&1)" "0$T/w/records/odd" '--undo: so is the old one'
cd ..
rm -rf records

# ---- what fails -------------------------------------------------------------
with_tiny
mkdir none broken
recreate --offline none
untouched 'the package is not to be had' "'none' has no 'tiny 1.0'
avenv: where there is a network, a pip of Python $SERIES puts it there: 'pip download -d DIR NAME==VERSION'"
head -c 500 "$WHEELS"/tiny-1.0-py3-none-any.whl >broken/tiny-1.0-py3-none-any.whl
recreate --offline broken
untouched 'a wheel that is damaged' "'$T/w/.venv' stays as it was"
PIP_NO_INDEX='' PIP_INDEX_URL=http://127.0.0.1:9/ PIP_RETRIES=0 recreate
untouched 'no network' "where no index answers, '--offline DIR' installs wheels from DIR, *
avenv: '$T/w/.venv' stays as it was"
recreate --offline nowhere
untouched 'no such directory' "cannot read 'nowhere'"

# A package that is built with the path where it was built in it
mkdir baked
printf '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "baked"\nversion = "1"\n' >baked/pyproject.toml
cat >baked/backend.py <<'END'
import os, zipfile
def build_wheel(directory, config_settings=None, metadata_directory=None):
    files = {
        "baked.txt": (os.environ["VIRTUAL_ENV"] + "/share\n") * 7,
        "baked-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: baked\nVersion: 1\n",
        "baked-1.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files["baked-1.dist-info/RECORD"] = "".join("%s,,\n" % name for name in [*files, "baked-1.dist-info/RECORD"])
    with zipfile.ZipFile(os.path.join(directory, "baked-1-py3-none-any.whl"), "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return "baked-1-py3-none-any.whl"
END
echo "$T/w/baked" >baked.txt
recreate -r baked.txt
untouched 'a file that names where it was built' "'$T/w/.venv/$SITE/baked.txt' would name '$T/w/.avenv-new-"
like "$(grep -c 'would name' <<<"$err") $err" "5 *avenv: and 2 more" 'the first of them, and how many more'

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	# The clone may lie where nobody else can go, such as /root.
	cp "$AVENV" "$T/avenv"
	mkdir -m 755 closed
	cp -a .venv closed/env
	chown -R 4343:4343 closed/env
	run setpriv --reuid 4343 --regid 4343 --clear-groups env HOME="$T/w/closed" "$T/avenv" recreate "$T/w/closed/env"
	like "$rc:$err" "1:avenv: '$T/w/closed/env' cannot be made anew beside itself: nothing can be made in '$T/w/closed'" \
		'nothing can be made beside it'
	is "$(ls -A closed):$(manifest closed/env | sed 1d | diff - <(sed 1d <<<"$was"))" env: 'it stays as it was'
	rm -r closed
else
	skip 'only root can give files away' 2
fi

# A signal while pip waits for an index
cat >waiting.py <<'END'
import os, signal, socket, subprocess, sys
for sent in signal.SIGTERM, signal.SIGINT:
    signal.signal(sent, signal.SIG_DFL)
    index = socket.create_server(("127.0.0.1", 0))
    environment = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:%d/" % index.getsockname()[1]}
    del environment["PIP_NO_INDEX"]
    job = subprocess.Popen([sys.argv[1], "recreate"], env=environment, start_new_session=True, stderr=subprocess.PIPE)
    pip = index.accept()[0]
    os.kill(job.pid, sent)
    code = job.wait()
    pip.settimeout(60)
    while pip.recv(4096):
        pass
    print(code == -sent, job.stderr.read().decode().splitlines()[-1])
END
is "$("$PYTHON" waiting.py "$AVENV" 2>&1)" "True avenv: interrupted: '$T/w/.venv' stays as it was
True avenv: interrupted: '$T/w/.venv' stays as it was" 'a signal ends pip, too'
is "$(manifest .venv | diff - <(echo "$was"))$(strays)" '' 'the old one is as it was, nothing is left over'

# A disk that is full
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	mkdir disk
	export AVENV T OLD_VENV=$T/w/.venv WHEELS
	for free in 1m 3m 8m; do
		# shellcheck disable=SC2016 # for that shell
		run apart bash -c '. "$SRCDIR/tests/recreate.sh"
			mount -t tmpfs -o "mode=755,size=$1" tmpfs disk && cd disk || exit 99
			mount -o remount,size=100m .
			cp -a "$OLD_VENV" .venv
			mount -o "remount,size=$(($(du -sm .venv | cut -f 1) + ${1%m}))m" .
			before=$(manifest .venv)
			"$AVENV" recreate --offline "$WHEELS" .venv
			rc=$?
			[ "$(manifest .venv)" = "$before" ] || echo touched
			ls -A
			exit $rc' bash "$free"
		is "$rc:$out" 1:.venv "$free are free: fails, as it was, nothing is left over"
		like "$err" '*No space left on device*' "$free are free: said so"
	done
else
	skip 'no mount namespaces here' 6
fi

# ---- file systems that cannot exchange --------------------------------------
case $AVENV_BUILD_DIR in
*/asan) traces=false ;;
*) traces='can_trace' ;;
esac
if $traces; then
	bare_venv
	run strace -o /dev/null -e inject=renameat2:error=EINVAL "$AVENV" recreate .venv
	is "$rc$(manifest $OLD | diff - <(echo "$was"))" 0 'no exchange: by steps'
	ok 'the new one is there' .venv/bin/python -c ''
	run strace -o /dev/null -e inject=renameat2:error=EINVAL "$AVENV" recreate --undo .venv
	is "$rc$(manifest .venv | diff - <(echo "$was"))" 0 '--undo by steps'
	bare_venv
	run strace -o /dev/null -e inject=renameat2:error=EXDEV "$AVENV" recreate .venv
	untouched 'no rename at all' "cannot replace '$T/w/.venv': *"
	bare_venv
	run strace -o /dev/null -e inject=renameat2:signal=TERM "$AVENV" recreate .venv
	is "$rc$(manifest $OLD | diff - <(echo "$was"))" 143 'a signal once they are exchanged'
	like "$err" "avenv: made '$T/w/.venv' anew *" 'what was done is said before it takes effect'
	run strace -o /dev/null -e inject=renameat2:signal=TERM "$AVENV" recreate --undo .venv
	like "$rc$err" "143avenv: exchanged *" '--undo: so it is'
else
	skip 'strace may not trace here' 10
fi

# ---- who runs from it -------------------------------------------------------
bare_venv
# started COMMAND...: it runs, and says so
started() {
	rm -f "$T/started"
	"$@" -c 'import sys; print(flush=True); sys.stdin.read()' <&8 >"$T/started" &
	until [ -s "$T/started" ]; do sleep 0.02; done
}
mkfifo hold
exec 8<>hold
started .venv/bin/python
by_name=$!
started env VIRTUAL_ENV="$T/w/.venv" "$PYTHON"
active=$!
(cd .venv && started "$PYTHON" && echo $! >../standing)
standing=$(cat standing)
echo module >".venv/$SITE/module.so"
# shellcheck disable=SC2016 # Python's
"$PYTHON" -I -c 'import mmap, sys
file = open(sys.argv[1], "rb")
held = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
file.close()
print(flush=True)
sys.stdin.read()' ".venv/$SITE/module.so" <&8 >"$T/mapping" &
mapping=$!
until [ -s "$T/mapping" ]; do sleep 0.02; done
recreate
is "$rc" 0 'processes run from it'
for pid in $by_name $active $standing $mapping; do
	like "$err" "avenv: process $pid, 'python*', runs from '$T/w/.venv'; start it anew after this" 'each is named'
done
is "$(grep -c ' runs from ' <<<"$err")" 4 'no other is'
kill "$by_name" "$active" "$standing" "$mapping"
wait
exec 8<&-

# ---- what else knows of a backup --------------------------------------------
run "$AVENV" list --names
unlike "$out" avenv-backup 'list does not show it'
run "$AVENV" move .venv moved
is "$rc$err" "1avenv: '$T/w/.venv' has a backup, which would not be its own elsewhere; \"avenv recreate --discard\" removes that" 'move'
run "$AVENV" remove -y .venv
is "$rc" 0 'remove'
like "$err" "avenv: its backup '$T/w/$BACKUP' stays; \"avenv recreate --discard $T/w/.venv\" removes that*" 'says that it stays'
recreate --discard "$T/w/.venv"
is "$rc$(strays)" 0 'and that removes it'

done_testing
