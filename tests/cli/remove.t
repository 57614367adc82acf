#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv remove: what goes, and what does not.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit 1
w=$T/w
mkdir "$w"
cd "$w" || exit 1

# gone PATH...: nothing is there
gone() {
	local path
	for path; do
		if [ -e "$path" ] || [ -L "$path" ]; then return 1; fi
	done
}

# refused NAME PATTERN ENV...: exit 1, one reason, and nothing changes
refused() {
	local name=$1 pattern=$2 before
	shift 2
	before=$(listing "$T")
	run "$AVENV" remove -y "$@"
	like "$rc:$err" "1:avenv: $pattern" "refused: $name"
	is "$(listing "$T")" "$before" "and nothing is touched: $name"
}

# ---- what goes ---------------------------------------------------------------

mkenv p/.venv
mkdir p/.venv/lib/python3.11 outside
echo kept >outside/file
ln -s "$w/outside" p/.venv/lib/python3.11/out
ln -s ../../../outside/file p/.venv/bin/file
mkdir -p p/.venv/lib/python3.11/closed/in
echo x >p/.venv/lib/python3.11/closed/in/x
chmod 0 p/.venv/lib/python3.11/closed/in p/.venv/lib/python3.11/closed
run "$AVENV" remove p/.venv
is "$rc" 1 "without a terminal it needs -y"
like "$err" "'$w/p/.venv' (*, used by '$w/p'; of no package: 'bin/file')*'-y' removes without asking" "and says so, and what would go"
ok "nothing was removed" test -f p/.venv/pyvenv.cfg
run "$AVENV" remove -y p/.venv
is "$rc:$out" 0: "removed"
like "$err" "avenv: removed '$w/p/.venv' (*)" "said"
ok "it is gone, with what its owner had closed" gone p/.venv
is "$(cat outside/file)" kept "no link was followed"
is "$(ls -A p)" "" "nothing is left beside it"

mkenv a/env1
mkenv b/env2
mkdir -p "$T/data/avenv/trust"
run env XDG_DATA_HOME="$T/data" "$AVENV" rm --yes a/env1 b/env2
is "$rc:$out:$err" "1::avenv: '$T/data/avenv/trust' cannot be read; see 'avenv allow --list'" "several, without the records: said once"
run "$AVENV" rm --yes a/env1 nosuch b/env2 nosuch-either
like "$rc:$err" "1:*'nosuch'*'nosuch-either'*" "several, of which some are not: each is said"
run "$AVENV" rm --yes a/env1 b/env2 a/env1/
is "$rc" 0 "several, one of them twice"
ok "all of them went" gone a/env1 b/env2

# What its user put there goes with it, and is named.
mkenv own
mkdir -p own/etc/deploy own/share/mine/deep own/lib/python3.11/site-packages/one-1.0.dist-info
touch own/bin/deploy.sh own/bin/one own/etc/deploy/a own/etc/deploy/b own/share/mine/deep/c
printf '../../../bin/one,,\none-1.0.dist-info/RECORD,,\n' >own/lib/python3.11/site-packages/one-1.0.dist-info/RECORD
run "$AVENV" remove own
like "$err" "'$w/own' (*, 1 package; of no package: 'bin/deploy.sh', 'etc/deploy/', 'share/mine/')*" 'what no package has is named'
touch own/bin/zz
run "$AVENV" remove -y own
like "$rc:$err" "0:avenv: removed '$w/own' (*; of no package: 'bin/deploy.sh', 'bin/zz', 'etc/deploy/' and 1 more)" 'also when it is gone'
ok 'which it is' gone own

mkenv broken
ln -sf /nowhere/python3 broken/bin/python3
rm -r broken/lib
run "$AVENV" -q remove -y broken
is "$rc$err" 0 "a broken one; -q: not a word"
ok "it went" gone broken

