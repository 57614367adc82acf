#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv doctor: each defect that it names is made, found, mended by the very command
# that it prints, and found no more.
# shellcheck disable=SC2016 # code for other shells
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit 1
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
# Else that of a distribution may come first.
printf '#!/bin/sh\n' >"$T/bin/pip"
chmod 0755 "$T/bin/pip"
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T" SHELL=/bin/bash
	AVENV_HOOK='bash 3 ' GIT_CONFIG_NOSYSTEM=1
	PIP_NO_INDEX=1 PIP_FIND_LINKS="$T/wheels" PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore)

version=$(/usr/bin/python3 -I -S -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
series=${version%.*}

# doctor [VAR=VALUE...] [-- ARG...]: leaves $ids, "id" or "(id)" for a harmless one, and
# $mend, the command for the last of them that is what $want says; $json is all of it
doctor() {
	local vars=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		vars+=("$1")
		shift
	done
	shift
	run "${CLEAN[@]}" "${vars[@]}" "$AVENV" doctor --json "$@"
	json=$out
	ids=$(/usr/bin/python3 -I -S -c 'import json, sys
d = json.load(sys.stdin)
every = [f for e in d["environments"] for f in e["findings"]] + d["shell"]["findings"]
for f in every:
    with open(sys.argv[1], "a") as seen: print(f["id"], file=seen)
    if f["id"] == sys.argv[2] and f["mend"]:
        with open(sys.argv[3], "w") as mend: mend.write(f["mend"])
print(" ".join("({})".format(f["id"]) if f["harmless"] else f["id"] for f in every))
' "$T/seen" "${want:-}" "$T/mend" <<<"$json")
}

# finds ID NAME [VAR=VALUE...] [-- ARG...]: ID is all that is found; exit status 1 unless harmless
finds() {
	local id=$1 name=$2 want
	shift 2
	want=${id%% *}
	want=${want//[()]/}
	rm -f "$T/mend"
	doctor "$@"
	is "$ids" "$id" "$name: $id"
	case " $id" in
	*' '[a-z]*) is "$rc:$err" 1: "$name: exit status 1" ;;
	*) is "$rc:$err" 0: "$name: harmless" ;;
	esac
}

# mended NAME [VAR=VALUE...] [-- ARG...]: the command does it: nothing is found any more
mended() {
	local name=$1
	shift
	run "${CLEAN[@]}" bash -c "$(cat "$T/mend")"
	is "$rc" 0 "$name: $(cat "$T/mend")" || diag "$err"
	doctor "$@"
	is "$rc:$ids" 0: "$name: found no more"
}

# found_too ID NAME ENV: that is among what is found
found_too() {
	rm -f "$T/mend"
	want=${1//[()]/} doctor -- "$3"
	like " $ids " " $1 " "$2: $1"
}

# in_shell NAME VAR=VALUE...: the command, typed in a shell with these variables, mends it
in_shell() {
	local name=$1
	shift
	run "${CLEAN[@]}" "$@" bash -c "$(cat "$T/mend")
		avenv doctor -q"
	is "$rc:$out" 0: "$name: $(cat "$T/mend")"
}

# installed DIR NAME VERSION [LINE...]: metadata in the environment, as a wheel has them
installed() {
	local info="$1/lib/python$series/site-packages/$2-$3.dist-info"
	mkdir -p "$info"
	printf '%s\n' 'Metadata-Version: 2.1' "Name: $2" "Version: $3" "${@:4}" >"$info/METADATA"
	echo pip >"$info/INSTALLER"
	printf '%s,,\n' "${info##*/}"/{METADATA,INSTALLER,RECORD} >"$info/RECORD"
}

# sound DIR: an environment in which nothing is wrong, on the system's Python
sound() {
	rm -rf "$1"
	"${CLEAN[@]}" "$AVENV" create -q -p /usr/bin/python3 --without-pip "$1"
	installed "$1" pip 23.0.1
}

# plain DIR: the same on a base that no distribution manages
plain() {
	sound "$1"
	mkdir -p "$T/base/bin" "$T/base/lib/python$series"
	touch "$T/base/lib/python$series/os.py"
	cp /bin/true "$T/base/bin/python$series"
	ln -sf "$T/base/bin/python$series" "$1/bin/python3"
	sed -i "s|^home.*|home = $T/base/bin|" "$1/pyvenv.cfg"
}

# ---- nothing is wrong -------------------------------------------------------

plain p/.venv
run "${CLEAN[@]}" "$AVENV" doctor p/.venv
is "$rc:$out:$err" "0:nothing is wrong with '$HOME/p/.venv':" 'nothing: said in one line'
run "${CLEAN[@]}" "$AVENV" doctor -q p/.venv
is "$rc:$out:$err" 0:: 'nothing, -q: silence'
doctor -- p/.venv
is "$rc:$ids" 0: 'nothing: JSON'
run "${CLEAN[@]}" "$AVENV" -C p doctor
is "$rc:$out" "0:nothing is wrong with '$HOME/p/.venv'" 'without ENV: what this directory gives'
run "${CLEAN[@]}" VIRTUAL_ENV="$HOME/p/.venv" PATH="$HOME/p/.venv/bin:$PATH" "$AVENV" doctor
is "$rc:$out" "0:nothing is wrong with '$HOME/p/.venv'" 'nothing here: what is on'
run "${CLEAN[@]}" "$AVENV" doctor
is "$rc:$out" '0:nothing is wrong with this shell' 'nothing here, nothing on: the shell'
run "${CLEAN[@]}" "$AVENV" doctor .local
is "$rc:$out:$err" "1::avenv: '$HOME/.local' is not an environment: there is no pyvenv.cfg in it" 'what is no environment'
run "${CLEAN[@]}" "$AVENV" doctor .local p/.venv
is "$rc:$out" "1:nothing is wrong with '$HOME/p/.venv'" 'the others are examined all the same'
plain myenv
mkdir q
cp -a myenv q/
run "${CLEAN[@]}" "$AVENV" -C q doctor myenv
like "$rc:$out" "1:$HOME/q/myenv, Python*it was copied from" 'what is here comes before a known one of that name'
rm -rf q myenv
run "${CLEAN[@]}" "$AVENV" doctor --all p
is "$rc" 2 '--all with an environment'

# ---- what is printed --------------------------------------------------------

chmod o+w p/.venv
run "${CLEAN[@]}" "$AVENV" doctor p/.venv
is "$rc:$out:$err" "1:$HOME/p/.venv, Python $version
  wrong  '$HOME/p/.venv' can be written to by anybody, who could change what runs here, so it is not turned on; to mend it: chmod go-w $HOME/p/.venv:" 'a finding: a line with all of it'
plain q/.venv
run "${CLEAN[@]}" "$AVENV" doctor --all
is "$rc:$(grep -c . <<<"$out")" 1:3 '--all: those that something is wrong with, and how many'
like "$out" "$HOME/p/.venv*something is wrong with 1 of 2 environments" '--all: which'
run "${CLEAN[@]}" "$AVENV" doctor p/.venv q/.venv
like "$out" "$HOME/p/.venv*nothing is wrong with '$HOME/q/.venv'*something is wrong with 1 of 2 environments" 'two by name: each'
chmod o-w p/.venv
run "${CLEAN[@]}" "$AVENV" doctor --all
is "$rc:$out" '0:nothing is wrong with 2 environments' '--all: nothing'
run "${CLEAN[@]}" "$AVENV" doctor p/.venv q/.venv
is "$rc:$out" "0:nothing is wrong with '$HOME/p/.venv'
nothing is wrong with '$HOME/q/.venv'" 'two by name: nothing'
mkdir "$T/nobody"
run "${CLEAN[@]}" HOME="$T/nobody" "$AVENV" doctor --all
is "$rc:$out:$err" '0:nothing is wrong with this shell:' '--all: none is known'
mkdir way
ln -s ../q/.venv way/.venv
run "${CLEAN[@]}" "$AVENV" -C way doctor
like "$out"$'\n' "avenv allow $HOME/way"$'\n' 'a link that is not allowed'
# What leads elsewhere is not followed without a record, and so nobody knows what is there.
plain elsewhere
rm elsewhere/bin/python3
for how in link redirect list; do
	rm -rf way/.venv way/.python-envs
	case $how in
	link) ln -s ../elsewhere way/.venv ;;
	redirect) echo ../elsewhere >way/.venv ;;
	list) echo ../elsewhere >way/.python-envs ;;
	esac
	"$AVENV" -q forget way 2>/dev/null
	run "${CLEAN[@]}" "$AVENV" -C way doctor
	like "$rc:$out" "0:*leads elsewhere and is not followed until it is allowed, so what is there was not looked at*avenv allow $HOME/way" "a $how that is not allowed: said"
	unlike "$out" 'nothing is wrong' "a $how that is not allowed: not that nothing is wrong"
	run "${CLEAN[@]}" "$AVENV" -C way doctor --json
	like "$out" 'is not followed until it is allowed' "a $how that is not allowed: said in JSON"
	"$AVENV" -q deny way
	run "${CLEAN[@]}" "$AVENV" -C way doctor
	like "$rc:$out" '0:*leads elsewhere and is not followed as you denied it, so' "a $how that is denied: said"
	unlike "$out" 'nothing is wrong' "a $how that is denied: not that nothing is wrong"
