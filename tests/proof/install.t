#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# make install strips and compiles nothing, what it installs runs, and make uninstall leaves nothing. A build below
# another directory writes nothing into the tree; make -n and -q write nothing at all. Two builds have the same bytes.
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
ok 'avenv as it was built' cmp out/release/avenv "$dest/bin/avenv"
ok 'the helper as it was built' cmp out/release/avenv-hook "$dest/libexec/avenv/avenv-hook"
is "$(grep -h '^[[:blank:]]*#' "$dest"/share/avenv/avenv.*)" '' 'the hooks have no comments'
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

mkdir "$T/another tree"
git ls-files -co --exclude-standard -z | xargs -0 ls -d 2>/dev/null | tar -c -T - | tar -x -C "$T/another tree"
ok 'a second build, at another time and place' env -C "$T/another tree" -u MAKEFLAGS make -s -j"$(nproc)"
for program in avenv avenv-hook; do
	ok "$program has the same bytes" cmp "$T/another tree/out/release/$program" "out/release/$program"
done
# asked: what was asked of the compilers, and by which probe.sh
asked() { head -n 1 "$T/another tree"/out/release/probe-*.txt; }
before=$(asked)
echo '#' >>"$T/another tree/build/probe.sh"
env -C "$T/another tree" -u MAKEFLAGS make -s out/release/avenv.1
unlike "$(asked)" "$before" 'after an upgrade of probe.sh the compilers are asked again'

# elsewhere WORD...: in another directory, as a user who may write neither into the tree nor into TMPDIR; without
# optimisation, for the time
chmod 0711 "$T"
install -d -m 0777 "$T/else"
elsewhere() { as_user env -C "$T/else" -u TMPDIR -u MAKEFLAGS make --no-print-directory -j"$(nproc)" -f "$SRCDIR/Makefile" "$@"; }
# made: the files of that build, with their times
made_there() { (cd "$T/else" && find . -printf '%p %T@\n' | sort); }
touch "$T/before"
run elsewhere -n
is "$rc:$(made_there | wc -l)" 0:1 'make -n writes nothing'
run elsewhere CFLAGS=-O0 CC=gcc
is "$rc:$err" '0:' 'make -f TREE/Makefile: no warning'
ok 'it is below that directory' "$T/else/out/release/avenv" --version
is "$(find . -path ./out -prune -o -path ./.git -prune -o -newer "$T/before" -type f -print)" '' 'nothing is in the tree'
like "$(head -n 1 "$T/else/out/release/probe-HOOK.txt")" '# gcc: ' "the helper's compiler is that of CC"
before=$(made_there)
elsewhere -q CFLAGS=-O0 CC=gcc >"$T/log"
is "$?" 0 'make -q: there is nothing to do'
elsewhere -q CFLAGS=-O1 >"$T/log"
is "$?" 1 'with another setting there is'
run elsewhere -n CFLAGS=-O1
like "$out" 'the settings are not those of the last build' 'make -n with another setting says so'
dest=$T/else/dest
CFLAGS=-O1 LDFLAGS=-s HOOK_CC=no-compiler run elsewhere install DESTDIR="$dest" PREFIX=/usr
is "$rc:$err" '0:' 'make install, where the environment has other settings'
unlike "$out" 'CC ' 'nothing is compiled'
is "$(made_there | grep '^\./out')" "$(grep '^\./out' <<<"$before")" 'nothing is written but what is installed'
ok 'what was built is there' cmp "$T/else/out/release/avenv" "$dest/usr/bin/avenv"
ok 'install-strip' elsewhere install-strip DESTDIR="$dest/s" PREFIX=/usr
is "$(nm "$dest"/s/usr/{bin/avenv,libexec/avenv/avenv-hook} 2>&1 | grep -c 'no symbols')" 2 'both are stripped'
places=(PREFIX="$T/else/p" BINDIR="$T/else/p/games" LIBEXECDIR="$T/else/p/lib" MANDIR="$T/else/man")
run elsewhere install "${places[@]}"
like "$rc:$out" '0:*the settings are not those of the last build*' 'another place of the helper: it builds again, and says so'
like "$("$T/else/p/games/avenv" hook bash)" "$T/else/p/lib/avenv/avenv-hook" 'avenv finds its helper there'
ok 'the manual' test -s "$T/else/man/man1/avenv.1"
ok 'uninstalled' elsewhere uninstall "${places[@]}"
is "$(find "$T/else/p" "$T/else/man" 2>/dev/null)" '' 'nothing is left'
ok 'make clean' elsewhere clean
is "$(find "$T/else/out" -type f)" '' 'clean leaves nothing'

run env -u MAKEFLAGS make OUT="$T/out" CC=no-compiler
is "$rc:$(wc -l <"$T/.err")" 2:1 'no compiler: one line'
like "$err" "*no compiler 'no-compiler'*docs/install.md*make deps*" 'no compiler: says what to do'
is "$(find "$T/out" -type f)" '' 'no compiler: nothing is built'
done_testing
