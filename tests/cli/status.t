#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv and avenv status: every row of the decision table and every outcome of
# the search, each with the right reason and the one next command.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/vars.sh"

LABELS='active: by: here: trust: because: next: '
ROOT=$([ "$(id -u)" = 0 ] && echo yes)
CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash)
HOOK=AVENV_HOOK='bash 3 '

# ---- directories: one for each outcome -------------------------------------

STORE=$HOME/.local/share/avenv/trust
mkdir -p "${STORE%/*}"
chmod 700 "${STORE%/*}"

# record WORDS DIR: a line of the store, by path
record() {
	printf '%s path - - - %s\n' "$1" "$2" >>"$STORE"
	chmod 600 "$STORE"
}

# changed DIR: allowed, when something else stood there
changed() {
	printf 'allow dir 1:1.000000001 - - - %s\n' "$1" >>"$STORE"
}

make_places() {
	local name
	for name in good other inner/nest inner writable group untrusted changed denied \
		nocfg nohome nobin nopython notexec cfgdir pydir; do
		mkenv "$T/$name/.venv"
		record 'allow dir' "$T/$name"
	done
	mkdir "$T/none"
	chmod o+w "$T/writable/.venv/bin"
	chmod g+w "$T/group"
	# Root's group may write: it is root's private one.
	chgrp 4242 "$T/group" 2>/dev/null
	rm "$T/nocfg/.venv/pyvenv.cfg" "$T/cfgdir/.venv/pyvenv.cfg"
	mkdir "$T/cfgdir/.venv/pyvenv.cfg"
	echo 'version = 3' >"$T/nohome/.venv/pyvenv.cfg"
	rm -r "$T/nobin/.venv/bin"
	rm "$T/nopython/.venv/bin/python" "$T/notexec/.venv/bin/python"
	echo >"$T/notexec/.venv/bin/python"
	rm "$T/pydir/.venv/bin/python"
	mkdir "$T/pydir/.venv/bin/python"
	sed -i '\|/untrusted$|d; \|/changed$|d; s|^allow\(.*/denied\)$|deny\1|' "$STORE"
	changed "$T/changed"
	mkenv "$T/odd/djvenv"
	record 'allow env' "$T/odd/djvenv"
	mkenv "$T/several/one"
	mkenv "$T/several/two"
	mkdir "$T/fifo"
	mkfifo "$T/fifo/.venv"
}

# Pointers: to an environment elsewhere, and to what is none.
make_pointers() {
	local name
	mkenv "$T/store/env"
	record 'allow env' "$T/store/env"
	for name in link named misnamed emptied redirect list lost loop tofile; do
		mkdir "$T/$name"
		record 'allow dir' "$T/$name"
	done
	ln -s ../store/env "$T/link/.venv"
	echo ../store/env >"$T/redirect/.venv"
	echo ../store/env >"$T/list/.python-envs"
	echo ../nowhere >"$T/lost/.venv"
	ln -s .venv "$T/loop/.venv"
	echo letter >"$T/tofile/.venv"
	echo dear >"$T/tofile/letter"
	mkdir "$T/unfollowed"
	ln -s ../store/env "$T/unfollowed/.venv"
	mkdir "$T/unnamed" "$T/dotted"
	ln -s ../store/env "$T/named/venv"
	ln -s ../store/env "$T/unnamed/venv"
	ln -s ../store/env "$T/unnamed/env"
	# Of another tool's file of that name nothing is said.
	ln -s ../store/env "$T/dotted/.env"
	ln -s ../none "$T/emptied/venv"
	ln -s ../tofile/letter "$T/misnamed/venv"
	touch "$T/misnamed/env"
	mkdir -p "$T/misnamed/odd/pyvenv.cfg"
}

# avenv_in DIR [VAR=VALUE...] [-- ARG...]: in DIR, as the hook's function runs it
avenv_in() {
	local dir=$1 vars args
	shift
	split_vars "$@"
	(cd "$T/$dir" && exec "${CLEAN[@]}" PWD="$T/$dir" "${vars[@]}" "$AVENV" "${args[@]}")
}