done
"$AVENV" -q forget way
# What it leads to may be denied by itself: to allow the project would not help.
rm way/.python-envs
plain elsewhere
echo ../elsewhere >way/.venv
"$AVENV" -q allow way
"$AVENV" -q deny elsewhere
run "${CLEAN[@]}" "$AVENV" -C way doctor
like "$out"$'\n' "avenv allow $HOME/elsewhere"$'\n' 'a redirect to what is denied by itself'
"$AVENV" -q forget elsewhere way
rm way/.venv elsewhere/bin/python3
# What was allowed is another one by now: that is wrong, wherever it leads.
"$AVENV" -q allow way
mv way was
mkdir way
ln -s ../elsewhere way/.venv
run "${CLEAN[@]}" "$AVENV" -C way doctor
like "$rc:$out" '1:*wrong  something else stands there than what you allowed, so it is not turned on' 'a link in another directory than was allowed: said'
"$AVENV" -q forget way
rm -r elsewhere was way
if can_trace; then
	run "${CLEAN[@]}" strace -o /dev/null -P "$HOME/q/.venv" -e inject=statx:error=EIO "$AVENV" doctor --all
	is "$rc:$out:$(grep -v '^strace: ' <<<"$err")" \
		"1:nothing is wrong with 1 environment:avenv: cannot look at '$HOME/q/.venv': Input/output error" \
		'--all: nothing in what can be looked at, but that was not all'
else
	skip 'strace may not trace here'
fi
run "${CLEAN[@]}" PYTHONPATH=/x "$AVENV" doctor --all
unlike "$out" PYTHONPATH '--all: no notes'
run "${CLEAN[@]}" PYTHONPATH=/x "$AVENV" doctor q/.venv
is "$rc:$out" "0:nothing is wrong with '$HOME/q/.venv'
this shell
  note   PYTHONPATH says '/x': modules there come before those of any environment; to change that: unset PYTHONPATH" 'a note: no failure'
evil=$'evil\e[2J'
mkenv "$evil/.venv"
chmod o+w "$evil/.venv"
run "${CLEAN[@]}" "$AVENV" doctor "$evil/.venv"
unlike "$out$err" $'\e' 'what a terminal would act on is escaped'
eval "$(sed -n 's/.*to mend it: //p' <<<"$out")"
is "$(stat -c %A "$evil/.venv")" drwxr-xr-x 'the command is about that one all the same'
rm -rf "$evil" p q

# ---- trust ------------------------------------------------------------------

sound p/.venv
chmod o+w p/.venv/bin
finds refused 'others may write' -- p/.venv
mended 'others may write' -- p/.venv
if [ "$(id -u)" = 0 ]; then
	chown 4242 p/.venv/bin
	finds refused "another's bin" -- p/.venv
	mended "another's bin" -- p/.venv
	sound p/.venv
	"$AVENV" -q forget p
	chown 4242 p/.venv
	finds foreign "another's" -- p/.venv
	mended "another's" -- p/.venv
	sound p/.venv
	"$AVENV" -q forget p
	chmod o+w p/.venv/pyvenv.cfg
	finds 'refused (not-allowed)' 'not allowed, and others may write' -- p/.venv
else
	skip 'only for root' 10
	# For the whole list at the end.
	printf '%s\n' refused foreign >>"$T/seen"
fi
rm -rf p
sound p/.venv
"$AVENV" -q forget p
finds '(not-allowed)' 'no record' -- p/.venv
mended 'no record' -- p/.venv
"$AVENV" -q deny p
finds '(denied)' 'denied' -- p/.venv
mended 'denied' -- p/.venv
mv p was
mkdir p
mv was/.venv p/
finds changed 'another directory' -- p/.venv
mended 'another directory' -- p/.venv
sound cd/.venv
mv cd c:d
"$AVENV" -q allow c:d
found_too colon 'a colon above' c:d/.venv
not_ok 'a colon above: no command' test -e "$T/mend"
sound p/ef
mv p/ef p/e:f
"$AVENV" -q allow p/e:f
found_too colon 'a colon' p/e:f
run "${CLEAN[@]}" bash -c "$(cat "$T/mend")"
doctor -- p/e-f
is "$rc:$ids" 0: 'a colon: moved'
rm -rf c:d was p

