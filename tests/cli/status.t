#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 27 62
# avenv and avenv status: in each situation three lines at most, with the reason and the next
# command. That command is pasted here, and then the environment is turned on at the next prompt.
. "${SRCDIR:?}/tests/lib.sh"

mkdir "$T/bin"
ln -s "$AVENV" "$T/bin/avenv"
CLEAN=(env -i PATH="$T/bin:$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash)
HOOK=(AVENV_SHELL='bash 4' AVENV_STATE="$(state_after prompt)")

# at DIR [VAR=VALUE...] COMMAND...: in DIR, as in a shell with the hook
at() {
	(cd "$T/$1" && exec "${CLEAN[@]}" PWD="$T/$1" "${HOOK[@]}" "${@:2}")
}

# is_ready DIR NAME: an environment is turned on there at the next prompt
is_ready() {
	run at "$1" avenv
	like "$rc:$err:$out" '0::*is turned on at the next prompt' "$2"
}

# situation NAME DIR REASON NEXT [VAR=VALUE...]: REASON is in a line, NEXT begins the last one
situation() {
	local name=$1 dir=$2 reason=$3 next=$4
	run at "$dir" "${@:5}" avenv
	like "$rc:$(wc -l <<<"$out" | tr 23 33):$err:$out:" "0:3::*$reason*$next*" "$name"
}

# mended NAME DIR REASON NEXT: and NEXT, pasted, turns it on
mended() {
	situation "$1" "$2" "$3" "'$4'"
	run at "$2" bash -c "$4"
	is "$rc" 0 "$1: '${4//$T/}' works"
	is_ready "$2" "$1: and is all that is needed"
}

# project NAME [allow]: a directory with an environment
project() {
	mkenv "$T/$1/.venv"
	if [ "${2-}" ]; then "$AVENV" -q allow "$T/$1"; fi
}

# ---- nothing is on, and why ------------------------------------------------

project good allow
project other allow
good=$T/good/.venv
mkdir -p "$T/none" "$T/several" "$T/link" "$T/lost" "$T/locked/sub" "$T/needs"
touch "$T/locked/poetry.lock" "$T/needs/requirements.txt"
situation 'allowed' good 'at the next prompt' 'nothing to do'
mended 'no environment' none 'no environment in' 'avenv create'
mended 'requirements' needs 'no environment in' 'avenv create -r requirements.txt'
situation 'a lock file' locked/sub 'no environment in' "'poetry install' makes one from poetry.lock"
project new
mended 'no record' new 'not allowed' 'avenv allow'
ln -s ../good/.venv "$T/link/.venv"
mended 'a link without a record' link 'leads elsewhere and is not allowed' 'avenv allow'
project denied allow
"$AVENV" -q deny "$T/denied"
mended 'a deny' denied denied 'avenv allow'
project changed allow
mv "$T/changed" "$T/before"
echo "VIRTUAL_ENV='$T/changed/.venv'" >"$T/before/.venv/bin/activate"
situation 'moved, and not allowed yet' before 'is there' "'avenv allow' turns it on from now on"
project changed
mended 'another directory than was allowed' changed 'changed since you allowed it' 'avenv allow'
mkenv "$T/several/one"
mkenv "$T/several/two"
mended 'several' several "'one', 'two' are in" 'avenv use ./one'
project open allow
chmod o+w "$T/open/.venv/bin"
mended 'open to others' open 'can be written to' "chmod go-w $T/open/.venv/bin"
project nopython allow
rm "$T/nopython/.venv/bin/python"
mended 'no Python' nopython 'Python is gone' 'avenv repair'
echo ../good/.venv >"$T/lost/.venv"
"$AVENV" -q allow "$T/lost"
echo ../nowhere >"$T/lost/.venv"
situation 'a redirect to nowhere' lost nowhere "/lost/.venv' removes it"
project upgraded allow
upgrade "$T/upgraded/.venv"
series=$(/usr/bin/python3 -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])')
words="it was made for Python 3.99, and its python is $series now"
mended 'another minor version' upgraded "$words" "avenv recreate -p $series"
project cloned
if command -v git >/dev/null; then
	git init -q "$T/cloned"
	git -C "$T/cloned" add -f .venv
	situation 'git tracks it' cloned 'git tracks' "'avenv doctor"
	unlike "$out" --tracked 'git tracks it: no option is offered that trusts it'
