#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 63
# Environments in the stores of tools whose project is gone: `avenv list` and `avenv remove --gone`.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"
cd "$HOME" || exit

# editable DIR: the environment $env has a package that is installed from there
editable() {
	mkdir -p "$env/lib/python3.11/site-packages"
	echo "$1" >"$env/lib/python3.11/site-packages/own.pth"
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
# One with a name of the user's own, two that name no project, and three whose project cannot be seen
make .local/share/virtualenvs/custom
mkenv .virtualenvs/plain .pyenv/versions/3.11.2/envs/named
mkdir empty closed
p=$HOME/closed/old make .virtualenvs/closed
p=$HOME/empty/old make .virtualenvs/unmounted
touch empty/.not-mounted
touch -d '1 hour ago' empty
p=/nowhere/old make .virtualenvs/far
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
done_testing
