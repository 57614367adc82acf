#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv use: the redirect, the records that go with it, and what is refused.
. "${SRCDIR:?}/tests/lib.sh"

cd "$T" || exit
STORE=$HOME/.local/share/avenv/trust

# use DIR ARG...: in DIR
use() {
	local dir=$1
	shift
	run "$AVENV" -C "$dir" use "$@"
}

# records: kind and path of each that allows
records() {
	[ -e "$STORE" ] || return 0
	awk '$1 == "allow" { print $2, $7 }' "$STORE" | sort
}

# on DIR: what would be on there
on() {
	"$AVENV" -C "$1" path 2>/dev/null
}

# fresh: no project, no record
fresh() {
	rm -rf "$HOME/.local" p elsewhere
	mkdir p elsewhere
	mkenv elsewhere/e
}

# --- the redirect ---

fresh
use p "$T/elsewhere/e"
is "$rc:$out" "0:" "an environment elsewhere"
is "$err" "avenv: '$T/p/.venv' now leads to '$T/elsewhere/e'
avenv: '$T/p' is allowed; '$T/elsewhere/e' is on whenever you are in it" "and what was done is said"
is "$(cat p/.venv)" "$T/elsewhere/e" "the redirect has an absolute path"
is "$(stat -c %a p/.venv)" 644 "and is for others to read"
is "$(on p)" "$T/elsewhere/e" "what the project then gives"
is "$(records)" "dir $T/p
env $T/elsewhere/e" "both are recorded"
is "$(ls -A p)" ".venv" "and nothing else is there"

fresh
if is_itself; then
	like "$(ulimit -f 0 && "$AVENV" -C p use "$T/elsewhere/e" 2>&1 || echo "$?")" "avenv: cannot write '$T/p/.venv': File too large
*1" "where no file may have anything in it: said so, exit 1"
	is "$(ls -A p)$(records)" "" "and nothing is there, nor recorded"
else
	skip 'valgrind needs files of its own' 2
fi

use p ../elsewhere/e
cp p/.venv before
use p ../elsewhere/e
is "$rc" 0 "once more, relative"
ok "changes nothing" cmp before p/.venv
is "$(records)" "dir $T/p
env $T/elsewhere/e" "in the records neither"

echo half >p/.avenv-new-01234567
use p ../elsewhere/e
is "$rc:$(ls -A p)" "0:.venv" "where it leads there already, what a killed one left goes as well"

mkenv elsewhere/f
chmod 600 p/.venv
use p ../elsewhere/f
is "$(cat p/.venv):$(stat -c %a p/.venv)" "$T/elsewhere/f:600" "another takes its place, the mode stays"

fresh
mkenv p/one
mkenv p/two
run "$AVENV" -C p run true
like "$err" "' are in '…/p'; \"avenv -C $T/p use NAME\" chooses one of them" "several: the hint names use"
use p two
is "$(cat p/.venv)" two "in the project: relative"
is "$(on p)" "$T/p/two" "use settles it"
mkdir p/sub
use p/sub one
is "$(cat p/.venv):$(ls -A p/sub)" "one:" "from below, by the name that the hint shows"
is "$(on p/sub)" "$T/p/one" "and it is on there"
(cd p/sub && "$AVENV" use -q ../two) >out 2>&1
is "$(cat p/.venv out)" two "-q says nothing"
mv p q
is "$(cat q/.venv)" two "a relative one goes with its project"
rm -rf q

fresh
umask 077
use p "$T/elsewhere/e"
umask 022
is "$(stat -c %a p/.venv)" 644 "whatever the umask"

fresh
mkenv p/.venv
use p .venv
is "$rc:$err" "0:avenv: '$T/p' is allowed; its '.venv' is on whenever you are in it" "the project's own .venv: only recorded"
is "$(records)" "dir $T/p" "by its project"
ok "nothing was written" test -f p/.venv/pyvenv.cfg

fresh
ln -s ../elsewhere/e p/.venv
use p "$T/elsewhere/e"
is "$rc:$(readlink p/.venv)" "0:../elsewhere/e" "a link that leads there already stays"
is "$(on p)" "$T/elsewhere/e" "and is followed from now on"

fresh
mkdir p/inner
(cd p && ln -s "$T/p" "$T/link")
use link "$T/elsewhere/e"
is "$(records)" "dir $T/p
env $T/elsewhere/e" "through a link: the real paths"
rm link

# Names that a file has to hold byte for byte.
i=0
# shellcheck disable=SC2016 # nothing in them is to be expanded
for name in 'with space' ' lead' 'trail ' "it's" 'a"b' '$HOME' '$(x)' '*' '[x]' '-x' '~' 'é' 'back\slash' $'tab\t' '#x' 'a=b' $'\xff'; do
	i=$((i + 1))
	fresh
	mkenv "elsewhere/$name"
	(cd elsewhere && "$AVENV" -C ../p use -- "../elsewhere/$name") >out 2>&1
	is "$(cat p/.venv 2>&1):$(on p)" "$T/elsewhere/$name:$T/elsewhere/$name" "name $i elsewhere"
	mkenv "p/$name"
	(cd p && "$AVENV" use -- "./$name") >out 2>&1
	is "$(cat p/.venv 2>&1):$(on p)" "$name:$T/p/$name" "name $i in the project"