# field NAME: what $out says after "NAME:"
field() {
	local line
	while read -r line; do
		[[ $line == "$1":* ]] || continue
		line=${line#"$1":}
		echo "${line#"${line%%[! ]*}"}"
	done <<<"$out"
}

# json NAME: a string or word of the JSON in $out
json() {
	sed -n 's/^  "'"$1"'": "\{0,1\}\([^"]*\)"\{0,1\},\{0,1\}$/\1/p' <<<"$out"
}

# six NAME: $out is the six lines, none of them empty
six() {
	local lines line got=
	mapfile -t lines <<<"$out"
	for line in "${lines[@]}"; do
		[[ $line =~ ^([a-z]+:)\ +[^\ ] ]] && got+="${BASH_REMATCH[1]} " || got+='? '
	done
	is "$got$rc$err" "${LABELS}0" "$1: six lines"
}

declare -A in_words=(
	[nothing]='no change'
	[activate]='turn it on'
	[switch]='turn it on in place of what is on'
	[deactivate]='turn off what is on'
	[repair]='put it first in PATH again'
	[adopt]='take over what is on'
	[clean]="take away what is left of avenv's"
	[renounce]="leave yours on, take avenv's away"
	[lend]="leave yours on, with a 'deactivate'"
)

# row NAME DIR BY BECAUSE NEXT DECISION [VAR=VALUE...]: BECAUSE is a pattern
row() {
	local name=$1 dir=$2 by=$3 because=$4 next=$5 decision=$6
	shift 6
	run avenv_in "$dir" "$@"
	six "$name"
	is "$(field by)" "$by" "$name: whose"
	like "$(field because)" "$because" "$name: why"
	is "$(field next)" "$next" "$name: what next"
	run avenv_in "$dir" "$@" -- status --json
	is "$(json decision)" "$decision" "$name: the decision"
	run avenv_in "$dir" "$@" -- status
	is "$(sed -n 's/^decision: //p' <<<"$out")" "${in_words[$decision]}" "$name: the decision in plain words"
}

# outcome NAME DIR OUTCOME BECAUSE NEXT: nothing active, the hook at work
outcome() {
	local name=$1 dir=$2 outcome=$3 because=$4 next=$5
	run avenv_in "$dir" "$HOOK"
	six "$name"
	like "$(field because)" "$because" "$name: why"
	is "$(field next)" "$next" "$name: what next"
	run avenv_in "$dir" "$HOOK" -- status --json
	is "$(json outcome)" "$outcome" "$name: the outcome"
	cp "$T/.out" "$T/json/$dir"
}

make_places
make_pointers
mkdir "$T/json"

# ---- the decision table ----------------------------------------------------

good=$T/good/.venv
other=$T/other/.venv
nest=$T/inner/nest/.venv
NOBODY=nobody
US=avenv
YOU='you, by other means than avenv'
BEFORE='you, before this shell was started'
ours() { echo "VIRTUAL_ENV=$1 AVENV_ENV=$1 PATH=$1/bin:$PATH AVENV_HOOK_ENTRY=$1/bin"; }
read -ra OURS <<<"$(ours "$good")"
read -ra NEST <<<"$(ours "$nest")"
STAYS="*it stays on until you leave '$T/good'"

row 'none, E' good "$NOBODY" 'turned on at the next prompt' 'nothing to do' activate "$HOOK"
row 'none, E, but muted' good "$NOBODY" "*until you leave '$T/good'" 'avenv activate' nothing \
	"$HOOK" AVENV_HOOK_MUTES="$T/good//$good//"
row 'none, E, deactivated just now' good "$NOBODY" 'you deactivated it' 'avenv activate' nothing \
	"$HOOK" AVENV_HOOK_SEEN="$T/good//$good//$good//////"
row 'none, E, another is muted' good "$NOBODY" 'turned on at the next prompt' 'nothing to do' activate \
	"$HOOK" AVENV_HOOK_MUTES="$T//$T/.venv//"
row 'none, none' none "$NOBODY" 'no environment to turn on' 'avenv create' nothing "$HOOK"
row 'none, something of ours is left' none "$NOBODY" 'no environment to turn on' \
	'avenv create' clean "$HOOK" AVENV_ENV="$good"
row 'none, avenv is off' good "$NOBODY" 'avenv is off in this shell' 'avenv on' nothing "${HOOK}x"
row 'none, AVENV_DISABLE' good "$NOBODY" 'avenv is off in this shell' 'unset AVENV_DISABLE' nothing \
	"$HOOK" AVENV_DISABLE=1
row 'none, AVENV_DISABLE that is not exported' good "$NOBODY" 'avenv is off in this shell' 'unset AVENV_DISABLE' nothing \
	"${HOOK}:1"
row 'none, no hook' good "$NOBODY" 'hook is not loaded' 'avenv setup' activate

row 'ours, the same' good "$US" "$STAYS" deactivate nothing "$HOOK" "${OURS[@]}"
# What a renamed project has leads to its old name.
printf "VIRTUAL_ENV='%s'\n" "$T/was/.venv" >"$T/good/.venv/bin/activate"
row 'ours, the same, moved' good "$US" \
	"it is this directory's, but was moved from '$T/was/.venv', which it still names" \
	'avenv repair' nothing "$HOOK" "${OURS[@]}"
mkdir "$T/good/sub"
run avenv_in good "$HOOK" "${OURS[@]}" -- status sub
is "$(field next)" "avenv repair $good" 'moved: of a directory of its project, from here'
rm -r "$T/good/sub"
# What comes first, comes first.
row 'ours, moved, its PATH entry is missing' good "$US" 'its place in PATH is mended' deactivate repair \
	"$HOOK" "${OURS[@]}" PATH="$PATH"
row 'ours, moved, what would have to change is readonly' good "$US" 'stays on: a variable *is readonly' 'exec bash' nothing \
	"${HOOK}r" "${OURS[@]}"
row 'ours, moved, no hook' good "$US" 'hook is not loaded' 'avenv setup' nothing "${OURS[@]}"
row 'theirs, moved' good "$YOU" 'leaves it alone' deactivate nothing "${HOOK}o" VIRTUAL_ENV="$good"
row 'none, moved, but muted' good "$NOBODY" 'you deactivated it' 'avenv activate' nothing \
	"$HOOK" AVENV_HOOK_MUTES="$T/good//$good//"
mkenv "$T/was/.venv"
row 'ours, the same, copied' good "$US" "*but was copied from '$T/was/.venv', *" 'avenv repair' nothing "$HOOK" "${OURS[@]}"
rm -r "$T/was"
ln -s good "$T/was"
row 'ours, by another name' good "$US" "$STAYS" deactivate nothing "$HOOK" "${OURS[@]}"
rm "$T/was" "$T/good/.venv/bin/activate"
row 'ours, its PATH entry is missing' good "$US" 'its place in PATH is mended' deactivate repair \
	"$HOOK" "${OURS[@]}" PATH="$PATH"
row 'ours, another' other "$US" 'gives another; it is switched' deactivate switch "$HOOK" "${OURS[@]}"
row 'ours, none' none "$US" 'you left its project' deactivate deactivate "$HOOK" "${OURS[@]}"
row 'ours, gone' none "$US" 'it was deleted' deactivate deactivate \
	"$HOOK" VIRTUAL_ENV="$T/gone" AVENV_ENV="$T/gone"
row 'ours, gone, another is here' good "$US" 'gives another' deactivate switch \
	"$HOOK" VIRTUAL_ENV="$T/gone" AVENV_ENV="$T/gone"
row 'ours, what is here is muted' inner "$US" 'you deactivated what is here' deactivate deactivate \
	"$HOOK" "${NEST[@]}" AVENV_HOOK_MUTES="$T/inner//$T/inner/.venv//"
row 'ours, avenv is off' good "$US" 'avenv is off in this shell; it is taken off' 'avenv on' deactivate \
	"${HOOK}x" "${OURS[@]}"
row 'ours, no hook' good "$US" 'hook is not loaded' 'avenv setup' nothing "${OURS[@]}"

row 'theirs, inherited, the same' good "$BEFORE" 'takes it over' 'nothing to do' adopt \
	"$HOOK" VIRTUAL_ENV="$good" AVENV_HOOK_BORN="$good"
row 'theirs, inherited, the same by another path' link "$BEFORE" 'takes it over' 'nothing to do' adopt \
	"$HOOK" VIRTUAL_ENV="$T/link/.venv" AVENV_HOOK_BORN="$T/link/.venv"
row 'theirs, inherited, another' other "$BEFORE" 'leaves it alone' deactivate nothing \
	"$HOOK" VIRTUAL_ENV="$good" AVENV_HOOK_BORN="$good"
row 'theirs, inherited, none' none "$BEFORE" 'leaves it alone' deactivate nothing \
	"$HOOK" VIRTUAL_ENV="$good" AVENV_HOOK_BORN="$good"
row 'theirs, the same' good "$YOU" 'leaves it alone' deactivate nothing "${HOOK}o" VIRTUAL_ENV="$good"
row 'theirs, another' good "$YOU" 'leaves it alone' deactivate nothing "${HOOK}o" VIRTUAL_ENV=/opt/theirs
row 'theirs, set by hand' good "$YOU" 'leaves it alone' 'avenv deactivate' nothing "$HOOK" VIRTUAL_ENV=/opt/theirs
row 'theirs, set by hand, what we made last is another' good "$YOU" 'leaves it alone' 'avenv deactivate' nothing \
	"$HOOK" VIRTUAL_ENV=/opt/theirs AVENV_HOOK_ENTRY="$good/bin"
row 'theirs, none' none "$YOU" 'leaves it alone' deactivate nothing "${HOOK}o" VIRTUAL_ENV=/opt/theirs
row 'theirs, no longer what was inherited' good "$YOU" 'leaves it alone' deactivate nothing \
	"${HOOK}o" VIRTUAL_ENV="$good" AVENV_HOOK_BORN="$other"
row 'theirs over ours' good "$YOU" "you activated it over avenv's" deactivate renounce \
	"${HOOK}o" VIRTUAL_ENV=/opt/theirs AVENV_ENV="$good"
row 'theirs over ours, the very same' good "$YOU" "you activated it over avenv's" deactivate renounce \
	"${HOOK}o" "${OURS[@]}"
row 'theirs, avenv is off' good "$YOU" 'avenv is off in this shell' 'avenv on' nothing \
	"${HOOK}x" VIRTUAL_ENV=/opt/theirs
row 'theirs, no hook' good "$YOU" 'leaves it alone' deactivate nothing VIRTUAL_ENV=/opt/theirs

# ---- every outcome of the search -------------------------------------------

outcome 'oddly named' odd usable 'turned on at the next prompt' 'nothing to do'
outcome 'a link' link usable 'turned on at the next prompt' 'nothing to do'
outcome 'a redirect' redirect usable 'turned on at the next prompt' 'nothing to do'
outcome 'a list' list usable 'turned on at the next prompt' 'nothing to do'
outcome 'nothing' none none 'no environment to turn on' 'avenv create'
outcome 'files with the names of environments' misnamed none 'no environment to turn on' 'avenv create'
outcome 'not allowed' untrusted 'not allowed' 'you have not allowed it yet' 'avenv allow'
outcome 'a link called venv' named usable 'turned on at the next prompt' 'nothing to do'
outcome 'a link called venv, not allowed' unnamed 'not allowed' 'you have not allowed it yet' 'avenv allow'
like "$out" "*/unnamed/venv\"*" 'of two the first'
outcome 'a link called .env, not allowed' dotted none 'no environment to turn on' 'avenv create'
outcome 'a link called venv to no environment' emptied none 'no environment to turn on' 'avenv create'
outcome 'a link, not allowed' unfollowed 'not allowed' 'you have not allowed it yet' 'avenv allow'
outcome 'changed' changed changed 'something else stands there' 'avenv allow'
outcome 'denied' denied denied 'you denied it' 'avenv allow'
outcome 'for anybody to write' writable refused \
	"'$T/writable/.venv/bin' can be written to by anybody" "chmod go-w $T/writable/.venv/bin"
outcome 'several' several ambiguous 'there are several' "avenv use ./one"
outcome 'no pyvenv.cfg' nocfg broken 'it has no pyvenv.cfg' "avenv create $T/nocfg/.venv"
outcome 'no home' nohome broken "its pyvenv.cfg has no 'home'" "avenv create $T/nohome/.venv"
outcome 'pyvenv.cfg is a directory' cfgdir broken 'is not a file' "ls -l $T/cfgdir/.venv"
outcome 'no bin' nobin broken 'it has no bin directory' "avenv repair $T/nobin/.venv"
outcome 'no python' nopython broken 'its Python is gone' "avenv repair $T/nopython/.venv"
outcome 'python has no x' notexec broken 'its Python cannot be executed' "avenv repair $T/notexec/.venv"
outcome 'python is a directory' pydir broken 'its Python cannot be executed' "avenv repair $T/pydir/.venv"
outcome 'a FIFO' fifo broken 'neither a directory, a link nor a file' "ls -l $T/fifo/.venv"
record 'allow dir' "$T/fifo"
run avenv_in fifo "$HOOK" -- status
like "$out" "*trust: * allowed by the project's record of '$T/fifo'*" 'a FIFO: what is allowed is told to be so'
outcome 'a redirect to nowhere' lost broken 'it leads nowhere' "ls -l $T/lost/.venv"
outcome 'a redirect to a file' tofile broken 'does not lead to a directory' "ls -l $T/tofile/.venv"
mkenv "$T/co:lon/.venv"
"$AVENV" -q allow "$T/co:lon" 2>/dev/null
outcome 'a colon' co:lon broken "has a ':'" "ls -l $T/co:lon/.venv"
outcome 'a link to itself' loop broken 'symbolic links' "ls -l $T/loop/.venv"
if [ "$ROOT" ] && [ "$(stat -c %g "$T/group")" = 4242 ]; then
	outcome 'for a group to write' group refused "'$T/group' can be written to by group 4242" \
		"chmod go-w $T/group"
	for name in foreign owned; do
		mkenv "$T/$name/.venv"
		chown -R 4242:4242 "$T/$name"
	done
	outcome "somebody's" foreign foreign 'it belongs to another user' 'avenv allow --shared'
	if command -v git >/dev/null; then
		chown -R 0 "$T/foreign"
		git init -q "$T/foreign"
		git -C "$T/foreign" add -f .venv
		chown -R 4242:4242 "$T/foreign"
		run avenv_in foreign "$HOOK"
		like "$(field because):$(field next)" "git tracks *:avenv doctor" "somebody's, and git tracks it"
		rm -r "$T/foreign/.git"
	else
		skip 'git is not installed' 1
	fi
	record 'allow env' "$T/owned/.venv"
	outcome "somebody's, allowed" owned usable 'turned on at the next prompt' 'nothing to do'
	printf 'allow env %s - - - %s\n' \
		"$(stat -c '%i' "$T/owned/.venv"):$(date -d "$(stat -c %w "$T/owned/.venv")" +%s.%N)" \
		"$T/owned/.venv" >>"$STORE"
	sed -i '\|^allow env path - - - .*/owned/|d' "$STORE"
	outcome "somebody's, allowed, but not his files" owned refused \
		"'$T/owned' belongs to uid 4242" 'avenv allow --shared'
else
	skip 'only root can give files away' 17
fi

# Each outcome under each state: six lines, whatever they say.
for dir in good none untrusted denied writable nocfg several lost; do
	for state in OURS GONE THEIRS BORN OVER OFF MUTED UNHOOKED; do
		vars=("$HOOK")
		case $state in
		OURS) vars+=("${OURS[@]}") ;;
		GONE) vars+=(VIRTUAL_ENV=/gone AVENV_ENV=/gone) ;;
		THEIRS) vars+=(VIRTUAL_ENV=/opt/theirs) ;;
		BORN) vars+=(VIRTUAL_ENV="$T/$dir/.venv" AVENV_HOOK_BORN="$T/$dir/.venv") ;;
		OVER) vars+=(VIRTUAL_ENV=/opt/theirs AVENV_ENV="$good") ;;
		OFF) vars+=(AVENV_DISABLE=1 "${OURS[@]}") ;;
		MUTED) vars+=(AVENV_HOOK_MUTES="$T/$dir//$T/$dir/.venv//") ;;
		UNHOOKED) vars=("${OURS[@]}") ;;
		esac
		run avenv_in "$dir" "${vars[@]}"
		six "$dir, $state"
	done
