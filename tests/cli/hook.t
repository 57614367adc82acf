#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 66
# avenv hook: the code that a shell evaluates, and the place of the helper in it.
. "${SRCDIR:?}/tests/lib.sh"

place="$T/it's \$(touch x)"
mkdir -p "$place/bin" "$place/libexec/avenv"
cp "$AVENV" "$place/bin/avenv"
cp "$AVENV_BUILD_DIR/avenv-hook" "$place/libexec/avenv/"
for shell in bash zsh fish; do
	run "$AVENV" hook "$shell"
	like "$rc:$err:$out" "0::*'$AVENV_BUILD_DIR/avenv-hook'" "$shell: the helper beside the command"
	is "$(grep '@[A-Z]*@' <<<"$out")" '' "$shell: all is filled in"
	is "$("$AVENV" init "/usr/bin/$shell")" "$out" "$shell: by its path"
	if ! command -v "$shell" >/dev/null; then
		skip "$shell is not installed" 2
		continue
	fi
	"$place/bin/avenv" hook "$shell" >"$T/hook"
	ok "$shell: it parses" "$shell" -n "$T/hook"
	line=$(grep -m 1 '_avenv_helper[= ]' "$T/hook" | sed 's/^[[:space:]]*//')
	# shellcheck disable=SC2016 # for that shell
	is "$("$shell" -c "$line"'; printf %s "$_avenv_helper"')" "$place/libexec/avenv/avenv-hook" \
		"$shell: a place with a quote and a command in it"
done
ok 'nothing of the place is executed' test ! -e x

# Newer than bash 3.2, as far as it could slip in
newer='declare -[A-Za-z]*g|(local|declare) -[nA]|\$\{[A-Za-z_]+[@^,]|;;?&|&>>|\|&|coproc|mapfile'
newer+='|\[\[ -v|\$\{ |EPOCH|BASHPID|shopt -s (globstar|lastpipe)|\{fd\}'
is "$(cat "$SRCDIR"/{hooks,completions}/avenv.bash | grep -E "$newer")" '' 'bash 3.2 knows all'
done_testing
