#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2086,SC2119 # for another shell; several words; fresh may have arguments
# Promises: 52 26 32 37 39
# avenv use: the link .venv that it makes, the environment that is on then, and use --clear.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# start: the project p, and an environment elsewhere
start() {
	fresh elsewhere/e
	mkdir -p p/sub
}

# ---- the link ------------------------------------------------------------

start
does 'elsewhere' -C p use ../elsewhere/e
is "$(readlink p/.venv)" "$PWD/elsewhere/e" 'elsewhere: the link has an absolute path'
is_on p/sub elsewhere/e 'elsewhere: on'
is "$(ls -A p)" $'.venv\nsub' 'and nothing else is written'
mkenv p/one p/two
does 'another one, in the project' -C p use ./two
is "$(readlink p/.venv)" two 'in the project: relative'
is_on p p/two 'in the project: on'
does 'from below' -C p/sub use ../one
is "$(readlink p/.venv):$(readlink p/sub/.venv)" "two:$PWD/p/one" 'from below: the link is there, as with create'
is_on p/sub p/one 'from below: on'
rm p/.venv
for lead in 'echo ../elsewhere/e >' ': >' 'ln -s ../elsewhere/e' 'ln -s nowhere'; do
	eval "$lead p/.venv"
	does "in place of '$lead'" -C p use ./two
	is "$(readlink p/.venv)" two "a link in place of '$lead'"
	rm p/.venv
done
mkenv p/.venv
refuses "the project's own .venv" 'avenv allow' -C p use ./.venv
mkenv known/django-shop known/flask
avenv -q allow known
mkdir q
does 'the start of one name' -C q use djan
is_on q known/django-shop 'the start of one name: on'

# Names that a link holds byte for byte.
# shellcheck disable=SC2016 # nothing in them is to be expanded
names=(' lead' 'trail ' "it's" 'a"b' '$HOME' '$(x)' '*' '-x' '~' 'é' 'back\slash' $'tab\t' '#x' $'\xff')
for name in "${names[@]}"; do
	start
	mkenv "elsewhere/$name" "p/$name"
	"$AVENV" -C p use -- "../elsewhere/$name" >"$T/said" 2>&1
	is_on p "elsewhere/$name" "the name '$name', elsewhere"
	"$AVENV" -C p use -- "./$name" >"$T/said" 2>&1
	is_on p "p/$name" "the name '$name', in the project"
done

# ---- refused, and nothing is written -------------------------------------------

# refused NAME REASON COMMAND [ENV]: after COMMAND, use ENV in p is refused, and all stays
refused() {
	start
	eval "$3"
	stays "$1" "*$2" "$T" timeout 120 "$AVENV" -C p use "${4-../elsewhere/e}"
}
refused 'a colon' 'PATH' 'mkenv elsewhere/a:b' ../elsewhere/a:b
refused 'no environment' 'no environment in' 'mkdir empty' ../empty
refused 'a broken one' 'Python' 'rm elsewhere/e/bin/python*'
refused 'writable by others' "/e'" 'chmod 777 elsewhere/e'
refused 'a project writable by others' "/p'*--shared" 'chmod 777 p'
refused 'denied' 'denied*avenv forget' 'avenv -q deny elsewhere'
refused 'a denied project' 'denied*avenv allow' 'avenv -q deny p'
refused 'a real .venv' "p/.venv'*mv" 'mkenv p/.venv'
refused 'a directory .venv' "p/.venv'" 'mkdir p/.venv'
refused 'another file .venv' "p/.venv'" 'printf "a\0b" >p/.venv'
refused 'a file .venv with a name, as zsh-autoswitch-virtualenv writes it' \
	"p/.venv' is neither *; 'mv */p/.venv */p/.venv.old' moves it away" 'echo myproject-env >p/.venv'
refused 'a redirect to no environment' "p/.venv'*mv" 'echo ../elsewhere >p/.venv'
refused 'a large file .venv' "p/.venv'" 'truncate -s 100M p/.venv'
refused 'records that cannot be written' "$SHOWN_RECORDS'" \
	"mkdir -p '$RECORDS'; touch '$RECORDS.lock'; chmod 700 '${RECORDS%/*}'"
refused 'records that others may write to' "$SHOWN_RECORDS'" "avenv -q allow elsewhere; chmod 666 '$RECORDS'"
if is_root; then
	line="'ln -sfn $PWD/elsewhere/e $PWD/p/.venv && avenv allow --shared $PWD/p/.venv'"
	refused "somebody else's" "belongs to user 4242; $line accepts that" 'chown 4242 elsewhere/e'
	refused "somebody else's project" "/p' belongs to user 4242; $line accepts that" 'chown 4242 p'
	eval "${line:1:-1}" 2>/dev/null
	is_on p elsewhere/e "somebody else's project: that command turns it on"
else
	refused 'a project that cannot be written' "p/.venv'" 'chmod 555 p'
	chmod 755 p
fi

if can_mount; then
	start
	echo ../elsewhere/e >p/.venv
	run apart sh -c 'mount --bind p/.venv p/.venv && "$0" -C p use ../elsewhere/e' "$AVENV"
	like "$rc:$err:$("$AVENV" allow --list 2>&1)" "1:*p/.venv'*mount point:*nothing is recorded yet" \
		'a mount point: refused before the record'
fi

# ---- use --clear -----------------------------------------------------------------

start
avenv -q -C p use ../elsewhere/e
does 'clear' -C p use --clear
is "$(ls -A p)" sub 'clear: the link is gone'
echo ../elsewhere/e >p/.venv
is_off p 'clear: the record of its target is gone as well' 'avenv*allow'
does 'clear of a redirect that was written by hand' -C p use --clear
echo myproject-env >p/.venv
refuses 'clear: a file .venv with a name' "; 'mv */p/.venv */p/.venv.old' moves it away" -C p use --clear
is "$(<p/.venv)" myproject-env 'clear: a file .venv with a name: it stays'
rm p/.venv
mkenv elsewhere/gone
echo ../elsewhere/gone >p/.venv
"$AVENV" -q -C p allow
rm -r elsewhere/gone
does 'clear of an allowed redirect whose environment is gone' -C p use --clear
refuses 'clear: nothing to clear' "p/.venv'" -C p use --clear
mkdir other
mkenv elsewhere/.venv
avenv -q allow elsewhere/.venv
for dir in p other; do avenv -q -C $dir use ../elsewhere/.venv; done
chmod 666 "$RECORDS"
refuses 'clear: records that others may write to' "$SHOWN_RECORDS'" -C p use --clear
ok 'clear: the link stays then' test -L p/.venv
chmod 600 "$RECORDS"
does 'clear: others lead there' -C p use --clear
is_on other elsewhere/.venv 'clear: another project leads there: on in it still'
is_on elsewhere elsewhere/.venv 'clear: an environment of its own project is on in it still'
avenv -q -C p use ../elsewhere/e
avenv -q deny elsewhere/e
rm -r elsewhere/e
does 'clear: its target is gone, and denied' -C p use --clear
mkenv elsewhere/e
is_off elsewhere/e 'clear: a denial stays' denied
start
ln -s ../elsewhere/e p/.venv
does 'clear of a link that was made by hand' -C p use --clear
mkenv p/.venv
refuses 'clear: a directory .venv' "p/.venv'" -C p use --clear
ok 'clear: a directory .venv: it stays' test -d p/.venv
for args in '' 'a b' '--clear a'; do
	run "$AVENV" -C p use $args
	is "$rc" 2 "usage: use $args"
done
done_testing
