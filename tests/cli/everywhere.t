#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 46 81 84
# avenv setup --everywhere: shims, and lines in the startup files of sh, bash, zsh and fish; --undo takes
# all of it back, byte for byte. What is printed: messages/everywhere.sh
# shellcheck disable=SC1003,SC2016,SC2088 # for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# ---- the files and lines ---------------------------------------------------

# lines: how many lines each startup file has that loads the files
lines() { (cd "$HOME" && grep -c 'avenv/everywhere/[a-z]*  # avenv setup' .profile .bash_profile .bash_login .zshenv .config/fish/config.fish 2>/dev/null | tr '\n' ' '); }

home .profile 'a=1\n'
setup --everywhere
is "$rc:$(lines)" '0:.profile:1 ' 'shells that the user does not use get no line'
home .profile 'a=1\n'
run "${CLEAN[@]}" PATH="$T/bin:$SYSTEM" SHELL=/usr/bin/zsh "$AVENV" setup --everywhere
is "$rc:$(lines)" '0:.profile:1 .zshenv:1 ' 'the login shell gets one'
home .profile 'a=1\n' .zshrc '' .config/fish/config.fish ''
setup --everywhere
is "$rc:$(lines)" '0:.profile:1 .zshenv:1 .config/fish/config.fish:1 ' 'and each shell with a startup file'
is "$(cd "$DATA/shims" && for link in *; do echo "$link $(readlink "$link")"; done)" \
	"$(printf "%s $AVENV-hook\n" pip pip3 python python3)" 'the shims'
ln -s "$(command -v python3)" "$T/system/python3"
run "${CLEAN[@]}" PATH="$T/system" "$AVENV" setup --everywhere
is "$rc:$(ls "$DATA/shims")" $'0:pip\npip3\npython\npython3' 'python is python3 where that is alone'
mv "$T/system/pip" "$T"
mkenv "$T/other-env"
traps "$T/other-env/bin/pip"
run "${CLEAN[@]}" PATH="$DATA/shims:$T/other-env/bin:$T/system" "$AVENV" setup --everywhere
is "$rc:$(ls "$DATA/shims")" $'0:pip3\npython\npython3' 'none for a program that the system lacks, whatever an environment has'
mv "$T/pip" "$T/system"
rm "$T/system/python3"
setup --everywhere
tree "$HOME" >"$T/once"
setup --everywhere
is "$rc:$(tree "$HOME" | cut -d' ' -f1,2,4-)" "0:$(cut -d' ' -f1,2,4- "$T/once")" 'twice is once'
ln -s python "$DATA/shims/pytest"
undone 'undone, all is as it was; a link of the user to a shim goes, too' --everywhere

home
while read -r shell file; do
	setup --everywhere "$shell"
	is "$rc:$(lines)" "0:$file:1 " "$shell alone, named"
	undone "and undone: no file is left, nor a directory that setup made" --everywhere
done <<'END'
zsh .zshenv
fish .config/fish/config.fish
END
home .bash_profile 'b=1' .bash_login 'c=1\n' .zshenv '' .profile ''
setup --everywhere
is "$(lines)" '.profile:1 .bash_profile:1 .bash_login:1 .zshenv:1 ' "bash's login files that exist"
setup bash
like "$rc:$(grep -c 'avenv hook bash' "$HOME/.bashrc")" 0:1 'beside the line for a prompt'
undone '--undo takes back both'
CLEAN+=(ZDOTDIR="$HOME/z" XDG_DATA_HOME="$HOME/d d")
setup --everywhere
is "$rc:$(grep -c everywhere/zsh "$HOME/.zshenv" "$HOME/z/.zshenv" | tr '\n' ' '):$(ls "$HOME/d d/avenv")" \
	"0:$HOME/.zshenv:1 $HOME/z/.zshenv:1 :everywhere
shims" 'ZDOTDIR, and the place of the records'
is "$(env -i HOME="$HOME" sh -lc 'command -v python; echo "$BASH_ENV"; bash -c "type -t _avenv_look"')" "$HOME/d d/avenv/shims/python
$(value "$(id -u)" "$HOME/d d/avenv")
function" 'a directory with a blank'
CLEAN=("${CLEAN[@]:0:6}")
run "${CLEAN[@]}" XDG_DATA_HOME="$HOME/d d" "$AVENV" setup --everywhere --undo
is "$rc:$(tree "$HOME")" "0:$(<"$T/before")" 'and it is undone, also without ZDOTDIR'

