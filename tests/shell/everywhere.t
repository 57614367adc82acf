#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 31 74 81 83 85
# After setup --everywhere: the Python of ten ways to start a program in five places, as a table; and what
# a command string or a script sees of the hook.
# shellcheck disable=SC2016,SC2086 # for inner shells; words
. "${SRCDIR:?}/tests/lib.sh"

. "$SRCDIR/tests/everywhere.sh"

# ---- the table -------------------------------------------------------------

printf 'all:\n\t@%s\n' "$COMMAND" >"$T/Makefile"
declare -A ways=(
	[interactive]='bash -i'
	['bash -c']="bash -c"
	['bash -lc']="bash -lc"
	['zsh -c']="zsh -c"
	['fish -c']="fish -c"
	['sh -c']="sh -c"
	[make]="make -s -f $T/Makefile"
	[subprocess]="/usr/bin/python3 -c 'import subprocess; subprocess.run([\"python3\", \"-c\", \"$ASK\"])'"
	['env -i HOME PATH']="env -i HOME=$HOME PATH=$SHIMS:/usr/bin:/bin python3 -c '$ASK'"
	["cron's environment"]="env -i HOME=$HOME LOGNAME=me SHELL=/bin/sh PATH=$SHIMS:/usr/bin:/bin sh -c"
)
# start WAY DIR: the prefix of the Python that it starts in DIR
start() {
	local words=${ways[$1]}
	cd "$2" || return
	case $1 in
	interactive) "${LOGIN[@]}" bash -i <<<"$COMMAND" 2>/dev/null ;;
	*' -c' | *' -lc' | cron*) "${LOGIN[@]}" $words "$COMMAND" ;;
	*) eval '"${LOGIN[@]}"' "$words" ;;
	esac
}
printf '# %-20s %-20s %-20s %-20s %-20s %s\n' way project 'below it' worktree 'unallowed clone' none
for way in interactive 'bash -c' 'bash -lc' 'zsh -c' 'fish -c' 'sh -c' make subprocess 'env -i HOME PATH' "cron's environment"; do
	case $way in zsh* | fish*) has "${way%% *}" || continue ;; esac
	row=()
	for place in project below worktree clone none; do
		out=$(start "$way" "${!place}" 2>&1)
		row+=("${out//$HOME\/src\//}")
	done
	printf "# %-20s %-20s %-20s %-20s %-20s %s\n" "$way" "${row[@]}"
	is "${row[*]}" "shop/.venv shop/.venv shop/trees/fix/.venv /usr /usr" "$way: project, below it, worktree, clone, none"
done

# ---- at a prompt -----------------------------------------------------------

# typed NAME WANTED LINES [ARG...]: bash with a prompt in the project, with these words before it, prints
typed() {
	out=$(cd "$project" && "${LOGIN[@]}" "${@:4}" <<<"$3" 2>/dev/null)
	is "${out//$HOME\/src\//}" "$2" "typed, $1"
}
inherited=(VIRTUAL_ENV="$project/.venv" AVENV_ENV="$project/.venv" PATH="$SHIMS:$project/.venv/bin:/usr/bin:/bin")
first='echo "${PATH%%:*}"'
sed -i '1i . ~/.bashrc' "$HOME/.profile"
typed 'the environment is before the shims' shop/.venv/bin "$first" bash -i
typed 'in a login shell, too' shop/.venv/bin "$first" bash -li
typed 'in a new pane' shop/.venv/bin "$first" env "${inherited[@]}" bash -i
typed 'in a login shell of a pane' shop/.venv/bin "$first" env "${inherited[@]}" bash -li
sed -i 1d "$HOME/.profile"
for off in deactivate 'avenv off' 'avenv -q deny'; do
	typed "$off: nor is it the shims'" $'/usr\n/usr\n/usr' "$off
$COMMAND
bash -c \"$COMMAND\"
sh -c \"$COMMAND\"" bash -i
	"$AVENV" -q allow "$project"
done
typed 'deactivate ends with the project' shop/.venv "deactivate
cd ..
cd shop
sh -c \"$COMMAND\"" bash -i

# ---- a command string ------------------------------------------------------

