#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What must not be turned on, although a record speaks for it: by who may write,
# by where a link leads, by a denial, by a store that cannot be relied upon.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/vars.sh"

chmod 0755 "$T"
STORE=$HOME/.local/share/avenv/trust
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)
ROOT=$([ "$(id -u)" = 0 ] && echo yes)
ONLY_ROOT='only root can give files away'
mkdir "$T/none"

# av DIR [VAR=VALUE...] -- ARG...: avenv in DIR
av() {
	local dir=$1 vars args
	shift
	split_vars "$@"
	(cd "$dir" && exec "${CLEAN[@]}" PWD="$dir" "${vars[@]}" "$AVENV" "${args[@]}")
}

# gives DIR WANTED NAME [VAR=VALUE...]: what avenv path says, or "-" and a pattern for why
gives() {
	local dir=$1 wanted=$2 name=$3
	shift 3
	run av "$dir" "$@" -- path
	case $wanted in
	-*)
		is "$rc:$out" 1: "$name: off"
		like "$err" "${wanted#-}" "$name: and why"
		;;
	*) is "$rc:$out:$err" "0:$wanted:" "$name: on" ;;
	esac
}

# hook EVENTS DIR [ACTIVE [PATH [INHERITED [TOLD]]]]: what the helper answers bash there
hook() {
	(cd "$2" && exec "${CLEAN[@]}" "${hook_env[@]}" "$AVENV_BUILD_DIR/avenv-hook" bash 3 "P$1" "$2" \
		"${3-}" '' "${4-$PATH}" "$2////" '' '' "${5-}" '' "${6-}")
}
hook_env=(LANG=C)

# hint DIR: the line that it shows at a prompt in DIR
hint() {
	# shellcheck disable=SC2016 # for that shell
	hook p "$1" >"$T/answer" || echo 'no answer'
	bash -c '_avenv_clear() { :; }; _avenv_set() { :; }; . "$1"; echo "$_avenv_msg"' bash "$T/answer"
}

# fresh NAME: a directory of its own, without any record
fresh() {
	rm -rf "$HOME/.local"
	mkdir "$T/$1"
	cd "$T/$1" || exit 1
	here=$T/$1
}

# --- sticky keeps others from removing, not from adding

fresh sticky
mkenv p/.venv
for what in .venv/bin .venv; do
	chmod 1777 p/$what
	run "$AVENV" allow p
	like "$rc $err" "1 *$what' can be written to by anybody" "sticky $what: not allowed"
	gives "$here/p" "-*can be written to by anybody" "sticky $what" AVENV_TRUST="$here"
	chmod 0755 p/$what
	if [ "$ROOT" ]; then
		chgrp 4242 p/$what
		chmod 3775 p/$what
		run "$AVENV" allow p
		like "$rc $err" "1 *$what' can be written to by group 4242" "$what, sticky for a group: not allowed"
		gives "$here/p" "-*can be written to by group 4242" "$what, sticky for a group" AVENV_TRUST="$here"
		chgrp 0 p/$what
		chmod 0755 p/$what
	else
		skip "$ONLY_ROOT" 3
	fi
done
chmod 1777 .
gives "$here/p" "$here/p/.venv" 'a sticky directory above' AVENV_TRUST="$here/p"

# --- a link's name says nothing of what it leads to

fresh names
mkdir -p hostile proj
"$AVENV" -q allow proj
mkenv proj/old
ln -s ../proj/old hostile/.venv
ln -s ../proj/old hostile/venv
for where in hostile hostile/.venv hostile/.venv/bin hostile/venv proj/old; do
	gives "$here/$where" '-*' "oddly named, from $where"
done

# --- a denial holds whichever way leads there

fresh denial
mkdir -p t/p/sub t/link t/redirect t/list t/in
mkenv t/p/.venv
ln -s ../p/.venv t/link/.venv
ln -s ../p t/in/p
echo ../p/.venv >t/redirect/.venv
echo ../p/.venv >t/list/.python-envs
"$AVENV" -q allow --tree t
for where in p/sub link redirect list in/p/sub; do
	gives "$here/t/$where" "$here/t/p/.venv" "in a tree, from $where"