mkdir r
"$AVENV" -q allow r
echo ../nowhere >r/.venv
cd r || exit
finds pointer 'a redirect that leads nowhere' --
run "${CLEAN[@]}" bash -c "$(cat "$T/mend")"
not_ok 'a redirect that leads nowhere: removed' test -e .venv
ln -s nowhere .venv
finds pointer 'a link that leads nowhere' --
mended 'a link that leads nowhere' --
sound one
sound two
finds several 'two of them' --
run "${CLEAN[@]}" "$AVENV" use one
doctor --
is "$rc:$ids" 0: 'two of them: use one'
cd "$HOME" || exit
rm -rf r

# ---- git --------------------------------------------------------------------

if command -v git >/dev/null; then
	sound 'g it/.venv'
	git -C 'g it' init -q 2>/dev/null
	git -C 'g it' add -f .venv
	finds tracked 'tracked' -- 'g it/.venv'
	mended 'tracked' -- 'g it/.venv'
	echo damaged >'g it/.git/index'
	finds '(git-unknown)' 'a damaged index' -- 'g it/.venv'
	rm -rf 'g it'
	# To git a path is a pattern, and one with a colon first has options.
	for dir in '[ab]' 'a*' 'a?' 'a\b' ':!b'; do
		sound git/made/.venv
		mv git/made "git/$dir"
		mkdir git/a git/ab
		echo ../b >git/a/.venv
		echo ../b >git/ab/.venv
		git -C git init -q 2>/dev/null
		git -C git add -f .
		found_too tracked "tracked, $dir" "git/$dir/.venv"
		run "${CLEAN[@]}" bash -c "$(cat "$T/mend")"
		is "$rc:$(git -C git ls-files | paste -sd ' ')" '0:a/.venv ab/.venv' "tracked, $dir: nothing else goes"
		rm -rf git
	done
	sound git/.venv
	git -C git init -q 2>/dev/null
	git -C git add -f .
	finds tracked 'tracked, a plain name' -- git/.venv
	is "$(cat "$T/mend")" "git -C $HOME/git rm -r -f -q --cached -- .venv" 'tracked, a plain name: a plain command'
	rm -rf git
	# Out of it may go what is in it, not all that there is.
	sound self
	git -C self init -q 2>/dev/null
	git -C self add -f pyvenv.cfg
	finds tracked 'the environment is the work tree' -- self
	not_ok 'the environment is the work tree: no command' test -e "$T/mend"
	rm -rf self
	# `avenv` names doctor where a mere allow would be refused: there that is said.
	sound git/venv
	git -C git init -q 2>/dev/null
	git -C git add -f .
	sound own
	ln -s ../own git/.venv
	"${CLEAN[@]}" "$AVENV" -q forget git own
	run "${CLEAN[@]}" "$AVENV" -C git doctor
	like "$out" "and 'avenv allow' refuses it: git tracks 'venv/bin/* of '$HOME/git/venv', so others decide what runs" 'allow would be refused: why'
	unlike "$out" 'avenv allow ' 'allow would be refused: it is not named as what changes that'
	rm -rf git own
else
	skip 'git is not installed' 24
	printf '%s\n' tracked git-unknown >>"$T/seen"
fi

# ---- what avenv left beside it ----------------------------------------------

sound beside
mkdir -m 700 .avenv-backup-beside
cp -a beside .avenv-backup-beside/env
finds '(backup)' 'what recreate replaced' -- beside
mended 'what recreate replaced' -- beside
mkdir .avenv-new-0123abcd
finds '(left-beside)' 'what a kill left' -- beside
like "$json" "*'$HOME/.avenv-new-0123abcd' is of an avenv that was killed*" '... which is named'
exec 9<.avenv-new-0123abcd
flock 9
doctor -- beside
is "$rc:$ids" 0: 'what another avenv works on is nothing to be told'
exec 9<&-
"${CLEAN[@]}" "$AVENV" create -q --without-pip -p /usr/bin/python3 beside2
doctor -- beside
is "$rc:$ids" 0: 'the next one removed it'
rm -rf beside beside2

# ---- its base ---------------------------------------------------------------

sound p/.venv
sed -i 's/^home.*//' p/.venv/pyvenv.cfg
finds cfg "no 'home'" -- p/.venv
mended "no 'home'" -- p/.venv
sound p/.venv
rm p/.venv/pyvenv.cfg
pushd p >/dev/null || exit
finds cfg 'no pyvenv.cfg' --
mended 'no pyvenv.cfg' --
popd >/dev/null || exit
chmod 0755 "$T"
cp "$AVENV" "$T/avenv"
mkdir "$T/user"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$T/user"; fi
user=(as_user "${CLEAN[@]}" HOME="$T/user" "$T/avenv")
"${user[@]}" create -q --without-pip "$T/user/env"
for closed in "rwx $T/user/env" "r $T/user/env/pyvenv.cfg"; do
	chmod 0 "${closed#* }"
	run "${user[@]}" doctor "$T/user/env"
	like "$out" "*; to mend it: chmod u+$closed*" "closed: what opens ${closed#* }"
	chmod "u+${closed%% *}" "${closed#* }"
done
rm -r "$T/user"
sound p/.venv
rm p/.venv/pyvenv.cfg
mkdir p/.venv/pyvenv.cfg
finds cfg 'a directory for pyvenv.cfg' -- p/.venv
rm -r p/.venv
mkdir -p p/.venv/Scripts p/.venv/Lib/site-packages
printf 'home = C:\\Python312\nversion = 3.12.1\n' >p/.venv/pyvenv.cfg
touch p/.venv/Scripts/python.exe
chmod +x p/.venv/Scripts/python.exe
finds windows 'made on Windows' -- p/.venv
rm -rf p

