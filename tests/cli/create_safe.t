#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create over what is there: what is not its own stays, what is not the user's is left
# alone, and what others planted is neither run nor recorded.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

export PIP_NO_INDEX=1

# refused NAME WHY ARG...: create ARG... fails, and nothing is touched
refused() {
	local name=$1 why=$2 before
	shift 2
	before=$(tree .)
	create "$@"
	is "$rc" 1 "$name: exit 1"
	like "$err" "avenv: $why" "$name: why"
	is "$(tree . | diff - <(echo "$before"))" '' "$name: nothing is touched"
}

# ---- --clear empties environments only -----------------------------------------
mkdir proj
echo source >proj/main.py
bare proj
refused '--clear of a project' "'$T/w/proj' holds more than an environment: 'main.py'; remove by hand" --without-pip --clear proj
cd proj || exit 1
refused '--clear .' "'$T/w/proj' holds more than an environment: 'main.py'" --without-pip --clear .
cd ..
rm proj/main.py
mkdir proj/lib/notes
refused '--clear of a project with a lib' "'$T/w/proj' holds more than an environment: 'lib/notes'" --without-pip --clear proj
rmdir proj/lib/notes
ok '--clear once it is an environment alone' bare --clear proj
rm -rf proj

# Whether a directory that one may not look into is a repository, nobody knows.
mkdir closed closed/q
chmod 444 closed/q
chmod 755 "$T"
if [ "$(id -u)" = 0 ]; then chown 65534 closed closed/q; fi
cp "$AVENV" "$T/avenv"
run as_user env HOME="$T/w/closed" "$T/avenv" create -p "$PYTHON" --without-pip --clear closed/q
is "$rc:$err" "1:avenv: cannot look at 'closed/q/.git': Permission denied" '--clear of what one may not look into'
chmod 755 closed/q
rm -rf closed

# ---- a RECORD that claims what is not its own ----------------------------------
create env
tree env >"$T/fresh"
mkdir -p "env/$SITE/pip-1.0.dist-info" "env/$SITE/pipx" env/bin/pip3.d
echo mine | tee "env/$SITE/mine.py" "env/$SITE/pipx/mine.py" env/bin/mytool env/bin/pipx env/bin/pip3.d/mine >/dev/null
tree env >"$T/before"
mkdir "env/$SITE/pip/gone"
echo >"env/$SITE/pip/gone/old.py"
echo >env/bin/pip2.7
for path in ../../../{pyvenv.cfg,lib64,bin,bin/{python,python3,activate,mytool,pipx,pip3,pip2.7,pip3.d/mine}} \
	../../../bin/pip3.d/../mytool ../site-packages ../../../bin/../../outside \
	mine.py pipx/mine.py pip/__init__.py pip/gone/old.py; do
	printf '%s,,\r\n' "$path"
done >"env/$SITE/pip-1.0.dist-info/RECORD"
create env
is "$rc" 0 'an older pip whose RECORD claims the whole environment'
is "$(tree env | diff - <(grep -v 'pip-1.0' "$T/before"))" '' 'what no pip ever had stays, the rest is gone'
rm -rf env
create env
mkdir "env/$SITE/setuptools-1.0.dist-info"
printf 'pip/__init__.py,,\r\n../../../bin/pip,,\r\n' >"env/$SITE/setuptools-1.0.dist-info/RECORD"
create env
is "$rc" 0 'an older setuptools whose RECORD claims pip'
ok 'pip stays' env/bin/pip --version
rm -rf env

# ---- what was there before, and nobody spoke of --------------------------------
# planted DIR: an environment as an archive may bring it, whose Python runs what is in it
planted() {
	"$PYTHON" -m venv --without-pip "$1"
	printf '#!/bin/sh\ntouch %s/ran\n' "$T" >"$1/bin/ls"
	chmod 755 "$1/bin/ls"
	echo "import os; open('$T/ran', 'w')" >"$1/$SITE/planted.pth"
}