odd=$'caf\351 \n*'
mkenv "$odd"
run "$AVENV" remove -y "$odd"
is "$rc" 0 "any bytes in a name"
ok "it went, too" gone "$odd"

# ---- by name -----------------------------------------------------------------

mkenv s/djvenv
run "$AVENV" -C s allow
refused "the name of one elsewhere, unasked" "'djvenv' is '$w/s/djvenv'; name the path" djvenv
run "$AVENV" remove djvenv
like "$err" "'$w/s/djvenv' (*'-y' removes" "where it is asked it may be elsewhere"
run "$AVENV" -C s remove -y djvenv
is "$rc" 0 "by its name, where it lies"
ok "which went" gone s/djvenv
mkenv s/.venv
mkenv s/venv
run "$AVENV" -q allow s/.venv s/venv
refused "a generic name is that of the one here, of no other" "no environment '.venv' here" .venv
mkenv s/twice
mkenv twice
run "$AVENV" -C s allow twice
refused "a name that one here has, and a known one" "'twice' could be './twice' or '$w/s/twice'; name the path" twice
run "$AVENV" remove -y ./twice
ok "the one here went, by its path" gone twice
mkdir twice
is "$("$AVENV" path twice)" "$w/s/twice" "what is here and no environment does not hide a known one"
refused "unasked, a name reaches no further than here" "'twice' is '$w/s/twice'; name the path" twice
"$AVENV" -q remove -y s/twice
rmdir twice
mkdir was
(cd was && rmdir ../was && exec env -u PWD "$AVENV" remove -y a/b) >"$T/.out" 2>&1
is "$(cat "$T/.out")" "avenv: the working directory no longer exists" "relative to no directory"
refused "an empty name" "an empty name is not an environment" ""
refused "a name that nobody knows" "no environment 'nobody'" nobody

# ---- what does not go --------------------------------------------------------

mkdir plain nohome
echo 'version = 3' >nohome/pyvenv.cfg
refused "no pyvenv.cfg" "'$w/plain' is not an environment: it has no pyvenv.cfg" plain
refused "a pyvenv.cfg without home" "'$w/nohome' is not an environment: *home" nohome
touch file
refused "a file" "'$w/file' is not an environment: it is not a directory" file
refused "what is not there" "cannot remove '$w/no/where': No such file" no/where
mkenv env
ln -s env link
refused "a link" "'$w/link' is a link to '$w/env'" link
refused "a link with a slash behind it" "'$w/link' is a link to '$w/env'" link/
mkdir pp
echo ../env >pp/.venv
refused "a redirect" "'$w/pp/.venv' is a redirect*\"avenv -C $w/pp use --clear\"" pp/.venv
refused "one of several" "'$w/plain' is not" env plain
ok "none of them went" test -f env/pyvenv.cfg

cp env/pyvenv.cfg "$HOME"
mkdir -p "$HOME/bin"
refused "the home directory" "cannot remove '$HOME': your home directory is in it" "$HOME"
cp env/pyvenv.cfg "$T"
refused "what holds the home directory" "cannot remove '$T': your home directory is in it" "$T"
rm "$HOME/pyvenv.cfg" "$T/pyvenv.cfg"
rmdir "$HOME/bin"
refused "/" "'/' " /

for from in env env/bin; do
	before=$(listing "$T")
	run "$AVENV" -C "$from" remove -y "$w/env"
	like "$rc:$err" "1:avenv: this shell is in '$w/env'; 'cd ..*' first" "refused: from $from"
	cd "$from" || exit 1
	run "$AVENV" remove -y "$w/env"
	like "$rc:$err" "1:avenv: this shell is in '$w/env'; 'cd ..*' first" "refused: the shell is in $from"
	run "$AVENV" -C "$w" remove -y env
	like "$rc:$err" "1:avenv: this shell is in '$w/env'; 'cd ..*' first" "refused: the shell is in $from, whatever -C says"
	cd "$w" || exit 1
	is "$(listing "$T")" "$before" "and nothing is touched"