# Of a base that its distribution manages, and of one that it does not.
plain p/.venv
doctor -- p/.venv
is "$rc:$ids" 0: 'a base of its own'
printf '[externally-managed]\n' >"$T/base/lib/python$series/EXTERNALLY-MANAGED"
doctor -- p/.venv
is "$rc:$ids" 0: 'a managed base that no pip on PATH is of'
mkdir "$T/managed"
printf '#!%s\n' "$T/base/bin/python$series" >"$T/managed/pip"
chmod 0755 "$T/managed/pip"
finds '(managed)' "a managed base's pip" PATH="$T/managed:$T/bin:$PATH" --
doctor PATH="$HOME/p/.venv/bin:$T/managed:$T/bin:$PATH" VIRTUAL_ENV="$HOME/p/.venv" --
is "$rc:$ids" 0: 'while an environment is on'
printf '#!%s\n' "$HOME/p/.venv/bin/python3" >p/.venv/bin/pip
chmod 0755 p/.venv/bin/pip
doctor PATH="$HOME/p/.venv/bin:$T/managed:$T/bin:$PATH" --
is "$rc:$ids" 0: 'while one is on by PATH alone'
rm "$T/base/lib/python$series/EXTERNALLY-MANAGED"
sed -i 's/^include.*/include-system-site-packages = true/' p/.venv/pyvenv.cfg
doctor -- p/.venv
is "$rc:$ids" 0: "the base's packages, none of the user's"
mkdir -p ".local/lib/python$series/site-packages"
doctor -- p/.venv
is "$rc:$ids" 0: "the base's packages, and a place for the user's"
mkdir -p "$T/base/lib/python$series/site-packages/bare-1.0.dist-info"
printf 'Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n' >"$T/base/lib/python$series/site-packages/bare-1.0.dist-info/METADATA"
doctor -- p/.venv
is "$rc:$ids" 0: 'what its base has is not its own matter'
own=p/.venv/lib/python$series/site-packages
installed p/.venv bare 2.0
installed p/.venv bare 2.1
finds duplicate "what is there twice and hides the base's" -- p/.venv
like "$(cat "$T/mend")" 'rm -r */bare-2.0.dist-info && *bare==2.1' "what is there twice and hides the base's: the newer stays"
rm -r "$own"/bare-2.?.dist-info
# pip 24.2 and newer go by the entry's name, and of one Name in METADATA show the last.
rm -r "$own/pip-23.0.1.dist-info"
installed p/.venv pip 24.2
installed p/.venv bare 2.0
doctor -- p/.venv
is "$rc:$ids" 0: "what hides the base's"
mv "$own"/{bare,own}-2.0.dist-info
sed -i 's/^bare/own/' "$own/own-2.0.dist-info/RECORD"
run "${CLEAN[@]}" "$AVENV" packages p/.venv
like "$out" 'bare  1.0' "what the base's hides: pip lists the base's"
doctor -- p/.venv
is "$rc:$ids" 0: "what the base's hides"
sed -i 's/^include.*/include-system-site-packages = false/' p/.venv/pyvenv.cfg
mkdir p/.venv/more
cp -R "$T/base/lib/python$series/site-packages/bare-1.0.dist-info" p/.venv/more
touch p/.venv/more/bare-1.0.dist-info/RECORD
echo "$HOME/p/.venv/more" >"$own/more.pth"
finds duplicate 'what one in a directory of a .pth hides' -- p/.venv
not_ok 'what one in a directory of a .pth hides: no command' test -e "$T/mend"
sed -i 's/^include.*/include-system-site-packages = true/' p/.venv/pyvenv.cfg
rm -r p/.venv/more "$own"/{own-2.0.dist-info,more.pth}
mkdir -p ".local/lib/python$series/site-packages/mine"
finds '(user-site)' "the user's packages" -- p/.venv
mended "the user's packages" -- p/.venv
rm -rf ".local/lib/python$series" p

# ---- what repair mends, and what it cannot ----------------------------------

# broken ID NAME: ID is found in p/.venv, mended, and found no more
broken() {
	finds "$1" "$2" -- p/.venv
	is "$(cat "$T/mend")" "avenv repair $HOME/p/.venv" "$2: by repair"
	mended "$2" -- p/.venv
}
bin=p/.venv/bin
sound p/.venv
rm "$bin/python"
ln -s nowhere "$bin/python"
broken link 'a link that leads nowhere'
sound p/.venv
rm "$bin/activate"
broken no-activate 'no activate script'
sed -i "s/^version.*/version = $series.99/" p/.venv/pyvenv.cfg
broken outdated-cfg 'pyvenv.cfg of another patch release'
rm -rf p/.venv/lib64
ln -s "$HOME/p/.venv/lib" p/.venv/lib64
broken lib64 'an absolute lib64'
printf '#!/nowhere/bin/python\nprint(1)\n' >"$bin/tool"
chmod 0755 "$bin/tool"
broken foreign-launcher 'a script for a Python that is gone'
printf '#!%s/bin/python\r\nprint(1)\r\n' "$HOME/p/.venv" >"$bin/tool"
broken crlf 'line ends of Windows'
chmod 0644 "$bin/tool"
broken not-executable 'a script without its mode'
sed -i 's|^home.*|home = /nowhere/bin|' p/.venv/pyvenv.cfg
ln -sf "/nowhere/bin/python$series" "$bin/python3"
finds base-gone 'its base is gone' -- p/.venv
like "$json" "its Python, $version in '/nowhere/bin', is gone; '/usr/bin/python" 'its base is gone: what and what else'
mended 'its base is gone' -- p/.venv
sed -i "s|^command = [^ ]*|command = /nowhere/bin/python3|" p/.venv/pyvenv.cfg
doctor -- p/.venv
is "$rc:$ids" 0: "'command' alone is nothing wrong"
printf '#!/usr/bin/python3.99\n' >"$bin/mine"
chmod 0755 "$bin/mine"
finds foreign-launcher "a script for a Python of the system's that is gone" -- p/.venv
rm "$bin/mine"
"${CLEAN[@]}" "$AVENV" create -q -p /usr/bin/python3 --clear --copies --without-pip p/.venv
installed p/.venv pip 23.0.1
head -c 100 /dev/zero >"$bin/python$series"
broken copy 'a damaged copy of Python'
rm "$bin/python"
echo 'exec /usr/bin/python3 "$@"' >"$bin/python"
finds script 'a script in its place that only a shell starts' -- p/.venv
printf '#!%s/p/.venv/bin/python3\n' "$HOME" >"$bin/tool"
chmod 0755 "$bin/tool"
mv "$bin/tool" "$bin/python3"
finds 'script script' 'and one that starts itself' -- p/.venv
printf '#!/bin/sh\nexec "$RUNTIME" "$@"\n' >"$bin/python"
chmod 0755 "$bin/python"
cp "$bin/python" "$bin/python3"
finds '(wrapper) (wrapper)' 'and those of which nobody knows' -- p/.venv
sound p/.venv
mv p was
mkdir p
"$AVENV" -q allow p
mv was/.venv p/new
"$AVENV" -q allow p/new
finds moved 'moved' -- p/new
mended 'moved' -- p/new
mkdir -p p/new/share
echo "at $HOME/p/new" >p/new/share/data.txt
mv p/new p/.venv
found_too moved 'moved again' p/.venv
found_too '(names-old-place)' 'a file of somebody' p/.venv
like "$json" "$HOME/p/.venv/share/data.txt:1: at $HOME/p/new" 'a file of somebody: which line'
rm -r p was

