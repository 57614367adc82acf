#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What avenv made and moved is what `python -m venv` makes at the new place, to the byte, and
# works there: pip, console scripts, activation, RECORD.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/record_csv.sh"

long=$(printf 'x%.0s' {1..120})
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny

# moved_as_made PYTHON OLD NEW [FLAG...]: made by avenv as $T/OLD and moved to $T/NEW, against made there
moved_as_made() {
	local python=$1 old=$T/$2
	D=$T/$3
	shift 3
	rm -rf "$old"
	mkdir -p "${old%/*}"
	make_theirs "$python" "$@" && "${CLEAN[@]}" "$AVENV" create -q -p "$python" "$@" "$old" &&
		"$AVENV" move "$old" "$D" && [ ! -e "$old" ] && oracle
}

for python in "$SYSTEM_PYTHON" $(other_pythons); do
	for pair in old:new "old:with space's" "with space's:new" "$long:new" "new:$long" "a/env:b/env"; do
		ok "$python: ${pair//$long/long} as made there" \
			moved_as_made "$python" "${pair%%:*}" "${pair#*:}" --without-pip
	done
	ok "$python: with a prompt" moved_as_made "$python" old new --without-pip --prompt "it's"
	ok "$python: with copies" moved_as_made "$python" old new --without-pip --copies
	ok "$python: with pip" moved_as_made "$python" old new
done
# From 3.7 on, whose pip writes the lines below the head alike in either form.
for pair in "old:with space" "with space:new" "new:$long" "$long:new"; do
	ok "$SYSTEM_PYTHON: ${pair//$long/long}, pip's launchers in the form that it needs" \
		moved_as_made "$SYSTEM_PYTHON" "${pair%%:*}" "${pair#*:}"
done

# in_env ENV COMMAND...: as CLEAN has it, without the machine's pip settings
in_env() {
	local env=$1 command=$2
	shift 2
	"${CLEAN[@]}" PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONFIG_FILE=/dev/null "$env/bin/$command" "$@"
}

# activated SHELL SCRIPT: what VIRTUAL_ENV and the first of PATH are then
activated() {
	# shellcheck disable=SC2016 # for that shell
	"${CLEAN[@]}" "$1" -c '. "$1" && echo "$VIRTUAL_ENV" && command -v python' "$1" "$2"
}

for python in "$SYSTEM_PYTHON" $(other_pythons); do
	old=$T/made new="$T/it's moved"
	rm -rf "$old" "$new"
	"${CLEAN[@]}" "$AVENV" create -q -p "$python" "$old"
	mkdir "$old/src"
	printf 'here = 1\n' >"$old/src/here.py"
	echo "$old/src" >"$(echo "$old"/lib/python*/site-packages)/here.pth"
	in_env "$old" pip -q install "$T/wheels/tiny/tiny-1.0-py3-none-any.whl"
	before=$(in_env "$old" tiny 2>&1)
	run "$AVENV" move "$old" "$new"
	is "$rc:$out" 0: "$python: moved, nothing is left"
	is "$(grep -rlF --exclude='*.pyc' "$old" "$new")" "" "only compiled files name the old place"
	is "$(in_env "$new" python -I -c 'import sys; print(sys.prefix)')" "$new" "sys.prefix"
	like "$(in_env "$new" pip --version)" "from $new/lib/" "pip"
	is "$(in_env "$new" pip check)" "No broken requirements found." "pip check"
	is "$(in_env "$new" tiny 2>&1)" "$before" "a console script"
	is "$(in_env "$new" python -c 'import here; print(here.here)')" 1 "a .pth into itself"
	ok "RECORD is right" record_is_right "$new"
	for shell in bash zsh sh; do
		command -v $shell >/dev/null || continue
		is "$(activated $shell "$new/bin/activate")" "$new
$new/bin/python" "activate in $shell"
	done
	if command -v fish >/dev/null; then
		# shellcheck disable=SC2016 # for fish
		is "$("${CLEAN[@]}" fish --no-config -c '. $argv[1]; and echo $VIRTUAL_ENV; and command -v python' "$new/bin/activate.fish")" \
			"$new
$new/bin/python" "activate in fish"
	fi
	in_env "$new" pip -q uninstall -y tiny 2>/dev/null
	not_ok "pip uninstall takes the script" test -e "$new/bin/tiny"
	is "$(find "$new" -name '*tiny*')" "" "and the package"
done
done_testing