done

# ---- what is told of what is active and of the record ----------------------

run avenv_in good "$HOOK" "${OURS[@]}"
is "$(field active)" "'$good', Python 3.11.2" 'active: with its version'
is "$(field here)" "'$good'" 'here: the environment'
is "$(field trust)" "allowed by the project's record of '$T/good' ($STORE, line 1)" 'trust: the line of the store'
run avenv_in odd "$HOOK"
like "$(field trust)" "allowed by the record of '$T/odd/djvenv'" 'trust: the record of the environment itself'
run avenv_in untrusted "$HOOK" AVENV_TRUST="$T/untrusted"
is "$(field trust)" "allowed by the tree record of '$T/untrusted' (AVENV_TRUST)" 'trust: AVENV_TRUST'
run avenv_in denied "$HOOK" AVENV_TRUST="$T/denied"
like "$(field trust)" "denied by the project's record of '$T/denied'" 'trust: a denial'
run avenv_in link "$HOOK"
like "$(field here)" "'$T/store/env' by way of '$T/link/.venv', a link" 'here: a link, and where it leads to'
run avenv_in lost "$HOOK"
like "$(field here)" "'$T/lost/.venv', a redirect" 'here: a redirect that leads nowhere, and not where it does not'
run avenv_in none "$HOOK" VIRTUAL_ENV=/opt/theirs
is "$(field active)" "'/opt/theirs'" 'active: theirs'
# With timeout between, no shell is the parent.
run avenv_in good SHELL=/usr/bin/zsh timeout 60
is "$(field next)" 'avenv setup' 'next: without the hook, for zsh, by SHELL'
run avenv_in good SHELL=/usr/bin/fish timeout 60
is "$(field next)" 'avenv setup' 'next: without the hook, for fish, by SHELL'
# Where the startup file loads it, setup would find nothing to do.
has_line() {
	mkdir -p "$(dirname "$HOME/$2")"
	echo "$3" >"$HOME/$2"
	run avenv_in good SHELL="/bin/$1" timeout 60
	rm "$HOME/$2"
}
has_line bash .bashrc "eval \"\$(avenv hook bash)\""
is "$(field next)" 'exec bash' 'next: a new shell, where the line is in .bashrc'
has_line bash .bashrc "# eval \"\$(avenv hook bash)\""
is "$(field next)" 'avenv setup' 'next: setup, where it is a comment'
has_line zsh .zshrc '. ~/.local/share/avenv/avenv.zsh'
is "$(field next)" 'exec zsh' 'next: a new shell, where .zshrc sources the file'
has_line fish .config/fish/config.fish 'avenv hook fish | source'
is "$(field next)" 'exec fish' 'next: a new shell, where the line is in config.fish'
has_line fish .config/fish/conf.d/avenv.fish 'avenv hook fish | source # avenv setup'
is "$(field next)" 'exec fish' 'next: a new shell, where setup put it for fish'
run avenv_in good "$HOOK" VIRTUAL_ENV="$T/inner/.venv" AVENV_ENV="$T/inner/.venv" -- -C ../inner
like "$(field because)" 'in PATH is mended' '-C DIR: about DIR'

