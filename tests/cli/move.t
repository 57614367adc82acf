#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 37 58 60
# avenv move: a moved environment has the bytes that would have been made at the new place.
# Links that led to the old place are named; nothing is on that was not. The refusals.
# shellcheck disable=SC2016 # text for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w
# move ARG...: without notes
move() {
	run "$AVENV" -q move "$@"
}

# ---- the same bytes as made there ---------------------------------------------------

mkdir a b
ok 'to a path with a space' as_made move old 'with space' --without-pip
ok 'from a path with a space, with a prompt' as_made move 'with space' new --without-pip --prompt "it's"
ok 'into another directory, with pip' as_made move a/env b/env
is "$(ls a)" '' '... nothing stays at the old place'
rm -rf new made b/env

# Each kind of file: unit/relocate
bare old
dist old tiny 1.0
script old tiny 1.0
mkdir -p old/etc outside
ln -sfn "$w/old/lib" old/top
ln -s ../../outside old/bin/out
echo "root = $w/old/x" | tee old/etc/conf old/bin/mine >old/etc/tiny
(cd "old/$SITE" && record_row ../../../etc/tiny >>tiny-1.0.dist-info/RECORD)
echo "root = $w/old2" >old/etc/other
chmod 700 old
cp -al old same
before=$(tree same)
run "$AVENV" move old new
like "$rc:$err" "0:*the old place is in 1 file of packages; 'avenv recreate' installs" \
	'a file of a package is counted, with what repairs it'
is "$(cut -d"'" -f2 <<<"$out" | sort | xargs)" "$w/new/bin/mine $w/new/etc/conf $w/new/etc/tiny" \
	'files of unknown kinds are named'
is "$(grep -rlF --exclude='*.pyc' "$w/old" new | sort | xargs)" 'new/bin/mine new/etc/conf new/etc/other new/etc/tiny' 'no other file names the old place'
is "$(readlink new/top):$(readlink new/bin/out):$(stat -c %a new)" "$w/new/lib:../../outside:700" \
	'links into it follow, links out of it stay'
ok 'RECORD is right' record_is_right new
is "$(tree same)" "$before" 'other names of the same files stay as they are'
is "$(new/bin/tiny)" tiny 'it works'
rm -rf same new
# One that was moved by hand before
bare hand
mv hand env
"$AVENV" -q allow env
move env x && move x env
is "$rc:$(grep -rlF "$w/hand" env)" 0: 'moved by hand before'
rm -r env
# One that was made through a link, where pip was started by both paths
mkdir -p data/u
ln -s data/u home
bare home/c
dist home/c tiny 1.0
script home/c tiny 1.0
printf '#!%s/bin/python\nprint("both")\n' "$w/home/c" >home/c/bin/both
chmod +x home/c/bin/both
printf '%s\n' "$w/home/c/x" "$w/data/u/c/y" >"home/c/$SITE/tiny.pth"
(cd "home/c/$SITE" && record_row tiny.pth >>tiny-1.0.dist-info/RECORD)
like "$(head -n 1 home/c/bin/tiny):$(<home/c/bin/activate)" "#!$w/data/u/c/bin/python:*=*$w/home/c*" 'files have both paths'
cp -a home/c home/by-hand
move home/c home/d
is "$rc:$(grep -rlE --exclude='*.pyc' "$w/(home|data/u)/c" home/d)" 0: 'made through a link: no file names the old place'
is "$(home/d/bin/tiny):$(home/d/bin/both)" tiny:both '... and it works'
ok '... and RECORD is right' record_is_right home/d
mkdir k1
bare k1/.venv
mv k1 k2
ln -s k2 k1
move k1/.venv k9
is "$rc:$err:$(grep -rlE --exclude='*.pyc' "$w/k[12]" k9)" 0:: 'a link at the place of a project that was renamed'
rm -r k1 k2 k9
# As a killed move leaves it
mv home/by-hand to
"$AVENV" -q allow to
run "$AVENV" -q repair to
is "$rc:$(grep -rlE --exclude='*.pyc' "$w/(home|data/u)/c" to)" 0: '... and repair finds both paths'
rm -r to data home
bare env

# ---- records, redirects, links -------------------------------------------------------

# on DIR: the environment that is on there
on() {
	"$AVENV" -C "$1" path 2>&1 | sed "s|$w|W|"
}

