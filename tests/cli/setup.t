#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup: which file gets the one line, what it says, and that undoing it leaves the
# home directory byte for byte as it was.
# shellcheck disable=SC2016,SC2088,SC1003 # what startup files hold
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

case $AVENV_BUILD_DIR in
*/valgrind) skip_all 'what is written has its own path, which is another there' ;;
esac

# ---- bash -------------------------------------------------------------------

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
setup -y
is "$rc$out" 0 'bash: done'
is "$(file .bashrc)" $'a=1\n'"$bash_line$mark"$'\n.' 'bash: the line is at the end of .bashrc'
says "avenv: added to '$HOME/.bashrc', line 2:
  $bash_line$mark
" 'bash: file, line and text are said'
says "now 'exec bash', or open a new shell" 'bash: what to do now'
tree >"$T/once"
setup -y
is "$rc" 0 'bash: twice'
says "'$HOME/.bashrc', line 2, loads avenv already" 'bash: twice: said so'
silent_on 'exec bash' 'bash: twice: there is nothing to be done now'
is "$(tree)" "$(cat "$T/once")" 'bash: twice is once'
undone bash
setup --undo -y
is "$rc" 0 'undoing twice'
says 'there was nothing to undo' 'undoing twice: said so'

# login NAME WANTED [NAME CONTENT]...: the file that login shells get the reading line in
login() {
	local name=$1 wanted=$2 got
	shift 2
	home .bashrc 'a=1\n' "$@"
	setup -y bash
	got=$(cd "$HOME" && grep -lF "$read_line$mark" .* 2>/dev/null)
	is "$got" "$wanted" "login: $name"
	undone "login: $name"
}
login 'none of them: .bash_profile is made' .bash_profile
login 'only .profile: no .bash_profile shadows it' .profile .profile 'b=1\n'
login '.bash_login before .profile' .bash_login .bash_login 'c=1\n' .profile '. ~/.bashrc\n'
login '.bash_profile before both' .bash_profile .bash_profile '' .bash_login '. ~/.bashrc\n' .profile 'b=1\n'
login 'it reads .bashrc' '' .bash_profile '[[ -f ~/.bashrc ]] && source ~/.bashrc\n'
login 'it reads .bashrc, quoted' '' .profile 'if [ "$BASH" ]; then\n  . "$HOME/.bashrc"\nfi\n'
login 'it reads .bashrc in a loop' '' .bash_profile 'for f in ~/.aliases ~/.bashrc; do . $f; done\n'
login 'it reads .profile, which reads .bashrc' '' .bash_profile '. ~/.profile\n' .profile '. ~/.bashrc\n'
login 'it reads no .profile, which would read .bashrc' .bash_profile .bash_profile 'a=1\n' .profile '. ~/.bashrc\n'
login 'a comment reads nothing' .bash_profile .bash_profile 'a=1 # . ~/.bashrc\n'
login 'an editor is not reading' .profile .profile "alias rc='vim ~/.bashrc'\n"
login "the system's is another" .profile .profile '. /etc/bash.bashrc\n. /etc/bashrc\n'

home .bashrc '[ -n "$PS1" ] && source ~/.bash_profile\n' .bash_profile 'a=1\n'
setup -y bash
is "$(file .bash_profile)" $'a=1\n'"$bash_line$mark"$'\n.' 'a .bashrc that reads .bash_profile: the line is there'
is "$(cat "$HOME/.bashrc")" '[ -n "$PS1" ] && source ~/.bash_profile' 'and .bashrc is left alone: no endless round'
undone 'a .bashrc that reads .bash_profile'

