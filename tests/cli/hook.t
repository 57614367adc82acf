#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 73
# avenv hook: the code that a shell evaluates, its completion, and the places of the programs in
# both.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# filled FILE: FILE with the places of what was built
filled() {
	sed -e "s|@HELPER@|$AVENV_BUILD_DIR/avenv-hook|" -e "s|@AVENV@|$AVENV|" "$SRCDIR/$1"
}

for shell in bash zsh fish; do
	run "$AVENV" hook "$shell"
	is "$rc:$err:$out" "0::$(filled hooks/avenv.$shell)" "$shell: the hook, and no completion"
	is "$("$AVENV" init "/usr/bin/$shell")" "$out" "$shell: by its path"
	run "$AVENV" hook --completion $shell
	is "$rc:$err:$out" "0::$(filled completions/avenv.$shell)" "$shell: the completion, and no hook"
done

# The question of the next prompt, and the answer
trace() {
	run "$AVENV" -C p hook --trace "$@"
}
fresh p/.venv
trace bash
like "$rc:$err:$out" '0::at its next prompt bash asks, for the first time*after the last answer*  nothing*finds none*not allowed*changes nothing*' 'not allowed: said'
"$AVENV" -q allow p
before=$(<"$RECORDS")
trace bash
like "$out" '*finds *p/.venv*turns it on*the answer*export PATH=*' 'allowed: the answer is shown'
export VIRTUAL_ENV=$PWD/p/.venv AVENV_ENV=$PWD/p/.venv AVENV_STATE='5 0:0:0:0:0:0:0:0:4:name0:0:1:10:.'
trace zsh
like "$out" '*zsh asks*after the last answer*name  *name*sets its variables again*' 'the state of the shell is shown'
unset VIRTUAL_ENV AVENV_ENV AVENV_STATE
is "$(<"$RECORDS")" "$before" 'nothing is recorded'
export AVENV_DISABLE=1
trace bash
unset AVENV_DISABLE
like "$out" '*finds nothing: *avenv is off*' 'avenv is off: said'
run "$AVENV" hook --trace --completion bash
like "$rc:$err" '2:*excludes*' '--trace --completion: refused'
run "$AVENV" hook
like "$rc:$err" '2:*missing: SHELL*' 'without a shell: refused'

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
