#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 63
# Environments in the stores of tools whose project is gone: `avenv list` and `avenv remove --gone`.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"
cd "$HOME" || exit

# editable DIR: the environment $env has a package that is installed from there
editable() {
	mkdir -p "$env/$SITE"
	echo "$1" >"$env/$SITE/own.pth"
}
# stores NAME: the project $p with an environment of each tool that names it
stores() {
	project "$1"
	make "$POETRY/poetry-SHA-py3.11"
	rm "$env/.project"
	editable "$p/src"
	make ".local/share/hatch/env/virtual/hatch/SHA/${1##*/}-hatch"
	editable "$p"
	make ".local/share/virtualenvs/${1##*/}-PIPFILE"
	make ".virtualenvs/${1##*/}"
}
# there: the names of the environments that are left, without their digests
there() { find . -name pyvenv.cfg -printf '%h\n' | sed -E "s|.*/||; s/-$sha|-$pipfile/-ID/" | LC_ALL=C sort | xargs; }

stores src/kept
stores src/old
# One with a name of the user's own, two that name no project
make .local/share/virtualenvs/custom
mkenv .virtualenvs/plain .pyenv/versions/3.11.2/envs/named
# Those whose project is not seen: 'closed' cannot be entered; a disk at 'empty', 'marked' or 'disks/one' is not mounted;
# 'quiet' did not change since; 'late' was made later; 'of_root' is another user's; 'far' is not there
mkdir -p closed empty marked disks/{one,two} quiet/other/sub of_root/other/sub
for place in closed empty marked quiet of_root; do p=$HOME/$place/old make .virtualenvs/$place; done
p=$HOME/disks/one/old make .virtualenvs/in_disk
p=$HOME/disks/one make .virtualenvs/root_of_disk
p=$HOME/late/old make .virtualenvs/late
p=/nowhere/old make .virtualenvs/far
touch marked/{.not-mounted,README.txt}
rmdir disks/one
touch -d '1 hour ago' quiet
sleep 0.1
mkdir -p late/other/sub
if can_chown; then chown 4242 of_root; else mv of_root of_nobody; fi
# Names of which a part is another path
for end in $'\n' $'\r' $'\r\n'; do
	number=$((${number-0} + 1))
	make .virtualenvs/part$number
	printf '%s\n' "$HOME/src/none${end}x" >"$env/.project"
done
make .virtualenvs/part_nul
printf '%s\0x\n' "$HOME/src/none" >"$env/.project"
make .virtualenvs/part_dos
printf '%s\r\n' "$HOME/src/kept" >"$env/.project"
# One that another project uses
mkdir other
make .virtualenvs/shared
ln -s ../.virtualenvs/shared other/.venv
"$AVENV" -q allow other
make .virtualenvs/on
make .virtualenvs/work
touch .virtualenvs/work/notes.txt
all=$(there)

run "$AVENV" list
like "$out" "*poetry-$sha-py3.11 *~/src/old *ok
*" 'list: the project of an environment of poetry'
run "$AVENV" remove --gone
is "$rc:$out:$err" '0::avenv: nothing to remove: no environment in a store has certainly lost its project' 'all projects exist'

rm -r src/old
run "$AVENV" list
like "$out" "*far *ok: its project is not seen*" 'list marks those that are not seen'
is "$(grep -c 'its project is gone' <<<"$out")" 6 'list marks the environments of a project that is gone'
is "$("$AVENV" list --json | grep -c "\"gone_project\": \"$HOME/src/old\"")" 6 '... and --json'
chmod 0 closed
run env VIRTUAL_ENV="$HOME/.virtualenvs/on" "$AVENV" remove --gone
is "$rc:$(there)" "1:$all" 'without a terminal and -y: refused'
like "$err" '*4 environments (*): not removed*remove -y --gone*' '... and what to type'
like "$err" "*/work' holds*" '... one with work of the user is refused as by remove'
run env VIRTUAL_ENV="$HOME/.virtualenvs/on" "$AVENV" remove -n --gone
is "$rc:$(there):$(grep -c '^~' <<<"$out")" "0:$all:4" '-n: printed, and nothing removed'
run env VIRTUAL_ENV="$HOME/.virtualenvs/on" "$AVENV" remove -y --gone
is "$rc:$(there)" "0:$(xargs -n 1 <<<"$all" | grep -vxF -e old -e old-ID -e old-hatch -e poetry-ID-py3.11 | xargs)" \
	'removed, but for one that is on and one that is refused'
for words in '--gone old' '-n' ''; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" remove $words
	is "$rc" 2 "'$words': usage"
done

# All that are left, work and on, are refused
run env VIRTUAL_ENV="$HOME/.virtualenvs/on" "$AVENV" remove -y --gone
is "$rc:$(grep -c 'certainly gone' <<<"$err")" 1:0 'all are refused: not said to be none'
# A line that cannot be read may be the record of a project: here of other, which uses shared
sed -i 's| to | t0 |' "$HOME/.local/share/avenv/records"
changes_nothing 'a damaged line of the records: refused, with the command' "1:avenv: *line *sed -i *" . "$AVENV" remove -y --gone

# A disk that is mounted, and then is not: what was deleted on it is gone, but in its root, where another disk may be
# mounted by now
can_mount_as_root || done_testing
rm -rf .virtualenvs .local/share src disk
mkdir -p disk .virtualenvs
gone() { "$AVENV" list --json | sed -n "s|.*\"gone_project\": \"$HOME/\(.*\)\",|\1|p" | xargs; }
# shellcheck disable=SC2317 # called by name
on_disk() {
	mount -t tmpfs -o mode=755 tmpfs disk && mkdir -p disk/{root,kept/sub,src/{old,kept/sub}}
	p=$HOME/disk/root make .virtualenvs/root
	p=$HOME/disk/src/old make .virtualenvs/old
	sleep 0.1
	rm -r disk/root disk/src/old
	gone
	umount disk
	touch disk
	gone
}
export -f on_disk gone make mkenv filled
export AVENV T
is "$(apart bash -c on_disk 2>&1)" disk/src/old 'a disk that is mounted, and then is not'
done_testing
