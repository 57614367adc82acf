#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An environment of `python -m venv` and one of avenv, made at the same path:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/same_env.sh"

# shellcheck disable=SC2034 # for the tests
SYSTEM_PYTHON=$(command -v python3) || skip_all 'python3 is not installed'
python3 -c 'import venv, ensurepip' 2>/dev/null || skip_all 'python3-venv is not installed'

# The whole environment of both programs.
CLEAN=(env -i HOME="$HOME" PATH="$PATH" LC_ALL=C.UTF-8)
# A sanitizer cannot look for leaks while it is traced.
case $AVENV_BUILD_DIR in
*/asan) CLEAN+=(ASAN_OPTIONS=detect_leaks=0) ;;
esac
# Both make their environment at $D; the first is then moved to $THEIRS.
D=$T/d/env
THEIRS=$T/theirs

# other_pythons: one line for each in PYTHONS that avenv makes environments for
other_pythons() {
	local python
	for python in ${PYTHONS//:/ }; do
		"$python" -I -S -c 'import sys
if sys.version_info >= (3, 8) and sys.implementation.name == "cpython": print(sys.executable)'
	done
}

# before: prepares $D for either of them; a test may redefine it
before() { :; }

# make_theirs PYTHON [FLAG...]: python -m venv, moved to $THEIRS
make_theirs() {
	rm -rf "$D" "$THEIRS"
	mkdir -p "$(dirname "$D")"
	before && "${CLEAN[@]}" "$1" -m venv "${@:2}" "$D" && mv "$D" "$THEIRS"
}

# oracle: compares $THEIRS with $D
oracle() { same_env "$THEIRS" "$D"; }

# both PYTHON [FLAG...]: makes both and compares them
both() {
	make_theirs "$@" && before && "${CLEAN[@]}" "$AVENV" create -q -p "$1" "${@:2}" "$D" && oracle
}

# same NAME PYTHON [FLAG...]: both are the same
same() { ok "$1" both "${@:2}"; }

# activated SHELL ENV: VIRTUAL_ENV and the path of python after SHELL has sourced ENV's script
# shellcheck disable=SC2016 # for the other shells
activated() {
	local print='printf "%s|" "$VIRTUAL_ENV"; command -v python' script=./$2/bin/activate run
	local csh='set prompt=x; source ./*/bin/*.csh; echo "$VIRTUAL_ENV|`which python`"'
	case $1 in
	fish) run=(fish -c "source \$argv[1]; $print" "$script.fish") ;;
	tcsh) run=(tcsh -f -c "$csh") ;;
	*) run=("$1" -c ". \"\$1\"; $print" "$1" "$script") ;;
	esac
	"${CLEAN[@]}" PATH=/usr/bin:/bin "${run[@]}" 2>&1
}

# quoted PYTHON: names that a shell would run or expand stay names in every activation script
quoted() {
	local name shell got wrong=''
	mkdir "$T/names"
	cd "$T/names" || return
	# shellcheck disable=SC1003,SC2016 # no expansion wanted
	for name in "\"';&&\$e|'\"" 'a$(touch pwned)b' 'x`touch pwned`' 'back\slash' 'end\' "it's" \
		'a!b' 'a b' 'é漢' -dash; do
		"${CLEAN[@]}" "$AVENV" create -q --without-pip -p "$1" -- "$name"
		for shell in bash zsh fish tcsh; do
			command -v $shell >/dev/null || continue
			got=$(activated $shell "$name")
			[ "$got" = "$PWD/$name|$PWD/$name/bin/python" ] || wrong+="$shell: $got; "
		done
		rm -rf "./$name"
	done
	is "$wrong$(ls)" '' "$1: names that a shell would expand"
	cd "$T" && rmdir "$T/names"
}
