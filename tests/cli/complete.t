#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv __complete: what can be typed, found out within bounds and without touching what
# nobody vouches for; and __dump, the table of what can be typed.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit

# values KIND...: one a line, in their order; a newline in one shows as \n
values() {
	"$AVENV" __complete "$@" 2>&1 | tr '\n\0' '\001\n' | cut -f 1 | sed 's/\x01/\\n/g'
}

# said KIND...: VALUE=DESCRIPTION
said() {
	"$AVENV" __complete "$@" | tr '\n\0\t' '\001\n='
}

allow() {
	"$AVENV" -q allow "$@"
}

# ---- environments -----------------------------------------------------------

for name in one 'it is' "q'u\"o\$t\`e" 'col:on' -dash $'new\nline' $'byte\xff' same/a twice/a; do
	mkenv "src/$name/.venv"
	allow "src/$name" || exit
done
mkenv src/odd/djvenv
allow src/odd/djvenv
mkenv "$HOME/.virtualenvs/stored"
mkenv src/unknown/.venv

is "$(values env | sort)" "$("$AVENV" list --names -0 | tr '\n\0' '\001\n' | sed 's/\x01/\\n/g' | sort)" \
	'env: what list --names has'
# shellcheck disable=SC2088 # what is shown
like "$(said env)" '*one=~/src/one*' 'env: described by its project'
like "$(said env)" 'stored=virtualenvs' 'env: or its store'
like "$(values env)" "$HOME/src/-dash/.venv" 'env: by its path where it begins with a dash'
like "$(values env)" "$HOME/src/same/a/.venv" 'env: by its path where two have the name'
unlike "$(values env)" 'unknown' 'env: not what nobody knows'
mkenv src/closed/sub/odd
"$AVENV" -q deny --tree src/closed
unlike "$(values env)" 'sub' 'env: nor what is in a denied tree'
like "$(cd src/unknown && values env)" 'unknown' 'env: but what is here'
mkdir -p src/unknown/sub/dir
like "$(cd src/unknown/sub/dir && values env)" 'unknown' 'env: or above'
mkenv "$T/elsewhere"
mkdir here
ln -s "$T/elsewhere" here/one
unlike "x$(cd here && values env)x" $'\none\n' 'env: not the name that something else has here'
like "$(cd here && values env)" "$HOME/src/one/.venv" 'env: but its path'
is "$(values env | grep -c '^odd$\|djvenv')" 1 'env: an oddly named one by its own name'
like "$(VIRTUAL_ENV=$HOME/src/unknown/.venv values env)" unknown 'env: what is active'

if [ "$UID" = 0 ]; then
	mkenv foreign/.venv
	chown -R 12345 foreign
	unlike "$(cd foreign && values env)" foreign 'env: nothing of somebody else'
else
	skip 'only for root'
fi

mkenv $'src/ctl\e]0;x\a/named/.venv'
allow $'src/ctl\e]0;x\a/named'
# shellcheck disable=SC2088 # what is shown
like "$(said env)" 'named=~/src/ctl\\033]0;x\\007/named' 'env: described in what a terminal may get'
rm -r $'src/ctl\e]0;x\a'

# ---- interpreters -----------------------------------------------------------

mkdir -p bin .pyenv/versions/3.9.18/bin .pyenv/versions/empty/bin .pyenv/shims
for name in bin/python3.4 bin/pypy3.10 bin/python3.5-config bin/python3.3m .pyenv/versions/3.9.18/bin/python3.9 .pyenv/shims/python3.2; do
	ln -s /bin/true "$name"
done
touch bin/python3.6
export PATH=$HOME/.pyenv/shims:$HOME/bin:$PATH
python=$(values python)
for name in 3.4 pypy3.10 3.9 3.9.18; do
	ok "python: $name" grep -qx "$name" <<<"$python"
done
for name in 3.5 3.2 3.6 3.3m 3.3 empty; do
	not_ok "python: not $name" grep -qx "$name" <<<"$python"
done
like "$(said python)" "3.4=$HOME/bin/python3.4" 'python: described by its path'
like "$(said python)" '3.9.18=pyenv' 'python: a name by its source'

# ---- records, shells, words -------------------------------------------------

