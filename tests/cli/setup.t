#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 46 61
# avenv setup: one line in the startup file of each shell, in place; --undo restores the file byte for
# byte, edited or not. What is refused stays as it is.
# shellcheck disable=SC2016,SC2034 # what startup files hold; used by eval
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"
put_on_path
mkdir "$T/dot"

# added NAME FILE [SHELL]: one line at the end of FILE; twice is once; undone, all is as it was
added() {
	setup "${@:3}"
	is "$rc:$(grep -c 'avenv hook' "$2"):$(tail -n 1 "$2" | grep -c '^\([[]\|test\|!(test\|if\|[$]\).*avenv hook')" 0:1:1 \
		"$1: one line, at the end"
	tree "$HOME" >"$T/once"
	setup "${@:3}"
	is "$rc:$(tree "$HOME")" "0:$(cat "$T/once")" "$1: twice is once"
	undone "$1: undone, all is as it was"
}

# ---- each shell has its file -----------------------------------------------

home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
added bash "$HOME/.bashrc" bash
home .zshrc 'a=1\n'
CLEAN+=(SHELL=/usr/bin/zsh)
added 'zsh, the login shell' "$HOME/.zshrc"
home
CLEAN+=(ZDOTDIR="$HOME/z z")
added 'ZDOTDIR, which is made' "$HOME/z z/.zshrc" zsh
unset 'CLEAN[-1]'
added 'fish, whose directory is made' "$HOME/.config/fish/config.fish" fish
mkdir "$HOME/.config"
tree "$HOME" >"$T/before"
added 'fish, whose directory is made in one of the user' "$HOME/.config/fish/config.fish" fish
rm -r "$HOME/.config"
tree "$HOME" >"$T/before"
CLEAN+=(XDG_CONFIG_HOME="$HOME/c")
added 'fish, in XDG_CONFIG_HOME' "$HOME/c/fish/config.fish" fish
added 'elvish' "$HOME/c/elvish/rc.elv" elvish
added 'xonsh' "$HOME/c/xonsh/rc.xsh" xonsh
added 'nushell' "$HOME/c/nushell/config.nu" nu
unset 'CLEAN[-1]'
added 'tcsh' "$HOME/.tcshrc" tcsh
home .cshrc 'set a=1\n'
added 'tcsh, which reads .cshrc where that is' "$HOME/.cshrc" tcsh
home .profile 'PATH=$PATH:~/bin\n'
setup bash zsh fish
is "$rc:$(grep -rl 'avenv hook' "$HOME" | wc -l)" 0:3 'three shells'
unlike "$err" '*scripts do not find*' 'avenv is on PATH'
ok 'no login file is made' test ! -e "$HOME/.bash_profile"

# That scripts do not find avenv is said once, and not where a startup file sees to it.
bare=(env -i HOME="$HOME" PATH=/usr/bin:/bin SHELL=/bin/bash LC_ALL=C.UTF-8 "$P" setup)
home
for words in 'bash 1' 'bash 0' 'zsh 0' 'fish 0'; do
	run "${bare[@]}" "${words% *}"
	is "$rc:$(grep -c 'scripts do not find' <<<"$err")" "0:${words#* }" "setup $words: said so often"
done
home .profile "PATH=\"${AVENV%/*}:\$PATH\"\n. ~/.bashrc\n"
run "${bare[@]}" bash
unlike "$err" '*scripts do not find*' 'a line of .profile puts it on PATH'
for login in fish zsh; do
	setup --undo
	run "${bare[@]/#SHELL=*/SHELL=/bin/$login}" "$login"
	like "$rc:$err" '0:*scripts do not find*' "... which $login, the login shell, does not read"
	setup --undo
done
home .config/fish/config.fish "fish_add_path ${AVENV%/*}\n"
run "${bare[@]/#SHELL=*/SHELL=/bin/fish}" fish
unlike "$err" '*scripts do not find*' 'a line of config.fish puts it on PATH'
home .config/fish/config.fish ''
setup --everywhere fish
setup fish
setup --undo
is "$(grep -c config.fish <<<"$err")" 1 'two lines of a file: its name once'

# ---- lines of the user; byte for byte, with any text: fuzz/startup -----------

while read -r line; do
	home .zshrc "${line//%/%%}\n"
	setup zsh
	like "$rc:$err" '0:*loads avenv already' "already there: $line"
	undone "and it stays: $line"
done <<'END'
eval "$(avenv hook zsh)"
x=1; eval "$(/a/avenv hook zsh)"  # avenv setup
x='a # b' y=c#d; eval "$('/e # f/avenv' hook zsh)"
. /usr/share/avenv/avenv.zsh
END

# ---- links, modes, owners --------------------------------------------------

