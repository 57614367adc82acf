#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 32 39 56 60 63 67
# avenv doctor: each defect is made, found, mended by the command that doctor prints, and found
# no more. The commands may run the environment's own pip; doctor runs nothing but its Python, once.
# shellcheck disable=SC2016,SC2088 # commands are run later; paths are as messages show them
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
warm_python

# A case stands in its home.
HOME=$T/w
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T" SHELL=/bin/bash
	AVENV_SHELL="bash $PROTOCOL" AVENV_STATE="$(state_after prompt)" GIT_CONFIG_NOSYSTEM=1
	PIP_NO_INDEX=1 PIP_FIND_LINKS="$T/wheels" PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore)

# doctor ID WHAT [VAR=VALUE...]: of WHAT, an environment or nothing; leaves $found, the ids of
# defects; $shell, if the lines about it say that something is wrong, and what is next; $notes, those of harmless
# findings; and $mend, the command of the last ID
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
made() { "${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" "${2---without-pip}" "$1"; }

# sound [with_pip]: p/.venv, allowed, in which nothing is wrong. Files of packages are links: nothing writes into one.
sound() {
	if ! [ -d "$T/with_pip" ]; then
		made p/.venv --prompt=p
		cp -a p/.venv "$T/without_pip"
		mv p/.venv "$T/with_pip"
		rm -r "$T/without_pip/$SITE"/* "$T"/without_pip/bin/pip*
	fi
	rm -rf p
	mkdir p
	cp -al "$T/${1-without_pip}" p/.venv
	cp -a --remove-destination "$T/${1-without_pip}"/{bin,pyvenv.cfg} p/.venv
	"$AVENV" -q allow p
}

# defect ID BREAK [with_pip]: BREAK, run in the environment, makes it. Without a record no command that writes is shown
defect() {
	sound "${@:3}"
	(cd p/.venv && eval "$2")
	run "${CLEAN[@]}" XDG_DATA_HOME="$T/none" bash -c '"$0" doctor p/.venv; "$0" repair p/.venv' "$AVENV"
	unlike "$out$err" "'avenv re" "$1: avenv allow comes first"
	cures "$1" "$2" p/.venv
}

case_its_python_and_its_files() {
	defect link 'ln -sfn nowhere bin/python'
	defect outdated-cfg "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg"
	defect base-gone "sed -i 's|^home.*|home = /nowhere/bin|' pyvenv.cfg; ln -sf /nowhere/bin/python$SERIES bin/python3"
	defect cfg "sed -i 's/^home.*//' pyvenv.cfg"
	defect cfg 'printf "prompt = caf\351\n" >>pyvenv.cfg'
	defect bin-gone 'rm -r bin'
	defect minor-mismatch 'upgrade .'
	defect base-missing "upgrade .; ln -sfn /nowhere/bin/python3.99 bin/python3; ln -sfn python3 bin/python"
	defect copy 'rm bin/python3; echo text >bin/python3'
}

case_trust() {
	defect refused 'chmod o+w bin'
	defect '(not-allowed)' '"$AVENV" -q forget ..'
	defect '(denied)' '"$AVENV" -q deny ..'
	defect changed 'cd "$HOME"; mv p was; mkdir p; mv was/.venv p/; rm -r was'
	can_chown || return
	defect refused 'chown 4242 bin'
	defect refused 'chown 4242 .; "$AVENV" -q forget ..'
}

case_links() {
	sound
	mkdir r way
	ln -s ../p/.venv r/.venv
	"$AVENV" -q allow r
	ln -sfn nowhere r/.venv
	cd r || exit
	cures pointer 'one that points nowhere' ''
	cd ..
	ln -s ../p/.venv way/.venv
	rm p/.venv/bin/python3
	run "${CLEAN[@]}" "$AVENV" -C way doctor
	like "$rc:$out" "0:*'avenv *allow*'" 'one that is not allowed: not followed'
	unlike "$out" 'nothing is wrong' 'one that is not allowed: not called sound'
}

case_several() {
	made one
	made two
	cures several 'two of them' ''
}

