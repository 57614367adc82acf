#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts of build/ say no to: a file that is not there or was cut short, a
# header in the wrong room, a place where no program may start.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/asan | */valgrind) skip_all 'no program of ours is in it' ;;
esac

mkdir "$T/tree" && cd "$T/tree" || exit

# ---- check-purity.sh ----------------------------------------------------------

# purity OUT OBJECT
purity() {
	run env OUT="$1" BUILD=debug MUSL='' "$SRCDIR/build/check-purity.sh" "$2"
}
tool=$(type -P true)
mkdir out
ln -s "$tool" out/avenv-hook.full
purity "$T/nowhere" "$tool"
is "$rc" 1 'no helper: not pure'
like "$out" 'cannot be read' 'and it says so'
purity out "$T/nowhere.o"
is "$rc" 1 'no object: not pure'
echo 'int main(void) { return 0; }' >x.c
cc -c -o x.o x.c || exit
purity out x.o
is "$rc$out" 0 'what calls nothing: pure'
echo 'int fork(void); int main(void) { return fork(); }' >x.c
cc -c -o x.o x.c || exit
purity out x.o
is "$rc$out" "1the helper's code calls: fork" 'what forks: not pure'

# ---- check-layers.sh ----------------------------------------------------------

mkdir -p src/core src/cli src/shell
echo >src/cli/ours.h
echo >src/core/low.h

# layers FILE INCLUDE: of a tree in which FILE has that one
layers() {
	echo "#include $2" >"src/$1"
	run "$SRCDIR/build/check-layers.sh"
	rm "src/$1"
}
for lib in readline/readline.h bsd/string.h archive_entry.h jansson.h nettle/sha2.h pthread.h; do
	layers core/x.c "<$lib>"
	is "$rc$out" "1src/core/x.c: includes <$lib>, which only src/cli may use" "core: no <$lib>"
done
layers cli/x.c '<jansson.h>'
is "$rc$out" 0 'cli: <jansson.h>'
for ours in '"cli/ours.h"' '<cli/ours.h>'; do
	layers shell/x.c "$ours"
	is "$rc$out" '1src/shell/x.c: includes "cli/ours.h", which its layer must not know' "shell: no $ours"
	layers cli/x.c "$ours"
	is "$rc$out" 0 "cli: $ours"
done
layers shell/x.c '<core/low.h>'
is "$rc$out" 0 'shell: <core/low.h>'
layers core/x.c '<stdio.h>'
is "$rc$out" 0 'core: <stdio.h>'

# ---- lint.sh length -----------------------------------------------------------

# lines N FILE: a function of N lines in it
lines() {
	mkdir -p "$(dirname "$2")"
	case $2 in
	*.c) printf '/* ours */\nint f(void)\n{\n' && yes '	g();' | head -n $(($1 - 2)) && echo '}' ;;
	*fish) printf '# ours\nfunction f\n' && yes '    true' | head -n $(($1 - 2)) && echo end ;;
	*.py | *y) printf '#!/usr/bin/env python3\ndef f():\n' && yes '    pass' | head -n $(($1 - 1)) ;;
	*) printf '#!/bin/sh\nf() {\n' && yes '	true' | head -n $(($1 - 2)) && echo '}' ;;
	esac >"$2"
	run "$SRCDIR/build/lint.sh" length
}
for name in build/x.py build/y build/x.c tests/x.c tests/x.t tests/x.sh completions/avenv.fish completions/_avenv hooks/x.bash; do
	mv "$name" kept 2>/dev/null
	lines 60 $name
	is "$rc$out$err" 0 "$name: a function of 60 lines"
	lines 61 $name
	is "$((rc != 0)):${out/:[23]:/:}" "1:$name: f: more than 60 lines" "$name: one of 61"
	rm $name
	mv kept "$name" 2>/dev/null
done

# ---- hook.sh, embed.sh, install.sh --------------------------------------------

cp "$SRCDIR/build/hook.sh" "$SRCDIR/build/embed.sh" "$SRCDIR/build/install.sh" build
cp -r "$SRCDIR/hooks" "$SRCDIR/completions" .
cp "$SRCDIR/src/avenv.1" src
touch out/avenv out/avenv-hook

installed() {
	rm -rf "$T/dest"
	run env DESTDIR="$T/dest" OUT=out BINDIR=/b LIBEXECDIR=/l DATADIR=/d MANDIR=/m \
		BASHCOMPDIR=/cb ZSHCOMPDIR=/cz FISHCOMPDIR=/cf build/install.sh install
}
run build/embed.sh bash zsh fish
is "$rc" 0 'embedded'
installed
is "$rc$err" 0 'installed'

for lost in hooks/avenv.{bash,zsh,fish} completions/{avenv.bash,_avenv,avenv.fish}; do
	mv "$lost" kept
	run build/embed.sh bash zsh fish
	is "$((rc != 0))" 1 "no $lost: nothing to embed"
	installed
	is "$((rc != 0))" 1 "no $lost: not installed"
	mv kept "$lost"
done
for lost in hooks/bench.{bash,posix,fish}; do
	mv "$lost" kept
	run build/embed.sh bash zsh fish
	is "$((rc != 0))" 1 "no $lost: nothing to embed"
	mv kept "$lost"
done

# ---- probe.sh -----------------------------------------------------------------

# A compiler that takes everything, and is quick.
cat >compiler <<'END'
#!/bin/sh
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\n' >"$2"
chmod +x "$2"
END
chmod +x compiler
mkdir "$T/tmp"
# shellcheck disable=SC2016 # for the inner shell
script='mount -t tmpfs -o noexec tmpfs "$TMPDIR" && exec "$@"'
if TMPDIR=$T/tmp apart sh -c "$script" sh true 2>/dev/null; then
	TMPDIR=$T/tmp run apart sh -c "$script" sh "$SRCDIR/build/probe.sh" X ./compiler
	is "$rc$err" 0 'flags are asked for where TMPDIR lets no program start'
	like "$out" 'X_STATIC := -static' 'and what was linked is started'
	is "$(ls out/probe)" '' 'nothing stays behind'
else
	skip 'no mount namespaces here' 3
fi

# ---- make cov-run, cov-report ------------------------------------------------

# Where nothing was built, nothing was counted.
run make -s -C "$SRCDIR" cov_out="$T/none" cov-report
is "$((rc != 0))" 1 'cov-report without counts fails'
like "$err" "first 'make cov'" 'and says what comes first'
run make -n -C "$SRCDIR" cov_out="$T/none" cov-run T=none
like "$out" 'built' 'cov-run builds what it counts'

done_testing