# ---- status: each directory, finder and check ------------------------------

mkdir -p "$T/good/a/b"
run avenv_in good/a/b "$HOOK" -- status
is "$(sed -n "s|^  \($T.*\)|\1|p" <<<"$out" | tr '\n' ' ')" "$T/good/a/b $T/good/a $T/good " \
	'status: each directory on the way'
is "$(awk -v dir="$T/good/a" '$0 == "  " dir { on = 1; next } /^  [^ ]/ { on = 0 } on { print $1, $2 }' \
	<<<"$out" | tr '\n' ' ')" 'self - .venv - .python-envs - names - scan - ' 'status: each finder'
like "$out" ".venv         $good" 'status: the finder that answered, and with what'
for check in trust pyvenv.cfg 'owner, mode' python; do
	like "$out" "      $check *yes" "status: the check of $check"
done
like "$out" 'found:    usable' 'status: the outcome'
like "$out" 'decision: turn it on' 'status: the decision'
like "$out" 'hook:     bash' 'status: the hook'
unlike "$out" 'prompt:' 'status: nothing of the prompt where the name is ours to show'
is "$(head -n 6 <<<"$out" | sed 's/ .*//' | tr '\n' ' ')" "$LABELS" 'status: begins with the six lines'

# status_says DIR PATTERN NAME [VAR=VALUE...]
status_says() {
	local dir=$1 pattern=$2 name=$3
	shift 3
	run avenv_in "$dir" "$HOOK" "$@" -- status
	like "$out" "$pattern" "status: $name"
}
status_says link "pointer     yes  $T/link/.venv" 'the check of a pointer'
status_says untrusted 'trust       no' 'a check that failed'
status_says writable "owner, mode *no*$T/writable/.venv/bin" 'what others may write to'
status_says several 'several:  one/two' 'the several'
status_says good "prompt:   no '(name)', as starship shows it" 'who shows the name' AVENV_HOOK_PROMPT=starship
status_says good "prompt:   no '(name)', as VIRTUAL_ENV_DISABLE_PROMPT is set" 'that nobody is to show the name' \
	AVENV_HOOK_PROMPT=VIRTUAL_ENV_DISABLE_PROMPT