# round BASHRC BASH_PROFILE LOGIN PLAIN: how often each of the two was read by a login shell,
# and by another, where the text does not tell that one reads the other
round() {
	local way got=()
	home .bashrc "rc=\$((rc+1)); $1\n" .bash_profile "login=\$((login+1)); $2\n"
	setup -y bash
	for way in -lic -ic; do
		run "${CLEAN[@]}" TERM=dumb timeout 20 bash "$way" 'echo "$rc ${login-0} $(declare -F _avenv_run)"'
		got+=("$out")
	done
	is "${got[*]}" "$3 _avenv_run $4 _avenv_run" "no endless round: $1 / $2"
	undone "no endless round: $1 / $2"
}
round 'f=~/.bash_profile; . $f' '' '1 2' '1 1'
round 'for f in ~/.{bash_profile,bash_aliases}; do if test -f $f; then . $f; fi; done' '' '1 2' '1 1'
round 'cd; . .bash_profile' '' '1 2' '1 1'
round 'test -f ~/.bash_profile && \\. ~/.bash_profile' '' '1 2' '1 1'
round '' 'f=~/.bashrc; . $f' '1 1' '1 0'
round '' 'set -a' '1 1' '1 0'
home .bashrc '' .bash_profile 'set -a\n'
setup -y bash
run "${CLEAN[@]}" TERM=dumb bash -lic 'exec bash -lic "declare -F _avenv_run"'
is "$out" _avenv_run 'under set -a, a login shell in its place reads .bashrc, too'
home .bash_profile 'a=1\n'
older='if [ -n "${BASH_VERSION-}" ] && [ -n "${PS1-}" ] && [ -r ~/.bashrc ]; then . ~/.bashrc; fi'
echo "$older$mark" >>"$HOME/.bash_profile"
setup -y bash
is "$(file .bash_profile)" $'a=1\n'"$read_line$mark"$'\n.' 'the line of an earlier avenv is made new'

# ---- zsh, fish --------------------------------------------------------------

home .zshrc 'a=1\n'
VARS=(SHELL=/usr/bin/zsh)
setup -y
is "$(file .zshrc)" $'a=1\n'"$zsh_line$mark"$'\n.' 'zsh: .zshrc'
undone zsh
home
VARS=(ZDOTDIR="$HOME/z z")
setup -y zsh
is "$(file 'z z/.zshrc')" "$zsh_line$mark (made this file and directories: 1)"$'\n.' 'zsh: ZDOTDIR, which has to be made'
undone 'zsh: ZDOTDIR'
for line in 'export ZDOTDIR=~/.config/zsh' ': ${ZDOTDIR:=$HOME/z}' '  ZDOTDIR="$HOME"/z; a=1'; do
	home .zshrc '' .zshenv "$line\n"
	VARS=()
	setup -y zsh
	is "$rc" 1 "zsh: $line: refused"
	says "'$HOME/.zshenv' sets ZDOTDIR" "zsh: $line: said so"
	says "type in zsh: ZDOTDIR=\$ZDOTDIR $P setup zsh" "zsh: $line: and what helps, wherever avenv is"
	untouched "zsh: $line: nothing is written"
	setup --undo -y
	is "$rc" 0 "zsh: $line: undoing is no failure"
	says "type there: ZDOTDIR=\$ZDOTDIR $P setup --undo zsh" "zsh: $line: undoing says what is not known"
	VARS=(ZDOTDIR="$HOME")
	setup -y zsh
	is "$rc" 0 "zsh: $line: told, it is done"
	undone "zsh: $line"
done
VARS=()
for line in '# ZDOTDIR=~/z' '[[ -n $ZDOTDIR ]] && a=1'; do
	home .zshenv "$line\n"
	setup -y zsh
	is "$rc" 0 "zsh: '$line' sets nothing"
done
VARS=(ZDOTDIR=relative)
home
setup -y zsh
ok 'zsh: a relative ZDOTDIR is none' test -e "$HOME/.zshrc"

VARS=(SHELL=-fish)
home
setup -y
is "$(file .config/fish/conf.d/avenv.fish)" "$fish_line$mark (made this file and directories: 3)"$'\n.' 'fish: a file of its own'
is "$(stat -c %a "$HOME/.config/fish/conf.d/avenv.fish")" 644 'fish: its mode'
undone 'fish, all above it made'
mkdir -p "$HOME/.config/fish/conf.d"
before
setup -y
undone 'fish, an empty conf.d that was there'
setup -y
touch "$HOME/.config/fish/fish_variables"
setup --undo -y
is "$(cd "$HOME" && find . -mindepth 1 | sort | tr '\n' ' ')" './.config ./.config/fish ./.config/fish/conf.d ./.config/fish/fish_variables ' \
	'fish: what others have put there stays'