# Startup files without a line, for a shell without the hook
mkdir -p "$T/plain/.config/fish"
# outcome COMMAND...: its output, errors and exit status, without the paths of HOME. The processes of a
# pipe print errors in any order.
outcome() {
	run "$@"
	printf '%s\n' "$out" "$(sort <<<"$err")" "$rc" | sed "s|$HOME|~|g"
}
# same SHELL STRING [ARG...]: the shell prints and exits as without the hook, in a place without environment
same() {
	local with without words
	read -ra words <<<"$1"
	cd "$none" || return
	with=$(outcome "${LOGIN[@]}" "${words[@]}" "${@:2}")
	without=$(outcome env -i HOME="$T/plain" LC_ALL=C.UTF-8 PATH="$SHIMS:/usr/bin:/bin" "${words[@]}" "${@:2}")
	is "$with" "$without" "$1: $2"
}
while IFS= read -r string; do
	for shell in 'bash -c' 'bash -euc' 'bash -xc' 'bash --posix -c' 'bash -o pipefail -c'; do same "$shell" "$string"; done
done <<'END'
echo $? "$-" "$0" "$#" "$@"
cd /usr; echo $? $PWD $OLDPWD; cd - ; pwd
cd /nowhere; echo $?
f() { cd /nowhere || return 7; }; f; echo "f: $?"
cd a b; cd --foo; popd; echo $?
cd --help >/dev/null; echo $?; pushd --help >/dev/null; popd --help >/dev/null
cd /; pushd /usr && pushd /bin && popd && dirs
set -o pipefail; { false; } 2>&- | { cd /usr; } 2>&-; echo "${PIPESTATUS[@]}"
trap 'echo exit $?' EXIT; cd /usr; exit 3
trap 'echo err' ERR; cd /usr; cd /nowhere; echo end
set -E; trap 'echo err' ERR; cd /usr; false; echo end
(cd /usr && pwd); (cd /nowhere); pwd
CDPATH=/:/usr; cd bin && pwd; cd /usr/bin; cd ..
set -o; shopt -p; trap -p; alias; complete -p
echo "${PROMPT_COMMAND-unset}|${PS1-unset}|$IFS|"; jobs
cd /usr 2>&-; cd /nowhere 2>&-; echo $?
cd -P /usr/bin/../lib; echo $?; cd ''; echo $?
set -x; cd /usr; cd /nowhere; : end
eval 'cd /nowhere'; . /dev/stdin <<<'cd /nowhere'
bash -c 'cd /usr; bash -c "cd /nowhere; echo \$?"'
xargs -I{} bash -c 'cd {} && pwd' <<</usr
{ kill -TERM $$; } 2>&-
ls /proc/self/fd; cd /usr; ls /proc/self/fd; exec 7</dev/null; cd /; ls /proc/self/fd
exec <&- >&-; cd /usr; exit 5
IFS=/; set -f; cd /usr; set -- $PWD; echo "$#" "$IFS"
alias cd=echo; shopt -s expand_aliases; eval 'cd /usr'
while read -r line; do cd /usr; echo "$line"; done <<<$'1\n2'
END
same 'bash -c' 'cd /nowhere; echo "$0 $*"' name 'a b' c
same 'bash -c' 'cd /usr & wait $!; echo $? $PWD; trap "cd /; pwd" EXIT; exit 2'
same 'bash -c' 'mkdir /tmp/avenv-gone; cd /tmp/avenv-gone && rmdir /tmp/avenv-gone; bash -c "echo $?; pwd"'
same 'bash -c' 'mkdir -p /tmp/avenv-gone/a; cd /tmp/avenv-gone/a; rm -r /tmp/avenv-gone; cd .; cd ..; pushd .; echo $? $PWD; cd -Pe .; echo $?; cd /; pwd'
same 'bash -c' 'f() { cd /usr && pwd; }; export -f f; bash -c "f; cd /nowhere; pwd"'
for shell in 'zsh -c' 'zsh -euc' 'zsh -fc' 'fish -c' 'fish --no-config -c'; do
	has "${shell%% *}" || continue
	while IFS= read -r string; do same "$shell" "$string"; done <<'END'