else
	skip 'git is not installed' 2
fi
if [ "$(id -u)" = 0 ]; then
	project foreign
	chown -R 4242:4242 "$T/foreign"
	situation "another user's" foreign 'another user' "'avenv allow --shared'"
else
	skip 'only root can give files away'
fi

# ---- the shell has a say ---------------------------------------------------

state=$(cd "$T/good" && state_after prompt deactivate)
situation 'muted' good "off by 'deactivate'" "'avenv activate' turns it on" AVENV_STATE="$state"
situation 'avenv off' good 'avenv is off' "'avenv on'" AVENV_STATE="$(state_after prompt off)"
situation AVENV_DISABLE good 'avenv is off' "'unset AVENV_DISABLE'" AVENV_DISABLE=1
situation 'no hook' good 'hook is not loaded' "'avenv setup" AVENV_SHELL=

# ---- one is on, and why ----------------------------------------------------

PATH=$T/bin:$PATH
stays="nothing to do ('deactivate' turns it off until you leave)"
ours=(VIRTUAL_ENV="$good" AVENV_ENV="$good" PATH="$good/bin:$PATH")
situation 'ours' good "(good) on: $good, Python 3.11.2, turned on by avenv"$'\n'"allowed for $T/good ('avenv forget' takes that back)" \
	"$stays" "${ours[@]}"
situation 'ours, without its PATH entry' good 'turned on by avenv' "$stays" "${ours[@]}" PATH="$PATH"
situation 'ours, in another project' other "'$T/other/.venv' replaces it at" 'nothing to do' "${ours[@]}"
situation 'ours, outside' lost/.. 'turned off at the next prompt' 'nothing to do' "${ours[@]}"
situation 'ours, deleted' lost/.. deleted 'nothing to do' VIRTUAL_ENV="$T/gone" AVENV_ENV="$T/gone"
echo "VIRTUAL_ENV='$T/was/.venv'" >"$good/bin/activate"
situation 'ours, moved' good "moved from '$T/was/.venv'" "'avenv repair'" "${ours[@]}"
situation 'moved, and not on yet' good "moved from '$T/was/.venv'" "'avenv repair'"
rm "$good/bin/activate"
situation 'by hand' other "turned on by you *it stays on until 'deactivate'" "'avenv activate' switches to" VIRTUAL_ENV="$good"
situation 'by hand, this directory'"'"'s' good "it is this directory's" 'nothing to do' VIRTUAL_ENV="$good"

# ---- another directory -----------------------------------------------------

# member NAME: of the JSON in $out
member() {
	sed -n 's/^  "'"$1"'": "\{0,1\}\([^"]*\)"\{0,1\},\{0,1\}$/\1/p' <<<"$out"
}
mkdir -p "$T/here" "$T/blank/below" "$T/two"
project fresh
mkdir "$T/fresh/sub"
mkenv "$T/two/a"
mkenv "$T/two/b"
project closed allow
chmod o+w "$T/closed/.venv"
for dir in fresh/sub blank/below two closed; do
	run at here avenv status --json "../$dir"
	next=$(member next)
	run at here bash -c "$next"
	is "$rc" 0 "status $dir: '${next//$T/}' works here"
	is_ready "$dir" "status $dir: and is all that is needed there"
done
run at here avenv status ../other
like "$out" "'$T/other/.venv' is turned on when you enter" 'status DIR: that directory is told of'
run at here avenv status "$T/nowhere"
is "$rc:$out" 1: 'status of a directory that is not there: exit 1'
like "$err" "$T/nowhere*No such file" 'status of a directory that is not there: which'

# ---- records that are not used ---------------------------------------------

chmod 620 "$HOME/.local/share/avenv/records"
situation 'records that others may write to' good "'~/.local/share/avenv/records'" "see 'avenv doctor'"
chmod 600 "$HOME/.local/share/avenv/records"

done_testing