rm -rf "$HOME/.config"
setup -y
touch "$HOME/.config/fish/fish_variables"
setup --undo -y
is "$(cd "$HOME" && find . -mindepth 1 | sort | tr '\n' ' ')" './.config ./.config/fish ./.config/fish/fish_variables ' \
	'fish: of the directories that were made, the empty one goes'
VARS=(XDG_CONFIG_HOME="$HOME/c")
home
setup -y fish
ok 'fish: XDG_CONFIG_HOME' test -e "$HOME/c/fish/conf.d/avenv.fish"
undone 'fish: XDG_CONFIG_HOME'
VARS=(XDG_CONFIG_HOME=c)
home
setup -y fish
ok 'fish: a relative XDG_CONFIG_HOME is none' test -e "$HOME/.config/fish/conf.d/avenv.fish"
VARS=()

# ---- which shells -----------------------------------------------------------

home
setup -y bash zsh fish zsh
is "$rc" 0 'three shells'
is "$(grep -rl 'avenv setup' "$HOME" | sort | tr '\n' ' ')" \
	"$HOME/.bash_profile $HOME/.bashrc $HOME/.config/fish/conf.d/avenv.fish $HOME/.zshrc " 'three shells: each has its line'
setup --undo -y zsh
not_ok 'undo of one' test -e "$HOME/.zshrc"
ok 'leaves the others' test -e "$HOME/.bashrc"
undone 'three shells'
VARS=(SHELL=/bin/tcsh)
setup -y
is "$rc" 1 'a login shell that has no hook'
says "there is no hook for your login shell, '/bin/tcsh'; name the one" 'said so, and what helps'
setup -y tcsh
is "$rc" 2 'a shell that has no hook, named: usage'
VARS=(SHELL=$'/x/\e[31m')
setup -y
silent_on $'\e' 'what a terminal would act on is escaped'
untouched 'nothing was written'
login=$(getent passwd "$(id -u)" | cut -d: -f7)
run env -i HOME="$HOME" PATH=/usr/bin:/bin "$P" setup --print
if [ "${login##*/}" = bash ]; then
	is "$rc:${out%%:*}" "0:add $HOME/.bashrc" 'no SHELL: what the system says of the user'
else
	is "$rc" 1 'no SHELL: what the system says of the user'
fi
VARS=(HOME=)
setup -y bash
is "$rc" 1 'no HOME'
says 'HOME is not set to an absolute path' 'no HOME: said so'
VARS=(HOME="$T/nobody/home")
setup -y bash
is "$rc" 1 'a home directory that is not there'
says "cannot open '$T/nobody/home': No such file or directory" 'a home directory that is not there: said so'
not_ok 'a home directory that is not there is not made' test -e "$T/nobody"
VARS=()

# ---- asking and showing -----------------------------------------------------

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
setup bash
is "$rc" 1 'without a terminal: not done'
untouched 'without a terminal: nothing is written'
is "$out" "add $HOME/.bashrc:2: $bash_line$mark" 'without a terminal: what would be'
says "nothing was changed, as there is no terminal; '-y' does it all the same" 'without a terminal: said so'
setup --print bash
is "$rc:$out" "0:add $HOME/.bashrc:2: $bash_line$mark" '--print shows it'
untouched '--print writes nothing'
touch "$HOME/.avenv-new-01234567"
before
setup --print -y bash
untouched '--print -y writes nothing, nor does it sweep'
rm "$HOME/.avenv-new-01234567"
setup -y bash
setup bash
is "$rc" 0 'without a terminal, where there is nothing to do: done'
tree >"$T/before"
setup --undo
is "$rc:$out" "1:remove $HOME/.bashrc:2" '--undo without a terminal: not done, but shown'
setup --undo --print
is "$rc:$out" "0:remove $HOME/.bashrc:2" '--undo --print'
silent_on 'nothing to undo' '--undo --print: there is something'
untouched 'neither writes'
setup -y -q zsh
is "$rc$out$err" 0 '-q: silent'
if command -v script >/dev/null; then
	home .zshrc ''
	script -qec "env -i HOME='$HOME' PATH=/usr/bin:/bin '$P' setup zsh" /dev/null >"$T/typed" </dev/null
	like "$(cat "$T/typed")" "added to '$HOME/.zshrc', line 1" 'on a terminal: done without a question'
	ok 'on a terminal: written' grep -q 'avenv setup' "$HOME/.zshrc"