# beyond ID NAME [ARGS]: that is found, and needs another environment
beyond() {
	found_too "$1" "$2" p/.venv
	like "$(cat "$T/mend")" "avenv recreate $3$HOME/p/.venv" "$2: by recreate"
}
sound p/.venv
site=p/.venv/lib/python$series/site-packages
rm -r "$bin"
beyond bin-gone 'no bin'
like "$json" "'$HOME/$bin' is gone, with all programs" 'no bin: said'
touch "$bin"
beyond bin-gone 'a file for bin'
like "$json" "'$HOME/$bin' is not a directory: no programs" 'a file for bin: not that it is gone'
rm "$bin"
ln -s nowhere "$bin"
found_too bin-gone 'a link for bin that leads nowhere' p/.venv
like "$json" "'$HOME/$bin' is not a directory: no programs" 'a link for bin that leads nowhere: that it is none'
sound p/.venv
mv "$bin" p/programs
ln -s ../programs "$bin"
found_too bin-gone 'a link for bin' p/.venv
like "$json" "'$HOME/$bin' is a link to '$HOME/p/programs', not a directory, so it is not turned on" \
	'a link for bin: that its programs are there'
run "${CLEAN[@]}" "$AVENV" status p/.venv
like "$out" 'found:    broken' 'a link for bin: it is not turned on'
rm -rf p/programs
sound p/.venv
echo /nowhere/src >"$site/__editable__.mine-1.0.pth"
finds source-gone 'an editable whose source is gone' -- p/.venv
rm "$site"/*.pth
finder=$site/__editable___mine_1_0_finder.py
printf '%s\n' "MAPPING = {'x': '/odd\\'/src', 'y': \"$PWD\", 'mine': '/nowhere/src'}" >"$finder"
finds source-gone 'one with a finder' -- p/.venv
printf '%s' "MAPPING = {'mine': '$PWD', 'x': 'relative', 'y': '/odd\\tsrc', 'z': '/open" >"$finder"
run "$AVENV" doctor --json p/.venv
unlike "$out" source-gone 'what has an escape, is relative or not closed is no path in a finder'
mkdir src
for module in src/one.py src/one.pyc src/one.cpython-311-x86_64-linux-gnu.so; do
	printf '%s' "MAPPING = {'one': '$PWD/src/one'}" >"$finder"
	touch "$module"
	doctor -- p/.venv
	is "$ids" '' "a single module, ${module#*.}"
	rm "$module"
	touch src/one_more.py src/one.md src/one.egg-info
	mkdir -p src/one.so
	ln -sfn nowhere src/one.py
	finds source-gone "a single module, ${module#*.}, that is gone" -- p/.venv
	rm -r src/one.so src/one.py
done
printf '%s\n' "$PWD/src/one" >"$site/x.pth"
rm "$finder"
touch src/one.py
finds source-gone 'on the import path only a directory counts' -- p/.venv
rm -r "$site/x.pth" src
cp /bin/true "$site/x.cpython-27m-$(uname -m)-linux-gnu.so"
beyond compiled-for-other-python 'a module for another Python'
rm "$site"/*.so
cp /bin/true "$site/x.abi3.so"
printf '\002\000' | dd of="$site/x.abi3.so" bs=1 seek=18 conv=notrunc status=none
beyond compiled-for-other-machine 'a module for another machine'
rm "$site"/*.so
perl -0777 -pe 's/libc\.so\.6\0/libc.so\0\0\0/g' /bin/true >"$site/x.abi3.so"
beyond compiled-for-other-libc 'a module for another C library'
sound p/.venv
mv "p/.venv/lib/python$series" p/.venv/lib/python3.99
sed -i 's/^version.*/version = 3.99.1/' p/.venv/pyvenv.cfg
beyond minor-mismatch 'a base of another minor version' '-p 3.[0-9]* '
rm "$bin"/python*
ln -s /nowhere/bin/python3.99 "$bin/python3.99"
ln -s python3.99 "$bin/python"
beyond base-missing 'a base that is gone, and no other' '-p 3.[0-9]* '
if ! command -v strace >/dev/null; then
	skip 'strace is not installed' 3
	echo unseen >>"$T/seen"
elif ! can_trace; then
	skip 'strace may not trace here' 3
	echo unseen >>"$T/seen"
else
	plain p/.venv
	finds unseen 'a base that cannot be looked at is not gone' \
		strace -o /dev/null -P "$T/base/bin/python$series" -e inject=statx:error=EIO -- p/.venv
	like "$json" '*"cannot look at '"'$T/base/bin/python$series'"': Input/output error"*' 'and is named'
fi
rm -r p

# ---- what is installed ------------------------------------------------------

sound p/.venv
site=p/.venv/lib/python$series/site-packages
mkdir -p "$site/~equests/__pycache__" "$site/~ip-22.0.dist-info"
touch "$site/~equests/__pycache__/x.pyc"
finds leftover 'an interrupted pip' -- p/.venv
like "$json" '2 directories of an interrupted pip are left' 'an interrupted pip: how much'
mended 'an interrupted pip' -- p/.venv
mkdir -p "$site/gone/__pycache__" "$site/there/__pycache__"
touch "$site/there/__init__.py" "$site/gone/__pycache__/x.pyc"
finds only-bytecode 'what is left of a package' -- p/.venv
mended 'what is left of a package' -- p/.venv
ok 'what is left of a package: another stays' test -d "$site/there/__pycache__"
# The suffix has a dash as well, and what lies above may be called so.
mkdir "$site/foo.dist-info"
finds metadata 'metadata in a directory without a version' -- p/.venv
not_ok 'metadata in a directory without a version: no command' test -e "$T/mend"
rm -r "$site/foo.dist-info"
# Which of two pip comes by first is the file system's, by when they were made or by their
# names: of so many, made in either order, some are one way and some the other.
for n in 0 1 2 3 4 5 6 7; do
	((n % 2)) || installed p/.venv "foo_dist$n" 1.0
	mkdir "$site/foo$n.dist-info"
	printf '%s\n' 'Metadata-Version: 2.1' "Name: foo-dist$n" 'Version: 2.0' >"$site/foo$n.dist-info/METADATA"
	touch "$site/foo$n.dist-info/RECORD"
	((n % 2)) && installed p/.venv "foo_dist$n" 1.0
