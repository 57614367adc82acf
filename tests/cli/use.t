#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2086 # for another shell; several words
# Promises: 52 26 32 37 39
# avenv use: the link .venv that it makes, the environment that is on then, and use --clear.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# start: the project p, and an environment elsewhere
start() {
	fresh elsewhere/e
	mkdir -p p/sub
}

case_link() {
	start
	does 'elsewhere' -C p use ../elsewhere/e
	is "$(readlink p/.venv)" "$PWD/elsewhere/e" 'elsewhere: the link has an absolute path'
	is_on p/sub elsewhere/e 'elsewhere: on'
	mkenv p/one p/two
	avenv -q -C p use ./two
	is "$(readlink p/.venv)" two 'in the project: relative'
	is_on p p/two 'in the project: on'
	avenv -q -C p/sub use ../one
	is "$(readlink p/.venv):$(readlink p/sub/.venv)" "two:$PWD/p/one" 'from below: the link is there, as with create'
	is_on p/sub p/one 'from below: on'
}

case_one_of_several() {
	fresh p/a p/b
	run "$AVENV" -C p status
	like "$out" "*'avenv -C $PWD/p use ./a' chooses 'a'" 'none is active: the first one'
	VIRTUAL_ENV=$PWD/p/b run "$AVENV" -C p allow
	like "$rc:$err" "0:*use ./b' chooses 'b'*use ./b' chooses 'b'" 'the active one'
	VIRTUAL_ENV=$PWD/q/b run "$AVENV" -C p allow
	like "$rc:$err" "0:*use ./a' chooses 'a'*use ./a' chooses 'a'" 'one of another project is none of them'
}

case_denied_ones_are_none_of_several() {
	fresh p/a p/b p/c p/d
	avenv -q deny p/a && avenv -q deny p/b
	run "$AVENV" -C p status
	like "$out" "*'c', 'd' are in *p use ./c' chooses 'c'" 'two denied, two not: the choice is between these'
	unlike "$out" "*'a'*" '... and names none that `use` refuses'
	avenv -q deny p/c
	run "$AVENV" -C p status
	like "$out" "*p/d' is not allowed*allow*" 'one that is not denied: it is the one'
	avenv -q allow p
	is_on p p/d '... and allowed, on'
	avenv -q deny p/d
	run "$AVENV" -C p status
	like "$out" "*you denied '*p/a'*allow *p/a' lifts that" 'all denied: no choice is offered'
	is "$(cd p && shell_after none prompt 2>&1)" unset '... nor at a prompt'
}

case_in_place_of_another() {
	start
	mkdir q
	mkenv p/two known/django-shop known/flask
	for lead in 'echo ../elsewhere/e >' ': >' 'ln -s ../elsewhere/e' 'ln -s nowhere'; do
		eval "$lead p/.venv"
		avenv -q -C p use ./two
		is "$(readlink p/.venv)" two "a link in place of '$lead'"
		rm p/.venv
	done
	mkenv p/.venv
	refuses "the project's own" 'avenv allow' -C p use ./.venv
	avenv -q allow p
	run avenv -C p use ./.venv
	is "$rc:$(readlink p/.venv)" 0: "the project's own, allowed: it is"
	avenv -q allow known
	avenv -q -C q use djan
	is_on q known/django-shop 'by the start of a name: on'
}

# A link holds them byte for byte.
case_names() {
	for name in ' lead' 'trail ' "it's" 'a"b' '$HOME' '$(x)' '*' '-x' '~' 'é' 'back\slash' $'tab\t' '#x' $'\xff'; do
		start
		mkenv "elsewhere/$name" "p/$name"
		for env in elsewhere p; do
			(cd p && avenv use -- "../$env/$name") >"$T/said" 2>&1
			is_on p "$env/$name" "'$name', in $env"
		done
	done
}

# refused NAME REASON COMMAND [ENV]: after COMMAND, use ENV in p is refused, and all stays. Other reasons: cli/verdict
refused() {
	start
	eval "$3"
	changes_nothing "$1" "1:*$2*" "$T" timeout 120 "$AVENV" -C p use "${4-../elsewhere/e}"
}

