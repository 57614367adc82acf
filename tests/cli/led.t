#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a project is led to is on in it still when avenv has made it anew or moved it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

mkdir -p "$T/w"
cd "$T/w" || exit

# led BY ENV: the project r, led to the environment ENV, which is on there
led() {
	rm -rf p "$HOME/.local" r d e g
	mkdir -p r "${2%/*}" e g
	mkenv "$2"
	case $1 in
	use) "$AVENV" -C r -q use "$T/w/$2" ;;
	link)
		ln -s "$T/w/$2" r/.venv
		"$AVENV" -C r -q allow
		;;
	esac
	run "$AVENV" -C r path
	is "$rc:$out" "0:$T/w/$2" "$1, $2: on"
}

while read -r by env; do
	for how in 'create --clear --without-pip' recreate 'recreate --undo'; do
		[ "$how" = 'recreate --undo' ] || led "$by" "$env"
		before=$(records)
		read -ra words <<<"$how"
		run "$AVENV" -q "${words[@]}" "$env"
		is "$rc:$(records)" "0:$before" "$by, $how $env: the records are of the same"
		run "$AVENV" -C r path
		is "$rc:$out" "0:$T/w/$env" "$by, $how $env: on still"
	done
	for to in g/.venv g/venv g/odd; do
		led "$by" "$env"
		run "$AVENV" -q move "$env" "$to"
		is "$rc:$(records)" "0:$(printf '%s\n' "allow dir $T/w/r" "allow env $T/w/$to")" "$by, move $env $to: its record goes along, and no other is made"
		run "$AVENV" -C r path
		is "$rc:$out" "0:$T/w/$to" "$by, move $env $to: on still"
	done
done <<-'L'
	use r/d/venv
	use e/venv
	use e/.venv
	use e/odd
	link r/d/venv
	link e/venv
L

# Also where the project that it lies in is allowed.
led use e/.venv
"$AVENV" -q allow e
run "$AVENV" -q recreate e/.venv
is "$rc" 0 "its project is allowed as well: made anew"
for at in r e; do
	run "$AVENV" -C $at path
	is "$rc:$out" "0:$T/w/e/.venv" "its project is allowed as well: on in $at"
done

# Its own record may be no more than its project's.
rm -rf p "$HOME/.local"
mkenv p/venv
mkenv p/.venv
chmod o+w p
"$AVENV" -q allow --shared p/.venv p
for how in recreate 'recreate --undo' 'create --clear --without-pip'; do
	read -ra words <<<"$how"
	run "$AVENV" "${words[@]}" p/.venv
	unlike "$rc:$err" 'is not turned on' "$how, that others may write to: nothing is said against it"
	run "$AVENV" -C p path
	is "$rc:$out" "0:$T/w/p/.venv" "$how, that others may write to: on"
	is "$("$AVENV" allow --list | grep -c good)" 2 "$how, that others may write to: both records hold"
done
"$AVENV" -q forget p p/.venv
"$AVENV" -q allow p/.venv
"$AVENV" -q allow --shared p
run "$AVENV" recreate p/.venv
unlike "$rc:$err" 'is not turned on' 'one record that cannot be renewed: nothing is said against it'
run "$AVENV" -C p path
is "$rc:$out" "0:$T/w/p/.venv" 'one record that cannot be renewed: on'

# What nothing is said of by itself stays what its project is allowed to have.
rm -rf p "$HOME/.local"
mkdir p
run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
run "$AVENV" -C p -q recreate venv
run "$AVENV" -C p -q recreate --discard venv
run "$AVENV" -C p -q move venv .venv
is "$rc:$(records)" "0:allow dir $T/w/p" 'of a project that is allowed: that it is, is enough'

done_testing