"$AVENV" -q deny src/unknown
is "$(said record | head -n 1)" "$HOME/src/unknown=denied" 'record: the latest first'
like "$(said record)" "$HOME/src/one=allowed" 'record: all of them'
rm -rf src/one
like "$(values record)" "$HOME/src/one" 'record: also of what is gone'
is "$(AVENV_TRUST=$HOME/bin values record | grep -c /bin)" 0 'record: none that cannot be forgotten'
is "$(values shell | xargs)" 'bash zsh fish' 'shell'
is "$(values key | xargs)" 'name path python packages size' 'key: what --sort takes'
is "$(values nosuch)" '' 'an unknown kind has none'

# ---- what is in an environment ----------------------------------------------

proj="$HOME/src/it is"
site="$proj/.venv/lib/python3.11/site-packages"
mkdir -p "$site"/{Foo_Bar-1.2.dist-info,plain.egg-info,~gone-1.dist-info,package} "$proj/deep/er" "$proj/.venv/bin/dir"
touch "$proj/.venv/bin/not-executable"
touch "$site/module.py"
ln -s nowhere "$proj/.venv/bin/link"
printf '#!/bin/sh\n' >"$proj/.venv/bin/to ol"
chmod +x "$proj/.venv/bin/to ol"
is "$(cd "$proj" && values command | sort | xargs)" 'link python python3 to ol' 'command: the programs of this directory'"'"'s'
is "$(cd "$proj/deep/er" && values command | sort | xargs)" 'link python python3 to ol' 'command: from below'
is "$(values command 'it is' | sort | xargs)" 'link python python3 to ol' 'command: of a named one'
is "$(values command "$proj/.venv" | wc -l)" 4 'command: of a path'
is "$(values command nosuch)" '' 'command: of none'
is "$(cd src/odd && values command | sort | xargs)" 'python python3' 'command: of an oddly named one'
mkenv mine/stored
ln -s python3 mine/stored/bin/own
allow mine/stored
is "$(cd mine && values command stored | sort | xargs)" 'own python python3' 'command: what is here comes before a known one of that name'
# programs PATH: what is completed in the environment with this PATH, where also our own tools are not
programs() { (cd "$proj/.venv" && PATH=$1 "$AVENV" __complete program) | tr '\n\0' ' \n'; }
like "$(programs "bin:$proj/.venv/bin")" 'to ol' 'program: what is on PATH'
is "$(programs "bin:$proj/deep")" '' 'program: nothing by way of a relative path'
"$AVENV" -q forget src/unknown
is "$(cd src/unknown && values command)" '' 'command: not of what is not allowed'
touch "$proj/deep/venv"
is "$(cd "$proj/deep" && values command | wc -l)" 4 'command: a file that is called like one is none'
is "$(cd "$proj" && said package | sort | xargs)" 'Foo_Bar=1.2 plain=' 'package: names and versions'
mkdir -p src/links/.venv/lib "$T/anybody/site-packages/seen-1.dist-info" src/links/.venv/lib/python3.11
printf 'home = /usr/bin\n' >src/links/.venv/pyvenv.cfg
cp "$proj/.venv/bin/to ol" "$T/anybody"
ln -s "$T/anybody" src/links/.venv/bin
ln -s "$T/anybody" src/links/.venv/Scripts
ln -s "$T/anybody/site-packages" src/links/.venv/lib/python3.11/site-packages
allow src/links
is "$(cd src/links && values command)" '' 'command: nothing through a link inside'
is "$(cd src/links && values package)" '' 'package: nothing through a link inside'
mkdir src/linked
ln -s "$proj/.venv" src/linked/.venv
is "$(cd src/linked && values command)" '' 'command: a link that is not allowed is not followed'
allow src/linked
is "$(cd src/linked && values command | wc -l)" 4 'command: one that is, is'

# ---- files, for bash --------------------------------------------------------