case_refused() {
	mv="'mv */p/.venv */p/.venv.old'"
	refused 'a colon' 'PATH' 'mkenv elsewhere/a:b' ../elsewhere/a:b
	refused 'no environment' 'no environment in' 'mkdir empty' ../empty
	refused 'a broken one' 'Python' 'rm elsewhere/e/bin/python*'
	refused 'denied' 'avenv forget' 'avenv -q deny elsewhere'
	refused 'a real .venv' "$mv" 'mkenv p/.venv'
	refused 'another file .venv' "p/.venv'" 'printf "a\0b" >p/.venv'
	refused 'a file .venv with a name, as zsh-autoswitch-virtualenv writes it' "$mv" 'echo myproject-env >p/.venv'
	refused 'a redirect to no environment' "$mv" 'echo ../elsewhere >p/.venv'
	refused 'a large file .venv' "p/.venv'" 'truncate -s 100M p/.venv'
	refused 'records that cannot be written' "$SHOWN_RECORDS'" \
		"mkdir -p '$RECORDS'; touch '$RECORDS.lock'; chmod 700 '${RECORDS%/*}'"
	refused 'records that others may write to' "$SHOWN_RECORDS'" "avenv -q allow elsewhere; chmod 666 '$RECORDS'"
}

case_somebody_elses() {
	can_chown || return
	line="ln -sfn $PWD/elsewhere/e $PWD/p/.venv && avenv allow --shared $PWD/p/.venv"
	refused 'environment' "'$line'" 'chown 4242 elsewhere/e'
	refused 'project' "'$line'" 'chown 4242 p'
	eval "$line" 2>/dev/null
	is_on p elsewhere/e 'that command turns it on'
}

case_mount_point() {
	can_mount || return
	start
	echo ../elsewhere/e >p/.venv
	run apart sh -c 'mount --bind p/.venv p/.venv && "$0" -C p use ../elsewhere/e' "$AVENV"
	like "$rc:$err" "1:*p/.venv'*mount point" 'refused'
	not_ok 'and nothing is recorded' test -e "$RECORDS"
}

case_clear() {
	start
	avenv -q -C p use ../elsewhere/e
	avenv -q -C p use --clear
	is "$(ls -A p)" sub 'the link is gone'
	echo ../elsewhere/e >p/.venv
	is_off p 'the record of its target is gone as well' 'avenv*allow'
	does 'a redirect that was written by hand' -C p use --clear
	ln -s ../elsewhere/e p/.venv
	does 'a link that was made by hand' -C p use --clear
	mkenv elsewhere/gone
	echo ../elsewhere/gone >p/.venv
	"$AVENV" -q -C p allow
	rm -r elsewhere/gone
	does 'an allowed redirect whose environment is gone' -C p use --clear
	echo myproject-env >p/.venv
	refuses 'a file .venv with a name' "'mv */p/.venv */p/.venv.old'" -C p use --clear
	is "$(<p/.venv)" myproject-env 'a file .venv with a name: it stays'
	rm p/.venv
	mkenv p/.venv
	changes_nothing 'a directory .venv' '1:*' p "$AVENV" -C p use --clear
	for args in '' 'a b' '--clear a'; do tap_exit 2 "usage: use $args" "$AVENV" -C p use $args; done
}

case_clear_keeps_other_records() {
	start
	mkdir other
	mkenv elsewhere/.venv
	avenv -q allow elsewhere/.venv
	for dir in p other; do avenv -q -C $dir use ../elsewhere/.venv; done
	chmod 666 "$RECORDS"
	refuses 'records that others may write to' "$SHOWN_RECORDS'" -C p use --clear
	chmod 600 "$RECORDS"
	does 'clear' -C p use --clear
	is_on other elsewhere/.venv 'another project leads there: on in it still'
	is_on elsewhere elsewhere/.venv 'it has a project of its own: on in it still'
	avenv -q -C p use ../elsewhere/e
	avenv -q deny elsewhere/e
	rm -r elsewhere/e
	does 'its target is gone' -C p use --clear
	mkenv elsewhere/e
	is_off elsewhere/e 'its target is gone: a denial stays' denied
}

run_cases
