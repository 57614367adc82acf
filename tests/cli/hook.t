#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 37 66
# avenv hook: the code that a shell evaluates, its completion, and the places of the programs in
# both.
. "${SRCDIR:?}/tests/lib.sh"

# filled FILE [EXPRESSION]: FILE with the places of what was built
filled() {
	sed -e "${2-}" -e "s|@HELPER@|$AVENV_BUILD_DIR/avenv-hook|" -e "s|@AVENV@|$AVENV|" "$SRCDIR/$1"
}

for shell in bash zsh fish; do
	run "$AVENV" hook "$shell"
	is "$rc:$err:$out" "0::$(filled hooks/avenv.$shell '/^[[:blank:]]*#/d')" "$shell: the hook without its comments, and no completion"
	is "$("$AVENV" init "/usr/bin/$shell")" "$out" "$shell: by its path"
	run "$AVENV" hook --completion $shell
	is "$rc:$err:$out" "0::$(filled completions/avenv.$shell)" "$shell: the completion, and no hook"
done

run "$AVENV" hook
like "$rc:$err" '2:*missing: SHELL*' 'without a shell: refused'

# A prompt does not ask the system about groups (private_group.t): the hook's command does, where the group gets to write.
if [ "$(id -un 2>/dev/null)" = "$(id -gn 2>/dev/null)" ] && [ -z "$(getent group "$(id -g)" | cut -d : -f 4)" ]; then
	(umask 002 && "$AVENV" hook bash >/dev/null)
	is "$(tail -n 1 "$HOME/.local/share/avenv/records")" "private group $(id -g)" 'umask 002, and a private group: it is kept'
fi

# Newer than bash 3.2, as far as it could slip in, but for one that asks for the version before
newer='declare -[A-Za-z]*g|(local|declare) -[nA]|\$\{[A-Za-z_]+[@^,]|;;?&|&>>|\|&|coproc|mapfile'
newer+='|\[\[ -v|\$\{ |EPOCH|BASHPID|shopt -s (globstar|lastpipe)|\{fd\}'
is "$(cat "$SRCDIR"/{hooks,completions}/avenv.bash "$SRCDIR"/src/shell/posix.c | grep -E "$newer" |
	grep -vF 'text@P}')" '' \
	'bash 3.2 knows all'
newer='typeset -n|\[\[ -v|add-zle-hook-widget|zsh/param/private|\$\{ |\$\{\||\(#[qi]|:A|sysopen'
is "$(cat "$SRCDIR"/hooks/avenv.zsh "$SRCDIR"/src/shell/posix.c | grep -E "$newer")" '' 'zsh 5.0 knows all'
newer='\$\(|set -f|--function|string (pad|shorten|unescape -n)|path (is|filter|normalize)|match -g|test -n .* -ef'
is "$(cat "$SRCDIR"/hooks/avenv.fish "$SRCDIR"/src/shell/fish.c | grep -E "$newer")" '' 'fish 3.1 knows all'
done_testing
