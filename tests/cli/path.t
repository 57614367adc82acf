#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 17 25 26 64
# avenv path: the environment of this directory, also where HOME, PWD or the directory is odd.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T")

# path_in DIR [VAR=VALUE...] [ARG...]: avenv path in DIR of a trusted tree
path_in() (
	vars=()
	cd "$1" || exit
	shift
	while [[ ${1-} == -u || ${1-} == *=* ]]; do
		if [ "$1" = -u ]; then vars+=("$1") && shift; fi
		vars+=("$1")
		shift
	done
	exec "${CLEAN[@]}" PWD="$PWD" env "${vars[@]}" "$AVENV" path "$@"
)
# leads NAME WANTED DIR [VAR=VALUE...] [ARG...]
leads() {
	run path_in "${@:3}"
	is "$rc:$out:$err" "0:$2:" "$1"
}
# fails NAME REASON DIR [VAR=VALUE...] [ARG...]: exit 1, nothing on stdout
fails() {
	run path_in "${@:3}"
	like "$rc:$out:$err" "1::avenv: $2" "$1"
}

p=$T/p
mkenv "$p/.venv"
mkenv "$T/odd/djvenv"
mkenv "$T/store/env"
mkdir -p "$p/a/b" "$T/none" "$T/link" "$T/redirect"
ln -s ../store/env "$T/link/.venv"
echo ../store/env >"$T/redirect/.venv"
ln -s p "$T/alias"
leads 'here' "$p/.venv" "$p"
leads 'from below' "$p/.venv" "$p/a/b"
leads 'from inside' "$p/.venv" "$p/.venv/bin"
leads 'through a link: the real path' "$p/.venv" "$T/alias/a"
leads 'oddly named' "$T/odd/djvenv" "$T/odd"
leads 'a link' "$T/store/env" "$T/link"
leads 'a redirect' "$T/store/env" "$T/redirect"
leads 'a named one' "$p/.venv" "$T/none" ../p/.venv
leads 'none here, but one is on' "$T/store/env" "$T/none" VIRTUAL_ENV="$T/store/env"
leads 'the one here comes before the one that is on' "$p/.venv" "$p" VIRTUAL_ENV="$T/store/env"
fails 'none' 'no environment in' "$T/none"
fails 'none, and the one that is on is gone' 'no environment in' "$T/none" VIRTUAL_ENV="$T/gone"
fails 'no record' "'*/.venv' is not allowed; 'avenv allow'" "$p" AVENV_TRUST=
# shellcheck disable=SC2016 # meant as it stands
for name in "it's \$(touch x)" $'new\nline\t\xff\xc3é' -n; do
	mkenv "$T/$name/.venv"
	leads "byte for byte: $(printf %q "$name")" "$T/$name/.venv" "$T/$name"
done

# ---- how far up ------------------------------------------------------------

above=$T/above
mkenv "$above/.venv"
mkdir -p "$above/home/sub"
fails 'above HOME, from below it' 'no environment' "$above/home/sub" HOME="$above/home"
leads 'above, where HOME is elsewhere' "$above/.venv" "$above/home/sub" HOME=/elsewhere
leads 'above, where HOME is unset' "$above/.venv" "$above/home/sub" -u HOME
fails 'above AVENV_CEILING' 'no environment' "$above/home/sub" HOME=/x AVENV_CEILING="$above/home"
mkenv "$above/home/.venv"
leads 'HOME itself' "$above/home/.venv" "$above/home/sub" HOME="$above/home"

mkdir -p "$T/far/away" "$T/near"
ln -s "$T/far/away" "$T/near/jump"
mkenv "$T/near/.venv"
mkenv "$T/far/.venv"
leads 'above PWD' "$T/near/.venv" "$T/near/jump"
leads 'above the physical path, where PWD is that' "$T/far/.venv" "$T/near/jump" PWD="$T/far/away"
rm -r "$T/near/.venv"
leads 'above the physical path, where PWD finds nothing' "$T/far/.venv" "$T/near/jump"

# ---- a broken world --------------------------------------------------------

for vars in '-u HOME' HOME= HOME=relative HOME=/nonexistent '-u PWD' PWD= PWD=p PWD=/nonexistent \
	"PWD=$T/none" "PWD=$p/" PWD=$'\n' '-u PATH' PATH= XDG_DATA_HOME=data LC_ALL=xx_YY.none; do
	# shellcheck disable=SC2086 # words
	leads "${vars//$T/}" "$p/.venv" "$p" $vars
done
ok 'a relative XDG_DATA_HOME: nothing is made there' test ! -e "$p/data"

# gone DIR [VAR=VALUE...] COMMAND...: in DIR, which is deleted then
gone() {
	mkdir -p "$1"
	(cd "$1" && rmdir "$1" && exec "${CLEAN[@]}" PWD="$1" "${@:2}")
}
run gone "$p/a/x" "$AVENV" path
is "$rc:$out" "0:$p/.venv" 'a deleted directory: the project is above'
run gone "$T/none/x" "$AVENV" -C "$p" path
is "$rc:$out" "0:$p/.venv" 'a deleted directory: -C leads out of it'
for args in path env 'create x' allow 'use x' 'run touch x' 'remove -y ./x' "move $p/.venv x"; do
	# shellcheck disable=SC2086 # words
	run gone "$T/none/x" "$AVENV" $args
	is "$rc:$out:$(listing "$T/none"):$(cd "$p" && echo .??* *)" '1::.:.venv a' \
		"a deleted directory: avenv ${args//$T/} fails and does nothing"
done
done_testing