status_says none 'stopped at*: the root' 'why the walk ended: the root' AVENV_CROSS=1
status_says none "stopped at $T/none: the home directory" 'why the walk ended: HOME' HOME="$T/none"
status_says none "stopped at $T: *AVENV_CEILING" 'why the walk ended: a ceiling' AVENV_CEILING="$T"
levels=$(printf '/d%.0s' {1..256})
mkdir -p "$T/good$levels"
status_says "good${levels#/d}" "here:*$good" 'as many directories up as there may be'
status_says "good$levels" "stopped at $T/good/d: more than 256 directories up" 'why the walk ended: its length'
run avenv_in none -- --json here
is "$rc:$err" "2:avenv: unknown argument 'here'; see 'avenv --help'" 'status: an argument, without its name'
run avenv_in none -- status
like "$out" 'hook:     not loaded in this shell' 'status: no hook'
run avenv_in none "$HOOK" -- status ../good
like "$out" "here:     '$good'" 'status DIR: another directory'
run avenv_in none "$HOOK" -- status ../nocfg
like "$(field because);$(field next)" "it has no pyvenv.cfg*;avenv create $T/nocfg/.venv" 'status DIR: one that is broken there'
# next_of DIR NEXT NAME [VAR=VALUE...]: asked from elsewhere
next_of() {
	local dir=$1 next=$2 name=$3
	shift 3
	run avenv_in none "$HOOK" "$@" -- status "$dir"
	is "$(field next)" "$next" "status DIR: what next, $name"
}
next_of ../good "cd $T/good" 'of a usable one'
is "$(field because)" 'it is turned on when you enter' 'status DIR: and it says that it is turned on there'
mkdir "$T/none/below"
next_of ../none 'avenv create' 'of where the shell stands'
next_of below "avenv -C $T/none/below create" 'of nothing'
next_of ../several "avenv -C $T/several use ./one" 'of several'
mkdir "$T/several/below"
next_of ../several/below "avenv -C $T/several/below use $T/several/one" 'of several, from below' AVENV_TRUST="$T/several"
next_of ../good "avenv -C $T/good activate" 'of one that was deactivated' AVENV_HOOK_MUTES="$T/good//$good//"
next_of ../good 'avenv deactivate' "while the user's own is on" VIRTUAL_ENV=/opt/theirs
is "$(field because)" 'you activated it, so avenv leaves it alone' 'status DIR: and that entering it changes nothing'
next_of ../good 'unset AVENV_DISABLE' 'where avenv is off' AVENV_DISABLE=1
mkdir "$T/empty"
next_of ../empty deactivate 'of nothing, while one is on' "${OURS[@]}"
is "$(field because)" 'there is no environment to turn on; what is on is taken off when you enter' 'status DIR: it is not said to be left'
next_of ../untrusted "avenv -C $T/untrusted allow" 'of one that is not allowed, while one is on' "${OURS[@]}"
is "$(field because)" 'you have not allowed it yet; what is on is taken off when you enter' 'status DIR: nor to be taken off yet'
mkenv "$T/other/.venv"
"$AVENV" -q allow "$T/other"
next_of ../other "cd $T/other" 'of another one, while one is on' "${OURS[@]}"
is "$(field because)" 'it is turned on when you enter' 'status DIR: and that it is turned on in its place'
if [ -d "$T/foreign" ]; then
	next_of ../foreign "avenv -C $T/foreign allow --shared" "of somebody's"
