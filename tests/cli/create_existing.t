#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 31 34 35 37 48 51
# avenv create over an environment that came in an archive, or that belongs to somebody else.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

: >none.txt

# off NAME: no record turns p/.venv on, and nothing of it ran
off() {
	run "$AVENV" -C p path
	is "$out" '' "off: $1"
	not_ok "nothing of it ran: $1" test -e "$T/ran"
}

# planted DIR: an environment as an archive may bring it; its Python and its ls note that they ran
planted() {
	rm -rf "$1"
	cp -r template "$1"
}
bare template
printf '#!/bin/sh\ntouch %s/ran\n' "$T" >template/bin/ls
chmod 755 template/bin/ls
echo "import os; open('$T/ran', 'w')" >"template/$SITE/planted.pth"

# ---- an environment from an archive ------------------------------------------

mkdir p
planted p/.venv
create p/.venv
like "$rc:$err" '0:*avenv allow' 'made again, and the message names the command that allows it'
off 'made again'
ln -s . way
create --without-pip way/p/.venv
off 'made again by another path'
refused '-r, which runs it' -r none.txt p/.venv
refused '--upgrade-deps, which runs it' --upgrade-deps p/.venv
off 'refused -r'
"$AVENV" -q deny p
create --without-pip p/.venv
is "$rc" 0 'denied: made again'
refused '-r where it is denied' -r none.txt p/.venv
run "$AVENV" -q forget p
create --clear -r none.txt p/.venv
is "$rc" 0 '--clear -r'
run "$AVENV" -C p path
is "$out" "$T/w/p/.venv" '--clear: all of it is new, so it is on'
not_ok '--clear: nothing of the old one ran' test -e "$T/ran"
create -r none.txt p/.venv
is "$rc" 0 '-r into an environment that is on record'

rm -rf p/.venv "$HOME/.local"
planted p/.venv
rm p/.venv/pyvenv.cfg
create --without-pip p/.venv
off 'without a pyvenv.cfg'
for name in bin lib share include pip.conf; do
	rm -rf p/.venv
	mkdir p/.venv
	case $name in
	pip.conf) printf '[global]\npython = ./evil\n' >p/.venv/pip.conf ;;
	*) mkdir "p/.venv/$name" ;;
	esac
	create --without-pip p/.venv
	off "a directory with nothing but $name"
	refused "-r into a directory that had $name" -r none.txt p/.venv
done
rm -rf p/.venv
mkdir p/.venv
create --without-pip p/.venv
run "$AVENV" -C p path
is "$out" "$T/w/p/.venv" 'an empty directory: what is made there is on'
planted p/.venv
chmod 666 "$HOME/.local/share/avenv/records"
create --without-pip p/.venv
off 'the records can be written to by others'
refused '-r, and the records can be written to by others' -r none.txt p/.venv
rm -rf p "$HOME/.local"

# ---- somebody else's ---------------------------------------------------------

bare open
chmod 777 open
refused 'others can write to it' open
chmod 755 open
chmod 666 open/pyvenv.cfg
refused 'others can write to its pyvenv.cfg' open
ok 'then --clear makes a new one' bare --clear open
rm -rf open
if [ "$(id -u)" = 0 ]; then
	planted theirs
	chown -R 65534:65534 theirs
	for flags in '' '-r none.txt' --upgrade-deps --clear; do
		# shellcheck disable=SC2086 # two words, or none
		refused "somebody else's${flags:+, $flags}" $flags theirs
	done
	not_ok 'nothing of it ran' test -e "$T/ran"
	rm -rf theirs
else
	skip 'only root can give files away' 9
fi

# In a directory that the user may not write to, or not look into
chmod 755 "$T" .
cp "$AVENV" "$T/avenv"
mkdir -p closed/q closed/r user
bare user/env
if [ "$(id -u)" = 0 ]; then chown -R 65534:65534 closed/q closed/r user; fi
chmod 444 closed/q
chmod 555 closed
as_user_create() {
	run as_user env HOME="$T/w/user" "$T/avenv" create -p "$PYTHON" --without-pip "$@"
}
as_user_create --clear closed/q
is "$rc" 1 '--clear of a directory that one may not look into'
as_user_create closed/new
is "$rc:$(ls -m closed)" '1:q, r' 'a parent that one may not write to'
as_user_create closed/r
is "$rc" 0 'a parent that one may not write to, and an empty target'
as_user_create --clear closed/r
is "$rc:$(find closed -maxdepth 2 -name '.avenv*')" 1: '... and --clear, which needs it'
ok 'it is whole' test -x closed/r/bin/python -a -f closed/r/bin/activate
chmod -R 755 closed
rm -rf closed user

# ---- entries in the way --------------------------------------------------------

create env
rm "env/$SITE"/pip-*.dist-info -r
mv "env/$SITE/pip" elsewhere
ln -s "$T/w/elsewhere" "env/$SITE/pip"
refused 'a pip that is a link' env
ok 'what it leads to stays' test -f elsewhere/__init__.py
done_testing
