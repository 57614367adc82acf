#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What somebody else's archive brings is not allowed by what the user makes beside it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

mkdir -p "$T/w"
cd "$T/w" || exit

# theirs CASE: p, with an environment in it or what leads to one
theirs() {
	rm -rf p x "$HOME/.local"
	mkdir -p p x
	mkenv x/q
	case ${1#another-} in
	self) mkenv p ;;
	link) ln -s ../x/q "p/$2" ;;
	lost) ln -s ../x/none "p/$2" ;;
	redirect) echo ../x/q >"p/$2" ;;
	list) echo ../x/q >"p/.python-envs" ;;
	*) mkenv "p/$2" ;;
	esac
}

# alone ENV NAME: that is on record, and nothing else is
alone() {
	is "$(records | cut -d ' ' -f 2-)" "env $T/w/$1" "$2: only that is on record"
}

# alone_said NAME: it went well, and nothing is said of what else is there
alone_said() {
	is "$rc:$(grep -c 'allowed with it' <<<"$err")" 0:0 "$1"
}

# off NAME: what was there before is not on
off() {
	run "$AVENV" -C p run true
	like "$rc" 1 "$1: what was there is not on"
}

while read -r case name mine; do
	beside="beside $case"
	theirs "$case" "$name"
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip "$mine"
	is "$rc:$err" 0: "beside $case: made"
	alone "p/$mine" "$beside: made"
	if [ "$mine" = .venv ]; then
		"$AVENV" -q remove -y p/.venv
		off "$beside, once ours is gone"
	else
		off "$beside: made"
	fi
	theirs "$case" "$name"
	mkenv mine
	"$AVENV" -q allow mine
	run "$AVENV" -q move mine "p/$mine"
	is "$rc" 0 "$beside: moved there"
	alone "p/$mine" "$beside: moved there"
	theirs "$case" "$name"
	mkenv "p/$mine"
	run "$AVENV" -C p -q allow --learn "$T/w/p/$mine"
	if [ "$case $mine" != 'self .venv' ] && [ "$mine" = .venv ]; then
		alone p/.venv "$beside: activated by hand"
	else
		is "$(records)" '' "$beside: activated by hand, but it does not come first"
	fi
	run "$AVENV" -C p allow "$mine"
	is "$rc" 0 "$beside: allowed by name"
	unlike "$err" 'stays denied' "$beside: allowed by name, and nothing is denied"
	alone "p/$mine" "$beside: allowed by name"
done <<-'L'
	one .venv venv
	self - venv
	self - .venv
	link .venv venv
	lost .venv venv
	redirect .venv env
	list .python-envs venv
	another venv .venv
	another-link env .venv
	another-lost .env .venv
L

# That it is not to be on itself, stays so.
theirs self
"$AVENV" -q deny p
run "$AVENV" -C p create -p "$PYTHON" --without-pip venv
like "$rc:$err:$(records)" "0:*'$T/w/p' is denied; \"avenv allow $T/w/p/venv\" allows it all the same*:deny env $T/w/p" 'an environment itself, and denied: that stays'

# A link leads elsewhere from another directory, if it is made for that.
rm -rf p "$HOME/.local"
mkdir -p p/d p/sub/d
ln -s /proc/self/cwd/d/venv p/.venv
ln -s ../venv p/d/venv
mkenv p/sub/d/venv
run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
alone p/venv 'a link by way of where one stands'
run "$AVENV" -C p/sub run true
is "$rc" 1 'a link by way of where one stands: it leads to none'

