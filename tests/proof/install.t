#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70 46
# make install compiles nothing again, what it installs runs, and make uninstall leaves nothing.
# Without a compiler make stops at once.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit

# from DESTDIR PREFIX GOAL
from() { env -u MAKEFLAGS make --no-print-directory DESTDIR="$1" PREFIX="$2" "$3"; }

# left DIR [NAME...]: the files and directories below DIR that are not NAME
left() { (cd "$1" && shift && find . -mindepth 1 | sort | grep -vxF "$(printf './%s\n' - "$@")"); }

# runs ROOT PREFIX: the program, its helper, and the files for shells that name them
runs() {
	local file
	"$1$2/bin/avenv" --version | grep -q '[0-9]' && [ -x "$1$2/libexec/avenv/avenv-hook" ] || return
	for file in bash zsh fish; do
		file=$1$2/share/avenv/avenv.$file
		grep -qF "'$2/libexec/avenv/avenv-hook'" "$file" && ! grep -qE '@(HELPER|AVENV)@' "$file" || return
	done
	for file in bash-completion/completions/avenv zsh/site-functions/_avenv fish/vendor_completions.d/avenv.fish; do
		grep -qF "'$2/bin/avenv'" "$1$2/share/$file" || return
	done
}

make -s all
mkdir "$T/dest"
run from "$T/dest" /usr install
is "$rc" 0 'an install of a packager'
unlike "$out" 'CC ' 'nothing is compiled again'
is "$(find "$T/dest" -perm /022)" '' 'no file that others can write to'
ok 'it runs, and the hooks name it' runs "$T/dest" /usr
is "$(cd "$T/dest/usr" && find . -type f | sort | tr '\n' ' ')" "./bin/avenv ./libexec/avenv/avenv-hook \
./share/avenv/avenv.bash ./share/avenv/avenv.fish ./share/avenv/avenv.zsh ./share/bash-completion/completions/avenv \
./share/fish/vendor_completions.d/avenv.fish ./share/man/man1/avenv.1 ./share/zsh/site-functions/_avenv " 'the files'
ok 'uninstalled' from "$T/dest" /usr uninstall
is "$(left "$T/dest")" '' 'nothing is left'

# A home with a blank in its path and a program of the user's own; installed twice
HOME="$T/home of a user"
mkdir -p "$HOME/.local/bin"
touch "$HOME/.local/bin/mine"
printf 'a=1' >"$HOME/.bashrc"
ok 'in a home directory' from '' "$HOME/.local" install
ok 'again' from '' "$HOME/.local" install
ok 'it runs there' runs '' "$HOME/.local"
ok 'setup' "$HOME/.local/bin/avenv" setup -y bash
ok 'setup --undo' "$HOME/.local/bin/avenv" setup -y --undo bash
is "$(cat "$HOME/.bashrc" && echo .)" a=1. 'the startup file is as it was'
ok 'uninstalled from there' from '' "$HOME/.local" uninstall
is "$(left "$HOME" .bashrc .local .local/bin .local/bin/mine)" '' "the user's own file alone is left"

for prefix in relative "/a'b" '/a"b' '/a\b' '/a:b'; do
	refused() { ! from "$T/none" "$prefix" install; }
	ok "PREFIX=$prefix is refused" refused
done

run env -u MAKEFLAGS make OUT="$T/out" CC=no-compiler
is "$rc:$(wc -l <"$T/.err")" 2:1 'no compiler: one line'
like "$err" "*no compiler 'no-compiler'*README.md*" 'no compiler: says what to do'
is "$(find "$T/out" -type f)" '' 'no compiler: nothing is built'
done_testing
