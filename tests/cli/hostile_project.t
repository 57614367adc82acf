#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 29 30 31
# A project in which every file that Python, pip, git or a shell would run leaves a trace: commands
# that only look run none of it and wait for none of it.
# shellcheck disable=SC2119 # fresh may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
export PIP_DISABLE_PIP_VERSION_CHECK=1

# hostile DIR: a project with an environment
hostile() {
	local module site=$1/.venv/$SITE
	mkenv "$1/.venv"
	rm "$1"/.venv/bin/*
	traps "$1"/.venv/bin/{python,python3,"python$SERIES",pip,git,ls,sh,activate,activate.fish}
	mkdir -p "$site/"$'\ex-1.dist-info' "$1/bin" "$1/encodings"
	printf 'Metadata-Version: 2.1\nName: x\033\nVersion: 1\033\n' >"$site/"$'\ex-1.dist-info/METADATA'
	traps "$1"/{,bin/}{python,python3,"python$SERIES",pip,pipx,uv,git,ls,sh}
	echo "import os; os.system('echo pth >>$T/ran')" | tee "$site/evil.pth" >"$1/evil.pth"
	for module in sitecustomize usercustomize site os venv ensurepip setup encodings/__init__; do
		echo "open('$T/ran', 'a').write('module')" >"$1/$module.py"
		cp "$1/$module.py" "$site/${module##*/}.py"
	done
	printf '[global]\npython = %s/bin/python\n' "$PWD/$1" >"$1/pip.conf"
	cp "$1/pip.conf" "$1/.venv/pip.conf"
	echo 'python = "bin/python"' >"$1/.python-version"
	printf 'touch %s\n' "$T/ran" | tee "$1/.envrc" >"$1/.env"
}

fresh
hostile p
git init -q p
echo attrs >p/requirements.txt
cd p || exit 1

commands=('' status 'status --json' list 'list --json' 'list --size' path env 'env --shell fish'
	packages 'packages --json' freeze check 'up -n' doctor 'doctor --json'
	'doctor --all' pythons 'allow --list' 'allow --found .' deny forget allow
	'repair -n' 'use nowhere' '__complete bash path p' '__complete bash run p' '__complete bash create -r r')

# harmless NAME VARIABLE=VALUE...: each command ends, and runs nothing
harmless() {
	for command in "${commands[@]}"; do
		# shellcheck disable=SC2086 # words
		timeout 120 env "${@:2}" PYTHONPATH=. PYTHONHOME=. PYTHONSTARTUP=site.py "$AVENV" $command >/dev/null 2>&1 </dev/null
		ok "$1: avenv $command ends" test $? -lt 3
		nothing_ran "$1: avenv $command"
	done
}
harmless unknown PATH=".:bin::$PATH"
harmless allowed PATH=".:bin::$PATH"
for path in '' : . bin ":$PATH" "$PATH:" ".venv/bin:$PATH" "$PWD/.venv/bin:$PATH"; do harmless "PATH=${path/"$PATH"/...}" AVENV_TRUST="$PWD" PATH="$path"; done
harmless 'no PATH' -u PATH AVENV_TRUST="$PWD"
done_testing
