#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 63
# Environments in the stores of tools whose project is gone: `avenv list` and `avenv remove --gone`. What is said of
# them: messages/list.sh
. "${SRCDIR:?}/tests/lib.sh"
# A case stands in its home.
HOME=$T/w
. "$SRCDIR/tests/stores.sh"

# store NAME: the project $p, with an environment of each tool that names it
store() {
	project "$1"
	make ".local/share/virtualenvs/${1##*/}-PIPFILE"
	make ".virtualenvs/${1##*/}"
	make "$POETRY/poetry-SHA-py3.11"
	rm "$env/.project"
	mkdir -p "$env/$SITE"
	echo "$p/src" >"$env/$SITE/own.pth"
	make ".local/share/hatch/env/virtual/hatch/SHA/${1##*/}-hatch"
	mkdir -p "$env/$SITE"
	echo "$p" >"$env/$SITE/own.pth"
}
# names PROJECT ENV...: environments of virtualenvwrapper that name it
names() {
	local p=$1 name
	for name in "${@:2}"; do make ".virtualenvs/$name"; done
}
# there: the names of the environments that are left, without their digests
there() { find . -name pyvenv.cfg -printf '%h\n' | sed -E "s|.*/||; s/-$sha|-$pipfile/-ID/" | LC_ALL=C sort | xargs; }
# gone ARG...: remove --gone, while one of src/old is on
gone() { run env VIRTUAL_ENV="$HOME/.virtualenvs/on" "$AVENV" remove "$@" --gone; }

case_project_is_gone() {
	store src/kept
	store src/old
	names "$p" on work
	touch .virtualenvs/work/notes.txt
	all=$(there)
	run "$AVENV" list
	like "$out" "*poetry-$sha-py3.11 *~/src/old *ok"$'\n' 'list: the project of an environment of poetry'
	gone
	is "$rc:$out:$(there)" "0::$all" 'all projects exist: nothing to remove'
	rm -r src/old
	run "$AVENV" list --json
	is "$(grep -c "\"gone_project\": \"$HOME/src/old\"" <<<"$out")" 6 'list marks its environments'
	gone
	like "$rc:$(there):$err" "1:$all:*/work' holds*" 'without a terminal and -y: refused'
	gone -n
	is "$rc:$(there):$(grep -c '^~' <<<"$out")" "0:$all:4" '-n: printed, and nothing removed'
	left=$(xargs -n 1 <<<"$all" | grep -vxF -e{old{,-ID,-hatch},poetry-ID-py3.11} | xargs)
	gone -y
	is "$rc:$(there)" "0:$left" 'removed, but for one that is on and one that is refused'
	gone -y
	is "$rc:$(there)" "1:$left" 'these two are left, and refused'
	unlike "$err" 'certainly gone' 'which are not said to be none'
	# shellcheck disable=SC2086 # words
	for all in '--gone old' -n ''; do tap_exit 2 "usage: '$all'" "$AVENV" remove $all; done
}

# 'closed' cannot be entered; a disk at 'empty', 'marked' or 'disks/one' is not mounted; 'quiet' did not change since;
# 'late' was made later; 'of_root' is another user's; 'far' is not there
case_project_is_not_seen() {
	number=0 sha=no pipfile=no
	mkdir -p closed empty marked disks/{one,two} quiet/other/sub of_root/other/sub src/{old,kept/sub}
	for place in closed empty marked quiet of_root late; do names "$PWD/$place/old" "$place"; done
	names "$PWD/disks/one/old" in_disk && names "$PWD/disks/one" root_of_disk && names /nowhere/old far
	# 'custom' has a name of the user's own.
	names "$PWD/src/old" ../.local/share/virtualenvs/custom old shared
	# Names of which a part is another path
	for end in $'\n' $'\r' $'\r\n'; do names "$PWD/src/none${end}x" part$((number += 1)); done
	names "$PWD/src/kept"$'\r' part_dos
	make .virtualenvs/part_nul
	printf '%s\0x\n' "$PWD/src/none" >.virtualenvs/part_nul/.project
	touch marked/{.not-mounted,README.txt}
	rmdir disks/one
	touch -d '1 hour ago' quiet
	tick
	mkdir -p late/other/sub && rmdir src/old
	if can_chown; then chown 4242 of_root; else mv of_root of_nobody; fi
	# Two that name no project, one that another project uses
	mkenv .virtualenvs/plain .pyenv/versions/3.11.2/envs/named
	mkdir other
	ln -s ../.virtualenvs/shared other/.venv
	"$AVENV" -q allow other
	chmod 0 closed
	all=$(there)
	gone -y
	is "$rc:$(there)" "0:${all/ old / }" 'it stays'
	like "$("$AVENV" list)" '*far *ok: its project is not seen' 'list marks it'
	# A line that cannot be read may be the record of a project: here of other, which uses shared
	sed -i 's| to | t0 |' .local/share/avenv/records
	changes_nothing 'a damaged record: refused, with the command' "1:avenv: *sed -i *" . "$AVENV" remove -y --gone
}

# What was deleted on a disk that is mounted, and then is not, is gone, but in its root, where another disk may be
# mounted by now.
case_disk() {
	can_mount_as_root || return
	marked() { "$AVENV" list --json | sed -n "s|.*\"gone_project\": \"$HOME/\(.*\)\",|\1|p" | xargs; }
	# shellcheck disable=SC2317 # called by name
	on_disk() {
		mount -t tmpfs -o mode=755 tmpfs disk && mkdir -p disk/{root,kept/sub,src/{old,kept/sub}}
		names "$HOME/disk/root" root
		names "$HOME/disk/src/old" old
		tick
		rm -r disk/root disk/src/old
		marked
		umount disk
		touch disk
		marked
	}
	mkdir disk
	sha='' pipfile=''
	export -f on_disk marked names make mkenv filled tick
	export AVENV T sha pipfile
	is "$(apart bash -c on_disk 2>&1)" disk/src/old 'a disk that is mounted, and then is not'
}

run_cases
