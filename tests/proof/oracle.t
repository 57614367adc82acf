#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` makes, with every flag, for the system's Python and
# each of PYTHONS; its pip does what the other's does.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny

# flags PYTHON
flags() {
	local flag help
	help=$("$1" -m venv --help)
	same "$1" "$1"
	for flag in --without-pip --copies --symlinks --system-site-packages \
		--without-scm-ignore-files; do
		[[ $help != *$flag* ]] || same "$1 $flag" "$1" $flag
	done
	same "$1 --prompt" "$1" --prompt "it's (p) & q" --without-pip
	"${CLEAN[@]}" "$1" -m venv "$T/first"
	mkdir -p "$T/first/share/mine"
	echo mine | tee "$T/first/share/mine/file" "$T/first/bin/tool" >/dev/null
	before() { cp -a "$T/first" "$D"; }
	for flag in '' --upgrade --clear; do
		# shellcheck disable=SC2086 # none is none
		same "$1 over another $flag" "$1" $flag
	done
	before() { :; }
	rm -rf "$T/first"
	quoted "$1"
}
while read -r python; do flags "$python"; done < <(echo "$SYSTEM_PYTHON" && other_pythons)

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
		cd "$D" && find . -not -name '*.pyc' -not -name __pycache__ | sort
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
