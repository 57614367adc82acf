#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create over what is there: what is not its own stays, what is not the user's is left
# alone, and what others planted is neither run nor recorded.
. "$SRCDIR/tests/lib.sh"

PYTHON=$(command -v python3) || skip_all 'allowed: no python3'
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'
export PIP_NO_INDEX=1
SERIES=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
SITE=lib/python$SERIES/site-packages
mkdir "$T/w"
cd "$T/w" || exit 1

# create ARG...: with the system's Python
create() {
	run "$AVENV" create -p "$PYTHON" "$@"
}

# bare ARG...: without pip, which takes no time
bare() {
	"$AVENV" create -q -p "$PYTHON" --without-pip "$@"
}

# tree DIR: all of it, with links and contents
tree() {
	(cd "$1" && find . -printf '%p %y %m %l\n' | sort &&
		find . -type f -exec sha256sum {} + | sort)
}

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
ok '--clear once it is an environment alone' bare --clear proj
rm -rf proj

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

done_testing
