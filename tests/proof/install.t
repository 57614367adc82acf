#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# make install compiles nothing again, what it installs runs, and make uninstall leaves nothing.
# Without a compiler make stops at once. tests/shell/readme.t installs into a home directory.
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit

prefix='/opt/a b'
dest=$T/dest$prefix
# from PREFIX GOAL
from() { env -u MAKEFLAGS make --no-print-directory DESTDIR="$T/dest" PREFIX="$1" "$2"; }

# names_programs: the hooks name the helper, and the completions name avenv
names_programs() {
	! grep -LF "$prefix/libexec/avenv/avenv-hook" "$dest"/share/avenv/avenv.* | grep . &&
		! grep -lE '^[[:blank:]]*#' "$dest"/share/avenv/avenv.{bash,elv,fish,tcsh,xsh,zsh} &&
		! grep -LF "$prefix/bin/avenv" "$dest"/share/avenv/completion.* \
			"$dest"/share/{bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}/* | grep .
}

make -s all
mkdir -p "$dest/bin"
touch "$dest/bin/mine"
run from "$prefix" install
is "$rc" 0 'an install of a packager'
unlike "$out" 'CC ' 'nothing is compiled again'
ok 'again' from "$prefix" install
is "$(cd /usr && VIRTUAL_ENV=/no PATH=/usr/bin:/bin "$dest/libexec/avenv/avenv-no-pip/pip3.12" 2>&1)" \
	"avenv: '/no' has no pip, and its Python has no ensurepip" 'the pip of an environment without one'
is "$(find "$T/dest" -type l)" '' 'no links'
is "$(find "$T/dest" -perm /022)" '' 'no file that others can write to'
ok 'the hooks and the completions name the programs' names_programs
is "$(cd "$dest" && find . -type f | sort | tr '\n' ' ')" "./bin/avenv ./bin/mine ./libexec/avenv/avenv-hook \
$(printf './libexec/avenv/avenv-no-pip/%s ' pip pip3 pip3.{10..15} pip3.8 pip3.9)\
$(printf './share/avenv/avenv.%s ' bash elv fish nu tcsh xsh zsh)$(printf './share/avenv/completion.%s ' elv nu tcsh xsh)\
./share/bash-completion/completions/avenv \
./share/fish/vendor_completions.d/avenv.fish ./share/man/man1/avenv.1 ./share/zsh/site-functions/_avenv " 'the files'
ok 'it runs' "$dest/bin/avenv" --version
ok 'uninstalled' from "$prefix" uninstall
is "$(find "$dest" -mindepth 1 | sort)" "$dest/bin"$'\n'"$dest/bin/mine" "the user's own file alone is left"

for prefix in relative "/a'b" '/a"b' '/a\b' '/a:b'; do
	refused() { ! from "$prefix" install; }
	ok "PREFIX=$prefix is refused" refused
done

run env -u MAKEFLAGS make OUT="$T/out" CC=no-compiler
is "$rc:$(wc -l <"$T/.err")" 2:1 'no compiler: one line'
like "$err" "*no compiler 'no-compiler'*README.md*" 'no compiler: says what to do'
is "$(find "$T/out" -type f)" '' 'no compiler: nothing is built'
done_testing
