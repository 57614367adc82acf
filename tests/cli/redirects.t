#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 26 29 32 35 36
# A .venv that is a link or a redirect file: only a record of its project lets avenv follow it, and
# only to the environment that it led to, in the directory that was around that. A broken .venv ends
# the search.
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
	link_to_redirect) mkdir q && echo ../far/e >q/.venv && ln -s ../q/.venv p/.venv ;;
	esac
}

# ---- followed with a record only ---------------------------------------------

for how in link chain redirect link_to_redirect; do
	led $how
	avenv -q allow far/e
	is_off p "$how: the record of its target is not enough" 'avenv*allow'
	avenv -q forget far/e
	avenv -q allow --tree p
	is_off p "$how: a tree without its target is not enough" 'allow'
	avenv -q forget p
	does "$how: allow" allow p
	is_on p/sub far/e "$how: on below"
	[[ $how = *redirect ]] || is_on p/.venv far/e "$how: on by its name"
	does "$how: create --clear" create -q -p /usr/bin/python3 --clear --without-pip far/e
	is_on p far/e "$how: create --clear: on still"
	does "$how: forget" forget p
	is_off p "$how: forget: off" 'avenv*allow'
	[[ $how != chain && $how != link_to_redirect ]] || continue
	avenv -q allow p
	mkenv far/other
	[ $how = link ] && ln -sfn ../far/other p/.venv || echo ../far/other >p/.venv
	is_off p "$how: leading elsewhere is a new question"
	does "$how: leading elsewhere: allow" allow p
	is_on p far/other "$how: leading elsewhere: on"
	avenv -q move far/other far/moved
	is_off p "$how: move of its target: off"
	avenv -q move far/moved far/other
	mkdir hostile
	mv p/.venv hostile/.venv
	is_off hostile "$how: in another project: off" "hostile/.venv' points elsewhere and is not allowed"
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

# ---- the directory around the target -------------------------------------------

# Without times of birth another directory may have the same identity.
births=$(stat -c %W "$T")

# asks NAME [DIR]: p leads into DIR, far, which is another directory now: each command says so
asks() {
	local dir=${2-far} command
	is_off p "$1: off" "leads into '*/$dir', which was replaced since you allowed it; 'avenv allow"
	for command in 'run true' env doctor status; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" -C p $command
		like "$out$err" "leads into '*/$dir'" "$1: avenv $command"
	done
	like "$(avenv allow --list)" "/p/.venv *$dir/e  changed" "$1: allow --list"
	does "$1: allow" allow p
	is_on p "$dir/e" "$1: allow: on"
}
for how in link chain redirect link_to_redirect; do
	[ "$births" != 0 ] || break
	led $how
	avenv -q allow p
	rm -r far/e
	mkenv far/e
	is_on p far/e "$how, made anew by hand: on"
	mv far old && mkdir far && cp -a old/. far
	asks "$how, another directory"
	rm -rf far old
	mkenv far/e
	[ $how != chain ] || ln -s e far/link
	asks "$how, deleted and made again"
	mv far old && ln -s old far
	is_off p "$how, moved, and a link in its place: both are named" "points to '*/old/e', not to '*/far/e'"
done
if [ "$births" != 0 ]; then
	fresh up/far/e
	mkdir p
	echo ../up/../up/far/e >p/.venv
	avenv -q allow p
	mv up top && cp -a top up
	asks "'..' in a redirect, a directory further up was copied" up/far
	mv up/far/e up/e
	rm p/.venv
	avenv -q -C p use ../up/e
	is_on p up/e 'use: on'
	rm -rf up
	mkenv up/e
	is_off p 'use: another directory around it' "leads into '*/up', which was replaced"
	does 'use once more' -C p use ../up/e
	is_on p up/e 'use once more: on'

fi

# Another file system, or the same directory in another place
if can_mount_as_root; then
	# mounted NAME MOUNT WANTED: p is allowed, and far is then a mount point
	mounted() {
		fresh far/e
		mkdir p
		avenv -q -C p use ../far/e
		# shellcheck disable=SC2016 # for the other shell
		run apart sh -c "cp -a far copy && $2 && \"\$0\" -C p path" "$AVENV"
		like "$rc:$out:$err" "$3" "$1"
	}
	mounted 'another file system around it: off' 'mount -t tmpfs -o mode=755 tmpfs far && cp -a copy/. far' "1::*leads into '*/far'*"
	mounted 'another directory is mounted around it: off' 'mount --bind copy far' "1::*leads into '*/far'*"
	mounted 'it is mounted on itself: on' 'mount --bind far far' "0:$T/w/far/e:"
fi

# ---- broken: the search ends --------------------------------------------------

# broken NAME COMMAND: p is allowed, COMMAND makes p/q/.venv: p/q is off, in one line
broken() {
	rm -rf p/q
	mkdir -p p/q
	(cd p/q && eval "$2")
	run timeout 120 "$AVENV" -C p/q path
	like "$rc:$out:$err" "1::avenv: */p/q*" "broken, $1: off"
	is "$(wc -l <<<"$err")" 1 "broken, $1: one line"
	AVENV_TRUST=$PWD run timeout 120 "$AVENV" -C p/q path
	like "$rc:$out:$err" "1::avenv: *'*/p/q/.venv'*" "broken, $1: off in a trusted tree, and named"
}
fresh p/.venv
avenv -q allow p
broken 'a link to nothing' 'ln -s gone .venv'
broken 'an empty directory' 'mkdir .venv'
broken 'pyvenv.cfg is large' 'mkenv .venv; truncate -s 100G .venv/pyvenv.cfg'
broken 'no Python' 'mkenv .venv; rm .venv/bin/python*'
broken 'a redirect to nothing' 'echo ../gone >.venv'
broken 'a FIFO' 'mkfifo .venv'
done_testing