case_git() {
	has git || return
	# git takes these characters for a pattern.
	mkdir -p git/a
	echo ../b >git/a/.venv
	made 'git/[a]*'
	git -C git init -q 2>/dev/null
	git -C git add -f .
	cures tracked 'tracks it' 'git/[a]*'
	is "$(git -C git ls-files)" a/.venv 'no other file'
	# recreate refuses what git tracks.
	sound
	ln -sf /nowhere/python3.2 p/.venv/bin/python3
	mv p/.venv/lib/python3* p/.venv/lib/python3.2
	echo 'version = 3.2.1' >>p/.venv/pyvenv.cfg
	git -C p init -q
	git -C p add -f .
	"$AVENV" -q allow --tracked p
	doctor base-missing p/.venv
	is "$rc:$found" '1:base-missing tracked' 'its Python is gone, and git tracks it'
	ok "$mend" "${CLEAN[@]}" bash -c "$mend"
	doctor '' p/.venv
	is "$rc:$found" 0: 'both are found no more'
}

case_packages() {
	defect foreign-launcher 'sed -i "1s|.*|#!/nowhere/bin/python|" bin/pip' with_pip
	defect not-executable 'chmod a-x bin/pip bin/pip3' with_pip
	defect moved 'cd ..; cp -a .venv "$HOME/was"; sed -i "s|$HOME/p/.venv|$HOME/was|" .venv/bin/*' with_pip
	rm -r was
	defect pip 'rm -r $SITE/pip' with_pip
	defect pip 'rm -r $SITE/pip $SITE/pip-*' with_pip
	# As `python3.6 -m venv` over an environment of 3.10
	defect two-pythons 'mkdir -p lib/python3.6; cp -a $SITE lib/python3.6/' with_pip
	made q/.venv
	doctor '' q/.venv
	is "$rc:$found:$notes" 0:: 'an environment without pip: nothing is wrong'
}

case_copied_project() {
	"$SRCDIR/tests/mkdist.py" project o p 1
	printf '[project]\nname = "p"\nversion = "1"\n' >>o/pyproject.toml
	made o/.venv --clear
	"${CLEAN[@]}" o/.venv/bin/python -m pip -q install -e o
	cp -a o copied
	"${CLEAN[@]}" sh -c 'avenv -q allow copied && avenv -q repair copied/.venv' >"$T/.out"
	cures '(elsewhere)' 'said' copied/.venv
}

# compares WANTED NAME [ARG...]: the command of `pip check` that is named
compares() {
	run "${CLEAN[@]}" "$AVENV" doctor "${@:3}"
	is "$(grep -ho "'.* check.*'" <<<"$out$err")" "$1" "$2"
}
case_pip_check() {
	sound with_pip
	compares "'~/p/.venv/bin/python -I -m pip check'" 'by its own pip' p/.venv
	ok 'which works' "${CLEAN[@]}" bash -c 'p/.venv/bin/python -I -m pip check'
	compares '' 'not with -q' -q p/.venv
	compares '' 'not with --all' --all
	rm p/.venv/bin/python3
	compares '' 'its Python is gone' p/.venv
	made q/env
	compares '' 'no pip, and not of uv' q/env
	echo 'uv = 0.5.1' >>q/env/pyvenv.cfg
	compares "'uv pip check -p ~/q/env/bin/python'" 'of uv' q/env
	"$AVENV" -q forget q
	compares '' 'what is not allowed is not started' q/env
}

# A library of its Python's is another here, as after a module was unloaded.
case_it_does_not_start() {
	sound
	lib=$(comm -23 <(ldd "$PYTHON" | awk '/=> \// { print $1 }' | sort) <(ldd "$AVENV" | awk '{ print $1 }' | sort) |
		head -n 1)
	mkdir libs && echo no library >"libs/$lib"
	finds not-starting "$lib" p/.venv LD_LIBRARY_PATH="$PWD/libs"
	like "$out" "$lib" 'the reason is shown'
	"$AVENV" -q forget p
	doctor '' p/.venv LD_LIBRARY_PATH="$PWD/libs"
	is "$found" '' 'not allowed: it is not started'
}