done
mkenv envx
cd envx || exit 1
refused "where the shell is, by its dot" "this shell is in '$w/envx'; 'cd ..' first" .
run "$AVENV" remove -y "$w/env"
is "$rc" 0 "a neighbour whose name begins as its does is no matter"
cd "$w" || exit 1

mkenv made-here
mkdir made-here/.git made-here/src
refused "a project that is itself an environment" "'$w/made-here' holds more than an environment: '*', '*'; remove by hand" made-here
touch made-here/{one,two,three}
refused "many things in it" "'$w/made-here' holds more than an environment: '*', '*', '*' and 2 more;" made-here
rm -r made-here/{.git,src,one,two,three}
mkdir -p made-here/lib/{python3.11/site-packages/x.dist-info,pkgconfig,mine}
echo '../../pkgconfig/x.pc,,' >made-here/lib/python3.11/site-packages/x.dist-info/RECORD
refused "what lies in its lib and belongs to no package" "'$w/made-here' holds more than an environment: 'lib/mine'; remove by hand" made-here
rmdir made-here/lib/mine
printf '"../../pkgconfig/x.pc",,\nx.py,,\n../../second/x,,\n' >made-here/lib/python3.11/site-packages/x.dist-info/RECORD
mkdir made-here/lib/second made-here/lib/pkg
refused "what only begins as something installed does" "'$w/made-here' holds more than an environment: 'lib/pkg'; remove by hand" made-here
rmdir made-here/lib/pkg made-here/lib/second
mkdir made-here/lib/bin made-here/lib/python3.11/site-packages/x
printf '../../../bin/x,,\n' >>made-here/lib/python3.11/site-packages/x.dist-info/RECORD
printf '../../bin/x,,\n' >made-here/lib/python3.11/site-packages/x/RECORD
refused "what is called as something installed elsewhere" "'$w/made-here' holds more than an environment: 'lib/bin'; remove by hand" made-here
rm -r made-here/lib/bin made-here/lib/python3.11/site-packages/x
touch made-here/.avenv-notes
refused "what is only called nearly as ours" "'$w/made-here' holds more than an environment: '.avenv-notes'; remove by hand" made-here
rm made-here/.avenv-notes
touch made-here/{.gitignore,CACHEDIR.TAG,.lock}
mkdir made-here/{share,etc,include,.avenv-new-01234567}
ln -s lib made-here/lib64
run "$AVENV" remove -y made-here
is "$rc:$err" "0:avenv: removed '$w/made-here' (${err#* (}" "what tools leave in environments is no project"
mkenv flat
rmdir flat/lib
touch flat/lib
run "$AVENV" remove -y flat
is "$rc:$err" "0:avenv: removed '$w/flat' (${err#* (}" "a lib that is a file"

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	# The clone may lie where nobody else can go, such as /root.
	cp "$AVENV" "$T/avenv"
	mkenv foreign
	chown -R 4242 foreign
	chmod 755 "$T"
	chmod 777 "$w"
	like "$(setpriv --reuid 4343 --clear-groups "$T/avenv" remove -y foreign 2>&1)" "cannot remove '$w/foreign': it belongs to somebody else" "somebody else's is refused"
	ok "and is there" test -f foreign/pyvenv.cfg
	run "$AVENV" -q remove -y foreign
	is "$rc" 0 "root may"
	mkenv foreign
	chmod 0 foreign/lib
	chown -R 4343 foreign
	is "$(setpriv --reuid 4343 --clear-groups "$T/avenv" remove -y foreign 2>&1)" "avenv: cannot open '$w/foreign/lib': Permission denied" "what cannot be looked through might hold somebody's work"
	ok "and is there, too" test -f foreign/pyvenv.cfg
	rm -r foreign
	mkenv own/env
	mkdir -p own/env/lib/python3.11/site-packages/closed/in
	echo x >own/env/lib/python3.11/site-packages/closed/in/x
	chmod 0 own/env/lib/python3.11/site-packages/closed/in own/env/lib/python3.11/site-packages/closed
	chown -R 4343 own
	is "$(setpriv --reuid 4343 --clear-groups env HOME="$w/own" "$T/avenv" -q remove -y own/env 2>&1)$(ls -A own)" "" "an ordinary user's, with what he had closed"
	mkenv own/env
	chown -R 4343 own
	mkdir -p own/env/lib/python3.11/site-packages/theirs
	touch own/env/lib/python3.11/site-packages/theirs/x
	like "$(setpriv --reuid 4343 --clear-groups env HOME="$w/own" "$T/avenv" -q remove -y own/env 2>&1)" "theirs/x': Permission denied; 'sudo rm -rf $w/own/.avenv-old-*' removes what is left" "what an ordinary user may not remove: who may is named"
	rm -r own
	mkenv 'own\n it/env'
	chown -R 4343 'own\n it'
	mkdir -p 'own\n it/env/include/theirs'
	touch 'own\n it/env/include/theirs/x'
	out=$(setpriv --reuid 4343 --clear-groups env SHELL=/bin/bash HOME="$w/own\\n it" "$T/avenv" -q remove -y 'own\n it/env' 2>&1)
	eval "$(sed -n 's/.*; "sudo \(rm -rf .*\)" removes what is left$/\1/p' <<<"$out")"
	is "$(ls -A 'own\n it')" '' "... and what: in a directory with a backslash that very one" || diag "$out"
	rm -r 'own\n it'
	mkenv own/env
	mkdir -p own/env/lib/python3.11/site-packages
	chmod 0 own/env/lib/python3.11/site-packages
	chown -R 4343 own
	like "$(setpriv --reuid 4343 --clear-groups env HOME="$w/own" "$T/avenv" remove -y own/env 2>&1)" "removed '$w/own/env' (at least *B, used by '$w/own')" "what was not counted is not said to be none"
	mkenv own/env
	mkdir -p own/env/lib/python3.11/site-packages/{a-1.dist-info,closed.dist-info}
	printf 'Metadata-Version: 2.1\nName: a\nVersion: 1\n' >own/env/lib/python3.11/site-packages/a-1.dist-info/METADATA
	chmod 0 own/env/lib/python3.11/site-packages/closed.dist-info
	chown -R 4343 own
	like "$(setpriv --reuid 4343 --clear-groups env HOME="$w/own" "$T/avenv" remove -y own/env 2>&1)" "removed '$w/own/env' (at least *B, * package*, used by" "what was counted is said all the same"
	mkenv own/env
	chown -R 4343 own
	like "$(setpriv --reuid 4343 --clear-groups env HOME="$w/own" "$T/avenv" remove -y own/env 2>&1)" "B, 0 packages, used by" "that there is none is said"
	chmod 755 "$w"
	if can_trace; then
		mkenv "$T/own/env"
		chown -R 4343 "$T/own"
		like "$(setpriv --reuid 4343 --clear-groups env -C "$T/own" HOME="$T/own" strace -o /dev/null -e inject=unlinkat:error=EIO "$T/avenv" -q remove -y env 2>&1)" "Input/output error; 'rm -rf $T/own/.avenv-old-*' removes what is left" "where the disk fails that is nobody's privilege"
		rm -r "$T/own"
	else
		skip 'strace cannot trace here'
	fi
