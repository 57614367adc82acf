#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 26 29 32 35
# A .venv that is a link or a redirect file: only a record of its project lets avenv follow it, and
# only to the environment that it led to. A broken .venv ends the search.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/trust.sh"

# led HOW: p is led to far/e in one of three ways
led() {
	fresh far/e
	mkdir -p p/sub
	case $1 in
	link) ln -s ../far/e p/.venv ;;
	chain) ln -s ../far/link p/.venv && ln -s e far/link ;;
	redirect) echo ../far/e >p/.venv ;;
	esac
}

# ---- followed with a record only ---------------------------------------------

for how in link chain redirect; do
	led $how
	avenv -q allow far/e
	is_off p "$how: the record of its target is not enough" 'avenv*allow'
	avenv -q forget far/e
	avenv -q allow --tree p
	is_off p "$how: a tree without its target is not enough" 'allow'
	avenv -q forget p
	does "$how: allow" allow p
	is_on p/sub far/e "$how: on below"
	[ $how = redirect ] || is_on p/.venv far/e "$how: on by its name"
	does "$how: create --clear" create -q -p /usr/bin/python3 --clear --without-pip far/e
	is_on p far/e "$how: create --clear: on still"
	does "$how: forget" forget p
	is_off p "$how: forget: off" 'avenv*allow'
	[ $how != chain ] || continue
	avenv -q allow p
	mkenv far/other
	[ $how = link ] && ln -sfn ../far/other p/.venv || echo ../far/other >p/.venv
	is_off p "$how: leading elsewhere is a new question"
	does "$how: leading elsewhere: allow" allow p
	is_on p far/other "$how: leading elsewhere: on"
	avenv -q move far/other far/moved
	is_on p far/moved "$how: move of its target: on still"
	mkdir hostile
	mv p/.venv hostile/.venv
	is_off hostile "$how: in another project: off"
done
fresh
mkdir p
ln -s gone p/.venv
is_off p 'a link to nothing, without a record: nobody looks' 'avenv*allow'
# One word beside a Pipfile is a name in pipenv's store.
fresh store/shop
mkdir p
touch p/Pipfile
echo shop >p/.venv
export WORKON_HOME=$PWD/store
is_off p 'one word beside a Pipfile: not followed without a record' 'avenv*allow'
does 'one word beside a Pipfile: allow' allow p
is_on p store/shop 'one word beside a Pipfile: on'
unset WORKON_HOME
# A link may lead to the renamed environment of a project, or from there into a clone.
fresh p/venv
avenv -q allow p
mv p/venv p/old
ln -s old p/venv
is_off p 'a link to an environment of another name in the project: off'
rm p/venv
mkenv p/clone/env
mkdir p/clone/.git
ln -s clone/env p/venv
is_off p 'a link into a clone in the project: off'

led redirect
avenv -q allow p
avenv -q deny far/e
is_off p 'a denied target: off' denied

# ---- broken: the search ends --------------------------------------------------

# broken NAME COMMAND: p is allowed, COMMAND makes p/q/.venv: p/q is off, in one line
broken() {
	rm -rf p/q
	mkdir -p p/q
	(cd p/q && eval "$2")
	run timeout 20 "$AVENV" -C p/q path
	like "$rc:$out:$err" "1::avenv: */p/q*" "broken, $1: off"
	is "$(wc -l <<<"$err")" 1 "broken, $1: one line"
	AVENV_TRUST=$PWD run timeout 20 "$AVENV" -C p/q path
	like "$rc:$out:$err" "1::avenv: *'*/p/q/.venv'*" "broken, $1: off in a trusted tree, and named"
}
fresh p/.venv
avenv -q allow p
broken 'a link to nothing' 'ln -s gone .venv'
broken 'a link to itself' 'ln -s .venv .venv'
broken 'a link to a file' 'echo x >../file; ln -s ../file .venv'
broken 'a link to /dev/zero' 'ln -s /dev/zero .venv'
broken 'an empty directory' 'mkdir .venv'
broken 'no home in pyvenv.cfg' 'mkdir .venv; echo a=b >.venv/pyvenv.cfg'
broken 'pyvenv.cfg is a FIFO' 'mkdir .venv; mkfifo .venv/pyvenv.cfg'
broken 'pyvenv.cfg is large' 'mkenv .venv; truncate -s 100G .venv/pyvenv.cfg'
broken 'no bin' 'mkenv .venv; rm -r .venv/bin'
broken 'no Python' 'mkenv .venv; rm .venv/bin/python*'
broken 'an empty redirect' ': >.venv'
broken 'a redirect to nothing' 'echo ../gone >.venv'
broken 'a redirect with a NUL' 'printf "../\0x" >.venv'
broken 'a redirect to itself' 'echo .venv >.venv'
broken 'a large redirect' 'truncate -s 100G .venv'
broken 'a FIFO' 'mkfifo .venv'

# No command waits for such a .venv.
for command in '' status list doctor env 'remove -y .venv' 'repair .venv'; do
	for what in 'mkfifo' 'truncate -s 100G' 'ln -s /dev/zero'; do
		rm -rf p/q/* p/q/.venv
		# shellcheck disable=SC2086 # words
		(cd p/q && $what .venv && exec timeout 20 "$AVENV" $command >/dev/null 2>&1 </dev/null)
		ok "avenv $command does not wait for '$what .venv'" test $? -lt 3
	done
done
done_testing
