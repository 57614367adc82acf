#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 32 39 56 60 63 67
# avenv doctor: each defect is made, found, mended by the command that doctor prints, and found
# no more. The commands may run the environment's own pip; doctor runs
# nothing but its Python, once.
# shellcheck disable=SC2016,SC2088 # commands are run later; paths are as messages show them
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
warm_python

cd "$HOME" || exit 1
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T" SHELL=/bin/bash
	AVENV_SHELL='bash 6' AVENV_STATE="$(state_after prompt)" GIT_CONFIG_NOSYSTEM=1
	PIP_NO_INDEX=1 PIP_FIND_LINKS="$T/wheels" PIP_DISABLE_PIP_VERSION_CHECK=1
	PIP_ROOT_USER_ACTION=ignore)

# doctor ID WHAT [VAR=VALUE...]: of WHAT, an environment or nothing; leaves $found, the ids of
# defects; $shell, if the lines about it say that something is wrong, and what is next; $notes, those of harmless findings; and $mend, the command of the last ID
doctor() {
	run "${CLEAN[@]}" "${@:3}" "$AVENV" doctor --json ${2:+"$2"}
	found='' notes='' shell='' mend=''
	eval "$($PYTHON -I -S -c 'import json, shlex, sys
answer = json.load(sys.stdin)
all = [f for e in answer["environments"] for f in e["findings"]]
for name, words in (("found", [f["id"] for f in all if not f["harmless"]]),
                    ("notes", [f["id"] for f in all if f["harmless"]]),
                    ("shell", [str(answer["shell"]["wrong"]), answer["shell"]["next"] or ""]),
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
	rm -rf p/.venv p/.venv.old p/.avenv-*
	cp -al "$model" p/.venv
	cp -a --remove-destination "$model/bin" "$model/pyvenv.cfg" p/.venv
}

# defect ID BREAK: BREAK, run in the environment, makes it. Without a record no command that writes is shown
defect() {
	sound
	(cd p/.venv && eval "$2")
	run "${CLEAN[@]}" XDG_DATA_HOME="$T/none" bash -c '"$0" doctor p/.venv; "$0" repair p/.venv' "$AVENV"
	unlike "$out$err" "'avenv re" "$1: avenv allow comes first"
	cures "$1" "${2%%$'\n'*}" p/.venv
}

# ---- its Python and its files ------------------------------------------------------

defect link 'ln -sfn nowhere bin/python'
defect outdated-cfg "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg"
defect base-gone "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg
	ln -sf /nowhere/bin/python$SERIES bin/python3"
defect cfg "sed -i 's/^home.*//' pyvenv.cfg"
defect cfg 'printf "prompt = caf\351\n" >>pyvenv.cfg'
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
cures pointer 'a link that points nowhere' ''
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
like "$rc:$out" '0:*points elsewhere' 'a link that is not allowed: not followed'
unlike "$out" 'nothing is wrong' 'a link that is not allowed: not called sound'

# ---- packages ----------------------------------------------------------------------
model=$T/sound
defect foreign-launcher 'sed -i "1s|.*|#!/nowhere/bin/python|" bin/pip'
defect not-executable 'chmod a-x bin/pip bin/pip3'
defect moved 'cd ..; cp -a .venv "$HOME/was"; sed -i "s|$HOME/p/.venv|$HOME/was|" .venv/bin/*'
rm -r was
defect pip 'rm -r $SITE/pip'
defect pip 'rm -r $SITE/pip $SITE/pip-*'
made q/.venv
doctor '' q/.venv
is "$rc:$found:$notes" 0:: 'an environment without pip: nothing is wrong'
rm -r q
# A copied project whose own package is imported from the original
"$SRCDIR/tests/mkdist.py" project o p 1
printf '[project]\nname = "p"\nversion = "1"\n' >>o/pyproject.toml
made o/.venv --clear
"${CLEAN[@]}" o/.venv/bin/python -m pip -q install -e o
cp -a o copied
"${CLEAN[@]}" sh -c 'avenv -q allow copied && avenv -q repair copied/.venv' >"$T/.out"
cures '(elsewhere)' 'a copied project' copied/.venv
rm -r o copied
# As `python3.6 -m venv` over an environment of 3.10
twice="mkdir -p lib/python3.6; cp -a $SITE lib/python3.6/"
defect two-pythons "$twice"
sound
(cd p/.venv && eval "$twice")
run "${CLEAN[@]}" "$AVENV" doctor p/.venv
like "$out" "~/p/.venv/lib' has packages for two Pythons, python$SERIES and python3.6; its own imports those of python$SERIES, and only these are installed again; to fix it: 'avenv recreate ~/p/.venv'" 'two Pythons: in words'

# ---- the packages are pip's to compare ----------------------------------------------

# compares WANTED NAME [ARG...]: the lines that name `pip check`
compares() {
	run "${CLEAN[@]}" "$AVENV" doctor "${@:3}"
	is "$(grep -h 'pip check' <<<"$out
$err")" "$1" "$2"
}
sound
compares "avenv: '~/p/.venv/bin/python -I -m pip check' compares the requirements of packages" 'pip check, by its own pip' p/.venv
run "${CLEAN[@]}" bash -c 'p/.venv/bin/python -I -m pip check'
is "$rc" 0 '... which works'
compares '' 'pip check: not with -q' -q p/.venv
compares '' 'pip check: not with --all' --all
rm p/.venv/bin/python3
compares '' 'pip check: its Python is gone' p/.venv
made q/env
compares '' 'pip check: no pip, and not of uv' q/env
echo 'uv = 0.5.1' >>q/env/pyvenv.cfg
compares "avenv: 'uv pip check -p ~/q/env/bin/python' compares the requirements of packages" 'pip check, of uv' q/env
"$AVENV" -q forget q
compares '' 'pip check: what is not allowed is not started' q/env
rm -r q

# ---- its Python, with the variables of this shell -----------------------------------

sound
# A library of its Python's that is another here, as after a module was unloaded
lib=$(comm -23 <(ldd "$PYTHON" | awk '/=> \// { print $1 }' | sort) <(ldd "$AVENV" | awk '{ print $1 }' | sort) | head -n 1)
mkdir "$T/libs" && echo no library >"$T/libs/$lib"
finds not-starting "its $lib is another" p/.venv LD_LIBRARY_PATH="$T/libs"
like "$out" "*does not start in this shell: *$lib*" 'the reason is shown'
"$AVENV" -q forget p
doctor '' p/.venv LD_LIBRARY_PATH="$T/libs"
is "$found" '' 'not allowed: it is not started'
"$AVENV" -q allow p
sound
on=(VIRTUAL_ENV="$HOME/p/.venv" AVENV_ENV="$HOME/p/.venv")
doctor pythonhome p/.venv PYTHONHOME=/nowhere
is "$rc:$found" 0: 'PYTHONHOME, which avenv unsets where the environment is turned on'
finds pythonhome 'PYTHONHOME was set since' p/.venv "${on[@]}" PYTHONHOME=/nowhere
is "$mend" 'unset PYTHONHOME' 'what ends that'
mkdir -p "$T/path/"{hidden,other} "p/.venv/$SITE/hidden"
touch "$T/path/"{hidden,other}/__init__.py "p/.venv/$SITE/hidden/__init__.py"
finds '(pythonpath)' 'PYTHONPATH hides a package' p/.venv PYTHONPATH="$T/path"
like "$mend:$out" "unset PYTHONPATH:*$T/path', whose 'hidden' comes before its own*" 'which one, and what ends that'
rm -r "$T/path/hidden"
doctor pythonpath p/.venv PYTHONPATH="$T/path"
is "$rc:$found:${notes// /}" 0:: 'a PYTHONPATH that hides nothing'

# ---- the shell and the records -----------------------------------------------------

sound
made 'p q/.venv'
active=("VIRTUAL_ENV=$HOME/p q/.venv" AVENV_ENV= PATH="$HOME/p q/.venv/bin:$T/bin:$PATH")

# same NAME [VAR=VALUE...]: in p, doctor begins with the lines of avenv
same() {
	local lines
	run "${CLEAN[@]}" "${@:2}" env -C p "$AVENV"
	lines=$out
	run "${CLEAN[@]}" "${@:2}" env -C p "$AVENV" doctor
	is "$(head -n "$(wc -l <<<"$lines")" <<<"$out")" "$lines" "$1: the same lines"
}

# set_wrong REASON VAR=VALUE...: in p, it is said, with exit status 1; leaves $next
set_wrong() {
	same "$1" "${@:2}"
	like "$rc:$out" "1:*$1" "$1: said"
	doctor '' p/.venv "${@:2}"
	next=${shell#True }
	like "$rc:$shell" '1:True *' "$1: --json"
}

# cures_shell REASON VAR=VALUE...: set_wrong(), and $next repairs it
cures_shell() {
	set_wrong "$@"
	run "${CLEAN[@]}" "${@:2}" bash -c "$next
		cd p; avenv doctor -q"
	is "$rc:$out" 0: "$1: $next"
}
same 'nothing is on'
is "$rc" 0 'nothing is on: nothing is wrong'
same 'an active one' "${active[@]}"
is "$rc:$(tail -n 1 <<<"$out")" '0:nothing is wrong' 'an active one: nothing is wrong'
# In a shell with the hook it is 'avenv activate': tests/shell/path.t
cures_shell 'comes before it on PATH' "${active[@]}" PATH="$T/bin:$PATH:$HOME/p q/.venv/bin" AVENV_SHELL=
set_wrong 'turns off environments of others' PYENV_VIRTUALENV_INIT=1
set_wrong 'no prompt runs avenv' AVENV_PROMPTS=true
same 'no hook' AVENV_SHELL=
is "$rc" 0 'no hook: no defect'
for wrong in 'chmod o+w' 'echo no record >>'; do
	eval "$wrong $HOME/.local/share/avenv/records"
	cures_shell "~/.local/share/avenv/records'" X=
done

# ---- the command -------------------------------------------------------------------

ln -sfn nowhere p/.venv/bin/python
run "${CLEAN[@]}" "$AVENV" -C p doctor
like "$rc:$out" "1:*~/p/.venv*'avenv repair ~/p/.venv'" 'without ENV: this directory'
run "${CLEAN[@]}" VIRTUAL_ENV="$HOME/p/.venv" "$AVENV" doctor
like "$rc:$out" "1:*~/p/.venv" 'no environment here: the active one'
run "${CLEAN[@]}" "$AVENV" doctor
is "$rc:$(tail -n 1 <<<"$out")" '0:nothing is wrong' 'none here, none active: the shell'
run "${CLEAN[@]}" "$AVENV" doctor --all
like "$rc:$out" "1:*~/p/.venv" '--all: what is wrong'
run "${CLEAN[@]}" "$AVENV" doctor .local p/.venv
like "$rc:$out:$err" "1:*~/p/.venv*no environment in *.local'" 'one that is none, and the next'
done_testing
