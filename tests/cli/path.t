#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv path: where the environment of this directory, or a named one, is.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)

# av DIR [ARG...]: avenv path in DIR of a trusted tree
av() {
	(
		cd "$1" || exit
		shift
		exec "${CLEAN[@]}" PWD="$PWD" AVENV_TRUST="$T" "$AVENV" path "$@"
	)
}

# leads DIR WANTED NAME [ARG...]
leads() {
	local dir=$1 wanted=$2 name=$3
	shift 3
	run av "$dir" "$@"
	is "$rc:$out:$err" "0:$wanted:" "$name"
}

p=$T/p
mkenv "$p/.venv"
mkenv "$T/odd/djvenv"
mkenv "$T/store/env"
mkdir -p "$p/a/b" "$T/none" "$T/link" "$T/redirect" "$T/list"
ln -s ../store/env "$T/link/.venv"
echo ../store/env >"$T/redirect/.venv"
printf '%s\n' nowhere ../store/env >"$T/list/.python-envs"
ln -s p "$T/alias"

leads "$p" "$p/.venv" 'here'
leads "$p/a/b" "$p/.venv" 'from below'
leads "$p/.venv/bin" "$p/.venv" 'from inside'
leads "$T/alias/a" "$p/.venv" 'through a link: the real path'
leads "$T/odd" "$T/odd/djvenv" 'oddly named'
mkenv "$T/odd/.avenv-new-12345678"
mkenv "$T/odd/.avenv-old-12345678"
leads "$T/odd" "$T/odd/djvenv" 'oddly named, beside what a killed create left'
leads "$T/link" "$T/store/env" 'a link to one elsewhere'
leads "$T/redirect" "$T/store/env" 'a redirect to one elsewhere'
leads "$T/list" "$T/store/env" 'a list'
leads "$T/none" "$p/.venv" 'a named one' ../p/.venv
leads "$T/none" "$p/.venv" 'after --' -- "$p/.venv"
leads "$p" "$p/.venv" 'the same by its name' .venv
leads "$T/none" "$T/store/env" 'a named link' "$T/link/.venv"
# shellcheck disable=SC2016 # meant as it stands
for name in 'a b' "it's" '$(touch x)' $'tab\t' $'\xff\xc3' 'é' '-n'; do
	mkenv "$T/$name/.venv"
	leads "$T/$name" "$T/$name/.venv" "byte for byte: $(printf %q "$name")"
done
mkenv "$T/"$'new\nline/.venv'
run av "$T/"$'new\nline'
is "$out" "$T/"$'new\nline/.venv' 'byte for byte: a newline'

run av "$T/none"
is "$rc:$out" 1: 'none: exit 1, nothing on stdout'
like "$err" "avenv: no environment in '$T/none' or above" 'none: said so'
CLEAN+=(VIRTUAL_ENV="$T/store/env")
leads "$T/none" "$T/store/env" 'none, but one is on: that one'
leads "$p" "$p/.venv" 'the one of the directory comes before the one that is on'
CLEAN[-1]=VIRTUAL_ENV=$T/gone
run av "$T/none"
is "$rc:$out" 1: 'none, and the one that is on is gone'
like "$err" "avenv: no environment in '$T/none' or above" 'the same is said'
unset 'CLEAN[-1]'
run av "$p" a b
is "$rc" 2 'two of them: usage'
run av "$T/none" nobody
is "$rc:$out" 1: 'an unknown name: exit 1'
run av "$p" --json
is "$rc" 2 'an option that it has not: usage'
(cd "$p" && "${CLEAN[@]}" "$AVENV" path) >"$T/.out" 2>"$T/.err"
is "$?:$(cat "$T/.out")" 1: 'not allowed: exit 1, nothing on stdout'
like "$(cat "$T/.err")" "'.venv' is here; 'avenv allow' turns it on" 'not allowed: said so'
run "${CLEAN[@]}" "$AVENV" -C "$p" path
is "$err" "avenv: '$p/.venv' is not allowed; \"avenv -C $p allow\" turns it on" '-C: what is said can be typed where the shell is'

# HOME is searched like any directory, and nothing above it from below it.
above=$T/above
mkenv "$above/.venv"
mkdir -p "$above/home/sub"
under() { (cd "$above/home/sub" && exec "${CLEAN[@]}" PWD="$PWD" AVENV_TRUST="$T" env "$@" "$AVENV" path); }
run under HOME="$above/home"
is "$rc" 1 'above HOME: not found from below it'
run under HOME="$above/home/"
is "$rc" 1 'above HOME: also where HOME ends in a slash'
run under HOME=/elsewhere
is "$out" "$above/.venv" 'above: found where HOME is another'
run under -u HOME
is "$out" "$above/.venv" 'above: found where HOME is unset'
mkenv "$above/home/.venv"
run under HOME="$above/home"
is "$out" "$above/home/.venv" 'HOME: searched like any directory'
run under HOME=/elsewhere AVENV_CEILING="$above/home"
is "$rc" 1 'AVENV_CEILING: not entered from below'
run under HOME=/elsewhere AVENV_CEILING="relative:$above"
is "$out" "$above/home/.venv" 'AVENV_CEILING: below it, as ever'

# A shell whose directory went with its parent still stands below what is above.
mkenv "$HOME/p/.venv"
from_gone() {
	mkdir -p "$HOME/p/a/b"
	(cd "$HOME/p/a/b" && rm -r "$HOME/p/a" && exec "${CLEAN[@]}" PWD="$HOME/p/a/b" AVENV_TRUST="$T" AVENV_CROSS="$1" "$AVENV" path)
}
for cross in 0 1; do
	run from_gone "$cross"
	is "$rc:$out:$err" "0:$HOME/p/.venv:" "a directory that is gone with its parent: what is above is found, AVENV_CROSS=$cross"
done

done_testing