home .zshenv '' za/.zshrc '' zb/.zshrc ''
for dir in za zb za; do run "${CLEAN[@]}" ZDOTDIR="$HOME/$dir" "$AVENV" setup --everywhere zsh; done
is "$rc:$(grep -lr everywhere/zsh "$HOME"/{za,zb} | wc -l)" 0:2 'two ZDOTDIRs, one after the other'
undone 'and both are undone' --everywhere

# ---- what cannot be changed ------------------------------------------------

# Files that setup refuses: cli/setup
home .profile 'a=1\n' .zshrc ''
ln -s nowhere "$HOME/.zshenv"
setup --everywhere
is "$rc:$(lines)" '1:.profile:1 ' 'a link to nowhere: the other lines are added'
rm "$HOME/.zshenv"
mkdir "$HOME/.zshenv"
setup --undo
is "$rc:$(lines):$(ls "$DATA")" '1:.profile:0 .zshenv:0 :' 'a directory: the other lines, and the shims, are removed'
home
mkdir -p "$DATA/shims"
echo mine >"$DATA/shims/mine"
ln -s mine "$DATA/shims/other"
ln -s /usr/bin/env "$DATA/shims/env"
tree "$HOME" >"$T/before"
setup --everywhere
undone "files and links of the user's among the shims stay" --everywhere
home
mkdir -p "$DATA/everywhere"
echo mine >"$DATA/everywhere/mine"
tree "$HOME" >"$T/before"
setup --everywhere
undone "a file of the user's beside those that load them stays" --everywhere
mkdir "$DATA/shims"
echo mine >"$DATA/shims/python3"
for lead in : 'ln -sf /usr/bin/python3'; do
	$lead "$DATA/shims/python3"
	changes_nothing "a program of the user's in the place of a shim, $lead" '1:*' "$HOME" \
		"${CLEAN[@]}" "$P" setup --everywhere
done
for place in 'a:b' 'a$b' 'a`b' 'a\b' "a'b" 'a"b' 'a}b'; do
	run "${CLEAN[@]}" HOME="$T/$place" "$AVENV" setup --everywhere
	like "$rc:$err" '1:*PATH, or in BASH_ENV' "a home directory that bash would expand in BASH_ENV: $place"
done
setup --everywhere ksh
is "$rc" 2 'a shell that has no hook'

# ---- what it changes -------------------------------------------------------

home .profile 'export BASH_ENV=$HOME/mine\n' mine 'MINE=$((MINE+1))\n' .zshrc '' .config/fish/config.fish ''
setup --everywhere
LOGIN=(env -i HOME="$HOME" LC_ALL=C.UTF-8)
# in_login NAME WANTED SHELL ARG...: SHELL as a login or a new one prints WANTED
in_login() {
	run "${LOGIN[@]}" "${@:3}"
	is "$rc:$out:$err" "0:$2:" "$1"
}
for shell in 'sh -lc' 'bash -lc' 'zsh -c' 'zsh -lc' 'fish -c' 'fish -lc'; do
	has "${shell% *}" || continue
	# shellcheck disable=SC2086 # words
	in_login "$shell" "$DATA/shims/python" $shell 'command -v python'
	# shellcheck disable=SC2086
	in_login "$shell, BASH_ENV" "$BASH_VALUE" $shell 'echo $BASH_ENV'
done
in_login 'the shims are on PATH once' 1 bash -lc "bash -lc 'printf %s \"\$PATH\"' | tr : '\n' | grep -c shims"
# Another order that a shell inherits: a login or a prompt puts the shims first, but for what is active by hand
other=PATH="/other:$DATA/shims:/usr/bin:/bin"
for shell in 'zsh -ic' 'zsh -lic' 'fish -ic' 'fish -lic'; do
	has "${shell% *}" || continue
	# shellcheck disable=SC2086
	while read -r wanted variables; do
		run "${LOGIN[@]}" "$other" $variables $shell 'printenv PATH'
		is "${out%%:*}" "$wanted" "$shell inherits another order: $variables"
	done <<-END
		$DATA/shims
		/other VIRTUAL_ENV=/other/e
	END