mkdir -p files/sub files/.hid && cd files || exit
touch requirements.txt dev.in other.md $'new\nline.txt' "it's"
ln -s sub dirlink
bash_words() {
	local words
	eval "words=($("$AVENV" __complete --for bash --prefix "$@"))"
	printf '%q\n' "${words[@]}" | sort | xargs -d '\n'
}
is "$(bash_words '' dir)" 'dirlink/ sub/' 'dir'
is "$(bash_words .h dir)" '.hid/' 'dir: hidden ones where a dot was typed'
is "$(bash_words .. dir)" '../' 'dir: the one above'
is "$(bash_words ./s dir)" './sub/' 'dir: as typed'
is "$(bash_words '' requirement)" "\$'new\\nline.txt' dev.in dirlink/ requirements.txt sub/" 'requirement'
is "$(bash_words o requirement)" 'other.md' 'requirement: others where there is none'
is "$(bash_words it file)" "it\\'s" 'file'
store=$HOME/.local/share/avenv/trust
mkenv "$HOME/lone/.venv"
echo "allow env path - - - $HOME/lone/.venv" >>"$store"
is "$(bash_words lo env)" lone 'env: on record by itself, by the name of its project'
rm -r "$HOME/lone"
sed -i '$d' "$store"
is "$(bash_words 'q' env)" "q\\'u\\\"o\\\$t\\\`e" 'words of bash'
cd "$HOME" || exit

# ---- in the form of each shell ----------------------------------------------

# forms_status SHELL PREFIX ARG...
forms_status() {
	(cd "$HOME/forms" && "$AVENV" __complete --for "$1" --prefix "${@:2}" env >/dev/null)
}

mkenv $'forms/tab\tbed'
mkenv forms/Mixed
mkenv forms/mine
mkenv $'forms/m\e]0;x\a'
mkenv 'forms/me:a\b'
# forms SHELL ARG...: what there is below forms/, NUL bytes as |
forms() {
	local shell=$1
	shift
	(cd "$HOME/forms" && "$AVENV" __complete --for "$shell" "$@" env | tr '\0' '|')
}
is "$(forms fish --prefix m | tr '|' '\n' | cut -f 1 | LC_ALL=C sort | xargs -d '\n' | tr -d '\n')" \
	$'Mixed m\e]0;x\a me:a\\b mine' 'fish: what begins so, in whatever case'
is "$(forms fish --prefix mi --given Mixed)" $'mine\t~/forms|' 'fish: but for what is given, with what is said of it'
unlike "$(forms fish)" 'tab' 'fish: not what a tab would cut'
is "$(forms zsh --prefix mi --given=Mixed)" 'mine:~/forms||' 'zsh: as _describe takes it, and an end'
is "$(forms zsh --prefix me)" 'me\:a\\b:~/forms||' 'zsh: a colon and a backslash'
is "$(forms zsh --prefix $'m\e')" $'|m\e]0;x\a|' 'zsh: behind the end what no terminal may get'
is "$(forms bash --prefix mi)" "'mine'" 'bash: what begins just so'
like "$(forms fish --prefix ine)" $'*Mixed\t*it is\t*mine\t*' 'fish: all, where nothing begins so'
like "$(forms zsh --prefix ine)" '*mine:*' 'zsh: as well'
is "$(forms bash --prefix ine)" '' 'bash: nothing'
is "$(forms tcsh --prefix m)" '' 'another shell: nothing'
for shell in bash fish zsh; do
	ok "$shell: exit 0 where something begins so" forms_status "$shell" mi
	not_ok "$shell: and 1 where nothing does" forms_status "$shell" ine
	not_ok "$shell: or all of it is given" forms_status "$shell" mine --given mine
done
rm -r forms

# ---- no word is ever said ---------------------------------------------------

# silent NAME ARG...: whatever it prints
silent() {
	local name=$1
	shift
	is "$("$AVENV" __complete "$@" 2>&1 >/dev/null)" '' "$name"
}

for args in '' env 'env -- x y' 'command /nonexistent' 'package -x' nosuch; do
	# shellcheck disable=SC2086 # words
	silent "__complete $args: silent" $args
done
mkdir src/fifo && mkfifo src/fifo/.venv && allow src/fifo
cd src/fifo || exit
silent 'where .venv is a FIFO: silent' command
cd "$HOME" || exit
mkdir gone && cd gone && rmdir "$HOME/gone" || exit
silent 'in a directory that is gone: silent' env
cd "$HOME" || exit
chmod 666 "$store"
silent 'a store that others may write to: silent' env
chmod 600 "$store"

# ---- what is opened and looked at -------------------------------------------

if ! command -v strace >/dev/null; then
	skip 'strace is not installed' 13
elif ! can_trace; then
	skip 'strace may not trace here' 13
elif [[ $AVENV_BUILD_DIR == */asan ]]; then
	skip 'the sanitizer has calls of its own' 13
