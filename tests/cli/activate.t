#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# activate and deactivate as programs: what they say where nothing evaluates what they
# print, as in a script that a shell with the hook has started.
. "${SRCDIR:?}/tests/lib.sh"

cd "$T" || exit
for dir in p q; do mkenv "$dir/.venv"; done
mkdir none two
mkenv two/a
mkenv two/b
"$AVENV" -q allow p

# says WANTED DIR [VAR=VALUE...] COMMAND [ARG]: exit status 1, nothing but that on stderr
says() {
	local wanted=$1 dir=$2 vars=()
	shift 2
	while [[ $1 == *=* ]]; do
		vars+=("$1")
		shift
	done
	run env -i -C "$T/$dir" HOME="$HOME" PATH="$PATH" PWD="$T/$dir" AVENV_HOOK='bash 3 ' "${vars[@]}" "$AVENV" "$@"
	is "$rc:$out:$err" "1::avenv: $wanted" "$* in $dir${vars[*]:+ with ${vars[*]%%=*}}"
}

says 'no environment is on' p deactivate
says "'$T/q/.venv' was not turned on by avenv; type 'deactivate'" p VIRTUAL_ENV="$T/q/.venv" deactivate
run "$AVENV" deactivate p
is "$rc" 2 'deactivate takes no arguments'
run "$AVENV" activate p q
is "$rc" 2 'activate takes one'
says "no environment in '$T/none' or above; 'avenv create' makes one" none activate
says "avenv is off in this shell by AVENV_DISABLE; 'unset AVENV_DISABLE' takes that away" p AVENV_DISABLE=1 activate
says "it is turned on at the next prompt" p activate
says "'.venv' is here; 'avenv allow' turns it on from now on" q activate

# ---- several, of which more than one is allowed -------------------------------

(cd two && "$AVENV" -q allow a)
run "$AVENV" allow two/b
like "$err" "but so is another of 'a', 'b'; \"avenv -C $T/two use NAME\" chooses one" 'allow: another one is allowed already'
run env -C "$T/two" "$AVENV" status
like "$out" 'records allow more than one of them' 'status: which records there are'
like "$out" 'more than one of them is allowed' 'status: and so none is on'
is "$(env -C "$T/two" "$AVENV" path 2>/dev/null)" '' 'none is chosen'

done_testing