done
fresh

# --- refused, and nothing written ---

# refused NAME TEXT ARG...: exit status 1, TEXT, all as it was
refused() {
	local name=$1 text=$2 before
	shift 2
	before=$(
		records
		ls -lA p
		if [ -f p/.venv ]; then cat p/.venv; fi
	)
	use p "$@"
	is "$rc" 1 "$name: refused"
	like "$err" "$text" "$name: said"
	is "$(
		records
		ls -lA p
		if [ -f p/.venv ]; then cat p/.venv; fi
	)" "$before" "$name: nothing written"
}

mkenv $'elsewhere/new\nline'
refused 'a newline' "a redirect cannot hold the path '*new?012line'" $'../elsewhere/new\nline'
mkenv $'elsewhere/return\r'
refused 'a carriage return at the end' "a redirect cannot hold the path" $'../elsewhere/return\r'
mkenv elsewhere/a:b
refused 'a colon' "which PATH cannot hold" ../elsewhere/a:b
refused 'nothing there' "cannot use" ../elsewhere/none
refused 'an unknown name' "no environment 'none'" none
refused 'a directory' "it has no pyvenv.cfg" ../elsewhere
refused 'an empty name' "empty" ''
mkenv elsewhere/broken
rm elsewhere/broken/bin/python*
refused 'a broken one' "its Python is gone" ../elsewhere/broken
mkenv elsewhere/open
chmod 777 elsewhere/open
refused 'writable by others' "can be written to by anybody" ../elsewhere/open
chmod 777 p
refused 'a project writable by others' "'$T/p' can be written to by anybody; 'avenv allow --shared DIR' accepts that" ../elsewhere/e
chmod 755 p
"$AVENV" -q deny elsewhere
refused 'denied' "is denied by the record of '$T/elsewhere'; \"avenv allow $T/elsewhere/e\" allows it all the same" ../elsewhere/e
"$AVENV" -q forget elsewhere
"$AVENV" -q deny p
refused 'a denied project' "is denied by the record of '$T/p'" ../elsewhere/e
"$AVENV" -q forget p
mkenv bad
"$AVENV" -q deny bad
"$AVENV" -q move bad p/.venv
refused 'its own .venv, which came denied' "'$T/p/.venv' is denied by the record of '$T/p/.venv'" .venv
"$AVENV" -q forget p/.venv
rm -r p/.venv

mkenv p/.venv
refused 'a real .venv' "'$T/p/.venv' is an environment itself; move it away (\"avenv move $T/p/.venv NAME\") or remove it (\"avenv remove $T/p/.venv\")" ../elsewhere/e
mkdir -p p/sub
use p/sub ../../elsewhere/e
is "$rc:$err:$(records)" "1:avenv: '$T/p/.venv' is an environment itself, and '$T/p/sub' belongs to its project; \"avenv -C $T/p/sub create\" makes one of its own there:" \
	'from below it: nothing that would take it from the others there'
use p/sub --clear
is "$rc:$err" "1:avenv: '$T/p/.venv' is an environment itself, not a redirect" 'nor to clear'
rm -r p/sub p/.venv/pyvenv.cfg
refused 'a directory called .venv' "'$T/p/.venv' is a directory; move it away first" ../elsewhere/e
rm -r p/.venv
ln -s ../elsewhere/a:b p/.venv
refused 'a link' "'$T/p/.venv' is a link to '../elsewhere/a:b'; remove it first" ../elsewhere/e
ln -sfn nowhere p/.venv
refused 'a link to nowhere' "is a link to 'nowhere'" ../elsewhere/e
rm p/.venv
mkfifo p/.venv
refused 'a FIFO' "is not a redirect" ../elsewhere/e
rm p/.venv
printf 'a\0b' >p/.venv
refused 'a file that is something else' "'$T/p/.venv' is not a redirect; move it away first" ../elsewhere/e
head -c 70000 /dev/zero | tr '\0' x >p/.venv
refused 'a large file' "is not a redirect" ../elsewhere/e
: >p/.venv
use p ../elsewhere/e
is "$rc:$(cat p/.venv)" "0:$T/elsewhere/e" "an empty file is overwritten"

if command -v git >/dev/null; then
	fresh
	git -c init.defaultBranch=main init -q p
	mkenv p/env
	git -C p add -f env
	refused 'git tracks it' "git tracks 'env/*'" env
	rm -rf p/env
	mkenv p/venv
	git -C p add -f venv
	refused 'git tracks another of a fixed name' "git tracks 'venv/*'" ../elsewhere/e
	mkdir p/tools
	git -C p mv venv tools/env
	ln -s tools/env p/venv
	refused 'git tracks what a link of a fixed name leads to' "git tracks 'tools/env/*'" ../elsewhere/e
else
	skip 'git is not installed' 9
fi