fi
run avenv_in none -- status ../good
is "$(field because);$(field next)" 'the hook is not loaded in this shell;avenv setup' 'status DIR: without the hook nothing is turned on there'
mkdir "$T/untrusted/sub"
next_of ../untrusted/sub "avenv -C $T/untrusted/sub allow" "of a directory in a project"
run avenv_in none "$HOOK" -- -C ../untrusted/sub
is "$(field next)" "avenv -C $T/untrusted/sub allow" '-C DIR: what next'
cp "$STORE" "$T/store.good"
run avenv_in none "$HOOK" -- -C "$T/untrusted/sub" allow
run avenv_in none "$HOOK" -- status ../untrusted/sub
like "$(sed -n 's/^found: *//p' <<<"$out");$(field next)" "usable;cd $T/untrusted/sub" 'status DIR: what it says allows the project'
cp "$T/store.good" "$STORE"
run avenv_in none "$HOOK" -- status "$T/nowhere"
is "$rc $out" '1 ' 'status DIR: exit 1 where it is not there'
like "$err" "avenv: cannot look at '$T/nowhere': No such file" 'status DIR: and it says why'
run avenv_in none "$HOOK" -- status a b
is "$rc" 2 'status A B: usage'

# A store that cannot be relied upon is named.
cp "$STORE" "$T/store.good"
echo nonsense >>"$STORE"
status_says good "store:    $STORE is damaged in line $(wc -l <"$STORE")" 'a damaged line of the store'
is "$(json decision)" '' 'status: no JSON unless asked for'
chmod 620 "$STORE"
status_says good "store:    $STORE is not used" 'a store that others may write to'
like "$out" 'found:    not allowed' 'status: and nothing of it counts'
run avenv_in good "$HOOK" "${OURS[@]}" --
is "$(field because)" "'$STORE' or its directory can be written to by others; it is not used; see 'avenv allow --list'; what is on is taken off at the next prompt" \
	'ours, and such a store: what that does to what is on'
