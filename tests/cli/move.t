#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv move: what is rewritten and what leads to it, and what is refused. That
# what was moved works is tests/cli/moved.t's matter.
# shellcheck disable=SC2016 # text in other shells' hands
. "${SRCDIR:?}/tests/lib.sh"

w=$T/w
mkdir "$w"
cd "$w" || exit 1

# baked DIR: an environment with the paths in it that tools bake in
baked() {
	local d site
	mkenv "$1"
	d=$(cd "$1" && pwd -P)
	site=$1/lib/python3.11/site-packages
	mkdir -p "$site/x-1.dist-info" "$1/share/jupyter/kernels/k" "$1/src"
	printf 'command = /usr/bin/python3 -m venv %s\n' "$d" >>"$1/pyvenv.cfg"
	printf '#!%s/bin/python\nimport x\n' "$d" >"$1/bin/x"
	chmod 755 "$1/bin/x"
	printf 'VIRTUAL_ENV="%s"\nexport VIRTUAL_ENV\nPS1="(%s) ${PS1:-}"\n' "$d" "${d##*/}" >"$1/bin/activate"
	printf '%s/src\n' "$d" >"$site/x.pth"
	printf '%s/src\n.' "$d" >"$site/y.egg-link"
	printf "MAPPING = {'x': '%s/src/x'}\n" "$d" >"$site/__editable___x_1_finder.py"
	printf '{"dir_info": {"editable": true}, "url": "file://%s/src"}' "$d" >"$site/x-1.dist-info/direct_url.json"
	printf '{"argv": ["%s/bin/python", "-m", "k"]}' "$d" >"$1/share/jupyter/kernels/k/kernel.json"
	printf 'code of %s' "$d" >"$site/x.pyc"
	ln -sfn "$d/lib" "$1/lib64"
	(cd "$site" && row ../../../bin/x && row x-1.dist-info/direct_url.json &&
		printf '%s\r\n' x.pth,sha256=other,1 x-1.dist-info/RECORD,,) >"$site/x-1.dist-info/RECORD"
}

# row FILE: as pip writes it
row() {
	printf '%s,sha256=%s,%s\r\n' "$1" \
		"$(openssl dgst -sha256 -binary "$1" | base64 | tr '+/' '-_' | tr -d '=')" "$(stat -c %s "$1")"
}

# names DIR PATH: the files in DIR that name PATH, but for compiled ones
names() {
	grep -rlF --exclude='*.pyc' -- "$2" "$1"
}

# ---- what is rewritten -------------------------------------------------------

mkenv old
"$AVENV" -q allow old
chmod 666 "$HOME/.local/share/avenv/trust"
run "$AVENV" move old new
like "$rc:$err:$(ls -A)" "1:avenv: '*/trust' or its directory can be written to by others; it is not used;*:old" "where nobody can tell what leads to it, it stays"
rm -r "$HOME/.local" old

baked old
chmod 700 old
cp -a old same
run "$AVENV" move old new
is "$rc:$out" 0: "moved"
is "$err" "avenv: moved '$w/old' to '$w/new'; 10 files were rewritten" "which is said"
not_ok "the old one is gone" test -e old
is "$(ls -A)" "$(printf 'new\nsame')" "nothing is left beside it"
is "$(stat -c %a new)" 700 "with its mode"
is "$(listing new)" "$(listing same)" "nothing is lost"
is "$(names new "$w/old")" "" "no file names the old place"
is "$(grep -rl --exclude-dir=bin "$w/new" new | LC_ALL=C sort | tr '\n' ' ')" \
	"new/lib/python3.11/site-packages/__editable___x_1_finder.py new/lib/python3.11/site-packages/x-1.dist-info/direct_url.json new/lib/python3.11/site-packages/x.pth new/lib/python3.11/site-packages/y.egg-link new/pyvenv.cfg new/share/jupyter/kernels/k/kernel.json " \
	"they name the new one"
is "$(readlink new/lib64)" "$w/new/lib" "a link into itself goes along"
is "$(readlink new/bin/python3)" /usr/bin/python3 "one out of it stays"
is "$(head -n 1 new/bin/x)" "#!$w/new/bin/python" "a launcher"
is "$(stat -c %a new/bin/x)" 755 "with its mode"
is "$(sed -n 3p new/bin/activate)" 'PS1="(new) ${PS1:-}"' "the prompt"
record=$(cat new/lib/python3.11/site-packages/x-1.dist-info/RECORD)
for file in ../../../bin/x x-1.dist-info/direct_url.json; do
	like "$record" "$(cd new/lib/python3.11/site-packages && row $file)" "RECORD is right again: $file"
done
like "$record" "x.pth,sha256=other,1" "a row that was not right stays as it is"
# What other names of the same files would see, as in the copy of hard links.
is "$(names same "$w/old" | wc -l)" 8 "a copy of the old one is as it was"

echo "prompt = 'mine'" >>new/pyvenv.cfg
run "$AVENV" -q mv new old
is "$rc:$err" 0: "mv, and back; -q: not a word"
is "$(sed -n 3p old/bin/activate)" 'PS1="(new) ${PS1:-}"' "a prompt that was chosen stays"

# ---- what is left ------------------------------------------------------------

