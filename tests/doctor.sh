# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154 # lib.sh sets $rc, $out and $err
# The tests of avenv doctor:  . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/doctor.sh"
# A defect is made, found, mended by the command that doctor prints, and found no more.

cd "$HOME" || exit 1
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
# A distribution's own pip would be a finding.
printf '#!/bin/sh\n' >"$T/bin/pip"
chmod 0755 "$T/bin/pip"
PYTHON=/usr/bin/python3
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 TMPDIR="$T" SHELL=/bin/bash
	AVENV_SHELL='bash 4' AVENV_STATE="$(state_after prompt)" GIT_CONFIG_NOSYSTEM=1
	PIP_NO_INDEX=1 PIP_FIND_LINKS="$T/wheels" PIP_DISABLE_PIP_VERSION_CHECK=1
	PIP_ROOT_USER_ACTION=ignore)
series=$($PYTHON -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# shellcheck disable=SC2034 # for the tests
site=p/.venv/lib/python$series/site-packages

# doctor ID [VAR=VALUE...] [-- ARG...]: leaves $found, the ids of defects; $notes, those of
# harmless findings; $mend, the command of the last ID; and $json
doctor() {
	local id=$1 line this vars=()
	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		vars+=("$1")
		shift
	done
	run "${CLEAN[@]}" "${vars[@]}" "$AVENV" doctor --json "${@:2}"
	json=$out
	found='' notes='' mend=''
	while read -r line; do
		case $line in
		'"id": '*) this=${line:7:-2} ;;
		"\"mend\": \""*)
			[ "$this" != "$id" ] ||
				mend=$(sed 's/^"mend": "//; s/",$//; s/\\\(.\)/\1/g' <<<"$line")
			;;
		*'"harmless": true') notes+="${notes:+ }$this" ;;
		*'"harmless": false') found+="${found:+ }$this" ;;
		esac
	done <<<"$json"
}

# finds ID NAME [VAR=VALUE...] [-- ARG...]: ID is the one defect; "(ID)" is a note
finds() {
	local id=$1 name=$2
	shift 2
	doctor "${id//[()]/}" "$@"
	case $id in
	'('*) like "$rc:$found: $notes " "0:: *${id//[()]/} " "$name: note $id" ;;
	*) is "$rc:$found" "1:$id" "$name: $id" ;;
	esac
}

# mends ID NAME [VAR=VALUE...] [-- ARG...]: the command that was printed; nothing is wrong then
mends() {
	local id=${1//[()]/} name=$2 command=$mend
	shift 2
	run "${CLEAN[@]}" bash -c "${command:-false}"
	is "$rc" 0 "$name: $command" || diag "$err"
	doctor "$id" "$@"
	is "$rc:$found:$(grep -cw -- "$id" <<<"$notes")" 0::0 "$name: found no more"
}