done
"$AVENV" -q deny t/p
for where in p p/sub p/.venv p/.venv/bin link redirect list in/p/sub; do
	gives "$here/t/$where" '-*is denied by the record of' "denied, from $where"
	is "$(hint "$here/t/$where")" '' "denied, from $where: silence"
done

fresh silence
mkdir fifo
mkfifo fifo/.venv
mkenv broken/.venv
rm -r broken/.venv/bin
for what in fifo broken; do
	like "$(hint "$here/$what")" '*is not turned on' "$what: told"
	"$AVENV" -q deny $what
	is "$(hint "$here/$what")" '' "$what, denied: silence"
	gives "$here/$what" '-*is denied by the record of' "$what, denied"
done

# --- pointers: whose they are, and whose their project is

fresh pointers
mkenv far
mkdir link redirect shared
ln -s ../far link/.venv
echo ../far >redirect/.venv
"$AVENV" -q allow link redirect
for how in link redirect; do
	gives "$here/$how" "$here/far" "$how"
	chmod 0777 $how
	gives "$here/$how" "-*$how' can be written to by anybody" "$how: in a project that others may write to"
	chmod 0755 $how
done
chmod 0666 redirect/.venv
gives "$here/redirect" '-*can be written to by anybody' 'redirect: that others may write to'
chmod 0644 redirect/.venv
if [ "$ROOT" ]; then
	for how in link redirect; do
		chown 4242 $how
		gives "$here/$how" "-*$how' belongs to uid 4242" "$how: in somebody else's project"
		chown 0 $how
		chown -h 4242 $how/.venv
		gives "$here/$how" "-*$how/.venv' belongs to uid 4242" "$how: somebody else's"
		chown -h 0 $how/.venv
	done
	chmod 1777 shared
	mkdir shared/sub
	for how in link redirect; do
		cp -P $how/.venv shared/.venv
		like "$(hint "$here/shared/sub")" "*'avenv allow' turns it on" "one's own $how in a shared directory: a hint"
		chown -h 4242 shared/.venv
		is "$(hint "$here/shared/sub")" '' "somebody else's $how in a shared directory: silence"
		gives "$here/shared" '-*' "somebody else's $how in a shared directory"
		rm shared/.venv
	done
else
	skip "$ONLY_ROOT" 16
fi

# --- a store that cannot be relied upon: a denial may be in it

fresh store
mkenv p/.venv
mkenv p/odd
# spoilt NAME FAULT COMMAND...: with the store as COMMAND leaves it
spoilt() {
	local name=$1 fault=$2
	shift 2
	rm -rf "$HOME/.local"
	"$AVENV" -q allow p
	(cd "${STORE%/*}" && "$@")
	gives "$here/p" '-*' "$name: its own records"
	gives "$here/p" '-*' "$name: AVENV_TRUST" AVENV_TRUST="$here"
	like "$(hint "$T/none")" "*/avenv/trust' *$fault*" "$name: said so"
}
spoilt 'a group may write' 'can be written to by others' chmod 0660 trust
spoilt 'others may write' 'can be written to by others' chmod 0602 trust
spoilt 'others may write to its directory' 'can be written to by others' chmod 0703 .
spoilt 'a link' 'cannot be read' sh -c 'mv trust real; ln -s real trust'
spoilt 'a link to nothing' 'cannot be read' sh -c 'rm trust; ln -s real trust'
spoilt 'a FIFO' 'cannot be read' sh -c 'rm trust; mkfifo trust'
spoilt 'too large' 'cannot be read' truncate -s 17M trust
if [ "$ROOT" ]; then
	spoilt "somebody else's" 'is not yours' chown 4242 trust
	spoilt "in somebody else's directory" 'is not yours' chown 4242 .
else
	skip "$ONLY_ROOT" 10
fi
rm -rf "$HOME/.local"
gives "$here/p" "$here/p/.venv" 'no store at all' AVENV_TRUST="$here"

# --- a clone that is called env is a project of its own

fresh clone
for how in directory file; do
	rm -rf "$HOME/.local"
	mkdir $how
	"$AVENV" -q allow $how
	mkenv $how/env
	gives "$here/$how" "$here/$how/env" "no clone"
	if [ $how = file ]; then echo gitdir: x >$how/env/.git; else mkdir $how/env/.git; fi
	gives "$here/$how" '-*' "a clone, .git a $how: its surroundings' record"
	gives "$here/$how/env" '-*' "a clone, .git a $how: from inside"
	gives "$here/$how" "$here/$how/env" "a clone, .git a $how: a tree's record" AVENV_TRUST="$here"
	"$AVENV" -q allow --tracked $how
	like "$(cat "$STORE")" "allow env *$how/env" "a clone, .git a $how: allow makes its own record"
	gives "$here/$how" "$here/$how/env" "a clone, .git a $how: its own record"
