#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 32 41 56 60 63 67
# avenv doctor: each defect is made, found, mended by the command that doctor prints, and found
# no more. The commands may run the environment's own pip; doctor runs nothing.
# shellcheck disable=SC2016 # commands are run later
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
PYTHON=/usr/bin/python3
$PYTHON -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'

cd "$HOME" || exit 1
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T" SHELL=/bin/bash
	AVENV_SHELL='bash 6' AVENV_STATE="$(state_after prompt)" GIT_CONFIG_NOSYSTEM=1
	PIP_NO_INDEX=1 PIP_FIND_LINKS="$T/wheels" PIP_DISABLE_PIP_VERSION_CHECK=1
	PIP_ROOT_USER_ACTION=ignore)
series=$($PYTHON -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])')
SITE=lib/python$series/site-packages

# doctor ID WHAT [VAR=VALUE...]: of WHAT, an environment or nothing; leaves $found, the ids of
# defects; $notes, those of harmless findings; and $mend, the command of the last ID
doctor() {
	run "${CLEAN[@]}" "${@:3}" "$AVENV" doctor --json ${2:+"$2"}
	found='' notes='' mend=''
	eval "$($PYTHON -I -S -c 'import json, shlex, sys
answer = json.load(sys.stdin)
all = [f for e in answer["environments"] + [answer["shell"]] for f in e["findings"]]
for name, words in (("found", [f["id"] for f in all if not f["harmless"]]),
                    ("notes", [f["id"] for f in all if f["harmless"]]),
                    ("mend", [f["mend"] or "" for f in all if f["id"] == sys.argv[1]][-1:])):
    print(name + "=" + shlex.quote(" ".join(words)))' "$1" <<<"$out")"
}

# finds ID NAME WHAT [VAR=VALUE...]: ID is the one defect; "(ID)" is a note
finds() {
	local id=${1//[()]/}
	doctor "$id" "${@:3}"
	case $1 in
	'('*) like "$rc:$found: $notes " "0:: *$id " "$2: note $id" ;;
	*) is "$rc:$found" "1:$id" "$2: $id" ;;
	esac
}

