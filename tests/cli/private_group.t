#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 37 39
# A home in which everything is made with umask 002: its group may write to it. That is fine if the group is
# called as the user and has no other member, by whatever number. Commands ask the system, the prompt knows.
. "${SRCDIR:?}/tests/lib.sh"
if [ -z "${PRIVATE-}" ]; then
	is_root || skip_all 'not as this user'
	apart true 2>/dev/null || skip_all 'no mount namespaces here'
	export PRIVATE=$T
	apart "$0"
	exit
fi
PYTHON=$(command -v python3) || skip_all 'python3 is not installed'
cd "$PRIVATE" || exit 1
chmod 755 .
touch passwd group
{ mount --bind passwd /etc/passwd && mount --bind group /etc/group; } || skip_all '/etc/passwd cannot be another one here'
cp "$AVENV" "$AVENV-hook" "$AVENV-no-pip" . 2>/dev/null || cp "$AVENV" "$AVENV-hook" .
umask 002

# anna GID COMMAND...: as anna, who is user 4242
anna() { setpriv --reuid=4242 --regid="$1" --clear-groups env HOME="$PWD/home" PATH="$PWD:$PATH" "${@:2}"; }
# system GID NAME LIST FIRST: anna's group is NAME, lists LIST, and is the first group of FIRST, too
system() {
	local bobs=4343
	[ -z "$4" ] || bobs=$1
	printf '%s\n' root:x:0:0::/:/bin/sh "anna:x:4242:$1::/:/bin/sh" "bob:x:4343:$bobs::/:/bin/sh" >passwd
	printf '%s\n' root:x:0: "$2:x:$1:$3" bob:x:4343: >group
}
# home GID: a new one, anna's
home() {
	rm -rf home
	mkdir -p home/p
	chown -R "4242:$1" home
	chmod -R g+w home
}
# prompt GID: what a shell has after a cd. The hook was printed before, so that no command runs
"./avenv" hook bash >hook.bash
prompt() {
	# shellcheck disable=SC2016 # for the other shell
	anna "$1" env --default-signal=INT bash --norc -ic '. ./hook.bash; cd home/p; echo "$VIRTUAL_ENV"' 2>/dev/null
}
create() { run anna "$1" ./avenv -C home/p create -q -p "$PYTHON" --without-pip; }

for gid in 4242 5005; do
	for name in anna team; do
		for list in '' anna bob anna,bob stranger; do
			for first in '' bob; do
				system $gid $name "$list" "$first"
				home $gid
				create $gid
				case $name:$list:$first in
				anna:: | anna:anna:) wanted=0: on=$PWD/home/p/.venv ;;
				*) wanted="*can be written to by group '$name'*" on= ;;
				esac
				about="group $gid '$name' lists '$list', first of '$first'"
				# shellcheck disable=SC2053 # a pattern
				like "$rc:$err" "$wanted" "$about: create"
				is "$(prompt $gid)" "$on" '... and the next prompt'
			done
		done
	done
done

# Another group with the same number, behind it in the file
system 5005 anna '' ''
echo devs:x:5005:bob >>group
home 5005
create 5005
like "$rc:$err" "*can be written to by group 'anna'*" 'two groups of one number: create'
is "$(prompt 5005)" '' '... and the next prompt'

# The way to the records: what they say of a group proves nothing about those who can exchange them.
system 5005 anna '' ''
home 5005
create 5005
chmod -R g-w home && chmod g+w home/.local
is "$(prompt 5005)" "$PWD/home/p/.venv" 'the way to the records, of a private group: on'
system 5005 anna bob ''
is "$(prompt 5005)" '' '... of one with another member: off'
like "$(anna 5005 ./avenv -C home/p allow 2>&1)" "*/.local' can be written to by group 'anna'*" '... and allow says who'

# An answer that is no longer right ends with the next command.
system 5005 anna '' ''
home 5005
create 5005
is "$(grep -c '^private group 5005$' home/.local/share/avenv/records)" 1 'the answer is kept'
chmod g-w home && chmod -R g-w home/.local
system 5005 anna bob ''
like "$(anna 5005 ./avenv status home/p)" "*can be written to by group 'anna'*" 'a new member: status'
is "$(grep -c '^private group' home/.local/share/avenv/records)" 0 '... the answer has gone'
is "$(prompt 5005)" '' '... and the prompt has it'
system 5005 anna '' ''
anna 5005 ./avenv status home/p >/dev/null
is "$(prompt 5005)" "$PWD/home/p/.venv" 'the member has left: it is on again'

# Another machine has other numbers: 5005 is a group of hers there, and not private; 6006 is.
system 6006 anna '' ''
printf 'anna:x:6006:\nteam:x:5005:anna,bob\n' >group
is "$(prompt 6006)" '' 'a home on two machines: what the other knows of 5005 says nothing of who is not in it'
chgrp -R 6006 home
anna 6006 ./avenv status home/p >/dev/null
is "$(prompt 6006)" "$PWD/home/p/.venv" '... 6006 is private here'
is "$(grep '^private group' home/.local/share/avenv/records | sort | tr '\n' ' ')" 'private group 5005 private group 6006 ' '... and both are kept'

# What needs no record, and the first prompt
system 5005 anna '' ''
home 5005
create 5005
rm -r home/.local
anna 5005 env SHELL=/bin/bash ./avenv -q setup bash
# shellcheck disable=SC2016 # for the other shell
is "$(anna 5005 env AVENV_TRUST="$PWD/home" bash --norc -ic '. ./hook.bash; cd home/p; echo "$VIRTUAL_ENV"' 2>/dev/null)" "$PWD/home/p/.venv" 'setup asks, too'
rm -r home/.local
anna 5005 ./avenv hook bash >/dev/null
is "$(tail -n 1 home/.local/share/avenv/records)" 'private group 5005' 'and the hook that is printed'
rm -r home/.local
(umask 022 && anna 5005 ./avenv hook bash >/dev/null)
ok '... but not where the group may write to nothing new' test ! -e home/.local
is "$(anna 5005 ./avenv -C home/p repair 2>&1)" "avenv: there is nothing to repair in '~/p/.venv'; 'avenv doctor ~/p/.venv' says whether its Python starts here" 'repair'
ok 'run' anna 5005 ./avenv run -e home/p/.venv true

# A crash left a half line, and NUL bytes behind it: of group 50051, say.
system 5005 anna '' ''
home 5005
create 5005
sed -i 's/^private group .*/&\x00/' home/.local/share/avenv/records
is "$(prompt 5005)" '' 'the answer in a damaged line: off'
umount /etc/passwd /etc/group
done_testing