done
# A login shell of macOS puts the system's directories first: /etc/profile and /etc/zprofile
cp "$HOME/.profile" "$T"
echo "PATH=/usr/bin:/bin:$DATA/shims" | tee "$HOME/.profile" >"$HOME/.zprofile"
tail -n 1 "$T/.profile" | tee -a "$HOME/.profile" >>"$HOME/.zprofile"
for shell in sh bash zsh; do
	has $shell || continue
	in_login "$shell: the system's directories come first" "$DATA/shims/python3 2" \
		$shell -lc "$shell -lc '. \$HOME/.profile; command -v python3; echo \"\$PATH\" | tr : \"\n\" | grep -c shims' | xargs"
done
cp "$T/.profile" "$HOME"
rm "$HOME/.zprofile"
in_login "the user's BASH_ENV is read, too" '1 1' bash -lc "echo \$MINE \$(bash -c 'echo \$MINE')"
# The place of an agent: where it is here, and none of the user's own
agent="$DATA/everywhere/agent"
for shell in 'sh -lc' 'bash -lc' 'zsh -c' 'fish -c'; do
	has "${shell% *}" || continue
	rm -rf "$HOME/.claude"
	# shellcheck disable=SC2086
	in_login "$shell: no agent" '' $shell 'echo $CLAUDE_ENV_FILE'
	mkdir "$HOME/.claude"
	# shellcheck disable=SC2086
	in_login "$shell: its directory" "$agent" $shell 'echo $CLAUDE_ENV_FILE'
	# shellcheck disable=SC2086
	in_login "$shell: the user's own" /mine CLAUDE_ENV_FILE=/mine $shell 'echo $CLAUDE_ENV_FILE'
done
rm -r "$HOME/.claude"
mkdir "$HOME/bin"
traps "$HOME/bin/claude"
in_login 'its program' "$agent" PATH="$HOME/bin:/usr/bin:/bin" sh -c ". '$DATA/everywhere/sh'; echo \$CLAUDE_ENV_FILE"
nothing_ran 'its program'
is "$(stat -c %a "$agent")" 400 'its hooks append no line to the file'
# Another user's files, after `su` without a dash, and BASH_ENV from there
other="$T/other/.local/share/avenv"
mkdir "$T/other"
"${CLEAN[@]}" HOME="$T/other" "$AVENV" -q setup --everywhere
for shell in 'sh -lc' 'zsh -c' 'fish -c'; do
	has "${shell% *}" || continue
	# shellcheck disable=SC2086
	in_login "$shell: one BASH_ENV of avenv's after another" "$BASH_VALUE 1" \
		env BASH_ENV="$(value 7 "$other")" AVENV_BASH_ENV="$HOME/mine" $shell 'bash -c "echo \$BASH_ENV \$MINE"'
done
in_login 'one does not read the other' end env BASH_ENV="$other/everywhere/bash" AVENV_BASH_ENV="$BASH_VALUE" bash -c 'echo end'
# The user's own BASH_ENV: as bash alone reads it, with a file of its name on PATH, too
mkdir "$T/own" "$T/own/bin"
for name in mine 'a"b' 'c d' "it's"; do echo 'echo "mine $1"' >"$T/own/$name"; done
cp "$T/own/mine" "$HOME/own"
traps "$T"/own/bin/{onpath,mine}
# mine ENTRY: what a command string prints by BASH_ENV, or by ours and AVENV_BASH_ENV
mine() { env -i -C "$T/own" HOME="$HOME" M="$T/own" PATH="$T/own/bin:/usr/bin:/bin" "$@" bash -c 'echo end' name arg 2>/dev/null; }
while IFS= read -r entry; do
	is "$(mine BASH_ENV="$BASH_VALUE" AVENV_BASH_ENV="$entry")" "$(mine BASH_ENV="$entry")" "the user's BASH_ENV is $entry"
	nothing_ran "the user's BASH_ENV is $entry"
done <<'END'
$M/mine
${M}/a"b
$M/c d
$M/it's
~/own
mine
onpath
$(echo "$M/mine")
${NONE:-$M}/mine
$NONE
/nowhere
/x\" ]]; onpath #
$M/mine" ]]; onpath #
$(
END
setup --everywhere --undo
in_login 'undone' "$HOME/mine" bash -lc 'echo $BASH_ENV'

done_testing
