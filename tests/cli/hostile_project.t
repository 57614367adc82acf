#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 67
# A project in which every file that Python, pip, git or a shell would run leaves a trace: commands
# that only look run none of it, wait for none of it, and print no escape sequence of a name in it.
# shellcheck disable=SC2119 # fresh may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
export PIP_DISABLE_PIP_VERSION_CHECK=1

esc=$'\033]0;pwned\a'

# hostile DIR: a project with an environment
hostile() {
	local module site=$1/.venv/lib/python3.11/site-packages
	mkenv "$1/.venv"
	rm "$1"/.venv/bin/*
	traps "$1"/.venv/bin/{python,python3,python3.11,pip,git,ls,sh,activate,activate.fish}
	mkdir -p "$site/${esc}x-1.dist-info" "$1/bin" "$1/encodings"
	printf 'Metadata-Version: 2.1\nName: x%s\nVersion: 1%s\n' "$esc" "$esc" \
		>"$site/${esc}x-1.dist-info/METADATA"
	printf 'prompt = %s\n' "$esc" >>"$1/.venv/pyvenv.cfg"
	traps "$1"/{,bin/}{python,python3,python3.11,pip,git,ls,sh}
	echo "import os; os.system('echo pth >>$T/ran')" | tee "$site/evil.pth" >"$1/evil.pth"
	for module in sitecustomize usercustomize site os venv ensurepip setup encodings/__init__; do
		echo "open('$T/ran', 'a').write('$name')" >"$1/$module.py"
		cp "$1/$module.py" "$site/${module##*/}.py"
	done
	printf '[global]\npython = %s/bin/python\n' "$PWD/$1" >"$1/pip.conf"
	cp "$1/pip.conf" "$1/.venv/pip.conf"
	echo 'python = "bin/python"' >"$1/.python-version"
	printf 'touch %s\n' "$T/ran" | tee "$1/.envrc" >"$1/.env"
}

fresh
name=${esc}p
hostile "$name"
cd "$name" || exit 1

# ---- nothing runs ------------------------------------------------------------

commands=('' status 'status --json' list 'list --json' 'list --size' path env 'env --shell fish'
	packages 'packages --tree' 'packages --verify' 'packages --json' freeze doctor 'doctor --json'
	'doctor --all' pythons 'allow --list' 'allow --found .' deny forget
	'repair -n' 'use nowhere' '__complete bash path p' '__complete bash run p' '__complete bash create -r r')
for how in unknown allowed; do
	[ $how = unknown ] || avenv -q allow
	for command in "${commands[@]}"; do
		# shellcheck disable=SC2086 # words
		PATH=.:bin::$PATH PYTHONPATH=. PYTHONHOME=. PYTHONSTARTUP=site.py \
			timeout 120 "$AVENV" $command >"$T/said" 2>&1 </dev/null
		ok "$how: avenv $command ends" test $? -lt 3
		nothing_ran "$how: avenv $command"
		case $command in
		path | env*) ;; # data: a path arrives whole
		*) not_ok "$how: avenv $command: no escape sequence" grep -q $'\033' "$T/said" ;;
		esac
	done
done
done_testing