is "$(field next)" 'avenv allow --list' 'and what says more'
cp "$T/store.good" "$STORE"
chmod 600 "$STORE"

# ---- JSON, and names that a terminal would act on --------------------------

# harmless NAME: nothing in $out that a terminal acts on: C0 but newline, DEL,
# C1, and what turns text around
harmless() {
	local LC_ALL=C acts=$'[\1-\11\13-\37\177]|\302[\200-\237]|\342\200[\252-\256]'
	[[ $out =~ $acts ]]
	is "$?" 1 "$1: nothing that a terminal acts on"
}

# bytes NAME...: what Python makes of those members of the JSON in FILE, as bytes
bytes() {
	/usr/bin/python3 -I -S -c 'import json, os, sys
with open(sys.argv[1]) as file:
    data = json.load(file)
for name in sys.argv[2:]:
    value = data[name]
    os.write(1, os.fsencode(value if isinstance(value, str) else repr(value)) + b"|")' "$T/.out" "$@"
}

# shellcheck disable=SC2016 # meant as it stands
NASTY=(
	$'esc\033[31m' $'bel\007' $'csi\xc2\x9b31m' $'bidi\xe2\x80\xaex' $'new\nline' $'tab\there'
	$'del\177' $'bad\xff\xc3' 'quote"and\back' "it's" 'é€𝄞' $'tag\xf3\xa0\x80\x81x' '$(touch x)`touch x`' '%F{red}'
)
for name in "${NASTY[@]}"; do
	dir=$T/nasty/$name
	plain=$(printf %q "$name")
	mkenv "$dir/.venv"
	printf 'home = /usr/bin\nversion = 3\033[31m\nprompt = x\033[31m\n' >"$dir/.venv/pyvenv.cfg"
	run avenv_in "nasty/$name" "$HOOK" AVENV_TRUST="$dir" VIRTUAL_ENV="$dir/.venv" AVENV_ENV="$dir/.venv"
	six "$plain"
	harmless "$plain"
	run avenv_in "nasty/$name" "$HOOK" AVENV_TRUST="$dir" -- status
	harmless "$plain: status"
	for hook in 'bash 3 ' 'fish 3 '; do
		run avenv_in none AVENV_HOOK="$hook" AVENV_TRUST="$dir" -- status "$dir"
		harmless "$plain: status from elsewhere, for ${hook% 3 }"
	done
	run avenv_in "nasty/$name" "$HOOK" AVENV_TRUST="$dir" VIRTUAL_ENV="$dir/.venv" -- status --json
	is "$(bytes environment active)" "$dir/.venv|$dir/.venv|" "$plain: JSON gives the path, byte for byte"
	harmless "$plain: JSON"
done
run avenv_in good "$HOOK" "${OURS[@]}" -- status --json
is "$(bytes schema)" '1|' 'JSON: a schema number'
is "$(bytes active by hook off problem)" "$good|avenv|bash|False|None|" 'JSON: what is on, whose, by which hook'
is "$(bytes record project directory)" "$T/good|$T/good|$T/good|" 'JSON: project and record'
run avenv_in good "$HOOK" -- --json
is "$(bytes schema)$rc" '1|0' 'avenv --json: as avenv status --json'
is "$(for file in "$T"/json/*; do python3 -m json.tool "$file" /dev/null || echo "$file"; done 2>&1)" '' \
	'JSON: valid for every outcome'

# A path in the next command is one word of the shell, whatever it is.
# shellcheck disable=SC2016 # meant as it stands
for name in "it's" '; touch x;' "'; touch x; '" '$(touch x)'; do
	dir=$T/words/$name
	mkenv "$dir/.venv"
	chmod o+w "$dir/.venv/bin"
	run avenv_in "words/$name" "$HOOK" AVENV_TRUST="$T/words"
	next=$(field next)
	run bash -c "cd '$T/none' && chmod() { printf '%s\n' \"\$2\"; }; $next"
	is "$out" "$dir/.venv/bin" "next: $name is quoted for the shell"
done
ok 'next: nothing of it was executed' test ! -e "$T/none/x"