# Other names may count another day: also ones that do so neither now nor usually.
theirs one venv
run env AVENV_NAMES=foo "$AVENV" -C p create -q -p "$PYTHON" --without-pip foo
alone p/foo 'other names for now'
theirs one foo
run env AVENV_NAMES=foo "$AVENV" -C p create -q -p "$PYTHON" --without-pip
alone p/.venv 'one of the names for now'
theirs one foo
run "$AVENV" -C p create -q -p "$PYTHON" --without-pip
alone p/.venv 'a name for later'
rm -r p/.venv
run env AVENV_NAMES=foo "$AVENV" -C p run true
is "$rc" 1 'a name for later: it is not on by then'
theirs lost venv
run env AVENV_NAMES=foo "$AVENV" -C p create -q -p "$PYTHON" --without-pip foo
alone p/foo 'other names for now, and a link'
theirs lost foo
run env AVENV_NAMES=foo:.venv "$AVENV" -C p create -q -p "$PYTHON" --without-pip
alone p/.venv 'a link by one of the names for now'

# What lies deeper, no record of the project covers, however it is come by.
for how in sub/venv /proc/self/cwd/d/venv; do
	rm -rf p "$HOME/.local"
	mkdir -p p/sub/d p/.venv
	mkenv p/sub/venv
	mkenv p/sub/d/venv
	ln -s "$how" p/foo
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(records | cut -d ' ' -f 2-)" "0:dir $T/w/p" "by way of $how: the project is on record"
	run env AVENV_NAMES=foo:venv "$AVENV" -C p/sub run true
	is "$rc" 1 "by way of $how: that is not on"
done
rm -rf p/foo p/.venv p/venv "$HOME/.local"
ln -s sub/venv p/.venv
run "$AVENV" -C p -q allow
is "$rc:$(records)" "0:allow dir $T/w/p
allow env $T/w/p/sub/venv" 'one deeper that is meant has its own record'
run "$AVENV" -C p run true
is "$rc" 0 'one deeper that is meant is on'

rm -rf p/.venv "$HOME/.local"
"$AVENV" -q allow p p/sub
ln -s sub/venv p/.venv
run "$AVENV" -C p run true
is "$rc" 1 'the record of a project is of no use to another that leads there'

# What only lacks a pyvenv.cfg may be made one.
for parts in bin lib pip.conf; do
	rm -rf p "$HOME/.local"
	mkdir -p "p/.venv/$parts"
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	alone p/venv "a .venv with nothing but $parts"
	mkenv p/.venv
	off "a .venv with nothing but $parts, made whole"
done

# Of a repository of its own no project's record speaks.
rm -rf p "$HOME/.local"
mkenv p/venv
mkdir p/venv/.git
run "$AVENV" allow p/venv
alone p/venv 'a repository of its own'

# A link to the very one is not another.
for text in venv "$T/w/p/venv"; do
	rm -rf p "$HOME/.local"
	mkdir p
	ln -s "$text" p/.venv
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(records | cut -d ' ' -f 2-)" "0:dir $T/w/p" "made where a link leads, $text: the project is on record"
	for how in "$T/w/p/venv" "--learn $T/w/p/venv"; do
		rm -r "$HOME/.local"
		read -ra words <<<"$how"
		run "$AVENV" -C p allow "${words[@]}"
		is "$rc:$(records | cut -d ' ' -f 2-)" "0:dir $T/w/p" "allow $how, where a link leads, $text: so it is"
	done
done
rm -rf p "$HOME/.local"
mkdir -p p x
ln -s venv x/.venv
mkenv p/venv
ln -s venv p/.venv
run "$AVENV" -C p allow --learn "$T/w/p/venv"
run "$AVENV" -C p run true
is "$rc" 0 'learnt where a link leads: it is on'

