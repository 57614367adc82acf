#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 45 63
# What TAB offers for ENV, the command takes: each word, for each command, from several directories. Refused is only what
# `list` calls broken, changed or refused, and what only git tells.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"
cd "$HOME" || exit
chmod 0755 "$T"

# ---- environments of each kind --------------------------------------------------------

mkenv src/{own,old,moved,copied,replaced,tracked,clone,closed,no_cfg,no_home,no_bin,no_python,denied,gone,open,theirs}/.venv \
	src/named/tools src/two/{one,other} src/pair/{.venv,venv} src/itself here/.venv here/qlab here/shop/.venv far/{linked,redirected} \
	far/{own,reused,slot} slot/slot
mkdir src/{link,redirect} here/here
ln -s ../../far/linked src/link/.venv
printf ../../far/redirected >src/redirect/.venv
for dir in tracked clone/.venv; do git init -q "src/$dir" && git -C "src/$dir" add -f .; done
for path in src/* src/two/* src/pair/* here/* here/.venv far/{own,reused,slot} slot/slot; do "$AVENV" -q allow --tracked "$path" 2>/dev/null; done
"$AVENV" -q deny src/denied
rm -r src/no_cfg/.venv/pyvenv.cfg src/no_bin/.venv/bin src/no_python/.venv/bin/python* src/gone/.venv slot/slot
: >src/no_home/.venv/pyvenv.cfg
mv src/moved src/moved.new
cp -a src/copied src/copy
cp -a src/replaced src/new && rm -r src/replaced && mv src/new src/replaced
chmod a-w src/closed/.venv src/closed
chmod o+w src/open/.venv
project poet && make '.cache/pypoetry/virtualenvs/poet-SHA-py3.11'
project piper && make '.local/share/virtualenvs/piper-PIPFILE'
project hat && make '.local/share/hatch/env/virtual/hat/SHA/hat'
project wrapped
for name in wrapped own reused empty cut no_base windows hidden of_another; do make ".virtualenvs/$name"; done
make .pyenv/versions/3.11.2/envs/pye
ln -s wrapped .virtualenvs/link
rm -r .virtualenvs/{empty/pyvenv.cfg,no_base/bin/python,windows/bin}
: >.virtualenvs/cut/pyvenv.cfg
mkdir -p .virtualenvs/windows/Scripts conda/envs/ml/{conda-meta,bin}
chmod 0 .virtualenvs/hidden
"$AVENV" -q deny .virtualenvs/denied 2>/dev/null
if can_chown; then chown -R 4242 .virtualenvs/of_another src/theirs; fi

# ---- each word, for each command ------------------------------------------------------

: >"$T/taken"
# of refusals that are about the word, and not about the state of the environment
NO_WORD='name is not enough|no environment|another user|not allowed|is a project|has no pyvenv.cfg'
list=$("$AVENV" list --json)
# state PATH: as `list` has it
state() { awk -v path="\"$1\"," '$1 == "\"path\":" { here = $2 == path } here && $1 == "\"state\":" { gsub(/[",]/, "", $2); print $2 }' <<<"$list"; }

# offers DIR WANTED COMMAND...: with each word that TAB offers in place of @ the command's answer is WANTED
offers() {
	local word words path dir=$1 wanted=$2 before=() faults='' count=0
	shift 2
	cd "$HOME/$dir" || exit
	while [ "${1-@}" != @ ]; do before+=("$1") && shift; done
	mapfile -t words < <("$AVENV" __complete bash "${before[@]}" '' | sed 1d)
	for word in "${words[@]}"; do
		run "$AVENV" "${before[@]}" "$word" "${@:2}"
		count=$((count + 1))
		# shellcheck disable=SC2254 # it is meant as a pattern
		case $rc:$err in
		$wanted | *git\ tracks* | *git\ repository* | *"'.git'"* | *this\ shell\ is\ in*) continue ;;
		esac
		path=$word
		[[ $word = /* ]] || path=$("$AVENV" path "$word" 2>/dev/null)
		[ "$(state "$path")" != ok ] && ! grep -qE "$NO_WORD" <<<"$err" || faults+="$word: $rc:$err"$'\n'
	done
	is "$([ $count -gt 9 ] || echo "$count words")$faults" '' "${before[*]##*/}, in ~/$dir"
}

for dir in . here slot; do
	more=$(cd "$HOME/$dir" && comm -23 <("$AVENV" __complete bash path '' | sed 1d | sort) <("$AVENV" list --names | sort))
	is "$more" '' "only what 'list' shows, in ~/$dir"
	offers $dir '0:*' path @
	offers $dir '0:*' run -e @ true
	offers $dir '0:*' packages @
	offers $dir '0:*' repair -n @
	offers $dir '0:*' remove -n @
	offers $dir "1:avenv: there is no '*/nothing'" remove -y @ "$T/nothing"
	offers $dir "1:*: cannot start '$T/taken': *" recreate -q -p "$T/taken" @
	offers $dir "1:*: '$T/taken' is there already" move @ "$T/taken"
done
export AVENV_NAMES=tools:wrapped
offers here '0:*' path @
done_testing
