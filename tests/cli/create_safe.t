#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create over what is there: what is not its own stays, what is not the user's is left
# alone, and what others planted is neither run nor recorded.
. "$SRCDIR/tests/lib.sh"

PYTHON=$(command -v python3) || skip_all 'allowed: no python3'
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'
export PIP_NO_INDEX=1
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

done_testing
