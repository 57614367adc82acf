#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 50 61 97
# avenv create -r: pip installs what the requirements say, from wheels of the test's own;
# where pip fails, the command that is named goes on. Interrupted: kills/cases.py, cli/up:interrupted
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
warm_python
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
WHEEL_NAME=other "$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
# configured: pip finds these wheels, by the user's own settings
configured() {
	mkdir -p "$HOME/.config/pip"
	printf '[global]\nno-index = true\nfind-links = %s\n' "$T/wheels/tiny" >"$HOME/.config/pip/pip.conf"
}

case_two_files() {
	configured
	mkdir -p sub/pip
	echo "open('$T/ran', 'w')" | tee sub/pip/__init__.py sub/pip/__main__.py >sub/sitecustomize.py
	echo tiny >tiny.txt
	echo other >other.txt
	echo 'tiny==1.0' >constraints.txt
	cd sub || exit
	PYTHONPATH=$T/elsewhere PIP_USER=no PIP_TARGET='' PIP_CONSTRAINT=../constraints.txt \
		create -r ../tiny.txt -r ../other.txt ../env
	cd ..
	is "$rc:$out" 0: 'named from the working directory, and constraints'
	nothing_ran 'files of the project'
	is "$(env/bin/tiny)$(env/bin/other)" tinyother 'both are installed and run'
	is "$(head -n 1 env/bin/tiny)" "#!$PWD/env/bin/python3" 'they run by the Python of the environment'
	ok 'RECORD is right' record_is_right env
	is "$(grep -rIl avenv-new env)$(find . -name '.avenv*')" '' 'nothing is left of the building'
}

# elsewhere WHERE COMMAND...: pip would install elsewhere, by what is set there, and nothing is made
elsewhere() { changes_nothing "${*:2}" "1:avenv: with $1 pip *" . "${@:2}"; }
case_setting_of_pip() {
	conf=$HOME/.config/pip/pip.conf
	echo tiny >tiny.txt
	bare env
	for variable in PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN; do
		elsewhere "$variable set" env "$variable"=yes "$AVENV" create -r tiny.txt new/env
	done
	elsewhere 'PIP_USER set' env PIP_USER=1 "$AVENV" recreate env
	mkdir -p "${conf%/*}"
	printf '[install]\nprefix = %s\n' "$T/elsewhere" >"$conf"
	elsewhere "'install.prefix' in '~/.config/pip/pip.conf'" "$AVENV" create -r tiny.txt new/env
	mv "$conf" "$conf.real" && ln -s pip.conf.real "$conf"
	elsewhere "'install.prefix' in '~/.config/pip/pip.conf'" "$AVENV" recreate env
	rm "$conf"
	printf '[global]\nuser: on\n' >own.conf
	elsewhere "'global.user' in '$PWD/own.conf'" env PIP_CONFIG_FILE="$PWD/own.conf" "$AVENV" create -r tiny.txt new/env
}

# Other settings are pip's.
case_pip_fails() {
	configured
	printf '[list]\nuser = 1\n[install]\n# root = /\nuser = false\n' >>"$HOME/.config/pip/pip.conf"
	echo nonsuch >missing.txt
	create -q -r missing.txt env
	is "$rc:$(env/bin/python -I -m pip --version | cut -d ' ' -f 1)" 1:pip 'pip is there'
	continues=$(sed -n "s/.*; '\(.*\)' continues/\1/p" <<<"$err")
	create -q -r missing.txt env
	unlike "$rc:$err" nonsuch 'an environment is there: pip does not start'
	echo other >missing.txt
	eval "$continues" >"$T/log" 2>&1
	is "$(env/bin/other)" other 'the command that is named finishes it'
}

run_cases