# cures ID NAME WHAT: finds it; after the command that was printed nothing is wrong
cures() {
	local id=${1//[()]/} command
	finds "$@"
	command=${mend:-false}
	run "${CLEAN[@]}" bash -c "$command"
	is "$rc" 0 "$2: $command" || diag "$err"
	doctor "$id" "$3"
	is "$rc:$found:$(grep -cw -- "$id" <<<"$notes")" 0::0 "$2: found no more"
}

# made DIR [OPTION]: a new environment
made() {
	"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" "${2---without-pip}" "$1"
}
made p/.venv --prompt=p
cp -a p/.venv "$T/sound"
cp -a p/.venv "$T/bare"
rm -r "$T/bare/$SITE"/* "$T"/bare/bin/pip*

# sound: p/.venv, in which nothing is wrong, as in $model. Files of packages are links: nothing below writes into one.
model=$T/bare
sound() {
	rm -rf p/.venv p/.avenv-*
	cp -al "$model" p/.venv
	cp -a --remove-destination "$model/bin" "$model/pyvenv.cfg" p/.venv
}

# defect ID BREAK: BREAK, run in the environment, makes it
defect() {
	sound
	(cd p/.venv && eval "$2")
	cures "$1" "${2%%$'\n'*}" p/.venv
}

# ---- its Python and its files ------------------------------------------------------

defect link 'ln -sfn nowhere bin/python'
defect outdated-cfg "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg"
defect base-gone "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg
	ln -sf /nowhere/bin/python$series bin/python3"
defect cfg "sed -i 's/^home.*//' pyvenv.cfg"
defect cfg 'printf "prompt = caf\351\n" >>pyvenv.cfg'
defect cfg 'iconv -t UTF-16 pyvenv.cfg >cfg; mv cfg pyvenv.cfg'
defect cfg 'printf "# \355\240\200\n" >>pyvenv.cfg'
defect bin-gone 'rm -r bin'
defect minor-mismatch 'upgrade .'
defect base-missing "upgrade .; rm bin/python*
	ln -s /nowhere/bin/python3.99 bin/python3; ln -s python3 bin/python"
defect copy 'rm bin/python3; echo text >bin/python3'

# ---- trust -------------------------------------------------------------------------

defect refused 'chmod o+w bin'
defect '(not-allowed)' '"$AVENV" -q forget ..'
defect '(denied)' '"$AVENV" -q deny ..'
"$AVENV" -q allow p
defect changed 'cd "$HOME"; mv p was; mkdir p; mv was/.venv p/; rm -r was'
if can_chown; then
	defect refused 'chown 4242 bin'
	defect refused 'chown 4242 .; "$AVENV" -q forget ..'
fi
sound
mkdir r
ln -s ../p/.venv r/.venv
"$AVENV" -q allow p r
ln -sfn nowhere r/.venv
cd r || exit
cures pointer 'a link that leads nowhere' ''
made one
made two
cures several 'two of them' ''
cd "$HOME" || exit
rm -r r
if has git; then
	# git takes these characters for a pattern.
	mkdir -p git/a
	echo ../b >git/a/.venv
	made 'git/[a]*'
	git -C git init -q 2>/dev/null
	git -C git add -f .
	cures tracked 'tracked by git' 'git/[a]*'
	is "$(git -C git ls-files)" a/.venv 'tracked by git: no other file'
	rm -r git
fi
sound
mkdir way
ln -s ../p/.venv way/.venv
rm p/.venv/bin/python3
run "${CLEAN[@]}" "$AVENV" -C way doctor
like "$rc:$out" '0:*leads elsewhere' 'a link that is not allowed: not followed'
unlike "$out" 'nothing is wrong' 'a link that is not allowed: not called sound'

# ---- packages ----------------------------------------------------------------------
model=$T/sound
defect foreign-launcher 'sed -i "1s|.*|#!/nowhere/bin/python|" bin/pip'
defect not-executable 'chmod a-x bin/pip bin/pip3'
defect moved 'cd ..; cp -a .venv "$HOME/was"; sed -i "s|$HOME/p/.venv|$HOME/was|" .venv/bin/*'
rm -r was
for version in 1.0 2.0; do "$SRCDIR/tests/mkdist.py" wheel "$T/wheels" needed $version; done
needed='$PYTHON -m zipfile -e "$T/wheels/needed-2.0-py3-none-any.whl" $SITE'
defect metadata 'mkfifo $SITE/x.pth'
defect files 'rm -r $SITE/pip'
defect metadata "$needed"'; rm $SITE/needed*/METADATA'
sound
(cd p/.venv && eval "$needed; mv $SITE/needed-2.0.dist-info/{METADATA,direct_url.json}")
finds metadata 'from a URL, and no METADATA' p/.venv
is "$mend" '' '... by its name, an index may have another project'
sound
truncate -s 200000 "p/.venv/$SITE/large.pth"
finds metadata 'a .pth file that is too large' p/.venv
is "$mend" '' '... stays: Python reads it'
defect metadata 'mkfifo $SITE/a-1.dist-info'
defect metadata 'ln -s /nowhere $SITE/a-1.dist-info'
defect metadata 'mkdir $SITE/a.dist-info'
defect metadata 'mkdir $SITE/left-1.0.dist-info'
defect files "$needed"'; rm $SITE/needed.py'
defect files 'dist . own 1.0
	echo "{\"url\": \"file:///nowhere\", \"dir_info\": {\"editable\": true}}" >$SITE/own-1.0.dist-info/direct_url.json
	echo own-1.0.dist-info/direct_url.json,, >>$SITE/own-1.0.dist-info/RECORD'
twice="$needed"'; cp -r $SITE/needed-2.0.dist-info $SITE/needed-1.0.dist-info
	sed -i "s/^Version.*/Version: 1.0/" $SITE/needed-1.0.dist-info/METADATA'
defect duplicate "$twice"
is "$(ls -d "p/.venv/$SITE/needed"*)" "p/.venv/$SITE/needed-2.0.dist-info
p/.venv/$SITE/needed.py" 'two of one package: the newest stays'
defect duplicate "$twice"'; rm $SITE/needed-1.0.dist-info/RECORD'
defect duplicate "$twice"'; mv $SITE/needed-1.0.dist-info $SITE/Needed-2.0.dist-info
	sed -i "s/^Version.*/Version: 2.0/" $SITE/Needed-2.0.dist-info/METADATA'
defect duplicate "$twice"'; printf "Name: needed\nVersion: 0.9\n" >$SITE/needed.egg-info'
made q/.venv
cures '(no-pip)' 'no pip' q/.venv
# A command that is printed runs nothing of an environment that is not allowed, or broken.
made q/env
for broken in '"$AVENV" -q forget q' 'rm q/env/bin/python3' \
	'ln -sf /usr/bin/true q/env/bin/python3'; do
	eval "$broken"
	doctor no-pip q/env
	unlike "$out" ' -m ' "no command starts its Python: $broken"
	like "$out" '"first": "avenv *"' "... and what comes first is named: $broken"
	"$AVENV" -q allow q 2>"$T/.err"
done
rm -r q
# Debian's Python without python3-venv has no ensurepip.
mkdir -p "base/bin" "base/lib/python$series"
ln -s "$($PYTHON -c 'import os; print(os.path.realpath("'$PYTHON'"))')" base/bin/python3
touch "base/lib/python$series/os.py"
made q/.venv
ln -sfn "$HOME/base/bin/python3" q/.venv/bin/python3
ln -sfn python3 q/.venv/bin/python
sed -i "s|^home = .*|home = $HOME/base/bin|" q/.venv/pyvenv.cfg
finds '(no-pip)' 'no ensurepip' q/.venv
is "$mend" '' 'no ensurepip: no command'
rm -r q base

# ---- the shell and the records -----------------------------------------------------

sound
made 'p q/.venv'
active=("VIRTUAL_ENV=$HOME/p q/.venv" AVENV_ENV= PATH="$HOME/p q/.venv/bin:$T/bin:$PATH")

# set_wrong ID VAR=VALUE...: it is found, and mended in a shell with these variables
set_wrong() {
	finds "$1" "${*:2}" p/.venv "${@:2}"
	run "${CLEAN[@]}" "${@:2}" bash -c "$mend
		avenv doctor -q p/.venv"
	is "$rc:$out" 0: "${*:2}: $mend"
}
for value in /nowhere relative; do set_wrong active-gone "VIRTUAL_ENV=$value"; done
set_wrong active-gone "VIRTUAL_ENV=$HOME/p q/.venv"
# In a shell with the hook it is 'avenv activate': tests/shell/path.t
set_wrong path-order "${active[@]}" PATH="$T/bin:$PATH:$HOME/p q/.venv/bin" AVENV_SHELL=
set_wrong variable "${active[@]}" PYTHONHOME=/usr
set_wrong '(variable)' PYTHONPATH=/x
for name in PIP_USER=1 PIP_TARGET=/x; do set_wrong variable "$name"; done
doctor '' p/.venv "${active[@]}"
is "$rc:$found" 0: 'an active environment'
finds '(hook)' 'no hook' p/.venv AVENV_SHELL=
finds activator 'pyenv-virtualenv' p/.venv PYENV_VIRTUALENV_INIT=1
rm "$HOME/.bashrc"
cd "$HOME/.local/share/avenv" || exit
for wrong in 'chmod o+w records' 'echo no record >>records'; do
	eval "$wrong"
	cures records "records: $wrong" "$HOME/p/.venv"
done
cd "$HOME" || exit

# ---- the command -------------------------------------------------------------------

ln -sfn nowhere p/.venv/bin/python
run "${CLEAN[@]}" "$AVENV" -C p doctor
like "$rc:$out" "1:~/p/.venv*'avenv repair ~/p/.venv'" 'without ENV: this directory'
run "${CLEAN[@]}" VIRTUAL_ENV="$HOME/p/.venv" "$AVENV" doctor
like "$rc:$out" "1:~/p/.venv" 'no environment here: the active one'
run "${CLEAN[@]}" "$AVENV" doctor
is "$rc:$out" '0:nothing is wrong' 'none here, none active: the shell'
run "${CLEAN[@]}" "$AVENV" doctor --all
like "$rc:$out" "1:*~/p/.venv" '--all: what is wrong'
run "${CLEAN[@]}" "$AVENV" doctor .local p/.venv
like "$rc:$out:$err" "1:*~/p/.venv*no environment in *.local'" 'one that is none, and the next'

# ---- more than one environment -------------------------------------------------------

# In a store, of a project that is gone; and one of a project that cannot be looked at, or is there
mkdir -p gone there
for name in gone there; do
	made .virtualenvs/$name
	echo "$HOME/$name" >.virtualenvs/$name/.project
done
rmdir gone
remove="'~/gone' is gone; *'avenv remove ~/.virtualenvs/gone'"
run "${CLEAN[@]}" "$AVENV" doctor --all
like "$out" "$remove" 'a project that is gone, doctor --all'
unlike "$out" '.virtualenvs/there' '... and no other'
run "${CLEAN[@]}" "$AVENV" forget --gone
like "$rc:$err" "0:*$remove" 'a project that is gone, forget --gone'
finds '(project-gone)' 'a project that is gone' gone
rm -r .virtualenvs there p
# A home that was renamed, as docs/questions.md says
mkdir -p "$T/was/src"
for name in a b; do
	HOME=$T/was "$AVENV" create -q -p "$PYTHON" --without-pip "$T/was/src/$name/.venv"
done
rm -r "$HOME"
mv "$T/was" "$HOME"
cd "$HOME" || exit
"$AVENV" -q repair src/*/.venv
"$AVENV" -q allow --found ~
run "${CLEAN[@]}" "$AVENV" list --names
is "$out" 'a
b' 'a renamed home: its environments are known again'
run "${CLEAN[@]}" "$AVENV" doctor --all
is "$rc:$out$err" '0:nothing is wrong' '... and nothing is wrong with them'
done_testing