else
	# files KIND...: what is opened but for directories, libraries and the store
	files() {
		strace -f -e trace=open,openat,execve,readlink -o "$T/trace" "$AVENV" __complete "$@" >/dev/null
		sed -n 's/.*\(open[a-z]*\|execve\)(\(.*\)/\1 \2/p' "$T/trace" | sed 1d |
			grep -v 'O_DIRECTORY\|/etc/\|/lib/\|/usr/lib\|/dev/null\|locale\|/proc\|\.so\|\.gcda' | grep -vF "$store"
	}
	# few NAME N LIMIT: programs that write counts have calls of their own
	few() {
		case $AVENV_BUILD_DIR in
		*/cov) skip 'counts are written' ;;
		*) ok "$1 ($2)" test "$2" -lt "$3" ;;
		esac
	}
	mkenv src/clone/.venv
	printf '3.4\n' >src/clone/.python-version
	printf '[project]\nrequires-python = ">=3.9"\n' >src/clone/pyproject.toml
	mkenv src/clone/odd
	printf '/x/y\n' >src/clone/.python-envs
	cd src/clone || exit
	for kind in env python record command package; do
		is "$(files $kind)" '' "$kind: no file is read in a clone, nothing started"
	done
	cd "$HOME" || exit

	# As many records as there may be, a tenth of them of something.
	many=$HOME/many
	mkdir -p "$many"/p{1..1000}/.venv
	for i in {1..1000}; do
		echo 'home = /usr/bin' >"$many/p$i/.venv/pyvenv.cfg"
	done
	printf "allow dir path $UID - - $many/%s\n" p{1..1000} >>"$store"
	printf "allow dir 1:1.000000000 $UID - - $HOME/was/here/%s\n" {1..9000} >>"$store"
	is "$(values env | grep -c '^p[0-9]*$')" 1000 'env: 1,000 among 10,000 records'
	strace -c -o "$T/count" "$AVENV" __complete env >/dev/null
	calls=$(awk '$NF == "total" { print $4 }' "$T/count")
	few 'env: a bounded number of calls' "$calls" 4500
	opens=$(awk '$NF ~ /^open/ { n += $4 } END { print n + 0 }' "$T/count")
	few 'env: and of opened files' "$opens" 100

	# Each elsewhere, so that no directory tells of another that it is gone.
	printf "allow dir 1:1.000000000 $UID - - $many/%s\n" {1..9000} >>"$store"
	strace -c -o "$T/count" "$AVENV" __complete env >/dev/null
	calls=$(awk '$NF == "total" { print $4 }' "$T/count")
	few 'env: a bounded number in whatever case' "$calls" 4500
	is "$(values record | wc -l)" 1024 'record: a bounded number'

	# A tree full of directories.
	mkdir -p wide/{1..60}/{1..40}
	allow --tree wide
	strace -c -o "$T/count" "$AVENV" __complete env >/dev/null
	calls=$(awk '$NF == "total" { print $4 }' "$T/count")
	few 'env: of a tree as well' "$calls" 5500

	# What most projects have comes first: all of it, before the calls are spent.
	rm -r wide
	for i in {1..1000}; do
		mkdir -p "woods/w$i/.venv" "woods/w$i/src/pkg"
		echo 'home = /usr/bin' >"woods/w$i/.venv/pyvenv.cfg"
	done
	echo "allow tree path $UID - - $HOME/woods" >"$store"
	is "$(values env | grep -c '^w[0-9]*$')" 1000 'env: 1,000 in an allowed tree'
	strace -c -o "$T/count" "$AVENV" __complete env >/dev/null
	calls=$(awk '$NF == "total" { print $4 }' "$T/count")
	few 'env: with few calls for each' "$calls" 4700
fi

# ---- the table --------------------------------------------------------------

run "$AVENV" __dump all
is "$rc" 2 '__dump: an argument'
run "$AVENV" __dump
is "$rc:$err" 0: '__dump: exit 0'
is "$(awk -F '\t' '$1 == "command" && NF != 5 || $1 == "option" && NF != 6' <<<"$out")" '' '__dump: as many fields in each line'
is "$(cut -f 1 <<<"$out" | sort -u | xargs)" 'command option' '__dump: commands and options'
like "$out" $'command\tlist\tls\t' '__dump: an alias'
like "$out" $'option\tcreate\tp\tpython\tPYTHON\t' '__dump: an option'
unlike "$out" __ '__dump: without what is hidden'
unlike "$("$AVENV" help)" __ 'help: without what is hidden'
done_testing