mkdir p q r
mkenv p/.venv
"$AVENV" -q allow p
run "$AVENV" move p/.venv q/odd
like "$rc:$(on q):$err" '0:W/q/odd:*odd*on whenever' 'an allowed environment is on at the new place, which is said'
move q/odd q/.venv
is "$rc:$err:$(on q)" 0::W/q/.venv '-q: silence'
mkenv r/other
# A word about a place is none about what comes there unallowed.
mkdir slot
mkenv slot/.venv
"$AVENV" -q allow slot
rm -r slot/.venv
move r/other slot/.venv
is "$rc:$(ls -A slot)" 1: 'into an allowed slot: refused'
"$AVENV" -q allow --tree slot
move r/other slot/odd
like "$rc:$(ls -A slot)" 1: 'into an allowed tree: refused'
"$AVENV" -q allow r/other
move r/other slot/.venv
is "$rc:$(on slot)" 0:W/slot/.venv 'allowed, it is on there'
rm -rf slot
before=$(records)
move q/.venv nowhere/x
is "$rc:$(records)" "1:$before" 'refused: no record changes'
mkdir denied
"$AVENV" -q deny denied
run "$AVENV" move q/.venv denied/x
like "$err:$(on denied/x)" 'moved*denied*:*denied' 'into a denied directory: said, and denied there'
rm -rf denied r p q

# The word --shared about some others goes along, to where nobody else may write.
chmod 755 "$T"
mkdir s t o
chmod 777 s t
mkenv s/.venv
"$AVENV" -q allow --shared s
run "$AVENV" move s/.venv s/env
like "$rc:$(on s):$err" "0:W/s/env:*'$w/s' can be written to by anybody*" '--shared: on in the project still'
is "$(records | grep -c /s/)" 1 '... by one record'
move s/env o/env
is "$rc:$(on o)" 0:W/o/env '... and in a project that nobody else may write to'
move o/env t/env
like "$rc:$err:$(ls t)" "1:*'$w/t' can be written to by anybody*--shared*:env" 'there the word has ended: it is moved, and not allowed'
"$AVENV" -q allow --shared t
move t/env s/env
is "$rc:$(on s)" 0:W/s/env 'into another project that the same may write to'
if can_chown; then
	chown :4242 t
	chmod 775 t
	move s/env t/env
	like "$rc:$err:$(on t)" "1:*'$w/t' can be written to by group *--shared*:*can be written to*" 'where others may write: not allowed'
fi
rm -rf s t o

# Each link or redirect that led to it is named, with a command that works.
mkdir one abs rel name away through far
mkenv red other
echo "$w/red" >one/.venv
ln -s "$w/red" abs/.venv
ln -s ../red/ rel/.venv
ln -s ../red name/venv
ln -s ../other away/.venv
ln -s ../rel/.venv through/.venv
"$AVENV" -q allow one abs rel name away through red
run "$AVENV" move red far/e
like "$rc:$err" "0:*'$w/one/.venv' still points to it; 'avenv -C $w/one use $w/far/e' changes that*" 'a redirect is named'
is "$(grep -c 'still points to it' <<<"$err")" 4 'and each link to it, no other'
is "$(for project in one abs rel name through; do on $project; done | grep -c '^W')" 0 'it is on in none of them'
sed -n "s/.* points to it; [\"']\(.*\)[\"'] changes that/\1/p" <<<"$err" | sed "s|avenv |$AVENV -q |" >fix
# shellcheck source=/dev/null
source ./fix
is "$(for project in one abs rel name; do on $project; done | sort -u)" W/far/e 'the commands mend it'
like "$(on through)" "*as you allowed; 'avenv allow*" 'a link to such a link: said there'
mkenv far/e/in/.venv
"$AVENV" -q deny far/e/in
move far/e far/e2
like "$rc:$("$AVENV" -C far/e2/in path 2>&1)" "0:*denied*" 'what is denied inside stays denied'
rm -rf one abs rel name away through far other

# ---- where to, and refusals ----------------------------------------------------------

mkdir dir
move env dir
is "$rc:$(ls dir)" 0:env 'into a directory, as mv does'
move dir/env env
cp -a env other
touch file
ln -s env link

# stays WHY ENV DIR: exit 1, WHY is said, nothing changes
stays() { changes_nothing "refused: $2 to $3" "1:avenv: *$1" . "$AVENV" move "$2" "$3"; }
while IFS='|' read -r why env to; do stays "${why//W/$w}" "$env" "$to"; done <<-'L'
	'rm W/link' removes 'W/link', and for the other type 'avenv move W/env x'|link|x
	there already|env|other
	there already|env|file
	W/env/x|env|env/x
	:|env|a:b
	quote*avenv recreate'|env|it's
L
exec 9<"$w/env"
flock -n 9
stays 'another command' env x
exec 9<&-
# The command that is named after a failure, typed as printed
if can_trace; then
	while IFS='|' read -r fault does; do
		rm -rf far near && bare far
		err=$(strace -o /dev/null -e inject="$fault" "$AVENV" move far near 2>&1)
		like "$err" "*' $does" "move, $fault: $does"
		eval "$(sed -n "s/.*; '\(.*\)' $does/\1/p" <<<"$err")" 2>"$T/.err"
		run "$AVENV" repair near
		like "$rc:$err" '0:*nothing to repair*' "... and that is so"
	done <<-'L'
		renameat2:error=EXDEV|copies it
		write:error=EIO:when=2|changes that
	L
fi
done_testing