else
	skip 'only root can give a file away' 10
fi
for n in 4 5 6; do
	mkenv limited
	unlike "$(ulimit -n $n && "$AVENV" remove -y limited 2>&1 </dev/null)" "not an environment" "$n descriptors: what could not be looked at is not told as a fact"
	rm -rf limited
done

# ---- what leads to it ----------------------------------------------------------

# records: what is on record, kind and path
records() {
	"$AVENV" allow --list | sed "s|$w|W|g"
}

mkdir one two three
mkenv shared/e1
mkenv shared/other
echo "$w/shared/e1" >one/.venv
printf ' ../shared/e1\t\n' >two/.venv
echo "$w/shared/other" >three/.venv
run "$AVENV" -q allow one two three
mkenv shared/e1
run "$AVENV" -C shared -q allow e1 other
like "$(records)" "W/shared/e1" "it is on record"
run "$AVENV" remove -y shared/e1
is "$rc" 0 "one that two projects use"
like "$err" "(*, used by '$w/one', '$w/two')" "which is said"
like "$err" "removed '$w/one/.venv', which led to it" "the first redirect goes"
ok "and the other" gone one/.venv two/.venv
is "$(cat three/.venv)" "$w/shared/other" "that of another environment stays"
unlike "$(records)" "W/shared/e1" "its record goes"
like "$(records)" "W/shared/other" "that of another stays"
like "$(records)" "W/one" "and that of a project"