done

# --- a record of a project covers all fixed names in it

fresh tracked
if command -v git >/dev/null; then
	git init -q p
	mkenv p/env
	git -C p add -f env
	mkenv p/.venv
	for words in 'p' '--found .' "--learn $here/p/.venv"; do
		rm -f "$STORE"
		# shellcheck disable=SC2086 # words
		run "$AVENV" allow $words
		is "$rc:$(grep -c '^allow' "$STORE"):$(grep -c "^allow env .*p/.venv" "$STORE")" 0:1:1 \
			"another fixed name is tracked: allow $words: the one by itself"
	done
	mv p/.venv p/gone
	run "$AVENV" -C p path
	like "$rc:$err" "1:*'$here/p/env' is not allowed*" 'another fixed name is tracked: that is not allowed by it'
	mv p/gone p/.venv
	rm "$STORE"
	run "$AVENV" allow --tracked p
	is "$rc" 0 'another fixed name is tracked: --tracked'
	gives "$here/p" "$here/p/.venv" 'another fixed name is tracked: --tracked'

	# Nor does it matter where in the project that lies: what leads there need not be tracked.
	mv p/.venv own
	rm -rf p
	git init -q p
	mkenv p/tools/env
	git -C p add -f tools
	# led NAME COMMAND...: that makes what leads to it
	led() {
		(cd p && "${@:2}")
		for words in 'p' '--found .' "--learn $here/p/.venv"; do
			rm -f "$STORE"
			mv own p/.venv
			# shellcheck disable=SC2086 # words
			run "$AVENV" allow $words
			is "$rc:$(grep -c '^allow' "$STORE"):$(grep -c "^allow env .*p/.venv" "$STORE")" 0:1:1 \
				"$1 leads to what is tracked: allow $words: the one by itself"
			mv p/.venv own
			gives "$here/p" '-*avenv allow*' "$1 leads to what is tracked: allow $words: that is not allowed by it"
		done
		rm -f p/venv p/virtualenv p/.python-envs p/other
	}
	led 'a link' ln -s tools/env venv
	led 'a link of the last name' ln -s tools/env virtualenv
	led 'a link by way of others' sh -c 'ln -s tools other; ln -s ../p/other/env venv'
	led 'a list' sh -c 'echo tools/env >.python-envs'
	mv own p/.venv
	ln -s tools/env p/virtualenv
	rm -f "$STORE"
	"$AVENV" -q allow p
	for words in '.venv venv' 'venv .venv'; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" -q -C p move $words
		gives "$here/p" "$here/p/${words#* }" "a link leads to what is tracked: move $words: what is said of it goes along"
		is "$(grep -c '^allow' "$STORE")" 1 "a link leads to what is tracked: move $words: and is of that alone"
	done
	# A directory of that name may have settings in it.
	rm -rf p
	git init -q p
	mkdir p/env
	echo x >p/env/dev.yaml
	git -C p add -f env
	mkenv p/.venv
	rm -f "$STORE"
	run "$AVENV" allow p
	is "$rc:$(grep -c "^allow dir .*p$" "$STORE")" 0:1 'what is tracked has no pyvenv.cfg: nothing of it can be turned on'
	rm -f p/.venv "$STORE"
else
	skip 'git is not installed' 47
fi

# --- what a shell says of itself

