#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 8 31 85
# Agents replay the functions of a shell, set PATH as it was at their start, and then run a command. proof/agents.t
# runs a real one.
# shellcheck disable=SC2016,SC2086 # for inner shells; words
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/everywhere.sh"

# Functions of a shell, replayed without its variables, as agents do it, some without names that begin with "_"
cd "$none" || exit
mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
# replayed NAME SHELL FUNCTIONS: a cd is a cd, avenv is the command, in silence. HANDLER is the function that shells call for
# an unknown command, as distributions define it, and agents copy it: here it prints.
HANDLER='command_not_found_handle() { echo "$1?"; }'
replayed() {
	like "$3" '*avenv*' "functions of $1"
	run env -i HOME="$HOME" PATH="$T/bin:/usr/bin:/bin" $2 "$3
$HANDLER
cd /usr; pwd; cd /nowhere || avenv -C $project path; avenv deactivate || cd $none; avenv --version >/dev/null; pwd"
	like "$rc:$out" "0:/usr
$project/.venv
$none" "replayed, $1"
	is "$(grep -c avenv "$T/.err"):$(grep -cE "_avenv|gone" "$T/.err")" 1:0 "and in silence, but for what deactivate says, $1"
}
for shell in 'bash -c' 'bash -euc'; do
	functions=$(HOME=$HOME bash -ic 'declare -f' 2>/dev/null)
	replayed 'bash, a command string' "$shell" "$(bash -c "HOME=$HOME . '$BASH_FILE'; declare -f" 2>/dev/null)
avenv() { command avenv \"\$@\"; }"
	replayed 'bash, a command string, none with _' "$shell" "$(bash -c "HOME=$HOME . '$BASH_FILE'; declare -f cd pushd popd" 2>/dev/null)
avenv() { command avenv \"\$@\"; }"
	replayed 'bash, at a prompt' "$shell" "$functions"
	replayed 'bash, at a prompt, some' "$shell" "$(bash -c "$functions; declare -f cd pushd popd avenv")"
done
HANDLER='command_not_found_handler() { echo "$1?"; }'
for shell in 'zsh -fc' 'zsh -feuc'; do
	has zsh || continue
	replayed 'zsh, at a prompt' "$shell" "$(env -i HOME="$HOME" zsh -fic "eval \"\$($AVENV hook zsh)\"; functions" 2>/dev/null)"
done

# An agent as Claude Code: PATH, and the functions without "_", are those of the shell that started it; then comes the text of
# CLAUDE_ENV_FILE, and the command, joined by "&&". BASH_ENV is read before, or not known to it; .zshenv is.
AGENT=$HOME/.local/share/avenv/everywhere/agent
echo "tool 2>/dev/null; $COMMAND; echo \"V=\$VIRTUAL_ENV\"; cd '$project'; tool" >"$T/command"
# as_agent SHELL START DIR BASH_ENV=VALUE: what it prints in DIR, started in START
as_agent() {
	local path functions=''
	path=$(cd "$2" && "${LOGIN[@]}" bash -c 'echo "$PATH"')
	[ "$1" = zsh ] || functions=$("${LOGIN[@]}" bash -c 'declare -f cd pushd popd')
	printf '%s\n' "$functions" "export PATH='$path'" >"$T/snapshot"
	run env -C "$2" "${LOGIN[@]}" bash -c 'cd "$1"; exec env -C "$2" "${@:3}"' _ "$2" "$3" "$4" "$1" -c \
		"source '$T/snapshot' && $(<"$AGENT") && eval \"\$(<'$T/command')\""
	echo "$rc:${out//$'\n'/ }:$err"
}
for shell in bash zsh; do
	has $shell || continue
	for env in BASH_ENV= "${LOGIN[5]}"; do
		for start in "$project" "$none"; do
			while read -r dir wanted; do
				is "$(as_agent $shell "$start" "$dir" "$env")" "0:$wanted tool of shop:" \
					"an agent in $shell from ${start##*/}, ${env:0:10}: in ${dir##*/}"
			done <<-END
				$project tool of shop $project/.venv V=$project/.venv
				$worktree tool of fix $worktree/.venv V=$worktree/.venv
				$none /usr V=
			END
		done
	done
done

# Where standard input is a socket and SHLVL is below 2, bash reads ~/.bashrc and not BASH_ENV: a line of docs/agents.md.
program "$T/socketed" '#!/usr/bin/python3 -I' 'import socket, subprocess, sys' \
	'subprocess.run(sys.argv[1:], stdin=socket.socketpair()[0])'
grep -F BASH_EXECUTION_STRING "$SRCDIR/docs/agents.md" >"$HOME/.bashrc"
echo 'case $- in *i*) ;; *) return ;; esac' >>"$HOME/.bashrc"
run env -C "$project" "${LOGIN[@]}" "$T/socketed" bash -c "tool; cd '$worktree'; tool"
is "$rc:$out:$err" $'0:tool of shop\ntool of fix:' 'a command string, and standard input is a socket'

HANDLER='function fish_command_not_found; echo "$argv[1]?"; end'
for shell in 'fish -c' 'fish --no-config -c'; do
	has fish || continue
	functions=$(env -i HOME="$HOME" fish --no-config -ic "$AVENV hook fish | source; functions avenv; for name in (string match -a '_avenv_*' (functions -na)); functions \$name; end" 2>/dev/null)
	replayed 'fish, at a prompt' "$shell" "$functions"
done
done_testing
