#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 16 25 26 64
# avenv path: the environment of this directory. The search goes up from the logical directory, then
# from the physical one, and stops at HOME, at AVENV_CEILING and at the end of the file system.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T")

# path_in DIR [-u VAR] [VAR=VALUE...]: avenv path in DIR of a trusted tree
path_in() {
	(cd "$1" && exec "${CLEAN[@]}" PWD="$1" env "${@:2}" "$AVENV" path)
}
# leads NAME WANTED DIR [-u VAR] [VAR=VALUE...]
leads() {
	run path_in "${@:3}"
	is "$rc:$out:$err" "0:$2:" "$1"
}
# fails NAME REASON DIR [VAR=VALUE...]: exit 1, nothing on stdout
fails() {
	run path_in "${@:3}"
	like "$rc:$out:$err" "1::avenv: $2*" "$1"
}

p=$T/p
for env in p/.venv odd/djvenv store/env above/.venv near/.venv far/.venv; do mkenv "$T/$env"; done
mkdir -p "$p/a/b" "$T"/{none,link,redirect} "$T/above/home/sub" "$T/far/away"
ln -s ../store/env "$T/link/.venv"
echo ../store/env >"$T/redirect/.venv"
ln -s p "$T/alias"
ln -s "$T/far/away" "$T/near/jump"
while IFS='|' read -r env dir args; do
	# shellcheck disable=SC2086 # words
	leads "$dir ${args//$T/}" "$T/$env" "$T/$dir" $args
done <<-END
	p/.venv|p
	p/.venv|p/a/b
	p/.venv|p/.venv/bin
	p/.venv|alias/a
	odd/djvenv|odd
	store/env|link
	store/env|redirect
	store/env|none|VIRTUAL_ENV=$T/store/env
	p/.venv|p|VIRTUAL_ENV=$T/store/env
	above/.venv|above/home/sub|HOME=/elsewhere
	above/.venv|above/home/sub|-u HOME
	above/.venv|above/home/sub|HOME=/x AVENV_CEILING=above/home:$T/above/ho:
	near/.venv|near/jump
	far/.venv|near/jump|PWD=$T/far/away
END
fails 'none' 'no environment in' "$T/none"
fails 'none, and the one that is on is gone' 'no environment in' "$T/none" VIRTUAL_ENV="$T/gone"
fails 'no record' "'*/.venv' is not allowed; 'avenv allow'" "$p" AVENV_TRUST=
fails 'above HOME, from below it' 'no environment' "$T/above/home/sub" HOME="$T/above/home"
fails 'above AVENV_CEILING' 'no environment' "$T/above/home/sub" HOME=/x AVENV_CEILING="$T/above/home"
ln -s above "$T/other_name"
fails "a ceiling by another name" "no environment" "$T/other_name/home/sub" HOME=/x AVENV_CEILING="$T/above/home"
mkenv "$T/above/home/.venv"
echo six >"$T/above/home/requirements.txt"
fails 'an environment at AVENV_CEILING, below files for up' "'*/above/home/.venv' is not searched for from here*; 'cd */above/home' finds it" "$T/above/home/sub" \
	HOME=/x AVENV_CEILING="$T/above/home"
rm "$T/above/home/requirements.txt"
leads 'HOME itself' "$T/above/home/.venv" "$T/above/home/sub" HOME="$T/above/home"
rm -r "$T/near/.venv"
leads 'above the physical path, where PWD finds nothing' "$T/far/.venv" "$T/near/jump"

mkenv "$T/odd/other"
avenv -q allow "$T/odd/djvenv"
ln -s odd "$T/odder"
for dir in odd odder; do
	leads "the one of several with a record, $dir" "$T/odd/djvenv" "$T/$dir" HOME="$HOME"
done

# ---- a broken world --------------------------------------------------------

for vars in '-u HOME' HOME= HOME=relative HOME=/nonexistent '-u PWD' PWD= PWD=p PWD=/nonexistent \
	"PWD=$T/none" "PWD=$p/" PWD=$'\n' '-u PATH' PATH= XDG_DATA_HOME=data LC_ALL=xx_YY.none; do
	# shellcheck disable=SC2086 # words
	leads "${vars//$T/}" "$p/.venv" "$p" $vars
done
ok 'a relative XDG_DATA_HOME: nothing is made there' test ! -e "$p/data"

# gone DIR [VAR=VALUE...] COMMAND...: in DIR, which is deleted then
gone() {
	mkdir -p "$1"
	(cd "$1" && rmdir "$1" && exec "${CLEAN[@]}" PWD="$1" "${@:2}")
}
run gone "$p/a/x" "$AVENV" path
is "$rc:$out" "0:$p/.venv" 'a deleted directory: the project is above'
run gone "$T/none/x" "$AVENV" -C "$p" path
is "$rc:$out" "0:$p/.venv" 'a deleted directory: -C leads out of it'
for args in path env 'create x' allow 'use x' 'run touch x' 'remove -y ./x' "move $p/.venv x"; do
	# shellcheck disable=SC2086 # words
	run gone "$T/none/x" "$AVENV" $args
	is "$rc:$out:$(ls -A "$T/none"):$(cd "$p" && echo .??* *)" '1:::.venv a' \
		"a deleted directory: avenv ${args//$T/} fails and does nothing"
done

# ---- file systems --------------------------------------------------------------

can_mount || done_testing
# across WANTED [VARIABLE]: avenv path in a file system that is mounted on p/a/b
across() {
	# shellcheck disable=SC2016 # for that shell
	run apart env "AVENV_TRUST=$T" "${2-_=}" sh -c 'mount -t tmpfs -o mode=755 tmpfs "$2/a/b" &&
		mkdir "$2/a/b/in" && cd "$2/a/b/in" && exec "$1" path' sh "$AVENV" "$p"
	is "$rc:$out" "$1" "a mounted file system: whether above it ${2-}"
}
across 1:
# In a user namespace of an ordinary user the directories above belong to an unknown one.
if [ "$(id -u)" = 0 ]; then across "0:$p/.venv" AVENV_CROSS=1; else skip 'only root can mount for itself'; fi
across 1: AVENV_CROSS=0
done_testing