: >"$HOME/.local/share/avenv/trust"
: >none.txt
mkdir unpacked
cd unpacked || exit 1
planted .venv
create
is "$rc" 0 'one from an archive is renewed'
is "$(tail -n 1 <<<"$err")" "avenv: '.venv' was there before; \"avenv allow\" turns it on" 'said, and how it is turned on'
is "$(records)" '' 'nothing is recorded'
ln -s . ../way
create ../way/unpacked/.venv
is "$(tail -n 1 <<<"$err")" "avenv: '../way/unpacked/.venv' was there before; \"avenv allow\" turns it on" 'by another way, too'
rm ../way
refused '-r into it' "'.venv' was there before, and to install into it runs what is in it; \"avenv allow\"*--clear" -r ../none.txt
refused '--upgrade-deps' "'.venv' was there before" --upgrade-deps
"$AVENV" -q deny .
create
is "$(records)" "deny dir $T/w/unpacked" 'denied: it stays so'
refused '-r, denied' "'.venv' was there before" -r ../none.txt
: >"$HOME/.local/share/avenv/trust"
ok 'nothing of it ran' test ! -e "$T/ran"
create --clear -r ../none.txt
is "$rc$(records)" "0allow dir $T/w/unpacked" '--clear: all is new, so it is recorded'
ok 'also not now' test ! -e "$T/ran"
create -r ../none.txt
is "$rc" 0 'on record: installed into'
rm -rf .venv
: >"$HOME/.local/share/avenv/trust"
planted .venv
rm .venv/pyvenv.cfg
create --without-pip
is "$rc$(records)" 0 'parts of one, without pyvenv.cfg: not recorded either'
for name in bin lib lib64 local share etc man include pip.conf; do
	rm -rf .venv
	mkdir .venv
	case $name in
	pip.conf) printf '[global]\npython = ./evil\n' >.venv/pip.conf ;;
	lib64) ln -s lib .venv/lib64 ;;
	*) mkdir ".venv/$name" ;;
	esac
	create --without-pip
	is "$rc$(records)" 0 "a directory that holds $name: it is not allowed"
	refused "-r into one that held $name" "'.venv' was there before" -r ../none.txt
done
rm -rf .venv
mkdir .venv
echo '*' >.venv/.gitignore
create --without-pip
is "$rc$(records)" "0allow dir $T/w/unpacked" 'a directory that holds no part of one'
: >"$HOME/.local/share/avenv/trust"
rm -rf .venv
planted .venv
cd ..
# Nothing is added to a store that is not read.
unread="'$HOME/.local/share/avenv/trust' or its directory can be written to by others; it is not used; see 'avenv allow --list'"
"$AVENV" -q allow unpacked
chmod 666 "$HOME/.local/share/avenv/trust"
create --without-pip unpacked/.venv
is "$(tail -n 1 <<<"$err")" "avenv: 'unpacked/.venv' was there before; $unread" 'the store is not read: that is said'
refused '-r into it, and the store is not read' "*to install into it runs what is in it; $unread, '--clear' begins anew" -r none.txt unpacked/.venv
run "$AVENV" -C unpacked recreate
is "$rc:$err" "1:avenv: '$T/w/unpacked/.venv' is not allowed; to recreate it installs what is noted in it: $unread, or name it" \
	'recreate, and the store is not read'
run "$AVENV" recreate unpacked/.venv
is "$rc:$(tail -n 1 <<<"$err")" "0:avenv: '$T/w/unpacked/.venv' is not turned on; $unread" 'recreate of what is named, too'
"$AVENV" -q recreate --discard unpacked/.venv
run "$AVENV" doctor unpacked/.venv
like "$out" 'no record allows it, so it is not turned on by itself; to change that: avenv allow --list' 'doctor, too'
chmod 600 "$HOME/.local/share/avenv/trust"
: >"$HOME/.local/share/avenv/trust"
# What is typed as it is said turns on that one, wherever the shell stands.
create --without-pip unpacked/.venv
is "$(tail -n 1 <<<"$err")" "avenv: 'unpacked/.venv' was there before; \"avenv allow $T/w/unpacked/.venv\" turns it on" 'from elsewhere: said with its name'
refused '-r into it from elsewhere' "*; \"avenv allow $T/w/unpacked/.venv\" first says" -r none.txt unpacked/.venv
rm -rf unpacked
mkdir -p fresh full
: >full/avenv
create_unrecorded() { XDG_DATA_HOME=$T/w/full create --without-pip "$@"; }
create_unrecorded fresh/.venv
is "$rc:$(grep -c . <<<"$err")" 1:2 'the store cannot be written: made, and no more said than that'
like "$(tail -n 1 <<<"$err")" "; '$T/w/fresh/.venv' is there, but not on record; \"avenv allow $T/w/fresh/.venv\" turns it on" 'with the command for it'
rm -rf fresh full

