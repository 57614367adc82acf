#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` of the system's Python makes, at any place, and its
# pip does what the other's does. pythons_today.t compares every Python with every flag.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny

# Other places; 127 bytes are all that the first line of a script may have.
for place in 'a b/c  d' $'\xc3\xbcn\xc3\xaf/\xe4\xbe\x8b' "it's" 127 128; do
	case $place in
	12?) place=$(printf "%0$((place - 3 - ${#T} - 1 - 12))d" 0) ;;
	esac
	D=$T/$place
	same "at '$place'" "$SYSTEM_PYTHON"
done
D=$T/d/env
before() { umask 077; }
same 'umask 077' "$SYSTEM_PYTHON"
before() { :; }
umask 022

# session: pip at work in $D, and all that it prints
session() {
	(
		cd "$T" || exit
		pip=("${CLEAN[@]}" PIP_DISABLE_PIP_VERSION_CHECK=1 "$D/bin/pip")
		"${pip[@]}" --version
		"${pip[@]}" check
		"${pip[@]}" show -f pip
		"${pip[@]}" install --no-index --find-links "$T/wheels/tiny" tiny
		"$D/bin/tiny"
		"${pip[@]}" freeze --all
		"${pip[@]}" uninstall -y tiny
		"$SYSTEM_PYTHON" -m venv --upgrade "$D"
		"${pip[@]}" uninstall -y pip
		cd "$D" && find . -not -name '*.pyc' -not -name __pycache__ -not -name .gitignore | sort
	) 2>&1 | sed -E '/\.pyc$/d'
}
make_theirs "$SYSTEM_PYTHON"
mv "$THEIRS" "$D"
session >"$T/theirs.txt"
make_ours "$SYSTEM_PYTHON"
session >"$T/ours.txt"
is "$(diff "$T/theirs.txt" "$T/ours.txt")" '' 'pip does what it does in the other environment'
like "$(cat "$T/theirs.txt")" 'Successfully uninstalled tiny' 'it was a whole session'

done_testing
