#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 56 32 67
# avenv doctor, about an environment: each defect is made, found, mended by the command that
# doctor prints, and found no more.
# shellcheck disable=SC2016 # commands are run later
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/doctor.sh"

# made DIR: a new environment
made() {
	"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" --without-pip "$1"
}

made p/.venv
printf '#!%s\nprint(1)\n' "$HOME/p/.venv/bin/python" >p/.venv/bin/tool
chmod 0755 p/.venv/bin/tool
cp -a p/.venv "$T/sound"

# sound: p/.venv, in which nothing is wrong
sound() {
	rm -rf p/.venv p/.avenv-*
	cp -a "$T/sound" p/.venv
}

# defect ID BREAK: BREAK, run in the environment, makes it
defect() {
	local name=${2%%$'\n'*}
	sound
	(cd p/.venv && eval "$2")
	finds "$1" "$name" -- p/.venv
	mends "$1" "$name" -- p/.venv
}

# ---- its Python and its files ----------------------------------------------------

defect link 'ln -sfn nowhere bin/python'
defect no-activate 'rm bin/activate'
defect not-executable 'chmod 0644 bin/tool'
defect base-gone "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg
	ln -sf /nowhere/bin/python$series bin/python3"
defect cfg "sed -i 's/^home.*//' pyvenv.cfg"
defect bin-gone 'rm -r bin'
sound
upgrade p/.venv
finds minor-mismatch 'another minor version' -- p/.venv
like "$json" "it was made for Python 3.99, and its python is $series now; *recreate -p $series" \
	'another minor version: the words of status and list'
mends minor-mismatch 'another minor version' -- p/.venv
defect base-missing "upgrade .; rm bin/python*
	ln -s /nowhere/bin/python3.99 bin/python3; ln -s python3 bin/python"
defect compiled-for-other-python "cp /bin/true lib/python$series/site-packages/x.cpython-27m.so"
sound
mkdir -p q
mv p/.venv q/
"$AVENV" -q allow q
doctor moved -- q/.venv
is "$rc:$found" 1:moved 'moved: found'
mends moved moved -- q/.venv
rm -r q

# ---- trust -----------------------------------------------------------------------

defect refused 'chmod o+w bin'
defect '(not-allowed)' '"$AVENV" -q forget ..'
defect '(denied)' '"$AVENV" -q deny ..'
"$AVENV" -q allow p
defect changed 'cd "$HOME"; mv p was; mkdir p; mv was/.venv p/; rm -r was'
defect '(backup)' 'cd ..; mkdir -m 700 .avenv-backup-.venv; cp -a .venv .avenv-backup-.venv/env'
if [ "$(id -u)" = 0 ]; then
	defect refused 'chown 4242 bin'
	sound
	"$AVENV" -q forget p
	chown 4242 p/.venv
	finds foreign "another user's" -- p/.venv
	mends foreign "another user's" -- p/.venv
else
	skip 'only root can give files away' 6
fi
mkdir r
cp -a "$T/sound" good
ln -s ../good r/.venv
"$AVENV" -q allow r
ln -sfn nowhere r/.venv
cd r || exit
finds pointer 'a link that leads nowhere' --
mends pointer 'a link that leads nowhere' --
rm -f .venv
rm -r ../good
"$AVENV" -q forget .
made one
made two
finds several 'two of them' --
run "${CLEAN[@]}" "$AVENV" use one
doctor several --
is "$rc:$found" 0: 'two of them: use one'
cd "$HOME" || exit
rm -r r
if command -v git >/dev/null; then
	# git takes these characters for a pattern.
	for dir in 'g it' '[ab]' 'a*'; do
		rm -rf git
		mkdir -p git/a
		echo ../b >git/a/.venv
		made "git/$dir/.venv"
		git -C git init -q 2>/dev/null
		git -C git add -f .
		finds tracked "tracked in '$dir'" -- "git/$dir/.venv"
		mends tracked "tracked in '$dir'" -- "git/$dir/.venv"
		is "$(git -C git ls-files)" a/.venv "tracked in '$dir': no other file"
	done
	rm -r git
else
	skip 'git is not installed' 12
fi

# A link that is not allowed, or denied, is not followed.
sound
mkdir way
ln -s ../p/.venv way/.venv
rm p/.venv/bin/python3
for verb in forget deny; do
	"$AVENV" -q $verb way 2>"$T/.err"
	run "${CLEAN[@]}" "$AVENV" -C way doctor
	like "$rc:$out" '0:*not followed' "a link, $verb: not followed"
	unlike "$out" 'nothing is wrong' "a link, $verb: not called sound"
done
"$AVENV" -q forget way

# ---- the command -----------------------------------------------------------------

sound
run "${CLEAN[@]}" "$AVENV" doctor -q p/.venv
is "$rc:$out:$err" 0:: 'nothing wrong, -q: silence'
run "${CLEAN[@]}" "$AVENV" -C p doctor
like "$rc:$out" "0:*~/p/.venv" 'without ENV: this directory'
run "${CLEAN[@]}" VIRTUAL_ENV="$HOME/p/.venv" PATH="$HOME/p/.venv/bin:$PATH" "$AVENV" doctor
like "$rc:$out" "0:*~/p/.venv" 'no environment here: the active one'
run "${CLEAN[@]}" "$AVENV" doctor
is "$rc:$(grep -c "[~]/" <<<"$out")" 0:0 'none here, none active: the shell'
made q/.venv
made r/.venv
chmod o+w r/.venv
run "${CLEAN[@]}" "$AVENV" doctor --all
like "$rc:$out" "1:*chmod go-w ~/r/.venv*1 of 3" '--all: which, and how many'
unlike "$out" "[~]/q/.venv" '--all: a sound one is not named'
run "${CLEAN[@]}" "$AVENV" doctor .local q/.venv
like "$rc:$out:$err" "1:*~/q/.venv*.local' is not" 'one that is none, and the next'
run "${CLEAN[@]}" "$AVENV" doctor --all p
is "$rc" 2 '--all with an environment: usage'
evil=$'evil\e[2J'
mkenv "$evil/.venv"
chmod o+w "$evil/.venv"
run "${CLEAN[@]}" "$AVENV" doctor "$evil/.venv"
unlike "$out$err" $'\e' 'a control character in a name is escaped'
eval "$(sed -n 's/.*to mend it: chmod/chmod/p' <<<"$out")"
is "$(stat -c %A "$evil/.venv")" drwxr-xr-x 'the command names the directory all the same'
done_testing