mkenv shared/e1
echo "$w/shared/e1" >one/.venv
: >two/.venv
run "$AVENV" -q allow --tree one
chmod 666 "$HOME/.local/share/avenv/trust"
refused "where nobody can tell what leads to it" "'*/trust' or its directory can be written to by others; it is not used" shared/e1
chmod 600 "$HOME/.local/share/avenv/trust"
run "$AVENV" remove -y shared/e1
like "$rc:$err" "0:*, used by '$w/one')
avenv: removed '$w/one/.venv', which led to it" "a project with two records has one redirect"
is "$(grep -c 'which led to it' <<<"$err")" 1 "which is named once"
ok "an empty one leads nowhere, and stays" test -f two/.venv
echo "$w/shared/e1" >one/.venv
run "$AVENV" remove -y shared/e1
like "$rc:$err" "0:*removed '$w/one/.venv', which led to it" "what leads to one that is gone goes as well, without a record of that"

mkdir l l/abs l/name l/other l/indirect
mkenv shared/e1
ln -s "$w/shared/e1" l/abs/.venv
ln -s ../../shared/e1 l/abs/venv
ln -s ../../shared/e1 l/name/env
ln -s ../../shared/other l/other/.venv
ln -s ../shared/e1 l/current
ln -s ../current l/indirect/.venv
run "$AVENV" -q allow l/abs l/name l/other l/indirect
run "$AVENV" remove shared/e1
like "$rc:$err" "1:*, used by '$w/l/abs', '$w/l/name', '$w/l/indirect')*" "projects that links lead to it from are named, each once"
ok "without an answer they stay" test -L l/abs/.venv
run "$AVENV" remove -y shared/e1
is "$rc:$(find l -type l | LC_ALL=C sort | tr '\n' ' ')" "0:l/current l/indirect/.venv l/other/.venv " "the links go, others stay"
for name in l/abs/.venv l/abs/venv l/name/env; do
	like "$err" "avenv: removed '$w/$name', which led to it" "which is said: $name"
done
like "$err" "avenv: '$w/l/indirect/.venv' led to it through another link, and stays as it is" "what led to it through another link is named"
ln -s "$w/shared/e1" l/abs/.venv
run "$AVENV" remove -y shared/e1
like "$rc:$err" "0:*removed '$w/l/abs/.venv', which led to it*" "a link to one that is gone goes as well"
ok "it is gone" gone l/abs/.venv
run "$AVENV" remove -y shared/e1
like "$rc:$err" "1:avenv: cannot remove '$w/shared/e1': No such file or directory" "what leads there through another link is nothing to remove"
ln -s .venv l/abs/.venv
ln -s "$(printf 'x%.0s' {1..300})" l/abs/venv
mkenv shared/e1
run "$AVENV" remove -y shared/e1
is "$rc:$(ls -mA l/abs)" 0:".venv, venv" "links that lead nowhere at all are passed over"
rm -r l