# Of many nobody knows what is among them.
for n in 1020:dir 1030:env; do
	rm -rf p "$HOME/.local"
	mkdir p
	(cd p && seq -f d%g "${n%:*}" | xargs mkdir && seq 1100 | xargs touch)
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(records | cut -d ' ' -f 2 | sort -u)" "0:${n#*:}" "${n%:*} directories beside it"
done

# What somebody else keeps closed is none, as a database does; one's own may be open tomorrow.
if [ "$(id -u)" = 0 ]; then
	rm -rf p "$HOME/.local"
	mkdir -p p/pgdata "$T/user"
	chmod 700 p/pgdata
	chmod 755 "$T"
	chown -R 4243:4243 p "$T/user"
	chown 0 p/pgdata
	run setpriv --reuid=4243 --regid=4243 --clear-groups env HOME="$T/user" "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(HOME=$T/user records | cut -d ' ' -f 2)" "0:dir" "somebody else's cannot be looked into"
	chown -R 0:0 p
	skip 'root may look into anything' 3
else
	skip 'only root can give a directory away' 1
	for name in foo env; do
		rm -rf p "$HOME/.local"
		mkdir -p "p/$name"
		chmod 0 "p/$name"
		run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
		is "$rc:$(records | cut -d ' ' -f 2)" "0:env" "$name cannot be looked into"
		chmod 700 "p/$name"
	done
	rm -rf p "$HOME/.local"
	mkdir p
	chmod 311 p
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(records | cut -d ' ' -f 2)" "0:env" 'a project that cannot be read'
	chmod 700 p
fi

# From within it that one is meant, and by a link what it leads to.
theirs one .venv
mkenv p/venv
ln -s p/venv mine
ln -s venv p/env
run "$AVENV" -C p/venv allow
alone p/venv 'from within'
for link in mine p/env; do
	rm -rf "$HOME/.local"
	run "$AVENV" allow $link
	like "$rc:$err" "0:avenv: '$T/w/p/venv' is allowed, but '.venv' comes first in '$T/w/p'" "by a link, $link"
	alone p/venv "by a link, $link"
done
rm mine
rm -rf "$HOME/.local"
mkenv y/venv
ln -sfn ../y/venv p/env
run "$AVENV" allow p/env
alone y/venv 'by a link out of the project'
rm -r y

# By its link in a project, or there, the same is said.
theirs one foo
rm -r p/foo
ln -s ../x/q p/.venv
run "$AVENV" -C p allow
both=$(records)
rm -r "$HOME/.local"
run sh -c 'cd p/.venv && exec "$0" allow' "$AVENV"
is "$rc:$(records)" "0:$both" 'from within a link: as in its project'

# With several, the one that answers is not the one that is meant.
theirs one env
mkenv p/venv
run "$AVENV" -C p allow
is "$rc:$(records)" "0:allow dir $T/w/p" 'several: the project'
rm -rf "$HOME/.local" p/.venv
ln -s venv p/.venv
for how in p/.venv p/.venv/; do
	rm -rf "$HOME/.local"
	run "$AVENV" allow $how
	is "$rc:$(records)" "0:allow dir $T/w/p" "$how, a link by its name: the project"
done

# An environment of a name that no project covers is meant alone.
theirs one foo
run "$AVENV" -C p/foo allow
alone p/foo 'from within one of another name'

# What is none is no reason.
for what in 'mkdir p/env' 'mkenv y/venv; ln -s ../y/venv p/bar; ln -s none p/lost; ln -s loop p/loop' \
	'mkenv p/.avenv-old-x' 'echo A=1 >p/.env' ': >p/.python-envs' 'mkfifo p/env'; do
	rm -rf p "$HOME/.local"
	mkdir p
	eval "$what"
	run "$AVENV" -C p create -q -p "$PYTHON" --without-pip venv
	is "$rc:$(records | cut -d ' ' -f 2-)" "0:dir $T/w/p" "$what: the project is on record"
done

# A link needs the record of its project, which was meant.
rm -rf p "$HOME/.local"
mkdir p
mkenv p/env
mkenv p/venv
ln -s venv p/.venv
run "$AVENV" -q allow p/.venv
is "$rc:$(records | cut -d ' ' -f 2-)" "0:dir $T/w/p" 'a link by its name: the project is on record'

# Whatever comes first there, the hook does not turn on this one.
theirs one .venv
run "$AVENV" -C p create -p "$PYTHON" --without-pip venv
like "$err" "*avenv: 'source $T/w/p/venv/bin/activate' turns it on" 'how it is turned on'
unlike "$err" 'from then on' 'no more is promised'

theirs one .venv
"$AVENV" create -q -p "$PYTHON" --without-pip y/venv
cp -a y/venv p
rm -r y
for what in repair recreate 'create --without-pip'; do
	read -ra words <<<"$what"
	run "$AVENV" -C p "${words[@]}" venv
	like "$rc:$err" "0:*avenv allow *p/venv* allows it" "$what: no more than that is promised"
done
rm -r p/.venv
run "$AVENV" -C p create --without-pip venv
like "$rc:$err" "0:*avenv allow *p/venv* turns it on" 'create again: where it comes first it is'

theirs own venv
ln -s venv p/.venv
run "$AVENV" -C p repair venv
like "$rc:$err" "0:*avenv allow *p/venv* turns it on" 'repair: so it is where a link leads to it'

# What git tracks beside it does not speak against it where it is named.
theirs own .venv
mkenv p/venv
git init -q p
git -C p add -f .venv
run "$AVENV" -C p repair venv
like "$rc:$err" "0:*avenv allow *p/venv* allows it" 'repair, beside what git tracks: what it names does allow it'
run "$AVENV" allow p/venv
is "$rc:$(records)" "0:allow env $T/w/p/venv" 'and it does'

# A redirect is only followed where the project is on record: what that covers is said.
theirs one venv
mkenv mine
run "$AVENV" -C p use ../mine
like "$rc:$err" "0:*avenv: '$T/w/p/venv' is allowed with it" 'use: what else is allowed is named'
run "$AVENV" -C p use ../mine
alone_said 'use: once'
run "$AVENV" -C p use --clear
like "$rc:$err" "0:*avenv: '$T/w/p/venv' is what the project has now" 'use --clear: what is on is named'
theirs one venv
ln -s ../mine p/.venv
run "$AVENV" -C p use ../mine
like "$rc:$err" "0:*avenv: '$T/w/p/venv' is allowed with it" 'use: also where a link leads there already'
rm -rf p "$HOME/.local"
mkdir p
for _ in 1 2; do
	run "$AVENV" -C p use ../mine
	alone_said 'use: nothing else is there'
done
run "$AVENV" -C p use --clear
unlike "$rc:$err" "the project has now" 'use --clear: nothing else is there'
theirs one foo
run "$AVENV" -C p use ../mine
alone_said 'use: what no record of the project covers is not named'
# ... each of them, but not what is denied itself: it would stand in for the others.
theirs one env
mkenv p/venv
mkenv p/.env
"$AVENV" -C p/env -q deny
run "$AVENV" -C p use ../mine
like "$rc:$err" "0:*
avenv: '$T/w/p/venv', '$T/w/p/.env' are allowed with it" 'use, after deny in env: what else is allowed is named'
theirs link env
rm p/env
mkenv p/q
ln -s q p/env
run "$AVENV" -C p use ../x/q
alone_said 'use: a link to one that needs a record of its own'
rm -rf p "$HOME/.local"
mkdir p
(cd p && seq -f d%g 1100 | xargs mkdir)
run "$AVENV" -C p use ../mine
alone_said 'use: of many directories nothing is said'
theirs link .venv
mkenv p/venv
run "$AVENV" allow p/.venv
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow, by a link: what else is allowed is named'
run "$AVENV" allow p
alone_said 'allow DIR: once'
"$AVENV" -q forget p
run "$AVENV" allow p
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow DIR: what else is allowed is named'
rm -r p/venv
"$AVENV" -q forget p
run "$AVENV" allow p
alone_said 'allow DIR: nothing else is there'

# Whatever its project's record is made for, what else that covers is named.
theirs own venv
"$AVENV" -C p -q deny venv
run sh -c 'cd p && exec "$0" create -p "$1" --without-pip' "$AVENV" "$PYTHON"
like "$rc:$err" "0:*: '$T/w/p' is denied; \"avenv allow $T/w/p/.venv\" allows it all the same*" 'create, beside one that was denied: the own one is named'
"$AVENV" -q allow p/.venv
rm -r p/.venv
off 'create beside one that was denied, and allow as it says, once ours is gone'
mkenv p/.venv
run "$AVENV" -C p allow
like "$rc:$err" "0:*, no longer denied; its '.venv' is on*
avenv: '$T/w/p/venv' is allowed with it" 'allow: what else is allowed is named'
theirs empty venv
rm p/venv/pyvenv.cfg
mkenv p/.venv
run "$AVENV" -C p allow
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow: and so is what only lacks a pyvenv.cfg'
for what in 'link env' 'lost .env' 'list'; do
	read -r case name <<<"$what"
	theirs "$case" "$name"
	mkenv p/.venv
	run "$AVENV" -C p allow
	alone_said "allow: what a $case leads to needs a record of its own"
done
for what in 'venv/ .venv' '.venv venv' './.venv venv' '.venv/ venv'; do
	read -r to name <<<"$what"
	rm -rf p "$HOME/.local"
	mkenv "p/$(basename "$to")"
	ln -s "$to" "p/$name"
	run "$AVENV" -C p allow
	alone_said "allow: $name, a link to $to, is the very one"
done
theirs one venv
mkenv p/.venv
echo x >p/pyvenv.cfg
run "$AVENV" -C p allow
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow: also beside a pyvenv.cfg that is none'
theirs one env
mkenv p/.venv
git init -q p/env
run "$AVENV" -C p allow
alone_said 'allow: what is a clone itself needs a record of its own'
for mine in .venv odd; do
	rm -rf p "$HOME/.local"
	mkdir p
	"$AVENV" -q deny p
	run sh -c 'cd p && exec "$0" create -p "$1" --without-pip "$2"' "$AVENV" "$PYTHON" "$mine"
	like "$rc:$err" "*: '$T/w/p' is denied; \"avenv allow\"*" "create $mine in what is denied, beside nothing: the project is named"
done
theirs own one
mkenv p/two
"$AVENV" -q allow p/one p/two
run "$AVENV" -C p allow
alone_said 'allow: of several each is named already'
"$AVENV" -q forget p
"$AVENV" -q allow p/one p/two
mkenv p/venv
rm p/venv/pyvenv.cfg
run "$AVENV" -C p allow
like "$rc:$err" "0:*
avenv: '$T/w/p/venv' is allowed with it" 'allow: but not what only lacks a pyvenv.cfg'
theirs own venv
mkenv p/.venv
run "$AVENV" allow --found "$T/w"
like "$rc:$out" "0:*allowed $T/w/p/.venv
allowed with it: '$T/w/p/venv'*" 'allow --found: and so it is there'
theirs own odd
mkenv p/.venv
(cd p && seq -f d%g 1100 | xargs mkdir)
run "$AVENV" -C p allow
alone_said 'allow: what its record does not cover is not'
mkenv p/env
"$AVENV" -q forget p
run "$AVENV" -C p allow
like "$rc:$err" "0:*'$T/w/p/env' is allowed with it" 'allow: also among many directories'
for names in 'venv env .env' '.env env venv'; do
	rm -rf p "$HOME/.local"
	mkdir p
	for name in $names; do
		mkenv "p/$name"
	done
	run "$AVENV" -C p use ../mine
	like "$rc:$err" "0:*
avenv: '$T/w/p/venv', '$T/w/p/env', '$T/w/p/.env' are allowed with it" "use: $names, in the order of AVENV_NAMES"
done
theirs redirect .venv
run "$AVENV" -C p use ../mine
alone_said 'use: what it replaces is not there any more'

done_testing
