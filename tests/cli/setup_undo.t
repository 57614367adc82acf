#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 46
# avenv setup --undo of a startup file that was edited since: it removes whole lines of setup's, and no byte of the
# user's. And a disk that is full.
# shellcheck disable=SC2016 # what startup files hold
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"
put_on_path

# NAME|THE FILE|AFTER --undo, = is the same; as for printf, @ is setup's line, and ELSE is ||
while IFS='|' read -r name before after; do
	before=${before//ELSE/||}
	[ "$after" != = ] || after=$before
	home .zshrc "${before//@/$LINE}"
	setup --undo
	# shellcheck disable=SC2059 # a format
	is "$rc:$(shown)" "0:$(printf "${after//@/$LINE}" | cat -A)" "undo, $name"
	tree "$HOME" >"$T/before"
	undone "undo twice, $name"
done <<'END'
another byte|export EDITOR=vi\n@ (added a newline after byte 15)\n|export EDITOR=vi\n
that byte|export EDITOR=vi\n@ (added a newline after byte 16)\n|export EDITOR=vi
that byte, and lines that came later|a\n@ (added a newline after byte 1)\nb|a\nb
a mark that is cut|a\n@ (added a newline after byte 1\n|a\n
twice in a row|a\n@\n@\n|a\n
around a line|@\na=1\n@\nb=2|a=1\nb=2
line ends of Windows|a=1\r\n@\r\nb=2\r\n|a=1\r\nb=2\r\n
no newline at its end|a=1\n@|a=1\n
that line only|@\n|
behind a backslash|a \\\n@\nb\n|a \\\nb\n
in a comment|# @\n|=
in a here-document, indented|cat <<-E\n\t@\n\tE\n|=
behind a command|a=1; @\n|=
before a word of the user|@ which I like\n|=
a word of the user in it|[ ! -x /a/avenv ] ELSE eval "$(/a/avenv hook zsh; a)"  # avenv setup\n|=
two words in quotes|[ ! -x '/a b/avenv' ] ELSE eval "$('/a b/avenv' 'x' hook zsh)"  # avenv setup\n|=
code between quotes|[ ! -x '/a b/avenv' ] ELSE eval "$('/a b/avenv';a='x' hook zsh)"  # avenv setup\n|=
a path below the HOME of the moment|[ ! -x ~/a/avenv ] ELSE eval "$(~/a/avenv hook zsh)"  # avenv setup\n|=
a program that is not named by a path|[ ! -x avenv ] ELSE eval "$(avenv hook zsh)"  # avenv setup\n|=
the line of another shell|[ ! -x /a/avenv ] ELSE eval "$(/a/avenv hook bash)"  # avenv setup\n|=
END
home .zshrc "a=1\0\n$LINE\n"
setup --undo zsh
like "$rc:$err" '1:*NUL*' 'undo, NUL bytes: refused'
untouched 'undo, NUL bytes: nothing is written'
home .zshrc "$LINE (made this file)\n$LINE (made this file)\n"
setup --undo
is "$rc:$(ls -A "$HOME")" 0: 'undo, a file that setup made, the line twice: no file'

# Directories and files that several lines share: whichever was first made them, and the last removes them.
while read -r calls; do
	home
	while IFS='|' read -ra each; do
		for words in "${each[@]}"; do
			# shellcheck disable=SC2086 # words
			run "${CLEAN[@]}" SHELL=/bin/fish "$P" setup $words
		done
	done <<<"$calls"
	undone "undo of all after: $calls"
done <<'END'
fish elvish
elvish nu xonsh fish tcsh
nu|elvish|fish|bash
fish|--everywhere
--everywhere|fish
elvish|--everywhere|--everywhere --undo|fish
fish|--everywhere|--undo fish
END
# Another avenv takes the place of the first, which made the directories.
home
setup fish elvish
mkdir "$T/other"
ln -s "$AVENV" "$T/other/avenv"
run "${CLEAN[@]}" PATH="$T/other:/usr/bin:/bin" "$T/other/avenv" setup fish
like "$rc:$(<"$HOME/.config/fish/config.fish")" "0:test *; or $T/other/avenv hook* (made this file and 2 directories)" 'another avenv: the line'
undone 'another avenv: undo'

# COMMANDS between setup and --undo|THE FILE before|after
while IFS='|' read -r commands before after; do
	home
	[ -z "$before" ] || home .zshrc "$before"
	setup zsh
	(cd "$HOME" && eval "$commands")
	setup --undo
	is "$rc:$(shown)" "0:$(printf '%b' "$after" | cat -A)" "setup, $commands, --undo"
done <<'END'
echo b=2 >>.zshrc||b=2\n
mv .zshrc "$T/adopted"; ln -s "$T/adopted" .zshrc||
sed -i '1s/.*/b=22/' .zshrc|a=1|b=22\n
cat .zshrc .zshrc >x; mv x .zshrc|a=1\n|a=1\na=1\n
echo b=2 >>.zshrc; "$P" -q setup zsh|a=1|a=1\nb=2\n
sed -i 's/$/\r/' .zshrc|a=1\nb=2\n|a=1\r\nb=2\r\n
END

# A full disk that does not take the old text back, either; one that does: kills/
if [[ $AVENV != */asan/* ]] && can_trace; then
	while IFS='|' read -r before words call said; do
		home .zshrc "${before/@/$LINE}"
		# shellcheck disable=SC2086 # words
		run strace -qq -o /dev/null -e inject=fsync:error=ENOSPC -e inject="$call" "${CLEAN[@]}" "$P" setup $words
		like "$rc:$err" "1:*$said*" "setup $words, $call: said"
	done <<-END
		@\na=1\n|--undo zsh|pwrite64:error=ENOSPC|what it had from byte 0 on cannot be written back
		a=1\n|zsh|ftruncate:error=EIO|a part of a line stays at its end
	END
fi

home .zshenv 'export ZDOTDIR=~/z\n' z/.zshrc ''
run "${CLEAN[@]}" ZDOTDIR="$HOME/z" "$AVENV" setup zsh
run "${CLEAN[@]}" ZDOTDIR="$HOME/z" "$AVENV" setup --undo
unlike "$rc:$err" '*not looked at*' 'ZDOTDIR is known'
untouched 'ZDOTDIR is known: the line is gone'

done_testing