echo $status end
cd /usr; echo $status $PWD; cd - ; pwd
cd /nowhere; echo $status
cd /nowhere; or echo failed
cd /usr; and exit 3
ls /proc/self/fd; cd /usr; ls /proc/self/fd
mkdir /tmp/avenv-gone; cd /tmp/avenv-gone; rmdir /tmp/avenv-gone; cd .; pwd; cd /; pwd
exec 2>/dev/null; cd /nowhere; cd /usr; pwd
seq 3 | while read line; cd /usr; echo $line; end
END
done

# In a project: what a command string gets is the environment's, at its start and after each cd.
muted=$(cd "$project" && "${LOGIN[@]}" bash -i <<<$'deactivate\necho "$AVENV_MUTED"' 2>/dev/null)
like "$muted" "$project/*" 'deactivate is exported'
conda=$HOME/conda
mkdir -p "$conda/bin"
printf '#!/bin/sh\necho "tool of conda"\n' >"$conda/bin/tool"
chmod 755 "$conda/bin/tool"
for shell in 'bash -c' 'bash -euc' 'bash -o pipefail -c' 'bash -lc' 'zsh -c' 'zsh -euc' 'fish -c'; do
	has "${shell%% *}" || continue
	gets 'at its start' 'tool of shop' "$shell" tool
	gets 'cd and a command' $'tool of fix\ntool of shop' "$shell" 'cd trees/fix && tool; cd ../..; tool'
	gets 'a clone' "$SHIMS/python3" "$shell" 'cd ../clone; command -v python3'
	gets 'an inherited environment goes' "$SHIMS/python3" "$shell" 'cd /; command -v python3' \
		VIRTUAL_ENV="$worktree/.venv" AVENV_ENV="$worktree/.venv" PATH="$worktree/.venv/bin:$SHIMS:/usr/bin:/bin"
	gets 'turned off' "$SHIMS/python3" "$shell" 'command -v python3' AVENV_MUTED=off:
	gets 'turned off, and a cd out and back' /usr "$shell" "cd /; cd $project; $COMMAND" AVENV_MUTED="$muted"
	gets 'turned off, and another project' 'tool of fix' "$shell" 'cd trees/fix && tool' AVENV_MUTED="$muted"
	gets 'turned off, and a string in a string' none "$shell" "cd /; bash -c 'cd $project; command -v tool || echo none'" AVENV_MUTED="$muted"
	gets 'deactivate, and a cd out and back' /usr "$shell" "deactivate; cd /; cd $project; $COMMAND"
	# /etc/profile may set PATH.
	[ "$shell" = 'bash -lc' ] || gets 'conda, activated in the project' $'tool of conda\ntool of conda\ntool of fix' \
		"$shell" 'tool; cd lib; tool; cd ../trees/fix; tool' VIRTUAL_ENV="$project/.venv" AVENV_ENV="$project/.venv" \
		CONDA_PREFIX="$conda" PATH="$conda/bin:$project/.venv/bin:$SHIMS:/usr/bin:/bin"
	gets 'conda, activated elsewhere' 'tool of shop' "$shell" tool CONDA_PREFIX="$conda" PATH="$conda/bin:$SHIMS:/usr/bin:/bin"
	[ "$shell" = 'bash -lc' ] || gets 'by hand' /opt "$shell" 'echo $VIRTUAL_ENV' VIRTUAL_ENV=/opt PATH="$SHIMS:/usr/bin:/opt/bin:/bin"
	gets 'left over' $'tool of shop\nshop/.venv' "$shell" 'tool; echo $VIRTUAL_ENV' VIRTUAL_ENV=/opt
	gets 'deactivate' /usr "$shell" "deactivate; $COMMAND"
	gets 'one in another' 'tool of fix' "$shell" "cd /; bash -c 'cd $worktree && tool'"
	case $shell in
	*bash*) prints="set -T; trap 'echo touch \$HOME/ran >&\$((BASH_SUBSHELL ? 1 : 9))' DEBUG" ;;
	zsh*) prints="TRAPDEBUG() { echo touch \$HOME/ran >&\$((ZSH_SUBSHELL ? 1 : 9)); }" ;;
	*) continue ;;
	esac
	gets 'output of a DEBUG trap is no code' 'tool of fix' "$shell" "exec 9>/dev/null; $prints; cd trees/fix && tool; [ ! -e ~/ran ]"
