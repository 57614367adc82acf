#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 36 42
# Records of the first edition: they hold as they are, and the first change converts them, never
# to more than they said. The old file stays. unit/first_record has each kind of line.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
OLD=${RECORDS%/*}/trust

# old VERB SCOPE DIR [FLAGS [IDENTITY]]: a line of the first edition
old() {
	mkdir -p "${OLD%/*}"
	chmod 700 "${OLD%/*}"
	printf '%s %s %s %s - %s %s\n' "$1" "$2" "${5-$(stat -c %i:%.9W "$3")}" "$(stat -c %u "$3")" \
		"${4--}" "$(realpath "$3")" >>"$OLD"
}

fresh p/.venv q/venv q/clone/.venv odd/env36 far/e src/a/.venv src/bad/.venv src/bad/mine/.venv \
	byp/.venv now/.venv new/.venv
mkdir -p none link q/clone/.venv/.git
ln -s ../far/e link/.venv
for dir in p q q/clone none link; do old allow dir "$dir"; done
old allow env odd/env36
old allow tree src
old deny dir src/bad
old allow dir src/bad/mine
old allow dir byp shared path
old allow dir new - 1:1.000000000
before=$(<"$OLD")

# holds WHEN: what is on and off, as they are and converted
holds() {
	for dir in p q byp; do ok "$1: $dir: on" "$AVENV" -C "$dir" path; done
	is_off src/bad/mine "$1: an exception to a denial: denied" denied
	is_off new "$1: another directory in the place: off"
	is_off q/clone "$1: a clone: off"
	is_off link "$1: a link is asked anew"
}
holds 'as they are'
like "$(avenv allow --list)" '*/w/none/.venv*' '--list shows them'
is "$(cat "$OLD")" "$before" 'looking converts nothing'
does 'the first change' deny now
is "$(sed "1d; s|$PWD/||g; s/ in [0-9:.]*//" "$RECORDS")" 'allow slot p/.venv
allow slot q/venv
allow slot none/.venv
allow tree odd/env36
allow tree src
deny tree src/bad
allow slot byp/.venv shared
deny tree now' 'converted'
for dir in q/clone link src/bad/mine new; do like "$err" "/w/$dir'" "$dir is named"; done
unlike "$err" "/w/p'" 'what was converted is not named'
is "$(cat "$OLD.old")" "$before" 'the old file stays, under another name'
is "$(stat -c %a "$RECORDS")" 600 'the new one is closed'
holds converted
mkenv q/.venv p/venv none/.venv
is_on none none/.venv 'made where it was awaited: on'
is_off q 'another name in a project that was converted: off' 'avenv*allow'
avenv -q forget q
is "$(grep -c /w/q/ "$RECORDS")" 0 'a second change writes the new file only'
rm "$RECORDS"
is_off p 'the new file removed: the old one is not read again' 'not allowed'

fresh src/a/.venv p/.venv
old allow dir p
old allow tree src
echo 'deny dir' >>"$OLD"
is_off src/a 'damaged: no tree counts'
does 'damaged: the first change' allow p
like "$err" "'$SHOWN_RECORDS' is damaged in line 2" 'damaged: said'
is_on p p/.venv 'damaged and converted: a slot holds'
is_off src/a 'damaged and converted: no tree counts'
AVENV_TRUST=$PWD is_off src/a 'damaged and converted: nor does AVENV_TRUST'
done_testing