else
	skip 'script is not installed' 2
fi
setup --purge
is "$rc" 2 '--purge alone: usage'
setup --undo --found .
is "$rc" 2 '--undo --found: usage'

# ---- the path of avenv ------------------------------------------------------

home .zshrc 'a=1\n'
setup -y zsh
says "that is the avenv in a build directory, '$AVENV_BUILD_DIR'; 'make install' gives it a place to stay" \
	'a build directory is named as such'
mkdir -p "$T/it's/bin" "$T/it's/libexec/avenv"
cp "$AVENV" "$T/it's/bin/avenv"
cp "$AVENV_BUILD_DIR/avenv-hook" "$T/it's/libexec/avenv/"
echo 'b=1' >>"$HOME/.zshrc"
run "${CLEAN[@]}" "$T/it's/bin/avenv" setup -y zsh
is "$rc" 0 'another avenv'
Q="'$T/it'\\''s/bin/avenv'"
says "avenv: changed in '$HOME/.zshrc', line 2, where another avenv was named:
  if [ -x $Q ]" 'another avenv: said so'
silent_on 'build directory' 'an installed one is no build'
is "$(file .zshrc)" $'a=1\n'"if [ -x $Q ]; then eval \"\$($Q hook zsh)\"; fi$mark"$'\nb=1\n.' 'another avenv: the line is replaced, where it was'
setup --undo -y zsh
is "$(file .zshrc)" $'a=1\nb=1\n.' 'another avenv: undone'
mkdir "$T/first"
ln -s "$T/it's/bin/avenv" "$T/first/avenv"
run "${CLEAN[@]}" PATH="$T/first:$T/bin:/usr/bin:/bin" "$T/it's/bin/avenv" setup --print zsh
like "$out" "if ? -x $T/first/avenv ]" 'the path by which PATH leads to it'
run "${CLEAN[@]}" PATH="first:/usr/bin:/bin" "$T/it's/bin/avenv" setup --print zsh
like "$out" "if ? -x '$T/it" 'a relative PATH leads nowhere'
mkdir -p $'/'"$T"$'/n\nl'
cp "$AVENV" "$T"$'/n\nl/avenv'
run "${CLEAN[@]}" "$T"$'/n\nl/avenv' setup -y zsh
is "$rc" 1 'a path with a newline: refused'
says 'cannot be named in a startup file' 'a path with a newline: said so'

# By ~ the line is right wherever dotfiles carry it.
# at_home NAME WORD: the avenv in NAME below the home directory is called WORD
at_home() {
	local shell line here=$HOME
	home .bashrc '' .profile '. ~/.bashrc\n' .zshrc ''
	mkdir -p "$HOME/$1/bin" "$HOME/$1/libexec/avenv" "$HOME/.config/fish/conf.d"
	cp "$AVENV" "$HOME/$1/bin/avenv"
	cp "$AVENV_BUILD_DIR/avenv-hook" "$HOME/$1/libexec/avenv/"
	run "${CLEAN[@]}" "$HOME/$1/bin/avenv" setup -y bash zsh fish
	is "$rc" 0 "in the home directory: $1"
	is "$(grep -rlF "$HOME" "$HOME"/.bashrc "$HOME"/.zshrc "$HOME"/.config)" '' "in the home directory: $1: no startup file names it"
	like "$(cat "$HOME/.bashrc")" "-x $2 ?; then eval \"?($2 hook bash)\"" "in the home directory: $1: by ~"
	run "${CLEAN[@]}" "$HOME/$1/bin/avenv" setup -y bash zsh fish
	silent_on changed "in the home directory: $1: twice is once"
	mv "$HOME" "$T/another"
	for shell in bash zsh fish; do
		if ! command -v "$shell" >/dev/null; then
			skip "$shell is not installed"
			continue
		fi
		line='type avenv'
		run env -i HOME="$T/another" PATH=/usr/bin:/bin TERM=dumb "$shell" -ic "$line"
		like "$out" 'function' "$shell: in another home directory it is found: $1"
	done
	mv "$T/another" "$here"
}
at_home .local '~/.local/bin/avenv'
at_home "it's a \$x" "~/'it'?''s a ?x/bin/avenv'"