done
while read -ra options; do
	has fish || continue
	run env -C "$project" "${LOGIN[@]}" fish "${options[@]}" tool
	like "$out" 'tool of shop' "fish ${options[*]}"
done <<'END'
-C true -c
-lC true --command
--init-command true --features no-a -c
END
typed 'a new shell elsewhere, and a cd into it' shop/.venv "cd shop; $COMMAND" env -C "$HOME/src" AVENV_MUTED="$muted" bash -i

# ---- a script file ---------------------------------------------------------

# It has the functions, variables, options and traps that it has without the files.
cat >"$T/script.bash" <<'END'
echo "$?|$_"
declare -f
for name in $(compgen -v | grep -vE '^(BASH_ENV|BASH_ARGV0?|BASHPID|RANDOM|SRANDOM|EPOCH.*|SECONDS|PPID|_|LINENO|name)$'); do declare -p "$name"; done
set -o; shopt; trap -p; echo "$?|$-|$*|$_|${FUNCNAME[*]}"
cd /usr; type cd; cd /nowhere; echo $?
END
cat >"$T/script.zsh" <<'END'
functions
typeset +H -m '^(BASH_ENV|PPID|RANDOM|SECONDS|EPOCH*|TTYIDLE|_|HISTCMD|LINENO|ZSH_SUBSHELL)'
setopt; trap; echo "$?|$-|$*"; echo $chpwd_functions
cd /usr; whence -v cd; cd /nowhere; echo $?
END
cat >"$T/script.fish" <<'END'
functions -n; set -g | grep -v fish_pid; set -x | grep -v BASH_ENV; status; complete
cd /usr; cd /nowhere; echo $status
END
printf 'set -g fish_greeting\n' >"$T/plain/.config/fish/config.fish"
# untouched NAME COMMAND...: a script prints the same with and without the files
untouched() {
	local with without
	with=$(cd "$project" && outcome "${LOGIN[@]}" AVENV_BASH_ENV= "${@:2}")
	mv "$HOME/.local/share/avenv/everywhere" "$T/away"
	without=$(cd "$project" && outcome "${LOGIN[@]}" AVENV_BASH_ENV= "${@:2}")
	mv "$T/away" "$HOME/.local/share/avenv/everywhere"
	is "$(diff <(echo "$without") <(echo "$with"))" '' "$1"
}
for shell in bash zsh fish; do
	has $shell || continue
	untouched "a script file of $shell" $shell "$T/script.$shell" a 'b c'
	untouched "on standard input of $shell" sh -c "$shell <'$T/script.$shell'"
done
for options in '' -e -u -x '-o posix'; do untouched "an empty script $options" bash $options /dev/null; done
echo 'declare -F; cd /usr; cd /nowhere; type cd; set +x' >"$T/traced.bash"
untouched 'traced' bash -x "$T/traced.bash"
untouched 'with options' bash -eu -o posix "$T/script.bash"

# ---- without a helper, files or a home ---------------------------------------

# plain NAME: every shell starts, silent, with the next Python
plain() {
	for shell in 'bash -c' 'bash -euc' 'bash -lc' 'zsh -c' 'zsh -euc' 'fish -c'; do
		has "${shell%% *}" || continue
		run env -C "$project" "${LOGIN[@]}" "${@:2}" $shell 'cd /usr; echo $PWD; cd /nowhere' 2>/dev/null
		like "$out:$(grep -cE "_avenv|avenv:" "$T/.err")" '/usr:0' "$1: $shell"
	done
}
helper=$T/prefix/libexec/avenv/avenv-hook
mv "$helper" "$helper.away"
plain 'no helper'
printf '#!/bin/sh\necho broken; exit 1\n' >"$helper"
chmod 755 "$helper"
plain 'a helper that fails'
mv -f "$helper.away" "$helper"
mv "$HOME/.local/share/avenv/everywhere" "$T/away"
plain 'no files'
mv "$T/away" "$HOME/.local/share/avenv/everywhere"
plain 'no HOME' env -u HOME
touch "$T/file"
plain 'a HOME that is not there' HOME="$T/file/home"
done_testing