done
finds 'duplicate duplicate duplicate duplicate duplicate duplicate duplicate duplicate' \
	'one without a version beside another of that name' -- p/.venv
# commands: of each, without its number: which is passed over; and which goes, and what pip is to install
commands() {
	python3 -I -S -c 'import json, re, sys
for f in json.load(sys.stdin)["environments"][0]["findings"]:
    if f["id"] == "duplicate":
        words = re.search(r"but \S*?(\w[^ /]*-info)", f["text"]).groups()
        words += re.search(r"^rm -r \S*/(\S+) && .*--no-deps .(\S+==\S+).$", f["mend"]).groups() if f["mend"] else ("-",)
        print(*(re.sub("(foo|_dist|-dist)[0-9]", r"\1", word) for word in words))
' <<<"$json" | LC_ALL=C sort -u
}
is "$(commands)" 'foo.dist-info foo_dist-1.0.dist-info foo-dist==2.0
foo_dist-1.0.dist-info foo_dist-1.0.dist-info foo-dist==2.0' 'the newer one stays, by its METADATA'
rm -r "$site"/foo*.dist-info
for n in 0 1 2 3 4 5 6 7; do
	installed p/.venv "foo$n" "1.$((n % 2))"
	installed p/.venv "foo$n" "1.$((1 - n % 2))"
done
doctor -- p/.venv
is "$(commands)" 'foo-1.0.dist-info foo-1.0.dist-info foo==1.1
foo-1.1.dist-info foo-1.0.dist-info foo==1.1' 'the newer one stays, whichever pip comes by first'
mv "$site/pip-23.0.1.dist-info" p/
doctor -- p/.venv
is "$(commands)" $'foo-1.0.dist-info -\nfoo-1.1.dist-info -' 'no pip, no command of it'
mv p/pip-23.0.1.dist-info "$site/"
for n in 0 1 2 3 4 5 6 7; do
	echo '{"url": "https://example.org/foo.whl", "archive_info": {}}' >"$site/foo$n-1.$((n / 4)).dist-info/direct_url.json"
done
doctor -- p/.venv
is "$(commands)" $'foo-1.0.dist-info -\nfoo-1.1.dist-info -' "what an index has by that name is somebody else's"
rm -r "$site"/foo*.dist-info
for n in 0 1 2 3 4 5 6 7; do
	((n % 2)) || installed p/.venv "foo$n" 1.0
	mkdir "$site/foo$n.dist-info"
	echo "Name: foo$n" >"$site/foo$n.dist-info/METADATA"
	((n % 2)) && installed p/.venv "foo$n" 1.0
done
doctor -- p/.venv
is "$(tr -s ' ' '\n' <<<"$ids" | sort | uniq -c | wc -l):$(wc -w <<<"$ids"):$(commands)" \
	'2:8:foo.dist-info foo.dist-info foo==1.0' 'one that has no version by any word'
rm -r "$site"/foo*.dist-info
installed p/.venv Foo 1.0
installed p/.venv foo 1.0
finds duplicate 'one version twice' -- p/.venv
like "$(commands)" '?oo-1.0.dist-info ?oo-1.0.dist-info ?oo==1.0' 'one version twice: one goes'
unlike "$(commands)" 'foo*foo*foo' 'one version twice: and the other one is installed anew'
rm -r "$site"/?oo-1.0.dist-info
for n in 0 1 2; do
	installed p/.venv foo "1.$n"
done
finds 'duplicate duplicate' 'one in three versions' -- p/.venv
is "$(commands | cut -d' ' -f2-)" $'-\n-' 'one in three versions: no command that leaves the middle one'
rm -r "$site"/foo-*.dist-info
for n in a b; do
	installed p/.venv foo "odd.$n"
done
finds duplicate 'one in two versions that are none' -- p/.venv
not_ok 'one in two versions that are none: no index has it by that' test -e "$T/mend"
rm -r "$site"/foo-odd.?.dist-info
# distutils wrote a file, which pip cannot remove; eggs come last.
installed p/.venv foo 1.0
printf '%s\n' 'Metadata-Version: 2.1' 'Name: foo' 'Version: 2.0' >"$site/foo-2.0.egg-info"
finds duplicate 'metadata of distutils beside another of that name' -- p/.venv
not_ok 'metadata of distutils beside another of that name: no command' test -e "$T/mend"
rm "$site/foo-2.0.egg-info"
for n in 1 2; do
	mkdir -p "$site/foo-0.$n-py$series.egg/EGG-INFO"
	printf '%s\n' 'Metadata-Version: 2.1' 'Name: foo' "Version: 0.$n" >"$site/foo-0.$n-py$series.egg/EGG-INFO/PKG-INFO"
	printf '%s\n' "./foo-0.$n-py$series.egg" >"$site/easy-install.pth"
	finds duplicate "$n: what is in an egg as well" -- p/.venv
	not_ok "$n: what is in an egg as well: no command" test -e "$T/mend"
done
rm -r "$site"/foo-*.egg "$site/easy-install.pth"
# "setup.py develop" after an installation: the metadata are not there, to be removed.
mkdir -p p/src/foo.egg-info
printf '%s\n' 'Metadata-Version: 2.1' 'Name: foo' 'Version: 2.0' >p/src/foo.egg-info/PKG-INFO
printf '%s\n' "$HOME/p/src" . >"$site/foo.egg-link"
doctor -- p/.venv
is "$rc:$ids" 0: 'what an egg-link leads to'
rm -r "$site/foo.egg-link" p/src
# pip does not install to such a directory.
mkdir -p p/lib
for n in 1 2 3; do
	mkdir "p/lib/foo-$n.dist-info"
	printf '%s\n' 'Metadata-Version: 2.1' 'Name: foo' "Version: $n" >"p/lib/foo-$n.dist-info/METADATA"
	touch "p/lib/foo-$n.dist-info/RECORD"
	cp -R "p/lib/foo-$n.dist-info" "p/lib/bar-$n.dist-info"
	sed -i 's/foo/bar/' "p/lib/bar-$n.dist-info/METADATA"
done
printf '%s\n' "$HOME/p/lib" >"$site/x.pth"
doctor -- p/.venv
is "$rc:$ids" 0: 'in a directory that a .pth names'
rm -r "$site"/foo-1.0.dist-info "$site/x.pth" p/lib
mkdir '~above'
for above in requests-2.0.dist-info '~above'; do
	sound "$above/.venv"
	mkdir "$above/${site#p/}/ok-1.0.dist-info"
	finds metadata "no METADATA, below $above" -- "$above/.venv"
	like "$(cat "$T/mend")" "* 'ok==1.0'" "no METADATA, below $above: of what a command is"
	rm -r "$above"
