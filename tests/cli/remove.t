#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 53 61 63 66
# avenv remove: an environment goes, and the links that led to it are named; nothing
# outside goes, and nothing that is no environment.
# shellcheck disable=SC2046,SC2086 # words
. "${SRCDIR:?}/tests/lib.sh"

w=$T/w
mkdir "$w"
cd "$w" || exit 1

# refused NAME WHY ENV...: exit status 1, a message that says WHY, and nothing changes
refused() { changes_nothing "refused: $1" "1:avenv: *$2" "$T" "$AVENV" remove -y "${@:3}"; }

# ---- a program in an environment, typed as ENV -----------------------------------

mkenv q/.venv
ln -sf /usr/bin/env q/.venv/bin/python
for command in path packages use doctor remove recreate 'run -e'; do
	run "$AVENV" $command q/.venv/bin/python $([ "$command" != 'run -e' ] || echo true)
	like "$rc:$err" "1:avenv: */python' is not a directory" "$command, with a link to a program as ENV: refused"
done

# ---- an environment ----------------------------------------------------------

mkenv p/.venv
mkdir -p p/.venv/lib/x/closed/in outside
echo kept >outside/file
ln -s "$w/outside" p/.venv/lib/x/out
ln -s ../../../outside/file p/.venv/bin/file
echo x >p/.venv/lib/x/closed/in/x
chmod 555 p/.venv/lib/x/closed/in p/.venv/lib/x/closed
run "$AVENV" remove -y p/.venv
is "$rc:$out" 0: 'removed'
is "$(ls -d p/.venv 2>/dev/null)" '' 'it is gone, with read-only directories of its own'
is "$(cat outside/file):$(ls -A p)" kept: 'no link is followed, and nothing is left beside it'

odd=$'caf\351 \n*'
mkenv a b broken "$odd"
ln -sf /nowhere/python3 broken/bin/python3
rm -r broken/lib
refused 'several, of which one is not there' "no environment 'nosuch'" ./a nosuch ./b
run "$AVENV" rm -q --yes ./a ./b "./$odd" ./broken a/
is "$rc:$err" 0: 'several, any bytes in a name, a broken one'
is "$(ls -d a b "$odd" broken 2>/dev/null)" '' 'they are gone'
for receipt in uv-receipt.toml:'uv tool' pipx_metadata.json:pipx; do
	mkenv tools/ruff
	touch "tools/ruff/${receipt%%:*}"
	changes_nothing "${receipt#*:}'s environment of a program" "1:avenv: '$w/tools/ruff' is that of a program; '${receipt#*:} uninstall ruff' removes both" "$T" "$AVENV" remove -y tools/ruff
	rm -r tools
done
mkenv s/.venv
run "$AVENV" -q allow s/.venv
refused 'a generic name is no environment of another directory' "there is no '$w/.venv'" .venv
mkenv s/twice t/twice
run "$AVENV" -q allow s t
refused 'a name that two environments have' "'twice' could be " twice
rm -rf s t

# ---- refused -----------------------------------------------------------------

mkdir plain nohome pp
echo 'version = 3' >nohome/pyvenv.cfg
touch file
mkenv env
ln -s env link
echo ../env >pp/.venv
while IFS='|' read -r name why env; do refused "$name" "$why" "$env"; done <<-'L'
	no pyvenv.cfg|it has no pyvenv.cfg|plain
	a pyvenv.cfg without home|has no 'home'|./nohome
	a file|is not a directory|file
	a path that is not there|there is no|no/where
	a link|only points to|./link
	a link with a slash behind it|only points to|link/
	a redirect|points elsewhere|pp/.venv
	an empty name|is empty|
	the root|it has no pyvenv.cfg|/
L
cp env/pyvenv.cfg "$HOME"
mkdir "$HOME/bin"
refused 'the home directory' 'your home directory is in it' "$HOME"
cp env/pyvenv.cfg "$T"
refused 'the parent of the home directory' 'your home directory is in it' "$T"
rm "$HOME/pyvenv.cfg" "$T/pyvenv.cfg"
for from in env env/bin; do
	cd "$from" || exit 1
	refused "the shell is in $from" 'this shell is in' "$w/env"
	run "$AVENV" -C "$w" remove -y ./env
	is "$rc" 1 "the shell is in $from, whatever -C says"
	cd "$w" || exit 1
done
mkenv envx
cd envx || exit 1
refused 'the working directory itself' 'this shell is in' .
run "$AVENV" -q remove -y "$w/env"
is "$rc" 0 'a neighbour with a longer name is no matter'
cd "$w" || exit 1

# The user's own work in the environment's directory
mkenv mixed
for entry in .git src log pip.conf main.py .avenv-notes .avenv-new-{01234567,0123456789abcdef}; do
	mkdir "mixed/$entry"
	refused "with '$entry' in it" "more than an environment: '$entry'" ./mixed
	rmdir "mixed/$entry"
