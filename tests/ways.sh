#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The three ways in which avenv create comes to its place, and what has to hold of each after
# anything goes wrong:  . tests/lib.sh; . tests/oracle.sh; . tests/ways.sh
#   new    nothing was there: the whole, or nothing
#   clear  an environment is replaced: the old one, or the new one
#   merge  an environment is made again: each of its files old or new, until a second run

PYTHON=$SYSTEM_PYTHON
create=("${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON")
bare=("${create[@]}" --without-pip)

# An environment as it was before: without pip, with something of the user's in it.
OLD=$T/old
"${CLEAN[@]}" "$PYTHON" -m venv --without-pip --prompt old "$D"
mkdir "$D/share"
echo mine >"$D/share/mine"
mv "$D" "$OLD"

# listed DIR: names, types, modes and links
listed() { (cd "$1" && find . -name '.avenv-*' -prune -o -printf '%P %y %m %l\n' | sort); }

# Of what others are compared with: it stays as it is.
declare -A listings=(["$OLD"]=$(listed "$OLD"))

# before_each WAY: what lies at $D, and that nothing is on record
before_each() {
	rm -rf "$(dirname "$D")" "$HOME"
	mkdir -p "$(dirname "$D")" "$HOME"
	if [ "$1" != new ]; then cp -a "$OLD" "$D"; fi
}

# flags WAY: what makes create go that way
flags() {
	if [ "$1" = clear ]; then echo --clear; fi
}

# ways_of DIR [FLAG...]: what python -m venv makes in each way, without bytecode, is DIR/new, DIR/clear and DIR/merge
ways_of() {
	local dir=$1 way
	shift
	mkdir "$dir"
	for way in new clear merge; do
		before_each $way
		# shellcheck disable=SC2046 # none is none
		"${CLEAN[@]}" "$PYTHON" -m venv "$@" $(flags $way) "$D"
		find "$D" -name '*.pyc' -delete
		find "$D" -name __pycache__ -empty -delete
		find "$D" -name RECORD -exec sed -i '/\.pyc,,/d' {} +
		mv "$D" "$dir/$way"
		listings["$dir/$way"]=$(listed "$dir/$way")
	done
}

# What is made, and what each way leads to; with_pip is where pip belongs to it.
making=("${bare[@]}")
WAYS=$T/ways
ways_of "$WAYS" --without-pip
with_pip() {
	making=("${create[@]}")
	WAYS=$T/with_pip
	ways_of "$WAYS"
}

# alike DIR: how what is at $D differs from what is at DIR
alike() {
	"$SRCDIR/tests/oracle.py" "$1" "$D" 2>&1
}

# equal DIR: as alike, faster, without words; what avenv left is passed over
equal() {
	[ -d "$D" ] && [ "$(listed "$D")" = "${listings[$1]}" ] &&
		diff -rq --no-dereference -x '.avenv-*' "$D" "$1" >/dev/null 2>&1
}

# strays: what avenv left beside the target and in it
strays() {
	find "$(dirname "$D")" -maxdepth 2 -name '.avenv-*'
}

# strange: what at $D is as it was neither before nor after; each file counts by itself
strange() {
	(cd "$D" && find . -name '.avenv-*' -prune -o -type f -print) | while read -r name; do
		cmp -s "$D/$name" "$OLD/$name" || cmp -s "$D/$name" "$WAYS/merge/$name" || echo "$name"
	done
	[ -e "$D/bin/python" ] || echo bin/python
}

# state WAY: what is at $D: "old", "new", or how it is neither
state() {
	if equal "$WAYS/$1"; then
		echo new
	elif [ "$1" = new ] && [ ! -e "$D" ]; then
		echo old
	elif [ "$1" != new ] && equal "$OLD"; then
		echo old
	elif [ "$1" = merge ]; then
		strange
	else
		alike "$WAYS/$1"
	fi
}

# again WAY: what is wrong after another run
again() {
	# shellcheck disable=SC2046 # none is none
	run "${making[@]}" $(flags "$1") "$D"
	# shellcheck disable=SC2154 # run leaves them
	[ "$rc$err" = 0 ] || echo "a second run: $rc $err"
	equal "$WAYS/$1" || echo "a second run does not finish it: $(alike "$WAYS/$1")"
	[ -z "$(strays)" ] || echo "left over: $(strays)"
}

# wrong WAY: what is not as it has to be after a run that left $rc and $err, and another one
wrong() {
	local state
	state=$(state "$1")
	case $1:$state in
	*:old | *:new | merge:) ;;
	*) echo "neither old nor new: $state" ;;
	esac
	case $rc in
	0) [ "$state" = new ] || echo "done, but $state" ;;
	1) [[ $err == 'avenv: '* ]] || echo "what is said: $err" ;;
	127) [[ $err == *': error while loading shared libraries: '* ]] || echo "exit status $rc: $err" ;;
	137) ;;
	*) echo "exit status $rc: $err" ;;
	esac
	again "$1"
}