done
installed p/.venv a 1.0 'Requires-Dist: b (>=1 ,'
finds no-requirement 'no requirement' -- p/.venv
installed p/.venv c 1.0 'Requires-Dist: d' 'Requires-Dist: e'
finds 'unmet unmet no-requirement' 'no requirement, and two that are not there: each' -- p/.venv
rm -r "$site/c-1.0.dist-info"
installed p/.venv f 1.0
rm "$site/f-1.0.dist-info/RECORD"
echo '{"url": "file:///src/f", "dir_info": {}}' >"$site/f-1.0.dist-info/direct_url.json"
finds 'no-record no-requirement' 'no RECORD, of a directory' -- p/.venv
not_ok 'no RECORD, of a directory: no other of that name is installed over it' test -e "$T/mend"
rm -r "$site/f-1.0.dist-info"
mv "$site/pip-23.0.1.dist-info" pip
finds '(no-pip) no-requirement' 'no pip' -- p/.venv
like "$json" "'pip install' installs elsewhere" 'no pip: what that means'
unlike "$json" 'uv pip' 'no pip: nothing of uv'
rm -r "$site/a-1.0.dist-info"
echo 'uv = 0.9.1' >>p/.venv/pyvenv.cfg
finds '(no-pip)' 'no pip, by uv' -- p/.venv
like "$json" "type 'uv pip install' for 'pip install'" 'no pip, by uv: what to type instead'
cfg=$(cat p/.venv/pyvenv.cfg)

# unasked IDS NAME: no command that is printed starts a program of it
unasked() {
	doctor -- p/.venv
	is "$ids" "$1" "$2: $1"
	unlike "$json" ' -m ' "$2: nothing of it is to be started"
}
"$AVENV" -q forget p/.venv
unasked '(not-allowed) (no-pip)' 'no record'
mv p/.venv/bin/python3 p/python3
printf '#!/bin/sh\n' >p/.venv/bin/python3
chmod 0755 p/.venv/bin/python3
unasked '(wrapper) (not-allowed) (no-pip)' 'a script for an interpreter, and no record'
"$AVENV" -q allow p/.venv
unasked '(wrapper) (no-pip)' 'a script for an interpreter'
rm p/.venv/bin/python3
unasked 'link (no-pip)' 'no interpreter'
printf '#!/bin/sh\n' >p/.venv/bin/tool
chmod 0755 p/.venv/bin/tool
ln -s tool p/.venv/bin/python3
unasked 'link (no-pip)' 'a link to a script beside it'
rm p/.venv/bin/python3 p/.venv/bin/tool
mv p/python3 p/.venv/bin/
printf '#!/bin/sh\n' >p/.venv/bin/tool
unasked 'not-executable (no-pip)' 'what cannot be executed'
rm p/.venv/bin/tool
mv p/.venv/bin/python3 p/
ln -s /usr/bin/true p/.venv/bin/python3
unasked 'base-gone (no-pip)' 'a base that is another program by now'
mv p/python3 p/.venv/bin/
mv "p/.venv/lib/python$series" p/.venv/lib/python3.99
sed -i.was 's/^version.*/version = 3.99.1/' p/.venv/pyvenv.cfg
unasked 'minor-mismatch (no-pip)' 'a base of another version'
mv p/.venv/lib/python3.99 "p/.venv/lib/python$series"
mv p/.venv/pyvenv.cfg.was p/.venv/pyvenv.cfg

if /usr/bin/python3 -c 'import venv, ensurepip' 2>/dev/null; then
	mended 'no pip, by uv' -- p/.venv
	is "$(cat p/.venv/pyvenv.cfg)" "$cfg" 'no pip, by uv: pyvenv.cfg stays'

	# made NAME: an environment with pip, on which pip is run; $pip is that pip
	made() {
		rm -rf p
		"${CLEAN[@]}" "$AVENV" create -q -p /usr/bin/python3 p/.venv
		pip=("${CLEAN[@]}" p/.venv/bin/python -m pip install -q)
	}
	for version in 1.0 2.0; do
		"$SRCDIR/tests/mkdist.py" wheel "$T/wheels" needed "$version"
	done
	for version in 0.9 1.0; do
		"$SRCDIR/tests/mkdist.py" wheel "$T/wheels" needing "$version" 'needed<2; python_version > "3"'
	done
	made
	"${pip[@]}" --no-deps needing
	finds unmet 'a requirement that is not there' -- p/.venv
	like "$json" 'needing 1.0 requires needed, which is not installed: it may fail' 'unmet: in words'
	like "$(cat "$T/mend")" "*/bin/python -m pip install 'needed<2'" 'unmet: without its marker'
	"$SRCDIR/tests/mkdist.py" wheel "$T/wheels" another 1.0 'needed>=1' 'needed[x]!=1.5; python_version > "2"'
	"${pip[@]}" --no-deps another
	finds unmet 'what two require' -- p/.venv
	like "$json" 'needed is not installed, but required by another 1.0 and needing 1.0: what requires it may fail' 'what two require: by whom'
	like "$(cat "$T/mend")" "*/bin/python -m pip install 'needed?x?!=1.5,<2,>=1'" 'what two require: in one'
	mended 'what two require' -- p/.venv
	"${CLEAN[@]}" p/.venv/bin/python -m pip uninstall -qy another
	"${pip[@]}" --no-deps needed==2.0
	finds conflict 'a requirement in another version' -- p/.venv
	mended 'a requirement in another version' -- p/.venv
	is "$(p/.venv/bin/python -m pip check)" 'No broken requirements found.' 'pip check agrees'

	rm "$site/needed-1.0.dist-info/RECORD"
	finds no-record 'no RECORD' -- p/.venv
	mended 'no RECORD' -- p/.venv
	rm "$site/needed-1.0.dist-info/METADATA"
	finds 'metadata unmet' 'no METADATA' -- p/.venv
	mended 'no METADATA' -- p/.venv
	printf 'Name: needed\n\0' >"$site/needed-1.0.dist-info/METADATA"
	finds 'metadata unmet' 'a NUL in METADATA' -- p/.venv
	mended 'a NUL in METADATA' -- p/.venv
	installed p/.venv needing 0.9
	finds duplicate 'two versions of one' -- p/.venv
	mended 'two versions of one' -- p/.venv
	is "$(echo p/.venv/lib/python*/site-packages/needing-*)" "$site/needing-1.0.dist-info" 'two versions of one: the newer one stays'