# ---- where a mere allow is not enough -------------------------------------------
mkenv "$T/short/odd"
HOME=$T/short.home
mkdir -p "$HOME"
rm -r "$T/short/odd"
"$AVENV" -q allow "$T/short"
mkenv "$T/short/odd"
"$AVENV" -q allow "$T/short/odd"
mv "$T/short/odd" "$T/short.was"
mkenv "$T/short/odd"
run avenv_in short "$HOOK" HOME="$HOME"
is "$(field because):$(field next)" 'something else stands there than what you allowed:avenv allow' 'an odd name, and another one by now'
"$AVENV" -q forget "$T/short/odd"
rm -r "$T/short.was"
run avenv_in short "$HOOK" HOME="$HOME"
is "$(field because):$(field next)" 'its project is allowed, but not yet what is there by that name:avenv allow' 'an odd name in a project that is allowed'
mkenv "$T/cloned/.venv"
git init -q "$T/cloned"
git -C "$T/cloned" add -f .venv
run avenv_in cloned "$HOOK" HOME="$HOME"
like "$(field because)" "git tracks '.venv/* of '$T/cloned/.venv', so others decide what runs" 'what git tracks'
unlike "$out" --tracked 'what git tracks: nor is said what would allow it all the same'
is "$(field next)" 'avenv doctor' 'what git tracks: nothing is named that allows it'
run avenv_in none "$HOOK" HOME="$HOME" -- status ../cloned
is "$(field next)" "avenv -C $T/cloned doctor" 'status DIR: the same'
mkenv "$T/cloned/venv"
git -C "$T/cloned" add -f venv
git -C "$T/cloned" rm -r -q -f --cached .venv
run avenv_in cloned "$HOOK" HOME="$HOME"
is "$(field next)" 'avenv allow' 'what git does not track, beside what it does'
"$AVENV" -q -C "$T/cloned" allow
run avenv_in cloned "$HOOK" HOME="$HOME"
is "$(field because)" 'it is turned on at the next prompt' 'which allows it'
mv "$T/cloned/.venv" "$T/cloned/old"
mkenv "$T/cloned/.venv"
git -C "$T/cloned" add -f .venv
run avenv_in cloned "$HOOK" HOME="$HOME"
is "$(field trust):$(field next)" "it changed since '$T/cloned/.venv' was allowed:avenv doctor" 'another one by now, and git tracks it'
rm -r "$T/cloned/.venv"
ln -s venv "$T/cloned/.venv"
run avenv_in cloned "$HOOK" HOME="$HOME"
is "$(field next)" 'avenv doctor' 'git tracks what a link leads to'
rm "$T/cloned/.venv"
mkenv "$T/cloned/.venv"
echo DIRC >"$T/cloned/.git/index"
run avenv_in cloned "$HOOK" HOME="$HOME"
like "$(field because):$(field next)" "cannot tell whether git tracks *:avenv doctor" 'nobody knows what git tracks'
rm -r "$T/cloned/.git"
chmod o+w "$T/cloned/.venv"
run avenv_in cloned "$HOOK" HOME="$HOME"
like "$(field because):$(field next)" "'$T/cloned/.venv' can be written to by *:avenv doctor" 'written to by others, and never allowed'

# ---- where the records are not used --------------------------------------------
mkenv "$T/unread/.venv"
mkdir -p "$T/data/avenv/trust"
run avenv_in unread "$HOOK" XDG_DATA_HOME="$T/data"
is "$(field because):$(field next)" "'$T/data/avenv/trust' cannot be read; see 'avenv allow --list':avenv allow --list" 'records that cannot be read: not called a lack of one'
rm -r "$T/unread/.venv"
run avenv_in unread "$HOOK" XDG_DATA_HOME="$T/data"
is "$(field because):$(field next)" 'there is no environment to turn on:avenv create' 'nor in the way of what needs none'

# ---- where the shell stands ------------------------------------------------

mkdir "$T/going"
stand_in_gone() {
	cd "$T/going" && rmdir "$T/going" && exec "${CLEAN[@]}" "$HOOK" "$@" "$AVENV"
}
run eval '(stand_in_gone)'
six 'a deleted directory, PWD unset'
like "$(field here)" 'the working directory no longer exists' 'a deleted directory is said to be gone'
unlike "$(field next)" 'venv' 'a deleted directory is no place for an environment'
mkdir "$T/going"
run eval '(stand_in_gone PWD="$T/going")'
is "$(field here):$(field because):$(field next)" 'the working directory no longer exists:the working directory no longer exists:cd' 'a deleted directory, PWD names it'
# What cannot be looked at is there all the same.
mkdir "$T/going"
if can_trace; then
	for trace in "-P $T/going -e inject=statx:error=EACCES" '-e inject=getcwd:error=EACCES'; do
		# shellcheck disable=SC2086 # words
		run eval 'cd "$T/going" && "${CLEAN[@]}" "$HOOK" ASAN_OPTIONS=detect_leaks=0 PWD="$T/going" strace -o /dev/null $trace "$AVENV"; cd "$T"'
		is "$(field because):$(field next)" 'there is no environment to turn on:avenv create' "a directory that is there, ${trace##*inject=}"
	done
	run eval 'cd "$T/going" && "${CLEAN[@]}" "$HOOK" ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null -e inject=getcwd:error=EACCES "$AVENV"; cd "$T"'
	six 'a directory whose path cannot be told'
	why='cannot tell the working directory: Permission denied'
	is "$(field here):$(field because):$(field next)" "$why:$why:cd" 'it is not called gone'
else
	skip 'strace cannot trace here' 4
fi

done_testing
