# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The files of a victim and of an attacker who share a directory, below $1, which is empty. The user
# ids of both, the group of both, and the owner and mode of the directory follow.
set -e
top=$1 victim=$2 attacker=$3 both=$4 owner=$5 mode=$6
shared=$top/shared home=$top/home
umask 022

# mkenv DIR: an environment
mkenv() {
	mkdir -p "$1/bin"
	printf 'home = /usr/bin\nversion = 3.11.2\n' >"$1/pyvenv.cfg"
	ln -s /usr/bin/python3 "$1/bin/python3"
	ln -s python3 "$1/bin/python"
}

# poisoned DIR: one whose programs leave a mark
poisoned() {
	mkenv "$1"
	rm "$1"/bin/*
	for name in python python3 ls pip; do printf '#!/bin/sh\n: >%s.ran\n' "$top" >"$1/bin/$name"; done
	chmod 755 "$1"/bin/*
}

mkdir -p "$shared"/p "$shared"/thesis "$shared"/blank "$shared"/open "$home"/precious/sub "$home"/.local/share
for env in env mixed p/.venv open/.venv; do mkenv "$shared/$env"; done
echo mine >"$shared/mixed/chapter"
for env in proj/.venv good; do mkenv "$home/$env"; done
echo mine >"$shared/thesis/chapter"
echo dear | tee "$home/precious/letter" >"$home/precious/sub/deed"
mkdir -m 700 "$home/.local/share/avenv"
stat -c 'allow slot %n/.venv in %i:%.9W' "$home/proj" "$shared/p" "$shared/open" >"$home/.local/share/avenv/records"
chmod 600 "$home/.local/share/avenv/records"
chmod 711 "$home"
chown -hR "$victim:$victim" "$top"
chown "$victim:$both" "$shared/open"
chmod 2775 "$shared/open"

# The attacker's part
poisoned "$shared/evil"
for env in .venv env; do poisoned "$shared/evils/$env"; done
ln -s "$home/precious" "$shared/link"
ln -s "$home/proj" "$shared/via"
ln -s "$shared/evil" "$shared/open/evil"
echo "$shared/evil" >"$shared/open/redirect"
mkfifo -m 666 "$shared/open/fifo"
chown -hR "$attacker:$attacker" "$shared"/evil "$shared"/evils "$shared"/link "$shared"/via "$shared"/open/evil \
	"$shared"/open/redirect "$shared"/open/fifo
chown "$owner" "$shared"
chmod "$mode" "$shared"
chmod 755 "$top"
chown 0:0 "$top"