else
	skip 'python3-venv is not installed' 35
	printf '%s\n' unmet conflict no-record metadata duplicate >>"$T/seen"
fi
rm -rf p pip

# ---- this shell -------------------------------------------------------------

sound 'p q/.venv'
on=("VIRTUAL_ENV=$HOME/p q/.venv" PATH="$T/bin:$PATH" AVENV_ENV=)
for value in /nowhere relative "$HOME"; do
	finds active-gone "VIRTUAL_ENV=$value" "VIRTUAL_ENV=$value" --
	in_shell "VIRTUAL_ENV=$value" "VIRTUAL_ENV=$value"
done
finds path-order 'PATH without it' "${on[@]}" --
in_shell 'PATH without it' "${on[@]}"
mkdir "$T/other"
ln -s /bin/true "$T/other/python3"
on[1]="PATH=$T/other:$HOME/p q/.venv/bin:$T/bin:$PATH"
finds path-order 'another python3 first' "${on[@]}" --
in_shell 'another python3 first' "${on[@]}"
ln -s "$HOME/p q/.venv/bin" "$T/way"
on[1]="PATH=$T/way:$T/bin:$PATH"
doctor "${on[@]}" --
is "$rc:$ids" 0: 'by another way: the same'
finds pythonhome PYTHONHOME "${on[@]}" PYTHONHOME=/usr --
in_shell PYTHONHOME "${on[@]}" PYTHONHOME=/usr
doctor PYTHONHOME=/usr --
is "$rc:$ids" 0: 'PYTHONHOME, and no environment on'
finds '(pythonpath)' PYTHONPATH PYTHONPATH=/x --
in_shell PYTHONPATH PYTHONPATH=/x
for name in PIP_USER=1 PIP_TARGET=/x PIP_PREFIX=/x PIP_ROOT=/x PIP_PYTHON=/usr/bin/python3; do
	finds pip-variable "$name" "$name" --
	in_shell "$name" "$name"
done
doctor PIP_USER=0 PIP_TARGET= --
is "$rc:$ids" 0: 'pip variables that say nothing'
finds '(conda)' 'conda' "${on[@]}" CONDA_PREFIX=/opt/conda --
is "$(cat "$T/mend")" 'conda deactivate' 'conda: the command'
doctor CONDA_PREFIX=/opt/conda --
is "$rc:$ids" 0: 'conda alone'

store=$HOME/.local/share/avenv/trust
chmod o+w "$store"
finds store 'a store that others may write' --
mended 'a store that others may write' --
echo 'no record' >>"$store"
finds store 'a damaged store' --
mended 'a damaged store' --

# ---- its set-up -------------------------------------------------------------

finds '(no-hook)' 'no hook' AVENV_HOOK= --
is "$(cat "$T/mend")" 'avenv setup' 'no hook: setup'
finds hook-outdated 'a hook of another version' AVENV_HOOK='bash 0 ' --
is "$(cat "$T/mend")" 'exec bash' 'a hook of another version: the command'
finds hook-outdated 'a version whose number begins as ours does' AVENV_HOOK='bash 33 ' --
finds '(off)' 'off' AVENV_DISABLE=1 --
in_shell 'off' AVENV_DISABLE=1
finds '(off)' 'avenv off' AVENV_HOOK='bash 3 x' --
is "$(cat "$T/mend")" 'avenv on' 'avenv off: the command'
finds two-hooks pyenv-virtualenv PYENV_VIRTUALENV_INIT=1 --
finds '(no-hook) (two-hooks)' 'pyenv-virtualenv alone' PYENV_VIRTUALENV_INIT=1 AVENV_HOOK= --
finds '(prompt-twice)' 'a prompt that shows it, too' "${on[@]}" AVENV_HOOK='bash 3 o' AVENV_HOOK_PROMPT=starship --
in_shell 'a prompt that shows it, too' "${on[@]}" AVENV_HOOK='bash 3 o' AVENV_HOOK_PROMPT=starship
doctor "${on[@]}" AVENV_HOOK='bash 3 o' --
is "$rc:$ids" 0: 'a prompt that does not'
echo 'eval "$(pyenv virtualenv-init -)"' >.bashrc
finds '(activator)' 'another that turns environments on' --
like "$json" "line 1: pyenv-virtualenv turns environments on, too" 'another that turns environments on: where'
for line in 'alias python=/usr/bin/python3' "alias pip='pip3.9'" 'alias python3="python3.9 -I"' '[ 1 ] && alias pip3=~/bin/pip'; do
	printf '\n%s\n' "$line" >.bashrc
	finds alias "$line" --
	like "$json" "$HOME/.bashrc', line 2: an alias" "$line: where"
done
for line in 'alias python=python3' 'alias pip="python3 -m pip"' '# alias python=/x' 'alias py=/usr/bin/python3' 'alias ll="ls /usr/bin"'; do
	echo "$line" >.bashrc
	doctor --
	is "$rc:$ids" 0: "$line: nothing wrong with it"
done
rm .bashrc
mkdir -p "$T/alone/bin"
cp "$AVENV" "$T/alone/bin/"
if [ -e /usr/local/libexec/avenv/avenv-hook ]; then
	skip 'avenv is installed here'
elif [[ $AVENV_BUILD_DIR == */valgrind ]]; then
	skip 'what is copied starts the one of the build'
else
	run "${CLEAN[@]}" "$T/alone/bin/avenv" doctor
	like "$rc:$out" '1:*avenv-hook, which belongs beside avenv' 'no helper'
fi
echo no-helper >>"$T/seen"

# ---- the whole list ---------------------------------------------------------

# What the manual names is what the sources name, and was found above.
manual=$(sed -n '/^\.Ss doctor/,/^\.Ss remove/s/^\.It Li //p' "$SRCDIR/src/avenv.1" | sort)
sources=$(perl -0777 -ne 'print "$1\n" while /(?:findings_(?:say|add)|repair_(?:mendable|beyond|reported))\(\s*[\w>\-]+,\s*(?:[^",]*\? )?"([a-z0-9-]+)"/g;
	print "$1\n" while /n->kind == COPY \? "copy" : "(link)"/g; print "$1\n" while /\[WRONG_\w+\] = "([a-z-]+)"/g;
	print "$1\n" while /\[FIND_\w+\] = \{ "([a-z-]+)"/g;
	for (/const char \*id = (.*?);/gs) { print "$1\n" while /"([a-z-]+)"/g }' \
	"$SRCDIR"/src/cli/{doctor,repair}*.c | sort -u)
is "$sources" "$manual" 'the manual has all that can be found, each once'
is "$(sort -u "$T/seen")" "$manual" 'each was found here'

done_testing