home
echo a=1 >"$T/dot/zshrc"
ln -s "$T/dot/zshrc" "$T/dot/hop"
ln -s ../dot/hop "$HOME/.zshrc"
tree "$HOME" >"$T/before"
added 'a chain of links' "$T/dot/zshrc" zsh
is "$(cat "$T/dot/zshrc")" a=1 'a chain of links: the file is as it was'
# about FILE: all of it but its bytes and its times
about() {
	python3 -I - "$1" <<-'P'
		import os, sys
		info = os.stat(sys.argv[1])
		print(info.st_ino, info.st_nlink, oct(info.st_mode), info.st_uid, info.st_gid,
		      sorted((name, os.getxattr(sys.argv[1], name)) for name in os.listxattr(sys.argv[1])))
	P
}
# It is written in place. NAME|COMMANDS
while IFS='|' read -r name prepare; do
	home .zshrc 'a=1\n'
	if (cd "$HOME" && eval "$prepare" 2>/dev/null); then
		tree "$HOME" >"$T/before"
		before=$(about "$HOME/.zshrc")
		setup zsh
		is "$rc:$(grep -c 'avenv hook' "$HOME/.zshrc"):$(about "$HOME/.zshrc")" "0:1:$before" "$name: stays"
		setup --undo
		is "$rc:$(about "$HOME/.zshrc")" "0:$before" "$name: undone, stays"
		untouched "$name: undone"
	else
		skip "$name: not here, or not as this user"
	fi
done <<'END'
its mode|chmod 640 .zshrc
hard links|ln .zshrc other
an access list|acl .zshrc && chmod g-w .zshrc
an extended attribute|python3 -Ic 'import os; os.setxattr(".zshrc", "user.a", b"1")'
another group|is_root && chown :34 .zshrc
END
if can_mount_as_root; then
	home .zshrc 'a=1\n'
	run apart sh -c 'mount --bind "$0" "$0" && exec "$@"' "$HOME/.zshrc" "${CLEAN[@]}" "$P" setup zsh
	is "$rc:$(grep -c 'avenv hook' "$HOME/.zshrc")" 0:1 'a mount point'
fi
# The line of another avenv goes, and the new one is last.
home .zshrc "$LINE\na=1\n"
setup zsh
is "$rc:$(shown)" "0:$(printf 'a=1\n[ ! -x %s ] || eval "$(%s hook zsh)"  # avenv setup\n' "$P" "$P" | cat -A)" 'the line of another avenv'

# ---- refused ---------------------------------------------------------------

while IFS='|' read -r name word prepare; do
	home .zshrc 'a=1\n'
	if (cd "$HOME" && eval "$prepare" 2>/dev/null); then
		tree "$HOME" >"$T/before"
		setup zsh
		like "$rc:$err" "1:avenv: *$word*" "$name: refused"
		untouched "$name: nothing is written"
	else
		skip "$name: not here, or not as this user"
	fi
done <<'END'
a dangling link|does not exist|ln -sf nowhere .zshrc
a read-only file|read-only|chmod 444 .zshrc
another user's directory|belongs to user 4242|rm .zshrc && chown 4242 .
another user's file|belongs to user 4242|chown 4242 .zshrc
an access list by which others may write|access list|acl .zshrc
a directory|not a regular file|rm .zshrc && mkdir .zshrc
a FIFO|not a regular file|rm .zshrc && mkfifo .zshrc
NUL bytes|NUL|printf 'a=1\0\n' >.zshrc
a backslash at the end|backslash|printf 'a=1 \134\n' >.zshrc
a backslash, and no newline|backslash|printf 'a=1 \134' >.zshrc
ZDOTDIR in .zshenv|export ZDOTDIR|echo 'ZDOTDIR=~/.config/zsh' >.zshenv
END
setup ksh
is "$rc" 2 'a shell that has no hook, named: usage'

home
mkdir "$T/alone"
cp "$AVENV" "$T/alone"
for words in bash --everywhere; do
	run "${CLEAN[@]}" "$T/alone/avenv" setup $words
	like "$rc:$err" "1:*cannot find 'avenv-hook' beside*install avenv again" "$words: the helper is missing"
	untouched "$words: nothing is written"
done

# ---- the path of avenv in the line -----------------------------------------

place="$T/it's #1 \$(touch x)"
mkdir -p "$place/bin" "$place/libexec/avenv"
cp "$AVENV" "$place/bin/avenv"
cp "$AVENV_BUILD_DIR/avenv-hook" "$place/libexec/avenv/"
home .zshrc 'a=1\n' .bashrc '' .profile '. ~/.bashrc\n'
setup zsh
echo b=2 >>"$HOME/.zshrc"
run "${CLEAN[@]}" "$place/bin/avenv" setup zsh bash fish
is "$rc:$(sed -n '1p;2p' "$HOME/.zshrc")" $'0:a=1\nb=2' 'another avenv: its line comes last'
run "${CLEAN[@]}" "$place/bin/avenv" setup zsh bash fish
is "$rc:$(grep -c 'loads avenv already' <<<"$err")" 0:3 'another avenv: twice is once'
: >"$T/CACHEDIR.TAG"
P=$place/bin/avenv setup zsh
like "$rc:$err" '1:*uv tool install avenv*' 'an avenv in a cache, as uvx starts it'
rm "$T/CACHEDIR.TAG"
cd "$HOME" || exit
for shell in bash zsh fish; do
	has $shell || continue
	run "${CLEAN[@]}" PATH=/usr/bin:/bin TERM=dumb "$shell" -ic 'type avenv'
	err=$(grep -v 'job control\|terminal process group' <<<"$err")
	like "$rc:$err:$out" '0::avenv is a *function*' "$shell: a quote in the path of avenv"
done
is "$(find "$HOME" "$T" -name x)" '' 'nothing of the path is executed'
done_testing