# ---- what is not the user's own ------------------------------------------------
bare open
chmod 777 open
refused 'others may write to it' "'open' was there before and is not renewed: '$T/w/open' *'avenv allow --shared" open
chmod 755 open
chmod 666 open/pyvenv.cfg
refused 'or to its pyvenv.cfg' "'open' was there before and is not renewed: '$T/w/open/pyvenv.cfg' " open
ok 'then --clear is a way' bare --clear open
chmod 777 open
"$AVENV" -q allow --shared open
ok 'allow --shared is another' bare open
rm -rf open
if [ "$(id -u)" = 0 ]; then
	planted theirs
	chown -R 65534:65534 theirs
	for flags in '' '-r none.txt' --upgrade-deps; do
		# shellcheck disable=SC2086 # none is none
		refused "somebody else's${flags:+, $flags}" "'theirs' was there before and is not renewed: '$T/w/theirs' belongs to" $flags theirs
	done
	refused "somebody else's, --clear" "'theirs' is not cleared: it belongs to somebody else" --clear theirs
	ok 'nothing of it ran' test ! -e "$T/ran"
	chown -R 12345:12345 theirs
	"$AVENV" -q allow --shared theirs
	ok '--clear of what is shared with its owner' bare --clear theirs
	rm -rf theirs
else
	skip 'only root can give files away' 14
fi

# ---- half of a pip, as a killed run may leave it -------------------------------
create env
tree env >"$T/fresh"
rm -r "env/$SITE/pip/_vendor" env/bin/pip3
create env
is "$rc" 0 'files of its version of pip are missing'
is "$(tree env | diff - "$T/fresh")" '' 'and are there again'
rm env/"$SITE"/pip-*.dist-info/RECORD
create env
is "$(tree env | diff - "$T/fresh")" '' 'so is its RECORD'
rm -rf env

# ---- many that are refused -----------------------------------------------------
mkdir many
mkdir many/{1..60}
# shellcheck disable=SC2016 # for that shell
run bash -c 'ulimit -n 40; exec "$@"' - "$AVENV" create -p "$PYTHON" --upgrade many/*
is "$rc:$(grep -c "is not an environment; without '--upgrade' one is made" <<<"$err")" 1:60 \
	'more of them than files may be open: the same is said of each'
rm -r many

# ---- a pip that is a link elsewhere --------------------------------------------
create env
mv "env/$SITE/pip" elsewhere
ln -s "$T/w/elsewhere" "env/$SITE/pip"
refused 'a pip that is a link' "'env/$SITE/pip' is in the way: it is not a directory" env
rm -rf env elsewhere

# ---- what pip is told ----------------------------------------------------------
# An index that says who came, and then what happens to those who wait for it
cat >waiting.py <<'END'
import os, signal, socket, subprocess, sys, time
for sent in signal.SIGTERM, signal.SIGHUP, signal.SIGINT:
    signal.signal(sent, signal.SIG_DFL)
    index = socket.create_server(("127.0.0.1", 0))
    environment = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:%d/" % index.getsockname()[1]}
    del environment["PIP_NO_INDEX"]
    job = subprocess.Popen(
        [sys.argv[1], "create", "-p", sys.argv[2], "-r", "bad.txt", "x/interrupted"],
        env=environment, start_new_session=True, stderr=subprocess.DEVNULL,
    )
    pip = index.accept()[0]
    os.kill(job.pid, sent)
    code = job.wait()
    pip.settimeout(60)
    while pip.recv(4096):
        pass
    print(code == -sent, os.path.exists("x"))
END
echo nonsuch >bad.txt
is "$("$PYTHON" waiting.py "$AVENV" "$PYTHON" 2>&1)" 'True False
True False
True False' 'a signal to avenv alone ends pip, too, and nothing is left'
is "$(find . -name '.avenv*')" '' 'nor beside it'

# What a build sees of the variables
mkdir see
printf '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n' >see/pyproject.toml
printf 'import os\nopen("%s", "w").write(" ".join(sorted(k for k in os.environ if k.startswith("PIP_") and k != "PIP_BUILD_TRACKER")))\nraise SystemExit(1)\n' "$T/seen" >see/backend.py
echo ./see >see.txt
PIP_NO_BUILD_ISOLATION=0 PIP_REQUIRE_HASHES=0 PIP_TARGET=$T/else PIP_LOG=$T/log PIP_TIMEOUT=3 PIP_RETRIES=0 create -r see.txt env
is "$(cat "$T/seen")" 'PIP_NO_INDEX PIP_RETRIES PIP_TIMEOUT' 'pip has the variables that say how to get at packages, no others'
ok 'nor does what they say' test ! -e "$T/log"
rm -rf env

done_testing