mkenv q/.venv
run "$AVENV" -q allow q
run "$AVENV" -q remove -y q/.venv
mkenv q/.venv
is "$("$AVENV" -C q path)" "$w/q/.venv" "made anew in a project on record, it is on without a question"

mkenv late/oddly
run "$AVENV" -C late -q allow oddly
rm -r late/oddly
mkdir late/.avenv-old-00000000 late/.avenv-old-1
run "$AVENV" remove -y late/oddly
is "$rc" 0 "what leads to one that is gone already can be removed still"
unlike "$(records)" oddly "its record"
ok "leftovers of a killed run are swept" gone late/.avenv-old-00000000
chmod 666 "$HOME/.local/share/avenv/trust"
refused "one that is gone, where nobody can tell what leads to it" "'*/trust' or its directory can be written to by others; it is not used" late/oddly
chmod 600 "$HOME/.local/share/avenv/trust"
ok "but no other name" test -d late/.avenv-old-1
run "$AVENV" remove -y late/oddly
is "$rc" 1 "then there is nothing left"
mkenv late/oddly
run "$AVENV" -C late -q allow oddly
rm -r late/oddly
mkdir late/.avenv-old-00000000
run "$AVENV" -C late remove -y oddly
is "$rc" 0 "by its name, too"
unlike "$(records)" oddly "its record goes, by its name"
mkdir late/.avenv-old-00000000
run "$AVENV" -C late remove -y .venv
ok "where a name is on no record, leftovers are swept still" gone late/.avenv-old-00000000

mkenv .venv
mkdir deleted
cd deleted || exit 1
rmdir "$w/deleted"
run env -u PWD "$AVENV" remove -y ./.venv
is "$rc:$err" "1:avenv: the working directory no longer exists" "a relative path in a directory that is gone"
run "$AVENV" -q remove -y "$w/.venv"
is "$rc:$err" 0: "an absolute one"
cd "$w" || exit 1

# ---- errors ------------------------------------------------------------------

run "$AVENV" remove
is "$rc" 2 "no argument: usage"
run "$AVENV" remove -y -x env
is "$rc" 2 "an unknown option: usage"

mkenv locked
exec 9<locked
flock -n 9
run "$AVENV" remove -y locked
like "$rc:$err" "1:avenv: another avenv is working on '$w/locked', or something else has it locked; 'fuser -v $w/locked' names it" "one that is being worked on"
ok "it is there" test -f locked/pyvenv.cfg
exec 9<&-

mkenv fixed
mkdir fixed/lib/python3.11
echo x >fixed/lib/python3.11/immutable
if chattr +i fixed/lib/python3.11/immutable 2>/dev/null; then
	run "$AVENV" remove -y fixed
	like "$rc:$err" "1:avenv: cannot remove '$w/*/lib/python3.11/immutable': Operation not permitted" "what cannot be removed is named"
	chattr -i .avenv-old-*/lib/python3.11/immutable
	mkdir led
	mkenv shared/e2
	echo "$w/shared/e2" >led/.venv
	run "$AVENV" -q allow led
	run "$AVENV" -C shared -q allow e2
	chattr +i led/.venv
	run "$AVENV" remove -y shared/e2
	like "$rc:$err" "1:*avenv: cannot remove '$w/led/.venv': Operation not permitted" "a redirect that cannot be removed is named"
	ok "what it leads to is gone" gone shared/e2
	chattr -i led/.venv
	unlike "$(records)" "shared/e2" "and so is its record"
else
	skip 'no immutable files here' 4
fi
if [ "$(id -u)" != 0 ]; then
	mkenv ro/env
	chmod 555 ro
	refused "a directory that may not be written to" "cannot remove '$w/ro/env': Permission denied" ro/env
	chmod 755 ro
else
	skip 'root may write everywhere' 2
fi
done_testing