case_variables_of_python() {
	sound
	doctor pythonhome p/.venv PYTHONHOME=/nowhere
	is "$rc:$found" 0: 'PYTHONHOME, which avenv unsets where the environment is turned on'
	finds pythonhome 'since then' p/.venv VIRTUAL_ENV="$PWD/p/.venv" AVENV_ENV="$PWD/p/.venv" PYTHONHOME=/nowhere
	is "$mend" 'unset PYTHONHOME' 'what ends that'
	mkdir -p path/{hidden,other} "p/.venv/$SITE/hidden"
	touch path/{hidden,other}/__init__.py "p/.venv/$SITE/hidden/__init__.py"
	finds '(pythonpath)' 'it hides a package' p/.venv PYTHONPATH="$PWD/path"
	like "$mend:$out" "unset PYTHONPATH:*/path', *'hidden'" 'which one, and what ends that'
	rm -r path/hidden
	doctor pythonpath p/.venv PYTHONPATH="$PWD/path"
	is "$rc:$found:${notes// /}" 0:: 'a PYTHONPATH that hides nothing'
	# Each of these means a directory that the Python of a clone would load its own modules from.
	mkdir -p p/encodings
	echo 'import posix; posix.system("echo x >>../ran; echo x >>ran")' >p/encodings/__init__.py
	for value in :/nowhere /nowhere: . src "$PWD/p"; do
		finds '(pythonpath)' "PYTHONPATH=$value" p/.venv PYTHONPATH="$value"
		is "$mend" 'unset PYTHONPATH' "$value: what ends that"
		run env -C p "${CLEAN[@]}" PYTHONPATH="$value" "$AVENV" doctor
		is "$(find . -name ran)" '' "$value: nothing of the clone runs"
	done
	like "$out" "*PYTHONPATH has *p', whose 'encodings' *" 'which module hides one of the Python'
	run env -C p "${CLEAN[@]}" PYTHONPATH=:/nowhere "$AVENV" doctor
	like "$out" "*PYTHONPATH has '', *working directory*" 'which element'
}

# same NAME [VAR=VALUE...]: in p, doctor begins with the lines of avenv
same() {
	local lines
	run "${CLEAN[@]}" "${@:2}" env -C p "$AVENV"
	lines=$out
	run "${CLEAN[@]}" "${@:2}" env -C p "$AVENV" doctor
	is "$(head -n "$(wc -l <<<"$lines")" <<<"$out")" "$lines" "$1: the same lines"
}

# is_wrong NAME VAR=VALUE...: in p, it is said, with exit status 1; leaves $next
is_wrong() {
	same "$@"
	is "$rc" 1 "$1: said"
	doctor '' p/.venv "${@:2}"
	next=${shell#True }
	like "$rc:$shell" '1:True *' "$1: --json"
}

# cures_shell NAME VAR=VALUE...: is_wrong(), and $next repairs it
cures_shell() {
	is_wrong "$@"
	run "${CLEAN[@]}" "${@:2}" bash -c "$next
		cd p; avenv doctor -q"
	is "$rc:$out" 0: "$1: $next"
}

case_shell() {
	sound
	made 'p q/.venv'
	active=("VIRTUAL_ENV=$PWD/p q/.venv" AVENV_ENV= PATH="$PWD/p q/.venv/bin:$T/bin:$PATH")
	same 'nothing is on'
	is "$rc" 0 'nothing is on: nothing is wrong'
	same 'an active one' "${active[@]}"
	is "$rc" 0 'an active one: nothing is wrong'
	# In a shell with the hook it is 'avenv activate': tests/shell/path.t
	cures_shell 'before it on PATH' "${active[@]}" PATH="$T/bin:$PATH:$PWD/p q/.venv/bin" AVENV_SHELL=
	is_wrong 'pyenv-virtualenv turns off environments of others' PYENV_VIRTUALENV_INIT=1
	is_wrong 'no prompt runs avenv' AVENV_PROMPTS=true
	same 'no hook' AVENV_SHELL=
	is "$rc" 0 'no hook: no defect'
	for wrong in 'chmod o+w' 'echo no record >>'; do
		eval "$wrong $HOME/.local/share/avenv/records"
		cures_shell "$wrong records" X=
	done
}

case_which() {
	sound
	ln -sfn nowhere p/.venv/bin/python
	while IFS='|' read -r name wanted words; do
		eval "run env VIRTUAL_ENV= $words"
		like "$rc:$(grep -c '^~/p/.venv$' <<<"$out"):$err" "$wanted" "$name"
	done <<-'L'
		without ENV: this directory|1:1:|"${CLEAN[@]}" "$AVENV" -C p doctor
		no environment here: the active one|1:1:|"${CLEAN[@]}" VIRTUAL_ENV="$PWD/p/.venv" "$AVENV" doctor
		none here, none active: the shell|0:0:|"${CLEAN[@]}" "$AVENV" doctor
		--all: what is wrong|1:1:|"${CLEAN[@]}" "$AVENV" doctor --all
		one that is none, and the next|1:1:*'*.local'*|"${CLEAN[@]}" "$AVENV" doctor .local p/.venv
	L
}

run_cases