# ---- by hand ----------------------------------------------------------------

# by_hand SHELL FILE LINE
by_hand() {
	home .bashrc '' .profile '. ~/.bashrc\n' .zshrc '' .config/fish/config.fish ''
	printf 'a=1\n%s\n' "$3" >"$HOME/$2"
	before
	setup -y "$1"
	is "$rc" 0 "by hand: $3"
	says "'$HOME/$2', line 2, loads avenv already; nothing was added" "by hand: $3: said so"
	untouched "by hand: $3: nothing is written"
	setup --undo -y "$1"
	untouched "by hand: $3: undoing leaves it"
}
by_hand bash .bashrc 'eval "$(avenv hook bash)"'
by_hand bash .bashrc 'eval "$("$HOME"/.local/bin/avenv hook bash)"'
by_hand bash .profile "eval \"\$('/opt/a b/avenv' init bash)\"; b=1"
by_hand bash .bashrc '. ~/.local/share/avenv/avenv.bash'
by_hand zsh .zshrc '  source /usr/share/avenv/avenv.zsh  # mine'
by_hand fish .config/fish/config.fish '~/.local/bin/avenv hook fish | source'
for line in '# eval "$(avenv hook bash)"' 'alias avenv-hook="x avenv"' 'echo avenv # hook bash'; do
	home .bashrc "$line\n" .profile '. ~/.bashrc\n'
	setup -y bash
	says "added to '$HOME/.bashrc', line 2" "no hook: $line"
	undone "no hook: $line"
done
home .profile '. ~/.bashrc\neval "$(avenv hook bash)"\n'
printf '%s\n' "$bash_line$mark" >"$HOME/.bashrc"
setup -y bash
says "'$HOME/.bashrc', line 1, loads avenv already" 'by hand, and by setup as well: its own counts'
silent_on 'nothing was added' 'by hand, and by setup as well: as nothing was to be'

# ---- byte for byte ----------------------------------------------------------

# bytes NAME CONTENT WANTED: a .zshrc of CONTENT becomes WANTED, with L for the line
bytes() {
	local wanted
	home .zshrc "$2"
	setup -y zsh
	wanted=$(
		# shellcheck disable=SC2059 # it is meant as a format
		printf "${3//L/%s}" "$zsh_line$mark"
		echo .
	)
	is "$rc:$(file .zshrc)" "0:$wanted" "bytes: $1"
	setup -y zsh
	is "$(file .zshrc)" "$wanted" "bytes: $1: twice is once"
	undone "bytes: $1"
}
bytes 'an empty file' '' 'L\n'
bytes 'no newline at its end' 'a=1' 'a=1\nL (added newlines before it: 1)\n'
bytes 'CRLF' 'a=1\r\nb=2\r\n' 'a=1\r\nb=2\r\nL\r\n'
bytes 'a backslash at its end' 'a=1 \\\n' 'a=1 \\\n\nL (added newlines before it: 1)\n'
bytes 'a backslash and no newline' 'a=1 \\' 'a=1 \\\n\nL (added newlines before it: 2)\n'
bytes 'a backslash and CRLF' 'a=1 \\\r\n' 'a=1 \\\r\n\r\nL (added newlines before it: 1)\r\n'
bytes 'empty lines at its end' 'a=1\n\n\n' 'a=1\n\n\nL\n'
bytes 'bytes that are not UTF-8' 'a=\377\200\n' 'a=\377\200\nL\n'
bytes 'a mark of a comment' '# x  # avenv setup\n' '# x  # avenv setup\nL\n'
bytes 'a mark with more behind it' 'a=1 # avenv setup was here\n' 'a=1 # avenv setup was here\nL\n'