fresh shell
mkenv p/.venv
mkenv q/.venv
mkdir none
gives "$here/p" "$here/p/.venv" 'PWD is a lie' AVENV_TRUST="$here" PWD="$here/q"
gives "$here/none" '-*' 'PWD is a lie, and nothing here' AVENV_TRUST="$here" PWD="$here/q"
# told COUNT: the hint in p, when so many others were told before
told() {
	local keys
	keys=$(
		for ((i = 0; i < $1; i++)); do printf '%08x ' $i; done
		echo x
	)
	hook p "$here/p" '' "$PATH" '' "${keys%x}" >"$T/answer"
	# shellcheck disable=SC2016 # for that shell
	bash -c '_avenv_told=; . "$1"; printf "%s %s\n" ${#_avenv_told} "${_avenv_told:0:8}"' bash "$T/answer"
}
is "$(told 0 | cut -d ' ' -f 1)" 9 'told: the first'
is "$(told 63)" '576 00000000' 'told: the 64th'
is "$(told 64)" '576 00000001' 'told: of one more the first is forgotten'
# learns WANTED NAME EVENTS [INHERITED]
learns() {
	local got
	got=$(hook "$3" "$here/none" "$here/p/.venv" "$here/p/.venv/bin:$PATH" "${4-}" | grep -c '_avenv_learn=')
	is "$got" "$1" "$2"
}
learns 1 'learning: sourced by hand' po
learns 0 'learning: not what is inherited' po "$here/p/.venv"
learns 0 'learning: not before the first prompt' pso
learns 0 'learning: not without a stock activation' p

hook_env=(AVENV_NAMES=.venv:venv:venv:odd:.venv:venv)
for name in .venv venv odd; do
	is "$(hook p "$here/none" | grep -o "! -e '$here/none/$name'" | wc -l)" 1 "AVENV_NAMES with doubles: $name is looked at once"
done
hook_env=(LANG=C)

# --- Scripts, as on Windows, and a command that is not there

mkenv s/.venv
mv s/.venv/bin s/.venv/Scripts
mv s/.venv/Scripts/python s/.venv/Scripts/python.exe
S=$here/s/.venv/Scripts
run av "$here/s" AVENV_TRUST="$here" -- run sh -c "echo \$PATH"
is "$out" "$S:$PATH" 'run: Scripts is on PATH'
run av "$here/s" AVENV_TRUST="$here" -- env --shell bash
like "$out" "PATH='$S:$PATH'" 'env: Scripts is on PATH'
chmod 0777 s/.venv/Scripts
gives "$here/s" '-*can be written to by anybody' 'Scripts that others may write to' AVENV_TRUST="$here"
av "$here/p" AVENV_TRUST="$here" PATH=/usr/bin:/bin -- run no-such-command 2>&-
is "$?" 127 'run: no such command, and stderr closed'

# --- in a user namespace everybody unknown is one user

fresh namespace
mkenv p/.venv
# inside WANTED NAME COMMAND...: avenv path in p, started through COMMAND
inside() {
	local wanted=$1 name=$2
	shift 2
	run env -i "$@" unshare "$MAPPED" env PATH="$PATH" HOME="$T/nobody" AVENV_TRUST="$here" \
		"$T/avenv" -C "$here/p" path
	like "$rc:$out:$err" "$wanted" "$name"
}
cp "$AVENV" "$T/avenv"
AS_USER=()
[ "$ROOT" ] && AS_USER=(setpriv --reuid=4243 --regid=4243 --clear-groups)
if [ -z "$ROOT" ]; then
	skip "$ONLY_ROOT" 5
elif ! unshare -r true 2>/dev/null || ! "${AS_USER[@]}" unshare -r true 2>/dev/null; then
	skip 'no user namespaces here' 5
else
	MAPPED=-r
	inside "0:$here/p/.venv:" "root in a namespace: one's own" PATH="$PATH"
	chown -R 4242 p/.venv
	inside "1::*p/.venv' belongs to uid 65534" "root in a namespace: an unknown user's" PATH="$PATH"
	chown -R 4243:4243 .
	inside "0:$here/p/.venv:" "a user in a namespace: one's own" PATH="$PATH" "${AS_USER[@]}"
	chown -R 4242 p/.venv
	inside "1::*p/.venv' belongs to uid 65534" "a user in a namespace: an unknown user's" PATH="$PATH" "${AS_USER[@]}"
	MAPPED=-U
	inside "1::*p/.venv' belongs to uid 65534" "a user who is nobody there: an unknown user's" PATH="$PATH" "${AS_USER[@]}"
fi

# ---- what leads there -------------------------------------------------------