mkdir old/etc
printf 'a\n\troot = %s/x\nb\n' "$w/old" >old/etc/conf
printf 'x %s2 /y%s\n' "$w/old" "$w/old" >old/etc/others
printf '#!/bin/sh\nexec %s/bin/x\n' "$w/old" >old/bin/wrapper
printf 'a\0%s' "$w/old" >old/lib/data.so
printf 'esc \033[31m %s\n' "$w/old" >old/etc/hostile
run "$AVENV" move old new
is "$rc" 0 "with paths that cannot be mended"
is "$out" "$w/new/bin/wrapper:2: exec $w/old/bin/x
$w/new/etc/conf:2: root = $w/old/x
$w/new/etc/hostile:1: esc \\033[31m $w/old
$w/new/lib/data.so: binary" "they are named, with file and line"
like "$err" "'$w/old' is still named in 4 places" "and counted"
ok "they are as they were" grep -qx "exec $w/old/bin/x" new/bin/wrapper
rm new/etc/* new/bin/wrapper new/lib/data.so

# ---- moved by hand before ----------------------------------------------------

mv new byhand
run "$AVENV" move byhand third
is "$rc:$out" 0: "one that somebody moved by hand"
is "$(names third "$w/new")$(names third "$w/byhand")" "" "names neither place"
is "$(head -n 1 third/bin/x)" "#!$w/third/bin/python" "but the new one"
cp -a third copy
run "$AVENV" move copy fourth
is "$(head -n 1 fourth/bin/x)$(head -n 1 third/bin/x)" "#!$w/fourth/bin/python#!$w/third/bin/python" "a copy by hand becomes one of its own"
mv third third.d
run "$AVENV" move third.d third
is "$rc:$(names third "$w/third.d")" 0: "back to where it was made"
is "$(head -n 1 third/bin/x)" "#!$w/third/bin/python" "it is as it was made"
rm -r fourth same

# ---- where to ----------------------------------------------------------------

mkdir dir
run "$AVENV" move third dir
is "$rc:$(head -n 1 dir/third/bin/x)" "0:#!$w/dir/third/bin/python" "into a directory, as mv does it"
like "$err" "to '$w/dir/third'" "and says where it is"
run "$AVENV" move dir/third/ a/b/c/
is "$rc:$err:$(ls -d a dir/third 2>&1)" "1:avenv: cannot move '$w/dir/third' into '$w/a/b': No such file or directory:ls: cannot access 'a': No such file or directory
dir/third" "no parents are made, as with mv"
mkdir -p a/b
run "$AVENV" move dir/third/ a/b/c/
is "$rc:$(head -n 1 a/b/c/bin/x)" "0:#!$w/a/b/c/bin/python" "into another place"
ln -s "$w/a" link
run "$AVENV" move a/b/c link/../x
is "$rc:$(head -n 1 x/bin/x)" "0:#!$w/x/bin/python" "links before it are followed"
run "$AVENV" -C a move ../x "with space's"
is "$rc" 0 "-C, and a path that needs quotes"
is "$(sh -c '. "$1" && echo "$VIRTUAL_ENV"' sh "$w/a/with space's/bin/activate")" "$w/a/with space's" "activate knows it"
is "$(sed -n 2p "a/with space's/bin/x")" "'''exec' \"$w/a/with space's/bin/python\" \"\$0\" \"\$@\"" "a launcher that a kernel could not start takes sh's way"
run "$AVENV" move "a/with space's" old
is "$rc:$(sed -n 1p old/bin/x)" "0:#!$w/old/bin/python" "and back"
mkdir s
mv old s/myenv
run "$AVENV" -C s allow myenv
run "$AVENV" move myenv old
is "$rc:$err" "1:avenv: 'myenv' is '$w/s/myenv'; name the path" "a name reaches no further than here"
run "$AVENV" -C s move myenv ../old
is "$rc:$(head -n 1 old/bin/x)" "0:#!$w/old/bin/python" "by its name, where it lies"

mkenv broken
ln -sfn /nowhere/python3 broken/bin/python3
run "$AVENV" move broken mended
is "$rc" 0 "one whose Python is gone"
rm -r broken mended 2>/dev/null

# ---- what is refused ---------------------------------------------------------

# refused NAME PATTERN ENV DIR: exit 1, one reason, and nothing changes
refused() {
	local name=$1 pattern=$2 before
	shift 2
	before=$(listing "$T")
	run "$AVENV" move "$@"
	like "$rc:$out$err" "1:avenv: $pattern" "refused: $name"
	is "$(listing "$T")" "$before" "and nothing is touched: $name"
}

mkenv env
mkdir plain full full/old
touch file
ln -s env elink
ln -s /nowhere dangling
refused "no environment" "'$w/plain' is not an environment: it has no pyvenv.cfg" plain x
refused "nothing there" "cannot move '$w/no': No such file" ./no x
refused "a link" "'$w/elink' is a link to '$w/env'; 'avenv move' wants that" elink x
refused "onto an environment" "'$w/env' is an environment already" old env
refused "onto one by a link" "'$w/elink' is an environment already" old elink
refused "onto itself" "'$w/old' is an environment already" old old
refused "to no name" "an empty name is not a directory" old ""
refused "into its own directory" "'$w/./old' is there already" old .
refused "into a directory that has the name" "'$w/full/old' is there already" old full
refused "onto a file" "'$w/file' is there already" old file
refused "onto a link that leads nowhere" "'$w/dangling' is there already" old dangling
refused "below a file" "cannot make '$w/file/x'" old file/x
refused "into itself" "'$w/old/x' lies in '$w/old'" old old/x
refused "into itself, into a directory" "'$w/old/bin/old' lies in '$w/old'" old old/bin
refused "a colon" "'$w/a:b' cannot be on PATH, as it has a ':' in it; choose another name" old a:b
refused "a newline" "'$w/a\\\\012b' has a control character in it, which no script can name; choose another name" old $'a\nb'
refused "no UTF-8" "'$w/a\\\\377b' is not UTF-8, so Python could not read its pyvenv.cfg; choose another name" old $'a\377b'
mkdir "$HOME/bin"
cp env/pyvenv.cfg "$HOME"
refused "the home directory" "cannot move '$HOME': your home directory is in it" "$HOME" x
rm -r "${HOME:?}/bin" "$HOME/pyvenv.cfg"
cd old/bin || exit 1
before=$(listing "$T")
run "$AVENV" move "$w/old" "$w/x"
like "$rc:$err" "1:avenv: this shell is in '$w/old'; 'cd ../..' first" "refused: the shell is in it"
is "$(listing "$T")" "$before" "and nothing is touched: the shell is in it"
cd "$w" || exit 1
if command -v git >/dev/null; then
	mkdir repo
	mkenv repo/env
	git -C repo init -q
	git -C repo add env/pyvenv.cfg
	refused "git tracks it" "git tracks 'env/pyvenv.cfg' in '$w/repo'; 'git -C $w/repo rm -r -f -q --cached -- env' ends that" repo/env x
	ok 'which it does' git -C "$w/repo" rm -r -f -q --cached -- env
	git -C repo/env init -q
	git -C repo/env add pyvenv.cfg
	refused 'it is a work tree itself' "git tracks 'pyvenv.cfg' in '$w/repo/env'" repo/env x
	unlike "$err" 'ends that' 'of which nobody is told to take all away'
	rm -rf repo/.git repo/env/.git
else
	skip 'git is not installed' 6
fi
exec 9<old
flock -n 9
refused "one that is being worked on" "another avenv is working on '$w/old'" old x
exec 9<&-
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	# The clone may lie where nobody else can go, such as /root.
	cp "$AVENV" "$T/avenv"
	mkenv foreign
	chown -R 4242 foreign
	chmod 755 "$T"
	chmod 777 "$w"
	like "$(setpriv --reuid 4343 --clear-groups "$T/avenv" move foreign x 2>&1)" "cannot move '$w/foreign': it belongs to somebody else" "refused: somebody else's"
	run "$AVENV" -q move foreign given
	is "$rc:$(stat -c %u given)" 0:4242 "root may, and it stays theirs"
	chmod 755 "$w"
else
	skip 'only root can give a file away' 2
fi
for args in '' old 'old a b' '-x old a'; do
	# shellcheck disable=SC2086 # words are wanted
	run "$AVENV" move $args
	is "$rc" 2 "usage: '$args'"
done

# ---- records and redirects ---------------------------------------------------

# records: what is on record
records() {
	"$AVENV" allow --list 2>/dev/null | sed "s|$w|W|g"
}

# counted_in ERR: how many files were rewritten, as ERR says
counted_in() {
	sed -n '1s/.*; //p' <<<"$1"
}

unlike "$(records)" "W/s/myenv" "the record of the old place went"
like "$(records)" "W/old" "the new place has one"
mkdir q
run "$AVENV" move old q/odd
is "$("$AVENV" -C q path)" "$w/q/odd" "what was allowed is on where it lies now"
is "$err" "avenv: moved '$w/old' to '$w/q/odd'; $(counted_in "$err")
avenv: from now on 'odd' is on whenever you are in '…/q'" "which is said, as it was for another directory"
mkdir q2
run "$AVENV" -q move q/odd q2/sub
is "$rc:$err" 0: "and none of it with -q"
run "$AVENV" -q move q2/sub q
rmdir q2
mkenv q/.venv
run "$AVENV" -q allow q
run "$AVENV" move q/sub q/odd
unlike "$err" 'from now on' "where another one comes first, it is not on: nor is it said"
run "$AVENV" -q move q/.venv q/away
run "$AVENV" move q/odd q/venv
like "$err" "avenv: from now on 'venv' is on whenever you are in '…/q'" "within a directory in which it was not on: said"
run "$AVENV" move q/venv q/.venv
is "$rc:$err" "0:avenv: moved '$w/q/venv' to '$w/q/.venv'; $(counted_in "$err")" "in which it was: not a word"
rm -r q/away
mkenv unknown
run "$AVENV" move unknown other
unlike "$(records)" other "what was not, is not on record"
mkenv bad
run "$AVENV" -q allow --tree "$w"
run "$AVENV" -q deny bad
run "$AVENV" move bad stillbad
run "$AVENV" -C stillbad path
like "$rc:$err" "1:*'$w/stillbad' is denied" "what is denied, stays so, also where a tree is allowed"
before=$(cat "$HOME/.local/share/avenv/trust")
run "$AVENV" move stillbad file/x
like "$rc:$err" "1:avenv: cannot make '$w/file/x'*" "what is denied, where it cannot be moved"
is "$(cat "$HOME/.local/share/avenv/trust")" "$before" "leaves no word of where it did not come to"
run "$AVENV" -q forget "$w" stillbad
mkenv bad
run "$AVENV" -q deny bad
mv bad bad.d
run "$AVENV" -q move bad.d worse
is "$(records | grep bad | tr -s ' ')" "deny env W/bad gone, by path" "a denial that held as it was moved by hand stays of where it was"
run "$AVENV" -q forget worse
if can_trace; then
	mkenv bad
	run "$AVENV" -q deny bad
	# The first two put the store in its place: before it is moved, and after that.
	run env ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null -e trace=renameat -e inject=renameat:error=EIO:when=3 \
		"$AVENV" move bad worse2
	like "$rc:$err" "1:*avenv: cannot remove '$w/bad': Input/output error" "what cannot be removed"
	is "$(records | awk '/bad|worse2/ { print $1, $3 }')" "deny W/bad
deny W/worse2" "is denied as is what it became"
	run "$AVENV" -q forget bad worse2
	rm -r bad worse2
else
	skip 'strace may not trace here' 2
fi

mkdir one two three
mkenv shared/e1
mkenv shared/other
echo "$w/shared/e1" >one/.venv
printf '../shared/e1 ' >two/.venv
echo "$w/shared/other" >three/.venv
run "$AVENV" -q allow one two three
run "$AVENV" -C shared -q allow e1
run "$AVENV" move shared/e1 shared/e2
is "$rc" 0 "one that projects are led to"
is "$(cat one/.venv two/.venv three/.venv)" "$w/shared/e2
$w/shared/e2
$w/shared/other" "their redirects are rewritten, others are not"
like "$err" "'$w/one/.venv' leads to it now" "which is said"
is "$("$AVENV" -C one path):$("$AVENV" -C two path)" "$w/shared/e2:$w/shared/e2" "it is on there"

# ---- links that lead to it -----------------------------------------------------

# leads: what each link holds
leads() {
	for file in "$@"; do readlink "$file" || echo "not a link: $file"; done | sed "s|$w|W|"
}

mkdir l lasting l/abs l/rel l/name l/other l/indirect l/behind l/unknown far
mkenv lasting/e1
ln -s "$w/lasting/e1" l/abs/.venv
ln -s ../../lasting/e1/ l/rel/.venv
ln -s ../../lasting/e1 l/name/env
ln -s ../../shared/e2 l/other/.venv
ln -s ../lasting/e1 l/current
ln -s ../current l/indirect/.venv
ln -s ../rel/.venv l/behind/.venv
ln -s ../../lasting/e1 l/unknown/.venv
run "$AVENV" -q allow l/abs l/rel l/name l/other l/indirect l/behind
is "$("$AVENV" -C l/rel path):$("$AVENV" -C l/behind path)" "$w/lasting/e1:$w/lasting/e1" "links lead to it"
run "$AVENV" -C lasting -q allow e1
run "$AVENV" move lasting/e1 far/e2
is "$rc" 0 "one that links lead to"
is "$(leads l/abs/.venv l/rel/.venv l/name/env)" "W/far/e2
../../far/e2
../../far/e2" "they lead to it still, as they did: relative or absolute"
is "$(leads l/other/.venv l/current l/indirect/.venv l/behind/.venv l/unknown/.venv)" "../../shared/e2
../lasting/e1
../current
../rel/.venv
../../lasting/e1" "others are not touched: to another one, to a link, in no project on record"
for name in l/abs/.venv l/rel/.venv l/name/env l/behind/.venv; do
	like "$err" "avenv: '$w/$name' leads to it now" "which is said: $name"
done
like "$err" "avenv: '$w/l/indirect/.venv' led to it through another link, and stays as it is" "so is what leads nowhere now"
unlike "$err" 'l/other' "not a word of what has nothing to do with it"
is "$("$AVENV" -C l/abs path):$("$AVENV" -C l/rel path):$("$AVENV" -C l/behind path)" "$w/far/e2:$w/far/e2:$w/far/e2" "it is on there"
is "$(find l -name '.avenv-*')" '' "and nothing is left beside them"

mkdir here
mkenv here/x
ln -s x here/.venv
run "$AVENV" -q allow here
run "$AVENV" move here/x here/z
is "$rc:$(leads here/.venv):$("$AVENV" -C here path)" "0:z:$w/here/z" "a link in the directory that it lies in"
run "$AVENV" move here/z here/.venv
like "$rc:$err" "1:avenv: '$w/here/.venv' is an environment already" "a link is no place to move it to"
mkdir here/.avenv-new-00000000
ln -s y here/.avenv-new-00000000/link
run "$AVENV" -q move here/z here/x
is "$rc:$(ls -mA here):$(leads here/.venv)" "0:.venv, x:x" "what a run that was killed left is swept"

# Whatever a redirect leads through is found before that leads elsewhere.
for order in 'q p' 'p q'; do
	mkdir -p o/p o/q o/to
	mkenv o/e
	ln -s ../e o/p/.venv
	ln -s p/.venv o/through
	echo ../through >o/q/.venv
	for name in $order; do "$AVENV" -q allow "o/$name"; done
	run "$AVENV" move o/e o/to/e
	is "$rc:$(leads o/p/.venv):$(cat o/q/.venv)" "0:../to/e:$w/o/to/e" "a redirect through a link: both lead there ($order)"
	unlike "$err" elsewhere "which is all that is said ($order)"
	echo ../through >o/q/.venv
	run "$AVENV" remove -y o/to/e
	is "$rc:$(find o -name .venv)" 0: "remove takes both away ($order)"
	unlike "$err" elsewhere "and says no more ($order)"
	run "$AVENV" -q forget o/p o/q
	rm -r o
done

# Only .venv is a redirect; and a name is one in the project itself.
mkdir -p o/p/sub o/twice
mkenv o/e
mkenv o/oddly
echo ../e >o/p/venv
ln -s ../../e o/p/sub/env
ln -s ../e o/oddly/.venv
ln -s ../e o/twice/.venv
ln -s e o/venv
run "$AVENV" -q allow --tree o/twice
run "$AVENV" -q allow o/p o/twice
run "$AVENV" -q -C o allow oddly
mkdir o/twice/.avenv-new-00000000
AVENV_NAMES=venv:sub/env run "$AVENV" move o/e o/f
is "$rc:$(cat o/p/venv):$(leads o/p/sub/env o/oddly/.venv | xargs)" "0:../e:../../e ../e" "what is no pointer of a project stays"
is "$(leads o/venv)" f "a link beside it follows it, without a record"
is "$(leads o/twice/.venv):$(grep -c twice <<<"$err"):$(ls -A o/twice)" "../f:1:.venv" "one of two records is one, where leftovers are swept"
rm o/oddly/.venv o/p/sub/env
ln -s ../../f o/p/sub/env
echo ../f >o/p/venv
AVENV_NAMES=venv:sub/env run "$AVENV" remove -y o/f
is "$rc:$(cat o/p/venv):$(leads o/p/sub/env)" "0:../f:../../f" "nor does remove take it away"
run "$AVENV" -q forget o/p o/oddly o/twice
rm -r o

# Names that no redirect can hold, and no shell takes as they stand
odd=$'with a \n newline'
mkdir "$odd"
run "$AVENV" -q move here/x "$odd/- x"
like "$rc:$err" "1:*newline*" "where no environment can be, none is"
is "$(leads here/.venv)" x "and the link stays"
mkdir "with a 'quote"
run "$AVENV" -q move here/x "with a 'quote/- x"
is "$rc:$(leads here/.venv)" "0:../with a 'quote/- x" "an odd name"
rm -r "$odd" "with a 'quote" here

# What cannot be changed stays, and so does where it leads.
if [ "$(id -u)" = 0 ]; then
	chown -h 4242 l/abs/.venv
	run "$AVENV" move far/e2 far/e3
	like "$rc:$err" "1:*avenv: '$w/l/abs/.venv' belongs to somebody else, and stays as it is*" "somebody else's link: refused"
	like "$err" "'$w/far/e2' stays where it was as well; remove it once nothing leads there any more" "so the old one stays"
	is "$(leads l/abs/.venv l/rel/.venv)" "W/far/e2
../../far/e3" "somebody else's link is as it was, the user's own leads to the new one"
	ok "both are whole" test -f far/e2/pyvenv.cfg -a -f far/e3/pyvenv.cfg
	mkenv theirs
	echo ../../theirs >l/abs/redirect
	rm l/abs/.venv && mv l/abs/redirect l/abs/.venv && chown 4242 l/abs/.venv
	run "$AVENV" move theirs theirs2
	is "$rc:$(cat l/abs/.venv)" 1:../../theirs "somebody else's redirect is as it was, too"
	rm -r theirs theirs2 l/abs/.venv && ln -s "$w/far/e2" l/abs/.venv && chown -h 4242 l/abs/.venv
	run "$AVENV" remove -y far/e2
	like "$rc:$err" "1:*, used by '$w/l/abs'*avenv: '$w/l/abs/.venv' belongs to somebody else, and stays as it is" "remove names it"
	is "$(leads l/abs/.venv)" W/far/e2 "and leaves somebody else's link"
else
	skip 'only root can give a link away' 7
fi
rm -r l lasting far

mkenv p/.venv
run "$AVENV" -q allow p
mkdir p2
run "$AVENV" move p/.venv p2
is "$("$AVENV" -C p2 path)" "$w/p2/.venv" "a project's environment, to another project"
like "$(records)" "W/p" "the project's own record stays"

# ---- another file system -------------------------------------------------------

mkdir "$w/mnt"
if apart mount -t tmpfs tmpfs "$w/mnt" 2>/dev/null; then
	baked far
	mkfifo far/fifo
	cp -a far same
	run apart sh -c 'mount -t tmpfs tmpfs mnt && "$1" move far mnt/near && cp -a mnt/near back' sh "$AVENV"
	is "$rc" 0 "to another file system"
	like "$err" "left behind: 1 FIFO, socket or device;" "a FIFO is not copied, which is said"
	rm same/fifo
	is "$(listing back)" "$(listing same)" "all else arrives"
	is "$(names back "$w/far")" "" "and names the old place no more"
	not_ok "which is gone" test -e far
	is "$(stat -c %a back/bin/x)$(stat -c %a:%Y back/src)" "$(stat -c %a same/bin/x)$(stat -c %a:%Y same/src)" "with modes and times"
	rm -rf back same
	# A tmpfs lists first what was made last.
	run apart sh -c 'mount -t tmpfs tmpfs mnt && cp -a "$2" mnt/.venv && cd mnt &&
		ln -s lib .venv/lib64 && mkdir .venv/e && echo "$PWD/.venv/foo" >.venv/e/notes.txt && ln -s "$PWD/.venv/lib" .venv/top &&
		"$1" move .venv v2 && readlink v2/lib64 v2/top' sh "$AVENV" "$w/env"
	is "$rc:$out" "0:$w/mnt/v2/e/notes.txt:1: $w/mnt/.venv/foo
lib
$w/mnt/v2/lib" "what is right in it, whichever comes first"
	baked far
	mkdir far/lib/mnt
	before=$(listing far)
	run apart sh -c 'mount -t tmpfs tmpfs far/lib/mnt && "$1" move far x' sh "$AVENV"
	like "$rc:$err" "1:avenv: cannot move '$w/far': '$w/far/lib/mnt' is a mount point" "refused: a mount point in it"
	run apart sh -c 'mount --bind far/lib mnt && "$1" move far mnt/x' sh "$AVENV"
	like "$rc:$err" "1:avenv: cannot copy '$w/far/lib*': Invalid argument" "refused: into itself, by way of a bind mount"
	is "$(listing far)" "$before" "and nothing is touched"
	run apart sh -c 'mount -t tmpfs tmpfs mnt && cp -a far/. mnt && "$1" move mnt x' sh "$AVENV"
	like "$rc:$err" "1:avenv: cannot move '$w/mnt': '$w/mnt' is a mount point" "refused: a mount point itself"
	run apart sh -c 'mount -t tmpfs -o size=16k tmpfs mnt && "$1" move far mnt/near; ls -A mnt' sh "$AVENV"
	like "$rc:$err" "*No space left on device" "no room there"
	is "$out:$(listing far)" ":$before" "nothing is there, and the old one is whole"

	# Where a redirect cannot be written anew the old one stays, and so does what is said of it.
	mkdir led
	mkenv said/one
	run "$AVENV" -q allow --tree "$w"
	run "$AVENV" -q allow led
	echo "$w/said/one" >led/.venv
	run "$AVENV" -q -C said deny one
	run apart sh -c 'mount --bind led led && mount -o remount,bind,ro led && "$1" move said/one said/two' sh "$AVENV"
	like "$rc:$err" "1:*'$w/said/one' stays where it was as well; remove it once nothing leads there any more" "a redirect that cannot be written"
	for name in one two; do
		echo "$w/said/$name" >led/.venv
		run "$AVENV" -C led path
		like "$rc:$err" "1:*'$w/said/$name' is denied*" "the old one and the new one are denied as it was: $name"
	done
	run "$AVENV" -q forget "$w" said/one said/two
	mkenv said/three
	echo "$w/said/three" >led/.venv
	run "$AVENV" -q -C said allow three
	run apart sh -c 'mount --bind led led && mount -o remount,bind,ro led && "$1" move said/three said/four' sh "$AVENV"
	is "$rc:$(records | grep -c 'W/said/three\|W/said/four')" 1:2 "the old one and the new one are allowed as it was"
	run "$AVENV" -q forget said/three said/four
	rm -r led said
else
	skip 'no mount namespaces here' 17
fi

mkdir -p alone denied
mkenv alone/.venv
run "$AVENV" -q allow alone
run "$AVENV" -q deny --tree denied
run "$AVENV" move alone/.venv denied/x
like "$rc:$err" "1:*'$w/denied' is denied; \"avenv allow $w/denied/x\" allows it all the same" "to where all is denied: said, and nothing else"
not_ok "the old one went all the same" test -e alone/.venv
run "$AVENV" -q forget alone denied
rm -r alone denied

# ---- a relative link that leads out of it ---------------------------------------

mkdir -p far/py far/deep
ln -s /usr/bin/python3 far/py/python3
mkenv far/env
ln -sf ../../py/python3 far/env/bin/python3
run "$AVENV" move far/env far/beside
is "$rc:$(readlink far/beside/bin/python3)" 0:../../py/python3 "moved within its directory it stays as it is"
run "$AVENV" move far/beside far/deep/env
is "$rc:$(readlink far/deep/env/bin/python3)" "0:$w/far/py/python3" "into another it leads where it led"
is "$(readlink far/deep/env/bin/python)" python3 "one that stays inside is relative still"
rm -r far

# Whence it leads, what it leads by, and back in by the old name.
mkdir -p far/py far/real/tools far/e far/o far/x/y
SITE=lib/python3.11/site-packages
ln -s /usr/bin/python3 far/py/python3
ln -s ../real/tools far/e/tools
: >far/real/py3
mkenv far/e/env
mkdir -p "far/e/env/$SITE"
ln -s ../../tools/../py3 far/e/env/bin/by
ln -s ./../../../e/./env/lib far/e/env/bin/back
ln -s ../../../../../py/python3 "far/e/env/$SITE/deep"
ln -s ../lib/../../../py/python3 far/e/env/bin/roundabout
ln -s ../../gone far/e/env/bin/gone
mkdir -p far/e/env/deep/x/z/y
ln -s ../deep/x/z far/e/env/bin/sub
ln -s sub/y/../../../../../tools/python3 far/e/env/bin/after
ln -s ../../py/python3 far/real/tools/python3
up=/../../../../../../../../../../../../../../../..
ln -s "$up$w/far/py/python3" far/e/env/bin/whole
printf '../../../../../py\nimport sys\n\n./here\n../../../../nothing' >"far/e/env/$SITE/my.pth"
run "$AVENV" move far/e/env far/e/named
is "$rc:$(readlink far/e/named/bin/by far/e/named/bin/back "far/e/named/$SITE/deep")" "0:../../tools/../py3
$w/far/e/named/lib
../../../../../py/python3" 'named otherwise: but for what comes back in they stay as they are'
is "$(sed -n 1p "far/e/named/$SITE/my.pth")" ../../../../../py 'so does a line of a .pth'
is "$(readlink far/e/named/bin/after)" sub/y/../../../../../tools/python3 'and what goes up from behind a link'
run "$AVENV" move far/e/named far/x/y/env
is "$rc:$(cd far/x/y/env && readlink -f bin/by bin/back "$SITE/deep" bin/roundabout bin/whole bin/after)" "0:$w/far/real/py3
$w/far/x/y/env/lib
$(readlink -f /usr/bin/python3)
$(readlink -f /usr/bin/python3)
$(readlink -f /usr/bin/python3)
$(readlink -f /usr/bin/python3)" 'moved: each leads where it led'
is "$(readlink far/x/y/env/bin/gone far/x/y/env/bin/whole)" "../../gone
$up$w/far/py/python3" 'what led nowhere, and whole paths, stay as they are'
is "$(cat "far/x/y/env/$SITE/my.pth")" "$w/far/py
import sys

./here
../../../../nothing" 'a line of a .pth as a link does'
mv far/x/y/env far/o/env
ln -sfn ../../py/python3 far/o/env/bin/python3
mv far/o/env far/x/y/
run "$AVENV" move far/x/y/env far/o/env
is "$rc:$(readlink far/o/env/bin/python3)" 0:../../py/python3 'moved back to whence it led: it stays'
/usr/bin/python3 -m venv --without-pip far/o/first
cp -a far/o/first far/o/copy
ln -sfn "$w/far/o/first/bin/python3" far/o/copy/bin/python3
run "$AVENV" repair far/o/copy
is "$rc:$(readlink far/o/copy/bin/python3)" "0:$w/far/o/first/bin/python3" 'repair of a copy: what leads to its original does not lead to itself'
rm -r far

# What leads to it from within goes along.
mkenv around
mkdir -p around/src/by/link around/src/by/file around/src/by/way around/.out
mkenv around/in
mkenv beside
ln -s "$w/around" around/src/by/link/.venv
echo "$w/around" >around/src/by/file/.venv
echo ../../.. >around/src/by/way/.venv
echo "$w/around/in" >around/.venv
echo ../../beside >around/.out/.venv
mkdir elsewhere
run "$AVENV" -q allow around/src/by/link around/src/by/file
run "$AVENV" move around elsewhere/all
unlike "$err" 'still named' 'what leads to it from within is no rest'
is "$(cat elsewhere/all/src/by/file/.venv elsewhere/all/src/by/way/.venv elsewhere/all/.venv elsewhere/all/.out/.venv)" \
	"$w/elsewhere/all
../../..
$w/elsewhere/all/in
$w/beside" 'redirects in it lead where they led'
run "$AVENV" move elsewhere/all all
rm -r elsewhere beside
is "$rc:$(ls -d around all 2>/dev/null)" 0:all 'what leads to it from within: it is moved'
is "$(readlink all/src/by/link/.venv)" "$w/all" 'and the link with it'
rm -rf all

# What is on record of what lies in it goes along; what became something else since, not.
mkenv round
mkdir -p round/src/{plain,denied,carried,other,link,way/p} elsewhere round/gone
mkenv round/in
mkenv round/src/denied/.venv
mkenv round/src/carried/.venv
mkenv round/src/plain/.venv
"$AVENV" -q allow round/src/plain round/src/other round/src/link round/src/way/p round/gone
"$AVENV" -q -C round allow in
"$AVENV" -q allow --tree elsewhere
"$AVENV" -q deny round/src/denied round/src/carried
mkdir away
mv round/src/other round/src/link round/src/way round/src/carried away
mv round/gone away
mkdir round/src/other
mkenv round/src/carried/.venv
ln -s "$w/away/way" round/src/way
mkdir outside
ln -s ../../outside round/src/link
run "$AVENV" move round file/x
is "$rc:$(records | grep -c file/x):$(records | grep -c '^deny.*round/src/denied')" 1:0:1 'what cannot be moved leaves no word of what lies in it'
run "$AVENV" move round elsewhere/all
like "$rc:$err" '0:*avenv: 4 records of what lies in it went along' 'records of what lies in it go along, which is said'
is "$(records | grep '/round\|/elsewhere/' | awk '{ print $1, $2, $3 }' | LC_ALL=C sort)" 'allow dir W/elsewhere/all/src/plain
allow dir W/round/gone
allow dir W/round/src/link
allow dir W/round/src/other
allow dir W/round/src/way/p
allow env W/elsewhere/all/in
deny dir W/elsewhere/all/src/carried
deny dir W/elsewhere/all/src/denied
deny dir W/round/src/carried' 'each of the same; what is of nothing there stays'
is "$("$AVENV" -C elsewhere/all/src/plain path)" "$w/elsewhere/all/src/plain/.venv" 'what was allowed is on'
run "$AVENV" -C elsewhere/all/src/denied path
like "$rc:$err" "1:*'$w/elsewhere/all/src/denied/.venv' is denied" 'what was denied is not'
unlike "$(records)" W/away 'what a link leads to has no record where it lies'
run "$AVENV" -C away/carried path
like "$rc:$err" "1:*'$w/away/carried/.venv' is denied" 'what was denied and carried out by hand before is so still'
run "$AVENV" -C elsewhere/all/src/carried path
like "$rc:$err" "1:*'$w/elsewhere/all/src/carried/.venv' is denied" 'and what came in its place'
mv elsewhere/all/src/denied away/denied
run "$AVENV" -C away/denied path
like "$rc:$err" "1:*'$w/away/denied/.venv' is denied" 'and is so where it is moved to by hand'
"$AVENV" -q forget round/gone round/src/{link,other,way/p,carried}
"$AVENV" -q deny --tree shared
run "$AVENV" move elsewhere/all shared/all
like "$err" "avenv: '$w/shared/all/src/plain' is denied, where it lies now" 'nor is it allowed where all is denied'
unlike "$(records)" 'shared/all/src/plain' 'by no record'
"$AVENV" -q forget shared elsewhere elsewhere/all/src/plain
rm -r shared/all away outside elsewhere

# What is said of it as a directory is more than what is said of the environment.
mkdir big
mkenv big/round
mkenv big/round/src/.venv
"$AVENV" -q allow --tree big
"$AVENV" -q deny --tree big/round
run "$AVENV" -C big move round all
run "$AVENV" -C big/all/src path
like "$rc:$err" "1:*'$w/big/all/src/.venv' is denied" 'a denial of all below goes along'
"$AVENV" -q forget big big/all big/round
mkenv big/all/.venv
"$AVENV" -q allow --tree big/all
run "$AVENV" -C big move all round
is "$("$AVENV" -C big/round/src path):$(records | grep -c "tree *W/big/round")" "$w/big/round/src/.venv:1" 'and so does what allows it'
"$AVENV" -q forget big/round
rm -r big

# What Python takes for no path, and what it takes blanks off.
mkdir -p out/src out/deep
mkenv out/env
mkdir -p "out/env/$SITE"
lines='# not ../../../../../../src
import sys;#/../../../../../src
import	sys;#/../../../../../src'
printf '%s\n../../../../src \t\n../../../../src' "$lines" >"out/env/$SITE/my.pth"
printf '../../../../src\0\n' >"out/env/$SITE/nul.pth"
mkdir -p out/a/b
ln -s "$w/out/a/b" "out/env/$SITE/link"
echo link/../../../../../src >"out/env/$SITE/by.pth"
mkdir "out/env/$SITE/weights"
echo ../../../../../src >"out/env/$SITE/weights/data.pth"
truncate -s 70M "out/env/$SITE/large.pth"
run "$AVENV" move out/env out/deep/
is "$rc:$(cat "out/deep/env/$SITE/my.pth")" "0:$lines
$w/out/src 	
$w/out/src" 'a .pth: comments and code stay, blanks behind a path, too'
is "$(cat "out/deep/env/$SITE/by.pth")" "$w/out/src" 'a .pth: ".." goes by the name, as for Python'
is "$(tr '\0' 0 <"out/deep/env/$SITE/nul.pth")" "$w/out/src0" 'a .pth with a NUL in it'
is "$(cat "out/deep/env/$SITE/weights/data.pth")" ../../../../../src "a package's own .pth is not Python's"
is "$(stat -c %s "out/deep/env/$SITE/large.pth")" $((70 << 20)) 'nor is one too large to be edited in the way'
rm -r out

# ---- what cannot be read or written --------------------------------------------

# What runs as somebody else has to find the program, and its way here.
chmod 755 "$T"
cp "$AVENV" "$T/avenv"
mkdir theirs theirs/unheard theirs/shut theirs/p
printf '../e' >theirs/unheard/.venv
ln -s ../e theirs/shut/.venv
ln -s ../e theirs/p/.venv
baked theirs/e
"$AVENV" -q allow theirs/unheard theirs/shut theirs/p
cp -r "$HOME" theirs/home
chmod 0 theirs/unheard
chmod 311 theirs/shut
chmod 555 theirs/e/bin
if [ "$(id -u)" = 0 ]; then chown -hR 65534:65534 theirs; fi
run as_user env HOME="$w/theirs/home" "$T/avenv" move theirs/e theirs/f
like "$rc:$err:$(ls -A theirs)" "1:avenv: cannot write '$w/theirs/e/bin/*': Permission denied:*home" 'what cannot be written is named as the user knows it'
not_ok 'nothing was moved' test -e theirs/f
chmod 755 theirs/e/bin
run as_user env HOME="$w/theirs/home" "$T/avenv" move theirs/e theirs/f
like "$rc:$err" "1:*avenv: cannot open '$w/theirs/shut': Permission denied*stays where it was as well*" 'a project that cannot be opened: the old one stays'
unlike "$err" unheard 'what is closed to us leads nowhere'
is "$(readlink theirs/p/.venv theirs/shut/.venv | xargs):$(ls -d theirs/e)" "../f ../e:theirs/e" 'all else is led there'
"$AVENV" -q forget theirs/unheard theirs/shut theirs/p
chmod 755 theirs/unheard theirs/shut
rm -r theirs "$T/avenv"

if can_trace; then
	baked unread
	before=$(cat unread/bin/x)
	# The loader reads libraries so, too.
	strace -o "$T/trace" -e trace=pread64 "$AVENV" --version >/dev/null
	run strace -o /dev/null -e inject=pread64:error=EIO:when="$(grep -c ^pread64 "$T/trace" | awk '{ print $1 + 1 }')+" \
		"$AVENV" move unread unread2
	is "$rc" 1 "a script that cannot be read: nothing is moved"
	like "$err" "avenv: cannot read '*/bin/*': Input/output error*" "which is said"
	is "$(cat unread/bin/x)" "$before" "it is where it was"
else
	skip 'strace may not trace here' 3
fi

done_testing
