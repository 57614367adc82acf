#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 35 36 57
# One directory at two paths: a bind mount, a file system that is mounted twice, an overlay. It was not
# moved, so the second place is a new question, and no command there takes the first place's record.
. "${SRCDIR:?}/tests/lib.sh"
if [ -z "${PLACES-}" ]; then
	# In the namespace of an ordinary user / and /tmp belong to nobody.
	is_root || skip_all 'not as this user'
	apart true 2>/dev/null || skip_all 'no mount namespaces here'
	export PLACES=$T
	apart "$0"
	exit
fi
. "$SRCDIR/tests/create.sh"
cd "$PLACES" || exit 1
mkdir disk again
mount -t tmpfs tmpfs disk 2>/dev/null || skip_all 'no tmpfs here'

# KIND_at DIR: DIR, in which a/p is, is at $second, too
bound_at() { second=$PWD/again && mount --bind "$1" again; }
twice_at() {
	truncate -s 16M "$PWD/disk/image" && mkfs.ext4 -q -I 256 "$PWD/disk/image" &&
		mount -o loop "$PWD/disk/image" "$1" && mount "$(findmnt -n -o SOURCE "$1")" again && second=$PWD/again
}
overlay_at() {
	mkdir disk/upper disk/work
	second=$PWD/again && mount -t overlay overlay -o "lowerdir=$1,upperdir=disk/upper,workdir=disk/work" again
}

# on PLACE: yes or no
on() { if avenv -C "$1" path >/dev/null 2>&1; then echo on; else echo off; fi; }

# walk SEED STEPS: commands at both places, by chance; each says only something of its own place, but that
# what is denied is off at both: it is the same directory
walk() {
	local here steps='' allowed=(0 0) denied=(0 0) wanted
	RANDOM=$1
	for ((i = 0; i < $2; i++)); do
		here=$((RANDOM % 2))
		case $((RANDOM % 7)) in
		0 | 1 | 2)
			steps+=" allow:$here"
			avenv -q allow "${places[here]}" 2>/dev/null
			[ "${denied[1 - here]}" = 1 ] || { allowed[here]=1 && denied[here]=0; }
			;;
		3)
			steps+=" forget:$here"
			avenv -q forget "${places[here]}" 2>/dev/null
			allowed[here]=0 denied[here]=0
			;;
		4) steps+=" deny:$here" && avenv -q deny "${places[here]}" && denied[here]=1 ;;
		*)
			# On an overlay it writes what it repairs, and gives the directory another birth time.
			[ "$kind" != overlay ] || continue
			steps+=" repair:$here" && avenv -q repair "${places[here]}/.venv" >/dev/null 2>&1
			;;
		esac
		for j in 0 1; do
			wanted=off
			[ "${allowed[j]}:${denied[*]}" != '1:0 0' ] || wanted=on
			[ "$(on "${places[j]}")" != "$wanted" ] || continue
			is "$(on "${places[j]}")" "$wanted" "$kind, place $j, seed $1:$steps"
			return
		done
	done
	ok "$kind: a walk, seed $1" true
}

# without a birth time
ext2_at() {
	truncate -s 16M "$PWD/disk/old" && mkfs.ext2 -q -I 128 "$PWD/disk/old" >"$T/.out" && mount -o loop "$PWD/disk/old" "$1" &&
		second=$PWD/again && mount --bind "$1" again
}

for kind in bound twice overlay ext2; do
	mkdir "disk/$kind"
	first=$PWD/disk/$kind
	if [ "$kind" = overlay ]; then mkdir "$first/p" && mkenv "$first/p/.venv"; fi
	if ! "${kind}_at" "$first" 2>"$T/.err"; then
		skip "$kind: $(head -n 1 "$T/.err")"
		continue
	fi
	[ "$kind" = overlay ] || { mkdir "$first/p" && mkenv "$first/p/.venv"; }
	places=("$first/p" "$second/p")
	rm -rf "$HOME/.local"
	if [ "$(stat -c %W "$first/p")" = 0 ]; then
		avenv -q allow "$second/p"
		avenv -q deny "$first/p"
		is "$(on "$second/p")" off "$kind: a denial holds at both, without birth times"
	else
		avenv -q allow "${places[0]}"
		also="is also at '${places[0]}/.venv', which you allowed"
		like "$(cd "${places[1]}" && avenv 2>&1)" "*'${places[1]}/.venv' $also"$'\n'"'avenv allow' turns it on from now on" "$kind: avenv"
		like "$(avenv -C "${places[1]}" path 2>&1)" "*'${places[1]}/.venv' $also; 'avenv allow ${places[1]}' turns*" "$kind: path"
		like "$(avenv status "${places[1]}" 2>&1)" "*$also*" "$kind: status"
		avenv -q repair "${places[1]}/.venv" >/dev/null 2>&1
		is "$(on "${places[0]}") $(on "${places[1]}")" 'on off' "$kind: repair at the second place takes nothing"
		avenv -q allow "${places[1]}"
		is "$(on "${places[0]}") $(on "${places[1]}")" 'on on' "$kind: both are allowed, both are on"
		is "$(avenv allow --list | grep -c ' ok')" 2 "$kind: allow --list has both"
		avenv -q deny "${places[1]}"
		is "$(on "${places[0]}") $(on "${places[1]}")" 'off off' "$kind: a denial is of the directory"
		run avenv forget "${places[0]}"
		like "$err" "*; '${places[1]}' is still denied" "$kind: forget names what still holds"
		for seed in 1 2 3; do
			rm -rf "$HOME/.local"
			walk $seed 20
		done
	fi
	umount again
done

# Unmounted, and the directory renamed: that is a move.
mkdir -p disk/moved/p
bare disk/moved/p/.venv
if [ "$(stat -c %W disk/moved/p)" != 0 ]; then
	rm -rf "$HOME/.local"
	avenv -q allow disk/moved/p
	mv disk/moved/p disk/moved/q
	ln -s q disk/moved/p
	like "$(avenv -C disk/moved/q path 2>&1)" "*was moved from '$PWD/disk/moved/p', which you allowed; 'avenv repair *" 'a link where it was: it was moved'
fi
done_testing