w=$T/ways
mkenv "$w/p/venv"
mkenv "$w/p/old"
"$AVENV" -q allow "$w/p"
rm -r "$w/p/venv"
ln -s old "$w/p/venv"
run "$AVENV" -C "$w/p" path
is "$rc:$out" 1: 'a link to an oddly named one in the project: by its real name'
rm "$w/p/venv"
git -c init.defaultBranch=main init -q "$w/p/clone" 2>/dev/null
mkenv "$w/p/clone/env"
ln -s clone/env "$w/p/venv"
run "$AVENV" -C "$w/p" path
is "$rc:$out" 1: 'a link into a clone in the project'

mkdir -m 777 "$w/open"
mkdir "$w/own"
mkenv "$w/own/.venv"
ln -s ../own "$w/open/link"
run "$AVENV" allow "$w/open/link"
like "$rc$err" "1*'$w/open' can be written to by anybody, and so where the name leads to can be changed; name '$w/own' itself" \
	'allow: a link where others may write'
ln -s open/link "$w/mine"
run "$AVENV" allow "$w/mine/../own/"
like "$rc$err" "1*'$w/open' can be written to by anybody, and so" 'allow: a link of ones own to that'
run av "$w/open/link" -- allow
like "$rc$err" "0*'$w/own' is allowed" 'allow: in a directory, whatever led there'
"$AVENV" -q forget "$w/own"
run "$AVENV" allow "$w/own"
is "$rc" 0 'allow: by its own name'

# listed FILE: an access list by which uid 1234 may write; fails where there are none
listed() {
	python3 - "$1" <<-'PY' 2>/dev/null
		import os, struct, sys
		rows = [(1, 6, -1), (2, 6, 1234), (4, 4, -1), (16, 6, -1), (32, 4, -1)]
		acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
		os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
	PY
}
mkenv "$w/acl/venv"
echo venv >"$w/acl/.venv"
"$AVENV" -q allow "$w/acl"
is "$("$AVENV" -C "$w/acl" path)" "$w/acl/venv" 'a redirect, before'
for what in .venv venv/pyvenv.cfg; do
	if listed "$w/acl/$what"; then
		run "$AVENV" -C "$w/acl" path
		like "$rc$err" "1*'$w/acl/$what' can be written to by others through an access list" \
			"an access list on $what"
	else
		skip 'no access lists here'
	fi
	chmod 644 "$w/acl/$what"
	python3 -c 'import os, sys; os.removexattr(sys.argv[1], "system.posix_acl_access")' "$w/acl/$what" 2>/dev/null
done

# --- of what is denied, or somebody else's, nothing is told either

fresh untold
mkenv p/one
mkenv p/two
like "$(hint "$here/p")" "*'one', 'two' are here*" 'several: told'
"$AVENV" -q deny p
is "$(hint "$here/p")" '' 'several, denied: silence'
gives "$here/p" "-*is denied by the record of '$here/p'*" 'several, denied'
"$AVENV" -q forget p
mkdir q sticky
mkfifo q/.venv
like "$(hint "$here/q")" '*neither a directory, a link nor a file*' 'a FIFO: told'
if [ "$ROOT" ]; then
	chown -R 1234 p
	is "$(hint "$here/p")" '' "several of somebody else's: silence"
	chown -R 1234 q
	is "$(hint "$here/q")" '' "a FIFO of somebody else's: silence"
	mkenv sticky
	mkdir sticky/mine
	chown 1234 sticky/pyvenv.cfg sticky/bin
	chmod 1777 sticky
	is "$(hint "$here/sticky/mine")" '' "a pyvenv.cfg that somebody put where anybody may: silence"
else
	skip "$ONLY_ROOT" 3
fi

# --- a directory that is too large to be gone through

fresh large
many() {
	seq -f "large/$1%g" 1100 | xargs touch
	seq -f "large/d$1%g" 60 | xargs mkdir
}
mkdir large
many a
mkenv large/myenv
many b
"$AVENV" -q -C large allow myenv
gives "$here/large" "$here/large/myenv" 'among more than is looked at, on record'

# --- what the user has set is no letter of what happened

fresh letters
answer() {
	(cd "$here" && "${CLEAN[@]}" "$AVENV_BUILD_DIR/avenv-hook" bash 3 "$1" "$here" '' /x/.venv '' "$here////" '' '' '' '' '')
}
ok 'there is an answer' test -n "$(answer p::)"
is "$(answer p::PS)" "$(answer p::)" "AVENV_QUIET=PS does not say that there is a PATH"
done_testing