done
touch mixed/{.gitignore,CACHEDIR.TAG,.lock}
mkdir mixed/{share,etc,include}
run "$AVENV" -q remove -y ./mixed
is "$rc:$err" 0: 'files of packages and of tools are no work of the user'

mkenv locked
exec 9<locked
flock -n 9
refused 'another avenv works on it' 'another command is working' ./locked
exec 9<&-
rm -rf locked

if can_mount; then
	mkenv env
	echo a >env/lib/file
	# shellcheck disable=SC2016 # for sh
	run apart sh -c 'mount --bind /dev/null env/lib/file && ! "$1" remove -y env && ! "$1" create --clear --without-pip env && ls env' sh "$AVENV"
	like "$rc:$out" '0:*bin*lib*pyvenv.cfg' 'a file that is mounted below: refused before anything changes'
	rm -rf env
	mkenv env/lib/data env
	for place in env/lib/data env; do
		# shellcheck disable=SC2016 # for that shell
		run apart sh -c 'mount --bind "$2" "$2" && echo kept >"$2/kept" &&
			! "$1" remove -y ./env && ! "$1" create --clear --without-pip env && cat "$2/kept"' sh "$AVENV" "$place"
		like "$rc:$out" '0:kept' "a mount point at $place, remove and create --clear: what is mounted stays"
	done
	rm -rf env
fi

if can_chown; then
	chmod 755 "$T"
	chmod 777 "$w"
	cp "$AVENV" "$T/avenv"
	mkenv foreign
	chown -R 4242 foreign
	mkenv hidden
	chmod 0 hidden/lib
	chown -R 65534:65534 hidden
	for env in foreign hidden; do
		run as_user env HOME="$T/user" "$T/avenv" remove -y ./$env
		is "$rc:$(ls $env/pyvenv.cfg)" "1:$env/pyvenv.cfg" "$env, as another user: refused"
	done
	# root has made a part that root alone may delete, as `sudo pip` does
	mkenv part
	mkdir part/lib/root
	touch part/lib/root/file
	chown -R 65534:65534 part
	chown -R 0:0 part/lib/root
	run as_user env HOME="$T/user" "$T/avenv" remove -y ./part </dev/null
	like "$rc:$err" "1:*avenv: cannot remove '$w/*/lib/root*': Permission denied; 'sudo rm -rf $w/*' removes what is left" \
		'a part that the user may not delete: the reason'
	# The test is root
	eval "$(sed -n "s/.*; 'sudo \(rm .*\)' removes what is left/\1/p" <<<"$err")"
	is "$(ls -d .avenv* 2>/dev/null)" '' '... and what removes it'
	rm -rf hidden foreign part
	chmod 755 "$w"
fi

# ---- links and redirects to it -----------------------------------------------

# listed: the environments and directories on record
listed() {
	"$AVENV" allow --list | sed "s|$w|W|g"
}
mkdir one two three four five
mkenv shared/e1 shared/other
echo "$w/shared/e1" >one/.venv
echo ../shared/e1 >two/.venv
echo "$w/shared/other" >three/.venv
ln -s ../shared/e1 four/.venv
ln -s ../shared/e1 current
ln -s ../current five/.venv
run "$AVENV" -q allow one two three four five
run "$AVENV" -C shared -q allow e1 other
chmod 666 "$HOME/.local/share/avenv/records"
refused 'the records can be written to by others' 'can be written to by anybody' shared/e1
chmod 600 "$HOME/.local/share/avenv/records"
run "$AVENV" remove -y shared/e1
is "$rc" 0 'an environment that several projects use'
is "$(grep -o "'rm [^']*' removes it" <<<"$err" | sort | xargs)" \
	"rm $w/four/.venv removes it rm $w/one/.venv removes it rm $w/two/.venv removes it" 'redirects and links to it are named'
like "$(listed)" 'W/shared/other' 'the record of another stays'

avenv() { "$AVENV" -q "$@"; }
# COMMANDS that make q|what is removed|1: one that is made there later is on
while IFS='|' read -r commands env later; do
	rm -rf q "$HOME/.local"
	mkenv q/.venv
	eval "$commands"
	avenv remove -y "q/$env"
	mkenv "q/$env"
	is "$(avenv -C q path 2>/dev/null | grep -c "/q/$env$")" "$later" "$commands, remove, made anew: on"
done <<'L'
avenv allow q|.venv|1
avenv allow q; rm q/.venv/bin/python*|.venv|1
avenv allow q; avenv deny q|.venv|0
avenv allow q; avenv deny q/.venv|.venv|0
rm -r q/.venv; mkenv q/env; avenv allow q; mkenv q/.venv; avenv allow q|env|0
L
rm -rf q "$HOME/.local"
mkenv q/.venv
avenv allow q
mkenv q/env
avenv allow q/env
avenv remove -y q/.venv
avenv forget "$w/q/.venv"
is "$(avenv -C q path)" "$w/q/env" 'forget ENV forgets no other one of the project'

done_testing