home .zshrc 'a=1'
setup -y zsh
echo b=2 >>"$HOME/.zshrc"
setup --undo -y
is "$(file .zshrc)" $'a=1\nb=2\n.' 'what came later stays, on a line of its own'
home
setup -y zsh
echo b=2 >>"$HOME/.zshrc"
setup --undo -y
is "$(file .zshrc)" $'b=2\n.' 'a file that setup made and somebody else wrote to stays'
home .zshrc "x\n$zsh_line$mark\ny\n$zsh_line$mark\n"
setup -y zsh
untouched 'two of them, by copying: both are right'
setup --undo -y
is "$(file .zshrc)" $'x\ny\n.' 'undone, none'
home .bashrc "if true; then\n$bash_line$mark\nelse\n$bash_line$mark\nfi\n" .profile '. ~/.bashrc\n'
setup -y bash
untouched 'moved into two branches: they stay'
setup --undo -y
is "$(file .bashrc)" $'if true; then\n:\nelse\n:\nfi\n.' 'undone, a command is still in each branch'
says "a ':' stands there" 'and that is said'
ok 'and bash reads it' bash -n "$HOME/.bashrc"

# What somebody else wrote is nobody's to change, whatever its comment says.
home .bashrc "A=1  # avenv setup (see wiki)\n$bash_line$mark\nB=2  # avenv setup\n" .profile '. ~/.bashrc\n'
setup -y bash
untouched 'lines with a mark that are not ours: setup leaves them'
setup --undo -y
is "$(file .bashrc)" $'A=1  # avenv setup (see wiki)\nB=2  # avenv setup\n.' 'and so does undoing'

# ---- gone -------------------------------------------------------------------

home
mkdir -p "$T/gone/bin" "$T/gone/libexec/avenv"
cp "$AVENV" "$T/gone/bin/avenv"
cp "$AVENV_BUILD_DIR/avenv-hook" "$T/gone/libexec/avenv/"
run "${CLEAN[@]}" "$T/gone/bin/avenv" setup -y bash zsh fish
rm -r "$T/gone"
for shell in bash zsh fish; do
	if ! command -v "$shell" >/dev/null; then
		skip "$shell is not installed" 2
		continue
	fi
	case $shell in
	bash) words=(-lic 'echo $?') ;;
	zsh) words=(-ic 'echo $?') ;;
	fish) words=(-ic 'echo $status') ;;
	esac
	run "${CLEAN[@]}" TERM=dumb "$shell" "${words[@]}"
	is "$out" 0 "$shell: an avenv that is gone does no harm"
	is "$(grep -v 'job control\|terminal process group' <<<"$err")" '' "$shell: and says nothing"
done

# ---- purge ------------------------------------------------------------------

home .zshrc 'a=1\n'
mkdir -p "$HOME/p" "$HOME/.local/share" "$HOME/.local/state"
mkenv "$HOME/p/.venv"
before
"${CLEAN[@]}" "$AVENV" -q allow "$HOME/p"
mkdir -p "$HOME/.local/state/avenv"
echo p >"$HOME/.local/state/avenv/select_history"
setup -y zsh
setup --undo -y
ok 'undo: the records stay' test -s "$HOME/.local/share/avenv/trust"
setup --undo --purge
is "$rc" 1 '--purge without a terminal: not done'
ok '--purge without a terminal: the records stay' test -s "$HOME/.local/share/avenv/trust"
setup --undo --purge --print
is "$out" "remove $HOME/.local/share/avenv/trust
remove $HOME/.local/state/avenv/select_history" '--purge --print'
ok '--purge --print removes nothing' test -s "$HOME/.local/share/avenv/trust"
setup --undo --purge -y
is "$rc" 0 '--purge'
says "removed '$HOME/.local/share/avenv/trust'" '--purge: said so'
untouched '--purge: all is as it was before the first record, empty directories among it'
setup --undo --purge -y
is "$rc" 0 '--purge twice'

done_testing
