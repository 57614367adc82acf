#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58 35 31
# avenv move: records, redirects and links that led to the old place lead to the new one. What
# is denied is not moved, and nothing is on that was not.
. "${SRCDIR:?}/tests/lib.sh"

w=$T/w
mkdir "$w"
cd "$w" || exit 1

# records: the records, without the directory of this test
records() {
	"$AVENV" allow --list 2>/dev/null | sed "s|$w|W|g"
}

# leads: the text of each link or redirect
leads() {
	for file in "$@"; do readlink "$file" || cat "$file"; done | sed "s|$w|W|"
}

# on DIR: the environment that is on there
on() {
	"$AVENV" -C "$1" path 2>&1 | sed "s|$w|W|"
}

# ---- records -------------------------------------------------------------------------

mkdir p q
mkenv p/.venv
"$AVENV" -q allow p
run "$AVENV" move p/.venv q/odd
is "$rc:$(on q)" 0:W/q/odd 'an allowed environment is on at the new place'
like "$err" 'odd*on whenever' 'which is said'
run "$AVENV" -q move q/odd q/.venv
is "$rc:$err:$(on q)" 0::W/q/.venv '-q: silence'
mkdir r
mkenv r/unknown
run "$AVENV" move r/unknown r/other
unlike "$(records)" r/ 'no record: none is made'
mkenv bad
"$AVENV" -q deny bad
before=$(cat "$HOME/.local/share/avenv/records")
run "$AVENV" -q move bad still
like "$rc:$err" "1:*denied; 'avenv forget $w/bad'" 'a denied one is not moved'
touch file
run "$AVENV" move q/.venv file/x
is "$rc:$(cat "$HOME/.local/share/avenv/records")" "1:$before" 'refused: no record changes'
"$AVENV" -q forget bad
mkdir denied
"$AVENV" -q deny denied
run "$AVENV" move q/.venv denied/x
like "$err" 'moved*denied' 'into a denied directory: said'
like "$(on denied/x)" denied 'and denied there'
"$AVENV" -q forget denied
rm -r denied bad r

# ---- redirects and links ----------------------------------------------------------------

mkdir one two three abs rel name away through far
mkenv env
mkenv other
echo "$w/env" >one/.venv
echo ../env >two/.venv
echo "$w/other" >three/.venv
ln -s "$w/env" abs/.venv
ln -s ../env/ rel/.venv
ln -s ../env name/venv
ln -s ../other away/.venv
ln -s ../rel/.venv through/.venv
"$AVENV" -q allow one two three abs rel name away through env
run "$AVENV" move env far/e
is "$rc:$(leads {one,two,abs,rel}/.venv name/venv | paste -sd ' ')" \
	'0:W/far/e W/far/e W/far/e W/far/e W/far/e' 'each leads to the new place'
is "$(leads {three,away,through}/.venv | paste -sd ' ')" 'W/other ../other ../rel/.venv' \
	'others stay'
for project in one two abs rel name through; do
	is "$(on $project)" W/far/e "it is on in $project"
done
like "$err" "'$w/one/.venv' leads to it now" 'which is said'
is "$(find . -name '.avenv-*')" '' 'nothing is left beside them'
# A word about what is in it goes with it.
mkenv far/e/in/.venv
"$AVENV" -q deny far/e/in
run "$AVENV" -q move far/e far/e2
is "$rc:$(records | grep -c 'W/far/e2/in')" 0:1 'what is denied inside stays denied'
done_testing