fresh
mkdir -p "$HOME/.local/share/avenv"
chmod 755 "$HOME/.local/share/avenv"
mkdir "$STORE"
refused 'a store that cannot be written' "$STORE" ../elsewhere/e
rm -r "$STORE"
use p ../elsewhere/e
mkenv elsewhere/f
rm "$STORE"
mkdir "$STORE"
refused 'and a redirect before' "$STORE" ../elsewhere/f
is "$(cat p/.venv)" "$T/elsewhere/e" "which says what it said"
fresh

if [ "$(id -u)" != 0 ]; then
	chmod 555 p
	refused 'a project that cannot be written' "cannot write '$T/p/.venv': Permission denied" ../elsewhere/e
	chmod 755 p
else
	skip 'root may write anywhere' 3
fi

# --- trust that is there already ---

fresh
"$AVENV" -q allow --tree "$T"
use p ../elsewhere/e
is "$rc:$(records)" "0:tree $T" "a tree record covers both: no other is made"
is "$(on p)" "$T/elsewhere/e" "and it is on"

fresh
chmod 777 p
"$AVENV" -q allow --shared p
use p ../elsewhere/e
is "$rc:$(on p)" "0:$T/elsewhere/e" "a project that is shared, as the user said, can use one"
chmod 755 p

# --- --clear ---

fresh
use p ../elsewhere/e
chmod 666 "$STORE"
use p --clear
is "$rc:$(cat p/.venv)" "1:$T/elsewhere/e" "with records that do not count nothing is cleared"
like "$err" "avenv: others may write to '$STORE', so nothing is recorded there" "and why is said"
chmod 600 "$STORE"
use p --clear
is "$rc:$err" "0:avenv: the redirect '$T/p/.venv' is removed, and with it the record of '$T/elsewhere/e'" "clear"
is "$(ls -A p):$(records)" ":dir $T/p" "the redirect and the record of the environment are gone"
use p --clear
is "$rc:$err" "1:avenv: there is no redirect '$T/p/.venv'" "clear, once more"
echo ../elsewhere/e >p/.venv
use p --clear
is "$rc:$err:$(ls -A p)" "0:avenv: the redirect '$T/p/.venv' is removed:" "one that was written by hand has no record to lose"

use p ../elsewhere/e
printf '../elsewhere/e ' >p/.venv
mv elsewhere/e elsewhere/away
use p --clear
is "$rc:$err" "0:avenv: the redirect '$T/p/.venv' is removed, and with it the record of '$T/elsewhere/e'" "a blank behind the path of one that is gone"
mv elsewhere/away elsewhere/e

use p ../elsewhere/e
mkdir other
use other ../elsewhere/e
use p --clear
is "$(records)" "dir $T/other
dir $T/p
env $T/elsewhere/e" "another project's redirect keeps the record"
is "$(on other)" "$T/elsewhere/e" "and goes on working"
use other --clear
is "$(records)" "dir $T/other
dir $T/p" "with the last it goes"
mkenv elsewhere/f
use other ../elsewhere/f
use p ../elsewhere/e
use p --clear
is "$(records)" "dir $T/other
dir $T/p
env $T/elsewhere/f" "another project's redirect to another environment does not keep it"
use other ../elsewhere/e
"$AVENV" -q deny other
use p ../elsewhere/e
use p --clear
is "$(records)" "dir $T/p
env $T/elsewhere/f" "nor does that of a project that is denied"
use p ../elsewhere/e
"$AVENV" -q deny elsewhere/e
use p --clear
is "$rc:$err" "0:avenv: the redirect '$T/p/.venv' is removed" "clear, where the environment is denied"
is "$(awk '$1 == "deny" { print $2, $7 }' "$STORE" | sort)" "dir $T/other
env $T/elsewhere/e" "it stays denied"
rm -r other

fresh
"$AVENV" -q allow elsewhere
is "$(records)" "dir $T/elsewhere
env $T/elsewhere/e" "an environment that its own project has allowed"
use p ../elsewhere/e
use p --clear
is "$(on elsewhere)" "$T/elsewhere/e" "stays so after a clear elsewhere"

fresh
mkenv p/odd
use p odd
use p --clear
is "$(on p)" "$T/p/odd" "one in the project itself stays allowed"

fresh
use p ../elsewhere/e
rm -r elsewhere/e
use p --clear
is "$rc:$(ls -A p):$(records)" "0::dir $T/p" "an environment that is gone: its record goes all the same"

mkenv p/.venv
use p --clear
is "$rc:$err" "1:avenv: '$T/p/.venv' is an environment itself, not a redirect" "a directory is not cleared"
rm -r p/.venv
ln -s ../elsewhere p/.venv
use p --clear
like "$rc:$err" "1:*is a link to '../elsewhere'" "nor is a link"
rm p/.venv
: >p/.venv
use p --clear
is "$rc:$(ls -A p)" 0: "an empty file names none, and goes"

# --- usage ---

for args in '' 'a b' '--clear a'; do
	# shellcheck disable=SC2086 # several words
	use p $args
	like "$rc:$err" "2:avenv use: *; see 'avenv use --help'" "usage: use $args"
done

done_testing
