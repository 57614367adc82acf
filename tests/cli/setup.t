#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 46
# avenv setup: one line in the startup file of each shell; --undo restores it byte for byte.
# shellcheck disable=SC2016 # what startup files hold
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# ---- each shell has its file -----------------------------------------------

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
setup
like "$out$err" "'~/.bashrc', line 2" 'bash: file and line are told'
added 'bash' "$HOME/.bashrc"
is "$(head -n 1 "$HOME/.bashrc")" 'a=1' 'bash: all else stays'
undone 'bash'
home .zshrc 'a=1\n'
VARS=(SHELL=/usr/bin/zsh)
setup
added 'zsh, the login shell' "$HOME/.zshrc"
undone 'zsh'
VARS=(ZDOTDIR="$HOME/z z")
home
setup zsh
added 'ZDOTDIR, which is made' "$HOME/z z/.zshrc" zsh
undone 'ZDOTDIR'
VARS=()
home .zshrc '' .zshenv 'export ZDOTDIR=~/.config/zsh\n'
refused '.zshenv sets ZDOTDIR' "ZDOTDIR=" zsh
home
setup fish
added 'fish: a file of its own, which is made' "$HOME/.config/fish/conf.d/avenv.fish" fish
undone 'fish'
setup fish
touch "$HOME/.config/fish/fish_variables"
setup --undo
is "$(cd "$HOME" && find . -type f)" ./.config/fish/fish_variables 'fish: others stay'

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
setup bash zsh fish zsh
is "$rc:$(grep -rl 'avenv hook' "$HOME" | wc -l)" 0:3 'three shells: each has its line'
undone 'three shells'
VARS=(SHELL=/bin/tcsh)
refused 'a login shell that has no hook' /bin/tcsh
setup tcsh
is "$rc" 2 'that shell, named: usage'
VARS=()

# ---- byte for byte ---------------------------------------------------------

# bytes NAME CONTENT: of a .zshrc; the line is one that zsh reads as such
bytes() {
	home .zshrc "$2"
	setup zsh
	added "$1" "$HOME/.zshrc" zsh
	is "$(tail -n 1 "$HOME/.zshrc" | cut -c 1-4)" "$(cut -c 1-4 "$T/line")" "$1: a line of its own"
	undone "$1"
}
home .zshrc ''
setup zsh
cp "$HOME/.zshrc" "$T/line"
bytes 'an empty file' ''
bytes 'no newline at its end' 'a=1'
bytes 'line ends of Windows' 'a=1\r\nb=2\r\n'
bytes 'a backslash at its end' 'a=1 \\\n'
bytes 'a backslash and no newline' 'a=1 \134'
bytes 'a backslash and a line end of Windows' 'a=1 \\\r\n'
bytes 'empty lines at its end' 'a=1\n\n\n'
bytes 'bytes that are no text' 'a=\377\200\n'
bytes 'comments like ours' '# x  # avenv setup\na=1  # avenv setup was here\n'

home .zshrc 'a=1'
setup zsh
echo b=2 >>"$HOME/.zshrc"
setup --undo
is "$(cat "$HOME/.zshrc")" $'a=1\nb=2' 'what came later stays, on a line of its own'
home
setup zsh
echo b=2 >>"$HOME/.zshrc"
setup --undo
is "$(cat "$HOME/.zshrc")" b=2 'a file that was made, and that others wrote to, stays'
home
{ echo x && cat "$T/line" && echo y && cat "$T/line"; } >"$HOME/.zshrc"
setup --undo
is "$(cat "$HOME/.zshrc")" $'x\ny' 'two lines, by copying: both go'
home .zshrc 'A=1  # avenv setup (see wiki)\nB=2  # avenv setup\n'
cat "$T/line" >>"$HOME/.zshrc"
setup --undo
is "$(cut -c 1-3 "$HOME/.zshrc" | xargs)" 'A=1 B=2' 'lines with a comment like ours stay'
home .bashrc 'eval "$(avenv hook bash)"\n' .profile '. ~/.bashrc\n'
setup bash
is "$rc" 0 'a line by hand: done'
untouched 'a line by hand is enough'

# ---- the path of avenv in the line -----------------------------------------

place="$T/it's \$(touch x)"
mkdir -p "$place/bin" "$place/libexec/avenv"
cp "$AVENV" "$place/bin/avenv"
cp "$AVENV_BUILD_DIR/avenv-hook" "$place/libexec/avenv/"
home .zshrc 'a=1\n' .bashrc '' .profile '. ~/.bashrc\n'
setup zsh
echo b=2 >>"$HOME/.zshrc"
run "${CLEAN[@]}" "$place/bin/avenv" setup -y zsh bash fish
is "$rc:$(sed -n '1p;3p' "$HOME/.zshrc")" $'0:a=1\nb=2' 'another avenv: in the same place'
cd "$HOME" || exit
# started SHELL: whether a new one has the function, and what it complains of
started() {
	run "${CLEAN[@]}" PATH=/usr/bin:/bin TERM=dumb "$1" -ic 'type avenv 2>/dev/null'
	err=$(grep -v 'job control\|terminal process group' <<<"$err")
}
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		skip "$shell is not installed" 2
		continue
	fi
	started $shell
	like "$rc:$err:$out" '0::avenv is a *function' "$shell: a quote in the path of avenv"
	mv "$place" "$T/away"
	started $shell
	is "$((rc > 0)):$err" 1: "$shell: an avenv that is gone does no harm"
	mv "$T/away" "$place"
done
is "$(find "$HOME" "$T" -name x)" '' 'nothing of the path is executed'
done_testing
