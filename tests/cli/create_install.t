#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 50 61 97
# avenv create -r: pip installs what the requirements say, from wheels of the test's own;
# where pip fails or is interrupted, the same command goes on later.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
warm_python

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
WHEEL_NAME=other "$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
mkdir -p sub/pip "$HOME/.config/pip"
echo "open('$T/ran', 'w')" | tee sub/pip/__init__.py sub/pip/__main__.py >sub/sitecustomize.py
printf '[global]\nno-index = true\nfind-links = %s\n' "$T/wheels/tiny" >"$HOME/.config/pip/pip.conf"
echo tiny >tiny.txt
echo other >other.txt
echo 'tiny==1.0' >constraints.txt
echo nonsuch >missing.txt

cd sub || exit 1
PYTHONPATH=$T/elsewhere PIP_USER=no PIP_TARGET='' PIP_CONSTRAINT=../constraints.txt \
	create -r ../tiny.txt -r ../other.txt ../env
cd ..
is "$rc:$out" 0: 'two files, named from the working directory, and constraints'
not_ok 'no file of the project runs as pip' test -e "$T/ran"
is "$(env/bin/tiny)$(env/bin/other)" tinyother 'both are installed and run'
is "$(head -n 1 env/bin/tiny)" "#!$T/w/env/bin/python3" 'they run by the Python of the environment'
ok 'RECORD is right' record_is_right env
not_ok 'no file names another place' grep -rIl avenv-new env
is "$(find . -name '.avenv*')" '' 'nothing is left beside it'

create -q -r missing.txt env
like "$rc:$(env/bin/tiny):$err" "1:tiny:avenv: 'env' is an environment already" \
	'an environment is there: nothing is installed'
unlike "$err" nonsuch '... and pip does not start'
# elsewhere WHERE TITLE COMMAND...: pip would install elsewhere
elsewhere() { stays "$2" "with $1 pip does not install into the environment; *first" . "${@:3}"; }
for variable in PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN; do
	elsewhere "$variable set" $variable env $variable=yes "$AVENV" create -r tiny.txt new/env
done
elsewhere 'PIP_USER set' 'recreate: PIP_USER' env PIP_USER=1 "$AVENV" recreate env
conf=$HOME/.config/pip/pip.conf
cp "$conf" "$T/pip.conf"
printf '[install]\nprefix = %s\n' "$T/elsewhere" >>"$conf"
elsewhere "'install.prefix' in '~/.config/pip/pip.conf'" 'pip.conf' "$AVENV" create -r tiny.txt new/env
elsewhere "'install.prefix' in '~/.config/pip/pip.conf'" 'recreate: pip.conf' "$AVENV" recreate env
mv "$conf" "$conf.real"
ln -s pip.conf.real "$conf"
elsewhere "'install.prefix' in '~/.config/pip/pip.conf'" 'pip.conf, a link' "$AVENV" create -r tiny.txt new/env
rm "$conf"*
printf '[global]\nuser: on\n' >"$T/own.conf"
elsewhere "'global.user' in '$T/own.conf'" 'PIP_CONFIG_FILE' \
	env PIP_CONFIG_FILE="$T/own.conf" "$AVENV" create -r tiny.txt new/env
cp "$T/pip.conf" "$conf"

printf '[list]\nuser = 1\n[install]\n# root = /\nuser = false\n' >>"$conf"
create -q -r missing.txt new/env
like "$rc:$err" '1:*/new/env/bin/python3 -I -m pip install -r missing.txt*continues' \
	'other settings are pip'"'s, and where pip fails, what continues is named"
ok 'pip fails: pip is there' test -x new/env/bin/pip
continues=$(sed -n "s/.*; '\(.*\)' continues/\1/p" <<<"$err")

# pip waits for a requirements file that nobody writes.
# pip_runs: it is the process that avenv has started
pip_runs() {
	local child
	child=$(<"/proc/$pid/task/$pid/children") && grep -qz '^install$' "/proc/${child% }/cmdline"
}
mkfifo wait.txt
set -m
"$AVENV" create -q -p "$PYTHON" --clear -r wait.txt new/env >"$T/.out" 2>&1 &
pid=$!
set +m
until pip_runs || ! kill -0 "$pid"; do sleep 0.1; done 2>/dev/null
kill -INT -- -"$pid"
wait "$pid" 2>/dev/null
is "$?:$(find . -name '.avenv-*')" 130: 'interrupted: nothing is left beside it'
ok 'interrupted: pip has ended' group_ends "$pid"
echo other >missing.txt
eval "$continues" >"$T/log" 2>&1
is "$(new/env/bin/other)" other 'that command finishes it'
done_testing
