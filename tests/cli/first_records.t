#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 36 42
# Records of the first edition: they hold as they are, and the first change converts them, never
# to more than they said. The old file stays.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"
OLD=${STORE%/*}/trust

# old VERB SCOPE DIR [FLAGS [IDENTITY]]: a line of the first edition
old() {
	mkdir -p "${OLD%/*}"
	chmod 700 "${OLD%/*}"
	printf '%s %s %s %s - %s %s\n' "$1" "$2" "${5-$(stat -c %i:%.9W "$3")}" "$(stat -c %u "$3")" \
		"${4--}" "$(realpath "$3")" >>"$OLD"
}

# said: the new file's lines, without identities and this directory
said() {
	sed "1d; s|$PWD/||g; s/ in [0-9:.]*//" "$STORE" | sort
}

fresh p/.venv q/venv q/clone/.venv odd/env36 far/e src/a/.venv src/bad/.venv src/bad/mine/.venv \
	byp/.venv away/.venv now/.venv shared/.venv other/.venv new/.venv
mkdir -p none link gone q/clone/.venv/.git
ln -s ../far/e link/.venv
echo '# avenv trust 1' >"$T/first"
for dir in p q q/clone none link gone shared other; do old allow dir "$dir"; done
old allow env odd/env36
old allow env far/e
old allow tree src
old deny dir src/bad
old allow dir src/bad/mine
old allow dir byp - path
old deny tree away moved
old allow dir new - 1:1.000000000
sed -i 's/^\(allow dir .*\) - \(.*shared\)$/\1 shared \2/' "$OLD"
rmdir gone
mv away moved
before=$(<"$OLD")

# ---- as they are ---------------------------------------------------------------

for dir in p q byp shared; do ok "$dir: on" "$AVENV" -C "$dir" path; done
is_off link 'a link is asked anew' changed
is_off src/bad 'denied' denied
is_off src/bad/mine 'an exception to a denial: denied' denied
is_off moved 'denied and moved: off' denied
is_off new 'another directory in the place: off' changed
is_off q/clone 'a clone: off'
does 'allow --list' allow --list
like "$out" '*/w/none/.venv*' '--list shows them'
is "$(cat "$OLD")" "$before" 'looking converts nothing'

# ---- converted -------------------------------------------------------------------

does 'the first change' deny now
is "$(said)" "$(
	sort <<-'L'
		allow slot p/.venv
		allow slot q/venv
		allow slot none/.venv
		allow slot shared/.venv shared
		allow slot other/.venv
		allow tree odd/env36
		allow tree far/e
		allow slot byp/.venv
		allow tree src
		deny tree src/bad
		deny tree away
		deny tree now
	L
)" 'converted'
for dir in q/clone link gone src/bad/mine new; do like "$err" "/w/$dir'" "$dir is named"; done
unlike "$err" "/w/p'" 'what was converted is not named'
is "$(cat "$OLD.old")" "$before" 'the old file stays, under another name'
is "$(stat -c %a "$STORE")" 600 'the new one is closed'
for dir in p q byp shared; do ok "converted: $dir: on" "$AVENV" -C "$dir" path; done
is_on odd odd/env36 'converted: another name: on'
mkenv q/.venv p/venv none/.venv
is_on none none/.venv 'made where it was awaited: on'
is_off q 'another name in a project that was converted: off' 'avenv*allow'
mv p/.venv p/was
is_off p 'another name that comes to answer: off'
is_off src/bad/mine 'converted: denied' denied
is_off moved 'converted: denied and moved' denied
avenv -q forget q
is "$(grep -c /w/q/ "$STORE")" 0 'a second change writes the new file only'

# ---- damaged ------------------------------------------------------------------

fresh src/a/.venv p/.venv
old allow dir p
old allow tree src
echo 'deny dir' >>"$OLD"
is_off src/a 'damaged: no tree counts'
does 'damaged: the first change' allow p
like "$err" "'$SHOWN_STORE' is damaged in line 2" 'damaged: said'
is_on p p/.venv 'damaged and converted: a slot holds'
is_off src/a 'damaged and converted: no tree counts'
AVENV_TRUST=$PWD is_off src/a 'damaged and converted: nor does AVENV_TRUST'
avenv -q allow --list >"$T/list"
ok 'damaged and converted: --list has it' grep -q damaged "$T/list"

# ---- once converted, the first file is gone for good ------------------------------

fresh p/.venv
old allow dir p
avenv -q deny p
rm "$STORE"
is_off p 'the new file removed: the old one is not read again' 'not allowed'
done_testing
